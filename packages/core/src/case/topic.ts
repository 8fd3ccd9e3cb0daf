import type { Refusal } from '../refusal/refusal.ts';
import type { Action, ActionBodies, ActionKind, Actor } from './actions.ts';
import type { Command, CommandName } from './commands.ts';
import type { CaseContext } from './procedure.ts';
import type { CaseState } from './state.ts';

/** Numbers and ids that the server hands in: a decision never invents one. */
export interface Supplies {
  readonly caseNumber?: string;
  readonly documentNumber: string;
  readonly requestId: string;
}

/** When a command may be given: while the case is open, once it is closed, or whenever. */
export type When = 'open' | 'closed' | 'always';

/**
 * A group of commands with rules of their own, kept in one folder: `payloads` what is sent, `bodies` what the log keeps,
 * `rules` whether it may be and what it becomes, `evolve` how the case changes. A new group is a folder and its name in
 * commands.ts, actions.ts, state.ts and topics.ts.
 */
export interface Topic {
  readonly when: Readonly<Partial<Record<CommandName, When>>>;
  /** Whether the command may be attempted at all, before its content is looked at; the buttons use it too. */
  readonly guard: (command: CommandName, s: CaseState, c: CaseContext, a: Actor) => Refusal | undefined;
  /** What the command becomes. Called after `guard` has let it pass. */
  readonly handle: (s: CaseState, command: Exclude<Command, { name: 'apply' }>, c: CaseContext, actor: Actor, supply: Supplies) => readonly Action[] | Refusal;
}

/** The state after an action of the topic, or undefined when the action is none of its own. `s.seq` already counts it. */
export type TopicEvolve = (s: CaseState, a: Action) => CaseState | undefined;

/** An action as the log will hold it: by whom, at the instant and on the Shanghai date of the context. */
export const make = <K extends ActionKind>(kind: K, body: ActionBodies[K], c: CaseContext, actor: Actor): Action => ({ kind, at: c.now, on: c.today, actor, body }) as unknown as Action;

/** A business date that lies in the future or before the application is none. */
export const notBetween = (s: CaseState, c: CaseContext, on: string, what: string, refuse: (rule: string) => Refusal): Refusal | undefined =>
  on > c.today ? refuse(`${what}不能晚于今天（${c.today}）`) : on < s.applicationDate ? refuse(`${what}不能早于申请日期（${s.applicationDate}）`) : undefined;
