import { createHash, randomUUID } from 'node:crypto';
import { setImmediate as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { getFiling } from '@doudi/core/api/filings';
import { comparePlatform, DIFFERENCE_LABELS, PLATFORM_COLUMNS, platformHead, platformRow, type Difference, type DifferenceKind, type FiledHousehold, type PlatformRow } from '@doudi/core/filing/platform';
import { MAX_ROSTER_ROWS } from '@doudi/core/roster/columns';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { readRows, Unreadable } from '../../platform/excel/read.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import type { FilingRecord } from './queries.ts';

/** Titles and filters that platforms print above the head row. */
const ROWS_ABOVE = 10;
const BREATH = 500;

/** Households of the platform's file. Refusal: no workbook, no column of numbers, nobody in it. */
export async function readPlatform(bytes: Buffer, today: string): Promise<PlatformRow[] | Refusal> {
  const rows: PlatformRow[] = [];
  let at: ReturnType<typeof platformHead>;
  let above = 0;
  try {
    for await (const row of readRows(bytes, '花名册', { rows: MAX_ROSTER_ROWS + ROWS_ABOVE })) {
      if (!at) {
        at = platformHead(row.cells);
        if (!at && ++above >= ROWS_ABOVE) break;
        continue;
      }
      const read = platformRow(row.number, row.cells, at, today);
      if (read) rows.push(read);
      if (rows.length % BREATH === 0) await pause();
    }
  } catch (error) {
    if (error instanceof Unreadable) return refuse('file.type', error.message, { allowed: ['.xlsx 工作簿，不超过 20 MB'] });
    throw error;
  }
  if (!at) return refuse('input.invalid', '没有找到身份证号一列', { allowed: [`表头含有：${PLATFORM_COLUMNS}`] });
  return rows.length > 0 ? rows : refuse('input.invalid', '表中没有可读的身份证号', { allowed: ['身份证号须为 18 位文本'] });
}

/** Households of a filed roster that are helped, with the head's number opened for the comparison and for nothing else. */
async function findFiled(tx: Tx, services: Services, county: number, filing: string): Promise<FiledHousehold[]> {
  const { rows } = await sql<{ line: number; case: string; name_enc: Buffer; number_enc: Buffer; persons: number; fen: number }>`select l.line_no as line, l.case_id as "case", p.name_enc, p.number_enc, l.persons, l.monthly_fen as fen
    from filing_line l join person p on p.county_id = l.county_id and p.id = l.payee where l.county_id = ${county} and l.filing_id = ${filing} and l.mark in ('new', 'imported', 'same', 'changed') order by l.line_no`.execute(tx);
  return rows.map((r) => ({ line: r.line, case: r.case, persons: r.persons, fen: r.fen, name: services.cipher.decrypt(r.name_enc, `person.name|${county}`), idNumber: services.cipher.decrypt(r.number_enc, `person.number|${county}`) }));
}

const CHUNK = 5000;

/** Compares a filing with the platform's file and keeps the result; the newest one counts. */
export async function insertComparison(tx: Tx, services: Services, who: Who, law: Law, f: FilingRecord, file: { name: string; bytes: Buffer; rows: readonly PlatformRow[] }): Promise<{ id: string; differences: number; matched: number }> {
  const { differences, matched } = comparePlatform(await findFiled(tx, services, who.county, f.id), file.rows);
  const id = randomUUID();
  await sql`insert into filing_comparison (county_id, id, filing_id, unit_id, file_name, sha256, rows, matched, compared_by, compared_by_name, compared_at)
    values (${who.county}, ${id}, ${f.id}, ${f.unit_id}, ${file.name}, ${createHash('sha256').update(file.bytes).digest()}, ${file.rows.length}, ${matched}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
  const rows = differences.map((d: Difference, i) => ({ ordinal: i + 1, kind: d.kind, line_no: d.line ?? null, case_id: d.case ?? null, row_no: d.row ?? null, who: d.who, text: d.text }));
  for (let i = 0; i < rows.length; i += CHUNK)
    await sql`insert into filing_difference (county_id, comparison_id, unit_id, ordinal, kind, line_no, case_id, row_no, who, text) select ${who.county}::int, ${id}::uuid, ${f.unit_id}::int, r.*
      from jsonb_to_recordset(${JSON.stringify(rows.slice(i, i + CHUNK))}::jsonb) as r(ordinal int, kind text, line_no int, case_id uuid, row_no int, who text, text text)`.execute(tx);
  return { id, differences: rows.length, matched };
}

const SHOWN = 200;

/** The newest comparison of a filing with its first differences. */
export async function findComparison(tx: Tx, filing: string): Promise<Output<typeof getFiling>['comparison']> {
  const c = (await sql<{ id: string; file_name: string; rows: number; matched: number; by: string; at: string; total: number }>`select c.id, c.file_name, c.rows, c.matched, c.compared_by_name as by, c.compared_at as at, (select count(*)::int from filing_difference d where d.county_id = c.county_id and d.comparison_id = c.id) as total
    from filing_comparison c where c.county_id = current_county() and c.filing_id = ${filing} order by c.compared_at desc limit 1`.execute(tx)).rows[0];
  if (!c) return null;
  const { rows } = await sql<{ kind: DifferenceKind; line: number | null; case: string | null; number: string | null; row: number | null; who: string; text: string }>`select d.kind, d.line_no as line, d.case_id as "case", f.number, d.row_no as row, d.who, d.text
    from filing_difference d left join case_file f on f.county_id = d.county_id and f.id = d.case_id where d.county_id = current_county() and d.comparison_id = ${c.id} order by d.ordinal limit ${SHOWN}`.execute(tx);
  return { fileName: c.file_name, rows: c.rows, matched: c.matched, by: c.by, at: c.at, total: c.total, differences: rows.map((d) => ({ kind: d.kind, kindText: DIFFERENCE_LABELS[d.kind], line: d.line, case: d.case, caseNumber: d.number, row: d.row, who: d.who, text: d.text })) };
}
