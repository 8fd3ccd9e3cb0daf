import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { HOLDS, type HoldCode } from '@doudi/core/payment/model';
import { maskName } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { post } from '../ledger/post.ts';
import { accountInUse, forLongWork, judgeRoll, type Booked, type JudgeScope } from './holds.ts';
import type { RollRow } from './make.ts';

interface Unanswered {
  readonly id: string;
  readonly month: string;
  readonly holds: HoldCode[];
  readonly held_on: string;
  readonly name_enc: Buffer;
  readonly number: string;
  readonly total: number;
}

const SHOWN = 20;

/** Whether somebody has answered the present holds of line `l` (SQL) in the roll through which it is paid. */
export const answeredSql = sql.raw(`exists (select from roll_answer w where w.county_id = l.county_id and w.line_id = l.id and w.pay_roll_id = l.pay_roll_id and w.answer = 'keep' and w.holds @> l.holds)`);

/** Held lines of a roll that nobody has let pass, excluded or explicitly carried, the first of them and how many in all. */
async function findUnanswered(tx: Tx, county: number, roll: string): Promise<Unanswered[]> {
  return (await sql<Unanswered>`select l.id, l.month, l.holds, l.held_on, p.name_enc, f.number, count(*) over ()::int as total
    from roll_line l join person p on p.county_id = l.county_id and p.id = l.person_id join case_file f on f.county_id = l.county_id and f.id = l.case_id
    where l.county_id = ${county} and l.pay_roll_id = ${roll} and l.status = 'held' and not ${answeredSql} order by l.held_on, l.unit_id, l.id limit ${SHOWN}`.execute(tx)).rows;
}

/** Keeps what every line of the roll is computed from, as of this freeze. One statement; the rows are never changed. */
async function keepFacts(tx: Tx, county: number, roll: RollRow, nth: number, today: string): Promise<void> {
  await sql`
    insert into roll_line_fact (county_id, roll_id, nth, line_id, area_id, unit_id, benefit_id, case_id, person_id, month, part, arose, status, due_fen, open_fen, holds, cleared, account_id, agreement_id, rate_fen, persons, case_seq, ground, ground_number, ground_on)
    select l.county_id, ${roll.id}, ${nth}, l.id, l.area_id, l.unit_id, l.benefit_id, l.case_id, l.person_id, l.month, l.part, l.roll_id = ${roll.id}, l.status, l.due_fen, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen, l.holds, l.cleared,
      a.id, g.id, coalesce(share.fen, rate.monthly_fen, b.monthly_fen), f.persons, f.seq, b.ground, b.ground_number, b.ground_on
    from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id join case_file f on f.county_id = l.county_id and f.id = l.case_id join person p on p.county_id = l.county_id and p.id = l.person_id
    left join lateral (${accountInUse(county, 'l.person_id', today)}) a on true
    left join lateral (select x.id from payee_agreement x where a.holder_idx <> p.name_idx and x.county_id = ${county} and x.person_id = l.person_id and x.payee_idx = a.holder_idx order by x.expires_on desc, x.id limit 1) g on true
    left join lateral (select x.monthly_fen from benefit_rate x where x.county_id = b.county_id and x.benefit_id = b.id and x.from_month <= l.month order by x.from_month desc limit 1) rate on true
    left join benefit_month share on share.county_id = b.county_id and share.benefit_id = b.id and share.month = l.month
    where l.county_id = ${county} and l.pay_roll_id = ${roll.id} and l.status in ('ready', 'held')`.execute(tx);
}

interface By {
  readonly county: number;
  readonly user: string;
  readonly today: string;
  readonly now: string;
}

/** What a freeze books: the sums of lines that arose in the roll, by unit. */
async function arising(tx: Tx, county: number, roll: string, nth: number): Promise<Booked[]> {
  return (await sql<Booked>`select unit_id as "unitId", sum(due_fen)::bigint as fen from roll_line_fact where county_id = ${county} and roll_id = ${roll} and nth = ${nth} and arose group by unit_id order by 1`.execute(tx)).rows;
}

/** Into the ledger: what a roll owes from its freeze on (`frozen`), or no longer (`sentBack`), by unit. */
async function postRoll(tx: Tx, kind: 'frozen' | 'sentBack', roll: RollRow, nth: number, by: By): Promise<void> {
  const sign = kind === 'frozen' ? 1 : -1;
  const sums = await arising(tx, by.county, roll.id, nth);
  await post(tx, {
    county: by.county, kind, on: by.today, at: by.now, by: by.user, memo: `${roll.item} ${formatMonthZh(roll.month)}`, ref: { roll: roll.id }, key: `${kind}:${roll.id}:${nth}`,
    lines: sums.flatMap(({ unitId, fen }) => [{ account: { kind: 'expense' as const, programme: roll.programme, unitId }, fen: sign * fen }, { account: { kind: 'payable' as const, programme: roll.programme, unitId }, fen: -sign * fen }]),
  });
}

/** Into the ledger: lines that an earlier roll had booked are not to be paid after all. */
export async function postExcluded(tx: Tx, sums: readonly Booked[], programme: string, of: { roll?: string | undefined; case?: string | undefined; memo: string }, by: By): Promise<void> {
  if (sums.length === 0) return;
  await post(tx, {
    county: by.county, kind: 'excluded', on: by.today, at: by.now, by: by.user, memo: of.memo, ref: { roll: of.roll, case: of.case }, key: `excluded:${randomUUID()}`,
    lines: sums.flatMap(({ unitId, fen }) => [{ account: { kind: 'payable' as const, programme, unitId }, fen }, { account: { kind: 'expense' as const, programme, unitId }, fen: -fen }]),
  });
}

/**
 * Freezes a roll that is being made: every line is judged once more, the facts it is computed from are kept, and what it owes
 * goes into the ledger, in one transaction. Refusals: a hold that no named person has answered or carried, with the list.
 */
export async function freeze(tx: Tx, services: Services, roll: RollRow, scope: JudgeScope, by: By): Promise<Refusal | undefined> {
  await forLongWork(tx);
  const { excludedBooked } = await judgeRoll(tx, scope);
  const open = await findUnanswered(tx, by.county, roll.id);
  if (open.length > 0)
    return refuse('payment.state', `还有 ${open[0]?.total ?? 0} 笔暂缓没有人处理，不能冻结`, {
      missing: open.map((l) => `${l.number} ${maskName(services.cipher.decrypt(l.name_enc, `person.name|${by.county}`))} ${formatMonthZh(l.month)}：${l.holds.map((h) => HOLDS[h].text).join('、')}${l.held_on < by.today ? '（未在当日处理）' : ''}`),
      allowed: ['重新制单', '逐笔放行、继续暂缓或不予发放', '整组继续暂缓，写明理由'],
    });
  const { rows } = await sql<{ freezes: number }>`update roll set status = 'frozen', freezes = freezes + 1, frozen_by = ${by.user}, frozen_at = ${by.now} where county_id = ${by.county} and id = ${roll.id} returning freezes`.execute(tx);
  const nth = rows[0]?.freezes ?? 1;
  await keepFacts(tx, by.county, roll, nth, by.today);
  await postExcluded(tx, excludedBooked, roll.programme, { roll: roll.id, memo: `${roll.item} 待遇已终止，不予发放` }, by);
  await postRoll(tx, 'frozen', roll, nth, by);
  return undefined;
}

/** Sends a frozen roll back to its maker; the ledger takes back what the freeze had booked. The facts of that freeze stay on record. */
export async function thaw(tx: Tx, roll: RollRow, by: By): Promise<void> {
  const { rows } = await sql<{ freezes: number }>`update roll set status = 'drafted', frozen_by = null, frozen_at = null where county_id = ${by.county} and id = ${roll.id} returning freezes`.execute(tx);
  await postRoll(tx, 'sentBack', roll, rows[0]?.freezes ?? 1, by);
}
