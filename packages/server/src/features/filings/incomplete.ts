import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import type { FilingRecord } from './queries.ts';

const SHOWN = 100;

interface Row {
  readonly line: number;
  readonly case: string;
  readonly number: string;
  readonly text: string;
  readonly total: number;
}

/** Households of a filed roster of whom the system does not hold what it should: account, telephone, kind and grade of a disability [BQ-22]. */
export async function findIncomplete(tx: Tx, law: Law, f: Pick<FilingRecord, 'id' | 'programme'>): Promise<{ total: number; items: { line: number; case: string; caseNumber: string; text: string }[] }> {
  const paid = law.policy.programme(f.programme, law.today)?.payment !== 'none';
  const { rows } = await sql<Row>`
    select l.line_no as line, l.case_id as "case", c.number, concat_ws('、', m.account, m.phone, m.disability) as text, count(*) over ()::int as total
    from filing_line l join case_file c on c.county_id = l.county_id and c.id = l.case_id join person p on p.county_id = c.county_id and p.id = c.applicant
    cross join lateral (select
      case when ${paid} and l.monthly_fen > 0 and not exists (select from payment_account a where a.county_id = c.county_id and a.person_id = c.applicant) then '没有收款账户' end as account,
      case when p.phone_enc is null then '没有联系电话' end as phone,
      case when exists (select from jsonb_array_elements(coalesce(c.state -> 'facts' -> 'members', '[]')) x where x ->> 'health' = 'disabled' and not x ? 'disability') then '残疾成员没有类别和等级' end as disability) m
    where l.county_id = current_county() and l.filing_id = ${f.id} and l.mark in ('new', 'imported', 'same', 'changed') and concat_ws('', m.account, m.phone, m.disability) <> '' order by l.line_no limit ${SHOWN}`.execute(tx);
  return { total: rows[0]?.total ?? 0, items: rows.map((r) => ({ line: r.line, case: r.case, caseNumber: r.number, text: r.text })) };
}
