import { inflateSync } from 'node:zlib';

/** Reads back what our own PDFs say, for tests: fonts by their ToUnicode maps, text in the order it was written. Not a general reader. */

type Objects = ReadonlyMap<string, Buffer>;

function objects(pdf: Buffer): Objects {
  const out = new Map<string, Buffer>();
  const text = pdf.toString('latin1');
  for (const m of text.matchAll(/(?:^|\n)(\d+) 0 obj\r?\n/g)) {
    const start = m.index + m[0].length;
    const length = /^<<(?:(?!endobj|stream)[^])*?\/Length (\d+)/.exec(text.slice(start, start + 4000))?.[1];
    const head = text.indexOf('stream', start);
    const end = length !== undefined && head > 0 ? text.indexOf('endobj', head + Number(length)) : text.indexOf('endobj', start);
    out.set(m[1] ?? '', pdf.subarray(start, end));
  }
  return out;
}

function stream(object: Buffer | undefined): string {
  if (!object) return '';
  const head = /stream\r?\n/.exec(object.toString('latin1'));
  const length = Number(/\/Length (\d+)/.exec(object.toString('latin1'))?.[1] ?? 0);
  if (!head) return '';
  const from = head.index + head[0].length;
  const raw = object.subarray(from, from + length);
  return (object.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
}

const utf16 = (hex: string): string => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((h) => parseInt(h, 16)));

function glyphs(cmap: string): Map<number, string> {
  const out = new Map<number, string>();
  for (const block of cmap.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const m of (block[1] ?? '').matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) out.set(parseInt(m[1] ?? '', 16), utf16(m[2] ?? ''));
  return out;
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** A literal string from just behind its opening bracket: its bytes and where it ends. Brackets inside may nest. */
function literal(source: string, from: number): { readonly codes: number[]; readonly end: number } {
  const codes: number[] = [];
  let depth = 1;
  for (let i = from; i < source.length; i++) {
    const c = source.charAt(i);
    if (c === '(') depth++;
    if (c === ')' && --depth === 0) return { codes, end: i + 1 };
    if (c !== '\\') {
      codes.push(c.charCodeAt(0));
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(source.slice(i + 1, i + 4))?.[0];
    if (octal !== undefined) {
      codes.push(parseInt(octal, 8));
      i += octal.length;
    } else {
      const escaped = source.charAt(++i);
      codes.push(ESCAPES[escaped] ?? escaped.charCodeAt(0));
    }
  }
  throw new Error('PDF 字符串没有结尾');
}

/** What a content stream writes, with the fonts it chooses. */
function written(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined;
  // The font belongs to the graphics state, which q saves and Q brings back.
  const saved: (typeof font)[] = [];
  let out = '';
  const token = /\/(\w+) [\d.]+ Tf|\(|<([0-9A-Fa-f]+)>|\bET\b|(?<![^\s])[qQ](?![^\s])/g;
  for (let m = token.exec(content); m; m = token.exec(content)) {
    if (m[1] !== undefined) font = fonts.get(m[1]);
    else if (m[0] === 'ET') out += '\n';
    else if (m[0] === 'q') saved.push(font);
    else if (m[0] === 'Q') font = saved.pop();
    else {
      const hex = m[2];
      const { codes, end } = hex === undefined ? literal(content, token.lastIndex) : { codes: (hex.match(/../g) ?? []).map((h) => parseInt(h, 16)), end: token.lastIndex };
      token.lastIndex = end;
      for (let i = 0; i + 1 < codes.length; i += 2) out += font?.get((codes[i] ?? 0) * 256 + (codes[i + 1] ?? 0)) ?? '\uFFFD';
    }
  }
  return out;
}

/** The text of each page. */
export function pdfPages(pdf: Uint8Array): string[] {
  const all = objects(Buffer.from(pdf));
  return [...all.values()].filter((o) => /\/Type \/Page\b(?!s)/.test(o.toString('latin1'))).map((page) => {
    const of = (key: string, o: Buffer): Buffer | undefined => all.get(new RegExp(`/${key} (\\d+) 0 R`).exec(o.toString('latin1'))?.[1] ?? '');
    const resources = of('Resources', page)?.toString('latin1') ?? '';
    const fonts = new Map([.../\/Font <<([^]*?)>>/.exec(resources)?.[1]?.matchAll(/\/(\w+) (\d+) 0 R/g) ?? []].map((m) => {
      const font = all.get(m[2] ?? '');
      return [m[1] ?? '', glyphs(stream(font && of('ToUnicode', font)))] as const;
    }));
    return written(stream(of('Contents', page)), fonts);
  });
}

/** All text of a document on one line without spaces, so that line breaks do not matter. */
export const pdfText = (pdf: Uint8Array): string => pdfPages(pdf).join('').replaceAll(/\s/g, '');
