import { sql } from 'kysely';
import type { MoneyTask } from '@doudi/core/desk/money';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { NAMED, type Wants } from '../payments/waiting.ts';

interface Row { readonly id: string; readonly text: string; readonly by: string; readonly on: string }

/** Standards and plans that wait for another person's decision, and households about which one is asked. */
export async function budgetTasks(tx: Tx, who: Who, wants: Wants): Promise<MoneyTask[]> {
  if (who.area !== null) return [];
  const tasks: MoneyTask[] = [];
  const decides = (r: Row): boolean => may(who.post, 'budget.decide') && r.by !== who.account;
  const add = (id: 'standardChange' | 'demandPlan', rows: readonly Row[], tab: string, page: string): void => {
    for (const [mine, list] of Map.groupBy(rows, decides)) tasks.push({ id, mine, n: list.length, since: list[0]?.on ?? null, href: `/budget?tab=${tab}`, at: list.slice(0, NAMED).map((r) => ({ text: r.text, href: `/budget/${page}/${r.id}` })) });
  };
  if (wants('standardChange')) add('standardChange', (await sql<Row>`select id, title as text, proposed_by as by, proposed_at::date as on from standard_change where county_id = current_county() and status = 'proposed' order by proposed_at, id`.execute(tx)).rows, 'changes', 'changes');
  if (wants('demandPlan')) add('demandPlan', (await sql<Row>`select id, year || ' 年度' as text, drafted_by as by, drafted_at::date as on from demand_plan where county_id = current_county() and status = 'drafted' order by year, id`.execute(tx)).rows, 'plans', 'plans');
  if (wants('standardAsked')) {
    const { rows } = await sql<{ id: string; title: string; n: number }>`select c.id, c.title, count(*)::int as n from standard_change_case x join standard_change c on c.county_id = x.county_id and c.id = x.change_id where x.county_id = current_county() and x.status = 'asked' group by c.id, c.title, c.proposed_at order by c.proposed_at`.execute(tx);
    tasks.push({ id: 'standardAsked', n: rows.reduce((a, r) => a + r.n, 0), href: '/budget?tab=changes', at: rows.slice(0, NAMED).map((r) => ({ text: `${r.title} ${r.n} 户`, href: `/budget/changes/${r.id}` })) });
  }
  return tasks;
}
