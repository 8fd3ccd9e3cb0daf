import { createHash } from 'node:crypto';
import { isFormDate } from '@doudi/core/calendar/date';
import { readIdentity } from '@doudi/core/people/id-number';
import type { Entry } from './ingest.ts';

const COLUMNS = { 身份证号: 'idNumber', 日期: 'on', 编号: 'ref', 金额: 'yuan', '金额（元）': 'yuan', 说明: 'text', 等级: 'grade', 对方身份证号: 'otherNumber' } as const;
type ColumnKey = (typeof COLUMNS)[keyof typeof COLUMNS];

interface Fault {
  readonly line: number;
  readonly text: string;
}

/** The cells of a line of CSV, quotes taken off. */
function cells(line: string): string[] {
  const out: string[] = [];
  const cell = /\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(,|$)/gy;
  for (let m = cell.exec(line); m; m = cell.exec(line)) {
    out.push((m[1]?.replaceAll('""', '"') ?? m[2] ?? '').trim());
    if (m[3] !== ',') break;
  }
  return out;
}

/** Entries of a department's list from CSV with a title line. 身份证号 and 日期 are needed; a line with a fault is named and left out. */
export function readListCsv(csv: string, today: string): { entries: Entry[]; faults: Fault[] } {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const titles = cells(lines[0] ?? '').map((t) => (COLUMNS as Readonly<Record<string, ColumnKey>>)[t.replace('(', '（').replace(')', '）')]);
  if (!titles.includes('idNumber') || !titles.includes('on')) return { entries: [], faults: [{ line: 1, text: '第一行应为列名，至少有“身份证号”和“日期”' }] };
  const entries: Entry[] = [];
  const faults: Fault[] = [];
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue;
    const row: Partial<Record<ColumnKey, string>> = {};
    for (const [n, value] of cells(line).entries()) {
      const title = titles[n];
      if (title !== undefined && value !== '') row[title] = value;
    }
    const fault = faultOf(row, today);
    if (fault !== undefined) faults.push({ line: i + 1, text: fault });
    else entries.push(entryOf(row));
  }
  return { entries, faults };
}

function faultOf(row: Partial<Record<ColumnKey, string>>, today: string): string | undefined {
  const who = readIdentity(row.idNumber ?? '', today);
  if (!who.ok) return `身份证号：${who.reason}`;
  if (row.otherNumber !== undefined && !readIdentity(row.otherNumber, today).ok) return '对方身份证号不对';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(row.on ?? '') || !isFormDate(row.on ?? '')) return '日期应为 2026-03-04 的样子';
  if (row.yuan !== undefined && !/^\d{1,9}(\.\d{1,2})?$/.test(row.yuan)) return '金额应为不带逗号的元';
  return row.grade !== undefined && !/^[1-4]$/.test(row.grade) ? '等级应为 1 至 4' : undefined;
}

function entryOf(row: Partial<Record<ColumnKey, string>>): Entry {
  const [yuan = '', rest = ''] = (row.yuan ?? '').split('.');
  const ref = row.ref ?? createHash('sha256').update([row.idNumber, row.otherNumber, row.text].join('|')).digest('hex').slice(0, 32);
  return { ref: ref.slice(0, 80), idNumber: row.idNumber ?? '', on: row.on ?? '', ...(row.otherNumber === undefined ? {} : { otherNumber: row.otherNumber }), ...(row.yuan === undefined ? {} : { fen: Number(yuan) * 100 + Number(rest.padEnd(2, '0')) }), ...(row.text === undefined ? {} : { text: row.text.slice(0, 60) }), ...(row.grade === undefined ? {} : { grade: Number(row.grade) }) };
}
