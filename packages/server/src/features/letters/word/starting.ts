import { letterFields, type LetterField } from '@doudi/core/letters/fields';
import { LETTER_FAMILIES, LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { WORDS } from '@doudi/core/letters/defaults';
import PizZip from 'pizzip';

/** Type of a paragraph: sizes in points, lengths in twips. */
interface Look {
  readonly size?: number;
  readonly font?: '方正小标宋简体' | '黑体' | '仿宋';
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right' | 'both';
  /** Two characters in at the first line. */
  readonly indent?: boolean;
  readonly before?: number;
  readonly after?: number;
  readonly line?: number;
  readonly right?: number;
  readonly rule?: string;
  readonly keep?: boolean;
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function paragraph(text: string, l: Look = {}): string {
  const size = l.size ?? 16;
  const rPr = `<w:rPr><w:rFonts w:ascii="${l.font ?? '仿宋'}" w:hAnsi="${l.font ?? '仿宋'}" w:eastAsia="${l.font ?? '仿宋'}"/>${l.bold ? '<w:b/>' : ''}${l.color ? `<w:color w:val="${l.color}"/>` : ''}<w:sz w:val="${size * 2}"/></w:rPr>`;
  const pPr = [
    l.keep ? '<w:keepNext/>' : '', l.rule ? `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="${l.rule}"/></w:pBdr>` : '',
    `<w:spacing w:before="${l.before ?? 0}" w:after="${l.after ?? 0}" w:line="${l.line ?? Math.round(size * 36)}" w:lineRule="exact"/>`,
    l.indent || l.right ? `<w:ind${l.indent ? ' w:firstLineChars="200"' : ''}${l.right ? ` w:right="${l.right}"` : ''}/>` : '', `<w:jc w:val="${l.align ?? 'both'}"/>`, rPr,
  ].join('');
  return `<w:p><w:pPr>${pPr}</w:pPr><w:r>${rPr}<w:t xml:space="preserve">${xml(text)}</w:t></w:r></w:p>`;
}

/** A list of sentences, one paragraph each; nothing at all when it is empty. */
const lines = (name: string, l: Look): string => [`{#${name}}`, '{.}', `{/${name}}`].map((t) => paragraph(t, l)).join('');

const cell = (text: string, width: number, l: Look, fill?: string, span = 1): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}${fill ? `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>` : ''}<w:vAlign w:val="center"/></w:tcPr>${paragraph(text, l)}</w:tc>`;

const BORDERS = `<w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((s) => `<w:${s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`).join('')}</w:tblBorders>`;
const WIDTH = 8844;

const table = (columns: readonly number[], rows: string): string =>
  `<w:tbl><w:tblPr><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:jc w:val="center"/>${BORDERS}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${columns.map((c) => `<w:gridCol w:w="${c}"/>`).join('')}</w:tblGrid>${rows}</w:tbl>`;

/** A list as a table: heads that repeat on every page, and one row that is repeated for each entry. */
function listTable(f: LetterField & { readonly list: readonly string[] }, size: number): string {
  // A column of numbers needs little room, a sentence much.
  const share = f.list.map((c) => (c === '序号' || c === '性别' || c === '年龄' ? 2 : /情况|说明|依据|材料名称|证明|号码|内容/.test(c) ? 6 : 4));
  const sum = share.reduce((a, b) => a + b, 0);
  const widths = share.map((s) => Math.floor((WIDTH * s) / sum));
  const l: Look = { size, align: 'center', line: Math.round(size * 26) };
  const head = `<w:tr><w:trPr><w:tblHeader/></w:trPr>${f.list.map((c, i) => cell(c, widths[i] ?? 0, { ...l, font: '黑体' }, 'EEEEEE')).join('')}</w:tr>`;
  const row = `<w:tr>${f.list.map((c, i) => cell(`${i === 0 ? `{#${f.name}}` : ''}{${c}}${i === f.list.length - 1 ? `{/${f.name}}` : ''}`, widths[i] ?? 0, l)).join('')}</w:tr>`;
  return `${paragraph(f.name, { size: size + 1.5, font: '黑体', before: 120, after: 60, keep: true })}${table(widths, head + row)}`;
}

/** Captions of a form with their values, two pairs a row; what is long has a row of its own. */
function captionTable(names: readonly string[], size: number): string {
  const widths = [1600, 2822, 1600, 2822];
  const l: Look = { size, align: 'left', line: Math.round(size * 26) };
  const long = (n: string): boolean => /情况|意见|决定|记录|人员|原因|内容|责任|约定|理由|结论|报告|事项/.test(n);
  const rows: string[] = [];
  const pending: string[] = [];
  const flush = (): void => {
    while (pending.length > 0) {
      const [a = '', b] = pending.splice(0, 2);
      rows.push(`<w:tr>${cell(a, 1600, { ...l, font: '黑体' }, 'F4F4F4')}${b === undefined ? cell(`{${a}}`, 7244, l, undefined, 3) : `${cell(`{${a}}`, 2822, l)}${cell(b, 1600, { ...l, font: '黑体' }, 'F4F4F4')}${cell(`{${b}}`, 2822, l)}`}</w:tr>`);
    }
  };
  for (const n of names)
    if (long(n)) {
      flush();
      rows.push(`<w:tr>${cell(n, 1600, { ...l, font: '黑体' }, 'F4F4F4')}${cell(`{${n}}`, 7244, l, undefined, 3)}</w:tr>`);
    } else pending.push(n);
  flush();
  return table(widths, rows.join(''));
}

const isTable = (f: LetterField): f is LetterField & { readonly list: readonly string[] } => Array.isArray(f.list);

/** Fields that stand at their own place in the layout below; what a kind has besides are its captions and tables. */
const PLACED: ReadonlySet<string> = new Set(letterFields('grant').map((f) => f.name));

function body(kind: LetterKind): string {
  const fields = letterFields(kind);
  const captions = fields.filter((f) => !PLACED.has(f.name) && f.list === undefined).map((f) => f.name);
  const lists = fields.filter(isTable);
  const letter = LETTER_FAMILIES[kind] === 'decision';
  const size = letter ? 16 : 12;
  const text: Look = { size, indent: true };
  const titled = (name: string, parts: string): string => paragraph(`{#${name}}`, text) + parts + paragraph(`{/${name}}`, text);
  const binding = fields.some((f) => f.name === '救济途径' && f.required);
  // A list opened only to see whether it holds anything would be repeated for each entry: parts of a binding letter always stand.
  const part = (no: string, word: string, name: string): string => paragraph(`${no}、${word}`, { ...text, font: '黑体', keep: true, before: 120 }) + lines(name, text);
  const head = letter
    ? paragraph('{制发单位}', { size: 26, font: '方正小标宋简体', bold: true, color: 'C00000', align: 'center', before: 120, after: 240 }) + paragraph('{文号}', { align: 'center', rule: 'C00000', after: 360 }) +
      paragraph('{标题}', { size: 22, font: '方正小标宋简体', bold: true, align: 'center', after: 280, line: 640 }) + titled('受送达人', paragraph('{受送达人}：', { size }))
    : paragraph('{标题}', { size: 22, font: '方正小标宋简体', bold: true, align: 'center', after: 240, line: 640 }) + paragraph(`${WORDS.number}：{文号}　　　{日期}`, { size: 12, align: 'left', after: 80 });
  const duty = fields.some((f) => f.name === '报告义务' && f.required);
  const middle = binding
    ? lines('正文', text) + part('一', WORDS.facts, '事实') + part('二', WORDS.basis, '依据') + part('三', WORDS.conclusion, '结论') + lists.map((f) => listTable(f, 12)).join('') +
      (duty ? paragraph(`四、${WORDS.duty}`, { ...text, font: '黑体', keep: true, before: 120 }) + paragraph('{报告义务}', text) : '') + part(duty ? '五' : '四', WORDS.remedies, '救济途径')
    : lines('正文', text) + (captions.length > 0 ? captionTable(['案号', '申请人', ...captions], 10.5) : '') + lists.map((f) => listTable(f, letter ? 12 : 10.5)).join('') + lines('事实', text) + lines('结论', text) + lines('依据', text) + lines('救济途径', text);
  const foot = lines('附言', { ...text, keep: true }) + lines('暂定说明', { size: 12, indent: true }) + lines('签名栏', { size: 12, before: 160, align: 'left', keep: true }) +
    titled('印章', paragraph('{落款}', { size, align: 'right', right: 640, before: 360, keep: true }) + paragraph('{#委托机关}（受{委托机关}委托）{/委托机关}', { size: size - 2, align: 'right', right: 640, keep: true }) + paragraph('{印章}', { size: size - 4, align: 'right', right: 960, color: '808080', keep: true }) + paragraph('{日期}', { size, align: 'right', right: 640 }));
  return head + middle + foot;
}

const TYPES = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>';
const RELS = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>';
const DOCUMENT_RELS = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const STYLES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/><w:sz w:val="32"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>`;

/** A Word file for a kind that looks like the standard paper and holds all its fields: what a clerk begins to edit from. */
export function startingTemplate(kind: LetterKind): Buffer {
  const zip = new PizZip();
  zip.file('[Content_Types].xml', TYPES);
  zip.file('_rels/.rels', RELS);
  zip.file('docProps/core.xml', `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xml(LETTER_TITLES[kind])}</dc:title></cp:coreProperties>`);
  zip.file('word/_rels/document.xml.rels', DOCUMENT_RELS);
  zip.file('word/styles.xml', STYLES);
  zip.file('word/document.xml', `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${W}><w:body>${body(kind)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="850" w:footer="850" w:gutter="0"/></w:sectPr></w:body></w:document>`);
  return zip.generate({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** The fields of a kind as a text file to keep beside the template. */
export function fieldGuide(kind: LetterKind): string {
  const say = (f: LetterField): string => `${f.required ? '【必须】' : '　　　　'}${f.list === undefined ? `{${f.name}}` : f.list === 'lines' ? `{#${f.name}}{.}{/${f.name}}` : `{#${f.name}}${f.list.map((c) => `{${c}}`).join(' ')}{/${f.name}}`}　${f.about}`;
  return [
    `${LETTER_TITLES[kind]}：文书模板可用的字段`, '', ...letterFields(kind).map(say), '',
    '写法：{字段} 填入一个值；{#列表}…{/列表} 按条重复，表格中写在同一行的第一格和最后一格；{#字段}…{/字段} 在字段有内容时才印。',
    '页脚的查验码、二维码、页码，以及送达回证、测算过程由系统接在后面，不写入模板。', '',
  ].join('\r\n');
}
