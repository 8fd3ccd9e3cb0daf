import { sql } from 'kysely';
import type { BureauListItem, BureauListKind } from '@doudi/core/api/bureau';
import { plusDays } from '@doudi/core/calendar/date';
import { addMonths } from '@doudi/core/case/months';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { programmeName } from '../payments/view.ts';
import { openPersons } from '../persons/persons.ts';

export interface ListQuery {
  readonly what: BureauListKind;
  readonly month: string;
  /** Decisions up to this day of the month. */
  readonly until?: string | undefined;
  readonly unit?: string | undefined;
  /** Key of a village, or of the unit itself: what is in none of its villages. */
  readonly village?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly number: string;
  readonly applicant: string;
  readonly programme: string;
  readonly unit_name: string;
  readonly village: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly fen: number | null;
  readonly on: string | null;
  readonly days: number | null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Decisions of a span of days, by the index that orders them; what was taken over from before the system was not decided here. */
export const decidedBetween = (law: Law, from: string, before: string) => sql`f.county_id = ${law.county} and f.programme = any (${law.policy.programmes(law.today).map((p) => p.id)}) and f.unit_id in (select id from unit where county_id = ${law.county}) and f.decided_on >= ${from}::date and f.decided_on < ${before}::date and not f.imported`;

/** Decisions of a month: the whole of it, or up to the same day, as a running month has it. */
export function decidedIn(law: Law, month: string, until?: string) {
  const next = `${addMonths(month, 1)}-01`;
  const day = until === undefined ? next : plusDays(`${month}-01`, Number(until));
  return decidedBetween(law, `${month}-01`, day < next ? day : next);
}

/** What a number of the roll stands for; the same conditions as `rollMonths` counts by. */
const moves = (q: ListQuery) => {
  const real = sql`b.payment = 'monthly' and (b.to_month is null or b.to_month >= b.from_month)`;
  if (q.what === 'began') return sql`${real} and b.from_month = ${q.month}`;
  if (q.what === 'ended') return sql`${real} and b.to_month = ${addMonths(q.month, -1)}`;
  return sql`${real} and b.from_month <= ${q.month} and (b.to_month is null or b.to_month >= ${q.month})`;
};

/** The households or decisions that a number of the bureau's page counted, each with its case; names are covered. */
export async function findBureauList(tx: Tx, services: Services, law: Law, q: ListQuery): Promise<{ items: BureauListItem[]; next: string | null; total: number; fen: number }> {
  const decisions = q.what === 'refused' || q.what === 'decided';
  const area = sql`${q.unit === undefined ? sql`` : sql`and u.key = ${q.unit}`} ${q.village === undefined ? sql`` : sql`and v.key = ${q.village}`}`;
  const from = decisions
    ? sql`from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id join unit v on v.county_id = f.county_id and v.id = f.area_id where ${decidedIn(law, q.month, q.until)} ${q.what === 'refused' ? sql`and f.status = 'refused'` : sql``} ${area}`
    : sql`from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id join unit u on u.county_id = b.county_id and u.id = b.unit_id join unit v on v.county_id = b.county_id and v.id = b.area_id where b.county_id = ${law.county} and ${moves(q)} ${area}`;
  const key = decisions ? sql`f.id` : sql`b.id`;
  const after = q.cursor !== undefined && UUID.test(q.cursor) ? sql`and ${key} > ${q.cursor}::uuid` : sql``;
  const { rows } = await sql<Row>`select ${key} as id, f.id as case_id, f.number, f.applicant, f.programme, u.name as unit_name, case when v.id <> u.id then v.name end as village,
      ${decisions ? sql`null::text as "from", null::text as "to", null::bigint as fen, f.decided_on as "on", (f.decided_on - f.application_date) as days` : sql`b.from_month as "from", b.to_month as "to", b.monthly_fen as fen, null::date as "on", null::int as days`}
    ${from} ${after} order by ${key} limit ${q.limit + 1}`.execute(tx);
  const sum = (await sql<{ total: number; fen: number }>`select count(*)::int as total, ${decisions ? sql`0::bigint` : sql`coalesce(sum(b.monthly_fen), 0)::bigint`} as fen ${from}`.execute(tx)).rows[0];
  const shown = rows.slice(0, q.limit);
  const people = await openPersons(tx, services, law.county, shown.map((r) => r.applicant));
  return {
    items: shown.map((r) => ({ id: r.id, case: r.case_id, number: r.number, applicant: maskName(people.get(r.applicant)?.name ?? '—'), programmeName: programmeName(law, r.programme, q.month), unitName: r.unit_name, village: r.village, from: r.from, to: r.to, fen: r.fen === null ? null : Number(r.fen), on: r.on, days: r.days })),
    next: rows.length > q.limit ? (shown.at(-1)?.id ?? null) : null, total: sum?.total ?? 0, fen: Number(sum?.fen ?? 0),
  };
}
