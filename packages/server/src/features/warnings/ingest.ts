import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ExternalList } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { seal } from '../persons/persons.ts';

/** One entry of a list as a department or a file brings it. `ref` names the thing (a vehicle, a post), not the month it was reported in. */
export interface Entry {
  readonly ref: string;
  readonly idNumber: string;
  readonly otherNumber?: string | undefined;
  readonly on: string;
  readonly fen?: number | undefined;
  readonly text?: string | undefined;
  readonly grade?: number | undefined;
}

export interface Bringing {
  readonly county: number;
  readonly list: ExternalList;
  readonly way: 'connector' | 'file';
  readonly source: string;
  readonly sourceDate: string;
  readonly coverage: string;
  readonly by: string | null;
}

/** Begins a bringing, or goes on with the one of the same day that broke off. @returns its id and where it stopped. */
export async function beginBatch(tx: Tx, b: Bringing, at: string): Promise<{ id: string; cursor: string | null }> {
  const left = (await sql<{ id: string; cursor: string | null }>`select id, cursor from external_batch where county_id = ${b.county} and list = ${b.list} and way = ${b.way} and status <> 'done' and source_date = ${b.sourceDate} and way = 'connector' order by started_at desc limit 1`.execute(tx)).rows[0];
  if (left) {
    await sql`update external_batch set status = 'running', words = null where county_id = ${b.county} and id = ${left.id}`.execute(tx);
    return left;
  }
  const id = randomUUID();
  await sql`insert into external_batch (county_id, id, list, way, status, source, source_date, coverage, by_account, started_at) values (${b.county}, ${id}, ${b.list}, ${b.way}, 'running', ${b.source}, ${b.sourceDate}, ${b.coverage}, ${b.by}, ${at})`.execute(tx);
  return { id, cursor: null };
}

/** Takes one page: the same entry again is the same row, with its latest content. Identity numbers leave memory as keyed hashes. */
export async function takePage(tx: Tx, services: Services, b: Bringing, batch: string, entries: readonly Entry[], cursor: string | null): Promise<void> {
  const s = seal(services, b.county);
  const once = [...new Map(entries.map((e) => [e.ref, e])).values()];
  if (once.length > 0)
    await sql`insert into external_row (county_id, list, ref, number_idx, other_idx, on_date, fen, fields, batch_id)
      select ${b.county}::int, ${b.list}::text, r.ref, r.number_idx, r.other_idx, r.on_date, r.fen, r.fields::jsonb, ${batch}::uuid
      from unnest(${once.map((e) => e.ref)}::text[], ${once.map((e) => s.numberIdx(e.idNumber))}::bytea[], ${once.map((e) => (e.otherNumber === undefined ? null : s.numberIdx(e.otherNumber)))}::bytea[], ${once.map((e) => e.on)}::date[], ${once.map((e) => e.fen ?? null)}::bigint[],
        ${once.map((e) => JSON.stringify({ ...(e.text === undefined ? {} : { text: e.text }), ...(e.grade === undefined ? {} : { grade: e.grade }) }))}::text[]) as r (ref, number_idx, other_idx, on_date, fen, fields)
      on conflict (county_id, list, ref) do update set number_idx = excluded.number_idx, other_idx = excluded.other_idx, on_date = excluded.on_date, fen = excluded.fen, fields = excluded.fields, batch_id = excluded.batch_id`.execute(tx);
  await sql`update external_batch set rows = rows + ${once.length}, cursor = ${cursor} where county_id = ${b.county} and id = ${batch}`.execute(tx);
}

/** Ends a bringing: of a whole list, what it did not name any more is gone; the list bears its source and day from now on. */
export async function endBatch(tx: Tx, b: Bringing, batch: string, whole: boolean, faults: number, at: string): Promise<number> {
  if (whole) await sql`delete from external_row where county_id = ${b.county} and list = ${b.list} and batch_id <> ${batch}`.execute(tx);
  await sql`update external_batch set status = 'done', ended_at = ${at}, faults = ${faults} where county_id = ${b.county} and id = ${batch}`.execute(tx);
  const rows = (await sql<{ n: number }>`select count(*)::int as n from external_row where county_id = ${b.county} and list = ${b.list}`.execute(tx)).rows[0]?.n ?? 0;
  await sql`insert into external_list (county_id, list, source, source_date, coverage, rows, brought_at) values (${b.county}, ${b.list}, ${b.source}, ${b.sourceDate}, ${b.coverage}, ${rows}, ${at})
    on conflict (county_id, list) do update set source = excluded.source, source_date = excluded.source_date, coverage = excluded.coverage, rows = excluded.rows, brought_at = excluded.brought_at`.execute(tx);
  return rows;
}

/** Notes why a bringing broke off; the next one of the same day goes on from its last page. */
export async function failBatch(tx: Tx, county: number, batch: string, words: string, at: string): Promise<void> {
  await sql`update external_batch set status = 'failed', words = ${words.slice(0, 500)}, ended_at = ${at} where county_id = ${county} and id = ${batch}`.execute(tx);
}
