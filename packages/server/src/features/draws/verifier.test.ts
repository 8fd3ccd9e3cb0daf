import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { SeedPlan } from '@doudi/core/draw/seed';
import { readSeed } from '@doudi/core/draw/seed';
import { resultOf, select, type DrawStatement, type SealedList } from '@doudi/core/draw/select';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { afterAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../platform/log/canonical.ts';

/** tools/verify-draw.mjs against bundles as the product makes them, and against every way of changing one. Knows no server. */

const VERIFIER = fileURLToPath(new URL('../../../../../tools/verify-draw.mjs', import.meta.url));
const run = promisify(execFile);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-verify-draw-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

type Json = Record<string, unknown>;
let written = 0;
async function verdict(bundle: unknown, ...args: string[]): Promise<{ code: number; out: string }> {
  const file = path.join(folder, `${++written}.json`);
  fs.writeFileSync(file, JSON.stringify(bundle));
  try {
    const { stdout, stderr } = await run(process.execPath, [VERIFIER, file, ...args]);
    return { code: 0, out: stdout + stderr };
  } catch (e) {
    const { code, stdout, stderr } = e as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}
/** Whoever holds the key can sign anything: what is wrong must be found beside the signature. */
const signed = (b: Json): Json => {
  const { statement, ...rest } = b;
  return { ...rest, statement, signature: { keyId: 'test', value: sign(null, Buffer.from(canonicalJson(rest), 'utf8'), privateKey).toString('base64') }, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};

const RED = { name: '双色球第2022031期红球', numbers: 6, digits: 2, order: 'ascending' } as const;
const AUDIT = { name: '县审计局', numbers: 1, digits: 6, order: 'published' } as const;
const SEED: SeedPlan = { kind: 'lottery', text: '中国福彩网', sources: [RED, AUDIT], after: '2022-03-20T21:15:00+08:00' };
const TYPED = [{ source: RED.name, numbers: ['33', '03', '09', '14', '21', '28'] }, { source: AUDIT.name, numbers: ['004071'] }];
const LINES = ['--seed', '双色球第2022031期红球=03 09 14 21 28 33', '--seed', '县审计局=004071'];

const population = Array.from({ length: 90 }, (_, i) => ({ k: `2022-测-${String(i).padStart(4, '0')}`, u: ['a', 'b', 'c'][i % 3] ?? '', p: i % 2 === 0 ? 'dibao' : 'tekun', o: i % 5 === 0 ? ('refuse' as const) : ('grant' as const) }));
const sealed: SealedList = { format: 'doudi-draw-sealed/2', number: '2022-测-抽-0001', salt: randomBytes(32).toString('hex'), whole: [3, 17, 40, 41, 77].map((i) => ({ k: population[i]?.k ?? '', classes: ['realName'] })) };

function made(more: { readonly statement?: Partial<DrawStatement>; readonly sealed?: SealedList; readonly seed?: readonly { source: string; value: string }[] } = {}): { publicBundle: Json; audit: Json; commitment: string } {
  const list = more.sealed ?? sealed;
  const statement: DrawStatement = { format: 'doudi-draw/2', county: 1, number: sealed.number, plan: 'draw.monthly', from: '2022-02-01', to: '2022-02-28', percent: 30, must: ['realName'], seed: SEED, frozenAt: '2022-03-18T01:00:00.000Z', sealed: { commitment: hash(canonicalJson(list)), size: list.whole.length }, population, ...more.statement };
  const text = canonicalJson(statement);
  const commitment = hash(text);
  const read = readSeed(SEED, TYPED);
  const seed = more.seed ?? (isRefusal(read) ? [] : read);
  const { drawn } = select(statement, list, commitment, seed, hash);
  const random = drawn.filter((d) => d.part === 'random');
  const common = { statement: text, commitment, seed, result: resultOf(random, hash), exportedAt: '2022-03-21T01:00:00.000Z' };
  return { publicBundle: signed({ ...common, format: 'doudi-draw-bundle/2', drawn: random }), audit: signed({ ...common, format: 'doudi-draw-audit/2', drawn, sealed: canonicalJson(list) }), commitment };
}
const { publicBundle, audit, commitment } = made();
const again = (b: Json, change: Json): Json => {
  const { signature: _, publicKey: __, ...rest } = b;
  return signed({ ...rest, ...change });
};

describe('tools/verify-draw.mjs', () => {
  test('[LH-25, HQ-193] what the product exports is found whole, by outsiders and by auditors, with what was published given from outside', async () => {
    for (const b of [publicBundle, audit]) {
      const r = await verdict(b, '--commitment', commitment, ...LINES);
      expect(r, r.out).toMatchObject({ code: 0 });
    }
    expect((await verdict(publicBundle)).out).toContain('必查 5 件的名单另行封存');
    expect((await verdict({ ...publicBundle, format: 'doudi-draw-bundle/9' })).code).toBe(2);
    expect((await verdict({ ...publicBundle, exportedAt: '2020-01-01T00:00:00.000Z' })).out).toContain('签名不符');
  });

  test('a case swapped in the list, added, taken out or said to be of another part is found, though signed anew', async () => {
    const drawn = publicBundle['drawn'] as { k: string; part: string }[];
    const out = population.find((e) => !drawn.some((d) => d.k === e.k))?.k ?? '';
    for (const [change, words] of [[[{ k: out, part: 'random' }, ...drawn.slice(1)], '没有抽中，名单中却有'], [drawn.slice(1), '应当抽中，名单中没有'], [[...drawn, { k: out, part: 'random' }], '没有抽中，名单中却有'], [[...drawn, { k: out, part: 'must' }], '没有抽中，名单中却有'], [[...drawn, drawn[0]], '重复的案号']] as const)
      expect((await verdict(again(publicBundle, { drawn: change }))).out).toContain(words);
    expect((await verdict(again(publicBundle, { result: '0'.repeat(64) }))).out).toContain('校验值与登记的不符');
  });

  test('a population changed after the freeze, or frozen anew, does not fit what was published', async () => {
    const fewer = JSON.stringify({ ...JSON.parse(String(publicBundle['statement'])) as Json, population: population.slice(1) });
    expect((await verdict(again(publicBundle, { statement: fewer }))).out).toContain('总体被改动');
    expect((await verdict(made({ statement: { population: population.slice(1) }, sealed: { ...sealed, whole: [] } }).publicBundle, '--commitment', commitment)).out).toContain('不是公布的那个总体');
    expect((await verdict(made({ statement: { population: population.map((e) => ({ ...e, w: true })) } }).publicBundle)).out).toContain('以外的内容');
    expect((await verdict(made({ statement: { frozenAt: '2022-03-21T00:00:00.000Z' } }).publicBundle)).out).toContain('不在冻结之后');
  });

  test('a seed in another spelling, order, source or number of digits is refused, though what was drawn by it agrees with it', async () => {
    const part = (value: string, source: string = RED.name) => ({ source, value });
    const audited = { source: AUDIT.name, value: '004071' };
    await Promise.all(([
      [[part('3 9 14 21 28 33'), audited], '每个 2 位数字'], [[part('03 09 14 21 28'), audited], '6 个数'], [[part('33 03 09 14 21 28'), audited], '从小到大'], [[part('０3 09 14 21 28 33'), audited], '每个 2 位数字'],
      [[part('03  09 14 21 28 33'), audited], '每个 2 位数字'], [[part('03 09 14 21 28 33\n'), audited], '每个 2 位数字'], [[audited, part('03 09 14 21 28 33')], '第 1 个来源'], [[part('03 09 14 21 28 33')], '冻结时写明的是 2 个'], [[part('03 09 14 21 28 33', '双色球第2022032期红球'), audited], '冻结时写明的是“双色球第2022031期红球”'], [[part('03 09 14 21 28 33'), { source: AUDIT.name, value: '4071' }], '每个 6 位数字'],
    ] as const).map(async ([seed, words]) => {
      const r = await verdict(made({ seed }).publicBundle);
      expect(r.code, words).toBe(1);
      expect(r.out).toContain(words);
    }));
    // Given from outside it must be that one spelling too.
    expect((await verdict(publicBundle, '--seed', '双色球第2022031期红球=33 03 09 14 21 28', '--seed', '县审计局=004071')).code).toBe(1);
  });

  test('a freeze that names no sources, too few digits, or one source twice is no freeze that anybody should trust', async () => {
    await Promise.all(([
      [{ kind: SEED.kind, text: SEED.text, after: SEED.after }, '没有写明种子的来源'], [{ ...SEED, sources: [{ ...AUDIT, digits: 3 }] }, '不到 6 位'], [{ ...SEED, kind: 'organs', sources: [AUDIT] }, '不到两个机关'],
      [{ ...SEED, kind: 'organs', sources: [AUDIT, { ...AUDIT, name: '县财政局', digits: 2 }] }, '不到 4 位'], [{ ...SEED, sources: [AUDIT, AUDIT] }, '有重复'], [{ ...SEED, sources: [RED, { ...AUDIT, name: '县　审计局' }] }, '不是唯一写法'],
    ] as const).map(async ([seed, words]) => expect((await verdict(made({ statement: { seed: seed as unknown as SeedPlan } }).publicBundle)).out).toContain(words)));
  });

  test('a sealed list with a case taken out, put in, of another class, of another draw or without salt is found by the auditor', async () => {
    const change = async (list: unknown): Promise<string> => (await verdict(again(audit, { sealed: canonicalJson(list) }))).out;
    expect(await change({ ...sealed, whole: sealed.whole.slice(1) })).toContain('必查名单被改动');
    expect(await change({ ...sealed, whole: [...sealed.whole, { k: population[80]?.k, classes: ['realName'] }] })).toContain('必查名单 6 件，冻结的是 5 件');
    expect(await change({ ...sealed, salt: '' })).toContain('封存不住');
    const frozen = async (list: SealedList): Promise<string> => (await verdict(made({ sealed: list }).audit)).out;
    expect(await frozen({ ...sealed, number: '2022-测-抽-0002' })).toContain('不是这次抽查的');
    expect(await frozen({ ...sealed, whole: [{ k: population[0]?.k ?? '', classes: ['related'] }] })).toContain('不是方案规定的');
    expect(await frozen({ ...sealed, whole: [{ k: '外面的', classes: ['realName'] }] })).toContain('不在总体中');
    // Left out of what is checked, or called random.
    const drawn = audit['drawn'] as { k: string; part: string }[];
    expect((await verdict(again(audit, { drawn: drawn.filter((d) => d.part === 'random') }))).out).toContain('应当抽中，名单中没有');
    expect((await verdict(again(audit, { drawn: drawn.map((d) => ({ ...d, part: 'random' })) }))).out).toContain('应为 must');
  });

  test('the bundle for outsiders is the same whichever cases are of a class, but for the seal and its number', () => {
    const other = made({ sealed: { ...sealed, whole: [0, 1, 2, 30, 60].map((i) => ({ k: population[i]?.k ?? '', classes: ['realName' as const] })) } }).publicBundle;
    const of = (b: Json): unknown => ({ ...(JSON.parse(String(b['statement'])) as Json), sealed: undefined });
    expect(of(other)).toEqual(of(publicBundle));
    expect(Object.keys(other).sort()).toEqual(['commitment', 'drawn', 'exportedAt', 'format', 'publicKey', 'result', 'seed', 'signature', 'statement']);
    for (const w of sealed.whole) expect(JSON.stringify({ ...publicBundle, statement: '' }).includes(w.k)).toBe((publicBundle['drawn'] as { k: string }[]).some((d) => d.k === w.k));
  });

  test('a draw of the older format, with its classes marked in the statement, is verified as it was drawn', async () => {
    const entries = population.map((e, i) => ({ ...e, w: i % 9 === 0 }));
    const text = canonicalJson({ format: 'doudi-draw/1', county: 1, number: '2022-测-抽-0001', plan: 'draw.monthly', from: '2022-02-01', to: '2022-02-28', percent: 30, must: ['related'], seed: { kind: 'organs', text: '两个机关', after: SEED.after }, frozenAt: '2022-03-18T01:00:00.000Z', population: entries });
    const seed = [{ source: '县纪委监委', value: '4071' }, { source: '县财政局', value: '9926' }];
    const old = hash(text);
    const drawn: { k: string; part: string }[] = [];
    for (const list of Map.groupBy(entries, (e) => `${e.u}|${e.p}|${e.o}`).values()) {
      const rest = list.filter((e) => !e.w).map((e) => ({ k: e.k, rank: hash(`${old}|县纪委监委=4071\n县财政局=9926|${e.k}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
      drawn.push(...list.filter((e) => e.w).map((e) => ({ k: e.k, part: 'must' })), ...rest.slice(0, Math.ceil(rest.length * 0.3)).map((e) => ({ k: e.k, part: 'random' })));
    }
    drawn.sort((a, b) => (a.k < b.k ? -1 : 1));
    const bundle = { format: 'doudi-draw-bundle/1', statement: text, commitment: old, seed, drawn, result: hash(drawn.map((d) => `${d.k} ${d.part}`).join('\n')), exportedAt: '2022-03-21T01:00:00.000Z' };
    const r = await verdict(signed(bundle), '--commitment', old, '--seed', '县纪委监委=4071', '--seed', '县财政局=9926');
    expect(r, r.out).toMatchObject({ code: 0 });
    expect((await verdict(signed({ ...bundle, drawn: drawn.slice(1) }))).code).toBe(1);
    // Nobody passes an old statement off as a new one.
    expect((await verdict(signed({ ...bundle, format: 'doudi-draw-bundle/2' }))).code).toBe(2);
  });
});
