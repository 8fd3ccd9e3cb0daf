-- 一户一档: a household's archive in one unit, across its cases. `number` runs per unit, year and shelf; households of
-- registered near relatives stand on a shelf of their own. `unit_id` keeps it, `area_id` is what row-level security compares.
create table archive_volume (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  area_id int not null,
  person_id uuid not null,
  year int not null,
  number int not null constraint archive_volume_number check (number > 0),
  apart boolean not null,
  box text,
  opened_on date not null,
  opened_by uuid not null,
  constraint archive_volume_pk primary key (county_id, id),
  constraint archive_volume_number_unique unique (county_id, unit_id, year, apart, number),
  constraint archive_volume_household unique (county_id, unit_id, person_id),
  constraint archive_volume_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint archive_volume_person foreign key (county_id, person_id) references person (county_id, id)
);
create index archive_volume_person on archive_volume (county_id, person_id);
create index archive_volume_opened on archive_volume (county_id, opened_on desc, id desc) include (area_id);
alter table archive_volume enable row level security;
create policy archive_volume_area on archive_volume using (county_id = current_county() and in_area(area_id));
grant select, insert on archive_volume to doudi_app;
-- Where it stands may change; what it is may not.
grant update (box, apart, year, number) on archive_volume to doudi_app;

-- The cases of an archive in the order in which they were put in (件号), each with the latest finding on its papers.
create table archive_item (
  county_id int not null,
  case_id uuid not null,
  volume_id uuid not null,
  area_id int not null,
  item int not null constraint archive_item_number check (item > 0),
  added_on date not null,
  -- The day by which it had to be put in, as computed from the closing of the case; absent when it was still open.
  due_on date,
  complete boolean,
  constraint archive_item_pk primary key (county_id, case_id),
  constraint archive_item_unique unique (county_id, volume_id, item),
  constraint archive_item_volume foreign key (county_id, volume_id) references archive_volume (county_id, id),
  constraint archive_item_case foreign key (county_id, case_id) references case_file (county_id, id)
);
alter table archive_item enable row level security;
create policy archive_item_area on archive_item using (county_id = current_county() and in_area(area_id));
grant select, insert on archive_item to doudi_app;
grant update (complete) on archive_item to doudi_app;

-- What was done with an archive: opened, case put in, found complete or not, moved, exported, appraised (鉴定) by two people.
-- An appraisal for destruction destroys nothing here: it is the record of who decided what. Written once.
create table archive_event (
  county_id int not null,
  id bigint generated always as identity,
  volume_id uuid not null,
  area_id int not null,
  case_id uuid,
  kind text not null constraint archive_event_kind check (kind in ('opened', 'added', 'complete', 'incomplete', 'moved', 'proposed', 'confirmed', 'rejected')),
  -- Missing papers of a finding, shelf and box of a move, outcome of an appraisal.
  body jsonb not null constraint archive_event_body check (jsonb_typeof(body) = 'object'),
  reason text not null,
  by_account uuid not null,
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  constraint archive_event_pk primary key (county_id, id),
  constraint archive_event_volume foreign key (county_id, volume_id) references archive_volume (county_id, id)
);
create index archive_event_volume on archive_event (county_id, volume_id, id);
alter table archive_event enable row level security;
create policy archive_event_area on archive_event using (county_id = current_county() and in_area(area_id));
grant select, insert on archive_event to doudi_app;
