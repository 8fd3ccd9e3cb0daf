import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Output } from '@doudi/core/api/contract';
import type { drawAudit, drawBundle, getDraw, listDraws } from '@doudi/core/api/draws';
import { plusDays, shanghaiTime } from '@doudi/core/calendar/date';
import { drawTopic, type DrawBodies } from '@doudi/core/draw/topic';
import { foldMatter, type ActOf } from '@doudi/core/matter/model';
import { beforeAll, describe, expect, test } from 'vitest';
import { queryOfClient } from '../../platform/log/read.ts';
import type { Client } from '../../testing/client.ts';
import { supervision } from '../../testing/matters.ts';
import { verifyMatters } from '../matters/verify.ts';
import { BROUGHT, organsSeed, seedDecided, type Decided } from './decided.fixture.ts';

const VERIFIER = fileURLToPath(new URL('../../../../../tools/verify-draw.mjs', import.meta.url));
const run = promisify(execFile);
const { server, admin, user, chainOf } = await supervision();

/** Days of last month at which the training clock of a county stands after. */
const month = async (login: string): Promise<{ from: string; to: string }> => {
  const plan = (await (await user(login)).get<Output<typeof listDraws>>('/draws')).body.plans.find((p) => p.key === 'draw.monthly');
  if (!plan) throw new Error('no plan');
  return { from: plan.from, to: plan.to };
};

beforeAll(async () => {
  for (const [login, county] of [['hq-chief', 'hongqiao'], ['lh-chief', 'linhe'], ['bq-chief', 'baoqing']] as const) {
    const { from } = await month(login);
    const list = Array.from({ length: 60 }, (_, i): Decided => ({ county, on: plusDays(from, i % 27), outcome: i % 5 === 0 ? 'refuse' : 'grant', programme: i % 2 === 0 ? 'dibao' : 'tekun', related: i % 20 === 3, disputed: i % 30 === 7 }));
    await seedDecided(server.installation, list);
  }
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
  const r = await (await user(login)).post<{ id: string; number: string }>('/draws', { plan: 'draw.monthly', ...(await month(login)), seed: organsSeed(await after(login, 30)), ...more });
  if (r.status !== 200) throw new Error(JSON.stringify(r.body));
  return r.body;
}

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
const auditOf = async (u: Client, id: string): Promise<Output<typeof drawAudit>> => (await u.get<Output<typeof drawAudit>>(`/draws/${id}/audit`)).body;
const SEEDS = ['--seed', '县纪委监委=4071', '--seed', '县财政局=9926'];

describe('a draw', () => {
  const drawn = new Map<string, string>();
  test.each([
    ['[HQ-190, HQ-193]', 'hongqiao', 'hq', 30, ['近亲属备案']], ['[LH-25]', 'linhe', 'lh', 30, ['近亲属备案', '公示有异议']], ['[BQ-24, BQ-33]', 'baoqing', 'bq', 50, ['近亲属备案']],
  ] as const)('%s %s: frozen and published before the seed exists, drawn by it, and drawn again by an outsider with the verifier alone, who is not told which case is of a class; by the auditor with the sealed list', async (_clauses, key, county, ratio, classes) => {
    const chief = await user(`${county}-chief`);
    expect((await (await user(`${county}-county`)).post('/draws', { plan: 'draw.monthly', ...(await month(`${county}-chief`)), seed: organsSeed(await after(`${county}-chief`, 30)) })).problem.code).toBe('rights.denied');
    const { id, number } = await freeze(`${county}-chief`);
    // Late only working days after the seed can be known, not from the day itself.
    const { head: sealed, seed: sealedSeed } = (await chief.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
    expect(sealed.late).toBe(false);
    expect((sealed.dueOn ?? '') > plusDays(shanghaiTime(sealedSeed.after).slice(0, 10), 1)).toBe(true);
    drawn.set(county, id);
    const published = await (await fetch(`${server.origin}/public/${key}/draws`)).text();
    const commitment = /[0-9a-f]{64}/.exec(published)?.[0] ?? '';
    expect(published).toContain(`（${number}）`);
    expect(published).toContain(`共 60 件，每个单位、每个项目随机抽取不低于 ${ratio}%`);
    expect(published).toContain('县财政局：4 位数字');
    expect(published).not.toContain('登记种子：');
    const office = await user(`${county}-county`);
    expect((await office.post(`/draws/${id}/seed`, BROUGHT)).problem.code).toBe('clock.early');
    await shift(key, 31);
    expect((await office.post(`/draws/${id}/seed`, BROUGHT)).status).toBe(200);
    expect((await office.post(`/draws/${id}/seed`, { ...BROUGHT, parts: BROUGHT.parts.map((p) => ({ ...p, numbers: ['1111'] })) })).problem.code).toBe('step.done');
    const view = (await chief.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
    expect(view.holds).toBe(true);
    for (const s of view.strata) expect(s.random * 100).toBeGreaterThanOrEqual(s.size * ratio);
    // Refusals are drawn too.
    expect(new Set(view.strata.filter((s) => s.random > 0).map((s) => s.outcome))).toEqual(new Set(['grant', 'refuse']));
    // Whoever looks may yet be named a checker: what was decided is not told before the check is concluded.
    expect(view.members.every((m) => m.outcome === null)).toBe(true);
    // Every case of a class is in, at random or added; one drawn at random that is of a class counts as random.
    const classed = view.members.filter((m) => m.classes.length > 0);
    expect(new Set(classed.flatMap((m) => m.classes))).toEqual(new Set(classes));
    expect(classed.filter((m) => m.classes.includes('近亲属备案')).length).toBe(3);
    expect(classed.length).toBe(view.sealed?.size);
    expect(view.members.filter((m) => m.part === 'must').every((m) => m.classes.length > 0)).toBe(true);
    const bundle = await bundleOf(chief, id);
    // Who was reported, or is a relative, does not stand in what outsiders get: neither marked nor added, not even how many in an office.
    const statement = JSON.parse(bundle.statement) as { population: Record<string, unknown>[]; sealed: object };
    expect(JSON.stringify(statement.population)).not.toMatch(/\d{17}/);
    expect(new Set(statement.population.flatMap((e) => Object.keys(e)))).toEqual(new Set(['k', 'u', 'p', 'o']));
    expect(Object.keys(statement.sealed).sort()).toEqual(['commitment', 'size']);
    expect(new Set(bundle.drawn.map((d) => d.part))).toEqual(new Set(['random']));
    expect(JSON.stringify(bundle)).not.toMatch(/salt|strata|"classes"/);
    const verdict = await outsider(bundle, '--commitment', commitment, ...SEEDS);
    expect(verdict).toMatchObject({ code: 0 });
    expect(verdict.out).toContain('一致');
    // The sealed list is the leader's and the auditor's, and whoever takes it is on record.
    expect((await office.get(`/draws/${id}/audit`)).status).toBe(403);
    const audit = await auditOf(await user(`${county}-audit`), id);
    expect(audit.drawn.length).toBe(view.members.length);
    expect(await outsider(audit, '--commitment', commitment, ...SEEDS)).toMatchObject({ code: 0 });
    expect((await admin.query(`select 1 from access_log where what = 'download' and target = $1`, [`draw:${id}`])).rowCount).toBe(1);
    expect((await (await user(`${county}-handler`)).get('/draws')).status).toBe(403);
  });

  test('a misspelt seed is refused, saying which source and how many digits; one seen by fewer than two, or by whoever froze or types it, or that nobody can look up, too; another spelling of the same numbers is the same seed', async () => {
    const [chief, office] = [await user('bq-chief'), await user('bq-county')];
    // Drawn in this installation already; a draw given up may be made again.
    await chief.post(`/draws/${drawn.get('bq') ?? ''}/cancel`, { reason: '报数的机关弄错' });
    const red = { name: '双色球第2022031期红球', numbers: 6, digits: 2, order: 'ascending' };
    const audit = { name: '县审计局', numbers: 1, digits: 6 };
    const seed = { kind: 'lottery', text: '中国福彩网', sources: [red, audit], after: await after('bq-chief', 30) };
    expect((await chief.post('/draws', { plan: 'draw.monthly', ...(await month('bq-chief')), reason: '前次报数有误', seed: { ...seed, sources: [{ ...audit, digits: 3 }] } })).problem).toMatchObject({ code: 'input.invalid' });
    const { id } = await freeze('bq-chief', { reason: '前次报数有误', seed });
    drawn.set('bq', id);
    await shift('baoqing', 31);
    const reveal = (numbers: readonly (readonly string[])[], more: object = {}) => office.post(`/draws/${id}/seed`, { parts: [{ source: red.name, numbers: numbers[0] }, { source: audit.name, numbers: numbers[1] }], witnesses: ['监督员甲', '村民乙'], proof: 'https://www.cwl.gov.cn', ...more });
    const balls = ['03', '09', '14', '21', '28', '33'];
    expect((await reveal([['3', ...balls.slice(1)], ['004071']])).problem.rule).toBe('“双色球第2022031期红球”第 1 个数应为 2 位数字，登记的是“3”');
    expect((await reveal([balls, ['4071']])).problem.rule).toBe('“县审计局”应为 6 位数字，登记的是“4071”');
    expect((await reveal([balls.slice(1), ['004071']])).problem.rule).toContain('登记了 5 个数');
    expect((await office.post(`/draws/${id}/seed`, { ...BROUGHT, parts: [{ source: audit.name, numbers: ['004071'] }, { source: red.name, numbers: balls }] })).problem.rule).toContain('第 1 个来源约定为“双色球第2022031期红球”');
    expect((await reveal([balls, ['004071']], { witnesses: ['监督员甲', '监督员　甲'] })).problem.missing).toEqual(['另 1 名见证人']);
    const own = (await office.get<{ name: string }>('/session')).body.name;
    expect((await reveal([balls, ['004071']], { witnesses: ['监督员甲', own] })).problem.rule).toContain('不能给自己作见证');
    expect((await reveal([balls, ['004071']], { proof: '' })).problem.missing).toEqual(['公布的地方，或者凭据文件']);
    expect((await reveal([balls, ['004071']], { proof: '', files: [id] })).problem.code).toBe('notfound');
    const file = await office.upload(`/matters/${id}/files`, '开奖公告.png');
    expect((await reveal([['３３', '28', ' 2 1', '14', '09', '０3'], ['004 071']], { proof: '', files: [file] })).status).toBe(200);
    const view = (await office.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
    expect(view.revealed).toMatchObject({ parts: [{ source: red.name, value: '03 09 14 21 28 33' }, { source: audit.name, value: '004071' }], witnesses: ['监督员甲', '村民乙'], files: [{ name: '开奖公告.png' }] });
    const bundle = await bundleOf(chief, id);
    expect(await outsider(bundle, '--seed', '双色球第2022031期红球=03 09 14 21 28 33', '--seed', '县审计局=004071')).toMatchObject({ code: 0 });
    // The verifier knows the same spelling, by itself.
    for (const other of ['3 09 14 21 28 33', '33 28 21 14 09 03', '03  09 14 21 28 33', '０3 09 14 21 28 33', '03,09,14,21,28,33']) expect((await outsider(bundle, '--seed', `双色球第2022031期红球=${other}`, '--seed', '县审计局=004071')).code, other).toBe(1);
  });

  test('a seed that a checkpoint of this system brings needs no source; there is none before it is signed', async () => {
    const chief = await user('gx-chief');
    const { from } = await month('gx-chief');
    await seedDecided(server.installation, [{ county: 'gongxian', on: from, outcome: 'grant', programme: 'dibao' }]);
    const seed = { kind: 'checkpoint', after: await after('gx-chief', 5) };
    expect((await chief.post('/draws', { plan: 'draw.monthly', ...(await month('gx-chief')), seed: { ...seed, sources: [{ name: '县财政局', numbers: 1, digits: 4 }] } })).problem.code).toBe('input.invalid');
    const { id } = await freeze('gx-chief', { seed });
    await shift('gongxian', 6);
    expect((await (await user('gx-county')).post(`/draws/${id}/seed`, {})).problem).toMatchObject({ code: 'clock.early', rule: expect.stringContaining('校验点') as string });
    await chief.post(`/draws/${id}/cancel`, { reason: '改用机关报数' });
  });

  test('a draw of the older format stays to be read and verified, goes to auditors alone because it marks its classes, and can no more be drawn', async () => {
    const id = drawn.get('lh') ?? '';
    const { id: other } = await freeze('gx-chief', { reason: '换种子' });
    const office = await user('gx-county');
    const county = (await admin.query<{ id: number }>(`select id from county where key = 'gongxian'`)).rows[0]?.id ?? 0;
    const before = (await admin.query<{ statement: string; classes: object; state: object }>('select d.statement, d.classes, m.state from draw_frozen d join matter m on m.id = d.draw_id where d.draw_id = $1', [other])).rows[0];
    // As the version before wrote it.
    await admin.query('begin');
    await admin.query('alter table draw_frozen disable trigger all');
    const statement = JSON.stringify({ format: 'doudi-draw/1', county, number: 'x', population: [{ k: 'T-gongxian-0000', o: 'grant', p: 'dibao', u: 'x', w: true }], seed: { after: '2020-12-01T00:00:00+08:00', kind: 'organs', text: '两个机关' }, frozenAt: '2020-11-01T00:00:00+08:00', percent: 30, must: [] });
    await admin.query(`update draw_frozen set statement = $2, classes = '{}' where draw_id = $1`, [other, statement]);
    await admin.query(`update matter set state = (state - 'sealed') || jsonb_build_object('seedPlan', (state -> 'seedPlan') - 'sources') where id = $1`, [other]);
    await admin.query('alter table draw_frozen enable always trigger draw_frozen_written_once');
    await admin.query('alter table draw_frozen enable always trigger draw_frozen_not_emptied');
    await admin.query('commit');
    await shift('gongxian', 31);
    expect((await office.post(`/draws/${other}/seed`, BROUGHT)).problem.code).toBe('step.absent');
    expect((await office.get<Output<typeof getDraw>>(`/draws/${other}`)).body).toMatchObject({ sealed: null, seed: { sources: [] } });
    expect((await office.get(`/draws/${other}/bundle`)).status).toBe(403);
    expect(await auditOf(await user('gx-audit'), other)).toMatchObject({ format: 'doudi-draw-bundle/1', statement });
    expect((await (await user('lh-audit')).get(`/draws/${id}/audit`)).body).toMatchObject({ format: 'doudi-draw-audit/2' });
    await admin.query('begin');
    await admin.query('alter table draw_frozen disable trigger all');
    await admin.query('update draw_frozen set statement = $2, classes = $3 where draw_id = $1', [other, before?.statement, JSON.stringify(before?.classes)]);
    await admin.query('update matter set state = $2 where id = $1', [other, JSON.stringify(before?.state)]);
    await admin.query('alter table draw_frozen enable always trigger draw_frozen_written_once');
    await admin.query('alter table draw_frozen enable always trigger draw_frozen_not_emptied');
    await admin.query('commit');
    expect((await (await user('gx-chief')).post(`/draws/${other}/cancel`, { reason: '旧格式' })).status).toBe(200);
  });

  test('a household swapped in the list, added to it or taken out, another seed, a population or a sealed list changed after the freeze are found by whoever holds what was exported', async () => {
    const chief = await user('lh-chief');
    const id = drawn.get('lh') ?? '';
    const bundle = await bundleOf(chief, id);
    const statement = JSON.parse(bundle.statement) as { population: { k: string }[] };
    const out = statement.population.find((e) => !bundle.drawn.some((d) => d.k === e.k));
    if (!out) throw new Error('everything drawn');
    const swapped = { ...bundle, drawn: [{ ...bundle.drawn[0], k: out.k }, ...bundle.drawn.slice(1)] };
    expect((await outsider(swapped)).out).toContain('没有抽中，名单中却有');
    // Somebody who freezes again and signs anew is caught by what was published.
    expect((await outsider(bundle, '--commitment', '0'.repeat(64))).out).toContain('不是公布的那个总体');
    expect((await outsider(bundle, '--seed', '县纪委监委=1111', '--seed', '县财政局=2222')).code).toBe(1);
    const audit = await auditOf(chief, id);
    const sealed = JSON.parse(audit.sealed ?? '') as { whole: unknown[] };
    expect((await outsider({ ...audit, sealed: JSON.stringify({ ...sealed, whole: sealed.whole.slice(1) }) })).out).toContain('必查名单被改动');
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

  test('[GX-31] a sealed list changed in the database no longer fits its seal: nothing can be drawn from it, nor pairs be made of a list that is not the drawn one', async () => {
    const { id } = await freeze('gx-chief', { reason: '再换种子' });
    const office = await user('gx-county');
    await shift('gongxian', 31);
    const classes = (await admin.query<{ classes: object }>('select classes from draw_frozen where draw_id = $1', [id])).rows[0]?.classes;
    const put = async (value: unknown): Promise<void> => {
      await admin.query('begin');
      await admin.query('alter table draw_frozen disable trigger draw_frozen_written_once');
      await admin.query('update draw_frozen set classes = $2 where draw_id = $1', [id, JSON.stringify(value)]);
      await admin.query('alter table draw_frozen enable always trigger draw_frozen_written_once');
      await admin.query('commit');
    };
    await put({ ...classes, whole: [{ k: 'T-gongxian-0000', classes: ['realName'] }] });
    expect((await office.get<Output<typeof getDraw>>(`/draws/${id}`)).body.holds).toBe(false);
    expect((await office.post(`/draws/${id}/seed`, BROUGHT)).problem.code).toBe('conflict.version');
    await put(classes);
    expect((await office.post(`/draws/${id}/seed`, BROUGHT)).status).toBe(200);
    const { people, members } = (await office.get<Output<typeof getDraw>>(`/draws/${id}`)).body;
    const due = plusDays((await clock('gx-county')).slice(0, 10), 20);
    const assign = () => office.post(`/draws/${id}/assign`, { checkers: people.map((p) => p.id), due });
    await admin.query(`update draw_member set part = 'must' where draw_id = $1 and number = $2`, [id, members[0]?.number]);
    expect((await assign()).problem.code).toBe('conflict.version');
    await admin.query(`update draw_member set part = 'random' where draw_id = $1 and number = $2`, [id, members[0]?.number]);
    expect((await assign()).status).toBe(200);
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
    const again = { plan: 'draw.monthly', ...(await month('bq-chief')), seed: organsSeed(await after('bq-chief', 30)) };
    const chief = await user('bq-chief');
    expect((await chief.post('/draws', again)).problem).toMatchObject({ code: 'conflict.duplicate' });
    await chief.post(`/draws/${drawn.get('bq') ?? ''}/cancel`, { reason: '开奖公告更正' });
    expect((await chief.post('/draws', again)).problem).toMatchObject({ code: 'reason.missing' });
    expect((await chief.post('/draws', { ...again, reason: '按更正的公告重抽' })).status).toBe(200);
    const published = await (await fetch(`${server.origin}/public/baoqing/draws`)).text();
    expect(published.match(/年\d{1,2}月\d{1,2}日 \d\d:\d\d 冻结名单，承诺值/g)?.length).toBe(3);
    expect(published).toContain('重新抽取的理由：按更正的公告重抽');
    expect(published).toContain('<strong>已作废</strong>：开奖公告更正');
  });

  test('a period that was over before the plan asked for draws is not missing', async () => {
    const chief = await user('bq-chief');
    const plans = async () => (await chief.get<Output<typeof listDraws>>('/draws')).body.plans.map((p) => [p.key, p.to, p.missing]);
    const year = Number((await clock('bq-chief')).slice(0, 4));
    expect(await plans()).toContainEqual(['draw.yearly', `${year - 1}-12-31`, false]);
    await shift('baoqing', 400 * 1440);
    expect(await plans()).toContainEqual(['draw.yearly', `${year}-12-31`, true]);
    await shift('baoqing', -400 * 1440);
  });

  test('a seed that exists already, and days that are not over, are refused', async () => {
    const chief = await user('gx-chief');
    const { from, to } = await month('gx-chief');
    expect((await chief.post('/draws', { plan: 'draw.monthly', from, to, seed: organsSeed('2020-01-01T00:00:00+08:00') })).problem).toMatchObject({ code: 'date.order' });
    expect((await chief.post('/draws', { plan: 'draw.monthly', from, to: (await clock('gx-chief')).slice(0, 10), seed: organsSeed(await after('gx-chief', 60)) })).problem).toMatchObject({ code: 'date.order' });
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
    // A check of each, numbered through, all in the chain.
    const { rows } = await admin.query<{ number: string; acts: number }>(`select m.number, count(a.*)::int as acts from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id where m.origin_id = $1 and m.topic = 'check' group by m.number order by m.number`, [id]);
    expect(rows.map((r) => r.acts)).toEqual(after.members.map(() => 1));
    expect(new Set(after.members.map((m) => m.check)).size).toBe(rows.length);
    expect(Number(rows.at(-1)?.number.slice(-4)) - Number(rows[0]?.number.slice(-4))).toBe(rows.length - 1);
    expect(await chainOf('hongqiao')).toMatchObject({ ok: true });
    expect((await auditOf(await user('hq-chief'), id)).drawn.length).toBe(view.members.length);
    expect((await bundleOf(office, id)).drawn.length).toBe(view.members.filter((m) => m.part === 'random').length);
  });
});
