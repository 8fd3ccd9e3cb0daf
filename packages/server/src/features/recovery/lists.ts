import { sql } from 'kysely';
import type { RecoveryRow } from '@doudi/core/api/recovery';
import { daysBetween } from '@doudi/core/calendar/date';
import { maskName } from '@doudi/core/people/mask';
import { RECOVERY_GROUND_LABELS, RECOVERY_STATUS_LABELS, type RecoveryGround, type RecoveryStatus } from '@doudi/core/recovery/model';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly number: string;
  readonly applicant: string;
  readonly unit: string;
  readonly programme: string;
  readonly application_date: string;
  readonly ground: RecoveryGround;
  readonly status: RecoveryStatus;
  readonly due_fen: number;
  readonly recovered_fen: number;
  readonly waived_fen: number;
  readonly outstanding_fen: number;
  readonly pending_fen: number;
  readonly established_on: string | null;
  readonly next_due: string | null;
  readonly next_fen: number | null;
  readonly escalated: boolean;
  readonly sort: string;
}

export interface ListQuery {
  readonly state: 'open' | 'waiting' | 'late' | 'closed';
  readonly unit?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Waits for a second person: to be established, or money to be looked at. */
const WAITING = sql`(r.status = 'proposed' or (r.status = 'established' and r.pending_fen > 0))`;

const stateOf = (q: ListQuery, today: string) =>
  ({ open: sql`r.status in ('proposed', 'established')`, waiting: WAITING, late: sql`r.status = 'established' and r.next_due < ${today}::date`, closed: sql`r.status in ('closed', 'declined')` })[q.state];

/** A cursor is the sort key of the last row: day and id. */
const CURSOR = /^(\d{4}-\d{2}-\d{2})\|([0-9a-f-]{36})$/;

/** Recoveries as the caller may see them: the open ones by the next day on which something is due, the late ones first. */
export async function findRecoveries(tx: Tx, services: Services, law: Law, q: ListQuery): Promise<{ items: RecoveryRow[]; next: string | null }> {
  const from = q.cursor === undefined ? null : CURSOR.exec(Buffer.from(q.cursor, 'base64url').toString('utf8'));
  const key = q.state === 'closed' ? sql`(date '9999-12-31' - (r.closed_on - date '2000-01-01'))` : sql`coalesce(r.next_due, date '9999-12-31')`;
  const { rows } = await sql<Row>`select r.id, r.case_id, f.number, f.applicant, u.name as unit, r.programme, f.application_date, r.ground, r.status, r.due_fen, r.recovered_fen, r.waived_fen, r.outstanding_fen, r.pending_fen, r.established_on, r.next_due, r.next_fen, r.escalated, to_char(${key}, 'YYYY-MM-DD') as sort
    from recovery r join case_file f on f.county_id = r.county_id and f.id = r.case_id join unit u on u.county_id = r.county_id and u.id = r.unit_id
    where r.county_id = current_county() and ${stateOf(q, law.today)} ${q.unit === undefined ? sql`` : sql`and u.key = ${q.unit}`} ${from ? sql`and (${key}, r.id) > (${from[1]}::date, ${from[2]}::uuid)` : sql``}
    order by ${key}, r.id limit ${q.limit + 1}`.execute(tx);
  const shown = rows.slice(0, q.limit);
  const people = await openPersons(tx, services, law.county, shown.map((r) => r.applicant));
  const last = shown.at(-1);
  return {
    items: shown.map((r) => ({
      id: r.id, case: r.case_id, caseNumber: r.number, applicant: maskName(people.get(r.applicant)?.name ?? ''), unit: r.unit, programmeName: law.policy.programme(r.programme, r.application_date)?.name ?? r.programme, ground: r.ground, groundText: RECOVERY_GROUND_LABELS[r.ground],
      status: r.status, statusText: RECOVERY_STATUS_LABELS[r.status], dueFen: r.due_fen, recoveredFen: r.recovered_fen, waivedFen: r.waived_fen, outstandingFen: r.outstanding_fen, pendingFen: r.pending_fen, establishedOn: r.established_on, nextDue: r.next_due, nextFen: r.next_fen,
      daysLate: r.status === 'established' && r.next_due !== null && r.next_due < law.today ? daysBetween(r.next_due, law.today) : 0, escalated: r.escalated,
    })),
    next: rows.length > q.limit && last ? Buffer.from(`${last.sort}|${last.id}`).toString('base64url') : null,
  };
}

/** Sums of what is established, seen by the caller; a proposal is nothing owed yet. */
export async function findRecoveryTotals(tx: Tx, today: string) {
  const { rows } = await sql<{ count: number; dueFen: number; recoveredFen: number; waivedFen: number; outstandingFen: number; lateCount: number; lateFen: number; waiting: number }>`
    select count(*) filter (where r.status = 'established')::int as count, coalesce(sum(r.due_fen) filter (where r.status in ('established', 'closed')), 0)::bigint as "dueFen",
      coalesce(sum(r.recovered_fen), 0)::bigint as "recoveredFen", coalesce(sum(r.waived_fen), 0)::bigint as "waivedFen", coalesce(sum(r.outstanding_fen) filter (where r.status = 'established'), 0)::bigint as "outstandingFen",
      count(*) filter (where r.status = 'established' and r.next_due < ${today}::date)::int as "lateCount", coalesce(sum(r.next_fen) filter (where r.status = 'established' and r.next_due < ${today}::date), 0)::bigint as "lateFen",
      count(*) filter (where ${WAITING})::int as waiting
    from recovery r where r.county_id = current_county()`.execute(tx);
  return rows[0] ?? { count: 0, dueFen: 0, recoveredFen: 0, waivedFen: 0, outstandingFen: 0, lateCount: 0, lateFen: 0, waiting: 0 };
}

export interface Figures {
  readonly openingFen: number;
  readonly establishedFen: number;
  readonly establishedCount: number;
  readonly fraudFen: number;
  readonly recoveredFen: number;
  readonly waivedFen: number;
  readonly correctedFen: number;
  readonly closingFen: number;
}

/** What moved in a month, unit by unit, from the movements alone: opening + established = recovered + waived + corrected + closing. */
export async function findMonth(tx: Tx, month: string): Promise<(Figures & { readonly unit: string })[]> {
  const first = `${month}-01`;
  const { rows } = await sql<Figures & { readonly unit: string }>`
    with m as (select r.unit_id, r.ground, x.kind, x.fen, x.on_date < ${first}::date as before from recovery_movement x join recovery r on r.county_id = x.county_id and r.id = x.recovery_id
      where x.county_id = current_county() and x.on_date < ${first}::date + interval '1 month'),
    s as (select unit_id,
      coalesce(sum(case when kind = 'established' then fen else -fen end) filter (where before), 0)::bigint as "openingFen", coalesce(sum(fen) filter (where not before and kind = 'established'), 0)::bigint as "establishedFen",
      count(*) filter (where not before and kind = 'established')::int as "establishedCount", coalesce(sum(fen) filter (where not before and kind = 'established' and ground = 'fraud'), 0)::bigint as "fraudFen",
      coalesce(sum(fen) filter (where not before and kind = 'recovered'), 0)::bigint as "recoveredFen", coalesce(sum(fen) filter (where not before and kind = 'waived'), 0)::bigint as "waivedFen",
      coalesce(sum(fen) filter (where not before and kind = 'corrected'), 0)::bigint as "correctedFen", coalesce(sum(case when kind = 'established' then fen else -fen end), 0)::bigint as "closingFen" from m group by unit_id)
    select u.name as unit, s.* from s join unit u on u.county_id = current_county() and u.id = s.unit_id order by u.name`.execute(tx);
  return rows.map(({ unit, openingFen, establishedFen, establishedCount, fraudFen, recoveredFen, waivedFen, correctedFen, closingFen }) => ({ unit, openingFen, establishedFen, establishedCount, fraudFen, recoveredFen, waivedFen, correctedFen, closingFen }));
}
