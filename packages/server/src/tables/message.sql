-- A message to a person about one payment: written in the transaction that booked the payment, sent once. The telephone
-- number is read when it is sent and stands nowhere here.
create table message (
  county_id int not null constraint message_county references county (id),
  id uuid not null default gen_random_uuid(),
  area_id int not null,
  case_id uuid not null,
  person_id uuid not null,
  line_id uuid not null,
  batch_id uuid not null,
  fen bigint not null constraint message_fen check (fen > 0),
  text text not null constraint message_text check (length(text) between 10 and 500),
  -- sending: given to the channel, not yet confirmed; looked up there before it is given again. unreachable: no telephone.
  state text not null constraint message_state check (state in ('waiting', 'sending', 'sent', 'unreachable')),
  made_at timestamptz not null,
  -- Day of the channel's file.
  sending_on date,
  sent_at timestamptz,
  constraint message_pk primary key (county_id, id),
  constraint message_once unique (county_id, batch_id, line_id),
  constraint message_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint message_sent check ((state = 'sent') = (sent_at is not null))
);
create index message_waiting on message (county_id, made_at) where state in ('waiting', 'sending');
create index message_case on message (county_id, case_id);
alter table message enable row level security;
create policy message_area on message using (county_id = current_county() and in_area(area_id));
grant select, insert, update on message to doudi_app;
