import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ERROR_COLUMN, GUIDE_SHEET, MAX_ROSTER_ROWS, ROSTER_COLUMNS, ROSTER_SHEET } from '@doudi/core/roster/columns';
import { readRows } from '../../platform/excel/read.ts';
import { writeWorkbook, type Cell, type Column, type RowSheet, type Workbook } from '../../platform/excel/write.ts';
import { HeadFinder } from './judge.ts';

/** Who takes data out, when and what for: stands in the file itself as in the access log. */
export interface ExportNote {
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly purpose: string;
  /** Further lines: unit, programme, month, counts. */
  readonly facts: readonly (readonly [string, string])[];
  readonly full: boolean;
}

const EXPORT_SHEET = '导出说明';

/** The line at the foot: last row of each data sheet and foot of each printed page. */
export const footLine = (n: ExportNote): string => `${n.title}　导出人：${n.by}　导出时间：${n.at}　用途：${n.purpose}`;

/** A workbook that begins with 导出说明; each data sheet ends with the foot line. */
export function exportBook(n: ExportNote, sheets: readonly Omit<RowSheet, 'footer'>[]): Workbook {
  const foot = footLine(n);
  const closed = (rows: RowSheet['rows']) => (async function* () {
    yield* rows;
    yield [foot];
  })();
  return {
    title: n.title,
    notes: [{
      name: EXPORT_SHEET, widths: [16, 80],
      rows: [['项目', '内容'], ['名称', n.title], ...n.facts.map(([k, v]) => [k, v]), ['导出人', n.by], ['导出时间', n.at], ['用途', n.purpose], ['个人信息', n.full ? '完整显示，须按个人信息保护规定保管，用毕销毁' : '已脱敏'], ['留痕', '本次导出的人员、时间、用途和行数已记入访问日志']],
    }],
    sheets: sheets.map((s) => ({ ...s, rows: closed(s.rows), footer: foot })),
  };
}

/**
 * The workbook in a file that already has no name: written while the transaction that its rows come from is open, sent
 * afterwards however slow the reader, gone from the disk when it is closed.
 */
export async function toFile(book: Workbook): Promise<Readable> {
  const file = path.join(os.tmpdir(), `doudi-${randomUUID()}.xlsx`);
  try {
    await pipeline(await writeWorkbook(book), createWriteStream(file, { mode: 0o600, flags: 'wx' }));
    const handle = await fs.open(file, 'r');
    return createReadStream('', { fd: handle, start: 0 });
  } finally {
    await fs.rm(file, { force: true });
  }
}

const BLANK_ROWS = 2000;
const kindOf = (key: string): Column['kind'] => (key === 'monthly' ? 'money' : 'text');

/** The template: guidance sheet and an empty data sheet with lists to choose from. */
export function templateBook(t: { readonly unit: string; readonly programme: string; readonly villages: readonly string[] }): Workbook {
  const must = { every: '必填（每行）', head: '必填（户主行）', no: '选填' } as const;
  return {
    title: `${t.unit}${t.programme}存量在享花名册导入模板`,
    notes: [{
      name: GUIDE_SHEET, widths: [20, 16, 70, 24],
      rows: [
        ['列', '是否必填', '格式和可填内容', '示例'],
        ...ROSTER_COLUMNS.map((c): Cell[] => [c.header, must[c.required], `${c.format}${c.words ? `。可填：${Object.keys(c.words).join('、')}` : c.key === 'village' ? `。可填：${t.villages.join('、')}` : ''}`, c.example]),
        ['填写方法', '', `每人一行；同一户的各行“户主身份证号”相同，户主本人也占一行。金额、月份、住址、账户只填在户主行。一次最多 ${MAX_ROSTER_ROWS.toLocaleString('zh-CN')} 行、20 MB。`, ''],
        ['导入范围', '', `${t.unit}的${t.programme}在享户。正在申请的、已停发的不填。导入的户标记为“存量导入”，不算本系统新确认，以后的复核、变更、终止按正常程序办理。`, ''],
        ['检查', '', `上传后先逐行检查，不写入任何数据。有错误时可下载带“${ERROR_COLUMN}”列的原表，改正后重新上传。一户有一行错误，整户不导入。`, ''],
      ],
    }],
    sheets: [{
      name: ROSTER_SHEET, blank: BLANK_ROWS, rows: [],
      columns: ROSTER_COLUMNS.map((c) => ({ header: c.header, kind: kindOf(c.key), width: c.width, required: c.required !== 'no', hint: `${must[c.required]}。${c.format}`, ...(c.words ? { list: Object.keys(c.words) } : c.key === 'village' ? { list: t.villages } : {}) })),
    }],
  };
}

const LIMITS = { rows: MAX_ROSTER_ROWS + 10 };

/** The uploaded rows again, as text, each with what is wrong with it in a last column. */
export async function resultBook(bytes: Buffer, faults: ReadonlyMap<number, string>, title: string): Promise<Workbook> {
  let head: readonly (string | number | null)[] = [];
  for await (const row of readRows(bytes, ROSTER_SHEET, LIMITS)) {
    const finder = new HeadFinder();
    finder.take(row);
    if (!finder.at) continue;
    head = row.cells;
    break;
  }
  const kept = head.flatMap((h, i) => (h !== null && String(h).trim() !== ERROR_COLUMN ? [i] : []));
  const columns: Column[] = kept.map((i) => {
    const header = String(head[i] ?? '');
    const known = ROSTER_COLUMNS.find((c) => c.header === header);
    return { header, kind: 'text', width: known?.width ?? 14, required: known !== undefined && known.required !== 'no' };
  });
  async function* rows(): AsyncGenerator<Cell[]> {
    const finder = new HeadFinder();
    for await (const row of readRows(bytes, ROSTER_SHEET, LIMITS)) {
      if (finder.take(row) !== false) continue;
      yield [...kept.map((i) => (row.cells[i] === null || row.cells[i] === undefined ? null : String(row.cells[i]))), faults.get(row.number) ?? ''];
    }
  }
  return { title, notes: [], sheets: [{ name: ROSTER_SHEET, columns: [...columns, { header: ERROR_COLUMN, kind: 'text', width: 80 }], rows: rows() }] };
}
