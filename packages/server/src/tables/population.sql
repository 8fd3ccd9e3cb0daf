-- How many people live in a village, as the county wrote it down from a source, year by year: what "so many of a thousand" is counted
-- on. Never overwritten: the latest line of a village and year holds, the earlier ones tell what was held before.
create table village_population (
  county_id int not null,
  id bigint generated always as identity,
  -- The village or community.
  area_id int not null,
  year int not null constraint village_population_year check (year between 1990 and 2200),
  households int not null constraint village_population_households check (households > 0),
  persons int not null,
  source text not null constraint village_population_source check (length(source) between 2 and 200),
  -- Made up for training: shown as such wherever it is used.
  made_up boolean not null default false,
  entered_by uuid,
  entered_by_name text not null,
  entered_at timestamptz(3) not null,
  constraint village_population_pk primary key (county_id, id),
  constraint village_population_persons check (persons >= households),
  constraint village_population_unit foreign key (county_id, area_id) references unit (county_id, id)
);
create index village_population_latest on village_population (county_id, area_id, year desc, id desc);
create trigger village_population_written_once before update or delete on village_population for each row execute function refuse_change();
create trigger village_population_not_emptied before truncate on village_population for each statement execute function refuse_change();
alter table village_population enable always trigger village_population_written_once;
alter table village_population enable always trigger village_population_not_emptied;
alter table village_population enable row level security;
create policy village_population_county on village_population using (county_id = current_county() and in_area(null));
grant select, insert on village_population to doudi_app;
