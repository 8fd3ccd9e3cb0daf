-- What is appropriated for a year, by source and programme: higher-level funds, the budget at the start of the year, adjusted
-- funds [XX-168]. Written once; a change of the budget is another row, with its sign.
create table fund_budget (
  county_id int not null constraint fund_budget_county references county (id),
  id uuid not null,
  year int not null constraint fund_budget_year check (year between 2010 and 2100),
  source text not null,
  -- null: for assistance as a whole.
  programme text,
  fen bigint not null constraint fund_budget_fen check (fen <> 0),
  document text not null constraint fund_budget_document check (length(document) between 2 and 200),
  note text not null default '',
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  constraint fund_budget_pk primary key (county_id, id)
);
create index fund_budget_year on fund_budget (county_id, year);
alter table fund_budget enable row level security;
-- Everyone of the county may read the budget; only those who see the whole county write it.
create policy fund_budget_read on fund_budget for select using (county_id = current_county());
create policy fund_budget_write on fund_budget for insert with check (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on fund_budget to doudi_app;
