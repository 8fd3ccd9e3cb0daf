/** Columns of both in the order in which the what-if takes them. Parameters of both: county, first and last case, month, last month of coming on the roll, first month of refusals. */

/** The caseload of a month in order of id: what is paid monthly, with the facts of the decision that held in it. The range is said of both tables, so that they are read side by side and not one looked up for each of the other. */
export const GRANTED = `select b.case_id, b.unit_id, b.area_id, b.programme, 'granted' as status,
    coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= greatest(b.from_month, $4) order by r.from_month desc limit 1), b.monthly_fen) as paid_fen,
    m.persons, m.seq, m.law_on, m.fen as decided_fen, m.unable, m.facts, m.why
  from benefit b left join means_input m on m.county_id = $1 and m.county_id = b.county_id and m.case_id = b.case_id and m.case_id >= $2 and m.case_id < $3 and m.status = 'granted' and m.from_month <= greatest(b.from_month, $4) and (m.until_month is null or m.until_month > greatest(b.from_month, $4))
  where b.county_id = $1 and b.case_id >= $2 and b.case_id < $3 and b.payment = 'monthly' and b.from_month <= $5 and (b.to_month is null or (b.to_month >= $4 and b.to_month >= b.from_month)) and (b.dead_on is null or to_char(b.dead_on, 'YYYY-MM') >= $4)
  order by b.case_id`;

/** Who was refused for want of means and has not been granted since. */
export const REFUSED = `select m.case_id, m.unit_id, m.area_id, m.programme, 'refused' as status, 0::bigint as paid_fen, m.persons, m.seq, m.law_on, m.fen as decided_fen, m.unable, m.facts, m.why
  from means_input m join case_file f on f.county_id = m.county_id and f.id = m.case_id join person p on p.county_id = f.county_id and p.id = f.applicant
  where m.county_id = $1 and m.case_id >= $2 and m.case_id < $3 and m.status = 'refused' and m.from_month between $6 and $5
    and not exists (select from benefit o where o.county_id = m.county_id and o.payee_idx = p.number_idx and o.programme = m.programme and o.from_month <= $5 and (o.to_month is null or o.to_month >= $4))
    and not exists (select from means_input n where n.county_id = m.county_id and n.case_id = m.case_id and n.seq > m.seq)
  order by m.case_id`;
