import { MUST_LABELS } from '@doudi/core/draw/select';
import type { TableValue } from '@doudi/core/policy/tables';

const PERIOD_WORDS = { month: '每月', quarter: '每季度', year: '每年' } as const;

/** `每月：期间内作出的决定（确认、不予确认）；近亲属备案全部；入户`. */
export const drawPlanLines = (p: TableValue<'draw.monthly'>): string[] => [
  `${p.label}：${PERIOD_WORDS[p.period]}一次`,
  p.population === 'decided' ? `总体：期间内作出的决定（${p.outcomes.map((o) => (o === 'grant' ? '确认' : '不予确认')).join('、')}）` : '总体：期末在保对象',
  ...(p.must.length > 0 ? [`全部核查：${p.must.map((m) => MUST_LABELS[m]).join('、')}`] : []),
  p.home ? '入户核查' : '入户、电话、查档等方式',
];
