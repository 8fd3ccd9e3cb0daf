import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { RosterImportView } from '@doudi/core/api/rosters';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { RosterCheck } from '@doudi/core/roster/check';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { programmeName } from '../payments/view.ts';

export interface ImportRow {
  readonly id: string;
  readonly unit_id: number;
  readonly unit_key: string;
  readonly unit_name: string;
  readonly programme: string;
  readonly file_name: string;
  readonly status: RosterImportView['status'];
  readonly rows: number;
  readonly households: number;
  readonly good: number;
  readonly good_rows: number;
  readonly good_fen: number;
  readonly fault_rows: number;
  readonly uploaded_by: string;
  readonly uploaded_by_name: string;
  readonly uploaded_at: string;
  readonly choice: 'all' | 'good' | null;
  readonly pay_from: string | null;
  readonly confirmed_by: string | null;
  readonly confirmed_by_name: string | null;
  readonly confirmed_at: string | null;
  readonly imported_households: number | null;
  readonly imported_persons: number | null;
  readonly imported_fen: number | null;
  readonly finished_at: string | null;
  readonly failure: string | null;
}

export const NO_IMPORT = refuse('notfound', '没有这次导入，或不在您的辖区');

const COLUMNS = sql`i.id, i.unit_id, u.key as unit_key, u.name as unit_name, i.programme, i.file_name, i.status, i.rows, i.households, i.good, i.good_rows, i.good_fen, i.fault_rows, i.uploaded_by, i.uploaded_by_name, i.uploaded_at,
  i.choice, i.pay_from, i.confirmed_by, i.confirmed_by_name, i.confirmed_at, i.imported_households, i.imported_persons, i.imported_fen, i.finished_at, i.failure`;
const FROM = sql`from roster_import i join unit u on u.county_id = i.county_id and u.id = i.unit_id where i.county_id = current_county()`;

export async function findImport(tx: Tx, id: string, lock = false): Promise<ImportRow | undefined> {
  return (await sql<ImportRow>`select ${COLUMNS} ${FROM} and i.id = ${id} ${lock ? sql`for update of i` : sql``}`.execute(tx)).rows[0];
}

/** Imports, newest first. */
export async function findImports(tx: Tx, after: readonly [at: string, id: string] | undefined, limit: number): Promise<ImportRow[]> {
  return (await sql<ImportRow>`select ${COLUMNS} ${FROM} ${after ? sql`and (i.uploaded_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``} order by i.uploaded_at desc, i.id desc limit ${limit}`.execute(tx)).rows;
}

const STATUS: Record<ImportRow['status'], string> = { checked: '已检查，待县级确认', confirmed: '正在导入', done: '已导入', failed: '没有导入', discarded: '已放弃' };

export const viewImport = (law: Law, r: ImportRow): RosterImportView => ({
  id: r.id, unit: r.unit_key, unitName: r.unit_name, programme: r.programme, programmeName: programmeName(law, r.programme, law.today.slice(0, 7)), fileName: r.file_name, status: r.status, statusText: STATUS[r.status],
  rows: r.rows, households: r.households, good: r.good, bad: r.households - r.good, goodRows: r.good_rows, goodFen: r.good_fen, faultRows: r.fault_rows, uploadedBy: r.uploaded_by_name, uploadedAt: r.uploaded_at,
  choice: r.choice, payFrom: r.pay_from, confirmedBy: r.confirmed_by_name, confirmedAt: r.confirmed_at,
  imported: r.imported_households === null ? null : { households: r.imported_households, persons: r.imported_persons ?? 0, fen: r.imported_fen ?? 0 }, finishedAt: r.finished_at, failure: r.failure,
});

const FAULTS_PER_STATEMENT = 5000;

/** Replaces what is known to be wrong with the file. */
export async function replaceFaults(tx: Tx, county: number, id: string, unit: number, check: Pick<RosterCheck, 'faults' | 'dragged'>): Promise<void> {
  await sql`delete from roster_import_fault where county_id = ${county} and import_id = ${id}`.execute(tx);
  const ordinals = new Map<number, number>();
  const next = (row: number): number => {
    const n = (ordinals.get(row) ?? 0) + 1;
    ordinals.set(row, n);
    return n;
  };
  const rows = [
    ...check.faults.map((f) => ({ row_no: f.row, ordinal: next(f.row), column_name: f.column, text: f.text, dragged: false })),
    ...check.dragged.map((row) => ({ row_no: row, ordinal: next(row), column_name: '', text: '本行没有错误，同户其他行有错误，整户不导入', dragged: true })),
  ];
  for (let i = 0; i < rows.length; i += FAULTS_PER_STATEMENT)
    await sql`insert into roster_import_fault (county_id, import_id, unit_id, row_no, ordinal, column_name, text, dragged)
      select ${county}::int, ${id}::uuid, ${unit}::int, r.* from jsonb_to_recordset(${JSON.stringify(rows.slice(i, i + FAULTS_PER_STATEMENT))}::jsonb) as r(row_no int, ordinal int, column_name text, text text, dragged boolean)`.execute(tx);
}

export interface NewImport {
  readonly unit: number;
  readonly programme: string;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** Keeps the result of a check. @returns its id. */
export async function insertImport(tx: Tx, who: Who, law: Law, n: NewImport, check: RosterCheck): Promise<string> {
  const id = randomUUID();
  const c = check.counts;
  await sql`insert into roster_import (county_id, id, unit_id, programme, file_name, sha256, status, rows, households, good, good_rows, good_fen, fault_rows, uploaded_by, uploaded_by_name, uploaded_at)
    values (${who.county}, ${id}, ${n.unit}, ${n.programme}, ${n.fileName}, ${createHash('sha256').update(n.bytes).digest()}, 'checked', ${c.rows}, ${c.households}, ${c.good}, ${c.goodRows}, ${c.goodFen}, ${c.badRows}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
  await replaceFaults(tx, who.county, id, n.unit, check);
  return id;
}

export interface FaultRow {
  readonly row: number;
  readonly ordinal: number;
  readonly column: string;
  readonly text: string;
  readonly dragged: boolean;
}

export async function findFaults(tx: Tx, id: string, after: readonly [row: number, ordinal: number], limit: number): Promise<FaultRow[]> {
  return (await sql<FaultRow>`select row_no as row, ordinal, column_name as "column", text, dragged from roster_import_fault where county_id = current_county() and import_id = ${id} and (row_no, ordinal) > (${after[0]}::int, ${after[1]}::int) order by row_no, ordinal limit ${limit}`.execute(tx)).rows;
}

/** Which columns are wrong how often. */
export async function findFaultKinds(tx: Tx, id: string): Promise<{ column: string; rows: number }[]> {
  return (await sql<{ column: string; rows: number }>`select column_name as "column", count(*)::int as rows from roster_import_fault where county_id = current_county() and import_id = ${id} and not dragged group by 1 order by 2 desc, 1`.execute(tx)).rows;
}

/** Confirms once: the job is queued in the same transaction. The same confirmation again changes nothing; another one is refused. */
export async function confirm(tx: Tx, who: Who, law: Law, r: ImportRow, c: { choice: 'all' | 'good'; payFrom: string }): Promise<Refusal | undefined> {
  if (r.status === 'discarded') return refuse('step.done', '这次导入已经放弃', { allowed: ['重新上传'] });
  if (r.status === 'failed') return refuse('step.done', '这次导入没有成功，不能再确认', { allowed: ['改正后重新上传'] });
  if (r.status !== 'checked') return r.choice === c.choice && r.pay_from === c.payFrom ? undefined : refuse('step.done', `这次导入已由${r.confirmed_by_name ?? ''}确认（${r.choice === 'all' ? '有错误则全部不导入' : '只导入正确的户'}）`);
  // A confirmation makes claims that are paid: whoever brought the file does not confirm it.
  if (r.uploaded_by === who.account) return refuse('person.same', '花名册由您上传，须由另一名县级经办人员确认', { allowed: ['由另一名县级经办人员确认', '由乡镇（街道）上传'] });
  const earliest = law.today.slice(0, 7);
  if (c.payFrom < earliest) return refuse('date.order', `本系统发放起始月不能早于本月（${earliest}）：更早的月份已由原系统发放`, { fields: [{ path: 'body.payFrom', message: `不早于 ${earliest}` }] });
  if (c.choice === 'all' && r.good < r.households) return refuse('input.invalid', `有 ${r.households - r.good} 户不正确，按“有错误则全部不导入”不能导入`, { allowed: ['下载错误清单，改正后重新上传', '改选“只导入正确的户”'] });
  if (r.good === 0) return refuse('input.invalid', '没有一户是正确的', { allowed: ['下载错误清单，改正后重新上传'] });
  await sql`update roster_import set status = 'confirmed', choice = ${c.choice}, pay_from = ${c.payFrom}, confirmed_by = ${who.account}, confirmed_by_name = ${who.name}, confirmed_at = ${law.now} where county_id = ${who.county} and id = ${r.id}`.execute(tx);
  await sql`select graphile_worker.add_job('rosterImport', json_build_object('county', ${who.county}::int, 'import', ${r.id}::text, 'user', ${who.account}::text, 'post', ${who.post}::text, 'unit', ${who.unitKey}::text), job_key => ${`rosterImport:${r.id}`}, max_attempts => 5)`.execute(tx);
  return undefined;
}
