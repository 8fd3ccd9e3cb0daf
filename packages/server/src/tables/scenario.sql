-- A what-if of other parameters on a county's whole caseload of a month: who asked, when, what for, and what came out. Written
-- by background work; once done it never changes, and `hash` binds parameters and every household's result.
create table scenario (
  county_id int not null constraint scenario_county references county (id),
  id uuid not null,
  title text not null constraint scenario_title check (length(title) between 2 and 100),
  status text not null constraint scenario_status check (status in ('queued', 'running', 'done', 'failed')),
  -- Caseload of this month; with `up_to` also those who came on the roll up to that month, for a standard in force since.
  month text collate "C" not null constraint scenario_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  up_to text collate "C" not null constraint scenario_up_to check (up_to ~ '^\d{4}-(0[1-9]|1[0-2])$' and up_to >= month),
  -- Date of the law, with the values tried out over it.
  law_on date not null,
  -- Refusals of how many months back are looked at for households that would qualify.
  refused_months int not null constraint scenario_refused check (refused_months between 0 and 120),
  tried jsonb not null constraint scenario_tried check (jsonb_typeof(tried) = 'array'),
  progress int not null default 0 constraint scenario_progress check (progress between 0 and 100),
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamptz not null,
  finished_at timestamptz,
  -- Sums by programme, unit and outcome.
  sums jsonb,
  hash bytea constraint scenario_hash check (octet_length(hash) = 32),
  failure text,
  -- Hash of the law and of the computation's version by which it was computed; null: before that was kept, and never decided on.
  basis bytea constraint scenario_basis check (octet_length(basis) = 32),
  constraint scenario_pk primary key (county_id, id),
  constraint scenario_done check ((status = 'done') = (hash is not null) and (hash is null) = (sums is null) and (status = 'failed') = (failure is not null))
);
create index scenario_latest on scenario (county_id, made_at desc, id);
alter table scenario enable row level security;
create policy scenario_whole on scenario using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on scenario to doudi_app;

-- What comes out for the households, except those for whom nothing changes (`same` stands here only where standard and other
-- rules cancel out) and those who stay out: many households of one
-- unit and outcome in one row, as arrays in step, because a scenario of a million households is written in seconds and read
-- by unit and outcome.
create table scenario_part (
  county_id int not null,
  scenario_id uuid not null,
  -- Place of the part: slice of the caseload, then order within it.
  slice int not null,
  part int not null,
  programme text not null,
  unit_id int not null,
  area_id int not null,
  outcome text not null constraint scenario_part_outcome check (outcome in ('gain', 'same', 'loss', 'exit', 'entry', 'unknown')),
  why text constraint scenario_part_why check (why in ('imported', 'missing', 'differs', 'rate', 'none')),
  cases uuid[] not null,
  -- Place in the case's log of the decision computed anew (0 = none).
  seqs int[] not null,
  persons int[] not null,
  before_fen bigint[] not null,
  after_fen bigint[] not null,
  -- What the standard alone would give, the rules of the decision being left as they were; null where that cannot be told apart.
  standard_fen bigint[] not null,
  constraint scenario_part_pk primary key (county_id, scenario_id, slice, part),
  constraint scenario_part_scenario foreign key (county_id, scenario_id) references scenario (county_id, id),
  constraint scenario_part_step check (cardinality(cases) > 0 and cardinality(cases) = cardinality(seqs) and cardinality(cases) = cardinality(persons) and cardinality(cases) = cardinality(before_fen) and cardinality(cases) = cardinality(after_fen) and cardinality(cases) = cardinality(standard_fen)),
  constraint scenario_part_why_unknown check ((outcome = 'unknown') = (why is not null))
);
create index scenario_part_outcome on scenario_part (county_id, scenario_id, outcome, unit_id);
alter table scenario_part enable row level security;
create policy scenario_part_area on scenario_part using (county_id = current_county() and in_area(area_id));
grant select, insert, delete on scenario_part to doudi_app;
