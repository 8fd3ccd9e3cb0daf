import type { Resolved } from '../../policy/resolve.ts';
import { isEmergency } from '../aid-conditions.ts';
import { addUnit, scopeOf, type CaseContext } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import type { AidState, GivenConfirmation } from './state.ts';

/** One handing over of money or goods, with what came of it. */
export type Given = AidState['given'][number];

const givenOf = (s: Pick<CaseState, 'aid'>): readonly Given[] => s.aid?.given ?? [];

/** Those named as handlers besides whoever recorded it: each confirms at the own login, or disputes. */
export const secondsOf = (g: Given): string[] => [...new Set(g.handlers)].filter((h) => h !== g.by.user);

/** What a second handler said last of it; undefined = nothing yet. */
export const confirmationOf = (g: Given, user: string): GivenConfirmation | undefined => (g.confirmed ?? []).findLast((x) => x.by.user === user);

/** Second handlers who have said nothing yet. */
export const waitsFor = (g: Given): string[] => secondsOf(g).filter((h) => !confirmationOf(g, h));

/** Disputes that neither their author has taken back nor a leader has settled. */
export const disputesOf = (g: Given): GivenConfirmation[] => secondsOf(g).flatMap((h) => confirmationOf(g, h) ?? []).filter((x) => x.outcome === 'dispute' && (g.settled?.seq ?? 0) < x.seq);

/** How a handing over stands: waiting for its second handler, disputed, confirmed by all; or what a leader found of a dispute. */
export const givenStanding = (g: Given): 'waits' | 'disputed' | 'confirmed' | 'stands' | 'wrong' =>
  disputesOf(g).length > 0 ? 'disputed' : g.settled ? g.settled.outcome : waitsFor(g).length > 0 ? 'waits' : 'confirmed';

/** Whether a second handler may still speak of it: until confirmed by that person or settled by a leader. */
export const maySpeak = (g: Given, user: string): boolean => secondsOf(g).includes(user) && g.settled === undefined && confirmationOf(g, user)?.outcome !== 'agree';

/** Files of the receipt that the recipient signed, from the hand-over or brought in later. */
export const receiptOf = (g: Given): string[] => [...g.receiptFiles, ...(g.receipts ?? []).flatMap((r) => r.files)];

/** Handings over whose signed receipt is not in the case yet [HQ-142, HQ-176]. */
export const receiptsOwed = (s: Pick<CaseState, 'aid'>): Given[] => givenOf(s).filter((g) => receiptOf(g).length === 0);

/** Whether the signed receipt may follow: where help could not wait. The parameter where it must be there at once; undefined = it may follow. */
export function receiptAtOnce(s: CaseState, c: CaseContext): Resolved<boolean> | undefined {
  const rule = c.policy.find<boolean>('aid.receipt.required', scopeOf(s));
  return rule?.value === true && !isEmergency(s) ? rule : undefined;
}

/** A term that runs because of one handing over: `receipt`, `confirm`, `dispute`, each named with the handing over's place in the log. Dates in Asia/Shanghai. */
export interface GivenTerm {
  readonly id: string;
  readonly label: string;
  readonly from: string;
  readonly parameter: Resolved<number>;
  readonly finishedOn?: string | undefined;
}

const last = (days: readonly string[]): string | undefined => days.toSorted().at(-1);

/**
 * What follows a handing over and until when: the second handler's word from the day it was recorded, the signed receipt
 * from the day it was in hand, a leader's finding from the day of a dispute. None of them ever holds up the help.
 */
export function givenTerms(s: CaseState, c: CaseContext): GivenTerm[] {
  const scope = scopeOf(s);
  const confirm = c.policy.find<number>('aid.confirm.deadline', scope);
  const papers = c.policy.find<number>('aid.papers.deadline', scope);
  return givenOf(s).flatMap((g): GivenTerm[] => {
    const said = secondsOf(g).flatMap((h) => (g.confirmed ?? []).find((x) => x.by.user === h) ?? []);
    const disputed = (g.confirmed ?? []).find((x) => x.outcome === 'dispute');
    const open = disputesOf(g).length > 0;
    return [
      ...(confirm && secondsOf(g).length > 0 ? [{ id: `confirm.${g.seq}`, label: `第二经手人确认（${g.number}）`, from: g.on, parameter: confirm, ...(waitsFor(g).length > 0 && g.settled === undefined ? {} : { finishedOn: last(said.map((x) => x.on)) ?? g.settled?.on ?? g.on }) }] : []),
      ...(papers && g.receiptFiles.length === 0 ? [{ id: `receipt.${g.seq}`, label: `补交领取人签收的收据（${g.number}）`, from: g.at.slice(0, 10), parameter: papers, ...(receiptOf(g).length === 0 ? {} : { finishedOn: g.receipts?.[0]?.on ?? g.on }) }] : []),
      ...(confirm && disputed ? [{ id: `dispute.${g.seq}`, label: `处理给付异议（${g.number}）`, from: disputed.on, parameter: confirm, ...(open ? {} : { finishedOn: last([...(g.settled ? [g.settled.on] : []), ...(g.confirmed ?? []).map((x) => x.on)]) ?? disputed.on }) }] : []),
    ];
  });
}

/** Somebody, by account or by post, whom a handing over waits for, and until when. */
export interface GivenWork {
  readonly step: 'papers' | 'confirmGiven' | 'settleGiven';
  /** A post, or the account of the one person who may do it. */
  readonly who: string;
  readonly due: string;
  readonly provisional: boolean;
}

/** The work that handings over leave: at the named second's own list, at the handler's, at the leader's. The earliest stands for all of a case. */
export function givenWork(s: CaseState, c: CaseContext): GivenWork[] {
  const out = new Map<string, GivenWork>();
  const add = (step: GivenWork['step'], who: string, t: GivenTerm): void => {
    const { date: due, provisional } = addUnit(c, t.from, t.parameter);
    const known = out.get(`${step}/${who}`);
    if (!known || due < known.due) out.set(`${step}/${who}`, { step, who, due, provisional });
  };
  const terms = new Map(givenTerms(s, c).filter((t) => t.finishedOn === undefined).map((t) => [t.id, t]));
  for (const g of givenOf(s)) {
    const [confirm, receipt, dispute] = ['confirm', 'receipt', 'dispute'].map((k) => terms.get(`${k}.${g.seq}`));
    if (confirm) for (const h of waitsFor(g)) add('confirmGiven', h, confirm);
    if (receipt) add('papers', 'handler', receipt);
    if (dispute) add('settleGiven', 'leader', dispute);
  }
  return [...out.values()];
}

/** Shanghai date and minute at which a handing over was written down; undefined where the log of an older version does not tell. */
export const recordedMinute = (g: Given): string | undefined => (g.recordedAt === undefined ? undefined : new Date(Date.parse(g.recordedAt) + 8 * 3_600_000).toISOString().slice(0, 16));

/** Hours (rounded down) by which it was written down later than the rule says; undefined = in time, or no rule. */
export function recordedLate(g: Given, s: CaseState, c: CaseContext): number | undefined {
  const hours = c.policy.find<number>('aid.record.deadline', scopeOf(s));
  if (!hours || g.recordedAt === undefined) return undefined;
  const over = (Date.parse(g.recordedAt) - Date.parse(`${g.at}:00+08:00`)) / 3_600_000 - hours.value;
  return over > 0 ? Math.floor(over) : undefined;
}
