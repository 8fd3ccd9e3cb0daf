-- A movement of funds made by two people: one enters it, another confirms it, and only then the ledger has the entry named here.
-- What was entered never changes; who settled it, and how, is written once.
create table fund_operation (
  county_id int not null constraint fund_operation_county references county (id),
  id uuid not null,
  kind text not null constraint fund_operation_kind check (kind in ('allocation', 'reserve', 'imprestSetUp', 'imprestReplenished', 'imprestReturned', 'reliefFund', 'donation', 'award')),
  status text not null default 'entered' constraint fund_operation_status check (status in ('entered', 'confirmed', 'refused')),
  -- null: the county's own.
  unit_id int,
  programme text,
  source text,
  fen bigint not null constraint fund_operation_fen check (fen > 0),
  -- Day on which the money moved; of an application, the day of it.
  on_date date not null,
  -- Donor, giver, or the basis of an award.
  party text,
  purpose text not null constraint fund_operation_purpose check (length(purpose) between 2 and 300),
  document text not null default '',
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  settled_by uuid,
  settled_by_name text,
  settled_at timestamptz,
  settled_reason text,
  entry_id uuid,
  constraint fund_operation_pk primary key (county_id, id),
  constraint fund_operation_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint fund_operation_entry foreign key (county_id, entry_id) references ledger_entry (county_id, id),
  constraint fund_operation_settled check ((status = 'entered') = (settled_by is null) and (settled_by is null) = (settled_at is null) and (status = 'confirmed') = (entry_id is not null) and (status = 'refused') = (settled_reason is not null)),
  constraint fund_operation_two_persons check (settled_by <> entered_by)
);
create index fund_operation_open on fund_operation (county_id, kind) where status = 'entered';
create index fund_operation_unit on fund_operation (county_id, unit_id, on_date desc);
create index fund_operation_entry on fund_operation (county_id, entry_id) where entry_id is not null;
alter table fund_operation enable row level security;
-- in_area(null) holds for those who see the whole county only.
create policy fund_operation_area on fund_operation using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (status, settled_by, settled_by_name, settled_at, settled_reason, entry_id) on fund_operation to doudi_app;
