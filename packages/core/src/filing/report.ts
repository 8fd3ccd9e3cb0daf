import type { HouseholdFacts, Member } from '../case/facts.ts';
import { HARDSHIP_WORDS } from '../letters/words.ts';
import { AREA_WORDS, LABOUR_WORDS } from '../means/words.ts';
import type { Fen } from '../money/fen.ts';

/**
 * A unit's monthly filing to the county: the roster (花名册) of households of one programme, and the monthly report
 * (月报表) whose numbers must foot: this month = last month + new − left ± changes, persons = sum of their classes.
 */

/** Classes of persons in the monthly report; by age (below 18, 18 to 59, from 60: 未成年人保护法 2, 老年人权益保障法 2) and by sex each person counts once. */
export const CLASSES = ['minor', 'adult', 'aged', 'male', 'female', 'disabled', 'severeIllness'] as const;
export type PersonClassId = (typeof CLASSES)[number];
export type Classes = Readonly<Record<PersonClassId, number>>;
export const CLASS_LABELS: Record<PersonClassId, string> = { minor: '未成年人', adult: '18 至 59 岁', aged: '60 岁及以上', male: '男', female: '女', disabled: '残疾人', severeIllness: '重病患者' };

const NONE: Classes = { minor: 0, adult: 0, aged: 0, male: 0, female: 0, disabled: 0, severeIllness: 0 };
const ADULT = 18;
const AGED = 60;

const age = (birth: string, on: string): number => Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0);

/** Members that count towards the household, by class on a date. */
export function classesOf(members: readonly Pick<Member, 'birth' | 'sex' | 'disability' | 'health' | 'excluded'>[], on: string): Classes {
  const out = { ...NONE };
  for (const m of members) {
    if (m.excluded) continue;
    const years = age(m.birth, on);
    out[years < ADULT ? 'minor' : years < AGED ? 'adult' : 'aged'] += 1;
    out[m.sex] += 1;
    if (m.disability) out.disabled += 1;
    if (m.health === 'severeIllness') out.severeIllness += 1;
  }
  return out;
}

export const LABOUR = Object.keys(LABOUR_WORDS) as readonly Member['labour'][];
export const AREAS = Object.keys(AREA_WORDS) as readonly HouseholdFacts['area'][];
export const CAUSES = Object.keys(HARDSHIP_WORDS) as readonly HouseholdFacts['hardship'][];
export type ByLabour = Readonly<Record<Member['labour'], number>>;

/** Members that count towards the household, by their capacity to work. */
export function labourOf(members: readonly Pick<Member, 'labour' | 'excluded'>[]): ByLabour {
  const out = { able: 0, partial: 0, none: 0 };
  for (const m of members) if (!m.excluded) out[m.labour] += 1;
  return out;
}

/** A household entitled on the day of filing. */
export interface RosterCase {
  readonly case: string;
  readonly payee: string;
  readonly persons: number;
  readonly monthlyFen: Fen;
  readonly fromMonth: string;
  readonly classes: Classes;
  readonly labour?: ByLabour | undefined;
  readonly area?: HouseholdFacts['area'] | undefined;
  readonly hardship?: HouseholdFacts['hardship'] | undefined;
  /** Taken over from the roster before the system: on its first filing it is no new confirmation. */
  readonly imported?: boolean | undefined;
}

/** `imported`: taken over since the last filing, counted apart from what was confirmed; `refused`: decided since the last filing and not granted; it stands on the roster as a result, in none of the numbers. */
export const MARKS = ['new', 'imported', 'same', 'changed', 'left', 'refused'] as const;
export type Mark = (typeof MARKS)[number];
export const MARK_LABELS: Record<Mark, string> = { new: '新增', imported: '存量导入', same: '无变化', changed: '变更', left: '退出', refused: '不予确认' };

export interface RosterLine extends RosterCase {
  readonly mark: Mark;
  readonly personsBefore: number;
  readonly fenBefore: Fen;
}

/** A line of the unit's last filing of the programme. */
export type LineBefore = Pick<RosterLine, 'case' | 'payee' | 'persons' | 'monthlyFen' | 'fromMonth'>;

/** The roster against the last one: every household of either stands on it once. */
export function planRoster(now: readonly RosterCase[], before: readonly LineBefore[], refused: readonly Pick<RosterCase, 'case' | 'payee'>[]): RosterLine[] {
  const last = new Map(before.map((l) => [l.case, l]));
  const here = new Set(now.map((l) => l.case));
  return [
    ...now.map((c): RosterLine => {
      const b = last.get(c.case);
      const mark = b === undefined ? (c.imported ? 'imported' : 'new') : b.persons === c.persons && b.monthlyFen === c.monthlyFen ? 'same' : 'changed';
      return { ...c, mark, personsBefore: b?.persons ?? 0, fenBefore: b?.monthlyFen ?? 0 };
    }),
    ...before.filter((b) => !here.has(b.case)).map((b): RosterLine => ({ case: b.case, payee: b.payee, persons: 0, monthlyFen: 0, fromMonth: b.fromMonth, classes: NONE, mark: 'left', personsBefore: b.persons, fenBefore: b.monthlyFen })),
    ...refused.map((c): RosterLine => ({ ...c, persons: 0, monthlyFen: 0, fromMonth: '', classes: NONE, mark: 'refused', personsBefore: 0, fenBefore: 0 })),
  ];
}

export interface Movement {
  readonly last: number;
  readonly new: number;
  /** Taken over from the roster before the system; absent in reports filed before such households existed. */
  readonly imported?: number | undefined;
  readonly left: number;
  /** Net change of those on both rosters; may be negative. */
  readonly changed: number;
  readonly now: number;
}

/** What was done in the month, as the case files count it. */
export interface Handled {
  readonly applied: number;
  readonly granted: number;
  readonly refused: number;
}

export interface MonthlyReport {
  readonly households: Movement;
  readonly persons: Movement;
  readonly fen: Movement;
  readonly classes: Classes;
  readonly handled: Handled;
  /** Parts of the whole: persons by capacity to work, everything by town and country, households by cause. Absent in reports filed before they were asked for. */
  readonly labour?: ByLabour | undefined;
  readonly areas?: Readonly<Record<HouseholdFacts['area'], AreaPart>> | undefined;
  readonly causes?: Readonly<Record<HouseholdFacts['hardship'], number>> | undefined;
}

export interface AreaPart {
  readonly households: number;
  readonly persons: number;
  readonly fen: Fen;
}

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> => Object.fromEntries(keys.map((k) => [k, 0])) as Record<K, number>;

/** Parts of a roster that must add up to its whole. */
function partsOf(lines: readonly RosterLine[]): Required<Pick<MonthlyReport, 'labour' | 'areas' | 'causes'>> {
  const labour = zeros(LABOUR);
  const causes = zeros(CAUSES);
  const areas = { urban: zeros(['households', 'persons', 'fen']), rural: zeros(['households', 'persons', 'fen']) };
  for (const l of lines) {
    if (l.mark === 'left' || l.mark === 'refused') continue;
    for (const k of LABOUR) labour[k] += l.labour?.[k] ?? 0;
    causes[l.hardship ?? 'other'] += 1;
    const area = areas[l.area ?? 'urban'];
    area.households += 1;
    area.persons += l.persons;
    area.fen += l.monthlyFen;
  }
  return { labour, areas, causes };
}

/** The monthly report that a roster gives. */
export function monthlyReport(lines: readonly RosterLine[], handled: Handled): MonthlyReport {
  const movement = (now: (l: RosterLine) => number, before: (l: RosterLine) => number): Movement => {
    const sum = (of: (l: RosterLine) => number): number => lines.reduce((a, l) => a + of(l), 0);
    return {
      last: sum((l) => (l.mark === 'new' || l.mark === 'imported' || l.mark === 'refused' ? 0 : before(l))), new: sum((l) => (l.mark === 'new' ? now(l) : 0)), imported: sum((l) => (l.mark === 'imported' ? now(l) : 0)), left: sum((l) => (l.mark === 'left' ? before(l) : 0)),
      changed: sum((l) => (l.mark === 'changed' ? now(l) - before(l) : 0)), now: sum((l) => (l.mark === 'left' || l.mark === 'refused' ? 0 : now(l))),
    };
  };
  const classes = { ...NONE };
  for (const l of lines) for (const c of CLASSES) classes[c] += l.classes[c];
  return { households: movement(() => 1, () => 1), persons: movement((l) => l.persons, (l) => l.personsBefore), fen: movement((l) => l.monthlyFen, (l) => l.fenBefore), classes, handled, ...partsOf(lines) };
}

export interface FootFault {
  readonly path: string;
  readonly message: string;
}

const MOVED = { households: '户数', persons: '人数', fen: '月保障金额' } as const;

/** Every equation that a report breaks, with both sides. `lastNow` is what the unit's last filing said, where there is one. */
export function crossFoot(r: MonthlyReport, lastNow?: Pick<MonthlyReport, 'households' | 'persons' | 'fen'>): FootFault[] {
  const out: FootFault[] = [];
  for (const key of ['households', 'persons', 'fen'] as const) {
    const m = r[key];
    const imported = m.imported ?? 0;
    const sum = m.last + m.new + imported - m.left + m.changed;
    if (sum !== m.now) out.push({ path: `${key}.now`, message: `${MOVED[key]}：上月 ${m.last} ＋ 新增 ${m.new}${imported ? ` ＋ 存量导入 ${imported}` : ''} － 退出 ${m.left} ＋ 变更 ${m.changed} ＝ ${sum}，填报本月 ${m.now}` });
    if (lastNow && lastNow[key].now !== m.last) out.push({ path: `${key}.last`, message: `${MOVED[key]}：上期报表本月数为 ${lastNow[key].now}，填报上月 ${m.last}` });
  }
  const { minor, adult, aged, male, female, disabled, severeIllness } = r.classes;
  const persons = r.persons.now;
  if (minor + adult + aged !== persons) out.push({ path: 'classes.minor', message: `按年龄合计 ${minor + adult + aged} 人，本月 ${persons} 人` });
  if (male + female !== persons) out.push({ path: 'classes.male', message: `按性别合计 ${male + female} 人，本月 ${persons} 人` });
  for (const [key, n] of [['disabled', disabled], ['severeIllness', severeIllness]] as const) if (n > persons) out.push({ path: `classes.${key}`, message: `${CLASS_LABELS[key]} ${n} 人多于本月 ${persons} 人` });
  if (r.labour) {
    const sum = LABOUR.reduce((n, k) => n + (r.labour?.[k] ?? 0), 0);
    if (sum !== persons) out.push({ path: 'labour.able', message: `按劳动能力合计 ${sum} 人，本月 ${persons} 人` });
  }
  if (r.causes) {
    const sum = CAUSES.reduce((n, k) => n + (r.causes?.[k] ?? 0), 0);
    if (sum !== r.households.now) out.push({ path: 'causes.illness', message: `按致困原因合计 ${sum} 户，本月 ${r.households.now} 户` });
  }
  if (r.areas) for (const key of ['households', 'persons', 'fen'] as const) {
    const { urban, rural } = r.areas;
    if (urban[key] + rural[key] !== r[key].now) out.push({ path: `areas.urban.${key}`, message: `${MOVED[key]}：城市 ${urban[key]} ＋ 农村 ${rural[key]} ＝ ${urban[key] + rural[key]}，填报本月 ${r[key].now}` });
  }
  return out;
}

/** Where a report says something else than its roster. */
export function compareReports(given: MonthlyReport, roster: MonthlyReport): FootFault[] {
  const out: FootFault[] = [];
  const compare = (path: string, label: string, a: number, b: number): void => {
    if (a !== b) out.push({ path, message: `${label}：填报 ${a}，花名册为 ${b}` });
  };
  for (const key of ['households', 'persons', 'fen'] as const)
    for (const [part, label] of [['last', '上月'], ['new', '新增'], ['imported', '存量导入'], ['left', '退出'], ['changed', '变更'], ['now', '本月']] as const) compare(`${key}.${part}`, `${MOVED[key]}${label}`, given[key][part] ?? 0, roster[key][part] ?? 0);
  for (const c of CLASSES) compare(`classes.${c}`, CLASS_LABELS[c], given.classes[c], roster.classes[c]);
  for (const k of LABOUR) compare(`labour.${k}`, LABOUR_WORDS[k], given.labour?.[k] ?? 0, roster.labour?.[k] ?? 0);
  for (const a of AREAS) for (const key of ['households', 'persons', 'fen'] as const) compare(`areas.${a}.${key}`, `${AREA_WORDS[a]}${MOVED[key]}`, given.areas?.[a][key] ?? 0, roster.areas?.[a][key] ?? 0);
  for (const k of CAUSES) compare(`causes.${k}`, `致困原因${HARDSHIP_WORDS[k]}`, given.causes?.[k] ?? 0, roster.causes?.[k] ?? 0);
  for (const [key, label] of [['applied', '本月申请'], ['granted', '本月确认'], ['refused', '本月不予确认']] as const) compare(`handled.${key}`, label, given.handled[key], roster.handled[key]);
  return out;
}
