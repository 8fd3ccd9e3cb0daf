import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ActOf, CommandOf, MatterActor, MatterContext, MatterTopic } from '@doudi/core/matter/model';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { appendMany, MATTER_CHAIN, type LoadItem } from '../../platform/log/chain.ts';
import type { Services } from '../../services.ts';
import { nextNumbers } from '../cases/numbers.ts';
import type { Law } from '../law/law.ts';
import { matterNumber, type MatterDone } from './run.ts';

/** So many to a statement. */
const CHUNK = 500;

interface Opening<P, C> {
  readonly command: CommandOf<P>;
  /** The topic's own context from what is common to all. */
  readonly context: (common: MatterContext) => C;
}

/**
 * Opens many matters of one topic in the caller's transaction, each judged by itself as `runMatter` would, and written some hundreds
 * to a statement: rows, numbers in order, acts in the chain. The first refusal ends it; the caller rolls back. What the topic keeps
 * beside the matters (`follow`) is the caller's, who knows how to write it for all of them at once.
 */
export async function openMany<S, B, P, C extends MatterContext>(tx: Tx, services: Services, law: Law, topic: MatterTopic<S, B, P, C>, actor: MatterActor, list: readonly Opening<P, C>[]): Promise<MatterDone<S>[] | Refusal> {
  if (list.length === 0) return [];
  const { county, now, today, policy, calendar } = law;
  const first = await nextNumbers(tx, county, `matter.${topic.id}`, Number(today.slice(0, 4)), list.length);
  const units = new Map((await sql<{ key: string; id: number }>`select key, id from unit where county_id = ${county}`.execute(tx)).rows.map((u) => [u.key, u.id]));
  const opened: MatterDone<S>[] = [];
  const rows: object[] = [];
  const items: LoadItem[] = [];
  for (const [i, { command, context }] of list.entries()) {
    const id = randomUUID();
    const number = matterNumber(services, county, topic.id, today, first + i);
    const decided = topic.decide(undefined, command, context({ now, today, policy, calendar, id, number }), actor);
    if (isRefusal(decided)) return decided;
    const acts = decided.map((h) => ({ ...h, at: now, actor }) as ActOf<B>);
    const state = acts.reduce<S | undefined>((s, act) => topic.evolve(s, act, id), undefined);
    if (state === undefined) throw new Error(`${topic.id}.${command.name} decided nothing`);
    const h = topic.head(state);
    const unit = h.unit === null ? null : units.get(h.unit);
    if (unit === undefined) throw new Error(`matter of an unknown unit ${String(h.unit)}`);
    rows.push({ id, number, title: h.title, status: h.status, status_text: h.statusText, unit_id: unit, area_id: h.shown ? unit : null, waits: h.waits, next: h.next ?? null, due_on: h.dueOn ?? null, closed_on: h.closedOn ?? null, about_case: h.aboutCase ?? null, origin_id: h.origin ?? null, seq: acts.length, state });
    items.push(...acts.map((action, n) => ({ caseId: id, seq: n + 1, action: action as never })));
    opened.push({ id, number, state, seq: acts.length });
  }
  for (let at = 0; at < rows.length; at += CHUNK)
    await sql`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, waits, next, due_on, opened_on, closed_on, about_case, origin_id, seq, state)
      select ${county}, x.id, ${topic.id}, x.number, x.title, x.status, x.status_text, x.unit_id, x.area_id, x.waits, x.next, x.due_on, ${today}, x.closed_on, x.about_case, x.origin_id, x.seq, x.state
      from jsonb_to_recordset(${JSON.stringify(rows.slice(at, at + CHUNK))}::jsonb) as x (id uuid, number text, title text, status text, status_text text, unit_id int, area_id int, waits text, next text, due_on date, closed_on date, about_case uuid, origin_id uuid, seq int, state jsonb)`.execute(tx);
  // Last, because it holds the county's chain of matters until the commit.
  await appendMany(tx, county, items, new Date().toISOString(), CHUNK, MATTER_CHAIN);
  return opened;
}
