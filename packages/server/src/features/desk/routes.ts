import type { FastifyInstance } from 'fastify';
import { PDFDocument } from 'pdf-lib';
import * as z from 'zod';
import { confirmBatch } from '@doudi/core/api/desk';
import type { AnyContract } from '@doudi/core/api/contract';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import { sendRefusal, validate, type Authenticate } from '../../platform/http/mount.ts';
import { problemOf, refusalOfDatabaseError } from '../../platform/http/problem.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { actorOf } from '../cases/endpoints.ts';
import { loadLaw } from '../law/law.ts';
import { confirmOne, type ItemDone } from './batch.ts';
import { batchLimit } from './endpoints.ts';
import { findRun } from './prints.ts';

type Body = z.output<typeof confirmBatch.body>;
type Result = z.input<typeof confirmBatch.response>['results'][number];

class Undone extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** A4 in points, for the blank back of a paper with an odd number of pages. */
const A4: [number, number] = [595.28, 841.89];

/** What does not fit the endpoint table: a batch is many transactions, a print run is a stream of one merged PDF. */
export function deskRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db } = services.installation;

  /** One case in a transaction of its own; what is refused has written nothing and undoes nothing else. */
  const one = async (who: Who, b: Body, item: Body['cases'][number]): Promise<ItemDone | Refusal> => {
    try {
      return await db.transaction(scopeOfWho(who), async (tx) => {
        const actor = actorOf(who);
        if (!actor) throw new Undone(refuse('rights.denied', '您的岗位不能办理案件'));
        const done = await confirmOne(tx, services, await loadLaw(tx, services, who.county), who, actor, b.batch, b.command, b.text, item);
        if (isRefusal(done)) throw new Undone(done);
        return done;
      });
    } catch (e) {
      if (e instanceof Undone) return e.refusal;
      const known = refusalOfDatabaseError(e);
      if (known) return known;
      throw e;
    }
  };

  app.post('/api/v1/desk/batch', { schema: { tags: [confirmBatch.tag], summary: confirmBatch.summary, body: z.toJSONSchema(confirmBatch.body, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }) }, validatorCompiler: () => () => true }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, confirmBatch.permission as 'batch.confirm')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能办理案件'), request.url);
    const input = validate(confirmBatch as unknown as AnyContract, request);
    if (isRefusal(input)) return sendRefusal(reply, input, request.url);
    const body = input.body as Body;
    if (new Set(body.cases.map((c) => c.id)).size !== body.cases.length) return sendRefusal(reply, refuse('input.invalid', '同一案件在一批中出现两次'), request.url);
    const { limit, policy } = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      return { limit: batchLimit(law), policy: law.policy };
    });
    if (body.cases.length > limit.value) return sendRefusal(reply, refuse('body.large', `一批不超过 ${limit.value} 件，本次 ${body.cases.length} 件`, { policy, source: limit.source, allowed: ['分批办理'] }), request.url);
    const results: Result[] = [];
    for (const item of body.cases) {
      const done = await one(who, body, item);
      results.push(isRefusal(done) ? { id: item.id, number: null, done: false, seq: null, letters: [], refusal: problemOf(done) } : { id: item.id, number: done.number, done: true, seq: done.seq, letters: [...done.letters] });
    }
    return reply.send(confirmBatch.response.parse({ results }));
  });

  // Each paper comes from its own address with the caller's own rights, so that it is made, kept and logged as always.
  app.get<{ Params: { run: string }; Querystring: { duplex?: string } }>('/api/v1/desk/prints/runs/:run', { schema: { tags: ['打印'], summary: '一次打印的合并 PDF；duplex=1 时每份从新的一张纸开始' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const none = refuse('notfound', '没有这次打印，或不是您打印的');
    if (!may(who.post, 'case.act') || !/^[0-9a-f-]{36}$/.test(request.params.run)) return sendRefusal(reply, none, request.url);
    const parts = await db.transaction(scopeOfWho(who), async (tx) => {
      const found = await findRun(tx, who, request.params.run);
      if (found.length > 0) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', `prints:${request.params.run}`, '打印', { papers: found.length });
      return found;
    });
    if (parts.length === 0) return sendRefusal(reply, none, request.url);
    const { cookie, authorization } = request.headers;
    const merged = await PDFDocument.create();
    merged.setTitle(`打印 ${parts.length} 份`);
    for (const p of parts) {
      const paper = await app.inject({ method: 'GET', url: p.address, headers: { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}) } });
      if (paper.statusCode !== 200) return reply.status(paper.statusCode).type('application/problem+json; charset=utf-8').send(paper.body);
      const pages = await merged.copyPages(...(await read(paper.rawPayload)));
      for (const page of pages) merged.addPage(page);
      if (request.query.duplex === '1' && pages.length % 2 === 1 && p !== parts.at(-1)) merged.addPage(A4);
    }
    return reply.type('application/pdf').header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent('打印.pdf')}`).header('cache-control', 'private, no-store').send(Buffer.from(await merged.save()));
  });
}

async function read(bytes: Buffer): Promise<[PDFDocument, number[]]> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  return [pdf, pdf.getPageIndices()];
}
