-- What a granted case is owed: one row per case, written in the transaction of the decision. `unit_id` is the unit that
-- handles the case, `area_id` its area_id (what row-level security compares); `payee_idx` is the keyed hash of the
-- payee's identity number, by which two registrations of one human are seen to be one.
create table benefit (
  county_id int not null constraint benefit_county references county (id),
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  person_id uuid not null,
  payee_idx bytea not null,
  monthly_fen bigint not null constraint benefit_positive check (monthly_fen > 0),
  from_month text collate "C" not null constraint benefit_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  to_month text collate "C" constraint benefit_to check (to_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  payment text not null constraint benefit_payment check (payment in ('monthly', 'once')),
  -- Keyed hash of the name of whoever draws the money by agreement (carer, institution): its account is no stranger's.
  agreed_holder_idx bytea,
  report_valid_to date,
  -- Day by which the household's situation must have been reviewed; kept by the reviews themselves.
  review_due date,
  -- Given in cash or goods of a single payment: the bank pays the rest.
  cash_fen bigint not null default 0 constraint benefit_cash check (cash_fen >= 0 and (cash_fen = 0 or payment = 'once')),
  dead_on date,
  reopened_on date,
  -- Paper by which the present sum stands: the decision, a change, a takeover of an earlier roster; its number and day.
  ground text constraint benefit_ground check (ground in ('grant', 'change', 'stop', 'grade', 'takeover', 'standard')),
  ground_number text,
  ground_on date,
  created_at timestamptz not null,
  constraint benefit_pk primary key (county_id, id),
  constraint benefit_case_once unique (county_id, case_id),
  constraint benefit_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint benefit_person foreign key (county_id, person_id) references person (county_id, id),
  constraint benefit_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index benefit_programme on benefit (county_id, programme, from_month);
create index benefit_payee on benefit (county_id, payee_idx);
create index benefit_person on benefit (county_id, person_id);
create index benefit_unit on benefit (county_id, unit_id, programme);
alter table benefit enable row level security;
create policy benefit_area on benefit using (county_id = current_county() and in_area(area_id));
grant select, insert, update on benefit to doudi_app;

-- A change to a benefit that is no decision on the case: death reported or taken back, review opened or closed. Written once.
create table benefit_event (
  county_id int not null,
  id uuid not null,
  benefit_id uuid not null,
  area_id int not null,
  kind text not null constraint benefit_event_kind check (kind in ('dead', 'notDead', 'reopened', 'reviewed')),
  on_date date not null,
  reason text not null,
  by_account uuid not null,
  at timestamptz not null,
  constraint benefit_event_pk primary key (county_id, id),
  constraint benefit_event_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
create index benefit_event_benefit on benefit_event (county_id, benefit_id);
alter table benefit_event enable row level security;
create policy benefit_event_area on benefit_event using (county_id = current_county() and in_area(area_id));
grant select, insert on benefit_event to doudi_app;

-- What a benefit pays from a month on, once it was changed: its first sum and every later one; benefit.monthly_fen is the
-- last of them. A benefit never changed has no row here.
create table benefit_rate (
  county_id int not null,
  benefit_id uuid not null,
  area_id int not null,
  from_month text collate "C" not null constraint benefit_rate_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  monthly_fen bigint not null constraint benefit_rate_positive check (monthly_fen > 0),
  constraint benefit_rate_pk primary key (county_id, benefit_id, from_month),
  constraint benefit_rate_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
alter table benefit_rate enable row level security;
create policy benefit_rate_area on benefit_rate using (county_id = current_county() and in_area(area_id));
grant select, insert, update on benefit_rate to doudi_app;

-- The sum of a month that is neither the rate before nor the one after: a month in which the claim began, changed or ended,
-- where the plan pays by days or half months.
create table benefit_month (
  county_id int not null,
  benefit_id uuid not null,
  area_id int not null,
  month text collate "C" not null constraint benefit_month_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  fen bigint not null constraint benefit_month_fen check (fen > 0),
  constraint benefit_month_pk primary key (county_id, benefit_id, month),
  constraint benefit_month_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
alter table benefit_month enable row level security;
create policy benefit_month_area on benefit_month using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on benefit_month to doudi_app;
