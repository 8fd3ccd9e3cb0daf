import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { importQuery, rosterExportQuery } from '@doudi/core/api/rosters';
import { isOffice } from '@doudi/core/policy/offices';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may, PERMISSIONS, type Permission } from '@doudi/core/rights/permissions';
import { alone, type Tx } from '../../platform/database.ts';
import { writeWorkbook } from '../../platform/excel/write.ts';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { MAX_FILE_BYTES } from '../files/routes.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits, type UnitRow } from '../law/units.ts';
import { rosterScope } from './endpoints.ts';
import { exportRoster } from './export.ts';
import { findFaults, findImport, insertImport, NO_IMPORT, viewImport } from './imports.ts';
import { judgeRoster, placesOf, readRoster } from './judge.ts';
import { UploadStore } from './uploads.ts';
import { resultBook, templateBook } from './workbooks.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** An export of a whole county reads for longer than a desk may. */
export const EXPORT_TIMEOUT = 5 * 60_000;
/** Exports of a county at once; further ones are told to wait, so that desks keep their connections. */
const EXPORTS = 3;

/** A place for an export, or the refusal that tells to wait. */
export const exportPlace = async (tx: Tx, county: number): Promise<Refusal | undefined> => ((await alone(tx, county, 'export', EXPORTS)) ? undefined : refuse('busy', `本县已有 ${EXPORTS} 份文件正在导出`, { allowed: ['一两分钟后再导出'] }));
const ALL_FAULTS = 1_000_000;

export const sendWorkbook = (reply: FastifyReply, stream: Readable, name: string): FastifyReply =>
  reply.type(XLSX).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`).header('cache-control', 'private, no-store').send(stream);

/** Who asks, if the post may; a refusal otherwise. */
export async function admit(authenticate: Authenticate, request: FastifyRequest, permission: Permission, what: string): Promise<Who | Refusal> {
  const who = await authenticate(request);
  if (isRefusal(who)) return who;
  const posts = PERMISSIONS[permission].map((p) => ANY_POST_LABELS[p]);
  return may(who.post, permission) ? who : refuse('rights.denied', `${what}由${posts.join('、')}办理`, { allowed: posts });
}

export function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> | Refusal {
  const read = schema.safeParse(value);
  return read.success ? read.data : invalid(read.error, 'query');
}

/** `2021-11-15T09:30` of a business instant, as people write it. */
export const clockText = (law: Law): string => law.now.slice(0, 16).replace('T', ' ');
export const byText = (who: Who, units: readonly UnitRow[]): string => `${who.name}（${units.find((u) => u.id === who.unitId)?.name ?? ''}，${ANY_POST_LABELS[who.post]}）`;

/** The unit and programme of an import, if the caller may import for them. */
async function importTarget(tx: Tx, law: Law, who: Who, q: z.output<typeof importQuery>) {
  const unit = (await findUnits(tx)).find((u) => u.key === q.unit);
  if (!unit || (who.area !== null && !who.area.includes(unit.id)) || !isOffice(unit)) return refuse('notfound', '没有这个单位，或不在您的辖区', { allowed: ['乡镇、街道等经办单位'] });
  const programme = law.policy.programme(q.programme, law.today);
  const standing = law.policy.programmes(law.today).filter((p) => p.payment !== 'once');
  if (!programme) return refuse('policy.absent', `${law.today} 没有项目 ${q.programme}`, { allowed: standing.map((p) => p.name) });
  return programme.payment === 'once' ? refuse('input.invalid', `${programme.name}是一次性救助，没有在享花名册`, { allowed: standing.map((p) => p.name) }) : { unit, programme };
}

/** Files of the rosters: template, upload, returned file, export. Streams, so they stand outside the endpoint table; rights, row-level security and logging are the same. */
export function rosterRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db } = services.installation;
  const store = new UploadStore(services.installation);

  app.get('/api/v1/rosters/template', { schema: { tags: ['花名册'], summary: '下载存量花名册导入模板（含填写说明）' } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'roster.propose', '导入花名册');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const q = parsed(importQuery, request.query);
    if (isRefusal(q)) return sendRefusal(reply, q, request.url);
    const target = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await importTarget(tx, law, who, q);
      return isRefusal(found) ? found : { ...found, villages: [...placesOf(services, who.county, await findUnits(tx), found.unit, law.today)].flatMap(([name, p]) => (name !== '' && p.id !== found.unit.id ? [name] : [])) };
    });
    if (isRefusal(target)) return sendRefusal(reply, target, request.url);
    return sendWorkbook(reply, await writeWorkbook(templateBook({ unit: target.unit.name, programme: target.programme.name, villages: target.villages })), `${target.unit.name}${target.programme.name}导入模板.xlsx`);
  });

  app.post('/api/v1/rosters/imports', { schema: { tags: ['花名册'], summary: '上传存量花名册（.xlsx，不超过 20 MB、50,000 行）并逐行检查，不写入任何户', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'roster.propose', '导入花名册');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const q = parsed(importQuery, request.query);
    if (isRefusal(q)) return sendRefusal(reply, q, request.url);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'), request.url);
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }), request.url);
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB，请分批导入', { allowed: ['不超过 20 MB 的 .xlsx'] }), request.url);
    // Duplicates are looked for in the whole county; what a unit is told of others is only that they exist.
    const whole = { county: who.county, area: null, user: who.account };
    const before = await db.transaction(whole, async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      return { law, target: await importTarget(tx, law, who, q) };
    });
    const { law, target } = before;
    if (isRefusal(target)) return sendRefusal(reply, target, request.url);
    const file = await readRoster(bytes, law.today);
    if (isRefusal(file)) return sendRefusal(reply, file, request.url);
    const answer = await db.transaction(whole, async (tx) => {
      const judged = await judgeRoster(tx, services, law, file, { ...target, area: who.area });
      const name = part.filename.replaceAll(/[\p{C}/\\]/gu, '').slice(0, 120) || '花名册.xlsx';
      const id = await insertImport(tx, who, law, { unit: target.unit.id, programme: target.programme.id, fileName: name, bytes }, judged);
      await store.put(id, bytes);
      await logAccess(tx, who, law.now, 'search', `roster-import:${id}`, '检查存量花名册', { rows: judged.counts.rows });
      const row = await findImport(tx, id);
      return row ? viewImport(law, row) : NO_IMPORT;
    }, { statementTimeout: EXPORT_TIMEOUT });
    return isRefusal(answer) ? sendRefusal(reply, answer, request.url) : reply.send(answer);
  });

  app.get<{ Params: { id: string } }>('/api/v1/rosters/imports/:id/result', { schema: { tags: ['花名册'], summary: '下载带“错误”列的原表' } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'roster.propose', '下载错误清单');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, NO_IMPORT, request.url);
    const found = await db.transaction(scopeOfWho(who), async (tx) => {
      const row = await findImport(tx, request.params.id);
      if (!row) return NO_IMPORT;
      const bytes = await store.get(row.id);
      if (!bytes) return refuse('notfound', '上传的文件已按规定删除', { allowed: ['重新上传'] });
      const faults = new Map<number, string>();
      for (const f of await findFaults(tx, row.id, [0, 0], ALL_FAULTS)) faults.set(f.row, [faults.get(f.row), f.column === '' ? f.text : `${f.column}：${f.text}`].filter((x) => x !== undefined).join('；'));
      await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', `roster-import:${row.id}`, '下载花名册错误清单', { rows: row.rows });
      return { row, bytes, faults };
    });
    if (isRefusal(found)) return sendRefusal(reply, found, request.url);
    return sendWorkbook(reply, await writeWorkbook(await resultBook(found.bytes, found.faults, found.row.file_name)), `错误清单-${found.row.file_name.replace(/\.xlsx$/i, '')}.xlsx`);
  });

  app.get('/api/v1/rosters/export', { schema: { tags: ['花名册'], summary: '导出花名册（默认脱敏；写明用途，留痕；完整号码另须权限）' } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'roster.read', '导出花名册');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const q = parsed(rosterExportQuery, request.query);
    if (isRefusal(q)) return sendRefusal(reply, q, request.url);
    const full = q.full === 'yes';
    if (full && !may(who.post, 'roster.full')) return sendRefusal(reply, refuse('rights.denied', `完整证件号和账号由${PERMISSIONS['roster.full'].map((p) => ANY_POST_LABELS[p]).join('、')}导出`, { allowed: ['导出脱敏的花名册'] }), request.url);
    const made = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      const scope = await rosterScope(tx, law, who, q);
      if (isRefusal(scope)) return scope;
      const wait = await exportPlace(tx, who.county);
      if (wait) return wait;
      const title = `${scope.unitName}${scope.programmeName}花名册（${q.month}）`;
      const out = await exportRoster(tx, services, scope, { title, by: byText(who, await findUnits(tx)), at: clockText(law), purpose: q.purpose, full }, [['单位', scope.unitName], ['项目', scope.programmeName], ['月份', q.month]]);
      await logAccess(tx, who, law.now, 'export', `roster:${scope.programme}:${q.month}:${q.unit ?? '*'}`, q.purpose, { rows: out.rows, full });
      return { ...out, name: `${title}.xlsx` };
    }, { statementTimeout: EXPORT_TIMEOUT });
    return isRefusal(made) ? sendRefusal(reply, made, request.url) : sendWorkbook(reply, made.stream, made.name);
  });
}
