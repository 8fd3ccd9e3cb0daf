import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import type { MatterPaper } from '@doudi/core/matter/paper';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import { MissingGlyphError } from '../../platform/typeset/errors.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { BUREAU, nextNumber } from '../cases/numbers.ts';
import type { LetterPress } from '../letters/press.ts';
import { sendFile } from '../letters/routes.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { shortName } from '../law/units.ts';

export interface PaperRow {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly title: string;
  readonly issued_on: string;
}

/** Series of the bureau's papers of supervision; the same in all topics, so that the register has no gap. */
const SERIES = 'matter.paper';

/** Issues a paper of the county bureau in a matter: gives it the next number of the year and keeps it word for word. */
export async function issuePaper(tx: Tx, services: Services, law: Law, p: Pick<MatterPaper, 'title' | 'addressee' | 'paragraphs' | 'facts' | 'lists' | 'basis'> & { readonly matter: string; readonly matterNumber: string; readonly kind: string; /** An office that answers in its own name; otherwise the bureau does. */ readonly office?: { readonly key: string; readonly name: string; readonly telephone: string } | undefined }): Promise<PaperRow> {
  const j = countyOf(services, law.county).layer.jurisdiction;
  if (!j) throw new Error('a county without jurisdiction issues no papers');
  const year = Number(law.today.slice(0, 4));
  const { matter, kind, office, ...words } = p;
  const number = `${j.mark}${office ? shortName(office.name) : BUREAU}督〔${year}〕${await nextNumber(tx, law.county, office ? `${SERIES}.${office.key}` : SERIES, year)}号`;
  const content: MatterPaper = { ...words, number, organ: office?.name ?? j.bureau, date: law.today, telephone: office?.telephone ?? j.telephone };
  const id = randomUUID();
  await sql`insert into matter_paper (county_id, id, matter_id, kind, number, title, content, issued_on) values (${law.county}, ${id}, ${matter}, ${kind}, ${number}, ${p.title}, ${JSON.stringify(content)}::jsonb, ${law.today})`.execute(tx);
  return { id, kind, number, title: p.title, issued_on: law.today };
}

/** Papers of a matter that the caller sees, oldest first. */
export async function papersOfMatter(tx: Tx, county: number, matter: string): Promise<PaperRow[]> {
  return (await sql<PaperRow>`select id, kind, number, title, issued_on from matter_paper where county_id = ${county} and matter_id = ${matter} order by issued_on, number`.execute(tx)).rows;
}

/** A paper of a matter as PDF: the same words give the same bytes. Each look is on record. */
export function matterPaperRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate, press: LetterPress): void {
  app.get<{ Params: { id: string } }>('/api/v1/matter-papers/:id/pdf', { schema: { tags: ['matters'], summary: '监督文书 PDF（工作提示、提示函、督办函、通报、移交函等）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const none = refuse('notfound', '没有这份文书，或者不在您的工作范围内');
    if (!may(who.post, 'matter.read') || !isUuid(request.params.id)) return sendRefusal(reply, none, request.url);
    const paper = await services.installation.db.transaction(scopeOfWho(who), async (tx) => {
      const found = (await sql<{ content: MatterPaper }>`select content from matter_paper where county_id = ${who.county} and id = ${request.params.id}`.execute(tx)).rows[0];
      if (found) await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', `matter-paper:${request.params.id}`, '打印监督文书');
      return found?.content;
    });
    if (!paper) return sendRefusal(reply, none, request.url);
    try {
      return sendFile(reply, 'application/pdf', `${paper.title}-${paper.number}.pdf`, await press.sheet('matter.typ', paper));
    } catch (e) {
      if (e instanceof MissingGlyphError) return sendRefusal(reply, refuse('input.invalid', `文书中有字库没有的字：${e.message}`, { allowed: ['在字体文件夹加入含该字的字体'] }), request.url);
      throw e;
    }
  });
}
