import type { AnyContract, Contract } from '@doudi/core/api/contract';
import type { Refusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type * as z from 'zod';
import type { Scope, Tx } from '../database.ts';

/** Who asks: the session's account at its present post. `area` is what row-level security sees (null = whole county). */
export interface Who {
  readonly account: string;
  readonly name: string;
  readonly county: number;
  readonly countyKey: string;
  readonly post: AnyPost;
  readonly unitId: number;
  readonly unitKey: string;
  readonly area: readonly number[] | null;
  readonly tokenHash: Buffer;
  readonly kind: 'cookie' | 'bearer';
}

export const scopeOfWho = (w: Pick<Who, 'county' | 'area' | 'account'>): Scope => ({ county: w.county, area: w.area, user: w.account });

export interface Input<C extends AnyContract> {
  readonly params: z.output<C['params']>;
  readonly query: z.output<C['query']>;
  readonly body: z.output<C['body']>;
}

/**
 * One endpoint's work, inside one transaction under the caller's row-level security. A refusal rolls back: nothing is
 * written. For commands the idempotency record is written in the same transaction.
 */
export interface Endpoint {
  readonly contract: AnyContract;
  readonly handle: (tx: Tx, input: Input<AnyContract>, who: Who) => Promise<unknown>;
}

/** Binds a contract to its handler with full types; the list of endpoints is then untyped. */
export function endpoint<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  contract: Contract<P, Q, B, R>,
  handle: (tx: Tx, input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> }, who: Who) => Promise<z.input<R> | Refusal>,
): Endpoint {
  return { contract: contract as unknown as AnyContract, handle: handle as unknown as Endpoint['handle'] };
}
