import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import { catalogue, fileName, pageSpan, type Entry, type Paper } from '@doudi/core/archive/catalogue';
import { CHECKING, logList, type FrontModel, type LogLine } from '@doudi/core/archive/front';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Who } from '../../platform/http/endpoint.ts';
import { lookAtJpeg, lookAtPng } from '../files/image.ts';
import type { FileRow } from '../files/queries.ts';
import type { FileStore } from '../files/store.ts';
import type { LetterPress } from '../letters/press.ts';
import type { GatheredCase } from './gather.ts';
import { stepOfFile, stepOfLetter, titleOf } from './papers.ts';
import { Binding, countPages, type ArchivePress } from './press.ts';

/** Beyond this the bound volume is left out: it would have to be held in memory whole. */
const BINDING_BYTES = 150 * 1024 * 1024;

export interface Machine {
  readonly store: FileStore;
  readonly letters: Pick<LetterPress, 'pdf'>;
  readonly press: ArchivePress;
}

/** How one paper's pages are got when its turn comes. */
type Source = { readonly letter: Buffer } | { readonly file: FileRow; readonly landscape: boolean } | { readonly log: true };

/** An archive put in order, before any of it is written. */
export interface Bundle {
  readonly title: string;
  readonly author: string;
  readonly date: string;
  readonly entries: readonly Entry[];
  readonly pages: number;
  readonly front: Uint8Array;
  readonly log: Uint8Array;
  readonly sources: ReadonlyMap<string, Source>;
}

const dayOf = (iso: string): string => new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 10);
const stem = (name: string): string => name.replace(/\.(jpe?g|jpe|jfif|png|pdf)$/i, '');

/** A letter as issued. One that cannot be made says so on a page of its own instead of leaving a gap. */
async function letterPdf(m: Machine, who: Who, id: string, purpose: string, title: string, date: string): Promise<{ pdf: Buffer; failed: string | undefined }> {
  const made = await m.letters.pdf(who, id, purpose);
  if (!isRefusal(made)) return { pdf: made.pdf, failed: undefined };
  const page = await m.press.front({ parts: [{ title, paragraphs: [`导出时这份文书没有制成：${made.rule}`] }], foot: title, author: '', date });
  return { pdf: Buffer.from(page.pdf), failed: made.rule };
}

/** Reads sizes and pages of every paper, orders and counts them, and typesets what stands around them. @throws {MissingGlyphError} */
export async function prepare(m: Machine, who: Who, cases: readonly GatheredCase[], purpose: string, more: { title: string; author: string; date: string; front: (entries: readonly Entry[], pages: number) => FrontModel }): Promise<Bundle> {
  const papers: Paper[] = [];
  const sources = new Map<string, Source>();
  for (const [i, g] of cases.entries()) {
    const item = i + 1;
    for (const l of g.letters) {
      const title = titleOf(l.kind);
      const { pdf, failed } = await letterPdf(m, who, l.id, purpose, title, l.on_date);
      sources.set(l.id, { letter: pdf });
      papers.push({ kind: 'letter', id: l.id, item, step: stepOfLetter(l), application: false, number: l.number, title, date: l.on_date, pages: (await countPages(pdf)) ?? 1, sha256: failed === undefined ? createHash('sha256').update(pdf).digest('hex') : undefined, remark: failed === undefined ? '' : '未制成' });
    }
    for (const f of g.files) {
      const { step, application, name: place } = stepOfFile(f, g.context, g.cited.get(f.id));
      const name = stem(f.name);
      const shared = { id: f.id, item, step, application, number: '', title: place === undefined ? name : `${place}（${name}）`, date: dayOf(f.at), sha256: f.sha256.toString('hex') };
      const bytes = await m.store.get(f.sha256);
      if (f.media_type === 'application/pdf') {
        const pages = await countPages(bytes);
        papers.push({ ...shared, kind: 'pdf', pages: pages ?? 1, remark: pages === undefined ? '原件，读不出页数，按 1 页计' : '原件' });
        sources.set(f.id, { file: f, landscape: false });
      } else {
        const seen = f.media_type === 'image/png' ? lookAtPng(bytes) : lookAtJpeg(bytes);
        const wide = 'width' in seen && seen.width > seen.height;
        papers.push({ ...shared, kind: 'image', pages: 1, remark: f.rotation === 0 ? '照片制页' : `照片制页，转 ${f.rotation}°` });
        sources.set(f.id, { file: f, landscape: wide !== (f.rotation === 90 || f.rotation === 270) });
      }
    }
  }
  const lines: LogLine[] = cases.flatMap((g) => g.log.map((l) => (cases.length > 1 ? { ...l, text: `${g.row.number}：${l.text}` } : l)));
  // Typeset once to learn how many pages it takes; the numbers on them do not change that.
  const trial = await m.press.front(logList(more.title, lines, { first: 1, all: 1 }, more.author, more.date));
  papers.push({ kind: 'log', id: 'log', item: cases.length, application: false, number: '', title: '卷内流转记录', date: more.date, pages: trial.pages, remark: '导出时制作' });
  sources.set('log', { log: true });
  const { entries, pages } = catalogue(papers);
  const log = await m.press.front(logList(more.title, lines, { first: entries.at(-1)?.from ?? 1, all: pages }, more.author, more.date));
  const front = await m.press.front(more.front(entries, pages));
  return { title: more.title, author: more.author, date: more.date, entries, pages, front: front.pdf, log: log.pdf, sources };
}

/** Puts contents into a ZIP one after another: the next is made when the last has left, so that a slow receiver fills no memory. */
class Packer {
  readonly #zip = new yazl.ZipFile();
  readonly #mtime: Date;
  readonly #sums: string[] = [];
  readonly out: Readable;
  readonly #gone: Promise<never>;

  constructor(date: string) {
    this.#mtime = new Date(`${date}T12:00:00+08:00`);
    this.out = this.#zip.outputStream as Readable;
    this.#gone = new Promise((_, reject) => {
      this.out.once('close', () => reject(new Error('the receiver went away')));
    });
    this.#gone.catch(() => undefined);
  }

  async add(name: string, content: Uint8Array | Readable, summed = true): Promise<void> {
    const hash: Hash = createHash('sha256');
    await Promise.race([this.#gone, new Promise<void>((resolve, reject) => {
      this.#zip.addReadStreamLazy(name, { compress: false, mtime: this.#mtime, ...(content instanceof Readable ? {} : { size: content.length }) }, (cb) => {
        const stream = content instanceof Readable ? content : Readable.from(pieces(content), { objectMode: false });
        stream.on('data', (d: Buffer) => void hash.update(d));
        stream.once('end', resolve);
        stream.once('error', reject);
        cb(null, stream);
      });
    })]);
    if (summed) this.#sums.push(`${hash.digest('hex')}  ${name}`);
  }

  async finish(): Promise<void> {
    await this.add('SHA256SUMS.txt', Buffer.from(`${this.#sums.join('\n')}\n`, 'utf8'), false);
    this.#zip.end();
  }

  fail(error: Error): void {
    this.out.destroy(error);
  }
}

function* pieces(bytes: Uint8Array): Generator<Buffer> {
  for (let i = 0; i < bytes.length; i += 256 * 1024) yield Buffer.from(bytes.buffer, bytes.byteOffset + i, Math.min(256 * 1024, bytes.length - i));
}

const README = (b: Bundle, bound: boolean): string => [
  `${b.title}`, `${b.entries.length} 件，共 ${b.pages} 页`, '',
  '“00 封面与目录.pdf”之后的文件按目录顺序排列，文件名末尾是在全卷中的页次。', '“原件”文件夹是照片上传时的原文件；上传的 PDF 照原样放入，不另存。',
  bound ? '“合订本.pdf”为全部内容合为一册，逐页印有“第 n 页/共 N 页”；合订本为方便阅读和打印，长期保存以分件文件为准。' : '材料过大或有不能合并的 PDF，没有制作合订本；请按目录分件打印。', '', '如何核对：', ...CHECKING, '',
].join('\r\n');

/** Pages of one paper as they go into the archive. */
async function pagesOf(m: Machine, b: Bundle, e: Entry): Promise<{ pdf: Uint8Array; numbered: boolean; original?: FileRow | undefined }> {
  const source = b.sources.get(e.id);
  if (!source || 'log' in source) return { pdf: b.log, numbered: true };
  if ('letter' in source) return { pdf: source.letter, numbered: false };
  const f = source.file;
  const bytes = await m.store.get(f.sha256);
  if (f.media_type === 'application/pdf') return { pdf: bytes, numbered: false };
  const made = await m.press.picture({ title: e.title, author: b.author, date: e.date, rotation: f.rotation, landscape: source.landscape, page: e.from, all: b.pages }, bytes, f.media_type);
  return { pdf: made.pdf, numbered: !made.plain, original: f };
}

/**
 * The archive as one ZIP, streamed: cover and catalogue, every paper in order, the originals of pictures, the bound volume,
 * and the SHA-256 of each file.
 */
export function pack(m: Machine, b: Bundle): Readable {
  const packer = new Packer(b.date);
  const work = async (): Promise<void> => {
    const binding = await Binding.begin(b.title, b.author);
    let bound = true;
    await packer.add('00 封面与目录.pdf', b.front);
    await binding.add(b.front);
    for (const e of b.entries) {
      const { pdf, numbered, original } = await pagesOf(m, b, e);
      const name = `${String(e.no).padStart(2, '0')} ${fileName(e.title)}（${pageSpan(e)}页）`;
      await packer.add(`${name}.pdf`, pdf);
      if (original) await packer.add(`原件/${String(e.no).padStart(2, '0')} ${fileName(stem(original.name))}.${original.media_type === 'image/png' ? 'png' : 'jpg'}`, m.store.stream(original.sha256));
      if (bound && binding.bytes + pdf.length > BINDING_BYTES) bound = false;
      if (bound && !(await binding.add(pdf, numbered ? undefined : e.from))) bound = false;
    }
    if (bound) await packer.add('合订本.pdf', await binding.finish(m.press, b.pages));
    await packer.add('说明.txt', Buffer.from(`\uFEFF${README(b, bound)}`, 'utf8'));
    await packer.finish();
  };
  void work().catch((e: unknown) => packer.fail(e instanceof Error ? e : new Error(String(e))));
  return packer.out;
}
