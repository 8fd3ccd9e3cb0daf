import { sql } from 'kysely';
import type { EvidenceFile } from '@doudi/core/api/archive';
import type { Tx } from '../../platform/database.ts';

/** A file of a case as it now counts, and its content's place in the store. */
export interface FileRow {
  readonly id: string;
  readonly case_id: string;
  readonly unit_id: number;
  readonly name: string;
  readonly media_type: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly at: string;
  readonly uploaded_by: string;
  readonly paper: string | null;
  readonly step: string | null;
  readonly rotation: number;
  readonly voided: boolean;
}

interface ChangeRow {
  readonly file_id: string;
  readonly at: string;
  readonly by_account: string;
  readonly reason: string;
  readonly name: string;
  readonly paper: string | null;
  readonly step: string | null;
  readonly rotation: number;
  readonly voided: boolean;
}

const FILES = sql`select f.id, f.case_id, f.unit_id, coalesce(c.name, f.name) as name, f.media_type, f.bytes, f.sha256, f.at, f.uploaded_by, c.paper, c.step, coalesce(c.rotation, 0) as rotation, coalesce(c.voided, false) as voided
  from stored_file f left join lateral (select name, paper, step, rotation, voided from file_change where county_id = f.county_id and file_id = f.id order by id desc limit 1) c on true where f.county_id = current_county()`;

/** Files of cases, oldest first. */
export async function findFiles(tx: Tx, caseIds: readonly string[]): Promise<FileRow[]> {
  return (await sql<FileRow>`${FILES} and f.case_id = any (${[...caseIds]}::uuid[]) order by f.at, f.id`.execute(tx)).rows;
}

/** One file that the caller's area shows and that belongs to a case. */
export async function findFile(tx: Tx, id: string): Promise<FileRow | undefined> {
  return (await sql<FileRow>`${FILES} and f.id = ${id} and f.case_id is not null`.execute(tx)).rows[0];
}

const findChanges = async (tx: Tx, ids: readonly string[]): Promise<ChangeRow[]> => (await sql<ChangeRow>`select file_id, at, by_account, reason, name, paper, step, rotation, voided from file_change where county_id = current_county() and file_id = any (${[...ids]}::uuid[]) order by id`.execute(tx)).rows;

/** Files for the screen, each with every change made to what is said about it. */
export async function showFiles(tx: Tx, rows: readonly FileRow[], place: (paper: string | null, step: string | null) => string): Promise<EvidenceFile[]> {
  const changes = await findChanges(tx, rows.map((r) => r.id));
  const accounts = [...new Set([...rows.map((r) => r.uploaded_by), ...changes.map((c) => c.by_account)])].filter((a) => a.length === 36);
  const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county() and id = any (${accounts}::uuid[])`.execute(tx)).rows.map((a) => [a.id, a.name]));
  return rows.map((f) => ({
    id: f.id, name: f.name, mediaType: f.media_type, bytes: f.bytes, sha256: f.sha256.toString('hex'), at: f.at, by: staff.get(f.uploaded_by) ?? '系统', paper: f.paper, step: f.step, rotation: f.rotation, voided: f.voided,
    changes: changes.filter((c) => c.file_id === f.id).map((c) => ({ at: c.at, by: staff.get(c.by_account) ?? '系统', reason: c.reason, name: c.name, place: place(c.paper, c.step), rotation: c.rotation, voided: c.voided })),
  }));
}
