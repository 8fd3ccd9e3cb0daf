import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Benefit, ExistingLine, HoldCode } from './model.ts';
import { county, factsOf, MONTHS } from './roll.fixture.ts';
import { monthsOwed, planRoll, type RollFacts } from './roll.ts';

const benefit = (more: Partial<Benefit> = {}): Benefit => ({ id: 'b', programme: 'dibao', person: 'p', human: 'u', monthlyFen: 109_000, fromMonth: '2022-03', payment: 'monthly', ...more });
const facts = (more: Partial<RollFacts> = {}): RollFacts => ({
  benefits: [benefit()], lines: [], accounts: new Map([['p', { id: 'a', number: 'n', holder: 'name' }]]), names: new Map([['p', 'name']]), humans: new Map([['p', 'u']]), households: new Map(), excludes: [], today: '2022-03-05', ...more,
});
const holds = (f: RollFacts, month = '2022-03'): readonly HoldCode[] => planRoll('dibao', month, f)[0]?.holds ?? [];
const line = (more: Partial<ExistingLine> = {}): ExistingLine => ({ benefit: 'b', month: '2022-03', dueFen: 109_000, paidFen: 0, status: 'held', rollMonth: '2022-03', rollStatus: 'released', cleared: [], ...more });

describe('which months a benefit owes', () => {
  it('[HQ-171] owes nothing in the month of confirmation and the full sum from the month after it', () => {
    expect(planRoll('dibao', '2022-02', facts())).toEqual([]);
    expect(planRoll('dibao', '2022-03', facts())).toMatchObject([{ month: '2022-03', dueFen: 109_000, status: 'ready', origin: 'new' }]);
  });
  it('makes up for every month that no roll has taken up, one line each', () => {
    expect(planRoll('dibao', '2022-05', facts()).map((l) => l.month)).toEqual(['2022-03', '2022-04', '2022-05']);
    expect(monthsOwed({ fromMonth: '2021-11', payment: 'monthly' }, '2022-02')).toEqual(['2021-11', '2021-12', '2022-01', '2022-02']);
  });
  it('owes a single payment once, in its month', () => {
    expect(monthsOwed({ fromMonth: '2022-03', payment: 'once' }, '2022-06')).toEqual(['2022-03']);
    expect(monthsOwed({ fromMonth: '2022-03', payment: 'once' }, '2022-02')).toEqual([]);
  });
  it('owes nothing after the last month, nor when it ended before it began', () => {
    expect(monthsOwed({ fromMonth: '2022-03', toMonth: '2022-04', payment: 'monthly' }, '2022-09')).toEqual(['2022-03', '2022-04']);
    expect(monthsOwed({ fromMonth: '2022-03', toMonth: '2022-02', payment: 'monthly' }, '2022-09')).toEqual([]);
  });
});

describe('holds', () => {
  it('holds a line without account, with a foreign holder, of a dead payee, of a reopened case', () => {
    expect(holds(facts({ accounts: new Map() }))).toEqual(['noAccount']);
    expect(holds(facts({ names: new Map([['p', 'other']]) }))).toEqual(['holderDiffers']);
    expect(holds(facts({ benefits: [benefit({ dead: true, reopened: true })] }))).toEqual(['payeeDead', 'caseReopened']);
  });
  it('holds a report that ended the day before the month, not one that lasts into it', () => {
    expect(holds(facts({ benefits: [benefit({ reportValidTo: '2022-02-28' })] }))).toEqual(['reportExpired']);
    expect(holds(facts({ benefits: [benefit({ reportValidTo: '2022-03-01' })] }))).toEqual([]);
  });
  it('holds an account shared with a stranger, not one shared within a household or by one human registered twice', () => {
    const shared = { accounts: new Map(['p', 'q'].map((p) => [p, { id: p, number: 'n', holder: 'name' }])), names: new Map([['p', 'name'], ['q', 'name']]) };
    expect(holds(facts({ ...shared, humans: new Map([['p', 'u'], ['q', 'v']]) }))).toEqual(['sharedAccount']);
    expect(holds(facts({ ...shared, humans: new Map([['p', 'u'], ['q', 'v']]), households: new Map([['u', new Set(['c'])], ['v', new Set(['c'])]]) }))).toEqual([]);
    expect(holds(facts({ ...shared, humans: new Map([['p', 'u'], ['q', 'u']]) }))).toEqual([]);
  });
  it('[HQ-172] takes the account of the carer or institution that an agreement names for no stranger’s, and nobody else’s', () => {
    const agreed = (holder: string) => ({ benefits: [benefit({ agreedHolder: 'carer' })], names: new Map([['p', 'name'], ['q', 'name']]), accounts: new Map([['p', { id: 'a', number: 'n', holder }], ['q', { id: 'b', number: 'n', holder }]]), humans: new Map([['p', 'u'], ['q', 'v']]) });
    expect(holds(facts(agreed('carer')))).toEqual([]);
    expect(holds(facts(agreed('other')))).toEqual(['holderDiffers', 'sharedAccount']);
    // The money of somebody supported in an institution goes to it: their own account is held too.
    expect(holds(facts({ benefits: [benefit({ agreedHolder: 'institution' })], names: new Map([['p', 'name']]), accounts: new Map([['p', { id: 'a', number: 'n', holder: 'name' }]]) }))).toEqual(['holderDiffers']);
  });
  it('[HQ-172] lets whoever draws by written agreement have the money on the days of the agreement, and holds it on the day after', () => {
    const by = (from: string, until: string) => holds(facts({ names: new Map([['p', 'name']]), accounts: new Map([['p', { id: 'a', number: 'n', holder: 'daughter' }]]), agreements: [{ person: 'p', holder: 'daughter', from, until }] }));
    expect(by('2022-03-05', '2022-03-05')).toEqual([]);
    expect(by('2021-03-05', '2022-03-04')).toEqual(['agreementExpired']);
    expect(by('2022-03-06', '2023-03-04')).toEqual(['agreementExpired']);
    expect(holds(facts({ accounts: new Map([['p', { id: 'a', number: 'n', holder: 'son' }]]), agreements: [{ person: 'p', holder: 'daughter', from: '2022-01-01', until: '2022-12-31' }] }))).toEqual(['holderDiffers']);
  });
  it('takes a crowd on one account for strangers without asking who is related to whom', () => {
    const people = Array.from({ length: 31 }, (_, i) => `p${i}`);
    const crowd = (n: number) => facts({
      benefits: [benefit({ person: 'p0', human: 'p0' })], accounts: new Map(people.slice(0, n).map((p) => [p, { id: p, number: 'n', holder: 'name' }])), names: new Map([['p0', 'name']]),
      humans: new Map(people.map((p) => [p, p])), households: new Map(people.map((p) => [p, new Set(['c'])])),
    });
    expect(holds(crowd(30))).toEqual([]);
    expect(holds(crowd(31))).toEqual(['sharedAccount']);
  });
  it('holds both claims of one human that exclude each other, until one of them is excluded', () => {
    const other = benefit({ id: 'o', programme: 'heating', person: 'q' });
    expect(holds(facts({ benefits: [benefit(), other], excludes: ['heating'] }))).toEqual(['paidElsewhere']);
    expect(holds(facts({ benefits: [benefit(), other] }))).toEqual([]);
    expect(holds(facts({ benefits: [benefit(), { ...other, programme: 'dibao' }] }))).toEqual(['paidElsewhere']);
    expect(holds(facts({ benefits: [benefit(), other], excludes: ['heating'], lines: [line({ benefit: 'o', status: 'excluded' })] }))).toEqual([]);
  });
  it('carries what a released roll left unpaid, and holds it while the account that the bank refused is unchanged', () => {
    expect(planRoll('dibao', '2022-04', facts({ lines: [line({ status: 'rejected', paidFen: 9_000, refusedAccount: 'a', cleared: ['holderDiffers'] })] }))).toMatchObject([
      { month: '2022-03', origin: 'carried', dueFen: 109_000, paidFen: 9_000, status: 'held', holds: ['bankRefused'], cleared: [] },
      { month: '2022-04', origin: 'new', status: 'ready' },
    ]);
    expect(planRoll('dibao', '2022-04', facts({ lines: [line({ status: 'rejected', refusedAccount: 'old' })] }))[0]).toMatchObject({ status: 'ready', origin: 'carried' });
  });
  it('leaves alone what is in transit, paid, excluded, or in another roll still being made', () => {
    for (const status of ['sent', 'paid', 'excluded'] as const) expect(planRoll('dibao', '2022-04', facts({ lines: [line({ status })] })).map((l) => l.month)).toEqual(['2022-04']);
    expect(planRoll('dibao', '2022-04', facts({ lines: [line({ status: 'held', rollStatus: 'frozen' })] })).map((l) => l.month)).toEqual(['2022-04']);
  });
  it('adds what was added later to a month as a line of its own, which waits for the same reasons', () => {
    const f = facts({ lines: [line({ status: 'paid', paidFen: 109_000 })], supplements: [{ benefit: 'b', month: '2022-03', part: 1, fen: 4_000 }] });
    expect(planRoll('dibao', '2022-04', f)).toMatchObject([{ month: '2022-03', part: 1, dueFen: 4_000, status: 'ready', origin: 'new' }, { month: '2022-04', part: 0, dueFen: 109_000 }]);
    expect(planRoll('dibao', '2022-04', { ...f, accounts: new Map() }).map((l) => l.holds)).toEqual([['noAccount'], ['noAccount']]);
    expect(planRoll('dibao', '2022-02', f)).toEqual([]);
  });
  it('[HQ-175] pays by bank what of a single payment was not given in cash, and nothing when nothing is left', () => {
    const once = (cashFen: number) => planRoll('dibao', '2022-03', facts({ benefits: [benefit({ payment: 'once', cashFen })] }));
    expect(once(100_000)).toMatchObject([{ dueFen: 9_000 }]);
    expect(once(109_000)).toEqual([]);
  });
  it('holds a household whose review was due before the month, not one whose review is due in it', () => {
    expect(holds(facts({ benefits: [benefit({ reviewDue: '2022-02-28' })] }))).toEqual(['reviewOverdue']);
    expect(holds(facts({ benefits: [benefit({ reviewDue: '2022-03-01' })] }))).toEqual([]);
  });
  it('excludes an unpaid line whose benefit has ended before its month', () => {
    expect(planRoll('dibao', '2022-03', facts({ benefits: [benefit({ toMonth: '2022-02' })], lines: [line({ status: 'ready', rollStatus: 'drafted' })] }))).toMatchObject([{ status: 'excluded', holds: [] }]);
  });
});

const keyed = (l: { readonly benefit: string; readonly month: string; readonly part?: number | undefined }): string => `${l.benefit}|${l.month}|${l.part ?? 0}`;

describe('a roll made of any county', () => {
  it('has every owed month once and none that another line has; a line is held exactly when it has a reason', () => {
    fc.assert(fc.property(county, fc.constantFrom(...MONTHS), (c, month) => {
      const f = factsOf(c, month);
      const planned = planRoll('dibao', month, f);
      const keys = planned.map(keyed);
      expect(new Set(keys).size).toBe(keys.length);
      for (const l of planned) expect(l.status === 'held').toBe(l.holds.length > 0);
      const all = new Set([...keys, ...f.lines.map(keyed)]);
      for (const b of f.benefits.filter((x) => x.programme === 'dibao')) for (const m of monthsOwed(b, month)) expect(all.has(`${b.id}|${m}|0`)).toBe(b.monthlyFen > (b.cashFen ?? 0) || f.lines.some((l) => l.benefit === b.id && l.month === m));
      for (const s of f.supplements ?? []) if (s.month <= month && f.benefits.some((b) => b.id === s.benefit && b.programme === 'dibao')) expect(all.has(keyed(s))).toBe(true);
      expect(planned.every((l) => l.month <= month || l.origin === 'kept' || l.origin === 'carried')).toBe(true);
    }));
  });
  it('gives no second line when it is made again', () => {
    fc.assert(fc.property(county, fc.constantFrom(...MONTHS), (c, month) => {
      const f = factsOf(c, month);
      const first = planRoll('dibao', month, f);
      const taken = new Map(first.map((l) => [keyed(l), l]));
      const lines: ExistingLine[] = [
        ...f.lines.filter((l) => !taken.has(keyed(l))),
        ...first.map((l): ExistingLine => ({ ...l, rollMonth: month, rollStatus: 'drafted', refusedAccount: f.lines.find((x) => l.part === 0 && x.benefit === l.benefit && x.month === l.month)?.refusedAccount })),
      ];
      const second = planRoll('dibao', month, { ...f, lines });
      expect(second.every((l) => l.origin === 'kept')).toBe(true);
      const open = first.filter((l) => l.status !== 'excluded');
      expect(second.map((l) => [keyed(l), l.dueFen])).toEqual(open.map((l) => [keyed(l), l.dueFen]));
    }));
  });
});
