import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { inspect } from '../files/inspect.ts';
import { cleanName } from '../files/keep.ts';
import { MAX_FILE_BYTES } from '../files/routes.ts';
import { FileStore } from '../files/store.ts';
import { loadLaw } from '../law/law.ts';

/** As many as a thorough visit brings, of each side: what an office uploads takes no room from the county. A technical bound. */
const MOST = 200;

type Side = 'unit' | 'county';
const sideOf = (who: Pick<Who, 'area'>): Side => (who.area === null ? 'county' : 'unit');

export interface MatterFile {
  readonly id: string;
  readonly name: string;
}

/** Files of a matter that the caller sees, oldest first. */
export async function filesOfMatter(tx: Tx, county: number, matter: string): Promise<MatterFile[]> {
  return (await keptFiles(tx, county, matter)).map(({ id, name }) => ({ id, name }));
}

/** The same with whether the office may see each too. */
export async function keptFiles(tx: Tx, county: number, matter: string): Promise<(MatterFile & { readonly shown: boolean })[]> {
  return (await sql<MatterFile & { shown: boolean }>`select id, name, shown from matter_file where county_id = ${county} and matter_id = ${matter} order by at, id`.execute(tx)).rows;
}

/** Refuses where a command names a file that is none of this matter. */
export async function checkMatterFiles(tx: Tx, county: number, matter: string, ids: readonly string[]): Promise<Refusal | undefined> {
  const known = new Set((await filesOfMatter(tx, county, matter)).map((f) => f.id));
  return ids.every((id) => known.has(id)) ? undefined : refuse('notfound', '有的材料不在这件事项里', { allowed: ['先在本事项上传'] });
}

/** Lets the office see files that were the county's alone. Only for whoever sees the whole county. */
export async function showMatterFiles(tx: Tx, county: number, matter: string, ids: readonly string[]): Promise<void> {
  await sql`update matter_file set shown = true where county_id = ${county} and matter_id = ${matter} and id = any (${ids}::uuid[]) and not shown`.execute(tx);
}

/** Puts a stored content to a matter; the same content again is the same file. What the county puts to a complaint is its own until it shows it. */
export async function insertMatterFile(tx: Tx, f: { readonly county: number; readonly matter: string; readonly hash: Buffer; readonly media: string; readonly bytes: number; readonly name: string; readonly account: string; readonly at: string; readonly side?: Side }): Promise<MatterFile> {
  const known = (await sql<MatterFile>`select id, name from matter_file where county_id = ${f.county} and matter_id = ${f.matter} and sha256 = ${f.hash}`.execute(tx)).rows[0];
  if (known) return known;
  const id = randomUUID();
  await sql`insert into matter_file (county_id, id, matter_id, sha256, media_type, bytes, name, uploaded_by, at, side, shown)
    values (${f.county}, ${id}, ${f.matter}, ${f.hash}, ${f.media}, ${f.bytes}, ${f.name}, ${f.account}, ${f.at}, ${f.side ?? 'unit'}, ${f.side !== 'county'} or (select topic <> 'complaint' from matter where county_id = ${f.county} and id = ${f.matter}))`.execute(tx);
  return { id, name: f.name };
}

/** Upload to a matter and download: streams, so they stand outside the endpoint table; rights and logging are the same. */
export function matterFileRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db, config, keys } = services.installation;
  const store = new FileStore(config.dataFolder, keys);
  const none = refuse('notfound', '没有这件事项，或者不在您的工作范围内');

  app.post<{ Params: { id: string } }>('/api/v1/matters/:id/files', { schema: { tags: ['matters'], summary: '上传监督事项的照片或材料（字段名 file，JPEG、PNG、PDF，不超过 20 MB）', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'matter.file')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能上传监督事项的材料'), request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, none, request.url);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'), request.url);
    // What lies outside the caller's area does not exist for the caller, whatever the file is.
    const open = async (tx: Tx): Promise<Refusal | undefined> => {
      const row = (await sql<{ n: number }>`select (select count(*)::int from matter_file f where f.county_id = m.county_id and f.matter_id = m.id and f.side = ${sideOf(who)}) as n from matter m where m.county_id = ${who.county} and m.id = ${request.params.id} for update`.execute(tx)).rows[0];
      return !row ? none : row.n >= MOST ? refuse('file.quota', `这件事项${who.area === null ? '县级' : '单位'}上传的材料已有 ${MOST} 份`, { allowed: ['把多页扫描成一份 PDF'] }) : undefined;
    };
    const refused = await db.transaction(scopeOfWho(who), open);
    if (refused) return sendRefusal(reply, refused, request.url);
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }), request.url);
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB', { allowed: ['降低扫描分辨率'] }), request.url);
    const seen = await inspect(bytes, part.filename);
    if (isRefusal(seen)) return sendRefusal(reply, seen, request.url);
    await store.put(bytes);
    const answer = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      return (await open(tx)) ?? (await insertMatterFile(tx, { county: who.county, matter: request.params.id, hash: createHash('sha256').update(bytes).digest(), media: seen.media, bytes: bytes.length, name: cleanName(part.filename, seen.media), account: who.account, at: law.now, side: sideOf(who) }));
    });
    return isRefusal(answer) ? sendRefusal(reply, answer, request.url) : reply.send(answer);
  });

  app.get<{ Params: { id: string } }>('/api/v1/matter-files/:id', { schema: { tags: ['matters'], summary: '查看监督事项的材料（留痕）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const missing = refuse('notfound', '没有这份材料，或者不在您的工作范围内');
    if (!may(who.post, 'matter.read') || !isUuid(request.params.id)) return sendRefusal(reply, missing, request.url);
    const row = await db.transaction(scopeOfWho(who), async (tx) => {
      const found = (await sql<{ sha256: Buffer; media_type: string; name: string; bytes: number }>`select sha256, media_type, name, bytes from matter_file where county_id = ${who.county} and id = ${request.params.id}`.execute(tx)).rows[0];
      if (found) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', `matter-file:${request.params.id}`, '查看监督材料');
      return found;
    });
    if (!row) return sendRefusal(reply, missing, request.url);
    return reply.type(row.media_type).header('content-length', row.bytes).header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`).header('content-security-policy', row.media_type === 'application/pdf' ? "default-src 'self'; script-src 'none'; style-src 'unsafe-inline'" : "default-src 'none'; style-src 'unsafe-inline'; sandbox").header('cache-control', 'private, no-store').send(store.stream(row.sha256));
  });
}
