import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { changeLine, guardRoll } from '@doudi/core/payment/line';
import type { HoldCode, LineStatus } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { findRoll } from './make.ts';
import { book, closeRoll } from './returns.ts';

interface LineRow {
  readonly id: string;
  readonly pay_roll_id: string;
  readonly area_id: number;
  readonly due_fen: number;
  readonly paid_fen: number;
  readonly status: LineStatus;
  readonly holds: HoldCode[];
  readonly cleared: HoldCode[];
}

export interface Answering {
  readonly county: number;
  readonly user: string;
  readonly name: string;
  readonly now: string;
  readonly today: string;
}

const NONE = refuse('notfound', '没有这条明细，或不在您的辖区');

async function findLine(tx: Tx, id: string): Promise<LineRow | undefined> {
  return (await sql<LineRow>`select id, pay_roll_id, area_id, due_fen, paid_fen, status, holds, cleared from roll_line where county_id = current_county() and id = ${id} for update`.execute(tx)).rows[0];
}

async function insertAnswer(tx: Tx, l: LineRow, a: { answer: string; reason: string }, by: Answering): Promise<void> {
  await sql`insert into roll_answer (county_id, id, line_id, pay_roll_id, area_id, answer, holds, reason, by_account, by_name, at)
    values (${by.county}, ${randomUUID()}, ${l.id}, ${l.pay_roll_id}, ${l.area_id}, ${a.answer}, ${l.holds}::text[], ${a.reason}, ${by.user}, ${by.name}, ${by.now})`.execute(tx);
}

/** A named person lets a held line pass, keeps it waiting, or excludes it, with a reason. Refusals: the roll is no longer drafted; a hold that only a changed fact can lift. */
export async function answerHold(tx: Tx, id: string, answer: 'release' | 'keep' | 'exclude', reason: string, by: Answering): Promise<{ id: string; status: LineStatus } | Refusal> {
  const line = await findLine(tx, id);
  const roll = line && (await findRoll(tx, line.pay_roll_id, true));
  if (!line || !roll) return NONE;
  const no = guardRoll('answer', { status: roll.status, madeBy: roll.made_by, answeredBy: [] }, by.user);
  if (no) return no;
  const verdict = changeLine({ dueFen: line.due_fen, paidFen: line.paid_fen, status: line.status, holds: line.holds, cleared: line.cleared }, { kind: 'answer', answer });
  if ('no' in verdict) return refuse('payment.state', verdict.no, { allowed: line.status === 'held' ? ['继续暂缓', '不予发放'] : [] });
  const { status, holds, cleared } = verdict.line;
  await sql`update roll_line set status = ${status}, holds = ${[...holds]}::text[], cleared = ${[...cleared]}::text[] where county_id = ${by.county} and id = ${id}`.execute(tx);
  await insertAnswer(tx, line, { answer, reason }, by);
  return { id, status };
}

interface Sending {
  readonly batch_id: string;
  readonly roll_id: string;
  readonly line_no: number;
  readonly fen: number;
  readonly paid_fen: number;
  readonly state: string;
}

const SETTLE = { paid: 'settlePaid', rejected: 'settleRejected', returned: 'settleReturned' } as const;

/**
 * Settles, after asking the bank, what became of a line in transit or in dispute, or records that paid money came back.
 * Files read later no longer change it. Refusals: a line that no batch has in its hands.
 */
export async function settleLine(tx: Tx, id: string, outcome: 'paid' | 'rejected' | 'returned', reason: string, by: Answering): Promise<{ id: string; status: LineStatus } | Refusal> {
  const line = await findLine(tx, id);
  if (!line) return NONE;
  const sending = (await sql<Sending>`select x.batch_id, b.roll_id, x.line_no, x.fen, x.paid_fen, x.state from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id
    where x.county_id = ${by.county} and x.line_id = ${id} and x.state in ('sent', 'disputed', 'paid') and b.sent_at is not null for update of x`.execute(tx)).rows[0];
  const from = outcome === 'returned' ? ['paid'] : ['sent', 'disputed'];
  if (!sending || !from.includes(sending.state))
    return refuse('payment.state', outcome === 'returned' ? '只有已到账的明细可以登记退票' : '这条明细不在途，也没有争议', { allowed: sending?.state === 'paid' ? ['登记退票'] : sending ? ['核定已发放', '核定未付'] : [] });
  const change = { line_no: sending.line_no, state: outcome, paid: outcome === 'paid' ? sending.fen : 0, booked: sending.paid_fen, code: null, words: reason, paid_on: outcome === 'paid' ? by.today : null };
  await book(tx, by.county, sending.batch_id, [change], by.user);
  await insertAnswer(tx, line, { answer: SETTLE[outcome], reason }, by);
  await closeRoll(tx, by.county, sending.roll_id, sending.batch_id);
  const after = await findLine(tx, id);
  return { id, status: after?.status ?? 'sent' };
}
