-- Each run of the warning rules: which ran, on what, and what they found.
create table warning_run (
  county_id int not null constraint warning_run_county references county (id),
  id uuid not null,
  on_date date not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- The account that asked for it; null: the night.
  by_account uuid,
  people int,
  -- [{rule, ran, why, found, fresh, ms}]
  rules jsonb not null default '[]' constraint warning_run_rules check (jsonb_typeof(rules) = 'array'),
  words text,
  constraint warning_run_pk primary key (county_id, id)
);
create index warning_run_latest on warning_run (county_id, started_at desc);
alter table warning_run enable row level security;
create policy warning_run_read on warning_run for select using (county_id = current_county());
create policy warning_run_write on warning_run for all using (county_id = current_county() and in_area(null));
grant select, insert, update on warning_run to doudi_app;

-- What the county's leader decided about a rule: whether it runs and by which number, from a day on, with the reason and what the
-- number would have found. Written once; the latest of the latest day holds.
create table warning_choice (
  county_id int not null constraint warning_choice_county references county (id),
  id uuid not null,
  rule text not null,
  active boolean not null,
  threshold numeric,
  from_date date not null,
  reason text not null constraint warning_choice_reason check (length(reason) >= 4),
  -- Households found by the old and the new number when it was decided.
  found_before int,
  found_after int,
  decided_by uuid not null,
  decided_at timestamptz not null,
  constraint warning_choice_pk primary key (county_id, id)
);
create index warning_choice_rule on warning_choice (county_id, rule, from_date desc, decided_at desc);
create trigger warning_choice_written_once before update or delete on warning_choice for each row execute function refuse_change();
create trigger warning_choice_not_emptied before truncate on warning_choice for each statement execute function refuse_change();
alter table warning_choice enable always trigger warning_choice_written_once;
alter table warning_choice enable always trigger warning_choice_not_emptied;
alter table warning_choice enable row level security;
create policy warning_choice_read on warning_choice for select using (county_id = current_county());
create policy warning_choice_write on warning_choice for insert with check (county_id = current_county() and in_area(null));
grant select, insert on warning_choice to doudi_app;
