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
  -- Whose account it is, by identity number: keyed hash to match with households, ciphertext to show it masked. Both or neither.
  number_idx bytea,
  created_at timestamptz not null,
  number_enc bytea,
  constraint account_pk primary key (county_id, id),
  constraint account_number_whole check ((number_idx is null) = (number_enc is null))
);
create index account_number on account (county_id, number_idx) where number_idx is not null;
alter table account enable row level security;
-- Login happens before the county is known: the row is then reached by its login name alone.
create policy account_county on account using (county_id = current_county() or login = current_setting('app.login', true));
grant select, insert, update on account to doudi_app;

-- What an account may do and where. Administrators' posts exclude all others (checked here and by the application).
create table account_post (
  county_id int not null,
  account_id uuid not null,
  post text not null constraint account_post_post check (post in ('village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader', 'payrollClerk', 'payrollReviewer', 'finance', 'auditor', 'systemAdmin', 'securityAdmin', 'auditAdmin')),
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
    'created', 'postGiven', 'postEnded', 'locked', 'unlocked', 'disabled', 'enabled', 'passwordReset', 'totpReset', 'totpRemoved', 'totpEnrolled', 'tokenIssued', 'tokenRevoked', 'identityRecorded'
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

-- Near relatives of handlers, leaders and village cadres [近亲属备案]: matched by keyed hash of the identity number. A filing without
-- any relative says that there is none to file.
create table relative (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  account_id uuid,
  cadre_enc bytea,
  number_idx bytea,
  name_enc bytea,
  relation text,
  filed_on date not null,
  removed_on date,
  -- Account that entered it, and the number to show masked; absent in filings of before 0.5.0.
  filed_by uuid,
  number_enc bytea,
  -- A unit asks that a filing be taken out and the county confirms, or the county does it itself: by whom, when and why; why the county declined.
  remove_asked_by uuid,
  remove_asked_on date,
  remove_reason text,
  remove_declined text,
  removed_by uuid,
  constraint relative_asked check ((remove_asked_by is null) = (remove_asked_on is null) and (remove_asked_by is null or remove_reason is not null)),
  constraint relative_removed check (removed_by is null or (removed_on is not null and remove_reason is not null)),
  constraint relative_removed_by_another check (number_idx is null or removed_by is null or (removed_by is distinct from account_id and removed_by is distinct from remove_asked_by)),
  constraint relative_whole check ((number_idx is null) = (name_enc is null) and (number_idx is null) = (relation is null) and (number_enc is null or number_idx is not null)),
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
