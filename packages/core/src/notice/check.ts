import { ageOn } from '../people/id-number.ts';
import type { NoticeWords } from '../policy/tables.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';

/** A piece of what would stand on the paper and on the public page, and the field it comes from. */
export interface NoticeText {
  /** Path of the field, for the form: `place`, `remark`. */
  readonly field: string;
  /** The field as the clerk calls it. */
  readonly label: string;
  readonly text: string;
}

/** What must not be told: the household as the office knows it. */
export interface NoticeHousehold {
  readonly persons: readonly { readonly name: string; readonly birth?: string | undefined; readonly idNumber?: string | undefined; readonly phone?: string | null | undefined }[];
  readonly address: string;
}

export type NoticeFault = 'idNumber' | 'account' | 'phone' | 'address' | 'child' | 'name' | 'words';

export interface NoticeFinding {
  readonly fault: NoticeFault;
  readonly field: string;
  readonly label: string;
  /** What was found, as it stands there; numbers cut short so that the refusal does not repeat them. */
  readonly found: string;
  readonly says: string;
}

/** Full age (民法典 17). */
const ADULT = 18;

/** Digits of all widths alike, separators inside a run of digits dropped: `１３８ 0000-0000` is a telephone number. */
const plain = (text: string): string => text.normalize('NFKC');
const joined = (text: string): string => plain(text).replaceAll(/(?<=\d)[\s\-‐-―_.·,，、]+(?=[\dXx])/g, '');

const COUNT = '[0-9一二三四五六七八九十百零〇两]';
/** The last part of an address: 12号楼、3单元、101室、甲5号、十二号门。A letter's number (〔2021〕12号) and 第5号 are none. */
const DOOR = [
  new RegExp(`[A-Za-z甲乙丙丁]?${COUNT}+\\s*(?:号楼|号院|号门|号房|栋|幢|单元|室)`, 'g'),
  /(?<![〕\]）)第\d])\d{1,5}(?:之\d+|-\d+)*号(?!文|令|公告|线|窗|通知)/g,
  /\d{3,4}户/g,
  /\d+门(?!前|口)/g,
];

const cut = (n: string): string => (n.length <= 4 ? n : `${n.slice(0, 3)}…`);

function inText(t: NoticeText, home: NoticeHousehold, today: string, allowed: readonly string[], words: NoticeWords | undefined): NoticeFinding[] {
  const out: NoticeFinding[] = [];
  const add = (fault: NoticeFault, found: string, says: string): void => {
    if (!out.some((x) => x.fault === fault && x.found === found)) out.push({ fault, field: t.field, label: t.label, found, says });
  };
  let digits = joined(t.text);
  // The authorities' own telephones belong on a notice.
  for (const a of allowed) digits = digits.replaceAll(joined(a), '');
  for (const m of digits.matchAll(/\d{12,}[\dXx]?/g)) {
    const n = m[0];
    if (/^(?:\d{17}[\dXx]|\d{15})$/.test(n)) add('idNumber', cut(n), '公民身份号码');
    else add('account', cut(n), '银行账号或者其他长号码');
  }
  for (const m of digits.matchAll(/(?<!\d)(?:1[3-9]\d{9}|0\d{9,11}|\d{7,8})(?!\d)/g)) add('phone', cut(m[0]), '个人电话');
  for (const p of home.persons) if (p.phone && digits.includes(joined(p.phone))) add('phone', cut(joined(p.phone)), '个人电话');
  const text = plain(t.text);
  for (const rule of DOOR) for (const m of text.matchAll(rule)) add('address', m[0].trim(), '门牌号');
  const doors = [home.address, ...(home.address.match(/[\dA-Za-z一二三四五六七八九十-]+\s*(?:号楼|号|组|栋|幢|单元|室|楼|户|门)/g) ?? [])].map((x) => plain(x).trim()).filter((x) => x.length >= 3);
  const bare = text.replaceAll(/\s/g, '');
  for (const d of doors) if (bare.includes(d.replaceAll(/\s/g, ''))) add('address', d, '家庭住址');
  for (const p of home.persons) {
    const name = plain(p.name).replaceAll(/\s/g, '');
    if (name.length < 2 || !bare.includes(name)) continue;
    if (p.birth !== undefined && ageOn(p.birth, today) < ADULT) add('child', `${name.slice(0, 1)}*`, '未成年人的姓名');
    else add('name', `${name.slice(0, 1)}*`, '家庭成员或者义务人的姓名');
  }
  for (const g of words?.groups ?? []) for (const w of g.words) if (bare.includes(w)) add('words', w, g.label);
  return out;
}

/**
 * Everything in the free text of a notice that may not be published: identity and account numbers, telephones of persons,
 * the number of a house or door, a child's or any member's name, words of illness, disability or other private matters.
 * What the system itself puts on the sheet comes from a closed list of columns and needs no such look.
 * @param today Shanghai date: who is a child is judged on it.
 * @param allowed telephones of the authorities, which belong on the notice.
 */
export function findTelling(texts: readonly NoticeText[], home: NoticeHousehold, today: string, allowed: readonly string[], words: NoticeWords | undefined): NoticeFinding[] {
  return texts.flatMap((t) => (t.text.trim() === '' ? [] : inText(t, home, today, allowed, words)));
}

/** The same as a refusal that says what and where; undefined when nothing was found. */
export function refuseTelling(findings: readonly NoticeFinding[]): Refusal | undefined {
  if (findings.length === 0) return undefined;
  const says = findings.map((f) => `${f.label}里有${f.says}“${f.found}”`);
  return refuse('notice.private', `不能公示：${says.slice(0, 3).join('；')}${says.length > 3 ? `等 ${says.length} 处` : ''}`, {
    fields: findings.map((f) => ({ path: f.field, message: `删去${f.says}“${f.found}”` })), allowed: ['只写公示栏所在的位置', '补充说明不写个人情况'],
  });
}
