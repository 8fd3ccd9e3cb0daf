import { PassThrough, Readable } from 'node:stream';
import { writeXlsx, type CellStyle, type WriteSheet } from 'hucre/xlsx';
import PizZip from 'pizzip';
import yazl from 'yazl';

/**
 * Workbooks written row by row: what a sheet looks like (styles, widths, frozen head, lists, print footer) is made once by
 * the library as an empty workbook, and the rows are poured into it as they come. Memory does not grow with the rows.
 */

/** `money` takes integer fen; `text` is text whatever it begins with: no cell written here is ever a formula. */
export type ColumnKind = 'text' | 'integer' | 'money' | 'date';

export interface Column {
  readonly header: string;
  readonly kind: ColumnKind;
  /** Characters. */
  readonly width: number;
  /** Offered as a list to choose from. */
  readonly list?: readonly string[];
  /** Shown beside the cell while it is filled in. */
  readonly hint?: string;
  /** Head printed in red: must be filled in. */
  readonly required?: boolean;
}

export type Cell = string | number | null;

/** A sheet of free text: two or more columns, the first row bold. */
export interface NoteSheet {
  readonly name: string;
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface RowSheet {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
  /** Printed at the foot of every page. */
  readonly footer?: string;
  /** Rows below the head that are prepared for filling in. */
  readonly blank?: number;
}

export interface Workbook {
  readonly notes: readonly NoteSheet[];
  readonly sheets: readonly RowSheet[];
  readonly title: string;
}

const FONT = { name: '宋体', size: 11 };
const HEAD: CellStyle = { font: { ...FONT, bold: true }, alignment: { wrapText: true, vertical: 'center', horizontal: 'center' }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFE8EEF5' } } };
const MUST: CellStyle = { ...HEAD, font: { ...FONT, bold: true, color: { rgb: 'FFC00000' } } };
const STYLES: Record<ColumnKind, CellStyle> = {
  text: { font: FONT, numFmt: '@' },
  integer: { font: FONT, numFmt: '0' },
  money: { font: FONT, numFmt: '#,##0.00' },
  date: { font: FONT, numFmt: 'yyyy-mm-dd' },
};
const NOTE: CellStyle = { font: FONT, numFmt: '@', alignment: { wrapText: true, vertical: 'top' } };
const NOTE_HEAD: CellStyle = { ...NOTE, font: { ...FONT, bold: true } };

/** What Excel takes for the head row, and a list, at most: beyond it a list is left out and the check says what is allowed. */
const LIST_LIMIT = 255;
const MAX_ROWS = 1_048_576;

/** `&` is a command in print footers. */
const footerText = (text: string): string => `&L${text.replaceAll('&', '&&').slice(0, 200)}&R第 &P 页 共 &N 页`;

function sheetOf(s: RowSheet): WriteSheet {
  const cells = new Map<string, { style: CellStyle }>();
  s.columns.forEach((c, i) => {
    cells.set(`0,${i}`, { style: c.required ? MUST : HEAD });
    cells.set(`1,${i}`, { style: STYLES[c.kind] });
  });
  const letters = s.columns.map((_, i) => columnLetters(i));
  const validations = s.columns.flatMap((c, i) => {
    const listed = c.list !== undefined && c.list.join(',').length <= LIST_LIMIT && !c.list.some((x) => /[,"]/.test(x));
    if ((!listed && !c.hint) || s.blank === undefined) return [];
    const said = c.hint ? { showInputMessage: true, inputTitle: c.header, inputMessage: c.hint.slice(0, 250) } : {};
    const range = `${letters[i]}2:${letters[i]}${s.blank + 1}`;
    return [listed ? { type: 'list' as const, values: [...(c.list ?? [])], allowBlank: true, showErrorMessage: true, errorStyle: 'stop' as const, errorTitle: c.header, errorMessage: '请从下拉列表中选择', range, ...said } : { type: 'textLength' as const, operator: 'greaterThanOrEqual' as const, formula1: '0', allowBlank: true, range, ...said }];
  });
  return {
    name: s.name, columns: s.columns.map((c) => ({ width: c.width })), rows: [s.columns.map((c) => c.header), s.columns.map(() => '')], cells, freezePane: { rows: 1 },
    ...(validations.length > 0 ? { dataValidations: validations } : {}), pageSetup: { orientation: 'landscape', paperSize: 'a4' } as NonNullable<WriteSheet['pageSetup']>, ...(s.footer ? { headerFooter: { oddFooter: footerText(s.footer) } } : {}),
  };
}

function noteOf(n: NoteSheet): WriteSheet {
  const cells = new Map<string, { style: CellStyle }>();
  n.rows.forEach((row, r) => row.forEach((_, c) => cells.set(`${r},${c}`, { style: r === 0 ? NOTE_HEAD : NOTE })));
  return { name: n.name, columns: n.widths.map((width) => ({ width })), rows: n.rows.map((r) => r.map((c) => (c === null ? '' : String(c)))), cells };
}

/** `0` → `A`, `26` → `AA`. */
export function columnLetters(index: number): string {
  let out = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) out = String.fromCodePoint(65 + ((n - 1) % 26)) + out;
  return out;
}

/** Anything but what is written as it stands (all that is common, without & < >). Nearly every cell has none, and looking once is ten times quicker than replacing five times. */
const SPECIAL = /[^\t\n -%'-;=?-\uD7FF\uE000-\uFFFD]/;
/** What XML 1.0 cannot hold is dropped; the rest is escaped. */
const escape = (text: string): string => (SPECIAL.test(text) ? text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '') : text);

const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);

/** Fen as exact yuan text: no float passes through. */
const yuan = (fen: number): string => `${fen < 0 ? '-' : ''}${Math.trunc(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`;

function cellXml(value: Cell, kind: ColumnKind, ref: string, style: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number' && kind !== 'text' && Number.isFinite(value)) return `<c r="${ref}"${style}><v>${kind === 'money' ? yuan(value) : String(value)}</v></c>`;
  const text = String(value);
  if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return `<c r="${ref}"${style}><v>${(Date.parse(`${text}T00:00:00Z`) - EPOCH_1900) / DAY_MS}</v></c>`;
  return `<c r="${ref}"${style} t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`;
}

const CHUNK = 64 * 1024;

/** A sheet's XML: the library's up to the head row, the rows, the library's rest. */
async function* sheetXml(s: RowSheet, xml: string): AsyncGenerator<Buffer> {
  const start = xml.indexOf('<row r="2"');
  const end = xml.indexOf('</sheetData>');
  // An empty sheet tells Excel its size; ours is not known yet.
  const before = xml.slice(0, start).replace(/<dimension[^>]*\/>/, '');
  const styles = s.columns.map((_, i) => new RegExp(`<c r="${columnLetters(i)}2"[^>]*?( s="\\d+")`).exec(xml)?.[1] ?? '');
  const letters = s.columns.map((_, i) => columnLetters(i));
  let pending = [before.replaceAll(/<col min="(\d+)"([^>]*?)\/>/g, (_, n: string, rest: string) => `<col min="${n}"${rest}${styles[Number(n) - 1]?.replace(' s=', ' style=') ?? ''}/>`)];
  let size = pending[0]?.length ?? 0;
  let row = 1;
  for await (const values of s.rows) {
    row += 1;
    if (row > MAX_ROWS) throw new RangeError(`一张工作表最多 ${MAX_ROWS} 行`);
    const text = `<row r="${row}">${s.columns.map((c, i) => cellXml(values[i] ?? null, c.kind, `${letters[i]}${row}`, styles[i] ?? '')).join('')}</row>`;
    pending.push(text);
    size += text.length;
    if (size < CHUNK) continue;
    yield Buffer.from(pending.join(''), 'utf8');
    pending = [];
    size = 0;
  }
  yield Buffer.from(pending.join('') + xml.slice(end), 'utf8');
}

/** The workbook as bytes while its rows are pulled. An error of a row source destroys the stream. */
export async function writeWorkbook(w: Workbook): Promise<Readable> {
  const skeleton = new PizZip(await writeXlsx({ sheets: [...w.notes.map(noteOf), ...w.sheets.map(sheetOf)], properties: { title: w.title, creator: 'Doudi' } }));
  const zip = new yazl.ZipFile();
  const out = zip.outputStream.pipe(new PassThrough());
  const first = w.notes.length + 1;
  for (const name of Object.keys(skeleton.files)) {
    const part = skeleton.file(name);
    if (!part) continue;
    const sheet = w.sheets[Number(/^xl\/worksheets\/sheet(\d+)\.xml$/.exec(name)?.[1] ?? 0) - first];
    if (!sheet) {
      zip.addBuffer(Buffer.from(part.asUint8Array()), name);
      continue;
    }
    zip.addReadStreamLazy(name, (cb) => {
      const source = Readable.from(sheetXml(sheet, part.asText()), { objectMode: false });
      source.once('error', (error) => out.destroy(error));
      out.once('close', () => source.destroy());
      cb(null, source);
    });
  }
  zip.end();
  return out;
}
