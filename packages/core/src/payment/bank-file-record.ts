import { byteWidth, charWidth } from './bank-file-encoding.ts';
import type { BankColumn, BankColumns, BankLayout, BankRecords, ColumnKey } from './bank-file-layout.ts';

/** One record of a bank file: values to text and back. Money is integer fen, dates `YYYY-MM-DD`, months `YYYY-MM`. */

export type RecordValues = Partial<Record<ColumnKey, string | number>>;
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}
type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** Control and format characters: they end lines, hide text or turn its direction. U+FFFD marks bytes that could not be read. */
// oxlint-disable-next-line no-control-regex -- these are the characters to be refused
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]/u;
/** A cell that a spreadsheet would run, in half or full width. */
const FORMULA = /^[=+\-@＝＋－＠]/u;
/** Ctrl-Z, with which some bank software still ends a file. */
// oxlint-disable-next-line no-control-regex -- the old end mark is a control character
const OLD_END = /\u001a\s*$/;
const MONTH_KEYS: ReadonlySet<ColumnKey> = new Set(['month']);

const fail = (field: string, message: string): { ok: false; faults: readonly FieldFault[] } => ({ ok: false, faults: [{ field, message }] });

/** Whether `YYYY-MM-DD` is a day that exists. */
export function isCalendarDate(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1900 && days !== undefined && day >= 1 && day <= days;
}

const isMonth = (value: string): boolean => isCalendarDate(`${value}-01`);

/** What is wrong with a text that is to be printed; undefined when nothing. */
export function textFault(value: string): string | undefined {
  if (!value.isWellFormed() || UNPRINTABLE.test(value)) return '含有控制字符或不可见字符';
  if (FORMULA.test(value)) return '不能以 = + - @ 开头';
  return value === value.trim() ? undefined : '首尾不能有空格';
}

/** The text of one value before padding; a string result begins no formula, breaks no line, fits its format. */
function formatField(column: BankColumn, raw: string | number | undefined): Outcome<string> {
  const { key, format } = column;
  if (key === 'mark' || key === 'filler') return { ok: true, value: column.value ?? '' };
  if (raw === undefined || raw === '') return column.optional ? { ok: true, value: '' } : fail(key, '缺少内容');
  if (format === 'text') {
    const value = String(raw);
    const fault = textFault(value);
    return fault === undefined ? { ok: true, value } : fail(key, fault);
  }
  if (format === 'date' || format === 'compact') {
    const value = String(raw);
    if (!(MONTH_KEYS.has(key) ? isMonth(value) : isCalendarDate(value))) return fail(key, '日期有误');
    return { ok: true, value: format === 'date' ? value : value.replaceAll('-', '') };
  }
  if (typeof raw !== 'number' || !Number.isSafeInteger(raw) || raw < 0) return fail(key, '应为非负整数');
  if (format === 'yuan') return { ok: true, value: `${Math.floor(raw / 100)}.${String(raw % 100).padStart(2, '0')}` };
  return { ok: true, value: String(raw) };
}

const quote = (value: string, delimiter: string): string => (value.includes('"') || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value);

/** One line without its line end, or every field that cannot be written and why. */
export function formatRecord(layout: BankLayout, columns: BankColumns, values: RecordValues): Outcome<string> {
  const faults: FieldFault[] = [];
  const fields: string[] = [];
  for (const column of columns) {
    const field = formatField(column, values[column.key]);
    if (!field.ok) {
      faults.push(...field.faults);
      continue;
    }
    const width = byteWidth(field.value, layout.encoding);
    if (width === undefined) faults.push({ field: column.key, message: '含有该编码无法表示的字符' });
    else if (column.width !== undefined && width > column.width) faults.push({ field: column.key, message: `超过 ${column.width} 字节` });
    else if (layout.kind === 'csv') fields.push(quote(field.value, layout.delimiter));
    else {
      // An empty optional number is blank, not nought.
      const padding = (field.value === '' ? ' ' : column.pad).repeat((column.width ?? width) - width);
      fields.push(column.align === 'left' ? field.value + padding : padding + field.value);
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: fields.join(layout.kind === 'csv' ? layout.delimiter : '') };
}

/** Fields of one CSV line; undefined when its quotes do not match. */
function splitCsv(line: string, delimiter: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (line[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= line.length) return undefined;
        if (line[at] !== '"') field += line[at] ?? '';
        else if (line[at + 1] === '"') {
          field += '"';
          at += 1;
        } else break;
      }
      at += 1;
      if (at < line.length && line[at] !== delimiter) return undefined;
    } else {
      const end = line.indexOf(delimiter, at);
      field = line.slice(at, end === -1 ? line.length : end);
      if (field.includes('"')) return undefined;
      at += field.length;
    }
    fields.push(field);
    if (at >= line.length) return fields;
    at += 1;
    if (at === line.length) return [...fields, ''];
  }
}

/** Fields of one fixed-width line by bytes. Blanks that a transfer cut off at the end are taken as there. */
function splitFixed(line: string, columns: BankColumns, encoding: BankLayout['encoding']): readonly string[] | undefined {
  const chars = Array.from(line);
  const fields: string[] = [];
  let at = 0;
  for (const { width = 0 } of columns) {
    let field = '';
    let used = 0;
    while (used < width && at < chars.length) {
      const char = chars[at] ?? '';
      used += charWidth(char, encoding) ?? width + 1;
      field += char;
      at += 1;
    }
    if (used > width) return undefined;
    fields.push(field);
  }
  return chars.slice(at).every((c) => c === ' ') ? fields : undefined;
}

function parseField(column: BankColumn, text: string): Outcome<string | number | undefined> {
  const { key, format } = column;
  if (key === 'filler') return { ok: true, value: undefined };
  const value = text.trim();
  if (key === 'mark') return value === column.value ? { ok: true, value } : fail(key, '记录标志不符');
  if (value === '') return column.optional ? { ok: true, value: undefined } : fail(key, '缺少内容');
  if (format === 'text') return !value.isWellFormed() || UNPRINTABLE.test(value) ? fail(key, '含有控制字符或无法识别的字节') : { ok: true, value };
  if (format === 'date' || format === 'compact') {
    const dashed = format === 'date' ? value : value.replace(/^(\d{4})(\d{2})(\d{2})?$/, (_all, y: string, m: string, d?: string) => [y, m, d].filter((part) => part !== undefined).join('-'));
    return (MONTH_KEYS.has(key) ? isMonth(dashed) : isCalendarDate(dashed)) ? { ok: true, value: dashed } : fail(key, '日期有误');
  }
  const match = (format === 'yuan' ? /^(\d{1,13})(?:\.(\d{1,2}))?$/ : /^(\d{1,15})$/).exec(value);
  if (match === null) return fail(key, format === 'yuan' ? '金额应为元，最多两位小数' : '应为数字');
  // Digits, not floating yuan: 0.29 × 100 is not 29.
  return { ok: true, value: format === 'yuan' ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number(match[1]) };
}

/** Values of one line, or every field that cannot be read and why. Never throws. */
export function parseRecord(layout: BankLayout, columns: BankColumns, line: string): Outcome<RecordValues> {
  const fields = layout.kind === 'csv' ? splitCsv(line, layout.delimiter) : splitFixed(line, columns, layout.encoding);
  if (fields === undefined) return fail('', layout.kind === 'csv' ? '引号不成对' : '长度与约定不符');
  if (fields.length !== columns.length) return fail('', `应有 ${columns.length} 列，实有 ${fields.length} 列`);
  const faults: FieldFault[] = [];
  const values: RecordValues = {};
  columns.forEach((column, i) => {
    const field = parseField(column, fields[i] ?? '');
    if (!field.ok) faults.push(...field.faults);
    else if (field.value !== undefined) values[column.key] = field.value;
  });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: values };
}

export interface ReadRecord {
  readonly line: number;
  readonly values: RecordValues;
}
export interface ReadFault extends FieldFault {
  /** Line of the file from 1; 0 = the file as a whole. */
  readonly line: number;
}
export interface ReadRecords {
  readonly header?: ReadRecord;
  readonly details: readonly ReadRecord[];
  readonly trailer?: ReadRecord;
  readonly faults: readonly ReadFault[];
}

/** The line of headings; undefined when the layout has none. */
export const titleLine = (layout: BankLayout, columns: BankColumns): string | undefined =>
  layout.titles ? columns.map((c) => quote(c.title ?? '', layout.delimiter)).join(layout.delimiter) : undefined;

/** Which kind of record a line is, by its mark; a line of no known mark is read as a detail and fails there. */
function kindOf(layout: BankLayout, records: BankRecords, line: string): 'header' | 'detail' | 'trailer' {
  for (const kind of ['header', 'trailer'] as const) {
    const mark = records[kind]?.[0];
    if (mark?.key !== 'mark' || mark.value === undefined) continue;
    const first = layout.kind === 'csv' ? (splitCsv(line, layout.delimiter)?.[0] ?? line.split(layout.delimiter)[0] ?? '') : line.slice(0, mark.value.length);
    if (first === mark.value) return kind;
  }
  return 'detail';
}

/** How many faults are kept word by word: a file of a million broken lines must not fill the memory. */
export const KEPT_FAULTS = 1000;

/**
 * Reads a file record by record as its text comes in, in pieces cut anywhere. What cannot be read is a fault with its
 * line; the rest is still read. A missing, doubled or misplaced header or trailer is a fault, for it shows a file cut off
 * or put together. Any line end, a byte-order mark, blank lines and the old end-of-file sign are accepted.
 */
export class RecordReader {
  private readonly layout: BankLayout;
  private readonly records: BankRecords;
  private readonly titles: string | undefined;
  private readonly frames: Partial<Record<'header' | 'trailer', ReadRecord>> = {};
  private readonly seen = new Set<string>();
  private readonly kept: ReadFault[] = [];
  private rest = '';
  private started = false;
  private line = 0;
  private spoken = 0;
  private lastTrailer: number | undefined;

  constructor(layout: BankLayout, records: BankRecords) {
    this.layout = layout;
    this.records = records;
    this.titles = titleLine(layout, records.detail);
  }

  get header(): ReadRecord | undefined {
    return this.frames.header;
  }
  get trailer(): ReadRecord | undefined {
    return this.frames.trailer;
  }
  get faults(): readonly ReadFault[] {
    return this.kept;
  }

  /** Details of the lines that ended in this piece. */
  push(text: string): ReadRecord[] {
    let all = this.rest + text;
    if (!this.started && all !== '') {
      this.started = true;
      all = all.replace(/^\ufeff/, '');
    }
    // A line end may be cut between its two characters: what is not followed by anything waits.
    const lines = all.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((l) => this.one(l));
  }

  /** What stood behind the last line end, and the faults of the file as a whole. */
  end(): ReadRecord[] {
    const last = this.rest.replace(OLD_END, '').split(/\r/);
    const details = last.flatMap((l) => this.one(l));
    if (this.records.header !== undefined && !this.seen.has('header')) this.fault({ line: 0, field: 'mark', message: '缺少表头' });
    if (this.records.trailer !== undefined && !this.seen.has('trailer')) this.fault({ line: 0, field: 'mark', message: '缺少表尾，文件可能不完整' });
    return details;
  }

  private fault(f: ReadFault): void {
    if (this.kept.length < KEPT_FAULTS) this.kept.push(f);
  }

  private one(text: string): ReadRecord[] {
    const line = ++this.line;
    if (text.trim() === '') return [];
    // Old bank software ends a file with Ctrl-Z on a line of its own.
    if (text.replace(OLD_END, '').trim() === '') return [];
    const nth = this.spoken++;
    if (this.lastTrailer !== undefined) {
      this.fault({ line: this.lastTrailer, field: 'mark', message: '表尾不在末行' });
      this.lastTrailer = undefined;
    }
    if (this.titles !== undefined && text.trim() === this.titles) return [];
    const kind = kindOf(this.layout, this.records, text);
    const read = parseRecord(this.layout, this.records[kind] ?? [], text);
    if (kind !== 'detail') {
      if (this.seen.has(kind)) this.fault({ line, field: 'mark', message: kind === 'header' ? '表头重复' : '表尾重复' });
      this.seen.add(kind);
      if (kind === 'header' && nth !== 0) this.fault({ line, field: 'mark', message: '表头不在首行' });
      if (kind === 'trailer') this.lastTrailer = line;
    }
    if (!read.ok) for (const f of read.faults) this.fault({ line, ...f });
    else if (kind === 'detail') return [{ line, values: read.value }];
    else this.frames[kind] ??= { line, values: read.value };
    return [];
  }
}

/** Reads a whole file at once. */
export function readRecords(layout: BankLayout, records: BankRecords, text: string): ReadRecords {
  const reader = new RecordReader(layout, records);
  const details = [...reader.push(text), ...reader.end()];
  const { header, trailer, faults } = reader;
  return { ...(header === undefined ? {} : { header }), ...(trailer === undefined ? {} : { trailer }), details, faults };
}
