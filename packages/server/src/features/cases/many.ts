import { sql } from 'kysely';
import type { CaseState } from '@doudi/core/case/state';
import type { Tx } from '../../platform/database.ts';
import { appendMany, type LoadItem } from '../../platform/log/chain.ts';

/** An action of the system on one case, with the state after it. */
export interface RecordedAction extends LoadItem {
  readonly state: CaseState;
}

/**
 * One further action on each of many cases, decided already: state and log. For acts that change no step, limit or person of
 * a case. The cases are locked by the caller; to be called last, because the log holds the county's chain until the commit.
 */
export async function recordMany(tx: Tx, county: number, items: readonly RecordedAction[], now: string): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((i) => ({ id: i.caseId, seq: i.seq, state: i.state }));
  await sql`update case_file f set seq = s.seq, state = s.state, updated_at = ${now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, seq int, state jsonb) where f.county_id = ${county} and f.id = s.id`.execute(tx);
  await appendMany(tx, county, items.map(({ caseId, seq, action }) => ({ caseId, seq, action })), new Date().toISOString());
}
