-- The ledger against the lines of the rolls, which are its sub-ledger: per programme and unit what the accounts say beside what
-- the lines sum to. A line counts once the roll in which it arose is frozen; money given in cash has no roll and counts at once.
-- What stands in transit, and what the bank has paid, belongs to a programme and no unit. Both sums are equal, or somebody must look.
create view ledger_control with (security_invoker = true) as
with line as (
  select l.county_id, l.programme, l.unit_id, l.channel, l.status, l.due_fen, l.recovered_fen, l.waived_fen,
    l.paid_fen + l.recovered_fen + l.waived_fen as settled_fen, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as open_fen
  from roll_line l left join roll r on r.county_id = l.county_id and r.id = l.roll_id
  where l.channel = 'cash' or r.status <> 'drafted'
),
booked as (
  select x.county_id, a.kind as account, e.kind as entry, a.programme, a.unit_id, sum(x.fen)::bigint as fen
  from ledger_line x join ledger_account a on a.county_id = x.county_id and a.id = x.account_id join ledger_entry e on e.county_id = x.county_id and e.id = x.entry_id
  where a.kind in ('expense', 'payable', 'transit', 'bank', 'receivable', 'waived') group by x.county_id, a.kind, e.kind, a.programme, a.unit_id
),
side (county_id, kind, programme, unit_id, ledger_fen, lines_fen) as (
  select county_id, 'expense', programme, unit_id, sum(fen) filter (where entry not in ('aidGiven', 'aidUndone', 'overpaid')), 0 from booked where account = 'expense' group by county_id, programme, unit_id
  union all select county_id, 'cash', programme, unit_id, sum(fen) filter (where entry in ('aidGiven', 'aidUndone')), 0 from booked where account = 'expense' group by county_id, programme, unit_id
  union all select county_id, 'payable', programme, unit_id, -sum(fen), 0 from booked where account = 'payable' group by county_id, programme, unit_id
  union all select county_id, 'transit', programme, null, -sum(fen), 0 from booked where account = 'transit' group by county_id, programme
  union all select county_id, 'paid', programme, null, -sum(fen) filter (where entry not in ('opening', 'allocation', 'recovered', 'corrected')), 0 from booked where account = 'bank' group by county_id, programme
  union all select county_id, 'recovered', programme, unit_id, -sum(fen) filter (where entry = 'recovered'), 0 from booked where account = 'receivable' group by county_id, programme, unit_id
  union all select county_id, 'waived', programme, unit_id, sum(fen), 0 from booked where account = 'waived' group by county_id, programme, unit_id
  union all select county_id, 'expense', programme, unit_id, 0, sum(due_fen - case status when 'excluded' then open_fen else 0 end) from line where channel = 'bank' group by county_id, programme, unit_id
  union all select county_id, 'cash', programme, unit_id, 0, sum(due_fen) from line where channel = 'cash' group by county_id, programme, unit_id
  -- Relief before a decision has no line yet, nor ever where the case is refused: the register of what was handed over stands for it.
  union all select p.county_id, 'cash', p.programme, p.unit_id, 0, sum(p.fen) from aid_payment p where not exists (select from roll_line l where l.county_id = p.county_id and l.case_id = p.case_id and l.channel = 'cash') group by p.county_id, p.programme, p.unit_id
  union all select county_id, 'payable', programme, unit_id, 0, sum(open_fen) from line where status in ('ready', 'held', 'rejected', 'returned') group by county_id, programme, unit_id
  union all select county_id, 'transit', programme, null, 0, sum(open_fen) from line where status = 'sent' group by county_id, programme
  union all select county_id, 'paid', programme, null, 0, sum(settled_fen) from line where channel = 'bank' group by county_id, programme
  union all select county_id, 'recovered', programme, unit_id, 0, sum(recovered_fen) from line group by county_id, programme, unit_id
  union all select county_id, 'waived', programme, unit_id, 0, sum(waived_fen) from line group by county_id, programme, unit_id
)
select county_id, kind, programme, unit_id, coalesce(sum(ledger_fen), 0)::bigint as ledger_fen, coalesce(sum(lines_fen), 0)::bigint as lines_fen
from side group by county_id, kind, programme, unit_id;
grant select on ledger_control to doudi_app;

-- Balances as of the end of a day, for the whole county whoever asks: a part of an entry's lines would be no balance.
create function ledger_balances(as_of date) returns table (account_id int, fen bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select account_id, sum(fen)::bigint from ledger_line where county_id = current_county() and on_date <= as_of group by account_id
$$;
revoke all on function ledger_balances(date) from public;
grant execute on function ledger_balances(date) to doudi_app;
