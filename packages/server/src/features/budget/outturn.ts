import { sql } from 'kysely';
import { getOutturn } from '@doudi/core/api/budget';
import { outturn } from '@doudi/core/budget/outturn';
import { formatYuan } from '@doudi/core/money/fen';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { currentOf, findPlans, sourcesOf } from './plan-endpoints.ts';

interface Paid { readonly programme: string; readonly unit: string; readonly month: string; readonly paid: number; readonly open: number }
interface Allocated { readonly programme: string | null; readonly source: string; readonly month: string; readonly fen: number }
interface Running { readonly programme: string; readonly unit: string; readonly fen: number }

const NONE: readonly number[] = Array.from({ length: 12 }, () => 0);
const monthOf = (year: number, i: number): string => `${year}-${String(i + 1).padStart(2, '0')}`;

/** What is with households and what is still owed, by the month of the roll that pays it (of cash: the month itself). Money left to a household by a waiver was spent. */
async function findPaid(tx: Tx, year: number): Promise<Paid[]> {
  return (await sql<Paid>`select l.programme, u.key as unit, coalesce(r.month, l.month) as month, sum(l.paid_fen + l.waived_fen)::bigint as paid, sum(case when l.status = 'excluded' then 0 else l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen end)::bigint as open
    from roll_line l left join roll r on r.county_id = l.county_id and r.id = l.pay_roll_id join unit u on u.county_id = l.county_id and u.id = l.unit_id
    where l.county_id = current_county() and coalesce(r.month, l.month) between ${monthOf(year, 0)} and ${monthOf(year, 11)} group by l.programme, u.key, coalesce(r.month, l.month)`.execute(tx)).rows;
}

/** What finance allocated, corrections counted, by source, programme and month. */
async function findAllocated(tx: Tx, year: number): Promise<Allocated[]> {
  return (await sql<Allocated>`select a.programme, a.source, to_char(l.on_date, 'YYYY-MM') as month, sum(-l.fen)::bigint as fen from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id
      join ledger_entry e on e.county_id = l.county_id and e.id = l.entry_id left join ledger_entry c on c.county_id = e.county_id and c.id = e.corrects
    where l.county_id = current_county() and a.kind = 'source' and coalesce(c.kind, e.kind) = 'allocation' and l.on_date between ${`${year}-01-01`} and ${`${year}-12-31`} group by a.programme, a.source, to_char(l.on_date, 'YYYY-MM')`.execute(tx)).rows;
}

/** What the caseload of a month is owed in it, for programmes paid monthly. */
async function findRunning(tx: Tx, month: string): Promise<Running[]> {
  return (await sql<Running>`select b.programme, u.key as unit, sum(coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= ${month} order by r.from_month desc limit 1), b.monthly_fen))::bigint as fen
    from benefit b join unit u on u.county_id = b.county_id and u.id = b.unit_id where b.county_id = current_county() and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or (b.to_month >= ${month} and b.to_month >= b.from_month)) and b.dead_on is null
    group by b.programme, u.key`.execute(tx)).rows;
}

const sum = <T>(list: readonly T[], of: (x: T) => number): number => list.reduce((a, x) => a + of(x), 0);
const byMonth = <T extends { readonly month: string }>(list: readonly T[], year: number, of: (x: T) => number): number[] => NONE.map((_, i) => sum(list.filter((x) => x.month === monthOf(year, i)), of));

function warningOf(o: { shortFen: number; overFen: number }): string | null {
  const parts = [o.shortFen > 0 && `到年底尚缺 ${formatYuan(o.shortFen)}，须向财政申请拨付`, o.overFen > 0 && `预计超出计划 ${formatYuan(o.overFen)}，须修订计划`].filter((x) => x !== false);
  return parts.length === 0 ? null : parts.join('；');
}

export function outturnEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(getOutturn, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const year = query.year ?? Number(law.today.slice(0, 4));
      const now = law.today.slice(0, 7);
      const plan = currentOf(await findPlans(tx, year), year);
      const [paid, allocated] = [await findPaid(tx, year), await findAllocated(tx, year)];
      const running = await findRunning(tx, now);
      const units = new Map((await findUnits(tx)).map((u) => [u.key, u.name]));
      const rows = plan?.figures.rows ?? [];
      const programmes = [...new Set([...rows.map((r) => r.programme), ...paid.map((p) => p.programme), ...allocated.flatMap((a) => a.programme ?? []), ...running.map((r) => r.programme)])];
      // Months over; the running one counts as soon as a roll of the programme has it.
      const over = year < Number(now.slice(0, 4)) ? 12 : year > Number(now.slice(0, 4)) ? 0 : Number(now.slice(5, 7)) - 1;
      const monthsOf = (own: readonly Paid[]): number => (over < 12 && over >= 0 && year === Number(now.slice(0, 4)) && own.some((p) => p.month === now) ? over + 1 : over);
      const paymentOf = (id: string): 'monthly' | 'once' => (law.policy.programme(id, law.today)?.payment === 'once' ? 'once' : 'monthly');
      const made = programmes.map((programme) => {
        const own = paid.filter((p) => p.programme === programme);
        const o = outturn({
          programme, payment: paymentOf(programme), planned: NONE.map((_, i) => sum(rows.filter((r) => r.programme === programme), (r) => r.months[i] ?? 0)), allocated: byMonth(allocated.filter((a) => a.programme === programme), year, (a) => a.fen),
          paid: byMonth(own, year, (p) => p.paid), openFen: sum(own, (p) => p.open), runningFen: sum(running.filter((r) => r.programme === programme), (r) => r.fen),
        }, monthsOf(own), plan !== undefined);
        return { ...o, planned: [...o.planned], allocated: [...o.allocated], paid: [...o.paid], programmeName: programmeName(law, programme, now), warning: warningOf(o) };
      });
      const keys = [...new Set([...rows.map((r) => `${r.unit}|${r.programme}`), ...paid.map((p) => `${p.unit}|${p.programme}`), ...running.map((r) => `${r.unit}|${r.programme}`)])].sort();
      const perUnit = keys.map((key) => {
        const [unit = '', programme = ''] = key.split('|');
        const own = paid.filter((p) => p.unit === unit && p.programme === programme);
        const planned = NONE.map((_, i) => sum(rows.filter((r) => r.unit === unit && r.programme === programme), (r) => r.months[i] ?? 0));
        // Money is allocated by programme, not by unit: what a unit may be over is its part of the plan.
        const o = outturn({ programme, payment: paymentOf(programme), planned, allocated: NONE, paid: byMonth(own, year, (p) => p.paid), openFen: sum(own, (p) => p.open), runningFen: sum(running.filter((r) => r.unit === unit && r.programme === programme), (r) => r.fen) }, monthsOf(paid.filter((p) => p.programme === programme)), plan !== undefined);
        return { unit, unitName: units.get(unit) ?? unit, programme, programmeName: programmeName(law, programme, now), plannedFen: o.plannedFen, paidFen: o.paidFen, openFen: o.openFen, forecastFen: o.forecastFen, overFen: o.overFen };
      });
      return {
        year, today: law.today, plan: plan?.confirmed_at ? { id: plan.id, version: plan.version, confirmedAt: plan.confirmed_at } : null, rows: made,
        total: { plannedFen: sum(made, (r) => r.plannedFen), allocatedFen: sum(made, (r) => r.allocatedFen), paidFen: sum(made, (r) => r.paidFen), forecastFen: sum(made, (r) => r.forecastFen), shortFen: sum(made, (r) => r.shortFen), overFen: sum(made, (r) => r.overFen) },
        units: perUnit,
        sources: sourcesOf(law).map((s) => ({ source: s.id, label: s.label, plannedFen: plan?.figures.sources.find((x) => x.source === s.id)?.yearFen ?? 0, allocatedFen: sum(allocated.filter((a) => a.source === s.id), (a) => a.fen) })),
      };
    }),
  ];
}
