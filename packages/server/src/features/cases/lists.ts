import { sql } from 'kysely';
import type { CaseRow as Row } from '@doudi/core/api/cases';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import type { StepId } from '@doudi/core/policy/model';
import { checkCharacter } from '@doudi/core/people/id-number';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { lightFor, STATUS_TEXT } from './view.ts';

interface Listed {
  readonly id: string;
  readonly number: string;
  readonly programme: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly applicant: string;
  readonly persons: number;
  readonly status: CaseState['status'];
  readonly handler: string;
  readonly monthly_fen: number | null;
  readonly application_date: string;
  readonly step: string | null;
  readonly due: string | null;
  readonly provisional: boolean;
  readonly cursor: string;
}

const COLUMNS = sql`f.id, f.number, f.programme, f.unit_id, f.area_id, f.applicant, f.persons, f.status, f.handler, f.monthly_fen, f.application_date`;

/** Rows with names: staff and units by id, applicants masked. Two reads whatever the page size. */
export async function dress(tx: Tx, services: Services, law: Law, rows: readonly Listed[]): Promise<Row[]> {
  const people = await openPersons(tx, services, law.county, rows.map((r) => r.applicant));
  const { rows: labels } = await sql<{ id: string; name: string }>`select id::text, name from unit where county_id = current_county() and id = any (${[...new Set(rows.flatMap((r) => [r.unit_id, r.area_id]))]}::int[])
    union all select id::text, name from account where county_id = current_county() and id = any (${[...new Set(rows.map((r) => r.handler))]}::uuid[])`.execute(tx);
  const label = new Map(labels.map((l) => [l.id, l.name]));
  return rows.map((r) => ({
    id: r.id, number: r.number, programme: r.programme, programmeName: law.policy.programme(r.programme, r.application_date)?.short ?? r.programme, unit: label.get(String(r.unit_id)) ?? '',
    village: r.area_id === r.unit_id ? null : (label.get(String(r.area_id)) ?? null), applicant: maskName(people.get(r.applicant)?.name ?? '—'), persons: r.persons, status: r.status, statusText: STATUS_TEXT[r.status],
    nextStep: r.step, nextText: r.step ? STEP_LABELS[r.step as StepId] : null, due: r.due, provisional: r.provisional, light: lightFor(law, r.due), handler: label.get(r.handler) ?? '', monthlyFen: r.monthly_fen, applicationDate: r.application_date,
  }));
}

export interface WorklistQuery {
  readonly tab: 'todo' | 'doing' | 'done';
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly programme?: string | undefined;
  readonly unit?: string | undefined;
  readonly step?: string | undefined;
}

/** Counting stops here: more is shown as 999+. */
const COUNT_CAP = 1000;

const decode = (cursor: string | undefined): [string, string] | undefined => {
  const parts = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
  return parts[0] && parts[1] && /^[\d\-T:.Z+ ]{8,40}$/.test(parts[0]) && /^[0-9a-f-]{36}$/.test(parts[1]) ? [parts[0], parts[1]] : undefined;
};

/** Restricts to the caller's units so that the index by unit is used; a village post is narrowed by area: one village is an index range, several are sorted. */
function inUnits(who: Who, alias: 'f' | 'w') {
  if (who.area === null) return sql`true`;
  if (who.post !== 'village') return sql`${sql.ref(`${alias}.unit_id`)} = ${who.unitId}`;
  const area = sql.ref(`${alias}.area_id`);
  return who.area.length === 1 ? sql`${area} = ${who.area[0]}` : sql`${area} = any (${[...who.area]}::int[])`;
}

/** 待办 by due date; 在办 and 已办 by last change. Keyset pages: the hundredth costs what the first costs. */
export async function findWorklist(tx: Tx, who: Who, q: WorklistQuery): Promise<{ rows: Listed[]; next: string | null }> {
  const from = decode(q.cursor);
  const more = q.limit + 1;
  const programme = q.programme ? sql`and f.programme = ${q.programme}` : sql``;
  const unit = q.unit ? sql`and f.unit_id = (select id from unit where county_id = ${who.county} and key = ${q.unit})` : sql``;
  const rows =
    q.tab === 'todo'
      ? (await sql<Listed>`select ${COLUMNS}, w.step, w.due_on as due, w.provisional, w.due_on::text as cursor from work_item w join case_file f on f.county_id = w.county_id and f.id = w.case_id
          where w.county_id = ${who.county} and w.post = ${who.post} and ${inUnits(who, 'w')} ${q.step ? sql`and w.step = ${q.step}` : sql``} ${programme} ${unit}
          ${from ? sql`and (w.due_on, w.case_id) > (${from[0]}::date, ${from[1]}::uuid)` : sql``} order by w.due_on, w.case_id limit ${more}`.execute(tx)).rows
      : (await sql<Listed>`select ${COLUMNS}, f.next_step as step, f.next_due as due, f.next_provisional as provisional, f.updated_at as cursor from case_file f
          where f.county_id = ${who.county} and ${q.tab === 'doing' ? sql`f.closed_on is null` : sql`f.closed_on is not null`} and ${inUnits(who, 'f')} ${q.step ? sql`and f.next_step = ${q.step}` : sql``} ${programme} ${unit}
          ${from ? sql`and (f.updated_at, f.id) < (${from[0]}::timestamptz, ${from[1]}::uuid)` : sql``} order by f.updated_at desc, f.id desc limit ${more}`.execute(tx)).rows;
  const shown = rows.slice(0, q.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > q.limit && last ? Buffer.from(`${last.cursor}|${last.id}`).toString('base64url') : null };
}

export interface Counts {
  readonly todo: number;
  readonly doing: number;
  readonly done: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
}

/** Numbers on the tabs and lights; each stops at the cap. `soon` is the last day that still counts as yellow. */
export async function countWorklist(tx: Tx, who: Who, today: string, soon: string): Promise<Counts> {
  const todo = (extra: ReturnType<typeof sql>) => sql`(select count(*) from (select 1 from work_item w where w.county_id = ${who.county} and w.post = ${who.post} and ${inUnits(who, 'w')} ${extra} limit ${COUNT_CAP}) x)`;
  const cases = (open: boolean) => sql`(select count(*) from (select 1 from case_file f where f.county_id = ${who.county} and ${open ? sql`f.closed_on is null` : sql`f.closed_on is not null`} and ${inUnits(who, 'f')} limit ${COUNT_CAP}) x)`;
  const { rows } = await sql<Counts>`select ${todo(sql``)} as todo, ${todo(sql`and w.due_on < ${today}`)} as red, ${todo(sql`and w.due_on between ${today} and ${soon}`)} as yellow, ${todo(sql`and w.due_on > ${soon}`)} as green,
    ${cases(true)} as doing, ${cases(false)} as done`.execute(tx);
  const r = rows[0];
  if (!r) throw new Error('count gave no row');
  return r;
}

/** Exact search by keyed hash; the kind is read off the value. */
export async function searchCases(tx: Tx, services: Services, who: Who, value: string): Promise<{ kind: 'name' | 'idNumber' | 'phone' | 'account' | 'caseNumber' | 'letter'; index: string; rows: Listed[] }> {
  const v = value.trim();
  const select = sql`select ${COLUMNS}, f.next_step as step, f.next_due as due, f.next_provisional as provisional, f.number as cursor from case_file f`;
  const byPerson = async (kind: 'name' | 'idNumber' | 'phone', column: 'name_idx' | 'number_idx' | 'phone_idx', index: Buffer) => ({
    kind, index: index.toString('hex').slice(0, 8),
    rows: (await sql<Listed>`${select} where f.county_id = ${who.county} and f.id in (select cp.case_id from person p join case_person cp on cp.county_id = p.county_id and cp.person_id = p.id where p.county_id = ${who.county} and ${sql.ref(`p.${column}`)} = ${index} limit 200) order by f.application_date desc limit 50`.execute(tx)).rows,
  });
  const idx = (kind: 'name' | 'number' | 'phone' | 'account'): Buffer => services.cipher.blindIndex(kind, who.county, v);
  // The code printed on every letter, as it stands there or without its strokes.
  const code = v.toUpperCase().replaceAll(/[\s-]/g, '');
  if (/^[2-9A-HJ-NP-Z]{12}$/.test(code) && !/^\d+$/.test(code))
    return { kind: 'letter', index: code, rows: (await sql<Listed>`${select} where f.county_id = ${who.county} and f.id in (select case_id from case_letter where county_id = ${who.county} and code = ${code})`.execute(tx)).rows };
  if (/^[12]\d{3}-/.test(v)) return { kind: 'caseNumber', index: v, rows: (await sql<Listed>`${select} where f.county_id = ${who.county} and f.number = ${v}`.execute(tx)).rows };
  if (/^\d{17}[\dXx]$/.test(v)) {
    const found = await byPerson('idNumber', 'number_idx', idx('number'));
    // A number with a fitting check character is an identity number, found or not; else it may be an account.
    if (found.rows.length > 0 || checkCharacter(v.slice(0, 17)) === v.charAt(17).toUpperCase()) return found;
  }
  if (/^1\d{10}$/.test(v) || /^0\d{2,3}-?\d{7,8}$/.test(v)) return await byPerson('phone', 'phone_idx', idx('phone'));
  if (/^\d{12,30}$/.test(v)) {
    const index = idx('account');
    const rows = (await sql<Listed>`${select} where f.county_id = ${who.county} and f.applicant in (select person_id from payment_account where county_id = ${who.county} and number_idx = ${index}) limit 50`.execute(tx)).rows;
    return { kind: 'account', index: index.toString('hex').slice(0, 8), rows };
  }
  return await byPerson('name', 'name_idx', idx('name'));
}
