import { deflateSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import { expect, test } from 'vitest';
import { examinePdf } from './pdf.ts';

const MB = 1024 * 1024;
const packed = (times: number): Buffer => Array.from({ length: times }).reduce<Buffer>((b) => deflateSync(b, { level: 9 }), Buffer.alloc(160 * MB, 0x20));

/** A PDF whose table of objects is this content. */
const pdf = (dict: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${dict} /Length ${data.length} >>\nstream\n`), data,
    Buffer.from('\nendstream\nendobj\n2 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n3 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 2 0 R >>\n%%EOF\n'),
  ]);

test.for([
  ['plainly', '/Filter /FlateDecode', 1],
  ['packed twice', '/Filter [/FlateDecode /FlateDecode]', 2],
  ['behind a long dictionary', `/Filter /FlateDecode /Pad (${'x'.repeat(5000)})`, 1],
  ['behind a word that looks like the start of an object', '/Filter /FlateDecode /Pad (obj)', 1],
] as const)('a small PDF that unpacks to gigabytes is refused before it does: %s', async ([, dict, times]) => {
  const bytes = pdf(dict, packed(times));
  expect(bytes.length).toBeLessThan(MB);
  expect(await examinePdf(bytes)).toEqual({ broken: '压缩内容展开后过大' });
});

test('an ordinary PDF with packed tables of objects is taken, and read by the rest of the program as before', async () => {
  const doc = await PDFDocument.create();
  for (let i = 0; i < 50; i++) doc.addPage().drawText('x'.repeat(200));
  const bytes = Buffer.from(await doc.save({ useObjectStreams: true }));
  expect(await examinePdf(bytes)).toEqual({ pages: 50 });
  expect((await PDFDocument.load(bytes)).getPageCount()).toBe(50);
});
