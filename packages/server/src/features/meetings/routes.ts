import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { rulesQuery } from '@doudi/core/api/meetings';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import type { Services } from '../../services.ts';
import { inspect } from '../files/inspect.ts';
import { MAX_FILE_BYTES } from '../files/routes.ts';
import { FileStore } from '../files/store.ts';
import { loadLaw } from '../law/law.ts';
import { keeping } from './endpoints.ts';

/** Rules of procedure of a unit's body, as files [HQ-156]: kept by those who keep its register, read by everyone who sees the unit. */
export function meetingRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db, config, keys } = services.installation;
  const store = new FileStore(config.dataFolder, keys);

  app.post('/api/v1/meetings/rules', { schema: { tags: ['会议'], summary: '存入议事规则（JPEG、PNG、PDF，不超过 20 MB）', consumes: ['multipart/form-data'], querystring: { type: 'object', properties: { unit: { type: 'string' }, body: { type: 'string' }, title: { type: 'string' }, from: { type: 'string' } } } }, validatorCompiler: () => () => true }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'meeting.keep')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能存入议事规则'));
    const query = rulesQuery.safeParse(request.query ?? {});
    if (!query.success) return sendRefusal(reply, invalid(query.error, 'query'));
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'));
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }));
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB'));
    const seen = await inspect(bytes, part.filename);
    if (isRefusal(seen)) return sendRefusal(reply, seen);
    const q = query.data;
    const answer = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      const at = await keeping(tx, law, who, q.unit, q.body);
      if (isRefusal(at)) return at;
      if (!at.body.rules) return refuse('input.invalid', `${at.body.name}不要求议事规则`);
      const hash = await store.put(bytes);
      const [file, id] = [randomUUID(), randomUUID()];
      await sql`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) values (${who.county}, ${file}, ${at.unit.id}, null, ${hash}, ${seen.media}, ${bytes.length}, ${part.filename.slice(0, 200)}, ${who.account}, now())`.execute(tx);
      await sql`insert into meeting_rules (county_id, id, unit_id, body, title, from_date, file_id, filed_by, filed_at) values (${who.county}, ${id}, ${at.unit.id}, ${at.body.id}, ${q.title}, ${q.from}, ${file}, ${who.account}, ${law.now})`.execute(tx);
      return { id };
    });
    return isRefusal(answer) ? sendRefusal(reply, answer) : reply.send(answer);
  });

  app.get<{ Params: { id: string } }>('/api/v1/meetings/rules/:id/file', { schema: { tags: ['会议'], summary: '查看议事规则' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const none = refuse('notfound', '没有这份议事规则，或不在您的辖区');
    if (!may(who.post, 'meeting.read') || !/^[0-9a-f-]{36}$/.test(request.params.id)) return sendRefusal(reply, none);
    const row = await db.transaction(scopeOfWho(who), async (tx) => (await sql<{ sha256: Buffer; media_type: string; name: string; bytes: number }>`select f.sha256, f.media_type, f.name, f.bytes from meeting_rules r join stored_file f on f.county_id = r.county_id and f.id = r.file_id where r.county_id = ${who.county} and r.id = ${request.params.id}`.execute(tx)).rows[0]);
    if (!row) return sendRefusal(reply, none);
    return reply.type(row.media_type).header('content-length', row.bytes).header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`).header('cache-control', 'private, no-store').send(store.stream(row.sha256));
  });
}
