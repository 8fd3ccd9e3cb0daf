import { sql } from 'kysely';
import { dayOfMonth } from '@doudi/core/case/months';
import { MARK_LABELS, type Mark, type MonthlyReport } from '@doudi/core/filing/report';
import type { Source } from '@doudi/core/policy/model';
import { maskName } from '@doudi/core/people/mask';
import type { FilingRow } from '@doudi/core/api/filings';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { cite, lightFor } from '../cases/view.ts';
import type { Law } from '../law/law.ts';
import type { UnitRow } from '../law/units.ts';
import { fenSql } from '../rosters/entitled.ts';
import { programmeName } from '../payments/view.ts';

export interface FilingRecord {
  readonly id: string;
  readonly unit_id: number;
  readonly programme: string;
  readonly month: string;
  readonly status: 'filed' | 'demanded' | 'accepted';
  readonly report: MonthlyReport;
  readonly lines: number;
  readonly due_on: string;
  readonly filed_on: string;
  readonly filed_by_name: string;
  readonly examined_by_name: string | null;
  readonly examined_at: string | null;
  readonly note: string | null;
  readonly filed_by: string;
  readonly paper_due_on: string | null;
  readonly reviewed_by_name: string | null;
  readonly reviewed_on: string | null;
  readonly paper_by_name: string | null;
  readonly paper_on: string | null;
  readonly open_demands: number;
}

const COLUMNS = sql`f.id, f.unit_id, f.programme, f.month, f.status, f.report, f.lines, f.due_on, f.filed_on, f.filed_by_name, f.examined_by_name, f.examined_at, f.note, f.filed_by, f.paper_due_on, f.reviewed_by_name, f.reviewed_on, f.paper_by_name, f.paper_on,
  (select count(*)::int from filing_demand d where d.county_id = f.county_id and d.filing_id = f.id and d.closed_at is null) as open_demands`;

export async function findFiling(tx: Tx, id: string, lock = false): Promise<FilingRecord | undefined> {
  return (await sql<FilingRecord>`select ${COLUMNS} from filing f where f.county_id = current_county() and f.id = ${id} ${lock ? sql`for update of f` : sql``}`.execute(tx)).rows[0];
}

export async function findFilings(tx: Tx, month: string, programme: string | undefined): Promise<FilingRecord[]> {
  return (await sql<FilingRecord>`select ${COLUMNS} from filing f where f.county_id = current_county() and f.month = ${month} ${programme ? sql`and f.programme = ${programme}` : sql``}`.execute(tx)).rows;
}

/** Filings that wait for the county's examination, of any month, the oldest first. */
export async function findUnreviewed(tx: Tx): Promise<FilingRecord[]> {
  return (await sql<FilingRecord>`select ${COLUMNS} from filing f where f.county_id = current_county() and f.status = 'filed' order by f.month, f.unit_id, f.programme`.execute(tx)).rows;
}

/** Units that have decided anything in a programme up to a date: those from which a filing is expected. */
export async function findExpected(tx: Tx, county: number, programmes: readonly string[], cutoff: string, area: readonly number[] | null): Promise<{ unit_id: number; programme: string }[]> {
  // Two questions, each answered by the first entry of an index; in one condition they read all cases.
  const here = sql`select from case_file f where f.county_id = u.county_id and f.programme = p.programme and f.unit_id = u.id`;
  return (await sql<{ unit_id: number; programme: string }>`select u.id as unit_id, p.programme from unit u cross join unnest(${[...programmes]}::text[]) as p(programme)
    where u.county_id = ${county} and u.kind in ('township', 'street', 'farm', 'centre') ${area === null ? sql`` : sql`and u.id = any (${[...area]}::int[])`}
      and (exists (${here} and f.decided_on <= ${cutoff}::date) or exists (${here} and f.imported and f.closed_on <= ${cutoff}::date)) order by u.id, p.programme`.execute(tx)).rows;
}

export interface FilingDays {
  /** By when a month is filed. */
  readonly date: string;
  readonly source: FilingRow['dueSource'];
  /** First day on which it may be sent, where the plan names a window. */
  readonly opensOn: string | null;
  /** By when the papers follow, where the plan asks for electronic data first. */
  readonly papers: { readonly dueOn: string; readonly source: FilingRow['dueSource'] } | null;
}

/** The days of a month's filing, from the plan's parameters, as they stand without moving for holidays [HQ-124, XX-97, XX-98]. */
export function filingDue(law: Law, programme: string, month: string): FilingDays {
  const scope = { on: `${month}-01`, programme };
  const day = (p: { value: number; source: Source; label: string }) => ({ date: dayOfMonth(month, p.value), source: { ...cite(law.policy, p.source), label: p.label } });
  const whole = day(law.policy.number('filing.day', scope));
  const [from, to] = [law.policy.find<number>('filing.electronic.from', scope), law.policy.find<number>('filing.electronic.to', scope)];
  if (!to) return { ...whole, opensOn: null, papers: null };
  return { ...day(to), opensOn: from ? day(from).date : null, papers: { dueOn: whole.date, source: whole.source } };
}

const STATUS: Record<FilingRow['status'], string> = { none: '未报', filed: '已报，待审查', demanded: '有整改要求', accepted: '已备案' };

export function viewFiling(law: Law, units: ReadonlyMap<number, UnitRow>, x: { unit: number; programme: string; month: string }, f: FilingRecord | undefined): FilingRow {
  const due = filingDue(law, x.programme, x.month);
  const dueOn = f?.due_on ?? due.date;
  const unit = units.get(x.unit);
  return {
    id: f?.id ?? null, unit: unit?.key ?? '', unitName: unit?.name ?? '', programme: x.programme, programmeName: programmeName(law, x.programme, x.month), month: x.month, status: f?.status ?? 'none', statusText: STATUS[f?.status ?? 'none'],
    dueOn, dueSource: due.source, filedOn: f?.filed_on ?? null, filedBy: f?.filed_by_name ?? null, late: (f?.filed_on ?? law.today) > dueOn, light: f ? null : lightFor(law, dueOn),
    households: f?.report.households.now ?? null, persons: f?.report.persons.now ?? null, fen: f?.report.fen.now ?? null, openDemands: f?.open_demands ?? 0,
    opensOn: due.opensOn, papers: papersOf(law, due, f),
  };
}

function papersOf(law: Law, due: FilingDays, f: FilingRecord | undefined): FilingRow['papers'] {
  const dueOn = f?.paper_due_on ?? due.papers?.dueOn;
  if (dueOn === undefined || !due.papers) return null;
  return { dueOn, dueSource: due.papers.source, reviewedOn: f?.reviewed_on ?? null, reviewedBy: f?.reviewed_by_name ?? null, on: f?.paper_on ?? null, by: f?.paper_by_name ?? null, late: (f?.paper_on ?? law.today) > dueOn, light: f?.paper_on ? null : lightFor(law, dueOn) };
}

export interface LineRow {
  readonly line_no: number;
  readonly case_id: string;
  readonly payee: string;
  readonly persons: number;
  readonly monthly_fen: number;
  readonly from_month: string;
  readonly mark: Mark;
  readonly persons_before: number;
  readonly fen_before: number;
  readonly not_filed: string | null;
  readonly demands: number;
}

/** Roster lines with case numbers and masked names. */
export async function dressLines(tx: Tx, services: Services, county: number, rows: readonly LineRow[]) {
  const known = new Map((await sql<{ id: string; number: string; name_enc: Buffer }>`select f.id, f.number, p.name_enc from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant where f.county_id = ${county} and f.id = any (${rows.map((r) => r.case_id)}::uuid[])`.execute(tx)).rows.map((r) => [r.id, r]));
  return rows.map((r) => {
    const file = known.get(r.case_id);
    return {
      number: r.line_no, case: r.case_id, caseNumber: file?.number ?? '', payee: file ? maskName(services.cipher.decrypt(file.name_enc, `person.name|${county}`)) : '', persons: r.persons, monthlyFen: r.monthly_fen, fromMonth: r.from_month,
      mark: r.mark, markText: MARK_LABELS[r.mark], personsBefore: r.persons_before, fenBefore: r.fen_before, notFiled: r.not_filed, demands: r.demands,
    };
  });
}

export async function findFilingLines(tx: Tx, county: number, filing: string, q: { mark?: Mark | undefined; after: number; limit: number }): Promise<LineRow[]> {
  return (await sql<LineRow>`select l.line_no, l.case_id, l.payee, l.persons, l.monthly_fen, l.from_month, l.mark, l.persons_before, l.fen_before, l.not_filed,
      (select count(*)::int from filing_demand d where d.county_id = l.county_id and d.filing_id = l.filing_id and d.line_no = l.line_no and d.closed_at is null) as demands
    from filing_line l where l.county_id = ${county} and l.filing_id = ${filing} and l.line_no > ${q.after} ${q.mark ? sql`and l.mark = ${q.mark}` : sql``} order by l.line_no limit ${q.limit}`.execute(tx)).rows;
}

const MAX_DIFFERENCES = 200;

/** What case files, claims and payments say today against the roster as filed: where the county looks first. */
export async function findDifferences(tx: Tx, f: FilingRecord): Promise<{ line: number | null; case: string; caseNumber: string; text: string }[]> {
  const { rows } = await sql<{ line: number | null; case: string; number: string; text: string }>`
    select l.line_no as line, l.case_id as "case", c.number, case
        when c.status <> 'granted' then '花名册列为享受，案件现为' || case c.status when 'refused' then '不予确认' else c.status end
        when b.id is null and l.monthly_fen > 0 then '没有发放待遇的记录'
        when due.fen <> l.monthly_fen then '金额与平台不一致：花名册 ' || (l.monthly_fen / 100.0)::numeric(14, 2) || ' 元，平台 ' || (due.fen / 100.0)::numeric(14, 2) || ' 元'
        else '人数与平台不一致：花名册 ' || l.persons || ' 人，平台 ' || m.persons || ' 人' end as text
    from filing_line l join case_file c on c.county_id = l.county_id and c.id = l.case_id left join benefit b on b.county_id = l.county_id and b.case_id = l.case_id
    cross join lateral (select ${fenSql(f.month)} as fen) due
    cross join lateral (select count(*)::int as persons from jsonb_array_elements(coalesce(c.state -> 'facts' -> 'members', '[]')) x where not x ? 'excluded') m
    where l.county_id = current_county() and l.filing_id = ${f.id} and l.mark in ('new', 'imported', 'same', 'changed')
      and (c.status <> 'granted' or due.fen <> l.monthly_fen or m.persons <> l.persons)
    union all
    select null, c.id, c.number, '本月有发放，不在花名册上' from roll_line p join case_file c on c.county_id = p.county_id and c.id = p.case_id
    where p.county_id = current_county() and p.programme = ${f.programme} and p.unit_id = ${f.unit_id} and p.month = ${f.month} and p.status <> 'excluded' and coalesce(c.decided_on, c.closed_on) <= ${f.filed_on}::date
      and not exists (select from filing_line l where l.county_id = p.county_id and l.filing_id = ${f.id} and l.case_id = p.case_id)
    order by 1 nulls last limit ${MAX_DIFFERENCES}`.execute(tx);
  return rows.map((r) => ({ line: r.line, case: r.case, caseNumber: r.number, text: r.text }));
}
