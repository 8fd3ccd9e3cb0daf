-- Refuses every change of rows that are written once. Fires for everyone, the owner and a superuser included: whoever
-- wants to change the log must switch the trigger off first, and the hashes still show it.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: rows are written once', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;

-- The log: every action of every case, written once, in one hash chain per county [步步留痕、环环能查].
-- hash = SHA-256(prev_hash || canonical JSON of the other columns); docs/audit-log.md gives the exact text.
create table case_action (
  county_id int not null constraint case_action_county references county (id),
  -- Place in the county's chain: 1, 2, 3 … without a gap.
  position bigint not null constraint case_action_position_positive check (position > 0),
  case_id uuid not null,
  -- Place within the case: 1, 2, 3 … without a gap; also what refuses two commands decided on the same state.
  seq int not null constraint case_action_seq_positive check (seq > 0),
  kind text not null constraint case_action_kind check (kind in (
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
  )),
  -- Milliseconds, no finer: what is stored is exactly what is hashed.
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  -- The account ('system' for connectors and clocks), the post it acted in, the unit it acted for.
  actor_user text not null constraint case_action_actor_user check (actor_user <> ''),
  actor_post text not null constraint case_action_actor_post check (actor_post <> ''),
  actor_unit text not null,
  body jsonb not null constraint case_action_body check (jsonb_typeof(body) = 'object'),
  prev_hash bytea not null constraint case_action_prev_hash_length check (octet_length(prev_hash) = 32),
  hash bytea not null constraint case_action_hash_length check (octet_length(hash) = 32),
  constraint case_action_pk primary key (county_id, position),
  constraint case_action_seq_unique unique (county_id, case_id, seq),
  constraint case_action_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index case_action_followed on case_action (county_id, case_id, at) where kind in ('changeProposed', 'recoveryProposed');
create trigger case_action_written_once before update or delete on case_action for each row execute function refuse_change();
create trigger case_action_not_emptied before truncate on case_action for each statement execute function refuse_change();
-- Always: session_replication_role = replica does not switch them off in passing.
alter table case_action enable always trigger case_action_written_once;
alter table case_action enable always trigger case_action_not_emptied;
alter table case_action enable row level security;
-- case_file has its own policy by area: an action is visible where its case is.
create policy case_action_visible on case_action using (
  county_id = nullif(current_setting('app.county', true), '')::int
  and exists (select 1 from case_file f where f.county_id = case_action.county_id and f.id = case_action.case_id)
);
grant select, insert on case_action to doudi_app;
