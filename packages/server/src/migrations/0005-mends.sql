-- Lists and counts that grow with the years: what they go by stands in plain columns and indexes.
alter table matter
  add column received_on text collate "C" generated always as (state ->> 'receivedOn') stored,
  add column concluded_on text collate "C" generated always as (state #>> '{concluded,on}') stored,
  add column alike text collate "C" generated always as (case when topic = 'complaint' and state ->> 'course' = 'petition' and state #>> '{about,kind}' in ('unit', 'staff') then (state #>> '{about,kind}') || '|' || (state #>> '{about,unit}') || '|' || (state ->> 'kind') end) stored;
create index matter_received on matter (county_id, topic, received_on) where received_on is not null;
create index matter_concluded_of_unit on matter (county_id, unit_id, concluded_on desc, number desc) include (area_id, topic, status) where concluded_on is not null;
create index matter_alike on matter (county_id, alike, received_on) where alike is not null;
create index matter_closed on matter (county_id, topic, closed_on desc) where closed_on is not null;
create index matter_closed_any on matter (county_id, closed_on desc) where closed_on is not null;
alter table case_file add column counted int not null generated always as (jsonb_array_length(jsonb_path_query_array(state, '$.facts.members[*] ? (!exists(@.excluded))'))) stored;
alter policy external_row_county on external_row using (county_id = current_county() and (select in_area(null)));
create index lead_hit_true on lead_hit (county_id, answered_on) where status in ('valid', 'stop');
create index aid_given_day on aid_given (county_id, on_date);
create index case_action_followed on case_action (county_id, case_id, at) where kind in ('changeProposed', 'recoveryProposed');

-- A what-if says by which law and computation it was made: what was computed before cannot be decided on.
alter table scenario add column basis bytea constraint scenario_basis check (octet_length(basis) = 32);

-- Nobody writes a matter, its acts, its lead or its complainant outside their area; a code that an office knows tells less than one it
-- does not; what the county found out is shown to an office only where the county says so.
drop policy matter_opened on matter;
create policy matter_opened on matter for insert with check (county_id = current_county() and in_area(area_id));
drop policy matter_changed on matter;
create policy matter_changed on matter for update using (county_id = current_county() and in_area(area_id)) with check (county_id = current_county() and in_area(area_id));
drop policy matter_act_written on matter_act;
create policy matter_act_written on matter_act for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from matter m where m.county_id = matter_act.county_id and m.id = matter_act.matter_id)));
drop policy complaint_contact_written on complaint_contact;
create policy complaint_contact_written on complaint_contact for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from matter m where m.county_id = complaint_contact.county_id and m.id = complaint_contact.complaint_id)));
drop policy hotline_call_written on hotline_call;
create policy hotline_call_written on hotline_call for insert with check (county_id = current_county() and in_area(unit_id));
drop policy lead_origin_written on lead_origin;
create policy lead_origin_written on lead_origin for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from lead_hit h where h.county_id = lead_origin.county_id and h.id = hit_id)));
drop policy lead_event_written on lead_event;
create policy lead_event_written on lead_event for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from lead l where l.county_id = lead_event.county_id and l.id = lead_event.lead_id)));
drop policy dishonesty_area on dishonesty;
create policy dishonesty_area on dishonesty using (county_id = current_county() and in_area(unit_id));
alter table matter_file
  add column side text not null default 'unit' constraint matter_file_side check (side in ('unit', 'county')),
  add column shown boolean not null default true;
update matter_file f set side = 'county', shown = m.topic <> 'complaint' from matter m
  where m.county_id = f.county_id and m.id = f.matter_id and exists (select from account_post p where p.county_id = f.county_id and p.account_id = f.uploaded_by and p.post in ('countyHandler', 'countyLeader', 'auditor'));
drop policy matter_file_seen on matter_file;
create policy matter_file_seen on matter_file for select using (county_id = current_county() and (shown or in_area(null)) and exists (select 1 from matter m where m.county_id = matter_file.county_id and m.id = matter_file.matter_id));
create policy matter_file_written on matter_file for insert with check (county_id = current_county() and (side = 'unit' or in_area(null)) and exists (select 1 from matter m where m.county_id = matter_file.county_id and m.id = matter_file.matter_id));
create policy matter_file_opened on matter_file for update using (county_id = current_county() and in_area(null));
grant update (shown) on matter_file to doudi_app;
-- Who took a complaint, and who decided an entry, from the acts.
update matter m set state = m.state || jsonb_build_object('takenBy', a.actor_unit) from matter_act a
  where m.topic = 'complaint' and m.state ->> 'course' = 'petition' and a.county_id = m.county_id and a.matter_id = m.id and a.seq = 1 and a.actor_post not in ('countyHandler', 'countyLeader', 'public', 'system');
update matter m set state = jsonb_set(m.state, '{decision,by}', to_jsonb(a.actor_user)) from matter_act a
  where m.topic = 'dishonesty' and m.state ? 'decision' and a.county_id = m.county_id and a.matter_id = m.id and a.kind = 'dishonestyDecided';
create or replace function public_complaint(county int, wanted text) returns table (id uuid, state jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, jsonb_build_object('kind', m.state -> 'kind', 'receivedOn', m.state -> 'receivedOn', 'acceptBy', m.state -> 'acceptBy', 'accepted', m.state -> 'accepted', 'issue', coalesce((m.state ->> 'codeIssue')::int, 1), 'brief', b.brief) ||
    case when b.brief then jsonb_strip_nulls(jsonb_build_object('closedOn', coalesce(m.state #> '{answered,on}', m.state #> '{declined,on}', m.state #> '{withdrawn,on}')))
    else jsonb_build_object('answerBy', m.state -> 'answerBy', 'extended', m.state -> 'extended', 'declined', m.state -> 'declined', 'withdrawn', m.state -> 'withdrawn', 'disposed', m.state -> 'disposed' -> 'on', 'answered', m.state -> 'answered', 'transferred', m.state -> 'department', 'ratedOn', m.state -> 'ratedOn') end
  from matter m cross join lateral (select coalesce((m.state ->> 'codeIssue')::int, 1) = 1 and m.state ->> 'takenBy' is not null and ((m.state ->> 'secret')::boolean or m.state ->> 'holder' is distinct from m.state ->> 'takenBy') as brief) b
  where m.county_id = county and county = current_county() and m.topic = 'complaint' and m.number = wanted and m.state ->> 'course' = 'petition'
$$;
create function handed_on(on_day date) returns table (kind text, number text, on_date date, up boolean, stage text)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'complaint', m.number, m.opened_on, (m.state ->> 'passedUp')::boolean, case when m.closed_on is not null then 'closed' when m.state -> 'accepted' is not null then 'accepted' else 'received' end
  from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id and a.seq = 1
  where m.county_id = current_county() and m.topic = 'complaint' and m.opened_on >= on_day - 400 and a.actor_post = 'village' and a.actor_user = current_setting('app.user', true)
  union all
  select 'lead', l.no::text, h.found_on, false, case when h.status = 'open' then 'received' else 'closed' end
  from lead_origin o join lead_hit h on h.county_id = o.county_id and h.id = o.hit_id join lead l on l.county_id = h.county_id and l.id = h.lead_id
  where o.county_id = current_county() and h.source = 'village' and o.told_by::text = current_setting('app.user', true) and h.found_on >= on_day - 400
  order by 3 desc, 2 desc limit 100
$$;
revoke all on function handed_on(date) from public;
grant execute on function handed_on(date) to doudi_app;

-- What is computed over a whole county at somebody's wish, in the background: who asked, how far it is, what came out. One of a
-- kind at a time in a county; whoever asks meanwhile is told so.
create table calculation (
  county_id int not null constraint calculation_county references county (id),
  id uuid not null,
  kind text not null constraint calculation_kind check (kind in ('behaviour', 'warningTrial')),
  -- The same question has the same key.
  key text not null,
  input jsonb not null default '{}' constraint calculation_input check (jsonb_typeof(input) = 'object'),
  status text not null constraint calculation_status check (status in ('waiting', 'running', 'done', 'failed')),
  done int not null default 0,
  steps int not null default 0,
  asked_by uuid not null,
  asked_by_name text not null,
  -- Real time, as all of these: a computer works by it.
  asked_at timestamptz not null,
  moved_at timestamptz not null,
  ended_at timestamptz,
  result jsonb,
  words text,
  constraint calculation_pk primary key (county_id, id),
  constraint calculation_steps check (done between 0 and steps),
  constraint calculation_ended check ((status in ('done', 'failed')) = (ended_at is not null) and (status = 'done') = (result is not null) and (status = 'failed') = (words is not null))
);
create unique index calculation_alone on calculation (county_id, kind) where status in ('waiting', 'running');
create index calculation_latest on calculation (county_id, kind, key, asked_at desc);
alter table calculation enable row level security;
create policy calculation_county on calculation using (county_id = current_county() and in_area(null));
grant select, insert, update on calculation to doudi_app;

-- Whose account it is, by identity number; a filing that there is no near relative to file; what the county answered to a relation that nobody filed.
alter table account add column number_enc bytea;
update account set number_idx = null where number_idx is not null;
alter table account add constraint account_number_whole check ((number_idx is null) = (number_enc is null));
create index account_number on account (county_id, number_idx) where number_idx is not null;
alter table account_event drop constraint account_event_kind;
alter table account_event add constraint account_event_kind check (kind in (
    'created', 'postGiven', 'postEnded', 'locked', 'unlocked', 'disabled', 'enabled', 'passwordReset', 'totpReset', 'totpRemoved', 'totpEnrolled', 'tokenIssued', 'tokenRevoked', 'identityRecorded'
  ));
alter table relative alter column number_idx drop not null, alter column name_enc drop not null, alter column relation drop not null, add column filed_by uuid, add column number_enc bytea;
alter table relative add constraint relative_whole check ((number_idx is null) = (name_enc is null) and (number_idx is null) = (relation is null) and (number_enc is null or number_idx is not null));
create table relative_answer (
  county_id int not null,
  id uuid not null,
  about_case uuid not null,
  account_id uuid not null,
  text text not null constraint relative_answer_text check (length(text) between 2 and 500),
  answered_by uuid not null,
  answered_on date not null,
  constraint relative_answer_pk primary key (county_id, id),
  constraint relative_answer_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint relative_answer_account foreign key (county_id, account_id) references account (county_id, id)
);
create index relative_answer_of on relative_answer (county_id, about_case, account_id);
alter table relative_answer enable row level security;
create policy relative_answer_county on relative_answer using (county_id = current_county() and in_area(null));
grant select, insert on relative_answer to doudi_app;

-- Questions about visits, split households and villages; how many people live in a village.
alter table behaviour_question drop constraint behaviour_question_kind;
alter table behaviour_question add constraint behaviour_question_kind check (kind in ('instant', 'sameText', 'samePhoto', 'night', 'dayOff', 'justUnder', 'samePair', 'village', 'shortVisit', 'twoPlaces', 'split', 'perThousand'));
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

-- A file that takes out much of a department's list waits for a second person.
alter table external_batch drop constraint external_batch_status;
alter table external_batch
  add constraint external_batch_status check (status in ('running', 'done', 'failed', 'waiting', 'confirmed')),
  add column content_enc bytea,
  add column whole boolean,
  add column reason text,
  add column change jsonb,
  add column decided_by uuid,
  add constraint external_batch_waiting check (status <> 'waiting' or (content_enc is not null and whole is not null and reason is not null and change is not null)),
  add constraint external_batch_second check (status <> 'confirmed' or decided_by <> by_account);
create unique index external_batch_waits_once on external_batch (county_id, list) where status = 'waiting';

-- How many numbers an account looked up within the hour.
create index access_log_searches on access_log (county_id, user_id, recorded_at) where what = 'search';

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

-- A filing of a near relative is taken out of force with a reason and by a second person: asked for by the unit, confirmed by the county [LH-48, XX-74].
alter table relative
  add column remove_asked_by uuid,
  add column remove_asked_on date,
  add column remove_reason text,
  add column remove_declined text,
  add column removed_by uuid,
  add constraint relative_asked check ((remove_asked_by is null) = (remove_asked_on is null) and (remove_asked_by is null or remove_reason is not null)),
  add constraint relative_removed check (removed_by is null or (removed_on is not null and remove_reason is not null)),
  add constraint relative_removed_by_another check (number_idx is null or removed_by is null or (removed_by is distinct from account_id and removed_by is distinct from remove_asked_by));
