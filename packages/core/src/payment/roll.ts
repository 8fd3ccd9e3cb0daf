import type { Fen } from '../money/fen.ts';
import type { AccountFacts, AgreementFacts, Benefit, ExistingLine, HoldCode, LineStatus } from './model.ts';
import { HOLD_CODES } from './model.ts';

/**
 * What a month's roll of a programme consists of, and what of it must wait. This is the specification: the server does
 * the same with set-based SQL, and a test holds both against each other.
 */

/** What is known of the county when a roll is made. Keys of `accounts` and `names` are persons, of `households` humans. */
export interface RollFacts {
  /** Benefits of every programme: double payment is looked for across programmes. */
  readonly benefits: readonly Benefit[];
  readonly lines: readonly ExistingLine[];
  /** What is to be added to months that rolls have already. */
  readonly supplements?: readonly { readonly benefit: string; readonly month: string; readonly part: number; readonly fen: Fen }[] | undefined;
  /** The account in use of each person who has one. */
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  readonly agreements?: readonly AgreementFacts[] | undefined;
  /** Day on which the roll is judged: agreements hold on it or do not. */
  readonly today: string;
  /** Keyed hash of each person's name. */
  readonly names: ReadonlyMap<string, string>;
  /** Humans of each person who has an account (whether a payee or not). */
  readonly humans: ReadonlyMap<string, string>;
  /** Cases in which a human is member or obligor: two humans with a case in common are related. */
  readonly households: ReadonlyMap<string, ReadonlySet<string>>;
  /** Programmes that may not be drawn in the same month as this one; the programme itself always counts. */
  readonly excludes: readonly string[];
}

export interface PlannedLine {
  readonly benefit: string;
  readonly month: string;
  readonly part: number;
  readonly dueFen: Fen;
  readonly paidFen: Fen;
  readonly status: Extract<LineStatus, 'ready' | 'held' | 'excluded'>;
  readonly holds: readonly HoldCode[];
  readonly cleared: readonly HoldCode[];
  /** `new`: not in any roll before; `carried`: left unpaid by an earlier, released roll; `kept`: already in this roll. */
  readonly origin: 'new' | 'carried' | 'kept';
}

const ordinal = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthOf = (n: number): string => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;

/** Months that a benefit owes up to and including `upTo`: one for a single payment. */
export function monthsOwed(b: Pick<Benefit, 'fromMonth' | 'toMonth' | 'payment'>, upTo: string): string[] {
  const last = b.payment === 'once' ? b.fromMonth : b.toMonth !== undefined && b.toMonth < upTo ? b.toMonth : upTo;
  if (last > upTo || (b.toMonth !== undefined && b.toMonth < b.fromMonth)) return [];
  const out: string[] = [];
  for (let n = ordinal(b.fromMonth); n <= ordinal(last); n++) out.push(monthOf(n));
  return out;
}

/** Whether a benefit owes that month. */
export const owes = (b: Benefit, month: string): boolean => b.fromMonth <= month && (b.toMonth === undefined || month <= b.toMonth) && (b.payment === 'monthly' || month === b.fromMonth);

/** More people than this on one account are no family: all of them count as strangers to one another. */
export const CROWD = 30;

/** Humans whose account number is also the account of somebody not related to them. */
export function strangersOnAccount(facts: Pick<RollFacts, 'accounts' | 'humans' | 'households'>): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>();
  for (const [person, account] of facts.accounts) {
    const human = facts.humans.get(person) ?? person;
    users.set(account.number, (users.get(account.number) ?? new Set()).add(human));
  }
  const out = new Map<string, ReadonlySet<string>>();
  for (const [number, humans] of users) {
    const all = [...humans];
    const strange = all.length > CROWD ? all : all.filter((a) => all.some((b) => a !== b && !related(a, b, facts.households)));
    if (strange.length > 0) out.set(number, new Set(strange));
  }
  return out;
}

function related(a: string, b: string, households: RollFacts['households']): boolean {
  const mine = households.get(a);
  const theirs = households.get(b);
  return mine !== undefined && theirs !== undefined && [...mine].some((c) => theirs.has(c));
}

interface Judge {
  readonly facts: RollFacts;
  readonly rollMonth: string;
  readonly strangers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byHuman: ReadonlyMap<string, readonly Benefit[]>;
  readonly excludedLines: ReadonlySet<string>;
}

const keyOf = (benefit: string, month: string, part = 0): string => `${benefit}|${month}|${part}`;

/** Every reason for which a line must wait, in the order of the catalogue. */
function holdsOf(b: Benefit, month: string, refusedAccount: string | undefined, j: Judge): HoldCode[] {
  const { facts } = j;
  const account = facts.accounts.get(b.person);
  const own = account !== undefined && account.holder === facts.names.get(b.person);
  // An agreement names whose account it may be, also where that account serves many.
  const agreements = account === undefined || own ? [] : (facts.agreements ?? []).filter((a) => a.person === b.person && a.holder === account.holder);
  const agreed = account !== undefined && ((b.agreedHolder !== undefined && account.holder === b.agreedHolder) || agreements.some((a) => a.from <= facts.today && facts.today <= a.until));
  const lapsed = !agreed && agreements.length > 0;
  const excluding = new Set([b.programme, ...facts.excludes]);
  const found: Record<HoldCode, boolean> = {
    noAccount: account === undefined,
    // Where the arrangement names who draws the money, an institution above all, the person's own account is not theirs.
    holderDiffers: account !== undefined && (b.agreedHolder !== undefined || !own) && !agreed && !lapsed,
    sharedAccount: account !== undefined && !agreed && j.strangers.get(account.number)?.has(b.human) === true,
    reportExpired: b.reportValidTo !== undefined && b.reportValidTo < `${j.rollMonth}-01`,
    payeeDead: b.dead === true,
    caseReopened: b.reopened === true,
    paidElsewhere: (j.byHuman.get(b.human) ?? []).some((o) => o.id !== b.id && excluding.has(o.programme) && owes(o, month) && !j.excludedLines.has(keyOf(o.id, month))),
    bankRefused: account !== undefined && refusedAccount === account.id,
    reviewOverdue: b.reviewDue !== undefined && b.reviewDue < `${j.rollMonth}-01`,
    agreementExpired: lapsed,
  };
  return HOLD_CODES.filter((h) => found[h]);
}

/** Roll states after which what was left unpaid goes over into a later roll. */
const DONE = new Set(['released', 'sent', 'reconciled']);

/**
 * Lines of the roll of `programme` for `month`: what this and every earlier month since the first owes and no roll has
 * yet, what earlier rolls left unpaid, and what this roll holds already while it is still drafted. A benefit's month has one line for ever, so
 * making the roll again adds nothing. A line whose benefit ended before its month is excluded.
 */
export function planRoll(programme: string, month: string, facts: RollFacts): PlannedLine[] {
  const byHuman = new Map<string, Benefit[]>();
  for (const b of facts.benefits) byHuman.set(b.human, [...(byHuman.get(b.human) ?? []), b]);
  const lines = new Map(facts.lines.map((l) => [keyOf(l.benefit, l.month, l.part), l]));
  const judge: Judge = {
    facts, rollMonth: month, strangers: strangersOnAccount(facts), byHuman,
    excludedLines: new Set(facts.lines.filter((l) => l.status === 'excluded' && (l.part ?? 0) === 0).map((l) => keyOf(l.benefit, l.month))),
  };
  const out: PlannedLine[] = [];
  for (const b of facts.benefits) {
    if (b.programme !== programme) continue;
    const owed = new Set(monthsOwed(b, month));
    const dueFen = b.monthlyFen - (b.cashFen ?? 0);
    if (dueFen > 0) for (const m of owed) if (!lines.has(keyOf(b.id, m))) out.push(plan(b, { month: m, part: 0, dueFen, paidFen: 0, cleared: [], origin: 'new' }, judge));
    for (const s of facts.supplements ?? [])
      if (s.benefit === b.id && s.month <= month && !lines.has(keyOf(b.id, s.month, s.part))) out.push(plan(b, { month: s.month, part: s.part, dueFen: s.fen, paidFen: 0, cleared: [], origin: 'new' }, judge));
    for (const l of facts.lines) {
      if (l.benefit !== b.id) continue;
      const carried = l.rollMonth < month && DONE.has(l.rollStatus) && (l.status === 'held' || l.status === 'rejected' || l.status === 'returned');
      const kept = l.rollMonth === month && l.rollStatus === 'drafted' && (l.status === 'held' || l.status === 'ready');
      if (!carried && !kept) continue;
      const base = { month: l.month, part: l.part ?? 0, dueFen: l.dueFen, paidFen: l.paidFen, cleared: carried ? [] : l.cleared, refusedAccount: l.refusedAccount, origin: carried ? ('carried' as const) : ('kept' as const) };
      out.push(plan(b, base, judge));
    }
  }
  return out.sort((x, y) => (keyOf(x.benefit, x.month, x.part) < keyOf(y.benefit, y.month, y.part) ? -1 : 1));
}

interface Base {
  readonly month: string;
  readonly part: number;
  readonly dueFen: Fen;
  readonly paidFen: Fen;
  readonly cleared: readonly HoldCode[];
  readonly refusedAccount?: string | undefined;
  readonly origin: PlannedLine['origin'];
}

function plan(b: Benefit, base: Base, judge: Judge): PlannedLine {
  const { refusedAccount, ...rest } = base;
  if (!owes(b, base.month)) return { benefit: b.id, ...rest, holds: [], status: 'excluded' };
  const holds = holdsOf(b, base.month, refusedAccount, judge).filter((h) => !base.cleared.includes(h));
  return { benefit: b.id, ...rest, holds, status: holds.length > 0 ? 'held' : 'ready' };
}
