-- 0.1.0 → 0.2.0: the whole of basic-living assistance. Ends in the same structure as tables/structure.sql.

alter table case_action drop constraint case_action_kind;
alter table case_action add constraint case_action_kind check (kind in (
    'applied', 'routed', 'missingTold', 'materialsReceived', 'materialRequired', 'accepted', 'authorisationSigned',
    'verificationRequested', 'verificationForwarded', 'verificationReported', 'verificationTrouble', 'discrepancyNotified',
    'discrepancyExplained', 'explanationMissed', 'simplified', 'investigated', 'met', 'assessed', 'opined', 'noticePosted', 'objected',
    'noticeClosed', 'countyReviewed', 'reviewed', 'agreed', 'decided', 'delivered', 'published', 'filed', 'withdrawn', 'abandoned',
    'submitted', 'submissionAnswered', 'accessCodeReissued',
    'returned', 'transferred', 'extended', 'imported', 'relativesFound', 'counterSigned', 'countyVisited',
    'changeProposed', 'changeReviewed', 'changeDecided', 'handedOver', 'handOverReceived', 'handOverDeclined', 'elsewhereAsked', 'elsewhereAnswered', 'platformNumbered', 'letterDelivered', 'reportSigned', 'resultFedBack',
    'selfCareAssessed', 'wishRecorded', 'careArranged', 'gradeChanged'
  ));

drop index case_file_open, case_file_open_area, case_file_open_county, case_file_closed, case_file_closed_area, case_file_closed_county, work_item_unit, work_item_county;

create index case_file_open on case_file (county_id, unit_id, coalesce(next_due, '9999-12-31'::date), id) include (area_id, programme, next_step) where closed_on is null;

create index case_file_open_area on case_file (county_id, area_id, coalesce(next_due, '9999-12-31'::date), id) include (unit_id, programme, next_step) where closed_on is null;

create index case_file_open_county on case_file (county_id, coalesce(next_due, '9999-12-31'::date), id) include (unit_id, area_id, programme, next_step) where closed_on is null;

create index case_file_closed on case_file (county_id, unit_id, updated_at desc, id desc) include (area_id, programme, next_step) where closed_on is not null;

create index case_file_closed_area on case_file (county_id, area_id, updated_at desc, id desc) include (unit_id, programme, next_step) where closed_on is not null;

create index case_file_closed_county on case_file (county_id, updated_at desc, id desc) include (unit_id, area_id, programme, next_step) where closed_on is not null;

create index case_file_imported on case_file (county_id, programme, unit_id, closed_on) where imported;

create index work_item_unit on work_item (county_id, post, unit_id, due_on, case_id, step) include (area_id, programme);

create index work_item_area on work_item (county_id, post, area_id, due_on, case_id, step) include (unit_id, programme);

create index work_item_county on work_item (county_id, post, due_on, case_id, step) include (unit_id, area_id, programme);

drop policy person_area on person;
create policy person_area on person using (county_id = current_county() and (in_area(unit_id) or exists (
  select from case_person p where p.county_id = person.county_id and p.person_id = person.id and in_area(p.unit_id))));

alter table benefit add column agreed_holder_idx bytea;
-- What a benefit pays from a month on, once it was changed: its first sum and every later one; benefit.monthly_fen is the
-- last of them. A benefit never changed has no row here.
create table benefit_rate (
  county_id int not null,
  benefit_id uuid not null,
  area_id int not null,
  from_month text collate "C" not null constraint benefit_rate_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  monthly_fen bigint not null constraint benefit_rate_positive check (monthly_fen > 0),
  constraint benefit_rate_pk primary key (county_id, benefit_id, from_month),
  constraint benefit_rate_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
alter table benefit_rate enable row level security;
create policy benefit_rate_area on benefit_rate using (county_id = current_county() and in_area(area_id));
grant select, insert, update on benefit_rate to doudi_app;

alter table filing add column paper_due_on date, add column reviewed_by uuid, add column reviewed_by_name text, add column reviewed_on date, add column paper_by uuid, add column paper_by_name text, add column paper_on date;
alter table filing add constraint filing_reviewed check ((reviewed_by is null) = (reviewed_on is null) and reviewed_by is distinct from filed_by);
alter table filing add constraint filing_paper check ((paper_by is null) = (paper_on is null) and (paper_on is null or reviewed_on is not null));
alter table filing_line drop constraint filing_line_mark;
alter table filing_line add constraint filing_line_mark check (mark in ('new', 'imported', 'same', 'changed', 'left', 'refused'));
-- A comparison of a filing with the roster of the platform above, imported from Excel [HQ-133]. The newest one counts.
create table filing_comparison (
  county_id int not null,
  id uuid not null,
  filing_id uuid not null,
  unit_id int not null,
  file_name text not null,
  sha256 bytea not null constraint filing_comparison_sha256 check (octet_length(sha256) = 32),
  rows int not null,
  matched int not null,
  compared_by uuid not null,
  compared_by_name text not null,
  compared_at timestamptz not null,
  constraint filing_comparison_pk primary key (county_id, id),
  constraint filing_comparison_filing foreign key (county_id, filing_id) references filing (county_id, id)
);
create index filing_comparison_filing on filing_comparison (county_id, filing_id, compared_at desc);
alter table filing_comparison enable row level security;
create policy filing_comparison_area on filing_comparison using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_comparison to doudi_app;

-- One household in which the two rosters differ. Who stands only on the platform is kept masked. Written once.
create table filing_difference (
  county_id int not null,
  comparison_id uuid not null,
  ordinal int not null,
  unit_id int not null,
  kind text not null constraint filing_difference_kind check (kind in ('onlyHere', 'onlyPlatform', 'persons', 'amount', 'name')),
  line_no int,
  case_id uuid,
  -- Row of the platform's file.
  row_no int,
  who text not null,
  text text not null,
  constraint filing_difference_pk primary key (county_id, comparison_id, ordinal),
  constraint filing_difference_side check (line_no is not null or row_no is not null),
  constraint filing_difference_comparison foreign key (county_id, comparison_id) references filing_comparison (county_id, id)
);
alter table filing_difference enable row level security;
create policy filing_difference_area on filing_difference using (county_id = current_county() and in_area(unit_id));
grant select, insert on filing_difference to doudi_app;

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

-- Members of a unit's standing bodies (议事协商机构, 班子会议, 领导小组): who sits in which body, as which kind, from when to when.
-- A member is an account, or a person by name (encrypted by the application); number_idx is a keyed hash of the identity
-- number where it is known, so that a member of the household itself is found out. Never deleted: a membership ends.
create table meeting_member (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  -- Id of the body and of the kind of member in the policies.
  body text not null,
  kind text not null,
  account_id uuid,
  name_enc bytea,
  number_idx bytea,
  from_date date not null,
  to_date date,
  added_by uuid not null,
  added_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  constraint meeting_member_pk primary key (county_id, id),
  constraint meeting_member_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint meeting_member_account foreign key (county_id, account_id) references account (county_id, id),
  constraint meeting_member_someone check ((account_id is null) <> (name_enc is null)),
  constraint meeting_member_dates check (to_date is null or to_date >= from_date)
);
create index meeting_member_body on meeting_member (county_id, unit_id, body);
create index meeting_member_account on meeting_member (county_id, account_id) where account_id is not null;
alter table meeting_member enable row level security;
create policy meeting_member_area on meeting_member using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on meeting_member to doudi_app;

-- Rules of procedure (议事规则) of a unit's body, with the file: a later version is a later row.
create table meeting_rules (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  body text not null,
  title text not null constraint meeting_rules_title check (title <> ''),
  from_date date not null,
  file_id uuid not null,
  filed_by uuid not null,
  filed_at timestamptz not null,
  constraint meeting_rules_pk primary key (county_id, id),
  constraint meeting_rules_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint meeting_rules_file foreign key (county_id, file_id) references stored_file (county_id, id)
);
create index meeting_rules_body on meeting_rules (county_id, unit_id, body);
create index meeting_rules_file on meeting_rules (county_id, file_id);
alter table meeting_rules enable row level security;
create policy meeting_rules_area on meeting_rules using (county_id = current_county() and in_area(unit_id));
grant select, insert on meeting_rules to doudi_app;

-- Meetings of standing bodies as they were held, one row for each in the log: when a unit's body last met, for the register of meetings [HQ-157].
create table meeting_held (
  county_id int not null,
  case_id uuid not null,
  -- Place of the meeting in the case's log.
  seq int not null,
  unit_id int not null,
  body text not null,
  held_on date not null,
  expected int not null,
  present int not null,
  recused int not null,
  passed boolean not null,
  constraint meeting_held_pk primary key (county_id, case_id, seq),
  constraint meeting_held_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index meeting_held_body on meeting_held (county_id, unit_id, body, held_on desc);
alter table meeting_held enable row level security;
create policy meeting_held_visible on meeting_held using (county_id = current_county() and exists (select 1 from case_file f where f.county_id = meeting_held.county_id and f.id = meeting_held.case_id));
grant select, insert on meeting_held to doudi_app;

-- Common opinions (常用语): of one account, or of a unit. Inserted by the clerk at the cursor, never by themselves. Hold no person's data.
create table phrase (
  county_id int not null,
  id uuid not null,
  field text not null constraint phrase_field check (field in ('opinion', 'review', 'findings', 'refusal', 'return', 'minutes')),
  -- Set: one account's own. Null: the unit's.
  account_id uuid,
  unit_id int not null,
  text text not null constraint phrase_text check (length(text) between 2 and 1000),
  created_by uuid not null,
  created_at timestamptz not null,
  constraint phrase_pk primary key (county_id, id),
  constraint phrase_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create unique index phrase_own on phrase (county_id, account_id, field, md5(text)) where account_id is not null;
create unique index phrase_of_unit on phrase (county_id, unit_id, field, md5(text)) where account_id is null;
alter table phrase enable row level security;
create policy phrase_reach on phrase using (
  county_id = current_county()
  and case when account_id is null then in_area(unit_id) else account_id::text = current_setting('app.user', true) end
);
grant select, insert, delete on phrase to doudi_app;

-- That a case's one-page summary, as of `seq`, was shown to an account: without it no batch decides the case. Written once.
create table summary_read (
  county_id int not null,
  account_id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  seq int not null constraint summary_read_seq check (seq > 0),
  read_at timestamptz not null,
  constraint summary_read_pk primary key (county_id, account_id, case_id, seq),
  constraint summary_read_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index summary_read_case on summary_read (county_id, case_id);
alter table summary_read enable row level security;
create policy summary_read_own on summary_read using (county_id = current_county() and in_area(unit_id) and account_id::text = current_setting('app.user', true));
grant select, insert on summary_read to doudi_app;

-- What a batch did in a case, written in the transaction of the command itself: the same batch sent again finds it here and does nothing twice.
create table batch_item (
  county_id int not null,
  batch uuid not null,
  case_id uuid not null,
  unit_id int not null,
  account_id uuid not null,
  command text not null constraint batch_item_command check (command in ('agreeReview', 'decide')),
  -- State that was read, and state after the command.
  seq_before int not null,
  seq_after int not null,
  letters jsonb not null,
  done_at timestamptz not null,
  constraint batch_item_pk primary key (county_id, batch, case_id),
  constraint batch_item_order check (seq_after > seq_before),
  constraint batch_item_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index batch_item_case on batch_item (county_id, case_id);
alter table batch_item enable row level security;
create policy batch_item_area on batch_item using (county_id = current_county() and in_area(unit_id));
grant select, insert on batch_item to doudi_app;

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

-- What one office asks of another about a case: to take it over, or to look at what lies in its area [人户分离]. Seen by
-- both; the case itself stays with its own office until it is taken over. Written with the action it comes from.
create table case_errand (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null constraint case_errand_kind check (kind in ('handOver', 'elsewhere')),
  from_unit int not null,
  to_unit int not null,
  text text not null,
  papers text[] not null default '{}',
  asked_on date not null,
  due_on date not null,
  provisional boolean not null,
  asked_by uuid not null,
  closed_on date,
  outcome text constraint case_errand_outcome check (outcome in ('received', 'declined', 'answered', 'withdrawn')),
  closing text,
  closed_by uuid,
  constraint case_errand_pk primary key (county_id, id),
  constraint case_errand_closed check ((closed_on is null) = (outcome is null)),
  constraint case_errand_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint case_errand_from foreign key (county_id, from_unit) references unit (county_id, id),
  constraint case_errand_to foreign key (county_id, to_unit) references unit (county_id, id)
);
create index case_errand_to on case_errand (county_id, to_unit, due_on) where closed_on is null;
create index case_errand_from on case_errand (county_id, from_unit, asked_on);
create index case_errand_case on case_errand (county_id, case_id);
alter table case_errand enable row level security;
create policy case_errand_both on case_errand using (county_id = current_county() and (in_area(from_unit) or in_area(to_unit)));
grant select, insert, update on case_errand to doudi_app;

-- Moves an open case that was taken over, with all that hangs on it, into the area of its new office: every table that
-- carries a case and an area, whichever there are. Only with the view of the whole county: whoever moves must see both areas.
create function move_case(moved uuid, new_unit int) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place record;
begin
  if current_setting('app.area', true) is distinct from '*' then
    raise exception 'a case is moved with the view of the whole county only' using errcode = 'insufficient_privilege';
  end if;
  for place in
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = 'case_id'
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.column_name in ('unit_id', 'area_id') and c.data_type = 'integer'
      -- A meeting stays on the register of the office that held it.
      and c.table_name <> 'meeting_held'
  loop
    execute format('update %I set %I = $1 where county_id = current_county() and case_id = $2', place.table_name, place.column_name) using new_unit, moved;
  end loop;
  update case_file set unit_id = new_unit, area_id = new_unit where county_id = current_county() and id = moved;
  update print_mark m set unit_id = new_unit from print_item i where i.county_id = m.county_id and i.id = m.item_id and i.case_id = moved and m.county_id = current_county();
end
$$;
revoke all on function move_case(uuid, int) from public;
grant execute on function move_case(uuid, int) to doudi_app;

-- What the public sees: notices while they run, and the long-term lists of who receives what. Written in the transaction of
-- the act that publishes; nothing stands here that may not be shown, and the public pages read nothing else of a case.
-- `name` is written as it is shown: masked in notices unless the county's rule says otherwise.
create table publication (
  county_id int not null constraint publication_county references county (id),
  id uuid not null,
  kind text not null constraint publication_kind check (kind in ('notice', 'list')),
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  programme_name text not null,
  name text not null constraint publication_name check (length(name) between 1 and 50 and name !~ '[0-9]'),
  -- Persons applied for; of the long-term list the family's number.
  applicants int not null constraint publication_applicants check (applicants between 1 and 30),
  persons int constraint publication_persons check (persons between 0 and 30),
  fen bigint constraint publication_fen check (fen >= 0),
  payment text not null constraint publication_payment check (payment in ('monthly', 'once', 'none')),
  outcome text not null constraint publication_outcome check (outcome in ('grant', 'refuse')),
  level text not null constraint publication_level check (level in ('unit', 'county')),
  from_on date not null,
  -- Last day on which a notice is shown; a long-term line stays until its benefit ends.
  until_on date,
  provisional boolean not null default false,
  place text constraint publication_place check (length(place) <= 100),
  remark text constraint publication_remark check (length(remark) <= 200),
  ended_on date,
  ended_why text,
  constraint publication_pk primary key (county_id, id),
  constraint publication_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint publication_area foreign key (county_id, area_id) references unit (county_id, id),
  constraint publication_term check ((kind = 'notice') = (until_on is not null)),
  -- Of a granted household: name, number, sum (the benefit's own). Nothing else.
  constraint publication_list check (kind = 'notice' or (persons is null and fen is null and place is null and remark is null and outcome = 'grant')),
  -- Identity and account numbers are long runs of digits; whatever a program error would let through ends here.
  constraint publication_no_numbers check (coalesce(place, '') || ' ' || coalesce(remark, '') !~ '[0-9]{11,}')
);
create unique index publication_one_running on publication (county_id, case_id, kind) where ended_on is null;
create index publication_area_running on publication (county_id, area_id, kind, until_on) where ended_on is null;
create index publication_case on publication (county_id, case_id);
alter table publication enable row level security;
create policy publication_area on publication using (county_id = current_county() and in_area(area_id));
grant select, insert, update (ended_on, ended_why) on publication to doudi_app;

-- The public pages run in a scope without any area: row-level security shows them no case, no person, no benefit. What they
-- may see comes through these functions, column by column.
create function public_counts(county int, day date) returns table (area_id int, unit_id int, notices int, lists int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.area_id, p.unit_id, count(*) filter (where p.kind = 'notice')::int, count(*) filter (where p.kind = 'list')::int
  from publication p where p.county_id = county and county = current_county() and p.ended_on is null and (p.kind = 'list' or day between p.from_on and p.until_on)
  group by p.area_id, p.unit_id
$$;
create function public_notices(county int, area int, day date, one uuid) returns table (id uuid, programme text, programme_name text, name text, applicants int, persons int, fen bigint, payment text, outcome text, level text, from_on date, until_on date, provisional boolean, place text, remark text, area_id int, unit_id int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.programme, p.programme_name, p.name, p.applicants, p.persons, p.fen, p.payment, p.outcome, p.level, p.from_on, p.until_on, p.provisional, p.place, p.remark, p.area_id, p.unit_id
  from publication p where p.county_id = county and county = current_county() and p.kind = 'notice' and p.ended_on is null and day between p.from_on and p.until_on
    and (one is null or p.id = one) and (area is null or p.area_id = area) and (area is not null or one is not null)
  order by p.until_on, p.id limit 500
$$;
-- Only who is entitled in the month stands on the list: it comes off by itself when the benefit ends.
create function public_list(county int, area int, wanted text, in_month text) returns table (programme text, programme_name text, name text, persons int, fen bigint, payment text, from_month text)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.programme, p.programme_name, p.name, p.applicants, coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= in_month order by r.from_month desc limit 1), b.monthly_fen), p.payment, coalesce(b.from_month, f.from_month)
  from publication p join case_file f on f.county_id = p.county_id and f.id = p.case_id left join benefit b on b.county_id = p.county_id and b.case_id = p.case_id
  where p.county_id = county and county = current_county() and p.area_id = area and p.kind = 'list' and p.ended_on is null and (wanted is null or p.programme = wanted)
    and f.status = 'granted' and coalesce(f.state ->> 'endedFrom', '9999-12') > in_month
    and case when p.payment = 'none' then true
      when b.id is null or b.dead_on is not null then false
      when p.payment = 'once' then to_char(f.decided_on, 'YYYY-MM') = in_month
      else (f.imported or b.from_month <= in_month) and coalesce(b.to_month, '9999-12') >= in_month end
  order by p.programme, p.name collate "C", p.id limit 5000
$$;
-- The case behind a running notice, for an objection to it.
create function public_notice_case(county int, one uuid, day date) returns table (case_id uuid, area_id int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.case_id, p.area_id from publication p where p.county_id = county and county = current_county() and p.id = one and p.kind = 'notice' and p.ended_on is null and day between p.from_on and p.until_on
$$;
-- The accepted case of a receipt, by the case's number or the receipt's own.
create function public_case(county int, wanted text) returns table (case_id uuid, area_id int, issue int)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, f.area_id, coalesce((f.state ->> 'accessIssue')::int, 1)
  from (
    select c.id from case_file c where c.county_id = county and county = current_county() and c.number = wanted
    union select l.case_id from case_letter l where l.county_id = county and county = current_county() and l.kind = 'receipt' and l.number = wanted
  ) hit
  join case_file f on f.county_id = county and f.id = hit.id and f.state ->> 'receipt' is not null
  limit 1
$$;
revoke all on function public_counts(int, date), public_notices(int, int, date, uuid), public_list(int, int, text, text), public_notice_case(int, uuid, date), public_case(int, text) from public;
grant execute on function public_counts(int, date), public_notices(int, int, date, uuid), public_list(int, int, text, text), public_notice_case(int, uuid, date), public_case(int, text) to doudi_app;

-- Beside the log: who sent something in from outside. Name and telephone are encrypted; the log holds neither.
create table submission (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  area_id int not null,
  kind text not null constraint submission_kind check (kind in ('papers', 'explanation', 'withdrawal', 'objection', 'phone')),
  sender text not null constraint submission_sender check (sender in ('applicant', 'public')),
  contact_enc bytea,
  at timestamptz not null,
  constraint submission_pk primary key (county_id, id),
  constraint submission_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index submission_case on submission (county_id, case_id);
alter table submission enable row level security;
create policy submission_area on submission using (county_id = current_county() and in_area(area_id));
grant select, insert on submission to doudi_app;

-- Failed tries of a number and code on the public page, by keyed hash of the number as typed: one that nobody has is locked like any other.
create table public_attempt (
  county_id int not null,
  number_idx bytea not null,
  failures int not null,
  locked_until timestamptz,
  at timestamptz not null,
  constraint public_attempt_pk primary key (county_id, number_idx)
);
create index public_attempt_at on public_attempt (at);
alter table public_attempt enable row level security;
create policy public_attempt_county on public_attempt using (county_id = current_county());
grant select, insert, update, delete on public_attempt to doudi_app;

-- An applicant's short session on one case. Only the hash of its secret is kept; a new code ends the sessions of the old one.
create table public_session (
  county_id int not null,
  token_hash bytea not null,
  case_id uuid not null,
  area_id int not null,
  issue int not null,
  expires_at timestamptz not null,
  constraint public_session_pk primary key (county_id, token_hash)
);
create index public_session_expires on public_session (expires_at);
alter table public_session enable row level security;
create policy public_session_county on public_session using (county_id = current_county());
grant select, insert, delete on public_session to doudi_app;

-- Sessions that are over and tries of yesterday, of all counties.
create function forget_public() returns void language sql security definer set search_path = public, pg_temp as $$
  delete from public_session where expires_at < now();
  delete from public_attempt where at < now() - interval '1 day';
$$;
revoke all on function forget_public() from public;
grant execute on function forget_public() to doudi_app;

-- Institutions that take in destitute persons (供养服务机构) and their places. Known to the whole county: a wish is answered
-- wherever a place is free. `name_idx` is the keyed hash of the name, comparable with payment_account.holder_idx.
create table institution (
  county_id int not null constraint institution_county references county (id),
  id uuid not null,
  name text not null constraint institution_name check (length(name) between 2 and 80),
  name_idx bytea not null,
  kind text not null constraint institution_kind check (kind in ('public', 'private')),
  unit_id int not null,
  places int not null constraint institution_places check (places between 0 and 100000),
  telephone text not null default '',
  from_date date not null,
  closed_on date,
  registered_by uuid not null,
  registered_at timestamptz not null,
  constraint institution_pk primary key (county_id, id),
  constraint institution_name_once unique (county_id, name),
  constraint institution_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
alter table institution enable row level security;
create policy institution_county on institution using (county_id = current_county());
grant select, insert, update on institution to doudi_app;

-- Who takes a place, or waits for one. `support`: a destitute person by a case, who waits from the wish on, holds a place from
-- the arrangement on and occupies it with the grant. `other`: anybody else, known here by the institution's own register number.
create table institution_place (
  county_id int not null,
  id uuid not null,
  kind text not null constraint institution_place_kind check (kind in ('support', 'other')),
  institution_id uuid,
  case_id uuid,
  category text,
  reference text,
  -- The case's area, or the unit of the institution.
  area_id int not null,
  state text not null constraint institution_place_state check (state in ('waiting', 'reserved', 'occupied', 'ended')),
  since date not null,
  ended_on date,
  reason text not null default '',
  by_account text not null,
  at timestamptz not null,
  constraint institution_place_pk primary key (county_id, id),
  constraint institution_place_institution foreign key (county_id, institution_id) references institution (county_id, id),
  constraint institution_place_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint institution_place_who check ((kind = 'support') = (case_id is not null) and (kind = 'other') = (reference is not null)),
  constraint institution_place_where check (state in ('waiting', 'ended') or institution_id is not null),
  constraint institution_place_end check ((state = 'ended') = (ended_on is not null))
);
create unique index institution_place_case_once on institution_place (county_id, case_id) where state <> 'ended';
create unique index institution_place_reference_once on institution_place (county_id, institution_id, reference) where state <> 'ended' and kind = 'other';
create index institution_place_taken on institution_place (county_id, institution_id) where state in ('reserved', 'occupied');
create index institution_place_waiting on institution_place (county_id, since) where state = 'waiting';
alter table institution_place enable row level security;
create policy institution_place_area on institution_place using (county_id = current_county() and in_area(area_id));
grant select, insert, update on institution_place to doudi_app;

-- Taken places of every institution and the number of destitute persons who wait, for the whole county: a street's own view
-- does not show the others', and yet a place is taken or not.
create function find_taken_places() returns table (institution_id uuid, taken int, waiting int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.institution_id, count(*) filter (where p.state in ('reserved', 'occupied'))::int, count(*) filter (where p.state = 'waiting')::int
  from institution_place p where p.county_id = current_county() and p.state <> 'ended' group by p.institution_id
$$;
revoke all on function find_taken_places() from public;
grant execute on function find_taken_places() to doudi_app;

-- A problem in the running of one-door acceptance, of verification or of other work with departments, raised to the county's
-- coordination and followed until it is resolved [BQ-79, BQ-80].
create table coordination_problem (
  county_id int not null constraint coordination_problem_county references county (id),
  id uuid not null,
  unit_id int not null,
  kind text not null constraint coordination_problem_kind check (kind in ('oneDoor', 'verification', 'other')),
  text text not null constraint coordination_problem_text check (length(text) between 2 and 1000),
  raised_by uuid not null,
  raised_by_name text not null,
  raised_on date not null,
  -- Department with which it is settled, and what came of it.
  department text,
  result text,
  resolved_by uuid,
  resolved_by_name text,
  resolved_on date,
  constraint coordination_problem_pk primary key (county_id, id),
  constraint coordination_problem_resolved check ((resolved_on is null) = (result is null) and (resolved_on is null) = (resolved_by is null)),
  constraint coordination_problem_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index coordination_problem_open on coordination_problem (county_id, unit_id, raised_on) where resolved_on is null;
alter table coordination_problem enable row level security;
create policy coordination_problem_area on coordination_problem using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on coordination_problem to doudi_app;
