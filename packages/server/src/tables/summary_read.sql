-- That a case's one-page summary, as of `seq`, was shown to an account: without it no batch decides the case. Written once.
create table summary_read (
  county_id int not null,
  account_id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  seq int not null constraint summary_read_seq check (seq > 0),
  read_at timestamptz not null,
  constraint summary_read_pk primary key (county_id, account_id, case_id, seq),
  constraint summary_read_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index summary_read_case on summary_read (county_id, case_id);
alter table summary_read enable row level security;
create policy summary_read_own on summary_read using (county_id = current_county() and in_area(unit_id) and account_id::text = current_setting('app.user', true));
grant select, insert on summary_read to doudi_app;

-- What a batch did in a case, written in the transaction of the command itself: the same batch sent again finds it here and does nothing twice.
create table batch_item (
  county_id int not null,
  batch uuid not null,
  case_id uuid not null,
  unit_id int not null,
  account_id uuid not null,
  command text not null constraint batch_item_command check (command in ('agreeReview', 'decide')),
  -- State that was read, and state after the command.
  seq_before int not null,
  seq_after int not null,
  letters jsonb not null,
  done_at timestamptz not null,
  constraint batch_item_pk primary key (county_id, batch, case_id),
  constraint batch_item_order check (seq_after > seq_before),
  constraint batch_item_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index batch_item_case on batch_item (county_id, case_id);
alter table batch_item enable row level security;
create policy batch_item_area on batch_item using (county_id = current_county() and in_area(unit_id));
grant select, insert on batch_item to doudi_app;
