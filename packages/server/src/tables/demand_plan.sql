-- The county's demand plan for the money of a year [GX-21, LH-14]: a draft is computed from the caseload and assumptions; confirmed by
-- the leader it is frozen with the figures it was computed from. A revision is a new version; the last confirmed one counts.
create table demand_plan (
  county_id int not null constraint demand_plan_county references county (id),
  id uuid not null,
  year int not null constraint demand_plan_year check (year between 2000 and 2100),
  version int not null constraint demand_plan_version check (version > 0),
  status text not null constraint demand_plan_status check (status in ('drafted', 'confirmed', 'returned')),
  -- Month of the caseload, the caseload itself, what was assumed, what came of it.
  month text collate "C" not null constraint demand_plan_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  base jsonb not null,
  assumptions jsonb not null,
  figures jsonb not null,
  year_fen bigint not null constraint demand_plan_fen check (year_fen >= 0),
  drafted_by uuid not null,
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  confirmed_by uuid,
  confirmed_by_name text,
  confirmed_at timestamptz,
  note text,
  constraint demand_plan_pk primary key (county_id, id),
  constraint demand_plan_once unique (county_id, year, version),
  constraint demand_plan_two_persons check (confirmed_by is null or confirmed_by <> drafted_by),
  constraint demand_plan_confirmed check ((status = 'drafted') = (confirmed_by is null) and (confirmed_by is null) = (confirmed_at is null))
);
create unique index demand_plan_one_draft on demand_plan (county_id, year) where status = 'drafted';
-- What was confirmed or sent back stands for ever.
create function keep_confirmed() returns trigger language plpgsql as $$
begin
  if old.status <> 'drafted' then raise exception 'a confirmed or returned plan never changes' using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger demand_plan_frozen before update or delete on demand_plan for each row execute function keep_confirmed();
alter table demand_plan enable row level security;
create policy demand_plan_whole on demand_plan using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on demand_plan to doudi_app;
