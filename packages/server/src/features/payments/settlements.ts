import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { SETTLEMENT_LABELS, type SettlementView } from '@doudi/core/api/payments';
import type { LineStatus } from '@doudi/core/payment/model';
import { maskName } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { paymentText } from '../messages/make.ts';
import { findLine, insertAnswer, type Answering } from './answers.ts';
import { book, closeRoll } from './booking.ts';
import { findRoll } from './make.ts';

type Outcome = SettlementView['outcome'];

const ANSWER = { paid: 'settlePaid', rejected: 'settleRejected', returned: 'settleReturned' } as const;
const STATUS_TEXT: Record<SettlementView['status'], string> = { proposed: '待确认', confirmed: '已确认', refused: '不同意' };
const NO_LINE = refuse('notfound', '没有这条明细，或不在您的辖区');
const NO_SETTLEMENT = refuse('notfound', '没有这条待确认的银行结果，或不在您的辖区');

interface Sending {
  readonly batch_id: string;
  readonly number: string;
  readonly roll_id: string;
  readonly line_no: number;
  readonly fen: number;
  readonly state: string;
}

/** The sending that has the line now. The roll is locked first: whoever reads a return file holds it too. */
async function findSending(tx: Tx, county: number, line: string): Promise<Sending | undefined> {
  const found = (await sql<Sending>`select x.batch_id, b.number, b.roll_id, x.line_no, x.fen, x.state from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id
    where x.county_id = ${county} and x.line_id = ${line} and x.state in ('sent', 'disputed', 'paid') and b.sent_at is not null`.execute(tx)).rows[0];
  if (!found || !(await findRoll(tx, found.roll_id, true))) return undefined;
  const state = (await sql<{ state: string }>`select state from bank_batch_line where county_id = ${county} and batch_id = ${found.batch_id} and line_no = ${found.line_no} for update`.execute(tx)).rows[0]?.state;
  return state === undefined ? undefined : { ...found, state };
}

/** Why that outcome cannot be, as the line and its sending stand now. */
function impossible(outcome: Outcome, sending: Sending | undefined, line: { recovered_fen: number; waived_fen: number }): Refusal | undefined {
  const from = outcome === 'returned' ? ['paid'] : ['sent', 'disputed'];
  if (!sending || !from.includes(sending.state))
    return refuse('payment.state', outcome === 'returned' ? '只有已到账的明细可以登记退票' : '这条明细不在途，也没有争议', { allowed: sending?.state === 'paid' ? ['登记退票'] : sending?.state === 'sent' || sending?.state === 'disputed' ? ['核定已发放', '核定未付'] : [] });
  if (outcome === 'returned' && line.recovered_fen + line.waived_fen > 0) return refuse('payment.state', '这笔款项已有追回或免予追回，不能再登记退票', { allowed: ['在追回案件中办理'] });
  return undefined;
}

/**
 * One person proposes, with the bank's paper, what became of a line in transit or in dispute, or that paid money came back.
 * Nothing is booked. Refusals: a line that no batch has in its hands, money that is partly recovered, a paper that is not of
 * the line's case, a proposal that waits already.
 * @returns the id of the proposal.
 */
export async function proposeSettlement(tx: Tx, id: string, p: { outcome: Outcome; reason: string; file: string }, by: Answering): Promise<{ id: string } | Refusal> {
  const sending = await findSending(tx, by.county, id);
  const line = await findLine(tx, id);
  if (!line) return NO_LINE;
  const no = impossible(p.outcome, sending, line);
  if (no || !sending) return no ?? NO_LINE;
  if ((await sql`select from stored_file where county_id = ${by.county} and id = ${p.file} and case_id = ${line.case_id}`.execute(tx)).rows.length === 0) return refuse('input.invalid', '请附银行书面材料', { fields: [{ path: 'body.file', message: '请先上传银行的书面材料' }] });
  const made = randomUUID();
  const { rows } = await sql`insert into roll_settlement (county_id, id, line_id, batch_id, case_id, area_id, outcome, fen, reason, file_id, proposed_by, proposed_by_name, proposed_at)
    values (${by.county}, ${made}, ${id}, ${sending.batch_id}, ${line.case_id}, ${line.area_id}, ${p.outcome}, ${sending.fen}, ${p.reason}, ${p.file}, ${by.user}, ${by.name}, ${by.now}) on conflict (county_id, line_id) where status = 'proposed' do nothing returning id`.execute(tx);
  return rows.length > 0 ? { id: made } : refuse('conflict.duplicate', '这条明细已有一条待确认的银行结果', { allowed: ['由发放复核人员先确认或不同意'] });
}

/**
 * Another person confirms a proposal, and only then it is booked: on the sending, the line, in the ledger; files read later no
 * longer change it. Or refuses it with the reason, and nothing changes. Refusals: decided already; one's own proposal; what
 * the bank has answered meanwhile.
 */
export async function decideSettlement(tx: Tx, services: Services, law: Law, id: string, d: { outcome: 'confirm' | 'refuse'; reason: string }, by: Answering): Promise<{ id: string; status: LineStatus } | Refusal> {
  const seen = (await sql<{ line_id: string }>`select line_id from roll_settlement where county_id = ${by.county} and id = ${id}`.execute(tx)).rows[0];
  if (!seen) return NO_SETTLEMENT;
  const sending = await findSending(tx, by.county, seen.line_id);
  const line = await findLine(tx, seen.line_id);
  const s = (await sql<{ outcome: Outcome; fen: number; reason: string; status: SettlementView['status']; batch_id: string; proposed_by: string; proposed_by_name: string }>`select outcome, fen, reason, status, batch_id, proposed_by, proposed_by_name from roll_settlement where county_id = ${by.county} and id = ${id} for update`.execute(tx)).rows[0];
  if (!line || !s) return NO_SETTLEMENT;
  if (s.status !== 'proposed') return refuse('step.done', `这条银行结果${STATUS_TEXT[s.status]}`);
  if (s.proposed_by === by.user) return refuse('payment.sameperson', '这条银行结果由您提出，须由另一人确认', { allowed: ['由另一名发放复核人员办理'] });
  const write = async (status: 'confirmed' | 'refused'): Promise<void> => {
    await sql`update roll_settlement set status = ${status}, decided_by = ${by.user}, decided_by_name = ${by.name}, decided_at = ${by.now}, decided_reason = ${d.reason === '' ? null : d.reason} where county_id = ${by.county} and id = ${id}`.execute(tx);
  };
  if (d.outcome === 'refuse') {
    await write('refused');
    return { id: seen.line_id, status: line.status };
  }
  const moved = sending !== undefined && sending.batch_id !== s.batch_id;
  const no = moved ? refuse('payment.state', '这条明细已转入以后的批次，原来的核定不再适用', { allowed: ['不同意，重新提出'] }) : impossible(s.outcome, sending, line);
  const roll = sending && (await findRoll(tx, sending.roll_id));
  if (no || !sending || !roll) return no ?? NO_SETTLEMENT;
  const paid = s.outcome === 'paid' ? sending.fen : 0;
  await book(tx, { county: by.county, roll, batch: { id: sending.batch_id, number: sending.number }, key: id, settledBy: by.user, by: by.user, today: by.today, now: by.now, message: paymentText(services, law.policy, by.county, roll, by.today) },
    sql`select ${sending.line_no}::int as line_no, ${s.outcome}::text as state, ${paid}::bigint as paid, null::text as code, ${s.reason}::text as words, ${s.outcome === 'paid' ? by.today : null}::date as paid_on`);
  await insertAnswer(tx, line, { answer: ANSWER[s.outcome], reason: `${s.reason}（${s.proposed_by_name}提出）` }, by);
  await write('confirmed');
  await closeRoll(tx, by.county, sending.roll_id, sending.batch_id);
  return { id: seen.line_id, status: (await findLine(tx, seen.line_id))?.status ?? 'sent' };
}

interface Row {
  readonly id: string;
  readonly line_id: string;
  readonly name_enc: Buffer;
  readonly outcome: Outcome;
  readonly fen: number;
  readonly reason: string;
  readonly file_id: string;
  readonly file_name: string;
  readonly status: SettlementView['status'];
  readonly proposed_by: string;
  readonly proposed_by_name: string;
  readonly proposed_at: string;
  readonly decided_by_name: string | null;
  readonly decided_at: string | null;
  readonly decided_reason: string | null;
}

const LIST = 200;

/** Proposals of one line, all of them; or of a roll's lines, those that wait. Oldest first. `denied` = why the caller's post decides none. */
export async function findSettlements(tx: Tx, services: Services, county: number, of: { line: string } | { roll: string }, user: string, denied: string | undefined): Promise<SettlementView[]> {
  const { rows } = await sql<Row>`select s.id, s.line_id, p.name_enc, s.outcome, s.fen, s.reason, s.file_id, f.name as file_name, s.status, s.proposed_by, s.proposed_by_name, s.proposed_at, s.decided_by_name, s.decided_at, s.decided_reason
    from roll_settlement s join roll_line l on l.county_id = s.county_id and l.id = s.line_id join person p on p.county_id = l.county_id and p.id = l.person_id join stored_file f on f.county_id = s.county_id and f.id = s.file_id
    where s.county_id = ${county} and ${'line' in of ? sql`s.line_id = ${of.line}` : sql`l.pay_roll_id = ${of.roll} and s.status = 'proposed'`} order by s.proposed_at, s.id limit ${LIST}`.execute(tx);
  return rows.map((r) => ({
    id: r.id, line: r.line_id, payee: maskName(services.cipher.decrypt(r.name_enc, `person.name|${county}`)), outcome: r.outcome, outcomeText: SETTLEMENT_LABELS[r.outcome], fen: r.fen, reason: r.reason, file: r.file_id, fileName: r.file_name, by: r.proposed_by_name, at: r.proposed_at,
    status: r.status, statusText: STATUS_TEXT[r.status], decided: r.decided_by_name && r.decided_at ? { name: r.decided_by_name, at: r.decided_at, reason: r.decided_reason } : null,
    why: r.status !== 'proposed' ? `这条银行结果${STATUS_TEXT[r.status]}` : r.proposed_by === user ? '由您提出，须由另一人确认' : (denied ?? null),
  }));
}

/** Rolls in which a proposal waits for the second person, and how many. */
export async function findToSettle(tx: Tx): Promise<{ roll: string; lines: number }[]> {
  return (await sql<{ roll: string; lines: number }>`select l.pay_roll_id as roll, count(*)::int as lines from roll_settlement s join roll_line l on l.county_id = s.county_id and l.id = s.line_id
    where s.county_id = current_county() and s.status = 'proposed' and l.pay_roll_id is not null group by l.pay_roll_id order by min(s.proposed_at), l.pay_roll_id limit ${LIST}`.execute(tx)).rows;
}
