import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** A household whose claim rises from a month on, which may lie in the past. Sums are fen per month. */
export interface Raise {
  readonly caseId: string;
  readonly beforeFen: number;
  readonly afterFen: number;
  /** `YYYY-MM`; a claim that began later rises from its own first month. */
  readonly fromMonth: string;
}

/**
 * What became of one: raised from `fromMonth`, with the months that rolls had already and the sum to be paid for them as
 * supplements; or left as it was: `ended` before that month, the payee `dead`, or the rate `moved` (it is another sum, or
 * was changed for a later month, or a month of it is paid in part).
 */
export type Raised = { readonly caseId: string; readonly fromMonth: string; readonly months: number; readonly supplementFen: number } | { readonly caseId: string; readonly left: 'ended' | 'dead' | 'moved' };

interface Row {
  readonly case_id: string;
  readonly left: 'ended' | 'dead' | 'moved' | null;
  readonly start: string;
  readonly months: number;
  readonly fen: number;
}

/**
 * Raises many claims at once: the rate from the month on; lines of a roll still being made take the new sum; for every month
 * that another roll has, a supplement of the difference waits for the next roll of the programme (never for a line that is
 * not to be paid). Months that no roll has yet follow the rate by themselves. Locks the claims.
 */
export async function raiseMany(tx: Tx, county: number, list: readonly Raise[], why: { reason: string; at: string; ground: { readonly number: string; readonly on: string } }): Promise<Raised[]> {
  if (list.length === 0) return [];
  const given = sql`jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as g("caseId" uuid, "beforeFen" bigint, "afterFen" bigint, "fromMonth" text)`;
  await sql`select b.id from benefit b join ${given} on b.case_id = g."caseId" where b.county_id = ${county} order by b.id for update of b`.execute(tx);
  const raised = sql`(select b.id, b.area_id, b.programme, b.case_id, b.from_month, b.monthly_fen, g."beforeFen" as before, g."afterFen" as after, greatest(b.from_month, g."fromMonth") as start
    from ${given} join benefit b on b.county_id = ${county} and b.case_id = g."caseId")`;
  const judged = await sql<{ case_id: string; left: Row['left']; start: string }>`select x.case_id, x.start, case
      when b.to_month is not null and (b.to_month < x.start or b.to_month < b.from_month) then 'ended'
      when b.dead_on is not null then 'dead'
      when b.payment <> 'monthly' or exists (select from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month > x.start)
        or exists (select from benefit_month s where s.county_id = b.county_id and s.benefit_id = b.id and s.month >= x.start)
        or coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= x.start order by r.from_month desc limit 1), b.monthly_fen) <> x.before then 'moved' end as "left"
    from ${raised} x join benefit b on b.county_id = ${county} and b.id = x.id`.execute(tx);
  const good = judged.rows.filter((r) => r.left === null).map((r) => r.case_id);
  const of = sql`${raised} x where x.case_id = any (${good}::uuid[])`;
  await sql`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) select ${county}::int, x.id, x.area_id, x.from_month, x.monthly_fen from ${of} and x.from_month < x.start on conflict on constraint benefit_rate_pk do nothing`.execute(tx);
  await sql`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) select ${county}::int, x.id, x.area_id, x.start, x.after from ${of} on conflict on constraint benefit_rate_pk do update set monthly_fen = excluded.monthly_fen`.execute(tx);
  await sql`update benefit b set monthly_fen = x.after, ground = 'standard', ground_number = ${why.ground.number}, ground_on = ${why.ground.on}::date from ${raised} x where b.county_id = ${county} and b.id = x.id and x.case_id = any (${good}::uuid[])`.execute(tx);
  await sql`update roll_line l set due_fen = x.after from ${raised} x, roll r where x.case_id = any (${good}::uuid[]) and l.county_id = ${county} and l.benefit_id = x.id and l.month >= x.start and l.part = 0 and l.status in ('ready', 'held') and l.paid_fen = 0 and l.due_fen = x.before
    and r.county_id = l.county_id and r.id = l.pay_roll_id and r.status = 'drafted'`.execute(tx);
  const { rows } = await sql<{ case_id: string; months: number; fen: number }>`
    with owed as (select x.id, x.case_id, x.area_id, x.programme, l.month, x.after - x.before as fen from ${raised} x join roll_line l on l.county_id = ${county} and l.benefit_id = x.id
        where x.case_id = any (${good}::uuid[]) and l.part = 0 and l.month >= x.start and l.status <> 'excluded' and l.due_fen <> x.after),
    written as (insert into roll_supplement (county_id, benefit_id, month, part, area_id, programme, fen, reason, at)
      select ${county}::int, o.id, o.month, 1 + coalesce((select max(q.part) from (select l.part from roll_line l where l.county_id = ${county} and l.benefit_id = o.id and l.month = o.month
          union all select s.part from roll_supplement s where s.county_id = ${county} and s.benefit_id = o.id and s.month = o.month) q), 0), o.area_id, o.programme, o.fen, ${why.reason}, ${why.at}::timestamptz
      from owed o returning benefit_id, fen)
    select x.case_id, count(*)::int as months, sum(w.fen)::bigint as fen from written w join ${raised} x on x.id = w.benefit_id group by x.case_id`.execute(tx);
  const supplements = new Map(rows.map((r) => [r.case_id, r]));
  return judged.rows.map((r): Raised => {
    if (r.left !== null) return { caseId: r.case_id, left: r.left };
    const s = supplements.get(r.case_id);
    return { caseId: r.case_id, fromMonth: r.start, months: s?.months ?? 0, supplementFen: s?.fen ?? 0 };
  });
}
