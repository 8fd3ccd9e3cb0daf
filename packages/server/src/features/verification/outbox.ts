import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Where a request goes: registered with the case in one transaction; sent by a job only after the commit. */
export async function enqueueVerification(tx: Tx, n: { county: number; areaId: number }, caseId: string, request: string, waitsForCounty: boolean): Promise<void> {
  const state = waitsForCounty ? 'county' : 'queued';
  await sql`insert into verification_request (county_id, id, case_id, unit_id, state, updated_at) values (${n.county}, ${request}, ${caseId}, ${n.areaId}, ${state}, now())
    on conflict on constraint verification_request_pk do update set state = excluded.state, updated_at = excluded.updated_at`.execute(tx);
  if (!waitsForCounty) await sql`select graphile_worker.add_job('verification', json_build_object('county', ${n.county}::int, 'request', ${request}::text), job_key => ${`verification:${request}`}, max_attempts => 60)`.execute(tx);
}
