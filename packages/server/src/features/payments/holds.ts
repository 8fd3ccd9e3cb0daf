import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** The account in use of every person on a day: the last registered of the latest date. */
export const accountsInUse = (county: number, today: string) => sql`
  select distinct on (person_id) person_id, id, number_idx, holder_idx, bank
  from payment_account where county_id = ${county} and from_date <= ${today}::date order by person_id, from_date desc, position desc`;

/** Whether benefit `b` owes month `m` (both SQL), as `owes` of core says. */
export const owesSql = (b: string, m: string) =>
  sql.raw(`${b}.from_month <= ${m} and (${b}.to_month is null or ${m} <= ${b}.to_month) and (${b}.payment = 'monthly' or ${m} = ${b}.from_month)`);

export interface JudgeScope {
  readonly county: number;
  readonly roll: string;
  readonly month: string;
  readonly today: string;
  /** This programme and those that may not be drawn with it in one month. */
  readonly excluding: readonly string[];
}

/**
 * Looks at every unsent line of a roll again and sets its holds, all in one statement: what `planRoll` of core
 * specifies, for a hundred thousand lines. Needs the whole county in view.
 * @returns how many lines changed.
 */
export async function judgeRoll(tx: Tx, s: JudgeScope): Promise<number> {
  const { numAffectedRows } = await sql`
    with line as materialized (
      select l.id, l.benefit_id, l.month, l.status, l.holds, l.cleared, l.refused_account, l.person_id, b.payee_idx, b.report_valid_to, b.dead_on, b.reopened_on
      from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id
      where l.county_id = ${s.county} and l.pay_roll_id = ${s.roll} and l.status in ('ready', 'held')
    ),
    in_use as materialized (${accountsInUse(s.county, s.today)}),
    users as materialized (select a.number_idx, p.number_idx as human from in_use a join person p on p.county_id = ${s.county} and p.id = a.person_id),
    shared as materialized (select distinct u.number_idx, u.human from users u join (select number_idx from users group by number_idx having count(distinct human) > 1) x using (number_idx)),
    strange as materialized (
      select distinct a.number_idx, a.human from shared a join shared o on o.number_idx = a.number_idx and o.human <> a.human
      where not exists (
        select from case_person x join case_person y on y.county_id = x.county_id and y.case_id = x.case_id and y.number_idx = o.human
        where x.county_id = ${s.county} and x.number_idx = a.human)
    ),
    twice as materialized (
      select distinct line.id from line join benefit o on o.county_id = ${s.county} and o.payee_idx = line.payee_idx and o.id <> line.benefit_id and o.programme = any (${[...s.excluding]}::text[])
      where ${owesSql('o', 'line.month')}
        and not exists (select from roll_line x where x.county_id = ${s.county} and x.benefit_id = o.id and x.month = line.month and x.status = 'excluded')
    ),
    found as (
      select line.id, line.status, line.holds, line.cleared, array_remove(array[
        case when a.id is null then 'noAccount' end,
        case when a.holder_idx <> p.name_idx then 'holderDiffers' end,
        case when strange.human is not null then 'sharedAccount' end,
        case when line.report_valid_to < to_date(${s.month}, 'YYYY-MM') then 'reportExpired' end,
        case when line.dead_on is not null then 'payeeDead' end,
        case when line.reopened_on is not null then 'caseReopened' end,
        case when twice.id is not null then 'paidElsewhere' end,
        case when line.refused_account = a.id then 'bankRefused' end], null) as holds_found
      from line join person p on p.county_id = ${s.county} and p.id = line.person_id
      left join in_use a on a.person_id = line.person_id
      left join strange on strange.number_idx = a.number_idx and strange.human = line.payee_idx
      left join twice on twice.id = line.id
    ),
    open as (
      select id, status, holds, case when holds_found = '{}' or cleared = '{}' then holds_found
        else array(select h from unnest(holds_found) with ordinality as x(h, n) where h <> all (cleared) order by n) end as holds_open
      from found
    )
    update roll_line l set holds = open.holds_open, status = case when open.holds_open = '{}' then 'ready' else 'held' end
    from open where l.county_id = ${s.county} and l.id = open.id and (open.holds <> open.holds_open or open.status <> case when open.holds_open = '{}' then 'ready' else 'held' end)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
