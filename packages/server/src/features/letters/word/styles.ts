import type { Element } from '@xmldom/xmldom';
import type { WordRun } from './document.ts';
import { attribute, child, children, isOn, numberOf, parseXml, value } from './xml.ts';

/** Properties of type that a run has, or that a style gives it; absent = not said. */
export interface RunStyle {
  readonly size?: number | undefined;
  readonly bold?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly color?: string | undefined;
  readonly face?: WordRun['face'] | undefined;
  readonly hidden?: boolean | undefined;
}

export interface ParagraphStyle {
  readonly align?: 'left' | 'center' | 'right' | 'justify' | undefined;
  readonly first?: number | undefined;
  /** In hundredths of a character; goes before `first`. */
  readonly firstChars?: number | undefined;
  readonly left?: number | undefined;
  readonly leftChars?: number | undefined;
  readonly right?: number | undefined;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly line?: number | undefined;
  readonly lineRule?: string | undefined;
  readonly keep?: boolean | undefined;
  readonly breakBefore?: boolean | undefined;
  readonly numbered?: boolean | undefined;
  readonly snap?: boolean | undefined;
}

/** Values of the later win; what a later one does not say stays. */
export function merge<T extends object>(...parts: readonly (T | undefined)[]): T {
  const out: Record<string, unknown> = {};
  for (const p of parts) for (const [k, v] of Object.entries(p ?? {})) if (v !== undefined) out[k] = v;
  return out as T;
}

const points = (twips: string | undefined): number | undefined => {
  const n = numberOf(twips);
  return n === undefined ? undefined : n / 20;
};

/** Which of the office's faces a font of the file stands for. */
function faceOf(fonts: Element | undefined): WordRun['face'] | undefined {
  const name = attribute(fonts, 'eastAsia') ?? attribute(fonts, 'ascii');
  if (name === undefined) return undefined;
  if (name.includes('标宋')) return 'title';
  return /黑|hei|sans|arial|等线/i.test(name) ? 'heading' : 'body';
}

export function runStyle(rPr: Element | undefined): RunStyle {
  if (!rPr) return {};
  const half = numberOf(value(rPr, 'sz'));
  const color = value(rPr, 'color');
  return {
    size: half === undefined ? undefined : half / 2, bold: isOn(rPr, 'b'), underline: isOn(rPr, 'u'), hidden: isOn(rPr, 'vanish'), face: faceOf(child(rPr, 'rFonts')),
    color: color === undefined ? undefined : /^[0-9A-Fa-f]{6}$/.test(color) ? `#${color.toLowerCase()}` : '#000000',
  };
}

const ALIGN: Readonly<Record<string, ParagraphStyle['align']>> = { left: 'left', start: 'left', center: 'center', right: 'right', end: 'right', both: 'justify', distribute: 'justify' };

export function paragraphStyle(pPr: Element | undefined): ParagraphStyle {
  if (!pPr) return {};
  const ind = child(pPr, 'ind');
  const spacing = child(pPr, 'spacing');
  const hanging = points(attribute(ind, 'hanging'));
  const jc = value(pPr, 'jc');
  const num = child(child(pPr, 'numPr'), 'numId');
  return {
    align: jc === undefined ? undefined : ALIGN[jc], first: hanging !== undefined && hanging !== 0 ? -hanging : points(attribute(ind, 'firstLine')), firstChars: numberOf(attribute(ind, 'firstLineChars')),
    left: points(attribute(ind, 'left') ?? attribute(ind, 'start')), leftChars: numberOf(attribute(ind, 'leftChars') ?? attribute(ind, 'startChars')), right: points(attribute(ind, 'right') ?? attribute(ind, 'end')),
    before: points(attribute(spacing, 'before')), after: points(attribute(spacing, 'after')), line: numberOf(attribute(spacing, 'line')), lineRule: attribute(spacing, 'lineRule'),
    keep: isOn(pPr, 'keepNext'), breakBefore: isOn(pPr, 'pageBreakBefore'), snap: isOn(pPr, 'snapToGrid'),
    numbered: num === undefined ? undefined : attribute(num, 'val') !== '0',
  };
}

/** Styles of a file with what they inherit. */
export class Styles {
  readonly #byId = new Map<string, Element>();
  readonly #run: RunStyle;
  readonly #paragraph: ParagraphStyle;
  readonly #normal: string | undefined;

  constructor(xml: string | undefined) {
    const root = xml === undefined ? undefined : parseXml(xml);
    const defaults = child(root, 'docDefaults');
    this.#run = merge<RunStyle>({ size: 10 }, runStyle(child(child(defaults, 'rPrDefault'), 'rPr')));
    this.#paragraph = paragraphStyle(child(child(defaults, 'pPrDefault'), 'pPr'));
    for (const s of children(root, 'style')) {
      const id = attribute(s, 'styleId');
      if (id !== undefined) this.#byId.set(id, s);
    }
    this.#normal = children(root, 'style').filter((s) => attribute(s, 'type') === 'paragraph' && attribute(s, 'default') === '1').map((s) => attribute(s, 'styleId'))[0];
  }

  /** A style and what it is based on, the base first; a style that is based on itself ends there. */
  #chain(id: string | undefined): Element[] {
    const out: Element[] = [];
    const seen = new Set<string>();
    for (let at = id; at !== undefined && !seen.has(at);) {
      seen.add(at);
      const s = this.#byId.get(at);
      if (!s) break;
      out.unshift(s);
      at = value(s, 'basedOn');
    }
    return out;
  }

  paragraph(pPr: Element | undefined): ParagraphStyle {
    return merge(this.#paragraph, ...this.#chain(value(pPr, 'pStyle') ?? this.#normal).map((s) => paragraphStyle(child(s, 'pPr'))), paragraphStyle(pPr));
  }

  run(pPr: Element | undefined, rPr: Element | undefined): RunStyle {
    const of = (id: string | undefined): RunStyle[] => this.#chain(id).map((s) => runStyle(child(s, 'rPr')));
    return merge(this.#run, ...of(value(pPr, 'pStyle') ?? this.#normal), ...of(value(rPr, 'rStyle')), runStyle(rPr));
  }

  /** Borders that a table's style gives it. */
  tableBorders(id: string | undefined): Element | undefined {
    return this.#chain(id).map((s) => child(child(s, 'tblPr'), 'tblBorders')).findLast((b) => b !== undefined);
  }
}
