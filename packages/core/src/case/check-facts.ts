import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { HouseholdFacts } from './facts.ts';

/** Facts that contradict themselves: the applicant is one of the household, nobody twice, no stranger's income. */
export function checkFacts(f: HouseholdFacts): Refusal | undefined {
  const self = f.members.filter((m) => m.relation === 'self');
  if (self.length !== 1 || self[0]?.person !== f.applicant) return refuse('input.invalid', '申请人须是且仅是一名共同生活的家庭成员', { fields: [{ path: 'facts.applicant', message: '须在家庭成员中，关系为“本人”' }] });
  const persons = new Set(f.members.map((m) => m.person));
  if (persons.size !== f.members.length) return refuse('input.invalid', '家庭成员重复登记', { fields: [{ path: 'facts.members', message: '同一人出现两次' }] });
  const strangers = [...f.incomes.map((x) => x.person), ...f.obligors.map((o) => o.supports)].filter((p) => !persons.has(p));
  return strangers.length > 0 ? refuse('input.invalid', '收入或义务人所指的人不在家庭成员中', { fields: [{ path: 'facts.incomes', message: '所指的人须是家庭成员' }] }) : undefined;
}
