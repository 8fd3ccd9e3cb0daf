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
