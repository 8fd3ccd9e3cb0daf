import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as accounts from '@doudi/core/api/accounts';
import * as aid from '@doudi/core/api/aid';
import * as archive from '@doudi/core/api/archive';
import * as audit from '@doudi/core/api/audit';
import * as bank from '@doudi/core/api/bank';
import * as budget from '@doudi/core/api/budget';
import * as bureau from '@doudi/core/api/bureau';
import * as cases from '@doudi/core/api/cases';
import type { AnyContract } from '@doudi/core/api/contract';
import * as complaints from '@doudi/core/api/complaints';
import * as checks from '@doudi/core/api/checks';
import * as coordination from '@doudi/core/api/coordination';
import * as behaviour from '@doudi/core/api/behaviour';
import * as draws from '@doudi/core/api/draws';
import * as scores from '@doudi/core/api/scores';
import * as matters from '@doudi/core/api/matters';
import * as desk from '@doudi/core/api/desk';
import * as goals from '@doudi/core/api/goals';
import * as funds from '@doudi/core/api/funds';
import * as filings from '@doudi/core/api/filings';
import * as institutions from '@doudi/core/api/institutions';
import * as intake from '@doudi/core/api/intake';
import * as judgement from '@doudi/core/api/judgement';
import * as leads from '@doudi/core/api/leads';
import * as letters from '@doudi/core/api/letters';
import * as moneyDesk from '@doudi/core/api/money-desk';
import * as meetings from '@doudi/core/api/meetings';
import * as organisation from '@doudi/core/api/organisation';
import * as oversight from '@doudi/core/api/oversight';
import * as paymentLines from '@doudi/core/api/payment-lines';
import * as payments from '@doudi/core/api/payments';
import * as places from '@doudi/core/api/places';
import * as policy from '@doudi/core/api/policy';
import * as publication from '@doudi/core/api/public';
import * as auditpack from '@doudi/core/api/auditpack';
import * as rectifications from '@doudi/core/api/rectifications';
import * as recovery from '@doudi/core/api/recovery';
import * as registers from '@doudi/core/api/registers';
import * as rosters from '@doudi/core/api/rosters';
import * as tasks from '@doudi/core/api/tasks';
import * as training from '@doudi/core/api/training';
import * as session from '@doudi/core/api/session';
import { ALL_POSTS, may, type AnyPost } from '@doudi/core/rights/permissions';
import { signIn, type Client } from '../../testing/client.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

/** Every operation that the API publishes, asked by every post and by nobody. */

const LOGIN: Record<AnyPost, string> = {
  village: 'hq-village', handler: 'hq-handler', reviewer: 'hq-reviewer', reviewHead: 'hq-head', leader: 'hq-leader', countyHandler: 'hq-county', countyLeader: 'hq-chief',
  payrollClerk: 'hq-pay', payrollReviewer: 'hq-pay2', finance: 'hq-fin', auditor: 'hq-audit', systemAdmin: 'hq-sys', securityAdmin: 'hq-sec', auditAdmin: 'hq-log',
};
const NIL = '00000000-0000-4000-8000-000000000000';

/** Operations outside the endpoint table: what a post that may not gets, and who may. 404: not even that it exists. */
const FILES: Record<string, { readonly refused: 403 | 404; readonly posts: (post: AnyPost) => boolean }> = {
  'POST /cases/{id}/files': { refused: 403, posts: (p) => may(p, 'case.act') },
  'GET /files/{id}': { refused: 404, posts: (p) => may(p, 'file.read') },
  'GET /letters/{id}/pdf': { refused: 404, posts: (p) => may(p, 'case.read') },
  'GET /cases/{id}/forms/{kind}': { refused: 404, posts: (p) => may(p, 'case.act') },
  'GET /letters/code/{code}': { refused: 404, posts: (p) => may(p, 'case.read') },
  'GET /letters/{id}/docx': { refused: 404, posts: (p) => may(p, 'case.act') },
  'POST /letters/print': { refused: 404, posts: (p) => may(p, 'case.read') },
  'GET /letter-templates/{kind}/start.docx': { refused: 404, posts: (p) => may(p, 'template.read') },
  'GET /letter-templates/{kind}/fields.txt': { refused: 404, posts: (p) => may(p, 'template.read') },
  'POST /letter-templates/{kind}': { refused: 403, posts: (p) => may(p, 'template.edit') },
  'GET /letter-templates/{id}/file': { refused: 404, posts: (p) => may(p, 'template.read') },
  'GET /letter-templates/{id}/preview.pdf': { refused: 404, posts: (p) => may(p, 'template.edit') },
  'GET /letter-templates/{id}/preview.docx': { refused: 404, posts: (p) => may(p, 'template.edit') },
  'GET /desk/prints/runs/{run}': { refused: 404, posts: (p) => may(p, 'case.act') },
  'POST /meetings/rules': { refused: 403, posts: (p) => may(p, 'meeting.keep') },
  'GET /meetings/rules/{id}/file': { refused: 404, posts: (p) => may(p, 'meeting.read') },
  'GET /budget/scenarios/{id}/export': { refused: 403, posts: (p) => may(p, 'budget.read') },
  'GET /rolls/{id}/bank-file': { refused: 403, posts: (p) => may(p, 'payment.make') || may(p, 'payment.release') },
  'GET /rolls/{id}/change-file': { refused: 403, posts: (p) => may(p, 'payment.read') },
  'POST /roll-lines/{id}/bank-paper': { refused: 403, posts: (p) => may(p, 'payment.make') },
  'POST /rolls/{id}/return-file': { refused: 403, posts: (p) => may(p, 'payment.make') },
  'GET /rosters/paper': { refused: 403, posts: (p) => may(p, 'roster.read') },
  'GET /rosters/template': { refused: 403, posts: (p) => may(p, 'roster.propose') },
  'POST /rosters/imports': { refused: 403, posts: (p) => may(p, 'roster.propose') },
  'GET /rosters/imports/{id}/result': { refused: 403, posts: (p) => may(p, 'roster.propose') },
  'GET /rosters/export': { refused: 403, posts: (p) => may(p, 'roster.read') },
  'GET /filings/{id}/export': { refused: 403, posts: (p) => may(p, 'filing.read') },
  'GET /filings/summary/export': { refused: 403, posts: (p) => may(p, 'filing.read') },
  'POST /filings/{id}/comparison': { refused: 403, posts: (p) => may(p, 'filing.review') },
  'GET /cases/{id}/archive.zip': { refused: 403, posts: (p) => may(p, 'archive.export') },
  'GET /archives/{id}/archive.zip': { refused: 403, posts: (p) => may(p, 'archive.export') },
  'GET /cases/{id}/hearing.zip': { refused: 403, posts: (p) => may(p, 'archive.export') },
  'GET /audit/export': { refused: 403, posts: (p) => p === 'auditor' },
  'POST /matters/{id}/files': { refused: 403, posts: (p) => may(p, 'matter.file') },
  'GET /matter-files/{id}': { refused: 404, posts: (p) => may(p, 'matter.read') },
  'GET /matter-papers/{id}/pdf': { refused: 404, posts: (p) => may(p, 'matter.read') },
  'GET /auditpack': { refused: 403, posts: (p) => may(p, 'auditpack.export') },
};
const OPEN = ['POST /session', 'GET /training/accounts'];
/** Refused by the handler itself to one of the posts of its permission. */
const NARROWER = new Map<string, readonly AnyPost[]>([['GET /audit/log', ['auditAdmin']]]);

const isContract = (x: unknown): x is AnyContract => typeof x === 'object' && x !== null && 'permission' in x && 'path' in x;
const contracts = new Map<string, AnyContract>();
for (const module of [accounts, aid, archive, audit, bank, budget, cases, checks, complaints, coordination, desk, draws, scores, behaviour, filings, funds, institutions, intake, judgement, leads, letters, matters, meetings, organisation, oversight, paymentLines, payments, places, policy, publication, rectifications, recovery, auditpack, rosters, session, tasks, training, registers, bureau, goals, moneyDesk]) for (const c of Object.values(module)) if (isContract(c)) contracts.set(`${c.method} ${c.path.replaceAll(/:(\w+)/g, '{$1}')}`, c);
for (const name of cases.HUMAN_COMMANDS) contracts.set(`POST /cases/{id}/commands/${name}`, cases.commandContract(name));

let server: TestServer;
let operations: string[];
const clients = new Map<AnyPost, Client>();

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  for (const post of ALL_POSTS) clients.set(post, await signIn(server.origin, LOGIN[post]));
  const doc = (await (await fetch(`${server.origin}/api/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
  operations = Object.entries(doc.paths).flatMap(([path, byMethod]) => Object.keys(byMethod).map((m) => `${m.toUpperCase()} ${path.replace('/api/v1', '')}`));
}, 120_000);
afterAll(() => server.close());

const address = (path: string): string => path.replaceAll(/\{(id|person)\}/g, NIL).replaceAll(/\{\w+\}/g, 'xyzzy123');
const ask = async (operation: string, client: Client): Promise<number> => {
  const [method = '', path = ''] = operation.split(' ');
  return (await client.call(method, address(path), method === 'GET' ? undefined : {})).status;
};

describe('every published operation', () => {
  test('is one of the contracts or of the few that stream bytes, so that none escapes this table', () => {
    expect(operations.length).toBeGreaterThan(90);
    expect(operations.filter((o) => !contracts.has(o) && !FILES[o] && !OPEN.includes(o))).toEqual([]);
  });

  test('asks for a login, but for the login itself and the training accounts', async () => {
    const nobody = { call: async (method: string, path: string, body?: unknown) => await fetch(`${server.origin}/api/v1${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) }) };
    const open: string[] = [];
    for (const o of operations) {
      const [method = '', path = ''] = o.split(' ');
      const { status } = await nobody.call(method, address(path), method === 'GET' ? undefined : {});
      if (status !== 401) open.push(o);
    }
    expect(open.sort()).toEqual([...OPEN].sort());
  });

  test('refuses every post that its permission does not list, and no other; none answers 500', { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    for (const o of operations) {
      if (OPEN.includes(o) || o === 'DELETE /session') continue;
      const contract = contracts.get(o);
      for (const post of ALL_POSTS) {
        const status = await ask(o, clients.get(post)!);
        const file = FILES[o];
        const allowed = file ? file.posts(post) : contract?.permission === 'public' || (contract !== undefined && may(post, contract.permission) && !NARROWER.get(o)?.includes(post));
        const denied = status === (file?.refused ?? 403);
        // Where a refusal looks like what is not there, the allowed get the same about an unknown id.
        if (status >= 500 || (allowed ? denied && file?.refused !== 404 : !denied)) wrong.push(`${o} as ${post}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
