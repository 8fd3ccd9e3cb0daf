import { sql } from 'kysely';

/** Last day of a month, or today when it is earlier. */
export const cutoffOf = (month: string, today: string): string => {
  const end = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
  return end < today ? end : today;
};

/**
 * Whether a case `f` with its benefit `b` (left joined) stands on the roster of a month: decided or taken over by the last
 * day counted and not ended before the month; help given once stands only in the month of its decision.
 */
export const entitledSql = (month: string, cutoff: string) => sql`f.status = 'granted' and coalesce(f.decided_on, case when f.imported then f.closed_on end) <= ${cutoff}::date
  and case when b.id is null then coalesce(f.state ->> 'endedFrom', '9999-12') > ${month} when b.payment = 'once' then to_char(f.decided_on, 'YYYY-MM') = ${month} else coalesce(b.to_month, '9999-12') >= ${month} end`;

/** What `b` pays in a month: a change holds from its own month on. */
export const fenSql = (month: string) => sql`coalesce((select x.monthly_fen from benefit_rate x where x.county_id = b.county_id and x.benefit_id = b.id and x.from_month <= ${month} order by x.from_month desc limit 1), b.monthly_fen, 0)`;

/** Since when the household is helped: for one taken over, since before this system paid. */
export const sinceSql = sql`coalesce(case when f.imported then f.from_month end, b.from_month, f.from_month, '')`;
