import type { Fen } from '../money/fen.ts';
import type { BankLayout, BankRecords } from './bank-file-layout.ts';
import { formatRecord, readRecords, titleLine } from './bank-file-record.ts';
import type { FieldFault, ReadFault, ReadRecord, RecordValues } from './bank-file-record.ts';

/** Files to and from the paying bank (代发银行), by {@link BankLayout}. Pure: text in, text out; nothing is paid here. */

export interface BankBatchLine {
  /** Unique for ever; the bank returns it, and by it a payment is recognised. Letters, digits and dashes. */
  readonly lineId: string;
  readonly sequence: number;
  readonly accountName: string;
  readonly accountNumber: string;
  readonly bank?: string;
  readonly amountFen: Fen;
  /** Name of the fund item as the payee will read it; must be the batch's own [GX-70]. */
  readonly item: string;
}

export interface BankBatch {
  readonly number: string;
  readonly county: string;
  readonly fundItem: string;
  /** Month paid for, `YYYY-MM`. */
  readonly month: string;
  /** Date of the file, `YYYY-MM-DD`. */
  readonly date: string;
  readonly lines: readonly BankBatchLine[];
}

/** Why a batch cannot be written; `lineId` is absent when the batch as a whole is meant. */
export interface BatchFault extends FieldFault {
  readonly code: 'fund-item' | 'amount' | 'account' | 'duplicate' | 'empty' | 'total' | 'value';
  readonly lineId?: string;
}

export type BankFileResult =
  | { readonly ok: true; readonly text: string; readonly count: number; readonly totalFen: Fen }
  | { readonly ok: false; readonly faults: readonly BatchFault[] };

const LINE_ID = /^[0-9A-Za-z-]{1,40}$/;
const ACCOUNT = /^\d{6,32}$/;

function lineFaults(batch: BankBatch, line: BankBatchLine): BatchFault[] {
  const { lineId, amountFen, accountNumber, accountName, item } = line;
  const faults: BatchFault[] = [];
  if (item.trim() === '') faults.push({ lineId, code: 'fund-item', field: 'item', message: '未写明发放资金项目名称' });
  else if (item !== batch.fundItem) faults.push({ lineId, code: 'fund-item', field: 'item', message: '发放资金项目名称与本批次不一致' });
  if (!Number.isSafeInteger(amountFen) || amountFen <= 0) faults.push({ lineId, code: 'amount', field: 'amountFen', message: '金额须为正整数（分）' });
  if (!ACCOUNT.test(accountNumber)) faults.push({ lineId, code: 'account', field: 'accountNumber', message: '账号须为 6 至 32 位数字' });
  if (accountName === '') faults.push({ lineId, code: 'account', field: 'accountName', message: '缺少户名' });
  if (!LINE_ID.test(lineId)) faults.push({ lineId, code: 'value', field: 'lineId', message: '明细编号只用字母、数字和短横，不超过 40 位' });
  if (!Number.isSafeInteger(line.sequence) || line.sequence < 1) faults.push({ lineId, code: 'value', field: 'sequence', message: '序号须为正整数' });
  return faults;
}

function repeated(batch: BankBatch, key: 'lineId' | 'sequence'): BatchFault[] {
  const seen = new Set<string | number>();
  return batch.lines.flatMap((line): BatchFault[] => {
    if (seen.has(line[key])) return [{ lineId: line.lineId, code: 'duplicate', field: key, message: '同一批次内重复' }];
    seen.add(line[key]);
    return [];
  });
}

/**
 * The file of a batch with its total count and sum, line ends included; encode it with `encodeBankText`. Refuses the
 * whole batch, naming every fault, when a line lacks the exact fund item name [GX-70], a sum is not positive, an id
 * repeats, or a value would break the file: control characters, formula signs, too wide, not in the bank's encoding.
 */
export function writeBankFile(layout: BankLayout, batch: BankBatch): BankFileResult {
  const totalFen = batch.lines.reduce((sum, line) => sum + line.amountFen, 0);
  const faults: BatchFault[] = [];
  if (batch.lines.length === 0) faults.push({ code: 'empty', field: 'lines', message: '批次没有明细' });
  if (batch.fundItem.trim() === '') faults.push({ code: 'fund-item', field: 'fundItem', message: '未写明发放资金项目名称' });
  faults.push(...batch.lines.flatMap((line) => lineFaults(batch, line)), ...repeated(batch, 'lineId'), ...repeated(batch, 'sequence'));
  if (faults.length === 0 && !Number.isSafeInteger(totalFen)) faults.push({ code: 'total', field: 'totalFen', message: '总金额过大' });

  const shared: RecordValues = { batchNumber: batch.number, county: batch.county, fundItem: batch.fundItem, month: batch.month, date: batch.date, totalCount: batch.lines.length, totalFen };
  const out: string[] = [];
  const write = (columns: BankRecords['detail'] | undefined, values: RecordValues, lineId?: string): void => {
    if (columns === undefined) return;
    const record = formatRecord(layout, columns, values);
    if (record.ok) out.push(record.value);
    else faults.push(...record.faults.map((f): BatchFault => ({ ...f, code: 'value', ...(lineId === undefined ? {} : { lineId }) })));
  };
  const { header, detail, trailer } = layout.payment;
  write(header, shared);
  const titles = titleLine(layout, detail);
  if (titles !== undefined) out.push(titles);
  for (const line of batch.lines) write(detail, { ...shared, ...line }, line.lineId);
  write(trailer, shared);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, text: out.map((l) => l + layout.newline).join(''), count: batch.lines.length, totalFen };
}

const textOf = (values: RecordValues, key: keyof RecordValues): string => String(values[key] ?? '');
const numberOf = (values: RecordValues, key: keyof RecordValues): number | undefined => {
  const value = values[key];
  return typeof value === 'number' ? value : undefined;
};

export interface ParsedBankFile {
  readonly batchNumber?: string;
  readonly lines: readonly BankBatchLine[];
  readonly faults: readonly ReadFault[];
}

/** Faults of a total that the file states about itself. */
function totalFaults(frames: readonly (ReadRecord | undefined)[], sums: { readonly [key in 'totalCount' | 'totalFen' | 'paidCount' | 'totalPaidFen']?: number }): ReadFault[] {
  return frames.flatMap((frame) =>
    frame === undefined ? [] : Object.entries(sums).flatMap(([key, sum]): ReadFault[] => {
      const stated = numberOf(frame.values, key as keyof typeof sums);
      return stated === undefined || stated === sum ? [] : [{ line: frame.line, field: key, message: `与明细不符：文件写 ${stated}，明细合计 ${sum}` }];
    }),
  );
}

const sumOf = <T>(values: readonly T[], of: (value: T) => number): number => values.reduce((sum, value) => sum + of(value), 0);

/** Reads a payment file as the bank does. What cannot be read is a fault; totals are checked. Never throws. */
export function parseBankFile(layout: BankLayout, text: string): ParsedBankFile {
  const { header, trailer, details, faults } = readRecords(layout, layout.payment, text);
  const lines = details.map(({ values }, i): BankBatchLine => {
    const bank = values.bank === undefined ? {} : { bank: textOf(values, 'bank') };
    return { lineId: textOf(values, 'lineId'), sequence: numberOf(values, 'sequence') ?? i + 1, accountName: textOf(values, 'accountName'), accountNumber: textOf(values, 'accountNumber'), ...bank, amountFen: numberOf(values, 'amountFen') ?? 0, item: textOf(values, 'item') };
  });
  const totals = totalFaults([header, trailer], { totalCount: lines.length, totalFen: sumOf(lines, (l) => l.amountFen) });
  const batchNumber = [header, trailer, details[0]].map((r) => r?.values.batchNumber).find((v) => v !== undefined);
  return { ...(batchNumber === undefined ? {} : { batchNumber: String(batchNumber) }), lines, faults: [...faults, ...totals] };
}

export interface ReturnLine {
  readonly lineId: string;
  readonly status: 'paid' | 'rejected' | 'partial';
  /** What really reached the account, fen; 0 when rejected. */
  readonly amountFen: Fen;
  /** What the bank says it was asked to pay, when it says so. */
  readonly askedFen?: Fen;
  readonly accountNumber?: string;
  readonly code: string;
  /** The bank's own words, else those of the layout's code. */
  readonly reason: string;
  readonly paidOn?: string;
}

export interface ParsedReturn {
  /** Batch that the file says it answers, when its layout has room for that. */
  readonly batchNumber?: string;
  readonly lines: readonly ReturnLine[];
  readonly faults: readonly ReadFault[];
}

/** One return line checked for sense: its code known, its sum fitting its status, a date when money moved. */
function returnLine(layout: BankLayout, { line, values }: ReadRecord): ReturnLine | ReadFault {
  const fault = (field: string, message: string): ReadFault => ({ line, field, message });
  const code = textOf(values, 'code');
  const known = layout.codes.find((c) => c.code === code);
  if (known === undefined) return fault('code', `未约定的回盘代码 ${code}`);
  const { status } = known;
  const askedFen = numberOf(values, 'amountFen');
  // Without a column of its own, the sum paid is the sum asked of a success and nothing of a rejection.
  const amountFen = numberOf(values, 'paidFen') ?? (status === 'rejected' ? 0 : (askedFen ?? 0));
  if (status === 'rejected' && amountFen !== 0) return fault('paidFen', '退回的明细却有实发金额');
  if (status !== 'rejected' && amountFen === 0) return fault('paidFen', '成功的明细却没有实发金额');
  if (status === 'partial' && askedFen !== undefined && amountFen >= askedFen) return fault('paidFen', '部分成功的实发金额不小于应发金额');
  const hasDate = layout.returned.detail.some((c) => c.key === 'paidOn');
  if (status !== 'rejected' && hasDate && values.paidOn === undefined) return fault('paidOn', '缺少发放日期');
  return {
    lineId: textOf(values, 'lineId'),
    status,
    amountFen,
    ...(askedFen === undefined ? {} : { askedFen }),
    ...(values.accountNumber === undefined ? {} : { accountNumber: textOf(values, 'accountNumber') }),
    code,
    reason: values.reason === undefined ? known.reason : textOf(values, 'reason'),
    ...(values.paidOn === undefined ? {} : { paidOn: textOf(values, 'paidOn') }),
  };
}

export const sameReturnLine = (a: ReturnLine, b: ReturnLine): boolean =>
  a.status === b.status && a.amountFen === b.amountFen && a.askedFen === b.askedFen && a.accountNumber === b.accountNumber && a.code === b.code && a.paidOn === b.paidOn;

/**
 * Reads a return file (回盘文件) line by line. Any line end, a byte-order mark and blank lines are accepted; a line
 * that is not understood is a fault and no payment; a line given twice counts once, and one that contradicts an
 * earlier one takes both out. Never throws.
 */
export function parseReturnFile(layout: BankLayout, text: string): ParsedReturn {
  const { header, trailer, details, faults: readFaults } = readRecords(layout, layout.returned, text);
  const faults: ReadFault[] = [...readFaults];
  const lines = new Map<string, ReturnLine>();
  const contradicted = new Set<string>();
  for (const record of details) {
    const read = returnLine(layout, record);
    if (!('lineId' in read)) {
      faults.push(read);
      continue;
    }
    const earlier = lines.get(read.lineId);
    if (earlier === undefined) lines.set(read.lineId, read);
    else if (sameReturnLine(earlier, read)) faults.push({ line: record.line, field: 'lineId', message: '同一明细重复，只计一次' });
    else {
      contradicted.add(read.lineId);
      faults.push({ line: record.line, field: 'lineId', message: '同一明细前后矛盾，均不采用' });
    }
  }
  const kept = [...lines.values()].filter((l) => !contradicted.has(l.lineId));
  const paid = kept.filter((l) => l.status !== 'rejected');
  const asked = kept.every((l) => l.askedFen !== undefined) ? { totalFen: sumOf(kept, (l) => l.askedFen ?? 0) } : {};
  faults.push(...totalFaults([header, trailer], { totalCount: kept.length, paidCount: paid.length, totalPaidFen: sumOf(paid, (l) => l.amountFen), ...asked }));
  const batchNumber = [header, trailer, details[0]].map((r) => r?.values.batchNumber).find((v) => v !== undefined);
  return { ...(batchNumber === undefined ? {} : { batchNumber: String(batchNumber) }), lines: kept, faults };
}
