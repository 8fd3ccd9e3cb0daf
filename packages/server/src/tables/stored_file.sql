-- A file kept outside the database under its SHA-256; the same content is stored once, seen only through a visible case.
create table stored_file (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  case_id uuid,
  sha256 bytea not null constraint stored_file_hash check (octet_length(sha256) = 32),
  media_type text not null constraint stored_file_type check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes int not null constraint stored_file_size check (bytes > 0),
  name text not null,
  uploaded_by text not null,
  at timestamptz not null,
  constraint stored_file_pk primary key (county_id, id)
);
create index stored_file_case on stored_file (county_id, case_id);
create index stored_file_hash on stored_file (county_id, sha256);
alter table stored_file enable row level security;
create policy stored_file_area on stored_file using (county_id = current_county() and in_area(unit_id));
grant select, insert on stored_file to doudi_app;
