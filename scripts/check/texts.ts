import fs from 'node:fs';
import path from 'node:path';
import { codeOnly, isCode, isGenerated, isTest, isTraining, matches } from './sources.ts';
import type { Source } from './sources.ts';

const LONGEST = 500;
const ALONE = /\.(?:only|skip)\b/g;
/** Written so that this file does not find itself. A rule may be silenced for one line with a reason after two dashes. */
const LEFT_OVER = /\bTO[D]O\b|\bFIX[M]E\b|\bas an[y]\b|@ts-(?:ignor[e]|expect-erro[r]|nochec[k])|(?:oxlint|eslint)-disabl[e](?!-next-line \S+ -- \S)/g;
const PLACES = /红桥|临河|珙县|宝清|西秀|\b(?:hongqiao|linhe|gongxian|baoqing|xixiu)\b/gi;

/** No place is named where the same code serves every county: names live in policies/, tests and the training caseload. */
export function checkPlaces(sources: readonly Source[]): string[] {
  return sources
    .filter((s) => /^packages\/[^/]+\/(src|index\.html)/.test(s.path) && !isTest(s.path) && !isTraining(s.path))
    .flatMap((s) => matches(s, PLACES).map(({ where, found }) => `${where} names a place: ${found[0]}`));
}

/** Nothing skipped, nothing left for later, no type or lint silenced, no file nobody can hold in the head. */
export function checkLeftOvers(sources: readonly Source[]): string[] {
  return sources.filter((s) => (isCode(s.path) || /\.(sql|css|typ)$/.test(s.path)) && !isGenerated(s)).flatMap((s) => {
    const lines = s.text.split('\n').length - 1;
    return [
      ...matches(s, LEFT_OVER).map(({ where, found }) => `${where} ${found[0]}`),
      ...(/\.(test|spec|e2e)\.tsx?$/.test(s.path) ? matches(s, ALONE, codeOnly(s.text)).map(({ where, found }) => `${where} ${found[0]}`) : []),
      // A migration is written once and never again touched, so it is not split later either.
      ...(lines > LONGEST && !s.path.includes('/migrations/') ? [`${s.path} has ${lines} lines; split it (at most ${LONGEST})`] : []),
    ];
  });
}

/** What stands in `code` or in a link and looks like a file of this repository. */
const TOP = '(?:packages|policies|scripts|tools|docs|e2e|bench|\\.ci)';
const NAMED = new RegExp(`\`(${TOP}/[^\\s\`]*|[\\w.-]+\\.md)\`|\\]\\((?!https?:|#|mailto:)([^)\\s#]+)`, 'g');
/** `<x>`, `*`, `…` and `{a,b}` stand for many files, and a name that exists at run time only is said with its folder `data/`. */
const PATTERN = /[<>*…{}]/;

/** Every path that README, CONTRIBUTING and docs name exists. */
export function checkDocs(sources: readonly Source[], root: string): string[] {
  const exists = (file: string): boolean => fs.existsSync(path.join(root, file));
  return sources
    .filter((s) => /^(docs\/.*|policies\/README|[^/]+)\.md$/.test(s.path))
    .flatMap((s) => matches(s, NAMED).flatMap(({ where, found }) => {
      const [, code, link] = found;
      const named = (code ?? link ?? '').replace(/[:,.;]+$/, '').replace(/:\d+$/, '');
      if (PATTERN.test(named)) return [];
      const beside = path.posix.join(path.posix.dirname(s.path), named);
      return exists(beside) || (code !== undefined && exists(named)) ? [] : [`${where} names ${named}, which does not exist`];
    }));
}

/** The lock file was written from these package.json files: `npm ci` refuses otherwise, and only in a fresh clone. */
export function checkLockFile(sources: readonly Source[], lockText: string): string[] {
  const lock = JSON.parse(lockText) as { packages: Record<string, Record<string, Record<string, string>>> };
  const fields = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
  return sources.filter((s) => /(^|\/)package\.json$/.test(s.path)).flatMap((s) => {
    const manifest = JSON.parse(s.text) as Record<string, Record<string, string>>;
    const locked = lock.packages[s.path === 'package.json' ? '' : path.posix.dirname(s.path)];
    if (!locked) return [`package-lock.json does not know ${s.path}`];
    return fields.flatMap((field) => {
      const [want, have] = [manifest[field] ?? {}, locked[field] ?? {}];
      const names = new Set([...Object.keys(want), ...Object.keys(have)]);
      return [...names].filter((n) => want[n] !== have[n]).map((n) => `${s.path}: ${n} is ${want[n] ?? 'absent'}, in package-lock.json ${have[n] ?? 'absent'}`);
    });
  });
}
