-- The print queue (打印队列): a letter, or a form to be filled in by hand, that waits to be printed in a unit.
create table print_item (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  -- The case's area, for row-level security; `queue_id` is the unit at whose printer it waits.
  unit_id int not null,
  queue_id int not null,
  letter_id uuid,
  form text constraint print_item_form check (form in ('authorisation', 'investigationForm', 'noticeSheet')),
  added_by uuid not null,
  added_at timestamptz not null,
  -- First print; null while it waits. Every print stands in print_mark.
  printed_at timestamptz,
  constraint print_item_pk primary key (county_id, id),
  constraint print_item_what check ((letter_id is null) <> (form is null)),
  constraint print_item_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint print_item_letter foreign key (county_id, letter_id) references case_letter (county_id, id),
  constraint print_item_queue foreign key (county_id, queue_id) references unit (county_id, id)
);
create unique index print_item_waiting on print_item (county_id, queue_id, case_id, coalesce(letter_id::text, form)) where printed_at is null;
create index print_item_printed on print_item (county_id, queue_id, printed_at desc) where printed_at is not null;
create index print_item_case on print_item (county_id, case_id);
create index print_item_letter on print_item (county_id, letter_id);
alter table print_item enable row level security;
create policy print_item_area on print_item using (county_id = current_county() and in_area(unit_id));
grant select, insert, update, delete on print_item to doudi_app;

-- Who printed what when; `nth` above 1 is a reprint (补打). One run = one merged PDF.
create table print_mark (
  county_id int not null,
  item_id uuid not null,
  nth int not null constraint print_mark_nth check (nth > 0),
  unit_id int not null,
  run uuid not null,
  place int not null,
  printed_by uuid not null,
  printed_at timestamptz not null,
  constraint print_mark_pk primary key (county_id, item_id, nth),
  constraint print_mark_item foreign key (county_id, item_id) references print_item (county_id, id)
);
create index print_mark_run on print_mark (county_id, run);
alter table print_mark enable row level security;
create policy print_mark_area on print_mark using (county_id = current_county() and in_area(unit_id));
grant select, insert on print_mark to doudi_app;
