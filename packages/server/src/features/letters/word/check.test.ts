import { deflateRawSync } from 'node:zlib';
import PizZip from 'pizzip';
import { LETTER_KINDS, type LetterKind } from '@doudi/core/letters/model';
import { fieldsWithoutName, fieldValues, letterFields } from '@doudi/core/letters/fields';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { loadFonts } from '../../../platform/typeset/fonts.ts';
import { pdfText } from '../../../platform/typeset/pdf-text.ts';
import { Typesetter } from '../../../platform/typeset/typesetter.ts';
import { SAMPLES } from '../templates/samples.fixture.ts';
import { typesetLetter } from '../typeset.ts';
import { templateProblems } from './check.ts';
import { fillTemplate } from './render.ts';
import { fieldGuide, startingTemplate } from './starting.ts';

const typesetter = new Typesetter({ templates: fileURLToPath(new URL('../templates', import.meta.url)), fonts: loadFonts('') });
afterAll(() => typesetter.close());
const squeeze = (t: string): string => t.replaceAll(/\s/g, '');

/** A starting template with parts replaced or added. */
function edited(kind: LetterKind, change: (xml: string) => string, more: Readonly<Record<string, string>> = {}): Buffer {
  const zip = new PizZip(startingTemplate(kind));
  zip.file('word/document.xml', change(zip.file('word/document.xml')?.asText() ?? ''));
  for (const [path, text] of Object.entries(more)) zip.file(path, text);
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
}
const put = (run: string) => (xml: string): string => xml.replace('<w:sectPr>', `<w:p><w:r>${run}</w:r></w:p><w:sectPr>`);
const rels = (target: string): string => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${target}" Target="https://example.invalid/x" TargetMode="External"/></Relationships>`;

describe('starting templates', () => {
  test.each(LETTER_KINDS)('the one for %s can be used as it is and prints what the standard paper prints', async (kind) => {
    expect(templateProblems(kind, startingTemplate(kind))).toEqual([]);
    const m = SAMPLES[kind]();
    const text = pdfText((await typesetLetter(typesetter, m, fillTemplate(startingTemplate(kind), m).document)).pdf);
    const values = fieldValues(m);
    for (const f of letterFields(kind).filter((x) => x.required)) {
      const v = values[f.name];
      for (const part of Array.isArray(v) ? (v as unknown[]) : [v]) expect(text, f.name).toContain(squeeze(typeof part === 'string' ? part : ''));
    }
    for (const part of [m.number, ...m.tables.flatMap((t) => t.rows.flatMap((r) => r.filter((_, i) => !t.columns[i]?.caption)))]) expect(text, part).toContain(squeeze(part));
    expect(fieldsWithoutName(m)).toEqual([]);
    for (const f of letterFields(kind)) expect(fieldGuide(kind)).toContain(`${f.name}}`);
  });
});

describe('a template is refused', () => {
  test.each<[string, Buffer, RegExp]>([
    ['with a picture', edited('receipt', put('<w:drawing/>')), /图片/], ['with a text box', edited('receipt', put('<w:pict/>')), /文本框/],
    ['with a page number field', edited('receipt', put('<w:fldChar w:fldCharType="begin"/>')), /域/], ['with a tracked change', edited('receipt', (x) => x.replace('<w:sectPr>', '<w:p><w:ins><w:r><w:t>加</w:t></w:r></w:ins></w:p><w:sectPr>')), /修订/],
    ['with automatic numbers', edited('receipt', (x) => x.replace('<w:sectPr>', '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p><w:sectPr>')), /自动编号/],
    ['with hidden text', edited('receipt', put('<w:rPr><w:vanish/></w:rPr><w:t>密</w:t>')), /隐藏文字/], ['on another paper', edited('receipt', (x) => x.replace('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')), /A4/],
    ['with a link to outside', edited('receipt', (x) => x, { 'word/_rels/document.xml.rels': rels('hyperlink') }), /外部/], ['with a template from outside', edited('receipt', (x) => x, { 'word/_rels/settings.xml.rels': rels('attachedTemplate') }), /外部/],
    ['with a macro', edited('receipt', (x) => x, { 'word/vbaProject.bin': 'x' }), /宏/], ['with an embedded file', edited('receipt', (x) => x, { 'word/embeddings/a.xlsx': 'x' }), /嵌入/],
    ['with an entity', edited('receipt', (x) => x, { 'customXml/item1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }), /实体/],
    ['with raw markup', edited('receipt', (x) => x.replace('{标题}', '{标题}{@案号}')), /写法不对/], ['with a list that does not end', edited('receipt', (x) => x.replace('{/正文}', '')), /列表没有结束/],
    ['with a table written as a value', edited('receipt', (x) => x.replace('{标题}', '{标题}{已收材料}')), /须写成 \{#已收材料\}/], ['that is no Word file', Buffer.from('%PDF-1.7'), /不是 \.docx/], ['in the old format', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), /\.doc）/],
  ])('%s', (_, bytes, problem) => {
    expect(templateProblems('receipt', bytes).join('；')).toMatch(problem);
  });

  test('when a small file unpacks to a large one, whatever size it claims', () => {
    const zip = new PizZip(startingTemplate('receipt'));
    zip.file('word/big.xml', ' '.repeat(40_000_000));
    const bomb = zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
    expect(templateProblems('receipt', bomb).join('')).toMatch(/解压后太大/);
    // The directory says that the part is a single byte.
    const lying = Buffer.from(bomb);
    const packed = deflateRawSync(Buffer.alloc(40_000_000, 32)).length;
    expect(packed).toBeLessThan(100_000);
    for (let i = 0; i + 46 < lying.length; i++) if (lying.readUInt32LE(i) === 0x02014b50 && lying.readUInt32LE(i + 24) === 40_000_000) lying.writeUInt32LE(1, i + 24);
    expect(templateProblems('receipt', lying).join('')).toMatch(/解压后太大/);
  });
});

describe('typesetting a Word layout', () => {
  test('keeps alignment, size, tables with merged cells, page breaks, header and footer, and what people wrote as they wrote it', async () => {
    const cell = (text: string, more = ''): string => `<w:tc><w:tcPr>${more}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const table = `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid><w:tr>${cell('合并格', '<w:gridSpan w:val="2"/>')}</w:tr><w:tr>${cell('上', '<w:vMerge w:val="restart"/>')}${cell('右')}</w:tr><w:tr>${cell('', '<w:vMerge/>')}${cell('右下')}</w:tr></w:tbl>`;
    const part = (tag: string, text: string): string => `<w:${tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:${tag}>`;
    const file = edited('withdrawal', (x) => x.replace('<w:sectPr>', `<w:p><w:r><w:br w:type="page"/><w:t>第二页 #pagebreak() *不是标记* {</w:t></w:r><w:r><w:t>申请人}</w:t></w:r></w:p>${table}<w:sectPr><w:headerReference r:id="rId5"/><w:footerReference r:id="rId6"/>`), {
      'word/header1.xml': part('hdr', '页眉文字'), 'word/footer1.xml': part('ftr', '页脚文字'),
      'word/_rels/document.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>',
    });
    expect(templateProblems('withdrawal', file)).toEqual([]);
    const m = { ...SAMPLES.withdrawal(), applicant: '王 {文号} <w:p/> #x' };
    const { pdf, pages } = await typesetLetter(typesetter, m, fillTemplate(file, m).document);
    const text = pdfText(pdf);
    expect(pages).toBeGreaterThanOrEqual(2);
    for (const word of ['页眉文字', '页脚文字', '合并格', '右下', '第二页#pagebreak()*不是标记*', '王{文号}<w:p/>#x', '文书查验码', '送达回证']) expect(text).toContain(word);
  });
});
