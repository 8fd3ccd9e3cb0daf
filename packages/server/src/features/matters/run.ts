import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { MATTER_TOPICS, type ActOf, type CommandOf, type MatterActor, type MatterContext } from '@doudi/core/matter/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { appendActions, LogRefused, MATTER_CHAIN } from '../../platform/log/chain.ts';
import { countyOf, type Services } from '../../services.ts';
import { nextNumber } from '../cases/numbers.ts';
import { withWholeCounty } from '../cases/reproject.ts';
import { loadLaw, type Law } from '../law/law.ts';
import type { Followed, Hooks } from './topics.ts';

/** The caller as an actor in matters. */
export const matterActor = (who: Pick<Who, 'account' | 'post' | 'unitKey'>): MatterActor => ({ user: who.account, post: who.post, unit: who.unitKey });

/** The system as an actor: a clock of law, a nightly run. */
export const SYSTEM_ACTOR: MatterActor = { user: 'system', post: 'system', unit: '' };

export interface MatterDone<State> {
  readonly id: string;
  readonly number: string;
  readonly state: State;
  readonly seq: number;
}

interface Stored<State> {
  readonly number: string;
  readonly seq: number;
  readonly state: State;
}

const MISSING = refuse('notfound', '没有这件事项，或者不在您的工作范围内');

/** The stored state of a matter that the caller may see; `lock` for a command. */
export async function findMatter<S, B, P, C extends MatterContext>(tx: Tx, hooks: Hooks<S, B, P, C>, county: number, id: string, lock = false): Promise<Stored<S> | undefined> {
  const { rows } = await sql<Stored<S>>`select number, seq, state from matter where county_id = ${county} and id = ${id} and topic = ${hooks.topic.id} ${lock ? sql`for update` : sql``}`.execute(tx);
  return rows[0];
}

/**
 * One command on one matter, in the caller's transaction: lock → judge → state, what the topic keeps, chain. Without `id` a new
 * matter is opened, as `fresh` where the caller names it so. A refusal has written nothing, not even used a number. `seq`, when given, is the state the user looked at.
 */
export async function runMatter<S, B, P, C extends MatterContext>(tx: Tx, services: Services, county: number, hooks: Hooks<S, B, P, C>, actor: MatterActor, command: CommandOf<P>, id?: string, seq?: number, fresh: string = randomUUID()): Promise<MatterDone<S> | Refusal> {
  await sql`savepoint matter`.execute(tx);
  const done = await run(tx, services, county, hooks, actor, command, fresh, id, seq);
  await (isRefusal(done) ? sql`rollback to savepoint matter` : sql`release savepoint matter`).execute(tx);
  return done;
}

async function run<S, B, P, C extends MatterContext>(tx: Tx, services: Services, county: number, hooks: Hooks<S, B, P, C>, actor: MatterActor, command: CommandOf<P>, fresh: string, given?: string, seq?: number): Promise<MatterDone<S> | Refusal> {
  const { topic } = hooks;
  const stored = given === undefined ? undefined : await findMatter(tx, hooks, county, given, true);
  if (given !== undefined && !stored) return MISSING;
  if (stored && seq !== undefined && seq !== stored.seq) return refuse('conflict.version', `您看到的是第 ${seq} 步，现在已是第 ${stored.seq} 步`, { allowed: ['刷新后再办'] });
  const law = await loadLaw(tx, services, county);
  const id = given ?? fresh;
  const number = stored?.number ?? (await numberOf(tx, services, county, topic.id, law.today));
  const { now, today, policy, calendar } = law;
  const context = await hooks.context(tx, services, law, { now, today, policy, calendar, id, number }, stored?.state, command, actor);
  if (isRefusal(context)) return context;
  const decided = topic.decide(stored?.state, command, context, actor);
  if (isRefusal(decided)) return decided;
  const acts = decided.map((h) => ({ ...h, at: now, actor }) as ActOf<B>);
  const state = acts.reduce<S | undefined>((s, act) => topic.evolve(s, act, id), stored?.state);
  if (state === undefined || acts.length === 0) throw new Error(`${topic.id}.${command.name} decided nothing`);
  const write = async (): Promise<Refusal | undefined> => await leave(tx, services, law, hooks, { id, number, before: stored?.state, state, acts: acts as never, actor, context }, stored?.seq ?? 0);
  const refused = await (hooks.beyond && stored === undefined ? withWholeCounty(tx, county, write) : write());
  return refused ?? { id, number, state, seq: (stored?.seq ?? 0) + acts.length };
}

/** What a command leaves behind: the matter as it stands, what its topic keeps, and its acts in the chain. */
async function leave<S, B, P, C extends MatterContext>(tx: Tx, services: Services, law: Law, hooks: Hooks<S, B, P, C>, now: Followed<S, C>, seq: number): Promise<Refusal | undefined> {
  const { county } = law;
  await keep(tx, county, hooks.topic.id, now.id, now.number, hooks.topic.head(now.state), now.state, seq + now.acts.length, seq === 0, law.today);
  const refused = await hooks.follow?.(tx, services, law, now);
  if (refused) return refused;
  // Last, because it holds the county's chain of matters until the commit.
  try {
    await appendActions(tx, { county, caseId: now.id, firstSeq: seq + 1, actions: now.acts as never, recordedAt: new Date().toISOString() }, MATTER_CHAIN);
  } catch (e) {
    if (e instanceof LogRefused) return e.code === 'conflict' ? refuse('conflict.version', '事项刚刚被他人更新', { allowed: ['刷新后再办'] }) : refuse('date.order', '当前时钟早于本事项上一步的时间，不能倒填', { allowed: ['把培训时钟拨到上一步之后'] });
    throw e;
  }
  return undefined;
}

/** `2021-红-查-0007`: numbered through per county, topic and year. */
export const matterNumber = (services: Services, county: number, topic: keyof typeof MATTER_TOPICS, today: string, n: number): string => `${today.slice(0, 4)}-${countyOf(services, county).layer.jurisdiction?.mark ?? ''}-${MATTER_TOPICS[topic].mark}-${String(n).padStart(4, '0')}`;

const numberOf = async (tx: Tx, services: Services, county: number, topic: keyof typeof MATTER_TOPICS, today: string): Promise<string> => matterNumber(services, county, topic, today, await nextNumber(tx, county, `matter.${topic}`, Number(today.slice(0, 4))));

async function keep(tx: Tx, county: number, topic: string, id: string, number: string, h: ReturnType<Hooks<unknown, unknown, unknown, MatterContext>['topic']['head']>, state: unknown, seq: number, opened: boolean, today: string): Promise<void> {
  const unit = h.unit === null ? null : ((await sql<{ id: number }>`select id from unit where county_id = ${county} and key = ${h.unit}`.execute(tx)).rows[0]?.id ?? null);
  if (h.unit !== null && unit === null) throw new Error(`matter of an unknown unit ${h.unit}`);
  const area = h.shown ? unit : null;
  const json = JSON.stringify(state);
  if (opened)
    await sql`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, waits, next, due_on, opened_on, closed_on, about_case, origin_id, seq, state)
      values (${county}, ${id}, ${topic}, ${number}, ${h.title}, ${h.status}, ${h.statusText}, ${unit}, ${area}, ${h.waits}, ${h.next ?? null}, ${h.dueOn ?? null}, ${today}, ${h.closedOn ?? null}, ${h.aboutCase ?? null}, ${h.origin ?? null}, ${seq}, ${json}::jsonb)`.execute(tx);
  else
    await sql`update matter set title = ${h.title}, status = ${h.status}, status_text = ${h.statusText}, unit_id = ${unit}, area_id = ${area}, waits = ${h.waits}, next = ${h.next ?? null}, due_on = ${h.dueOn ?? null}, closed_on = ${h.closedOn ?? null},
      about_case = ${h.aboutCase ?? null}, seq = ${seq}, state = ${json}::jsonb where county_id = ${county} and id = ${id}`.execute(tx);
}
