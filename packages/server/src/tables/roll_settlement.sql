-- What became of a line that the bank has, as two people find it: one proposes it with the bank's paper, another confirms or
-- refuses it. Only the confirmation books anything, under this id. What was proposed never changes; the decision is written once.
create table roll_settlement (
  county_id int not null,
  id uuid not null,
  line_id uuid not null,
  batch_id uuid not null,
  case_id uuid not null,
  area_id int not null,
  outcome text not null constraint roll_settlement_outcome check (outcome in ('paid', 'rejected', 'returned')),
  -- Sum of the sending in question.
  fen bigint not null constraint roll_settlement_fen check (fen > 0),
  reason text not null constraint roll_settlement_reason check (length(reason) >= 2),
  -- The bank's paper, kept among the files of the case.
  file_id uuid not null,
  status text not null default 'proposed' constraint roll_settlement_status check (status in ('proposed', 'confirmed', 'refused')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decided_reason text,
  constraint roll_settlement_pk primary key (county_id, id),
  constraint roll_settlement_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint roll_settlement_file foreign key (county_id, file_id) references stored_file (county_id, id),
  constraint roll_settlement_decided check ((status = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_by_name is null) and (status <> 'refused' or length(decided_reason) >= 2)),
  constraint roll_settlement_two_persons check (decided_by <> proposed_by)
);
-- One proposal at a time.
create unique index roll_settlement_open on roll_settlement (county_id, line_id) where status = 'proposed';
create index roll_settlement_line on roll_settlement (county_id, line_id, proposed_at);
create index roll_settlement_waiting on roll_settlement (county_id, batch_id) where status = 'proposed';
alter table roll_settlement enable row level security;
create policy roll_settlement_area on roll_settlement using (county_id = current_county() and in_area(area_id));
grant select, insert, update (status, decided_by, decided_by_name, decided_at, decided_reason) on roll_settlement to doudi_app;
