-- Photographs and scans that prove something in a matter of supervision; the content lies in the file store under its hash. Whoever
-- sees the matter sees those that are shown. Written once.
create table matter_file (
  county_id int not null,
  id uuid not null,
  matter_id uuid not null,
  sha256 bytea not null constraint matter_file_hash check (octet_length(sha256) = 32),
  media_type text not null constraint matter_file_type check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes int not null constraint matter_file_size check (bytes > 0),
  name text not null constraint matter_file_name check (length(name) between 1 and 200),
  uploaded_by uuid not null,
  at timestamptz(3) not null,
  -- Who uploaded it: each side has its own room. What the county found out stands to a complaint without being shown to the office.
  side text not null default 'unit' constraint matter_file_side check (side in ('unit', 'county')),
  shown boolean not null default true,
  constraint matter_file_pk primary key (county_id, id),
  constraint matter_file_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
create index matter_file_of on matter_file (county_id, matter_id, at);
alter table matter_file enable row level security;
create policy matter_file_seen on matter_file for select using (county_id = current_county() and (shown or in_area(null)) and exists (select 1 from matter m where m.county_id = matter_file.county_id and m.id = matter_file.matter_id));
create policy matter_file_written on matter_file for insert with check (county_id = current_county() and (side = 'unit' or in_area(null)) and exists (select 1 from matter m where m.county_id = matter_file.county_id and m.id = matter_file.matter_id));
create policy matter_file_opened on matter_file for update using (county_id = current_county() and in_area(null));
grant select, insert, update (shown) on matter_file to doudi_app;

-- Papers that the county bureau issued in a matter, numbered, word for word as they went out. Written once.
create table matter_paper (
  county_id int not null,
  id uuid not null,
  matter_id uuid not null,
  kind text not null constraint matter_paper_kind check (kind <> ''),
  number text not null,
  title text not null constraint matter_paper_title check (length(title) between 1 and 100),
  -- A MatterPaper of core/matter/paper.ts.
  content jsonb not null constraint matter_paper_content check (jsonb_typeof(content) = 'object'),
  issued_on date not null,
  constraint matter_paper_pk primary key (county_id, id),
  constraint matter_paper_number_once unique (county_id, number),
  constraint matter_paper_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
create index matter_paper_of on matter_paper (county_id, matter_id, issued_on);
create trigger matter_paper_written_once before update or delete on matter_paper for each row execute function refuse_change();
create trigger matter_paper_not_emptied before truncate on matter_paper for each statement execute function refuse_change();
alter table matter_paper enable always trigger matter_paper_written_once;
alter table matter_paper enable always trigger matter_paper_not_emptied;
alter table matter_paper enable row level security;
create policy matter_paper_seen on matter_paper using (county_id = current_county() and exists (select 1 from matter m where m.county_id = matter_paper.county_id and m.id = matter_paper.matter_id));
grant select, insert on matter_paper to doudi_app;
