import { sql } from 'kysely';
import type { Command } from '@doudi/core/case/commands';
import type { Actor } from '@doudi/core/case/actions';
import { BATCH_STEP, unclean, type BatchCommand, type Unclean } from '@doudi/core/desk/clean';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { contextOf, findCase, findRelations, NOT_FOUND, officer, type CaseRow } from '../cases/context.ts';
import { runCommand } from '../cases/pipeline.ts';
import type { Law } from '../law/law.ts';

/** Cases waiting for the caller's step, in the order of the work list. */
export async function findCandidates(tx: Tx, who: Who, command: BatchCommand, from: { due: string; id: string } | undefined, limit: number): Promise<(CaseRow & { due: string })[]> {
  return (await sql<CaseRow & { due: string }>`select f.id, f.number, f.unit_id, f.area_id, f.seq, f.state, f.updated_at, w.due_on as due from work_item w join case_file f on f.county_id = w.county_id and f.id = w.case_id
    where w.county_id = ${who.county} and w.post = ${who.post} and w.step = ${BATCH_STEP[command]} ${who.area === null ? sql`` : sql`and w.unit_id = ${who.unitId}`}
    ${from ? sql`and (w.due_on, w.case_id) > (${from.due}::date, ${from.id}::uuid)` : sql``} order by w.due_on, w.case_id limit ${limit}`.execute(tx)).rows;
}

/** Relations of several cases in one read. */
export async function findAllRelations(tx: Tx, ids: readonly string[]): Promise<Map<string, { related: string[]; relativeFiled: boolean }>> {
  const { rows } = await sql<{ case_id: string; account_id: string | null }>`select p.case_id, r.account_id from case_person p join relative r on r.county_id = p.county_id and r.number_idx = p.number_idx and r.removed_on is null
    where p.county_id = current_county() and p.case_id = any (${[...ids]}::uuid[])
    union select p.case_id, a.id from case_person p join account a on a.county_id = p.county_id and a.number_idx = p.number_idx and ${officer()} where p.county_id = current_county() and p.case_id = any (${[...ids]}::uuid[])`.execute(tx);
  const out = new Map<string, { related: string[]; relativeFiled: boolean }>();
  for (const r of rows) {
    const e = out.get(r.case_id) ?? { related: [], relativeFiled: true };
    if (r.account_id) e.related.push(r.account_id);
    out.set(r.case_id, e);
  }
  return out;
}

/** Why the case is not for a batch, under the law of now; none = clean. */
export function judge(law: Law, row: CaseRow, command: BatchCommand, actor: Actor, relations: { related: readonly string[]; relativeFiled: boolean } | undefined): Unclean[] {
  return unclean(command, row.state, contextOf(law, row.state, relations ?? { related: [], relativeFiled: false }), actor);
}

export interface Item {
  readonly id: string;
  readonly seq: number;
}

export interface ItemDone {
  readonly number: string;
  readonly seq: number;
  readonly letters: readonly { readonly id: string; readonly kind: string; readonly number: string }[];
}

const commandOf = (name: BatchCommand, text: string): Exclude<Command, { name: 'apply' }> =>
  name === 'decide' ? { name, payload: { outcome: 'grant', reason: text } } : { name, payload: { outcome: 'agree', text } };

/**
 * One case of a batch, in a transaction of its own. Refused when it is not clean, when its state has moved since, or when
 * this account has not been shown the summary of exactly this state. Sent again, it is found done and not done again.
 */
export async function confirmOne(tx: Tx, services: Services, law: Law, who: Who, actor: Actor, batch: string, name: BatchCommand, text: string, item: Item): Promise<ItemDone | Refusal> {
  // Locked first: of two identical requests at once the second waits and then finds what the first did.
  const row = await findCase(tx, item.id, true);
  if (!row) return NOT_FOUND;
  const before = (await sql<{ seq_after: number; letters: ItemDone['letters'] }>`select seq_after, letters from batch_item where county_id = ${who.county} and batch = ${batch} and case_id = ${item.id} and account_id = ${who.account} and command = ${name}`.execute(tx)).rows[0];
  if (before) return { number: row.number, seq: before.seq_after, letters: before.letters };
  if (row.seq !== item.seq) return refuse('conflict.version', `您看到的是第 ${item.seq} 步，现在已是第 ${row.seq} 步`, { allowed: ['重新阅读摘要后再办'] });
  const read = await sql`select 1 from summary_read where county_id = ${who.county} and account_id = ${who.account} and case_id = ${item.id} and seq = ${row.seq}`.execute(tx);
  if (read.rows.length === 0) return refuse('step.order', '本案的摘要（现在这一步的）您还没有看过，不能批量办理', { missing: ['阅读摘要'], allowed: ['逐案阅读摘要', '打开案件单独办理'] });
  const reasons = judge(law, row, name, actor, await findRelations(tx, item.id));
  if (reasons.length > 0) return refuse('batch.unclean', `不是无疑点案件：${reasons.map((r) => r.text).join('；')}`, { allowed: ['打开案件单独办理'] });
  const done = await runCommand(tx, services, who.county, actor, item.id, commandOf(name, text), item.seq);
  if (isRefusal(done)) return done;
  const { seq } = done.decision.state;
  await sql`insert into batch_item (county_id, batch, case_id, unit_id, account_id, command, seq_before, seq_after, letters, done_at)
    values (${who.county}, ${batch}, ${item.id}, ${row.area_id}, ${who.account}, ${name}, ${item.seq}, ${seq}, ${JSON.stringify(done.letters)}::jsonb, ${law.now})`.execute(tx);
  return { number: row.number, seq, letters: done.letters };
}
