import { sql } from 'kysely';
import type { CaseRow as Row } from '@doudi/core/api/cases';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import type { StepId } from '@doudi/core/policy/model';
import { checkCharacter } from '@doudi/core/people/id-number';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { shortName } from '../law/units.ts';
import { openPersons } from '../persons/persons.ts';
import { caseNumber } from './numbers.ts';
import { lightFor, statusText } from './view.ts';

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
  readonly imported?: boolean;
  readonly step: string | null;
  readonly due: string | null;
  readonly provisional: boolean;
  readonly cursor: string;
}

/** What waits besides the steps of the procedure. */
const BESIDES: Readonly<Record<string, string>> = { submission: '答复网上提交', papers: '补齐材料', referral: '跟进转介', confirmGiven: '确认给付（第二经手人）', settleGiven: '处理给付异议' };

const COLUMNS = sql`f.id, f.number, f.programme, f.unit_id, f.area_id, f.applicant, f.persons, f.status, f.handler, f.monthly_fen, f.application_date, f.imported`;

/** Rows with names: staff and units by id, applicants masked. Two reads whatever the page size. */
export async function dress(tx: Tx, services: Services, law: Law, rows: readonly Listed[]): Promise<Row[]> {
  const people = await openPersons(tx, services, law.county, rows.map((r) => r.applicant));
  const { rows: labels } = await sql<{ id: string; name: string }>`select id::text, name from unit where county_id = current_county() and id = any (${[...new Set(rows.flatMap((r) => [r.unit_id, r.area_id]))]}::int[])
    union all select id::text, name from account where county_id = current_county() and id = any (${[...new Set(rows.map((r) => r.handler))]}::uuid[])`.execute(tx);
  const label = new Map(labels.map((l) => [l.id, l.name]));
  return rows.map((r) => ({
    id: r.id, number: r.number, programme: r.programme, programmeName: law.policy.programme(r.programme, r.application_date)?.short ?? r.programme, unit: label.get(String(r.unit_id)) ?? '',
    village: r.area_id === r.unit_id ? null : (label.get(String(r.area_id)) ?? null), applicant: maskName(people.get(r.applicant)?.name ?? '—'), persons: r.persons, status: r.status, statusText: statusText(r.status, r.imported ?? false),
    nextStep: r.step, nextText: r.step ? (STEP_LABELS[r.step as StepId] ?? BESIDES[r.step] ?? r.step) : null, due: r.due, provisional: r.provisional, light: lightFor(law, r.due), handler: label.get(r.handler) ?? '', monthlyFen: r.monthly_fen, applicationDate: r.application_date, imported: r.imported ?? false,
  }));
}

export interface WorklistQuery {
  readonly tab: 'todo' | 'doing' | 'done';
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly programme?: string | undefined;
  readonly unit?: string | undefined;
  readonly village?: string | undefined;
  readonly step?: string | undefined;
  readonly light?: LightColour | undefined;
}

type LightColour = 'red' | 'yellow' | 'green';

/** What the lights of today mean as dates: red before `today`, yellow up to `yellow`, green after it. */
export interface Lights {
  readonly today: string;
  readonly yellow: string;
}

/** Counting stops here: more is shown as 999+. */
const COUNT_CAP = 1000;

interface Place {
  readonly due: string;
  readonly id: string;
  /** Step of a to-do item: one case may wait for two steps of the same post. */
  readonly step: string;
}

const decode = (cursor: string | undefined): Place | undefined => {
  const [due, id, step] = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
  return due && id && step !== undefined && /^[\d\-T:.Z+ ]{8,40}$/.test(due) && /^[0-9a-f-]{36}$/.test(id) && /^[A-Za-z]{0,30}$/.test(step) ? { due, id, step } : undefined;
};

/** Restricts to the caller's units so that the index by unit is used; a village post is narrowed by area: one village is an index range, several are sorted. */
function inUnits(who: Who, alias: 'f' | 'w') {
  if (who.area === null) return sql`true`;
  if (who.post !== 'village') return sql`${sql.ref(`${alias}.unit_id`)} = ${who.unitId}`;
  const area = sql.ref(`${alias}.area_id`);
  return who.area.length === 1 ? sql`${area} = ${who.area[0]}` : sql`${area} = any (${[...who.area]}::int[])`;
}

/** When a case is next due; one that waits for nobody comes last. Written as the indexes of open cases have it. */
const NEXT_DUE = sql`coalesce(f.next_due, '9999-12-31'::date)`;

const unitId = (who: Who, key: string) => sql`(select id from unit where county_id = ${who.county} and key = ${key})`;

/** Conditions of the filters, each answered out of the index that orders the list. */
function filtered(who: Who, q: Omit<WorklistQuery, 'cursor' | 'limit'>, l: Lights) {
  const todo = q.tab === 'todo';
  const col = (name: string) => sql.ref(`${todo ? 'w' : 'f'}.${name}`);
  const due = todo ? sql`w.due_on` : NEXT_DUE;
  return sql`${q.step ? sql`and ${col(todo ? 'step' : 'next_step')} = ${q.step}` : sql``}
    ${q.programme ? sql`and ${col('programme')} = ${q.programme}` : sql``}
    ${q.unit ? sql`and ${col('unit_id')} = ${unitId(who, q.unit)}` : sql``}
    ${q.village ? sql`and ${col('area_id')} = ${unitId(who, q.village)}` : sql``}
    ${q.light && q.tab !== 'done' ? sql`and ${q.light === 'red' ? sql`${due} < ${l.today}::date` : q.light === 'yellow' ? sql`${due} between ${l.today}::date and ${l.yellow}::date` : sql`${due} > ${l.yellow}::date`}` : sql``}`;
}

/** 待办 and 在办 by what is due next, 已办 by last change. Keyset pages: the hundredth costs what the first costs. */
export function worklistStatement(who: Who, q: WorklistQuery, lights: Lights) {
  const from = decode(q.cursor);
  const more = q.limit + 1;
  const where = filtered(who, q, lights);
  const open = sql`select ${COLUMNS}, f.next_step as step, f.next_due as due, f.next_provisional as provisional`;
  return q.tab === 'todo'
      ? sql<Listed>`select ${COLUMNS}, w.step, w.due_on as due, w.provisional, w.due_on::text as cursor from work_item w join case_file f on f.county_id = w.county_id and f.id = w.case_id
          where w.county_id = ${who.county} and w.post = ${who.post} and ${inUnits(who, 'w')} ${where}
          ${from ? sql`and (w.due_on, w.case_id, w.step) > (${from.due}::date, ${from.id}::uuid, ${from.step})` : sql``} order by w.due_on, w.case_id, w.step limit ${more}`
      : q.tab === 'doing'
        ? sql<Listed>`${open}, ${NEXT_DUE}::text as cursor from case_file f
          where f.county_id = ${who.county} and f.closed_on is null and ${inUnits(who, 'f')} ${where}
          ${from ? sql`and (${NEXT_DUE}, f.id) > (${from.due}::date, ${from.id}::uuid)` : sql``} order by ${NEXT_DUE}, f.id limit ${more}`
        : sql<Listed>`${open}, f.updated_at as cursor from case_file f
          where f.county_id = ${who.county} and f.closed_on is not null and ${inUnits(who, 'f')} ${where}
          ${from ? sql`and (f.updated_at, f.id) < (${from.due}::timestamptz, ${from.id}::uuid)` : sql``} order by f.updated_at desc, f.id desc limit ${more}`;
}

/** What waits for the caller by name and not by post: few, read beside the page and sorted in. */
async function namedWork(tx: Tx, who: Who, q: WorklistQuery, lights: Lights): Promise<Listed[]> {
  const from = decode(q.cursor);
  return (await sql<Listed>`select ${COLUMNS}, w.step, w.due_on as due, w.provisional, w.due_on::text as cursor from work_item w join case_file f on f.county_id = w.county_id and f.id = w.case_id
    where w.county_id = ${who.county} and w.post = ${who.account} ${filtered(who, q, lights)} ${from ? sql`and (w.due_on, w.case_id, w.step) > (${from.due}::date, ${from.id}::uuid, ${from.step})` : sql``} order by w.due_on, w.case_id, w.step limit ${q.limit + 1}`.execute(tx)).rows;
}

/** One page of the list, with the place from which the next goes on. */
export async function findWorklist(tx: Tx, who: Who, q: WorklistQuery, lights: Lights): Promise<{ rows: Listed[]; next: string | null }> {
  const found = (await worklistStatement(who, q, lights).execute(tx)).rows;
  const named = q.tab === 'todo' ? await namedWork(tx, who, q, lights) : [];
  const key = (r: Listed): string => `${r.cursor}|${r.id}|${r.step ?? ''}`;
  const rows = named.length === 0 ? found : [...found, ...named].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).slice(0, q.limit + 1);
  const shown = rows.slice(0, q.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > q.limit && last ? Buffer.from(`${last.cursor}|${last.id}|${last.step ?? ''}`).toString('base64url') : null };
}

export interface Counts {
  readonly todo: number;
  readonly doing: number;
  readonly done: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  /** Rows of the list shown, under all its filters. */
  readonly total: number;
}

/**
 * Numbers on the tabs and lights, under the same filters as the list: tabs without the light, lights within the tab shown.
 * Each stops at the cap.
 */
export async function countWorklist(tx: Tx, who: Who, q: WorklistQuery, lights: Lights): Promise<Counts> {
  const count = (tab: WorklistQuery['tab'], light: LightColour | undefined) => {
    const where = filtered(who, { ...q, tab, light }, lights);
    return tab === 'todo'
      ? sql`(select count(*) from (select 1 from work_item w where w.county_id = ${who.county} and w.post = ${who.post} and ${inUnits(who, 'w')} ${where} union all select 1 from work_item w where w.county_id = ${who.county} and w.post = ${who.account} ${where} limit ${COUNT_CAP}) x)`
      : sql`(select count(*) from (select 1 from case_file f where f.county_id = ${who.county} and ${tab === 'doing' ? sql`f.closed_on is null` : sql`f.closed_on is not null`} and ${inUnits(who, 'f')} ${where} limit ${COUNT_CAP}) x)`;
  };
  // What is closed has no light of its own: its deadlines that still run stand on the case.
  const shine = (light: LightColour) => (q.tab === 'done' ? sql`0::bigint` : count(q.tab, light));
  const { rows } = await sql<Omit<Counts, 'total'>>`select ${count('todo', undefined)} as todo, ${count('doing', undefined)} as doing, ${count('done', undefined)} as done,
    ${shine('red')} as red, ${shine('yellow')} as yellow, ${shine('green')} as green`.execute(tx);
  const r = rows[0];
  if (!r) throw new Error('count gave no row');
  return { ...r, total: q.light && q.tab !== 'done' ? r[q.light] : r[q.tab] };
}

/** Years back for which a bare number is looked up. */
const YEARS_BACK = 3;

/** The full numbers that a bare consecutive number may stand for: of any unit, this year and the last ones; what lies outside the caller's area stays unseen. Found by index, however many cases there are. */
async function numbersEnding(tx: Tx, services: Services, who: Who, n: number): Promise<string[]> {
  const { rows } = await sql<{ name: string; year: number }>`select u.name, s.year from number_sequence s join unit u on u.county_id = s.county_id and s.series = 'case.' || u.key
    where s.county_id = ${who.county} and s.last >= ${n} order by s.year desc limit 500`.execute(tx);
  const mark = countyOf(services, who.county).layer.jurisdiction?.mark ?? '';
  const newest = rows[0]?.year ?? 0;
  return rows.filter((r) => r.year > newest - YEARS_BACK).map((r) => caseNumber(r.year, mark, shortName(r.name), n));
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
  // The last figures of a case number of one's own units, as people say it: “0123”.
  if (/^\d{1,5}$/.test(v)) return { kind: 'caseNumber', index: v, rows: (await sql<Listed>`${select} where f.county_id = ${who.county} and f.number = any (${await numbersEnding(tx, services, who, Number(v))}::text[]) order by f.application_date desc limit 50`.execute(tx)).rows };
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
