-- A letter that an action produced. It is typeset from the log as of `seq`; the finished PDF is kept as a file under its hash.
create table case_letter (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  kind text not null,
  number text not null,
  on_date date not null,
  seq int not null,
  code text not null,
  file_id uuid,
  constraint case_letter_pk primary key (county_id, id),
  constraint case_letter_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint case_letter_code_unique unique (county_id, code),
  constraint case_letter_number_unique unique (county_id, kind, number)
);
create index case_letter_case on case_letter (county_id, case_id);
alter table case_letter enable row level security;
create policy case_letter_area on case_letter using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on case_letter to doudi_app;

-- Consecutive numbers per unit, year and series: case numbers, letter numbers.
create table number_sequence (
  county_id int not null,
  series text not null,
  year int not null,
  last int not null constraint number_sequence_positive check (last > 0),
  constraint number_sequence_pk primary key (county_id, series, year)
);
alter table number_sequence enable row level security;
create policy number_sequence_county on number_sequence using (county_id = current_county());
grant select, insert, update on number_sequence to doudi_app;
