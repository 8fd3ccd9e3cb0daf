import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { composeLetter } from '@doudi/core/letters/compose';
import { LETTER_TITLES, type LetterKind, type LetterModel } from '@doudi/core/letters/model';
import type { Action } from '@doudi/core/case/actions';
import { fold, personsToAuthorise } from '@doudi/core/case/state';
import { maskIdNumber } from '@doudi/core/people/mask';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { loadFonts } from '../../platform/typeset/fonts.ts';
import { MissingGlyphError } from '../../platform/typeset/errors.ts';
import { Typesetter } from '../../platform/typeset/typesetter.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { findCase, loadContext } from '../cases/context.ts';
import { FileStore } from '../files/store.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { typesetLetter } from './typeset.ts';

interface LetterRow {
  readonly id: string;
  readonly case_id: string;
  readonly unit_id: number;
  readonly kind: LetterKind;
  readonly number: string;
  readonly on_date: string;
  readonly seq: number;
  readonly code: string;
  readonly sha256: Buffer | null;
}

const FORMS = ['authorisation', 'investigationForm', 'noticeSheet'] as const satisfies LetterKind[];
const isForm = (kind: string): kind is (typeof FORMS)[number] => (FORMS as readonly string[]).includes(kind);

const NONE = refuse('notfound', '没有这份文书，或不在您的辖区');
const FIND = sql`select l.id, l.case_id, l.unit_id, l.kind, l.number, l.on_date, l.seq, l.code, f.sha256 from case_letter l left join stored_file f on f.county_id = l.county_id and f.id = l.file_id where l.county_id = current_county()`;

/** Names of staff by account id. */
async function findStaff(tx: Tx): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county()`.execute(tx);
  return new Map(rows.map((r) => [r.id, r.name]));
}

/** The letter as data: the case as it stood when the letter arose, under the law of that day. */
export async function composeFor(tx: Tx, services: Services, law: Law, l: Pick<LetterRow, 'case_id' | 'kind' | 'number' | 'on_date' | 'seq' | 'code'>): Promise<LetterModel | Refusal> {
  const row = await findCase(tx, l.case_id);
  if (!row) return NONE;
  const { rows } = await sql<{ kind: string; at: string; actor_user: string; actor_post: string; actor_unit: string; body: unknown }>`select kind, at, actor_user, actor_post, actor_unit, body from case_action where county_id = current_county() and case_id = ${l.case_id} and seq <= ${l.seq} order by seq`.execute(tx);
  const actions = rows.map((a) => ({ kind: a.kind, at: a.at, on: new Date(Date.parse(a.at) + 8 * 3600_000).toISOString().slice(0, 10), actor: { user: a.actor_user, post: a.actor_post, unit: a.actor_unit }, body: a.body }) as unknown as Action);
  const state = fold(l.case_id, actions);
  const { context } = await loadContext(tx, services, law.county, { ...row, state });
  const people = await openPersons(tx, services, law.county, personsToAuthorise(state.facts));
  const county = countyOf(services, law.county).layer;
  const unit = county.units.find((u) => u.id === state.unit);
  const j = county.jurisdiction;
  if (!unit || !j) throw new Error(`没有单位 ${state.unit}`);
  const village = (await sql<{ name: string }>`select name from unit where county_id = current_county() and id = ${row.area_id} and id <> ${row.unit_id}`.execute(tx)).rows[0]?.name;
  const last = actions.at(-1);
  const ground = last?.kind === 'withdrawn' ? last.body.reason : last?.kind === 'abandoned' ? last.body.ground : undefined;
  return composeLetter(l.kind, {
    state, context: { ...context, today: l.on_date }, names: new Map([...people].map(([id, p]) => [id, { name: p.name, idNumberMasked: maskIdNumber(p.idNumber) }])), staff: await findStaff(tx),
    units: { unit, county: j, ...(village ? { village } : {}) }, number: l.number, date: l.on_date, code: l.code, ...(ground ? { ground } : {}),
  });
}

/** Letters as PDF/A: made at the first request, then kept by hash; found again by the code printed on them. */
export function letterRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db, config } = services.installation;
  const store = new FileStore(config.dataFolder);
  const typesetter = new Typesetter({ templates: path.join(path.dirname(fileURLToPath(import.meta.url)), 'templates'), fonts: loadFonts() });
  app.addHook('onClose', () => typesetter.close());

  app.get<{ Params: { id: string } }>('/api/v1/letters/:id/pdf', { schema: { tags: ['文书'], summary: '文书 PDF/A' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'case.read') || !/^[0-9a-f-]{36}$/.test(request.params.id)) return sendRefusal(reply, NONE);
    const scope = scopeOfWho(who);
    const found = await db.transaction(scope, async (tx) => {
      const l = (await sql<LetterRow>`${FIND} and l.id = ${request.params.id}`.execute(tx)).rows[0];
      if (!l) return NONE;
      const law = await loadLaw(tx, services, who.county);
      await logAccess(tx, who, law.now, 'download', `letter:${l.id}`, '打印文书');
      if (l.sha256) return { l, model: undefined };
      const model = await composeFor(tx, services, law, l);
      return isRefusal(model) ? model : { l, model };
    });
    if (isRefusal(found)) return sendRefusal(reply, found);
    const { l, model } = found;
    let pdf: Buffer;
    if (model) {
      try {
        pdf = Buffer.from((await typesetLetter(typesetter, model)).pdf);
      } catch (e) {
        if (e instanceof MissingGlyphError) return sendRefusal(reply, refuse('input.invalid', `文书中有字库没有的字：${e.message}`, { allowed: ['在字体文件夹加入含该字的字体'] }));
        throw e;
      }
      const hash = await store.put(pdf);
      await db.transaction(scope, async (tx) => {
        const file = randomUUID();
        await sql`with f as (insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at)
            select ${who.county}, ${file}, ${l.unit_id}, null, ${hash}, 'application/pdf', ${pdf.length}, ${`${LETTER_TITLES[l.kind]}.pdf`}, 'system', now() where exists (select 1 from case_letter where county_id = ${who.county} and id = ${l.id} and file_id is null) returning id)
          update case_letter set file_id = f.id from f where county_id = ${who.county} and case_letter.id = ${l.id} and file_id is null`.execute(tx);
      });
    } else pdf = await store.get(l.sha256 as Buffer);
    return reply.type('application/pdf').header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${LETTER_TITLES[l.kind]}-${l.number}.pdf`)}`).header('cache-control', 'private, no-store').send(pdf);
  });

  // Forms to be taken along before the act they record: printed from the case as it stands, without number, not kept.
  app.get<{ Params: { id: string; kind: string } }>('/api/v1/cases/:id/forms/:kind', { schema: { tags: ['文书'], summary: '预印表单：核对授权书、入户调查表、公示单' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const { id, kind } = request.params;
    if (!may(who.post, 'case.act') || !/^[0-9a-f-]{36}$/.test(id)) return sendRefusal(reply, NONE);
    if (!isForm(kind)) return sendRefusal(reply, refuse('notfound', '没有这种表单', { allowed: FORMS.map((f) => LETTER_TITLES[f]) }));
    const model = await db.transaction(scopeOfWho(who), async (tx) => {
      const row = await findCase(tx, id);
      if (!row) return NONE;
      const law = await loadLaw(tx, services, who.county);
      await logAccess(tx, who, law.now, 'download', `form:${kind}:${id}`, '预印表单');
      return await composeFor(tx, services, law, { case_id: id, kind, number: row.number, on_date: law.today, seq: row.seq, code: '预印' });
    });
    if (isRefusal(model)) return sendRefusal(reply, model, request.url);
    const { pdf } = await typesetLetter(typesetter, model);
    return reply.type('application/pdf').header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${LETTER_TITLES[kind]}.pdf`)}`).header('cache-control', 'private, no-store').send(Buffer.from(pdf));
  });

  app.get<{ Params: { code: string } }>('/api/v1/letters/code/:code', { schema: { tags: ['文书'], summary: '按文书上的编码查找' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    const code = request.params.code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '').slice(0, 20);
    const l = may(who.post, 'case.read') ? await db.transaction(scopeOfWho(who), async (tx) => (await sql<LetterRow>`${FIND} and l.code = ${code}`.execute(tx)).rows[0]) : undefined;
    return l ? reply.send({ id: l.id, case: l.case_id, kind: l.kind, title: LETTER_TITLES[l.kind], number: l.number, on: l.on_date }) : sendRefusal(reply, NONE);
  });
}
