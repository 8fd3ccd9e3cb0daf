import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { addMonths, dayOfMonth } from '@doudi/core/case/months';
import type { Count, Indicator, Reference, ScorePlan } from '@doudi/core/score/compute';
import type { Tx } from '../../platform/database.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import { filingDue, findExpected, findFilings } from '../filings/queries.ts';
import type { Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { cutoffOf } from '../rosters/entitled.ts';

/** A fault as it is kept: what, when, and the case, filing, lead or matter behind it. Never who. */
interface Line {
  readonly unit: number;
  readonly indicator: string;
  readonly stratum: string;
  readonly kind: 'case' | 'filing' | 'matter' | 'lead' | 'none';
  readonly ref: string | null;
  readonly on: string;
  readonly text: string;
}

export interface Counted {
  readonly units: readonly { readonly id: number; readonly key: string }[];
  readonly counts: readonly Count[];
  readonly reference: Reference;
  readonly lines: readonly Line[];
  readonly linesHash: string;
}

/** Kind of case: programme, whether it could not wait, whether it was disputed. */
const STRATUM = sql`f.programme || case when s.aid -> 'emergency' is not null then '|emergency' else '' end || case when coalesce(s.disputed, false) then '|disputed' else '' end`;

interface Window {
  readonly county: number;
  readonly from: string;
  readonly to: string;
  readonly today: string;
}

/** The items of a limit whose last day fell into the window: late where it was met later or is not met yet. A case closed before that day had nothing more to meet. */
const limits = (w: Window, which: RawBuilder<unknown>) => sql`select f.unit_id, f.id as about, 'case' as kind, f.id as ref_id, d.due_on as on_date, coalesce(d.finished_on, ${w.today}::date) > d.due_on as fault,
    d.label || '应于 ' || d.due_on || ' 前办完，' || coalesce('实际 ' || d.finished_on, '尚未办完') as text
  from case_deadline d join case_file f on f.county_id = d.county_id and f.id = d.case_id
  where d.county_id = ${w.county} and d.due_on between ${w.from} and ${w.to} and not f.imported and not (d.finished_on is null and f.closed_on is not null and f.closed_on <= d.due_on) and ${which}`;

/** Days are those of China: the session's time zone is Shanghai. */
function itemsOf(w: Window, i: Indicator): RawBuilder<unknown> | undefined {
  switch (i.measure) {
    case 'caseLate':
      return limits(w, sql`d.id = 'case' and f.organ = 'unit'`);
    case 'stepLate':
      return limits(w, sql`d.step = any (${i.steps}::text[])`);
    case 'returned':
      return sql`select f.unit_id, f.id as about, 'case' as kind, f.id as ref_id, f.decided_on as on_date,
          exists (select from case_action a where a.county_id = f.county_id and a.case_id = f.id and a.kind = 'returned' and a.actor_post in ('countyHandler', 'countyLeader')) as fault, '县级曾退回重办' as text
        from case_file f where f.county_id = ${w.county} and f.decided_on between ${w.from} and ${w.to} and not f.imported`;
    case 'checkWrong':
      // By the day of its conclusion: a check closes with its last finding, and whoever never corrects would never be counted.
      return sql`select f.unit_id, f.id as about, 'matter' as kind, m.id as ref_id, m.concluded_on::date as on_date, exists (select from check_finding x where x.county_id = m.county_id and x.check_id = m.id and x.wrong is not null) as fault, '随机核查发现认定有误' as text
        from matter m join case_file f on f.county_id = m.county_id and f.id = m.about_case
        where m.county_id = ${w.county} and m.topic = 'check' and m.concluded_on between ${w.from} and ${w.to} and m.state ->> 'part' = 'random'`;
    case 'leadLate':
      // What the county looks into itself is not the office's to answer, nor to hear of.
      return sql`select l.unit_id, null::uuid as about, 'lead' as kind, l.id as ref_id, h.due_on as on_date, coalesce(h.answered_on, ${w.today}::date) > h.due_on as fault, '线索应于 ' || h.due_on || ' 前答复，' || coalesce('实际 ' || h.answered_on, '尚未答复') as text
        from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id where h.county_id = ${w.county} and h.area_id is not null and h.status <> 'gone' and h.due_on between ${w.from} and ${w.to}`;
    case 'complaintUpheld':
      // Of what is said against the office: that a report about a household is true is no fault of the office. Of one that is kept from
      // the office neither the word nor the day of its disposal is told: only that something was found, on the day it was looked into.
      return sql`select u.id as unit_id, null::uuid as about, 'matter' as kind, m.id as ref_id, case when m.area_id is null then greatest(coalesce((m.state #>> '{investigations,-1,on}')::date, (m.state #>> '{disposed,on}')::date), date_trunc('month', (m.state #>> '{disposed,on}')::date)::date) else (m.state #>> '{disposed,on}')::date end as on_date,
          true as fault, case when m.area_id is null then '县级核查属实' else '信访投诉查实' end as text
        from matter m join unit u on u.county_id = m.county_id and u.key = m.state #>> '{about,unit}'
        where m.county_id = ${w.county} and m.topic = 'complaint' and m.state #>> '{about,kind}' in ('unit', 'staff') and m.state #>> '{disposed,outcome}' in ('upheld', 'partly') and (m.state #>> '{disposed,on}')::date between ${w.from} and ${w.to}`;
    case 'notPublished':
      // Where the procedure has it: published, or still waiting to be.
      return sql`select f.unit_id, f.id as about, 'case' as kind, f.id as ref_id, f.decided_on as on_date, not p.done as fault, '确认后还没有长期公布' as text
        from case_file f cross join lateral (select exists (select from case_action a where a.county_id = f.county_id and a.case_id = f.id and a.kind = 'published') as done) p
        where f.county_id = ${w.county} and f.decided_on between ${w.from} and ${w.to} and not f.imported and (p.done or exists (select from work_item i where i.county_id = f.county_id and i.case_id = f.id and i.step = 'publish'))`;
    case 'selfInspectionLate':
      return sql`select m.unit_id, null::uuid as about, 'matter' as kind, m.id as ref_id, (m.state ->> 'firstDue')::date as on_date, (m.state ->> 'lateDays')::int > 0 or (m.state -> 'reply' is null and m.state -> 'done' is null and m.due_on < ${w.today}) as fault, '自查应于 ' || (m.state ->> 'firstDue') || ' 前报送，没有按时' as text
        from matter m where m.county_id = ${w.county} and m.topic = 'task' and m.state ->> 'kind' = 'selfInspection' and m.unit_id is not null and (m.state ->> 'firstDue')::date between ${w.from} and ${w.to}`;
    case 'namedReportLate':
      // Of those that the office itself looks into: what is kept from it is the county's.
      return sql`select m.unit_id, null::uuid as about, 'matter' as kind, m.id as ref_id, (m.state ->> 'answerBy')::date as on_date, coalesce(m.closed_on, ${w.today}::date) > (m.state ->> 'answerBy')::date as fault, '实名举报应于 ' || (m.state ->> 'answerBy') || ' 前办结，' || coalesce('实际 ' || m.closed_on, '尚未办结') as text
        from matter m where m.county_id = ${w.county} and m.topic = 'complaint' and m.area_id is not null and m.state ->> 'kind' = 'report' and (m.state ->> 'named')::boolean and (m.state ->> 'answerBy')::date between ${w.from} and ${w.to}`;
    case 'rectificationLate':
      // A term that another letter replaced before it ended is no fault; one that was let pass stays one, though a letter followed. One a month for each problem.
      return sql`select distinct on (m.id, left(a.body ->> 'due', 7)) m.unit_id, null::uuid as about, 'matter' as kind, m.id as ref_id, (a.body ->> 'due')::date as on_date, true as fault, '整改应于 ' || (a.body ->> 'due') || ' 前回复，没有按时' as text
        from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id
        where m.county_id = ${w.county} and m.topic = 'rectification' and a.kind in ('rectStepTaken', 'rectReturned', 'rectReinspected') and a.body ? 'due' and (a.body ->> 'due')::date between ${w.from} and ${w.to}
          and not exists (select from matter_act r where r.county_id = a.county_id and r.matter_id = a.matter_id and r.seq > a.seq and r.at::date <= (a.body ->> 'due')::date and (r.kind = 'rectReplied' or r.kind in ('rectStepTaken', 'rectReturned', 'rectReinspected') and r.body ? 'due'))
        order by m.id, left(a.body ->> 'due', 7), on_date`;
    case 'filingLate':
      return undefined;
  }
}

interface CountRow {
  readonly unit: string | null;
  readonly indicator: string;
  readonly stratum: string;
  readonly n: number;
  readonly faults: number;
}

/** Filings that were due in the month, filed or not: who owes one is told by the filings themselves. */
async function countFilings(tx: Tx, law: Law, month: string, indicator: string, units: ReadonlyMap<number, string>): Promise<{ counts: Count[]; lines: Line[] }> {
  const programmes = law.policy.programmes(law.today).map((p) => p.id);
  const filed = new Map((await findFilings(tx, month, undefined)).map((f) => [`${f.unit_id}|${f.programme}`, f]));
  const expected = await findExpected(tx, law.county, programmes, cutoffOf(month, law.today), null);
  const counts = new Map<string, { n: number; faults: number }>();
  const lines: Line[] = [];
  for (const e of expected) {
    const unit = units.get(e.unit_id);
    const f = filed.get(`${e.unit_id}|${e.programme}`);
    const due = f?.due_on ?? filingDue(law, e.programme, month).date;
    if (unit === undefined || due >= law.today) continue;
    const c = counts.get(unit) ?? { n: 0, faults: 0 };
    const late = (f?.filed_on ?? law.today) > due;
    counts.set(unit, { n: c.n + 1, faults: c.faults + (late ? 1 : 0) });
    if (late) lines.push({ unit: e.unit_id, indicator, stratum: '', kind: f ? 'filing' : 'none', ref: f?.id ?? null, on: due, text: `${programmeName(law, e.programme, month)}备案应于 ${due} 前报送，${f ? `实际 ${f.filed_on}` : '没有报送'}` });
  }
  return { counts: [...counts].map(([unit, c]) => ({ unit, indicator, stratum: '', ...c })), lines };
}

/**
 * Everything that a month's scores rest on, in one pass over the cases: items and faults of each unit by kind of case, the
 * county's rates of the twelve months before, and each fault of the month with what is behind it. Needs the view of the whole county.
 */
export async function countMonth(tx: Tx, law: Law, plan: ScorePlan, month: string): Promise<Counted> {
  const to = dayOfMonth(month, 31);
  const units = await findOffices(tx, to);
  const keys = new Map(units.map((u) => [u.id, u.key]));
  const w: Window = { county: law.county, from: `${addMonths(month, -12)}-01`, to, today: law.today };
  const first = `${month}-01`;
  const parts = plan.indicators.flatMap((i) => {
    const items = itemsOf(w, i);
    return items ? [sql`select ${i.id}::text as indicator, x.* from (${items}) x`] : [];
  });
  const counts: Count[] = [];
  const reference: Omit<Count, 'unit'>[] = [];
  const lines: Line[] = [];
  if (parts.length > 0) {
    const { rows } = await sql<{ counts: CountRow[] | null; lines: Line[] | null }>`with found as materialized (${sql.join(parts, sql` union all `)}),
      kinds as materialized (select f.id, ${STRATUM} as stratum from case_file f cross join lateral jsonb_to_record(f.state) as s (aid jsonb, disputed boolean) where f.county_id = ${law.county} and f.id in (select about from found)),
      item as materialized (
        select i.*, coalesce(k.stratum, '') as stratum, u.key from found i join unit u on u.county_id = ${law.county} and u.id = i.unit_id left join kinds k on k.id = i.about where u.id = any (${units.map((u) => u.id)}::int[])),
      counted as (select case when on_date >= ${first}::date then key end as unit, indicator, stratum, count(*)::int as n, count(*) filter (where fault)::int as faults from item group by 1, 2, 3)
      select (select jsonb_agg(c) from counted c) as counts,
        (select jsonb_agg(jsonb_build_object('unit', unit_id, 'indicator', indicator, 'stratum', stratum, 'kind', kind, 'ref', ref_id, 'on', on_date, 'text', text) order by unit_id, indicator, on_date, ref_id, text) from item where fault and on_date >= ${first}::date) as lines`.execute(tx);
    for (const { unit, ...c } of rows[0]?.counts ?? []) if (unit === null) reference.push(c); else counts.push({ unit, ...c });
    lines.push(...(rows[0]?.lines ?? []));
  }
  for (const i of plan.indicators.filter((x) => x.measure === 'filingLate')) {
    const filings = await countFilings(tx, law, month, i.id, keys);
    counts.push(...filings.counts);
    lines.push(...filings.lines);
  }
  return { units, counts, reference, lines, linesHash: createHash('sha256').update(canonicalJson(lines), 'utf8').digest('hex') };
}
