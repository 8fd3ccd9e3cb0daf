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
