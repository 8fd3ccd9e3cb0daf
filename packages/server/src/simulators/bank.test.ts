import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, describe, test } from 'vitest';
import { parseReturnFile, writeBankFile } from '@doudi/core/payment/bank-file';
import type { BankBatch } from '@doudi/core/payment/bank-file';
import { decodeBankBytes, encodeBankText } from '@doudi/core/payment/bank-file-encoding';
import { reconcile } from '@doudi/core/payment/bank-file-reconcile';
import { CSV_BANK_LAYOUT, FIXED_BANK_LAYOUT } from '@doudi/core/payment/bank-file-training';
import { simulateBankReturn } from './bank.ts';

const TAILS = ['000', '991', '992', '993', '994', '995'];
const batch: BankBatch = {
  number: 'B1', county: '测试区', fundItem: '最低生活保障金', month: '2026-03', date: '2026-04-01',
  lines: TAILS.map((tail, i) => ({ lineId: `B1-${i}`, sequence: i + 1, accountName: `试${i}`, accountNumber: `999999000${tail}`, bank: '测试银行', amountFen: 101_001, item: '最低生活保障金' })),
};
const LAYOUTS = [['csv', CSV_BANK_LAYOUT], ['fixed', FIXED_BANK_LAYOUT]] as const;
const paidOn = '2026-04-02';

describe.each(LAYOUTS)('the simulated bank, %s files', (_kind, layout) => {
  const sent = writeBankFile(layout, batch);
  if (!sent.ok) throw new Error(JSON.stringify(sent.faults));
  const answer = (behaviour: Omit<Parameters<typeof simulateBankReturn>[2], 'paidOn'>) => {
    const result = simulateBankReturn(sent.text, layout, { paidOn, ...behaviour });
    if (!result.ok) throw new Error(result.reasons.join());
    return parseReturnFile(layout, result.text);
  };
  const states = (returned: ReturnType<typeof answer>) => reconcile(batch, [returned]).lines.map((l) => l.state);

  test('pays everything, and the county reads it back to the fen', () => {
    const returned = answer({ rule: 'all-paid' });
    expect(returned.faults).toEqual([]);
    const result = reconcile(batch, [returned, returned]);
    expect(result).toMatchObject({ complete: true, differences: [], totals: { paidFen: 606_006, askedFen: 606_006 } });
  });

  test('by the tail of the account: three reasons to reject, a half, a silence', () => {
    const returned = answer({ rule: 'by-account' });
    expect(returned.faults).toEqual([]);
    expect(states(returned)).toEqual(['paid', 'rejected', 'rejected', 'rejected', 'partial', 'unanswered']);
    expect(returned.lines.map((l) => l.reason)).toEqual(['成功', '账号已销户', '户名与账号不符', '账户冻结或长期不动户', '部分成功']);
    expect(returned.lines[4]?.amountFen).toBe(50_500);
  });

  test('rejects everything; single lines may be told otherwise', () => {
    expect(new Set(states(answer({ rule: 'all-rejected' })))).toEqual(new Set(['rejected']));
    expect(states(answer({ rule: 'all-rejected', lines: { 'B1-0': 'paid', 'B1-1': 'silent' } })).slice(0, 3)).toEqual(['paid', 'unanswered', 'rejected']);
  });

  test('a wrong total, a cut-off end and an unreadable line are each seen', () => {
    for (const damage of ['wrong-total', 'cut-off', 'garbled-line'] as const) expect(answer({ rule: 'all-paid', damage }).faults).not.toEqual([]);
    expect(states(answer({ rule: 'all-paid', damage: 'garbled-line' }))[0]).toBe('unanswered');
  });

  test('takes no payment file whose totals do not add up', () => {
    const result = simulateBankReturn(sent.text.replace(/(\r\n)([D2])[^\r]*\r\n/, '$1'), layout, { paidOn, rule: 'all-paid' });
    expect(result).toMatchObject({ ok: false });
  });
});

test('the program answers a file on disk in the bytes of the bank', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doudi-bank-'));
  try {
    const sent = writeBankFile(FIXED_BANK_LAYOUT, batch);
    if (!sent.ok) throw new Error('refused');
    const [input, output] = [join(folder, 'out.txt'), join(folder, 'back.txt')];
    writeFileSync(input, encodeBankText(sent.text, 'gb18030'));
    const program = fileURLToPath(new URL('./bank.ts', import.meta.url));
    await promisify(execFile)(process.execPath, [program, '--in', input, '--out', output, '--layout', 'fixed', '--date', paidOn, '--rule', 'all-paid']);
    const returned = parseReturnFile(FIXED_BANK_LAYOUT, decodeBankBytes(readFileSync(output), 'gb18030'));
    expect(returned).toMatchObject({ batchNumber: 'B1', faults: [] });
    expect(returned.lines).toHaveLength(batch.lines.length);
    await expect(promisify(execFile)(process.execPath, [program])).rejects.toMatchObject({ code: 2 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
