-- What other departments keep about people: one row for an entry of a list (a vehicle, a death, a month's wage base). Brought by a
-- connector or a file; the person is known by the keyed hash of the identity number only.
create table external_row (
  county_id int not null,
  list text not null,
  -- Key of the entry at its source: the same entry brought again is the same row.
  ref text not null constraint external_row_ref check (length(ref) between 1 and 80),
  number_idx bytea not null,
  -- The other person of an entry about two (family register).
  other_idx bytea,
  on_date date not null,
  fen bigint,
  -- What the clerk is shown: kind, model, employer, grade. No name, no number, no address.
  fields jsonb not null default '{}' constraint external_row_fields check (jsonb_typeof(fields) = 'object'),
  batch_id uuid not null,
  constraint external_row_pk primary key (county_id, list, ref)
);
create index external_row_number on external_row (county_id, list, number_idx) include (on_date, fen);
alter table external_row enable row level security;
-- The whole county's: a unit sees of it what a hit shows. Asked once for a statement, not once for each of ten million rows.
create policy external_row_county on external_row using (county_id = current_county() and (select in_area(null)));
grant select, insert, update, delete on external_row to doudi_app;

-- Each list as it was brought last: how far it reaches and to which day. What it does not cover is not "none".
create table external_list (
  county_id int not null constraint external_list_county references county (id),
  list text not null,
  source text not null,
  source_date date not null,
  coverage text not null,
  rows int not null,
  brought_at timestamptz not null,
  constraint external_list_pk primary key (county_id, list)
);
alter table external_list enable row level security;
create policy external_list_read on external_list for select using (county_id = current_county());
create policy external_list_write on external_list for all using (county_id = current_county() and in_area(null));
grant select, insert, update on external_list to doudi_app;

-- Every bringing of a list: by the connector page by page, so that one that broke off goes on where it stopped, or from a file.
create table external_batch (
  county_id int not null,
  id uuid not null,
  list text not null,
  way text not null constraint external_batch_way check (way in ('connector', 'file')),
  status text not null constraint external_batch_status check (status in ('running', 'done', 'failed', 'waiting', 'confirmed')),
  source text not null default '',
  source_date date,
  coverage text not null default '',
  -- Place after the last page taken.
  cursor text,
  rows int not null default 0,
  faults int not null default 0,
  words text,
  -- The account that brought a file; null: the nightly run.
  by_account uuid,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- Of a file that takes out much of the last list: its text, sealed, why, what it would change, and who decided; until then it waits.
  -- Once confirmed it is taken as a bringing of its own.
  content_enc bytea,
  whole boolean,
  reason text,
  change jsonb,
  decided_by uuid,
  constraint external_batch_pk primary key (county_id, id),
  constraint external_batch_waiting check (status <> 'waiting' or (content_enc is not null and whole is not null and reason is not null and change is not null)),
  constraint external_batch_second check (status <> 'confirmed' or decided_by <> by_account)
);
create unique index external_batch_waits_once on external_batch (county_id, list) where status = 'waiting';
create index external_batch_list on external_batch (county_id, list, started_at desc);
alter table external_batch enable row level security;
create policy external_batch_county on external_batch using (county_id = current_county() and in_area(null));
grant select, insert, update on external_batch to doudi_app;
