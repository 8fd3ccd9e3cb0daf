import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';

export type AccessKind = 'open' | 'search' | 'unmask' | 'export' | 'download' | 'login' | 'loginFailed' | 'logout' | 'denied';

/** Writes who looked at what and why. In the caller's transaction: an opening that cannot be logged does not happen. */
export async function logAccess(tx: Tx, who: Pick<Who, 'county' | 'account' | 'post' | 'unitKey'>, at: string, what: AccessKind, target: string, purpose: string, detail: Record<string, unknown> = {}): Promise<void> {
  await sql`insert into access_log (county_id, at, recorded_at, user_id, post, unit, what, target, purpose, detail)
    values (${who.county}, ${at}, now(), ${who.account}, ${who.post}, ${who.unitKey}, ${what}, ${target}, ${purpose}, ${JSON.stringify(detail)}::jsonb)`.execute(tx);
}
