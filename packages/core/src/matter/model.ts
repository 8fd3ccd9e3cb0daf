import type { WorkCalendar } from '../calendar/calendar.ts';
import type { Policy } from '../policy/resolve.ts';
import type { Refusal } from '../refusal/refusal.ts';
import type { AnyPost } from '../rights/permissions.ts';

/**
 * A matter is anything of supervision that has a course of its own: a draw, a check, a rectification, a complaint, a lead, a
 * task of a campaign. Like a case it is the list of what happened to it, written once in a chain; its state is a fold over
 * that list, its rules are a function of state, command and context. A topic is one such kind; the topics stand in
 * core/<topic>/ and are known to the server by features/matters/topics.ts.
 */
export const MATTER_TOPICS = {
  draw: { label: '抽查', mark: '抽' },
  check: { label: '核查', mark: '查' },
  rectification: { label: '整改', mark: '整' },
  complaint: { label: '信访投诉', mark: '访' },
  lead: { label: '线索', mark: '线' },
  task: { label: '任务', mark: '任' },
  training: { label: '培训', mark: '训' },
  dishonesty: { label: '失信记录', mark: '信' },
  score: { label: '考评', mark: '评' },
  oversight: { label: '督导', mark: '督' },
} as const;
export type MatterTopicId = keyof typeof MATTER_TOPICS;

/** Who acts: an account at its post in a unit, the system itself (a clock of law, a connector), or somebody outside without account. */
export interface MatterActor {
  readonly user: string;
  readonly post: AnyPost | 'system' | 'public';
  /** Key of the unit. */
  readonly unit: string;
}

/** What every rule of a matter may ask besides the matter itself. Time is an argument. */
export interface MatterContext {
  /** Instant as ISO text with offset, and the Asia/Shanghai date it falls on. */
  readonly now: string;
  readonly today: string;
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  /** Id of this matter, and the number that a new one gets. */
  readonly id: string;
  readonly number: string;
}

/** Something that is to be written: kind and body. The server adds who and when. */
export type Happening<Bodies> = { [K in keyof Bodies & string]: { readonly kind: K; readonly body: Bodies[K] } }[keyof Bodies & string];
/** Something that was written. */
export type ActOf<Bodies> = Happening<Bodies> & { readonly at: string; readonly actor: MatterActor };
export type CommandOf<Payloads> = { [N in keyof Payloads & string]: { readonly name: N; readonly payload: Payloads[N] } }[keyof Payloads & string];

/** What lists, clocks and rights know of every matter, whatever its topic. */
export interface MatterHead {
  readonly title: string;
  /** State within the topic, and its word on screen. */
  readonly status: string;
  readonly statusText: string;
  /** Key of the unit that it is about; null: the county itself. */
  readonly unit: string | null;
  /** Whether that unit may see it. What is kept from the unit is seen by posts of the whole county only. */
  readonly shown: boolean;
  /** Who must act next; null: nobody. */
  readonly waits: 'unit' | 'county' | null;
  /** Day by which; late from the day after. */
  readonly dueOn?: string | undefined;
  /** What is to be done next, in words. */
  readonly next?: string | undefined;
  readonly closedOn?: string | undefined;
  readonly aboutCase?: string | undefined;
  /** The matter from which this one came. */
  readonly origin?: string | undefined;
}

/** One kind of matter. `State` is plain JSON; `decide` writes nothing and returns what is to be written, or why not. */
export interface MatterTopic<State, Bodies, Payloads, Context extends MatterContext = MatterContext> {
  readonly id: MatterTopicId;
  /** Word of each act on screen and in reports. */
  readonly labels: Readonly<Record<keyof Bodies & string, string>>;
  readonly decide: (state: State | undefined, command: CommandOf<Payloads>, context: Context, actor: MatterActor) => readonly Happening<Bodies>[] | Refusal;
  readonly evolve: (state: State | undefined, act: ActOf<Bodies>, id: string) => State;
  readonly head: (state: State) => MatterHead;
}

/** A state from its acts: what a rebuild or a check of the stored state does. @throws {RangeError} without any act. */
export function foldMatter<S, B, P, C extends MatterContext>(topic: MatterTopic<S, B, P, C>, acts: readonly ActOf<B>[], id: string): S {
  const state = acts.reduce<S | undefined>((s, act) => topic.evolve(s, act, id), undefined);
  if (state === undefined) throw new RangeError('a matter without any act has no state');
  return state;
}
