import { AsyncLocalStorage } from 'node:async_hooks';
import { inflateSync } from 'node:zlib';
import { decodePDFRawStream, PDFArray, PDFContext, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFStream, type PDFObject } from 'pdf-lib';

/** What a PDF is to us: so many pages, or in one sentence why it is not taken. */
export type Examined = { readonly pages: number } | { readonly broken: string } | { readonly active: string } | { readonly encrypted: true };

/** Parts a PDF does not need to show pages, by what they would do. */
const ACTIONS: Readonly<Record<string, string>> = { JavaScript: 'JavaScript 脚本', Launch: '启动程序的动作', SubmitForm: '向外提交表单的动作', ImportData: '导入数据的动作', Rendition: '多媒体动作', GoToE: '打开内嵌文件的动作', RichMediaExecute: '多媒体动作' };
const KEYS: Readonly<Record<string, string>> = { JS: 'JavaScript 脚本', JavaScript: 'JavaScript 脚本', EmbeddedFiles: '内嵌文件', EF: '内嵌文件', XFA: '动态表单（XFA）' };
const TYPES: Readonly<Record<string, string>> = { EmbeddedFile: '内嵌文件', FileAttachment: '附件批注', RichMedia: '多媒体', Movie: '影片', '3D': '三维内容', Screen: '多媒体' };

/** Packed tables of objects may unpack to so much together; more is an attack. */
const MAX_UNPACKED = 64 * 1024 * 1024;
/** Objects looked at in one file. */
const MAX_OBJECTS = 400_000;

const plain = (name: string): string => name.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Tables of objects are unpacked by the reader before anybody has looked at them: their size is measured first. */
function unpacksTooFar(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  let left = MAX_UNPACKED;
  for (const m of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(m.index - 3, m.index) === 'end') continue;
    const head = plain(text.slice(Math.max(text.lastIndexOf('obj', m.index), m.index - 4000), m.index));
    if (!/\/(ObjStm|XRef)\b/.test(head)) continue;
    try {
      left -= inflateSync(bytes.subarray(m.index + m[0].length), { maxOutputLength: left }).length;
    } catch (e) {
      if ((e as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return true;
    }
  }
  return left <= 0;
}

/** What the reader may still unpack of the file in hand. Set while a file is examined; readers of our own papers have none. */
const budget = new AsyncLocalStorage<{ left: number }>();

/** A stream of the reader while it unpacks: its buffer is doubled until what is asked for has room. */
interface Unpacking {
  readonly buffer: Uint8Array;
}
type Grow = (this: Unpacking, requested: number) => Uint8Array;

/**
 * The reader unpacks tables of objects without a limit: a few hundred bytes, packed twice, become gigabytes before anybody
 * has looked at them, and what stands before the measuring eye ({@link unpacksTooFar}) can be hidden from it. The place where
 * every one of its streams grows is the only one that sees all of them.
 */
function limitReader(): void {
  const dict = PDFDict.withContext(PDFContext.create());
  dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'));
  const stream = decodePDFRawStream(PDFRawStream.of(dict, Uint8Array.of(0x78, 0x9c, 0x03, 0x00, 0, 0, 0, 1)));
  const shared = Object.getPrototypeOf(Object.getPrototypeOf(stream)) as object;
  const grow = Object.getOwnPropertyDescriptor(shared, 'ensureBuffer')?.value as Grow | undefined;
  if (!grow) throw new Error('the PDF reader has changed: its unpacking is not limited');
  const limited: Grow = function (requested) {
    const mine = budget.getStore();
    if (mine && requested > this.buffer.byteLength) {
      // Counted as it is doubled, so that what is refused was never made.
      mine.left -= Math.max(requested, 2 * this.buffer.byteLength);
      if (mine.left < 0) throw new RangeError('the PDF unpacks too far');
    }
    return grow.call(this, requested);
  };
  Object.defineProperty(shared, 'ensureBuffer', { value: limited, configurable: true, writable: true });
}
limitReader();

const nameOf = (o: PDFObject | undefined): string => (o instanceof PDFName ? o.decodeText() : '');

/** Anything in a dictionary that acts, reaches out or carries other files. */
function activeIn(d: PDFDict): string | undefined {
  const action = ACTIONS[nameOf(d.get(PDFName.of('S')))];
  if (action) return action;
  const type = TYPES[nameOf(d.get(PDFName.of('Type')))] ?? TYPES[nameOf(d.get(PDFName.of('Subtype')))];
  if (type) return type;
  for (const key of d.keys()) {
    const known = KEYS[key.decodeText()];
    if (known) return known;
  }
  return undefined;
}

/** Dictionaries of an object and of what lies directly in it; what it refers to is an object of its own. */
function* dictionaries(o: PDFObject | undefined, depth = 0): Generator<PDFDict> {
  if (depth > 40) return;
  if (o instanceof PDFStream) yield* dictionaries(o.dict, depth + 1);
  else if (o instanceof PDFDict) {
    yield o;
    for (const v of o.values()) yield* dictionaries(v, depth + 1);
  } else if (o instanceof PDFArray) for (const v of o.asArray()) yield* dictionaries(v, depth + 1);
}

/** Reads a PDF as far as needed to know that it opens, has pages, and only shows them. */
export async function examinePdf(bytes: Buffer): Promise<Examined> {
  if (!bytes.subarray(-2048).includes('%%EOF')) return { broken: '文件不完整（没有结尾）' };
  if (unpacksTooFar(bytes)) return { broken: '压缩内容展开后过大' };
  let doc: PDFDocument;
  const left = { left: MAX_UNPACKED };
  try {
    doc = await budget.run(left, () => PDFDocument.load(bytes, { ignoreEncryption: true, updateMetadata: false, throwOnInvalidObject: true }));
  } catch {
    return { broken: left.left < 0 ? '压缩内容展开后过大' : '打不开' };
  }
  // The reader passes over a table it cannot read.
  if (left.left < 0) return { broken: '压缩内容展开后过大' };
  if (doc.isEncrypted) return { encrypted: true };
  let seen = 0;
  for (const [, object] of doc.context.enumerateIndirectObjects()) {
    if (++seen > MAX_OBJECTS) return { broken: '对象过多' };
    for (const d of dictionaries(object)) {
      const active = activeIn(d);
      if (active) return { active };
    }
  }
  try {
    const pages = doc.getPageCount();
    return pages > 0 ? { pages } : { broken: '没有页面' };
  } catch {
    return { broken: '页面目录损坏' };
  }
}
