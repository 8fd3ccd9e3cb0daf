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

-- What is said about a file of a case: its name, the paper of the checklist or the step it proves, how it is turned, whether
-- it was put here by mistake. Each row is the whole state after a change, with who changed it and why; the newest counts,
-- a file without a row stands as it was uploaded. The content itself never changes. Written once.
create table file_change (
  county_id int not null,
  id bigint generated always as identity,
  file_id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  name text not null constraint file_change_name check (name <> ''),
  paper text,
  step text,
  rotation int not null constraint file_change_rotation check (rotation in (0, 90, 180, 270)),
  voided boolean not null,
  reason text not null,
  by_account uuid not null,
  -- Business clock and real clock, as in case_action.
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  constraint file_change_pk primary key (county_id, id),
  constraint file_change_file foreign key (county_id, file_id) references stored_file (county_id, id),
  constraint file_change_one_place check (paper is null or step is null)
);
create index file_change_file on file_change (county_id, file_id, id desc);
create index file_change_case on file_change (county_id, case_id, id);
alter table file_change enable row level security;
create policy file_change_area on file_change using (county_id = current_county() and in_area(unit_id));
grant select, insert on file_change to doudi_app;
