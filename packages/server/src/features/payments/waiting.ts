import { sql } from 'kysely';
import type { MoneyTask, MoneyTaskId } from '@doudi/core/desk/money';
import { formatYuan } from '@doudi/core/money/fen';
import { guardRoll } from '@doudi/core/payment/line';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { fundsShort } from '../ledger/funds-short.ts';
import { answeredSql } from './freeze.ts';
import { findToMake } from './lists.ts';
import { findAnswerers, ROLL_COLUMNS, type RollRow } from './make.ts';
import { payBy, programmeName, rollName } from './view.ts';

export type Wants = (...ids: MoneyTaskId[]) => boolean;

/** Things named one by one; more are a list of their own. */
export const NAMED = 6;

/** Rolls that are being made or wait for their release. */
async function ownRolls(tx: Tx): Promise<RollRow[]> {
  return (await sql<RollRow>`select ${ROLL_COLUMNS} from roll where county_id = current_county() and status in ('drafted', 'frozen') order by month, programme, run`.execute(tx)).rows;
}

interface Open { readonly roll: string; readonly open: number; readonly late: number; readonly fen: number; readonly since: string | null; readonly ready_fen: number }

/** Of rolls: lines nobody has answered for, and what is ready to be paid. */
async function openLines(tx: Tx, rolls: readonly RollRow[], today: string): Promise<Map<string, Open>> {
  const { rows } = await sql<Open>`select l.pay_roll_id as roll, count(*) filter (where x.open)::int as open, count(*) filter (where x.open and l.held_on < ${today}::date)::int as late, coalesce(sum(x.fen) filter (where x.open), 0)::bigint as fen, min(l.held_on) filter (where x.open) as since,
      coalesce(sum(x.fen) filter (where l.status = 'ready'), 0)::bigint as ready_fen
    from roll_line l cross join lateral (select l.status = 'held' and not ${answeredSql} as open, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as fen) x
    where l.county_id = current_county() and l.pay_roll_id = any (${rolls.map((r) => r.id)}::uuid[]) and l.status in ('held', 'ready') group by l.pay_roll_id`.execute(tx);
  return new Map(rows.map((r) => [r.roll, r]));
}

/** Lists, holds, freezes, releases and results of the bank that wait; and lines whose account failed. */
export async function paymentTasks(tx: Tx, law: Law, who: Who, wants: Wants): Promise<MoneyTask[]> {
  const { today } = law;
  const tasks: MoneyTask[] = [];
  if (who.area === null && wants('makeRoll')) {
    const month = today.slice(0, 7);
    const programmes = await findToMake(tx, who.county, month);
    const due = programmes.flatMap((p) => payBy(law, p, month)?.date ?? []);
    tasks.push({ id: 'makeRoll', n: programmes.length, late: due.filter((d) => d < today).length, due: due.toSorted()[0] ?? null, href: '/payments', at: programmes.slice(0, NAMED).map((p) => ({ text: programmeName(law, p, month), href: '/payments' })) });
  }
  if (who.area === null && wants('hold', 'freeze', 'release', 'short')) tasks.push(...(await rollTasks(tx, law, who, wants)));
  if (wants('settle')) {
    // One's own proposal is another's to decide.
    const { rows } = await sql<{ mine: boolean; n: number; fen: number; since: string }>`select proposed_by <> ${who.account} and ${may(who.post, 'payment.release')} as mine, count(*)::int as n, sum(fen)::bigint as fen, min(proposed_at)::date as since from roll_settlement where county_id = current_county() and status = 'proposed' group by 1`.execute(tx);
    tasks.push(...rows.map((r): MoneyTask => ({ ...r, id: 'settle', href: '/payments' })));
  }
  if (wants('account')) {
    const { rows } = await sql<{ status: 'held' | 'rejected' | 'returned'; n: number; fen: number }>`select status, count(*)::int as n, sum(due_fen - paid_fen - recovered_fen - waived_fen)::bigint as fen from roll_line where county_id = current_county() and status in ('held', 'rejected', 'returned') and (status <> 'held' or 'noAccount' = any (holds)) group by status order by status`.execute(tx);
    const text = { held: '没有登记账户', rejected: '银行未付', returned: '退票' };
    tasks.push({ id: 'account', n: rows.reduce((a, r) => a + r.n, 0), fen: rows.reduce((a, r) => a + r.fen, 0), href: '/payments/stuck', at: rows.map((r) => ({ text: `${text[r.status]} ${r.n} 条`, href: `/payments/stuck?kind=${r.status}` })) });
  }
  return tasks;
}

async function rollTasks(tx: Tx, law: Law, who: Who, wants: Wants): Promise<MoneyTask[]> {
  const rolls = await ownRolls(tx);
  const open = await openLines(tx, rolls, law.today);
  const tasks: MoneyTask[] = [];
  const isLate = (r: RollRow): boolean => (payBy(law, r.programme, r.month)?.date ?? '9999') < law.today;
  const at = (list: readonly RollRow[], more: (r: RollRow) => { text?: string; search?: string } = () => ({})): MoneyTask['at'] => list.slice(0, NAMED).map((r) => ({ text: `${rollName(law, r)}${more(r).text ?? ''}`, href: `/payments/${r.id}${more(r).search ?? ''}` }));
  const held = rolls.filter((r) => r.status === 'drafted' && (open.get(r.id)?.open ?? 0) > 0);
  const sum = (list: readonly RollRow[], of: (o: Open) => number): number => list.reduce((a, r) => a + (open.has(r.id) ? of(open.get(r.id) as Open) : 0), 0);
  if (wants('hold')) tasks.push({ id: 'hold', n: sum(held, (o) => o.open), fen: sum(held, (o) => o.fen), late: sum(held, (o) => o.late), since: held.flatMap((r) => open.get(r.id)?.since ?? []).sort()[0] ?? null, href: '/payments', at: at(held, (r) => ({ text: `（${open.get(r.id)?.open ?? 0} 条）`, search: '?status=held&open=true#lines' })) });
  const answered = rolls.filter((r) => r.status === 'drafted' && !held.includes(r));
  if (wants('freeze')) tasks.push({ id: 'freeze', n: answered.length, fen: sum(answered, (o) => o.ready_fen), late: answered.filter(isLate).length, href: '/payments', at: at(answered) });
  const frozen = rolls.filter((r) => r.status === 'frozen');
  if (wants('release')) {
    const others: RollRow[] = [];
    const mine: RollRow[] = [];
    for (const r of frozen) (may(who.post, 'payment.release') && !guardRoll('release', { status: r.status, madeBy: r.made_by, frozenBy: r.frozen_by ?? undefined, answeredBy: await findAnswerers(tx, r.id) }, who.account) ? mine : others).push(r);
    for (const [list, isMine] of [[mine, true], [others, false]] as const)
      tasks.push({ id: 'release', n: list.length, fen: sum(list, (o) => o.ready_fen), late: list.filter(isLate).length, since: list.flatMap((r) => r.frozen_at?.slice(0, 10) ?? []).sort()[0] ?? null, href: '/payments', at: at(list), mine: isMine });
  }
  if (wants('short')) {
    // What is made and what is frozen of a programme draws on one account: together, not one by one.
    const text: { text: string; href: string }[] = [];
    let fen = 0;
    for (const [programme, list] of Map.groupBy(rolls, (r) => r.programme)) {
      const lack = await fundsShort(tx, law, who.county, programme, sum(list, (o) => o.ready_fen));
      if (!lack) continue;
      fen += lack.shortFen;
      text.push({ text: `${programmeName(law, programme, law.today.slice(0, 7))} 还差 ${formatYuan(lack.shortFen)}`, href: `/payments/${list[0]?.id ?? ''}` });
    }
    tasks.push({ id: 'short', n: text.length, fen, href: '/funds', at: text.slice(0, NAMED) });
  }
  return tasks;
}
