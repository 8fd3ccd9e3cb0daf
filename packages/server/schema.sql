-- Made by `npm run schema:dump` from the migrations; do not edit.

-- Tables

create table access_log (
  county_id integer not null,
  id bigint not null generated as identity,
  at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  user_id text not null,
  post text,
  unit text,
  what text not null,
  target text not null,
  purpose text,
  detail jsonb not null default '{}'::jsonb
);
alter table access_log enable row level security;

create table account (
  county_id integer not null,
  id uuid not null,
  login text not null,
  name text not null,
  password_hash text not null,
  password_set_at timestamp with time zone not null,
  must_change boolean not null default false,
  totp_enc bytea,
  totp_last_step bigint,
  totp_pending_enc bytea,
  failures integer not null default 0,
  locked_until timestamp with time zone,
  disabled_at timestamp with time zone,
  number_idx bytea,
  created_at timestamp with time zone not null
);
alter table account enable row level security;

create table account_event (
  county_id integer not null,
  id bigint not null generated as identity,
  account_id uuid not null,
  kind text not null,
  detail jsonb not null default '{}'::jsonb,
  by_account uuid not null,
  at timestamp with time zone not null
);
alter table account_event enable row level security;

create table account_post (
  county_id integer not null,
  account_id uuid not null,
  post text not null,
  unit_id integer not null,
  from_date date not null,
  to_date date
);
alter table account_post enable row level security;

create table bank_batch (
  county_id integer not null,
  id uuid not null,
  roll_id uuid not null,
  number text not null,
  item text not null,
  file_date date not null,
  layout text not null,
  lines integer not null,
  total_fen bigint not null,
  sha256 bytea not null,
  sent_by uuid,
  sent_at timestamp with time zone,
  sent_on date,
  due_on date,
  due_provisional boolean
);
alter table bank_batch enable row level security;

create table bank_batch_line (
  county_id integer not null,
  batch_id uuid not null,
  line_no integer not null,
  line_id uuid not null,
  account_id uuid not null,
  fen bigint not null,
  paid_fen bigint not null default 0,
  state text not null,
  code text,
  words text,
  paid_on date,
  settled_by uuid
);
alter table bank_batch_line enable row level security;

create table bank_return (
  county_id integer not null,
  id uuid not null,
  batch_id uuid not null,
  sha256 bytea not null,
  bytes integer not null,
  faults jsonb not null,
  paid integer not null,
  partial integer not null,
  rejected integer not null,
  disputed integer not null,
  unanswered integer not null,
  read_by uuid not null,
  read_at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table bank_return enable row level security;

create table bank_return_line (
  county_id integer not null,
  return_id uuid not null,
  row_no integer not null,
  line_key text not null,
  status text not null,
  fen bigint not null,
  asked_fen bigint,
  other_account boolean not null,
  code text not null,
  words text not null,
  paid_on date
);
alter table bank_return_line enable row level security;

create table benefit (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  person_id uuid not null,
  payee_idx bytea not null,
  monthly_fen bigint not null,
  from_month text not null,
  to_month text,
  payment text not null,
  report_valid_to date,
  dead_on date,
  reopened_on date,
  created_at timestamp with time zone not null
);
alter table benefit enable row level security;

create table benefit_event (
  county_id integer not null,
  id uuid not null,
  benefit_id uuid not null,
  area_id integer not null,
  kind text not null,
  on_date date not null,
  reason text not null,
  by_account uuid not null,
  at timestamp with time zone not null
);
alter table benefit_event enable row level security;

create table calendar_year (
  year integer not null,
  body jsonb not null,
  imported_by uuid not null,
  imported_at timestamp with time zone not null
);

create table case_action (
  county_id integer not null,
  "position" bigint not null,
  case_id uuid not null,
  seq integer not null,
  kind text not null,
  at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  actor_user text not null,
  actor_post text not null,
  actor_unit text not null,
  body jsonb not null,
  prev_hash bytea not null,
  hash bytea not null
);
alter table case_action enable row level security;

create table case_deadline (
  county_id integer not null,
  case_id uuid not null,
  id text not null,
  unit_id integer not null,
  label text not null,
  step text,
  started_on date not null,
  due_on date not null,
  provisional boolean not null,
  parameter text not null,
  finished_on date
);
alter table case_deadline enable row level security;

create table case_file (
  county_id integer not null,
  id uuid not null,
  number text not null,
  programme text not null,
  unit_id integer not null,
  area_id integer not null,
  status text not null,
  organ text not null,
  application_date date not null,
  applicant uuid not null,
  persons integer not null,
  handler uuid not null,
  accepted_by uuid,
  investigated_by uuid[] not null default '{}'::uuid[],
  decided_by uuid,
  decided_on date,
  monthly_fen bigint,
  from_month text,
  closed_on date,
  next_step text,
  next_due date,
  next_provisional boolean not null default false,
  seq integer not null,
  state jsonb not null,
  updated_at timestamp with time zone not null,
  imported boolean not null default false
);
alter table case_file enable row level security;

create table case_letter (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  kind text not null,
  number text not null,
  on_date date not null,
  seq integer not null,
  code text not null,
  file_id uuid
);
alter table case_letter enable row level security;

create table case_person (
  county_id integer not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id integer not null,
  role text not null,
  number_idx bytea not null
);
alter table case_person enable row level security;

create table chain_head (
  county_id integer not null,
  "position" bigint not null,
  hash bytea not null,
  recorded_at timestamp(3) with time zone not null
);
alter table chain_head enable row level security;

create table checkpoint (
  county_id integer not null,
  "position" bigint not null,
  hash bytea not null,
  recorded_at timestamp(3) with time zone not null,
  at timestamp(3) with time zone not null,
  key_id text not null,
  signature bytea not null
);
alter table checkpoint enable row level security;

create table county (
  id integer not null,
  key text not null,
  name text not null
);

create table doudi_meta (
  name text not null,
  value text not null
);

create table doudi_migration (
  number integer not null,
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now()
);

create table draft (
  county_id integer not null,
  account_id uuid not null,
  key text not null,
  body_enc bytea not null,
  updated_at timestamp with time zone not null
);
alter table draft enable row level security;

create table entrustment_event (
  county_id integer not null,
  id uuid not null,
  kind text not null,
  entrustment text not null,
  unit_key text,
  from_date date not null,
  body jsonb not null,
  reason text not null,
  by_account uuid not null,
  at timestamp with time zone not null
);
alter table entrustment_event enable row level security;

create table filing (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  programme text not null,
  month text not null,
  status text not null,
  report jsonb not null,
  lines integer not null,
  due_on date not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamp with time zone not null,
  examined_by uuid,
  examined_by_name text,
  examined_at timestamp with time zone,
  note text
);
alter table filing enable row level security;

create table filing_demand (
  county_id integer not null,
  id uuid not null,
  filing_id uuid not null,
  unit_id integer not null,
  line_no integer,
  kind text not null,
  text text not null,
  due_on date not null,
  raised_by uuid not null,
  raised_by_name text not null,
  raised_at timestamp with time zone not null,
  answer text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamp with time zone,
  closed_by uuid,
  closed_by_name text,
  closed_at timestamp with time zone,
  closing text
);
alter table filing_demand enable row level security;

create table filing_demand_event (
  county_id integer not null,
  id uuid not null,
  demand_id uuid not null,
  unit_id integer not null,
  kind text not null,
  text text not null,
  by_account uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table filing_demand_event enable row level security;

create table filing_line (
  county_id integer not null,
  filing_id uuid not null,
  line_no integer not null,
  case_id uuid not null,
  unit_id integer not null,
  payee uuid not null,
  persons integer not null,
  monthly_fen bigint not null,
  from_month text not null,
  mark text not null,
  persons_before integer not null,
  fen_before bigint not null,
  classes jsonb not null,
  not_filed text
);
alter table filing_line enable row level security;

create table floor_choice (
  county_id integer not null,
  id uuid not null,
  key text not null,
  programme text,
  choose text not null,
  reason text not null,
  from_date date not null,
  chosen_by uuid not null,
  at timestamp with time zone not null
);
alter table floor_choice enable row level security;

create table idempotency (
  county_id integer not null,
  account_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  body_enc bytea not null,
  at timestamp with time zone not null
);
alter table idempotency enable row level security;

create table number_sequence (
  county_id integer not null,
  series text not null,
  year integer not null,
  last integer not null
);
alter table number_sequence enable row level security;

create table payment_account (
  county_id integer not null,
  id uuid not null,
  person_id uuid not null,
  unit_id integer not null,
  bank text not null,
  holder_enc bytea not null,
  holder_idx bytea not null,
  number_enc bytea not null,
  number_idx bytea not null,
  from_date date not null,
  registered_by uuid not null,
  registered_at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table payment_account enable row level security;

create table person (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  name_enc bytea not null,
  name_idx bytea not null,
  number_enc bytea not null,
  number_idx bytea not null,
  phone_enc bytea,
  phone_idx bytea,
  birth date not null,
  sex text not null,
  created_at timestamp with time zone not null
);
alter table person enable row level security;

create table relative (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  account_id uuid,
  cadre_enc bytea,
  number_idx bytea not null,
  name_enc bytea not null,
  relation text not null,
  filed_on date not null,
  removed_on date
);
alter table relative enable row level security;

create table roll (
  county_id integer not null,
  id uuid not null,
  programme text not null,
  month text not null,
  status text not null,
  item text not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  frozen_by uuid,
  frozen_at timestamp with time zone,
  released_by uuid,
  released_at timestamp with time zone
);
alter table roll enable row level security;

create table roll_answer (
  county_id integer not null,
  id uuid not null,
  line_id uuid not null,
  pay_roll_id uuid not null,
  area_id integer not null,
  answer text not null,
  holds text[] not null,
  reason text not null,
  by_account uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table roll_answer enable row level security;

create table roll_event (
  county_id integer not null,
  id uuid not null,
  roll_id uuid not null,
  kind text not null,
  body jsonb not null default '{}'::jsonb,
  by_account uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table roll_event enable row level security;

create table roll_line (
  county_id integer not null,
  id uuid not null default gen_random_uuid(),
  roll_id uuid not null,
  pay_roll_id uuid not null,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  month text not null,
  item text not null,
  due_fen bigint not null,
  paid_fen bigint not null default 0,
  status text not null,
  holds text[] not null default '{}'::text[],
  cleared text[] not null default '{}'::text[],
  refused_account uuid,
  bank_words text
);
alter table roll_line enable row level security;

create table session (
  token_hash bytea not null,
  county_id integer not null,
  account_id uuid not null,
  kind text not null,
  post text not null,
  unit_id integer not null,
  label text,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create table stored_file (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  case_id uuid,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  name text not null,
  uploaded_by text not null,
  at timestamp with time zone not null
);
alter table stored_file enable row level security;

create table training_clock (
  county_id integer not null,
  offset_ms bigint not null
);

create table unit (
  county_id integer not null,
  id integer not null,
  key text not null,
  name text not null,
  kind text not null,
  parent_id integer,
  code text,
  area text,
  valid_from date,
  valid_to date
);
alter table unit enable row level security;

create table verification_request (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  state text not null,
  platform_number text,
  attempts integer not null default 0,
  last_error text,
  report jsonb,
  updated_at timestamp with time zone not null
);
alter table verification_request enable row level security;

create table work_item (
  county_id integer not null,
  case_id uuid not null,
  step text not null,
  post text not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  due_on date not null,
  provisional boolean not null
);
alter table work_item enable row level security;

-- Constraints

alter table access_log add constraint access_log_pk PRIMARY KEY (county_id, id);
alter table access_log add constraint access_log_detail CHECK ((jsonb_typeof(detail) = 'object'::text));
alter table access_log add constraint access_log_what CHECK ((what = ANY (ARRAY['open'::text, 'search'::text, 'unmask'::text, 'export'::text, 'download'::text, 'login'::text, 'loginFailed'::text, 'logout'::text, 'denied'::text])));
alter table account add constraint account_pk PRIMARY KEY (county_id, id);
alter table account add constraint account_login_unique UNIQUE (login);
alter table account add constraint account_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table account_event add constraint account_event_pk PRIMARY KEY (county_id, id);
alter table account_event add constraint account_event_detail CHECK ((jsonb_typeof(detail) = 'object'::text));
alter table account_event add constraint account_event_kind CHECK ((kind = ANY (ARRAY['created'::text, 'postGiven'::text, 'postEnded'::text, 'locked'::text, 'unlocked'::text, 'disabled'::text, 'enabled'::text, 'passwordReset'::text, 'totpReset'::text, 'totpRemoved'::text, 'totpEnrolled'::text, 'tokenIssued'::text, 'tokenRevoked'::text])));
alter table account_event add constraint account_event_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table account_event add constraint account_event_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table account_post add constraint account_post_pk PRIMARY KEY (county_id, account_id, post, unit_id, from_date);
alter table account_post add constraint account_post_post CHECK ((post = ANY (ARRAY['village'::text, 'handler'::text, 'reviewer'::text, 'reviewHead'::text, 'leader'::text, 'countyHandler'::text, 'countyLeader'::text, 'payrollClerk'::text, 'payrollReviewer'::text, 'auditor'::text, 'systemAdmin'::text, 'securityAdmin'::text, 'auditAdmin'::text])));
alter table account_post add constraint account_post_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table account_post add constraint account_post_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table bank_batch add constraint bank_batch_pk PRIMARY KEY (county_id, id);
alter table bank_batch add constraint bank_batch_number_unique UNIQUE (county_id, number);
alter table bank_batch add constraint bank_batch_roll_once UNIQUE (county_id, roll_id);
alter table bank_batch add constraint bank_batch_hash CHECK ((octet_length(sha256) = 32));
alter table bank_batch add constraint bank_batch_item CHECK ((length(item) >= 2));
alter table bank_batch add constraint bank_batch_lines CHECK ((lines > 0));
alter table bank_batch add constraint bank_batch_sent CHECK ((((sent_at IS NULL) = (sent_by IS NULL)) AND ((sent_at IS NULL) = (due_on IS NULL)) AND ((sent_at IS NULL) = (sent_on IS NULL))));
alter table bank_batch add constraint bank_batch_total CHECK ((total_fen > 0));
alter table bank_batch add constraint bank_batch_roll FOREIGN KEY (county_id, roll_id) REFERENCES roll(county_id, id);
alter table bank_batch_line add constraint bank_batch_line_pk PRIMARY KEY (county_id, batch_id, line_no);
alter table bank_batch_line add constraint bank_batch_line_fen CHECK ((fen > 0));
alter table bank_batch_line add constraint bank_batch_line_paid CHECK ((((paid_fen >= 0) AND (paid_fen <= fen)) AND ((state = 'paid'::text) = (paid_fen = fen)) AND ((state <> 'partial'::text) OR (paid_fen > 0))));
alter table bank_batch_line add constraint bank_batch_line_state CHECK ((state = ANY (ARRAY['sent'::text, 'disputed'::text, 'paid'::text, 'partial'::text, 'rejected'::text, 'returned'::text])));
alter table bank_batch_line add constraint bank_batch_line_account FOREIGN KEY (county_id, account_id) REFERENCES payment_account(county_id, id);
alter table bank_batch_line add constraint bank_batch_line_batch FOREIGN KEY (county_id, batch_id) REFERENCES bank_batch(county_id, id);
alter table bank_batch_line add constraint bank_batch_line_line FOREIGN KEY (county_id, line_id) REFERENCES roll_line(county_id, id);
alter table bank_return add constraint bank_return_pk PRIMARY KEY (county_id, id);
alter table bank_return add constraint bank_return_once UNIQUE (county_id, batch_id, sha256);
alter table bank_return add constraint bank_return_hash CHECK ((octet_length(sha256) = 32));
alter table bank_return add constraint bank_return_batch FOREIGN KEY (county_id, batch_id) REFERENCES bank_batch(county_id, id);
alter table bank_return_line add constraint bank_return_line_pk PRIMARY KEY (county_id, return_id, row_no);
alter table bank_return_line add constraint bank_return_line_status CHECK ((status = ANY (ARRAY['paid'::text, 'rejected'::text, 'partial'::text])));
alter table bank_return_line add constraint bank_return_line_return FOREIGN KEY (county_id, return_id) REFERENCES bank_return(county_id, id);
alter table benefit add constraint benefit_pk PRIMARY KEY (county_id, id);
alter table benefit add constraint benefit_case_once UNIQUE (county_id, case_id);
alter table benefit add constraint benefit_from CHECK ((from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table benefit add constraint benefit_payment CHECK ((payment = ANY (ARRAY['monthly'::text, 'once'::text])));
alter table benefit add constraint benefit_positive CHECK ((monthly_fen > 0));
alter table benefit add constraint benefit_to CHECK ((to_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table benefit add constraint benefit_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table benefit add constraint benefit_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table benefit add constraint benefit_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table benefit add constraint benefit_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table benefit_event add constraint benefit_event_pk PRIMARY KEY (county_id, id);
alter table benefit_event add constraint benefit_event_kind CHECK ((kind = ANY (ARRAY['dead'::text, 'notDead'::text, 'reopened'::text, 'reviewed'::text])));
alter table benefit_event add constraint benefit_event_benefit FOREIGN KEY (county_id, benefit_id) REFERENCES benefit(county_id, id);
alter table calendar_year add constraint calendar_year_pk PRIMARY KEY (year);
alter table case_action add constraint case_action_pk PRIMARY KEY (county_id, "position");
alter table case_action add constraint case_action_seq_unique UNIQUE (county_id, case_id, seq);
alter table case_action add constraint case_action_actor_post CHECK ((actor_post <> ''::text));
alter table case_action add constraint case_action_actor_user CHECK ((actor_user <> ''::text));
alter table case_action add constraint case_action_body CHECK ((jsonb_typeof(body) = 'object'::text));
alter table case_action add constraint case_action_hash_length CHECK ((octet_length(hash) = 32));
alter table case_action add constraint case_action_kind CHECK ((kind = ANY (ARRAY['applied'::text, 'routed'::text, 'missingTold'::text, 'materialsReceived'::text, 'materialRequired'::text, 'accepted'::text, 'authorisationSigned'::text, 'verificationRequested'::text, 'verificationForwarded'::text, 'verificationReported'::text, 'verificationTrouble'::text, 'discrepancyNotified'::text, 'discrepancyExplained'::text, 'explanationMissed'::text, 'simplified'::text, 'investigated'::text, 'met'::text, 'assessed'::text, 'opined'::text, 'noticePosted'::text, 'objected'::text, 'noticeClosed'::text, 'countyReviewed'::text, 'reviewed'::text, 'agreed'::text, 'decided'::text, 'delivered'::text, 'published'::text, 'filed'::text, 'withdrawn'::text, 'abandoned'::text, 'returned'::text, 'transferred'::text, 'extended'::text])));
alter table case_action add constraint case_action_position_positive CHECK (("position" > 0));
alter table case_action add constraint case_action_prev_hash_length CHECK ((octet_length(prev_hash) = 32));
alter table case_action add constraint case_action_seq_positive CHECK ((seq > 0));
alter table case_action add constraint case_action_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_action add constraint case_action_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table case_deadline add constraint case_deadline_pk PRIMARY KEY (county_id, case_id, id);
alter table case_deadline add constraint case_deadline_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_file add constraint case_file_pk PRIMARY KEY (county_id, id);
alter table case_file add constraint case_file_number_unique UNIQUE (county_id, number);
alter table case_file add constraint case_file_organ CHECK ((organ = ANY (ARRAY['unit'::text, 'county'::text])));
alter table case_file add constraint case_file_status CHECK ((status = ANY (ARRAY['applied'::text, 'accepted'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text, 'abandoned'::text])));
alter table case_file add constraint case_file_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table case_file add constraint case_file_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table case_letter add constraint case_letter_pk PRIMARY KEY (county_id, id);
alter table case_letter add constraint case_letter_code_unique UNIQUE (county_id, code);
alter table case_letter add constraint case_letter_number_unique UNIQUE (county_id, kind, number);
alter table case_letter add constraint case_letter_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_person add constraint case_person_pk PRIMARY KEY (county_id, case_id, person_id);
alter table case_person add constraint case_person_role CHECK ((role = ANY (ARRAY['member'::text, 'obligor'::text])));
alter table case_person add constraint case_person_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_person add constraint case_person_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table chain_head add constraint chain_head_pk PRIMARY KEY (county_id);
alter table chain_head add constraint chain_head_hash_length CHECK ((octet_length(hash) = 32));
alter table chain_head add constraint chain_head_position_natural CHECK (("position" >= 0));
alter table chain_head add constraint chain_head_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table checkpoint add constraint checkpoint_pk PRIMARY KEY (county_id, "position");
alter table checkpoint add constraint checkpoint_hash_length CHECK ((octet_length(hash) = 32));
alter table checkpoint add constraint checkpoint_key_id CHECK ((key_id ~ '^[0-9a-f]{16}$'::text));
alter table checkpoint add constraint checkpoint_order CHECK ((at >= recorded_at));
alter table checkpoint add constraint checkpoint_position_positive CHECK (("position" > 0));
alter table checkpoint add constraint checkpoint_signature_length CHECK ((octet_length(signature) = 64));
alter table checkpoint add constraint checkpoint_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table county add constraint county_pk PRIMARY KEY (id);
alter table county add constraint county_key_unique UNIQUE (key);
alter table doudi_meta add constraint doudi_meta_pkey PRIMARY KEY (name);
alter table doudi_migration add constraint doudi_migration_pkey PRIMARY KEY (number);
alter table draft add constraint draft_pk PRIMARY KEY (county_id, account_id, key);
alter table entrustment_event add constraint entrustment_event_pk PRIMARY KEY (county_id, id);
alter table entrustment_event add constraint entrustment_event_kind CHECK ((kind = ANY (ARRAY['issued'::text, 'withdrawn'::text])));
alter table filing add constraint filing_pk PRIMARY KEY (county_id, id);
alter table filing add constraint filing_once UNIQUE (county_id, unit_id, programme, month);
alter table filing add constraint filing_examined CHECK ((((status = 'accepted'::text) = (examined_by IS NOT NULL)) AND ((examined_by IS NULL) = (examined_at IS NULL))));
alter table filing add constraint filing_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table filing add constraint filing_status CHECK ((status = ANY (ARRAY['filed'::text, 'demanded'::text, 'accepted'::text])));
alter table filing add constraint filing_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table filing add constraint filing_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table filing_demand add constraint filing_demand_pk PRIMARY KEY (county_id, id);
alter table filing_demand add constraint filing_demand_answered CHECK ((((answer IS NULL) = (answered_by IS NULL)) AND ((answer IS NULL) = (answered_at IS NULL))));
alter table filing_demand add constraint filing_demand_closed CHECK ((((closed_by IS NULL) = (closed_at IS NULL)) AND ((closed_by IS NULL) OR (answer IS NOT NULL))));
alter table filing_demand add constraint filing_demand_kind CHECK ((kind = ANY (ARRAY['procedure'::text, 'determination'::text, 'report'::text, 'other'::text])));
alter table filing_demand add constraint filing_demand_text CHECK ((length(text) >= 2));
alter table filing_demand add constraint filing_demand_filing FOREIGN KEY (county_id, filing_id) REFERENCES filing(county_id, id);
alter table filing_demand add constraint filing_demand_line FOREIGN KEY (county_id, filing_id, line_no) REFERENCES filing_line(county_id, filing_id, line_no);
alter table filing_demand_event add constraint filing_demand_event_pk PRIMARY KEY (county_id, id);
alter table filing_demand_event add constraint filing_demand_event_kind CHECK ((kind = ANY (ARRAY['raised'::text, 'answered'::text, 'sentBack'::text, 'closed'::text])));
alter table filing_demand_event add constraint filing_demand_event_demand FOREIGN KEY (county_id, demand_id) REFERENCES filing_demand(county_id, id);
alter table filing_line add constraint filing_line_pk PRIMARY KEY (county_id, filing_id, line_no);
alter table filing_line add constraint filing_line_case_once UNIQUE (county_id, filing_id, case_id);
alter table filing_line add constraint filing_line_fen CHECK ((monthly_fen >= 0));
alter table filing_line add constraint filing_line_left CHECK (((mark <> ALL (ARRAY['left'::text, 'refused'::text])) OR ((persons = 0) AND (monthly_fen = 0))));
alter table filing_line add constraint filing_line_mark CHECK ((mark = ANY (ARRAY['new'::text, 'same'::text, 'changed'::text, 'left'::text, 'refused'::text])));
alter table filing_line add constraint filing_line_persons CHECK ((persons >= 0));
alter table filing_line add constraint filing_line_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table filing_line add constraint filing_line_filing FOREIGN KEY (county_id, filing_id) REFERENCES filing(county_id, id);
alter table floor_choice add constraint floor_choice_pk PRIMARY KEY (county_id, id);
alter table floor_choice add constraint floor_choice_choose CHECK ((choose = ANY (ARRAY['plan'::text, 'floor'::text])));
alter table idempotency add constraint idempotency_pk PRIMARY KEY (county_id, account_id, key);
alter table number_sequence add constraint number_sequence_pk PRIMARY KEY (county_id, series, year);
alter table number_sequence add constraint number_sequence_positive CHECK ((last > 0));
alter table payment_account add constraint payment_account_pk PRIMARY KEY (county_id, id);
alter table payment_account add constraint payment_account_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table person add constraint person_pk PRIMARY KEY (county_id, id);
alter table person add constraint person_number_unique UNIQUE (county_id, unit_id, number_idx);
alter table person add constraint person_sex CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text])));
alter table person add constraint person_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table person add constraint person_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table relative add constraint relative_pk PRIMARY KEY (county_id, id);
alter table relative add constraint relative_someone CHECK (((account_id IS NOT NULL) OR (cadre_enc IS NOT NULL)));
alter table roll add constraint roll_pk PRIMARY KEY (county_id, id);
alter table roll add constraint roll_once UNIQUE (county_id, programme, month);
alter table roll add constraint roll_frozen CHECK ((((status = 'drafted'::text) = (frozen_by IS NULL)) AND ((frozen_by IS NULL) = (frozen_at IS NULL))));
alter table roll add constraint roll_item CHECK ((length(item) >= 2));
alter table roll add constraint roll_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table roll add constraint roll_released CHECK ((((status = ANY (ARRAY['released'::text, 'sent'::text, 'reconciled'::text])) = (released_by IS NOT NULL)) AND ((released_by IS NULL) = (released_at IS NULL))));
alter table roll add constraint roll_status CHECK ((status = ANY (ARRAY['drafted'::text, 'frozen'::text, 'released'::text, 'sent'::text, 'reconciled'::text])));
alter table roll add constraint roll_two_persons CHECK (((released_by IS NULL) OR ((released_by <> made_by) AND (released_by <> frozen_by))));
alter table roll add constraint roll_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table roll_answer add constraint roll_answer_pk PRIMARY KEY (county_id, id);
alter table roll_answer add constraint roll_answer_answer CHECK ((answer = ANY (ARRAY['release'::text, 'keep'::text, 'exclude'::text, 'settlePaid'::text, 'settleRejected'::text, 'settleReturned'::text])));
alter table roll_answer add constraint roll_answer_reason CHECK ((length(reason) >= 2));
alter table roll_answer add constraint roll_answer_line FOREIGN KEY (county_id, line_id) REFERENCES roll_line(county_id, id);
alter table roll_event add constraint roll_event_pk PRIMARY KEY (county_id, id);
alter table roll_event add constraint roll_event_kind CHECK ((kind = ANY (ARRAY['made'::text, 'madeAgain'::text, 'frozen'::text, 'back'::text, 'released'::text, 'downloaded'::text, 'sent'::text, 'returnRead'::text, 'reconciled'::text])));
alter table roll_event add constraint roll_event_roll FOREIGN KEY (county_id, roll_id) REFERENCES roll(county_id, id);
alter table roll_line add constraint roll_line_pk PRIMARY KEY (county_id, id);
alter table roll_line add constraint roll_line_paid_once UNIQUE (county_id, benefit_id, month);
alter table roll_line add constraint roll_line_due CHECK ((due_fen > 0));
alter table roll_line add constraint roll_line_held CHECK (((status = 'held'::text) = (holds <> '{}'::text[])));
alter table roll_line add constraint roll_line_holds CHECK ((holds <@ ARRAY['noAccount'::text, 'holderDiffers'::text, 'sharedAccount'::text, 'reportExpired'::text, 'payeeDead'::text, 'caseReopened'::text, 'paidElsewhere'::text, 'bankRefused'::text]));
alter table roll_line add constraint roll_line_item CHECK ((length(item) >= 2));
alter table roll_line add constraint roll_line_paid CHECK ((((paid_fen >= 0) AND (paid_fen <= due_fen)) AND ((status = 'paid'::text) = (paid_fen = due_fen))));
alter table roll_line add constraint roll_line_status CHECK ((status = ANY (ARRAY['ready'::text, 'held'::text, 'sent'::text, 'paid'::text, 'rejected'::text, 'returned'::text, 'excluded'::text])));
alter table roll_line add constraint roll_line_benefit FOREIGN KEY (county_id, benefit_id) REFERENCES benefit(county_id, id);
alter table roll_line add constraint roll_line_pay_roll FOREIGN KEY (county_id, pay_roll_id) REFERENCES roll(county_id, id);
alter table roll_line add constraint roll_line_roll FOREIGN KEY (county_id, roll_id) REFERENCES roll(county_id, id);
alter table session add constraint session_pk PRIMARY KEY (token_hash);
alter table session add constraint session_kind CHECK ((kind = ANY (ARRAY['cookie'::text, 'bearer'::text])));
alter table session add constraint session_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table stored_file add constraint stored_file_pk PRIMARY KEY (county_id, id);
alter table stored_file add constraint stored_file_hash CHECK ((octet_length(sha256) = 32));
alter table stored_file add constraint stored_file_size CHECK ((bytes > 0));
alter table stored_file add constraint stored_file_type CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text])));
alter table training_clock add constraint training_clock_pk PRIMARY KEY (county_id);
alter table training_clock add constraint training_clock_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table unit add constraint unit_pk PRIMARY KEY (county_id, id);
alter table unit add constraint unit_key_unique UNIQUE (county_id, key);
alter table unit add constraint unit_area CHECK ((area = ANY (ARRAY['urban'::text, 'rural'::text])));
alter table unit add constraint unit_kind CHECK ((kind = ANY (ARRAY['county'::text, 'township'::text, 'street'::text, 'farm'::text, 'centre'::text, 'village'::text, 'community'::text])));
alter table unit add constraint unit_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table verification_request add constraint verification_request_pk PRIMARY KEY (county_id, id);
alter table verification_request add constraint verification_request_state CHECK ((state = ANY (ARRAY['county'::text, 'queued'::text, 'sent'::text, 'done'::text, 'failed'::text])));
alter table verification_request add constraint verification_request_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table work_item add constraint work_item_pk PRIMARY KEY (county_id, case_id, step, post);
alter table work_item add constraint work_item_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);

-- Indexes

CREATE INDEX access_log_target ON public.access_log USING btree (county_id, target, id);
CREATE INDEX access_log_user ON public.access_log USING btree (county_id, user_id, id);
CREATE INDEX account_event_account ON public.account_event USING btree (county_id, account_id, id);
CREATE INDEX account_post_unit ON public.account_post USING btree (county_id, unit_id);
CREATE INDEX bank_batch_line_account ON public.bank_batch_line USING btree (county_id, account_id);
CREATE INDEX bank_batch_line_line ON public.bank_batch_line USING btree (county_id, line_id);
CREATE UNIQUE INDEX bank_batch_line_pays_once ON public.bank_batch_line USING btree (county_id, line_id) WHERE (state = ANY (ARRAY['sent'::text, 'disputed'::text, 'paid'::text]));
CREATE INDEX bank_return_line_key ON public.bank_return_line USING btree (county_id, line_key);
CREATE INDEX benefit_event_benefit ON public.benefit_event USING btree (county_id, benefit_id);
CREATE INDEX benefit_payee ON public.benefit USING btree (county_id, payee_idx);
CREATE INDEX benefit_person ON public.benefit USING btree (county_id, person_id);
CREATE INDEX benefit_programme ON public.benefit USING btree (county_id, programme, from_month);
CREATE INDEX benefit_unit ON public.benefit USING btree (county_id, unit_id, programme);
CREATE INDEX case_deadline_due ON public.case_deadline USING btree (county_id, due_on) WHERE (finished_on IS NULL);
CREATE INDEX case_deadline_provisional ON public.case_deadline USING btree (county_id) WHERE (provisional AND (finished_on IS NULL));
CREATE INDEX case_file_applicant ON public.case_file USING btree (county_id, applicant);
CREATE INDEX case_file_closed ON public.case_file USING btree (county_id, unit_id, updated_at DESC, id DESC) INCLUDE (area_id) WHERE (closed_on IS NOT NULL);
CREATE INDEX case_file_closed_area ON public.case_file USING btree (county_id, area_id, updated_at DESC, id DESC) WHERE (closed_on IS NOT NULL);
CREATE INDEX case_file_closed_county ON public.case_file USING btree (county_id, updated_at DESC, id DESC) INCLUDE (area_id) WHERE (closed_on IS NOT NULL);
CREATE INDEX case_file_decided ON public.case_file USING btree (county_id, programme, unit_id, decided_on) WHERE (decided_on IS NOT NULL);
CREATE INDEX case_file_open ON public.case_file USING btree (county_id, unit_id, updated_at DESC, id DESC) INCLUDE (area_id) WHERE (closed_on IS NULL);
CREATE INDEX case_file_open_area ON public.case_file USING btree (county_id, area_id, updated_at DESC, id DESC) WHERE (closed_on IS NULL);
CREATE INDEX case_file_open_county ON public.case_file USING btree (county_id, updated_at DESC, id DESC) INCLUDE (area_id) WHERE (closed_on IS NULL);
CREATE INDEX case_letter_case ON public.case_letter USING btree (county_id, case_id);
CREATE INDEX case_person_number ON public.case_person USING btree (county_id, number_idx);
CREATE INDEX case_person_person ON public.case_person USING btree (county_id, person_id);
CREATE INDEX filing_demand_event_demand ON public.filing_demand_event USING btree (county_id, demand_id, "position");
CREATE INDEX filing_demand_filing ON public.filing_demand USING btree (county_id, filing_id, line_no);
CREATE INDEX filing_demand_open ON public.filing_demand USING btree (county_id, unit_id, due_on) WHERE (closed_at IS NULL);
CREATE INDEX filing_line_case ON public.filing_line USING btree (county_id, case_id);
CREATE INDEX filing_month ON public.filing USING btree (county_id, month, programme);
CREATE INDEX idempotency_at ON public.idempotency USING btree (at);
CREATE INDEX payment_account_current ON public.payment_account USING btree (county_id, person_id, from_date DESC, "position" DESC);
CREATE INDEX payment_account_number ON public.payment_account USING btree (county_id, number_idx);
CREATE INDEX person_name ON public.person USING btree (county_id, name_idx);
CREATE INDEX person_number ON public.person USING btree (county_id, number_idx);
CREATE INDEX person_phone ON public.person USING btree (county_id, phone_idx) WHERE (phone_idx IS NOT NULL);
CREATE INDEX relative_number ON public.relative USING btree (county_id, number_idx) WHERE (removed_on IS NULL);
CREATE INDEX roll_answer_line ON public.roll_answer USING btree (county_id, line_id, "position" DESC);
CREATE INDEX roll_answer_roll ON public.roll_answer USING btree (county_id, pay_roll_id, by_account);
CREATE INDEX roll_event_roll ON public.roll_event USING btree (county_id, roll_id, "position");
CREATE INDEX roll_line_case ON public.roll_line USING btree (county_id, case_id, month);
CREATE INDEX roll_line_left ON public.roll_line USING btree (county_id, programme, pay_roll_id) WHERE (status = ANY (ARRAY['held'::text, 'rejected'::text, 'returned'::text]));
CREATE INDEX roll_line_pay_roll ON public.roll_line USING btree (county_id, pay_roll_id, unit_id, id);
CREATE INDEX roll_line_roll ON public.roll_line USING btree (county_id, roll_id, status) INCLUDE (unit_id, area_id, due_fen, paid_fen);
CREATE INDEX session_account ON public.session USING btree (county_id, account_id);
CREATE INDEX stored_file_case ON public.stored_file USING btree (county_id, case_id);
CREATE INDEX stored_file_hash ON public.stored_file USING btree (county_id, sha256);
CREATE INDEX unit_parent ON public.unit USING btree (county_id, parent_id);
CREATE INDEX verification_request_case ON public.verification_request USING btree (county_id, case_id);
CREATE INDEX work_item_county ON public.work_item USING btree (county_id, post, due_on, case_id);
CREATE INDEX work_item_unit ON public.work_item USING btree (county_id, post, unit_id, due_on, case_id);

-- Row-level security

create policy access_log_county on access_log for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy account_county on account for all to public using (((county_id = current_county()) OR (login = current_setting('app.login'::text, true))));
create policy account_event_county on account_event for all to public using ((county_id = current_county()));
create policy account_post_county on account_post for all to public using ((county_id = current_county()));
create policy bank_batch_county on bank_batch for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_batch_line_county on bank_batch_line for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_return_county on bank_return for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_return_line_county on bank_return_line for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy benefit_area on benefit for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy benefit_event_area on benefit_event for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy case_action_visible on case_action for all to public using (((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer) AND (EXISTS ( SELECT 1
   FROM case_file f
  WHERE ((f.county_id = case_action.county_id) AND (f.id = case_action.case_id))))));
create policy case_deadline_area on case_deadline for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy case_file_area on case_file for all to public using (((county_id = current_county()) AND ((( SELECT current_setting('app.area'::text, true) AS current_setting) = '*'::text) OR (area_id = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('app.area'::text, true), '*'::text), ''::text), ','::text))::integer[] AS string_to_array)::integer[])))));
create policy case_letter_area on case_letter for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy case_person_area on case_person for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy chain_head_county on chain_head for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy checkpoint_county on checkpoint for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy draft_own on draft for all to public using (((county_id = current_county()) AND ((account_id)::text = current_setting('app.user'::text, true))));
create policy entrustment_event_county on entrustment_event for all to public using ((county_id = current_county()));
create policy filing_area on filing for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_demand_area on filing_demand for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_demand_event_area on filing_demand_event for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_line_area on filing_line for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy floor_choice_county on floor_choice for all to public using ((county_id = current_county()));
create policy idempotency_own on idempotency for all to public using (((county_id = current_county()) AND ((account_id)::text = current_setting('app.user'::text, true))));
create policy number_sequence_county on number_sequence for all to public using ((county_id = current_county()));
create policy payment_account_area on payment_account for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy person_area on person for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy relative_county on relative for all to public using ((county_id = current_county()));
create policy roll_read on roll for select to public using ((county_id = current_county()));
create policy roll_write on roll for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy roll_answer_area on roll_answer for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy roll_event_county on roll_event for all to public using ((county_id = current_county()));
create policy roll_line_area on roll_line for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy stored_file_area on stored_file for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy unit_county on unit for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy verification_request_area on verification_request for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy work_item_area on work_item for all to public using (((county_id = current_county()) AND in_area(area_id)));

-- Triggers

CREATE TRIGGER access_log_not_emptied BEFORE TRUNCATE ON public.access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_log_written_once BEFORE DELETE OR UPDATE ON public.access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_post_exclusive BEFORE INSERT OR UPDATE ON public.account_post FOR EACH ROW EXECUTE FUNCTION refuse_mixed_posts();
CREATE TRIGGER case_action_not_emptied BEFORE TRUNCATE ON public.case_action FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_action_written_once BEFORE DELETE OR UPDATE ON public.case_action FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_head_forward BEFORE UPDATE ON public.chain_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();
CREATE TRIGGER chain_head_kept BEFORE DELETE ON public.chain_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_head_not_emptied BEFORE TRUNCATE ON public.chain_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_not_emptied BEFORE TRUNCATE ON public.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_written_once BEFORE DELETE OR UPDATE ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER training_clock_only_in_training BEFORE INSERT OR UPDATE ON public.training_clock FOR EACH ROW EXECUTE FUNCTION refuse_clock();

-- Rights of the application role

grant insert, select on access_log to doudi_app;
grant insert, select, update on account to doudi_app;
grant insert, select on account_event to doudi_app;
grant insert, select, update on account_post to doudi_app;
grant insert, select, update on bank_batch to doudi_app;
grant insert, select, update on bank_batch_line to doudi_app;
grant insert, select on bank_return to doudi_app;
grant insert, select on bank_return_line to doudi_app;
grant insert, select, update on benefit to doudi_app;
grant insert, select on benefit_event to doudi_app;
grant insert, select, update on calendar_year to doudi_app;
grant insert, select on case_action to doudi_app;
grant delete, insert, select, update on case_deadline to doudi_app;
grant insert, select, update on case_file to doudi_app;
grant insert, select, update on case_letter to doudi_app;
grant delete, insert, select, update on case_person to doudi_app;
grant insert, select, update on chain_head to doudi_app;
grant insert, select on checkpoint to doudi_app;
grant select on county to doudi_app;
grant select on doudi_meta to doudi_app;
grant delete, insert, select, update on draft to doudi_app;
grant insert, select on entrustment_event to doudi_app;
grant insert, select, update on filing to doudi_app;
grant insert, select, update on filing_demand to doudi_app;
grant insert, select on filing_demand_event to doudi_app;
grant insert, select on filing_line to doudi_app;
grant insert, select on floor_choice to doudi_app;
grant delete, insert, select on idempotency to doudi_app;
grant insert, select, update on number_sequence to doudi_app;
grant insert, select on payment_account to doudi_app;
grant insert, select, update on person to doudi_app;
grant insert, select, update on relative to doudi_app;
grant insert, select, update on roll to doudi_app;
grant insert, select on roll_answer to doudi_app;
grant insert, select on roll_event to doudi_app;
grant insert, select, update on roll_line to doudi_app;
grant select on roll_total to doudi_app;
grant delete, insert, select, update on session to doudi_app;
grant insert, select on stored_file to doudi_app;
grant insert, select, update on training_clock to doudi_app;
grant insert, select, update on unit to doudi_app;
grant insert, select, update on verification_request to doudi_app;
grant delete, insert, select, update on work_item to doudi_app;

-- Functions

CREATE OR REPLACE FUNCTION public.current_county()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select nullif(current_setting('app.county', true), '')::int
$function$
;
grant execute on function current_county() to doudi_app;

CREATE OR REPLACE FUNCTION public.find_cases_of_number(wanted bytea)
 RETURNS TABLE(programme text, unit_id integer, status text, number_here text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select f.programme, f.unit_id, f.status, case when in_area(f.area_id) then f.number end
  from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
  where p.county_id = current_county() and p.number_idx = wanted and p.role = 'member' and f.status in ('applied', 'accepted', 'granted')
$function$
;
grant execute on function find_cases_of_number(bytea) to doudi_app;

CREATE OR REPLACE FUNCTION public.find_session(wanted bytea, idle_minutes integer)
 RETURNS TABLE(county_id integer, account_id uuid, kind text, post text, unit_id integer, stale boolean, name text, must_change boolean, totp boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select s.county_id, s.account_id, s.kind, s.post, s.unit_id, s.last_seen_at < now() - interval '1 minute', a.name,
    -- A machine token was handed out by the security administrator and has nothing to do with the password.
    a.must_change and s.label is null, a.totp_enc is not null
  from session s join account a on a.county_id = s.county_id and a.id = s.account_id
  where s.token_hash = wanted and s.expires_at > now() and a.disabled_at is null
    and (s.kind = 'bearer' or s.last_seen_at > now() - make_interval(mins => idle_minutes))
    and exists (
      select 1 from account_post p where p.county_id = s.county_id and p.account_id = s.account_id and p.post = s.post and p.unit_id = s.unit_id
        and ((now() + make_interval(secs => coalesce((select c.offset_ms from training_clock c where c.county_id = s.county_id), 0) / 1000.0)) at time zone 'Asia/Shanghai')::date
          between p.from_date and coalesce(p.to_date, 'infinity')
    )
$function$
;
grant execute on function find_session(bytea,integer) to doudi_app;

CREATE OR REPLACE FUNCTION public.forget_expired()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from idempotency where at < now() - interval '7 days';
  delete from session where expires_at < now() - interval '1 day';
end
$function$
;
grant execute on function forget_expired() to doudi_app;

CREATE OR REPLACE FUNCTION public.in_area(unit integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select case coalesce(current_setting('app.area', true), '')
    when '*' then true
    when '' then false
    else unit = any (string_to_array(current_setting('app.area', true), ',')::int[])
  end
$function$
;
grant execute on function in_area(integer) to doudi_app;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% on % is refused: rows are written once', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$function$
;
grant execute on function refuse_change() to doudi_app;

CREATE OR REPLACE FUNCTION public.refuse_clock()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if (select value from doudi_meta where name = 'mode') = 'production' then
    raise exception 'a production installation has no training clock' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$function$
;
grant execute on function refuse_clock() to doudi_app;

CREATE OR REPLACE FUNCTION public.refuse_going_back()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.county_id <> old.county_id or new.position < old.position or new.recorded_at < old.recorded_at
    or (new.position = old.position and new.hash <> old.hash) then
    raise exception 'the head of chain % does not go back', old.county_id using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$function$
;
grant execute on function refuse_going_back() to doudi_app;

CREATE OR REPLACE FUNCTION public.refuse_mixed_posts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  admins constant text[] := array['systemAdmin', 'securityAdmin', 'auditAdmin'];
begin
  perform 1 from account a where a.county_id = new.county_id and a.id = new.account_id for update;
  if exists (
    select 1 from account_post p
    where p.county_id = new.county_id and p.account_id = new.account_id and p.post <> new.post and (p.post = any (admins) or new.post = any (admins))
      and p.from_date <= coalesce(new.to_date, 'infinity') and new.from_date <= coalesce(p.to_date, 'infinity')
  ) then
    raise exception 'post % excludes another post of the account', new.post using errcode = 'check_violation', constraint = 'account_post_exclusive';
  end if;
  return new;
end
$function$
;
grant execute on function refuse_mixed_posts() to doudi_app;
