import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coverage, idsIn, titlesIn, type Claim, type Clause } from './coverage-clauses.ts';

const clause = (id: string): Clause => ({ id, plan: id.slice(0, 2), clause: '一', phrase: '某语', requirement: 'Some.', module: 'm', kind: 'record' });
const claim = (id: string): Claim => ({ id, file: 'a.test.ts', title: 't' });

describe('idsIn', () => {
  it.each([
    ['[HQ-100] one', ['HQ-100']],
    ['[HQ-100, LH-60] a list', ['HQ-100', 'LH-60']],
    ['[HQ-105..109] a range', ['HQ-105', 'HQ-106', 'HQ-107', 'HQ-108', 'HQ-109']],
    ['[HQ-98..HQ-100, BQ-17] both', ['HQ-98', 'HQ-99', 'HQ-100', 'BQ-17']],
    ['two [HQ-1] brackets [XX-207]', ['HQ-01', 'XX-207']],
    ['[something else] and HQ-100 bare', []],
  ])('%s', (title, ids) => expect(idsIn(title)).toEqual(ids));

  it('hands back what is no ID, so that it is refused', () => {
    expect(idsIn('[HQ-xx]')).toEqual(['HQ-xx']);
    expect(idsIn('[HQ-109..105]')).toEqual(['HQ-109..105']);
    expect(idsIn('[HQ-105..LH-109]')).toEqual(['HQ-105..LH-109']);
  });
});

describe('titlesIn', () => {
  it('reads titles of test, it and describe, with modifiers and over lines', () => {
    expect(titlesIn(`describe("a", () => { it('b', f); test.only(\n  \`c\`, f); test.describe('d', () => { test.step('e', f) }) })`)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('reads IDs that stand in the table of a parametrised test, and its title', () => {
    expect(titlesIn(`it.each<[string, number]>([['[HQ-97]', f(1)], ['[HQ-98] [HQ-99]', 2], ['plain', 3]])('%s is %i', g)`)).toEqual(['%s is %i', '[HQ-97]', '[HQ-98] [HQ-99]']);
  });

  it('is not misled by strings, comments, regular expressions and templates', () => {
    expect(titlesIn(`const s = "it('x')"; // it('y')\n/* test('z') */ const r = /it\\('q'\\)"/; const t = \`\${f('it(')} it('w')\`; o.it('v'); it('real', f)`)).toEqual(['real']);
    expect(titlesIn(`it.each([[/不是 "(/, "it('x')"], [a / b, ')']])('real', f); it('next', f)`)).toEqual(['real', 'next']);
  });

  it('does not count skipped and to-do tests', () => {
    expect(titlesIn(`it.skip('a', f); it.todo('b'); describe.skip.each([['[HQ-01]']])('c', f); it('d', f)`)).toEqual(['d']);
  });
});

describe('coverage', () => {
  const clauses = ['HQ-01', 'HQ-02', 'HQ-03', 'LH-01'].map(clause);

  it('counts covered, outside and open clauses per plan', () => {
    expect(coverage(clauses, { 'HQ-02': '软件做不到' }, [claim('HQ-01'), claim('HQ-01'), claim('LH-01')]).plans).toEqual([
      { plan: 'HQ', total: 3, covered: 1, outside: 1, open: 1 },
      { plan: 'LH', total: 1, covered: 1, outside: 0, open: 0 },
    ]);
  });

  it('refuses unknown IDs, IDs in both lists and reasons that say nothing', () => {
    expect(coverage(clauses, { 'HQ-01': '软件做不到', 'HQ-09': '软件做不到', 'HQ-03': '' }, [claim('HQ-01'), claim('HQ-99')]).errors).toEqual([
      'a.test.ts：没有条款 HQ-99（t）',
      'a.test.ts：条款 HQ-01 列为软件之外，却有测试（t）',
      'docs/clauses/outside.json：没有条款 HQ-09',
      'docs/clauses/outside.json：HQ-03 未写理由',
    ]);
  });
});

describe('the repository', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));

  it('lists the 708 clauses once each', () => {
    const clauses = JSON.parse(readFileSync(`${root}docs/clauses/clauses.json`, 'utf8')) as Clause[];
    expect(new Set(clauses.map((c) => c.id)).size).toBe(708);
    expect(clauses.length).toBe(708);
    for (const c of clauses) expect(c.id.startsWith(`${c.plan}-`)).toBe(true);
  });

  it('claims no unknown clause', () => {
    const r = spawnSync(process.execPath, [`${root}scripts/coverage-clauses.ts`, '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    expect(r.stderr).toBe('');
    expect(r.status).toBe(0);
    const { plans } = JSON.parse(r.stdout) as ReturnType<typeof coverage>;
    expect(plans.map((p) => [p.plan, p.total])).toEqual([['HQ', 209], ['LH', 96], ['GX', 115], ['BQ', 81], ['XX', 207]]);
    expect(plans.every((p) => p.covered + p.outside + p.open === p.total)).toBe(true);
  });
});
