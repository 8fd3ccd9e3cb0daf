-- Organisational units of a county: bureau, townships, streets, farms, centres, villages, communities. `id` is what row-level security compares.
create table unit (
  county_id int not null constraint unit_county references county (id),
  id int not null,
  key text not null,
  name text not null,
  kind text not null constraint unit_kind check (kind in ('county', 'township', 'street', 'farm', 'centre', 'village', 'community')),
  parent_id int,
  code text,
  area text constraint unit_area check (area in ('urban', 'rural')),
  valid_from date,
  valid_to date,
  constraint unit_pk primary key (county_id, id),
  constraint unit_key_unique unique (county_id, key)
);
create index unit_parent on unit (county_id, parent_id);
alter table unit enable row level security;
create policy unit_county on unit using (county_id = nullif(current_setting('app.county', true), '')::int);
grant select, insert, update on unit to doudi_app;
