import { inflateRawSync } from 'node:zlib';
import PizZip from 'pizzip';

/** A Word file taken apart: its parts by path, and the same as the ZIP that is filled in. */
export interface WordPackage {
  readonly zip: PizZip;
  /** Text parts (XML) by path. */
  readonly xml: ReadonlyMap<string, string>;
}

/** Limits of a template: a letter's layout is some tens of kilobytes; what is larger is no letter. */
export const MAX_TEMPLATE_BYTES = 2 * 1024 * 1024;
const MAX_ENTRIES = 300;
const MAX_UNPACKED = 12 * 1024 * 1024;

interface Entry {
  readonly path: string;
  readonly method: number;
  readonly flags: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** The directory at the end of a ZIP; undefined when the bytes are none. */
function directory(bytes: Buffer): Entry[] | undefined {
  let end = -1;
  for (let i = bytes.length - 22; i >= 0 && i >= bytes.length - 65_557; i--)
    if (bytes.readUInt32LE(i) === END) {
      end = i;
      break;
    }
  if (end < 0) return undefined;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const out: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) return undefined;
    const name = bytes.readUInt16LE(at + 28);
    out.push({
      path: bytes.subarray(at + 46, at + 46 + name).toString('utf8'), method: bytes.readUInt16LE(at + 10), flags: bytes.readUInt16LE(at + 8),
      packed: bytes.readUInt32LE(at + 20), unpacked: bytes.readUInt32LE(at + 24), offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + name + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return out;
}

function content(bytes: Buffer, e: Entry, most: number): Buffer | undefined {
  if (e.offset + 30 > bytes.length || bytes.readUInt32LE(e.offset) !== LOCAL) return undefined;
  const start = e.offset + 30 + bytes.readUInt16LE(e.offset + 26) + bytes.readUInt16LE(e.offset + 28);
  if (start + e.packed > bytes.length) return undefined;
  const raw = bytes.subarray(start, start + e.packed);
  if (e.method === 0) return raw.length > most ? undefined : raw;
  if (e.method !== 8) return undefined;
  try {
    // The size in the directory is only what the file says of itself: unpacking stops by itself when there is more.
    return inflateRawSync(raw, { maxOutputLength: Math.max(most, 1) });
  } catch {
    return undefined;
  }
}

/**
 * Takes a Word file apart within limits: number of parts, size unpacked (however small it arrives, a ZIP bomb ends here),
 * no encryption, no entity declarations. Returns the problems when it is none.
 */
export function openPackage(bytes: Buffer): WordPackage | { readonly problems: readonly string[] } {
  const fail = (...problems: string[]): { problems: string[] } => ({ problems });
  if (bytes.length > MAX_TEMPLATE_BYTES) return fail(`文件超过 ${MAX_TEMPLATE_BYTES / 1024 / 1024} MB，文书模板不需要这么大`);
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return fail('这是旧版 Word 文档（.doc）或者加密文档，请用 Word 另存为不加密的 .docx');
  const entries = directory(bytes);
  if (!entries || entries.length === 0) return fail('文件不是 .docx（Word 2007 以后的文档），请用 Word 另存为 .docx');
  if (entries.length > MAX_ENTRIES) return fail('文件内部的部件太多，不像一份文书模板');
  if (entries.some((e) => (e.flags & 1) !== 0)) return fail('文件已加密，请去掉密码后再上传');
  let left = MAX_UNPACKED;
  const zip = new PizZip();
  const xml = new Map<string, string>();
  for (const e of entries) {
    if (e.path.endsWith('/')) continue;
    if (e.path.startsWith('/') || e.path.includes('\\') || e.path.split('/').includes('..')) return fail('文件内部的路径不合规范');
    if (e.unpacked > left) return fail('文件解压后太大，不能作为文书模板');
    const part = content(bytes, e, left);
    if (!part) return fail('文件已损坏，或者解压后太大，不能作为文书模板');
    left -= part.length;
    zip.file(e.path, part);
    if (!/\.(?:xml|rels)$/i.test(e.path)) continue;
    const text = part.toString('utf8');
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return fail('文件中有实体声明，不能作为文书模板');
    xml.set(e.path, text);
  }
  const types = xml.get('[Content_Types].xml');
  if (types === undefined || !xml.has('word/document.xml')) return fail('文件不是 Word 文档（没有 word/document.xml）');
  return { zip, xml };
}
