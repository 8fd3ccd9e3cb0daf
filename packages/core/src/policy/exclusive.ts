import type { Policy } from './resolve.ts';
import { programmeExclusiveSchema } from './tables.ts';

/**
 * The other programmes of which one household draws at most one beside this, in the order of preference of the table
 * `programme.exclusive` in force on a day. Payment looks for doubles with it, the judgement tells with it what to choose between.
 */
export function exclusiveWith(policy: Policy, programme: string, on: string): string[] {
  const found = policy.find('programme.exclusive', { on, programme });
  if (!found) return [];
  const { groups } = programmeExclusiveSchema.parse(found.value);
  return [...new Set(groups.filter((g) => g.programmes.includes(programme)).flatMap((g) => g.programmes))].filter((p) => p !== programme);
}

/** Place of a programme in the table, for ties: the smaller goes before; what the table does not name goes last. */
export function preference(policy: Policy, programme: string, on: string): number {
  const found = policy.find('programme.exclusive', { on, programme });
  const order = found ? programmeExclusiveSchema.parse(found.value).groups.flatMap((g) => g.programmes) : [];
  const at = order.indexOf(programme);
  return at < 0 ? order.length : at;
}
