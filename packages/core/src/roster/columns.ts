import { HARDSHIP_WORDS, RELATION_WORDS } from '../letters/words.ts';
import { DISABILITY_WORDS, HEALTH_WORDS, LABOUR_WORDS } from '../means/words.ts';

/**
 * The roster of households that an office kept before the system (存量在享花名册), as it is taken over from Excel: one row
 * per person, the household's rows bound together by the identity number of its head. What belongs to the household as a
 * whole (sum, month, address, account) stands on the head's row.
 */
export const ROSTER_SHEET = '花名册';
export const GUIDE_SHEET = '填写说明';
export const ERROR_COLUMN = '错误';
/** Rows of one file; an upload is at most 20 MB besides. */
export const MAX_ROSTER_ROWS = 50_000;

export const ROSTER_KEYS = ['head', 'name', 'idNumber', 'relation', 'village', 'area', 'address', 'phone', 'health', 'disabilityKind', 'disabilityGrade', 'labour', 'hardship', 'monthly', 'fromMonth', 'bank', 'holder', 'account'] as const;
export type RosterKey = (typeof ROSTER_KEYS)[number];

export interface RosterColumn {
  readonly key: RosterKey;
  readonly header: string;
  /** Must be filled in: on every row, or on the head's row. */
  readonly required: 'every' | 'head' | 'no';
  readonly width: number;
  readonly format: string;
  readonly example: string;
  /** Words that may stand there, each with what it means. Empty list = the villages of the unit, known only there. */
  readonly words?: Readonly<Record<string, string>> | undefined;
}

const swap = (words: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(words).map(([code, word]) => [word, code]));

const GRADES = { 一级: '1', 二级: '2', 三级: '3', 四级: '4' } as const;
const AREAS = { 城市: 'urban', 农村: 'rural' } as const;

export const ROSTER_COLUMNS: readonly RosterColumn[] = [
  { key: 'head', header: '户主身份证号', required: 'every', width: 22, format: '18 位公民身份号码。同一户各行填同一个号码，以此归户', example: '99999919700304001X' },
  { key: 'name', header: '姓名', required: 'every', width: 12, format: '与身份证一致，不超过 50 字', example: '王安' },
  { key: 'idNumber', header: '身份证号', required: 'every', width: 22, format: '18 位公民身份号码，单元格须为文本格式', example: '99999919700304001X' },
  { key: 'relation', header: '与户主关系', required: 'every', width: 12, format: '户主本人填“本人”，每户有且只有一行', example: '本人', words: swap(RELATION_WORDS) },
  { key: 'village', header: '村（社区）', required: 'no', width: 18, format: '导入单位所辖村（社区）的全称；不填则归在单位本级', example: '' },
  { key: 'area', header: '城乡', required: 'no', width: 8, format: '不填则按村（社区）或单位的城乡属性', example: '城市', words: AREAS },
  { key: 'address', header: '住址', required: 'head', width: 28, format: '只填在户主行，不超过 200 字', example: '一号楼一门 101' },
  { key: 'phone', header: '联系电话', required: 'no', width: 15, format: '手机号码 11 位，或带区号的座机', example: '' },
  { key: 'health', header: '健康状况', required: 'no', width: 12, format: '不填按“健康”', example: '健康', words: swap(HEALTH_WORDS) },
  { key: 'disabilityKind', header: '残疾类别', required: 'no', width: 10, format: '有残疾证的填写，与残疾等级同时填', example: '', words: swap(DISABILITY_WORDS) },
  { key: 'disabilityGrade', header: '残疾等级', required: 'no', width: 10, format: '有残疾证的填写，与残疾类别同时填', example: '', words: GRADES },
  { key: 'labour', header: '劳动能力', required: 'no', width: 18, format: '不填按“有劳动能力”', example: '有劳动能力', words: swap(LABOUR_WORDS) },
  { key: 'hardship', header: '致困原因', required: 'no', width: 12, format: '只填在户主行；不填按“其他”', example: '因病', words: swap(HARDSHIP_WORDS) },
  { key: 'monthly', header: '户月保障金额（元）', required: 'head', width: 16, format: '只填在户主行；元，最多两位小数，不带单位', example: '1090.50' },
  { key: 'fromMonth', header: '享受起始月', required: 'head', width: 12, format: '只填在户主行；如 2019-03', example: '2019-03' },
  { key: 'bank', header: '开户银行', required: 'no', width: 18, format: '只填在户主行；与户名、账号同时填', example: '' },
  { key: 'holder', header: '户名', required: 'no', width: 12, format: '只填在户主行；与开户银行、账号同时填', example: '' },
  { key: 'account', header: '账号', required: 'no', width: 24, format: '只填在户主行；8 至 30 位数字，单元格须为文本格式', example: '' },
];

const byKey = new Map(ROSTER_COLUMNS.map((c) => [c.key, c]));
/** The column of a key; every key has one. */
export const columnOf = (key: RosterKey): RosterColumn => {
  const c = byKey.get(key);
  if (!c) throw new Error(`no column ${key}`);
  return c;
};

const flat = (text: string): string => text.normalize('NFKC').replaceAll(/[\s*＊]/g, '');

/** Where each column stands in a head row, whatever their order; columns unknown to us are left alone. */
export function readHead(cells: readonly (string | number | null)[]): { readonly at: ReadonlyMap<RosterKey, number>; readonly missing: readonly string[]; readonly twice: readonly string[] } {
  const at = new Map<RosterKey, number>();
  const twice: string[] = [];
  cells.forEach((cell, i) => {
    const column = ROSTER_COLUMNS.find((c) => flat(c.header) === flat(String(cell ?? '')));
    if (!column) return;
    if (at.has(column.key)) twice.push(column.header);
    else at.set(column.key, i);
  });
  return { at, missing: ROSTER_COLUMNS.filter((c) => c.required !== 'no' && !at.has(c.key)).map((c) => c.header), twice };
}
