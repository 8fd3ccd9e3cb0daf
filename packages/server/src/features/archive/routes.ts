import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { exportPurpose, hearingQuery } from '@doudi/core/api/archive';
import { archiveFront, type Asked } from '@doudi/core/archive/front';
import { hearingFront } from '@doudi/core/archive/hearing';
import { isOpen } from '@doudi/core/case/state';
import { maskIdNumber } from '@doudi/core/people/mask';
import { citation, isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import { MissingGlyphError } from '../../platform/typeset/errors.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { NOT_FOUND } from '../cases/context.ts';
import { FileStore } from '../files/store.ts';
import { loadLaw } from '../law/law.ts';
import type { LetterPress } from '../letters/press.ts';
import { pack, prepare, type Bundle, type Machine } from './export.ts';
import { gather, type GatheredCase } from './gather.ts';
import { NO_VOLUME } from './keep.ts';
import { ArchivePress } from './press.ts';
import { findVolumes, retentionOf, volumeNumber, type VolumeRow } from './queries.ts';

/** Exports at work at once; each holds some papers in memory. */
const AT_ONCE = 3;

interface Read {
  readonly cases: readonly GatheredCase[];
  readonly volume: VolumeRow | undefined;
  readonly unit: string;
  readonly asked: Asked;
}

async function unitName(tx: Tx, id: number): Promise<string> {
  return (await sql<{ name: string }>`select name from unit where county_id = current_county() and id = ${id}`.execute(tx)).rows[0]?.name ?? '';
}

/** Archives as files to take away: a household's, one case's, a bundle for a hearing. Streams, so they stand outside the endpoint table. */
export function archiveRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate, letters: LetterPress): void {
  const { db, config, keys } = services.installation;
  const press = new ArchivePress();
  app.addHook('onClose', () => press.close());
  const machine: Machine = { store: new FileStore(config.dataFolder, keys), letters, press };
  let working = 0;

  /** Reads the cases under the caller's rights and puts the export with its purpose on record, in one transaction. */
  const read = (who: Who, purpose: string, target: string, ids: (tx: Tx) => Promise<{ cases: readonly string[]; volume?: VolumeRow | undefined } | Refusal>): Promise<Read | Refusal> =>
    db.transaction(scopeOfWho(who), async (tx) => {
      const found = await ids(tx);
      if (isRefusal(found)) return found;
      const cases: GatheredCase[] = [];
      for (const id of found.cases) {
        const g = await gather(tx, services, who.county, id);
        if (g) cases.push(g);
      }
      const first = cases[0];
      if (!first) return NOT_FOUND;
      const law = await loadLaw(tx, services, who.county);
      const volume = found.volume ?? (await findVolumes(tx, sql`v.id = (select volume_id from archive_item where county_id = current_county() and case_id = ${first.row.id})`))[0];
      await logAccess(tx, who, law.now, 'export', `${target}:${volume && target === 'archive' ? volume.id : first.row.id}`, purpose, { cases: cases.length });
      return { cases, volume, unit: await unitName(tx, first.row.unit_id), asked: { by: who.name, post: ANY_POST_LABELS[who.post], unit: await unitName(tx, who.unitId), at: law.now.slice(0, 16).replace('T', ' '), purpose } };
    });

  /** An archive as it is kept: cover, catalogue, papers. */
  const asArchive = (who: Who, r: Read): Promise<Bundle> => {
    const [first] = r.cases;
    const { law, applicant, row } = first as GatheredCase;
    const number = r.volume ? volumeNumber(r.volume) : `${row.number}（未立卷）`;
    const title = r.cases.length > 1 ? `${applicant.name}户社会救助档案` : `${applicant.name}户${(first as GatheredCase).context.programme.name}案卷`;
    const equal = law.policy.find<boolean>('archive.electronic-equal', { on: law.today });
    const dates = r.cases.flatMap((g) => [g.row.state.applicationDate, g.row.state.closedOn ?? law.today]).sort();
    const checked = r.volume?.cases.filter((c) => r.cases.some((g) => g.row.id === c.id)).map((c) => c.complete) ?? [];
    return prepare(machine, who, r.cases, `归档导出：${r.asked.purpose}`, {
      title, author: r.unit, date: law.today,
      front: (entries, pages) => archiveFront({
        number, keeper: r.unit, title, applicant: applicant.name, idNumberMasked: maskIdNumber(applicant.idNumber), apart: r.volume?.apart ?? (first as GatheredCase).context.relativeFiled, box: r.volume?.box ?? undefined, years: `${dates[0] ?? ''} 至 ${dates.at(-1) ?? ''}`,
        retention: r.volume ? retentionOf(law, r.volume).text : '未立卷', complete: checked.includes(false) ? '不齐' : checked.length > 0 && checked.every((c) => c === true) ? '齐全' : '未认定',
        equal: equal?.value ? `${equal.label}（${citation(law.policy, equal.source) ?? ''}）。` : undefined,
      }, entries, pages, r.asked, law.today),
    });
  };

  /** Evidence for 行政复议 or 行政诉讼. */
  const asHearing = (who: Who, r: Read, kind: 'reconsideration' | 'litigation'): Promise<Bundle> | Refusal => {
    const g = r.cases[0] as GatheredCase;
    const { state } = g.row;
    if (isOpen(state) || !state.decision) return refuse('archive.state', '本案还没有决定，没有可以复议、诉讼的行政行为', { allowed: ['作出决定后导出', '导出案卷'] });
    const { layer } = countyOf(services, who.county);
    if (!layer.jurisdiction) return NOT_FOUND;
    const { jurisdiction } = layer;
    const issued = g.law.policy;
    const entrustment = state.decision.entrustment === undefined ? undefined : issued.county.entrustments.find((e) => e.id === state.decision?.entrustment);
    return prepare(machine, who, r.cases, `证据材料：${r.asked.purpose}`, {
      title: `${g.row.number}${kind === 'litigation' ? '行政诉讼' : '行政复议'}证据材料`, author: r.unit, date: g.law.today,
      front: (entries, pages) => hearingFront({ kind, state, context: g.context, entries, pages, applicant: g.applicant.name, idNumberMasked: maskIdNumber(g.applicant.idNumber), unit: r.unit, jurisdiction, entrustment, asked: r.asked }),
    });
  };

  const send = async (request: FastifyRequest, reply: FastifyReply, name: (r: Read) => string, found: (who: Who) => Promise<Read | Refusal>, make: (who: Who, r: Read) => Promise<Bundle> | Refusal): Promise<FastifyReply> => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'archive.export')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能导出档案'), request.url);
    if (working >= AT_ONCE) return sendRefusal(reply, refuse('busy', `已有 ${AT_ONCE} 份档案在导出，请稍候再试`), request.url);
    working++;
    let over = false;
    const done = (): void => {
      if (!over) working--;
      over = true;
    };
    try {
      const r = await found(who);
      const bundle = isRefusal(r) ? r : await make(who, r);
      if (isRefusal(bundle) || isRefusal(r)) {
        done();
        return sendRefusal(reply, isRefusal(bundle) ? bundle : (r as Refusal), request.url);
      }
      const out = pack(machine, bundle);
      out.once('close', done);
      return await reply.type('application/zip').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name(r)}.zip`)}`).header('cache-control', 'private, no-store').send(out);
    } catch (e) {
      done();
      if (e instanceof MissingGlyphError) return sendRefusal(reply, refuse('input.invalid', e.message, { allowed: ['在字体文件夹加入含该字的字体'] }), request.url);
      throw e;
    }
  };

  const options = (summary: string, ...names: string[]) => ({ schema: { tags: ['档案'], summary, querystring: { type: 'object', properties: Object.fromEntries(names.map((n) => [n, { type: 'string' }])), required: names } }, validatorCompiler: () => () => true });
  type Route = { Params: { id: string } };

  app.get<Route>('/api/v1/cases/:id/archive.zip', options('导出案卷（ZIP，须写明用途，留痕）', 'purpose'), (request, reply) => {
    const query = exportPurpose.safeParse(request.query ?? {});
    return send(request, reply, (r) => `${r.cases[0]?.row.number ?? ''} 案卷`, async (who) => (query.success ? await read(who, query.data.purpose, 'case', async () => (isUuid(request.params.id) ? { cases: [request.params.id] } : NOT_FOUND)) : invalid(query.error, 'query')), asArchive);
  });

  app.get<Route>('/api/v1/archives/:id/archive.zip', options('导出一户档案（ZIP，须写明用途，留痕）', 'purpose'), (request, reply) => {
    const query = exportPurpose.safeParse(request.query ?? {});
    return send(request, reply, (r) => `${r.volume ? volumeNumber(r.volume) : ''} 档案`, async (who) => (query.success ? await read(who, query.data.purpose, 'archive', async (tx) => {
      const [volume] = isUuid(request.params.id) ? await findVolumes(tx, sql`v.id = ${request.params.id}`) : [];
      return volume ? { cases: volume.cases.map((c) => c.id), volume } : NO_VOLUME;
    }) : invalid(query.error, 'query')), asArchive);
  });

  app.get<Route>('/api/v1/cases/:id/hearing.zip', options('导出行政复议、行政诉讼证据材料（ZIP，须写明用途，留痕）', 'purpose', 'kind'), (request, reply) => {
    const query = hearingQuery.safeParse(request.query ?? {});
    return send(request, reply, (r) => `${r.cases[0]?.row.number ?? ''} ${query.data?.kind === 'litigation' ? '行政诉讼' : '行政复议'}证据`, async (who) => (query.success ? await read(who, query.data.purpose, 'hearing', async () => (isUuid(request.params.id) ? { cases: [request.params.id] } : NOT_FOUND)) : invalid(query.error, 'query')), (who, r) => asHearing(who, r, query.data?.kind ?? 'reconsideration'));
  });
}
