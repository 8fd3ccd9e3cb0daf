-- 0.3.0 → 0.4.0: cash confirmed by a second person, answers to splits, settlements, what a standard alone raises; matters of supervision. Ends in the same structure as tables/structure.sql.

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
    'aidGiven', 'givenConfirmed', 'aidReceiptAdded', 'givenSettled', 'emergencyMarked', 'complexDeclared', 'referred', 'referralAnswered'
  ));

drop index bank_sending_next;
alter table bank_sending drop constraint bank_sending_state;
alter table bank_sending add constraint bank_sending_state check (state in ('waiting', 'unsure', 'received', 'answering', 'answered', 'refused', 'altered', 'hand'));
create index bank_sending_next on bank_sending (county_id, next_at) where state in ('waiting', 'unsure', 'altered', 'received', 'answering', 'answered');

alter table benefit drop constraint benefit_ground;
alter table benefit add constraint benefit_ground check (ground in ('grant', 'change', 'stop', 'grade', 'takeover', 'standard'));
alter table roll_event drop constraint roll_event_kind;
alter table roll_event add constraint roll_event_kind check (kind in ('made', 'madeAgain', 'frozen', 'back', 'released', 'downloaded', 'sent', 'returnRead', 'reconciled', 'byHand'));

drop policy roll_event_county on roll_event;
-- How a roll went is told to everyone of the county, as the roll itself is: it names staff, no household. A step is taken, and so
-- written, only by those who may write the roll: whoever sees the whole county, and the bank's interface.
create policy roll_event_read on roll_event for select using (county_id = current_county());
create policy roll_event_write on roll_event for insert with check (county_id = current_county() and current_setting('app.area', true) = '*');

drop policy county_parameter_county on county_parameter;
-- It is law: every post of the county computes by it and reads it. It is written only county-wide, and only as what the decision
-- of a change of standard says: by whom it was proposed, by whom decided, under which number and date, while it is being applied.
create policy county_parameter_read on county_parameter for select using (county_id = current_county());
create policy county_parameter_write on county_parameter for insert with check (county_id = current_county() and current_setting('app.area', true) = '*'
  and exists (select from standard_change c where c.county_id = county_parameter.county_id and c.id = change_id and c.status = 'applying' and c.proposed_by = entered_by and c.decided_by = county_parameter.decided_by
    and c.number = county_parameter.number and c.issued_on = county_parameter.issued_on and to_char(from_date, 'YYYY-MM-DD') = c.from_month || '-01'));

alter table scenario_part add column standard_fen bigint[];
update scenario_part set standard_fen = array_fill(null::bigint, array[cardinality(cases)]);
alter table scenario_part alter column standard_fen set not null;
alter table scenario_part drop constraint scenario_part_outcome;
alter table scenario_part add constraint scenario_part_outcome check (outcome in ('gain', 'same', 'loss', 'exit', 'entry', 'unknown'));
alter table scenario_part drop constraint scenario_part_step;
alter table scenario_part add constraint scenario_part_step check (cardinality(cases) > 0 and cardinality(cases) = cardinality(seqs) and cardinality(cases) = cardinality(persons) and cardinality(cases) = cardinality(before_fen) and cardinality(cases) = cardinality(after_fen) and cardinality(cases) = cardinality(standard_fen));

alter table standard_change_case add column other_fen bigint, add column answer text, add column answer_reason text, add column answered_by uuid, add column answered_by_name text, add column answered_at timestamptz;
alter table standard_change_case drop constraint standard_change_case_status;
alter table standard_change_case add constraint standard_change_case_status check (status in ('pending', 'applied', 'skipped', 'asked'));
alter table standard_change_case drop constraint standard_change_case_why;
alter table standard_change_case add constraint standard_change_case_why check (why in ('lower', 'exit', 'unknown', 'moved', 'ended', 'dead', 'clock', 'other', 'unsplit', 'recovery', 'suspended'));
alter table standard_change_case drop constraint standard_change_case_skipped;
alter table standard_change_case add constraint standard_change_case_skipped check ((status in ('skipped', 'asked')) = (why is not null) and (status = 'applied') = (from_month is not null));
alter table standard_change_case add constraint standard_change_case_answer check (answer in ('raise', 'leave'));
alter table standard_change_case add constraint standard_change_case_asked check (status <> 'asked' or why in ('recovery', 'suspended'));
alter table standard_change_case add constraint standard_change_case_answered check ((answer is null) = (answered_by is null) and (answer is null) = (answered_at is null) and (answer is null) = (answered_by_name is null) and (answer is null or length(answer_reason) >= 2) and (status <> 'asked' or answer is null));

-- A voucher entered under two methods before keeps its method in its number.
update recovery_voucher v set voucher = v.voucher || ' ' || v.method where exists (select from recovery_voucher o where o.county_id = v.county_id and o.voucher = v.voucher and o.method < v.method);
alter table recovery_voucher drop constraint recovery_voucher_pk;
alter table recovery_voucher add constraint recovery_voucher_pk primary key (county_id, voucher);
-- What was waived in a year to the household of a case in its other cases, wherever in the county they were: a household is
-- known by any of its members. The limit of a waiver counts all of it.
create function waived_elsewhere(of_case uuid, in_year int) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(m.fen), 0)::bigint from recovery_movement m where m.county_id = current_county() and m.kind = 'waived' and extract(year from m.on_date) = in_year and m.case_id <> of_case
    and m.case_id in (select o.case_id from case_person p join case_person o on o.county_id = p.county_id and o.number_idx = p.number_idx and o.role = 'member'
      where p.county_id = current_county() and p.case_id = of_case and p.role = 'member' and exists (select from case_file f where f.county_id = p.county_id and f.id = of_case and in_area(f.area_id)))
$$;
revoke all on function waived_elsewhere(uuid, int) from public;
grant execute on function waived_elsewhere(uuid, int) to doudi_app;

-- What became of a line that the bank has, as two people find it: one proposes it with the bank's paper, another confirms or
-- refuses it. Only the confirmation books anything, under this id. What was proposed never changes; the decision is written once.
create table roll_settlement (
  county_id int not null,
  id uuid not null,
  line_id uuid not null,
  batch_id uuid not null,
  case_id uuid not null,
  area_id int not null,
  outcome text not null constraint roll_settlement_outcome check (outcome in ('paid', 'rejected', 'returned')),
  -- Sum of the sending in question.
  fen bigint not null constraint roll_settlement_fen check (fen > 0),
  reason text not null constraint roll_settlement_reason check (length(reason) >= 2),
  -- The bank's paper, kept among the files of the case.
  file_id uuid not null,
  status text not null default 'proposed' constraint roll_settlement_status check (status in ('proposed', 'confirmed', 'refused')),
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  decided_reason text,
  constraint roll_settlement_pk primary key (county_id, id),
  constraint roll_settlement_line foreign key (county_id, line_id) references roll_line (county_id, id),
  constraint roll_settlement_file foreign key (county_id, file_id) references stored_file (county_id, id),
  constraint roll_settlement_decided check ((status = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_by_name is null) and (status <> 'refused' or length(decided_reason) >= 2)),
  constraint roll_settlement_two_persons check (decided_by <> proposed_by)
);
-- One proposal at a time.
create unique index roll_settlement_open on roll_settlement (county_id, line_id) where status = 'proposed';
create index roll_settlement_line on roll_settlement (county_id, line_id, proposed_at);
create index roll_settlement_waiting on roll_settlement (county_id, batch_id) where status = 'proposed';
alter table roll_settlement enable row level security;
create policy roll_settlement_area on roll_settlement using (county_id = current_county() and in_area(area_id));
grant select, insert, update (status, decided_by, decided_by_name, decided_at, decided_reason) on roll_settlement to doudi_app;

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

-- Matters of supervision: draws, checks, rectifications, complaints, leads, tasks and the rest of core/matter. One row each as it
-- stands now, made from its acts (matter_act) with every one of them; what it is about is never called case_id here, because
-- a case that moves takes the rows of that name along into its new area.
create table matter (
  county_id int not null constraint matter_county references county (id),
  id uuid not null,
  topic text not null constraint matter_topic check (topic in ('draw', 'check', 'rectification', 'complaint', 'lead', 'task', 'training', 'dishonesty', 'score')),
  number text not null,
  title text not null constraint matter_title check (length(title) between 1 and 200),
  -- State within the topic, and its word.
  status text not null,
  status_text text not null,
  -- The unit that it is about, and the area that may see it: null is seen by those who see the whole county only.
  unit_id int,
  area_id int,
  waits text constraint matter_waits check (waits in ('unit', 'county')),
  next text,
  due_on date,
  opened_on date not null,
  closed_on date,
  about_case uuid,
  origin_id uuid,
  -- Acts written so far, and the state folded from them.
  seq int not null constraint matter_seq check (seq > 0),
  state jsonb not null constraint matter_state check (jsonb_typeof(state) = 'object'),
  constraint matter_pk primary key (county_id, id),
  constraint matter_number_once unique (county_id, number),
  constraint matter_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint matter_area check (area_id is null or area_id = unit_id),
  constraint matter_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint matter_origin foreign key (county_id, origin_id) references matter (county_id, id)
);
create index matter_open on matter (county_id, topic, due_on) where closed_on is null;
create index matter_listed on matter (county_id, topic, opened_on desc, id);
create index matter_of_unit on matter (county_id, unit_id, topic, opened_on desc);
create index matter_about on matter (county_id, about_case) where about_case is not null;
create index matter_from on matter (county_id, origin_id) where origin_id is not null;
alter table matter enable row level security;
create policy matter_area on matter for select using (county_id = current_county() and in_area(area_id));
-- A unit may open what it does not see any more afterwards (a complaint handed to the county), and the county what a unit then sees.
create policy matter_opened on matter for insert with check (county_id = current_county());
create policy matter_changed on matter for update using (county_id = current_county() and in_area(area_id)) with check (county_id = current_county());
grant select, insert, update on matter to doudi_app;

-- End of each county's chain of acts. Appending locks this row, so that the chain has no fork and no gap.
create table matter_head (
  county_id int not null constraint matter_head_pk primary key constraint matter_head_county references county (id),
  position bigint not null constraint matter_head_position check (position >= 0),
  hash bytea not null constraint matter_head_hash check (octet_length(hash) = 32),
  recorded_at timestamptz(3) not null
);
create trigger matter_head_forward before update on matter_head for each row execute function refuse_going_back();
create trigger matter_head_kept before delete on matter_head for each row execute function refuse_change();
create trigger matter_head_not_emptied before truncate on matter_head for each statement execute function refuse_change();
alter table matter_head enable always trigger matter_head_forward;
alter table matter_head enable always trigger matter_head_kept;
alter table matter_head enable always trigger matter_head_not_emptied;
alter table matter_head enable row level security;
create policy matter_head_county on matter_head using (county_id = current_county());
grant select, insert, update on matter_head to doudi_app;

-- What happened to matters, written once, in one chain per county, hashed as the actions of cases are (docs/audit-log.md; `case` is
-- the matter's id there).
create table matter_act (
  county_id int not null constraint matter_act_county references county (id),
  position bigint not null constraint matter_act_position check (position > 0),
  matter_id uuid not null,
  -- Place within the matter; also what refuses two commands decided on the same state.
  seq int not null constraint matter_act_seq check (seq > 0),
  kind text not null constraint matter_act_kind check (kind <> ''),
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor_user text not null constraint matter_act_user check (actor_user <> ''),
  actor_post text not null constraint matter_act_post check (actor_post <> ''),
  actor_unit text not null,
  body jsonb not null constraint matter_act_body check (jsonb_typeof(body) = 'object'),
  prev_hash bytea not null constraint matter_act_prev_hash check (octet_length(prev_hash) = 32),
  hash bytea not null constraint matter_act_hash check (octet_length(hash) = 32),
  constraint matter_act_pk primary key (county_id, position),
  constraint matter_act_seq_once unique (county_id, matter_id, seq),
  constraint matter_act_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
create trigger matter_act_written_once before update or delete on matter_act for each row execute function refuse_change();
create trigger matter_act_not_emptied before truncate on matter_act for each statement execute function refuse_change();
alter table matter_act enable always trigger matter_act_written_once;
alter table matter_act enable always trigger matter_act_not_emptied;
alter table matter_act enable row level security;
create policy matter_act_visible on matter_act for select using (county_id = current_county() and exists (select 1 from matter m where m.county_id = matter_act.county_id and m.id = matter_act.matter_id));
create policy matter_act_written on matter_act for insert with check (county_id = current_county());
grant select, insert on matter_act to doudi_app;

-- The population of a draw as it was frozen, word for word: its SHA-256 is the commitment that was published before the seed
-- existed. Written once.
create table draw_frozen (
  county_id int not null,
  draw_id uuid not null,
  -- Canonical JSON of a DrawStatement (core/draw/select.ts); holds case numbers, no person.
  statement text not null,
  commitment text not null constraint draw_frozen_commitment check (commitment ~ '^[0-9a-f]{64}$'),
  constraint draw_frozen_pk primary key (county_id, draw_id),
  constraint draw_frozen_matter foreign key (county_id, draw_id) references matter (county_id, id)
);
create trigger draw_frozen_written_once before update or delete on draw_frozen for each row execute function refuse_change();
create trigger draw_frozen_not_emptied before truncate on draw_frozen for each statement execute function refuse_change();
alter table draw_frozen enable always trigger draw_frozen_written_once;
alter table draw_frozen enable always trigger draw_frozen_not_emptied;
alter table draw_frozen enable row level security;
-- The county's alone: a unit does not know beforehand whom the county visits.
create policy draw_frozen_county on draw_frozen using (county_id = current_county() and in_area(null));
grant select, insert on draw_frozen to doudi_app;

-- Cases to be checked: drawn at random, drawn because their class is drawn whole, or added because of a ground; the pair that
-- checks them, and the check that came of it.
create table draw_member (
  county_id int not null,
  draw_id uuid not null,
  -- Case number, as it stands in the statement.
  number text not null,
  about_case uuid not null,
  unit_id int not null,
  programme text not null,
  outcome text not null constraint draw_member_outcome check (outcome in ('grant', 'refuse')),
  part text not null constraint draw_member_part check (part in ('random', 'must', 'risk')),
  -- Classes drawn whole to which it belongs; ground of a case added for its risk.
  classes text[] not null default '{}',
  ground text,
  checkers uuid[],
  check_id uuid,
  constraint draw_member_pk primary key (county_id, draw_id, number, part),
  constraint draw_member_draw foreign key (county_id, draw_id) references draw_frozen (county_id, draw_id),
  constraint draw_member_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint draw_member_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint draw_member_check foreign key (county_id, check_id) references matter (county_id, id)
);
create index draw_member_about on draw_member (county_id, about_case);
create index draw_member_check on draw_member (county_id, check_id) where check_id is not null;
alter table draw_member enable row level security;
create policy draw_member_county on draw_member using (county_id = current_county() and in_area(null));
grant select, insert, update (checkers, check_id) on draw_member to doudi_app;

-- Draws as they are published: what was committed to, when, and what came of it; no case. For readers without account, who see
-- no area.
create function public_draws(county int) returns table (number text, state jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.number, m.state - 'risk' - 'frozenBy' - 'assigned' from matter m where m.county_id = county and county = current_county() and m.topic = 'draw' order by m.opened_on desc, m.number desc limit 100
$$;
revoke all on function public_draws(int) from public;
grant execute on function public_draws(int) to doudi_app;
