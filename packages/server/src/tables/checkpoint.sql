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
