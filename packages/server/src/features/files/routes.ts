import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { findCase, NOT_FOUND } from '../cases/context.ts';
import { loadLaw } from '../law/law.ts';
import { FileStore, MEDIA, sniff } from './store.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Upload to a case and download: streams, so they stand outside the endpoint table; rights and logging are the same. */
export function fileRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const store = new FileStore(services.installation.config.dataFolder);
  const { db } = services.installation;

  app.post<{ Params: { id: string } }>('/api/v1/cases/:id/files', { schema: { tags: ['案件'], summary: '上传照片或材料（JPEG、PNG、PDF，不超过 20 MB）', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'case.act')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能上传材料'));
    if (!UUID.test(request.params.id)) return sendRefusal(reply, NOT_FOUND);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'));
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }));
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB，请压缩后上传', { allowed: ['不超过 20 MB 的 JPEG、PNG 或 PDF'] }));
    const media = sniff(bytes);
    if (!media) return sendRefusal(reply, refuse('file.type', '文件内容不是 JPEG、PNG 或 PDF', { allowed: ['JPEG 照片', 'PNG 图片', 'PDF 文件'] }));
    const answer = await db.transaction(scopeOfWho(who), async (tx) => {
      const row = await findCase(tx, request.params.id);
      if (!row) return NOT_FOUND;
      const law = await loadLaw(tx, services, who.county);
      const hash = await store.put(bytes);
      const id = randomUUID();
      const name = part.filename.replaceAll(/[\p{C}/\\]/gu, '').slice(0, 120) || `文件.${MEDIA[media]}`;
      await sql`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) values (${who.county}, ${id}, ${row.area_id}, ${row.id}, ${hash}, ${media}, ${bytes.length}, ${name}, ${who.account}, ${law.now})`.execute(tx);
      return { id, name, mediaType: media, bytes: bytes.length, sha256: hash.toString('hex') };
    });
    return isRefusal(answer) ? sendRefusal(reply, answer) : reply.send(answer);
  });

  app.get<{ Params: { id: string } }>('/api/v1/files/:id', { schema: { tags: ['案件'], summary: '查看或下载材料' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const none = refuse('notfound', '没有这个文件，或不在您的辖区');
    if (!may(who.post, 'file.read') || !UUID.test(request.params.id)) return sendRefusal(reply, none);
    const row = await db.transaction(scopeOfWho(who), async (tx) => {
      const found = (await sql<{ sha256: Buffer; media_type: string; name: string }>`select f.sha256, f.media_type, f.name from stored_file f join case_file c on c.county_id = f.county_id and c.id = f.case_id where f.county_id = ${who.county} and f.id = ${request.params.id}`.execute(tx)).rows[0];
      if (found) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', request.params.id, '查看材料');
      return found;
    });
    if (!row) return sendRefusal(reply, none);
    return reply.type(row.media_type).header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`).header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox").header('cache-control', 'private, no-store').send(await store.get(row.sha256));
  });
}
