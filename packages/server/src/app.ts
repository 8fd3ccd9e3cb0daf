import fs from 'node:fs';
import path from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { refuse } from '@doudi/core/refusal/refusal';
import { authenticator } from './features/accounts/sessions.ts';
import { loginRoutes, sessionEndpoints } from './features/accounts/login.ts';
import { accountEndpoints } from './features/accounts/admin.ts';
import { archiveEndpoints } from './features/archive/endpoints.ts';
import { archiveRoutes } from './features/archive/routes.ts';
import { auditEndpoints, auditRoutes } from './features/audit/endpoints.ts';
import { fundEndpoints } from './features/funds/endpoints.ts';
import { takeOverAll } from './features/ledger/takeover.ts';
import { ledgerEndpoints } from './features/ledger/endpoints.ts';
import { budgetEndpoints } from './features/budget/endpoints.ts';
import { budgetRoutes } from './features/budget/routes.ts';
import { filingEndpoints } from './features/filings/endpoints.ts';
import { visitEndpoints } from './features/filings/visits.ts';
import { filingRoutes } from './features/filings/routes.ts';
import { bankEndpoints } from './features/bank/endpoints.ts';
import { organisationEndpoints } from './features/organisation/endpoints.ts';
import { policyEndpoints } from './features/policy/endpoints.ts';
import { caseEndpoints } from './features/cases/endpoints.ts';
import { judgementEndpoints } from './features/judgement/endpoints.ts';
import { deskEndpoints } from './features/desk/endpoints.ts';
import { deskRoutes } from './features/desk/routes.ts';
import { fileEndpoints } from './features/files/endpoints.ts';
import { institutionEndpoints } from './features/institutions/endpoints.ts';
import { fileRoutes, MAX_FILE_BYTES } from './features/files/routes.ts';
import { LetterPress } from './features/letters/press.ts';
import { letterRoutes } from './features/letters/routes.ts';
import { rosterPaper } from './features/letters/roster.ts';
import { templateEndpoints, templateRoutes } from './features/letters/template-endpoints.ts';
import { meetingEndpoints } from './features/meetings/endpoints.ts';
import { meetingRoutes } from './features/meetings/routes.ts';
import { aidEndpoints } from './features/aid/endpoints.ts';
import { checkEndpoints } from './features/checks/endpoints.ts';
import { trainingEndpoints } from './features/staff-training/endpoints.ts';
import { taskEndpoints } from './features/tasks/endpoints.ts';
import { boxEndpoints } from './features/complaints/boxes.ts';
import { complaintEndpoints } from './features/complaints/endpoints.ts';
import { drawEndpoints } from './features/draws/endpoints.ts';
import { behaviourEndpoints } from './features/behaviour/endpoints.ts';
import { populationEndpoints } from './features/behaviour/population.ts';
import { scoreEndpoints } from './features/scores/endpoints.ts';
import { oversightEndpoints } from './features/oversight/endpoints.ts';
import { bureauEndpoints } from './features/bureau/endpoints.ts';
import { registerEndpoints } from './features/registers/endpoints.ts';
import { rectificationEndpoints } from './features/rectifications/endpoints.ts';
import { leadEndpoints } from './features/leads/endpoints.ts';
import { matterEndpoints } from './features/matters/endpoints.ts';
import { matterFileRoutes } from './features/matters/files.ts';
import { matterPaperRoutes } from './features/matters/papers.ts';
import { warningEndpoints } from './features/warnings/endpoints.ts';
import { coordinationEndpoints } from './features/coordination/endpoints.ts';
import { placeEndpoints } from './features/places/endpoints.ts';
import { recoveryEndpoints } from './features/recovery/endpoints.ts';
import { auditPackEndpoints, auditPackRoutes } from './features/auditpack/routes.ts';
import { paymentEndpoints } from './features/payments/endpoints.ts';
import { changeFiles } from './features/payments/change-files.ts';
import { paymentFiles } from './features/payments/files.ts';
import { lineEndpoints } from './features/payments/line-endpoints.ts';
import { rosterEndpoints } from './features/rosters/endpoints.ts';
import { rosterRoutes } from './features/rosters/routes.ts';
import { personEndpoints } from './features/persons/endpoints.ts';
import { publicEndpoints } from './features/public/endpoints.ts';
import { publicRoutes } from './features/public/routes.ts';
import { clockEndpoints } from './features/training/clock.ts';
import { startJobs } from './jobs.ts';
import { registerUnits } from './features/organisation/register.ts';
import { mount, sendRefusal } from './platform/http/mount.ts';
import { refusalOfDatabaseError } from './platform/http/problem.ts';
import type { Installation } from './platform/installation.ts';
import { createServices } from './services.ts';

/** One megabyte of JSON is more than any form here holds. */
const MAX_BODY = 1024 * 1024;

const CSP = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
/** Swagger's page starts itself with an inline script. */
const CSP_DOCS = CSP.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

/** What every answer carries, errors and files included. */
function headers(url: string, reply: FastifyReply): void {
  if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', url.startsWith('/api/docs') ? CSP_DOCS : CSP);
  reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer').header('cross-origin-resource-policy', 'same-origin').header('cross-origin-opener-policy', 'same-origin');
  if (!reply.hasHeader('x-frame-options')) reply.header('x-frame-options', 'DENY');
  if (url.startsWith('/api/v1')) reply.header('cache-control', 'no-store');
}

/** The HTTP application over an installation: API, documents, web client. Policies with a fault stop it here. */
export async function createApp(installation: Installation): Promise<FastifyInstance> {
  const services = createServices(installation);
  await registerUnits(services);
  const app = Fastify({ logger: process.env['DOUDI_LOG'] ? { level: process.env['DOUDI_LOG'] } : false, bodyLimit: MAX_BODY, trustProxy: 'loopback', forceCloseConnections: true, routerOptions: { maxParamLength: 200 }, frameworkErrors: (_error, request, reply) => {
    headers(request.url, reply as FastifyReply);
    sendRefusal(reply as FastifyReply, refuse('input.invalid', '网址不对'));
  } });

  const web = fs.existsSync(path.join(installation.config.webFolder, 'index.html'));

  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const db = refusalOfDatabaseError(error);
    if (db) return sendRefusal(reply, db, request.url);
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.code === 'FST_REQ_FILE_TOO_LARGE') return sendRefusal(reply, refuse('body.large', '请求内容超过上限', { allowed: [`JSON 不超过 ${MAX_BODY / 1024} KB`, `文件不超过 ${MAX_FILE_BYTES / 1024 / 1024} MB`] }), request.url);
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return sendRefusal(reply, refuse('input.invalid', error.statusCode === 415 ? '只接受 application/json' : '请求格式不对，不是合法的 JSON'), request.url);
    request.log.error(error);
    // Never the error object itself: a database error's detail may hold a row.
    if (!process.env['DOUDI_LOG']) console.error(`${request.method} ${request.url.split('?')[0] ?? ''} ${error.code ?? ''} ${error.stack ?? error.message}`);
    return reply.status(500).type('application/problem+json; charset=utf-8').send(JSON.stringify({ type: 'about:blank', title: '系统内部错误', status: 500, code: 'internal', rule: `系统内部错误，没有写入任何内容。编号 ${request.id}` }));
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/')) return sendRefusal(reply, refuse('method.unknown', '没有这个接口', { allowed: ['/api/openapi.json'] }), request.url);
    // Client-side routes: every other path is the client.
    return web ? reply.header('cache-control', 'no-cache').sendFile('index.html') : reply.status(404).send('the web client is not built: npm run build');
  });
  app.addHook('onSend', async (request, reply) => headers(request.url, reply));
  // An installation that paid before it kept a ledger takes that over at its first start.
  app.addHook('onReady', async () => await takeOverAll(services));

  await app.register(fastifyCookie);
  await app.register(fastifyMultipart, { limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 5 } });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '兜底 Doudi', version: '1', description: '社会救助审核确认。所有写操作可带 Idempotency-Key；会话 cookie 的写操作须带 X-Doudi: 1；拒绝一律为 application/problem+json。' },
      components: { securitySchemes: { cookie: { type: 'apiKey', in: 'cookie', name: 'doudi_session' }, bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ cookie: [] }, { bearer: [] }],
    },
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', staticCSP: false });

  const authenticate = authenticator(services);
  const press = new LetterPress(services);
  app.addHook('onClose', () => press.close());
  app.after(() => {
    loginRoutes(app, services);
    mount(app, installation.db, services.cipher, [
      ...sessionEndpoints(services), ...publicEndpoints(services), ...caseEndpoints(services), ...personEndpoints(services), ...clockEndpoints(services), ...policyEndpoints(services), ...organisationEndpoints(services),
      ...accountEndpoints(services), ...paymentEndpoints(services), ...bankEndpoints(services), ...lineEndpoints(services), ...budgetEndpoints(services), ...recoveryEndpoints(services), ...auditPackEndpoints(services), ...ledgerEndpoints(services), ...fundEndpoints(services), ...institutionEndpoints(services), ...filingEndpoints(services), ...rosterEndpoints(services), ...placeEndpoints(services), ...coordinationEndpoints(services), ...matterEndpoints(services), ...drawEndpoints(services), ...scoreEndpoints(services), ...behaviourEndpoints(services), ...populationEndpoints(services), ...leadEndpoints(services), ...warningEndpoints(services), ...complaintEndpoints(services), ...boxEndpoints(services), ...taskEndpoints(services), ...trainingEndpoints(services), ...checkEndpoints(services), ...oversightEndpoints(services), ...rectificationEndpoints(services), ...registerEndpoints(services), ...bureauEndpoints(services), ...aidEndpoints(services), ...visitEndpoints(services), ...meetingEndpoints(services), ...auditEndpoints(services), ...fileEndpoints(services), ...archiveEndpoints(services), ...templateEndpoints(services), ...deskEndpoints(services), ...judgementEndpoints(services),
    ], authenticate);
    fileRoutes(app, services, authenticate);
    meetingRoutes(app, services, authenticate);
    letterRoutes(app, services, authenticate, press);
    matterFileRoutes(app, services, authenticate);
    matterPaperRoutes(app, services, authenticate, press);
    templateRoutes(app, services, authenticate, press);
    rosterPaper(app, services, authenticate, press);
    deskRoutes(app, services, authenticate);
    archiveRoutes(app, services, authenticate, press);
    paymentFiles(app, services, authenticate);
    changeFiles(app, services, authenticate);
    rosterRoutes(app, services, authenticate);
    filingRoutes(app, services, authenticate);
    budgetRoutes(app, services, authenticate);
    auditRoutes(app, services, authenticate);
    auditPackRoutes(app, services, authenticate);
    app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
    app.get('/api/health', { schema: { hide: true } }, () => ({ ok: true, mode: installation.config.mode }));
  });
  await publicRoutes(app, services, press);
  // Files under assets/ carry their content's hash in the name; the page that names them is asked for anew each time.
  if (web) await app.register(fastifyStatic, { root: installation.config.webFolder, index: 'index.html', cacheControl: false, setHeaders: (reply, file) => void reply.header('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache') });
  const jobs = startJobs(services);
  app.addHook('onClose', () => jobs.stop());
  return app;
}
