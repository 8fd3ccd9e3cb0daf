import type { AnyContract, Contract } from '@doudi/core/api/contract';
import type { CommandOf, MatterContext } from '@doudi/core/matter/model';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type * as z from 'zod';
import type { Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { matterActor, runMatter, type MatterDone } from './run.ts';
import type { Hooks } from './topics.ts';

/** What a command on a matter answers: which, and at which step it stands now. */
export interface MatterAnswer {
  readonly id: string;
  readonly number: string;
  readonly seq: number;
}

/** The answer to what `runMatter` did, or its refusal. */
export const answerOf = (done: MatterDone<unknown> | Refusal): MatterAnswer | Refusal => (isRefusal(done) ? done : { id: done.id, number: done.number, seq: done.seq });

/** A command of one name with that name's payload. TypeScript loses, for a name that is not known yet, that the two belong together. */
export const commandOf = <P, N extends keyof P & string>(name: N, payload: P[N]): CommandOf<P> => ({ name, payload }) as unknown as CommandOf<P>;

/** A body that is a command's payload, with the state that the user looked at. */
type BodyOf<Payload> = (Payload extends Record<string, never> ? unknown : Payload) & { readonly seq?: number | undefined };

/** Binds a contract to the command of that name: its body must hold the command's payload. */
type MatterCommand<P> = <N extends keyof P & string>(contract: Contract<z.ZodObject, z.ZodObject, z.ZodType<BodyOf<P[N]>>, z.ZodType<unknown, MatterAnswer>>, name: N) => Endpoint;

/**
 * Endpoints of a topic that do nothing but one command: `:id` of the path is the matter, without it a new one is opened; the body
 * without `seq` is the payload; the answer is {id, number, seq}. What does more (a payload made by the server, several matters, an
 * answer of its own) is an `endpoint` that calls `runMatter` and answers with `answerOf`.
 */
export function matterCommands<S, B, P, C extends MatterContext>(services: Services, hooks: Hooks<S, B, P, C>): MatterCommand<P> {
  return <N extends keyof P & string>(contract: unknown, name: N): Endpoint => ({
    contract: contract as AnyContract,
    handle: async (tx, { params: { id }, body }, who) => {
      const { seq, ...payload } = body as { readonly seq?: number };
      return answerOf(await runMatter(tx, services, who.county, hooks, matterActor(who), commandOf<P, N>(name, payload as unknown as P[N]), typeof id === 'string' ? id : undefined, seq));
    },
  });
}
