import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LETTER_KINDS } from '@doudi/core/letters/model';
import { afterAll, describe, expect, test } from 'vitest';
import { loadFonts } from '../../../platform/typeset/fonts.ts';
import { MissingGlyphError } from '../../../platform/typeset/errors.ts';
import { pdfPages, pdfText } from '../../../platform/typeset/pdf-text.ts';
import { Typesetter } from '../../../platform/typeset/typesetter.ts';
import { typesetLetter } from '../typeset.ts';
import { SAMPLES } from './samples.fixture.ts';
import { NAMES, PERSON, granted } from './testing.ts';

const typesetter = new Typesetter({ templates: path.dirname(fileURLToPath(import.meta.url)), fonts: loadFonts('') });
afterAll(() => typesetter.close());

const squeeze = (t: string): string => t.replaceAll(/\s/g, '');

describe('letters as PDF', () => {
  test.each(LETTER_KINDS)('%s prints everything in the model as PDF/A, with number, code and page x of y', async (kind) => {
    const m = SAMPLES[kind]();
    const { pdf, pages } = await typesetLetter(typesetter, m);
    const text = pdfText(pdf);
    // A paragraph may run on over the foot of a page.
    const body = pdfPages(pdf).map((p) => squeeze(p).replace(/文书查验码[0-9A-Z-]+(案号.*?)?第\d+页共\d+页.*$/, '')).join('');
    const cells = m.tables.flatMap((t) => [t.title ?? '', ...(t.head ? t.columns.map((c) => c.label) : []), ...t.rows.flat()]);
    const working = (m.working ?? []).flatMap((l) => [l.text, l.amount, l.citation ?? '', l.assumption ?? '']);
    for (const part of [m.title, m.number, m.caseNumber, ...m.paragraphs, ...m.facts, ...m.conclusion, ...m.basis.map((b) => b.text.replace(/。$/, '')), ...cells, ...working, m.duty ?? '', ...(m.remedies?.paragraphs ?? []), ...m.closing, m.serveBy ?? '', m.dateText, ...(m.sealPlace === undefined ? [] : [m.signature.organ, m.signature.entrusted ?? '', m.sealPlace])])
      expect(text.includes(squeeze(part)) || body.includes(squeeze(part)), part).toBe(true);
    expect(text).toContain(m.code);
    pdfPages(pdf).forEach((p, i) => expect(squeeze(p)).toContain(`第${i + 1}页共${pages}页`));
    expect(Buffer.from(pdf).toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
  });

  test('a table longer than a page goes on with its head repeated and no row lost', async () => {
    const base = SAMPLES.supplement();
    const first = base.tables[0];
    if (!first) throw new Error('没有表');
    const rows = Array.from({ length: 90 }, (_, i) => [String(i + 1), `材料甲${i + 1}乙`, '依据']);
    const { pdf, pages } = await typesetLetter(typesetter, { ...base, tables: [{ ...first, rows }] });
    expect(pages).toBeGreaterThan(3);
    const text = pdfText(pdf);
    for (const r of rows) expect(text).toContain(r[1]);
    expect(pdfPages(pdf).filter((p) => squeeze(p).includes('序号材料名称')).length).toBeGreaterThan(2);
  });

  test('what people wrote is printed as written, markup and all', async () => {
    const m = SAMPLES.withdrawal();
    const wild = '#pagebreak() *重* $x$ @ref <b> \\ "引" [x] //';
    expect(pdfText((await typesetLetter(typesetter, { ...m, conclusion: [wild] })).pdf)).toContain(squeeze(wild));
  });

  test('a name with a character that no font has is refused by name', async () => {
    const names = new Map(NAMES).set(PERSON.head, { name: '王\u{2A6D6}', idNumberMasked: '' });
    await expect(typesetLetter(typesetter, granted().letter('grant', { names }))).rejects.toThrow(MissingGlyphError);
  });

  test('the page is A4', async () => {
    const { pdf } = await typesetLetter(typesetter, SAMPLES.extension());
    expect(Buffer.from(pdf).toString('latin1')).toContain('/MediaBox [0 0 595.2756 841.8898]');
  });
});
