import { sql } from 'kysely';
import { addMonths } from '@doudi/core/case/months';
import type { Recovery } from '@doudi/core/case/recovery/evolve';
import { RECOVERY_POSTS } from '@doudi/core/case/recovery/rules';
import type { MoneyTask, MoneyTaskId } from '@doudi/core/desk/money';
import type { Post } from '@doudi/core/policy/model';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { NAMED, type Wants } from '../payments/waiting.ts';

interface Row { readonly case_id: string; readonly number: string; readonly due_fen: number; readonly pending_fen: number; readonly proposed_on: string; readonly recovery: Recovery }

/** Open recoveries read at most. */
const LIMIT = 1000;

/** Recoveries that wait for the second person, a decision or money. Whose own step it was, another does the next. */
export async function recoveryTasks(tx: Tx, law: Law, who: Who, wants: Wants): Promise<MoneyTask[]> {
  const tasks: MoneyTask[] = [];
  if (wants('recoveryEstablish', 'recoveryReceipt', 'recoveryWaiver')) {
    const { rows } = await sql<Row>`select r.case_id, f.number, r.due_fen, r.pending_fen, r.proposed_on, x.recovery from recovery r join case_file f on f.county_id = r.county_id and f.id = r.case_id
      cross join lateral (select e as recovery from jsonb_array_elements(f.state -> 'recoveries') e where e ->> 'id' = r.id::text) x
      where r.county_id = current_county() and r.status in ('proposed', 'established') and (r.status = 'proposed' or r.pending_fen > 0 or x.recovery ? 'waiver') order by r.proposed_on, r.id limit ${LIMIT}`.execute(tx);
    const add = (id: MoneyTaskId, command: 'establishRecovery' | 'confirmReceipt' | 'decideWaiver', list: readonly Row[], own: (r: Recovery) => boolean, fen: (r: Row) => number): void => {
      for (const [mine, of] of Map.groupBy(list, (r) => RECOVERY_POSTS[command].includes(who.post as Post) && !own(r.recovery)))
        tasks.push({ id, mine, n: of.length, fen: of.reduce((a, r) => a + fen(r), 0), since: of[0]?.proposed_on ?? null, href: id === 'recoveryWaiver' ? '/recovery' : '/recovery?state=waiting', at: of.slice(0, NAMED).map((r) => ({ text: r.number, href: `/recovery/${r.case_id}` })) });
    };
    add('recoveryEstablish', 'establishRecovery', rows.filter((r) => r.recovery.status === 'proposed'), (r) => r.proposed.by.user === who.account, (r) => r.due_fen);
    add('recoveryReceipt', 'confirmReceipt', rows.filter((r) => r.pending_fen > 0), (r) => r.receipts.every((x) => x.state !== 'recorded' || x.by.user === who.account), (r) => r.pending_fen);
    add('recoveryWaiver', 'decideWaiver', rows.filter((r) => r.recovery.waiver !== undefined), (r) => [r.waiver?.by.user, r.proposed.by.user].includes(who.account), (r) => r.recovery.waiver?.fen ?? 0);
  }
  if (wants('recoveryDue')) {
    const end = `${addMonths(law.today.slice(0, 7), 1)}-01`;
    const { rows } = await sql<{ n: number; fen: number; late: number; since: string | null }>`select count(*)::int as n, coalesce(sum(next_fen), 0)::bigint as fen, (count(*) filter (where next_due < ${law.today}::date))::int as late, min(next_due) as since
      from recovery where county_id = current_county() and status = 'established' and next_due < ${end}::date`.execute(tx);
    const [r] = rows;
    if (r) tasks.push({ ...r, id: 'recoveryDue', href: r.late > 0 ? '/recovery?state=late' : '/recovery' });
  }
  return tasks;
}
