-- What a unit's score of a month rests on, and what came of it. Units, indicators, cases: never an account or a person. The run is
-- the county's matter of that month (topic score), whose chain holds every result.
create table score_result (
  county_id int not null,
  run_id uuid not null,
  unit_id int not null,
  month text collate "C" not null constraint score_result_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null constraint score_result_status check (status in ('computed', 'shown', 'published')),
  -- Last day on which the unit may object; day by which the ranking is out; day it came out.
  until date,
  due_on date not null,
  published_on date,
  -- A UnitResult of core/score/compute.ts.
  result jsonb not null,
  constraint score_result_pk primary key (county_id, run_id, unit_id),
  constraint score_result_once unique (county_id, month, unit_id),
  constraint score_result_run foreign key (county_id, run_id) references matter (county_id, id),
  constraint score_result_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
alter table score_result enable row level security;
-- The county sees all; a unit its own as soon as it is shown, and all once they are published.
create policy score_result_read on score_result for select using (county_id = current_county() and (in_area(null) or status = 'published' or (status = 'shown' and in_area(unit_id))));
create policy score_result_county on score_result using (county_id = current_county() and in_area(null));
grant select, insert, update, delete on score_result to doudi_app;

-- Items and faults of a unit under an indicator, by kind of case: what a corrected line is taken out of.
create table score_count (
  county_id int not null,
  run_id uuid not null,
  -- Null: the county in the twelve months before, with which the mix of cases is compared.
  unit_id int,
  indicator text not null,
  stratum text not null,
  n int not null constraint score_count_n check (n >= 0),
  faults int not null constraint score_count_faults check (faults between 0 and n),
  constraint score_count_once unique nulls not distinct (county_id, run_id, unit_id, indicator, stratum),
  constraint score_count_run foreign key (county_id, run_id) references matter (county_id, id)
);
alter table score_count enable row level security;
create policy score_count_county on score_count using (county_id = current_county() and in_area(null));
grant select, insert, update, delete on score_count to doudi_app;

-- One fault: what, when, and the case, filing, lead or matter behind it.
create table score_line (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  run_id uuid not null,
  unit_id int not null,
  indicator text not null,
  stratum text not null,
  kind text not null constraint score_line_kind check (kind in ('case', 'filing', 'matter', 'lead', 'none')),
  ref_id uuid,
  on_date date not null,
  text text not null,
  -- Taken out by the answer to an objection.
  corrected boolean not null default false,
  constraint score_line_pk primary key (county_id, id),
  constraint score_line_result foreign key (county_id, run_id, unit_id) references score_result (county_id, run_id, unit_id)
);
create index score_line_unit on score_line (county_id, run_id, unit_id, indicator);
alter table score_line enable row level security;
-- A unit reads its own lines as soon as its result is shown to it; those of others never.
create policy score_line_read on score_line for select using (county_id = current_county() and in_area(unit_id) and exists (
  select 1 from score_result r where r.county_id = score_line.county_id and r.run_id = score_line.run_id and r.unit_id = score_line.unit_id));
create policy score_line_county on score_line using (county_id = current_county() and in_area(null));
grant select, insert, update (corrected), delete on score_line to doudi_app;
