import * as z from 'zod';
import { formatTimeZh, shanghaiTime } from '../calendar/date.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { scopeOf, type CaseContext } from './context.ts';
import type { CaseState } from './state.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:mm');

/** When those who visited came and when they left, to the minute, Asia/Shanghai, on the day of the visit: one does not stay over midnight. */
export const visitTimeSchema = z.strictObject({ arrived: timeOfDay, left: timeOfDay });
export type VisitTime = z.output<typeof visitTimeSchema>;

/** Applications that are written down where the household is: the visit may have begun before the application stood in the system. */
const AT_HOME: ReadonlySet<string> = new Set(['home', 'village']);

/**
 * Whether the times of a visit can be so: left after arriving, not in the future, not before the application. Where the plan makes
 * them compulsory (`investigation.times-required`, by the day of application, so that older cases stay as they were) a visit at home
 * without them is refused; else they are asked for and may be missing.
 */
export function checkVisitTime(time: VisitTime | undefined, visit: { readonly on: string; readonly home: boolean }, s: CaseState, c: CaseContext): Refusal | undefined {
  const rule = c.policy.find<boolean>('investigation.times-required', scopeOf(s));
  if (time === undefined) return rule?.value === true && visit.home ? refuse('input.invalid', '入户须登记到达和离开的时间', { policy: c.policy, source: rule.source, missing: ['到达时间、离开时间'], fields: [{ path: 'time', message: '请填到达和离开的时间' }] }) : undefined;
  const [arrived, left] = [`${visit.on}T${time.arrived}`, `${visit.on}T${time.left}`];
  const now = shanghaiTime(c.now);
  const since = s.appliedAt === undefined || AT_HOME.has(s.via) ? `${s.applicationDate}T00:00` : shanghaiTime(s.appliedAt);
  if (left <= arrived) return refuse('date.order', `离开时间应晚于到达时间（${time.arrived}）`, { fields: [{ path: 'time.left', message: '应晚于到达时间' }] });
  if (left > now) return refuse('date.order', `离开时间不能晚于现在（${formatTimeZh(now)}）`, { fields: [{ path: 'time.left', message: '还没有到这个时间' }] });
  return arrived < since ? refuse('date.order', `到达时间不能早于申请（${formatTimeZh(since)}）`, { fields: [{ path: 'time.arrived', message: '早于申请' }] }) : undefined;
}

/** Minutes of a visit. */
export const minutesOf = (t: VisitTime): number => {
  const of = (x: string): number => Number(x.slice(0, 2)) * 60 + Number(x.slice(3));
  return of(t.left) - of(t.arrived);
};
