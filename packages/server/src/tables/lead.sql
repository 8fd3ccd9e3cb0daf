-- A lead: everything that waits to be looked into about one household, however many rules or people point at it. One open lead a
-- household; a household known to no case stands in `who_enc`. Leads of the county itself have no area.
create table lead (
  county_id int not null constraint lead_county references county (id),
  id uuid not null,
  no int not null,
  -- The case's id, or what else it is about: `village:…`, `unit:…`.
  subject text not null,
  about_case uuid,
  unit_id int not null,
  area_id int,
  who_enc bytea,
  side text not null constraint lead_side check (side in ('in', 'out', 'both')),
  opened_on date not null,
  -- Of the open hits the earliest day; null once nothing is open.
  due_on date,
  closed_on date,
  constraint lead_pk primary key (county_id, id),
  constraint lead_no_once unique (county_id, no),
  constraint lead_closed check ((closed_on is null) = (due_on is not null)),
  constraint lead_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint lead_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create unique index lead_open_once on lead (county_id, subject) where closed_on is null;
create index lead_due on lead (county_id, due_on, no) include (area_id, unit_id) where closed_on is null;
create index lead_done on lead (county_id, closed_on desc, no) include (area_id, unit_id) where closed_on is not null;
create index lead_about on lead (county_id, about_case) where about_case is not null;
alter table lead enable row level security;
create policy lead_area on lead using (county_id = current_county() and in_area(area_id));
grant select, insert, update on lead to doudi_app;

-- One thing found or told, with what was seen. `mark` is the fingerprint of the fact: answered once, the same fact does not come
-- back before the answer expires or the fact changes; then it is another round of it.
create table lead_hit (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  lead_id uuid not null,
  rule text not null,
  subject text not null,
  person_id uuid,
  mark text not null,
  round int not null constraint lead_hit_round check (round > 0),
  area_id int,
  side text not null constraint lead_hit_side check (side in ('in', 'out', 'both')),
  source text not null constraint lead_hit_source check (source in ('warning', 'complaint', 'check', 'village', 'counter', 'county')),
  proof boolean not null,
  -- While it is open or true, the payee's lines are held.
  holds boolean not null default false,
  facts jsonb not null constraint lead_hit_facts check (jsonb_typeof(facts) = 'object'),
  found_on date not null,
  seen_on date not null,
  due_on date not null,
  status text not null constraint lead_hit_status check (status in ('open', 'valid', 'explained', 'stop', 'gone')),
  answered_on date,
  answered_by uuid,
  words text,
  files uuid[] not null default '{}',
  next text,
  expires_on date,
  constraint lead_hit_pk primary key (county_id, id),
  constraint lead_hit_once unique nulls not distinct (county_id, rule, subject, person_id, mark, round),
  constraint lead_hit_lead foreign key (county_id, lead_id) references lead (county_id, id),
  constraint lead_hit_answered check ((status = 'open') = (answered_on is null) and (status in ('valid', 'explained', 'stop')) = (words is not null and answered_by is not null))
);
create unique index lead_hit_open_once on lead_hit (county_id, rule, subject, person_id, mark) nulls not distinct where status = 'open';
create index lead_hit_of on lead_hit (county_id, lead_id);
create index lead_hit_holds on lead_hit (county_id, subject) where holds;
create index lead_hit_yield on lead_hit (county_id, rule, found_on);
create index lead_hit_true on lead_hit (county_id, answered_on) where status in ('valid', 'stop');
alter table lead_hit enable row level security;
create policy lead_hit_area on lead_hit using (county_id = current_county() and in_area(area_id));
grant select, insert, update on lead_hit to doudi_app;

-- Where a hit that people told came from, and their own words. The county's alone where it is kept secret from the unit.
create table lead_origin (
  county_id int not null,
  hit_id uuid not null,
  secret boolean not null,
  matter_id uuid,
  words text not null,
  told_by uuid,
  at timestamptz not null,
  constraint lead_origin_pk primary key (county_id, hit_id),
  constraint lead_origin_hit foreign key (county_id, hit_id) references lead_hit (county_id, id),
  constraint lead_origin_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
alter table lead_origin enable row level security;
create policy lead_origin_seen on lead_origin for select using (county_id = current_county() and (in_area(null) or (not secret and exists (select 1 from lead_hit h where h.county_id = lead_origin.county_id and h.id = hit_id))));
create policy lead_origin_written on lead_origin for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from lead_hit h where h.county_id = lead_origin.county_id and h.id = hit_id)));
grant select, insert on lead_origin to doudi_app;

-- What happened to leads, in order. Written once.
create table lead_event (
  county_id int not null,
  id bigint generated always as identity,
  lead_id uuid not null,
  hit_id uuid,
  kind text not null constraint lead_event_kind check (kind in ('opened', 'found', 'told', 'again', 'answered', 'gone', 'closed')),
  at timestamptz not null,
  -- 'system' or the account.
  actor text not null,
  body jsonb not null default '{}' constraint lead_event_body check (jsonb_typeof(body) = 'object'),
  constraint lead_event_pk primary key (county_id, id),
  constraint lead_event_lead foreign key (county_id, lead_id) references lead (county_id, id)
);
create index lead_event_of on lead_event (county_id, lead_id, id);
create trigger lead_event_written_once before update or delete on lead_event for each row execute function refuse_change();
create trigger lead_event_not_emptied before truncate on lead_event for each statement execute function refuse_change();
alter table lead_event enable always trigger lead_event_written_once;
alter table lead_event enable always trigger lead_event_not_emptied;
alter table lead_event enable row level security;
create policy lead_event_seen on lead_event for select using (county_id = current_county() and exists (select 1 from lead l where l.county_id = lead_event.county_id and l.id = lead_event.lead_id));
create policy lead_event_written on lead_event for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from lead l where l.county_id = lead_event.county_id and l.id = lead_event.lead_id)));
grant select, insert on lead_event to doudi_app;
