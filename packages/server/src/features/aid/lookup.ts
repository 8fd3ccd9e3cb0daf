import { sql } from 'kysely';
import type { AidContext, AidPrior, AidRunning } from '@doudi/core/case/aid-conditions';
import { plusMonths } from '@doudi/core/calendar/date';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** Months back within which the same cause counts as helped already, where no rule says another number. */
const YEAR = 12;

/** Identity of the members of a stored case, or of persons before there is one. */
export interface Household {
  readonly case?: string | undefined;
  readonly persons?: readonly string[] | undefined;
}

async function numbersOf(tx: Tx, h: Household): Promise<Buffer[]> {
  const { rows } = h.case !== undefined
    ? await sql<{ number_idx: Buffer }>`select distinct number_idx from case_person where county_id = current_county() and case_id = ${h.case} and role = 'member'`.execute(tx)
    : await sql<{ number_idx: Buffer }>`select distinct number_idx from person where county_id = current_county() and id = any (${[...(h.persons ?? [])]}::uuid[])`.execute(tx);
  return rows.map((r) => r.number_idx);
}

export interface PriorRow extends AidPrior {
  readonly unitId: number;
}

/**
 * What the members of a household had of temporary assistance in the last months and have of other help now, in the whole
 * county and by identity number, whoever of them applied. `prior`: granted, or in hand already. `running`: every other
 * programme open or granted and not ended. `known`: a programme that looked into the household's economy and still helps
 * it [HQ-144, XX-39].
 */
export async function findAid(tx: Tx, law: Law, h: Household): Promise<Omit<AidContext, 'prior'> & { readonly prior: readonly PriorRow[] }> {
  const numbers = await numbersOf(tx, h);
  if (numbers.length === 0) return { prior: [], running: [] };
  const months = law.policy.find<number>('aid.repeat.months', { on: law.today })?.value ?? YEAR;
  const { rows: prior } = await sql<{ case_id: string; number: string; cause: string; programme: string; on_date: string; fen: number; unit_id: number }>`select distinct case_id, number, cause, programme, on_date, helped_fen as fen, unit_id from aid_given
    where county_id = current_county() and number_idx = any (${numbers}::bytea[]) and helped_fen > 0 and on_date >= ${plusMonths(law.today, -months)} and case_id is distinct from ${h.case ?? null} order by on_date desc, number`.execute(tx);
  const { rows } = await sql<{ case_id: string; number: string; programme: string; status: AidRunning['status']; ended_from: string | null }>`select * from find_assistance_of(${numbers}::bytea[], ${h.case ?? null})`.execute(tx);
  const month = law.today.slice(0, 7);
  const formula = (id: string): string | undefined => law.policy.programme(id, law.today)?.formula;
  const running = rows.filter((r) => (r.ended_from === null || r.ended_from > month) && formula(r.programme) !== 'aid').toSorted((a, b) => (a.number < b.number ? -1 : 1));
  return {
    prior: prior.map((r) => ({ case: r.case_id, number: r.number, cause: r.cause, programme: r.programme, on: r.on_date, fen: r.fen, unitId: r.unit_id })),
    running: running.map((r) => ({ case: r.case_id, number: r.number, programme: r.programme, status: r.status })),
    known: running.find((r) => r.status === 'granted')?.programme,
  };
}
