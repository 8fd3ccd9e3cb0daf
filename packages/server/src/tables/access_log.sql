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
create index access_log_searches on access_log (county_id, user_id, recorded_at) where what = 'search';
create index access_log_target on access_log (county_id, target, id);
create trigger access_log_written_once before update or delete on access_log for each row execute function refuse_change();
create trigger access_log_not_emptied before truncate on access_log for each statement execute function refuse_change();
alter table access_log enable always trigger access_log_written_once;
alter table access_log enable always trigger access_log_not_emptied;
alter table access_log enable row level security;
create policy access_log_county on access_log using (county_id = nullif(current_setting('app.county', true), '')::int);
grant select, insert on access_log to doudi_app;
