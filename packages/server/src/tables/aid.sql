-- Temporary assistance by person, for finding the same cause again, other help that runs, and sums split to stay under a
-- limit: one row per case and member, written with every act of the case. A county sees all of its rows, because the same
-- household may apply in another street; they hold no name and no identity number, only its keyed hash.
create table aid_given (
  county_id int not null,
  case_id uuid not null,
  number_idx bytea not null,
  unit_id int not null,
  area_id int not null,
  number text not null,
  programme text not null,
  cause text not null,
  status text not null,
  -- Day of the event's application, or of the decision once it is made.
  on_date date not null,
  -- What was decided; before that what was handed over, or what the opinion proposes.
  fen bigint not null constraint aid_given_fen check (fen >= 0),
  -- Of that what was granted, or is in the household's hands already.
  helped_fen bigint not null constraint aid_given_helped check (helped_fen >= 0),
  -- The most that the unit may confirm, or the ceiling of the table, by the law of the case; null where nothing limits it.
  limit_fen bigint,
  limit_by text constraint aid_given_limit_by check (limit_by in ('entrustment', 'ceiling')),
  constraint aid_given_pk primary key (county_id, case_id, number_idx),
  constraint aid_given_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index aid_given_number on aid_given (county_id, number_idx, on_date);
create index aid_given_day on aid_given (county_id, on_date);
alter table aid_given enable row level security;
create policy aid_given_read on aid_given for select using (county_id = current_county());
create policy aid_given_insert on aid_given for insert with check (county_id = current_county() and in_area(area_id));
create policy aid_given_delete on aid_given for delete using (county_id = current_county() and in_area(area_id));
create policy aid_given_update on aid_given for update using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on aid_given to doudi_app;

-- Money and goods as they were handed over, one row for each in the log. Written once.
create table aid_payment (
  county_id int not null,
  case_id uuid not null,
  -- Place in the case's log.
  seq int not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  phase text not null constraint aid_payment_phase check (phase in ('relief', 'payment')),
  form text not null constraint aid_payment_form check (form in ('cash', 'goods')),
  fund text not null constraint aid_payment_fund check (fund in ('imprest', 'reliefFund', 'donation')),
  fen bigint not null constraint aid_payment_fen check (fen > 0),
  number text not null,
  given_at timestamptz not null,
  on_date date not null,
  entry_id uuid not null,
  constraint aid_payment_pk primary key (county_id, case_id, seq),
  constraint aid_payment_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index aid_payment_unit on aid_payment (county_id, unit_id, on_date);
alter table aid_payment enable row level security;
create policy aid_payment_area on aid_payment using (county_id = current_county() and in_area(area_id));
grant select, insert on aid_payment to doudi_app;

-- What was given to a department, by referral or as its duty out of a consultation, followed until it is settled or sent
-- back [XX-44]. Rebuilt from the case's log with every act.
create table aid_errand (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  kind text not null constraint aid_errand_kind check (kind in ('referral', 'duty')),
  organ text not null,
  matter text not null,
  text text not null,
  asked_on date not null,
  asked_by text not null,
  due_on date not null,
  closed_on date,
  answers jsonb not null default '[]',
  constraint aid_errand_pk primary key (county_id, id),
  constraint aid_errand_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index aid_errand_open on aid_errand (county_id, unit_id, due_on) where closed_on is null;
create index aid_errand_case on aid_errand (county_id, case_id);
alter table aid_errand enable row level security;
create policy aid_errand_area on aid_errand using (county_id = current_county() and in_area(area_id));
grant select, insert, update on aid_errand to doudi_app;

-- Open and granted cases of the holders of these numbers in other programmes and offices of the county: the number only
-- where the caller may see the case [XX-39].
create function find_assistance_of(wanted bytea[], besides uuid) returns table (case_id uuid, number text, programme text, status text, ended_from text)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct f.id, case when in_area(f.area_id) then f.number else '' end, f.programme, f.status, f.state ->> 'endedFrom'
  from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
  where p.county_id = current_county() and p.number_idx = any (wanted) and p.role = 'member' and f.status in ('applied', 'accepted', 'granted') and f.id is distinct from besides
$$;
revoke all on function find_assistance_of(bytea[], uuid) from public;
grant execute on function find_assistance_of(bytea[], uuid) to doudi_app;

-- A unit's monthly summary of temporary assistance as it was filed with the county, never changed afterwards [HQ-177].
create table aid_summary (
  county_id int not null,
  unit_id int not null,
  month text collate "C" not null constraint aid_summary_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  rows jsonb not null,
  cases int not null,
  fen bigint not null constraint aid_summary_fen check (fen >= 0),
  due_on date not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  constraint aid_summary_pk primary key (county_id, unit_id, month),
  constraint aid_summary_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
alter table aid_summary enable row level security;
create policy aid_summary_area on aid_summary using (county_id = current_county() and in_area(unit_id));
grant select, insert on aid_summary to doudi_app;
