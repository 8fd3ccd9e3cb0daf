import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLayers } from './layers.ts';
import { readSources } from './sources.ts';
import { checkTables } from './tables.ts';
import type { Owners } from './tables.ts';
import { checkDocs, checkLeftOvers, checkLockFile, checkPlaces } from './texts.ts';

/**
 * Runs every rule of the repository and prints one line per rule; exits 1 with the findings. `npm run check -- lint docs`
 * runs some of them.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

interface Finding {
  readonly faults: readonly string[];
}
type Check = () => Finding | Promise<Finding>;

const pure = (check: () => string[]): Check => () => ({ faults: check() });

/** A command that says what is wrong on its output and ends with a code. */
function command(args: readonly string[]): Check {
  return async () => {
    const child = spawn(process.execPath, args.map((a) => (a.startsWith('node_modules/') || a.endsWith('.ts') ? path.join(root, a) : a)), { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => out.push(text));
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (c) => resolve(c ?? 128));
    });
    if (code === 0) return { faults: [] };
    const lines = out.join('').split('\n').filter((line) => line.trim() !== '');
    return { faults: lines.length > 0 ? lines : [`ended with code ${code} and said nothing`] };
  };
}

const sources = readSources(root);
const owners = JSON.parse(read('packages/server/src/tables/owners.json')) as Owners;

const CHECKS: readonly (readonly [name: string, what: string, check: Check])[] = [
  ['types', 'strict TypeScript', command(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'])],
  ['lint', 'oxlint with types, no warnings', command(['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format=unix'])],
  ['layers', 'core ← server, core ← web; core is pure', pure(() => checkLayers(sources))],
  ['tables', 'a feature touches its own tables', pure(() => checkTables(sources, owners))],
  ['places', 'no county named in code', pure(() => checkPlaces(sources))],
  ['leftovers', 'nothing skipped, silenced, postponed or over-long', pure(() => checkLeftOvers(sources))],
  ['docs', 'every path named in the documents exists', pure(() => checkDocs(sources, root))],
  ['lock', 'package-lock.json fits every package.json', pure(() => checkLockFile(sources, read('package-lock.json')))],
  ['dead', 'no unused file, export or dependency (knip)', command(['node_modules/knip/bin/knip.js', '--no-progress'])],
  ['policies', 'the plans load without a fault', command(['packages/server/src/features/policy/check-cli.ts'])],
  ['clauses', 'tests name known clauses only', command(['scripts/coverage-clauses.ts'])],
  ['schema', 'schema.sql and row types fit the migrations', command(['packages/server/src/cli/schema-dump.ts', '--check'])],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((w) => !CHECKS.some(([name]) => name === w));
if (unknown.length > 0) {
  console.error(`unknown check ${unknown.join(', ')}; there are ${CHECKS.map(([name]) => name).join(', ')}`);
  process.exit(2);
}
const chosen = CHECKS.filter(([name]) => wanted.length === 0 || wanted.includes(name));

async function runOne([name, what, check]: (typeof CHECKS)[number]): Promise<boolean> {
  const started = performance.now();
  const { faults } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${what} (${seconds} s)`);
  for (const fault of faults) console.log(`     ${fault}`);
  return faults.length === 0;
}

const queue = [...chosen];
const results: boolean[] = [];
/** Two at a time: the longest are separate processes, and an office machine has two cores. */
async function lane(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) results.push(await runOne(next));
}
await Promise.all([lane(), lane()]);

const failed = results.filter((ok) => !ok).length;
console.log(failed === 0 ? `all ${results.length} checks passed` : `${failed} of ${results.length} checks failed`);
if (failed > 0) process.exitCode = 1;
