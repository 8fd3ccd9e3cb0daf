-- What a what-if of a new standard needs of every decided household: the facts of the decision or change as far as a formula
-- reads them, without persons' ids and free text (core/budget/means-input.ts), and the sum that was decided. One row per grant,
-- refusal for want of means, change, end; the present one has no `until_month`. A projection: the log rebuilds it.
create table means_input (
  county_id int not null,
  case_id uuid not null,
  -- Place in the case's log of the act that decided.
  seq int not null constraint means_input_seq check (seq > 0),
  unit_id int not null,
  area_id int not null,
  programme text not null,
  status text not null constraint means_input_status check (status in ('granted', 'refused')),
  -- Date whose law and ages the sum was found by.
  law_on date not null,
  -- Months for which it holds: from the first to before the second.
  from_month text collate "C" not null constraint means_input_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  until_month text collate "C" constraint means_input_until check (until_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  persons int not null,
  income_fen bigint,
  fen bigint not null constraint means_input_fen check (fen >= 0),
  -- Items of self-care that the person cannot do, where assessed.
  unable int,
  facts json,
  -- Why it cannot be computed anew, and what is missing in words; null = it can.
  why text constraint means_input_why check (why in ('imported', 'missing', 'differs')),
  detail text,
  constraint means_input_pk primary key (county_id, case_id, seq),
  constraint means_input_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint means_input_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint means_input_known check (facts is not null or why is not null)
);
create index means_input_unit on means_input (county_id, unit_id);
-- Households refused, by month of the decision: few among all.
create index means_input_refused on means_input (county_id, case_id, from_month) where status = 'refused';
alter table means_input enable row level security;
create policy means_input_area on means_input using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on means_input to doudi_app;
