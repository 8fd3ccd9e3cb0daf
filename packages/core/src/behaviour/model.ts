import type { TableValue } from '../policy/tables.ts';

export type BehaviourRule = TableValue<'behaviour.rules'>['rules'][number];
export type BehaviourKind = BehaviourRule['kind'];
export const KIND_IDS = ['instant', 'sameText', 'samePhoto', 'night', 'dayOff', 'justUnder', 'samePair', 'village', 'shortVisit', 'twoPlaces', 'split', 'perThousand'] as const satisfies readonly BehaviourKind[];

/** What came of looking at the cases behind a question. */
export const ANSWERS = { fine: '看过，情况正常', checked: '已开展核查', training: '需要培训' } as const;
export type BehaviourAnswer = keyof typeof ANSWERS;
export const ANSWER_IDS = Object.keys(ANSWERS) as [BehaviourAnswer, ...BehaviourAnswer[]];

/** The threshold of a rule in one sentence. */
export function ruleText(r: BehaviourRule): string {
  const window = `近 ${r.days} 天`;
  switch (r.kind) {
    case 'instant':
      return `${window}，打开案件后 ${r.seconds} 秒内（或者没有打开过）作出决定的，同一单位 ${r.atLeast} 件以上`;
    case 'sameText':
      return `${window}，${r.minLength} 字以上的调查、意见文字完全相同（空格、标点不计），${r.atLeast} 件以上`;
    case 'samePhoto':
      return `${window}，同一张照片在不同家庭的案卷中，${r.atLeast} 件以上${r.known.length > 0 ? `（${r.known.map((k) => k.label).join('、')}除外）` : ''}`;
    case 'night':
      return `${window}，${r.fromHour} 时至次日 ${r.toHour} 时由同一人作出决定的，一个月 ${r.atLeast} 件以上`;
    case 'dayOff':
      return `${window}，休息日一天作出决定 ${r.atLeast} 件以上`;
    case 'justUnder':
      return `${window}，金额在限额之下 ${r.band}% 以内的 ${r.atLeast} 件以上，且比再低 ${r.band}% 的一档明显多（全县一起看，偶然可能不超过 ${r.chance}%）`;
    case 'samePair':
      return `${window}，入户 ${r.atLeast} 次以上、有 ${r.staff} 人以上参加，而 ${r.share}% 以上是同两个人`;
    case 'village':
      return `${window}，新增 ${r.atLeast} 户以上，与在保户数之比是全县其他村（居）的 ${r.ratio} 倍以上（全县一起看，偶然可能不超过 ${r.chance}%）`;
    case 'shortVisit':
      return `${window}，登记的入户时间不到 ${r.minutes} 分钟的，同一单位一个月 ${r.atLeast} 次以上（没有登记时间的另计）`;
    case 'twoPlaces':
      return `${window}，同一名调查人员在不同家庭的入户时间重叠 ${r.minutes} 分钟以上，同一单位一个月 ${r.atLeast} 对以上`;
    case 'split':
      return `${window}的申请：${r.months} 个月内曾是一户的成员分成两户以上、没有共同成员；或者公安名单上申请前 ${r.months} 个月内户籍分户，原来的一户也在申请或享受的逐户提出，其余同一单位 ${r.atLeast} 户以上`;
    case 'perThousand':
      return `${window}登记的人口，与同乡镇（街道）其他村（居）相比，登记了人口的不足 ${r.villages} 个的乡镇（街道）合在一起比；每千人在保人数与其中位数相差 ${r.distance} 倍离散度（按绝对中位差折算）以上，在保户数（偏少的按应有户数）${r.atLeast} 户以上，且全县各村一起看偶然可能不超过 ${r.chance}%`;
  }
}

/** P(X < k) of a binomial. */
function below(k: number, n: number, p: number): number {
  if (k < 0 || k > n || p < 0 || p > 1) throw new RangeError(`no chance of ${k} in ${n} at ${p}`);
  if (k === 0) return 0;
  if (p === 0) return 1;
  if (p === 1) return 0;
  let log = n * Math.log(1 - p);
  let sum = 0;
  for (let i = 0; i < k; i++) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p / (1 - p));
  }
  return Math.min(1, sum);
}

/** P(X ≥ k) of a binomial: how likely so many or more are by chance. @throws {RangeError} outside 0 ≤ k ≤ n, 0 ≤ p ≤ 1. */
export const atLeastByChance = (k: number, n: number, p: number): number => Math.max(0, 1 - below(k, n, p));

/** P(X ≤ k) of a binomial: how likely so few or fewer are by chance. @throws {RangeError} outside 0 ≤ k ≤ n, 0 ≤ p ≤ 1. */
export const atMostByChance = (k: number, n: number, p: number): number => (k === n ? 1 : below(k + 1, n, p));
