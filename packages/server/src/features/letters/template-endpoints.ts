import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { activateTemplate, getTemplates, listTemplates, withdrawTemplate, type TemplateVersion } from '@doudi/core/api/letters';
import { letterFields } from '@doudi/core/letters/fields';
import { LETTER_KINDS, LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { endpoint, scopeOfWho, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { findLettersOfKind } from './compose.ts';
import { NO_TEMPLATE, type LetterPress } from './press.ts';
import { DOCX, sendFile } from './routes.ts';
import { findTemplate, findTemplates, inForce, insertTemplate, updateActivated, updateWithdrawn, type TemplateRow } from './templates.ts';
import { templateProblems } from './word/check.ts';
import { MAX_TEMPLATE_BYTES } from './word/package.ts';
import { fieldGuide, startingTemplate } from './word/starting.ts';

const STATES: Record<TemplateVersion['state'], string> = { uploaded: '已上传，待预览', previewed: '已预览，待启用', coming: '已启用，日期未到', inForce: '正在使用', replaced: '已被后来的版本取代', withdrawn: '已停用' };

function stateOf(t: TemplateRow, current: TemplateRow | undefined, today: string): TemplateVersion['state'] {
  if (t.withdrawn_at !== null) return 'withdrawn';
  if (t.valid_from === null) return t.previewed_at === null ? 'uploaded' : 'previewed';
  return t.id === current?.id ? 'inForce' : t.valid_from > today ? 'coming' : 'replaced';
}

function versionView(t: TemplateRow, current: TemplateRow | undefined, today: string, who: Who): TemplateVersion {
  const state = stateOf(t, current, today);
  return {
    id: t.id, version: t.version, name: t.name, bytes: t.bytes, note: t.note, uploadedBy: t.uploader, uploadedAt: t.uploaded_at, mine: t.uploaded_by === who.account, state, stateText: STATES[state],
    validFrom: t.valid_from, activatedBy: t.activator, activatedAt: t.activated_at, withdrawnBy: t.withdrawer, withdrawnAt: t.withdrawn_at, withdrawnReason: t.withdrawn_reason,
  };
}

/** Two people and one look stand before a new layout: who uploads it does not put it in force, and nobody puts in force what was not seen on a real case. */
function activationFault(t: TemplateRow, from: string, today: string, who: Who): Refusal | undefined {
  if (t.activated_at !== null) return refuse('step.done', `第 ${t.version} 版已经启用`);
  if (t.uploaded_by === who.account) return refuse('person.same', '模板由您上传，须由另一人启用');
  if (t.previewed_at === null) return refuse('step.order', '启用之前须用一份真实文书预览', { missing: ['预览'] });
  return from < today ? refuse('date.order', `启用日期不能早于今天（${today}）：已经发出的文书不改版式`) : undefined;
}

export function templateEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listTemplates, async (tx, _, who) => {
      const { today } = await loadLaw(tx, services, who.county);
      const all = await findTemplates(tx);
      return {
        items: LETTER_KINDS.map((kind) => {
          const versions = all.filter((t) => t.kind === kind);
          const current = inForce(versions, today);
          return { kind, title: LETTER_TITLES[kind], inForce: current ? versionView(current, current, today, who) : null, waiting: versions.filter((t) => t.activated_at === null).length };
        }),
      };
    }),
    endpoint(getTemplates, async (tx, { params }, who) => {
      const { today } = await loadLaw(tx, services, who.county);
      const versions = await findTemplates(tx, params.kind);
      const current = inForce(versions, today);
      return {
        kind: params.kind, title: LETTER_TITLES[params.kind], versions: versions.map((t) => versionView(t, current, today, who)),
        fields: letterFields(params.kind).map((f) => ({ name: f.name, about: f.about, list: f.list === undefined ? null : f.list === 'lines' ? ('lines' as const) : [...f.list], required: f.required })),
        samples: (await findLettersOfKind(tx, params.kind, 20)).map((l) => ({ id: l.id, number: l.number, caseNumber: l.case_number, on: l.on_date })),
      };
    }),
    endpoint(activateTemplate, async (tx, { params, body }, who) => {
      const { now, today } = await loadLaw(tx, services, who.county);
      const t = await findTemplate(tx, params.id, true);
      if (!t) return NO_TEMPLATE;
      const fault = activationFault(t, body.from, today, who);
      if (fault) return fault;
      await updateActivated(tx, t.id, body.from, who.account, now);
      return { id: t.id };
    }),
    endpoint(withdrawTemplate, async (tx, { params, body }, who) => {
      const { now } = await loadLaw(tx, services, who.county);
      const t = await findTemplate(tx, params.id, true);
      if (!t) return NO_TEMPLATE;
      if (t.activated_at === null) return refuse('step.order', `第 ${t.version} 版还没有启用`);
      if (t.withdrawn_at !== null) return refuse('step.done', `第 ${t.version} 版已经停用`);
      await updateWithdrawn(tx, t.id, body.reason, who.account, now);
      return { id: t.id };
    }),
  ];
}

const isKind = (kind: string): kind is LetterKind => (LETTER_KINDS as readonly string[]).includes(kind);

/** Word files in and out: a starting template, the list of fields, an upload with its problems, a preview on a real letter. */
export function templateRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate, press: LetterPress): void {
  const { db } = services.installation;
  const NO_KIND = refuse('notfound', '没有这种文书');

  app.get<{ Params: { kind: string } }>('/api/v1/letter-templates/:kind/start.docx', { schema: { tags: ['文书模板'], summary: '起始模板（Word）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const { kind } = request.params;
    return may(who.post, 'template.read') && isKind(kind) ? sendFile(reply, DOCX, `${LETTER_TITLES[kind]}模板.docx`, startingTemplate(kind), 'attachment') : sendRefusal(reply, NO_KIND);
  });

  app.get<{ Params: { kind: string } }>('/api/v1/letter-templates/:kind/fields.txt', { schema: { tags: ['文书模板'], summary: '字段说明' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const { kind } = request.params;
    // A text file opened in Windows needs the mark to be read as UTF-8.
    return may(who.post, 'template.read') && isKind(kind) ? sendFile(reply, 'text/plain; charset=utf-8', `${LETTER_TITLES[kind]}字段说明.txt`, Buffer.from(`\uFEFF${fieldGuide(kind)}`), 'attachment') : sendRefusal(reply, NO_KIND);
  });

  app.post<{ Params: { kind: string } }>('/api/v1/letter-templates/:kind', { schema: { tags: ['文书模板'], summary: '上传文书模板（.docx，不带宏，不超过 2 MB）', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const { kind } = request.params;
    if (!may(who.post, 'template.edit')) return sendRefusal(reply, refuse('rights.denied', '文书模板由县级经办人员或县级负责人上传', { allowed: ['县级经办人员', '县级负责人'] }));
    if (!isKind(kind)) return sendRefusal(reply, NO_KIND);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'));
    const part = await request.file({ limits: { fileSize: MAX_TEMPLATE_BYTES + 1, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }));
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes) return sendRefusal(reply, refuse('body.large', `模板超过 ${MAX_TEMPLATE_BYTES / 1024 / 1024} MB`));
    const problems = templateProblems(kind, bytes);
    if (problems.length > 0) return sendRefusal(reply, refuse('template.faulty', `有 ${problems.length} 处问题，模板没有保存`, { missing: problems, allowed: letterFields(kind).map((f) => `{${f.name}}`) }));
    const note = part.fields['note'];
    const said = note && 'value' in note && typeof note.value === 'string' ? note.value.trim().slice(0, 200) : '';
    const answer = await db.transaction(scopeOfWho(who), async (tx) => {
      const { now } = await loadLaw(tx, services, who.county);
      const id = randomUUID();
      const name = part.filename.replaceAll(/[\p{C}/\\]/gu, '').slice(0, 120) || '模板.docx';
      const version = await insertTemplate(tx, { id, county: who.county, kind, name, sha256: await press.keep(bytes), bytes: bytes.length, note: said, by: who.account, at: now });
      return { id, version };
    });
    return reply.send(answer);
  });

  app.get<{ Params: { id: string } }>('/api/v1/letter-templates/:id/file', { schema: { tags: ['文书模板'], summary: '下载一版模板' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'template.read') || !isUuid(request.params.id)) return sendRefusal(reply, NO_TEMPLATE);
    const t = await db.transaction(scopeOfWho(who), async (tx) => {
      const found = await findTemplate(tx, request.params.id);
      if (found) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', `letter-template:${found.id}`, '下载文书模板');
      return found;
    });
    return t ? sendFile(reply, DOCX, t.name, await press.read(t.sha256), 'attachment') : sendRefusal(reply, NO_TEMPLATE);
  });

  for (const as of ['pdf', 'docx'] as const)
    app.get<{ Params: { id: string }; Querystring: { letter?: string } }>(`/api/v1/letter-templates/:id/preview.${as}`, { schema: { tags: ['文书模板'], summary: `用一份真实文书预览模板（${as === 'pdf' ? 'PDF' : 'Word'}）` } }, async (request, reply) => {
      const who = await authenticate(request);
      if (isRefusal(who)) return sendRefusal(reply, who);
      const letter = request.query.letter ?? '';
      if (!may(who.post, 'template.edit') || !isUuid(request.params.id) || !isUuid(letter)) return sendRefusal(reply, NO_TEMPLATE);
      const out = await press.preview(who, request.params.id, letter, as);
      if (isRefusal(out)) return sendRefusal(reply, out);
      return as === 'pdf' ? sendFile(reply, 'application/pdf', '预览.pdf', out) : sendFile(reply, DOCX, '预览.docx', out, 'attachment');
    });
}
