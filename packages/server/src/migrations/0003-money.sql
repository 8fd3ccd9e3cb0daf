-- 0.2.0 → 0.3.0: temporary assistance, the money ledger, recovery, budget. Ends in the same structure as tables/structure.sql.

alter table account_post drop constraint account_post_post;
alter table account_post add constraint account_post_post check (post in ('village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader', 'payrollClerk', 'payrollReviewer', 'finance', 'auditor', 'systemAdmin', 'securityAdmin', 'auditAdmin'));

alter table case_action drop constraint case_action_kind;
alter table case_action add constraint case_action_kind check (kind in (
    'applied', 'routed', 'missingTold', 'materialsReceived', 'materialRequired', 'accepted', 'authorisationSigned',
    'verificationRequested', 'verificationForwarded', 'verificationReported', 'verificationTrouble', 'discrepancyNotified',
    'discrepancyExplained', 'explanationMissed', 'simplified', 'investigated', 'met', 'assessed', 'opined', 'noticePosted', 'objected',
    'noticeClosed', 'countyReviewed', 'reviewed', 'agreed', 'decided', 'delivered', 'published', 'filed', 'withdrawn', 'abandoned',
    'submitted', 'submissionAnswered', 'accessCodeReissued',
    'returned', 'transferred', 'extended', 'imported', 'relativesFound', 'counterSigned', 'countyVisited',
    'changeProposed', 'changeReviewed', 'changeDecided', 'standardChanged', 'handedOver', 'handOverReceived', 'handOverDeclined', 'elsewhereAsked', 'elsewhereAnswered', 'platformNumbered', 'letterDelivered', 'reportSigned', 'resultFedBack',
    'recoveryProposed', 'recoveryEstablished', 'recoveryAnswered', 'recoveryCorrected', 'recoveryReminded', 'instalmentsAgreed', 'receiptRecorded', 'receiptConfirmed', 'waiverProposed', 'waiverDecided', 'recoveryEscalated', 'escalationNoted', 'recoveryClosed',
    'selfCareAssessed', 'wishRecorded', 'careArranged', 'gradeChanged',
    'aidGiven', 'emergencyMarked', 'complexDeclared', 'referred', 'referralAnswered'
  ));

alter table coordination_problem drop constraint coordination_problem_kind;
alter table coordination_problem add constraint coordination_problem_kind check (kind in ('oneDoor', 'verification', 'funds', 'other'));

alter table benefit add column review_due date, add column cash_fen bigint not null default 0, add column ground text, add column ground_number text, add column ground_on date;
alter table benefit add constraint benefit_cash check (cash_fen >= 0 and (cash_fen = 0 or payment = 'once'));
alter table benefit add constraint benefit_ground check (ground in ('grant', 'change', 'stop', 'grade', 'takeover'));
-- The sum of a month that is neither the rate before nor the one after: a month in which the claim began, changed or ended,
-- where the plan pays by days or half months.
create table benefit_month (
  county_id int not null,
  benefit_id uuid not null,
  area_id int not null,
  month text collate "C" not null constraint benefit_month_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  fen bigint not null constraint benefit_month_fen check (fen > 0),
  constraint benefit_month_pk primary key (county_id, benefit_id, month),
  constraint benefit_month_benefit foreign key (county_id, benefit_id) references benefit (county_id, id)
);
alter table benefit_month enable row level security;
create policy benefit_month_area on benefit_month using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on benefit_month to doudi_app;

alter table roll add column run int not null default 1, add column freezes int not null default 0;
alter table roll add constraint roll_run check (run > 0);
alter table roll drop constraint roll_once;
alter table roll add constraint roll_once unique (county_id, programme, month, run);
update roll set freezes = 1 where status <> 'drafted';

drop view roll_total;
drop index roll_line_roll;
alter table roll_line alter column roll_id drop not null, alter column pay_roll_id drop not null, add column part int not null default 0, add column channel text not null default 'bank', add column reason text, add column recovered_fen bigint not null default 0, add column waived_fen bigint not null default 0, add column held_on date;
alter table roll_line add constraint roll_line_part check (part >= 0);
alter table roll_line add constraint roll_line_channel check (channel in ('bank', 'cash'));
alter table roll_line add constraint roll_line_further check (part = 0 or length(reason) >= 2);
alter table roll_line add constraint roll_line_cash check (case channel when 'cash' then roll_id is null and pay_roll_id is null and part > 0 and status = 'paid' else roll_id is not null and pay_roll_id is not null end);
alter table roll_line drop constraint roll_line_holds;
alter table roll_line add constraint roll_line_holds check (holds <@ array['noAccount', 'holderDiffers', 'sharedAccount', 'reportExpired', 'payeeDead', 'caseReopened', 'paidElsewhere', 'bankRefused', 'reviewOverdue', 'agreementExpired']);
alter table roll_line drop constraint roll_line_paid_once;
alter table roll_line add constraint roll_line_paid_once unique (county_id, benefit_id, month, part);
alter table roll_line drop constraint roll_line_paid;
alter table roll_line add constraint roll_line_paid check (least(paid_fen, recovered_fen, waived_fen) >= 0 and paid_fen + recovered_fen + waived_fen <= due_fen and (status = 'paid') = (paid_fen + recovered_fen + waived_fen = due_fen));
create index roll_line_roll on roll_line (county_id, roll_id, status) include (unit_id, area_id, due_fen, paid_fen, recovered_fen, waived_fen);
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

alter table bank_batch_line add column booked_at timestamptz;
alter table bank_return add column returned int not null default 0, alter column read_by drop not null;
alter table bank_return_line add column line_no int;
drop index bank_return_line_key;
alter table bank_batch drop constraint bank_batch_sent;
alter table bank_batch add constraint bank_batch_sent check ((sent_by is null or sent_at is not null) and (sent_at is null) = (due_on is null) and (sent_at is null) = (sent_on is null));
alter table bank_return_line drop constraint bank_return_line_status;
alter table bank_return_line add constraint bank_return_line_status check (status in ('paid', 'rejected', 'partial', 'returned'));
alter table bank_return_line drop constraint bank_return_line_return;
alter table bank_return_line add constraint bank_return_line_return foreign key (county_id, return_id) references bank_return (county_id, id) deferrable initially deferred;

-- 代领协议: who may draw a person's money, by which written agreement, from when to when. The agent's name is encrypted;
-- payee_idx is its keyed hash, comparable with payment_account.holder_idx. An agreement is never changed, only ended.
create table payee_agreement (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id int not null,
  area_id int not null,
  payee_enc bytea not null,
  payee_idx bytea not null,
  relation text not null constraint payee_agreement_relation check (length(relation) >= 1),
  telephone_enc bytea not null,
  -- Number or place of the signed paper, and its scan where there is one.
  paper text not null constraint payee_agreement_paper check (length(paper) >= 2),
  file_id uuid,
  reason text not null constraint payee_agreement_reason check (length(reason) >= 2),
  signed_on date not null,
  from_date date not null,
  expires_on date not null,
  ended_on date,
  ended_reason text,
  ended_by uuid,
  registered_by uuid not null,
  registered_at timestamptz not null,
  constraint payee_agreement_pk primary key (county_id, id),
  constraint payee_agreement_dates check (signed_on <= from_date and from_date <= expires_on),
  constraint payee_agreement_ended check ((ended_on is null) = (ended_by is null) and (ended_on is null or length(ended_reason) >= 2)),
  constraint payee_agreement_person foreign key (county_id, person_id) references person (county_id, id),
  constraint payee_agreement_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint payee_agreement_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index payee_agreement_person on payee_agreement (county_id, person_id, payee_idx);
create index payee_agreement_expiry on payee_agreement (county_id, expires_on, id) where ended_on is null;
alter table payee_agreement enable row level security;
create policy payee_agreement_area on payee_agreement using (county_id = current_county() and in_area(area_id));
grant select, insert on payee_agreement to doudi_app;
grant update (ended_on, ended_reason, ended_by) on payee_agreement to doudi_app;

-- The outbox to the bank's interface: written in the transaction of the release, one row a batch. The batch's own number and
-- digest make sending it again harmless.
create table bank_sending (
  county_id int not null,
  batch_id uuid not null,
  -- waiting: not yet with the bank. unsure: sent, no answer, perhaps received. received: acknowledged. answering: some lines
  -- answered. answered: all of them. refused: the bank does not take it, a person must act. hand: handed over by a person.
  state text not null constraint bank_sending_state check (state in ('waiting', 'unsure', 'received', 'answering', 'answered', 'refused', 'hand')),
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
  -- When it is to be taken up again; a job lost with its process is found by this.
  next_at timestamptz not null,
  constraint bank_sending_pk primary key (county_id, batch_id),
  constraint bank_sending_batch foreign key (county_id, batch_id) references bank_batch (county_id, id)
);
create index bank_sending_next on bank_sending (county_id, next_at) where state in ('waiting', 'unsure', 'received', 'answering', 'answered');
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

-- Temporary assistance by person, for finding the same cause again, other help that runs, and sums split to stay under a
-- limit: one row per case and member, written with every act of the case. A county sees all of its rows, because the same
-- household may apply in another street; they hold no name and no identity number, only its keyed hash.
create table aid_given (
  county_id int not null,
  case_id uuid not null,
  number_idx bytea not null,
  unit_id int not null,
  area_id int not null,
  number text not null,
  programme text not null,
  cause text not null,
  status text not null,
  -- Day of the event's application, or of the decision once it is made.
  on_date date not null,
  -- What was decided; before that what was handed over, or what the opinion proposes.
  fen bigint not null constraint aid_given_fen check (fen >= 0),
  -- Of that what was granted, or is in the household's hands already.
  helped_fen bigint not null constraint aid_given_helped check (helped_fen >= 0),
  -- The most that the unit may confirm, or the ceiling of the table, by the law of the case; null where nothing limits it.
  limit_fen bigint,
  limit_by text constraint aid_given_limit_by check (limit_by in ('entrustment', 'ceiling')),
  constraint aid_given_pk primary key (county_id, case_id, number_idx),
  constraint aid_given_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index aid_given_number on aid_given (county_id, number_idx, on_date);
alter table aid_given enable row level security;
create policy aid_given_read on aid_given for select using (county_id = current_county());
create policy aid_given_insert on aid_given for insert with check (county_id = current_county() and in_area(area_id));
create policy aid_given_delete on aid_given for delete using (county_id = current_county() and in_area(area_id));
create policy aid_given_update on aid_given for update using (county_id = current_county() and in_area(area_id));
grant select, insert, update, delete on aid_given to doudi_app;

-- Money and goods as they were handed over, one row for each in the log. Written once.
create table aid_payment (
  county_id int not null,
  case_id uuid not null,
  -- Place in the case's log.
  seq int not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  phase text not null constraint aid_payment_phase check (phase in ('relief', 'payment')),
  form text not null constraint aid_payment_form check (form in ('cash', 'goods')),
  fund text not null constraint aid_payment_fund check (fund in ('imprest', 'reliefFund', 'donation')),
  fen bigint not null constraint aid_payment_fen check (fen > 0),
  number text not null,
  given_at timestamptz not null,
  on_date date not null,
  entry_id uuid not null,
  constraint aid_payment_pk primary key (county_id, case_id, seq),
  constraint aid_payment_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index aid_payment_unit on aid_payment (county_id, unit_id, on_date);
alter table aid_payment enable row level security;
create policy aid_payment_area on aid_payment using (county_id = current_county() and in_area(area_id));
grant select, insert on aid_payment to doudi_app;

-- What was given to a department, by referral or as its duty out of a consultation, followed until it is settled or sent
-- back [XX-44]. Rebuilt from the case's log with every act.
create table aid_errand (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  kind text not null constraint aid_errand_kind check (kind in ('referral', 'duty')),
  organ text not null,
  matter text not null,
  text text not null,
  asked_on date not null,
  asked_by text not null,
  due_on date not null,
  closed_on date,
  answers jsonb not null default '[]',
  constraint aid_errand_pk primary key (county_id, id),
  constraint aid_errand_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index aid_errand_open on aid_errand (county_id, unit_id, due_on) where closed_on is null;
create index aid_errand_case on aid_errand (county_id, case_id);
alter table aid_errand enable row level security;
create policy aid_errand_area on aid_errand using (county_id = current_county() and in_area(area_id));
grant select, insert, update on aid_errand to doudi_app;

-- Open and granted cases of the holders of these numbers in other programmes and offices of the county: the number only
-- where the caller may see the case [XX-39].
create function find_assistance_of(wanted bytea[], besides uuid) returns table (case_id uuid, number text, programme text, status text, ended_from text)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct f.id, case when in_area(f.area_id) then f.number else '' end, f.programme, f.status, f.state ->> 'endedFrom'
  from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
  where p.county_id = current_county() and p.number_idx = any (wanted) and p.role = 'member' and f.status in ('applied', 'accepted', 'granted') and f.id is distinct from besides
$$;
revoke all on function find_assistance_of(bytea[], uuid) from public;
grant execute on function find_assistance_of(bytea[], uuid) to doudi_app;

-- A unit's monthly summary of temporary assistance as it was filed with the county, never changed afterwards [HQ-177].
create table aid_summary (
  county_id int not null,
  unit_id int not null,
  month text collate "C" not null constraint aid_summary_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  rows jsonb not null,
  cases int not null,
  fen bigint not null constraint aid_summary_fen check (fen >= 0),
  due_on date not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  constraint aid_summary_pk primary key (county_id, unit_id, month),
  constraint aid_summary_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
alter table aid_summary enable row level security;
create policy aid_summary_area on aid_summary using (county_id = current_county() and in_area(unit_id));
grant select, insert on aid_summary to doudi_app;

-- Accounts of a county's money ledger (core/ledger/model.ts tells what each kind is for). One row per kind, unit, programme and
-- source as that kind knows them; opened on first use, never removed. `balance_fen` (debit +) is kept by the trigger of
-- ledger_line alone: nobody else may write it.
create table ledger_account (
  county_id int not null constraint ledger_account_county references county (id),
  id int generated always as identity,
  kind text not null constraint ledger_account_kind check (kind in ('bank', 'reserve', 'imprest', 'reliefFund', 'donation', 'source', 'payable', 'transit', 'expense', 'receivable', 'waived', 'award')),
  unit_id int,
  programme text,
  source text,
  balance_fen bigint not null default 0,
  constraint ledger_account_pk primary key (county_id, id),
  constraint ledger_account_once unique nulls not distinct (county_id, kind, unit_id, programme, source),
  constraint ledger_account_unit foreign key (county_id, unit_id) references unit (county_id, id),
  -- Cash that somebody holds cannot be spent twice: the database refuses what the commands should have refused.
  constraint ledger_account_covered check (kind not in ('reserve', 'imprest', 'reliefFund', 'donation') or balance_fen >= 0)
);
alter table ledger_account enable row level security;
-- Balances hold nothing personal: the whole county may read them; which posts are shown them is the endpoints' matter.
create policy ledger_account_county on ledger_account using (county_id = current_county());
grant select, insert (county_id, kind, unit_id, programme, source) on ledger_account to doudi_app;

-- End of each county's chain of entries. Posting locks this row, so that the chain has no fork and no gap.
create table ledger_head (
  county_id int not null constraint ledger_head_pk primary key constraint ledger_head_county references county (id),
  position bigint not null constraint ledger_head_position check (position >= 0),
  hash bytea not null constraint ledger_head_hash check (octet_length(hash) = 32),
  recorded_at timestamptz(3) not null
);
create trigger ledger_head_forward before update on ledger_head for each row execute function refuse_going_back();
create trigger ledger_head_kept before delete on ledger_head for each row execute function refuse_change();
create trigger ledger_head_not_emptied before truncate on ledger_head for each statement execute function refuse_change();
alter table ledger_head enable always trigger ledger_head_forward;
alter table ledger_head enable always trigger ledger_head_kept;
alter table ledger_head enable always trigger ledger_head_not_emptied;
alter table ledger_head enable row level security;
create policy ledger_head_county on ledger_head using (county_id = current_county());
grant select, insert, update on ledger_head to doudi_app;

-- An entry of the money ledger: what happened, on which day, by whom, to which roll, batch, case, recovery or fund it belongs.
-- Written once; a mistake is corrected by another entry that names it. hash = SHA-256(prev_hash || canonical JSON of the rest
-- with its lines), in one chain per county (docs/adr/0027).
create table ledger_entry (
  county_id int not null constraint ledger_entry_county references county (id),
  id uuid not null,
  -- 1, 2, 3 … without a gap within the county: the number of the voucher.
  position bigint not null constraint ledger_entry_position check (position > 0),
  kind text not null constraint ledger_entry_kind check (kind in (
    'opening', 'allocation', 'reserve', 'imprestSetUp', 'imprestReplenished', 'imprestReturned', 'reliefFund', 'donation', 'award',
    'frozen', 'sentBack', 'excluded', 'released', 'recalled', 'paid', 'rejected', 'returned',
    'aidGiven', 'aidUndone', 'overpaid', 'recovered', 'waived', 'corrected'
  )),
  on_date date not null,
  -- Business clock and real clock, milliseconds: what is stored is exactly what is hashed.
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  -- Account of the person, or 'system'.
  by_account text not null constraint ledger_entry_by check (by_account <> ''),
  memo text not null constraint ledger_entry_memo check (length(memo) between 1 and 500),
  -- What makes a second attempt the same entry.
  key text not null constraint ledger_entry_key check (length(key) between 1 and 200),
  roll_id uuid,
  batch_id uuid,
  case_id uuid,
  recovery_id uuid,
  fund_id uuid,
  corrects uuid,
  -- The one unit whose accounts it touches; null: several units or the county itself, seen by the county only.
  area_id int,
  prev_hash bytea not null constraint ledger_entry_prev_hash check (octet_length(prev_hash) = 32),
  hash bytea not null constraint ledger_entry_hash check (octet_length(hash) = 32),
  constraint ledger_entry_pk primary key (county_id, id),
  constraint ledger_entry_position_once unique (county_id, position),
  constraint ledger_entry_key_once unique (county_id, key),
  constraint ledger_entry_corrects foreign key (county_id, corrects) references ledger_entry (county_id, id)
);
create unique index ledger_entry_corrected_once on ledger_entry (county_id, corrects) where corrects is not null;
create index ledger_entry_roll on ledger_entry (county_id, roll_id) where roll_id is not null;
create index ledger_entry_batch on ledger_entry (county_id, batch_id) where batch_id is not null;
create index ledger_entry_case on ledger_entry (county_id, case_id) where case_id is not null;
create index ledger_entry_recovery on ledger_entry (county_id, recovery_id) where recovery_id is not null;
create index ledger_entry_fund on ledger_entry (county_id, fund_id) where fund_id is not null;
create trigger ledger_entry_written_once before update or delete on ledger_entry for each row execute function refuse_change();
create trigger ledger_entry_not_emptied before truncate on ledger_entry for each statement execute function refuse_change();
alter table ledger_entry enable always trigger ledger_entry_written_once;
alter table ledger_entry enable always trigger ledger_entry_not_emptied;
alter table ledger_entry enable row level security;
-- in_area(null) holds for those who see the whole county only.
create policy ledger_entry_read on ledger_entry for select using (county_id = current_county() and in_area(area_id));
create policy ledger_entry_write on ledger_entry for insert with check (county_id = current_county());
grant select, insert on ledger_entry to doudi_app;

-- Lines of an entry: debit positive, credit negative, zero in sum.
create table ledger_line (
  county_id int not null,
  entry_id uuid not null,
  line int not null constraint ledger_line_line check (line > 0),
  account_id int not null,
  fen bigint not null constraint ledger_line_fen check (fen <> 0),
  -- Day and area of the entry, for balances as of a day.
  on_date date not null,
  area_id int,
  constraint ledger_line_pk primary key (county_id, entry_id, line),
  constraint ledger_line_entry foreign key (county_id, entry_id) references ledger_entry (county_id, id),
  constraint ledger_line_account foreign key (county_id, account_id) references ledger_account (county_id, id)
);
create index ledger_line_account on ledger_line (county_id, account_id, on_date) include (fen, area_id);
create trigger ledger_line_written_once before update or delete on ledger_line for each row execute function refuse_change();
create trigger ledger_line_not_emptied before truncate on ledger_line for each statement execute function refuse_change();
alter table ledger_line enable always trigger ledger_line_written_once;
alter table ledger_line enable always trigger ledger_line_not_emptied;
alter table ledger_line enable row level security;
create policy ledger_line_read on ledger_line for select using (county_id = current_county() and in_area(area_id));
create policy ledger_line_write on ledger_line for insert with check (county_id = current_county());
grant select, insert on ledger_line to doudi_app;

-- Carries what is written to the balances. Runs as the owner: the application role may not write a balance itself.
create function keep_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update ledger_account a set balance_fen = a.balance_fen + s.fen
  from (select county_id, account_id, sum(fen)::bigint as fen from written group by county_id, account_id) s
  where a.county_id = s.county_id and a.id = s.account_id and s.fen <> 0;
  return null;
end
$$;
create trigger ledger_line_balance after insert on ledger_line referencing new table as written for each statement execute function keep_balance();
alter table ledger_line enable always trigger ledger_line_balance;

-- An entry is whole at the end of its transaction, or the transaction is not: at least two lines, sum zero, day and area the entry's own.
create function refuse_unbalanced() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entry uuid := case tg_table_name when 'ledger_line' then to_jsonb(new) ->> 'entry_id' else to_jsonb(new) ->> 'id' end;
  n bigint;
  total numeric;
  strange bigint;
begin
  -- An entry's lines are looked at once, by the last of those that one statement wrote after another.
  if tg_table_name = 'ledger_line' then
    if exists (select from ledger_line x where x.county_id = new.county_id and x.entry_id = entry and x.line = (to_jsonb(new) ->> 'line')::int + 1 and x.xmin = pg_current_xact_id()::xid) then
      return null;
    end if;
  end if;
  select count(*), coalesce(sum(l.fen), 0), count(*) filter (where l.on_date <> e.on_date or l.area_id is distinct from e.area_id) into n, total, strange
  from ledger_line l join ledger_entry e on e.county_id = l.county_id and e.id = l.entry_id where l.county_id = new.county_id and l.entry_id = entry;
  if n < 2 or total <> 0 or strange > 0 then
    raise exception 'ledger entry % does not balance: % lines, sum % fen, % with another day or area', entry, n, total, strange using errcode = 'check_violation', constraint = 'ledger_entry_balanced';
  end if;
  return null;
end
$$;
create constraint trigger ledger_entry_balanced after insert on ledger_entry deferrable initially deferred for each row execute function refuse_unbalanced();
create constraint trigger ledger_line_balanced after insert on ledger_line deferrable initially deferred for each row execute function refuse_unbalanced();
alter table ledger_entry enable always trigger ledger_entry_balanced;
alter table ledger_line enable always trigger ledger_line_balanced;

-- The ledger against the lines of the rolls, which are its sub-ledger: per programme and unit what the accounts say beside what
-- the lines sum to. A line counts once the roll in which it arose is frozen; money given in cash has no roll and counts at once.
-- What stands in transit, and what the bank has paid, belongs to a programme and no unit. Both sums are equal, or somebody must look.
create view ledger_control with (security_invoker = true) as
with line as (
  select l.county_id, l.programme, l.unit_id, l.channel, l.status, l.due_fen, l.recovered_fen, l.waived_fen,
    l.paid_fen + l.recovered_fen + l.waived_fen as settled_fen, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as open_fen
  from roll_line l left join roll r on r.county_id = l.county_id and r.id = l.roll_id
  where l.channel = 'cash' or r.status <> 'drafted'
),
booked as (
  select x.county_id, a.kind as account, e.kind as entry, a.programme, a.unit_id, sum(x.fen)::bigint as fen
  from ledger_line x join ledger_account a on a.county_id = x.county_id and a.id = x.account_id join ledger_entry e on e.county_id = x.county_id and e.id = x.entry_id
  where a.kind in ('expense', 'payable', 'transit', 'bank', 'receivable', 'waived') group by x.county_id, a.kind, e.kind, a.programme, a.unit_id
),
side (county_id, kind, programme, unit_id, ledger_fen, lines_fen) as (
  select county_id, 'expense', programme, unit_id, sum(fen) filter (where entry not in ('aidGiven', 'aidUndone', 'overpaid')), 0 from booked where account = 'expense' group by county_id, programme, unit_id
  union all select county_id, 'cash', programme, unit_id, sum(fen) filter (where entry in ('aidGiven', 'aidUndone')), 0 from booked where account = 'expense' group by county_id, programme, unit_id
  union all select county_id, 'payable', programme, unit_id, -sum(fen), 0 from booked where account = 'payable' group by county_id, programme, unit_id
  union all select county_id, 'transit', programme, null, -sum(fen), 0 from booked where account = 'transit' group by county_id, programme
  union all select county_id, 'paid', programme, null, -sum(fen) filter (where entry not in ('opening', 'allocation', 'recovered', 'corrected')), 0 from booked where account = 'bank' group by county_id, programme
  union all select county_id, 'recovered', programme, unit_id, -sum(fen) filter (where entry = 'recovered'), 0 from booked where account = 'receivable' group by county_id, programme, unit_id
  union all select county_id, 'waived', programme, unit_id, sum(fen), 0 from booked where account = 'waived' group by county_id, programme, unit_id
  union all select county_id, 'expense', programme, unit_id, 0, sum(due_fen - case status when 'excluded' then open_fen else 0 end) from line where channel = 'bank' group by county_id, programme, unit_id
  union all select county_id, 'cash', programme, unit_id, 0, sum(due_fen) from line where channel = 'cash' group by county_id, programme, unit_id
  -- Relief before a decision has no line yet, nor ever where the case is refused: the register of what was handed over stands for it.
  union all select p.county_id, 'cash', p.programme, p.unit_id, 0, sum(p.fen) from aid_payment p where not exists (select from roll_line l where l.county_id = p.county_id and l.case_id = p.case_id and l.channel = 'cash') group by p.county_id, p.programme, p.unit_id
  union all select county_id, 'payable', programme, unit_id, 0, sum(open_fen) from line where status in ('ready', 'held', 'rejected', 'returned') group by county_id, programme, unit_id
  union all select county_id, 'transit', programme, null, 0, sum(open_fen) from line where status = 'sent' group by county_id, programme
  union all select county_id, 'paid', programme, null, 0, sum(settled_fen) from line where channel = 'bank' group by county_id, programme
  union all select county_id, 'recovered', programme, unit_id, 0, sum(recovered_fen) from line group by county_id, programme, unit_id
  union all select county_id, 'waived', programme, unit_id, 0, sum(waived_fen) from line group by county_id, programme, unit_id
)
select county_id, kind, programme, unit_id, coalesce(sum(ledger_fen), 0)::bigint as ledger_fen, coalesce(sum(lines_fen), 0)::bigint as lines_fen
from side group by county_id, kind, programme, unit_id;
grant select on ledger_control to doudi_app;

-- Balances as of the end of a day, for the whole county whoever asks: a part of an entry's lines would be no balance.
create function ledger_balances(as_of date) returns table (account_id int, fen bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select account_id, sum(fen)::bigint from ledger_line where county_id = current_county() and on_date <= as_of group by account_id
$$;
revoke all on function ledger_balances(date) from public;
grant execute on function ledger_balances(date) to doudi_app;

-- A movement of funds made by two people: one enters it, another confirms it, and only then the ledger has the entry named here.
-- What was entered never changes; who settled it, and how, is written once.
create table fund_operation (
  county_id int not null constraint fund_operation_county references county (id),
  id uuid not null,
  kind text not null constraint fund_operation_kind check (kind in ('allocation', 'reserve', 'imprestSetUp', 'imprestReplenished', 'imprestReturned', 'reliefFund', 'donation', 'award')),
  status text not null default 'entered' constraint fund_operation_status check (status in ('entered', 'confirmed', 'refused')),
  -- null: the county's own.
  unit_id int,
  programme text,
  source text,
  fen bigint not null constraint fund_operation_fen check (fen > 0),
  -- Day on which the money moved; of an application, the day of it.
  on_date date not null,
  -- Donor, giver, or the basis of an award.
  party text,
  purpose text not null constraint fund_operation_purpose check (length(purpose) between 2 and 300),
  document text not null default '',
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  settled_by uuid,
  settled_by_name text,
  settled_at timestamptz,
  settled_reason text,
  entry_id uuid,
  constraint fund_operation_pk primary key (county_id, id),
  constraint fund_operation_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint fund_operation_entry foreign key (county_id, entry_id) references ledger_entry (county_id, id),
  constraint fund_operation_settled check ((status = 'entered') = (settled_by is null) and (settled_by is null) = (settled_at is null) and (status = 'confirmed') = (entry_id is not null) and (status = 'refused') = (settled_reason is not null)),
  constraint fund_operation_two_persons check (settled_by <> entered_by)
);
create index fund_operation_open on fund_operation (county_id, kind) where status = 'entered';
create index fund_operation_unit on fund_operation (county_id, unit_id, on_date desc);
create index fund_operation_entry on fund_operation (county_id, entry_id) where entry_id is not null;
alter table fund_operation enable row level security;
-- in_area(null) holds for those who see the whole county only.
create policy fund_operation_area on fund_operation using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (status, settled_by, settled_by_name, settled_at, settled_reason, entry_id) on fund_operation to doudi_app;

-- What is appropriated for a year, by source and programme: higher-level funds, the budget at the start of the year, adjusted
-- funds [XX-168]. Written once; a change of the budget is another row, with its sign.
create table fund_budget (
  county_id int not null constraint fund_budget_county references county (id),
  id uuid not null,
  year int not null constraint fund_budget_year check (year between 2010 and 2100),
  source text not null,
  -- null: for assistance as a whole.
  programme text,
  fen bigint not null constraint fund_budget_fen check (fen <> 0),
  document text not null constraint fund_budget_document check (length(document) between 2 and 200),
  note text not null default '',
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamptz not null,
  constraint fund_budget_pk primary key (county_id, id)
);
create index fund_budget_year on fund_budget (county_id, year);
alter table fund_budget enable row level security;
-- Everyone of the county may read the budget; only those who see the whole county write it.
create policy fund_budget_read on fund_budget for select using (county_id = current_county());
create policy fund_budget_write on fund_budget for insert with check (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert on fund_budget to doudi_app;

-- A unit's monthly report on the use of its imprest, as it was given to finance [HQ-178]: opening, receipts, uses, closing.
-- One per unit and month; received by finance once.
create table fund_report (
  county_id int not null constraint fund_report_county references county (id),
  id uuid not null,
  unit_id int not null,
  month text collate "C" not null constraint fund_report_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  -- The table as reported; sums in fen.
  body jsonb not null constraint fund_report_body check (jsonb_typeof(body) = 'object'),
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamptz not null,
  received_by uuid,
  received_by_name text,
  received_at timestamptz,
  constraint fund_report_pk primary key (county_id, id),
  constraint fund_report_once unique (county_id, unit_id, month),
  constraint fund_report_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint fund_report_received check ((received_by is null) = (received_at is null) and received_by <> filed_by)
);
alter table fund_report enable row level security;
create policy fund_report_area on fund_report using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (received_by, received_by_name, received_at) on fund_report to doudi_app;

-- What a household had without right and owes back: one row per recovery, following the case's log. Never more is asked
-- than was overpaid, and of every recovery due = recovered + waived + outstanding: the checks below refuse anything else.
create table recovery (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  -- Unit or village by which row-level security sees it, as of the case.
  area_id int not null,
  programme text not null,
  ground text not null constraint recovery_ground check (ground in ('death', 'lateExit', 'fraud', 'doubleProgramme', 'error')),
  status text not null constraint recovery_status check (status in ('proposed', 'declined', 'established', 'closed')),
  debtor_kind text not null,
  -- Person of the case who owes it; absent where somebody outside it does.
  debtor uuid,
  since date not null,
  proposed_on date not null,
  established_on date,
  closed_on date,
  -- Sum as first proposed; due is what is claimed now and is never above it.
  first_fen bigint not null constraint recovery_first check (first_fen > 0),
  due_fen bigint not null,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  outstanding_fen bigint not null,
  -- Received and not yet looked at by the second person.
  pending_fen bigint not null default 0,
  -- The next day on which something is to come, and how much.
  next_due date,
  next_fen bigint,
  escalated boolean not null default false,
  constraint recovery_pk primary key (county_id, id),
  constraint recovery_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint recovery_identity check (due_fen = recovered_fen + waived_fen + outstanding_fen and least(due_fen, recovered_fen, waived_fen, outstanding_fen, pending_fen) >= 0),
  constraint recovery_not_more check (due_fen <= first_fen and pending_fen <= outstanding_fen),
  constraint recovery_closed check ((status in ('closed', 'declined')) = (closed_on is not null) and (status <> 'closed' or outstanding_fen = 0))
);
create index recovery_open on recovery (county_id, status, next_due);
create index recovery_case on recovery (county_id, case_id);
alter table recovery enable row level security;
create policy recovery_area on recovery using (county_id = current_county() and in_area(area_id));
grant select, insert, update on recovery to doudi_app;

-- The lines of a recovery: a payment of one month, or what was handed over besides. Never more is claimed of a payment than it was.
create table recovery_line (
  county_id int not null,
  recovery_id uuid not null,
  n int not null constraint recovery_line_n check (n >= 0),
  area_id int not null,
  -- The payment; absent for cash, goods and services.
  line_id uuid,
  kind text not null constraint recovery_line_kind check (kind in ('money', 'cash', 'goods', 'service')),
  month text collate "C" not null constraint recovery_line_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  paid_fen bigint not null,
  claim_fen bigint not null,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  constraint recovery_line_pk primary key (county_id, recovery_id, n),
  constraint recovery_line_recovery foreign key (county_id, recovery_id) references recovery (county_id, id),
  constraint recovery_line_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint recovery_line_money check ((kind = 'money') = (line_id is not null)),
  constraint recovery_line_sums check (claim_fen <= paid_fen and recovered_fen + waived_fen <= claim_fen and least(claim_fen, recovered_fen, waived_fen) >= 0)
);
create index recovery_line_line on recovery_line (county_id, line_id);
alter table recovery_line enable row level security;
create policy recovery_line_area on recovery_line using (county_id = current_county() and in_area(area_id));
grant select, insert, update on recovery_line to doudi_app;

-- Every movement of the sums, by the place in the case's log at which it happened: for reports of a month. Written once.
create table recovery_movement (
  county_id int not null,
  recovery_id uuid not null,
  case_id uuid not null,
  seq int not null,
  area_id int not null,
  kind text not null constraint recovery_movement_kind check (kind in ('established', 'corrected', 'recovered', 'waived')),
  on_date date not null,
  fen bigint not null constraint recovery_movement_fen check (fen > 0),
  constraint recovery_movement_pk primary key (county_id, case_id, seq),
  constraint recovery_movement_recovery foreign key (county_id, recovery_id) references recovery (county_id, id)
);
create index recovery_movement_date on recovery_movement (county_id, on_date);
alter table recovery_movement enable row level security;
create policy recovery_movement_area on recovery_movement using (county_id = current_county() and in_area(area_id));
grant select, insert on recovery_movement to doudi_app;

-- A voucher pays once: the same bank slip or receipt is not entered for two debts. A rejected entry frees it again.
create table recovery_voucher (
  county_id int not null,
  method text not null,
  voucher text not null,
  receipt_id uuid not null,
  area_id int not null,
  constraint recovery_voucher_pk primary key (county_id, method, voucher)
);
alter table recovery_voucher enable row level security;
create policy recovery_voucher_county on recovery_voucher using (county_id = current_county()) with check (county_id = current_county() and in_area(area_id));
grant select, insert, delete on recovery_voucher to doudi_app;

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

-- A what-if of other parameters on a county's whole caseload of a month: who asked, when, what for, and what came out. Written
-- by background work; once done it never changes, and `hash` binds parameters and every household's result.
create table scenario (
  county_id int not null constraint scenario_county references county (id),
  id uuid not null,
  title text not null constraint scenario_title check (length(title) between 2 and 100),
  status text not null constraint scenario_status check (status in ('queued', 'running', 'done', 'failed')),
  -- Caseload of this month; with `up_to` also those who came on the roll up to that month, for a standard in force since.
  month text collate "C" not null constraint scenario_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  up_to text collate "C" not null constraint scenario_up_to check (up_to ~ '^\d{4}-(0[1-9]|1[0-2])$' and up_to >= month),
  -- Date of the law, with the values tried out over it.
  law_on date not null,
  -- Refusals of how many months back are looked at for households that would qualify.
  refused_months int not null constraint scenario_refused check (refused_months between 0 and 120),
  tried jsonb not null constraint scenario_tried check (jsonb_typeof(tried) = 'array'),
  progress int not null default 0 constraint scenario_progress check (progress between 0 and 100),
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamptz not null,
  finished_at timestamptz,
  -- Sums by programme, unit and outcome.
  sums jsonb,
  hash bytea constraint scenario_hash check (octet_length(hash) = 32),
  failure text,
  constraint scenario_pk primary key (county_id, id),
  constraint scenario_done check ((status = 'done') = (hash is not null) and (hash is null) = (sums is null) and (status = 'failed') = (failure is not null))
);
create index scenario_latest on scenario (county_id, made_at desc, id);
alter table scenario enable row level security;
create policy scenario_whole on scenario using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on scenario to doudi_app;

-- What comes out for the households, except those for whom nothing changes and those who stay out: many households of one
-- unit and outcome in one row, as arrays in step, because a scenario of a million households is written in seconds and read
-- by unit and outcome.
create table scenario_part (
  county_id int not null,
  scenario_id uuid not null,
  -- Place of the part: slice of the caseload, then order within it.
  slice int not null,
  part int not null,
  programme text not null,
  unit_id int not null,
  area_id int not null,
  outcome text not null constraint scenario_part_outcome check (outcome in ('gain', 'loss', 'exit', 'entry', 'unknown')),
  why text constraint scenario_part_why check (why in ('imported', 'missing', 'differs', 'rate', 'none')),
  cases uuid[] not null,
  -- Place in the case's log of the decision computed anew (0 = none).
  seqs int[] not null,
  persons int[] not null,
  before_fen bigint[] not null,
  after_fen bigint[] not null,
  constraint scenario_part_pk primary key (county_id, scenario_id, slice, part),
  constraint scenario_part_scenario foreign key (county_id, scenario_id) references scenario (county_id, id),
  constraint scenario_part_step check (cardinality(cases) > 0 and cardinality(cases) = cardinality(seqs) and cardinality(cases) = cardinality(persons) and cardinality(cases) = cardinality(before_fen) and cardinality(cases) = cardinality(after_fen)),
  constraint scenario_part_why_unknown check ((outcome = 'unknown') = (why is not null))
);
create index scenario_part_outcome on scenario_part (county_id, scenario_id, outcome, unit_id);
alter table scenario_part enable row level security;
create policy scenario_part_area on scenario_part using (county_id = current_county() and in_area(area_id));
grant select, insert, delete on scenario_part to doudi_app;

-- A standard raised for the whole county (提标): proposed from a what-if by one person, decided by another under a document
-- with its number, in force from a month that may lie in the past. Households are changed by background work, each with an
-- action in its own log. Only sums that rise are changed in this way.
create table standard_change (
  county_id int not null constraint standard_change_county references county (id),
  id uuid not null,
  scenario_id uuid not null,
  title text not null constraint standard_change_title check (length(title) between 2 and 100),
  number text not null constraint standard_change_number check (length(number) between 2 and 60),
  issued_on date not null,
  from_month text collate "C" not null constraint standard_change_from check (from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  reason text not null constraint standard_change_reason check (length(reason) >= 2),
  status text not null constraint standard_change_status check (status in ('proposed', 'rejected', 'applying', 'applied')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  note text,
  applied_at timestamptz,
  constraint standard_change_pk primary key (county_id, id),
  constraint standard_change_scenario foreign key (county_id, scenario_id) references scenario (county_id, id),
  constraint standard_change_two_persons check (decided_by is null or decided_by <> proposed_by),
  constraint standard_change_decided check ((status = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (status = 'applied') = (applied_at is not null))
);
-- A scenario is decided on once: proposed again only after it was turned down.
create unique index standard_change_once on standard_change (county_id, scenario_id) where status <> 'rejected';
create index standard_change_latest on standard_change (county_id, proposed_at desc, id);
alter table standard_change enable row level security;
-- Its head is no secret within the county: cases name it.
create policy standard_change_read on standard_change for select using (county_id = current_county());
create policy standard_change_write on standard_change for all using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on standard_change to doudi_app;

-- What the change does to a household: the sum before and after from a month on, and what is paid for months that rolls had
-- already. `skipped`: left as it was, with the reason, to be dealt with by itself.
create table standard_change_case (
  county_id int not null,
  change_id uuid not null,
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  seq int not null,
  before_fen bigint not null,
  after_fen bigint not null,
  status text not null constraint standard_change_case_status check (status in ('pending', 'applied', 'skipped')),
  why text constraint standard_change_case_why check (why in ('lower', 'exit', 'unknown', 'moved', 'ended', 'dead', 'clock')),
  from_month text collate "C",
  months int not null default 0,
  supplement_fen bigint not null default 0,
  constraint standard_change_case_pk primary key (county_id, change_id, case_id),
  constraint standard_change_case_change foreign key (county_id, change_id) references standard_change (county_id, id),
  constraint standard_change_case_case foreign key (county_id, case_id) references case_file (county_id, id),
  -- Nobody's sum goes down by mass.
  constraint standard_change_case_rises check (status = 'skipped' or after_fen > before_fen),
  constraint standard_change_case_skipped check ((status = 'skipped') = (why is not null) and (status = 'applied') = (from_month is not null)),
  constraint standard_change_case_supplement check (supplement_fen = months * (after_fen - before_fen))
);
create index standard_change_case_case on standard_change_case (county_id, case_id);
create index standard_change_case_pending on standard_change_case (county_id, change_id, case_id) where status = 'pending';
create index standard_change_case_unit on standard_change_case (county_id, change_id, status, unit_id);
alter table standard_change_case enable row level security;
create policy standard_change_case_area on standard_change_case using (county_id = current_county() and in_area(area_id));
grant select, insert, update on standard_change_case to doudi_app;

-- A parameter that the county decided after the policy files were written, under a document of its own: proposed by one
-- person, decided by another, never changed. It stands in the county's layer of the law like any other from its date on.
create table county_parameter (
  county_id int not null constraint county_parameter_county references county (id),
  id uuid not null,
  key text not null,
  label text not null,
  unit text not null,
  value jsonb not null,
  programme text,
  area text constraint county_parameter_area check (area in ('urban', 'rural')),
  from_date date not null,
  -- The document: its title, number, date.
  title text not null,
  number text not null,
  issued_on date not null,
  change_id uuid not null,
  entered_by uuid not null,
  entered_by_name text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  constraint county_parameter_pk primary key (county_id, id),
  constraint county_parameter_change foreign key (county_id, change_id) references standard_change (county_id, id),
  constraint county_parameter_once unique nulls not distinct (county_id, change_id, key, programme, area),
  constraint county_parameter_two_persons check (entered_by <> decided_by)
);
alter table county_parameter enable row level security;
create policy county_parameter_county on county_parameter using (county_id = current_county());
grant select, insert on county_parameter to doudi_app;

-- The county's demand plan for the money of a year [GX-21, LH-14]: a draft is computed from the caseload and assumptions; confirmed by
-- the leader it is frozen with the figures it was computed from. A revision is a new version; the last confirmed one counts.
create table demand_plan (
  county_id int not null constraint demand_plan_county references county (id),
  id uuid not null,
  year int not null constraint demand_plan_year check (year between 2000 and 2100),
  version int not null constraint demand_plan_version check (version > 0),
  status text not null constraint demand_plan_status check (status in ('drafted', 'confirmed', 'returned')),
  -- Month of the caseload, the caseload itself, what was assumed, what came of it.
  month text collate "C" not null constraint demand_plan_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  base jsonb not null,
  assumptions jsonb not null,
  figures jsonb not null,
  year_fen bigint not null constraint demand_plan_fen check (year_fen >= 0),
  drafted_by uuid not null,
  drafted_by_name text not null,
  drafted_at timestamptz not null,
  confirmed_by uuid,
  confirmed_by_name text,
  confirmed_at timestamptz,
  note text,
  constraint demand_plan_pk primary key (county_id, id),
  constraint demand_plan_once unique (county_id, year, version),
  constraint demand_plan_two_persons check (confirmed_by is null or confirmed_by <> drafted_by),
  constraint demand_plan_confirmed check ((status = 'drafted') = (confirmed_by is null) and (confirmed_by is null) = (confirmed_at is null))
);
create unique index demand_plan_one_draft on demand_plan (county_id, year) where status = 'drafted';
-- What was confirmed or sent back stands for ever.
create function keep_confirmed() returns trigger language plpgsql as $$
begin
  if old.status <> 'drafted' then raise exception 'a confirmed or returned plan never changes' using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger demand_plan_frozen before update or delete on demand_plan for each row execute function keep_confirmed();
alter table demand_plan enable row level security;
create policy demand_plan_whole on demand_plan using (county_id = current_county() and current_setting('app.area', true) = '*');
grant select, insert, update on demand_plan to doudi_app;

-- An open case that goes to another office leaves its money in the books of the office that paid it.
create or replace function move_case(moved uuid, new_unit int) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  place record;
begin
  if current_setting('app.area', true) is distinct from '*' then
    raise exception 'a case is moved with the view of the whole county only' using errcode = 'insufficient_privilege';
  end if;
  for place in
    select c.table_name, c.column_name from information_schema.columns c
    join information_schema.columns k on k.table_schema = c.table_schema and k.table_name = c.table_name and k.column_name = 'case_id'
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.column_name in ('unit_id', 'area_id') and c.data_type = 'integer'
      -- A meeting stays on the register of the office that held it, money in the books of the office that paid it.
      and c.table_name not in ('meeting_held', 'ledger_entry') and (c.table_name <> 'aid_payment' or c.column_name = 'area_id')
  loop
    execute format('update %I set %I = $1 where county_id = current_county() and case_id = $2', place.table_name, place.column_name) using new_unit, moved;
  end loop;
  update case_file set unit_id = new_unit, area_id = new_unit where county_id = current_county() and id = moved;
  update print_mark m set unit_id = new_unit from print_item i where i.county_id = m.county_id and i.id = m.item_id and i.case_id = moved and m.county_id = current_county();
end
$$;
