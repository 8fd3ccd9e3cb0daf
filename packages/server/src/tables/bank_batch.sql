-- What went to the bank for a roll: totals and the SHA-256 of the file as written. The file is written again from the
-- lines when asked for and must give the same hash. Seen only by those who see the whole county.
create table bank_batch (
  county_id int not null,
  id uuid not null,
  roll_id uuid not null,
  number text not null,
  item text not null constraint bank_batch_item check (length(item) >= 2),
  file_date date not null,
  layout text not null,
  lines int not null constraint bank_batch_lines check (lines > 0),
  total_fen bigint not null constraint bank_batch_total check (total_fen > 0),
  sha256 bytea not null constraint bank_batch_hash check (octet_length(sha256) = 32),
  -- Who handed it over; null with sent_at: it went through the bank's interface.
  sent_by uuid,
  sent_at timestamptz,
  sent_on date,
  -- Day by which the bank must have paid and answered, in working days from the day it was sent.
  due_on date,
  due_provisional boolean,
  constraint bank_batch_pk primary key (county_id, id),
  constraint bank_batch_roll_once unique (county_id, roll_id),
  constraint bank_batch_number_unique unique (county_id, number),
  constraint bank_batch_sent check ((sent_by is null or sent_at is not null) and (sent_at is null) = (due_on is null) and (sent_at is null) = (sent_on is null)),
  constraint bank_batch_roll foreign key (county_id, roll_id) references roll (county_id, id)
);
alter table bank_batch enable row level security;
create policy bank_batch_county on bank_batch using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on bank_batch to doudi_app;

-- One sending of one line. A line can be in flight or paid through one batch only: the database refuses a second.
create table bank_batch_line (
  county_id int not null,
  batch_id uuid not null,
  line_no int not null,
  line_id uuid not null,
  account_id uuid not null,
  fen bigint not null constraint bank_batch_line_fen check (fen > 0),
  paid_fen bigint not null default 0,
  state text not null constraint bank_batch_line_state check (state in ('sent', 'disputed', 'paid', 'partial', 'rejected', 'returned')),
  code text,
  words text,
  paid_on date,
  -- When its state was last booked; null: since the release.
  booked_at timestamptz,
  -- Set when a person settled the line's outcome: files read later do not change it.
  settled_by uuid,
  constraint bank_batch_line_pk primary key (county_id, batch_id, line_no),
  constraint bank_batch_line_paid check (paid_fen between 0 and fen and (state = 'paid') = (paid_fen = fen) and (state <> 'partial' or paid_fen > 0)),
  constraint bank_batch_line_batch foreign key (county_id, batch_id) references bank_batch (county_id, id),
  constraint bank_batch_line_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint bank_batch_line_account foreign key (county_id, account_id) references payment_account (county_id, id)
);
create unique index bank_batch_line_pays_once on bank_batch_line (county_id, line_id) where state in ('sent', 'disputed', 'paid');
create index bank_batch_line_line on bank_batch_line (county_id, line_id);
create index bank_batch_line_account on bank_batch_line (county_id, account_id);
alter table bank_batch_line enable row level security;
create policy bank_batch_line_county on bank_batch_line using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on bank_batch_line to doudi_app;

-- A return file as read: once per content. Its answers stay line by line, so that all of them can be weighed together.
create table bank_return (
  county_id int not null,
  id uuid not null,
  batch_id uuid not null,
  sha256 bytea not null constraint bank_return_hash check (octet_length(sha256) = 32),
  bytes int not null,
  faults jsonb not null,
  paid int not null,
  partial int not null,
  rejected int not null,
  disputed int not null,
  returned int not null default 0,
  unanswered int not null,
  -- Null: fetched through the bank's interface.
  read_by uuid,
  read_at timestamptz not null,
  position bigint generated always as identity,
  constraint bank_return_pk primary key (county_id, id),
  constraint bank_return_once unique (county_id, batch_id, sha256),
  constraint bank_return_batch foreign key (county_id, batch_id) references bank_batch (county_id, id)
);
alter table bank_return enable row level security;
create policy bank_return_county on bank_return using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on bank_return to doudi_app;

-- One understood line of a return file, with the number of the sending that it answers (null: the batch has no such line).
-- The account number it repeats is compared at reading and kept as a verdict only. Lines are written as they are read,
-- before the file is known to its end, hence the deferred reference.
create table bank_return_line (
  county_id int not null,
  return_id uuid not null,
  row_no int not null,
  line_no int,
  line_key text not null,
  status text not null constraint bank_return_line_status check (status in ('paid', 'rejected', 'partial', 'returned')),
  fen bigint not null,
  asked_fen bigint,
  other_account boolean not null,
  code text not null,
  words text not null,
  paid_on date,
  constraint bank_return_line_pk primary key (county_id, return_id, row_no),
  constraint bank_return_line_return foreign key (county_id, return_id) references bank_return (county_id, id) deferrable initially deferred
);
alter table bank_return_line enable row level security;
create policy bank_return_line_county on bank_return_line using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on bank_return_line to doudi_app;
