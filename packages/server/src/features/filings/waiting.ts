import { sql } from 'kysely';
import { addMonths } from '@doudi/core/case/months';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { filingDue } from './queries.ts';

/** A unit's filing of a programme for a month. */
export interface Owed {
  readonly unit_id: number;
  readonly programme: string;
  readonly month: string;
}

/** From when filings are owed to this system: the month of its first act of a case, and no month before one from which the plan names a day. */
async function findFirstMonth(tx: Tx, law: Law): Promise<string> {
  const first = (await sql<{ month: string }>`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month from case_action where county_id = ${law.county} order by position limit 1`.execute(tx)).rows[0];
  return first?.month ?? law.today.slice(0, 7);
}

/**
 * Every filing that was due and never came, of all months since the first: what was not sent half a year ago is later than what
 * was not sent last month. A unit owes a programme from the month in which it first decided a case of it, or took one over.
 */
export async function findLateFilings(tx: Tx, law: Law, unit?: string): Promise<Owed[]> {
  const now = law.today.slice(0, 7);
  const programmes = law.policy.programmes(law.today).map((p) => p.id);
  const began = await findFirstMonth(tx, law);
  // The first of each unit and programme is the first entry of an index.
  const here = sql`from case_file f where f.county_id = u.county_id and f.programme = p.programme and f.unit_id = u.id`;
  const { rows } = await sql<{ unit_id: number; programme: string; since: string | null }>`select u.id as unit_id, p.programme, to_char(least((select f.decided_on ${here} and f.decided_on is not null order by f.decided_on limit 1), (select f.closed_on ${here} and f.imported order by f.closed_on limit 1)), 'YYYY-MM') as since
    from unit u cross join unnest(${programmes}::text[]) as p(programme) where u.county_id = ${law.county} and u.kind in ('township', 'street', 'farm', 'centre') ${unit === undefined ? sql`` : sql`and u.key = ${unit}`} order by u.id, p.programme`.execute(tx);
  const sent = (await sql<Owed>`select unit_id, programme, month from filing where county_id = ${law.county} and month >= ${began}`.execute(tx)).rows;
  const filed = new Set(sent.map((f) => `${f.unit_id}|${f.programme}|${f.month}`));
  const over = new Map<string, boolean>();
  const due = (programme: string, month: string): boolean => {
    const key = `${programme}|${month}`;
    const known = over.get(key) ?? (law.policy.find<number>('filing.day', { on: `${month}-01`, programme }) !== undefined && law.today > filingDue(law, programme, month).date);
    over.set(key, known);
    return known;
  };
  const out: Owed[] = [];
  for (const { unit_id, programme, since } of rows) {
    if (since === null) continue;
    for (let month = since > began ? since : began; month <= now; month = addMonths(month, 1)) if (due(programme, month) && !filed.has(`${unit_id}|${programme}|${month}`)) out.push({ unit_id, programme, month });
  }
  return out.sort((a, b) => (a.month === b.month ? a.unit_id - b.unit_id : a.month < b.month ? -1 : 1));
}

/** What the county waits for and what waits for the county: filings that never came, and those that nobody has examined. */
export async function waitingFilings(tx: Tx, law: Law): Promise<{ late: { unit: string; n: number }[]; unreviewed: { unit: string; n: number }[] }> {
  const units = new Map((await sql<{ id: number; key: string }>`select id, key from unit where county_id = ${law.county}`.execute(tx)).rows.map((u) => [u.id, u.key]));
  const late = (await findLateFilings(tx, law)).map((f) => ({ unit: units.get(f.unit_id) ?? '', n: 1 }));
  const unreviewed = (await sql<{ unit: string; n: number }>`select u.key as unit, count(*)::int as n from filing f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = ${law.county} and f.status = 'filed' group by 1`.execute(tx)).rows;
  return { late, unreviewed };
}
