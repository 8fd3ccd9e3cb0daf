import { sql } from 'kysely';
import type { MatterContext } from '@doudi/core/matter/model';
import type { Tx } from '../../platform/database.ts';
import { listMatterRows, type MatterRow } from './read.ts';
import type { Hooks } from './topics.ts';

/** States of matters of a topic that the caller may see, by id. */
export async function findMatterStates<S, B, P, C extends MatterContext>(tx: Tx, hooks: Pick<Hooks<S, B, P, C>, 'topic'>, county: number, ids: readonly string[]): Promise<Map<string, S>> {
  return new Map((await sql<{ id: string; state: S }>`select id, state from matter where county_id = ${county} and topic = ${hooks.topic.id} and id = any (${[...ids]}::uuid[])`.execute(tx)).rows.map((r) => [r.id, r.state]));
}

/** A matter as its own page shows it: its line of the lists, and its state. Undefined where the caller may not see it, or it is of another topic. */
export async function readMatter<S, B, P, C extends MatterContext>(tx: Tx, hooks: Pick<Hooks<S, B, P, C>, 'topic'>, county: number, id: string): Promise<{ readonly row: MatterRow; readonly state: S } | undefined> {
  const state = (await findMatterStates(tx, hooks, county, [id])).get(id);
  const row = state === undefined ? undefined : (await listMatterRows(tx, county, { id, limit: 1 }))[0];
  return state === undefined || row === undefined ? undefined : { row, state };
}

/** Matters of those ids that the caller may see, as lists show them. */
export async function matterRowsById(tx: Tx, county: number, ids: readonly string[]): Promise<Map<string, MatterRow>> {
  return new Map((await listMatterRows(tx, county, { ids, limit: Math.max(1, ids.length) })).map((r) => [r.id, r]));
}
