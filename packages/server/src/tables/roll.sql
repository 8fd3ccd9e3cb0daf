-- A programme's payments of one month. One roll per programme and month; whoever made or froze it does not release it.
create table roll (
  county_id int not null constraint roll_county references county (id),
  id uuid not null,
  programme text not null,
  month text collate "C" not null constraint roll_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null constraint roll_status check (status in ('drafted', 'frozen', 'released', 'sent', 'reconciled')),
  item text not null constraint roll_item check (length(item) >= 2),
  made_by uuid not null,
  made_at timestamptz not null,
  frozen_by uuid,
  frozen_at timestamptz,
  released_by uuid,
  released_at timestamptz,
  constraint roll_pk primary key (county_id, id),
  constraint roll_once unique (county_id, programme, month),
  constraint roll_frozen check ((status = 'drafted') = (frozen_by is null) and (frozen_by is null) = (frozen_at is null)),
  constraint roll_released check ((status in ('released', 'sent', 'reconciled')) = (released_by is not null) and (released_by is null) = (released_at is null)),
  constraint roll_two_persons check (released_by is null or (released_by <> made_by and released_by <> frozen_by))
);
alter table roll enable row level security;
-- Everyone of the county may see that a roll exists; only those who see the whole county may write it.
create policy roll_read on roll for select using (county_id = current_county());
create policy roll_write on roll for all using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on roll to doudi_app;

-- What one benefit is owed for one month. There is one for ever: a roll made twice pays once. `roll_id` is the roll in
-- which it arose, `pay_roll_id` the one through which its unpaid part is paid. due = paid + the unpaid part, which stands
-- where `status` says: ready, held, in transit, rejected, returned, excluded.
create table roll_line (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  roll_id uuid not null,
  pay_roll_id uuid not null,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  month text collate "C" not null,
  item text not null constraint roll_line_item check (length(item) >= 2),
  due_fen bigint not null constraint roll_line_due check (due_fen > 0),
  paid_fen bigint not null default 0,
  status text not null constraint roll_line_status check (status in ('ready', 'held', 'sent', 'paid', 'rejected', 'returned', 'excluded')),
  holds text[] not null default '{}' constraint roll_line_holds check (holds <@ array['noAccount', 'holderDiffers', 'sharedAccount', 'reportExpired', 'payeeDead', 'caseReopened', 'paidElsewhere', 'bankRefused']),
  -- Holds that a named person let pass in the present roll; the answers themselves stand in roll_answer.
  cleared text[] not null default '{}',
  -- Account to which the bank last failed to pay, and its words.
  refused_account uuid,
  bank_words text,
  constraint roll_line_pk primary key (county_id, id),
  constraint roll_line_paid_once unique (county_id, benefit_id, month),
  constraint roll_line_paid check (paid_fen between 0 and due_fen and (status = 'paid') = (paid_fen = due_fen)),
  constraint roll_line_held check ((status = 'held') = (holds <> '{}')),
  constraint roll_line_roll foreign key (county_id, roll_id) references roll (county_id, id),
  constraint roll_line_pay_roll foreign key (county_id, pay_roll_id) references roll (county_id, id),
  constraint roll_line_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
-- Covers the sums of a roll.
create index roll_line_roll on roll_line (county_id, roll_id, status) include (unit_id, area_id, due_fen, paid_fen);
create index roll_line_pay_roll on roll_line (county_id, pay_roll_id, unit_id, id);
create index roll_line_case on roll_line (county_id, case_id, month);
-- What was left behind by earlier rolls: few among millions.
create index roll_line_left on roll_line (county_id, programme, pay_roll_id) where status in ('held', 'rejected', 'returned');
alter table roll_line enable row level security;
create policy roll_line_area on roll_line using (county_id = current_county() and in_area(area_id));
grant select, insert, update on roll_line to doudi_app;

-- Sums of every roll as the reader may see them, by the roll in which a line arose: due = paid + open, always.
create view roll_total with (security_invoker = true) as
  select county_id, roll_id, unit_id, status, count(*) as lines, sum(due_fen)::bigint as due_fen, sum(paid_fen)::bigint as paid_fen, sum(due_fen - paid_fen)::bigint as open_fen
  from roll_line group by county_id, roll_id, unit_id, status;
grant select on roll_total to doudi_app;

-- A hold answered by a named person, with the reason. Written once.
create table roll_answer (
  county_id int not null,
  id uuid not null,
  line_id uuid not null,
  pay_roll_id uuid not null,
  area_id int not null,
  answer text not null constraint roll_answer_answer check (answer in ('release', 'keep', 'exclude', 'settlePaid', 'settleRejected', 'settleReturned')),
  holds text[] not null,
  reason text not null constraint roll_answer_reason check (length(reason) >= 2),
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint roll_answer_pk primary key (county_id, id),
  constraint roll_answer_line foreign key (county_id, line_id) references roll_line (county_id, id)
);
create index roll_answer_line on roll_answer (county_id, line_id, position desc);
create index roll_answer_roll on roll_answer (county_id, pay_roll_id, by_account);
alter table roll_answer enable row level security;
create policy roll_answer_area on roll_answer using (county_id = current_county() and in_area(area_id));
grant select, insert on roll_answer to doudi_app;

-- Who did what to a roll, in order. Written once.
create table roll_event (
  county_id int not null,
  id uuid not null,
  roll_id uuid not null,
  kind text not null constraint roll_event_kind check (kind in ('made', 'madeAgain', 'frozen', 'back', 'released', 'downloaded', 'sent', 'returnRead', 'reconciled')),
  body jsonb not null default '{}',
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  position bigint generated always as identity,
  constraint roll_event_pk primary key (county_id, id),
  constraint roll_event_roll foreign key (county_id, roll_id) references roll (county_id, id)
);
create index roll_event_roll on roll_event (county_id, roll_id, position);
alter table roll_event enable row level security;
create policy roll_event_county on roll_event using (county_id = current_county());
grant select, insert on roll_event to doudi_app;
