import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Readable } from 'node:stream';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import { spool } from '../../platform/spool.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { inspect } from '../files/inspect.ts';
import { keepFile } from '../files/keep.ts';
import { MAX_FILE_BYTES } from '../files/routes.ts';
import { FileStore } from '../files/store.ts';
import { loadLaw } from '../law/law.ts';
import { batchBytes, findBatch, isAsReleased, linesApart, linesIn } from './batch.ts';
import { bankLayout, decodePieces } from './layout.ts';
import { findRoll, insertRollEvent } from './make.ts';
import { NO_ROLL, readInto } from './steps.ts';

/** A return file of more than two million lines. */
const MAX_RETURN_BYTES = 512 * 1024 * 1024;
/** The bank's files as bytes, outside the endpoint table; rights, row-level security and logging are the same. */
export function paymentFiles(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db, config, keys } = services.installation;
  const store = new FileStore(config.dataFolder, keys);

  app.get<{ Params: { id: string } }>('/api/v1/rolls/:id/bank-file', { schema: { tags: ['资金发放'], summary: '下载代发文件（含完整户名、账号，留痕）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'payment.make') && !may(who.post, 'payment.release')) return sendRefusal(reply, refuse('rights.denied', '代发文件由发放制单、复核人员下载', { allowed: ['发放制单', '发放复核'] }), request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, NO_ROLL, request.url);
    const layout = bankLayout(services, who.county);
    const file = await db.transaction(scopeOfWho(who), async (tx) => {
      const roll = await findRoll(tx, request.params.id);
      if (!roll) return NO_ROLL;
      const batch = await findBatch(tx, roll.id);
      if (!batch) return refuse('payment.state', '本批次还没有放行，没有代发文件', { allowed: ['复核放行'] });
      // The file that was released is the only one that may be paid.
      const sound = await isAsReleased(services, who.county, roll.month, batch, linesIn(tx, who.county, batch.id));
      if (!sound) return refuse('payment.state', `代发文件与放行时的校验值不一致（${batch.sha256.toString('hex').slice(0, 16)}…），明细被改动，不得送银行`, { allowed: ['报告审计'] });
      const law = await loadLaw(tx, services, who.county);
      await logAccess(tx, who, law.now, 'download', `roll:${roll.id}`, '下载代发文件', { lines: batch.lines });
      await insertRollEvent(tx, { county: who.county, roll: roll.id, kind: 'downloaded', user: who.account, name: who.name, at: law.now });
      return { month: roll.month, batch, bytes: sound.bytes, name: `${batch.number}.${layout.kind === 'csv' ? 'csv' : 'txt'}`, sha256: batch.sha256.toString('hex') };
    });
    if (isRefusal(file)) return sendRefusal(reply, file, request.url);
    return reply.type(`${layout.kind === 'csv' ? 'text/csv' : 'text/plain'}; charset=${layout.encoding}`).header('content-disposition', `attachment; filename="${file.name}"`).header('x-content-sha256', file.sha256).header('cache-control', 'private, no-store').header('content-length', file.bytes).send(Readable.from(batchBytes(services, who.county, file.month, file.batch, linesApart(services, who.county, file.batch.id))));
  });

  app.post<{ Params: { id: string } }>('/api/v1/roll-lines/:id/bank-paper', { schema: { tags: ['资金发放'], summary: '上传银行关于一笔款的书面材料（字段名 file，JPEG、PNG、PDF），存入该案材料', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'payment.make')) return sendRefusal(reply, refuse('rights.denied', '银行书面材料由发放制单人员上传', { allowed: ['发放制单'] }), request.url);
    const none = refuse('notfound', '没有这条明细，或不在您的辖区');
    if (!isUuid(request.params.id)) return sendRefusal(reply, none, request.url);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'), request.url);
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    const bytes = await part?.toBuffer().catch(() => undefined);
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }), request.url);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB', { allowed: ['降低扫描分辨率'] }), request.url);
    const seen = await inspect(bytes, part.filename);
    if (isRefusal(seen)) return sendRefusal(reply, seen, request.url);
    const answer = await db.transaction(scopeOfWho(who), async (tx) => {
      const line = (await sql<{ case_id: string }>`select case_id from roll_line where county_id = ${who.county} and id = ${request.params.id}`.execute(tx)).rows[0];
      return line ? await keepFile(tx, services, store, who.county, who.account, line.case_id, { bytes, name: part.filename, media: seen.media, place: {} }) : none;
    });
    return isRefusal(answer) ? sendRefusal(reply, answer, request.url) : reply.send(answer);
  });

  app.post<{ Params: { id: string } }>('/api/v1/rolls/:id/return-file', { schema: { tags: ['资金发放'], summary: '上传银行回盘文件（字段名 file）；同一文件再读结果不变', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'payment.make')) return sendRefusal(reply, refuse('rights.denied', '回盘由发放制单人员读入', { allowed: ['发放制单'] }), request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, NO_ROLL, request.url);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'), request.url);
    const part = await request.file({ limits: { fileSize: MAX_RETURN_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }), request.url);
    // Set aside first: a slow upload must not hold a transaction open.
    const file = await spool(services.installation.config.dataFolder, part.file, MAX_RETURN_BYTES);
    if (!file || part.file.truncated) {
      await file?.remove();
      return sendRefusal(reply, refuse('body.large', '回盘文件超过 512 MB', { allowed: ['请银行分批回盘'] }), request.url);
    }
    try {
      const read = async (tx: Tx) => await readInto(tx, services, who, request.params.id, decodePieces(file.read(), bankLayout(services, who.county).encoding));
      const answer = await db.transaction(scopeOfWho(who), read);
      return isRefusal(answer) ? sendRefusal(reply, answer, request.url) : reply.send(answer);
    } finally {
      await file.remove();
    }
  });
}
