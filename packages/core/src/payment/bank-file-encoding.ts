/** Bytes of bank files. Banks count column widths in bytes of their own encoding, mostly GB 18030. */

export type BankEncoding = 'utf-8' | 'gb18030';

/** Linear start of the supplementary planes among the four-byte codes, by the standard. */
const SUPPLEMENTARY_START = 189_000;
const BMP_FOUR_BYTE_CODES = 39_420;
let table: ReadonlyMap<string, Uint8Array> | undefined;

const fourBytes = (linear: number): Uint8Array =>
  Uint8Array.of(0x81 + Math.floor(linear / 12_600), 0x30 + (Math.floor(linear / 1_260) % 10), 0x81 + (Math.floor(linear / 10) % 126), 0x30 + (linear % 10));

/**
 * The encoder that the platform lacks, made once from its decoder by decoding every two-byte and every BMP four-byte
 * code: so that encoding is by construction the inverse of decoding.
 */
function gb18030Table(): ReadonlyMap<string, Uint8Array> {
  if (table !== undefined) return table;
  const decoder = new TextDecoder('gb18030');
  const made = new Map<string, Uint8Array>();
  const enter = (bytes: Uint8Array): void => {
    const char = decoder.decode(bytes);
    if (Array.from(char).length === 1 && char !== '\uFFFD' && !made.has(char)) made.set(char, bytes);
  };
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) enter(Uint8Array.of(lead, trail));
  }
  for (let linear = 0; linear < BMP_FOUR_BYTE_CODES; linear += 1) enter(fourBytes(linear));
  table = made;
  return made;
}

/** Bytes of one character beyond ASCII in GB 18030; undefined when it has none (a lone surrogate). */
function gb18030Bytes(char: string): Uint8Array | undefined {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x10000) return fourBytes(SUPPLEMENTARY_START + code - 0x10000);
  return gb18030Table().get(char);
}

/** Bytes that one character takes; undefined when the encoding cannot write it. */
export function charWidth(char: string, encoding: BankEncoding): number | undefined {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code >= 0xd800 && code <= 0xdfff) return undefined;
  if (encoding === 'gb18030') return gb18030Bytes(char)?.length;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Bytes that a text takes; undefined when some character cannot be written. */
export function byteWidth(text: string, encoding: BankEncoding): number | undefined {
  let width = 0;
  for (const char of text) {
    const own = charWidth(char, encoding);
    if (own === undefined) return undefined;
    width += own;
  }
  return width;
}

/** Encodes a file for the bank. Refuses (throws) what the encoding cannot write; {@link byteWidth} tells beforehand. */
export function encodeBankText(text: string, encoding: BankEncoding): Uint8Array {
  const width = byteWidth(text, encoding);
  if (width === undefined) throw new RangeError('文本含有该编码无法表示的字符');
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes = new Uint8Array(width);
  let at = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code < 0x80) {
      bytes[at] = code;
      at += 1;
    } else {
      const own = gb18030Bytes(char) ?? new Uint8Array();
      bytes.set(own, at);
      at += own.length;
    }
  }
  return bytes;
}

/** Decodes a file from the bank: a UTF-8 mark at the start wins over the agreed encoding. Unreadable bytes become U+FFFD, which the reader reports. */
export function decodeBankBytes(bytes: Uint8Array, encoding: BankEncoding): string {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return new TextDecoder(marked ? 'utf-8' : encoding).decode(bytes);
}
