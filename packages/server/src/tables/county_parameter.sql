-- A parameter that the county decided after the policy files were written, under a document of its own: proposed by one
-- person, decided by another, never changed. It stands in the county's layer of the law like any other from its date on.
create table county_parameter (
  county_id int not null constraint county_parameter_county references county (id),
  id uuid not null,
  key text not null,
  label text not null,
  unit text not null,
  value jsonb not null,
  programme text,
  area text constraint county_parameter_area check (area in ('urban', 'rural')),
  from_date date not null,
  -- The document: its title, number, date.
  title text not null,
  number text not null,
  issued_on date not null,
  change_id uuid not null,
  entered_by uuid not null,
  entered_by_name text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  constraint county_parameter_pk primary key (county_id, id),
  constraint county_parameter_change foreign key (county_id, change_id) references standard_change (county_id, id),
  constraint county_parameter_once unique nulls not distinct (county_id, change_id, key, programme, area),
  constraint county_parameter_two_persons check (entered_by <> decided_by)
);
alter table county_parameter enable row level security;
-- It is law: every post of the county computes by it and reads it. It is written only county-wide, and only as what the decision
-- of a change of standard says: by whom it was proposed, by whom decided, under which number and date, while it is being applied.
create policy county_parameter_read on county_parameter for select using (county_id = current_county());
create policy county_parameter_write on county_parameter for insert with check (county_id = current_county() and current_setting('app.area', true) = '*'
  and exists (select from standard_change c where c.county_id = county_parameter.county_id and c.id = change_id and c.status = 'applying' and c.proposed_by = entered_by and c.decided_by = county_parameter.decided_by
    and c.number = county_parameter.number and c.issued_on = county_parameter.issued_on and to_char(from_date, 'YYYY-MM-DD') = c.from_month || '-01'));
grant select, insert on county_parameter to doudi_app;
