-- A problem in the running of one-door acceptance, of verification or of other work with departments, raised to the county's
-- coordination and followed until it is resolved [BQ-79, BQ-80].
create table coordination_problem (
  county_id int not null constraint coordination_problem_county references county (id),
  id uuid not null,
  unit_id int not null,
  kind text not null constraint coordination_problem_kind check (kind in ('oneDoor', 'verification', 'funds', 'other')),
  text text not null constraint coordination_problem_text check (length(text) between 2 and 1000),
  raised_by uuid not null,
  raised_by_name text not null,
  raised_on date not null,
  -- Department with which it is settled, and what came of it.
  department text,
  result text,
  resolved_by uuid,
  resolved_by_name text,
  resolved_on date,
  constraint coordination_problem_pk primary key (county_id, id),
  constraint coordination_problem_resolved check ((resolved_on is null) = (result is null) and (resolved_on is null) = (resolved_by is null)),
  constraint coordination_problem_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index coordination_problem_open on coordination_problem (county_id, unit_id, raised_on) where resolved_on is null;
alter table coordination_problem enable row level security;
create policy coordination_problem_area on coordination_problem using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on coordination_problem to doudi_app;
