import { sql } from 'kysely';
import type { MoneyTask, MoneyTaskId } from '@doudi/core/desk/money';
import { confirmsOf, guardSettle, imprestLevel, OPERATIONS, type OperationKind } from '@doudi/core/ledger/operations';
import { ANY_POST_LABELS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { NAMED, type Wants } from '../payments/waiting.ts';
import { findQuotas, lastMonth, reportDue } from './imprest.ts';
import { replenishBy } from './operations.ts';

const TASK_OF: Readonly<Record<OperationKind, Extract<MoneyTaskId, 'allocation' | 'imprest' | 'received'>>> = { allocation: 'allocation', reserve: 'allocation', award: 'allocation', imprestSetUp: 'imprest', imprestReplenished: 'imprest', imprestReturned: 'imprest', reliefFund: 'received', donation: 'received' };

interface Entered { readonly kind: OperationKind; readonly unit_id: number | null; readonly fen: number; readonly entered_by: string; readonly on: string }

/** Movements that wait for the second person, imprests that run low, and their reports to finance. */
export async function fundTasks(tx: Tx, law: Law, who: Who, wants: Wants): Promise<MoneyTask[]> {
  const tasks: MoneyTask[] = [];
  const seen = (unit: number | null): boolean => who.area === null || (unit !== null && who.area.includes(unit));
  if (wants('allocation', 'imprest', 'received')) {
    const by = replenishBy(law);
    const { rows } = await sql<Entered>`select kind, unit_id, fen, entered_by, entered_at::date as on from fund_operation where county_id = current_county() and status = 'entered' order by entered_at, id`.execute(tx);
    const open = rows.filter((r) => seen(r.unit_id)).map((r) => ({ ...r, task: TASK_OF[r.kind], mine: guardSettle({ kind: r.kind, status: 'entered', enteredBy: r.entered_by }, who, by) === undefined }));
    for (const [, list] of Map.groupBy(open, (r) => `${r.task}${r.mine}`)) {
      const [first] = list;
      if (!first) continue;
      const kinds = [...Map.groupBy(list, (r) => r.kind)];
      tasks.push({ id: first.task, n: list.length, fen: list.reduce((a, r) => a + r.fen, 0), since: first.on, href: '/funds?tab=operations', mine: first.mine, who: [...new Set(kinds.flatMap(([kind]) => confirmsOf(kind, by)))].map((p) => ANY_POST_LABELS[p]).join('、'), at: kinds.map(([kind, of]) => ({ text: `${OPERATIONS[kind].label} ${of.length} 笔`, href: '/funds?tab=operations' })) });
    }
  }
  if (wants('imprestLow', 'imprestReport')) tasks.push(...(await imprestTasks(tx, law, seen)));
  if (wants('imprestReceive')) {
    const { rows } = await sql<{ n: number; since: string | null }>`select count(*)::int as n, min(filed_at)::date as since from fund_report where county_id = current_county() and received_by is null`.execute(tx);
    tasks.push({ id: 'imprestReceive', n: rows[0]?.n ?? 0, since: rows[0]?.since ?? null, href: '/funds?tab=units' });
  }
  return tasks;
}

async function imprestTasks(tx: Tx, law: Law, seen: (unit: number) => boolean): Promise<MoneyTask[]> {
  const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
  const month = lastMonth(law.today);
  const reported = new Set((await sql<{ unit_id: number }>`select unit_id from fund_report where county_id = current_county() and month = ${month}`.execute(tx)).rows.map((r) => r.unit_id));
  const low = law.policy.number('fund.imprest-low', { on: law.today }).value;
  const quotas = [...(await findQuotas(tx))].filter(([unit]) => seen(unit)).map(([unit, q]) => ({ unit: units.get(unit), id: unit, q }));
  const short = quotas.filter(({ q }) => q.pendingFen === 0 && imprestLevel(q.quotaFen, q.balanceFen, low).low);
  const owing = quotas.filter(({ id, q }) => q.since !== null && q.since.slice(0, 7) <= month && !reported.has(id));
  const due = reportDue(law, month);
  const at = (list: typeof quotas, search = ''): MoneyTask['at'] => list.slice(0, NAMED).flatMap(({ unit }) => (unit ? [{ text: unit.name, href: `/funds/units/${unit.key}${search}` }] : []));
  return [
    { id: 'imprestLow', n: short.length, fen: short.reduce((a, { q }) => a + q.quotaFen - q.balanceFen, 0), href: '/funds?tab=units', at: at(short) },
    { id: 'imprestReport', n: owing.length, late: due < law.today ? owing.length : 0, due, href: '/funds?tab=units', at: at(owing, `?month=${month}`) },
  ];
}
