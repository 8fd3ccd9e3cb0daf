/**
 * What an indicator counts. `rate`: faults among so many items; `count`: faults alone. Every item is a case, a filing or a
 * matter, never a person: nothing here can be summed by who did it.
 */
export const MEASURES = {
  caseLate: { label: '超过办理总时限的案件', basis: 'rate' },
  stepLate: { label: '超过时限的环节', basis: 'rate' },
  returned: { label: '被县级退回的案件', basis: 'rate' },
  filingLate: { label: '逾期或未报的备案', basis: 'rate' },
  checkWrong: { label: '随机核查发现认定有误的案件', basis: 'rate' },
  leadLate: { label: '逾期未答复的线索', basis: 'rate' },
  complaintUpheld: { label: '查实的信访投诉', basis: 'count' },
  notPublished: { label: '给予救助没有长期公布的案件', basis: 'rate' },
  selfInspectionLate: { label: '逾期或未报的自查', basis: 'rate' },
  namedReportLate: { label: '逾期未办结的实名举报', basis: 'rate' },
  rectificationLate: { label: '逾期未完成的整改', basis: 'count' },
} as const satisfies Record<string, { readonly label: string; readonly basis: 'rate' | 'count' }>;
type Measure = keyof typeof MEASURES;
export const MEASURE_IDS = Object.keys(MEASURES) as [Measure, ...Measure[]];

export const METHODS = { deduct: '满分扣减', addDeduct: '加减分' } as const;
