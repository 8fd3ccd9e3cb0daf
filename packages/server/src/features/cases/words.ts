import { light as lightOf } from '@doudi/core/calendar/calendar';
import type { CaseState } from '@doudi/core/case/state';
import type { Source } from '@doudi/core/policy/model';
import type { Policy } from '@doudi/core/policy/resolve';
import { citation } from '@doudi/core/refusal/refusal';
import type { Law } from '../law/law.ts';

export const STATUS_TEXT: Record<CaseState['status'], string> = { applied: '已申请，待受理', accepted: '在办', granted: '已确认', refused: '不予确认', withdrawn: '已撤回', abandoned: '视为放弃' };

/** Where a case stands, in words: a household taken over is helped, but was not confirmed here. */
export const statusText = (status: CaseState['status'], imported: boolean): string => (imported && status === 'granted' ? '在享（存量导入）' : STATUS_TEXT[status]);

/** Clause, quote and assumption of a source as the screen shows them. */
export const cite = (policy: Policy, s: Source | undefined): { clause?: string; quote?: string; assumption?: string } => {
  if (!s) return {};
  const clause = citation(policy, s);
  return { ...(clause ? { clause } : {}), ...(s.quote ? { quote: s.quote } : {}), ...(s.assumption ? { assumption: s.assumption } : {}) };
};

/** Light of a date by working days, with the plan's own warning time. */
export function lightFor(law: Law, due: string | null): { light: 'green' | 'yellow' | 'red'; text: string } | null {
  if (due === null) return null;
  const before = law.policy.find<number>('light.yellow-before', { on: law.today })?.value ?? 0;
  const l = lightOf(due, law.today, law.calendar, before);
  return { light: l.light, text: l.text };
}
