import { sql, type RawBuilder } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import { getGoals, goalCases, type GoalFigure } from '@doudi/core/api/goals';
import { GOAL_MEASURES, goalValue, type Counted, type GoalMeasure } from '@doudi/core/bureau/goals';
import { daysBetween, plusDays } from '@doudi/core/calendar/date';
import { coverage } from '@doudi/core/oversight/coverage';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { alone, type Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findSupervised } from '../oversight/queries.ts';
import { oversightLaw, sheetRows, unitsInArea } from '../oversight/sheet.ts';
import { dutiesOf } from './duties.ts';
import { findOwners } from './owners.ts';

/** Cases shown behind a figure. */
const LIMIT = 300;
/** Longest window: two years. */
const MOST_DAYS = 731;

/** Two years of a county are read at once: by no more than so many together. */
const PLACES = 2;
const BUSY = refuse('busy', '正在衡量另一段时间，请稍后再试', { allowed: ['过一会儿再打开'] });

interface Window {
  readonly from: string;
  readonly to: string;
}

/** Cases decided in the window by the index that orders them; what was taken over from before the system was not decided here. */
const decided = (law: Law, w: Window, programmes: readonly string[]) => sql`case_file f where f.county_id = ${law.county} and f.programme = any (${programmes}::text[]) and f.unit_id in (select id from unit where county_id = ${law.county}) and f.decided_on between ${w.from} and ${w.to} and not f.imported`;
const said = (kinds: readonly string[]) => sql`exists (select from case_action a where a.county_id = f.county_id and a.case_id = f.id and a.kind = any (${kinds}::text[]))`;
const ofCase = (good: RawBuilder<unknown>, days: RawBuilder<unknown> = sql`null::int`) => sql`select f.unit_id, 'case' as kind, null::text as topic, f.id as ref, f.number, f.decided_on as "on", ${good} as good, ${days} as days`;
/** Limits of the cases decided in the window that were met or should have been by then. */
const limits = (law: Law, w: Window, programmes: readonly string[], which: RawBuilder<unknown>) => sql`${ofCase(sql`coalesce(d.finished_on, f.decided_on) <= d.due_on`)} from case_deadline d, ${decided(law, w, programmes)} and d.county_id = f.county_id and d.case_id = f.id and ${which}`;
const hits = (law: Law, w: Window, sides: readonly string[]) => sql`select l.unit_id, 'lead' as kind, null::text as topic, l.id as ref, l.no::text as number, h.due_on as "on", coalesce(h.answered_on, ${law.today}::date) <= h.due_on as good, null::int as days
  from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id where h.county_id = ${law.county} and h.status <> 'gone' and h.due_on between ${w.from} and ${w.to} and h.side = any (${sides}::text[])`;

/** What a measure is counted from, a row each: where, what, when, whether it speaks for the word, how many days. Undefined: counted otherwise. */
function rowsOf(law: Law, id: GoalMeasure, w: Window): RawBuilder<unknown> | undefined {
  const all = law.policy.programmes(law.today);
  const ids = all.map((p) => p.id);
  const days = sql`f.decided_on - f.application_date`;
  switch (id) {
    case 'decidedInTime':
      return limits(law, w, ids, sql`d.id = 'case'`);
    case 'acceptedInTime':
      return limits(law, w, ids, sql`d.step = 'accept'`);
    case 'stepsInTime':
      return limits(law, w, ids, sql`d.step is not null and d.finished_on is not null`);
    case 'handlingDays':
      return sql`${ofCase(sql`true`, days)} from ${decided(law, w, ids)}`;
    case 'urgentDays':
      return sql`${ofCase(sql`true`, days)} from ${decided(law, w, all.filter((p) => p.formula === 'aid').map((p) => p.id))}`;
    case 'onceEnough':
      return sql`${ofCase(sql`not ${said(['missingTold', 'materialRequired'])}`)} from ${decided(law, w, ids)}`;
    case 'decidedNearby':
      return sql`${ofCase(sql`f.organ = 'unit'`)} from ${decided(law, w, ids)}`;
    case 'notReturned':
      return sql`${ofCase(sql`not ${said(['returned'])}`)} from ${decided(law, w, ids)}`;
    case 'notDisputed':
      return sql`${ofCase(sql`not coalesce((f.state ->> 'disputed')::boolean, false)`)} from ${decided(law, w, ids)}`;
    case 'entered':
      return sql`${ofCase(sql`true`)} from ${decided(law, w, ids)} and f.state #>> '{decision,outcome}' = 'grant'`;
    case 'left':
      return sql`select b.unit_id, 'case' as kind, null::text as topic, f.id as ref, f.number, (b.to_month || '-01')::date as "on", true as good, null::int as days from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id
        where b.county_id = ${law.county} and b.payment = 'monthly' and b.to_month between ${w.from.slice(0, 7)} and ${w.to.slice(0, 7)} and b.to_month >= b.from_month`;
    case 'rightlyRecognised':
      return sql`select m.unit_id, 'matter' as kind, m.topic, m.id as ref, m.number, m.concluded_on::date as "on", not exists (select from check_finding x where x.county_id = m.county_id and x.check_id = m.id and x.wrong is not null) as good, null::int as days
        from matter m where m.county_id = ${law.county} and m.topic = 'check' and m.concluded_on between ${w.from} and ${w.to} and m.state ->> 'part' = 'random'`;
    case 'notUpheld':
      return sql`select u.id as unit_id, 'matter' as kind, m.topic, m.id as ref, m.number, (m.state #>> '{disposed,on}')::date as "on", m.state #>> '{disposed,outcome}' not in ('upheld', 'partly') as good, null::int as days from matter m join unit u on u.county_id = m.county_id and u.key = m.state #>> '{about,unit}'
        where m.county_id = ${law.county} and m.topic = 'complaint' and m.state #>> '{about,kind}' in ('unit', 'staff') and (m.state #>> '{disposed,on}')::date between ${w.from} and ${w.to}`;
    case 'leadsInTime':
      return hits(law, w, ['out', 'both']);
    case 'missedInTime':
      return hits(law, w, ['in']);
    case 'filedInTime':
      return sql`select g.unit_id, 'filing' as kind, null::text as topic, g.id as ref, g.month as number, g.due_on as "on", g.filed_on <= g.due_on as good, null::int as days from filing g where g.county_id = ${law.county} and g.due_on between ${w.from} and ${w.to}`;
    case 'rectifiedInTime':
      // A term that was let pass stays so, though a letter followed; one that another letter replaced before its end does not.
      return sql`select m.unit_id, 'matter' as kind, m.topic, m.id as ref, m.number, m.closed_on as "on", not exists (select from matter_act a where a.county_id = m.county_id and a.matter_id = m.id and a.kind in ('rectStepTaken', 'rectReturned', 'rectReinspected') and a.body ? 'due'
          and not exists (select from matter_act r where r.county_id = a.county_id and r.matter_id = a.matter_id and r.seq > a.seq and r.at::date <= (a.body ->> 'due')::date and (r.kind = 'rectReplied' or r.kind in ('rectStepTaken', 'rectReturned', 'rectReinspected') and r.body ? 'due'))) as good, null::int as days
        from matter m where m.county_id = ${law.county} and m.topic = 'rectification' and m.closed_on between ${w.from} and ${w.to}`;
    case 'paidInFull':
      // The sums come from the rolls; behind them stand the lines that did not reach the household.
      return sql`select l.unit_id, 'case' as kind, null::text as topic, f.id as ref, f.number, (l.month || '-01')::date as "on", false as good, null::int as days from roll_line l join case_file f on f.county_id = l.county_id and f.id = l.case_id
        where l.county_id = ${law.county} and l.status in ('held', 'rejected', 'returned') and l.month between ${w.from.slice(0, 7)} and ${w.to.slice(0, 7)}`;
    case 'onPlatform':
      return sql`${ofCase(sql`f.state -> 'platformNumber' is not null`)} from ${decided(law, w, ids)}`;
    case 'referred':
      return sql`select f.unit_id, 'case' as kind, null::text as topic, f.id as ref, f.number, e.asked_on as "on", e.closed_on is not null as good, null::int as days from aid_errand e join case_file f on f.county_id = e.county_id and f.id = e.case_id
        where e.county_id = ${law.county} and e.asked_on between ${w.from} and ${w.to}`;
    case 'tiers': case 'unitsSupervised': case 'unitsStaffed': case 'postsOwn': case 'dutiesAssigned':
      return undefined;
  }
}

interface CountedRow extends Counted {
  readonly measure: GoalMeasure;
}

/** All measures of a window in one statement; what is no list of cases by itself. */
async function count(tx: Tx, services: Services, law: Law, ids: readonly GoalMeasure[], w: Window): Promise<Map<GoalMeasure, Counted & { readonly parts?: GoalFigure['parts'] }>> {
  const parts = ids.filter((id) => id !== 'paidInFull').flatMap((id) => {
    const rows = rowsOf(law, id, w);
    return rows ? [sql`select ${id}::text as measure, x.good, x.days from (${rows}) x`] : [];
  });
  const out = new Map<GoalMeasure, Counted & { parts?: GoalFigure['parts'] }>();
  if (parts.length > 0)
    for (const r of (await sql<CountedRow>`select measure, count(*)::int as n, (count(*) filter (where good))::int as good, (percentile_disc(0.5) within group (order by days))::int as median from (${sql.join(parts, sql` union all `)}) y group by measure`.execute(tx)).rows) out.set(r.measure, { n: r.n, good: r.good, median: r.median });
  if (ids.includes('paidInFull')) {
    const row = (await sql<{ n: number; good: number }>`select coalesce(sum(t.lines), 0)::int as n, coalesce(sum(t.lines) filter (where t.status = 'paid'), 0)::int as good from roll r join roll_total t on t.county_id = r.county_id and t.roll_id = r.id
      where r.county_id = ${law.county} and r.month between ${w.from.slice(0, 7)} and ${w.to.slice(0, 7)} and r.status in ('released', 'sent', 'reconciled')`.execute(tx)).rows[0];
    out.set('paidInFull', { n: row?.n ?? 0, good: row?.good ?? 0, median: null });
  }
  if (ids.includes('tiers')) {
    const month = w.to.slice(0, 7);
    const { rows } = await sql<{ programme: string; n: number }>`select programme, count(*)::int as n from benefit where county_id = ${law.county} and payment = 'monthly' and from_month <= ${month} and (to_month is null or to_month >= ${month}) group by 1`.execute(tx);
    const tiers = law.policy.programmes(law.today).flatMap((p) => { const r = rows.find((x) => x.programme === p.id); return r ? [{ label: p.name, value: r.n }] : []; });
    out.set('tiers', { n: rows.reduce((n, r) => n + r.n, 0), good: 0, median: null, parts: tiers });
  }
  const o = oversightLaw(law);
  if (ids.includes('unitsSupervised') && !isRefusal(o)) {
    const units = (await unitsInArea(tx, law, null)).map((u) => u.id);
    const covered = coverage(units, await findSupervised(tx, law.county, w.to), o.plan.counts, w.from, w.to);
    out.set('unitsSupervised', { n: units.length, good: units.filter((u) => covered.get(u)?.covered).length, median: null });
  }
  if (!isRefusal(o) && (ids.includes('unitsStaffed') || ids.includes('postsOwn'))) {
    const rows = await sheetRows(tx, law, o, { county: law.county, area: null, post: 'auditor' });
    out.set('unitsStaffed', { n: rows.length, good: rows.filter((r) => r.short === 0).length, median: null });
    out.set('postsOwn', { n: rows.length * o.plan.fixed.length, good: rows.reduce((n, r) => n + o.plan.fixed.length - r.postsOpen.length, 0), median: null });
  }
  if (ids.includes('dutiesAssigned')) {
    const duties = dutiesOf(services, law.county).filter((d) => d.at !== undefined);
    const owned = await findOwners(tx, law.county, w.to);
    out.set('dutiesAssigned', { n: duties.length, good: duties.filter((d) => owned.has(d.id)).length, median: null });
  }
  return out;
}

/** Where a figure that is no list of cases is looked at. */
const HREF: Partial<Record<GoalMeasure, string>> = { tiers: '/rosters', unitsSupervised: '/oversight', unitsStaffed: '/oversight', postsOwn: '/oversight', dutiesAssigned: '/bureau/duties' };
/** What is counted as it stands today has nothing before it to compare with. */
const TODAY: readonly GoalMeasure[] = ['tiers', 'unitsStaffed', 'postsOwn', 'dutiesAssigned'];

/** The window asked for; by default the year that ends today. */
function windowOf(law: Law, q: { readonly from?: string | undefined; readonly to?: string | undefined }): Window | Refusal {
  const to = q.to ?? law.today;
  const from = q.from ?? plusDays(to, -364);
  if (from > to || to > law.today) return refuse('date.order', '起止日期不合理：止日不早于起日、不晚于今天');
  return daysBetween(from, to) > MOST_DAYS ? refuse('input.invalid', '一次最多衡量两年') : { from, to };
}

/** The plan's goals, measured [HQ-05, HQ-06, HQ-68, HQ-70, HQ-198, LH-08, GX-03, GX-11, XX-05, XX-187]. */
export function goalEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(getGoals, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const w = windowOf(law, query);
      if (isRefusal(w)) return w;
      if (!(await alone(tx, who.county, 'goals', PLACES))) return BUSY;
      const table = law.policy.find<TableValue<'goals.panels'>>('goals.panels', { on: law.today });
      const ids = [...new Set((table?.value.panels ?? []).flatMap((p) => p.words.flatMap((x) => x.measures)))];
      const earlier = { from: plusDays(w.from, -(daysBetween(w.from, w.to) + 1)), to: plusDays(w.from, -1) };
      const [now, before] = [await count(tx, services, law, ids, w), await count(tx, services, law, ids.filter((id) => !TODAY.includes(id)), earlier)];
      const duties = dutiesOf(services, who.county);
      const figure = (id: GoalMeasure): GoalFigure => {
        const { label, kind, better, how } = GOAL_MEASURES[id];
        const c = now.get(id);
        return { id, label, kind, better, how, value: goalValue(id, c), n: c?.n ?? 0, good: c?.good ?? 0, before: TODAY.includes(id) ? null : goalValue(id, before.get(id)), parts: [...(c?.parts ?? [])], href: HREF[id] ?? null };
      };
      const j = countyOf(services, who.county).layer.jurisdiction;
      return {
        county: j?.bureau ?? '', plan: law.policy.instrument(table?.source.instrument ?? '')?.title ?? '', today: law.today, from: w.from, to: w.to, beforeFrom: earlier.from, beforeTo: earlier.to, source: table ? cite(law.policy, table.source) : null,
        panels: (table?.value.panels ?? []).map((p) => ({ id: p.id, title: p.title, clauses: duties.filter((d) => p.req.includes(d.id)).map(({ id, clause, phrase }) => ({ id, clause, phrase })), words: p.words.map((x) => ({ word: x.word, figures: x.measures.map(figure) })) })),
      };
    }),
    endpoint(goalCases, async (tx, { params, query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const w = windowOf(law, query);
      if (isRefusal(w)) return w;
      if (!(await alone(tx, who.county, 'goals', PLACES))) return BUSY;
      const rows = rowsOf(law, params.measure, w);
      if (!rows) return refuse('notfound', '这个数字不是由案件数出来的', { allowed: [HREF[params.measure] ?? '/bureau'] });
      const { label, how } = GOAL_MEASURES[params.measure];
      const c = (await count(tx, services, law, [params.measure], w)).get(params.measure);
      const items = (await sql<Output<typeof goalCases>['items'][number]>`select u.name as "unitName", x.kind, x.topic, x.ref, x.number, x."on", x.good, x.days from (${rows}) x join unit u on u.county_id = ${law.county} and u.id = x.unit_id order by x.good, x.days desc nulls last, x."on" desc, x.ref limit ${LIMIT + 1}`.execute(tx)).rows;
      return { label, how, from: w.from, to: w.to, n: c?.n ?? 0, good: c?.good ?? 0, items: items.slice(0, LIMIT), more: items.length > LIMIT };
    }),
  ];
}
