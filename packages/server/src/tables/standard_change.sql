-- A standard raised for the whole county (提标): proposed from a what-if by one person, decided by another under a document
-- with its number, in force from a month that may lie in the past. Households are changed by background work, each with an
-- action in its own log. Only sums that rise are changed in this way.
create table standard_change (
  county_id int not null constraint standard_change_county references county (id),
  id uuid not null,
  scenario_id uuid not null,
  title text not null constraint standard_change_title check (length(title) between 2 and 100),
  number text not null constraint standard_change_number check (length(number) between 2 and 60),
  issued_on date not null,
  from_month text collate "C" not null constraint standard_change_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  reason text not null constraint standard_change_reason check (length(reason) >= 2),
  status text not null constraint standard_change_status check (status in ('proposed', 'rejected', 'applying', 'applied')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  note text,
  applied_at timestamptz,
  constraint standard_change_pk primary key (county_id, id),
  constraint standard_change_scenario foreign key (county_id, scenario_id) references scenario (county_id, id),
  constraint standard_change_two_persons check (decided_by is null or decided_by <> proposed_by),
  constraint standard_change_decided check ((status = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (status = 'applied') = (applied_at is not null))
);
-- A scenario is decided on once: proposed again only after it was turned down.
create unique index standard_change_once on standard_change (county_id, scenario_id) where status <> 'rejected';
create index standard_change_latest on standard_change (county_id, proposed_at desc, id);
alter table standard_change enable row level security;
-- Its head is no secret within the county: cases name it.
create policy standard_change_read on standard_change for select using (county_id = current_county());
create policy standard_change_write on standard_change for all using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on standard_change to doudi_app;

-- What the change does to a household: the sum before and the one that the standard alone makes of it from a month on, and what
-- is paid for months that rolls had already. What other rules, changed since its decision, would add or take is kept beside it
-- for somebody to look at and never applied. `skipped`: left as it was, with the reason, to be dealt with by itself. `asked`: a
-- named person says first whether it is raised.
create table standard_change_case (
  county_id int not null,
  change_id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  seq int not null,
  before_fen bigint not null,
  after_fen bigint not null,
  -- Null: cannot be told apart from the standard.
  other_fen bigint,
  status text not null constraint standard_change_case_status check (status in ('pending', 'applied', 'skipped', 'asked')),
  why text constraint standard_change_case_why check (why in ('lower', 'exit', 'unknown', 'moved', 'ended', 'dead', 'clock', 'other', 'unsplit', 'recovery', 'suspended')),
  -- The answer of a named person, where one was asked.
  answer text constraint standard_change_case_answer check (answer in ('raise', 'leave')),
  answer_reason text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  from_month text collate "C",
  months int not null default 0,
  supplement_fen bigint not null default 0,
  constraint standard_change_case_pk primary key (county_id, change_id, case_id),
  constraint standard_change_case_change foreign key (county_id, change_id) references standard_change (county_id, id),
  constraint standard_change_case_case foreign key (county_id, case_id) references case_file (county_id, id),
  -- Nobody's sum goes down by mass.
  constraint standard_change_case_rises check (status = 'skipped' or after_fen > before_fen),
  constraint standard_change_case_skipped check ((status in ('skipped', 'asked')) = (why is not null) and (status = 'applied') = (from_month is not null)),
  constraint standard_change_case_asked check (status <> 'asked' or why in ('recovery', 'suspended')),
  constraint standard_change_case_answered check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null) and (answer is null) = (answered_by_name is null) and (answer is null or length(answer_reason) >= 2) and (status <> 'asked' or answer is null)),
  constraint standard_change_case_supplement check (supplement_fen = months * (after_fen - before_fen))
);
create index standard_change_case_case on standard_change_case (county_id, case_id);
create index standard_change_case_pending on standard_change_case (county_id, change_id, case_id) where status = 'pending';
create index standard_change_case_unit on standard_change_case (county_id, change_id, status, unit_id);
alter table standard_change_case enable row level security;
create policy standard_change_case_area on standard_change_case using (county_id = current_county() and in_area(area_id));
grant select, insert, update on standard_change_case to doudi_app;
