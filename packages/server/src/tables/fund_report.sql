-- A unit's monthly report on the use of its imprest, as it was given to finance [HQ-178]: opening, receipts, uses, closing.
-- One per unit and month; received by finance once.
create table fund_report (
  county_id int not null constraint fund_report_county references county (id),
  id uuid not null,
  unit_id int not null,
  month text collate "C" not null constraint fund_report_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  -- The table as reported; sums in fen.
  body jsonb not null constraint fund_report_body check (jsonb_typeof(body) = 'object'),
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  received_by uuid,
  received_by_name text,
  received_at timestamptz,
  constraint fund_report_pk primary key (county_id, id),
  constraint fund_report_once unique (county_id, unit_id, month),
  constraint fund_report_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint fund_report_received check ((received_by is null) = (received_at is null) and received_by <> filed_by)
);
alter table fund_report enable row level security;
create policy fund_report_area on fund_report using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (received_by, received_by_name, received_at) on fund_report to doudi_app;
