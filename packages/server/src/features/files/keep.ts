import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { checkPlace } from '@doudi/core/archive/checklist';
import { scopeOf } from '@doudi/core/case/procedure';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext, NOT_FOUND } from '../cases/context.ts';
import { MEDIA, type Media } from './inspect.ts';
import type { FileStore } from './store.ts';

export interface Place {
  readonly paper?: string | undefined;
  readonly step?: string | undefined;
}

export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: Media;
  readonly bytes: number;
  readonly sha256: string;
  /** This very content was in the case already: nothing was added, the evidence is the one known. */
  readonly known: boolean;
}

const MB = 1024 * 1024;

/** What all files of a case may take together, in bytes, by the policy of the county. */
export const quotaOf = (context: Awaited<ReturnType<typeof loadContext>>['context'], s: Parameters<typeof scopeOf>[0]): number => context.policy.number('file.case-quota', scopeOf(s)).value * MB;

/** A name without what no name may hold; one made up where nothing is left. */
export const cleanName = (name: string, media: Media): string => name.replaceAll(/[\p{C}/\\]/gu, '').trim().slice(0, 120) || `文件.${MEDIA[media]}`;

/**
 * Makes an inspected content evidence of a visible case: the same content again is the same evidence. The case is locked,
 * so that two uploads at once neither double a content nor pass the quota together.
 */
export async function keepFile(tx: Tx, services: Services, store: FileStore, county: number, account: string, caseId: string, file: { readonly bytes: Buffer; readonly name: string; readonly media: Media; readonly place: Place }): Promise<KeptFile | Refusal> {
  const row = await findCase(tx, caseId, true);
  if (!row) return NOT_FOUND;
  const { law, context } = await loadContext(tx, services, county, row);
  const stray = checkPlace(row.state, context, file.place);
  if (isRefusal(stray)) return stray;
  const { bytes, media } = file;
  const hash = createHash('sha256').update(bytes).digest();
  const { rows } = await sql<{ id: string; name: string; used: number; same: boolean }>`select f.id, coalesce(c.name, f.name) as name, f.bytes as used, f.sha256 = ${hash} as same
    from stored_file f left join lateral (select name from file_change where county_id = f.county_id and file_id = f.id order by id desc limit 1) c on true where f.county_id = ${county} and f.case_id = ${row.id}`.execute(tx);
  const same = rows.find((r) => r.same);
  if (same) return { id: same.id, name: same.name, mediaType: media, bytes: bytes.length, sha256: hash.toString('hex'), known: true };
  const limit = quotaOf(context, row.state);
  const used = rows.reduce((n, r) => n + Number(r.used), 0);
  if (used + bytes.length > limit)
    return refuse('file.quota', `本案材料已用 ${(used / MB).toFixed(1)} MB，加上这份 ${(bytes.length / MB).toFixed(1)} MB 超过上限 ${limit / MB} MB`, { policy: context.policy, source: context.policy.number('file.case-quota', scopeOf(row.state)).source, allowed: ['把扫描分辨率降到 150–200 dpi、灰度', '只上传需要的页'] });
  await store.put(bytes);
  const id = randomUUID();
  const name = cleanName(file.name, media);
  await sql`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) values (${county}, ${id}, ${row.area_id}, ${row.id}, ${hash}, ${media}, ${bytes.length}, ${name}, ${account}, ${law.now})`.execute(tx);
  if (file.place.paper !== undefined || file.place.step !== undefined)
    await sql`insert into file_change (county_id, file_id, case_id, unit_id, name, paper, step, rotation, voided, reason, by_account, at, recorded_at)
      values (${county}, ${id}, ${row.id}, ${row.area_id}, ${name}, ${file.place.paper ?? null}, ${file.place.step ?? null}, 0, false, '上传', ${account}, ${law.now}, now())`.execute(tx);
  return { id, name, mediaType: media, bytes: bytes.length, sha256: hash.toString('hex'), known: false };
}
