import type { HouseholdFacts } from '../case/facts.ts';
import { computeAmount } from '../means/compute.ts';
import type { Findings } from '../means/destitute.ts';
import { missingOf } from '../means/missing.ts';
import { groundText } from '../means/model.ts';
import { exclusiveWith, preference } from '../policy/exclusive.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import type { AidCauses } from '../policy/tables.ts';
import type { Judgement, Outcome, Told, Verdict } from './model.ts';

/** A programme that tests nothing says nothing about a household: it is never recommended from the facts, and a letter is silent about it. */
export const UNTESTED = { kind: 'fact', key: 'untested', label: '本项目不审核家庭经济状况，能否享受按该项目的办法另行申请' } as const;

/** Temporary assistance answers to an event: where none is recorded nothing is asked, and nothing is said but that it can be applied for. */
const ON_EVENT = { kind: 'fact', key: 'untested', label: '遭遇意外、突发重病等急难，或者生活必需支出突然增加的，可以另行申请' } as const;
/** An urgent application looks into no income: from its facts nothing follows for programmes that do. */
const NOT_ASKED = { kind: 'fact', key: 'untested', label: '本次申请没有核算家庭收入和财产；基本生活长期困难的，可以另行申请' } as const;
const silent = (missing: Verdict['missing']): boolean => missing?.key === UNTESTED.key;

/** Whether the facts come from an application for temporary assistance that recorded no economy. */
const economyUnasked = (facts: HouseholdFacts, applied: Programme | undefined): boolean => applied?.formula === 'aid' && facts.incomes.length === 0 && facts.properties.length === 0;

function verdictOf(p: Programme, facts: HouseholdFacts, policy: Policy, on: string, found: Findings, applied: Programme | undefined): Verdict {
  const base = { programme: p.id, name: p.name, short: p.short, applicant: p.applicant, payment: p.payment, exclusive: exclusiveWith(policy, p.id, on), hints: [] };
  const unknown = (missing: NonNullable<Verdict['missing']>): Verdict => ({ ...base, outcome: 'unknown', monthlyFen: 0, grounds: [], missing });
  if (p.formula === 'aid' && (facts.event === undefined || !causeOf(facts, p, policy, on))) return unknown(ON_EVENT);
  if (p.formula !== 'aid' && economyUnasked(facts, applied)) return unknown(NOT_ASKED);
  try {
    const result = computeAmount(p, facts, policy, on, found);
    if (result.untested && result.eligible && p.formula !== 'aid') return { ...base, outcome: 'unknown', monthlyFen: 0, grounds: [], missing: UNTESTED };
    return { ...base, outcome: result.eligible ? 'eligible' : 'ineligible', monthlyFen: result.eligible ? result.monthlyFen : 0, grounds: result.grounds.map(groundText), hints: result.lines.filter((l) => l.id.startsWith('single-hint-')).map((l) => l.text), result };
  } catch (e) {
    const missing = missingOf(e, policy);
    if (!missing) throw e;
    return { ...base, outcome: 'unknown', monthlyFen: 0, grounds: [], missing };
  }
}

/** Whether the event is a cause of this programme; where no table is stated the formula says so itself. */
const causeOf = (facts: HouseholdFacts, p: Programme, policy: Policy, on: string): boolean =>
  policy.find<AidCauses>('aid.causes', { on, programme: p.id, area: facts.area })?.value.causes.some((c) => c.id === facts.event?.cause && c.programmes.includes(p.id)) ?? true;

const RANK: Record<Outcome, number> = { eligible: 0, ineligible: 1, unknown: 2 };
/** Money every month goes before a status, both before a single payment. */
const KIND: Record<Programme['payment'], number> = { monthly: 0, none: 1, once: 2 };

/**
 * Judges every programme in force on a date on the facts of one household: one application, one set of facts, all answers.
 * Pure. What cannot be computed is said to be unknown, with the parameter or fact that is missing, and recommended never.
 * @param on the date of application (`YYYY-MM-DD`): its law applies throughout.
 * @param applied the programme applied for, with which the others are compared.
 * @param found what the case has established besides, so that the sum told is the sum assessed (self-care: the nursing allowance).
 */
export function judge(facts: HouseholdFacts, policy: Policy, on: string, applied?: string, found: Findings = {}): Judgement {
  const order = (a: Verdict, b: Verdict): number =>
    RANK[a.outcome] - RANK[b.outcome] || KIND[a.payment] - KIND[b.payment] || b.monthlyFen - a.monthlyFen || preference(policy, a.programme, on) - preference(policy, b.programme, on) || (a.programme < b.programme ? -1 : 1);
  const by = applied === undefined ? undefined : policy.programme(applied, on);
  const verdicts = policy.programmes(on).map((p) => verdictOf(p, facts, policy, on, found, by)).sort(order);
  const fitting = verdicts.filter((v) => v.outcome === 'eligible');
  const own = verdicts.find((v) => v.programme === applied);
  const best = bestOf(own, fitting);
  const chosen = best ?? (own?.outcome === 'eligible' ? own : undefined);
  const also = fitting.filter((v) => v !== chosen && v !== own && !chosen?.exclusive.includes(v.programme)).map((v) => v.programme);
  return { on, applied, verdicts, better: best?.programme, also };
}

/**
 * The better programme: the best of those that fit when the one applied for does not; otherwise one that excludes it and pays
 * more a month. A single payment is no alternative to a monthly one and is told as additional.
 */
function bestOf(own: Verdict | undefined, fitting: readonly Verdict[]): Verdict | undefined {
  const lasting = fitting.filter((v) => v.payment !== 'once' && v !== own);
  if (own?.outcome !== 'eligible') return lasting[0];
  return lasting.find((v) => own.exclusive.includes(v.programme) && v.monthlyFen > own.monthlyFen);
}

/** The judgement as the log keeps it and letters tell it. */
export function told(j: Judgement, applied: string): Told {
  return {
    on: j.on, applied,
    verdicts: j.verdicts.map((v) => ({ programme: v.programme, name: v.name, payment: v.payment, outcome: v.outcome, monthlyFen: v.monthlyFen, grounds: [...v.grounds], ...(v.missing && !silent(v.missing) ? { missing: v.missing.label } : {}), ...(v.hints.length > 0 ? { hints: [...v.hints] } : {}) })),
    ...(j.better === undefined ? {} : { better: j.better }),
    also: [...j.also],
  };
}
