import type { MatterActor, MatterContext, MatterTopic } from '@doudi/core/matter/model';
import type { Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';

/** What a command of a topic needs of the database before it is judged, and leaves in the database after. */
export interface Hooks<State, Bodies, Payloads, Context extends MatterContext> {
  readonly topic: MatterTopic<State, Bodies, Payloads, Context>;
  /** Adds to the common context what this topic's rules ask; a refusal where what a command names does not exist or may not be used. */
  readonly context: (tx: Tx, services: Services, law: Law, common: MatterContext, state: State | undefined, command: { readonly name: string; readonly payload: unknown }, actor: MatterActor) => Promise<Context | Refusal>;
  /** A new matter of this topic may be one that whoever opens it does not see (a complaint handed to the county): it is written with the whole county in view. */
  readonly beyond?: true;
  /** Keeps what the topic keeps beside its state: rows for lists, other matters, cases. After the acts are decided, before they are in the chain. */
  readonly follow?: (tx: Tx, services: Services, law: Law, now: Followed<State, Context>) => Promise<Refusal | undefined>;
}

export interface Followed<State, Context = MatterContext> {
  readonly id: string;
  readonly number: string;
  readonly before: State | undefined;
  readonly state: State;
  readonly acts: readonly { readonly kind: string; readonly body: unknown; readonly at: string; readonly actor: MatterActor }[];
  readonly actor: MatterActor;
  /** What the command was judged with. */
  readonly context: Context;
}
