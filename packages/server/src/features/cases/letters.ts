import { randomInt, randomUUID } from 'node:crypto';
import type { Action } from '@doudi/core/case/actions';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { lettersOf, type NewCase } from './projection.ts';

export interface LetterRow {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
}

/** Without 0/O, 1/I: read out over the telephone without mistake. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const code = (): string => Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** Registers the letters that actions produce; they are typeset when first asked for, from the log as of `seq`. */
export async function insertLetters(tx: Tx, n: NewCase, caseId: string, actions: readonly Action[], before: number, number: string, more: Parameters<typeof lettersOf>[1] = {}): Promise<LetterRow[]> {
  const rows = actions.flatMap((a, i) => lettersOf(a, more).map((l) => ({ id: randomUUID(), kind: l.kind, number: l.number ?? number, on_date: a.on, seq: before + i + 1, code: code() })));
  if (rows.length > 0)
    await sql`insert into case_letter (county_id, case_id, unit_id, id, kind, number, on_date, seq, code)
      select ${n.county}, ${caseId}, ${n.areaId}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, kind text, number text, on_date date, seq int, code text)`.execute(tx);
  return rows.map(({ id, kind, number: num }) => ({ id, kind, number: num }));
}
