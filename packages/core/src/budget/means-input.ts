import type { Action } from '../case/actions.ts';
import { findingsOf } from '../case/care/evolve.ts';
import type { HouseholdFacts, Member, Obligor, Property } from '../case/facts.ts';
import type { CaseState } from '../case/state.ts';
import { computeAmount } from '../means/compute.ts';
import { missingOf } from '../means/missing.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import type { Cannot } from './outcomes.ts';

/**
 * The facts of a decided household as far as a formula reads them, without persons' ids, places and free text: what a
 * what-if of a new standard needs, so that it opens no case. Persons are their place in the list of members.
 */
export interface CompactFacts {
  /** Area: u(rban), r(ural). */
  readonly a: 'u' | 'r';
  /** Place of the applicant among the members. */
  readonly h: number;
  /** Applied for alone. */
  readonly s?: 1;
  readonly c?: HouseholdFacts['categories'];
  readonly m: readonly CompactMember[];
  readonly o?: readonly CompactObligor[];
  readonly i?: readonly (readonly [number, HouseholdFacts['incomes'][number]['kind'], number, (0 | 1)?, HouseholdFacts['incomes'][number]['away']?])[];
  readonly e?: readonly (readonly [number, HouseholdFacts['expenses'][number]['kind'], number])[];
  readonly p?: readonly (readonly [number, Property['kind'], number, number, (0 | 1)?])[];
  readonly y?: HouseholdFacts['lastYear'];
  readonly u?: HouseholdFacts['support'];
}
type CompactMember = readonly [birth: string, health: Member['health'], labour: Member['labour'], occupation: Member['occupation'], more?: Pick<Member, 'disability' | 'excluded' | 'pregnant'>];
type CompactObligor = readonly [supports: number, relation: Obligor['relation'], size: number, income: number, supported: number, sharers: number, more?: { agreed?: number; unable?: 1; ability?: Obligor['ability'] }];

const NOBODY = -1;
/** Somebody who is no member: what belongs to them counts nowhere. */
const STRANGER = -2;
const said = (text: string | undefined): 0 | 1 => ((text?.trim() ?? '') === '' ? 0 : 1);
const full = <T extends object>(x: T): T | undefined => (Object.keys(x).length === 0 ? undefined : x);

/** Everything of the facts that any formula reads. {@link expandFacts} gives facts of which every formula says the same sum. */
export function compactFacts(f: HouseholdFacts): CompactFacts {
  const at = new Map(f.members.map((m, i) => [m.person, i]));
  const place = (person: string | undefined): number => (person === undefined ? NOBODY : (at.get(person) ?? STRANGER));
  return {
    a: f.area === 'urban' ? 'u' : 'r', h: place(f.applicant), ...(f.single ? { s: 1 } : {}), ...(f.categories && f.categories.length > 0 ? { c: f.categories } : {}),
    m: f.members.map((m) => {
      const more = full({ ...(m.disability ? { disability: m.disability } : {}), ...(m.excluded ? { excluded: m.excluded } : {}), ...(m.pregnant ? { pregnant: true } : {}) });
      return more ? [m.birth, m.health, m.labour, m.occupation, more] : [m.birth, m.health, m.labour, m.occupation];
    }),
    ...(f.obligors.length > 0 ? { o: f.obligors.map((o): CompactObligor => {
      const more = full({ ...(o.agreed === undefined ? {} : { agreed: o.agreed }), ...(said(o.unable) ? { unable: 1 as const } : {}), ...(o.ability ? { ability: o.ability } : {}) });
      const head = [place(o.supports), o.relation, o.householdSize, o.monthlyIncome, o.supportedCount, o.sharers] as const;
      return more ? [...head, more] : head;
    }) } : {}),
    ...(f.incomes.length > 0 ? { i: f.incomes.map((x) => (x.away ? [place(x.person), x.kind, x.monthly, said(x.proof), x.away] : [place(x.person), x.kind, x.monthly])) } : {}),
    ...(f.expenses.length > 0 ? { e: f.expenses.map((x) => [place(x.person), x.kind, x.monthly]) } : {}),
    ...(f.properties.length > 0 ? { p: f.properties.map((x) => (said(x.exempt) ? [place(x.person), x.kind, x.value, x.count, 1] : [place(x.person), x.kind, x.value, x.count])) } : {}),
    ...(f.lastYear ? { y: { income: f.lastYear.income, expenses: f.lastYear.expenses.map((x) => ({ kind: x.kind, total: x.total })) } } : {}),
    ...(f.support ? { u: f.support } : {}),
  };
}

const who = (place: number): string => `m${place}`;

/** Facts again, with invented ids: complete for every formula, for nothing else. */
export function expandFacts(c: CompactFacts): HouseholdFacts {
  return {
    applicant: who(c.h), area: c.a === 'u' ? 'urban' : 'rural', address: '', hardship: 'other', statement: '', single: c.s === 1, ...(c.c ? { categories: c.c } : {}),
    members: c.m.map(([birth, health, labour, occupation, more], i) => ({ person: who(i), relation: 'other', birth, sex: 'female', health, labour, occupation, ...more })),
    obligors: (c.o ?? []).map(([supports, relation, householdSize, monthlyIncome, supportedCount, sharers, more], i) => ({ person: `o${i}`, supports: who(supports), relation, householdSize, monthlyIncome, supportedCount, sharers, ...(more?.agreed === undefined ? {} : { agreed: more.agreed }), ...(more?.unable ? { unable: '是' } : {}), ...(more?.ability ? { ability: more.ability } : {}) })),
    incomes: (c.i ?? []).map(([place, kind, monthly, proof, away]) => ({ person: who(place), kind, monthly, ...(proof ? { proof: '有' } : {}), ...(away ? { away } : {}) })),
    expenses: (c.e ?? []).map(([place, kind, monthly]) => ({ ...(place === NOBODY ? {} : { person: who(place) }), kind, monthly })),
    properties: (c.p ?? []).map(([place, kind, value, count, exempt]) => ({ ...(place === NOBODY ? {} : { person: who(place) }), kind, value, count, ...(exempt ? { exempt: '是' } : {}) })),
    ...(c.y ? { lastYear: c.y } : {}), ...(c.u ? { support: c.u } : {}),
  };
}

/** What one decision or change leaves for later what-ifs. Sums are fen per month, months `YYYY-MM`. */
export interface MeansRow {
  /** Place in the case's log of the act that decided it. */
  readonly seq: number;
  readonly status: 'granted' | 'refused';
  readonly programme: string;
  /** Date whose law and ages the sum was found by. */
  readonly lawOn: string;
  /** First month for which it holds; of a refusal the month of the decision. */
  readonly fromMonth: string;
  readonly persons: number;
  readonly incomeFen: number | null;
  readonly fen: number;
  readonly unable: number | null;
  readonly facts: CompactFacts | null;
  readonly why: Cannot | null;
  /** What is missing, in words. */
  readonly detail: string | null;
}

/** The end of what was paid, and what stands after it: nothing, or a household that no longer passed the means test. */
export interface MeansStep {
  /** First month in which the row before no longer holds. */
  readonly endsFrom?: string | undefined;
  readonly row?: MeansRow | undefined;
}

type Found = Pick<MeansRow, 'persons' | 'incomeFen' | 'facts' | 'why' | 'detail'> & { readonly eligible: boolean };

function look(s: CaseState, programme: Programme, policy: Policy, lawOn: string, decidedFen: number): Found {
  const persons = s.facts.members.filter((m) => m.excluded === undefined).length;
  const { unable } = findingsOf(s);
  try {
    const r = computeAmount(programme, s.facts, policy, lawOn, unable === undefined ? {} : { unable });
    const why = r.monthlyFen === decidedFen ? null : ('differs' as const);
    return { persons: r.persons, incomeFen: r.householdIncomeFen, facts: compactFacts(s.facts), why, detail: why && `按事实测算每月 ${(r.monthlyFen / 100).toFixed(2)} 元`, eligible: r.eligible };
  } catch (e) {
    const missing = missingOf(e, policy);
    if (!missing) throw e;
    return { persons, incomeFen: null, facts: null, why: 'missing', detail: missing.label, eligible: false };
  }
}

/**
 * What an action leaves for what-ifs, given the state after it: a grant, a refusal for want of means, a change, an end, a
 * roster taken over. Undefined for every other action. A programme that pays once or nothing leaves nothing.
 * @param seq the action's place in the log. @param previous the row that held before, whose facts and law a standard changed by decision keeps.
 */
export function meansStep(s: CaseState, a: Action, seq: number, programme: Programme, policy: Policy, previous?: MeansRow): MeansStep | undefined {
  if (programme.payment !== 'monthly') return undefined;
  const unable = findingsOf(s).unable ?? null;
  const base = { seq, programme: s.programme, unable };
  const granted = (lawOn: string, fromMonth: string, fen: number): MeansRow => {
    // Facts taken over from a roster are names and a sum: until a change was decided on facts nobody knows the rest.
    if (s.imported && !s.changes?.some((c) => c.kind === 'adjust' && !c.byStandard)) return { ...base, status: 'granted', lawOn, fromMonth, fen, persons: s.facts.members.length, facts: null, why: 'imported', detail: null, incomeFen: null };
    const { eligible: _, ...found } = look(s, programme, policy, lawOn, fen);
    return { ...base, status: 'granted', lawOn, fromMonth, fen, ...found };
  };
  const refused = (lawOn: string, fromMonth: string): MeansRow | undefined => {
    const { eligible, ...found } = look(s, programme, policy, lawOn, 0);
    return eligible || found.facts === null ? undefined : { ...base, status: 'refused', lawOn, fromMonth, fen: 0, ...found };
  };
  switch (a.kind) {
    case 'decided':
      if (a.body.outcome === 'grant') return a.body.monthlyFen > 0 && a.body.fromMonth ? { row: granted(s.applicationDate, a.body.fromMonth, a.body.monthlyFen) } : undefined;
      return { row: refused(s.applicationDate, a.on.slice(0, 7)) };
    case 'imported':
      return { row: granted(a.on, a.body.payFrom, a.body.monthlyFen) };
    case 'changeDecided': {
      if (a.body.outcome !== 'agree') return undefined;
      if (a.body.kind === 'stop') return { endsFrom: a.body.fromMonth, row: refused(a.on, a.body.fromMonth) };
      return { endsFrom: a.body.fromMonth, row: granted(a.on, a.body.fromMonth, a.body.monthlyFen) };
    }
    case 'gradeChanged':
      return { endsFrom: a.body.fromMonth, row: granted(a.on, a.body.fromMonth, a.body.monthlyFen) };
    case 'standardChanged':
      return previous ? { endsFrom: a.body.fromMonth, row: { ...previous, seq, fromMonth: a.body.fromMonth, fen: a.body.monthlyFen } } : undefined;
    default:
      return undefined;
  }
}

