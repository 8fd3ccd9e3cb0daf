-- What the county answers to applications that look like one sum split to stay under a limit: accepted as separate, to be
-- merged and go up, or to be put right by the unit. About exactly these cases: one more makes another question. Written
-- once; a later answer to the same cases stands beside the earlier one and counts.
create table split_answer (
  county_id int not null constraint split_answer_county references county (id),
  id uuid not null,
  -- The cases, sorted by id.
  cases uuid[] not null constraint split_answer_cases check (cardinality(cases) > 1),
  -- Units or villages of these cases: each of them reads the answer.
  areas int[] not null constraint split_answer_areas check (cardinality(areas) > 0),
  outcome text not null constraint split_answer_outcome check (outcome in ('separate', 'merge', 'correct')),
  text text not null constraint split_answer_text check (length(text) >= 2),
  -- Sum and limit as they stood before the eyes of whoever answered.
  sum_fen bigint not null,
  limit_fen bigint not null,
  on_date date not null,
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint split_answer_pk primary key (county_id, id)
);
create index split_answer_latest on split_answer (county_id, position desc);
alter table split_answer enable row level security;
create policy split_answer_read on split_answer for select using (county_id = current_county() and exists (select from unnest(areas) a where in_area(a)));
-- Only those who see the whole county answer for it.
create policy split_answer_write on split_answer for insert with check (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on split_answer to doudi_app;
