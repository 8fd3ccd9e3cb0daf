-- A unit's monthly filing to the county for one programme: roster and monthly report as filed, never changed afterwards.
create table filing (
  county_id int not null constraint filing_county references county (id),
  id uuid not null,
  unit_id int not null,
  programme text not null,
  month text collate "C" not null constraint filing_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null constraint filing_status check (status in ('filed', 'demanded', 'accepted')),
  report jsonb not null,
  lines int not null,
  due_on date not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  examined_by uuid,
  examined_by_name text,
  examined_at timestamptz,
  note text,
  -- Where the plan asks for papers besides the electronic data: examined within the unit by another person than the filer,
  -- then handed in by `paper_due_on`.
  paper_due_on date,
  reviewed_by uuid,
  reviewed_by_name text,
  reviewed_on date,
  paper_by uuid,
  paper_by_name text,
  paper_on date,
  constraint filing_pk primary key (county_id, id),
  constraint filing_once unique (county_id, unit_id, programme, month),
  constraint filing_examined check ((status = 'accepted') = (examined_by is not null) and (examined_by is null) = (examined_at is null)),
  constraint filing_reviewed check ((reviewed_by is null) = (reviewed_on is null) and reviewed_by is distinct from filed_by),
  constraint filing_paper check ((paper_by is null) = (paper_on is null) and (paper_on is null or reviewed_on is not null)),
  constraint filing_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index filing_month on filing (county_id, month, programme);
alter table filing enable row level security;
create policy filing_area on filing using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on filing to doudi_app;

-- One household on a roster, as it stood on the day of filing; `left` = on the
-- last roster, no longer entitled; `refused` = decided since, not granted: a result, in none of the numbers; `imported` =
-- taken over from the roster before the system, on its first filing here.
create table filing_line (
  county_id int not null,
  filing_id uuid not null,
  line_no int not null,
  case_id uuid not null,
  unit_id int not null,
  payee uuid not null,
  persons int not null constraint filing_line_persons check (persons >= 0),
  monthly_fen bigint not null constraint filing_line_fen check (monthly_fen >= 0),
  from_month text collate "C" not null,
  mark text not null constraint filing_line_mark check (mark in ('new', 'imported', 'same', 'changed', 'left', 'refused')),
  persons_before int not null,
  fen_before bigint not null,
  classes jsonb not null,
  -- Why the case itself could not be marked as filed today; null = marked, now or earlier.
  not_filed text,
  constraint filing_line_pk primary key (county_id, filing_id, line_no),
  constraint filing_line_case_once unique (county_id, filing_id, case_id),
  constraint filing_line_left check (mark not in ('left', 'refused') or (persons = 0 and monthly_fen = 0)),
  constraint filing_line_filing foreign key (county_id, filing_id) references filing (county_id, id),
  constraint filing_line_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index filing_line_case on filing_line (county_id, case_id);
alter table filing_line enable row level security;
create policy filing_line_area on filing_line using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_line to doudi_app;

-- What the county demands to be put right, tracked to its closing: raised → answered → closed, or sent back to the unit.
create table filing_demand (
  county_id int not null,
  id uuid not null,
  filing_id uuid not null,
  unit_id int not null,
  line_no int,
  kind text not null constraint filing_demand_kind check (kind in ('procedure', 'determination', 'report', 'other')),
  text text not null constraint filing_demand_text check (length(text) >= 2),
  due_on date not null,
  raised_by uuid not null,
  raised_by_name text not null,
  raised_at timestamptz not null,
  answer text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  closed_by uuid,
  closed_by_name text,
  closed_at timestamptz,
  closing text,
  constraint filing_demand_pk primary key (county_id, id),
  constraint filing_demand_answered check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)),
  constraint filing_demand_closed check ((closed_by is null) = (closed_at is null) and (closed_by is null or answer is not null)),
  constraint filing_demand_filing foreign key (county_id, filing_id) references filing (county_id, id),
  constraint filing_demand_line foreign key (county_id, filing_id, line_no) references filing_line (county_id, filing_id, line_no)
);
create index filing_demand_filing on filing_demand (county_id, filing_id, line_no);
create index filing_demand_open on filing_demand (county_id, unit_id, due_on) where closed_at is null;
alter table filing_demand enable row level security;
create policy filing_demand_area on filing_demand using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on filing_demand to doudi_app;

-- Every word exchanged over a demand, kept when an answer is sent back and given anew. Written once.
create table filing_demand_event (
  county_id int not null,
  id uuid not null,
  demand_id uuid not null,
  unit_id int not null,
  kind text not null constraint filing_demand_event_kind check (kind in ('raised', 'answered', 'sentBack', 'closed')),
  text text not null,
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint filing_demand_event_pk primary key (county_id, id),
  constraint filing_demand_event_demand foreign key (county_id, demand_id) references filing_demand (county_id, id)
);
create index filing_demand_event_demand on filing_demand_event (county_id, demand_id, position);
alter table filing_demand_event enable row level security;
create policy filing_demand_event_area on filing_demand_event using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_demand_event to doudi_app;

-- A comparison of a filing with the roster of the platform above, imported from Excel [HQ-133]. The newest one counts.
create table filing_comparison (
  county_id int not null,
  id uuid not null,
  filing_id uuid not null,
  unit_id int not null,
  file_name text not null,
  sha256 bytea not null constraint filing_comparison_sha256 check (octet_length(sha256) = 32),
  rows int not null,
  matched int not null,
  compared_by uuid not null,
  compared_by_name text not null,
  compared_at timestamptz not null,
  constraint filing_comparison_pk primary key (county_id, id),
  constraint filing_comparison_filing foreign key (county_id, filing_id) references filing (county_id, id)
);
create index filing_comparison_filing on filing_comparison (county_id, filing_id, compared_at desc);
alter table filing_comparison enable row level security;
create policy filing_comparison_area on filing_comparison using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_comparison to doudi_app;

-- One household in which the two rosters differ. Who stands only on the platform is kept masked. Written once.
create table filing_difference (
  county_id int not null,
  comparison_id uuid not null,
  ordinal int not null,
  unit_id int not null,
  kind text not null constraint filing_difference_kind check (kind in ('onlyHere', 'onlyPlatform', 'persons', 'amount', 'name')),
  line_no int,
  case_id uuid,
  -- Row of the platform's file.
  row_no int,
  who text not null,
  text text not null,
  constraint filing_difference_pk primary key (county_id, comparison_id, ordinal),
  constraint filing_difference_side check (line_no is not null or row_no is not null),
  constraint filing_difference_comparison foreign key (county_id, comparison_id) references filing_comparison (county_id, id)
);
alter table filing_difference enable row level security;
create policy filing_difference_area on filing_difference using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_difference to doudi_app;
