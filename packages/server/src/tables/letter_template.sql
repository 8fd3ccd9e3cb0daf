-- A county's own layout of a kind of letter: a Word file kept in the file store under its hash. One row is one version;
-- its content never changes. Uploaded, looked at on a real case, then put in force from a day; once withdrawn, letters of
-- that kind are laid out in the standard way again. Letters already made keep the paper they were made with.
create table letter_template (
  county_id int not null constraint letter_template_county references county (id),
  id uuid not null,
  kind text not null,
  version int not null constraint letter_template_version_positive check (version > 0),
  name text not null,
  sha256 bytea not null constraint letter_template_hash check (octet_length(sha256) = 32),
  bytes int not null constraint letter_template_size check (bytes > 0),
  note text not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  -- The letter it was last looked at with, by whoever is to put it in force or prepared it.
  previewed_by uuid,
  previewed_at timestamptz,
  valid_from date,
  activated_by uuid,
  activated_at timestamptz,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  constraint letter_template_pk primary key (county_id, id),
  constraint letter_template_version_unique unique (county_id, kind, version),
  constraint letter_template_activated check ((valid_from is null) = (activated_by is null) and (activated_by is null) = (activated_at is null)),
  constraint letter_template_two_people check (activated_by <> uploaded_by),
  constraint letter_template_previewed check (activated_at is null or previewed_at is not null),
  constraint letter_template_withdrawn check ((withdrawn_by is null) = (withdrawn_at is null) and (withdrawn_by is null) = (withdrawn_reason is null) and (withdrawn_at is null or activated_at is not null))
);
create index letter_template_in_force on letter_template (county_id, kind, valid_from desc, version desc) where valid_from is not null;
alter table letter_template enable row level security;
create policy letter_template_county on letter_template using (county_id = current_county());
grant select, insert, update on letter_template to doudi_app;
