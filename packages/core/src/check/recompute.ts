import { memberSchema, type HouseholdFacts } from '../case/facts.ts';
import { computeAmount } from '../means/compute.ts';
import type { Findings } from '../means/destitute.ts';
import { missingOf } from '../means/missing.ts';
import { formatYuan } from '../money/fen.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { Wrong } from './model.ts';
import type { Found } from './payloads.ts';

/** What was decided, or what is paid now: the sum that a check looks at, and the day whose law it was made by. */
export interface Stated {
  readonly outcome: 'grant' | 'refuse';
  readonly fen: number;
  readonly lawOn: string;
  /** Pays one sum, not one a month. */
  readonly once: boolean;
}

/** What the law gives a household as it was found. `minFen` below `fen`: the table leaves room between the two. */
export interface FoundSum {
  readonly eligible: boolean;
  readonly fen: number;
  readonly minFen: number;
  readonly persons: number;
  readonly grounds: readonly string[];
}

/** The case's facts with what was found in their place: who lives there, what comes in, what is owned. What a visit does not find out (obligors, certificates, the twelve months before) stays as the case has it. */
export function applyFound(facts: HouseholdFacts, found: Found): HouseholdFacts | Refusal {
  const known = new Set(facts.members.map((m) => m.person));
  if (found.members.some((p) => !known.has(p))) return refuse('input.invalid', '所列的人不在案件的家庭成员中', { allowed: ['案件没有的人另外登记'] });
  const members = [...facts.members.filter((m) => found.members.includes(m.person)), ...found.more.map((m) => memberSchema.parse(m))];
  const here = new Set(members.map((m) => m.person));
  if (here.size !== members.length) return refuse('input.invalid', '同一人登记了两次');
  if (found.incomes.some((i) => !here.has(i.person))) return refuse('input.invalid', '收入所指的人不在查到的家庭成员中');
  return {
    ...facts, members, obligors: facts.obligors.filter((o) => here.has(o.supports)), expenses: facts.expenses.filter((e) => e.person === undefined || here.has(e.person)),
    incomes: [...found.incomes], properties: [...found.properties], ...(found.needs === undefined ? {} : { needs: [...found.needs] }),
  };
}

/** The sum that the facts found give by the law of the decision; a refusal where a needed parameter or fact is nowhere stated. */
export function sumOf(programme: Programme, facts: HouseholdFacts, found: Found, policy: Policy, on: string, known: Findings): FoundSum | Refusal {
  const whole = applyFound(facts, found);
  if ('refused' in whole) return whole;
  try {
    const r = computeAmount(programme, whole, policy, on, known);
    return { eligible: r.eligible, fen: r.monthlyFen, minFen: r.eligible ? (r.aid?.minFen ?? r.monthlyFen) : 0, persons: r.persons, grounds: r.grounds };
  } catch (e) {
    const missing = missingOf(e, policy);
    if (!missing) throw e;
    return refuse('policy.absent', `没有${missing.label}，无法复算`, { missing: [missing.label] });
  }
}

export const sameSum = (a: FoundSum, b: FoundSum): boolean => a.eligible === b.eligible && a.fen === b.fen && a.minFen === b.minFen;

/** How what was decided stands to what was found: which way it is wrong, and by how much. */
export function difference(stated: Stated, sum: FoundSum): { readonly wrong: Wrong; readonly fen: number } | undefined {
  if (stated.outcome === 'refuse') return sum.eligible ? { wrong: 'refused', fen: sum.fen } : undefined;
  if (!sum.eligible) return { wrong: 'paid', fen: stated.fen };
  if (stated.fen > sum.fen) return { wrong: 'paid', fen: stated.fen - sum.fen };
  return stated.fen < sum.minFen ? { wrong: 'refused', fen: sum.minFen - stated.fen } : undefined;
}

/** `每月多发 120.00 元`, `不应给予，已给予每月 900.00 元`, `应予确认，每月 300.00 元`. */
export function differenceText(stated: Stated, sum: FoundSum): string {
  const d = difference(stated, sum);
  if (!d) return '与所作决定一致';
  const each = stated.once ? '' : '每月';
  if (stated.outcome === 'refuse') return `应予确认${d.fen > 0 ? `，${each} ${formatYuan(d.fen)}` : ''}`;
  if (!sum.eligible) return `不符合条件${d.fen > 0 ? `，已定${each} ${formatYuan(d.fen)}` : ''}`;
  return `${each}${d.wrong === 'paid' ? '多' : '少'} ${formatYuan(d.fen)}`;
}
