import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addMonths } from '@doudi/core/case/months';
import { monthShare, type ShareRule } from '@doudi/core/payment/proration';
import type { Tx } from '../../platform/database.ts';
import { addSupplements } from './book.ts';

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
  /** Day by which the household is to be reviewed. */
  readonly reviewDue?: string | undefined;
  /** Number and day of the decision. */
  readonly ground?: { readonly number: string; readonly on: string } | undefined;
  /** By which rule the month counts in which it begins: without it the whole month. */
  readonly share?: ShareRule | undefined;
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
    insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, report_valid_to, review_due, ground, ground_number, ground_on, created_at)
    select ${b.county}, ${id}, f.id, f.unit_id, ${b.unitId}, ${b.programme}, p.id, p.number_idx, ${b.monthlyFen}, ${b.fromMonth}, ${b.payment}, ${b.reportValidTo ?? null}, ${b.reviewDue ?? null}, 'grant', ${b.ground?.number ?? null}, ${b.ground?.on ?? null}, f.updated_at
    from case_file f join person p on p.county_id = f.county_id and p.id = ${b.person} where f.county_id = ${b.county} and f.id = ${b.caseId}`.execute(tx);
  // A grant without its claim would never be paid and nobody would notice: the decision must fail with it.
  if (numAffectedRows !== 1n) throw new Error(`no benefit made for case ${b.caseId}`);
  if (b.payment === 'monthly' && b.ground && b.share) await setShare(tx, { id, area_id: b.unitId }, b.ground.on, b.fromMonth, monthShare(0, b.monthlyFen, b.ground.on, b.share), b.monthlyFen);
  return id;
}

/**
 * The sum of the month in which a claim begins or changes on one of its days; when that month lies apart from the decision, or
 * comes out whole, it is whole: what an earlier change in the same month had made of it is gone.
 */
async function setShare(tx: Tx, b: { readonly id: string; readonly area_id: number }, on: string, fromMonth: string, fen: number, whole: number): Promise<void> {
  if (fromMonth !== on.slice(0, 7) || fen === whole || fen === 0) return await dropShare(tx, b.id, fromMonth);
  await sql`insert into benefit_month (county_id, benefit_id, area_id, month, fen) values (current_county(), ${b.id}, ${b.area_id}, ${fromMonth}, ${fen}) on conflict on constraint benefit_month_pk do update set fen = excluded.fen`.execute(tx);
}

async function dropShare(tx: Tx, benefit: string, month: string): Promise<void> {
  await sql`delete from benefit_month where county_id = current_county() and benefit_id = ${benefit} and month = ${month}`.execute(tx);
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

/** Records a fact that makes unpaid money wait, or its end, with who reported it and why; a review made sets the day of the next one. */
export async function changeBenefit(tx: Tx, row: BenefitRow, change: { kind: BenefitChange; on: string; reason: string; user: string; at: string; reviewDue?: string | undefined }): Promise<BenefitRow> {
  const next = {
    ...row,
    ...(change.kind === 'dead' ? { dead_on: change.on } : change.kind === 'notDead' ? { dead_on: null } : {}),
    ...(change.kind === 'reopened' ? { reopened_on: change.on } : change.kind === 'reviewed' ? { reopened_on: null } : {}),
  };
  await sql`update benefit set dead_on = ${next.dead_on}, reopened_on = ${next.reopened_on}, review_due = coalesce(${change.reviewDue ?? null}::date, review_due) where county_id = current_county() and id = ${row.id}`.execute(tx);
  await sql`insert into benefit_event (county_id, id, benefit_id, area_id, kind, on_date, reason, by_account, at)
    values (current_county(), ${randomUUID()}, ${row.id}, ${row.area_id}, ${change.kind}, ${change.on}, ${change.reason}, ${change.user}, ${change.at})`.execute(tx);
  return next;
}

/** What a claim's new sum stands on. */
export interface Adjusted {
  readonly ground: 'change' | 'grade' | 'stop';
  readonly number: string;
  /** Day of the decision (Asia/Shanghai), and the moment. */
  readonly on: string;
  readonly at: string;
  readonly share: ShareRule;
}

interface Claim {
  readonly id: string;
  readonly area_id: number;
  readonly monthly_fen: number;
  readonly from_month: string;
}

/**
 * Another sum for a case's claim from a month on, or its end (`monthlyFen` 0: the last month paid is the one before).
 * Months before keep the sum they had, whether or not a roll has them yet; lines of a roll still being drafted follow, and
 * what a month that was frozen already owes more becomes a supplement. The month in which it changes counts by the share
 * rule when it is the month of the decision itself. A case without a claim (a status without money) changes nothing.
 */
export async function adjustBenefit(tx: Tx, caseId: string, monthlyFen: number, fromMonth: string, why?: Adjusted): Promise<void> {
  const { rows } = await sql<Claim>`select id, area_id, monthly_fen, from_month from benefit where county_id = current_county() and case_id = ${caseId} for update`.execute(tx);
  const b = rows[0];
  if (!b) return;
  if (why) await sql`update benefit set ground = ${why.ground}, ground_number = ${why.number === '' ? null : why.number}, ground_on = ${why.on} where county_id = current_county() and id = ${b.id}`.execute(tx);
  const share = why && fromMonth === why.on.slice(0, 7) ? await shareAfter(tx, b, monthlyFen, why, fromMonth) : monthlyFen;
  if (monthlyFen === 0) {
    // The month of the end is the last one where a part of it is still due.
    const last = share > 0 ? fromMonth : addMonths(fromMonth, -1);
    await sql`update benefit set to_month = ${last} where county_id = current_county() and id = ${b.id}`.execute(tx);
    if (why && share > 0) await setMonth(tx, b, fromMonth, share, b.monthly_fen, why.on);
    else await dropShare(tx, b.id, fromMonth);
    return;
  }
  await sql`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) values (current_county(), ${b.id}, ${b.area_id}, ${b.from_month}, ${b.monthly_fen}) on conflict on constraint benefit_rate_pk do nothing`.execute(tx);
  await sql`insert into benefit_rate (county_id, benefit_id, area_id, from_month, monthly_fen) values (current_county(), ${b.id}, ${b.area_id}, ${fromMonth}, ${monthlyFen}) on conflict on constraint benefit_rate_pk do update set monthly_fen = excluded.monthly_fen`.execute(tx);
  await sql`update benefit set monthly_fen = ${monthlyFen} where county_id = current_county() and id = ${b.id}`.execute(tx);
  await follow(tx, b, fromMonth, monthlyFen);
  if (why) await setMonth(tx, b, fromMonth, share, monthlyFen, why.on);
  else await dropShare(tx, b.id, fromMonth);
  if (why) await supplement(tx, b, fromMonth, why);
}

/** What the month of a decision is worth after it; where the claim began or changed in that month already, on top of what that made of it. */
async function shareAfter(tx: Tx, b: Claim, fen: number, why: Adjusted, month: string): Promise<number> {
  const share = monthShare(b.monthly_fen, fen, why.on, why.share);
  if (why.share === 'month') return share;
  const { rows } = await sql<{ fen: number }>`select fen from benefit_month where county_id = current_county() and benefit_id = ${b.id} and month = ${month}`.execute(tx);
  return Math.max(0, (rows[0]?.fen ?? b.monthly_fen) + share - b.monthly_fen);
}

/** Lines of a roll still being made follow; what another roll has booked is corrected by supplement or recovery. */
async function follow(tx: Tx, b: Claim, fromMonth: string, fen: number, only = false): Promise<void> {
  await sql`update roll_line l set due_fen = ${fen} from roll r where l.county_id = current_county() and l.benefit_id = ${b.id} and l.part = 0 and ${only ? sql`l.month = ${fromMonth}` : sql`l.month >= ${fromMonth}`} and l.status in ('ready', 'held') and l.paid_fen = 0
    and r.county_id = l.county_id and r.id = l.roll_id and r.status = 'drafted'`.execute(tx);
}

async function setMonth(tx: Tx, b: Claim, month: string, share: number, whole: number, on: string): Promise<void> {
  await setShare(tx, b, on, month, share, whole);
  // A draft that followed an earlier change of the same month follows this one too, also back to the whole sum.
  if (month === on.slice(0, 7)) await follow(tx, b, month, share, true);
}

/** What months from `fromMonth` on owe more by the present rates than the rolls that have them say. */
async function supplement(tx: Tx, b: Claim, fromMonth: string, why: Adjusted): Promise<void> {
  const { rows } = await sql<{ benefit: string; month: string; fen: number }>`
    select ${b.id}::uuid as benefit, x.month, coalesce(share.fen, rate.monthly_fen) - x.fen as fen
    from (select l.month, sum(l.due_fen)::bigint as fen from roll_line l where l.county_id = current_county() and l.benefit_id = ${b.id} and l.month >= ${fromMonth} and l.status <> 'excluded' group by l.month having bool_or(l.part = 0)) x
    cross join lateral (select r.monthly_fen from benefit_rate r where r.county_id = current_county() and r.benefit_id = ${b.id} and r.from_month <= x.month order by r.from_month desc limit 1) rate
    left join benefit_month share on share.county_id = current_county() and share.benefit_id = ${b.id} and share.month = x.month
    where coalesce(share.fen, rate.monthly_fen) > x.fen + coalesce((select sum(s.fen) from roll_supplement s where s.county_id = current_county() and s.benefit_id = ${b.id} and s.month = x.month
      and not exists (select from roll_line l where l.county_id = s.county_id and l.benefit_id = s.benefit_id and l.month = s.month and l.part = s.part)), 0) order by x.month`.execute(tx);
  const county = (await sql<{ id: number }>`select current_county() as id`.execute(tx)).rows[0]?.id;
  if (county !== undefined) await addSupplements(tx, county, rows, { reason: `补发差额${why.number === '' ? '' : `（${why.number}）`}`, user: null, at: why.at });
}

/** Whose account may receive a case's money by agreement (keyed hash of the name), or only the payee's own. Nothing where there is no claim yet. */
export async function agreeHolder(tx: Tx, caseId: string, holderIdx: Buffer | null): Promise<void> {
  await sql`update benefit set agreed_holder_idx = ${holderIdx} where county_id = current_county() and case_id = ${caseId}`.execute(tx);
}
