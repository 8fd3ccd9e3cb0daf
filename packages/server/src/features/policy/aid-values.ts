import { formatYuan } from '@doudi/core/money/fen';
import { NEED_WORDS } from '@doudi/core/means/words';
import type { AidLimit, TableValue } from '@doudi/core/policy/tables';

const per = (p: 'person' | 'household'): string => (p === 'person' ? '每人' : '每户');

/** `每户不超过 6 个月低保标准`. */
const limit = (l: AidLimit): string => `${per(l.per)}不超过 ${l.fen === undefined ? `${l.months ?? 0} 个月低保标准` : formatYuan(l.fen)}`;

type Band = TableValue<'aid.amount'>['bands'][number];

function pays(b: Band): string {
  if (b.method === 'percent-of-cost') return `自负支出的 ${b.percent ?? 0}%`;
  if (b.method === 'fixed') return `${per(b.per)} ${formatYuan(b.fen ?? 0)}`;
  return `${per(b.per)}${b.minMonths === undefined || b.minMonths === b.months ? '' : ` ${b.minMonths} 至`} ${b.months ?? 0} 个月低保标准`;
}

/** `自负 5,000.00 元以上（含）、20,000.00 元以下（不含）`. */
function cost(c: NonNullable<Band['cost']>): string {
  const of = c.kinds ? c.kinds.map((k) => NEED_WORDS[k]).join('、') : '必需支出';
  const low = c.minFen === undefined ? [] : [`${formatYuan(c.minFen)}以上（${c.minInclusive ? '含' : '不含'}）`];
  const high = c.maxFen === undefined ? [] : [`${formatYuan(c.maxFen)}以下（${c.maxInclusive ? '含' : '不含'}）`];
  return `${of}自负 ${[...low, ...high].join('、')}`;
}

function persons(p: NonNullable<Band['persons']>): string {
  return p.max === undefined ? `${p.min ?? 1} 人以上` : p.min === undefined || p.min === p.max ? `${p.max} 人${p.min === p.max ? '' : '以内'}` : `${p.min} 至 ${p.max} 人`;
}

/** The sums of temporary assistance, band by band, in the order in which they are tried. */
export const aidAmountLines = (v: TableValue<'aid.amount'>): string[] =>
  v.bands.map((b) => {
    const when = [b.known === undefined ? undefined : b.known ? '在册对象' : '不在册的', b.persons && persons(b.persons), b.cost && cost(b.cost)].filter((x) => x !== undefined);
    return `${b.label}${when.length > 0 ? `（${when.join('，')}）` : ''}：${pays(b)}${b.cap ? `，${limit(b.cap)}` : ''}`;
  });

export const aidCapsLines = (v: TableValue<'aid.caps'>): string[] => [
  ...(v.perTime ? [`一次${limit(v.perTime)}`] : []), ...(v.perYear ? [`一年累计${limit(v.perYear)}`] : []), ...(v.timesPerYear === undefined ? [] : [`一年不超过 ${v.timesPerYear} 次`]),
];

const TRIGGER = { urgent: '须立即救助', ceiling: '系统按意见的金额判断', several: '系统自动发现', complex: '由经办人员认定' } as const;
export const aidConsultLines = (v: TableValue<'aid.consult'>): string[] => v.triggers.map((t) => `${t.label}（${t.kind === 'several' ? `同时享受 ${t.atLeast} 种以上，` : ''}${TRIGGER[t.kind]}）`);
