-- Who stands in the register of dishonest conduct and until when: kept by the matter of each entry (core/dishonesty), one row from
-- the day on which its decision was served. Over at `to_date` by itself, earlier where it was lifted.
create table dishonesty (
  county_id int not null,
  matter_id uuid not null,
  unit_id int not null,
  person_id uuid not null,
  -- Keyed hash of the identity number: two registrations of one human are seen to be one.
  number_idx bytea not null,
  kind text not null,
  label text not null,
  from_date date not null,
  to_date date not null,
  removed_on date,
  constraint dishonesty_pk primary key (county_id, matter_id),
  constraint dishonesty_term check (to_date > from_date),
  constraint dishonesty_matter foreign key (county_id, matter_id) references matter (county_id, id),
  constraint dishonesty_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint dishonesty_person foreign key (county_id, person_id) references person (county_id, id)
);
create index dishonesty_number on dishonesty (county_id, number_idx);
create index dishonesty_ends on dishonesty (county_id, to_date) where removed_on is null;
alter table dishonesty enable row level security;
create policy dishonesty_area on dishonesty using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (removed_on) on dishonesty to doudi_app;

-- What the counter is told of whoever applies anywhere in the county: that there is an entry, of what kind, until when; nothing else.
create function find_dishonesty(wanted bytea, on_day date) returns table (label text, from_date date, to_date date)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.label, d.from_date, d.to_date from dishonesty d
  where d.county_id = current_county() and d.number_idx = wanted and d.from_date <= on_day and on_day < d.to_date and (d.removed_on is null or d.removed_on > on_day) order by d.to_date desc
$$;
revoke all on function find_dishonesty(bytea, date) from public;
grant execute on function find_dishonesty(bytea, date) to doudi_app;

-- Certificates in cases: which organ and which person issued it, who accepted it, and what was found out about it later.
create table certificate (
  county_id int not null,
  id uuid not null,
  -- Never called case_id: a case that moves leaves its certificates with the office that accepted them.
  about_case uuid not null,
  unit_id int not null,
  kind text not null constraint certificate_kind check (length(kind) between 2 and 60),
  number text,
  issuer text not null constraint certificate_issuer check (length(issuer) between 2 and 80),
  issued_by text not null constraint certificate_issued_by check (length(issued_by) between 1 and 50),
  issued_on date not null,
  accepted_by uuid not null,
  accepted_by_name text not null,
  accepted_on date not null,
  finding text constraint certificate_finding check (finding in ('true', 'wrong', 'false')),
  finding_text text,
  found_by uuid,
  found_by_name text,
  found_on date,
  constraint certificate_pk primary key (county_id, id),
  constraint certificate_dates check (issued_on <= accepted_on),
  constraint certificate_found check ((finding is null) = (found_on is null) and (finding is null) = (found_by is null) and (finding is null) = (finding_text is null) and found_by is distinct from accepted_by),
  constraint certificate_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint certificate_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index certificate_issuer_of on certificate (county_id, issuer);
create index certificate_case_of on certificate (county_id, about_case);
alter table certificate enable row level security;
create policy certificate_area on certificate using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (finding, finding_text, found_by, found_by_name, found_on) on certificate to doudi_app;
