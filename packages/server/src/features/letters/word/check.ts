import { letterFields, type LetterField } from '@doudi/core/letters/fields';
import type { LetterKind } from '@doudi/core/letters/model';
import { convert } from './convert.ts';
import { placeholdersOf, type Placeholder } from './fill.ts';
import { openPackage, type WordPackage } from './package.ts';
import { attribute, children, parseXml } from './xml.ts';

const MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** What must not come with a template, whatever it looks like on paper. */
function packageProblems({ xml, zip }: WordPackage): string[] {
  const out = new Set<string>();
  const types = parseXml(xml.get('[Content_Types].xml') ?? '');
  const main = children(types).find((t) => attribute(t, 'PartName') === '/word/document.xml');
  if (attribute(main, 'ContentType') !== MAIN) out.add('不是普通的 .docx（可能带宏或者是模板文件），请另存为“Word 文档（.docx）”');
  for (const path of Object.keys(zip.files)) {
    if (/vbaProject|\.bin$/i.test(path)) out.add('带有宏或者二进制部件：请另存为不带宏的 .docx');
    else if (/\/(?:embeddings|activeX|ctrlProps)\//i.test(path)) out.add('带有嵌入的文件或者控件：请删去');
    else if (/\/media\//i.test(path)) out.add('带有图片：请删去，印章、二维码由系统或者人工加盖');
    else if (/\/(?:comments|footnotes|endnotes)\w*\.xml$/i.test(path) && /<w:(?:comment|footnote|endnote)\b(?![^>]*w:type=)/.test(xml.get(path) ?? '')) out.add('带有批注、脚注或者尾注：请删去');
  }
  for (const [path, text] of xml) {
    if (!path.endsWith('.rels')) continue;
    if (children(parseXml(text)).some((r) => attribute(r, 'TargetMode') === 'External')) out.add('引用了外部的文件或者网址（链接、图片或者模板）：请断开链接后另存');
  }
  return [...out];
}

/** Fields that the kind does not have, by name; a list's own fields count within it only. */
function unknownFields(found: readonly Placeholder[], fields: ReadonlyMap<string, LetterField>, within: readonly LetterField[] = []): string[] {
  return found.flatMap((p) => {
    const list = within.at(-1)?.list;
    if (p.kind === 'other') return [`{${p.name}}：这种写法不能用，只能用 {字段} 和 {#列表}…{/列表}`];
    if (p.name === '.') return within.length > 0 ? [] : ['{.} 只能写在列表之内'];
    if (Array.isArray(list) && list.includes(p.name)) return p.kind === 'list' ? unknownFields(p.within, fields, within) : [];
    const f = fields.get(p.name);
    if (!f) {
      const inside = Array.isArray(list) ? `“${within.at(-1)?.name ?? ''}”表中可用：${list.join('、')}` : '';
      return [`没有字段 {${p.name}}${inside === '' ? '' : `；${inside}`}`];
    }
    if (p.kind === 'value') return Array.isArray(f.list) ? [`{${p.name}} 是表，须写成 {#${p.name}}…{/${p.name}}`] : [];
    return unknownFields(p.within, fields, [...within, f]);
  });
}

const namesIn = (found: readonly Placeholder[]): string[] => found.flatMap((p) => [p.name, ...namesIn(p.within)]);

/** Everything that stands in the way of using a file as template for a kind of letter; empty = it can be used. */
export function templateProblems(kind: LetterKind, bytes: Buffer): string[] {
  const opened = openPackage(bytes);
  if ('problems' in opened) return [...opened.problems];
  try {
    const unsafe = packageProblems(opened);
    if (unsafe.length > 0) return unsafe;
    const layout = convert(opened.xml).problems;
    const placed = placeholdersOf(opened.zip);
    if ('problems' in placed) return [...layout, ...placed.problems];
    const fields = letterFields(kind);
    const names = new Set(namesIn(placed.found));
    const missing = fields.filter((f) => f.required && !names.has(f.name)).map((f) => `缺少必须有的字段 {${f.name}}（${f.about}）`);
    return [...new Set([...layout, ...unknownFields(placed.found, new Map(fields.map((f) => [f.name, f]))), ...missing])];
  } catch {
    return ['文件内部不合规范，打不开；请用 Word 或者 WPS 另存为 .docx 后再上传'];
  }
}
