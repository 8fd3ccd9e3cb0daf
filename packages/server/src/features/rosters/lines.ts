import { sql } from 'kysely';
import type { RosterHousehold } from '@doudi/core/api/rosters';
import { maskAccount, maskIdNumber, maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { sealAccount } from '../payments/accounts.ts';
import { entitledSql, fenSql, sinceSql } from './entitled.ts';

export interface RosterScope {
  readonly county: number;
  readonly programme: string;
  readonly month: string;
  /** Last day counted: today, or the month's end when that is past. */
  readonly cutoff: string;
  /** Absent = all that the caller's area shows. */
  readonly unit?: number | undefined;
  readonly imported?: boolean | undefined;
}

export interface RosterRecord {
  readonly case_id: string;
  readonly number: string;
  readonly unit_name: string;
  readonly village: string | null;
  readonly name_enc: Buffer;
  readonly number_enc: Buffer;
  readonly persons: number;
  readonly others: Buffer[] | null;
  readonly fen: number;
  readonly from_month: string;
  readonly bank: string | null;
  readonly account_enc: Buffer | null;
  readonly imported: boolean;
}

const WHERE = (s: RosterScope) => sql`f.county_id = ${s.county} and f.programme = ${s.programme} ${s.unit === undefined ? sql`` : sql`and f.unit_id = ${s.unit}`} ${s.imported === undefined ? sql`` : sql`and f.imported = ${s.imported}`} and ${entitledSql(s.month, s.cutoff)}`;

/** Households of a roster in the order of their case numbers. `others` = names of the members besides the payee, encrypted. */
export const rosterSql = (s: RosterScope, page?: { readonly after: string; readonly limit: number }) => sql<RosterRecord>`
  select f.id as case_id, f.number, u.name as unit_name, v.name as village, p.name_enc, p.number_enc, f.counted as persons, o.names as others, ${fenSql(s.month)} as fen, ${sinceSql} as from_month, a.bank, a.number_enc as account_enc, f.imported
  from case_file f left join benefit b on b.county_id = f.county_id and b.case_id = f.id join person p on p.county_id = f.county_id and p.id = f.applicant join unit u on u.county_id = f.county_id and u.id = f.unit_id
  left join unit v on v.county_id = f.county_id and v.id = f.area_id and f.area_id <> f.unit_id
  left join lateral (select array_agg(q.name_enc) as names from case_person c join person q on q.county_id = c.county_id and q.id = c.person_id where c.county_id = f.county_id and c.case_id = f.id and c.role = 'member' and c.person_id <> f.applicant) o on true
  left join lateral (select x.bank, x.number_enc from payment_account x where x.county_id = f.county_id and x.person_id = f.applicant and x.from_date <= ${s.cutoff}::date order by x.from_date desc, x.position desc limit 1) a on true
  where ${WHERE(s)} ${page && page.after !== '' ? sql`and f.number > ${page.after}` : sql``} order by f.number ${page ? sql`limit ${page.limit}` : sql``}`;

export interface RosterTotals {
  readonly households: number;
  readonly persons: number;
  readonly fen: number;
  readonly imported: number;
}

export async function findTotals(tx: Tx, s: RosterScope): Promise<RosterTotals> {
  const { rows } = await sql<RosterTotals>`select count(*)::int as households, coalesce(sum(f.counted), 0)::int as persons, coalesce(sum(${fenSql(s.month)}), 0)::bigint as fen, count(*) filter (where f.imported)::int as imported
    from case_file f left join benefit b on b.county_id = f.county_id and b.case_id = f.id where ${WHERE(s)}`.execute(tx);
  return rows[0] ?? { households: 0, persons: 0, fen: 0, imported: 0 };
}

/** Opens what is encrypted of a roster's rows, masked unless `full`. */
export function opener(services: Services, county: number, full: boolean) {
  const account = sealAccount(services, county);
  const name = (x: Buffer): string => services.cipher.decrypt(x, `person.name|${county}`);
  const number = (x: Buffer): string => services.cipher.decrypt(x, `person.number|${county}`);
  const as = (mask: (x: string) => string) => (x: string): string => (full ? x : mask(x));
  return (r: RosterRecord) => ({
    payee: as(maskName)(name(r.name_enc)), idNumber: as(maskIdNumber)(number(r.number_enc)), others: (r.others ?? []).map((x) => as(maskName)(name(x))).join('、'),
    account: r.account_enc ? as(maskAccount)(account.openNumber(r.account_enc)) : null,
  });
}

/** Rows as the screen shows them: masked. */
export function dressRoster(services: Services, county: number, rows: readonly RosterRecord[]): RosterHousehold[] {
  const open = opener(services, county, false);
  return rows.map((r) => {
    const o = open(r);
    return { case: r.case_id, caseNumber: r.number, unit: r.unit_name, village: r.village, payee: o.payee, idNumber: o.idNumber, persons: r.persons, monthlyFen: r.fen, fromMonth: r.from_month, account: o.account ? `${r.bank ?? ''} ${o.account}` : null, imported: r.imported };
  });
}

const FETCH = 1000;
let cursors = 0;

/** All rows of a query through a cursor of the transaction: one snapshot, a thousand rows in memory. */
export async function* throughCursor<T>(tx: Tx, query: ReturnType<typeof sql<T>>): AsyncGenerator<T> {
  const name = sql.id(`roster_${(cursors += 1)}`);
  await sql`declare ${name} no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<T>`fetch ${sql.raw(String(FETCH))} from ${name}`.execute(tx);
    yield* rows;
    if (rows.length < FETCH) break;
  }
  await sql`close ${name}`.execute(tx);
}
