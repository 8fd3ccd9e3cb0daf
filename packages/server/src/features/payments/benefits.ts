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
  /** `none`: a recognition, for which nothing is ever due. */
  readonly payment: 'monthly' | 'once' | 'none';
  /** Last day of the verification report's validity, where the county pays only under a valid report. */
  readonly reportValidTo?: string | undefined;
}

/**
 * Creates the claim of a granted case, in the transaction of the decision. A case has one for ever. A grant without
 * money (a status that opens other help) has no claim to pay.
 * @returns its id, or undefined when there is nothing to pay.
 */
export async function createBenefit(tx: Tx, b: NewBenefit): Promise<string | undefined> {
  if (b.monthlyFen === 0 || b.payment === 'none') return undefined;
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

/**
 * Another sum for a case's claim from a month on, or its end (`monthlyFen` 0: the last month paid is the one before).
 * Months before keep the sum they had, whether or not a roll has them yet; lines of a roll still being drafted follow.
 * A case without a claim (a status without money) changes nothing.
 */
export async function adjustBenefit(tx: Tx, caseId: string, monthlyFen: number, fromMonth: string): Promise<void> {
  const { rows } = await sql<{ id: string; area_id: number; monthly_fen: number; from_month: string }>`select id, area_id, monthly_fen, from_month from benefit where county_id = current_county() and case_id = ${caseId} for update`.execute(tx);
  const b = rows[0];
  if (!b) return;
  if (monthlyFen === 0) {
    await sql`update benefit set to_month = to_char(to_date(${fromMonth}, 'YYYY-MM') - interval '1 month', 'YYYY-MM') where county_id = current_county() and id = ${b.id}`.execute(tx);
    return;
  }
  await sql`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) values (current_county(), ${b.id}, ${b.area_id}, ${b.from_month}, ${b.monthly_fen}) on conflict on constraint benefit_rate_pk do nothing`.execute(tx);
  await sql`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) values (current_county(), ${b.id}, ${b.area_id}, ${fromMonth}, ${monthlyFen}) on conflict on constraint benefit_rate_pk do update set monthly_fen = excluded.monthly_fen`.execute(tx);
  await sql`update benefit set monthly_fen = ${monthlyFen} where county_id = current_county() and id = ${b.id}`.execute(tx);
  await sql`update roll_line l set due_fen = ${monthlyFen} from roll r where l.county_id = current_county() and l.benefit_id = ${b.id} and l.month >= ${fromMonth} and l.status in ('ready', 'held') and l.paid_fen = 0
    and r.county_id = l.county_id and r.id = l.pay_roll_id and r.status = 'drafted'`.execute(tx);
}

/** Whose account may receive a case's money by agreement (keyed hash of the name), or only the payee's own. Nothing where there is no claim yet. */
export async function agreeHolder(tx: Tx, caseId: string, holderIdx: Buffer | null): Promise<void> {
  await sql`update benefit set agreed_holder_idx = ${holderIdx} where county_id = current_county() and case_id = ${caseId}`.execute(tx);
}
