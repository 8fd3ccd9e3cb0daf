import { NotInForce } from '../policy/resolve.ts';
import type { Policy } from '../policy/resolve.ts';

/** Thrown when a formula needs a fact that nobody has recorded: what is not known is never taken as zero. */
export class FactMissing extends Error {
  readonly fact: string;
  readonly label: string;
  constructor(fact: string, label: string) {
    super(`没有登记${label}`);
    this.fact = fact;
    this.label = label;
  }
}

export interface Missing {
  readonly kind: 'parameter' | 'fact';
  readonly key: string;
  /** As a clerk reads it: the parameter's own name where any layer has one, else its key. */
  readonly label: string;
}

/** What stood in the way of a computation, or undefined when the error is another one and must go on. */
export function missingOf(e: unknown, policy: Policy): Missing | undefined {
  if (e instanceof FactMissing) return { kind: 'fact', key: e.fact, label: e.label };
  if (!(e instanceof NotInForce)) return undefined;
  const named = [...policy.county.parameters, ...policy.nation.parameters].find((p) => p.key === e.key);
  return { kind: 'parameter', key: e.key, label: named?.label ?? e.key };
}
