import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MissingGlyphError, TypesetError } from './errors.ts';
import { loadFonts } from './fonts.ts';
import { pdfText } from './pdf-text.ts';
import { Typesetter } from './typesetter.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'doudi 排版-'));
let typesetter: Typesetter;

beforeAll(() => {
  writeFileSync(
    path.join(folder, 'plain.typ'),
    '#let d = json(bytes(sys.inputs.data))\n#let fonts = json(bytes(sys.inputs.fonts))\n#set text(font: fonts.body, fallback: false)\n#set document(date: datetime(year: 2021, month: 11, day: 30))\n#d.text',
  );
  writeFileSync(path.join(folder, 'outside.typ'), '#read("../secret.txt")');
  writeFileSync(path.join(folder, 'broken.typ'), '#let x = (');
  typesetter = new Typesetter({ templates: folder, fonts: loadFonts('') });
});
afterAll(async () => {
  await typesetter.close();
  rmSync(folder, { recursive: true });
});

describe('typesetting', () => {
  test('gives a PDF that declares itself PDF/A-2b', async () => {
    const { pdf, pages } = await typesetter.render('plain.typ', { text: '兜底' });
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    expect(raw).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(raw).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(pages).toBe(1);
    expect(pdfText(pdf)).toBe('兜底');
  });

  test('markup in data stays text', async () => {
    const text = '#strong[a]*b*_c_$d$`e`<f>@g\\#pagebreak()//h';
    expect(pdfText((await typesetter.render('plain.typ', { text })).pdf)).toBe(text);
  });

  test('a character that no font has is an error that names it, never a box or a system font', async () => {
    const error = await typesetter.render('plain.typ', { text: '张\u{2A6D6}' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MissingGlyphError);
    expect(error).toMatchObject({ character: '\u{2A6D6}', codePoint: 'U+2A6D6' });
  });

  test('a document that fails does not take the next one with it', async () => {
    const [bad, good] = await Promise.allSettled([typesetter.render('broken.typ', {}), typesetter.render('plain.typ', { text: '后' })]);
    expect(bad.status === 'rejected' && bad.reason instanceof TypesetError).toBe(true);
    expect(good.status).toBe('fulfilled');
  });

  test('templates cannot read outside their folder', async () => {
    await expect(typesetter.render('outside.typ', {})).rejects.toThrow(TypesetError);
  });

  test('the same data gives the same bytes', async () => {
    const a = await typesetter.render('plain.typ', { text: '甲' });
    const b = await typesetter.render('plain.typ', { text: '甲' });
    expect(Buffer.compare(a.pdf, b.pdf)).toBe(0);
  });

  test('the thread is replaced after a number of documents and none is lost', async () => {
    const own = new Typesetter({ templates: folder, fonts: loadFonts(''), recycleAfter: 2 });
    const made = await Promise.all(['一', '二', '三', '四', '五'].map((text) => own.render('plain.typ', { text })));
    expect(made.map((m) => pdfText(m.pdf))).toEqual(['一', '二', '三', '四', '五']);
    expect(own.threads).toBe(3);
    await own.close();
    await expect(own.render('plain.typ', { text: '六' })).rejects.toThrow('关闭');
  });

  test('a document that takes too long is given up and the next one is made', async () => {
    writeFileSync(path.join(folder, 'long.typ'), '#for a in range(100000) { for b in range(100000) { } }');
    const own = new Typesetter({ templates: folder, fonts: loadFonts(''), timeoutMs: 3000 });
    const [slow, next] = await Promise.allSettled([own.render('long.typ', {}), own.render('plain.typ', { text: '继续' })]);
    expect(slow.status === 'rejected' && String(slow.reason)).toContain('超时');
    expect(next.status).toBe('fulfilled');
    await own.close();
  });
});

describe("an office's own fonts", () => {
  test('are named by part and stand before those shipped', () => {
    writeFileSync(path.join(folder, 'fonts.json'), JSON.stringify({ body: 'Noto Sans SC' }));
    const fonts = loadFonts(folder);
    expect(fonts.folders[0]).toBe(folder);
    expect(fonts.roles.body).toEqual(['Noto Sans SC', 'Noto Serif SC']);
  });

  test('a family that is not there is an error, not another face', async () => {
    writeFileSync(path.join(folder, 'fonts.json'), JSON.stringify({ body: '演示仿宋' }));
    const own = new Typesetter({ templates: folder, fonts: loadFonts(folder) });
    await expect(own.render('plain.typ', { text: '仿宋' })).rejects.toThrow('演示仿宋');
    await own.close();
  });

  test('a folder without fonts.json, or with a wrong one, is refused', () => {
    expect(() => loadFonts(path.join(folder, 'none'))).toThrow(TypesetError);
    writeFileSync(path.join(folder, 'fonts.json'), '{"body": 3}');
    expect(() => loadFonts(folder)).toThrow(TypesetError);
  });
});
