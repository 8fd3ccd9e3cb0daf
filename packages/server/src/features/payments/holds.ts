import { sql } from 'kysely';
import { CROWD } from '@doudi/core/payment/roll';
import { allowTime, type Tx } from '../../platform/database.ts';
import { findHeldPayees } from '../leads/keep.ts';

/** The account in use of one person (SQL) on a day: the last registered of the latest date. One index reach. */
export const accountInUse = (county: number, person: string, today: string) => sql`
  select id, number_idx, holder_idx from payment_account x where x.county_id = ${county} and x.person_id = ${sql.ref(person)} and x.from_date <= ${today}::date order by x.from_date desc, x.position desc limit 1`;

/** Whether benefit `b` owes month `m` (both SQL), as `owes` of core says. */
export const owesSql = (b: string, m: string) =>
  sql.raw(`${b}.from_month <= ${m} and (${b}.to_month is null or ${m} <= ${b}.to_month) and (${b}.payment = 'monthly' or ${m} = ${b}.from_month)`);

/** A million lines on a busy machine: what is cut off in the middle must begin anew, and would be cut off again. */
const LONG_MS = 1_800_000;

/**
 * For the rest of the transaction: time for a whole county's lines, and indexes rather than reading tables from end to
 * end. The first roll of a county is planned while the tables of lines are still empty, and would else read all that it
 * has just written for every further line.
 */
export async function forLongWork(tx: Tx): Promise<void> {
  await sql`select set_config('enable_seqscan', 'off', true)`.execute(tx);
  await allowTime(tx, LONG_MS);
}

export interface JudgeScope {
  readonly county: number;
  readonly roll: string;
  readonly month: string;
  readonly today: string;
  /** This programme and those that may not be drawn with it in one month. */
  readonly excluding: readonly string[];
}

interface Stranger {
  readonly number: Buffer;
  readonly human: Buffer;
}

/** Humans on an account that somebody not related to them uses too. Shared accounts are few, so only they are compared pair by pair. */
async function findStrangers(tx: Tx, county: number, today: string): Promise<Stranger[]> {
  return (await sql<Stranger>`
    with in_use as materialized (select distinct on (person_id) person_id, number_idx from payment_account where county_id = ${county} and from_date <= ${today}::date order by person_id, from_date desc, position desc),
    users as materialized (select a.number_idx, array_agg(distinct p.number_idx) as humans from in_use a join person p on p.county_id = ${county} and p.id = a.person_id group by a.number_idx having count(distinct p.number_idx) > 1)
    select u.number_idx as number, a.human from users u cross join lateral unnest(u.humans) as a(human)
    where cardinality(u.humans) > ${CROWD} or exists (
      select from unnest(u.humans) as o(human) where o.human <> a.human and not exists (
        select from case_person x join case_person y on y.county_id = x.county_id and y.case_id = x.case_id and y.number_idx = o.human where x.county_id = ${county} and x.number_idx = a.human))`.execute(tx)).rows;
}

/** Payees with more than one claim in the programmes that exclude each other: few, so that only theirs are compared month by month. */
async function findDoubles(tx: Tx, county: number, excluding: readonly string[]): Promise<Buffer[]> {
  return (await sql<{ payee_idx: Buffer }>`select payee_idx from benefit where county_id = ${county} and programme = any (${[...excluding]}::text[]) group by payee_idx having count(*) > 1`.execute(tx)).rows.map((r) => r.payee_idx);
}

/** Money in the ledger by unit (its number). */
export interface Booked {
  readonly unitId: number;
  readonly fen: number;
}

export interface Judged {
  /** Lines whose holds or state changed, the excluded ones among them. */
  readonly changed: number;
  /** Lines whose benefit has ended before their month. */
  readonly excluded: number;
  /** Of these, what an earlier roll had booked: the ledger has to take it back. */
  readonly excludedBooked: readonly Booked[];
}

/**
 * Looks at every unsent line of a roll again and sets its holds in one statement: what `planRoll` of core specifies, for
 * a hundred thousand lines. Every lookup is an index reach per line. Needs the whole county in view.
 */
export async function judgeRoll(tx: Tx, s: JudgeScope): Promise<Judged> {
  await forLongWork(tx);
  const strangers = await findStrangers(tx, s.county, s.today);
  const doubles = await findDoubles(tx, s.county, s.excluding);
  // Found on the list of deaths and not explained: the same hold as a death that was reported, released line by line by a named person.
  const warned = await findHeldPayees(tx, s.county);
  const { rows } = await sql<Judged>`
    with found as materialized (
      select l.id, l.status, l.holds, l.cleared, (${owesSql('b', 'l.month')}) as owed, array_remove(array[
        case when a.id is null then 'noAccount' end,
        case when a.holder_idx <> coalesce(b.agreed_holder_idx, p.name_idx) and g.live is null then 'holderDiffers' end,
        case when a.holder_idx is distinct from b.agreed_holder_idx and g.live is not true and (a.number_idx, b.payee_idx) in (select * from unnest(${strangers.map((x) => x.number)}::bytea[], ${strangers.map((x) => x.human)}::bytea[])) then 'sharedAccount' end,
        case when b.report_valid_to < to_date(${s.month}, 'YYYY-MM') then 'reportExpired' end,
        case when b.dead_on is not null or b.payee_idx in (select * from unnest(${warned}::bytea[])) then 'payeeDead' end,
        case when b.reopened_on is not null then 'caseReopened' end,
        case when b.payee_idx in (select * from unnest(${doubles}::bytea[])) then case when exists (
          select from benefit o where o.county_id = l.county_id and o.payee_idx = b.payee_idx and o.id <> b.id and o.programme = any (${[...s.excluding]}::text[]) and ${owesSql('o', 'l.month')}
            and not exists (select from roll_line x where x.county_id = o.county_id and x.benefit_id = o.id and x.month = l.month and x.part = 0 and x.status = 'excluded')) then 'paidElsewhere' end end,
        case when l.refused_account = a.id then 'bankRefused' end,
        case when b.review_due < to_date(${s.month}, 'YYYY-MM') then 'reviewOverdue' end,
        case when not g.live and a.holder_idx is distinct from b.agreed_holder_idx then 'agreementExpired' end], null) as holds_found
      from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id join person p on p.county_id = l.county_id and p.id = l.person_id
      left join lateral (${accountInUse(s.county, 'l.person_id', s.today)}) a on true
      left join lateral (select bool_or(x.from_date <= ${s.today}::date and ${s.today}::date <= least(x.expires_on, x.ended_on - 1)) as live from payee_agreement x
        where a.holder_idx <> p.name_idx and x.county_id = ${s.county} and x.person_id = l.person_id and x.payee_idx = a.holder_idx) g on true
      where l.county_id = ${s.county} and l.pay_roll_id = ${s.roll} and l.status in ('ready', 'held')
    ),
    judged as materialized (
      select id, status, holds, owed, case when not owed then '{}' when holds_found = '{}' or cleared = '{}' then holds_found
        else array(select h from unnest(holds_found) with ordinality as x(h, n) where h <> all (cleared) order by n) end as holds_now
      from found
    ),
    outcome as materialized (select id, holds_now, case when not owed then 'excluded' when holds_now = '{}' then 'ready' else 'held' end as status_now from judged
      where not owed or holds <> holds_now or (status = 'held') <> (holds_now <> '{}')),
    done as (update roll_line l set holds = o.holds_now, status = o.status_now,
        held_on = case when o.status_now = 'held' then case when l.status = 'held' and o.holds_now <@ l.holds then l.held_on else ${s.today}::date end end from outcome o where l.county_id = ${s.county} and l.id = o.id returning l.status, l.unit_id, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as open_fen, l.roll_id <> l.pay_roll_id as booked)
    select count(*)::int as changed, count(*) filter (where status = 'excluded')::int as excluded,
      coalesce((select jsonb_agg(jsonb_build_object('unitId', x.unit_id, 'fen', x.fen)) from (select unit_id, sum(open_fen)::bigint as fen from done where status = 'excluded' and booked group by unit_id order by unit_id) x), '[]') as "excludedBooked" from done`.execute(tx);
  return rows[0] ?? { changed: 0, excluded: 0, excludedBooked: [] };
}
