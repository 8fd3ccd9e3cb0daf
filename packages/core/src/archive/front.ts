import { pageSpan, type Entry } from './catalogue.ts';

export interface FrontColumn {
  readonly label: string;
  readonly share: number;
  readonly align: 'left' | 'center' | 'right';
}

/** A titled part: paragraphs, then a table. */
export interface FrontPart {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly table?: { readonly columns: readonly FrontColumn[]; readonly rows: readonly (readonly string[])[]; readonly small: boolean } | undefined;
}

/** What is typeset before and after the papers: a cover where there is one, then titled parts. */
export interface FrontModel {
  readonly cover?: { readonly title: string; readonly subtitle: string; readonly rows: readonly (readonly [string, string])[]; readonly note: string } | undefined;
  readonly parts: readonly FrontPart[];
  /** Printed at the foot of every page, left. */
  readonly foot: string;
  /** Archive page of the first page and pages of the archive; absent where pages are not counted (cover, catalogue). */
  readonly pages?: { readonly first: number; readonly all: number } | undefined;
  readonly author: string;
  readonly date: string;
}

/** Who asked for the export, when, and what for: on its cover. */
export interface Asked {
  readonly by: string;
  readonly post: string;
  readonly unit: string;
  readonly at: string;
  readonly purpose: string;
}

const askedRows = (a: Asked): [string, string][] => [['导出人', `${a.by}（${a.post}，${a.unit}）`], ['导出时间', a.at], ['用途', a.purpose]];

/** What the archive as a whole is. */
export interface ArchiveHead {
  readonly number: string;
  readonly keeper: string;
  readonly title: string;
  readonly applicant: string;
  readonly idNumberMasked: string;
  readonly apart: boolean;
  readonly box?: string | undefined;
  readonly years: string;
  readonly retention: string;
  readonly complete: string;
  readonly equal?: string | undefined;
}

const columns: readonly FrontColumn[] = [
  { label: '序号', share: 1.2, align: 'center' }, { label: '文号', share: 4, align: 'left' }, { label: '题名', share: 6.4, align: 'left' }, { label: '日期', share: 3, align: 'center' }, { label: '页次', share: 1.9, align: 'center' }, { label: '备注', share: 4.2, align: 'left' },
];

/** How to check the hashes, in words for somebody who has never done it. */
export const CHECKING: readonly string[] = [
  'SHA256SUMS.txt 列出本包内每个文件的 SHA-256 值。文件有任何改动，值就不同。',
  'Linux、macOS：在解压后的文件夹里执行  sha256sum -c SHA256SUMS.txt  （macOS 为  shasum -a 256 -c SHA256SUMS.txt ），每行显示“OK”或“成功”即未改动。',
  'Windows：在 PowerShell 里执行  Get-FileHash 文件名 -Algorithm SHA256 ，与 SHA256SUMS.txt 中该文件的值比较。',
  '“原件”文件夹里的文件与“卷内文件校验值”一节登记的 SHA-256 值应当相同：登记值在上传或制发时形成，写入办理系统后不再改变。',
];

const catalogueRows = (entries: readonly Entry[]): string[][] => entries.map((e) => [String(e.no), e.number, e.title, e.date, pageSpan(e), e.remark]);
const hashPart = (entries: readonly Entry[]): FrontPart => ({
  title: '卷内文件校验值（SHA-256）', paragraphs: [...CHECKING],
  table: { small: true, columns: [{ label: '序号', share: 1, align: 'center' }, { label: '题名', share: 4, align: 'left' }, { label: '登记的 SHA-256 值', share: 10, align: 'left' }], rows: entries.map((e) => [String(e.no), e.title, e.sha256 ?? '导出时制作，见 SHA256SUMS.txt']) },
});

/** Cover and catalogue of an archive: 封面、卷内目录、校验值. */
export function archiveFront(h: ArchiveHead, entries: readonly Entry[], pages: number, asked: Asked, date: string): FrontModel {
  return {
    cover: {
      title: '社会救助档案', subtitle: h.title,
      rows: [['卷号', h.number], ['户主（申请人）', `${h.applicant}　${h.idNumberMasked}`], ['立卷单位', h.keeper], ['起止时间', h.years], ['卷内文件', `${entries.length} 件，共 ${pages} 页`], ['保管期限', h.retention], ['齐全与否', h.complete], ['存放', `${h.apart ? '近亲属备案户，另存' : '一般存放'}${h.box ? `，${h.box}` : ''}`], ...askedRows(asked)],
      note: h.equal ?? '',
    },
    parts: [
      { title: '卷内目录', paragraphs: ['备注为“原件”的，是上传的 PDF，照原样放入，不保证符合 PDF/A；其余页面为 PDF/A-2b。页次按全卷连续编排。'], table: { columns, rows: catalogueRows(entries), small: false } },
      hashPart(entries),
    ],
    foot: `${h.number}　${h.title}`, author: h.keeper, date,
  };
}

/** One line of the list of actions. */
export interface LogLine {
  readonly case: string;
  readonly at: string;
  readonly label: string;
  readonly by: string;
  readonly post: string;
  readonly text: string;
  readonly hash: string;
}

/** 卷内流转记录: every action on record, with the beginning of its hash in the county's chain. */
export const logList = (title: string, lines: readonly LogLine[], pages: { first: number; all: number }, author: string, date: string): FrontModel => ({
  parts: [{
    title: '卷内流转记录', paragraphs: ['逐条列出办理日志；“链值”为该条在全县（区）日志链中的哈希值前 12 位，可用导出的日志核对。'],
    table: { small: true, columns: [{ label: '时间', share: 3.4, align: 'left' }, { label: '事项', share: 2.8, align: 'left' }, { label: '办理人', share: 3.4, align: 'left' }, { label: '内容', share: 8, align: 'left' }, { label: '链值', share: 2.4, align: 'left' }], rows: lines.map((l) => [l.at, l.label, `${l.by} ${l.post}`, l.text, l.hash]) },
  }],
  foot: title, pages, author, date,
});

export { askedRows, hashPart };
