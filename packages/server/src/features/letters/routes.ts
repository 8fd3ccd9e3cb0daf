import type { FastifyInstance, FastifyReply } from 'fastify';
import { PDFDocument } from 'pdf-lib';
import { printBody } from '@doudi/core/api/letters';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may } from '@doudi/core/rights/permissions';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { findLetter, NO_LETTER } from './compose.ts';
import type { LetterPress } from './press.ts';

const FORMS = ['authorisation', 'investigationForm', 'noticeSheet', 'selfCareForm', 'careAgreement', 'accessSlip'] as const satisfies LetterKind[];
const isForm = (kind: string): kind is (typeof FORMS)[number] => (FORMS as readonly string[]).includes(kind);

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A file that is shown or saved and nowhere kept on the way. */
export const sendFile = (reply: FastifyReply, type: string, name: string, bytes: Buffer, how: 'inline' | 'attachment' = 'inline'): FastifyReply =>
  reply.type(type).header('content-disposition', `${how}; filename*=UTF-8''${encodeURIComponent(name)}`).header('cache-control', 'private, no-store').send(bytes);

/** Letters as PDF/A: made at the first request, then kept by hash; found again by the code printed on them. */
export function letterRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate, press: LetterPress): void {
  const { db } = services.installation;

  app.get<{ Params: { id: string } }>('/api/v1/letters/:id/pdf', { schema: { tags: ['文书'], summary: '文书 PDF/A' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'case.read') || !isUuid(request.params.id)) return sendRefusal(reply, NO_LETTER);
    const made = await press.pdf(who, request.params.id, '打印文书');
    return isRefusal(made) ? sendRefusal(reply, made) : sendFile(reply, 'application/pdf', `${LETTER_TITLES[made.letter.kind]}-${made.letter.number}.pdf`, made.pdf);
  });

  app.get<{ Params: { id: string } }>('/api/v1/letters/:id/docx', { schema: { tags: ['文书'], summary: '文书 Word 文件（按当日模板填好）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'case.act') || !isUuid(request.params.id)) return sendRefusal(reply, NO_LETTER);
    const made = await press.docx(who, request.params.id);
    return isRefusal(made) ? sendRefusal(reply, made) : sendFile(reply, DOCX, `${LETTER_TITLES[made.letter.kind]}-${made.letter.number}.docx`, made.docx, 'attachment');
  });

  // For printing many at once: one PDF in the order asked for; a letter that cannot be printed stops the whole.
  app.post('/api/v1/letters/print', { schema: { tags: ['文书'], summary: '若干文书合成一个 PDF，供打印（逐份留痕）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'case.read')) return sendRefusal(reply, NO_LETTER);
    const body = printBody.safeParse(request.body);
    if (!body.success) return sendRefusal(reply, invalid(body.error, 'body'));
    const all = await PDFDocument.create();
    for (const id of body.data.ids) {
      const made = await press.pdf(who, id, '批量打印文书');
      if (isRefusal(made)) return sendRefusal(reply, made);
      const one = await PDFDocument.load(made.pdf);
      for (const page of await all.copyPages(one, one.getPageIndices())) all.addPage(page);
    }
    return sendFile(reply, 'application/pdf', '文书.pdf', Buffer.from(await all.save()));
  });

  // Forms to be taken along before the act they record.
  app.get<{ Params: { id: string; kind: string } }>('/api/v1/cases/:id/forms/:kind', { schema: { tags: ['文书'], summary: '预印表单：核对授权书、入户调查表、公示单、自理能力评估表、委托照料协议、查询码条' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const { id, kind } = request.params;
    if (!may(who.post, 'case.act') || !isUuid(id)) return sendRefusal(reply, NO_LETTER);
    if (!isForm(kind)) return sendRefusal(reply, refuse('notfound', '没有这种表单', { allowed: FORMS.map((f) => LETTER_TITLES[f]) }));
    // The applicant's code is the counter's to hand over; who merely reads or decides has no use for it.
    if (kind === 'accessSlip' && !may(who.post, 'case.apply')) return sendRefusal(reply, refuse('rights.denied', '查询码条由受理窗口打印，交给申请人本人', { allowed: [ANY_POST_LABELS.handler] }));
    const pdf = await press.form(who, id, kind);
    return isRefusal(pdf) ? sendRefusal(reply, pdf, request.url) : sendFile(reply, 'application/pdf', `${LETTER_TITLES[kind]}.pdf`, pdf);
  });

  app.get<{ Params: { code: string } }>('/api/v1/letters/code/:code', { schema: { tags: ['文书'], summary: '按文书上的编码查找' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const code = request.params.code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '').slice(0, 20);
    const l = may(who.post, 'case.read') ? await db.transaction(scopeOfWho(who), (tx) => findLetter(tx, { code })) : undefined;
    return l ? reply.send({ id: l.id, case: l.case_id, kind: l.kind, title: LETTER_TITLES[l.kind], number: l.number, on: l.on_date }) : sendRefusal(reply, NO_LETTER);
  });
}
