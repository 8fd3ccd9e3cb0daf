-- The outbox to the bank's interface: written in the transaction of the release, one row a batch. The batch's own number and
-- digest make sending it again harmless.
create table bank_sending (
  county_id int not null,
  batch_id uuid not null,
  -- waiting: not yet with the bank. unsure: sent, no answer, perhaps received. received: acknowledged. answering: some lines
  -- answered. answered: all of them. refused: the bank does not take it, a person must act. altered: its lines no longer give the
  -- released digest and it may be with the bank: nothing is sent, the bank is asked, a person must act. hand: taken over by a person.
  state text not null constraint bank_sending_state check (state in ('waiting', 'unsure', 'received', 'answering', 'answered', 'refused', 'altered', 'hand')),
  attempts int not null default 0,
  polls int not null default 0,
  -- Looks in a row that brought nothing new: they set the pause.
  quiet int not null default 0,
  last_error text,
  -- SHA-256 (hexadecimal) of the bank's return files as fetched, each taken once.
  taken text[] not null default '{}',
  queued_at timestamptz not null,
  received_at timestamptz,
  answered_at timestamptz,
  -- When it is to be taken up again. Whoever takes it up moves this into the near future, again and again while at work: so one
  -- works on it at a time, and what died with its process is found when that time has come.
  next_at timestamptz not null,
  constraint bank_sending_pk primary key (county_id, batch_id),
  constraint bank_sending_batch foreign key (county_id, batch_id) references bank_batch (county_id, id)
);
create index bank_sending_next on bank_sending (county_id, next_at) where state in ('waiting', 'unsure', 'altered', 'received', 'answering', 'answered');
alter table bank_sending enable row level security;
create policy bank_sending_county on bank_sending using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on bank_sending to doudi_app;

-- Every attempt to send and everything fetched; of looks that bring nothing new only the first of a row. Written once.
create table bank_attempt (
  county_id int not null,
  position bigint generated always as identity,
  batch_id uuid not null,
  kind text not null constraint bank_attempt_kind check (kind in ('send', 'look', 'fetch')),
  outcome text not null constraint bank_attempt_outcome check (outcome in ('ok', 'again', 'nothing', 'unsure', 'down', 'unknown', 'refused', 'malformed')),
  words text not null,
  at timestamptz not null,
  ms int not null,
  constraint bank_attempt_pk primary key (county_id, position),
  constraint bank_attempt_batch foreign key (county_id, batch_id) references bank_batch (county_id, id)
);
create index bank_attempt_batch on bank_attempt (county_id, batch_id, position desc);
alter table bank_attempt enable row level security;
create policy bank_attempt_county on bank_attempt using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on bank_attempt to doudi_app;
