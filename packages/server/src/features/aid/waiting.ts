import { sql } from 'kysely';
import type { MoneyTask } from '@doudi/core/desk/money';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { NAMED, type Wants } from '../payments/waiting.ts';
import { unanswered } from './splits.ts';

interface Row { readonly kind: 'confirm' | 'dispute'; readonly case_id: string; readonly number: string; readonly fen: number; readonly due_on: string; readonly on_date: string }

/** Rows read at most. */
const LIMIT = 1000;

/** Cash and goods whose second handler has not spoken, or has not agreed; and sums that look split. */
export async function aidTasks(tx: Tx, law: Law, who: Who, wants: Wants): Promise<MoneyTask[]> {
  const tasks: MoneyTask[] = [];
  if (wants('givenConfirm', 'givenDispute')) {
    const { rows } = await sql<Row>`select split_part(d.id, '.', 1) as kind, d.case_id, f.number, p.fen, d.due_on, p.on_date from case_deadline d join case_file f on f.county_id = d.county_id and f.id = d.case_id
        join aid_payment p on p.county_id = d.county_id and p.case_id = d.case_id and p.seq::text = split_part(d.id, '.', 2)
      where d.county_id = ${law.county} and d.finished_on is null and (d.id like 'confirm.%' or d.id like 'dispute.%') order by p.on_date, f.number limit ${LIMIT}`.execute(tx);
    for (const [kind, list] of Map.groupBy(rows, (r) => r.kind))
      tasks.push({ id: kind === 'confirm' ? 'givenConfirm' : 'givenDispute', n: list.length, fen: list.reduce((a, r) => a + r.fen, 0), late: list.filter((r) => r.due_on < law.today).length, since: list[0]?.on_date ?? null, href: `/cases/${list[0]?.case_id ?? ''}`, at: [...new Map(list.map((r) => [r.case_id, r.number]))].slice(0, NAMED).map(([id, number]) => ({ text: number, href: `/cases/${id}` })) });
  }
  if (who.area === null && wants('split')) {
    const open = await unanswered(tx, law);
    tasks.push({ id: 'split', n: open.length, fen: open.reduce((a, x) => a + x.sumFen, 0), late: open.filter((x) => x.due < law.today).length, since: open.map((x) => x.to).sort()[0] ?? null, href: '/splits' });
  }
  return tasks;
}
