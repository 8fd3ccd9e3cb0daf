import { expect, test } from 'vitest';
import { render } from './report.ts';
import { PARTS, QUICK, run } from './run.ts';

test('every benchmark runs at a small size and yields finite numbers', { timeout: 120_000 }, async () => {
  const report = await run({ sizes: QUICK, parts: PARTS, durable: false, date: '2026-01-01', log: () => undefined });
  const { confirm, lists, roll, bank, roster, letter, archive } = report;
  const measured = [confirm?.alone.http, confirm?.alone.sql, confirm?.together.http, confirm?.together.sql, ...(lists?.rows.flatMap((r) => [r.small, r.large]) ?? []), ...(roll?.flatMap((r) => [r.made, r.frozen, r.plain]) ?? []), bank?.release.made, bank?.write.plain, bank?.read.made, roster?.imported.made, roster?.imported.plain, roster?.exported.made, roster?.exported.plain, archive?.made, archive?.plain, letter?.standard, letter?.word, letter?.plain];
  for (const spread of measured) {
    expect(spread?.median).toBeGreaterThan(0);
    expect(Number.isFinite(spread?.p95)).toBe(true);
  }
  expect(lists?.rows.length).toBeGreaterThan(5);
  expect(confirm?.statements).toBeGreaterThan(10);
  expect(roll?.map((r) => r.lines)).toEqual(QUICK.roll.map((r) => r.households));
  expect(roll?.[0]?.held).toBeGreaterThan(0);
  expect(bank?.lines).toBeGreaterThan(QUICK.bank.lines * 0.9);
  for (const step of [bank?.release, bank?.write, bank?.read]) expect(step?.peakMb).toBeGreaterThanOrEqual(step?.beforeMb ?? Infinity);
  expect(roster?.imported.households).toBe(40);
  expect(roster?.exported.rows).toBe(QUICK.roster.households);
  expect([report.whatif?.households, report.whatif?.gain]).toEqual([QUICK.whatif.households, QUICK.whatif.households]);
  expect(report.warnings?.hits).toBeGreaterThan(0);
  expect(report.bureau?.lines).toBe(QUICK.bureau.households * 3);
  expect(archive?.bytes).toBeGreaterThan(100_000);
  expect(render(report)).not.toContain('NaN');
});
