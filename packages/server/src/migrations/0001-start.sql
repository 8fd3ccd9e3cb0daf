-- The whole structure at the first release; each table is read in its own file.
-- A county (tenant). Its law is in policies/; its id is the division code.
create table county (
  id int not null constraint county_pk primary key,
  key text not null constraint county_key_unique unique,
  name text not null
);
grant select on county to doudi_app;

-- The training clock: milliseconds added to real time. No row = real time. Only the training load and the training clock write here; a production installation has no row and no endpoint for it.
create table training_clock (
  county_id int not null constraint training_clock_pk primary key constraint training_clock_county references county (id),
  offset_ms bigint not null
);
grant select, insert, update on training_clock to doudi_app;

-- A real installation has no other time than the real one, whatever asks for it.
create function refuse_clock() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select value from doudi_meta where name = 'mode') = 'production' then
    raise exception 'a production installation has no training clock' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger training_clock_only_in_training before insert or update on training_clock for each row execute function refuse_clock();

-- Published arrangement of holidays imported by an administrator after the files shipped with the product.
create table calendar_year (
  year int not null constraint calendar_year_pk primary key,
  body jsonb not null,
  imported_by uuid not null,
  imported_at timestamptz not null
);
grant select, insert, update on calendar_year to doudi_app;

-- Whether a unit lies in the area of the current user: '*' = whole county, else a list of unit ids, else nothing.
create function in_area(unit int) returns boolean language sql stable parallel safe as $$
  select case coalesce(current_setting('app.area', true), '')
    when '*' then true
    when '' then false
    else unit = any (string_to_array(current_setting('app.area', true), ',')::int[])
  end
$$;
create function current_county() returns int language sql stable parallel safe as $$
  select nullif(current_setting('app.county', true), '')::int
$$;

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

-- A login of a member of staff or of a machine. The password is argon2id; the TOTP secret is encrypted by the application.
create table account (
  county_id int not null constraint account_county references county (id),
  id uuid not null,
  login text not null constraint account_login_unique unique,
  name text not null,
  password_hash text not null,
  password_set_at timestamptz not null,
  must_change boolean not null default false,
  totp_enc bytea,
  totp_last_step bigint,
  -- A secret handed out and not yet confirmed by a code.
  totp_pending_enc bytea,
  failures int not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  number_idx bytea,
  created_at timestamptz not null,
  constraint account_pk primary key (county_id, id)
);
alter table account enable row level security;
-- Login happens before the county is known: the row is then reached by its login name alone.
create policy account_county on account using (county_id = current_county() or login = current_setting('app.login', true));
grant select, insert, update on account to doudi_app;

-- What an account may do and where. Administrators' posts exclude all others (checked here and by the application).
create table account_post (
  county_id int not null,
  account_id uuid not null,
  post text not null constraint account_post_post check (post in ('village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader', 'payrollClerk', 'payrollReviewer', 'auditor', 'systemAdmin', 'securityAdmin', 'auditAdmin')),
  unit_id int not null,
  from_date date not null,
  to_date date,
  constraint account_post_pk primary key (county_id, account_id, post, unit_id, from_date),
  constraint account_post_account foreign key (county_id, account_id) references account (county_id, id),
  constraint account_post_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index account_post_unit on account_post (county_id, unit_id);
alter table account_post enable row level security;
create policy account_post_county on account_post using (county_id = current_county());
grant select, insert, update on account_post to doudi_app;

-- The three administrators' posts and every other post exclude each other while they overlap in time, in whatever county office.
-- The account row is locked first, so that two assignments at once see each other.
create function refuse_mixed_posts() returns trigger language plpgsql as $$
declare
  admins constant text[] := array['systemAdmin', 'securityAdmin', 'auditAdmin'];
begin
  perform 1 from account a where a.county_id = new.county_id and a.id = new.account_id for update;
  if exists (
    select 1 from account_post p
    where p.county_id = new.county_id and p.account_id = new.account_id and p.post <> new.post and (p.post = any (admins) or new.post = any (admins))
      and p.from_date <= coalesce(new.to_date, 'infinity') and new.from_date <= coalesce(p.to_date, 'infinity')
  ) then
    raise exception 'post % excludes another post of the account', new.post using errcode = 'check_violation', constraint = 'account_post_exclusive';
  end if;
  return new;
end
$$;
create trigger account_post_exclusive before insert or update on account_post for each row execute function refuse_mixed_posts();

-- What administrators did to accounts: written once; read by all three.
create table account_event (
  county_id int not null constraint account_event_county references county (id),
  id bigint generated always as identity,
  account_id uuid not null,
  kind text not null constraint account_event_kind check (kind in (
    'created', 'postGiven', 'postEnded', 'locked', 'unlocked', 'disabled', 'enabled', 'passwordReset', 'totpReset', 'totpRemoved', 'totpEnrolled', 'tokenIssued', 'tokenRevoked'
  )),
  -- Posts, units, dates, reasons; never a password, secret or token.
  detail jsonb not null default '{}' constraint account_event_detail check (jsonb_typeof(detail) = 'object'),
  by_account uuid not null,
  at timestamptz not null,
  constraint account_event_pk primary key (county_id, id),
  constraint account_event_account foreign key (county_id, account_id) references account (county_id, id)
);
create index account_event_account on account_event (county_id, account_id, id);
alter table account_event enable row level security;
create policy account_event_county on account_event using (county_id = current_county());
grant select, insert on account_event to doudi_app;

-- Open sessions and machine tokens. Only the SHA-256 of the secret is stored; whoever knows the secret is the session.
create table session (
  token_hash bytea not null constraint session_pk primary key,
  county_id int not null,
  account_id uuid not null,
  kind text not null constraint session_kind check (kind in ('cookie', 'bearer')),
  post text not null,
  unit_id int not null,
  label text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  constraint session_account foreign key (county_id, account_id) references account (county_id, id)
);
create index session_account on session (county_id, account_id);
grant select, insert, update, delete on session to doudi_app;

-- Near relatives of handlers, leaders and village cadres [近亲属备案]: matched by keyed hash of the identity number.
create table relative (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  account_id uuid,
  cadre_enc bytea,
  number_idx bytea not null,
  name_enc bytea not null,
  relation text not null,
  filed_on date not null,
  removed_on date,
  constraint relative_pk primary key (county_id, id),
  constraint relative_someone check (account_id is not null or cadre_enc is not null)
);
create index relative_number on relative (county_id, number_idx) where removed_on is null;
alter table relative enable row level security;
create policy relative_county on relative using (county_id = current_county());
grant select, insert, update on relative to doudi_app;

-- The session of a token with its account, before any county is known. Knows no session that is over, whose account is disabled,
-- or whose post is not held on the county's own day: a post that ends takes its sessions and machine tokens with it.
create function find_session(wanted bytea, idle_minutes int) returns table (county_id int, account_id uuid, kind text, post text, unit_id int, stale boolean, name text, must_change boolean, totp boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.county_id, s.account_id, s.kind, s.post, s.unit_id, s.last_seen_at < now() - interval '1 minute', a.name,
    -- A machine token was handed out by the security administrator and has nothing to do with the password.
    a.must_change and s.label is null, a.totp_enc is not null
  from session s join account a on a.county_id = s.county_id and a.id = s.account_id
  where s.token_hash = wanted and s.expires_at > now() and a.disabled_at is null
    and (s.kind = 'bearer' or s.last_seen_at > now() - make_interval(mins => idle_minutes))
    and exists (
      select 1 from account_post p where p.county_id = s.county_id and p.account_id = s.account_id and p.post = s.post and p.unit_id = s.unit_id
        and ((now() + make_interval(secs => coalesce((select c.offset_ms from training_clock c where c.county_id = s.county_id), 0) / 1000.0)) at time zone 'Asia/Shanghai')::date
          between p.from_date and coalesce(p.to_date, 'infinity')
    )
$$;
revoke all on function find_session(bytea, int) from public;
grant execute on function find_session(bytea, int) to doudi_app;

-- Forgets answers that nobody will ask for again and sessions that are over. Run nightly; language plpgsql so that it may name a table made later.
create function forget_expired() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from idempotency where at < now() - interval '7 days';
  delete from session where expires_at < now() - interval '1 day';
end
$$;
revoke all on function forget_expired() from public;
grant execute on function forget_expired() to doudi_app;

-- A person as registered by a unit. Names, identity and telephone numbers are encrypted by the application (key outside the database);
-- *_idx are keyed hashes for exact search. One row per unit: another unit's registration is not visible here.
create table person (
  county_id int not null constraint person_county references county (id),
  id uuid not null,
  unit_id int not null,
  name_enc bytea not null,
  name_idx bytea not null,
  number_enc bytea not null,
  number_idx bytea not null,
  phone_enc bytea,
  phone_idx bytea,
  birth date not null,
  sex text not null constraint person_sex check (sex in ('male', 'female')),
  created_at timestamptz not null,
  constraint person_pk primary key (county_id, id),
  constraint person_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint person_number_unique unique (county_id, unit_id, number_idx)
);
create index person_name on person (county_id, name_idx);
create index person_number on person (county_id, number_idx);
create index person_phone on person (county_id, phone_idx) where phone_idx is not null;
alter table person enable row level security;
create policy person_area on person using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on person to doudi_app;

-- The projection of one case: everything here is rebuilt from case_action; `state` is the folded state at `seq`.
create table case_file (
  county_id int not null constraint case_file_county references county (id),
  id uuid not null,
  number text not null,
  programme text not null,
  unit_id int not null,
  -- The village where known, else the unit: what row-level security compares; a unit's area includes its villages.
  area_id int not null,
  status text not null constraint case_file_status check (status in ('applied', 'accepted', 'granted', 'refused', 'withdrawn', 'abandoned')),
  organ text not null constraint case_file_organ check (organ in ('unit', 'county')),
  application_date date not null,
  applicant uuid not null,
  persons int not null,
  handler uuid not null,
  accepted_by uuid,
  investigated_by uuid[] not null default '{}',
  decided_by uuid,
  decided_on date,
  monthly_fen bigint,
  from_month text,
  closed_on date,
  next_step text,
  next_due date,
  next_provisional boolean not null default false,
  seq int not null,
  state jsonb not null,
  updated_at timestamptz not null,
  imported boolean not null default false,
  constraint case_file_pk primary key (county_id, id),
  constraint case_file_number_unique unique (county_id, number),
  constraint case_file_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
-- Open and closed cases of a unit, a village or the county by last change: reached without touching the others, however
-- many there are. `id` runs the same way as `updated_at`, so that keyset pages are index ranges; `area_id` lies in the
-- index, so that counting under row-level security does not read the cases themselves.
create index case_file_open on case_file (county_id, unit_id, updated_at desc, id desc) include (area_id) where closed_on is null;
create index case_file_open_area on case_file (county_id, area_id, updated_at desc, id desc) where closed_on is null;
create index case_file_open_county on case_file (county_id, updated_at desc, id desc) include (area_id) where closed_on is null;
create index case_file_closed on case_file (county_id, unit_id, updated_at desc, id desc) include (area_id) where closed_on is not null;
create index case_file_closed_area on case_file (county_id, area_id, updated_at desc, id desc) where closed_on is not null;
create index case_file_closed_county on case_file (county_id, updated_at desc, id desc) include (area_id) where closed_on is not null;
create index case_file_decided on case_file (county_id, programme, unit_id, decided_on) where decided_on is not null;
create index case_file_applicant on case_file (county_id, applicant);
alter table case_file enable row level security;
-- in_area(area_id) written out with sub-selects: the list of areas is read once per statement instead of once per row.
create policy case_file_area on case_file using (
  county_id = current_county()
  and ((select current_setting('app.area', true)) = '*' or area_id = any ((select string_to_array(nullif(nullif(current_setting('app.area', true), '*'), ''), ',')::int[])::int[]))
);
grant select, insert, update on case_file to doudi_app;

-- Who belongs to a case: members and obligors, for search and duplicate checks. `unit_id` here and in the tables below is the case's area_id.
create table case_person (
  county_id int not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  role text not null constraint case_person_role check (role in ('member', 'obligor')),
  number_idx bytea not null,
  constraint case_person_pk primary key (county_id, case_id, person_id),
  constraint case_person_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint case_person_person foreign key (county_id, person_id) references person (county_id, id)
);
create index case_person_person on case_person (county_id, person_id);
create index case_person_number on case_person (county_id, number_idx);
alter table case_person enable row level security;
create policy case_person_area on case_person using (county_id = current_county() and in_area(unit_id));
grant select, insert, update, delete on case_person to doudi_app;

-- Statutory limits of a case, recomputed with every action and when a year's holidays are imported.
create table case_deadline (
  county_id int not null,
  case_id uuid not null,
  id text not null,
  unit_id int not null,
  label text not null,
  step text,
  started_on date not null,
  due_on date not null,
  provisional boolean not null,
  parameter text not null,
  finished_on date,
  constraint case_deadline_pk primary key (county_id, case_id, id),
  constraint case_deadline_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index case_deadline_due on case_deadline (county_id, due_on) where finished_on is null;
create index case_deadline_provisional on case_deadline (county_id) where provisional and finished_on is null;
alter table case_deadline enable row level security;
create policy case_deadline_area on case_deadline using (county_id = current_county() and in_area(unit_id));
grant select, insert, update, delete on case_deadline to doudi_app;

-- A running or granted case of the same person anywhere in the county: says only that it exists, where and in what programme [duplicate check].
create function find_cases_of_number(wanted bytea) returns table (programme text, unit_id int, status text, number_here text)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.programme, f.unit_id, f.status, case when in_area(f.area_id) then f.number end
  from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
  where p.county_id = current_county() and p.number_idx = wanted and p.role = 'member' and f.status in ('applied', 'accepted', 'granted')
$$;
revoke all on function find_cases_of_number(bytea) from public;
grant execute on function find_cases_of_number(bytea) to doudi_app;

-- The work list: one row for each post that can take a next step in a case, earliest due first.
create table work_item (
  county_id int not null,
  case_id uuid not null,
  step text not null,
  post text not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  due_on date not null,
  provisional boolean not null,
  constraint work_item_pk primary key (county_id, case_id, step, post),
  constraint work_item_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index work_item_unit on work_item (county_id, post, unit_id, due_on, case_id);
create index work_item_county on work_item (county_id, post, due_on, case_id);
alter table work_item enable row level security;
create policy work_item_area on work_item using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on work_item to doudi_app;

-- Verification requests and the platform's answers, item by item. Findings name persons by id only.
create table verification_request (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  state text not null constraint verification_request_state check (state in ('county', 'queued', 'sent', 'done', 'failed')),
  platform_number text,
  attempts int not null default 0,
  last_error text,
  report jsonb,
  updated_at timestamptz not null,
  constraint verification_request_pk primary key (county_id, id),
  constraint verification_request_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index verification_request_case on verification_request (county_id, case_id);
alter table verification_request enable row level security;
create policy verification_request_area on verification_request using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on verification_request to doudi_app;

-- A letter that an action produced. It is typeset from the log as of `seq`; the finished PDF is kept as a file under its hash.
create table case_letter (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  kind text not null,
  number text not null,
  on_date date not null,
  seq int not null,
  code text not null,
  file_id uuid,
  constraint case_letter_pk primary key (county_id, id),
  constraint case_letter_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint case_letter_code_unique unique (county_id, code),
  constraint case_letter_number_unique unique (county_id, kind, number)
);
create index case_letter_case on case_letter (county_id, case_id);
alter table case_letter enable row level security;
create policy case_letter_area on case_letter using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on case_letter to doudi_app;

-- Consecutive numbers per unit, year and series: case numbers, letter numbers.
create table number_sequence (
  county_id int not null,
  series text not null,
  year int not null,
  last int not null constraint number_sequence_positive check (last > 0),
  constraint number_sequence_pk primary key (county_id, series, year)
);
alter table number_sequence enable row level security;
create policy number_sequence_county on number_sequence using (county_id = current_county());
grant select, insert, update on number_sequence to doudi_app;

-- A file kept outside the database under its SHA-256; the same content is stored once, seen only through a visible case.
create table stored_file (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  case_id uuid,
  sha256 bytea not null constraint stored_file_hash check (octet_length(sha256) = 32),
  media_type text not null constraint stored_file_type check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes int not null constraint stored_file_size check (bytes > 0),
  name text not null,
  uploaded_by text not null,
  at timestamptz not null,
  constraint stored_file_pk primary key (county_id, id)
);
create index stored_file_case on stored_file (county_id, case_id);
create index stored_file_hash on stored_file (county_id, sha256);
alter table stored_file enable row level security;
create policy stored_file_area on stored_file using (county_id = current_county() and in_area(unit_id));
grant select, insert on stored_file to doudi_app;

-- What a clerk has typed and not yet sent: encrypted, one per account and form.
create table draft (
  county_id int not null,
  account_id uuid not null,
  key text not null,
  body_enc bytea not null,
  updated_at timestamptz not null,
  constraint draft_pk primary key (county_id, account_id, key)
);
alter table draft enable row level security;
create policy draft_own on draft using (county_id = current_county() and account_id::text = current_setting('app.user', true));
grant select, insert, update, delete on draft to doudi_app;

-- A command that was answered: the same key gives the same answer and happens once. Answers may hold names: encrypted.
create table idempotency (
  county_id int not null,
  account_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status int not null,
  body_enc bytea not null,
  at timestamptz not null,
  constraint idempotency_pk primary key (county_id, account_id, key)
);
create index idempotency_at on idempotency (at);
alter table idempotency enable row level security;
create policy idempotency_own on idempotency using (county_id = current_county() and account_id::text = current_setting('app.user', true));
grant select, insert, delete on idempotency to doudi_app;

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

-- Refuses every change of rows that are written once. Fires for everyone, the owner and a superuser included: whoever
-- wants to change the log must switch the trigger off first, and the hashes still show it.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: rows are written once', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;

-- The log: every action of every case, written once, in one hash chain per county [步步留痕、环环能查].
-- hash = SHA-256(prev_hash || canonical JSON of the other columns); docs/audit-log.md gives the exact text.
create table case_action (
  county_id int not null constraint case_action_county references county (id),
  -- Place in the county's chain: 1, 2, 3 … without a gap.
  position bigint not null constraint case_action_position_positive check (position > 0),
  case_id uuid not null,
  -- Place within the case: 1, 2, 3 … without a gap; also what refuses two commands decided on the same state.
  seq int not null constraint case_action_seq_positive check (seq > 0),
  kind text not null constraint case_action_kind check (kind in (
    'applied', 'routed', 'missingTold', 'materialsReceived', 'materialRequired', 'accepted', 'authorisationSigned',
    'verificationRequested', 'verificationForwarded', 'verificationReported', 'verificationTrouble', 'discrepancyNotified',
    'discrepancyExplained', 'explanationMissed', 'simplified', 'investigated', 'met', 'assessed', 'opined', 'noticePosted', 'objected',
    'noticeClosed', 'countyReviewed', 'reviewed', 'agreed', 'decided', 'delivered', 'published', 'filed', 'withdrawn', 'abandoned',
    'returned', 'transferred', 'extended'
  )),
  -- Milliseconds, no finer: what is stored is exactly what is hashed.
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  -- The account ('system' for connectors and clocks), the post it acted in, the unit it acted for.
  actor_user text not null constraint case_action_actor_user check (actor_user <> ''),
  actor_post text not null constraint case_action_actor_post check (actor_post <> ''),
  actor_unit text not null,
  body jsonb not null constraint case_action_body check (jsonb_typeof(body) = 'object'),
  prev_hash bytea not null constraint case_action_prev_hash_length check (octet_length(prev_hash) = 32),
  hash bytea not null constraint case_action_hash_length check (octet_length(hash) = 32),
  constraint case_action_pk primary key (county_id, position),
  constraint case_action_seq_unique unique (county_id, case_id, seq),
  constraint case_action_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create trigger case_action_written_once before update or delete on case_action for each row execute function refuse_change();
create trigger case_action_not_emptied before truncate on case_action for each statement execute function refuse_change();
-- Always: session_replication_role = replica does not switch them off in passing.
alter table case_action enable always trigger case_action_written_once;
alter table case_action enable always trigger case_action_not_emptied;
alter table case_action enable row level security;
-- case_file has its own policy by area: an action is visible where its case is.
create policy case_action_visible on case_action using (
  county_id = nullif(current_setting('app.county', true), '')::int
  and exists (select 1 from case_file f where f.county_id = case_action.county_id and f.id = case_action.case_id)
);
grant select, insert on case_action to doudi_app;

-- Keeps a chain head from going back: position and time only grow, the hash changes only with the position.
create function refuse_going_back() returns trigger language plpgsql as $$
begin
  if new.county_id <> old.county_id or new.position < old.position or new.recorded_at < old.recorded_at
    or (new.position = old.position and new.hash <> old.hash) then
    raise exception 'the head of chain % does not go back', old.county_id using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

-- The last link of each county's chain. Appending locks this row, so that a chain has no fork and no gap.
create table chain_head (
  county_id int not null constraint chain_head_pk primary key constraint chain_head_county references county (id),
  -- 0 before the first entry.
  position bigint not null constraint chain_head_position_natural check (position >= 0),
  hash bytea not null constraint chain_head_hash_length check (octet_length(hash) = 32),
  -- No later entry may claim an earlier real time; a checkpoint raises it to the time of signing.
  recorded_at timestamptz(3) not null
);
create trigger chain_head_forward before update on chain_head for each row execute function refuse_going_back();
create trigger chain_head_kept before delete on chain_head for each row execute function refuse_change();
create trigger chain_head_not_emptied before truncate on chain_head for each statement execute function refuse_change();
alter table chain_head enable always trigger chain_head_forward;
alter table chain_head enable always trigger chain_head_kept;
alter table chain_head enable always trigger chain_head_not_emptied;
alter table chain_head enable row level security;
create policy chain_head_county on chain_head using (county_id = nullif(current_setting('app.county', true), '')::int);
grant select, insert, update on chain_head to doudi_app;

-- Signed statements "at this time the county's chain ended here with this hash". The signing key is outside the database;
-- the same lines are kept in a file outside it, so that neither side can be shortened alone.
create table checkpoint (
  county_id int not null constraint checkpoint_county references county (id),
  position bigint not null constraint checkpoint_position_positive check (position > 0),
  hash bytea not null constraint checkpoint_hash_length check (octet_length(hash) = 32),
  -- recorded_at of the entry at that position.
  recorded_at timestamptz(3) not null,
  -- Real time of signing.
  at timestamptz(3) not null,
  -- First 16 hexadecimal digits of the SHA-256 of the public key.
  key_id text not null constraint checkpoint_key_id check (key_id ~ '^[0-9a-f]{16}$'),
  -- Ed25519 over the canonical JSON of {at, county, hash, position, recordedAt}.
  signature bytea not null constraint checkpoint_signature_length check (octet_length(signature) = 64),
  constraint checkpoint_pk primary key (county_id, position),
  constraint checkpoint_order check (at >= recorded_at)
);
create trigger checkpoint_written_once before update or delete on checkpoint for each row execute function refuse_change();
create trigger checkpoint_not_emptied before truncate on checkpoint for each statement execute function refuse_change();
alter table checkpoint enable always trigger checkpoint_written_once;
alter table checkpoint enable always trigger checkpoint_not_emptied;
alter table checkpoint enable row level security;
create policy checkpoint_county on checkpoint using (county_id = nullif(current_setting('app.county', true), '')::int);
grant select, insert on checkpoint to doudi_app;

-- Who looked at what, with which purpose: opening, searching, exporting, logging in, being refused. Written once.
-- What was searched for is never stored: only its kind and the first bytes of its keyed hash, in target.
create table access_log (
  -- 0: nobody's county, as for a login name that does not exist.
  county_id int not null,
  id bigint generated always as identity,
  -- Business clock and real clock, as in case_action.
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  user_id text not null,
  post text,
  unit text,
  what text not null constraint access_log_what check (what in (
    'open', 'search', 'unmask', 'export', 'download', 'login', 'loginFailed', 'logout', 'denied'
  )),
  target text not null,
  purpose text,
  detail jsonb not null default '{}' constraint access_log_detail check (jsonb_typeof(detail) = 'object'),
  constraint access_log_pk primary key (county_id, id)
);
create index access_log_user on access_log (county_id, user_id, id);
create index access_log_target on access_log (county_id, target, id);
create trigger access_log_written_once before update or delete on access_log for each row execute function refuse_change();
create trigger access_log_not_emptied before truncate on access_log for each statement execute function refuse_change();
alter table access_log enable always trigger access_log_written_once;
alter table access_log enable always trigger access_log_not_emptied;
alter table access_log enable row level security;
create policy access_log_county on access_log using (county_id = nullif(current_setting('app.county', true), '')::int);
grant select, insert on access_log to doudi_app;

-- A payee's bank account from a date on: never changed, a new account is a new row and the latest one is in use. Holder
-- and number are encrypted; *_idx are keyed hashes (holder_idx comparable with person.name_idx).
create table payment_account (
  county_id int not null,
  id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  bank text not null,
  holder_enc bytea not null,
  holder_idx bytea not null,
  number_enc bytea not null,
  number_idx bytea not null,
  from_date date not null,
  registered_by uuid not null,
  registered_at timestamptz not null,
  -- Order of registration: of two accounts from the same date the later one is in use.
  position bigint generated always as identity,
  constraint payment_account_pk primary key (county_id, id),
  constraint payment_account_person foreign key (county_id, person_id) references person (county_id, id)
);
create index payment_account_current on payment_account (county_id, person_id, from_date desc, position desc);
create index payment_account_number on payment_account (county_id, number_idx);
alter table payment_account enable row level security;
create policy payment_account_area on payment_account using (county_id = current_county() and in_area(unit_id));
grant select, insert on payment_account to doudi_app;

-- What a granted case is owed: one row per case, written in the transaction of the decision. `unit_id` is the unit that
-- handles the case, `area_id` its area_id (what row-level security compares); `payee_idx` is the keyed hash of the
-- payee's identity number, by which two registrations of one human are seen to be one.
create table benefit (
  county_id int not null constraint benefit_county references county (id),
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  person_id uuid not null,
  payee_idx bytea not null,
  monthly_fen bigint not null constraint benefit_positive check (monthly_fen > 0),
  from_month text collate "C" not null constraint benefit_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  to_month text collate "C" constraint benefit_to check (to_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  payment text not null constraint benefit_payment check (payment in ('monthly', 'once')),
  report_valid_to date,
  dead_on date,
  reopened_on date,
  created_at timestamptz not null,
  constraint benefit_pk primary key (county_id, id),
  constraint benefit_case_once unique (county_id, case_id),
  constraint benefit_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint benefit_person foreign key (county_id, person_id) references person (county_id, id),
  constraint benefit_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index benefit_programme on benefit (county_id, programme, from_month);
create index benefit_payee on benefit (county_id, payee_idx);
create index benefit_person on benefit (county_id, person_id);
create index benefit_unit on benefit (county_id, unit_id, programme);
alter table benefit enable row level security;
create policy benefit_area on benefit using (county_id = current_county() and in_area(area_id));
grant select, insert, update on benefit to doudi_app;

-- A change to a benefit that is no decision on the case: death reported or taken back, review opened or closed. Written once.
create table benefit_event (
  county_id int not null,
  id uuid not null,
  benefit_id uuid not null,
  area_id int not null,
  kind text not null constraint benefit_event_kind check (kind in ('dead', 'notDead', 'reopened', 'reviewed')),
  on_date date not null,
  reason text not null,
  by_account uuid not null,
  at timestamptz not null,
  constraint benefit_event_pk primary key (county_id, id),
  constraint benefit_event_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
create index benefit_event_benefit on benefit_event (county_id, benefit_id);
alter table benefit_event enable row level security;
create policy benefit_event_area on benefit_event using (county_id = current_county() and in_area(area_id));
grant select, insert on benefit_event to doudi_app;

-- A programme's payments of one month. One roll per programme and month; whoever made or froze it does not release it.
create table roll (
  county_id int not null constraint roll_county references county (id),
  id uuid not null,
  programme text not null,
  month text collate "C" not null constraint roll_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null constraint roll_status check (status in ('drafted', 'frozen', 'released', 'sent', 'reconciled')),
  item text not null constraint roll_item check (length(item) >= 2),
  made_by uuid not null,
  made_at timestamptz not null,
  frozen_by uuid,
  frozen_at timestamptz,
  released_by uuid,
  released_at timestamptz,
  constraint roll_pk primary key (county_id, id),
  constraint roll_once unique (county_id, programme, month),
  constraint roll_frozen check ((status = 'drafted') = (frozen_by is null) and (frozen_by is null) = (frozen_at is null)),
  constraint roll_released check ((status in ('released', 'sent', 'reconciled')) = (released_by is not null) and (released_by is null) = (released_at is null)),
  constraint roll_two_persons check (released_by is null or (released_by <> made_by and released_by <> frozen_by))
);
alter table roll enable row level security;
-- Everyone of the county may see that a roll exists; only those who see the whole county may write it.
create policy roll_read on roll for select using (county_id = current_county());
create policy roll_write on roll for all using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on roll to doudi_app;

-- What one benefit is owed for one month. There is one for ever: a roll made twice pays once. `roll_id` is the roll in
-- which it arose, `pay_roll_id` the one through which its unpaid part is paid. due = paid + the unpaid part, which stands
-- where `status` says: ready, held, in transit, rejected, returned, excluded.
create table roll_line (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  roll_id uuid not null,
  pay_roll_id uuid not null,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  month text collate "C" not null,
  item text not null constraint roll_line_item check (length(item) >= 2),
  due_fen bigint not null constraint roll_line_due check (due_fen > 0),
  paid_fen bigint not null default 0,
  status text not null constraint roll_line_status check (status in ('ready', 'held', 'sent', 'paid', 'rejected', 'returned', 'excluded')),
  holds text[] not null default '{}' constraint roll_line_holds check (holds <@ array['noAccount', 'holderDiffers', 'sharedAccount', 'reportExpired', 'payeeDead', 'caseReopened', 'paidElsewhere', 'bankRefused']),
  -- Holds that a named person let pass in the present roll; the answers themselves stand in roll_answer.
  cleared text[] not null default '{}',
  -- Account to which the bank last failed to pay, and its words.
  refused_account uuid,
  bank_words text,
  constraint roll_line_pk primary key (county_id, id),
  constraint roll_line_paid_once unique (county_id, benefit_id, month),
  constraint roll_line_paid check (paid_fen between 0 and due_fen and (status = 'paid') = (paid_fen = due_fen)),
  constraint roll_line_held check ((status = 'held') = (holds <> '{}')),
  constraint roll_line_roll foreign key (county_id, roll_id) references roll (county_id, id),
  constraint roll_line_pay_roll foreign key (county_id, pay_roll_id) references roll (county_id, id),
  constraint roll_line_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
-- Covers the sums of a roll.
create index roll_line_roll on roll_line (county_id, roll_id, status) include (unit_id, area_id, due_fen, paid_fen);
create index roll_line_pay_roll on roll_line (county_id, pay_roll_id, unit_id, id);
create index roll_line_case on roll_line (county_id, case_id, month);
-- What was left behind by earlier rolls: few among millions.
create index roll_line_left on roll_line (county_id, programme, pay_roll_id) where status in ('held', 'rejected', 'returned');
alter table roll_line enable row level security;
create policy roll_line_area on roll_line using (county_id = current_county() and in_area(area_id));
grant select, insert, update on roll_line to doudi_app;

-- Sums of every roll as the reader may see them, by the roll in which a line arose: due = paid + open, always.
create view roll_total with (security_invoker = true) as
  select county_id, roll_id, unit_id, status, count(*) as lines, sum(due_fen)::bigint as due_fen, sum(paid_fen)::bigint as paid_fen, sum(due_fen - paid_fen)::bigint as open_fen
  from roll_line group by county_id, roll_id, unit_id, status;
grant select on roll_total to doudi_app;

-- A hold answered by a named person, with the reason. Written once.
create table roll_answer (
  county_id int not null,
  id uuid not null,
  line_id uuid not null,
  pay_roll_id uuid not null,
  area_id int not null,
  answer text not null constraint roll_answer_answer check (answer in ('release', 'keep', 'exclude', 'settlePaid', 'settleRejected', 'settleReturned')),
  holds text[] not null,
  reason text not null constraint roll_answer_reason check (length(reason) >= 2),
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint roll_answer_pk primary key (county_id, id),
  constraint roll_answer_line foreign key (county_id, line_id) references roll_line (county_id, id)
);
create index roll_answer_line on roll_answer (county_id, line_id, position desc);
create index roll_answer_roll on roll_answer (county_id, pay_roll_id, by_account);
alter table roll_answer enable row level security;
create policy roll_answer_area on roll_answer using (county_id = current_county() and in_area(area_id));
grant select, insert on roll_answer to doudi_app;

-- Who did what to a roll, in order. Written once.
create table roll_event (
  county_id int not null,
  id uuid not null,
  roll_id uuid not null,
  kind text not null constraint roll_event_kind check (kind in ('made', 'madeAgain', 'frozen', 'back', 'released', 'downloaded', 'sent', 'returnRead', 'reconciled')),
  body jsonb not null default '{}',
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint roll_event_pk primary key (county_id, id),
  constraint roll_event_roll foreign key (county_id, roll_id) references roll (county_id, id)
);
create index roll_event_roll on roll_event (county_id, roll_id, position);
alter table roll_event enable row level security;
create policy roll_event_county on roll_event using (county_id = current_county());
grant select, insert on roll_event to doudi_app;

-- What went to the bank for a roll: totals and the SHA-256 of the file as written. The file is written again from the
-- lines when asked for and must give the same hash. Seen only by those who see the whole county.
create table bank_batch (
  county_id int not null,
  id uuid not null,
  roll_id uuid not null,
  number text not null,
  item text not null constraint bank_batch_item check (length(item) >= 2),
  file_date date not null,
  layout text not null,
  lines int not null constraint bank_batch_lines check (lines > 0),
  total_fen bigint not null constraint bank_batch_total check (total_fen > 0),
  sha256 bytea not null constraint bank_batch_hash check (octet_length(sha256) = 32),
  sent_by uuid,
  sent_at timestamptz,
  sent_on date,
  -- Day by which the bank must have paid and answered, in working days from the day it was sent.
  due_on date,
  due_provisional boolean,
  constraint bank_batch_pk primary key (county_id, id),
  constraint bank_batch_roll_once unique (county_id, roll_id),
  constraint bank_batch_number_unique unique (county_id, number),
  constraint bank_batch_sent check ((sent_at is null) = (sent_by is null) and (sent_at is null) = (due_on is null) and (sent_at is null) = (sent_on is null)),
  constraint bank_batch_roll foreign key (county_id, roll_id) references roll (county_id, id)
);
alter table bank_batch enable row level security;
create policy bank_batch_county on bank_batch using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on bank_batch to doudi_app;

-- One sending of one line. A line can be in flight or paid through one batch only: the database refuses a second.
create table bank_batch_line (
  county_id int not null,
  batch_id uuid not null,
  line_no int not null,
  line_id uuid not null,
  account_id uuid not null,
  fen bigint not null constraint bank_batch_line_fen check (fen > 0),
  paid_fen bigint not null default 0,
  state text not null constraint bank_batch_line_state check (state in ('sent', 'disputed', 'paid', 'partial', 'rejected', 'returned')),
  code text,
  words text,
  paid_on date,
  -- Set when a person settled the line's outcome: files read later do not change it.
  settled_by uuid,
  constraint bank_batch_line_pk primary key (county_id, batch_id, line_no),
  constraint bank_batch_line_paid check (paid_fen between 0 and fen and (state = 'paid') = (paid_fen = fen) and (state <> 'partial' or paid_fen > 0)),
  constraint bank_batch_line_batch foreign key (county_id, batch_id) references bank_batch (county_id, id),
  constraint bank_batch_line_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint bank_batch_line_account foreign key (county_id, account_id) references payment_account (county_id, id)
);
create unique index bank_batch_line_pays_once on bank_batch_line (county_id, line_id) where state in ('sent', 'disputed', 'paid');
create index bank_batch_line_line on bank_batch_line (county_id, line_id);
create index bank_batch_line_account on bank_batch_line (county_id, account_id);
alter table bank_batch_line enable row level security;
create policy bank_batch_line_county on bank_batch_line using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on bank_batch_line to doudi_app;

-- A return file as read: once per content. Its answers stay line by line, so that all of them can be weighed together.
create table bank_return (
  county_id int not null,
  id uuid not null,
  batch_id uuid not null,
  sha256 bytea not null constraint bank_return_hash check (octet_length(sha256) = 32),
  bytes int not null,
  faults jsonb not null,
  paid int not null,
  partial int not null,
  rejected int not null,
  disputed int not null,
  unanswered int not null,
  read_by uuid not null,
  read_at timestamptz not null,
  position bigint generated always as identity,
  constraint bank_return_pk primary key (county_id, id),
  constraint bank_return_once unique (county_id, batch_id, sha256),
  constraint bank_return_batch foreign key (county_id, batch_id) references bank_batch (county_id, id)
);
alter table bank_return enable row level security;
create policy bank_return_county on bank_return using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on bank_return to doudi_app;

-- One understood line of a return file. The account number it repeats is compared at reading and kept as a verdict only.
create table bank_return_line (
  county_id int not null,
  return_id uuid not null,
  row_no int not null,
  line_key text not null,
  status text not null constraint bank_return_line_status check (status in ('paid', 'rejected', 'partial')),
  fen bigint not null,
  asked_fen bigint,
  other_account boolean not null,
  code text not null,
  words text not null,
  paid_on date,
  constraint bank_return_line_pk primary key (county_id, return_id, row_no),
  constraint bank_return_line_return foreign key (county_id, return_id) references bank_return (county_id, id)
);
create index bank_return_line_key on bank_return_line (county_id, line_key);
alter table bank_return_line enable row level security;
create policy bank_return_line_county on bank_return_line using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on bank_return_line to doudi_app;

-- A unit's monthly filing to the county for one programme: roster and monthly report as filed, never changed afterwards.
create table filing (
  county_id int not null constraint filing_county references county (id),
  id uuid not null,
  unit_id int not null,
  programme text not null,
  month text collate "C" not null constraint filing_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null constraint filing_status check (status in ('filed', 'demanded', 'accepted')),
  report jsonb not null,
  lines int not null,
  due_on date not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  examined_by uuid,
  examined_by_name text,
  examined_at timestamptz,
  note text,
  constraint filing_pk primary key (county_id, id),
  constraint filing_once unique (county_id, unit_id, programme, month),
  constraint filing_examined check ((status = 'accepted') = (examined_by is not null) and (examined_by is null) = (examined_at is null)),
  constraint filing_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index filing_month on filing (county_id, month, programme);
alter table filing enable row level security;
create policy filing_area on filing using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on filing to doudi_app;

-- One household on a roster, as it stood on the day of filing; `left` = on the
-- last roster, no longer entitled; `refused` = decided since, not granted: a result, in none of the numbers.
create table filing_line (
  county_id int not null,
  filing_id uuid not null,
  line_no int not null,
  case_id uuid not null,
  unit_id int not null,
  payee uuid not null,
  persons int not null constraint filing_line_persons check (persons >= 0),
  monthly_fen bigint not null constraint filing_line_fen check (monthly_fen >= 0),
  from_month text collate "C" not null,
  mark text not null constraint filing_line_mark check (mark in ('new', 'same', 'changed', 'left', 'refused')),
  persons_before int not null,
  fen_before bigint not null,
  classes jsonb not null,
  -- Why the case itself could not be marked as filed today; null = marked, now or earlier.
  not_filed text,
  constraint filing_line_pk primary key (county_id, filing_id, line_no),
  constraint filing_line_case_once unique (county_id, filing_id, case_id),
  constraint filing_line_left check (mark not in ('left', 'refused') or (persons = 0 and monthly_fen = 0)),
  constraint filing_line_filing foreign key (county_id, filing_id) references filing (county_id, id),
  constraint filing_line_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index filing_line_case on filing_line (county_id, case_id);
alter table filing_line enable row level security;
create policy filing_line_area on filing_line using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_line to doudi_app;

-- What the county demands to be put right, tracked to its closing: raised → answered → closed, or sent back to the unit.
create table filing_demand (
  county_id int not null,
  id uuid not null,
  filing_id uuid not null,
  unit_id int not null,
  line_no int,
  kind text not null constraint filing_demand_kind check (kind in ('procedure', 'determination', 'report', 'other')),
  text text not null constraint filing_demand_text check (length(text) >= 2),
  due_on date not null,
  raised_by uuid not null,
  raised_by_name text not null,
  raised_at timestamptz not null,
  answer text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamptz,
  closed_by uuid,
  closed_by_name text,
  closed_at timestamptz,
  closing text,
  constraint filing_demand_pk primary key (county_id, id),
  constraint filing_demand_answered check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null)),
  constraint filing_demand_closed check ((closed_by is null) = (closed_at is null) and (closed_by is null or answer is not null)),
  constraint filing_demand_filing foreign key (county_id, filing_id) references filing (county_id, id),
  constraint filing_demand_line foreign key (county_id, filing_id, line_no) references filing_line (county_id, filing_id, line_no)
);
create index filing_demand_filing on filing_demand (county_id, filing_id, line_no);
create index filing_demand_open on filing_demand (county_id, unit_id, due_on) where closed_at is null;
alter table filing_demand enable row level security;
create policy filing_demand_area on filing_demand using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on filing_demand to doudi_app;

-- Every word exchanged over a demand, kept when an answer is sent back and given anew. Written once.
create table filing_demand_event (
  county_id int not null,
  id uuid not null,
  demand_id uuid not null,
  unit_id int not null,
  kind text not null constraint filing_demand_event_kind check (kind in ('raised', 'answered', 'sentBack', 'closed')),
  text text not null,
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint filing_demand_event_pk primary key (county_id, id),
  constraint filing_demand_event_demand foreign key (county_id, demand_id) references filing_demand (county_id, id)
);
create index filing_demand_event_demand on filing_demand_event (county_id, demand_id, position);
alter table filing_demand_event enable row level security;
create policy filing_demand_event_area on filing_demand_event using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_demand_event to doudi_app;

