import type { FastifyInstance } from 'fastify';
import { caseResponsible, lineResponsible, packPreview, packQuery } from '@doudi/core/api/auditpack';
import { isOffice } from '@doudi/core/policy/offices';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { readAnchors } from '../../platform/log/anchor.ts';
import { endpoint, scopeOfWho, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { openSnapshot } from '../audit/snapshot.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { pack } from './pack.ts';
import { findResponsible, findResponsibleOfCase } from './responsible.ts';
import { CASES, ENTRIES, valuesOf, type PackScope } from './parts.ts';


/** Unit and programme as asked for, by name: what does not exist is refused, not silently everything. */
async function scopeOf(tx: Tx, law: Law, who: Who, q: { unit?: string | undefined; programme?: string | undefined; from: string; to: string }): Promise<{ scope: PackScope; unit: string; programme: string } | Refusal> {
  const unit = q.unit === undefined ? undefined : (await findUnits(tx)).find((u) => u.key === q.unit);
  if (q.unit !== undefined && !unit) return refuse('notfound', '没有这个单位，或不在您的辖区');
  const programme = q.programme === undefined ? undefined : law.policy.programmes(law.today).find((p) => p.id === q.programme);
  if (q.programme !== undefined && !programme) return refuse('notfound', '没有这个救助项目', { allowed: law.policy.programmes(law.today).map((p) => p.name) });
  return { scope: { county: who.county, unit: unit?.id ?? null, programme: programme?.id ?? null, from: q.from, to: q.to }, unit: unit?.name ?? '全部单位', programme: programme?.name ?? '全部项目' };
}

export function auditPackEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(lineResponsible, async (tx, { params }, who) => {
      const found = await findResponsible(tx, params.id);
      if (!isRefusal(found)) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'open', found.case, '查看一笔款的责任人');
      return found;
    }),
    endpoint(caseResponsible, async (tx, { params }, who) => {
      const found = await findResponsibleOfCase(tx, services, who.county, params.id);
      if (!isRefusal(found)) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'open', found.case, '责任倒查');
      return found;
    }),
    endpoint(packPreview, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await scopeOf(tx, law, who, query);
      if (isRefusal(found)) return found;
      const units = (await findUnits(tx)).filter((u) => isOffice(u) || u.kind === 'county').map((u) => ({ key: u.key, name: u.name }));
      const snapshot = await openSnapshot(services, who.county);
      try {
        const rows = await snapshot.query(`with c as (${CASES}) select (select count(*) from c)::int as cases, (select count(*) from roll_line l where l.county_id = $1 and l.month between $4 and $5 and l.case_id in (select id from c))::int as lines,
          (select count(*) from ledger_entry e where ${ENTRIES})::int as entries, (select count(*) from recovery r where r.county_id = $1 and r.case_id in (select id from c))::int as recoveries`, valuesOf(found.scope));
        const n = (key: string): number => Number(rows[0]?.[key] ?? 0);
        return { cases: n('cases'), lines: n('lines'), entries: n('entries'), recoveries: n('recoveries'), units, programmes: law.policy.programmes(law.today).map((p) => ({ id: p.id, name: p.name })) };
      } finally {
        await snapshot.close();
      }
    }),
  ];
}

/** The audit pack as a file. Streams, so it stands outside the endpoint table; every export is on record with its purpose. */
export function auditPackRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { config, db, keys } = services.installation;
  app.get('/api/v1/auditpack', { schema: { tags: ['审计'], summary: '导出审计包（ZIP：案件、发放、分录、追回、日志摘录、签名清单、核验程序），须写明用途，留痕' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'auditpack.export')) return sendRefusal(reply, refuse('rights.denied', '审计包由审计或县级导出', { allowed: [ANY_POST_LABELS.auditor, ANY_POST_LABELS.countyHandler, ANY_POST_LABELS.countyLeader] }), request.url);
    const query = packQuery.safeParse(request.query ?? {});
    if (!query.success) return sendRefusal(reply, invalid(query.error, 'query'), request.url);
    const at = new Date().toISOString();
    const found = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      const scope = await scopeOf(tx, law, who, query.data);
      if (isRefusal(scope)) return scope;
      await logAccess(tx, who, law.now, 'export', `auditpack:${query.data.unit ?? '*'}:${query.data.programme ?? '*'}:${query.data.from}:${query.data.to}`, query.data.purpose);
      return { ...scope, law };
    });
    if (isRefusal(found)) return sendRefusal(reply, found, request.url);
    const snapshot = await openSnapshot(services, who.county);
    const name = `审计包 ${found.unit} ${found.scope.from}至${found.scope.to}.zip`;
    return reply.type('application/zip').header('content-disposition', `attachment; filename="auditpack.zip"; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(pack(snapshot, { ...found, county: countyOf(services, who.county).layer.jurisdiction?.fullName ?? '', purpose: query.data.purpose, by: { account: who.account, name: who.name, post: ANY_POST_LABELS[who.post] }, at, signing: keys.signing, ledgerAnchors: readAnchors(config.dataFolder, 'ledger', who.county).anchors }));
  });
}
