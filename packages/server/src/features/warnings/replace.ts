import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { confirmList, importList, previewList } from '@doudi/core/api/leads';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { EXTERNAL_LISTS, type ExternalList } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { seal } from '../persons/persons.ts';
import { readListCsv } from './csv.ts';
import { beginBatch, endBatch, takePage, type Bringing, type Entry } from './ingest.ts';

/** What a file would make of a list: entries of the last one that stay, that go (or come to stand for somebody else), and that are new. */
interface Change {
  readonly last: number;
  readonly kept: number;
  readonly gone: number;
  readonly added: number;
}

/** A file that waits for a second person. */
interface WaitingList extends Change {
  readonly id: string;
  readonly list: ExternalList;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly mine: boolean;
}

/** The ciphertext is bound to its county. */
const context = (county: number): string => `external_batch.content|${county}`;

/** Compared by entry and person: a reference that comes to stand for another number is an entry gone and one added. */
async function changeOf(tx: Tx, services: Services, county: number, list: ExternalList, entries: readonly Entry[], whole: boolean): Promise<Change> {
  const s = seal(services, county);
  const once = [...new Map(entries.map((e) => [e.ref, e])).values()];
  const row = (await sql<{ last: number; same: number; again: number }>`
    with given as materialized (select ref, number_idx from unnest(${once.map((e) => e.ref)}::text[], ${once.map((e) => s.numberIdx(e.idNumber))}::bytea[]) as g (ref, number_idx)),
      met as (select x.number_idx = g.number_idx as same from given g join external_row x on x.county_id = ${county} and x.list = ${list} and x.ref = g.ref)
    select (select count(*)::int from external_row where county_id = ${county} and list = ${list}) as last, (select count(*)::int from met where same) as same, (select count(*)::int from met where not same) as again`.execute(tx)).rows[0] ?? { last: 0, same: 0, again: 0 };
  const kept = whole ? row.same : row.last - row.again;
  return { last: row.last, kept, gone: row.last - kept, added: once.length - row.same };
}

/** The share of the last list, in percent, that a new one must keep to count at once. */
const leastOf = (law: Law) => law.policy.number('warning.keep-share', { on: law.today });
const tooFew = (c: Change, least: number): boolean => c.kept * 100 < c.last * least;

/** Refuses what no file may do, whoever confirms it. */
async function barred(tx: Tx, services: Services, county: number, list: ExternalList, whole: boolean): Promise<Refusal | undefined> {
  // Else one file of one line would empty a list that the exchange brought, and with it let go what its entries hold.
  const last = whole && services.installation.config.departmentsUrl !== null ? (await sql<{ way: string }>`select way from external_batch where county_id = ${county} and list = ${list} and status = 'done' order by ended_at desc limit 1`.execute(tx)).rows[0] : undefined;
  return last?.way === 'connector' ? refuse('input.invalid', '这份名单由部门数据交换平台提供，文件只能补充，不能整份替换', { fields: [{ path: 'body.whole', message: '只能补充' }], allowed: ['作为补充导入', '请部门在交换平台上更正'] }) : undefined;
}

const empty = (faults: readonly { readonly line: number; readonly text: string }[]): Refusal =>
  refuse('input.invalid', '文件里没有可以导入的行', { missing: faults.slice(0, 5).map((f) => `第 ${String(f.line)} 行：${f.text}`), fields: [{ path: 'body.csv', message: faults[0]?.text ?? '没有数据行' }] });

/** Files that wait, by list. */
export async function findWaiting(tx: Tx, who: Pick<Who, 'county' | 'account'>): Promise<Map<string, WaitingList>> {
  const { rows } = await sql<{ id: string; list: ExternalList; name: string | null; by_account: string; started_at: string; reason: string; change: Change }>`select b.id, b.list, a.name, b.by_account, b.started_at, b.reason, b.change from external_batch b
    left join account a on a.county_id = b.county_id and a.id = b.by_account where b.county_id = ${who.county} and b.status = 'waiting'`.execute(tx);
  return new Map(rows.map((r) => [r.list, { id: r.id, list: r.list, by: r.name ?? '', at: r.started_at, reason: r.reason, mine: r.by_account === who.account, ...r.change }]));
}

async function take(tx: Tx, services: Services, b: Bringing, entries: readonly Entry[], whole: boolean, faults: number): Promise<number> {
  const at = new Date().toISOString();
  const { id } = await beginBatch(tx, b, at);
  await takePage(tx, services, b, id, entries, null);
  return await endBatch(tx, b, id, whole, faults, at);
}

/**
 * Lists from a file: looked at before they count (added, gone); one that would take out more of the last list than the county's
 * share allows needs a reason and a second person, because whoever was on it would be let go, and what was held would be paid.
 */
export function replaceEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(previewList, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { entries, faults } = readListCsv(body.csv, law.today);
      if (entries.length === 0) return empty(faults);
      const refused = await barred(tx, services, who.county, params.list, body.whole);
      if (refused) return refused;
      const change = await changeOf(tx, services, who.county, params.list, entries, body.whole);
      const least = leastOf(law).value;
      return { ...change, least, second: tooFew(change, least), rows: entries.length, faults: faults.slice(0, 200) };
    }),
    endpoint(importList, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (body.sourceDate > law.today) return refuse('date.order', '数据截止日不能晚于今天', { fields: [{ path: 'body.sourceDate', message: `不晚于 ${law.today}` }] });
      const refused = await barred(tx, services, who.county, params.list, body.whole);
      if (refused) return refused;
      const { entries, faults } = readListCsv(body.csv, law.today);
      if (entries.length === 0) return empty(faults);
      if ((await findWaiting(tx, who)).has(params.list)) return refuse('conflict.duplicate', `${EXTERNAL_LISTS[params.list]}有一份文件等待确认`, { allowed: ['先由另一人确认或者退回'] });
      const change = await changeOf(tx, services, who.county, params.list, entries, body.whole);
      const least = leastOf(law);
      const b: Bringing = { county: who.county, list: params.list, way: 'file', source: body.source, sourceDate: body.sourceDate, coverage: body.coverage, by: who.account };
      const faulty = faults.slice(0, 200);
      if (!tooFew(change, least.value)) return { rows: await take(tx, services, b, entries, body.whole, faults.length), waiting: false, faults: faulty };
      if (body.reason === undefined) return refuse('reason.missing', `上一份名单有 ${String(change.last)} 条，这份只保留 ${String(change.kept)} 条，不到 ${String(least.value)}%：须写明理由，由另一人确认后才生效`, { policy: law.policy, source: least.source, fields: [{ path: 'body.reason', message: '写明为什么少了这么多' }], missing: ['理由'], allowed: ['核对文件是否完整', '写明理由，等另一人确认'] });
      await sql`insert into external_batch (county_id, id, list, way, status, source, source_date, coverage, by_account, started_at, faults, content_enc, whole, reason, change)
        values (${who.county}, ${randomUUID()}, ${params.list}, 'file', 'waiting', ${body.source}, ${body.sourceDate}, ${body.coverage}, ${who.account}, ${new Date().toISOString()}, ${faults.length}, ${services.cipher.encrypt(body.csv, context(who.county))}, ${body.whole}, ${body.reason}, ${JSON.stringify(change)}::jsonb)`.execute(tx);
      return { rows: 0, waiting: true, faults: faulty };
    }),
    endpoint(confirmList, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ list: ExternalList; source: string; source_date: string; coverage: string; by_account: string; content_enc: Buffer; whole: boolean }>`select list, source, source_date, coverage, by_account, content_enc, whole from external_batch
        where county_id = ${who.county} and id = ${params.id} and status = 'waiting' for update`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有等待确认的名单', { allowed: ['刷新后再看'] });
      // Whoever brought a file may take it back, but not let it count.
      if (body.agree && row.by_account === who.account) return refuse('person.same', '导入的人不能自己确认', { allowed: ['由另一名县级人员确认', '退回'] });
      const done = async (status: 'failed' | 'confirmed'): Promise<void> => void (await sql`update external_batch set status = ${status}, words = ${body.words}, decided_by = ${who.account}, ended_at = ${new Date().toISOString()}, content_enc = null where county_id = ${who.county} and id = ${params.id}`.execute(tx));
      if (!body.agree) {
        await done('failed');
        return { rows: 0 };
      }
      const refused = await barred(tx, services, who.county, row.list, row.whole);
      if (refused) return refused;
      const { entries, faults } = readListCsv(services.cipher.decrypt(row.content_enc, context(who.county)), law.today);
      const rows = await take(tx, services, { county: who.county, list: row.list, way: 'file', source: row.source, sourceDate: row.source_date, coverage: row.coverage, by: row.by_account }, entries, row.whole, faults.length);
      await done('confirmed');
      return { rows };
    }),
  ];
}
