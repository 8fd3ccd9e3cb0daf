import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/** One link of a county's chain, exactly as it is hashed. Times are UTC ISO text with milliseconds. */
export interface Entry {
  readonly county: number;
  /** 1, 2, 3 … without a gap within the county. */
  readonly position: number;
  readonly case: string;
  /** 1, 2, 3 … without a gap within the case. */
  readonly seq: number;
  readonly kind: string;
  /** Business clock: when the step was taken. In a training installation it may run ahead of real time. */
  readonly at: string;
  /** Real clock: when it was written. Never earlier than that of the entry before. */
  readonly recordedAt: string;
  readonly actor: { readonly user: string; readonly post: string; readonly unit: string };
  readonly body: unknown;
}

export const HASH_BYTES = 32;

/** What stands before the first entry of a county. */
export const GENESIS: Buffer = Buffer.alloc(HASH_BYTES);

/** SHA-256 over the previous hash and the canonical text of the entry; further properties of the object do not count. */
export function hashEntry(prev: Uint8Array, entry: Entry): Buffer {
  const { county, position, seq, kind, at, recordedAt, actor, body } = entry;
  const text = canonicalJson({ county, position, case: entry.case, seq, kind, at, recordedAt, actor: { user: actor.user, post: actor.post, unit: actor.unit }, body });
  return createHash('sha256').update(prev).update(text, 'utf8').digest();
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** An instant as UTC ISO text with milliseconds. Refuses text without an offset: it would mean another instant on another machine. */
export function utc(instant: string): string {
  const time = INSTANT.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`not an instant with an offset: ${instant}`);
  return new Date(time).toISOString();
}
