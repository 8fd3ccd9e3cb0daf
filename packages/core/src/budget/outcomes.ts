/**
 * What a new standard does to a household. `exit`: paid now, no longer qualifies. `entry`: refused for want of means, would
 * qualify. `out`: refused and stays out. `unknown`: cannot be computed, and is not guessed.
 */
export const OUTCOMES = ['gain', 'same', 'loss', 'exit', 'entry', 'out', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OUTCOME_LABELS: Record<Outcome, string> = { gain: '增加', same: '不变', loss: '减少', exit: '不再符合', entry: '新符合', out: '仍不符合', unknown: '无法测算' };

/** Why a household cannot be computed anew. The words are those of the list that the county reads. */
export const CANNOT = {
  imported: '存量接入，没有登记收入、财产等事实',
  missing: '缺少测算所需的事实或者规定',
  differs: '核定金额与按登记事实测算的金额不一致',
  rate: '现发金额与核定记录不一致',
  none: '没有测算底数',
} as const;
export type Cannot = keyof typeof CANNOT;
