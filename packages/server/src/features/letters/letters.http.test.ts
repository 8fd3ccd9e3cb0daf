import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import type { LetterKind, LetterModel } from '@doudi/core/letters/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Services } from '../../services.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { loadLaw } from '../law/law.ts';
import { composeFor } from './compose.ts';

let server: TestServer;
let services: Services;
const { user, office } = staffOf(() => server.origin);
const clock = async (unit: string, date: string): Promise<void> => void (await (await user(`${unit}-handler`)).put('/training/clock', { date }));

beforeAll(async () => {
  server = await verifiedServer();
  services = await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

interface Row {
  readonly case_id: string;
  readonly county_id: number;
  readonly kind: LetterKind;
  readonly number: string;
  readonly on_date: string;
  readonly seq: number;
  readonly code: string;
}

/** The letters of a case as the registry holds them, with the code that is printed on each. */
async function registered(id: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: server.installation.adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>('select case_id, county_id, kind, number, to_char(on_date, \'YYYY-MM-DD\') as on_date, seq, code from case_letter where case_id = $1 order by seq', [id])).rows;
  } finally {
    await client.end();
  }
}

async function model(l: Row): Promise<LetterModel> {
  const m = await server.installation.db.transaction({ county: l.county_id, area: null, user: 'system' }, async (tx) => await composeFor(tx, services, await loadLaw(tx, services, l.county_id), l));
  if (isRefusal(m)) throw new Error(m.rule);
  return m;
}

test('[LH-86, LH-64] a decision that came back to the county is the bureau’s paper: its name, its number, no meeting that was never held, no entrustment', async () => {
  await clock('lh', '2022-06-15');
  const lh = office('lh');
  const { id } = await applyFor(await user('lh-handler'), { serial: 1, wage: 20_000 });
  await walk(lh, id, 'meeting');
  const chief = await user('lh-chief');
  const { unit, today } = (await (await user('lh-handler')).get<{ unit: { key: string }; today: string }>('/session')).body;
  expect((await chief.post('/entrustments/lh-entrust-2022/withdraw', { unit: unit.key, from: today, reason: '收回' })).status).toBe(200);
  await walk(lh, id, 'publish');
  const rows = await registered(id);
  const grant = await model(rows.find((l) => l.kind === 'grant') as Row);
  expect(grant).toMatchObject({ issuer: '巴彦淖尔市临河区民政局', entrusting: undefined });
  expect(grant.number).toMatch(/^临民政救〔2022〕\d+号$/);
  expect(grant.conclusion.join('')).toContain('综合认定办法');
  expect(JSON.stringify(grant)).not.toContain('会议研究');
  // What the street posted while it was entrusted keeps the street's number.
  expect(rows.find((l) => l.kind === 'noticeSheet')?.number).toMatch(/^临铁南救〔2022〕\d+号$/);
});

test('an extension goes out under the name and number of whoever ordered it: the bureau’s or the street’s', async () => {
  await clock('lh-b', '2022-06-15');
  for (const [login, serial, issuer, number] of [['lh-county', 31, '巴彦淖尔市临河区民政局', /^临民政救〔2022〕\d+号$/], ['lh-b-handler', 32, /街道办事处$/, /^临团结救〔2022〕\d+号$/]] as const) {
    const { id } = await applyFor(await user('lh-b-handler'), { serial, wage: 20_000 });
    await walk(office('lh-b'), id, 'authorise');
    expect((await (await user(login)).act(id, 'extend', { reason: '调查难度较大', ground: 'difficult' })).status).toBe(200);
    const letter = (await registered(id)).find((l) => l.kind === 'extension') as Row;
    expect(letter.number).toMatch(number);
    expect((await model(letter)).issuer).toMatch(issuer);
  }
});

test('a delegated decision rests on the national regulation as well as on the county’s plan, each clause named once', async () => {
  await clock('bq', '2022-10-20');
  const { id } = await applyFor(await user('bq-handler'), { serial: 2, wage: 20_000, area: 'rural' });
  await walk(office('bq'), id, 'deliver');
  const grant = await model((await registered(id)).find((l) => l.kind === 'grant') as Row);
  expect(grant.basis.some((b) => b.citation?.includes('社会救助暂行办法'))).toBe(true);
  for (const b of grant.basis) {
    const clauses = (b.citation ?? '').replace(/^.*[》）]/, '').split('、');
    expect(new Set(clauses).size, b.citation).toBe(clauses.length);
  }
});

test('the law of the day of application stands on the case, across 2021-07-01 and 2022-10-20', async () => {
  const law = async (date: string, serial: number): Promise<string> => {
    await clock('xx', date);
    const h = await user('xx-handler');
    const { id } = await applyFor(h, { serial, area: 'rural' });
    return (await h.get<CaseView>(`/cases/${id}`)).body.law;
  };
  expect(await law('2021-06-30', 11)).toBe('最低生活保障审核审批办法（试行）');
  expect(await law('2021-07-01', 12)).toBe('最低生活保障审核确认办法');
  expect(await law('2022-10-20', 13)).toContain('关于进一步做好最低生活保障等社会救助兜底保障工作的通知');
});

test('a letter is found again by the code printed on it, typed with or without its strokes, and only in its own area', async () => {
  await clock('hq', '2021-11-15');
  const h = await user('hq-handler');
  const { id } = await applyFor(h, { serial: 3 });
  expect((await h.act(id, 'accept')).status).toBe(200);
  const code = (await registered(id)).find((l) => l.kind === 'receipt')?.code ?? '';
  for (const value of [code, code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`])
    expect((await h.post('/search', { value })).body).toMatchObject({ kind: 'letter', items: [{ id }] });
  expect((await (await user('hq-b-handler')).post('/search', { value: code })).body).toMatchObject({ kind: 'letter', items: [] });
});
