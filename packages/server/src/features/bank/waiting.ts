import { sql } from 'kysely';
import type { MoneyTask } from '@doudi/core/desk/money';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { rollName } from '../payments/view.ts';
import { NAMED, type Wants } from '../payments/waiting.ts';
import type { SendingState } from './outbox.ts';

interface Batch {
  readonly id: string;
  readonly programme: string;
  readonly month: string;
  readonly run: number;
  readonly status: 'released' | 'sent';
  readonly state: SendingState | null;
  readonly total_fen: number;
  readonly due_on: string | null;
  readonly since: string | null;
}

/** Batches that somebody carries, reads or clears up with the bank, and lines without an answer; the county's only. */
export async function bankTasks(tx: Tx, law: Law, who: Who, wants: Wants): Promise<MoneyTask[]> {
  if (who.area !== null || !wants('send', 'refused', 'readReturn', 'transit', 'disputed')) return [];
  const batches = (await sql<Batch>`select r.id, r.programme, r.month, r.run, r.status, s.state, b.total_fen, b.due_on, coalesce(b.sent_on, r.released_at::date) as since
    from roll r join bank_batch b on b.county_id = r.county_id and b.roll_id = r.id left join bank_sending s on s.county_id = b.county_id and s.batch_id = b.id
    where r.county_id = current_county() and r.status in ('released', 'sent') order by r.month, r.programme, r.run`.execute(tx)).rows;
  const byHand = (b: Batch): boolean => b.state === null || b.state === 'hand';
  const late = (b: Batch): boolean => b.due_on !== null && b.due_on < law.today;
  const of = (id: 'send' | 'refused' | 'readReturn', list: readonly Batch[]): MoneyTask => ({ id, n: list.length, fen: list.reduce((a, b) => a + b.total_fen, 0), late: list.filter(late).length, since: list.flatMap((b) => b.since ?? []).sort()[0] ?? null, href: '/payments', at: list.slice(0, NAMED).map((b) => ({ text: rollName(law, b), href: `/payments/${b.id}` })) });
  const { rows } = await sql<{ kind: 'transit' | 'disputed'; n: number; fen: number; late: number; since: string | null }>`
    select case x.state when 'disputed' then 'disputed' else 'transit' end as kind, count(*)::int as n, sum(x.fen)::bigint as fen, (count(*) filter (where b.due_on < ${law.today}::date))::int as late, min(b.sent_on) as since
    from bank_batch b join roll r on r.county_id = b.county_id and r.id = b.roll_id join bank_batch_line x on x.county_id = b.county_id and x.batch_id = b.id
    where b.county_id = current_county() and r.status = 'sent' and x.state in ('sent', 'disputed') group by 1`.execute(tx);
  return [
    of('send', batches.filter((b) => b.status === 'released' && byHand(b))), of('refused', batches.filter((b) => b.state === 'refused' || b.state === 'altered')), of('readReturn', batches.filter((b) => b.status === 'sent' && byHand(b))),
    ...rows.map(({ kind, ...r }): MoneyTask => ({ ...r, id: kind, href: `/payments/stuck?kind=${kind}` })),
  ];
}
