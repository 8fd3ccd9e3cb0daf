import { sql } from 'kysely';
import type { AccountBalance, LedgerEntry } from '@doudi/core/api/funds';
import { ACCOUNTS, ENTRY_KINDS, onItsSide, type AccountKind, type EntryKind } from '@doudi/core/ledger/model';
import type { FundSources } from '@doudi/core/policy/tables';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { findUnits, type UnitRow } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';

/** Words for what the ledger names by id. */
export interface Names {
  readonly units: ReadonlyMap<number, UnitRow>;
  readonly programme: (id: string) => string;
  readonly source: (id: string) => string;
}

export async function ledgerNames(tx: Tx, law: Law): Promise<Names> {
  const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
  const sources = new Map(law.policy.find<FundSources>('fund.sources', { on: law.today })?.value.sources.map((s) => [s.id, s.label]) ?? []);
  const programmes = new Map<string, string>();
  const programme = (id: string): string => {
    const known = programmes.get(id) ?? programmeName(law, id, law.today.slice(0, 7));
    programmes.set(id, known);
    return known;
  };
  return { units, programme, source: (id) => sources.get(id) ?? id };
}

interface AccountRow {
  readonly id: number;
  readonly kind: AccountKind;
  readonly unit_id: number | null;
  readonly programme: string | null;
  readonly source: string | null;
}

const dress = (a: AccountRow, names: Names) => {
  const unit = a.unit_id === null ? undefined : names.units.get(a.unit_id);
  return {
    id: a.id, kind: a.kind, label: ACCOUNTS[a.kind].label, unit: unit?.key ?? null, unitName: unit?.name ?? null, programme: a.programme, programmeName: a.programme === null ? null : names.programme(a.programme), source: a.source, sourceName: a.source === null ? null : names.source(a.source),
  };
};

/**
 * Balances of all accounts, now or as of the end of a day. A caller with an area gets the accounts of its units; the trial
 * balance is the whole county's all the same.
 */
export async function findBalances(tx: Tx, names: Names, area: readonly number[] | null, on?: string): Promise<{ items: AccountBalance[]; trialFen: number; debitFen: number; creditFen: number }> {
  const { rows } = await sql<AccountRow & { fen: number }>`select a.id, a.kind, a.unit_id, a.programme, a.source, ${on === undefined ? sql`a.balance_fen` : sql`coalesce(b.fen, 0)::bigint`} as fen
    from ledger_account a ${on === undefined ? sql`` : sql`left join ledger_balances(${on}::date) b on b.account_id = a.id`} where a.county_id = current_county()`.execute(tx);
  const order = Object.keys(ACCOUNTS);
  const sorted = rows.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.programme ?? '').localeCompare(b.programme ?? '') || (a.unit_id ?? 0) - (b.unit_id ?? 0) || (a.source ?? '').localeCompare(b.source ?? ''));
  return {
    items: sorted.filter((r) => area === null || (r.unit_id !== null && area.includes(r.unit_id))).map((r) => ({ ...dress(r, names), side: ACCOUNTS[r.kind].side, balanceFen: onItsSide(r.kind, r.fen) })),
    trialFen: rows.reduce((sum, r) => sum + r.fen, 0), debitFen: rows.reduce((sum, r) => sum + Math.max(0, r.fen), 0), creditFen: rows.reduce((sum, r) => sum - Math.min(0, r.fen), 0),
  };
}

/** What each comparison of the control view is about. */
export const CONTROL_WORDS: Record<string, string> = { expense: '应发（支出）', cash: '现金或实物救助', payable: '应发未发', transit: '在途', paid: '银行已付', recovered: '已追回', waived: '免予追回' };

export interface Difference {
  readonly kind: string;
  readonly programme: string;
  readonly unit_id: number | null;
  readonly ledger_fen: number;
  readonly lines_fen: number;
}

/** Every comparison of ledger and roll lines, as the whole county shows them: `compared` of them, and those that differ. */
export async function findDifferences(tx: Tx): Promise<{ compared: number; differences: Difference[] }> {
  const { rows } = await sql<Difference>`select kind, programme, unit_id, ledger_fen, lines_fen from ledger_control where county_id = current_county() order by kind, programme, unit_id`.execute(tx);
  return { compared: rows.length, differences: rows.filter((r) => r.ledger_fen !== r.lines_fen) };
}

export interface EntryQuery {
  readonly account?: number | undefined;
  readonly kind?: EntryKind | undefined;
  readonly accountKind?: AccountKind | undefined;
  readonly unit?: string | undefined;
  readonly programme?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly roll?: string | undefined;
  readonly batch?: string | undefined;
  readonly case?: string | undefined;
  readonly recovery?: string | undefined;
  readonly entry?: string | undefined;
  /** Entries before this voucher number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

interface EntryRow {
  readonly id: string;
  readonly position: number;
  readonly kind: EntryKind;
  readonly on_date: string;
  readonly memo: string;
  readonly by_account: string;
  readonly at: string;
  readonly roll_id: string | null;
  readonly roll_programme: string | null;
  readonly roll_month: string | null;
  readonly batch_id: string | null;
  readonly batch_number: string | null;
  readonly case_id: string | null;
  readonly case_number: string | null;
  readonly recovery_id: string | null;
  readonly fund_id: string | null;
  readonly corrects: string | null;
  readonly corrects_position: number | null;
  readonly corrected_by: string | null;
  readonly corrected_position: number | null;
}

/** Entries the caller may see, newest first, with their lines and what they belong to. */
export async function findEntries(tx: Tx, names: Names, q: EntryQuery): Promise<LedgerEntry[]> {
  const byLine = q.account !== undefined || q.accountKind !== undefined || q.unit !== undefined || q.programme !== undefined;
  const { rows } = await sql<EntryRow>`select e.id, e.position, e.kind, e.on_date, e.memo, e.by_account, e.at, e.roll_id, r.programme as roll_programme, r.month as roll_month, e.batch_id, b.number as batch_number, e.case_id, f.number as case_number,
      e.recovery_id, e.fund_id, e.corrects, c.position as corrects_position, d.id as corrected_by, d.position as corrected_position
    from ledger_entry e left join roll r on r.county_id = e.county_id and r.id = e.roll_id left join bank_batch b on b.county_id = e.county_id and b.id = e.batch_id left join case_file f on f.county_id = e.county_id and f.id = e.case_id
    left join ledger_entry c on c.county_id = e.county_id and c.id = e.corrects left join ledger_entry d on d.county_id = e.county_id and d.corrects = e.id
    where e.county_id = current_county() ${q.before === undefined ? sql`` : sql`and e.position < ${q.before}`} ${q.kind ? sql`and e.kind = ${q.kind}` : sql``} ${q.from ? sql`and e.on_date >= ${q.from}::date` : sql``} ${q.to ? sql`and e.on_date <= ${q.to}::date` : sql``}
      ${q.roll ? sql`and e.roll_id = ${q.roll}` : sql``} ${q.batch ? sql`and e.batch_id = ${q.batch}` : sql``} ${q.case ? sql`and e.case_id = ${q.case}` : sql``} ${q.recovery ? sql`and e.recovery_id = ${q.recovery}` : sql``} ${q.entry ? sql`and e.id = ${q.entry}` : sql``}
      ${byLine ? sql`and exists (select from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id left join unit u on u.county_id = a.county_id and u.id = a.unit_id where l.county_id = e.county_id and l.entry_id = e.id
        ${q.account ? sql`and a.id = ${q.account}` : sql``} ${q.accountKind ? sql`and a.kind = ${q.accountKind}` : sql``} ${q.unit ? sql`and u.key = ${q.unit}` : sql``} ${q.programme ? sql`and a.programme = ${q.programme}` : sql``})` : sql``}
    order by e.position desc limit ${q.limit}`.execute(tx);
  const lines = Map.groupBy((await sql<AccountRow & { entry_id: string; fen: number }>`select l.entry_id, l.fen, a.id, a.kind, a.unit_id, a.programme, a.source from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id
    where l.county_id = current_county() and l.entry_id = any (${rows.map((r) => r.id)}::uuid[]) order by l.entry_id, l.fen < 0, l.line`.execute(tx)).rows, (l) => l.entry_id);
  const staff = new Map((await sql<{ id: string; name: string }>`select id::text, name from account where county_id = current_county() and id::text = any (${[...new Set(rows.map((r) => r.by_account))]}::text[])`.execute(tx)).rows.map((s) => [s.id, s.name]));
  return rows.map((r) => ({
    id: r.id, number: r.position, kind: r.kind, kindText: ENTRY_KINDS[r.kind], on: r.on_date, memo: r.memo, by: staff.get(r.by_account) ?? '系统', at: r.at,
    lines: (lines.get(r.id) ?? []).map((l) => ({ ...dress(l, names), fen: l.fen })),
    roll: r.roll_id && r.roll_programme && r.roll_month ? { id: r.roll_id, text: `${names.programme(r.roll_programme)} ${r.roll_month}` } : null,
    batch: r.batch_id && r.batch_number ? { id: r.batch_id, number: r.batch_number } : null, case: r.case_id && r.case_number ? { id: r.case_id, number: r.case_number } : null,
    recovery: r.recovery_id, fund: r.fund_id, corrects: r.corrects && r.corrects_position ? { id: r.corrects, number: r.corrects_position } : null, correctedBy: r.corrected_by && r.corrected_position ? { id: r.corrected_by, number: r.corrected_position } : null,
  }));
}
