import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { DemandView } from '@doudi/core/api/filings';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { lightFor } from '../cases/view.ts';
import type { Law } from '../law/law.ts';
import { programmeName } from '../payments/view.ts';
import type { FilingRecord } from './queries.ts';

type State = DemandView['state'];

interface DemandRow {
  readonly id: string;
  readonly filing_id: string;
  readonly unit_id: number;
  readonly unit_name: string;
  readonly programme: string;
  readonly month: string;
  readonly line_no: number | null;
  readonly case_id: string | null;
  readonly case_number: string | null;
  readonly kind: DemandView['kind'];
  readonly text: string;
  readonly due_on: string;
  readonly state: State;
  readonly raised_at: string;
}

const KIND: Record<DemandView['kind'], string> = { procedure: '办理程序不合规', determination: '对象认定不准确', report: '报表数据', other: '其他' };
const STATE: Record<State, string> = { open: '待整改', answered: '已报告，待审查', closed: '已办结' };
const EVENT: Record<string, string> = { raised: '提出', answered: '报告整改', sentBack: '退回', closed: '办结' };

const STATE_SQL = sql`case when d.closed_at is not null then 'closed' when d.answer is not null then 'answered' else 'open' end`;

export interface DemandQuery {
  readonly filing?: string;
  readonly id?: string;
  /** `late`: not closed and past its day. */
  readonly state?: State | 'late' | undefined;
  readonly unit?: string | undefined;
  /** Only demands after this one in the list's order: closed or not, then due date, then id. */
  readonly after?: readonly [closed: boolean, dueOn: string, id: string] | undefined;
  readonly limit: number;
}

/** Demands the caller may see, open ones first, earliest due first, with every word exchanged. */
export async function findDemands(tx: Tx, law: Law, q: DemandQuery): Promise<(DemandView & { closed: boolean })[]> {
  const { rows } = await sql<DemandRow>`select d.id, d.filing_id, d.unit_id, u.name as unit_name, f.programme, f.month, d.line_no, l.case_id, c.number as case_number, d.kind, d.text, d.due_on, ${STATE_SQL} as state, d.raised_at
    from filing_demand d join filing f on f.county_id = d.county_id and f.id = d.filing_id join unit u on u.county_id = d.county_id and u.id = d.unit_id
    left join filing_line l on l.county_id = d.county_id and l.filing_id = d.filing_id and l.line_no = d.line_no left join case_file c on c.county_id = l.county_id and c.id = l.case_id
    where d.county_id = current_county() ${q.filing ? sql`and d.filing_id = ${q.filing}` : sql``} ${q.id ? sql`and d.id = ${q.id}` : sql``} ${q.state === 'late' ? sql`and d.closed_at is null and d.due_on < ${law.today}::date` : q.state ? sql`and ${STATE_SQL} = ${q.state}` : sql``} ${q.unit ? sql`and u.key = ${q.unit}` : sql``}
      ${q.after ? sql`and (d.closed_at is not null, d.due_on, d.id) > (${q.after[0]}, ${q.after[1]}::date, ${q.after[2]}::uuid)` : sql``}
    order by d.closed_at is not null, d.due_on, d.id limit ${q.limit}`.execute(tx);
  const events = (await sql<{ demand_id: string; kind: string; text: string; by_name: string; at: string }>`select demand_id, kind, text, by_name, at from filing_demand_event where county_id = current_county() and demand_id = any (${rows.map((r) => r.id)}::uuid[]) order by position`.execute(tx)).rows;
  return rows.map((r) => ({
    id: r.id, filing: r.filing_id, unitName: r.unit_name, programmeName: programmeName(law, r.programme, r.month), month: r.month, line: r.line_no, case: r.case_id, caseNumber: r.case_number, kind: r.kind, kindText: KIND[r.kind], text: r.text,
    dueOn: r.due_on, light: r.state === 'closed' ? null : lightFor(law, r.due_on), state: r.state, stateText: STATE[r.state], closed: r.state === 'closed',
    events: events.filter((e) => e.demand_id === r.id).map((e) => ({ kind: e.kind, text: EVENT[e.kind] ?? e.kind, words: e.text, by: e.by_name, at: e.at })),
  }));
}

export interface Speaker {
  readonly county: number;
  readonly user: string;
  readonly name: string;
  readonly now: string;
  readonly today: string;
}

async function insertEvent(tx: Tx, demand: string, unit: number, kind: 'raised' | 'answered' | 'sentBack' | 'closed', text: string, by: Speaker): Promise<void> {
  await sql`insert into filing_demand_event (county_id, id, demand_id, unit_id, kind, text, by_account, by_name, at) values (${by.county}, ${randomUUID()}, ${demand}, ${unit}, ${kind}, ${text}, ${by.user}, ${by.name}, ${by.now})`.execute(tx);
}

/** The county demands that something be put right by a date. Refusals: a filing already accepted, a line that it has not, a date that is past. */
export async function insertDemand(tx: Tx, f: FilingRecord, d: { line?: number | undefined; kind: DemandView['kind']; text: string; dueOn: string }, by: Speaker): Promise<string | Refusal> {
  if (f.status === 'accepted') return refuse('step.done', '本期报备已经审查通过');
  if (d.dueOn < by.today) return refuse('date.order', '整改期限不能早于今天', { fields: [{ path: 'body.dueOn', message: `不早于 ${by.today}` }] });
  if (d.line !== undefined && d.line > f.lines) return refuse('input.invalid', `花名册只有 ${f.lines} 行`, { fields: [{ path: 'body.line', message: `1 至 ${f.lines}` }] });
  const id = randomUUID();
  await sql`insert into filing_demand (county_id, id, filing_id, unit_id, line_no, kind, text, due_on, raised_by, raised_by_name, raised_at)
    values (${by.county}, ${id}, ${f.id}, ${f.unit_id}, ${d.line ?? null}, ${d.kind}, ${d.text}, ${d.dueOn}, ${by.user}, ${by.name}, ${by.now})`.execute(tx);
  await sql`update filing set status = 'demanded' where county_id = ${by.county} and id = ${f.id}`.execute(tx);
  await insertEvent(tx, id, f.unit_id, 'raised', d.text, by);
  return id;
}

export type DemandStep = { readonly step: 'answer' | 'close'; readonly text: string } | { readonly step: 'back'; readonly text: string; readonly dueOn: string };

const FROM: Record<DemandStep['step'], { state: State; no: string }> = {
  answer: { state: 'open', no: '这条整改要求已经报告或办结' }, back: { state: 'answered', no: '单位还没有报告，不能退回' }, close: { state: 'answered', no: '单位还没有报告整改情况，不能办结' },
};

/** Unit answers, county closes or sends back with a new date. Refusal: not its turn. A filing whose demands are all closed waits for acceptance again. */
export async function stepDemand(tx: Tx, id: string, s: DemandStep, by: Speaker): Promise<{ id: string; state: State } | Refusal> {
  const d = (await sql<{ filing_id: string; unit_id: number; state: State }>`select d.filing_id, d.unit_id, ${STATE_SQL} as state from filing_demand d where d.county_id = ${by.county} and d.id = ${id} for update of d`.execute(tx)).rows[0];
  if (!d) return refuse('notfound', '没有这条整改要求，或不在您的辖区');
  if (d.state !== FROM[s.step].state) return refuse('step.order', FROM[s.step].no, { allowed: d.state === 'open' ? ['单位报告整改情况'] : d.state === 'answered' ? ['办结', '退回单位'] : [] });
  if (s.step === 'back' && s.dueOn < by.today) return refuse('date.order', '整改期限不能早于今天', { fields: [{ path: 'body.dueOn', message: `不早于 ${by.today}` }] });
  const change =
    s.step === 'answer' ? sql`answer = ${s.text}, answered_by = ${by.user}, answered_by_name = ${by.name}, answered_at = ${by.now}`
    : s.step === 'back' ? sql`answer = null, answered_by = null, answered_by_name = null, answered_at = null, due_on = ${s.dueOn}`
    : sql`closing = ${s.text}, closed_by = ${by.user}, closed_by_name = ${by.name}, closed_at = ${by.now}`;
  await sql`update filing_demand set ${change} where county_id = ${by.county} and id = ${id}`.execute(tx);
  await insertEvent(tx, id, d.unit_id, s.step === 'answer' ? 'answered' : s.step === 'back' ? 'sentBack' : 'closed', s.text, by);
  if (s.step === 'close')
    await sql`update filing set status = 'filed' where county_id = ${by.county} and id = ${d.filing_id} and status = 'demanded' and not exists (select from filing_demand where county_id = ${by.county} and filing_id = ${d.filing_id} and closed_at is null)`.execute(tx);
  return { id, state: s.step === 'answer' ? 'answered' : s.step === 'back' ? 'open' : 'closed' };
}
