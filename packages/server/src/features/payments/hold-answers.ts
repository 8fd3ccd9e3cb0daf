import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { guardRoll } from '@doudi/core/payment/line';
import { HOLDS, type HoldCode } from '@doudi/core/payment/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Answering } from './answers.ts';
import { answeredSql } from './freeze.ts';
import { findRoll } from './make.ts';

/** A group of held lines: with this reason, of this unit, or all of a roll that nobody has answered. */
export interface HoldGroup {
  readonly hold: HoldCode;
  readonly unit?: string | undefined;
}

/**
 * A named person carries a whole group of holds that nobody has answered: each line gets the answer with its reason of its
 * own. Letting money pass stays a matter of single lines. Refusals: the roll is no longer being made; nothing to answer.
 */
export async function carryHolds(tx: Tx, roll: string, group: HoldGroup, reason: string, by: Answering): Promise<{ answered: number } | Refusal> {
  const found = await findRoll(tx, roll, true);
  if (!found) return refuse('notfound', '没有这个批次');
  const no = guardRoll('answer', { status: found.status, madeBy: found.made_by, answeredBy: [] }, by.user);
  if (no) return no;
  const { rows } = await sql<{ id: string }>`select l.id from roll_line l where l.county_id = ${by.county} and l.pay_roll_id = ${roll} and l.status = 'held' and ${group.hold} = any (l.holds) and not ${answeredSql}
    ${group.unit ? sql`and l.unit_id = (select id from unit where county_id = ${by.county} and key = ${group.unit})` : sql``} for update`.execute(tx);
  if (rows.length === 0) return refuse('payment.state', `没有待处理的“${HOLDS[group.hold].text}”`);
  const ids = rows.map((r) => ({ line: r.id, id: randomUUID() }));
  await sql`insert into roll_answer (county_id, id, line_id, pay_roll_id, area_id, answer, holds, reason, by_account, by_name, at)
    select l.county_id, x.id, l.id, l.pay_roll_id, l.area_id, 'keep', l.holds, ${reason}, ${by.user}, ${by.name}, ${by.now}
    from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as x(line uuid, id uuid) join roll_line l on l.county_id = ${by.county} and l.id = x.line`.execute(tx);
  return { answered: rows.length };
}

export interface HoldCount {
  readonly hold: HoldCode;
  readonly text: string;
  readonly cure: string;
  readonly byAnswer: boolean;
  readonly lines: number;
  readonly fen: number;
  /** Not answered by anybody yet, and of these: found before today. */
  readonly open: number;
  readonly late: number;
}

/** The holds of a roll by reason, as the caller's area shows them; a line with two reasons counts in both. */
export async function countHolds(tx: Tx, county: number, roll: string, today: string): Promise<HoldCount[]> {
  const { rows } = await sql<{ hold: HoldCode; lines: number; fen: number; open: number; late: number }>`
    with line as materialized (select l.holds, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as fen, l.held_on, ${answeredSql} as answered from roll_line l where l.county_id = ${county} and l.pay_roll_id = ${roll} and l.status = 'held')
    select h as hold, count(*)::int as lines, sum(fen)::bigint as fen, count(*) filter (where not answered)::int as open, count(*) filter (where not answered and held_on < ${today}::date)::int as late
    from line cross join lateral unnest(holds) as h group by h order by count(*) desc, h`.execute(tx);
  return rows.map((r) => ({ ...r, text: HOLDS[r.hold].text, cure: HOLDS[r.hold].cure, byAnswer: HOLDS[r.hold].byAnswer }));
}
