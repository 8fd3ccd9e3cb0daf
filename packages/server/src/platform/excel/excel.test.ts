import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readRows, Unreadable, type ReadRow } from './read.ts';
import { columnLetters, writeWorkbook, type Column } from './write.ts';

const COLUMNS: readonly Column[] = [
  { header: '姓名', kind: 'text', width: 12, required: true },
  { header: '身份证号', kind: 'text', width: 22 },
  { header: '金额', kind: 'money', width: 12 },
  { header: '人数', kind: 'integer', width: 8 },
  { header: '日期', kind: 'date', width: 12 },
  { header: '关系', kind: 'text', width: 10, list: ['本人', '配偶'], hint: '从列表中选' },
];

async function all(bytes: Buffer, sheet = '数据', rows = 100): Promise<ReadRow[]> {
  const out: ReadRow[] = [];
  for await (const r of readRows(bytes, sheet, { rows })) out.push(r);
  return out;
}
const book = async (rows: Iterable<readonly (string | number | null)[]>, more: { blank?: number } = {}): Promise<Buffer> =>
  await buffer(await writeWorkbook({ title: '花名册', notes: [{ name: '导出说明', widths: [14, 60], rows: [['项目', '内容'], ['导出人', '王*'], ['用途', '备案 & 核对 <月报>']] }], sheets: [{ name: '数据', columns: COLUMNS, rows, footer: '王* 2021-11-15 用途 & 备案', ...more }] }));

describe('workbooks', () => {
  it('are read back as they were written: text as text, exact money, dates, frozen head', async () => {
    const rows = await all(await book([['王安', '99999919700304001X', 109_005, 3, '2021-11-15', '本人'], ['李&<宁>', '0012', 1, 0, null, null]]));
    expect(rows).toEqual([
      { number: 1, cells: ['姓名', '身份证号', '金额', '人数', '日期', '关系'] },
      { number: 2, cells: ['王安', '99999919700304001X', 1090.05, 3, '2021-11-15', '本人'] },
      { number: 3, cells: ['李&<宁>', '0012', 0.01, 0] },
    ]);
    expect((await all(await book([]), '导出说明')).map((r) => r.cells)).toEqual([['项目', '内容'], ['导出人', '王*'], ['用途', '备案 & 核对 <月报>']]);
  });

  it('hold no formula: whatever begins with = + - @ is text in a cell formatted as text', async () => {
    const wild = ['=HYPERLINK("http://x","y")', '+1+1', '-2', '@SUM(A1)', '\u0000=1'];
    const bytes = await book(wild.map((w) => [w, w, null, null, null, null]));
    expect((await all(bytes)).slice(1).map((r) => r.cells[0])).toEqual([...wild.slice(0, 4), '=1']);
    const { default: PizZip } = await import('pizzip');
    const xml = new PizZip(bytes).file('xl/worksheets/sheet2.xml')?.asText() ?? '';
    expect(xml).not.toContain('<f>');
    expect(xml.match(/t="inlineStr"/g)).toHaveLength(10);
    const style = Number(/<c r="A2" s="(\d+)"/.exec(xml)?.[1]);
    const styles = new PizZip(bytes).file('xl/styles.xml')?.asText() ?? '';
    const format = /numFmtId="(\d+)"/.exec((/<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(styles)?.[1] ?? '').split('<xf ')[style + 1] ?? '')?.[1];
    expect(format === '49' || styles.includes(`numFmtId="${format}" formatCode="@"`)).toBe(true);
  });

  it('for filling in offer lists and keep whole columns as text, so that an identity number is not rounded', async () => {
    const { default: PizZip } = await import('pizzip');
    const xml = new PizZip(await book([], { blank: 500 })).file('xl/worksheets/sheet2.xml')?.asText() ?? '';
    expect(xml).toContain('sqref="F2:F501"');
    expect(xml).toContain('"本人,配偶"');
    expect(xml).toMatch(/<col min="2"[^>]* style="\d+"/);
    expect(xml).toContain('state="frozen"');
    expect(xml).toContain('用途 &amp;&amp; 备案');
  });

  it('are written in memory that does not grow with the rows', async () => {
    function* many(): Generator<(string | number)[]> {
      for (let i = 0; i < 60_000; i++) yield ['王安', String(i).padStart(18, '9'), i, 1, '2021-11-15', '本人'];
    }
    const before = process.memoryUsage().rss;
    let most = 0;
    let size = 0;
    for await (const chunk of await writeWorkbook({ title: 'x', notes: [], sheets: [{ name: '数据', columns: COLUMNS, rows: many() }] })) {
      size += (chunk as Buffer).length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(size).toBeGreaterThan(500_000);
    expect(most).toBeLessThan(150 * 1024 * 1024);
  });

  it('break off with the error of their rows', async () => {
    async function* broken(): AsyncGenerator<string[]> {
      yield ['王安'];
      await Promise.resolve();
      throw new Error('no database');
    }
    await expect(buffer(await writeWorkbook({ title: 'x', notes: [], sheets: [{ name: '数据', columns: COLUMNS, rows: broken() }] }))).rejects.toThrow('no database');
  });

  it('that are none, are too long or unpack too far are refused with advice', async () => {
    await expect(all(Buffer.from('a,b\n1,2'))).rejects.toThrow(/另存为 .xlsx/);
    await expect(all(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]))).rejects.toThrow(/旧版 .xls/);
    await expect(all(await book([['a'], ['b'], ['c']]), '数据', 2)).rejects.toThrow(/超过 2 行/);
    const bytes = await book([['a']]);
    const at = bytes.lastIndexOf(Buffer.from('xl/worksheets/sheet2.xml')) - 46;
    bytes.writeUInt32LE(0x7fffffff, at + 24);
    await expect(all(bytes)).rejects.toBeInstanceOf(Unreadable);
    await expect(all((await book([['a']])).subarray(0, 900))).rejects.toBeInstanceOf(Unreadable);
  });

  it('name columns as Excel does', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});
