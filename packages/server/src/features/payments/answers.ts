import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { changeLine, guardRoll } from '@doudi/core/payment/line';
import type { HoldCode, LineStatus } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { postExcluded } from './freeze.ts';
import { findRoll } from './make.ts';

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

/** A line of the caller's area, locked. */
export async function findLine(tx: Tx, id: string): Promise<LineRow | undefined> {
  return (await sql<LineRow>`select id, roll_id, pay_roll_id, unit_id, case_id, area_id, due_fen, paid_fen, recovered_fen, waived_fen, status, holds, cleared from roll_line where county_id = current_county() and id = ${id} for update`.execute(tx)).rows[0];
}

/** Writes down who answered what. */
export async function insertAnswer(tx: Tx, l: LineRow, a: { answer: string; reason: string }, by: Answering, id: string = randomUUID()): Promise<void> {
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
