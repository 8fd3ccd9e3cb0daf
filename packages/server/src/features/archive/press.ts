import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { degrees, PDFDocument, type PDFPage } from 'pdf-lib';
import type { FrontModel } from '@doudi/core/archive/front';
import { loadFonts } from '../../platform/typeset/fonts.ts';
import { Typesetter, type Typeset } from '../../platform/typeset/typesetter.ts';

/** A picture on its page of the archive. */
export interface PicturePage {
  readonly title: string;
  readonly author: string;
  readonly date: string;
  readonly rotation: number;
  readonly landscape: boolean;
  readonly page: number;
  readonly all: number;
}

/** Width and height of a stamp in points (44 mm × 6 mm), and its distance from the edge. */
const STAMP = { width: 124.72, height: 17.01, edge: 6 };

/** Typesets what an archive adds to its papers, and binds everything into one document. */
export class ArchivePress {
  readonly #typesetter = new Typesetter({ templates: path.join(path.dirname(fileURLToPath(import.meta.url)), 'templates'), fonts: loadFonts() });

  close(): Promise<void> {
    return this.#typesetter.close();
  }

  /** Cover, catalogue or list as PDF/A-2b. @throws {MissingGlyphError} */
  front(model: FrontModel): Promise<Typeset> {
    return this.#typesetter.render('document.typ', model);
  }

  /** One picture, turned, on one page, as PDF/A-2b. A picture the engine cannot read is put on a plain page instead. */
  async picture(page: PicturePage, bytes: Buffer, media: 'image/jpeg' | 'image/png'): Promise<{ readonly pdf: Uint8Array; readonly plain: boolean }> {
    const file = media === 'image/png' ? 'picture.png' : 'picture.jpg';
    try {
      return { pdf: (await this.#typesetter.render('image.typ', { ...page, file }, { [file]: bytes })).pdf, plain: false };
    } catch {
      return { pdf: await plainPicture(page, bytes, media), plain: true };
    }
  }

  /** Page numbers `第 n 页/共 N 页` as small pages, to be laid over pages that have none of the archive. */
  async stamps(pages: readonly number[], all: number): Promise<Uint8Array> {
    return (await this.#typesetter.render('stamps.typ', { title: '页码', pages, all })).pdf;
  }
}

async function plainPicture(page: PicturePage, bytes: Buffer, media: 'image/jpeg' | 'image/png'): Promise<Uint8Array> {
  const doc = await PDFDocument.create();
  const sheet = doc.addPage(page.landscape ? [841.89, 595.28] : [595.28, 841.89]);
  sheet.setRotation(degrees(page.rotation));
  try {
    const image = media === 'image/png' ? await doc.embedPng(bytes) : await doc.embedJpg(bytes);
    const { width, height } = sheet.getSize();
    const scale = Math.min((width - 80) / image.width, (height - 100) / image.height);
    sheet.drawImage(image, { x: (width - image.width * scale) / 2, y: (height - image.height * scale) / 2, width: image.width * scale, height: image.height * scale });
  } catch {
    // Left empty: the original lies beside it, and the catalogue says so.
  }
  return await doc.save();
}

/** Pages of a PDF, or undefined when it cannot be read. */
export async function countPages(pdf: Uint8Array): Promise<number | undefined> {
  try {
    return (await PDFDocument.load(pdf, { updateMetadata: false, ignoreEncryption: true })).getPageCount();
  } catch {
    return undefined;
  }
}

/** Where the stamp goes on a page, however the page is turned: the middle of the edge that is below when it is read. */
function place(page: PDFPage): { x: number; y: number; turn: number } {
  const box = page.getCropBox();
  const [midX, midY] = [box.x + box.width / 2, box.y + box.height / 2];
  const turn = ((page.getRotation().angle % 360) + 360) % 360;
  const half = STAMP.width / 2;
  if (turn === 90) return { x: box.x + box.width - STAMP.edge, y: midY - half, turn: 90 };
  if (turn === 180) return { x: midX + half, y: box.y + box.height - STAMP.edge, turn: 180 };
  if (turn === 270) return { x: box.x + STAMP.edge, y: midY + half, turn: 270 };
  return { x: midX - half, y: box.y + STAMP.edge, turn: 0 };
}

/** All papers bound into one document, in order; pages without a number of the archive get one. */
export class Binding {
  readonly #doc: PDFDocument;
  readonly #bare: { readonly page: PDFPage; readonly number: number }[] = [];
  #bytes = 0;
  private constructor(doc: PDFDocument) {
    this.#doc = doc;
  }

  static async begin(title: string, author: string): Promise<Binding> {
    const doc = await PDFDocument.create({ updateMetadata: false });
    doc.setTitle(title);
    doc.setAuthor(author);
    doc.setLanguage('zh-CN');
    return new Binding(doc);
  }

  /** Bytes put in so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param bareFrom archive page of the first page, when the pages bear no such number yet. @returns whether the paper could be bound. */
  async add(pdf: Uint8Array, bareFrom?: number): Promise<boolean> {
    let pages: PDFPage[];
    try {
      const source = await PDFDocument.load(pdf, { updateMetadata: false, ignoreEncryption: true });
      pages = await this.#doc.copyPages(source, source.getPageIndices());
    } catch {
      return false;
    }
    this.#bytes += pdf.length;
    for (const [i, page] of pages.entries()) {
      const put = this.#doc.addPage(page);
      if (bareFrom !== undefined) this.#bare.push({ page: put, number: bareFrom + i });
    }
    return true;
  }

  async finish(press: ArchivePress, all: number): Promise<Uint8Array> {
    if (this.#bare.length > 0) {
      const stamps = await this.#doc.embedPdf(await press.stamps(this.#bare.map((b) => b.number), all), this.#bare.map((_, i) => i));
      for (const [i, { page }] of this.#bare.entries()) {
        const stamp = stamps[i];
        const { x, y, turn } = place(page);
        if (stamp) page.drawPage(stamp, { x, y, rotate: degrees(turn) });
      }
    }
    return await this.#doc.save();
  }
}
