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
