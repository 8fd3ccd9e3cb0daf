import { sql } from 'kysely';
import { addMonths } from '@doudi/core/case/months';
import { formatMonthZh } from '@doudi/core/calendar/date';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { filingDue, findExpected, findFilings } from './queries.ts';
import { cutoffOf } from './roster.ts';

/** What the county waits for of this month and the last, and what waits for the county: filings that nobody has examined. */
export async function waitingFilings(tx: Tx, law: Law): Promise<{ months: string[]; late: string[]; unreviewed: { unit: string; n: number }[] }> {
  const now = law.today.slice(0, 7);
  const months = [addMonths(now, -1), now];
  const units = new Map((await sql<{ id: number; key: string }>`select id, key from unit where county_id = ${law.county}`.execute(tx)).rows.map((u) => [u.id, u.key]));
  const programmes = law.policy.programmes(law.today).map((p) => p.id);
  const late: string[] = [];
  for (const month of months) {
    const over = programmes.filter((p) => law.today > filingDue(law, p, month).date);
    if (over.length === 0) continue;
    const filed = new Set((await findFilings(tx, month, undefined)).map((f) => `${f.unit_id}|${f.programme}`));
    for (const e of await findExpected(tx, law.county, over, cutoffOf(month, law.today), null)) if (!filed.has(`${e.unit_id}|${e.programme}`)) late.push(units.get(e.unit_id) ?? '');
  }
  const unreviewed = (await sql<{ unit: string; n: number }>`select u.key as unit, count(*)::int as n from filing f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = ${law.county} and f.status = 'filed' group by 1`.execute(tx)).rows;
  return { months: months.map(formatMonthZh), late, unreviewed };
}
