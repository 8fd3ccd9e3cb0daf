import { sql } from 'kysely';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { ACCOUNTS } from '@doudi/core/ledger/model';
import { entersOf, imprestLevel, OPERATION_KINDS, operationType } from '@doudi/core/ledger/operations';
import type { FundSources } from '@doudi/core/policy/tables';
import type { Output } from '@doudi/core/api/contract';
import type { fundsOverview } from '@doudi/core/api/funds';
import { isOffice } from '@doudi/core/policy/offices';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { cite, lightFor } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import type { Names } from '../ledger/queries.ts';
import { payBy } from '../payments/view.ts';
import { findQuotas, lastMonth, reportDue } from './imprest.ts';
import { confirmByText, findOperations, replenishBy } from './operations.ts';

type Overview = Output<typeof fundsOverview>;

const FUND_FLAGS = ['fund.reserve', 'fund.imprest', 'fund.relief-fund', 'fund.donation', 'fund.award'] as const;

const SHOWN = 200;

export const citedOf = (law: Law, key: string): Overview['sourcesBy'] => {
  const p = law.policy.find(key, { on: law.today });
  return { label: p?.label ?? key, ...cite(law.policy, p?.source) };
};

async function findYear(tx: Tx, year: number): Promise<{ kind: string; entry: string; programme: string | null; source: string | null; fen: number }[]> {
  return (await sql<{ kind: string; entry: string; programme: string | null; source: string | null; fen: number }>`select a.kind, coalesce(o.kind, e.kind) as entry, a.programme, a.source, sum(l.fen)::bigint as fen
    from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id join ledger_entry e on e.county_id = l.county_id and e.id = l.entry_id left join ledger_entry o on o.county_id = e.county_id and o.id = e.corrects
    where l.county_id = current_county() and l.on_date between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date and a.kind in ('source', 'bank', 'expense') group by a.kind, 2, a.programme, a.source`.execute(tx)).rows;
}

async function findBudgets(tx: Tx, names: Names, year: number): Promise<Overview['budgets']> {
  const { rows } = await sql<{ id: string; year: number; source: string; programme: string | null; fen: number; document: string; note: string; by: string; at: string }>`
    select id, year, source, programme, fen, document, note, entered_by_name as by, entered_at as at from fund_budget where county_id = current_county() and year = ${year} order by entered_at, id`.execute(tx);
  return rows.map((r) => ({ ...r, sourceName: names.source(r.source), programmeName: r.programme === null ? null : names.programme(r.programme) }));
}

/** Rolls whose day has passed before their money was on its way, and batches whose bank is late [LH-15]. */
async function findLate(tx: Tx, law: Law, names: Names): Promise<Overview['late']> {
  const { rows } = await sql<{ id: string; programme: string; month: string; status: string; due_on: string | null }>`select r.id, r.programme, r.month, r.status, (select max(b.due_on) from bank_batch b where b.county_id = r.county_id and b.roll_id = r.id) as due_on
    from roll r where r.county_id = current_county() and r.status <> 'reconciled' order by r.month, r.programme`.execute(tx);
  return rows.flatMap((r) => {
    const waits = r.status !== 'sent';
    const due = waits ? (payBy(law, r.programme, r.month)?.date ?? null) : r.due_on;
    return due !== null && due < law.today ? [{ roll: r.id, text: `${names.programme(r.programme)} ${formatMonthZh(r.month)}`, due, why: waits ? '到日未送银行' : '银行到期未答复' }] : [];
  });
}

/** Everything about funds on one page, as far as the caller's area goes: a unit sees its own imprest and operations. */
export async function overview(tx: Tx, law: Law, names: Names, who: Who, year: number): Promise<Overview> {
  const wide = who.area === null;
  const sources = law.policy.get<FundSources>('fund.sources', { on: law.today }).value.sources;
  const has = (flag: string): boolean => law.policy.find<boolean>(flag, { on: law.today })?.value === true;
  const moves = wide ? await findYear(tx, year) : [];
  const sum = (of: (m: (typeof moves)[number]) => boolean): number => moves.reduce((total, m) => total + (of(m) ? m.fen : 0), 0);
  const budgets = wide ? await findBudgets(tx, names, year) : [];
  const bank = wide ? (await sql<{ programme: string; fen: number }>`select programme, balance_fen as fen from ledger_account where county_id = current_county() and kind = 'bank'`.execute(tx)).rows : [];
  const programmes = [...new Set([...bank.map((b) => b.programme), ...moves.flatMap((m) => (m.programme === null ? [] : [m.programme]))])].sort();
  const quotas = await findQuotas(tx);
  const month = lastMonth(law.today);
  const reported = new Set((await sql<{ unit_id: number }>`select unit_id from fund_report where county_id = current_county() and month = ${month}`.execute(tx)).rows.map((r) => r.unit_id));
  const low = law.policy.number('fund.imprest-low', { on: law.today }).value;
  const due = reportDue(law, month);
  const imprests = [...quotas].filter(([unit]) => wide || who.area.includes(unit)).map(([unit, q]) => {
    const u = names.units.get(unit);
    const owed = q.since !== null && q.since.slice(0, 7) <= month;
    return { unit: u?.key ?? '', unitName: u?.name ?? '', quotaFen: q.quotaFen, balanceFen: q.balanceFen, low: imprestLevel(q.quotaFen, q.balanceFen, low).low, pendingFen: q.pendingFen, reportMonth: month, reportDue: due, reported: reported.has(unit) || !owed, light: owed && !reported.has(unit) ? lightFor(law, due) : null };
  }).sort((a, b) => Number(b.low) - Number(a.low) || (a.unitName < b.unitName ? -1 : 1));
  const held = (await sql<{ kind: 'reliefFund' | 'donation'; unit_id: number; fen: number }>`select kind, unit_id, balance_fen as fen from ledger_account where county_id = current_county() and kind in ('reliefFund', 'donation') and unit_id is not null order by kind desc, unit_id`.execute(tx)).rows;
  const cash = held.filter((h) => wide || who.area.includes(h.unit_id)).map((h) => ({ fund: h.kind, label: ACCOUNTS[h.kind].label, unit: names.units.get(h.unit_id)?.key ?? '', unitName: names.units.get(h.unit_id)?.name ?? '', balanceFen: h.fen }));
  const coordination = wide ? (await sql<Overview['coordination'][number]>`select id, text, raised_on as "raisedOn", raised_by_name as "raisedBy", department, result, resolved_on as "resolvedOn" from coordination_problem
    where county_id = current_county() and kind = 'funds' order by resolved_on is not null, raised_on desc limit ${SHOWN}`.execute(tx)).rows : [];
  return {
    year, today: law.today, funds: FUND_FLAGS.map((flag) => ({ flag, label: citedOf(law, flag).label, has: has(flag), source: citedOf(law, flag) })),
    sources: sources.map(({ id, label }) => ({ id, label })), sourcesBy: citedOf(law, 'fund.sources'), confirmBy: replenishBy(law), confirmByText: confirmByText(law), confirmBySource: citedOf(law, 'fund.replenish-by'),
    units: [...names.units.values()].filter((u) => isOffice(u) && (wide || who.area.includes(u.id))).map((u) => ({ key: u.key, name: u.name })), programmes: law.policy.programmes(law.today).map((p) => ({ id: p.id, name: p.name })),
    enters: OPERATION_KINDS.flatMap((kind) => {
      const { label, needs, flag, party } = operationType(kind);
      return entersOf(kind).includes(who.post) && (flag === undefined || has(flag)) ? [{ kind, label, needs: [...needs], party: party ?? null }] : [];
    }),
    budgets,
    bySource: wide ? sources.map((s) => {
      const budgetFen = budgets.reduce((total, b) => total + (b.source === s.id ? b.fen : 0), 0);
      const receivedFen = -sum((m) => m.kind === 'source' && m.source === s.id) || 0;
      return { source: s.id, label: s.label, budgetFen, receivedFen, leftFen: budgetFen === 0 ? 0 : budgetFen - receivedFen };
    }) : [],
    byProgramme: programmes.map((programme) => ({
      programme, name: names.programme(programme), allocatedFen: sum((m) => m.kind === 'bank' && m.programme === programme && ['opening', 'allocation'].includes(m.entry)), expenseFen: sum((m) => m.kind === 'expense' && m.programme === programme),
      // Through the bank, and in cash or goods by the units.
      paidFen: (-sum((m) => m.kind === 'bank' && m.programme === programme && !['opening', 'allocation', 'recovered'].includes(m.entry)) || 0) + sum((m) => m.kind === 'expense' && m.programme === programme && ['aidGiven', 'aidUndone'].includes(m.entry)), balanceFen: bank.find((b) => b.programme === programme)?.fen ?? 0,
    })),
    operations: await findOperations(tx, law, names, who, { limit: SHOWN }), imprests, cash, late: wide ? await findLate(tx, law, names) : [], coordination,
  };
}
