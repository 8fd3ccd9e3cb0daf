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
-- Policy person_area stands with case_person: who is of a case here is seen here, wherever they were registered.
grant select, insert, update on person to doudi_app;
