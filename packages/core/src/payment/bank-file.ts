import type { Fen } from '../money/fen.ts';
import type { BankLayout, BankRecords } from './bank-file-layout.ts';
import { formatRecord, KEPT_FAULTS, readRecords, RecordReader, titleLine } from './bank-file-record.ts';
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

function lineFaults(batch: Pick<BankBatch, 'fundItem'>, line: BankBatchLine): BatchFault[] {
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

/** What a batch says about itself before its lines are written. */
export interface BankBatchHead extends Omit<BankBatch, 'lines'> {
  readonly count: number;
  readonly totalFen: Fen;
}

/**
 * Writes the file of a batch line by line, so that a million lines need no more memory than one: `open`, `line` for each
 * in rising sequence, `close`. Each gives its text with line ends, or '' and adds to `faults`; a writer with faults has
 * written nothing that may be used. Count and sum are known beforehand and must come out.
 */
export class BankFileWriter {
  readonly faults: BatchFault[] = [];
  private readonly layout: BankLayout;
  private readonly head: BankBatchHead;
  private readonly shared: RecordValues;
  private count = 0;
  private totalFen = 0;
  private sequence = 0;
  private lineId = '';

  constructor(layout: BankLayout, head: BankBatchHead) {
    this.layout = layout;
    this.head = head;
    this.shared = { batchNumber: head.number, county: head.county, fundItem: head.fundItem, month: head.month, date: head.date, totalCount: head.count, totalFen: head.totalFen };
  }

  open(): string {
    if (this.head.count === 0) this.fault({ code: 'empty', field: 'lines', message: '批次没有明细' });
    if (this.head.fundItem.trim() === '') this.fault({ code: 'fund-item', field: 'fundItem', message: '未写明发放资金项目名称' });
    if (!Number.isSafeInteger(this.head.totalFen)) this.fault({ code: 'total', field: 'totalFen', message: '总金额过大' });
    const titles = titleLine(this.layout, this.layout.payment.detail);
    return this.record(this.layout.payment.header, this.shared) + (titles === undefined ? '' : titles + this.layout.newline);
  }

  line(line: BankBatchLine): string {
    for (const f of lineFaults(this.head, line)) this.fault(f);
    if (line.lineId === this.lineId) this.fault({ lineId: line.lineId, code: 'duplicate', field: 'lineId', message: '同一批次内重复' });
    if (line.sequence === this.sequence) this.fault({ lineId: line.lineId, code: 'duplicate', field: 'sequence', message: '同一批次内重复' });
    else if (line.sequence < this.sequence) this.fault({ lineId: line.lineId, code: 'value', field: 'sequence', message: '序号须递增' });
    this.lineId = line.lineId;
    this.sequence = line.sequence;
    this.count += 1;
    this.totalFen += line.amountFen;
    return this.record(this.layout.payment.detail, { ...this.shared, ...line }, line.lineId);
  }

  close(): string {
    if (this.faults.length === 0 && this.count !== this.head.count) this.fault({ code: 'total', field: 'totalCount', message: `总笔数应为 ${this.head.count}，实有 ${this.count}` });
    if (this.faults.length === 0 && this.totalFen !== this.head.totalFen) this.fault({ code: 'total', field: 'totalFen', message: `总金额应为 ${this.head.totalFen} 分，实为 ${this.totalFen} 分` });
    return this.record(this.layout.payment.trailer, this.shared);
  }

  private fault(f: BatchFault): void {
    if (this.faults.length < KEPT_FAULTS) this.faults.push(f);
  }

  private record(columns: BankRecords['detail'] | undefined, values: RecordValues, lineId?: string): string {
    if (columns === undefined) return '';
    const record = formatRecord(this.layout, columns, values);
    if (record.ok) return record.value + this.layout.newline;
    for (const f of record.faults) this.fault({ ...f, code: 'value', ...(lineId === undefined ? {} : { lineId }) });
    return '';
  }
}

const repeatedIds = (batch: BankBatch): BatchFault[] => {
  const seen = new Set<string>();
  return batch.lines.flatMap(({ lineId }): BatchFault[] => {
    if (seen.has(lineId)) return [{ lineId, code: 'duplicate', field: 'lineId', message: '同一批次内重复' }];
    seen.add(lineId);
    return [];
  });
};

/**
 * The file of a whole batch with its total count and sum, line ends included; encode it with `encodeBankText`. Refuses the
 * whole batch, naming every fault, when a line lacks the exact fund item name [GX-70], a sum is not positive, an id
 * repeats, or a value would break the file: control characters, formula signs, too wide, not in the bank's encoding.
 */
export function writeBankFile(layout: BankLayout, batch: BankBatch): BankFileResult {
  const totalFen = batch.lines.reduce((sum, line) => sum + line.amountFen, 0);
  const { lines, ...head } = batch;
  const writer = new BankFileWriter(layout, { ...head, count: lines.length, totalFen });
  const text = [writer.open(), ...lines.map((line) => writer.line(line)), writer.close()].join('');
  const faults = [...writer.faults, ...repeatedIds(batch).filter((f) => !writer.faults.some((w) => w.code === 'duplicate' && w.field === 'lineId' && w.lineId === f.lineId))];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, text, count: lines.length, totalFen };
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

/** What a file states about itself. */
export type FileTotals = { readonly [key in 'totalCount' | 'totalFen' | 'paidCount' | 'totalPaidFen']?: number };

/** Faults of a total that the file states about itself. */
function totalFaults(frames: readonly (ReadRecord | undefined)[], sums: FileTotals): ReadFault[] {
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
  /** `returned`: it had been paid and all of it came back (退票). */
  readonly status: 'paid' | 'rejected' | 'partial' | 'returned';
  /** What is at the account, fen; 0 when rejected or returned. */
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
  const nothing = status === 'rejected' || status === 'returned';
  const amountFen = numberOf(values, 'paidFen') ?? (nothing ? 0 : (askedFen ?? 0));
  if (nothing && amountFen !== 0) return fault('paidFen', '退回的明细却有实发金额');
  if (!nothing && amountFen === 0) return fault('paidFen', '成功的明细却没有实发金额');
  if (status === 'partial' && askedFen !== undefined && amountFen >= askedFen) return fault('paidFen', '部分成功的实发金额不小于应发金额');
  const hasDate = layout.returned.detail.some((c) => c.key === 'paidOn');
  if (!nothing && hasDate && values.paidOn === undefined) return fault('paidOn', '缺少发放日期');
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

export interface NumberedReturnLine extends ReturnLine {
  readonly line: number;
}

/**
 * Reads a return file (回盘文件) as its text comes in: what `push` and `end` give are the lines understood so far. A line
 * that is not understood is a fault and no payment. Whoever reads piece by piece compares repeated lines himself and asks
 * `totals` with the sums of what was kept.
 */
export class ReturnReader {
  private readonly layout: BankLayout;
  private readonly reader: RecordReader;
  private readonly own: ReadFault[] = [];
  private firstDetail: ReadRecord | undefined;

  constructor(layout: BankLayout) {
    this.layout = layout;
    this.reader = new RecordReader(layout, layout.returned);
  }

  /** Batch that the file says it answers, as soon as it has said so. */
  get batchNumber(): string | undefined {
    const said = [this.reader.header, this.reader.trailer, this.firstDetail].map((r) => r?.values.batchNumber).find((v) => v !== undefined);
    return said === undefined ? undefined : String(said);
  }
  get faults(): readonly ReadFault[] {
    return [...this.reader.faults, ...this.own];
  }
  push(text: string): NumberedReturnLine[] {
    return this.lines(this.reader.push(text));
  }
  end(): NumberedReturnLine[] {
    return this.lines(this.reader.end());
  }
  /** Faults of the totals that the file states, against those of its lines. */
  totals(sums: FileTotals): ReadFault[] {
    return totalFaults([this.reader.header, this.reader.trailer], sums);
  }

  private lines(details: readonly ReadRecord[]): NumberedReturnLine[] {
    this.firstDetail ??= details[0];
    return details.flatMap((record): NumberedReturnLine[] => {
      const read = returnLine(this.layout, record);
      if ('lineId' in read) return [{ ...read, line: record.line }];
      if (this.own.length < KEPT_FAULTS) this.own.push(read);
      return [];
    });
  }
}

export const REPEATED = '同一明细重复，只计一次';
export const CONTRADICTED = '同一明细前后矛盾，均不采用';

/**
 * Reads a whole return file. Any line end, a byte-order mark and blank lines are accepted; a line that is not understood
 * is a fault and no payment; a line given twice counts once, and one that contradicts an earlier one takes both out.
 * Never throws.
 */
export function parseReturnFile(layout: BankLayout, text: string): ParsedReturn {
  const reader = new ReturnReader(layout);
  const lines = new Map<string, ReturnLine>();
  const contradicted = new Set<string>();
  const repeats: ReadFault[] = [];
  for (const { line, ...read } of [...reader.push(text), ...reader.end()]) {
    const earlier = lines.get(read.lineId);
    if (earlier === undefined) lines.set(read.lineId, read);
    else if (sameReturnLine(earlier, read)) repeats.push({ line, field: 'lineId', message: REPEATED });
    else {
      contradicted.add(read.lineId);
      repeats.push({ line, field: 'lineId', message: CONTRADICTED });
    }
  }
  const kept = [...lines.values()].filter((l) => !contradicted.has(l.lineId));
  const paid = kept.filter((l) => l.amountFen > 0);
  const asked = kept.every((l) => l.askedFen !== undefined) ? { totalFen: sumOf(kept, (l) => l.askedFen ?? 0) } : {};
  const faults = [...reader.faults, ...repeats, ...reader.totals({ totalCount: kept.length, paidCount: paid.length, totalPaidFen: sumOf(paid, (l) => l.amountFen), ...asked })];
  const { batchNumber } = reader;
  return { ...(batchNumber === undefined ? {} : { batchNumber }), lines: kept, faults };
}
