-- Whether a unit has what it must have (五有), as the unit states it of itself and as the county found it [HQ-41, HQ-204]. Written
-- once: the latest statement of each side is the one in force.
create table unit_condition (
  county_id int not null constraint unit_condition_county references county (id),
  id uuid not null,
  unit_id int not null,
  -- Id of a condition of `oversight.unit`.
  condition text not null constraint unit_condition_id check (condition ~ '^[a-z][a-zA-Z]*$'),
  side text not null constraint unit_condition_side check (side in ('unit', 'county')),
  held boolean not null,
  text text not null constraint unit_condition_text check (length(text) between 2 and 300),
  by_account uuid not null,
  by_name text not null,
  on_date date not null,
  at timestamptz(3) not null,
  constraint unit_condition_pk primary key (county_id, id),
  constraint unit_condition_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index unit_condition_latest on unit_condition (county_id, unit_id, condition, side, at desc);
create trigger unit_condition_written_once before update or delete on unit_condition for each row execute function refuse_change();
create trigger unit_condition_not_emptied before truncate on unit_condition for each statement execute function refuse_change();
alter table unit_condition enable always trigger unit_condition_written_once;
alter table unit_condition enable always trigger unit_condition_not_emptied;
alter table unit_condition enable row level security;
create policy unit_condition_area on unit_condition using (county_id = current_county() and in_area(unit_id));
grant select, insert on unit_condition to doudi_app;
