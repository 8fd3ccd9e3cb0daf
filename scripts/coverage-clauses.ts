import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One clause of a plan as read from its text; see docs/clauses/clauses.json. */
export interface Clause {
  readonly id: string;
  readonly plan: string;
  readonly clause: string;
  readonly phrase: string;
  readonly requirement: string;
  readonly module: string;
  readonly kind: string;
}

export interface Claim {
  readonly id: string;
  readonly file: string;
  readonly title: string;
}

export interface Coverage {
  readonly plans: readonly { readonly plan: string; readonly total: number; readonly covered: number; readonly outside: number; readonly open: number }[];
  readonly clauses: readonly (Clause & { readonly state: 'covered' | 'outside' | 'open'; readonly tests: readonly Claim[]; readonly reason?: string })[];
  readonly errors: readonly string[];
}

const PLANS = 'HQ|LH|GX|BQ|XX';
const BRACKET = new RegExp(`\\[((?:${PLANS})-[^\\]]*)\\]`, 'g');

/** The clause IDs claimed by a title: `[HQ-100]`, `[HQ-100, LH-60]`, `[HQ-105..109]`. What is no ID comes back as it stands, to be refused as unknown. */
export function idsIn(title: string): string[] {
  return [...title.matchAll(BRACKET)].flatMap((m) => (m[1] ?? '').split(',').flatMap((part) => expand(part.trim())));
}

function expand(part: string): string[] {
  const m = new RegExp(`^(${PLANS})-(\\d+)(?:\\.\\.(?:(${PLANS})-)?(\\d+))?$`).exec(part);
  if (!m || (m[3] !== undefined && m[3] !== m[1])) return [part];
  const first = Number(m[2]);
  const last = m[4] === undefined ? first : Number(m[4]);
  if (last < first || last - first > 300) return [part];
  return Array.from({ length: last - first + 1 }, (_, i) => `${m[1]}-${String(first + i).padStart(2, '0')}`);
}

/**
 * The titles of all `test`, `it` and `describe` calls of a source text, found without running it. In the table of an
 * `.each` or `.for`, string literals that consist of bracketed IDs count as titles. Skipped and to-do tests do not count,
 * nor does anything inside a string or a comment.
 */
export function titlesIn(source: string): string[] {
  const titles: string[] = [];
  let i = 0;
  let before = '';
  while (i < source.length) {
    const skipped = skip(source, i, before);
    if (skipped > i) {
      const piece = source.slice(i, skipped);
      if (!piece.startsWith('/') && piece.trim() !== '') before = piece.at(-1) ?? before;
      i = skipped;
      continue;
    }
    const word = /^[A-Za-z_$][\w$]*/.exec(source.slice(i, i + 80))?.[0];
    if (word === undefined) {
      before = source[i] ?? '';
      i++;
      continue;
    }
    if ((word === 'test' || word === 'it' || word === 'describe') && before !== '.') {
      const call = /^[\w.]*/.exec(source.slice(i))?.[0] ?? word;
      titles.push(...titlesOfCall(source, i + call.length, call));
      i += call.length;
    } else i += word.length;
    before = 'a';
  }
  return titles;
}

function titlesOfCall(source: string, after: number, call: string): string[] {
  if (/\.(skip|todo|fixme)\b/.test(call)) return [];
  let i = after;
  const found: string[] = [];
  if (/\.(each|for)$/.test(call)) {
    while (i < source.length && source[i] !== '(' && source[i] !== '`') i++;
    const end = closing(source, i);
    found.push(...literalsIn(source, i + 1, end).filter((t) => new RegExp(`^(\\[(?:${PLANS})-[^\\]]*\\]\\s*)+$`).test(t)));
    i = end + 1;
  }
  const open = /^\s*\(\s*/.exec(source.slice(i, i + 200))?.[0];
  if (open === undefined) return found;
  const start = i + open.length;
  const quote = source[start];
  if (quote === "'" || quote === '"' || quote === '`') found.unshift(source.slice(start + 1, stringEnd(source, start) - 1));
  return found;
}

/** Index of the bracket that closes the one at `open`. */
function closing(source: string, open: number): number {
  let depth = 0;
  let before = '(';
  for (let i = open; i < source.length; ) {
    const skipped = skip(source, i, before);
    if (skipped > i) {
      if (!/^\s/.test(source[i] ?? '')) before = 'a';
      i = skipped;
      continue;
    }
    const c = source[i] ?? '';
    if ('([{'.includes(c)) depth++;
    if (')]}'.includes(c) && --depth === 0) return i;
    before = c;
    i++;
  }
  return source.length;
}

function literalsIn(source: string, from: number, to: number): string[] {
  const out: string[] = [];
  let before = '(';
  for (let i = from; i < to; ) {
    const c = source[i] ?? '';
    const skipped = skip(source, i, before);
    if (skipped > i) {
      if (c === "'" || c === '"') out.push(source.slice(i + 1, skipped - 1));
      if (!/^\s/.test(c)) before = 'a';
      i = skipped;
    } else {
      before = c;
      i++;
    }
  }
  return out;
}

/** End of the space, comment, string, template or regular expression that begins at `i`; `i` itself when none does. */
function skip(source: string, i: number, before: string): number {
  const c = source[i];
  if (c === undefined) return i;
  if (/\s/.test(c)) return i + 1;
  if (source.startsWith('//', i)) return endOf(source, '\n', i);
  if (source.startsWith('/*', i)) return endOf(source, '*/', i + 2);
  if (c === "'" || c === '"' || c === '`') return stringEnd(source, i);
  // a slash after an operator or at the beginning starts a regular expression, after a value it divides
  if (c === '/' && (before === '' || '(,=:[!&|?{};+-*%<>~^'.includes(before))) {
    let set = false;
    for (let k = i + 1; k < source.length && source[k] !== '\n'; k++) {
      if (source[k] === '\\') k++;
      else if (source[k] === '[') set = true;
      else if (source[k] === ']') set = false;
      else if (source[k] === '/' && !set) return k + 1;
    }
  }
  return i;
}

const endOf = (source: string, mark: string, from: number): number => {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at + mark.length;
};

function stringEnd(source: string, start: number): number {
  const quote = source[start];
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === quote) return i + 1;
    else if (quote === '`' && source.startsWith('${', i)) i = closing(source, i + 1);
  }
  return source.length;
}

/** Judges claims against the clause list. Errors: an unknown ID, an ID that is both tested and declared outside, a reason that says nothing. */
export function coverage(clauses: readonly Clause[], outside: Readonly<Record<string, string>>, claims: readonly Claim[]): Coverage {
  const known = new Set(clauses.map((c) => c.id));
  const errors: string[] = [];
  for (const c of claims) if (!known.has(c.id)) errors.push(`${c.file}：没有条款 ${c.id}（${c.title}）`);
  for (const [id, reason] of Object.entries(outside)) {
    if (!known.has(id)) errors.push(`docs/clauses/outside.json：没有条款 ${id}`);
    if (reason.trim().length < 4) errors.push(`docs/clauses/outside.json：${id} 未写理由`);
    const claim = claims.find((c) => c.id === id);
    if (claim) errors.push(`${claim.file}：条款 ${id} 列为软件之外，却有测试（${claim.title}）`);
  }
  const all = clauses.map((c) => {
    const tests = claims.filter((t) => t.id === c.id);
    const reason = outside[c.id];
    return { ...c, state: reason !== undefined ? ('outside' as const) : tests.length > 0 ? ('covered' as const) : ('open' as const), tests, ...(reason === undefined ? {} : { reason }) };
  });
  const plans = [...new Set(clauses.map((c) => c.plan))].map((plan) => {
    const of = all.filter((c) => c.plan === plan);
    const count = (state: string): number => of.filter((c) => c.state === state).length;
    return { plan, total: of.length, covered: count('covered'), outside: count('outside'), open: count('open') };
  });
  return { plans, clauses: all, errors };
}

/** Test files below the folders that hold code. */
export function claimsIn(root: string, folders: readonly string[] = ['packages', 'e2e', 'scripts', 'bench']): Claim[] {
  const files: string[] = [];
  const walk = (dir: string): void => {
    for (const e of readdirSync(dir, { withFileTypes: true })) {
      if (e.name === 'node_modules' || e.name === 'dist' || e.name.startsWith('.')) continue;
      const path = join(dir, e.name);
      if (e.isDirectory()) walk(path);
      else if (/\.(test|e2e)\.tsx?$/.test(e.name)) files.push(path);
    }
  };
  for (const f of readdirSync(root)) if (folders.includes(f)) walk(join(root, f));
  return files.sort().flatMap((path) => titlesIn(readFileSync(path, 'utf8')).flatMap((title) => idsIn(title).map((id) => ({ id, file: relative(root, path), title }))));
}

function main(args: readonly string[]): number {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(root, 'docs/clauses', name), 'utf8')) as T;
  const result = coverage(read<Clause[]>('clauses.json'), read<Record<string, string>>('outside.json'), claimsIn(root));
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
  else {
    const row = (cells: readonly (string | number)[]): string => `${String(cells[0]).padEnd(6)}${cells.slice(1).map((c) => String(c).padStart(9)).join('')}\n`;
    process.stdout.write(row(['plan', 'clauses', 'covered', 'outside', 'open']));
    for (const p of result.plans) process.stdout.write(row([p.plan, p.total, p.covered, p.outside, p.open]));
    const sum = (key: 'total' | 'covered' | 'outside' | 'open'): number => result.plans.reduce((n, p) => n + p[key], 0);
    process.stdout.write(row(['all', sum('total'), sum('covered'), sum('outside'), sum('open')]));
    if (args.includes('--list'))
      for (const c of result.clauses) process.stdout.write(`${c.id.padEnd(7)}${c.state.padEnd(9)}${c.phrase}${c.reason === undefined ? '' : `（${c.reason}）`}${c.tests.map((t) => `\n          ${t.file}: ${t.title}`).join('')}\n`);
  }
  for (const e of result.errors) process.stderr.write(`${e}\n`);
  return result.errors.length > 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
