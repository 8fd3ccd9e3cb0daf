// npm test: the checks of the repository, then units and HTTP on real PostgreSQL (vitest), then browsers (playwright).
// Runs all of them even when an earlier one fails; the last line is the sum. `npm test -- vitest` runs one part.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, environment, forward, install, must, node24, root, run } from './lib/prepare.mjs';

const interrupted = (signal) => {
  forward(signal);
  process.exitCode = 130;
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupted);

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-reports-'));
const present = (file) => fs.existsSync(path.join(root, file));
const node = async (args, env = {}) => (await run(node24(), args, { env: environment(env) })).code === 0;

function readReport(name) {
  const file = path.join(reports, name);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}

/** A runner that failed without a failed test (a file that does not load, a crash) counts as one failure. */
const honest = (ok, counts) => ({ ...counts, failed: counts.failed === 0 && !ok ? 1 : counts.failed });

const parts = {
  check: {
    file: 'scripts/check.mjs',
    run: async () => {
      const ok = await node([path.join(root, 'scripts/check.mjs')]);
      return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
    },
  },
  vitest: {
    file: 'vitest.config.ts',
    run: async () => {
      const ok = await node([path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path.join(reports, 'vitest.json')}`]);
      const report = readReport('vitest.json');
      return honest(ok, { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0, skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0) });
    },
  },
  e2e: {
    file: 'e2e/playwright.config.ts',
    run: async () => {
      const ok = await node([path.join(root, 'node_modules/@playwright/test/cli.js'), 'test', '-c', path.join(root, 'e2e/playwright.config.ts'), '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, 'e2e.json') });
      const stats = readReport('e2e.json')?.stats;
      return honest(ok, { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0, skipped: stats?.skipped ?? 0 });
    },
  },
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!Object.hasOwn(parts, name)) {
    console.error(`unknown part ${name}; there are ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
}

await must(install());
// Without a client the browser tests fail; the others still tell something.
const sum = { passed: 0, failed: (await build()) ? 0 : 1, skipped: 0 };
for (const [name, part] of Object.entries(parts)) {
  if (process.exitCode === 130 || !present(part.file) || (wanted.length > 0 && !wanted.includes(name))) continue;
  console.log(`\n== ${name}`);
  const counts = await part.run();
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  for (const key of Object.keys(sum)) sum[key] += counts[key];
}
fs.rmSync(reports, { recursive: true, force: true });
if (sum.failed > 0 || sum.passed === 0) process.exitCode ??= 1;
console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
