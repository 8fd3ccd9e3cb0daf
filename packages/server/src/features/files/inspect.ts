import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { lookAtJpeg, lookAtPng } from './image.ts';
import { examinePdf } from './pdf.ts';

export const MEDIA = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const;
export type Media = keyof typeof MEDIA;

/** What is told to the person whose file is not taken. */
const TAKEN = ['JPEG 照片', 'PNG 图片', 'PDF 文件'];
/** Endings that say JPEG, PNG or PDF; a name with another ending is refused however good the content is. */
const ENDINGS: Readonly<Record<string, Media>> = { jpg: 'image/jpeg', jpeg: 'image/jpeg', jpe: 'image/jpeg', jfif: 'image/jpeg', png: 'image/png', pdf: 'application/pdf' };

const starts = (bytes: Buffer, hex: string, at = 0): boolean => bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'));
const word = (bytes: Buffer, at: number, length: number): string => bytes.toString('latin1', at, at + length);

/** What the first bytes say a file is; the name and the browser's word are not believed. */
export function sniff(bytes: Buffer): Media | undefined {
  if (starts(bytes, 'ffd8ff')) return 'image/jpeg';
  if (starts(bytes, '89504e470d0a1a0a')) return 'image/png';
  if (word(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  return undefined;
}

/** Kinds that people often bring and that are not taken: what they are and what to do instead. */
function advice(bytes: Buffer, ending: string): readonly [what: string, instead: string] {
  const brand = word(bytes, 4, 4) === 'ftyp' ? word(bytes, 8, 4) : '';
  if (/^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(brand) || ending === 'heic' || ending === 'heif') return ['苹果手机的 HEIC 照片', '手机“设置 → 相机 → 格式”选“兼容性最佳”后重拍，或把照片另存为 JPEG 再上传'];
  if (brand === 'avif' || brand === 'avis') return ['AVIF 图片', '用看图软件另存为 JPEG 再上传'];
  if (brand !== '' || ending === 'mp4' || ending === 'mov') return ['录像', '录像不入卷；截取关键画面存为 JPEG 上传，录像另行保管'];
  if (word(bytes, 0, 4) === 'RIFF' && word(bytes, 8, 4) === 'WEBP') return ['WebP 图片', '用浏览器或看图软件另存为 JPEG 或 PNG 再上传'];
  if (starts(bytes, '49492a00') || starts(bytes, '4d4d002a')) return ['TIFF 扫描件', '扫描仪的输出格式改选 PDF 或 JPEG'];
  if (word(bytes, 0, 3) === 'GIF') return ['GIF 图片', '另存为 PNG 再上传'];
  if (word(bytes, 0, 2) === 'BM') return ['BMP 图片', '另存为 JPEG 或 PNG 再上传'];
  if (starts(bytes, 'd0cf11e0') || /^(docx?|wps|rtf)$/.test(ending)) return ['文字处理文档', '在文字处理软件里“导出为 PDF”，或打印后扫描，再上传'];
  if (/^(xlsx?|et|csv)$/.test(ending)) return ['表格', '导出为 PDF 再上传'];
  if (ending === 'ofd' || bytes.subarray(0, 400).includes('OFD.xml')) return ['OFD 版式文件', '用 OFD 阅读器导出或打印为 PDF 再上传，OFD 原件另行保管'];
  if (starts(bytes, '504b0304') || starts(bytes, '504b0506') || starts(bytes, '526172211a07') || starts(bytes, '377abcaf271c') || starts(bytes, '1f8b')) return ['压缩包', '解压后逐份上传'];
  if (word(bytes, 0, 2) === 'MZ' || starts(bytes, '7f454c46')) return ['程序文件', '程序文件不能作为材料'];
  return ['不认识的文件', '把材料拍照（JPEG）或扫描为 PDF 再上传'];
}

export interface Inspected {
  readonly media: Media;
  readonly pages: number;
}

/**
 * Whether a file may become evidence: a JPEG, PNG or PDF that is what its name says, whole, opens without a password and
 * only shows pages. Everything else is refused with what to do instead.
 */
export async function inspect(bytes: Buffer, name: string): Promise<Inspected | Refusal> {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (bytes.length === 0) return refuse('file.type', '文件是空的（0 字节）', { allowed: ['重新扫描或拍照后上传'] });
  const media = sniff(bytes);
  if (!media) {
    const [what, instead] = advice(bytes, ending);
    return refuse('file.type', `这是${what}，不能收：材料只收 JPEG、PNG、PDF`, { allowed: [instead, ...TAKEN] });
  }
  if (ending !== '' && ENDINGS[ending] !== media)
    return refuse('file.type', `文件名以 .${ending} 结尾，内容却是 ${MEDIA[media].toUpperCase()}：名称与内容不符`, { allowed: [`确认文件无误后，把扩展名改为 .${MEDIA[media]} 再上传`] });
  if (media !== 'application/pdf') {
    const look = media === 'image/png' ? lookAtPng(bytes) : lookAtJpeg(bytes);
    return 'broken' in look ? refuse('file.broken', `图片打不开：${look.broken}`, { allowed: ['重新扫描或拍照', '从原设备重新拷贝，可能上次没有传完'] }) : { media, pages: 1 };
  }
  const pdf = await examinePdf(bytes);
  if ('encrypted' in pdf) return refuse('file.active', 'PDF 设有密码或限制，将来可能打不开，不能作为材料', { allowed: ['用密码打开后“打印为 PDF”再上传', '请提供人给一份不加密的'] });
  if ('active' in pdf) return refuse('file.active', `PDF 里有${pdf.active}，材料只能是静止的页面`, { allowed: ['打开后“打印为 PDF”再上传，页面不变', '打印后扫描'] });
  if ('broken' in pdf) return refuse('file.broken', `PDF ${pdf.broken}`, { allowed: ['重新扫描', '从原设备重新拷贝，可能上次没有传完', '打开后“打印为 PDF”再上传'] });
  return { media, pages: pdf.pages };
}
