-- Matters of supervision: draws, checks, rectifications, complaints, leads, tasks and the rest of core/matter. One row each as it
-- stands now, made from its acts (matter_act) with every one of them; what it is about is never called case_id here, because
-- a case that moves takes the rows of that name along into its new area.
create table matter (
  county_id int not null constraint matter_county references county (id),
  id uuid not null,
  topic text not null constraint matter_topic check (topic in ('draw', 'check', 'rectification', 'complaint', 'lead', 'task', 'training', 'dishonesty', 'score', 'oversight')),
  number text not null,
  title text not null constraint matter_title check (length(title) between 1 and 200),
  -- State within the topic, and its word.
  status text not null,
  status_text text not null,
  -- The unit that it is about, and the area that may see it: null is seen by those who see the whole county only.
  unit_id int,
  area_id int,
  waits text constraint matter_waits check (waits in ('unit', 'county')),
  next text,
  due_on date,
  opened_on date not null,
  closed_on date,
  about_case uuid,
  origin_id uuid,
  -- Acts written so far, and the state folded from them.
  seq int not null constraint matter_seq check (seq > 0),
  state jsonb not null constraint matter_state check (jsonb_typeof(state) = 'object'),
  -- Lifted out of the state: under row-level security an index on an expression of it would never be read. Day on which a
  -- complaint came in; day on which a check was concluded; what makes complaints of one kind about one office alike.
  received_on text collate "C" generated always as (state ->> 'receivedOn') stored,
  concluded_on text collate "C" generated always as (state #>> '{concluded,on}') stored,
  alike text collate "C" generated always as (case when topic = 'complaint' and state ->> 'course' = 'petition' and state #>> '{about,kind}' in ('unit', 'staff') then (state #>> '{about,kind}') || '|' || (state #>> '{about,unit}') || '|' || (state ->> 'kind') end) stored,
  constraint matter_pk primary key (county_id, id),
  constraint matter_number_once unique (county_id, number),
  constraint matter_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint matter_area check (area_id is null or area_id = unit_id),
  constraint matter_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint matter_origin foreign key (county_id, origin_id) references matter (county_id, id)
);
create index matter_open on matter (county_id, topic, due_on) where closed_on is null;
create index matter_listed on matter (county_id, topic, opened_on desc, id);
create index matter_of_unit on matter (county_id, unit_id, topic, opened_on desc);
create index matter_about on matter (county_id, about_case) where about_case is not null;
create index matter_from on matter (county_id, origin_id) where origin_id is not null;
create index matter_received on matter (county_id, topic, received_on) where received_on is not null;
create index matter_concluded_of_unit on matter (county_id, unit_id, concluded_on desc, number desc) include (area_id, topic, status) where concluded_on is not null;
create index matter_alike on matter (county_id, alike, received_on) where alike is not null;
create index matter_closed on matter (county_id, topic, closed_on desc) where closed_on is not null;
create index matter_closed_any on matter (county_id, closed_on desc) where closed_on is not null;
alter table matter enable row level security;
create policy matter_area on matter for select using (county_id = current_county() and in_area(area_id));
-- Nobody writes what lies outside their area, nor moves a matter out of it. A complaint handed to the county by whoever took it is
-- written with the whole county in view (features/matters/run.ts).
create policy matter_opened on matter for insert with check (county_id = current_county() and in_area(area_id));
create policy matter_changed on matter for update using (county_id = current_county() and in_area(area_id)) with check (county_id = current_county() and in_area(area_id));
grant select, insert, update on matter to doudi_app;

-- End of each county's chain of acts. Appending locks this row, so that the chain has no fork and no gap.
create table matter_head (
  county_id int not null constraint matter_head_pk primary key constraint matter_head_county references county (id),
  position bigint not null constraint matter_head_position check (position >= 0),
  hash bytea not null constraint matter_head_hash check (octet_length(hash) = 32),
  recorded_at timestamptz(3) not null
);
create trigger matter_head_forward before update on matter_head for each row execute function refuse_going_back();
create trigger matter_head_kept before delete on matter_head for each row execute function refuse_change();
create trigger matter_head_not_emptied before truncate on matter_head for each statement execute function refuse_change();
alter table matter_head enable always trigger matter_head_forward;
alter table matter_head enable always trigger matter_head_kept;
alter table matter_head enable always trigger matter_head_not_emptied;
alter table matter_head enable row level security;
create policy matter_head_county on matter_head using (county_id = current_county());
grant select, insert, update on matter_head to doudi_app;

-- What happened to matters, written once, in one chain per county, hashed as the actions of cases are (docs/audit-log.md; `case` is
-- the matter's id there).
create table matter_act (
  county_id int not null constraint matter_act_county references county (id),
  position bigint not null constraint matter_act_position check (position > 0),
  matter_id uuid not null,
  -- Place within the matter; also what refuses two commands decided on the same state.
  seq int not null constraint matter_act_seq check (seq > 0),
  kind text not null constraint matter_act_kind check (kind <> ''),
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor_user text not null constraint matter_act_user check (actor_user <> ''),
  actor_post text not null constraint matter_act_post check (actor_post <> ''),
  actor_unit text not null,
  body jsonb not null constraint matter_act_body check (jsonb_typeof(body) = 'object'),
  prev_hash bytea not null constraint matter_act_prev_hash check (octet_length(prev_hash) = 32),
  hash bytea not null constraint matter_act_hash check (octet_length(hash) = 32),
  constraint matter_act_pk primary key (county_id, position),
  constraint matter_act_seq_once unique (county_id, matter_id, seq),
  constraint matter_act_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
create trigger matter_act_written_once before update or delete on matter_act for each row execute function refuse_change();
create trigger matter_act_not_emptied before truncate on matter_act for each statement execute function refuse_change();
alter table matter_act enable always trigger matter_act_written_once;
alter table matter_act enable always trigger matter_act_not_emptied;
alter table matter_act enable row level security;
create policy matter_act_visible on matter_act for select using (county_id = current_county() and exists (select 1 from matter m where m.county_id = matter_act.county_id and m.id = matter_act.matter_id));
create policy matter_act_written on matter_act for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from matter m where m.county_id = matter_act.county_id and m.id = matter_act.matter_id)));
grant select, insert on matter_act to doudi_app;
