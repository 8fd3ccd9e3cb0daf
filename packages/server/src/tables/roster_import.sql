-- A file of households that a unit helped before the system (存量在享花名册): uploaded and checked, then confirmed by the
-- county or given up. The file itself lies encrypted outside the database. What was taken over is read in the cases' own log.
create table roster_import (
  county_id int not null constraint roster_import_county references county (id),
  id uuid not null,
  unit_id int not null,
  programme text not null,
  file_name text not null,
  sha256 bytea not null constraint roster_import_sha256 check (octet_length(sha256) = 32),
  status text not null constraint roster_import_status check (status in ('checked', 'confirmed', 'done', 'failed', 'discarded')),
  rows int not null,
  households int not null,
  good int not null,
  good_rows int not null,
  good_fen bigint not null,
  fault_rows int not null,
  uploaded_by uuid not null,
  uploaded_by_name text not null,
  uploaded_at timestamptz not null,
  -- Whether one wrong household stops all, or only itself.
  choice text constraint roster_import_choice check (choice in ('all', 'good')),
  -- First month that this system pays; earlier months were paid before it.
  pay_from text collate "C" constraint roster_import_pay_from check (pay_from ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  confirmed_by uuid,
  confirmed_by_name text,
  confirmed_at timestamptz,
  imported_households int,
  imported_persons int,
  imported_fen bigint,
  finished_at timestamptz,
  failure text,
  constraint roster_import_pk primary key (county_id, id),
  constraint roster_import_counts check (good <= households and good_rows <= rows and fault_rows <= rows),
  constraint roster_import_confirmed check ((status in ('checked', 'discarded')) = (confirmed_by is null) and (confirmed_by is null) = (choice is null) and (choice is null) = (pay_from is null) and (choice is null) = (confirmed_at is null)),
  constraint roster_import_done check ((status = 'done') = (imported_households is not null) and (status = 'failed') = (failure is not null)),
  constraint roster_import_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index roster_import_latest on roster_import (county_id, uploaded_at desc, id);
create index roster_import_unit on roster_import (county_id, unit_id, uploaded_at desc);
alter table roster_import enable row level security;
create policy roster_import_area on roster_import using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on roster_import to doudi_app;

-- What is wrong in the file, row by row, in words without anybody's number. `dragged` = right itself, in a household with a wrong row.
create table roster_import_fault (
  county_id int not null,
  import_id uuid not null,
  unit_id int not null,
  row_no int not null constraint roster_import_fault_row check (row_no > 1),
  ordinal int not null,
  column_name text not null,
  text text not null,
  dragged boolean not null,
  constraint roster_import_fault_pk primary key (county_id, import_id, row_no, ordinal),
  constraint roster_import_fault_import foreign key (county_id, import_id) references roster_import (county_id, id)
);
alter table roster_import_fault enable row level security;
create policy roster_import_fault_area on roster_import_fault using (county_id = current_county() and in_area(unit_id));
grant select, insert, delete on roster_import_fault to doudi_app;
