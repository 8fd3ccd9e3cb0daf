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
  topic text not null constraint matter_topic check (topic in ('draw', 'check', 'rectification', 'complaint', 'lead', 'task', 'training', 'dishonesty', 'score', 'oversight')),
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

-- Photographs and scans that prove something in a matter of supervision; the content lies in the file store under its hash. Whoever
-- sees the matter sees them. Written once.
create table matter_file (
  county_id int not null,
  id uuid not null,
  matter_id uuid not null,
  sha256 bytea not null constraint matter_file_hash check (octet_length(sha256) = 32),
  media_type text not null constraint matter_file_type check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes int not null constraint matter_file_size check (bytes > 0),
  name text not null constraint matter_file_name check (length(name) between 1 and 200),
  uploaded_by uuid not null,
  at timestamptz(3) not null,
  constraint matter_file_pk primary key (county_id, id),
  constraint matter_file_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
create index matter_file_of on matter_file (county_id, matter_id, at);
alter table matter_file enable row level security;
create policy matter_file_seen on matter_file using (county_id = current_county() and exists (select 1 from matter m where m.county_id = matter_file.county_id and m.id = matter_file.matter_id));
grant select, insert on matter_file to doudi_app;

-- Papers that the county bureau issued in a matter, numbered, word for word as they went out. Written once.
create table matter_paper (
  county_id int not null,
  id uuid not null,
  matter_id uuid not null,
  kind text not null constraint matter_paper_kind check (kind <> ''),
  number text not null,
  title text not null constraint matter_paper_title check (length(title) between 1 and 100),
  -- A MatterPaper of core/matter/paper.ts.
  content jsonb not null constraint matter_paper_content check (jsonb_typeof(content) = 'object'),
  issued_on date not null,
  constraint matter_paper_pk primary key (county_id, id),
  constraint matter_paper_number_once unique (county_id, number),
  constraint matter_paper_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
create index matter_paper_of on matter_paper (county_id, matter_id, issued_on);
create trigger matter_paper_written_once before update or delete on matter_paper for each row execute function refuse_change();
create trigger matter_paper_not_emptied before truncate on matter_paper for each statement execute function refuse_change();
alter table matter_paper enable always trigger matter_paper_written_once;
alter table matter_paper enable always trigger matter_paper_not_emptied;
alter table matter_paper enable row level security;
create policy matter_paper_seen on matter_paper using (county_id = current_county() and exists (select 1 from matter m where m.county_id = matter_paper.county_id and m.id = matter_paper.matter_id));
grant select, insert on matter_paper to doudi_app;

-- Units to which a criticism was circulated besides the one concerned: they see the paper, not the matter, and sign that they have it.
create table rectify_circular (
  county_id int not null,
  paper_id uuid not null,
  unit_id int not null,
  signed_by uuid,
  signed_on date,
  constraint rectify_circular_pk primary key (county_id, paper_id, unit_id),
  constraint rectify_circular_paper foreign key (county_id, paper_id) references matter_paper (county_id, id),
  constraint rectify_circular_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint rectify_circular_signed check ((signed_by is null) = (signed_on is null))
);
create index rectify_circular_of on rectify_circular (county_id, unit_id);
alter table rectify_circular enable row level security;
create policy rectify_circular_area on rectify_circular using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (signed_by, signed_on) on rectify_circular to doudi_app;
create policy matter_paper_circulated on matter_paper for select using (county_id = current_county() and exists (select 1 from rectify_circular c where c.county_id = matter_paper.county_id and c.paper_id = matter_paper.id));

-- The population of a draw as it was frozen, word for word: its SHA-256 is the commitment that was published before the seed
-- existed. Written once.
create table draw_frozen (
  county_id int not null,
  draw_id uuid not null,
  -- Canonical JSON of a DrawStatement (core/draw/select.ts); holds case numbers, no person.
  statement text not null,
  -- Case number → classes drawn whole to which it belongs: the county's alone, no part of what outsiders get.
  classes jsonb not null constraint draw_frozen_classes check (jsonb_typeof(classes) = 'object'),
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

-- What a check found wrong, as it stands now: from the acts of the check (matter_act), for lists, figures and scores. Written when
-- the check is concluded, when the unit may see it; settled with the rectification that it was handed to, and only with it.
create table check_finding (
  county_id int not null,
  id uuid not null,
  check_id uuid not null,
  unit_id int not null,
  area_id int not null,
  about_case uuid not null,
  programme text not null,
  -- How the case came to be checked: only 'random' and 'must' ever enter an error rate.
  part text not null constraint check_finding_part check (part in ('random', 'must', 'risk', 'alone')),
  aspect text not null constraint check_finding_aspect check (aspect in ('process', 'level', 'effect')),
  failing text not null constraint check_finding_failing check (failing in ('inaccurate', 'policy', 'duty')),
  -- Paid to whom or more than was due; refused to whom or less than was due; null: no wrong sum.
  wrong text constraint check_finding_wrong check (wrong in ('paid', 'refused')),
  fen bigint not null constraint check_finding_fen check (fen >= 0 and (fen = 0 or wrong is not null)),
  severity text not null constraint check_finding_severity check (severity in ('light', 'grave')),
  on_date date not null,
  state text not null constraint check_finding_state check (state in ('open', 'raised', 'settled')),
  rectification_id uuid,
  constraint check_finding_pk primary key (county_id, id),
  constraint check_finding_check foreign key (county_id, check_id) references matter (county_id, id),
  constraint check_finding_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint check_finding_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint check_finding_rectification foreign key (county_id, rectification_id) references matter (county_id, id),
  constraint check_finding_area check (area_id = unit_id),
  constraint check_finding_raised check ((state = 'open') = (rectification_id is null))
);
create index check_finding_unit on check_finding (county_id, unit_id, on_date);
create index check_finding_of on check_finding (county_id, check_id);
alter table check_finding enable row level security;
create policy check_finding_area on check_finding using (county_id = current_county() and in_area(area_id));
grant select, insert, update (state, rectification_id) on check_finding to doudi_app;

-- Whether a unit has what it must have (五有), as the unit states it of itself and as the county found it [HQ-41, HQ-204]. Written
-- once: the latest statement of each side is the one in force.
create table unit_condition (
  county_id int not null constraint unit_condition_county references county (id),
  id uuid not null,
  unit_id int not null,
  -- Id of a condition of `oversight.unit`.
  condition text not null constraint unit_condition_id check (condition ~ '^[a-z][a-zA-Z]*$'),
  side text not null constraint unit_condition_side check (side in ('unit', 'county')),
  held boolean not null,
  text text not null constraint unit_condition_text check (length(text) between 2 and 300),
  by_account uuid not null,
  by_name text not null,
  on_date date not null,
  at timestamptz(3) not null,
  constraint unit_condition_pk primary key (county_id, id),
  constraint unit_condition_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index unit_condition_latest on unit_condition (county_id, unit_id, condition, side, at desc);
create trigger unit_condition_written_once before update or delete on unit_condition for each row execute function refuse_change();
create trigger unit_condition_not_emptied before truncate on unit_condition for each statement execute function refuse_change();
alter table unit_condition enable always trigger unit_condition_written_once;
alter table unit_condition enable always trigger unit_condition_not_emptied;
alter table unit_condition enable row level security;
create policy unit_condition_area on unit_condition using (county_id = current_county() and in_area(unit_id));
grant select, insert on unit_condition to doudi_app;

-- What other departments keep about people: one row for an entry of a list (a vehicle, a death, a month's wage base). Brought by a
-- connector or a file; the person is known by the keyed hash of the identity number only.
create table external_row (
  county_id int not null,
  list text not null,
  -- Key of the entry at its source: the same entry brought again is the same row.
  ref text not null constraint external_row_ref check (length(ref) between 1 and 80),
  number_idx bytea not null,
  -- The other person of an entry about two (family register).
  other_idx bytea,
  on_date date not null,
  fen bigint,
  -- What the clerk is shown: kind, model, employer, grade. No name, no number, no address.
  fields jsonb not null default '{}' constraint external_row_fields check (jsonb_typeof(fields) = 'object'),
  batch_id uuid not null,
  constraint external_row_pk primary key (county_id, list, ref)
);
create index external_row_number on external_row (county_id, list, number_idx) include (on_date, fen);
alter table external_row enable row level security;
-- The whole county's: a unit sees of it what a hit shows.
create policy external_row_county on external_row using (county_id = current_county() and in_area(null));
grant select, insert, update, delete on external_row to doudi_app;

-- Each list as it was brought last: how far it reaches and to which day. What it does not cover is not "none".
create table external_list (
  county_id int not null constraint external_list_county references county (id),
  list text not null,
  source text not null,
  source_date date not null,
  coverage text not null,
  rows int not null,
  brought_at timestamptz not null,
  constraint external_list_pk primary key (county_id, list)
);
alter table external_list enable row level security;
create policy external_list_read on external_list for select using (county_id = current_county());
create policy external_list_write on external_list for all using (county_id = current_county() and in_area(null));
grant select, insert, update on external_list to doudi_app;

-- Every bringing of a list: by the connector page by page, so that one that broke off goes on where it stopped, or from a file.
create table external_batch (
  county_id int not null,
  id uuid not null,
  list text not null,
  way text not null constraint external_batch_way check (way in ('connector', 'file')),
  status text not null constraint external_batch_status check (status in ('running', 'done', 'failed')),
  source text not null default '',
  source_date date,
  coverage text not null default '',
  -- Place after the last page taken.
  cursor text,
  rows int not null default 0,
  faults int not null default 0,
  words text,
  -- The account that brought a file; null: the nightly run.
  by_account uuid,
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint external_batch_pk primary key (county_id, id)
);
create index external_batch_list on external_batch (county_id, list, started_at desc);
alter table external_batch enable row level security;
create policy external_batch_county on external_batch using (county_id = current_county() and in_area(null));
grant select, insert, update on external_batch to doudi_app;

-- Each run of the warning rules: which ran, on what, and what they found.
create table warning_run (
  county_id int not null constraint warning_run_county references county (id),
  id uuid not null,
  on_date date not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- The account that asked for it; null: the night.
  by_account uuid,
  people int,
  -- [{rule, ran, why, found, fresh, ms}]
  rules jsonb not null default '[]' constraint warning_run_rules check (jsonb_typeof(rules) = 'array'),
  words text,
  constraint warning_run_pk primary key (county_id, id)
);
create index warning_run_latest on warning_run (county_id, started_at desc);
alter table warning_run enable row level security;
create policy warning_run_read on warning_run for select using (county_id = current_county());
create policy warning_run_write on warning_run for all using (county_id = current_county() and in_area(null));
grant select, insert, update on warning_run to doudi_app;

-- What the county's leader decided about a rule: whether it runs and by which number, from a day on, with the reason and what the
-- number would have found. Written once; the latest of the latest day holds.
create table warning_choice (
  county_id int not null constraint warning_choice_county references county (id),
  id uuid not null,
  rule text not null,
  active boolean not null,
  threshold numeric,
  from_date date not null,
  reason text not null constraint warning_choice_reason check (length(reason) >= 4),
  -- Households found by the old and the new number when it was decided.
  found_before int,
  found_after int,
  decided_by uuid not null,
  decided_at timestamptz not null,
  constraint warning_choice_pk primary key (county_id, id)
);
create index warning_choice_rule on warning_choice (county_id, rule, from_date desc, decided_at desc);
create trigger warning_choice_written_once before update or delete on warning_choice for each row execute function refuse_change();
create trigger warning_choice_not_emptied before truncate on warning_choice for each statement execute function refuse_change();
alter table warning_choice enable always trigger warning_choice_written_once;
alter table warning_choice enable always trigger warning_choice_not_emptied;
alter table warning_choice enable row level security;
create policy warning_choice_read on warning_choice for select using (county_id = current_county());
create policy warning_choice_write on warning_choice for insert with check (county_id = current_county() and in_area(null));
grant select, insert on warning_choice to doudi_app;

-- A lead: everything that waits to be looked into about one household, however many rules or people point at it. One open lead a
-- household; a household known to no case stands in `who_enc`. Leads of the county itself have no area.
create table lead (
  county_id int not null constraint lead_county references county (id),
  id uuid not null,
  no int not null,
  -- The case's id, or what else it is about: `village:…`, `unit:…`.
  subject text not null,
  about_case uuid,
  unit_id int not null,
  area_id int,
  who_enc bytea,
  side text not null constraint lead_side check (side in ('in', 'out', 'both')),
  opened_on date not null,
  -- Of the open hits the earliest day; null once nothing is open.
  due_on date,
  closed_on date,
  constraint lead_pk primary key (county_id, id),
  constraint lead_no_once unique (county_id, no),
  constraint lead_closed check ((closed_on is null) = (due_on is not null)),
  constraint lead_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint lead_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create unique index lead_open_once on lead (county_id, subject) where closed_on is null;
create index lead_due on lead (county_id, due_on, no) include (area_id, unit_id) where closed_on is null;
create index lead_done on lead (county_id, closed_on desc, no) include (area_id, unit_id) where closed_on is not null;
create index lead_about on lead (county_id, about_case) where about_case is not null;
alter table lead enable row level security;
create policy lead_area on lead using (county_id = current_county() and in_area(area_id));
grant select, insert, update on lead to doudi_app;

-- One thing found or told, with what was seen. `mark` is the fingerprint of the fact: answered once, the same fact does not come
-- back before the answer expires or the fact changes; then it is another round of it.
create table lead_hit (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  lead_id uuid not null,
  rule text not null,
  subject text not null,
  person_id uuid,
  mark text not null,
  round int not null constraint lead_hit_round check (round > 0),
  area_id int,
  side text not null constraint lead_hit_side check (side in ('in', 'out', 'both')),
  source text not null constraint lead_hit_source check (source in ('warning', 'complaint', 'check', 'village', 'counter', 'county')),
  proof boolean not null,
  -- While it is open or true, the payee's lines are held.
  holds boolean not null default false,
  facts jsonb not null constraint lead_hit_facts check (jsonb_typeof(facts) = 'object'),
  found_on date not null,
  seen_on date not null,
  due_on date not null,
  status text not null constraint lead_hit_status check (status in ('open', 'valid', 'explained', 'stop', 'gone')),
  answered_on date,
  answered_by uuid,
  words text,
  files uuid[] not null default '{}',
  next text,
  expires_on date,
  constraint lead_hit_pk primary key (county_id, id),
  constraint lead_hit_once unique nulls not distinct (county_id, rule, subject, person_id, mark, round),
  constraint lead_hit_lead foreign key (county_id, lead_id) references lead (county_id, id),
  constraint lead_hit_answered check ((status = 'open') = (answered_on is null) and (status in ('valid', 'explained', 'stop')) = (words is not null and answered_by is not null))
);
create unique index lead_hit_open_once on lead_hit (county_id, rule, subject, person_id, mark) nulls not distinct where status = 'open';
create index lead_hit_of on lead_hit (county_id, lead_id);
create index lead_hit_holds on lead_hit (county_id, subject) where holds;
create index lead_hit_yield on lead_hit (county_id, rule, found_on);
alter table lead_hit enable row level security;
create policy lead_hit_area on lead_hit using (county_id = current_county() and in_area(area_id));
grant select, insert, update on lead_hit to doudi_app;

-- Where a hit that people told came from, and their own words. The county's alone where it is kept secret from the unit.
create table lead_origin (
  county_id int not null,
  hit_id uuid not null,
  secret boolean not null,
  matter_id uuid,
  words text not null,
  told_by uuid,
  at timestamptz not null,
  constraint lead_origin_pk primary key (county_id, hit_id),
  constraint lead_origin_hit foreign key (county_id, hit_id) references lead_hit (county_id, id),
  constraint lead_origin_matter foreign key (county_id, matter_id) references matter (county_id, id)
);
alter table lead_origin enable row level security;
create policy lead_origin_seen on lead_origin for select using (county_id = current_county() and (in_area(null) or (not secret and exists (select 1 from lead_hit h where h.county_id = lead_origin.county_id and h.id = hit_id))));
create policy lead_origin_written on lead_origin for insert with check (county_id = current_county());
grant select, insert on lead_origin to doudi_app;

-- What happened to leads, in order. Written once.
create table lead_event (
  county_id int not null,
  id bigint generated always as identity,
  lead_id uuid not null,
  hit_id uuid,
  kind text not null constraint lead_event_kind check (kind in ('opened', 'found', 'told', 'again', 'answered', 'gone', 'closed')),
  at timestamptz not null,
  -- 'system' or the account.
  actor text not null,
  body jsonb not null default '{}' constraint lead_event_body check (jsonb_typeof(body) = 'object'),
  constraint lead_event_pk primary key (county_id, id),
  constraint lead_event_lead foreign key (county_id, lead_id) references lead (county_id, id)
);
create index lead_event_of on lead_event (county_id, lead_id, id);
create trigger lead_event_written_once before update or delete on lead_event for each row execute function refuse_change();
create trigger lead_event_not_emptied before truncate on lead_event for each statement execute function refuse_change();
alter table lead_event enable always trigger lead_event_written_once;
alter table lead_event enable always trigger lead_event_not_emptied;
alter table lead_event enable row level security;
create policy lead_event_seen on lead_event for select using (county_id = current_county() and exists (select 1 from lead l where l.county_id = lead_event.county_id and l.id = lead_event.lead_id));
create policy lead_event_written on lead_event for insert with check (county_id = current_county());
grant select, insert on lead_event to doudi_app;

-- Who complained, as far as they said: sealed, and outside the chain of acts. Seen by whoever sees the complaint; a unit that passes
-- a complaint up writes what it does not see afterwards. Written once.
create table complaint_contact (
  county_id int not null,
  complaint_id uuid not null,
  contact_enc bytea not null,
  -- Keyed hash of the telephone, else of the name: by it the same person's earlier complaints are found.
  person_idx bytea,
  constraint complaint_contact_pk primary key (county_id, complaint_id),
  constraint complaint_contact_matter foreign key (county_id, complaint_id) references matter (county_id, id)
);
create index complaint_contact_person on complaint_contact (county_id, person_idx) where person_idx is not null;
alter table complaint_contact enable row level security;
create policy complaint_contact_seen on complaint_contact for select using (county_id = current_county() and exists (select 1 from matter m where m.county_id = complaint_contact.county_id and m.id = complaint_contact.complaint_id));
create policy complaint_contact_written on complaint_contact for insert with check (county_id = current_county());
grant select, insert on complaint_contact to doudi_app;

-- 社会救助信息箱: where each hangs, since when, and who empties it.
create table complaint_box (
  county_id int not null,
  id uuid not null,
  -- The village or community, and the office above it.
  area_id int not null,
  unit_id int not null,
  place text not null constraint complaint_box_place check (length(place) between 2 and 100),
  keeper text not null,
  since date not null,
  ended_on date,
  constraint complaint_box_pk primary key (county_id, id),
  constraint complaint_box_area foreign key (county_id, area_id) references unit (county_id, id),
  constraint complaint_box_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index complaint_box_of_area on complaint_box (county_id, area_id);
alter table complaint_box enable row level security;
create policy complaint_box_seen on complaint_box using (county_id = current_county() and in_area(area_id));
grant select, insert, update (ended_on) on complaint_box to doudi_app;

-- 每月开箱: once a month, with how many letters lay in it. A month without a row was not opened.
create table complaint_box_opening (
  county_id int not null,
  id uuid not null,
  box_id uuid not null,
  month text not null constraint complaint_box_opening_month check (month ~ '^\d{4}-\d{2}$'),
  on_date date not null,
  letters int not null constraint complaint_box_opening_letters check (letters >= 0),
  opened_by text not null,
  account_id uuid not null,
  at timestamptz(3) not null,
  constraint complaint_box_opening_pk primary key (county_id, id),
  constraint complaint_box_opening_once unique (county_id, box_id, month),
  constraint complaint_box_opening_box foreign key (county_id, box_id) references complaint_box (county_id, id)
);
alter table complaint_box_opening enable row level security;
create policy complaint_box_opening_seen on complaint_box_opening using (county_id = current_county() and exists (select 1 from complaint_box b where b.county_id = complaint_box_opening.county_id and b.id = complaint_box_opening.box_id));
grant select, insert on complaint_box_opening to doudi_app;

-- Calls of the hotlines, answered or not. Who called is not kept here.
create table hotline_call (
  county_id int not null,
  id uuid not null,
  unit_id int not null,
  line text not null,
  at timestamptz(3) not null,
  answered boolean not null,
  -- Settled in the call itself.
  resolved boolean not null,
  note text not null,
  complaint_id uuid,
  account_id uuid not null,
  constraint hotline_call_pk primary key (county_id, id),
  constraint hotline_call_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint hotline_call_complaint foreign key (county_id, complaint_id) references matter (county_id, id),
  constraint hotline_call_resolved check (answered or not resolved)
);
create index hotline_call_at on hotline_call (county_id, at);
alter table hotline_call enable row level security;
-- Whoever takes a call writes it; a unit reads its own.
create policy hotline_call_seen on hotline_call for select using (county_id = current_county() and in_area(unit_id));
create policy hotline_call_written on hotline_call for insert with check (county_id = current_county());
grant select, insert on hotline_call to doudi_app;

-- How a complaint stands, for whoever has its number and code: neither what it says nor whom it is about, nor who looked into it.
create function public_complaint(county int, wanted text) returns table (id uuid, state jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, jsonb_build_object('kind', m.state -> 'kind', 'receivedOn', m.state -> 'receivedOn', 'acceptBy', m.state -> 'acceptBy', 'accepted', m.state -> 'accepted', 'answerBy', m.state -> 'answerBy', 'extended', m.state -> 'extended',
    'declined', m.state -> 'declined', 'withdrawn', m.state -> 'withdrawn', 'disposed', m.state -> 'disposed' -> 'on', 'answered', m.state -> 'answered', 'transferred', m.state -> 'department')
  from matter m where m.county_id = county and county = current_county() and m.topic = 'complaint' and m.number = wanted and m.state ->> 'course' = 'petition'
$$;
revoke all on function public_complaint(int, text) from public;
grant execute on function public_complaint(int, text) to doudi_app;

-- Who stands in the register of dishonest conduct and until when: kept by the matter of each entry (core/dishonesty), one row from
-- the day on which its decision was served. Over at `to_date` by itself, earlier where it was lifted.
create table dishonesty (
  county_id int not null,
  matter_id uuid not null,
  unit_id int not null,
  person_id uuid not null,
  -- Keyed hash of the identity number: two registrations of one human are seen to be one.
  number_idx bytea not null,
  kind text not null,
  label text not null,
  from_date date not null,
  to_date date not null,
  removed_on date,
  constraint dishonesty_pk primary key (county_id, matter_id),
  constraint dishonesty_term check (to_date > from_date),
  constraint dishonesty_matter foreign key (county_id, matter_id) references matter (county_id, id),
  constraint dishonesty_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint dishonesty_person foreign key (county_id, person_id) references person (county_id, id)
);
create index dishonesty_number on dishonesty (county_id, number_idx);
create index dishonesty_ends on dishonesty (county_id, to_date) where removed_on is null;
alter table dishonesty enable row level security;
create policy dishonesty_area on dishonesty using (county_id = current_county() and in_area(unit_id)) with check (county_id = current_county());
grant select, insert, update (removed_on) on dishonesty to doudi_app;

-- What the counter is told of whoever applies anywhere in the county: that there is an entry, of what kind, until when; nothing else.
create function find_dishonesty(wanted bytea, on_day date) returns table (label text, from_date date, to_date date)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.label, d.from_date, d.to_date from dishonesty d
  where d.county_id = current_county() and d.number_idx = wanted and d.from_date <= on_day and on_day < d.to_date and (d.removed_on is null or d.removed_on > on_day) order by d.to_date desc
$$;
revoke all on function find_dishonesty(bytea, date) from public;
grant execute on function find_dishonesty(bytea, date) to doudi_app;

-- Certificates in cases: which organ and which person issued it, who accepted it, and what was found out about it later.
create table certificate (
  county_id int not null,
  id uuid not null,
  -- Never called case_id: a case that moves leaves its certificates with the office that accepted them.
  about_case uuid not null,
  unit_id int not null,
  kind text not null constraint certificate_kind check (length(kind) between 2 and 60),
  number text,
  issuer text not null constraint certificate_issuer check (length(issuer) between 2 and 80),
  issued_by text not null constraint certificate_issued_by check (length(issued_by) between 1 and 50),
  issued_on date not null,
  accepted_by uuid not null,
  accepted_by_name text not null,
  accepted_on date not null,
  finding text constraint certificate_finding check (finding in ('true', 'wrong', 'false')),
  finding_text text,
  found_by uuid,
  found_by_name text,
  found_on date,
  constraint certificate_pk primary key (county_id, id),
  constraint certificate_dates check (issued_on <= accepted_on),
  constraint certificate_found check ((finding is null) = (found_on is null) and (finding is null) = (found_by is null) and (finding is null) = (finding_text is null) and found_by is distinct from accepted_by),
  constraint certificate_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint certificate_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create index certificate_issuer_of on certificate (county_id, issuer);
create index certificate_case_of on certificate (county_id, about_case);
alter table certificate enable row level security;
create policy certificate_area on certificate using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (finding, finding_text, found_by, found_by_name, found_on) on certificate to doudi_app;

-- What a unit's score of a month rests on, and what came of it. Units, indicators, cases: never an account or a person. The run is
-- the county's matter of that month (topic score), whose chain holds every result.
create table score_result (
  county_id int not null,
  run_id uuid not null,
  unit_id int not null,
  month text collate "C" not null constraint score_result_month check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status text not null constraint score_result_status check (status in ('computed', 'shown', 'published')),
  -- Last day on which the unit may object; day by which the ranking is out; day it came out.
  until date,
  due_on date not null,
  published_on date,
  -- A UnitResult of core/score/compute.ts.
  result jsonb not null,
  constraint score_result_pk primary key (county_id, run_id, unit_id),
  constraint score_result_once unique (county_id, month, unit_id),
  constraint score_result_run foreign key (county_id, run_id) references matter (county_id, id),
  constraint score_result_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
alter table score_result enable row level security;
-- The county sees all; a unit its own as soon as it is shown, and all once they are published.
create policy score_result_read on score_result for select using (county_id = current_county() and (in_area(null) or status = 'published' or (status = 'shown' and in_area(unit_id))));
create policy score_result_county on score_result using (county_id = current_county() and in_area(null));
grant select, insert, update, delete on score_result to doudi_app;

-- Items and faults of a unit under an indicator, by kind of case: what a corrected line is taken out of.
create table score_count (
  county_id int not null,
  run_id uuid not null,
  -- Null: the county in the twelve months before, with which the mix of cases is compared.
  unit_id int,
  indicator text not null,
  stratum text not null,
  n int not null constraint score_count_n check (n >= 0),
  faults int not null constraint score_count_faults check (faults between 0 and n),
  constraint score_count_once unique nulls not distinct (county_id, run_id, unit_id, indicator, stratum),
  constraint score_count_run foreign key (county_id, run_id) references matter (county_id, id)
);
alter table score_count enable row level security;
create policy score_count_county on score_count using (county_id = current_county() and in_area(null));
grant select, insert, update, delete on score_count to doudi_app;

-- One fault: what, when, and the case, filing, lead or matter behind it.
create table score_line (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  run_id uuid not null,
  unit_id int not null,
  indicator text not null,
  stratum text not null,
  kind text not null constraint score_line_kind check (kind in ('case', 'filing', 'matter', 'lead', 'none')),
  ref_id uuid,
  on_date date not null,
  text text not null,
  -- Taken out by the answer to an objection.
  corrected boolean not null default false,
  constraint score_line_pk primary key (county_id, id),
  constraint score_line_result foreign key (county_id, run_id, unit_id) references score_result (county_id, run_id, unit_id)
);
create index score_line_unit on score_line (county_id, run_id, unit_id, indicator);
alter table score_line enable row level security;
-- A unit reads its own lines as soon as its result is shown to it; those of others never.
create policy score_line_read on score_line for select using (county_id = current_county() and in_area(unit_id) and exists (
  select 1 from score_result r where r.county_id = score_line.county_id and r.run_id = score_line.run_id and r.unit_id = score_line.unit_id));
create policy score_line_county on score_line using (county_id = current_county() and in_area(null));
grant select, insert, update (corrected), delete on score_line to doudi_app;

-- A pattern that deserves a look, as a question about a unit: never about a person, never a verdict. Found again by its key.
create table behaviour_question (
  county_id int not null,
  id uuid not null default gen_random_uuid(),
  kind text not null constraint behaviour_question_kind check (kind in ('instant', 'sameText', 'samePhoto', 'night', 'dayOff', 'justUnder', 'samePair', 'village')),
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

-- Who is called to a training: a member of staff by account, or a person by name (encrypted by the application). The training itself
-- is a matter; what a unit must know of a training of the county stands here, so that it sees its own people's seats and no others.
create table training_seat (
  county_id int not null,
  id uuid not null,
  training_id uuid not null,
  unit_id int not null,
  account_id uuid,
  name_enc bytea,
  -- Id of the group in `training.audience`.
  audience text not null,
  subject text not null,
  on_date date not null,
  place text not null,
  hours int not null constraint training_seat_hours check (hours > 0),
  teacher text not null,
  state text not null constraint training_seat_state check (state in ('called', 'present', 'absent', 'cancelled')),
  score int constraint training_seat_score check (score between 0 and 100),
  constraint training_seat_pk primary key (county_id, id),
  constraint training_seat_training foreign key (county_id, training_id) references matter (county_id, id),
  constraint training_seat_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint training_seat_account foreign key (county_id, account_id) references account (county_id, id),
  constraint training_seat_someone check ((account_id is null) <> (name_enc is null))
);
create index training_seat_training_seats on training_seat (county_id, training_id);
create index training_seat_person on training_seat (county_id, account_id, on_date desc) where account_id is not null;
create index training_seat_of_unit on training_seat (county_id, unit_id, on_date desc);
alter table training_seat enable row level security;
create policy training_seat_area on training_seat using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on training_seat to doudi_app;

-- People without account who must be there in every unit or village: information officers, assistants, specialists (roles of
-- `staffing.roles`). Name and telephone are encrypted by the application. Never deleted: an appointment ends.
create table helper (
  county_id int not null,
  id uuid not null,
  -- The unit or the village.
  unit_id int not null,
  role text not null constraint helper_role check (role <> ''),
  name_enc bytea not null,
  phone_enc bytea not null,
  from_date date not null,
  to_date date,
  -- How the person was chosen.
  selected text not null constraint helper_selected check (length(selected) between 2 and 300),
  added_by uuid not null,
  added_at timestamptz(3) not null,
  ended_by uuid,
  constraint helper_pk primary key (county_id, id),
  constraint helper_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint helper_dates check (to_date is null or to_date >= from_date)
);
create index helper_of_unit on helper (county_id, unit_id, role);
alter table helper enable row level security;
create policy helper_area on helper using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on helper to doudi_app;
