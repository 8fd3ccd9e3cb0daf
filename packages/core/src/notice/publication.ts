import { scopeOf, type CaseContext } from '../case/procedure.ts';
import type { CaseState } from '../case/state.ts';
import { ageOn } from '../people/id-number.ts';
import { maskName } from '../people/mask.ts';

/** Full age (民法典 17): a younger applicant's name is never shown whole. */
const ADULT = 18;

/** A running notice as the public sees it: these fields and no other. Money in fen; `fen` null where nothing is paid by this grant. */
export interface PublicNotice {
  readonly kind: 'notice';
  readonly programme: string;
  readonly programmeName: string;
  readonly name: string;
  readonly applicants: number;
  readonly persons: number | null;
  readonly fen: number | null;
  readonly payment: 'monthly' | 'once' | 'none';
  readonly outcome: 'grant' | 'refuse';
  readonly level: 'unit' | 'county';
  readonly from: string;
  /** Last day on which it is shown. */
  readonly until: string;
  readonly provisional: boolean;
  readonly place: string;
  readonly remark: string | null;
}

/** A line of the long-term list: name, number of family members and sum (57号 第二十四条). The sum itself is the benefit's. */
export interface PublicLine {
  readonly kind: 'list';
  readonly programme: string;
  readonly programmeName: string;
  readonly name: string;
  readonly persons: number;
  readonly payment: 'monthly' | 'once' | 'none';
  readonly from: string;
}

type Household = Pick<CaseState, 'programme' | 'facts'>;

const birthOf = (s: Household): string | undefined => s.facts.members.find((m) => m.person === s.facts.applicant)?.birth;

/** The applicant's name as a notice shows it: masked unless the county's rule says whole and the applicant is of age. */
export function noticeName(s: CaseState, c: CaseContext, name: string, on: string): string {
  const birth = birthOf(s);
  const open = c.policy.find<boolean>('notice.full-name', scopeOf(s))?.value === true && birth !== undefined && ageOn(birth, on) >= ADULT;
  return open ? name : maskName(name);
}

/** The name as the long-term list shows it: whole, as the rule asks, but a child's as the county's rule for children says. */
export function listName(s: Household, c: CaseContext, name: string, on: string): string {
  const birth = birthOf(s);
  if (birth !== undefined && ageOn(birth, on) >= ADULT) return name;
  return c.policy.find<string>('publication.child-name', { on, programme: s.programme })?.value === 'withheld' ? '未成年人' : maskName(name);
}

/** What the notice posted last shows; undefined before an opinion. */
export function publicNotice(s: CaseState, c: CaseContext, name: string): PublicNotice | undefined {
  const n = s.notices.at(-1);
  if (!n || !s.opinion) return undefined;
  const grant = s.opinion.outcome === 'grant';
  return {
    kind: 'notice', programme: s.programme, programmeName: c.programme.name, name: noticeName(s, c, name, n.on), applicants: s.facts.members.length, persons: grant ? (s.assessment?.persons ?? null) : null,
    fen: grant && c.programme.payment !== 'none' ? s.opinion.monthlyFen : null, payment: c.programme.payment, outcome: s.opinion.outcome, level: n.level, from: n.on, until: n.until, provisional: n.provisional, place: n.place, remark: n.remark ?? null,
  };
}

/** The line of a household that receives the programme. */
export const lineOf = (s: Household, c: CaseContext, name: string): PublicLine => ({ kind: 'list', programme: s.programme, programmeName: c.programme.name, name: listName(s, c, name, c.today), persons: s.facts.members.filter((m) => !m.excluded).length, payment: c.programme.payment, from: c.today });

/** The line of a granted case; undefined for any other. */
export const publicLine = (s: CaseState, c: CaseContext, name: string): PublicLine | undefined => (s.status === 'granted' ? lineOf(s, c, name) : undefined);
