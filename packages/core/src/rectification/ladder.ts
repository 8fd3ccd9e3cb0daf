import type { Conduct, Ladder, RectState, RectStatus, Rung } from './model.ts';

type Seen = Pick<RectState, 'steps' | 'severity' | 'conduct' | 'closed'> & { readonly status: RectStatus; readonly due?: string | undefined };

/** Conduct that breaks rules or discipline [BQ-69, GX-112]. */
const BREACH: ReadonlySet<Conduct> = new Set(['wrongful', 'favour', 'falsified', 'irregular']);

/** Whether what was demanded was not done: the day has passed without an answer, the answer was returned, or the second look found it wrong [BQ-64]. */
export const unmet = (s: Seen, today: string): boolean => s.status === 'returned' || s.status === 'failed' || (s.status === 'demanded' && s.due !== undefined && s.due < today);

/** Why a rung may not be taken now; nothing where it may. Nothing is ever taken by itself: a missed day only opens the next rung. */
export function whyNot(s: Seen, rung: Rung, ladder: Ladder, today: string): { readonly rule: string; readonly allowed: readonly string[] } | undefined {
  if (s.closed) return { rule: '整改已办结', allowed: ['新立一项整改'] };
  const taken = new Set(s.steps.map((x) => x.rung));
  const atOnce = (rung.atOnce.includes('grave') && s.severity === 'grave') || (rung.atOnce.includes('breach') && BREACH.has(s.conduct));
  if (rung.handsOver && taken.has(rung.id)) return { rule: `已经${rung.label}`, allowed: ['登记回执'] };
  if (atOnce && !taken.has(rung.id)) return undefined;
  if (s.status === 'replied') return { rule: '单位的整改回复还没有审查', allowed: ['先认可或者退回'] };
  if (s.status === 'accepted' || s.status === 'reinspected') return { rule: '整改已经认可', allowed: ['复查', '办结'] };
  if (rung.after.length === 0) {
    if (taken.has(rung.id)) return { rule: `已经发过${rung.label}`, allowed: ['逾期未改的升级'] };
    const place = (id: string): number => ladder.rungs.findIndex((r) => r.id === id);
    return s.steps.some((x) => place(x.rung) > place(rung.id)) ? { rule: `已经采取过更严的措施，不再发${rung.label}`, allowed: ['逾期未改的升级'] } : undefined;
  }
  const before = ladder.rungs.filter((r) => rung.after.includes(r.id)).map((r) => r.label);
  if (!rung.after.some((id) => taken.has(id))) return { rule: `${rung.label}之前须先发${before.join('或')}`, allowed: before };
  return unmet(s, today) ? undefined : { rule: `${rung.label}用于没有按照整改意见整改的：时限未到，也没有退回或者复查不合格`, allowed: ['等到整改时限', '退回不合格的回复'] };
}
