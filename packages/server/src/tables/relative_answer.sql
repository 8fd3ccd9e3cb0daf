-- What the county found when a household and an officer seemed to be related and nothing was filed: an answer to a question, no verdict.
-- The latest answer of a pair of case and account stands. Written once, by whoever sees the whole county.
create table relative_answer (
  county_id int not null,
  id uuid not null,
  about_case uuid not null,
  account_id uuid not null,
  text text not null constraint relative_answer_text check (length(text) between 2 and 500),
  answered_by uuid not null,
  answered_on date not null,
  constraint relative_answer_pk primary key (county_id, id),
  constraint relative_answer_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint relative_answer_account foreign key (county_id, account_id) references account (county_id, id)
);
create index relative_answer_of on relative_answer (county_id, about_case, account_id);
alter table relative_answer enable row level security;
create policy relative_answer_county on relative_answer using (county_id = current_county() and in_area(null));
grant select, insert on relative_answer to doudi_app;
