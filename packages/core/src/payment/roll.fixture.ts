import fc from 'fast-check';
import { HOLD_CODES, LINE_STATUSES, type AccountFacts, type Benefit, type ExistingLine, type HoldCode } from './model.ts';
import { monthsOwed, type RollFacts } from './roll.ts';

/** Random counties for the tests of core and server: few people, so that accounts, names and programmes collide often. */

export const MONTHS = ['2022-01', '2022-02', '2022-03', '2022-04'] as const;
export const PROGRAMMES = ['dibao', 'subsidy', 'heating'] as const;

/** A county in plain numbers: whoever loads it into a database or into maps gets the same one. */
export interface TestCounty {
  /** Registrations: which human, which name. */
  readonly persons: readonly { readonly human: number; readonly name: number; readonly accounts: readonly { readonly number: number; readonly holder: number }[];
    /** Who may draw the money, and whether the agreement holds, has run out or was ended. */
    readonly agreements: readonly { readonly holder: number; readonly state: 'live' | 'expired' | 'ended' }[] }[];
  /** Households: humans by number. */
  readonly cases: readonly { readonly members: readonly number[] }[];
  readonly benefits: readonly {
    readonly person: number; readonly case: number; readonly programme: string; readonly monthlyFen: number; readonly from: number; readonly to: number | null;
    readonly payment: 'monthly' | 'once'; readonly reportValidTo: string | null; readonly agreed: number | null; readonly reviewDue: string | null;
    /** Of a single payment: parts in four that were given in cash. What was added later to its months, by fen. */
    readonly cash: number; readonly supplements: readonly { readonly month: number; readonly fen: number }[]; readonly dead: boolean; readonly reopened: boolean;
    /** What earlier rolls left of its months, from the first owed on. */
    readonly past: readonly { readonly status: (typeof LINE_STATUSES)[number]; readonly roll: number; readonly part: number; readonly cleared: readonly HoldCode[]; readonly refused: 'no' | 'current' | 'earlier' }[];
  }[];
  readonly excludes: readonly string[];
}

const past = fc.record({ status: fc.constantFrom(...LINE_STATUSES), roll: fc.integer({ min: 0, max: 3 }), part: fc.integer({ min: 0, max: 3 }), cleared: fc.subarray([...HOLD_CODES], { maxLength: 2 }), refused: fc.constantFrom('no' as const, 'current' as const, 'earlier' as const) });

export const county: fc.Arbitrary<TestCounty> = fc
  .array(fc.record({ human: fc.nat(5), name: fc.nat(4), accounts: fc.array(fc.record({ number: fc.nat(3), holder: fc.nat(4) }), { maxLength: 2 }), agreements: fc.array(fc.record({ holder: fc.nat(4), state: fc.constantFrom('live' as const, 'expired' as const, 'ended' as const) }), { maxLength: 2 }) }), { minLength: 1, maxLength: 8 })
  .chain((persons) => fc.array(fc.record({ members: fc.uniqueArray(fc.nat(persons.length - 1), { maxLength: 3 }) }), { minLength: 1, maxLength: 6 }).chain((cases) => fc.record({
    persons: fc.constant(persons),
    cases: fc.constant(cases),
    benefits: fc.array(fc.record({
      person: fc.nat(persons.length - 1), case: fc.nat(cases.length - 1), programme: fc.constantFrom(...PROGRAMMES), monthlyFen: fc.integer({ min: 1, max: 500_000 }),
      from: fc.nat(3), to: fc.option(fc.nat(3), { freq: 4 }), payment: fc.constantFrom('monthly' as const, 'monthly' as const, 'once' as const),
      reportValidTo: fc.option(fc.constantFrom('2022-02-28', '2022-03-01', '2022-03-31'), { freq: 3 }), agreed: fc.option(fc.nat(4), { freq: 2 }), reviewDue: fc.option(fc.constantFrom('2022-02-28', '2022-03-01', '2022-03-31'), { freq: 2 }), cash: fc.constantFrom(0, 0, 1, 4), supplements: fc.array(fc.record({ month: fc.nat(3), fen: fc.integer({ min: 1, max: 9_000 }) }), { maxLength: 2 }), dead: fc.boolean(), reopened: fc.boolean(), past: fc.array(past, { maxLength: 3 }),
    }), { maxLength: cases.length }),
    excludes: fc.subarray([...PROGRAMMES].slice(1)),
  })));

/** State of a past roll: what lies before the month is released, the month itself still drafted, later ones released. */
export const rollStatusOf = (roll: number, month: string): 'drafted' | 'released' => (MONTHS[roll] === month ? 'drafted' : 'released');

/** Past lines of a benefit as they can really stand: unpaid parts fit their state. */
export function pastLines(b: TestCounty['benefits'][number], month: string): (Omit<ExistingLine, 'benefit' | 'refusedAccount'> & { refused: 'no' | 'current' | 'earlier' })[] {
  const months = monthsOwed({ fromMonth: MONTHS[b.from] ?? '', payment: b.payment }, MONTHS[3]);
  return b.past.slice(0, months.length).map((p, i) => {
    const rollMonth = MONTHS[p.roll] ?? '';
    const rollStatus = rollStatusOf(p.roll, month);
    const legal = rollStatus === 'drafted' && (p.status === 'sent' || p.status === 'paid' || p.status === 'rejected' || p.status === 'returned') ? 'ready' : p.status;
    const paidFen = legal === 'paid' ? b.monthlyFen : legal === 'rejected' || legal === 'ready' || legal === 'sent' ? Math.min(Math.floor((b.monthlyFen * p.part) / 4), b.monthlyFen - 1) : 0;
    return { month: months[i] ?? '', dueFen: b.monthlyFen, paidFen, status: legal, rollMonth, rollStatus, cleared: p.cleared, refused: p.refused };
  });
}

/** What of a benefit was given in cash. */
export const cashOf = (b: TestCounty['benefits'][number]): number => (b.payment === 'once' ? Math.floor((b.monthlyFen * b.cash) / 4) : 0);

/** What was added to its months, with the parts they get: one after the other in a month. */
export const supplementsOf = (b: TestCounty['benefits'][number]): { month: string; part: number; fen: number }[] =>
  b.supplements.map((s, i) => ({ month: MONTHS[s.month] ?? '', part: b.supplements.slice(0, i + 1).filter((x) => x.month === s.month).length, fen: s.fen }));

/** The account in use: the last registered one. */
export const accountOf = (c: TestCounty, person: number): AccountFacts | undefined => {
  const accounts = c.persons[person]?.accounts ?? [];
  const last = accounts.at(-1);
  return last && { id: `a${person}-${accounts.length - 1}`, number: `n${last.number}`, holder: `h${last.holder}` };
};

/** Day on which every roll of the fixture is judged. */
export const JUDGED_ON = '2022-05-01';
export const AGREEMENT_DAYS = { live: { expires: '2022-05-01', ended: null }, expired: { expires: '2022-04-30', ended: null }, ended: { expires: '2022-12-31', ended: '2022-05-01' } } as const;

/** The county as the pure function takes it. Persons are `p0…`, benefits `b0…`, humans `u0…`. */
export function factsOf(c: TestCounty, month: string): RollFacts {
  const households = new Map<string, Set<string>>();
  c.cases.forEach((k, i) => k.members.forEach((m) => {
    const human = `u${c.persons[m]?.human}`;
    households.set(human, (households.get(human) ?? new Set()).add(`c${i}`));
  }));
  const accounts = new Map(c.persons.flatMap((_, i) => {
    const account = accountOf(c, i);
    return account ? [[`p${i}`, account] as const] : [];
  }));
  return {
    benefits: c.benefits.map((b, i): Benefit => ({
      id: `b${i}`, programme: b.programme, person: `p${b.person}`, human: `u${c.persons[b.person]?.human}`, monthlyFen: b.monthlyFen, fromMonth: MONTHS[b.from] ?? '',
      toMonth: b.to === null ? undefined : MONTHS[b.to], payment: b.payment, reportValidTo: b.reportValidTo ?? undefined, agreedHolder: b.agreed === null ? undefined : `h${b.agreed}`, reviewDue: b.reviewDue ?? undefined, cashFen: cashOf(b), dead: b.dead, reopened: b.reopened,
    })),
    supplements: c.benefits.flatMap((b, i) => supplementsOf(b).map((s) => ({ ...s, benefit: `b${i}` }))),
    lines: c.benefits.flatMap((b, i) => pastLines(b, month).map(({ refused, ...l }): ExistingLine => ({ ...l, benefit: `b${i}`, refusedAccount: refused === 'current' ? accountOf(c, b.person)?.id : refused === 'earlier' ? 'earlier' : undefined }))),
    accounts, names: new Map(c.persons.map((p, i) => [`p${i}`, `h${p.name}`])), humans: new Map(c.persons.map((p, i) => [`p${i}`, `u${p.human}`])), households, excludes: c.excludes, today: JUDGED_ON,
    agreements: c.persons.flatMap((p, i) => p.agreements.map((a) => ({ person: `p${i}`, holder: `h${a.holder}`, from: '2022-01-01', until: a.state === 'live' ? '2022-05-01' : '2022-04-30' }))),
  };
}
