-- Plan or national floor, as the county chose: never changed, a later choice is a later row.
create table floor_choice (
  county_id int not null,
  id uuid not null,
  key text not null,
  programme text,
  choose text not null constraint floor_choice_choose check (choose in ('plan', 'floor')),
  reason text not null,
  from_date date not null,
  chosen_by uuid not null,
  at timestamptz not null,
  constraint floor_choice_pk primary key (county_id, id)
);
alter table floor_choice enable row level security;
create policy floor_choice_county on floor_choice using (county_id = current_county());
grant select, insert on floor_choice to doudi_app;

-- An entrustment issued after the plan, or withdrawn: written acts with dates and reasons.
create table entrustment_event (
  county_id int not null,
  id uuid not null,
  kind text not null constraint entrustment_event_kind check (kind in ('issued', 'withdrawn')),
  entrustment text not null,
  unit_key text,
  from_date date not null,
  body jsonb not null,
  reason text not null,
  by_account uuid not null,
  at timestamptz not null,
  constraint entrustment_event_pk primary key (county_id, id)
);
alter table entrustment_event enable row level security;
create policy entrustment_event_county on entrustment_event using (county_id = current_county());
grant select, insert on entrustment_event to doudi_app;
