import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyRateLimit from '@fastify/rate-limit';
import { sql } from 'kysely';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PUBLIC_SATISFACTIONS } from '@doudi/core/complaint/words';
import type { MatterActor } from '@doudi/core/matter/model';
import { SUBMISSION_KINDS, type SubmissionKind } from '@doudi/core/case/submissions/payloads';
import { LETTER_TITLES } from '@doudi/core/letters/model';
import { isRefusal, REFUSALS, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { County, Services } from '../../services.ts';
import { withWholeCounty } from '../cases/reproject.ts';
import { complaintHooks } from '../complaints/hooks.ts';
import { inspect } from '../files/inspect.ts';
import { MAX_FILE_BYTES } from '../files/routes.ts';
import { runMatter } from '../matters/run.ts';
import { FileStore } from '../files/store.ts';
import type { LetterPress } from '../letters/press.ts';
import { COOKIE, complaintByCode, complaintCode, endVisit, enter, findVisit, formToken, printedCode, readCookie, sameToken, sentId, SESSION_MINUTES, typedNumber, type Visit } from './access.ts';
import { html, page, STYLE, type Html } from './html.ts';
import { complainPage, progressDoor, progressPage, PUBLIC_KINDS, PUBLIC_SUBJECTS, receivedPage, type Received } from './complain-page.ts';
import { drawsPage } from './draws-page.ts';
import { scoresPage } from './scores-page.ts';
import { doorPage, isForHousehold, myPage } from './my.ts';
import { countyPage, listPage, noticePage, startPage, unitPage, villagePage, type Content } from './pages.ts';
import { documentsPage, officesPage, planPage, policyPage, programmePage, rulesPage } from './policy-pages.ts';
import { countyByKey, readPublic, type PublicView } from './scope.ts';
import { send } from './send.ts';
import type { Tx } from '../../platform/database.ts';

/** No script anywhere, nothing from elsewhere, forms only to ourselves. */
const CSP = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const VERIFIER = fileURLToPath(new URL('../../../../../tools/verify-draw.mjs', import.meta.url));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEY = /^[a-z][a-z0-9.-]{0,80}$/;
/** Requests of one address: a service hall shares one, a scraper wants thousands. */
const READS = { max: 300, timeWindow: '1 minute' };
const SENDS = { max: 30, timeWindow: '10 minutes' };
const TRIES = { max: 40, timeWindow: '10 minutes' };
const PUBLIC_ACTOR: MatterActor = { user: 'public', post: 'public', unit: '' };
const BAD_PHONE = refuse('input.invalid', '电话只能是数字', { allowed: ['只写数字，可以有空格和短横', '不留电话的，空着'] });
const MAX_FORM = 16 * 1024;
const MAX_FILES = 5;

const STYLE_TAG = `"${createHash('sha256').update(STYLE).digest('base64url').slice(0, 16)}"`;

class Answer extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** The public entrance: plain HTML for everybody, without login and without script. Reads only what is published. */
export async function publicRoutes(app: FastifyInstance, services: Services, press: LetterPress): Promise<void> {
  const { db, config, keys } = services.installation;
  const store = new FileStore(config.dataFolder, keys);
  const training = config.mode === 'training';

  const show = (reply: FastifyReply, o: { title: string; main: Html; trail?: Content['trail']; personal?: boolean }, how: { status?: number; keep?: boolean } = {}): FastifyReply => {
    if (o.personal) reply.header('x-robots-tag', 'noindex, nofollow, noarchive');
    return reply.status(how.status ?? 200).header('cache-control', how.keep ? 'public, max-age=60' : 'no-store').type('text/html; charset=utf-8').send(page({ ...o, training }));
  };
  const showRefusal = (reply: FastifyReply, r: Refusal): FastifyReply =>
    show(reply, { title: REFUSALS[r.code].title, personal: true, main: html`<div class="box stop" role="alert"><p>${r.rule}${r.clause ? html`（${r.clause}）` : ''}</p>${r.missing && r.missing.length > 0 ? html`<p>还缺：${r.missing.join('、')}</p>` : ''}${r.allowed && r.allowed.length > 0 ? html`<ul>${r.allowed.map((a) => html`<li>${a}</li>`)}</ul>` : ''}</div><p>用手机的“返回”可以回到刚才的页面，填过的内容还在。</p>` }, { status: REFUSALS[r.code].status });
  const NONE = refuse('notfound', '没有这一页，或者已经撤下', { allowed: ['公示期满次日自动撤下', '从“社会救助公开”重新找'] });

  await app.register(async (scope) => {
    await scope.register(fastifyRateLimit, {
      global: true, ...READS, keyGenerator: (request) => request.ip,
      errorResponseBuilder: () => new Answer(refuse('busy.often', '这个网络地址访问太多，请过一会儿再来')),
    });
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: MAX_FORM }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))));
    scope.addHook('onSend', async (_request, reply) => {
      // A form posted under no-referrer would name the origin "null": we could not tell our own page from another's.
      reply.header('referrer-policy', 'same-origin');
    });
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CSP);
    });
    scope.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
      if (error instanceof Answer) return showRefusal(reply, error.refusal);
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.code === 'FST_REQ_FILE_TOO_LARGE' || error.code === 'FST_FILES_LIMIT') return showRefusal(reply, refuse('body.large', '内容太大，没有收下', { allowed: [`每份不超过 ${MAX_FILE_BYTES / 1024 / 1024} MB`, `一次最多 ${MAX_FILES} 份`] }));
      if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return showRefusal(reply, refuse('input.invalid', '请求的格式不对'));
      // The path only: what stands behind it may be personal.
      console.error(`${request.method} ${request.url.split('?')[0] ?? ''} ${error.code ?? ''} ${error.stack ?? error.message}`);
      return show(reply, { title: '系统出错了', main: html`<p>没有写入任何内容，请过一会儿再试。</p>` }, { status: 500 });
    });
    scope.setNotFoundHandler((_request, reply) => showRefusal(reply, NONE));

    scope.get('/style.css', { schema: { hide: true }, config: { rateLimit: false } }, (request, reply) => {
      reply.header('cache-control', 'public, max-age=3600').header('etag', STYLE_TAG);
      return request.headers['if-none-match'] === STYLE_TAG ? reply.status(304).send() : reply.type('text/css; charset=utf-8').send(STYLE);
    });
    // The program with which anyone draws again: the same file for everybody, from us or from the source of the product.
    scope.get('/verify-draw.mjs', { schema: { hide: true } }, (_request, reply) => reply.header('cache-control', 'public, max-age=3600').header('content-disposition', 'attachment; filename="verify-draw.mjs"').type('text/javascript; charset=utf-8').send(readFileSync(VERIFIER)));
    scope.get('', { schema: { hide: true } }, (_request, reply) => show(reply, startPage(services), { keep: true }));
    mine(scope);
    const county = (path: string, make: (tx: Tx, v: PublicView, params: Record<string, string>, from: number) => Promise<Content | undefined> | Content | undefined): void => {
      scope.get<{ Params: Record<string, string>; Querystring: Record<string, string> }>(`/:county${path}`, { schema: { hide: true } }, async (request, reply) => {
        const c = countyByKey(services, request.params['county'] ?? '');
        if (!c || Object.values(request.params).some((x) => !KEY.test(x) && !UUID.test(x))) return await showRefusal(reply, NONE);
        const from = Number(/^\d{1,6}$/.exec(request.query['from'] ?? '')?.[0] ?? 0);
        const content = await readPublic(db, services, c, async (tx, v) => await make(tx, v, request.params, from));
        return content ? await show(reply, content, { keep: content.fresh !== true }) : await showRefusal(reply, NONE);
      });
    };
    county('', (tx, v) => countyPage(tx, v));
    county('/policy', (_tx, v) => policyPage(v));
    county('/policy/:id', (_tx, v, p) => programmePage(v, p['id'] ?? ''));
    county('/rules', (_tx, v, _p, from) => rulesPage(v, from));
    county('/documents', (_tx, v) => documentsPage(v));
    county('/offices', (_tx, v) => officesPage(v));
    county('/plan', (_tx, v) => planPage(services, v));
    county('/draws', (tx, v) => drawsPage(tx, v));
    county('/scores', (tx, v, _p, from) => scoresPage(tx, v, from));
    county('/complain', (_tx, v) => complainPage(services, v));
    county('/complain/progress', (_tx, v) => progressDoor(v));
    scope.post<{ Params: { county: string } }>('/:county/complain', { schema: { hide: true }, config: { rateLimit: SENDS } }, complain);
    scope.post<{ Params: { county: string } }>('/:county/complain/progress', { schema: { hide: true }, config: { rateLimit: TRIES } }, complaintProgress);
    scope.post<{ Params: { county: string } }>('/:county/complain/rating', { schema: { hide: true }, config: { rateLimit: TRIES } }, complaintRating);
    county('/thanks', (_tx, v) => ({ title: '意见已经收到', trail: [], main: html`<div class="box good" role="status"><p>经办人员答复以前，这份公示不能结束，也不能作出决定。</p></div><p><a href="/public/${v.county.key}">回到公开页</a></p>` }));
    county('/u/:unit', (tx, v, p) => unitPage(tx, v, p['unit'] ?? ''));
    county('/v/:village', (tx, v, p) => villagePage(tx, v, p['village'] ?? ''));
    county('/v/:village/list/:programme', (tx, v, p, from) => listPage(tx, v, p['village'] ?? '', p['programme'] ?? '', from));
    county('/n/:id', (tx, v, p) => (UUID.test(p['id'] ?? '') ? noticePage(tx, v, p['id'] ?? '') : undefined));
    scope.post<{ Params: { county: string; id: string } }>('/:county/n/:id', { schema: { hide: true }, config: { rateLimit: SENDS } }, objection);
    // Every other address below is no page; it is not the staff's client either.
    scope.get('/*', { schema: { hide: true } }, (_request, reply) => showRefusal(reply, NONE));
  }, { prefix: '/public' });

  /** A form may be sent from our own pages only. Browsers of ten years ago name no origin; then the cookie and the form's own token must do. */
  function ownSite(request: FastifyRequest): void {
    const site = request.headers['sec-fetch-site'];
    const origin = request.headers.origin;
    const foreign = (typeof site === 'string' && site !== 'same-origin') || (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === request.host));
    if (foreign) throw new Answer(refuse('rights.csrf', '这个表单不是从本站打开的，没有收下', { allowed: ['从本站的页面重新填写'] }));
  }
  const fieldsOf = (request: FastifyRequest): Record<string, string> => (typeof request.body === 'object' && request.body !== null ? (request.body as Record<string, string>) : {});
  /** Text as it goes into the log: no control characters, no half characters. */
  const clean = (x: string | undefined, max: number): string => (x ?? '').replaceAll('\r\n', '\n').replaceAll(/[^\P{C}\n]/gu, '').trim().slice(0, max);

  async function objection(request: FastifyRequest<{ Params: { county: string; id: string } }>, reply: FastifyReply): Promise<FastifyReply> {
    ownSite(request);
    const c = countyByKey(services, request.params.county);
    if (!c || !UUID.test(request.params.id)) return await showRefusal(reply, NONE);
    const f = fieldsOf(request);
    const text = clean(f['text'], 1000);
    const named = f['named'] !== 'no';
    const name = clean(f['name'], 30);
    const phone = clean(f['phone'], 20);
    if (text === '') return await showRefusal(reply, refuse('input.invalid', '没有写意见', { allowed: ['写清楚什么事、怎么知道的'] }));
    if (named && name === '') return await showRefusal(reply, refuse('input.invalid', '实名提出的请写姓名', { allowed: ['写上姓名', '改为匿名'] }));
    if (phone !== '' && !/^[\d+() -]{5,20}$/.test(phone)) return await showRefusal(reply, BAD_PHONE);
    const found = await readPublic(db, services, c, async (tx, v) => (await sql<{ case_id: string; area_id: number }>`select case_id, area_id from public_notice_case(${c.id}, ${request.params.id}::uuid, ${v.law.today}::date)`.execute(tx)).rows[0]);
    if (!found) return await showRefusal(reply, NONE);
    const no = await send(services, store, { county: c.id, caseId: found.case_id, areaId: found.area_id, sender: 'public', kind: 'objection', text, named, contact: named ? { name, ...(phone ? { phone } : {}) } : phone ? { phone } : {} });
    if (no) return await showRefusal(reply, no);
    return await reply.header('cache-control', 'no-store').redirect(`/public/${c.key}/thanks`, 303);
  }
  async function complain(request: FastifyRequest<{ Params: { county: string } }>, reply: FastifyReply): Promise<FastifyReply> {
    ownSite(request);
    const c = countyByKey(services, request.params.county);
    if (!c) return await showRefusal(reply, NONE);
    const f = fieldsOf(request);
    const kind = PUBLIC_KINDS.find((k) => k === f['kind']);
    const subject = PUBLIC_SUBJECTS.find((x) => x === f['subject']);
    const text = clean(f['text'], 2000);
    if (!kind || !subject) return await showRefusal(reply, refuse('input.invalid', '没有选是什么事、关于什么', { allowed: ['在“是什么事”“关于什么”里各选一项'] }));
    if (text === '') return await showRefusal(reply, refuse('input.invalid', '没有写内容', { allowed: ['写上什么时候、在哪里、什么人、什么事'] }));
    const named = f['named'] !== 'no';
    const name = clean(f['name'], 30);
    const phone = clean(f['phone'], 20);
    if (phone !== '' && !/^[\d+() -]{5,20}$/.test(phone)) return await showRefusal(reply, BAD_PHONE);
    const unit = KEY.test(f['unit'] ?? '') ? f['unit'] : undefined;
    const wanted = clean(f['wanted'], 500);
    const payload = { kind, channel: 'online' as const, named, contact: named ? { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } : {}, about: { kind: subject, unit }, text, ...(wanted ? { wanted } : {}), reply: 'online' as const, passUp: false };
    const id = sentId(services, c.id, f['mark'], payload);
    const received = await db.transaction({ county: c.id, area: [], user: 'public' }, async (tx): Promise<Received | Refusal> => {
      // A second click waits for the first; then, as after a reload, the same is already there.
      await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
      const code = printedCode(complaintCode(services, c.id, id));
      const before = await withWholeCounty(tx, c.id, async () => (await sql<{ number: string; issued: boolean }>`select number, coalesce((state ->> 'codeIssue')::int, 1) > 1 as issued from matter where county_id = ${c.id} and id = ${id}`.execute(tx)).rows[0]);
      if (before) return { number: before.number, code: before.issued ? undefined : code, again: true };
      const done = await runMatter(tx, services, c.id, complaintHooks, PUBLIC_ACTOR, { name: 'register', payload }, undefined, undefined, id);
      return isRefusal(done) ? done : { number: done.number, code, again: false };
    });
    if (isRefusal(received)) return await showRefusal(reply, received);
    return await show(reply, await readPublic(db, services, c, async (_tx, v) => receivedPage(services, v, received)));
  }
  async function complaintProgress(request: FastifyRequest<{ Params: { county: string } }>, reply: FastifyReply): Promise<FastifyReply> {
    ownSite(request);
    const c = countyByKey(services, request.params.county);
    if (!c) return await showRefusal(reply, NONE);
    const f = fieldsOf(request);
    return await showProgress(reply, c, (f['number'] ?? '').slice(0, 60), (f['code'] ?? '').slice(0, 20));
  }
  async function showProgress(reply: FastifyReply, c: County, number: string, code: string): Promise<FastifyReply> {
    const found = await db.transaction({ county: c.id, area: [], user: 'public' }, (tx) => complaintByCode(tx, services, c.id, number, code));
    return await readPublic(db, services, c, async (_tx, v) => (isRefusal(found) ? show(reply, progressDoor(v, `${found.rule}。${(found.allowed ?? []).join('；')}。`, number), { status: REFUSALS[found.code].status }) : show(reply, progressPage(v, typedNumber(number), code, found.state))));
  }
  /** Whoever holds the code says once whether the answer satisfies them; then sees how it stands. */
  async function complaintRating(request: FastifyRequest<{ Params: { county: string } }>, reply: FastifyReply): Promise<FastifyReply> {
    ownSite(request);
    const c = countyByKey(services, request.params.county);
    if (!c) return await showRefusal(reply, NONE);
    const f = fieldsOf(request);
    const [number, code] = [(f['number'] ?? '').slice(0, 60), (f['code'] ?? '').slice(0, 20)];
    const satisfaction = PUBLIC_SATISFACTIONS.find((x) => x === f['satisfaction']);
    if (!satisfaction) return await showRefusal(reply, refuse('input.invalid', '没有选满意还是不满意', { allowed: ['选一项再提交'] }));
    const no = await db.transaction({ county: c.id, area: [], user: 'public' }, async (tx) => {
      const found = await complaintByCode(tx, services, c.id, number, code);
      // Whoever has the code sees no matter: the code is what lets them say it.
      const done = isRefusal(found) ? found : await withWholeCounty(tx, c.id, async () => await runMatter(tx, services, c.id, complaintHooks, PUBLIC_ACTOR, { name: 'rate', payload: { satisfaction } }, found.id));
      return isRefusal(done) ? done : undefined;
    });
    return no ? await showRefusal(reply, no) : await showProgress(reply, c, number, code);
  }
  function mine(scope: FastifyInstance): void {
    const cookie = { path: '/public/my', httpOnly: true, sameSite: 'strict' as const, maxAge: SESSION_MINUTES * 60 };
    const away = (reply: FastifyReply, to: string): FastifyReply => reply.header('cache-control', 'no-store').redirect(to, 303);

    const visitOf = async (request: FastifyRequest): Promise<{ visit: Visit; token: string } | undefined> => {
      const given = readCookie(request.cookies[COOKIE]);
      if (!given || !services.counties.has(given.county)) return undefined;
      const visit = await db.transaction({ county: given.county, area: [] }, (tx) => findVisit(tx, given.county, given.token), { readOnly: true });
      return visit && { visit, token: given.token };
    };

    scope.get<{ Querystring: Record<string, string> }>('/my', { schema: { hide: true } }, (request, reply) => show(reply, { ...doorPage(services, request.query['county']), personal: true }));
    scope.post('/my', { schema: { hide: true }, config: { rateLimit: TRIES } }, async (request, reply) => {
      ownSite(request);
      const f = fieldsOf(request);
      const c: County | undefined = countyByKey(services, f['county'] ?? '');
      if (!c) return await show(reply, { ...doorPage(services, undefined, '请选择区县'), personal: true }, { status: 400 });
      const got = await db.transaction({ county: c.id, area: [], user: 'applicant' }, (tx) => enter(tx, services, c.id, (f['number'] ?? '').slice(0, 60), (f['code'] ?? '').slice(0, 20)));
      if (isRefusal(got)) return await show(reply, { ...doorPage(services, c.key, `${got.rule}。${(got.allowed ?? []).join('；')}。`, (f['number'] ?? '').slice(0, 60)), personal: true }, { status: REFUSALS[got.code].status });
      reply.setCookie(COOKIE, got, { ...cookie, secure: request.protocol === 'https' });
      return away(reply, '/public/my/case');
    });
    scope.get<{ Querystring: Record<string, string> }>('/my/case', { schema: { hide: true } }, async (request, reply) => {
      const v = await visitOf(request);
      if (!v) return away(reply, '/public/my');
      const content = await db.transaction({ county: v.visit.county, area: [v.visit.areaId], user: 'applicant' }, (tx) => myPage(tx, services, v.visit, formToken(v.token), request.query['sent'] === '1'));
      return content ? await show(reply, { ...content, personal: true }) : away(reply, '/public/my');
    });
    scope.get<{ Params: { id: string } }>('/my/letters/:id', { schema: { hide: true } }, async (request, reply) => {
      const v = await visitOf(request);
      if (!v) return away(reply, '/public/my');
      const { visit } = v;
      const area = [visit.areaId];
      const mineIs = UUID.test(request.params.id) && (await db.transaction({ county: visit.county, area, user: 'applicant' }, async (tx) => (await sql<{ kind: string }>`select kind from case_letter where county_id = ${visit.county} and id = ${request.params.id} and case_id = ${visit.caseId}`.execute(tx)).rows[0]));
      if (!mineIs || !isForHousehold(mineIs.kind)) return await showRefusal(reply, refuse('notfound', '没有这份文书'));
      const made = await press.pdf({ account: 'applicant', county: visit.county, unitKey: '', area, post: 'applicant' }, request.params.id, '申请人查看文书');
      if (isRefusal(made)) return await showRefusal(reply, made);
      return await reply.type('application/pdf').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${LETTER_TITLES[made.letter.kind]}.pdf`)}`).header('cache-control', 'private, no-store').send(made.pdf);
    });

    /** Who sends, once the form's own token fits. */
    const sender = async (request: FastifyRequest, given: string | undefined): Promise<Visit> => {
      const v = await visitOf(request);
      if (!v) throw new Answer(refuse('auth.required', '时间到了，请重新输入案号和查询码', { allowed: ['重新查询'] }));
      if (given === undefined || !sameToken(v.token, given)) throw new Answer(refuse('rights.csrf', '这个表单已经过期，没有收下', { allowed: ['回到“我的申请”重新填写'] }));
      return v.visit;
    };
    const finish = async (reply: FastifyReply, no: Refusal | undefined): Promise<FastifyReply> => (no ? await showRefusal(reply, no) : away(reply, '/public/my/case?sent=1'));

    scope.post('/my/papers', { schema: { hide: true }, config: { rateLimit: SENDS } }, async (request, reply) => {
      ownSite(request);
      if (!request.isMultipart()) return await showRefusal(reply, refuse('input.invalid', '没有附上文件'));
      // Who it is comes before what is sent: strangers upload nothing.
      if (!(await visitOf(request))) return away(reply, '/public/my');
      const f: Record<string, string> = {};
      const files: { bytes: Buffer; name: string; media: 'image/jpeg' | 'image/png' | 'application/pdf' }[] = [];
      for await (const part of request.parts({ limits: { fileSize: MAX_FILE_BYTES, files: MAX_FILES, fields: 6, fieldSize: 2000 } })) {
        if (part.type === 'field') {
          f[part.fieldname] = typeof part.value === 'string' ? part.value : '';
          continue;
        }
        const bytes = await part.toBuffer();
        if (part.file.truncated) return await showRefusal(reply, refuse('body.large', `“${clean(part.filename, 60)}”超过 20 MB`, { allowed: ['照片用“标准”画质重拍', '分成几份'] }));
        if (bytes.length === 0 && part.filename === '') continue;
        const seen = await inspect(bytes, part.filename);
        if (isRefusal(seen)) return await showRefusal(reply, seen);
        files.push({ bytes, name: part.filename, media: seen.media });
      }
      const visit = await sender(request, f['token']);
      const material = clean(f['material'], 60);
      return await finish(reply, await send(services, store, { ...visit, sender: 'applicant', kind: 'papers', text: clean(f['text'], 300) || '补交材料', named: true, files, materials: material === '' ? [] : [material] }));
    });
    scope.post<{ Params: { kind: string } }>('/my/:kind', { schema: { hide: true }, config: { rateLimit: SENDS } }, async (request, reply) => {
      ownSite(request);
      const f = fieldsOf(request);
      const visit = await sender(request, f['token']);
      if (request.params.kind === 'leave') {
        const given = readCookie(request.cookies[COOKIE]);
        if (given) await db.transaction({ county: given.county, area: [] }, (tx) => endVisit(tx, given.county, given.token));
        reply.clearCookie(COOKIE, { path: cookie.path });
        return away(reply, '/public/my');
      }
      const kind = SUBMISSION_KINDS.find((k) => k === request.params.kind && k !== 'papers') as SubmissionKind | undefined;
      if (!kind) return await showRefusal(reply, NONE);
      if (kind === 'withdrawal' && f['sure'] !== 'yes') return await showRefusal(reply, refuse('input.invalid', '没有勾选“我确定要撤回”'));
      const phone = clean(f['phone'], 20).replaceAll(/[\s-]/g, '');
      if (kind === 'phone' && !/^(?:1\d{10}|0\d{9,11}|\d{7,8})$/.test(phone)) return await showRefusal(reply, refuse('input.invalid', '电话号码不对', { allowed: ['手机 11 位，或者区号加座机号'] }));
      const text = kind === 'phone' ? `更正电话（尾号 ${phone.slice(-2)}）` : clean(f['text'], kind === 'withdrawal' ? 500 : 1000);
      if (text === '') return await showRefusal(reply, refuse('input.invalid', '没有写内容', { allowed: ['写上要说的话再提交'] }));
      return await finish(reply, await send(services, store, { ...visit, sender: 'applicant', kind, text, named: true, ...(kind === 'phone' ? { contact: { phone } } : {}) }));
    });
  }
}
