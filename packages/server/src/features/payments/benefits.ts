import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** What a granted case is owed. `monthlyFen` is the whole sum when `payment` is `once`; `fromMonth` is `YYYY-MM`. */
export interface NewBenefit {
  readonly county: number;
  readonly caseId: string;
  /** Area of the case, by which row-level security sees it. */
  readonly unitId: number;
  readonly programme: string;
  readonly person: string;
  readonly monthlyFen: number;
  readonly fromMonth: string;
  readonly payment: 'monthly' | 'once';
  /** Last day of the verification report's validity, where the county pays only under a valid report. */
  readonly reportValidTo?: string | undefined;
}

/**
 * Creates the claim of a granted case, in the transaction of the decision. A case has one for ever. A grant without
 * money (a status that opens other help) has no claim to pay.
 * @returns its id, or undefined when there is nothing to pay.
 */
export async function createBenefit(tx: Tx, b: NewBenefit): Promise<string | undefined> {
  if (b.monthlyFen === 0) return undefined;
  const id = randomUUID();
  const { numAffectedRows } = await sql`
    insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, report_valid_to, created_at)
    select ${b.county}, ${id}, f.id, f.unit_id, ${b.unitId}, ${b.programme}, p.id, p.number_idx, ${b.monthlyFen}, ${b.fromMonth}, ${b.payment}, ${b.reportValidTo ?? null}, f.updated_at
    from case_file f join person p on p.county_id = f.county_id and p.id = ${b.person} where f.county_id = ${b.county} and f.id = ${b.caseId}`.execute(tx);
  // A grant without its claim would never be paid and nobody would notice: the decision must fail with it.
  if (numAffectedRows !== 1n) throw new Error(`no benefit made for case ${b.caseId}`);
  return id;
}

export interface BenefitRow {
  readonly id: string;
  readonly area_id: number;
  readonly dead_on: string | null;
  readonly reopened_on: string | null;
}

/** The claim of a visible case, locked for a change. */
export async function findBenefitOfCase(tx: Tx, caseId: string): Promise<BenefitRow | undefined> {
  return (await sql<BenefitRow>`select id, area_id, dead_on, reopened_on from benefit where county_id = current_county() and case_id = ${caseId} for update`.execute(tx)).rows[0];
}

export type BenefitChange = 'dead' | 'notDead' | 'reopened' | 'reviewed';

/** Records a fact that makes unpaid money wait, or its end, with who reported it and why. */
export async function changeBenefit(tx: Tx, row: BenefitRow, change: { kind: BenefitChange; on: string; reason: string; user: string; at: string }): Promise<BenefitRow> {
  const next = {
    ...row,
    ...(change.kind === 'dead' ? { dead_on: change.on } : change.kind === 'notDead' ? { dead_on: null } : {}),
    ...(change.kind === 'reopened' ? { reopened_on: change.on } : change.kind === 'reviewed' ? { reopened_on: null } : {}),
  };
  await sql`update benefit set dead_on = ${next.dead_on}, reopened_on = ${next.reopened_on} where county_id = current_county() and id = ${row.id}`.execute(tx);
  await sql`insert into benefit_event (county_id, id, benefit_id, area_id, kind, on_date, reason, by_account, at)
    values (current_county(), ${randomUUID()}, ${row.id}, ${row.area_id}, ${change.kind}, ${change.on}, ${change.reason}, ${change.user}, ${change.at})`.execute(tx);
  return next;
}
