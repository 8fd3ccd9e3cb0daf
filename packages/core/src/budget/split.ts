import { computeAmount } from '../means/compute.ts';
import { missingOf } from '../means/missing.ts';
import type { Parameter, Programme, Source } from '../policy/model.ts';
import type { Policy, Resolved, Scope } from '../policy/resolve.ts';
import { expandFacts } from './means-input.ts';
import { isStandardKey } from './parameters.ts';
import { StandingLaw } from './standing-law.ts';
import type { CaseloadRow, Judged } from './what-if.ts';

type Law = Pick<Policy, 'nation' | 'county' | 'choices'>;
/** Whether an answer of the law tried is one of the standard's. */
type Takes = (key: string, answer: Resolved | undefined) => boolean;

/** The law of the day of a decision, except for what `takes` says: that is as the other law has it. */
class MixedLaw extends StandingLaw {
  readonly #other: StandingLaw;
  readonly #takes: Takes;
  constructor(policy: Law, on: string, other: StandingLaw, takes: Takes) {
    super(policy, on);
    this.#other = other;
    this.#takes = takes;
  }
  override find<T = unknown>(key: string, s: Scope): Resolved<T> | undefined {
    const answer = this.#other.find<T>(key, s);
    return this.#takes(key, answer) ? answer : super.find<T>(key, s);
  }
}

/** No stage of the past: the law with the standard that is tried. */
const TRIED = -1;
const AREAS = [undefined, 'urban', 'rural'] as const;
const holds = (x: { from?: string | undefined; to?: string | undefined }, on: string): boolean => (x.from ?? '0000') <= on && on <= (x.to ?? '9999');

/**
 * Tells apart why a household's sum differs by another law: because of the standard, or because other rules have changed since
 * its decision. The standard's parameters are the values tried out and those that the county decided (`decided`: their
 * instruments); without any tried, every parameter of which a county may decide another value.
 */
export class Splitter {
  readonly #law: StandingLaw;
  readonly #takes: Takes;
  readonly #bare: Law;
  readonly #stages: readonly (readonly [other: StandingLaw, takes: Takes])[];
  readonly #mixed = new Map<string, MixedLaw>();
  readonly #moved = new Map<string, boolean>();
  readonly #programmes: readonly (string | undefined)[];

  /** @param law the law of the what-if, with the values tried. */
  constructor(policy: Law, law: StandingLaw, tried: readonly Parameter[], decided: readonly string[] = []) {
    this.#law = law;
    const own = new Set(decided);
    const known = policy.county.parameters.filter((p) => own.has(p.source.instrument ?? ''));
    const among = (list: readonly Parameter[]): Takes => {
      const sources = new Set<Source>(list.map((p) => p.source));
      return (_, r) => r !== undefined && (sources.has(r.source) || (r.conflict !== undefined && sources.has(r.conflict.plan.source)));
    };
    const all = among([...tried, ...known]);
    this.#takes = tried.length > 0 ? all : (key, r) => isStandardKey(key) || all(key, r);
    // What a household was raised to before: by the first decision of the county, by the first two, and so on.
    this.#bare = known.length === 0 ? policy : { nation: policy.nation, county: { ...policy.county, parameters: policy.county.parameters.filter((p) => !known.includes(p)) }, choices: policy.choices };
    this.#stages = [[law, () => false], ...[...new Set(known.map((p) => p.from))].sort().map((on) => [new StandingLaw(policy, on), among(known.filter((p) => p.from <= on))] as const)];
    this.#programmes = [undefined, ...law.programmes(law.on).map((p) => p.id)];
  }

  /**
   * What the standard alone would give the household a month (fen), or undefined where the difference cannot be told apart: by
   * the law of its decision its facts do not give what it is paid, or something is missing in that law.
   * @param judged what {@link judgeRow} said of the row by the law of the what-if.
   */
  split(row: CaseloadRow, programme: Programme | undefined, judged: Judged): number | undefined {
    const { afterFen } = judged;
    if (afterFen === undefined || !programme || row.facts === null) return judged.beforeFen;
    if (row.status === 'refused' || !this.#changedSince(row.lawOn, programme)) return afterFen;
    const then = this.#law.programme(programme.id, row.lawOn) ?? programme;
    if (!this.#stages.some((_, n) => this.#compute(row, then, n) === row.paidFen)) return undefined;
    return this.#compute(row, then, TRIED);
  }

  /** The law of a day with the standard tried, or as one of the county's earlier decisions left it. */
  #mixedLaw(on: string, stage: number): MixedLaw {
    const key = `${stage}|${on}`;
    let law = this.#mixed.get(key);
    if (!law) {
      const [other, takes] = this.#stages[stage] ?? [this.#law, this.#takes];
      this.#mixed.set(key, (law = new MixedLaw(this.#bare, on, other, takes)));
    }
    return law;
  }

  #compute(row: CaseloadRow, programme: Programme, stage: number): number | undefined {
    const law = this.#mixedLaw(row.lawOn, stage);
    try {
      const r = computeAmount(programme, expandFacts(row.facts ?? { a: 'u', h: 0, m: [] }), law, row.lawOn, row.unable === null ? {} : { unable: row.unable });
      return r.eligible ? r.monthlyFen : 0;
    } catch (e) {
      if (missingOf(e, law)) return undefined;
      throw e;
    }
  }

  /** Whether anything but the standard is another by the law of the what-if than by the law of that day; if not, the standard alone makes the difference. */
  #changedSince(lawOn: string, programme: Programme): boolean {
    const key = `${lawOn}|${programme.id}`;
    let moved = this.#moved.get(key);
    if (moved === undefined) this.#moved.set(key, (moved = (this.#law.programme(programme.id, lawOn) ?? programme) !== programme || this.#rulesMoved(lawOn)));
    return moved;
  }

  #rulesMoved(lawOn: string): boolean {
    const { nation, county, choices } = this.#law;
    const then = this.#mixedLaw(lawOn, TRIED);
    const touched = [...county.parameters, ...nation.parameters, ...choices].filter((p) => holds(p, lawOn) !== holds(p, this.#law.on));
    const scopes = (p: { programme?: string | undefined }): readonly (string | undefined)[] => (p.programme === undefined ? this.#programmes : [p.programme]);
    return touched.some((p) => scopes(p).some((programme) => AREAS.some((area) => {
      const s = { on: lawOn, programme, area };
      const [a, b] = [then.find(p.key, s), this.#law.find(p.key, s)];
      return JSON.stringify(a?.value) !== JSON.stringify(b?.value);
    })));
  }
}
