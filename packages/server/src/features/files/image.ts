import { crc32, inflateSync } from 'node:zlib';

/** Width and height in pixels, or in one word what is wrong. */
export type Looked = { readonly width: number; readonly height: number } | { readonly broken: string };

/** A small file must not become gigabytes of pixels when it is opened: 120 megapixels is more than any scanner here makes. */
export const MAX_PIXELS = 120_000_000;

const sized = (width: number, height: number): Looked => (width < 1 || height < 1 ? { broken: '没有画面' } : width * height > MAX_PIXELS ? { broken: `画面 ${width}×${height} 太大` } : { width, height });

/** Samples of a pixel by colour type of PNG. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Bytes that the pixel data of a PNG takes when unpacked, filters included; interlaced pictures pass seven times. */
function unpackedSize(width: number, height: number, bits: number, interlaced: boolean): number {
  const pass = (w: number, h: number): number => (w > 0 && h > 0 ? h * (1 + Math.ceil((w * bits) / 8)) : 0);
  if (!interlaced) return pass(width, height);
  const passes: readonly (readonly [x: number, y: number, dx: number, dy: number])[] = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];
  return passes.reduce((sum, [x, y, dx, dy]) => sum + pass(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)), 0);
}

/** A PNG chunk by chunk: every check sum right, all pixels there, an end. */
export function lookAtPng(bytes: Buffer): Looked {
  let at = 8;
  let size: Looked | undefined;
  let expected = 0;
  const data: Buffer[] = [];
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) return { broken: '文件不完整' };
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) return { broken: '校验和不对' };
    if (!size && type !== 'IHDR') return { broken: '没有文件头' };
    if (type === 'IHDR') {
      const samples = SAMPLES[body[9] ?? -1];
      if (length !== 13 || samples === undefined || size) return { broken: '文件头不对' };
      size = sized(body.readUInt32BE(0), body.readUInt32BE(4));
      if ('broken' in size) return size;
      expected = unpackedSize(size.width, size.height, samples * (body[8] ?? 0), body[12] === 1);
    }
    if (type === 'IDAT') data.push(body);
    if (type === 'IEND') {
      try {
        return size && inflateSync(Buffer.concat(data), { maxOutputLength: expected + 64 }).length >= expected ? size : { broken: '画面不完整' };
      } catch {
        return { broken: '画面数据损坏' };
      }
    }
    at += 12 + length;
  }
  return { broken: '文件不完整' };
}

/** Start of frame: the segments that tell the size. C4, C8 and CC lie between them and are others. */
const isFrame = (m: number): boolean => m >= 0xc0 && m <= 0xcf && m !== 0xc4 && m !== 0xc8 && m !== 0xcc;
const ALONE = (m: number): boolean => m === 0x01 || (m >= 0xd0 && m <= 0xd7);

/** Whether a camera notes that the picture is to be shown turned by a quarter (EXIF orientation 5 to 8). `at` is the start of the segment's content. */
function turnedByCamera(bytes: Buffer, at: number, end: number): boolean {
  const start = at + 6;
  if (bytes.toString('latin1', at, start) !== 'Exif\0\0' || start + 8 > end) return false;
  const little = bytes.toString('latin1', start, start + 2) === 'II';
  const short = (n: number): number => (n + 2 > end ? 0 : little ? bytes.readUInt16LE(n) : bytes.readUInt16BE(n));
  const table = start + (little ? bytes.readUInt32LE(start + 4) : bytes.readUInt32BE(start + 4));
  for (let i = 0; i < short(table) && table + 2 + 12 * (i + 1) <= end; i++) if (short(table + 2 + 12 * i) === 0x0112) return short(table + 2 + 12 * i + 8) >= 5;
  return false;
}

/** A JPEG segment by segment: a frame with a size, at least one scan, an end of image. The size is that of the picture as it is shown. */
export function lookAtJpeg(bytes: Buffer): Looked {
  let at = 2;
  let size: Looked | undefined;
  let scans = 0;
  let turned = false;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return { broken: '段落标记不对' };
    const m = bytes[at + 1] ?? 0;
    if (m === 0xff) {
      at++;
      continue;
    }
    if (m === 0xd9) return size && scans > 0 ? (turned && 'width' in size ? { width: size.height, height: size.width } : size) : { broken: '没有画面' };
    if (ALONE(m)) {
      at += 2;
      continue;
    }
    if (at + 4 > bytes.length) break;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) break;
    if (m === 0xe1) turned ||= turnedByCamera(bytes, at + 4, at + 2 + length);
    if (isFrame(m)) {
      if (length < 8) return { broken: '画面尺寸不对' };
      size = sized(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
      if ('broken' in size) return size;
    }
    at += 2 + length;
    if (m !== 0xda) continue;
    if (!size) return { broken: '没有画面尺寸' };
    scans++;
    // Picture data runs until a marker that is neither a stuffed FF00 nor a restart.
    const began = at;
    for (;;) {
      at = bytes.indexOf(0xff, at);
      if (at < 0 || at + 1 >= bytes.length) return { broken: '文件不完整' };
      const next = bytes[at + 1] ?? 0;
      if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) break;
      at += 2;
    }
    if (at - began < 1) return { broken: '没有画面数据' };
  }
  return { broken: '文件不完整' };
}
