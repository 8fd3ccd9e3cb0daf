/**
 * What the words of the plans — 精准, 规范, 公正, 便捷 — are measured by: `share`, so many of so many, in percent; `days`, the median;
 * `count`. Each is counted from cases, filings, matters or payments, which open behind it; which word a measure stands for is
 * the county's table `goals.panels`. `better`: whether more or fewer is what is wanted; null where neither is.
 */
export const GOAL_MEASURES = {
  decidedInTime: { label: '按时作出决定', kind: 'share', better: 'more', how: '本期作出决定的案件中，在办理总时限内作出的' },
  acceptedInTime: { label: '按时受理', kind: 'share', better: 'more', how: '本期作出决定的案件中，受理没有超过期限的' },
  stepsInTime: { label: '各环节按时', kind: 'share', better: 'more', how: '本期作出决定的案件，其完成的有期限的环节（受理、调查、公示等）中，没有超过期限的' },
  handlingDays: { label: '办理天数', kind: 'days', better: 'fewer', how: '本期作出决定的案件，从申请到决定的日历天数的中位数' },
  urgentDays: { label: '临时救助办理天数', kind: 'days', better: 'fewer', how: '本期作出决定的临时救助，从申请到决定的日历天数的中位数' },
  onceEnough: { label: '一次交齐材料', kind: 'share', better: 'more', how: '本期作出决定的案件中，没有告知补正、没有要求补充材料的' },
  decidedNearby: { label: '在街道乡镇办结', kind: 'share', better: 'more', how: '本期作出决定的案件中，由受委托单位决定、不必报县级的' },
  notReturned: { label: '没有被退回重办', kind: 'share', better: 'more', how: '本期作出决定的案件中，从未被退回的' },
  notDisputed: { label: '没有异议', kind: 'share', better: 'more', how: '本期作出决定的案件中，公示期内外没有人提出异议的' },
  rightlyRecognised: { label: '随机核查认定准确', kind: 'share', better: 'more', how: '本期得出结论的随机核查中，没有发现认定或者金额有误的；另行抽取的重点案件不计' },
  notUpheld: { label: '反映单位的信访没有查实', kind: 'share', better: 'more', how: '本期办结的反映单位和工作人员的信访投诉中，不属实的' },
  paidInFull: { label: '发放到户', kind: 'share', better: 'more', how: '本期各月发放册的笔数中，已经全部到户或者结清的' },
  tiers: { label: '在享户', kind: 'count', better: null, how: '今天在享的户数，按救助项目分开：梯度由各项目的户数看出' },
  entered: { label: '新增', kind: 'count', better: null, how: '本期作出给予决定的案件' },
  left: { label: '退出', kind: 'count', better: null, how: '最后享受月在本期的户' },
  leadsInTime: { label: '疑点按时答复', kind: 'share', better: 'more', how: '答复期限在本期的错发线索中，按时答复的' },
  missedInTime: { label: '漏救线索按时答复', kind: 'share', better: 'more', how: '答复期限在本期的漏救线索中，按时答复的' },
  filedInTime: { label: '按时备案', kind: 'share', better: 'more', how: '期限在本期的备案中，按时报送的；没有报送的见备案页' },
  rectifiedInTime: { label: '按时整改', kind: 'share', better: 'more', how: '本期办结的整改中，每次期限都按时回复的' },
  unitsSupervised: { label: '督导到的单位', kind: 'share', better: 'more', how: '本期有督导记录、核查结论或者整改要求的办理单位' },
  unitsStaffed: { label: '人员配齐的单位', kind: 'share', better: 'more', how: '今天经办人员不少于所需人数的办理单位：方案规定的最少人数，县级定了每人负责多少救助对象的再按救助对象数计算' },
  postsOwn: { label: '有专人的岗位', kind: 'share', better: 'more', how: '今天应由专人负责的岗位中，有人只任这一个岗位的' },
  onPlatform: { label: '登记了上级平台编号', kind: 'share', better: 'more', how: '本期作出决定的案件中，登记了上级社会救助平台编号的' },
  referred: { label: '转介办结', kind: 'share', better: 'more', how: '本期转介有关部门或者社会力量的事项中，已经办结答复的' },
  dutiesAssigned: { label: '明确了责任人的条款', kind: 'share', better: 'more', how: '方案的监督条款中，今天登记了责任单位和责任人的' },
} as const satisfies Record<string, { readonly label: string; readonly kind: 'share' | 'days' | 'count'; readonly better: 'more' | 'fewer' | null; readonly how: string }>;
export type GoalMeasure = keyof typeof GOAL_MEASURES;
export const GOAL_MEASURE_IDS = Object.keys(GOAL_MEASURES) as [GoalMeasure, ...GoalMeasure[]];

/** What was counted of a measure in a window. */
export interface Counted {
  readonly n: number;
  readonly good: number;
  readonly median: number | null;
}

/** Its one number: percent to one decimal, days, or how many; null where there is nothing to say it of. */
export function goalValue(id: GoalMeasure, c: Counted | undefined): number | null {
  const { kind } = GOAL_MEASURES[id];
  if (kind === 'count') return c?.n ?? 0;
  if (!c || c.n === 0) return null;
  return kind === 'days' ? c.median : Math.round((c.good / c.n) * 1000) / 10;
}
