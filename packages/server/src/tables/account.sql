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

-- The session of a token with its account, before any county is known. Knows no session that is over or whose account is disabled.
create function find_session(wanted bytea, idle_minutes int) returns table (county_id int, account_id uuid, kind text, post text, unit_id int, stale boolean, name text, must_change boolean)
language sql stable security definer set search_path = public as $$
  select s.county_id, s.account_id, s.kind, s.post, s.unit_id, s.last_seen_at < now() - interval '1 minute', a.name, a.must_change
  from session s join account a on a.county_id = s.county_id and a.id = s.account_id
  where s.token_hash = wanted and s.expires_at > now() and a.disabled_at is null
    and (s.kind = 'bearer' or s.last_seen_at > now() - make_interval(mins => idle_minutes))
$$;
revoke all on function find_session(bytea, int) from public;
grant execute on function find_session(bytea, int) to doudi_app;
