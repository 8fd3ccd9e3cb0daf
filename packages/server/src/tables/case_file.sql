-- The projection of one case: everything here is rebuilt from case_action; `state` is the folded state at `seq`.
create table case_file (
  county_id int not null constraint case_file_county references county (id),
  id uuid not null,
  number text not null,
  programme text not null,
  unit_id int not null,
  -- The village where known, else the unit: what row-level security compares; a unit's area includes its villages.
  area_id int not null,
  status text not null constraint case_file_status check (status in ('applied', 'accepted', 'granted', 'refused', 'withdrawn', 'abandoned')),
  organ text not null constraint case_file_organ check (organ in ('unit', 'county')),
  application_date date not null,
  applicant uuid not null,
  persons int not null,
  handler uuid not null,
  accepted_by uuid,
  investigated_by uuid[] not null default '{}',
  decided_by uuid,
  decided_on date,
  monthly_fen bigint,
  from_month text,
  closed_on date,
  next_step text,
  next_due date,
  next_provisional boolean not null default false,
  seq int not null,
  state jsonb not null,
  updated_at timestamptz not null,
  imported boolean not null default false,
  -- Members who count, without those left out: what a roster sums over a whole county without opening every state.
  counted int not null generated always as (jsonb_array_length(jsonb_path_query_array(state, '$.facts.members[*] ? (!exists(@.excluded))'))) stored,
  constraint case_file_pk primary key (county_id, id),
  constraint case_file_number_unique unique (county_id, number),
  constraint case_file_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
-- Open cases of a unit, a village or the county by what is due next, closed ones by last change: reached without touching
-- the others, however many there are. `id` runs the same way as the date, so that keyset pages are index ranges. What the
-- list filters by lies in the index, and `area_id` with it, so that filters and counts under row-level security do not read
-- the cases themselves.
create index case_file_open on case_file (county_id, unit_id, coalesce(next_due, '9999-12-31'::date), id) include (area_id, programme, next_step) where closed_on is null;
create index case_file_open_area on case_file (county_id, area_id, coalesce(next_due, '9999-12-31'::date), id) include (unit_id, programme, next_step) where closed_on is null;
create index case_file_open_county on case_file (county_id, coalesce(next_due, '9999-12-31'::date), id) include (unit_id, area_id, programme, next_step) where closed_on is null;
create index case_file_closed on case_file (county_id, unit_id, updated_at desc, id desc) include (area_id, programme, next_step) where closed_on is not null;
create index case_file_closed_area on case_file (county_id, area_id, updated_at desc, id desc) include (unit_id, programme, next_step) where closed_on is not null;
create index case_file_closed_county on case_file (county_id, updated_at desc, id desc) include (unit_id, area_id, programme, next_step) where closed_on is not null;
create index case_file_decided on case_file (county_id, programme, unit_id, decided_on) where decided_on is not null;
create index case_file_imported on case_file (county_id, programme, unit_id, closed_on) where imported;
create index case_file_applicant on case_file (county_id, applicant);
alter table case_file enable row level security;
-- in_area(area_id) written out with sub-selects: the list of areas is read once per statement instead of once per row.
create policy case_file_area on case_file using (
  county_id = current_county()
  and ((select current_setting('app.area', true)) = '*' or area_id = any ((select string_to_array(nullif(nullif(current_setting('app.area', true), '*'), ''), ',')::int[])::int[]))
);
grant select, insert, update on case_file to doudi_app;

-- Who belongs to a case: members and obligors, for search and duplicate checks. `unit_id` here and in the tables below is the case's area_id.
create table case_person (
  county_id int not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  role text not null constraint case_person_role check (role in ('member', 'obligor')),
  number_idx bytea not null,
  constraint case_person_pk primary key (county_id, case_id, person_id),
  constraint case_person_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint case_person_person foreign key (county_id, person_id) references person (county_id, id)
);
create index case_person_person on case_person (county_id, person_id);
create index case_person_number on case_person (county_id, number_idx);
alter table case_person enable row level security;
create policy case_person_area on case_person using (county_id = current_county() and in_area(unit_id));
grant select, insert, update, delete on case_person to doudi_app;
-- A person is visible to the office that registered them and to one that holds a case of theirs: a case that was handed over brings its people along.
create policy person_area on person using (county_id = current_county() and (in_area(unit_id) or exists (
  select from case_person p where p.county_id = person.county_id and p.person_id = person.id and in_area(p.unit_id))));

-- Statutory limits of a case, recomputed with every action and when a year's holidays are imported.
create table case_deadline (
  county_id int not null,
  case_id uuid not null,
  id text not null,
  unit_id int not null,
  label text not null,
  step text,
  started_on date not null,
  due_on date not null,
  provisional boolean not null,
  parameter text not null,
  finished_on date,
  constraint case_deadline_pk primary key (county_id, case_id, id),
  constraint case_deadline_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index case_deadline_due on case_deadline (county_id, due_on) where finished_on is null;
create index case_deadline_provisional on case_deadline (county_id) where provisional and finished_on is null;
alter table case_deadline enable row level security;
create policy case_deadline_area on case_deadline using (county_id = current_county() and in_area(unit_id));
grant select, insert, update, delete on case_deadline to doudi_app;

-- A running or granted case of the same person anywhere in the county: says only that it exists, where and in what programme [duplicate check].
create function find_cases_of_number(wanted bytea) returns table (programme text, unit_id int, status text, number_here text)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.programme, f.unit_id, f.status, case when in_area(f.area_id) then f.number end
  from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
  where p.county_id = current_county() and p.number_idx = wanted and p.role = 'member' and f.status in ('applied', 'accepted', 'granted')
$$;
revoke all on function find_cases_of_number(bytea) from public;
grant execute on function find_cases_of_number(bytea) to doudi_app;

-- The work list: one row for each post that can take a next step in a case, earliest due first; `post` may be the account
-- of the one person who can (the second handler of money handed over).
create table work_item (
  county_id int not null,
  case_id uuid not null,
  step text not null,
  post text not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  due_on date not null,
  provisional boolean not null,
  constraint work_item_pk primary key (county_id, case_id, step, post),
  constraint work_item_case foreign key (county_id, case_id) references case_file (county_id, id)
);
-- A case may wait for two steps of the same post: the step ends the order. Filters and counts are answered out of the index.
create index work_item_unit on work_item (county_id, post, unit_id, due_on, case_id, step) include (area_id, programme);
create index work_item_area on work_item (county_id, post, area_id, due_on, case_id, step) include (unit_id, programme);
create index work_item_county on work_item (county_id, post, due_on, case_id, step) include (unit_id, area_id, programme);
alter table work_item enable row level security;
create policy work_item_area on work_item using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on work_item to doudi_app;

-- Verification requests and the platform's answers, item by item. Findings name persons by id only.
create table verification_request (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  state text not null constraint verification_request_state check (state in ('county', 'queued', 'sent', 'done', 'failed')),
  platform_number text,
  attempts int not null default 0,
  last_error text,
  report jsonb,
  updated_at timestamptz not null,
  constraint verification_request_pk primary key (county_id, id),
  constraint verification_request_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index verification_request_case on verification_request (county_id, case_id);
alter table verification_request enable row level security;
create policy verification_request_area on verification_request using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on verification_request to doudi_app;
