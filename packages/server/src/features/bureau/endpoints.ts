import { sql } from 'kysely';
import { bureauDuties, bureauDuty, bureauList, bureauUnit, getBureau, type ChangeView, type FigureView } from '@doudi/core/api/bureau';
import { rollMonths, yearTo, type RollGroup, type RollMonth } from '@doudi/core/bureau/changes';
import type { Figure } from '@doudi/core/bureau/model';
import { addMonths } from '@doudi/core/case/months';
import type { Duty } from '@doudi/core/oversight/duty';
import { isOffice } from '@doudi/core/policy/offices';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { ownFigures } from './counts.ts';
import { dutiesOf } from './duties.ts';
import { findActsUnder } from './acts.ts';
import { featureFigures } from './figures.ts';
import { goalEndpoints } from './goals.ts';
import { decidedBetween, decidedIn, findBureauList } from './list.ts';
import { dutyFigures, dutyStandings } from './standing.ts';

/** The roll in groups of the same months: one pass over the benefits, whatever is asked of them afterwards. */
async function findRollGroups(tx: Tx, county: number, unit?: number): Promise<RollGroup[]> {
  return (await sql<RollGroup>`select u.key as unit, b.from_month as from, b.to_month as to, b.households, b.fen from (
      select unit_id, from_month, to_month, count(*)::int as households, sum(monthly_fen)::bigint as fen from benefit where county_id = ${county} and payment = 'monthly' ${unit === undefined ? sql`` : sql`and unit_id = ${unit}`} group by 1, 2, 3) b
    join unit u on u.county_id = ${county} and u.id = b.unit_id`.execute(tx)).rows;
}

interface Month {
  readonly refused: number;
  readonly paid: number;
  /** Median of days from application to decision; null where nothing was decided. */
  readonly days: number | null;
}

const MEDIAN = sql`percentile_cont(0.5) within group (order by f.decided_on - f.application_date)`;

/** What was refused, how long decisions took and what was paid, of some months; decisions up to the same day of each as of the running one. */
async function findOnce(tx: Tx, law: Law, months: readonly string[]): Promise<Map<string, Month>> {
  // By the index that covers the sums of a roll, all months in one pass.
  const { rows: sums } = await sql<{ month: string; fen: number }>`select r.month, sum(l.paid_fen)::bigint as fen from roll r join roll_line l on l.county_id = r.county_id and l.roll_id = r.id where r.county_id = ${law.county} and r.month = any (${months}::text[]) group by 1`.execute(tx);
  const paid = new Map(sums.map((x) => [x.month, Number(x.fen)]));
  const day = law.today.slice(8);
  const out = new Map<string, Month>();
  for (const m of months) {
    const row = (await sql<{ refused: number; days: number | null }>`select (count(*) filter (where f.status = 'refused'))::int as refused, ${MEDIAN}::float8 as days from case_file f where ${decidedIn(law, m, day)}`.execute(tx)).rows[0];
    out.set(m, { refused: row?.refused ?? 0, paid: paid.get(m) ?? 0, days: row?.days ?? null });
  }
  return out;
}

/** How long each unit's decisions of this month and the last took. */
async function findDays(tx: Tx, law: Law): Promise<Map<number, number>> {
  const month = law.today.slice(0, 7);
  const { rows } = await sql<{ unit_id: number; days: number }>`select f.unit_id, ${MEDIAN}::float8 as days from case_file f where ${decidedBetween(law, `${addMonths(month, -1)}-01`, `${addMonths(month, 1)}-01`)} group by 1`.execute(tx);
  return new Map(rows.map((r) => [r.unit_id, r.days]));
}

const cited = (req: readonly string[], duties: readonly Duty[]): FigureView['clauses'] => duties.filter((d) => req.includes(d.id)).map(({ id, clause, phrase }) => ({ id, clause, phrase }));

const view = (f: Figure, names: ReadonlyMap<string, string>, duties: readonly Duty[]): FigureView => ({
  id: f.id, block: f.block, label: f.label, value: f.value, unit: f.unit, how: f.how, href: f.href, ofCounty: f.of === 'county', clauses: cited(f.req, duties),
  byUnit: (f.byUnit ?? []).map((u) => ({ unit: u.unit, unitName: names.get(u.unit) ?? u.unit, value: u.value, href: u.href ?? null })),
});

async function changes(tx: Tx, law: Law, rows: readonly RollMonth[], duties: readonly Duty[]): Promise<ChangeView[]> {
  const [yearAgo, before, now] = [rows[0], rows.at(-2), rows.at(-1)];
  if (!yearAgo || !before || !now) return [];
  const once = await findOnce(tx, law, [yearAgo.month, before.month, now.month]);
  // A month in which nobody was on the roll is from before the system: there is nothing to compare with.
  const then = (r: RollMonth, value: number | null): number | null => (r.onRoll === 0 ? null : value);
  const day = law.today.slice(8);
  type Over = ChangeView['over'];
  const change = (id: ChangeView['id'], label: string, unit: string, how: string, over: Over, href: (month: string) => string, of: (r: RollMonth) => number | null, series: ChangeView['series'] = [], req: readonly string[] = []): ChangeView => ({
    id, label, unit, how, over, href: href(now.month), hrefBefore: href(before.month), hrefYearAgo: href(yearAgo.month), clauses: cited(req, duties), now: of(now), before: then(before, of(before)), yearAgo: then(yearAgo, of(yearAgo)), series,
  });
  const list = (what: string) => (month: string): string => `/bureau/list?what=${what}&month=${month}`;
  const sameDays = (what: string) => (month: string): string => `${list(what)(month)}&until=${day}`;
  const roll = (id: 'onRoll' | 'began' | 'ended' | 'fen', label: string, unit: string, how: string): ChangeView => change(id, label, unit, how, id === 'onRoll' || id === 'fen' ? 'stock' : 'whole', list(id === 'fen' ? 'onRoll' : id), (r) => r[id], rows.map((r) => ({ month: r.month, value: r[id] })));
  const three = (id: keyof Month, label: string, unit: string, how: string, over: Over, href: (month: string) => string, req: readonly string[] = []): ChangeView => change(id, label, unit, how, over, href, (r) => once.get(r.month)?.[id] ?? null, [], req);
  return [
    roll('onRoll', '在享', '户', '当月应享受按月待遇的户数：起始月不晚于当月、没有停止或者停止月在当月以后'),
    roll('began', '新增', '户', '从当月起享受的户数；本月还没有过完，不与以前整月的数比增减'),
    roll('ended', '退出', '户', '上月还在享、当月不再享受的户数；本月还没有过完，不与以前整月的数比增减'),
    three('refused', '不予确认', '件', '作出不予确认决定的件数，各月都算到与今天同一日为止', 'days', sameDays('refused')),
    three('days', '办理天数', '天', '作出决定的案件从申请到决定的日历天数的中位数，各月都算到与今天同一日为止；系统启用前接收的不计', 'days', sameDays('decided'), ['HQ-206', 'LH-08', 'GX-07', 'BQ-48', 'BQ-49']),
    roll('fen', '月应发', 'fen', '在享各户现行月标准合计；标准调整不追溯到以前各月'),
    three('paid', '已到户', 'fen', '当月发放册中已经到户的金额；本月还没有发完，不与以前整月的数比增减', 'whole', (month) => `/payments?month=${month}`),
  ];
}

/** 局长的一页. Everything is counted when it is asked for: no figure is older than the page. */
export function bureauEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(getBureau, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const names = new Map(units.map((u) => [u.key, u.name]));
      const duties = dutiesOf(services, who.county);
      const month = law.today.slice(0, 7);
      const groups = await findRollGroups(tx, who.county);
      const days = await findDays(tx, law);
      const own = await ownFigures(tx, services, law);
      const figures = [...own.figures, ...(await featureFigures(tx, law)), ...(await dutyFigures(tx, services, law))];
      const of = (unit: string, block: Figure['block']): number => figures.filter((f) => f.block === block && f.of !== 'county').reduce((n, f) => n + (f.byUnit?.find((u) => u.unit === unit)?.value ?? 0), 0);
      return {
        county: countyOf(services, who.county).layer.jurisdiction?.bureau ?? '', today: law.today, month, figures: figures.map((f) => view(f, names, duties)), changes: await changes(tx, law, rollMonths(groups, yearTo(month)), duties),
        units: units.filter(isOffice).map((u) => {
          const [now] = rollMonths(groups.filter((g) => g.unit === u.key), [month]);
          return { unit: u.key, unitName: u.name, onRoll: now?.onRoll ?? 0, began: now?.began ?? 0, ended: now?.ended ?? 0, open: own.open.filter((o) => o.unit === u.key).reduce((n, o) => n + o.n, 0), late: of(u.key, 'late'), wrong: of(u.key, 'wrong'), help: of(u.key, 'help'), days: days.get(u.id) ?? null };
        }).sort((a, b) => b.late - a.late || b.wrong - a.wrong || b.help - a.help),
      };
    }),
    endpoint(bureauUnit, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const unit = units.find((u) => u.key === params.unit && isOffice(u));
      if (!unit) return refuse('notfound', '没有这个单位');
      const names = new Map(units.map((u) => [u.key, u.name]));
      const duties = dutiesOf(services, who.county);
      const figures = [...(await ownFigures(tx, services, law)).figures, ...(await featureFigures(tx, law))].flatMap((f) => {
        const mine = f.byUnit?.find((u) => u.unit === unit.key);
        if (!mine) return [];
        const { byUnit: _, ...rest } = view({ ...f, value: mine.value, href: mine.href ?? f.href }, names, duties);
        return [rest];
      });
      const month = law.today.slice(0, 7);
      const { rows } = await sql<{ area_id: number; open: number; late: number }>`select f.area_id, count(*)::int as open, (count(*) filter (where coalesce(f.next_due, '9999-12-31'::date) < ${law.today}::date))::int as late
        from case_file f where f.county_id = ${who.county} and f.unit_id = ${unit.id} and f.closed_on is null group by 1`.execute(tx);
      const roll = (await sql<{ area_id: number; households: number; fen: number }>`select area_id, count(*)::int as households, sum(monthly_fen)::bigint as fen from benefit where county_id = ${who.county} and unit_id = ${unit.id} and payment = 'monthly' and from_month <= ${month} and (to_month is null or to_month >= ${month}) group by 1`.execute(tx)).rows;
      const villages = units.filter((u) => u.parent_id === unit.id).map((u) => ({ id: u.id, key: u.key as string | null, name: u.name }));
      return {
        unit: unit.key, unitName: unit.name, today: law.today, figures, roll: rollMonths(await findRollGroups(tx, who.county, unit.id), yearTo(month)).map(({ month: m, onRoll, began, ended }) => ({ month: m, onRoll, began, ended })),
        villages: [...villages, { id: unit.id, key: null, name: '未分村（居）' }].map((v) => {
          const [cases, on] = [rows.find((r) => r.area_id === v.id), roll.find((r) => r.area_id === v.id)];
          return { key: v.key, name: v.name, open: cases?.open ?? 0, late: cases?.late ?? 0, onRoll: on?.households ?? 0, fen: Number(on?.fen ?? 0) };
        }).filter((v) => v.key !== null || v.open + v.onRoll > 0).sort((a, b) => b.late - a.late || b.open - a.open || b.onRoll - a.onRoll),
      };
    }),
    endpoint(bureauList, async (tx, { query }, who) => await findBureauList(tx, services, await loadLaw(tx, services, who.county), query)),
    endpoint(bureauDuties, async (tx, _input, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { period, duties } = await dutyStandings(tx, services, law);
      return { today: law.today, period, items: [...duties] };
    }),
    endpoint(bureauDuty, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const duty = (await dutyStandings(tx, services, law, (d) => d.id === params.id)).duties[0];
      return duty ? { duty, ...(await findActsUnder(tx, law, duty.id)) } : refuse('notfound', '本县方案没有这一条监督条款');
    }),
    ...goalEndpoints(services),
  ];
}
