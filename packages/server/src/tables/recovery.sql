-- What a household had without right and owes back: one row per recovery, following the case's log. Never more is asked
-- than was overpaid, and of every recovery due = recovered + waived + outstanding: the checks below refuse anything else.
create table recovery (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  -- Unit or village by which row-level security sees it, as of the case.
  area_id int not null,
  programme text not null,
  ground text not null constraint recovery_ground check (ground in ('death', 'lateExit', 'fraud', 'doubleProgramme', 'error')),
  status text not null constraint recovery_status check (status in ('proposed', 'declined', 'established', 'closed')),
  debtor_kind text not null,
  -- Person of the case who owes it; absent where somebody outside it does.
  debtor uuid,
  since date not null,
  proposed_on date not null,
  established_on date,
  closed_on date,
  -- Sum as first proposed; due is what is claimed now and is never above it.
  first_fen bigint not null constraint recovery_first check (first_fen > 0),
  due_fen bigint not null,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  outstanding_fen bigint not null,
  -- Received and not yet looked at by the second person.
  pending_fen bigint not null default 0,
  -- The next day on which something is to come, and how much.
  next_due date,
  next_fen bigint,
  escalated boolean not null default false,
  constraint recovery_pk primary key (county_id, id),
  constraint recovery_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint recovery_identity check (due_fen = recovered_fen + waived_fen + outstanding_fen and least(due_fen, recovered_fen, waived_fen, outstanding_fen, pending_fen) >= 0),
  constraint recovery_not_more check (due_fen <= first_fen and pending_fen <= outstanding_fen),
  constraint recovery_closed check ((status in ('closed', 'declined')) = (closed_on is not null) and (status <> 'closed' or outstanding_fen = 0))
);
create index recovery_open on recovery (county_id, status, next_due);
create index recovery_case on recovery (county_id, case_id);
alter table recovery enable row level security;
create policy recovery_area on recovery using (county_id = current_county() and in_area(area_id));
grant select, insert, update on recovery to doudi_app;

-- The lines of a recovery: a payment of one month, or what was handed over besides. Never more is claimed of a payment than it was.
create table recovery_line (
  county_id int not null,
  recovery_id uuid not null,
  n int not null constraint recovery_line_n check (n >= 0),
  area_id int not null,
  -- The payment; absent for cash, goods and services.
  line_id uuid,
  kind text not null constraint recovery_line_kind check (kind in ('money', 'cash', 'goods', 'service')),
  month text collate "C" not null constraint recovery_line_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  paid_fen bigint not null,
  claim_fen bigint not null,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  constraint recovery_line_pk primary key (county_id, recovery_id, n),
  constraint recovery_line_recovery foreign key (county_id, recovery_id) references recovery (county_id, id),
  constraint recovery_line_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint recovery_line_money check ((kind = 'money') = (line_id is not null)),
  constraint recovery_line_sums check (claim_fen <= paid_fen and recovered_fen + waived_fen <= claim_fen and least(claim_fen, recovered_fen, waived_fen) >= 0)
);
create index recovery_line_line on recovery_line (county_id, line_id);
alter table recovery_line enable row level security;
create policy recovery_line_area on recovery_line using (county_id = current_county() and in_area(area_id));
grant select, insert, update on recovery_line to doudi_app;

-- Every movement of the sums, by the place in the case's log at which it happened: for reports of a month. Written once.
create table recovery_movement (
  county_id int not null,
  recovery_id uuid not null,
  case_id uuid not null,
  seq int not null,
  area_id int not null,
  kind text not null constraint recovery_movement_kind check (kind in ('established', 'corrected', 'recovered', 'waived')),
  on_date date not null,
  fen bigint not null constraint recovery_movement_fen check (fen > 0),
  constraint recovery_movement_pk primary key (county_id, case_id, seq),
  constraint recovery_movement_recovery foreign key (county_id, recovery_id) references recovery (county_id, id)
);
create index recovery_movement_date on recovery_movement (county_id, on_date);
alter table recovery_movement enable row level security;
create policy recovery_movement_area on recovery_movement using (county_id = current_county() and in_area(area_id));
grant select, insert on recovery_movement to doudi_app;

-- A voucher pays once in a county, whatever the method: the same bank slip or receipt is not entered for two debts, nor once
-- as a transfer and once as cash. A rejected entry frees it again.
create table recovery_voucher (
  county_id int not null,
  method text not null,
  voucher text not null,
  receipt_id uuid not null,
  area_id int not null,
  constraint recovery_voucher_pk primary key (county_id, voucher)
);
alter table recovery_voucher enable row level security;
create policy recovery_voucher_county on recovery_voucher using (county_id = current_county()) with check (county_id = current_county() and in_area(area_id));
grant select, insert, delete on recovery_voucher to doudi_app;

-- What was waived in a year to the household of a case in its other cases, wherever in the county they were: a household is
-- known by any of its members. The limit of a waiver counts all of it.
create function waived_elsewhere(of_case uuid, in_year int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(m.fen), 0)::bigint from recovery_movement m where m.county_id = current_county() and m.kind = 'waived' and extract(year from m.on_date) = in_year and m.case_id <> of_case
    and m.case_id in (select o.case_id from case_person p join case_person o on o.county_id = p.county_id and o.number_idx = p.number_idx and o.role = 'member'
      where p.county_id = current_county() and p.case_id = of_case and p.role = 'member' and exists (select from case_file f where f.county_id = p.county_id and f.id = of_case and in_area(f.area_id)))
$$;
revoke all on function waived_elsewhere(uuid, int) from public;
grant execute on function waived_elsewhere(uuid, int) to doudi_app;
