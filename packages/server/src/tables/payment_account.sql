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
