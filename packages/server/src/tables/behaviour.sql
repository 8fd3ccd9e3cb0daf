-- A pattern that deserves a look, as a question about a unit: never about a person, never a verdict. Found again by its key.
create table behaviour_question (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  kind text not null constraint behaviour_question_kind check (kind in ('instant', 'sameText', 'samePhoto', 'night', 'dayOff', 'justUnder', 'samePair', 'village', 'shortVisit', 'twoPlaces', 'split', 'perThousand')),
  unit_id int not null,
  -- What makes it this pattern and no other: month, hash of the text or picture, village, limit.
  key text not null,
  text text not null,
  found_on date not null,
  seen_on date not null,
  open boolean not null default true,
  constraint behaviour_question_pk primary key (county_id, id),
  constraint behaviour_question_once unique (county_id, kind, unit_id, key),
  constraint behaviour_question_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index behaviour_question_open on behaviour_question (county_id, kind, found_on) where open;
alter table behaviour_question enable row level security;
create policy behaviour_question_county on behaviour_question using (county_id = current_county() and in_area(null));
grant select, insert, update on behaviour_question to doudi_app;

-- The cases behind a question. They are only added: what was there when somebody answered stays there.
create table behaviour_case (
  county_id int not null,
  question_id uuid not null,
  about_case uuid not null,
  note text not null,
  constraint behaviour_case_pk primary key (county_id, question_id, about_case),
  constraint behaviour_case_question foreign key (county_id, question_id) references behaviour_question (county_id, id),
  constraint behaviour_case_case foreign key (county_id, about_case) references case_file (county_id, id)
);
create index behaviour_case_about on behaviour_case (county_id, about_case);
alter table behaviour_case enable row level security;
create policy behaviour_case_county on behaviour_case using (county_id = current_county() and in_area(null));
grant select, insert on behaviour_case to doudi_app;

-- What somebody of the county found who looked, in words and with their name. Written once.
create table behaviour_answer (
  county_id int not null,
  id bigint generated always as identity,
  question_id uuid not null,
  outcome text not null constraint behaviour_answer_outcome check (outcome in ('fine', 'checked', 'training')),
  words text not null constraint behaviour_answer_words check (length(words) >= 4),
  -- Cases that the question had then: one more opens it again.
  cases int not null,
  by_account uuid not null,
  by_name text not null,
  on_date date not null,
  at timestamptz(3) not null,
  constraint behaviour_answer_pk primary key (county_id, id),
  constraint behaviour_answer_question foreign key (county_id, question_id) references behaviour_question (county_id, id)
);
create index behaviour_answer_question on behaviour_answer (county_id, question_id);
create trigger behaviour_answer_written_once before update or delete on behaviour_answer for each row execute function refuse_change();
create trigger behaviour_answer_not_emptied before truncate on behaviour_answer for each statement execute function refuse_change();
alter table behaviour_answer enable always trigger behaviour_answer_written_once;
alter table behaviour_answer enable always trigger behaviour_answer_not_emptied;
alter table behaviour_answer enable row level security;
create policy behaviour_answer_county on behaviour_answer using (county_id = current_county() and in_area(null));
grant select, insert on behaviour_answer to doudi_app;
