import type { Parameter, PolicyLayer } from '../policy/model.ts';
import { Policy, type Resolved, type Scope } from '../policy/resolve.ts';

/**
 * The law of one date, whatever date is asked for, with values that somebody only tries out: what a whole caseload is
 * computed by. Ages still count on the date that a formula is given. Answers are remembered, because a million households
 * ask the same questions.
 */
export class StandingLaw extends Policy {
  readonly on: string;
  /** By programme, area and key: nested, because writing the three as one text takes longer than the look-ups. */
  readonly #answers = new Map<string | undefined, Map<string | undefined, Map<string, Resolved | null>>>();

  constructor(policy: Pick<Policy, 'nation' | 'county' | 'choices'>, on: string, tried: readonly Parameter[] = []) {
    super(policy.nation, tried.length === 0 ? policy.county : withParameters(policy.county, tried), policy.choices);
    this.on = on;
  }

  override find<T = unknown>(key: string, s: Scope): Resolved<T> | undefined {
    let areas = this.#answers.get(s.programme);
    if (!areas) this.#answers.set(s.programme, (areas = new Map<string | undefined, Map<string, Resolved | null>>()));
    let known = areas.get(s.area);
    if (!known) areas.set(s.area, (known = new Map<string, Resolved | null>()));
    let answer = known.get(key);
    if (answer === undefined) {
      answer = super.find(key, { ...s, on: this.on }) ?? null;
      known.set(key, answer);
    }
    return (answer ?? undefined) as Resolved<T> | undefined;
  }
}

/** A layer with more parameters; they stand first, so that of two from one day the added one is in force. */
export const withParameters = (layer: PolicyLayer, more: readonly Parameter[]): PolicyLayer => ({ ...layer, parameters: [...more, ...layer.parameters] });
