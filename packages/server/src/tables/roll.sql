-- A programme's payments of one month; whoever made or froze it does not release it. A monthly programme has one run a
-- month, one that pays a single sum (临时救助) as many as its days need.
create table roll (
  county_id int not null constraint roll_county references county (id),
  id uuid not null,
  programme text not null,
  month text collate "C" not null constraint roll_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  run int not null default 1 constraint roll_run check (run > 0),
  status text not null constraint roll_status check (status in ('drafted', 'frozen', 'released', 'sent', 'reconciled')),
  item text not null constraint roll_item check (length(item) >= 2),
  made_by uuid not null,
  made_at timestamptz not null,
  frozen_by uuid,
  frozen_at timestamptz,
  released_by uuid,
  released_at timestamptz,
  -- How often it was frozen: the facts kept at each freeze bear this number.
  freezes int not null default 0,
  constraint roll_pk primary key (county_id, id),
  constraint roll_once unique (county_id, programme, month, run),
  constraint roll_frozen check ((status = 'drafted') = (frozen_by is null) and (frozen_by is null) = (frozen_at is null)),
  constraint roll_released check ((status in ('released', 'sent', 'reconciled')) = (released_by is not null) and (released_by is null) = (released_at is null)),
  constraint roll_two_persons check (released_by is null or (released_by <> made_by and released_by <> frozen_by))
);
alter table roll enable row level security;
-- Everyone of the county may see that a roll exists; only those who see the whole county may write it.
create policy roll_read on roll for select using (county_id = current_county());
create policy roll_write on roll for all using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on roll to doudi_app;

-- What one benefit is owed for one month: part 0 the month itself, parts 1… what was added to it later (提标补发, a
-- correction, money given in cash). There is one of each for ever: a roll made twice pays once. `roll_id` is the roll in
-- which it arose, `pay_roll_id` the one through which its unpaid part is paid; cash has neither. due = paid + recovered +
-- waived + the unpaid part, which stands where `status` says: ready, held, in transit, rejected, returned, excluded.
-- `paid_fen` is what is with the household: what it paid back is recovered, what it need not pay back is waived.
create table roll_line (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  roll_id uuid,
  pay_roll_id uuid,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  month text collate "C" not null,
  part int not null default 0 constraint roll_line_part check (part >= 0),
  channel text not null default 'bank' constraint roll_line_channel check (channel in ('bank', 'cash')),
  -- What a further part is for.
  reason text,
  item text not null constraint roll_line_item check (length(item) >= 2),
  due_fen bigint not null constraint roll_line_due check (due_fen > 0),
  paid_fen bigint not null default 0,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  status text not null constraint roll_line_status check (status in ('ready', 'held', 'sent', 'paid', 'rejected', 'returned', 'excluded')),
  holds text[] not null default '{}' constraint roll_line_holds check (holds <@ array['noAccount', 'holderDiffers', 'sharedAccount', 'reportExpired', 'payeeDead', 'caseReopened', 'paidElsewhere', 'bankRefused', 'reviewOverdue', 'agreementExpired']),
  -- Holds that a named person let pass in the present roll; the answers themselves stand in roll_answer.
  cleared text[] not null default '{}',
  -- Day on which the present holds were found: they are to be answered that day.
  held_on date,
  -- Account to which the bank last failed to pay, and its words.
  refused_account uuid,
  bank_words text,
  constraint roll_line_pk primary key (county_id, id),
  constraint roll_line_paid_once unique (county_id, benefit_id, month, part),
  constraint roll_line_paid check (least(paid_fen, recovered_fen, waived_fen) >= 0 and paid_fen + recovered_fen + waived_fen <= due_fen and (status = 'paid') = (paid_fen + recovered_fen + waived_fen = due_fen)),
  constraint roll_line_further check (part = 0 or length(reason) >= 2),
  constraint roll_line_cash check (case channel when 'cash' then roll_id is null and pay_roll_id is null and part > 0 and status = 'paid' else roll_id is not null and pay_roll_id is not null end),
  constraint roll_line_held check ((status = 'held') = (holds <> '{}')),
  constraint roll_line_roll foreign key (county_id, roll_id) references roll (county_id, id),
  constraint roll_line_pay_roll foreign key (county_id, pay_roll_id) references roll (county_id, id),
  constraint roll_line_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
-- Covers the sums of a roll.
create index roll_line_roll on roll_line (county_id, roll_id, status) include (unit_id, area_id, due_fen, paid_fen, recovered_fen, waived_fen);
create index roll_line_pay_roll on roll_line (county_id, pay_roll_id, unit_id, id);
create index roll_line_case on roll_line (county_id, case_id, month);
-- What was left behind by earlier rolls: few among millions.
create index roll_line_left on roll_line (county_id, programme, pay_roll_id) where status in ('held', 'rejected', 'returned');
alter table roll_line enable row level security;
create policy roll_line_area on roll_line using (county_id = current_county() and in_area(area_id));
grant select, insert, update on roll_line to doudi_app;

-- What a line was computed from, as it stood when its roll was frozen: what changes later alters nothing that was paid. One
-- row per line and freeze: the nth of its roll (roll.freezes counts them). `case_seq` is the place in the case's log up to which the case was known:
-- replayed up to it, the log gives the household, the standard and the working of that day. Written once.
create table roll_line_fact (
  county_id int not null,
  roll_id uuid not null,
  nth int not null,
  line_id uuid not null,
  area_id int not null,
  unit_id int not null,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  month text collate "C" not null,
  part int not null,
  -- Where the line arose: in this roll or an earlier one.
  arose boolean not null,
  status text not null constraint roll_line_fact_status check (status in ('ready', 'held')),
  due_fen bigint not null,
  open_fen bigint not null,
  holds text[] not null,
  cleared text[] not null,
  account_id uuid,
  agreement_id uuid,
  rate_fen bigint not null,
  persons int not null,
  case_seq int not null,
  ground text,
  ground_number text,
  ground_on date,
  constraint roll_line_fact_pk primary key (county_id, roll_id, nth, line_id),
  constraint roll_line_fact_roll foreign key (county_id, roll_id) references roll (county_id, id)
);
create index roll_line_fact_line on roll_line_fact (county_id, line_id);
alter table roll_line_fact enable row level security;
create policy roll_line_fact_area on roll_line_fact using (county_id = current_county() and in_area(area_id));
grant select, insert on roll_line_fact to doudi_app;

-- What is to be added to a month that a roll already has: 提标补发, a correction upwards. It waits here until the next roll
-- of the programme takes it up as a line of its own; that line refers to it by benefit, month and part. Written once.
create table roll_supplement (
  county_id int not null,
  benefit_id uuid not null,
  month text collate "C" not null constraint roll_supplement_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  part int not null constraint roll_supplement_part check (part > 0),
  area_id int not null,
  programme text not null,
  fen bigint not null constraint roll_supplement_fen check (fen > 0),
  reason text not null constraint roll_supplement_reason check (length(reason) >= 2),
  by_account uuid,
  at timestamptz not null,
  constraint roll_supplement_pk primary key (county_id, benefit_id, month, part),
  constraint roll_supplement_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
create index roll_supplement_programme on roll_supplement (county_id, programme, at);
alter table roll_supplement enable row level security;
create policy roll_supplement_area on roll_supplement using (county_id = current_county() and in_area(area_id));
grant select, insert on roll_supplement to doudi_app;

-- Sums of every roll as the reader may see them, by the roll in which a line arose: due = paid + recovered + waived + open, always.
create view roll_total with (security_invoker = true) as
  select county_id, roll_id, unit_id, status, count(*) as lines, sum(due_fen)::bigint as due_fen, sum(paid_fen)::bigint as paid_fen,
    sum(recovered_fen)::bigint as recovered_fen, sum(waived_fen)::bigint as waived_fen, sum(due_fen - paid_fen - recovered_fen - waived_fen)::bigint as open_fen
  from roll_line where roll_id is not null group by county_id, roll_id, unit_id, status;
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
  kind text not null constraint roll_event_kind check (kind in ('made', 'madeAgain', 'frozen', 'back', 'released', 'downloaded', 'sent', 'returnRead', 'reconciled', 'byHand')),
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
-- How a roll went is told to everyone of the county, as the roll itself is: it names staff, no household. A step is taken, and so
-- written, only by those who may write the roll: whoever sees the whole county, and the bank's interface.
create policy roll_event_read on roll_event for select using (county_id = current_county());
create policy roll_event_write on roll_event for insert with check (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on roll_event to doudi_app;
