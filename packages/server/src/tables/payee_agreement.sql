-- 代领协议: who may draw a person's money, by which written agreement, from when to when. The agent's name is encrypted;
-- payee_idx is its keyed hash, comparable with payment_account.holder_idx. An agreement is never changed, only ended.
create table payee_agreement (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  area_id int not null,
  payee_enc bytea not null,
  payee_idx bytea not null,
  relation text not null constraint payee_agreement_relation check (length(relation) >= 1),
  telephone_enc bytea not null,
  -- Number or place of the signed paper, and its scan where there is one.
  paper text not null constraint payee_agreement_paper check (length(paper) >= 2),
  file_id uuid,
  reason text not null constraint payee_agreement_reason check (length(reason) >= 2),
  signed_on date not null,
  from_date date not null,
  expires_on date not null,
  ended_on date,
  ended_reason text,
  ended_by uuid,
  registered_by uuid not null,
  registered_at timestamptz not null,
  constraint payee_agreement_pk primary key (county_id, id),
  constraint payee_agreement_dates check (signed_on <= from_date and from_date <= expires_on),
  constraint payee_agreement_ended check ((ended_on is null) = (ended_by is null) and (ended_on is null or length(ended_reason) >= 2)),
  constraint payee_agreement_person foreign key (county_id, person_id) references person (county_id, id),
  constraint payee_agreement_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint payee_agreement_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index payee_agreement_person on payee_agreement (county_id, person_id, payee_idx);
create index payee_agreement_expiry on payee_agreement (county_id, expires_on, id) where ended_on is null;
alter table payee_agreement enable row level security;
create policy payee_agreement_area on payee_agreement using (county_id = current_county() and in_area(area_id));
grant select, insert on payee_agreement to doudi_app;
grant update (ended_on, ended_reason, ended_by) on payee_agreement to doudi_app;
