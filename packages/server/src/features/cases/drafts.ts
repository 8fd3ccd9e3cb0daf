import { sql } from 'kysely';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';

const MAX_DRAFT = 200_000;

/** What binds a draft's ciphertext to its writer. */
export const draftContext = (who: Pick<Who, 'county' | 'account'>): string => `draft|${who.county}|${who.account}`;

/** Keeps what someone has typed, encrypted, visible to the writer alone. Refused when it is too large to be a form. */
export async function saveDraft(tx: Tx, services: Services, who: Who, key: string, body: unknown): Promise<{ key: string; updatedAt: string } | Refusal> {
  const text = JSON.stringify(body ?? null);
  if (text.length > MAX_DRAFT) return refuse('body.large', '草稿太大');
  const row = (await sql<{ updated_at: string }>`insert into draft (county_id, account_id, key, body_enc, updated_at) values (${who.county}, ${who.account}, ${key}, ${services.cipher.encrypt(text, draftContext(who))}, now())
    on conflict on constraint draft_pk do update set body_enc = excluded.body_enc, updated_at = excluded.updated_at returning updated_at`.execute(tx)).rows[0];
  return { key, updatedAt: row?.updated_at ?? '' };
}
