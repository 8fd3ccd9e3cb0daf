import { STEPS, type StepId } from '../policy/model.ts';

/** One paper of an archive before it has a place in it. */
export interface Paper {
  /** What it is: a letter as issued, a picture or PDF as uploaded, the list of actions. */
  readonly kind: 'letter' | 'image' | 'pdf' | 'log';
  readonly id: string;
  /** Which case of the archive, from 1. */
  readonly item: number;
  readonly step?: StepId | undefined;
  /** Asked of the applicant: before what arose at the same step. */
  readonly application: boolean;
  readonly number: string;
  readonly title: string;
  readonly date: string;
  readonly pages: number;
  /** SHA-256 of the content as it is kept, hexadecimal; absent for what is made for the export itself. */
  readonly sha256?: string | undefined;
  readonly remark: string;
}

/** A paper in its place: serial number and pages, counted through the whole archive. */
export interface Entry extends Paper {
  readonly no: number;
  readonly from: number;
  readonly to: number;
}

const rank = (p: Paper): number => (p.kind === 'log' ? STEPS.length + 1 : p.step === undefined ? STEPS.length : STEPS.indexOf(p.step));

/**
 * Papers in the order of the archive: case by case, within a case by step as the procedure goes, application papers first,
 * then by date; papers without a step after them, the list of actions last.
 */
export function order(papers: readonly Paper[]): Paper[] {
  return papers.map((p, i) => ({ p, i })).sort((a, b) => a.p.item - b.p.item || rank(a.p) - rank(b.p) || Number(b.p.application) - Number(a.p.application) || (a.p.date < b.p.date ? -1 : a.p.date > b.p.date ? 1 : a.i - b.i)).map(({ p }) => p);
}

/** Numbers the papers and counts their pages through the archive: every page has one number, none is left out. */
export function catalogue(papers: readonly Paper[]): { readonly entries: readonly Entry[]; readonly pages: number } {
  let page = 0;
  const entries = order(papers).map((p, i): Entry => {
    const from = page + 1;
    page += p.pages;
    return { ...p, no: i + 1, from, to: page };
  });
  return { entries, pages: page };
}

/** A name that every system can write to disk: no separators, no control characters, not too long. */
export const fileName = (text: string): string => text.replaceAll(/[\p{C}/\\:*?"<>|]/gu, '').replaceAll(/\s+/g, ' ').trim().slice(0, 60) || '文件';

export const pageSpan = (e: Pick<Entry, 'from' | 'to'>): string => (e.from === e.to ? `${e.from}` : `${e.from}-${e.to}`);
