import { sign } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { exportQuery } from '@doudi/core/api/audit';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS } from '@doudi/core/rights/permissions';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import { exportLog } from '../../platform/log/export.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { logAccess } from './access.ts';
import { skewOf } from './chain.ts';
import { openSnapshot, type Snapshot } from './snapshot.ts';

/** Who took the log out, when and what for, written into the signed header: the file tells it wherever it turns up. */
function marked(line: string, services: Services, who: Who, purpose: string): string {
  const { signature: _, ...header } = JSON.parse(line) as Record<string, unknown>;
  const statement = { ...header, by: { account: who.account, name: who.name, post: ANY_POST_LABELS[who.post] }, purpose };
  const signature = sign(null, Buffer.from(canonicalJson(statement), 'utf8'), services.installation.keys.signing.privateKey).toString('base64');
  return `${canonicalJson({ ...statement, signature })}\n`;
}

async function* lines(services: Services, snapshot: Snapshot, who: Who, purpose: string): AsyncGenerator<string> {
  try {
    let first = true;
    for await (const line of exportLog(snapshot.query, { county: who.county, signing: services.installation.keys.signing, exportedAt: new Date().toISOString(), maxSkewMinutes: skewOf(services) })) {
      yield first ? marked(line, services, who, purpose) : line;
      first = false;
    }
  } finally {
    // Also when the receiver goes away in the middle.
    await snapshot.close();
  }
}

/** The log of the county as a file for the stand-alone verifier. Streams, so it stands outside the endpoint table. */
export function auditRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db } = services.installation;
  app.get('/api/v1/audit/export', { schema: { tags: ['审计'], summary: '导出办理日志（JSONL，供独立核验程序），须写明用途，留痕', querystring: { type: 'object', properties: { purpose: { type: 'string' } }, required: ['purpose'] } }, validatorCompiler: () => () => true }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (who.post !== 'auditor') return sendRefusal(reply, refuse('rights.denied', '办理日志由审计导出', { allowed: [ANY_POST_LABELS.auditor] }), request.url);
    const query = exportQuery.safeParse(request.query ?? {});
    if (!query.success) return sendRefusal(reply, invalid(query.error, 'query'), request.url);
    const { purpose } = query.data;
    const today = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      await logAccess(tx, who, law.now, 'export', 'log', purpose);
      return law.today;
    });
    const snapshot = await openSnapshot(services, who.county);
    return reply.type('application/x-ndjson; charset=utf-8').header('content-disposition', `attachment; filename="doudi-log-${who.county}-${today}.jsonl"`).send(Readable.from(lines(services, snapshot, who, purpose)));
  });
}
