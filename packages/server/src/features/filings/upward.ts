import { reportUpward, type FilingSummaryRow } from '@doudi/core/api/filings';
import { formatMonthZh } from '@doudi/core/calendar/date';
import type { OversightPayloads } from '@doudi/core/oversight/payloads';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { answerOf } from '../matters/command.ts';
import { matterActor, runMatter } from '../matters/run.ts';
import { oversightHooks } from '../oversight/hooks.ts';
import { statisticsDuties } from './reported.ts';
import { summarise, type Summed } from './summary.ts';

/** The sums of each programme as figures: households and persons helped, what is due a month, who came and who went. */
export function figuresOf(s: Summed): OversightPayloads['record']['figures'] {
  return s.programmes.flatMap((p) => {
    const source = `各单位报送的月报表合计（${p.filed} 份）`;
    const one = (label: string, value: number, unit: string) => ({ label: `${p.programmeName}${label}`.slice(0, 60), value, unit, period: s.month, source });
    return [one('在享户数', p.now.households, '户'), one('在享人数', p.now.persons, '人'), one('月应发', p.now.fen / 100, '元'), one('新增户数', p.new.households, '户'), one('退出户数', p.left.households, '户')];
  });
}

const missing = (items: readonly FilingSummaryRow[]): string[] => [...new Set(items.filter((i) => i.report === null).map((i) => `${i.unitName} ${i.programmeName}`))];

async function report(tx: Tx, services: Services, who: Who, body: { month: string; to: string; without?: string | undefined }): Promise<OversightPayloads['record'] | Refusal> {
  const law = await loadLaw(tx, services, who.county);
  const duties = statisticsDuties(services, who.county);
  if (duties.length === 0) return refuse('policy.absent', '本县方案没有统计上报的条款', { allowed: ['导出汇总表'] });
  if (body.month > law.today.slice(0, 7)) return refuse('date.order', '这个月还没有到');
  const summary = await summarise(tx, law, who, body.month);
  const left = missing(summary.items);
  if (summary.items.length === left.length) return refuse('materials.missing', `${formatMonthZh(body.month)}没有单位报送，没有可以上报的数字`);
  if (left.length > 0 && body.without === undefined) return refuse('step.order', `还有 ${left.length} 份没有报送，合计不是全县的数`, { missing: left.slice(0, 20), allowed: ['催报后再上报', '写明为什么不等'] });
  const without = left.length === 0 ? '' : `未报送、没有计入的：${left.join('、')}；理由：${body.without ?? ''}。`;
  return { unit: null, kind: 'statistics', stage: 'after', method: 'system', on: law.today, people: [who.name], with: [body.to], duties, figures: figuresOf(summary), text: `${formatMonthZh(body.month)}基本救助统计汇总上报${body.to}。${without}`.slice(0, 2000) };
}

export function upwardEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(reportUpward, async (tx, { body }, who) => {
      const payload = await report(tx, services, who, body);
      return 'refused' in payload ? payload : answerOf(await runMatter(tx, services, who.county, oversightHooks, matterActor(who), { name: 'record', payload }));
    }),
  ];
}
