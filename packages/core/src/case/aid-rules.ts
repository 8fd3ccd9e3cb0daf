import { formatYuan } from '../money/fen.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { groundText, type MeansResult } from '../means/model.ts';
import type { AidCauses } from '../policy/tables.ts';
import { isEmergency, sameCause } from './aid-conditions.ts';
import type { Payload } from './commands.ts';
import { procedureOf, ruleFor, scopeOf, type CaseContext } from './procedure.ts';
import type { CaseState } from './state.ts';

/**
 * An application for temporary assistance names what happened, by the table of causes, and when; help for the same cause
 * within `aid.repeat.months` is found by the members' identity and given again only for a reason (国发〔2014〕47号).
 */
export function checkAidApplication(p: Payload<'apply'>, c: CaseContext): Refusal | undefined {
  if (c.programme.formula !== 'aid') return undefined;
  const { event } = p.facts;
  const scope = { on: c.today, programme: p.programme, area: p.facts.area };
  const table = c.policy.find<AidCauses>('aid.causes', scope);
  if (!event) return refuse('input.invalid', '临时救助须写明救助事由', { policy: c.policy, source: table?.source, fields: [{ path: 'facts.event', message: '请写明发生了什么事、何时、何地' }] });
  const here = table?.value.causes.filter((x) => x.programmes.includes(p.programme)) ?? [];
  if (!here.some((x) => x.id === event.cause)) {
    const elsewhere = table?.value.causes.find((x) => x.id === event.cause);
    const other = elsewhere?.programmes.map((id) => c.policy.programme(id, c.today)?.name ?? id) ?? [];
    return refuse('input.invalid', elsewhere ? `“${elsewhere.label}”不属于${c.programme.name}` : '没有这个救助事由', { policy: c.policy, source: table?.source, fields: [{ path: 'facts.event.cause', message: '请从清单中选择' }], allowed: other.length > 0 ? other.map((n) => `改为申请${n}`) : here.map((x) => x.label) });
  }
  if (event.on > c.today) return refuse('date.order', `事件发生日期不能晚于今天（${c.today}）`);
  const months = c.policy.find<number>('aid.repeat.months', scope);
  const again = months ? sameCause(c.aid?.prior ?? [], event.cause, c.today, months.value) : [];
  if (again.length === 0 || p.repeatReason !== undefined) return undefined;
  return refuse('reason.missing', `${months?.value ?? 0} 个月内已因同一事由救助过：${again.map((x) => `${x.on} ${formatYuan(x.fen)}（${x.number}）`).join('、')}；无正当理由的不重复救助`, {
    policy: c.policy, source: months?.source, missing: ['再次申请的正当理由'], allowed: ['写明理由后提交', '按其他事由申请'],
  });
}

/** Whether what cannot wait is accepted before its papers are there: where the procedure knows relief first [HQ-88]. */
export const acceptsIncomplete = (s: CaseState, c: CaseContext): boolean => c.programme.formula === 'aid' && isEmergency(s) && ruleFor(procedureOf(s, c), 'relieve') !== undefined;

/** Whether the procedure of the case has a body that fixes sums above the table. */
const fixer = (s: CaseState, c: CaseContext): string | undefined =>
  procedureOf(s, c).steps.map((r) => (r.body === undefined ? undefined : c.policy.meetingBody(r.body, s.applicationDate))).find((b) => b?.fixes === 'amount')?.name;

/** Grounds that the special route may set aside: how often and how much a year, never what it is given for. */
const OVER: ReadonlySet<string> = new Set(['aidTimes', 'aidYear']);

/**
 * The sum of an opinion on temporary assistance: within what the table gives it is simply given; above it only as special,
 * with its ground, where the law of the day knows that kind (over the ceiling, across bands) and a body can fix it.
 * The sum to be recorded, or why not [HQ-165..167].
 */
export function aidSum(s: CaseState, p: Payload<'giveOpinion'>, m: MeansResult, c: CaseContext): number | Refusal {
  const scope = scopeOf(s);
  const caps = c.policy.find('aid.caps', scope);
  const kinds = c.policy.find<{ kinds: string[] }>('aid.special', scope);
  const over = m.grounds.length > 0 && m.grounds.every((g) => OVER.has(g));
  const sum = p.monthlyFen ?? m.monthlyFen;
  if (!m.eligible && !(over && p.special)) return refuse('opinion.amount', '测算结果不符合条件，不能提出拟确认意见', { missing: m.lines.filter((l) => l.effect === 'fail').map((l) => l.text), allowed: ['提出不予确认意见', '更正事实后重新测算', ...(over && kinds ? ['写明特殊情况的理由，按特殊程序办理'] : [])] });
  if (sum <= 0) return refuse('opinion.amount', '拟确认的救助金额须大于 0', { fields: [{ path: 'monthlyFen', message: '请填金额' }] });
  if (sum <= m.monthlyFen) {
    if (sum < (m.aid?.minFen ?? 0)) return refuse('opinion.amount', `救助金额不得低于对应标准 ${formatYuan(m.aid?.minFen ?? 0)}`, { policy: c.policy, source: c.policy.find('aid.amount', scope)?.source, allowed: [`${formatYuan(m.aid?.minFen ?? 0)} 至 ${formatYuan(m.monthlyFen)}`] });
    return p.special ? refuse('opinion.amount', `${formatYuan(sum)} 没有超过对应标准，按一般程序办理，不需要写明特殊情况`, { fields: [{ path: 'special', message: '请去掉' }] }) : sum;
  }
  const above = over || (m.aid?.ceilingFen !== undefined && sum > m.aid.ceilingFen) ? 'ceiling' : 'bands';
  const words = over ? m.grounds.map(groundText).join('；') : `救助金额 ${formatYuan(sum)} ${above === 'ceiling' ? `超过救助上限 ${formatYuan(m.aid?.ceilingFen ?? 0)}` : `超出对应档次的 ${formatYuan(m.monthlyFen)}`}`;
  const body = fixer(s, c);
  const cited = { policy: c.policy, source: kinds?.source ?? caps?.source };
  if (!kinds?.value.kinds.includes(above) || body === undefined) return refuse('opinion.amount', `${words}，${c.programme.name}没有${above === 'ceiling' ? '超过上限' : '跨档救助'}的办法`, { ...cited, allowed: [over ? '提出不予确认意见' : `不超过 ${formatYuan(m.monthlyFen)}`] });
  return p.special ? sum : refuse('opinion.amount', `${words}；有特殊情况的写明理由，由${body}确定金额`, { ...cited, missing: ['特殊情况的理由'], allowed: [`不超过 ${formatYuan(m.monthlyFen)}`, '写明理由，按特殊程序办理'] });
}
