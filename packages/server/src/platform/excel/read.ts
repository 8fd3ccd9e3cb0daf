import { streamXlsxRows } from 'hucre/xlsx';

/**
 * Workbooks read row by row. Formulas are never computed: a cell counts with the value that was saved with it. What a
 * file may unpack to is limited before anything is unpacked.
 */

export type ReadCell = string | number | null;

export interface ReadRow {
  /** As Excel numbers it, from 1. */
  readonly number: number;
  readonly cells: readonly ReadCell[];
}

/** The file is no workbook that can be read; `message` is for the user. */
export class Unreadable extends Error {}

export interface ReadLimits {
  /** Rows below the head with anything in them; more is refused. */
  readonly rows: number;
}

const MAX_UNPACKED = 600 * 1024 * 1024;
const MAX_STRINGS = 150 * 1024 * 1024;
const MAX_CELL = 2000;
/** Rows read at all, empty ones included: sheets formatted to the end have a million. */
const MAX_WALKED = 200_000;

const ADVICE = '请用 Excel 或 WPS 另存为 .xlsx（Excel 工作簿）后再上传';

/** Sizes that the archive's own directory declares; the reader never unpacks a part beyond its declared size. */
function checkArchive(bytes: Buffer): void {
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new Unreadable(`这是旧版 .xls 文件，或设有打开密码。${ADVICE}`);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK' || end < 0 || end + 22 > bytes.length) throw new Unreadable(`文件内容不是 .xlsx 工作簿。${ADVICE}`);
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  for (let i = bytes.readUInt16LE(end + 10); i > 0; i--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new Unreadable(`文件已损坏。${ADVICE}`);
    const size = bytes.readUInt32LE(at + 24);
    const named = bytes.readUInt16LE(at + 28);
    const name = bytes.subarray(at + 46, at + 46 + named).toString('utf8');
    total += size;
    if (total > MAX_UNPACKED || (name.endsWith('sharedStrings.xml') && size > MAX_STRINGS)) throw new Unreadable('文件解开后太大，请只保留要导入的工作表和列');
    at += 46 + named + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

/** A cell as plain text or number; a date cell as `YYYY-MM-DD`. */
function plain(value: unknown): ReadCell {
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if (typeof value === 'number') return value;
  const text = (typeof value === 'boolean' ? (value ? '是' : '否') : String(value as string)).trim();
  return text === '' ? null : text.slice(0, MAX_CELL);
}

/**
 * Rows of the named sheet, or of the first one when there is none of that name. Empty rows are passed over.
 * @throws {Unreadable} no workbook, encrypted, damaged, too large, more rows than allowed.
 */
export async function* readRows(bytes: Buffer, sheet: string, limits: ReadLimits): AsyncGenerator<ReadRow> {
  checkArchive(bytes);
  let found = false;
  for (const which of [sheet, 0]) {
    if (found) return;
    const seen = { rows: 0, walked: 0 };
    try {
      for await (const row of streamXlsxRows(bytes, { sheet: which })) {
        found = true;
        if (++seen.walked > MAX_WALKED) throw new Unreadable(`工作表超过 ${MAX_WALKED} 行（含空行），请删除数据下方的空行`);
        const cells = row.values.map(plain);
        if (cells.every((c) => c === null)) continue;
        if (++seen.rows > limits.rows + 1) throw new Unreadable(`超过 ${limits.rows.toLocaleString('zh-CN')} 行，请分批导入`);
        yield { number: row.index + 1, cells };
      }
    } catch (error) {
      if (error instanceof Unreadable) throw error;
      throw new Unreadable(`文件读不出来，可能已损坏。${ADVICE}`);
    }
  }
}
