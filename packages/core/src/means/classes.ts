import type { Member } from '../case/facts.ts';
import { ageOn } from '../people/id-number.ts';
import type { DisabilityRule, PersonClass } from '../policy/tables.ts';
import { disabilityWord, HEALTH_WORDS, LABOUR_WORDS, OCCUPATION_WORDS } from './words.ts';

/** Whether a member's certificate is one of the kinds at the grade or a more severe one (1 is the most severe). */
export const holds = (m: Member, rules: readonly DisabilityRule[]): boolean => {
  const d = m.disability;
  return d !== undefined && rules.some((r) => r.kinds.includes(d.kind) && d.grade <= r.maxGrade);
};

/**
 * Why a member belongs to a class of persons on a date, in words for the working (`72 周岁`, `视力残疾一级`), or undefined
 * when none of the alternatives holds. A class without alternatives matches nobody: an empty rule must not let everyone in.
 */
export function reasonInClass(m: Member, c: PersonClass, on: string): string | undefined {
  if (c.age && (c.age.min !== undefined || c.age.max !== undefined)) {
    const age = ageOn(m.birth, on);
    if (age >= (c.age.min ?? 0) && age <= (c.age.max ?? Infinity)) return `${age} 周岁`;
  }
  if (c.disability && m.disability && holds(m, c.disability)) return disabilityWord(m.disability);
  if (c.health?.includes(m.health)) return HEALTH_WORDS[m.health];
  if (c.labour?.includes(m.labour)) return LABOUR_WORDS[m.labour];
  if (c.occupation?.includes(m.occupation)) return OCCUPATION_WORDS[m.occupation];
  if (c.pregnant === true && m.pregnant === true) return '孕期';
  return undefined;
}

/** The first class that a member belongs to, as a reason. */
export function reasonInAny(m: Member, classes: readonly PersonClass[], on: string): string | undefined {
  for (const c of classes) {
    const reason = reasonInClass(m, c, on);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
