import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { changeLine, guardRoll } from '@doudi/core/payment/line';
import type { HoldCode, LineStatus } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { postExcluded } from './freeze.ts';
import { findRoll } from './make.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { paymentText } from '../messages/make.ts';
import { book, closeRoll } from './booking.ts';

interface LineRow {
  readonly id: string;
  readonly roll_id: string | null;
  readonly pay_roll_id: string | null;
  readonly unit_id: number;
  readonly case_id: string;
  readonly area_id: number;
  readonly due_fen: number;
  readonly paid_fen: number;
  readonly recovered_fen: number;
  readonly waived_fen: number;
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
  return (await sql<LineRow>`select id, roll_id, pay_roll_id, unit_id, case_id, area_id, due_fen, paid_fen, recovered_fen, waived_fen, status, holds, cleared from roll_line where county_id = current_county() and id = ${id} for update`.execute(tx)).rows[0];
}

async function insertAnswer(tx: Tx, l: LineRow, a: { answer: string; reason: string }, by: Answering, id: string = randomUUID()): Promise<void> {
  await sql`insert into roll_answer (county_id, id, line_id, pay_roll_id, area_id, answer, holds, reason, by_account, by_name, at)
    values (${by.county}, ${id}, ${l.id}, ${l.pay_roll_id}, ${l.area_id}, ${a.answer}, ${l.holds}::text[], ${a.reason}, ${by.user}, ${by.name}, ${by.now})`.execute(tx);
}

/** A named person lets a held line pass, keeps it waiting, or excludes it, with a reason. Refusals: the roll is no longer drafted; a hold that only a changed fact can lift. */
export async function answerHold(tx: Tx, id: string, answer: 'release' | 'keep' | 'exclude', reason: string, by: Answering): Promise<{ id: string; status: LineStatus } | Refusal> {
  const line = await findLine(tx, id);
  const roll = line?.pay_roll_id ? await findRoll(tx, line.pay_roll_id, true) : undefined;
  if (!line || !roll) return NONE;
  const no = guardRoll('answer', { status: roll.status, madeBy: roll.made_by, answeredBy: [] }, by.user);
  if (no) return no;
  const verdict = changeLine({ dueFen: line.due_fen, paidFen: line.paid_fen, recoveredFen: line.recovered_fen, waivedFen: line.waived_fen, status: line.status, holds: line.holds, cleared: line.cleared }, { kind: 'answer', answer });
  if ('no' in verdict) return refuse('payment.state', verdict.no, { allowed: line.status === 'held' ? ['继续暂缓', '不予发放'] : [] });
  const { status, holds, cleared } = verdict.line;
  await sql`update roll_line set status = ${status}, holds = ${[...holds]}::text[], cleared = ${[...cleared]}::text[], held_on = case when ${status} = 'held' then held_on end where county_id = ${by.county} and id = ${id}`.execute(tx);
  await insertAnswer(tx, line, { answer, reason }, by);
  // What an earlier roll had booked is owed no longer; a line of this roll is booked only when it is frozen.
  if (answer === 'exclude' && line.roll_id !== line.pay_roll_id)
    await postExcluded(tx, [{ unitId: line.unit_id, fen: line.due_fen - line.paid_fen - line.recovered_fen - line.waived_fen }], roll.programme, { roll: roll.id, case: line.case_id, memo: `不予发放：${reason}` }, by);
  return { id, status };
}

interface Sending {
  readonly batch_id: string;
  readonly number: string;
  readonly roll_id: string;
  readonly line_no: number;
  readonly fen: number;
  readonly state: string;
}

const SETTLE = { paid: 'settlePaid', rejected: 'settleRejected', returned: 'settleReturned' } as const;

/**
 * Settles, after asking the bank, what became of a line in transit or in dispute, or records that paid money came back.
 * Files read later no longer change it. Refusals: a line that no batch has in its hands, money that is partly recovered.
 */
export async function settleLine(tx: Tx, services: Services, law: Law, id: string, outcome: 'paid' | 'rejected' | 'returned', reason: string, by: Answering): Promise<{ id: string; status: LineStatus } | Refusal> {
  // The roll first: whoever reads a return file holds it too.
  const found = (await sql<Sending>`select x.batch_id, b.number, b.roll_id, x.line_no, x.fen, x.state from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id
    where x.county_id = ${by.county} and x.line_id = ${id} and x.state in ('sent', 'disputed', 'paid') and b.sent_at is not null`.execute(tx)).rows[0];
  const roll = found && (await findRoll(tx, found.roll_id, true));
  const line = await findLine(tx, id);
  if (!line) return NONE;
  const state = found && (await sql<{ state: string }>`select state from bank_batch_line where county_id = ${by.county} and batch_id = ${found.batch_id} and line_no = ${found.line_no} for update`.execute(tx)).rows[0]?.state;
  const from = outcome === 'returned' ? ['paid'] : ['sent', 'disputed'];
  if (!found || !roll || !state || !from.includes(state))
    return refuse('payment.state', outcome === 'returned' ? '只有已到账的明细可以登记退票' : '这条明细不在途，也没有争议', { allowed: state === 'paid' ? ['登记退票'] : state === 'sent' || state === 'disputed' ? ['核定已发放', '核定未付'] : [] });
  if (outcome === 'returned' && line.recovered_fen + line.waived_fen > 0) return refuse('payment.state', '这笔款项已有追回或免予追回，不能再登记退票', { allowed: ['在追回案件中办理'] });
  const answer = randomUUID();
  const paid = outcome === 'paid' ? found.fen : 0;
  await book(tx, { county: by.county, roll, batch: { id: found.batch_id, number: found.number }, key: answer, settledBy: by.user, by: by.user, today: by.today, now: by.now, message: paymentText(services, law.policy, by.county, roll, by.today) },
    sql`select ${found.line_no}::int as line_no, ${outcome}::text as state, ${paid}::bigint as paid, null::text as code, ${reason}::text as words, ${outcome === 'paid' ? by.today : null}::date as paid_on`);
  await insertAnswer(tx, line, { answer: SETTLE[outcome], reason }, by, answer);
  await closeRoll(tx, by.county, found.roll_id, found.batch_id);
  const after = await findLine(tx, id);
  return { id, status: after?.status ?? 'sent' };
}
