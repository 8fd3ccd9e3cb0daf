import { sql } from 'kysely';
import type { LetterKind } from '@doudi/core/letters/model';
import type { Tx } from '../../platform/database.ts';

/** A version of a county's own layout, with the names of those who acted. */
export interface TemplateRow {
  readonly id: string;
  readonly kind: LetterKind;
  readonly version: number;
  readonly name: string;
  readonly sha256: Buffer;
  readonly bytes: number;
  readonly note: string;
  readonly uploaded_by: string;
  readonly uploaded_at: string;
  readonly previewed_at: string | null;
  readonly valid_from: string | null;
  readonly activated_at: string | null;
  readonly withdrawn_at: string | null;
  readonly withdrawn_reason: string | null;
  readonly uploader: string;
  readonly activator: string | null;
  readonly withdrawer: string | null;
}

const FIND = sql`select t.id, t.kind, t.version, t.name, t.sha256, t.bytes, t.note, t.uploaded_by, t.uploaded_at, t.previewed_at, t.valid_from, t.activated_at, t.withdrawn_at, t.withdrawn_reason,
    coalesce(u.name, '') as uploader, a.name as activator, w.name as withdrawer
  from letter_template t left join account u on u.county_id = t.county_id and u.id = t.uploaded_by left join account a on a.county_id = t.county_id and a.id = t.activated_by left join account w on w.county_id = t.county_id and w.id = t.withdrawn_by
  where t.county_id = current_county()`;

/** All versions of a kind, or of all kinds, the latest first. */
export async function findTemplates(tx: Tx, kind?: LetterKind): Promise<TemplateRow[]> {
  return (await sql<TemplateRow>`${FIND} ${kind === undefined ? sql`` : sql`and t.kind = ${kind}`} order by t.kind, t.version desc`.execute(tx)).rows;
}

export async function findTemplate(tx: Tx, id: string, lock = false): Promise<TemplateRow | undefined> {
  return (await sql<TemplateRow>`${FIND} and t.id = ${id} ${lock ? sql`for update of t` : sql``}`.execute(tx)).rows[0];
}

/**
 * The layout a letter of a day is printed in: the version put in force last whose day has come, unless it was withdrawn
 * since; then the standard one, never an older version. `at`, the instant at which the letter arose, keeps what was put
 * in force later that day from letters already made.
 */
export function inForce<T extends Pick<TemplateRow, 'version' | 'valid_from' | 'activated_at' | 'withdrawn_at'>>(versions: readonly T[], on: string, at?: string): T | undefined {
  const before = (t: string): boolean => at === undefined || Date.parse(t) <= Date.parse(at);
  const candidates = versions.filter((v) => v.valid_from !== null && v.valid_from <= on && v.activated_at !== null && before(v.activated_at));
  const last = candidates.toSorted((a, b) => (a.valid_from === b.valid_from ? b.version - a.version : (a.valid_from ?? '') < (b.valid_from ?? '') ? 1 : -1))[0];
  return last?.withdrawn_at != null && before(last.withdrawn_at) ? undefined : last;
}

/** The Word file that a letter is laid out by; undefined = the standard layout. */
export async function findTemplateOf(tx: Tx, l: { readonly kind: LetterKind; readonly on_date: string; readonly case_id: string; readonly seq: number }): Promise<TemplateRow | undefined> {
  const versions = (await findTemplates(tx, l.kind)).filter((v) => v.valid_from !== null);
  if (versions.length === 0) return undefined;
  const { rows } = await sql<{ at: string }>`select at from case_action where county_id = current_county() and case_id = ${l.case_id} and seq = ${l.seq}`.execute(tx);
  return inForce(versions, l.on_date, rows[0]?.at);
}

export async function insertTemplate(tx: Tx, t: { readonly id: string; readonly county: number; readonly kind: LetterKind; readonly name: string; readonly sha256: Buffer; readonly bytes: number; readonly note: string; readonly by: string; readonly at: string }): Promise<number> {
  // Versions are counted one after the other, also when two are uploaded at once.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`letter_template:${t.county}:${t.kind}`}, 0))`.execute(tx);
  const { rows } = await sql<{ version: number }>`insert into letter_template (county_id, id, kind, version, name, sha256, bytes, note, uploaded_by, uploaded_at)
    select ${t.county}, ${t.id}, ${t.kind}, coalesce(max(version), 0) + 1, ${t.name}, ${t.sha256}, ${t.bytes}, ${t.note}, ${t.by}, ${t.at} from letter_template where county_id = ${t.county} and kind = ${t.kind} returning version`.execute(tx);
  return rows[0]?.version ?? 0;
}

export async function updatePreviewed(tx: Tx, id: string, by: string, at: string): Promise<void> {
  await sql`update letter_template set previewed_by = ${by}, previewed_at = ${at} where county_id = current_county() and id = ${id} and activated_at is null`.execute(tx);
}

export async function updateActivated(tx: Tx, id: string, from: string, by: string, at: string): Promise<void> {
  await sql`update letter_template set valid_from = ${from}, activated_by = ${by}, activated_at = ${at} where county_id = current_county() and id = ${id}`.execute(tx);
}

export async function updateWithdrawn(tx: Tx, id: string, reason: string, by: string, at: string): Promise<void> {
  await sql`update letter_template set withdrawn_reason = ${reason}, withdrawn_by = ${by}, withdrawn_at = ${at} where county_id = current_county() and id = ${id}`.execute(tx);
}
