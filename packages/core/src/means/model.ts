import type { Source } from '../policy/model.ts';

/** One line of the working, readable aloud: what, how, how much, by which clause. */
export interface WorkingLine {
  /** Unique within the working and stable for the same facts: `income-2`, `rigid-medical`, `total`. */
  readonly id: string;
  readonly group: 'income' | 'deduction' | 'maintenance' | 'property' | 'perHead' | 'standard' | 'amount' | 'addition' | 'condition' | 'cost' | 'conclusion';
  /** Chinese sentence fragment; `{person:ID}` stands for a person's name, filled in when shown. */
  readonly text: string;
  /** The arithmetic in words and digits, for example `(1,800 − 180 + 320) ÷ 3 = 646.67`. */
  readonly formula?: string;
  readonly person?: string;
  readonly fen: number;
  /** `counted` and `added` raise the sum of their group, `deducted` lowers it; the others only tell. */
  readonly effect: 'counted' | 'excluded' | 'deducted' | 'added' | 'result' | 'pass' | 'fail';
  /** Parameter that decided this line, with its clause or assumption. */
  readonly parameter?: string;
  readonly source?: Source;
  /** Set on lines that test the whole household before one person is assessed alone; they do not enter the sum. */
  readonly side?: 'household';
}

export interface MeansResult {
  readonly eligible: boolean;
  /** Machine-readable grounds when not eligible, each with a line in the working: see {@link GROUNDS}. */
  readonly grounds: readonly string[];
  /** Household income per month after exclusions and deductions. */
  readonly householdIncomeFen: number;
  /** Exact per-head income is householdIncome / persons; this is it in fen, rounded half up for display only. */
  readonly perHeadFen: number;
  readonly standardFen: number;
  readonly persons: number;
  /** Monthly sum to be paid after additions, minimum and rounding; the whole sum where a programme pays once. */
  readonly monthlyFen: number;
  readonly tier?: string;
  readonly lines: readonly WorkingLine[];
  /** Date whose law was applied. */
  readonly on: string;
  /** Set when the programme establishes a status and pays nothing itself: `monthlyFen` is 0 also for whoever is eligible. */
  readonly recognition?: true;
  /** Set when the programme pays a fixed sum without a means test: income, per-head income and standard are then 0 because nobody asked. */
  readonly untested?: true;
  /** Temporary assistance: the least an opinion may give (fen; equal to `monthlyFen` where the table leaves no room), and the cap of one grant and of the year together, over which only the special route goes. */
  readonly aid?: { readonly minFen: number; readonly ceilingFen?: number };
  /** Temporary assistance: the most that the table gives this household at one time; above it only the special way leads [HQ-165]. */
  readonly ceilingFen?: number;
}

/** Grounds of ineligibility and how a letter names them. */
export const GROUNDS = {
  members: '没有可以计入的共同生活家庭成员',
  income: '家庭月人均收入不低于规定标准',
  property: '家庭财产超过规定限额',
  single: '不符合单独提出申请（单人户）的条件',
  tier: '家庭情况不属于任何一个保障档次',
  area: '不在本项目适用的区域（城镇或者农村）',
  incomeLow: '家庭月人均收入没有达到本项目的起点，应当按最低生活保障申请',
  condition: '不属于规定的任何一种困难情形',
  other: '符合其他项目的条件，不再认定本项目',
  disposable: '家庭人均收入不低于当地上年度居民人均可支配收入',
  labour: '不属于无劳动能力的情形',
  livelihood: '本人收入不低于规定标准，不属于无生活来源',
  obligor: '有具备履行义务能力的法定义务人',
  orphan: '已纳入孤儿、事实无人抚养儿童基本生活保障',
  expenditure: '最近 12 个月刚性支出占家庭总收入的比例没有超过规定',
  aidCause: '事由不属于本类临时救助的范围',
  aidCost: '自负的生活必需支出没有达到救助的起点',
  aidTimes: '本年度临时救助的次数已经用完',
  aidYear: '本年度累计救助金额已经达到上限',
} as const;
export type Ground = keyof typeof GROUNDS;

/** A ground in words; one of an older log that is known no longer stays as it is. */
export const groundText = (ground: string): string => (Object.hasOwn(GROUNDS, ground) ? GROUNDS[ground as Ground] : ground);

/** What a line contributes to the sum of its group, in fen: positive, negative or nothing. */
export function contribution(line: WorkingLine): number {
  if (line.side === 'household') return 0;
  if (line.effect === 'counted' || line.effect === 'added') return line.fen;
  return line.effect === 'deducted' ? -line.fen : 0;
}
