import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { render, writeReport } from './report.ts';
import { FULL, PARTS, QUICK, run } from './run.ts';

const HELP = `npm run bench [-- options]
  --quick            small sizes: shows that everything runs; writes nothing
  --only a,b         some of ${PARTS.join(', ')}; writes nothing
  --help`;

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, help: { type: 'boolean', default: false } } });
const wanted = values.only?.split(',');
const unknown = wanted?.filter((w) => !PARTS.some((p) => p === w)) ?? [];
if (values.help || unknown.length > 0) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const report = await run({
  sizes: values.quick ? QUICK : FULL, parts: wanted ? PARTS.filter((p) => wanted.includes(p)) : PARTS, durable: true,
  date: new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10), log: (line) => console.error(line),
});
console.log(render(report));
// The document holds whole runs only: its figures belong together.
if (!values.quick && !wanted) writeReport(fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url)), report);
