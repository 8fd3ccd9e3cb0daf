import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { parseBankFile } from '@doudi/core/payment/bank-file';
import type { BankBatchLine } from '@doudi/core/payment/bank-file';
import { decodeBankBytes, encodeBankText } from '@doudi/core/payment/bank-file-encoding';
import { bankLayoutSchema } from '@doudi/core/payment/bank-file-layout';
import type { BankLayout } from '@doudi/core/payment/bank-file-layout';
import { formatRecord, titleLine } from '@doudi/core/payment/bank-file-record';
import type { RecordValues } from '@doudi/core/payment/bank-file-record';
import { CSV_BANK_LAYOUT, FIXED_BANK_LAYOUT } from '@doudi/core/payment/bank-file-training';

/** A paying bank (代发银行) for training: reads a payment file, answers with a return file. No money, no network. */

/** What becomes of one payment. `silent` = the bank forgets to answer it. */
export type PaymentOutcome = 'paid' | 'rejected' | 'partial' | 'silent';

export interface BankBehaviour {
  /** Day on which the bank says it paid, `YYYY-MM-DD`. */
  readonly paidOn: string;
  /**
   * `all-paid`; `all-rejected`; `by-account` = the last three digits of an account number decide:
   * 991 rejected by the first rejecting code, 992 by the second, 993 by the third, 994 half paid, 995 silent, else paid.
   * 996, 997 and 998 are paid, and the bank's own process says more of them later.
   */
  readonly rule: 'all-paid' | 'all-rejected' | 'by-account';
  /** Outcomes for single lines, before the rule. */
  readonly lines?: Readonly<Record<string, PaymentOutcome>>;
  /** Faults in the file itself: a wrong total, the end cut off, a line that cannot be read. */
  readonly damage?: 'wrong-total' | 'cut-off' | 'garbled-line';
}

/** The bank will not take the file: `reasons` name what it could not read. */
export type BankReturn = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reasons: readonly string[] };

export interface Decided {
  readonly line: BankBatchLine;
  readonly code: BankLayout['codes'][number];
  readonly paidFen: number;
}

/** What becomes of one payment; undefined: the bank says nothing of it and pays nothing. */
export function decide(layout: BankLayout, behaviour: BankBehaviour, line: BankBatchLine): Decided | undefined {
  const codesOf = (status: 'paid' | 'rejected' | 'partial') => layout.codes.filter((c) => c.status === status);
  const tail = line.accountNumber.slice(-3);
  const byAccount: Record<string, PaymentOutcome> = { '991': 'rejected', '992': 'rejected', '993': 'rejected', '994': 'partial', '995': 'silent' };
  const ruled: PaymentOutcome = behaviour.rule === 'all-paid' ? 'paid' : behaviour.rule === 'all-rejected' ? 'rejected' : (byAccount[tail] ?? 'paid');
  const wanted = behaviour.lines?.[line.lineId] ?? ruled;
  if (wanted === 'silent') return undefined;
  // One fen cannot be halved, and a bank without a code for it pays all or nothing.
  const outcome = wanted === 'partial' && (line.amountFen < 2 || codesOf('partial').length === 0) ? 'paid' : wanted;
  const codes = codesOf(outcome);
  const nth = outcome === 'rejected' && /^99[123]$/.test(tail) ? Number(tail[2]) - 1 : 0;
  const code = codes[nth] ?? codes[0];
  if (code === undefined) throw new RangeError(`布局 ${layout.id} 没有表示 ${outcome} 的回盘代码`);
  return { line, code, paidFen: outcome === 'paid' ? line.amountFen : outcome === 'partial' ? Math.floor(line.amountFen / 2) : 0 };
}

/**
 * The return file that a bank would send for a payment file. Refuses a payment file with any fault, as banks do.
 * Deterministic: the same file and behaviour give the same answer.
 */
export function simulateBankReturn(fileText: string, layout: BankLayout, behaviour: BankBehaviour): BankReturn {
  const asked = parseBankFile(layout, fileText);
  if (asked.faults.length > 0) return { ok: false, reasons: asked.faults.map((f) => `第 ${f.line} 行 ${f.field}：${f.message}`) };
  const decided = asked.lines.flatMap((line) => decide(layout, behaviour, line) ?? []);
  return writeReturn(layout, asked.batchNumber, decided, behaviour);
}

/** The return file for decided payments. */
export function writeReturn(layout: BankLayout, batchNumber: string | undefined, decided: readonly Decided[], behaviour: Pick<BankBehaviour, 'paidOn' | 'damage'>): BankReturn {
  const paid = decided.filter((d) => d.paidFen > 0);
  const sum = (of: (d: Decided) => number): number => decided.reduce((total, d) => total + of(d), 0);
  const wrong = behaviour.damage === 'wrong-total' ? 1 : 0;
  const shared: RecordValues = {
    ...(batchNumber === undefined ? {} : { batchNumber }),
    date: behaviour.paidOn,
    totalCount: decided.length + wrong,
    totalFen: sum((d) => d.line.amountFen),
    paidCount: paid.length,
    totalPaidFen: sum((d) => d.paidFen) + wrong,
  };
  const reasons: string[] = [];
  const render = (columns: BankLayout['returned']['detail'] | undefined, values: RecordValues): string[] => {
    if (columns === undefined) return [];
    const record = formatRecord(layout, columns, values);
    if (record.ok) return [record.value];
    reasons.push(...record.faults.map((f) => `${f.field}：${f.message}`));
    return [];
  };
  const titles = titleLine(layout, layout.returned.detail);
  const details = decided.flatMap(({ line, code, paidFen }) =>
    render(layout.returned.detail, { ...shared, ...line, paidFen, code: code.code, reason: code.reason, ...(paidFen > 0 ? { paidOn: behaviour.paidOn } : {}) }),
  );
  if (behaviour.damage === 'garbled-line') details.splice(0, 1, '\u0007乱码"');
  const header = render(layout.returned.header, shared);
  const trailer = render(layout.returned.trailer, shared);
  if (reasons.length > 0) return { ok: false, reasons };
  const lines = [...header, ...(titles === undefined ? [] : [titles]), ...details, ...trailer];
  const kept = behaviour.damage === 'cut-off' ? lines.slice(0, -1) : lines;
  return { ok: true, text: kept.map((l) => l + layout.newline).join('') };
}

const RULES = ['all-paid', 'all-rejected', 'by-account'] as const;

/** `node bank.ts --in 代发.txt --out 回盘.txt --layout csv|fixed|FILE.json --date YYYY-MM-DD [--rule by-account]`. */
function main(): void {
  const { values } = parseArgs({
    options: { in: { type: 'string' }, out: { type: 'string' }, layout: { type: 'string', default: 'csv' }, date: { type: 'string' }, rule: { type: 'string', default: 'by-account' } },
  });
  const options = z.object({ in: z.string(), out: z.string(), layout: z.string(), date: z.iso.date(), rule: z.enum(RULES) }).safeParse(values);
  if (!options.success) {
    console.error('用法：node bank.ts --in 代发文件 --out 回盘文件 --layout csv|fixed|布局.json --date YYYY-MM-DD [--rule all-paid|all-rejected|by-account]');
    process.exitCode = 2;
    return;
  }
  const { in: input, out, layout: name, date, rule } = options.data;
  const layout = name === 'csv' ? CSV_BANK_LAYOUT : name === 'fixed' ? FIXED_BANK_LAYOUT : bankLayoutSchema.parse(JSON.parse(readFileSync(name, 'utf8')));
  const result = simulateBankReturn(decodeBankBytes(readFileSync(input), layout.encoding), layout, { paidOn: date, rule });
  if (result.ok) writeFileSync(out, encodeBankText(result.text, layout.encoding));
  else {
    console.error(result.reasons.join('\n'));
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
