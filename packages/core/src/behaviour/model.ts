import type { TableValue } from '../policy/tables.ts';

export type BehaviourRule = TableValue<'behaviour.rules'>['rules'][number];
export type BehaviourKind = BehaviourRule['kind'];
export const KIND_IDS = ['instant', 'sameText', 'samePhoto', 'night', 'dayOff', 'justUnder', 'samePair', 'village'] as const satisfies readonly BehaviourKind[];

/** What came of looking at the cases behind a question. */
export const ANSWERS = { fine: '看过，情况正常', checked: '已开展核查', training: '需要培训' } as const;
export type BehaviourAnswer = keyof typeof ANSWERS;
export const ANSWER_IDS = Object.keys(ANSWERS) as [BehaviourAnswer, ...BehaviourAnswer[]];

/** The threshold of a rule in one sentence. */
export function ruleText(r: BehaviourRule): string {
  const window = `近 ${r.days} 天`;
  switch (r.kind) {
    case 'instant':
      return `${window}，打开案件后 ${r.seconds} 秒内作出决定的，同一单位 ${r.atLeast} 件以上`;
    case 'sameText':
      return `${window}，${r.minLength} 字以上的调查、意见文字完全相同（空格、标点不计），${r.atLeast} 件以上`;
    case 'samePhoto':
      return `${window}，同一张照片在不同家庭的案卷中，${r.atLeast} 件以上${r.known.length > 0 ? `（${r.known.map((k) => k.label).join('、')}除外）` : ''}`;
    case 'night':
      return `${window}，${r.fromHour} 时至次日 ${r.toHour} 时作出决定的，同一单位一个月 ${r.atLeast} 件以上`;
    case 'dayOff':
      return `${window}，休息日一天作出决定 ${r.atLeast} 件以上`;
    case 'justUnder':
      return `${window}，金额在限额之下 ${r.band}% 以内的 ${r.atLeast} 件以上，且比再低 ${r.band}% 的一档明显多（偶然可能不超过 ${r.chance}%）`;
    case 'samePair':
      return `${window}，入户 ${r.atLeast} 次以上、有 ${r.staff} 人以上参加，而 ${r.share}% 以上是同两个人`;
    case 'village':
      return `${window}，新增 ${r.atLeast} 户以上，与在保户数之比是全县其他村（居）的 ${r.ratio} 倍以上（偶然可能不超过 ${r.chance}%）`;
  }
}

/** P(X ≥ k) of a binomial: how likely so many or more are by chance. @throws {RangeError} outside 0 ≤ k ≤ n, 0 ≤ p ≤ 1. */
export function atLeastByChance(k: number, n: number, p: number): number {
  if (k < 0 || k > n || p < 0 || p > 1) throw new RangeError(`no chance of ${k} in ${n} at ${p}`);
  if (k === 0) return 1;
  if (p === 0) return 0;
  if (p === 1) return 1;
  let log = n * Math.log(1 - p);
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p / (1 - p));
  }
  return Math.min(1, Math.max(0, 1 - below));
}
