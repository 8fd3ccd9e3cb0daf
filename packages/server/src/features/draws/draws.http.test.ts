import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Output } from '@doudi/core/api/contract';
import type { drawBundle, getDraw, listDraws } from '@doudi/core/api/draws';
import { plusDays, shanghaiTime } from '@doudi/core/calendar/date';
import { drawTopic, type DrawBodies } from '@doudi/core/draw/topic';
import { foldMatter, type ActOf } from '@doudi/core/matter/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryOfClient } from '../../platform/log/read.ts';
import type { Client } from '../../testing/client.ts';
import { staffOf } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { verifyMatters } from '../matters/verify.ts';
import { seedDecided, type Decided } from './decided.fixture.ts';

const VERIFIER = fileURLToPath(new URL('../../../../../tools/verify-draw.mjs', import.meta.url));
const run = promisify(execFile);

let server: TestServer;
let admin: pg.Client;
const { user } = staffOf(() => server.origin);

/** Days of last month at which the training clock of a county stands after. */
const month = async (login: string): Promise<{ from: string; to: string }> => {
  const plan = (await (await user(login)).get<Output<typeof listDraws>>('/draws')).body.plans.find((p) => p.key === 'draw.monthly');
  if (!plan) throw new Error('no plan');
  return { from: plan.from, to: plan.to };
};

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  for (const [login, county] of [['hq-chief', 'hongqiao'], ['lh-chief', 'linhe'], ['bq-chief', 'baoqing']] as const) {
    const { from } = await month(login);
    const list = Array.from({ length: 60 }, (_, i): Decided => ({ county, on: plusDays(from, i % 27), outcome: i % 5 === 0 ? 'refuse' : 'grant', programme: i % 2 === 0 ? 'dibao' : 'tekun', related: i % 20 === 3, disputed: i % 30 === 7 }));
    await seedDecided(server.installation, list);
  }
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

const KEYS: Readonly<Record<string, string>> = { hq: 'hongqiao', lh: 'linhe', bq: 'baoqing', gx: 'gongxian' };
/** Shanghai time on the training clock of a login's county. */
const clock = async (login: string): Promise<string> => {
  const { rows } = await admin.query<{ offset_ms: string }>('select offset_ms from training_clock where county_id = (select id from county where key = $1)', [KEYS[login.slice(0, 2)]]);
  return `${shanghaiTime(new Date(Date.now() + Number(rows[0]?.offset_ms ?? 0)).toISOString())}:00+08:00`;
};
const after = async (login: string, minutes: number): Promise<string> => `${shanghaiTime(new Date(Date.parse(await clock(login)) + minutes * 60_000).toISOString())}:00+08:00`;
const shift = async (county: string, minutes: number): Promise<void> => void (await admin.query('update training_clock set offset_ms = offset_ms + $2 where county_id = (select id from county where key = $1)', [county, minutes * 60_000]));

async function freeze(login: string, more: Record<string, unknown> = {}): Promise<{ id: string; number: string }> {
  const r = await (await user(login)).post<{ id: string; number: string }>('/draws', { plan: 'draw.monthly', ...(await month(login)), seed: { kind: 'organs', text: '县纪检监察机关和县财政局各报一个四位数', after: await after(login, 30) }, ...more });
  if (r.status !== 200) throw new Error(JSON.stringify(r.body));
  return r.body;
}

const SEED = { parts: [{ source: '县纪委监委', value: '4071' }, { source: '县财政局', value: '9926' }], witnesses: ['监督员甲'], proof: '现场报数，有照片' };

/** An outsider: the bundle in a file and the verifier, nothing else. */
async function outsider(bundle: unknown, ...args: string[]): Promise<{ code: number; out: string }> {
  const folder = fs.mkdtempSync(path.join(server.installation.config.dataFolder, 'draw-'));
  const file = path.join(folder, 'bundle.json');
  fs.writeFileSync(file, JSON.stringify(bundle));
  try {
    const { stdout, stderr } = await run(process.execPath, [VERIFIER, file, ...args], { cwd: folder });
    return { code: 0, out: stdout + stderr };
  } catch (e) {
    const { code, stdout, stderr } = e as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

const bundleOf = async (u: Client, id: string): Promise<Output<typeof drawBundle>> => (await u.get<Output<typeof drawBundle>>(`/draws/${id}/bundle`)).body;

describe('a draw', () => {
  const drawn = new Map<string, string>();
  for (const [county, key, ratio, classes] of [['hq', 'hongqiao', 30, ['近亲属备案']], ['lh', 'linhe', 30, ['近亲属备案', '公示有异议']], ['bq', 'baoqing', 50, ['近亲属备案']]] as const) {
    test(`[${county === 'hq' ? 'HQ-190, HQ-193' : county === 'lh' ? 'LH-25' : 'BQ-24, BQ-33'}] ${key}: frozen and published before the seed exists, drawn by it, and drawn again by an outsider with the verifier alone`, async () => {
      const chief = await user(`${county}-chief`);
      expect((await (await user(`${county}-county`)).post('/draws', { plan: 'draw.monthly', ...(await month(`${county}-chief`)), seed: { kind: 'organs', text: '两个机关报数', after: await after(`${county}-chief`, 30) } })).problem.code).toBe('rights.denied');
      const { id, number } = await freeze(`${county}-chief`);
      drawn.set(county, id);
      const published = await (await fetch(`${server.origin}/public/${key}/draws`)).text();
      const commitment = /[0-9a-f]{64}/.exec(published)?.[0] ?? '';
      expect(published).toContain(`（${number}）`);
      expect(published).toContain(`共 60 件，每个单位、每个项目不低于 ${ratio}%`);
      expect(published).not.toContain('登记种子');
      const office = await user(`${county}-county`);
      expect((await office.post(`/draws/${id}/seed`, SEED)).problem.code).toBe('clock.early');
      await shift(key, 31);
      expect((await office.post(`/draws/${id}/seed`, { ...SEED, parts: SEED.parts.slice(0, 1) })).problem.code).toBe('input.invalid');
      expect((await office.post(`/draws/${id}/seed`, SEED)).status).toBe(200);
      expect((await office.post(`/draws/${id}/seed`, { ...SEED, parts: [{ source: 'a', value: '1' }, { source: 'b', value: '2' }] })).problem.code).toBe('step.done');
      const view = (await chief.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
      expect(view.holds).toBe(true);
      for (const s of view.strata) expect((s.must + s.random) * 100).toBeGreaterThanOrEqual(s.size * ratio);
      // Refusals are drawn too.
      expect(new Set(view.members.map((m) => m.outcome))).toEqual(new Set(['grant', 'refuse']));
      const must = view.members.filter((m) => m.part === 'must');
      expect(new Set(must.flatMap((m) => m.classes))).toEqual(new Set(classes));
      expect(must.filter((m) => m.classes.includes('近亲属备案')).length).toBe(3);
      const bundle = await bundleOf(chief, id);
      expect(bundle.statement).not.toMatch(/\d{17}/);
      // Who was reported, or is a relative, does not stand in what outsiders get.
      expect(JSON.stringify(JSON.parse(bundle.statement).population)).not.toMatch(/related|realName|disputed/);
      const verdict = await outsider(bundle, '--commitment', commitment, '--seed', '县纪委监委=4071', '--seed', '县财政局=9926');
      expect(verdict).toMatchObject({ code: 0 });
      expect(verdict.out).toContain('一致');
      expect((await (await user(`${county}-handler`)).get('/draws')).status).toBe(403);
    });
  }

  test('a household swapped in the list, added to it or taken out, another seed, and a population changed after the freeze are found by the outsider', async () => {
    const chief = await user('lh-chief');
    const bundle = await bundleOf(chief, drawn.get('lh') ?? '');
    const statement = JSON.parse(bundle.statement) as { population: { k: string }[] };
    const out = statement.population.find((e) => !bundle.drawn.some((d) => d.k === e.k));
    if (!out) throw new Error('everything drawn');
    const swapped = { ...bundle, drawn: [{ ...bundle.drawn[0], k: out.k }, ...bundle.drawn.slice(1)] };
    expect((await outsider(swapped)).out).toContain('没有抽中，名单中却有');
    expect((await outsider({ ...bundle, drawn: bundle.drawn.slice(1) })).out).toContain('应当抽中，名单中没有');
    expect((await outsider({ ...bundle, seed: [{ source: '县纪委监委', value: '1' }, { source: '县财政局', value: '9926' }] })).code).toBe(1);
    const fewer = JSON.stringify({ ...statement, population: statement.population.slice(1) });
    expect((await outsider({ ...bundle, statement: fewer })).out).toContain('总体被改动');
    // Somebody who freezes again and signs anew is caught by what was published.
    expect((await outsider(bundle, '--commitment', '0'.repeat(64))).out).toContain('不是公布的那个总体');
    expect((await outsider(bundle, '--seed', '县纪委监委=1', '--seed', '县财政局=2')).code).toBe(1);
    expect((await outsider({ ...bundle, exportedAt: '2020-01-01T00:00:00.000Z' })).out).toContain('签名不符');
  });

  test('the database refuses a change of the frozen population; whoever owns it and changes it all the same cannot draw from it, and the chain tells', async () => {
    await expect(admin.query(`update draw_frozen set statement = replace(statement, 'dibao', 'tekun')`)).rejects.toThrow('written once');
    const county = (await admin.query<{ id: number }>(`select id from county where key = 'hongqiao'`)).rows[0]?.id ?? 0;
    await admin.query('begin');
    expect(await verifyMatters(queryOfClient(admin), county)).toMatchObject({ ok: true });
    await admin.query('alter table draw_frozen disable trigger all; alter table matter_act disable trigger all');
    await admin.query(`update draw_frozen set statement = replace(statement, '"k":"T-hongqiao-0003"', '"k":"T-hongqiao-9999"') where county_id = $1`, [county]);
    await admin.query(`update matter_act set body = jsonb_set(body, '{commitment}', to_jsonb(repeat('0', 64))) where county_id = $1 and kind = 'drawFrozen'`, [county]);
    const report = await verifyMatters(queryOfClient(admin), county);
    await admin.query('rollback');
    expect(report.ok).toBe(false);
    expect(report.faults[0]?.text).toContain('冻结总体');
  });

  test('the stored state of a draw is the fold of its acts', async () => {
    const { rows } = await admin.query<{ id: string; state: unknown; acts: ActOf<DrawBodies>[] }>(`select m.id, m.state, json_agg(json_build_object('kind', a.kind, 'body', a.body, 'at', to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actor', json_build_object('user', a.actor_user, 'post', a.actor_post, 'unit', a.actor_unit)) order by a.seq) as acts
      from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id where m.topic = 'draw' group by m.id, m.state`);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    const instants = (s: unknown): unknown => JSON.parse(JSON.stringify(s), (k, v: unknown) => (k === 'frozenAt' || k === 'at' ? new Date(String(v)).toISOString() : v));
    for (const r of rows) expect(instants(foldMatter(drawTopic, r.acts, r.id))).toEqual(instants(r.state));
  });

  test('verify-draw.mjs is handed to everybody without login, byte for byte as it stands in the product', async () => {
    const r = await fetch(`${server.origin}/public/verify-draw.mjs`);
    expect(r.status).toBe(200);
    expect(await r.text()).toBe(fs.readFileSync(VERIFIER, 'utf8'));
    expect(await (await fetch(`${server.origin}/public/hongqiao/draws`)).text()).toContain('href="/public/verify-draw.mjs"');
  });

  test('the same days are not drawn twice; a draw that was given up stays on the public list with its reason, and the next names it', async () => {
    const again = { plan: 'draw.monthly', ...(await month('bq-chief')), seed: { kind: 'organs', text: '两个机关报数', after: await after('bq-chief', 30) } };
    const chief = await user('bq-chief');
    expect((await chief.post('/draws', again)).problem).toMatchObject({ code: 'conflict.duplicate' });
    await chief.post(`/draws/${drawn.get('bq') ?? ''}/cancel`, { reason: '报数的机关弄错' });
    expect((await chief.post('/draws', again)).problem).toMatchObject({ code: 'reason.missing' });
    expect((await chief.post('/draws', { ...again, reason: '前次报数有误' })).status).toBe(200);
    const published = await (await fetch(`${server.origin}/public/baoqing/draws`)).text();
    expect(published.match(/冻结总体，承诺值/g)?.length).toBe(2);
    expect(published).toContain('重新抽取的理由：前次报数有误');
    expect(published).toContain('<strong>已作废</strong>：报数的机关弄错');
  });

  test('a seed that exists already, and days that are not over, are refused', async () => {
    const chief = await user('gx-chief');
    const { from, to } = await month('gx-chief');
    expect((await chief.post('/draws', { plan: 'draw.monthly', from, to, seed: { kind: 'lottery', text: '双色球第2020100期', after: '2020-01-01T00:00:00+08:00' } })).problem).toMatchObject({ code: 'date.order' });
    expect((await chief.post('/draws', { plan: 'draw.monthly', from, to: (await clock('gx-chief')).slice(0, 10), seed: { kind: 'lottery', text: '下一期', after: await after('gx-chief', 60) } })).problem).toMatchObject({ code: 'date.order' });
  });

  test('cases added because of a ground stay apart from those drawn; pairs are drawn from people who had nothing to do with the case', async () => {
    const id = drawn.get('hq') ?? '';
    const office = await user('hq-county');
    const view = (await office.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
    const left = (await admin.query<{ id: string }>(`select f.id from case_file f where f.number like 'T-hongqiao-%' and not exists (select 1 from draw_member m where m.about_case = f.id) limit 1`)).rows[0]?.id;
    expect((await office.post(`/draws/${id}/risk`, { cases: [{ case: left, ground: '邻里反映住房与申报不符' }] })).status).toBe(200);
    const due = plusDays((await clock('hq-county')).slice(0, 10), 20);
    expect((await office.post(`/draws/${id}/assign`, { checkers: view.people.slice(0, 1).map((p) => p.id), due })).status).toBe(400);
    // Staff of an office check no other office, nor their own.
    const handler = (await (await user('hq-handler')).get<{ account: string }>('/session')).body.account;
    expect((await office.post(`/draws/${id}/assign`, { checkers: [...view.people.map((p) => p.id), handler], due })).problem.code).toBe('notfound');
    expect((await office.post(`/draws/${id}/assign`, { checkers: view.people.map((p) => p.id), due })).status).toBe(200);
    const after = (await office.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
    expect(after.members.filter((m) => m.part === 'risk').length).toBe(1);
    expect(after.members.every((m) => m.checkers.length === 2 && m.checkers[0] !== m.checkers[1])).toBe(true);
    expect(after.members.length).toBe(view.members.length + 1);
    expect((await bundleOf(office, id)).drawn.length).toBe(view.members.length);
  });
});
