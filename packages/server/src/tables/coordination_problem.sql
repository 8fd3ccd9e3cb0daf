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

-- 督促: the county's urging of a department to settle a problem by a day. Written once [LH-90].
create table coordination_urge (
  county_id int not null,
  id uuid not null,
  problem_id uuid not null,
  department text not null constraint coordination_urge_department check (length(department) between 2 and 60),
  due_on date not null,
  text text not null constraint coordination_urge_text check (length(text) between 2 and 1000),
  urged_by uuid not null,
  urged_by_name text not null,
  urged_on date not null,
  constraint coordination_urge_pk primary key (county_id, id),
  constraint coordination_urge_due check (due_on > urged_on),
  constraint coordination_urge_problem foreign key (county_id, problem_id) references coordination_problem (county_id, id)
);
create index coordination_urge_of on coordination_urge (county_id, problem_id, urged_on);
create trigger coordination_urge_written_once before update or delete on coordination_urge for each row execute function refuse_change();
create trigger coordination_urge_not_emptied before truncate on coordination_urge for each statement execute function refuse_change();
alter table coordination_urge enable always trigger coordination_urge_written_once;
alter table coordination_urge enable always trigger coordination_urge_not_emptied;
alter table coordination_urge enable row level security;
-- The unit that raised it sees that the county urges.
create policy coordination_urge_seen on coordination_urge for select using (county_id = current_county() and exists (select 1 from coordination_problem p where p.county_id = coordination_urge.county_id and p.id = problem_id));
create policy coordination_urge_written on coordination_urge for insert with check (county_id = current_county() and in_area(null));
grant select, insert on coordination_urge to doudi_app;
