import type { Element } from '@xmldom/xmldom';
import type { WordBlock, WordCell, WordDocument, WordMark, WordParagraph, WordRule, WordRun, WordTable } from './document.ts';
import type { RunStyle } from './styles.ts';
import { Styles } from './styles.ts';
import { attribute, child, children, isOn, numberOf, parseXml, value } from './xml.ts';

/** What cannot be typeset, with what to do instead; by the element that says so. */
const CANNOT: Readonly<Record<string, string>> = {
  drawing: '有图片、形状或者文本框：请删去，只用文字和表格', pict: '有图片、形状或者文本框：请删去，只用文字和表格', object: '有嵌入的对象：请删去，只用文字和表格', AlternateContent: '有图片、形状或者文本框：请删去，只用文字和表格',
  fldChar: '有域（如页码、日期、目录）：请删去，页码由系统印在页脚，日期用 {日期}', fldSimple: '有域（如页码、日期、目录）：请删去，页码由系统印在页脚，日期用 {日期}', instrText: '有域（如页码、日期、目录）：请删去，页码由系统印在页脚，日期用 {日期}',
  hyperlink: '有超链接：请取消链接，只留文字', ins: '有未接受的修订：请先接受或者拒绝全部修订', del: '有未接受的修订：请先接受或者拒绝全部修订', moveFrom: '有未接受的修订：请先接受或者拒绝全部修订', moveTo: '有未接受的修订：请先接受或者拒绝全部修订',
  sdt: '有内容控件：请删去控件，改用 {字段}', footnoteReference: '有脚注或者尾注：请写入正文', endnoteReference: '有脚注或者尾注：请写入正文', commentReference: '有批注：请删去批注', annotationRef: '有批注：请删去批注',
  sym: '有符号字体的字符：请换成普通文字，如 □ √', oMath: '有公式：请写成文字', oMathPara: '有公式：请写成文字', ruby: '有拼音指南：请取消', altChunk: '引用了另一份文档：请把内容复制进来', framePr: '有图文框：请删去，只用文字和表格',
};
/** Elements that say nothing on paper. */
const SILENT: ReadonlySet<string> = new Set(['pPr', 'rPr', 'tblPr', 'tblGrid', 'tcPr', 'trPr', 'bookmarkStart', 'bookmarkEnd', 'proofErr', 'permStart', 'permEnd', 'lastRenderedPageBreak', 'softHyphen', 'commentRangeStart', 'commentRangeEnd', 'tblPrEx']);
/** Wrappers whose content counts. */
const WRAPPERS: ReadonlySet<string> = new Set(['smartTag', 'customXml', 'bdo', 'dir']);

/** Height of a line of Chinese type set single, in its size. */
const SINGLE = 1.3;
const PT = 1 / 20;
const A4 = { short: 11906, long: 16838, tolerance: 60 };

/** Turns the parts of a Word file into what can be typeset, and says what cannot. */
class Converter {
  readonly problems = new Set<string>();
  readonly #styles: Styles;
  #grid = 0;

  constructor(styles: Styles) {
    this.#styles = styles;
  }

  set grid(pitch: number) {
    this.#grid = pitch;
  }

  #refuse(name: string): void {
    this.problems.add(CANNOT[name] ?? `有不能排版的内容（${name}）：请删去`);
  }

  blocks(parent: Element): WordBlock[] {
    return children(parent).flatMap((e): WordBlock[] => {
      const name = e.localName ?? '';
      if (name === 'p') return this.#paragraph(e);
      if (name === 'tbl') return [this.#table(e)];
      if (WRAPPERS.has(name)) return this.blocks(e);
      if (name !== 'sectPr' && !SILENT.has(name)) this.#refuse(name);
      return [];
    });
  }

  #paragraph(p: Element): WordBlock[] {
    const pPr = child(p, 'pPr');
    if (child(pPr, 'framePr')) this.#refuse('framePr');
    if (child(pPr, 'sectPr')) this.problems.add('分了节：请删去分节符，一份文书只用一节');
    const style = this.#styles.paragraph(pPr);
    if (style.numbered) this.problems.add('有自动编号或者项目符号：请把编号打成文字');
    const own = this.#styles.run(pPr, child(pPr, 'rPr'));
    const pieces: (WordRun | WordMark | 'page')[] = [];
    this.#inline(p, pPr, pieces);
    const sizes = pieces.flatMap((x) => (typeof x === 'object' && 'size' in x ? [x.size] : []));
    const size = sizes.length > 0 ? Math.max(...sizes) : (own.size ?? 10);
    const base = { align: style.align ?? 'justify', ...this.#measures(style, size), size, keep: style.keep ?? false, rule: ruleOf(child(pPr, 'pBdr'), 'bottom') };
    // A page break inside a paragraph parts it.
    const out: WordBlock[] = style.breakBefore ? [{ kind: 'break' }] : [];
    let runs: (WordRun | WordMark)[] = [];
    let broken = false;
    for (const x of pieces) {
      if (x !== 'page') runs.push(x);
      else {
        if (runs.length > 0) out.push({ kind: 'p', ...base, runs } satisfies WordParagraph);
        out.push({ kind: 'break' });
        runs = [];
        broken = true;
      }
    }
    if (runs.length > 0 || !broken) out.push({ kind: 'p', ...base, runs } satisfies WordParagraph);
    return out;
  }

  #measures(style: ReturnType<Styles['paragraph']>, size: number): Pick<WordParagraph, 'first' | 'left' | 'right' | 'before' | 'after' | 'pitch'> {
    const chars = (n: number | undefined): number | undefined => (n === undefined || n === 0 ? undefined : (n / 100) * size);
    const natural = size * SINGLE;
    const snapped = this.#grid > 0 && style.snap !== false ? Math.ceil(natural / this.#grid) * this.#grid : natural;
    const line = style.line ?? 240;
    const pitch = style.lineRule === 'exact' ? line * PT : style.lineRule === 'atLeast' ? Math.max(natural, line * PT) : snapped * (line / 240);
    return { first: chars(style.firstChars) ?? style.first ?? 0, left: chars(style.leftChars) ?? style.left ?? 0, right: style.right ?? 0, before: style.before ?? 0, after: style.after ?? 0, pitch: Math.max(pitch, size) };
  }

  #inline(parent: Element, pPr: Element | undefined, out: (WordRun | WordMark | 'page')[]): void {
    for (const e of children(parent)) {
      const name = e.localName ?? '';
      if (name === 'r') this.#run(e, pPr, out);
      else if (WRAPPERS.has(name)) this.#inline(e, pPr, out);
      else if (!SILENT.has(name)) this.#refuse(name);
    }
  }

  #run(r: Element, pPr: Element | undefined, out: (WordRun | WordMark | 'page')[]): void {
    const style = this.#styles.run(pPr, child(r, 'rPr'));
    if (style.hidden) this.problems.add('有隐藏文字：请删去或者取消隐藏');
    for (const e of children(r)) {
      const name = e.localName ?? '';
      if (name === 't') push(out, e.textContent ?? '', style);
      else if (name === 'noBreakHyphen') push(out, '\u2011', style);
      else if (name === 'tab' || name === 'ptab') out.push({ mark: 'tab' });
      else if (name === 'cr') out.push({ mark: 'line' });
      else if (name === 'br') {
        const type = attribute(e, 'type');
        if (type === 'column') this.problems.add('有分栏符：请删去');
        out.push(type === 'page' ? 'page' : { mark: 'line' });
      } else if (!SILENT.has(name)) this.#refuse(name);
    }
  }

  #table(tbl: Element): WordTable {
    const tblPr = child(tbl, 'tblPr');
    if (child(tblPr, 'tblpPr')) this.problems.add('有环绕文字的表格：请把表格的文字环绕设为“无”');
    const borders = child(tblPr, 'tblBorders') ?? this.#styles.tableBorders(value(tblPr, 'tblStyle'));
    const rows = children(tbl, 'tr');
    const grid = children(child(tbl, 'tblGrid'), 'gridCol').map((g) => numberOf(attribute(g, 'w')) ?? 0);
    const width = Math.max(...rows.map((r) => children(r, 'tc').reduce((n, c) => n + span(c), 0)), 1);
    const columns = Array.from({ length: width }, (_, i) => Math.max(grid[i] ?? 0, 200) * PT);
    const starts = rows.map((r) => {
      let at = 0;
      return children(r, 'tc').map((tc) => {
        const c = at;
        at += span(tc);
        return { tc, c };
      });
    });
    const merged = (tc: Element): 'start' | 'on' | undefined => {
      const v = child(child(tc, 'tcPr'), 'vMerge');
      return v === undefined ? undefined : attribute(v, 'val') === 'restart' ? 'start' : 'on';
    };
    const out = rows.map((r, i) => {
      const height = (numberOf(attribute(child(child(r, 'trPr'), 'trHeight'), 'val')) ?? 0) * PT;
      const cells = (starts[i] ?? []).flatMap(({ tc, c }): WordCell[] => {
        if (merged(tc) === 'on') return [];
        let rowspan = 1;
        if (merged(tc) === 'start') while (starts[i + rowspan]?.some((x) => x.c === c && merged(x.tc) === 'on')) rowspan++;
        return [this.#cell(tc, borders, { top: i === 0, bottom: i + rowspan === rows.length, left: c === 0, right: c + span(tc) === width }, rowspan)];
      });
      return { height, cells };
    });
    const jc = value(tblPr, 'jc');
    return { kind: 'table', align: jc === 'center' ? 'center' : jc === 'right' || jc === 'end' ? 'right' : 'left', columns, head: headRows(rows), rows: out };
  }

  #cell(tc: Element, table: Element | undefined, edge: { readonly top: boolean; readonly bottom: boolean; readonly left: boolean; readonly right: boolean }, rowspan: number): WordCell {
    const tcPr = child(tc, 'tcPr');
    if (child(tcPr, 'textDirection')) this.problems.add('表格中有竖排文字：请改为横排');
    const own = child(tcPr, 'tcBorders');
    const side = (name: 'top' | 'bottom' | 'left' | 'right'): boolean => drawn(child(own, name)) ?? drawn(child(table, edge[name] ? name : name === 'top' || name === 'bottom' ? 'insideH' : 'insideV')) ?? false;
    const fill = attribute(child(tcPr, 'shd'), 'fill');
    const valign = value(tcPr, 'vAlign');
    return {
      colspan: span(tc), rowspan, align: valign === 'center' ? 'middle' : valign === 'bottom' ? 'bottom' : 'top', fill: fill !== undefined && /^[0-9A-Fa-f]{6}$/.test(fill) && fill.toLowerCase() !== 'ffffff' ? `#${fill.toLowerCase()}` : undefined,
      sides: { top: side('top'), right: side('right'), bottom: side('bottom'), left: side('left') }, blocks: this.blocks(tc),
    };
  }
}

function push(out: (WordRun | WordMark | 'page')[], text: string, style: RunStyle): void {
  if (text !== '') out.push({ text, size: style.size ?? 10, bold: style.bold ?? false, underline: style.underline ?? false, color: style.color === '#000000' ? undefined : style.color, face: style.face ?? 'body' });
}

const span = (tc: Element): number => Math.max(1, numberOf(value(child(tc, 'tcPr'), 'gridSpan')) ?? 1);

function headRows(rows: readonly Element[]): number {
  let n = 0;
  while (n < rows.length - 1 && isOn(child(rows[n], 'trPr'), 'tblHeader')) n++;
  return n;
}

function drawn(border: Element | undefined): boolean | undefined {
  const v = attribute(border, 'val');
  return v === undefined ? undefined : v !== 'nil' && v !== 'none';
}

function ruleOf(pBdr: Element | undefined, side: string): WordRule | undefined {
  const b = child(pBdr, side);
  if (!b || drawn(b) !== true) return undefined;
  const color = attribute(b, 'color');
  return { width: Math.max((numberOf(attribute(b, 'sz')) ?? 4) / 8, 0.4), color: color !== undefined && /^[0-9A-Fa-f]{6}$/.test(color) ? `#${color.toLowerCase()}` : '#000000' };
}

/** Text parts that a section refers to as header and footer, by the file's own list of relations. */
function reference(sectPr: Element | undefined, name: 'headerReference' | 'footerReference', parts: ReadonlyMap<string, string>): string | undefined {
  const id = children(sectPr, name).find((e) => (attribute(e, 'type') ?? 'default') === 'default');
  const rels = parts.get('word/_rels/document.xml.rels');
  if (!id || rels === undefined) return undefined;
  const target = children(parseXml(rels)).find((r) => attribute(r, 'Id') === attribute(id, 'id'));
  const path = attribute(target, 'Target');
  return path === undefined ? undefined : parts.get(path.startsWith('/') ? path.slice(1) : `word/${path}`);
}

/** A Word file's parts as a document to typeset, with everything in it that cannot be. @throws for parts that are no XML. */
export function convert(parts: ReadonlyMap<string, string>): { readonly document: WordDocument; readonly problems: readonly string[] } {
  const root = parseXml(parts.get('word/document.xml') ?? '');
  const body = child(root, 'body');
  const c = new Converter(new Styles(parts.get('word/styles.xml')));
  const sectPr = child(body, 'sectPr');
  const size = child(sectPr, 'pgSz');
  const [w, h] = [numberOf(attribute(size, 'w')) ?? A4.short, numberOf(attribute(size, 'h')) ?? A4.long];
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= A4.tolerance;
  const flipped = near(w, A4.long) && near(h, A4.short);
  if (!flipped && !(near(w, A4.short) && near(h, A4.long))) c.problems.add('纸张不是 A4：请在页面设置中改为 A4');
  if ((numberOf(attribute(child(sectPr, 'cols'), 'num')) ?? 1) > 1) c.problems.add('分了栏：请改为一栏');
  if (isOn(sectPr, 'titlePg')) c.problems.add('首页页眉页脚不同：请取消“首页不同”');
  if (child(sectPr, 'textDirection')) c.problems.add('有竖排文字：请改为横排');
  const docGrid = child(sectPr, 'docGrid');
  if (['lines', 'linesAndChars'].includes(attribute(docGrid, 'type') ?? '')) c.grid = (numberOf(attribute(docGrid, 'linePitch')) ?? 0) * PT;
  const margin = child(sectPr, 'pgMar');
  const of = (name: string, normal: number): number => Math.abs(numberOf(attribute(margin, name)) ?? normal) * PT;
  const part = (xml: string | undefined): WordBlock[] => (xml === undefined ? [] : c.blocks(parseXml(xml)).filter((b) => b.kind !== 'p' || b.runs.length > 0));
  const document: WordDocument = {
    flipped, margins: { top: of('top', 2098), bottom: of('bottom', 1984), left: of('left', 1588), right: of('right', 1474) },
    header: part(reference(sectPr, 'headerReference', parts)), footer: part(reference(sectPr, 'footerReference', parts)), body: body ? c.blocks(body) : [],
  };
  return { document, problems: [...c.problems] };
}
