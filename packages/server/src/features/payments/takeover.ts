import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { sealAccount, type NewAccount } from './accounts.ts';
import type { NewBenefit } from './benefits.ts';

/**
 * Claims of many cases in one statement, in the transaction that made the cases: the same rows as `createBenefit` makes one
 * by one. A case without money has none. @throws when a case is not there: it must fail with its claim.
 */
export async function createBenefits(tx: Tx, county: number, benefits: readonly NewBenefit[]): Promise<void> {
  const rows = benefits.filter((b) => b.monthlyFen > 0 && b.payment !== 'none').map((b) => ({ id: randomUUID(), case_id: b.caseId, area_id: b.unitId, programme: b.programme, person: b.person, monthly_fen: b.monthlyFen, from_month: b.fromMonth, payment: b.payment, review_due: b.reviewDue ?? null, ground_on: b.ground?.on ?? null, ground_number: b.ground?.number === '' ? null : (b.ground?.number ?? null) }));
  if (rows.length === 0) return;
  const { numAffectedRows } = await sql`
    insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, review_due, ground, ground_number, ground_on, created_at)
    select ${county}::int, r.id, f.id, f.unit_id, r.area_id, r.programme, p.id, p.number_idx, r.monthly_fen, r.from_month, r.payment, r.review_due, 'takeover', r.ground_number, r.ground_on, f.updated_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, case_id uuid, area_id int, programme text, person uuid, monthly_fen bigint, from_month text, payment text, review_due date, ground_number text, ground_on date)
    join case_file f on f.county_id = ${county} and f.id = r.case_id join person p on p.county_id = f.county_id and p.id = r.person`.execute(tx);
  if (numAffectedRows !== BigInt(rows.length)) throw new Error(`${String(numAffectedRows)} benefits made for ${rows.length} cases`);
}

/** Accounts of many payees in one statement. */
export async function insertAccounts(tx: Tx, services: Pick<Services, 'cipher'>, county: number, accounts: readonly Omit<NewAccount, 'county'>[]): Promise<void> {
  if (accounts.length === 0) return;
  const s = sealAccount(services, county);
  const hex = (b: Buffer): string => b.toString('hex');
  const rows = accounts.map((a) => ({ id: randomUUID(), person_id: a.person, unit_id: a.unitId, bank: a.bank, holder: hex(s.holder(a.holder)), holder_idx: hex(s.holderIdx(a.holder)), number: hex(s.number(a.number)), number_idx: hex(s.numberIdx(a.number)), from_date: a.from, registered_by: a.user, registered_at: a.at }));
  await sql`insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at)
    select ${county}::int, r.id, r.person_id, r.unit_id, r.bank, decode(r.holder, 'hex'), decode(r.holder_idx, 'hex'), decode(r.number, 'hex'), decode(r.number_idx, 'hex'), r.from_date, r.registered_by, r.registered_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id uuid, unit_id int, bank text, holder text, holder_idx text, number text, number_idx text, from_date date, registered_by uuid, registered_at timestamptz)`.execute(tx);
}
