import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { uploadQuery } from '@doudi/core/api/archive';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { findCase, NOT_FOUND } from '../cases/context.ts';
import { loadLaw } from '../law/law.ts';
import { inspect } from './inspect.ts';
import { keepFile } from './keep.ts';
import { FileStore } from './store.ts';

export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Upload to a case and download: streams, so they stand outside the endpoint table; rights and logging are the same. */
export function fileRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const store = new FileStore(services.installation.config.dataFolder, services.installation.keys);
  const { db } = services.installation;

  // Files of an earlier release lay unsealed; until the sweep comes to one it is sealed when it is asked for.
  app.addHook('onReady', () => void store.sealOld().catch((e: unknown) => app.log.error(e)));

  app.post<{ Params: { id: string } }>('/api/v1/cases/:id/files', { schema: { tags: ['案件'], summary: '上传照片或材料（JPEG、PNG、PDF，不超过 20 MB），可写明归到清单哪一项（paper）或哪一环节（step）', consumes: ['multipart/form-data'], querystring: { type: 'object', properties: { paper: { type: 'string' }, step: { type: 'string' } } } }, validatorCompiler: () => () => true }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'case.act')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能上传材料'));
    if (!isUuid(request.params.id)) return sendRefusal(reply, NOT_FOUND);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'));
    const place = uploadQuery.safeParse(request.query ?? {});
    if (!place.success) return sendRefusal(reply, invalid(place.error, 'query'));
    // What lies outside the caller's area does not exist for the caller, whatever the file is.
    const visible = await db.transaction(scopeOfWho(who), (tx) => findCase(tx, request.params.id));
    if (!visible) return sendRefusal(reply, NOT_FOUND);
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }));
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB', { allowed: ['扫描分辨率选 150–200 dpi、灰度', '页数多的分成几份上传', '照片用手机拍“标准”画质'] }));
    const seen = await inspect(bytes, part.filename);
    if (isRefusal(seen)) return sendRefusal(reply, seen);
    const answer = await db.transaction(scopeOfWho(who), (tx) => keepFile(tx, services, store, who.county, who.account, request.params.id, { bytes, name: part.filename, media: seen.media, place: place.data }));
    return isRefusal(answer) ? sendRefusal(reply, answer) : reply.send(answer);
  });

  app.get<{ Params: { id: string } }>('/api/v1/files/:id', { schema: { tags: ['案件'], summary: '查看或下载材料' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const none = refuse('notfound', '没有这个文件，或不在您的辖区');
    if (!may(who.post, 'file.read') || !isUuid(request.params.id)) return sendRefusal(reply, none);
    const row = await db.transaction(scopeOfWho(who), async (tx) => {
      const found = (await sql<{ sha256: Buffer; media_type: string; name: string; bytes: number }>`select f.sha256, f.media_type, f.bytes, coalesce((select n.name from file_change n where n.county_id = f.county_id and n.file_id = f.id order by n.id desc limit 1), f.name) as name
        from stored_file f join case_file c on c.county_id = f.county_id and c.id = f.case_id where f.county_id = ${who.county} and f.id = ${request.params.id}`.execute(tx)).rows[0];
      if (found) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', request.params.id, '查看材料');
      return found;
    });
    if (!row) return sendRefusal(reply, none);
    // A PDF is shown in a frame of the case page, and in a frame of this application only.
    const pdf = row.media_type === 'application/pdf';
    if (pdf) reply.header('x-frame-options', 'SAMEORIGIN');
    return reply.type(row.media_type).header('content-length', row.bytes).header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`).header('x-content-type-options', 'nosniff').header('content-security-policy', pdf ? "default-src 'self'; script-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'" : "default-src 'none'; style-src 'unsafe-inline'; sandbox").header('cache-control', 'private, no-store').send(store.stream(row.sha256));
  });
}
