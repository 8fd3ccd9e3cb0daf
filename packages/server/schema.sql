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
  created_at timestamp with time zone not null,
  number_enc bytea
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

create table aid_errand (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  kind text not null,
  organ text not null,
  matter text not null,
  text text not null,
  asked_on date not null,
  asked_by text not null,
  due_on date not null,
  closed_on date,
  answers jsonb not null default '[]'::jsonb
);
alter table aid_errand enable row level security;

create table aid_given (
  county_id integer not null,
  case_id uuid not null,
  number_idx bytea not null,
  unit_id integer not null,
  area_id integer not null,
  number text not null,
  programme text not null,
  cause text not null,
  status text not null,
  on_date date not null,
  fen bigint not null,
  helped_fen bigint not null,
  limit_fen bigint,
  limit_by text
);
alter table aid_given enable row level security;

create table aid_payment (
  county_id integer not null,
  case_id uuid not null,
  seq integer not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  phase text not null,
  form text not null,
  fund text not null,
  fen bigint not null,
  number text not null,
  given_at timestamp with time zone not null,
  on_date date not null,
  entry_id uuid not null
);
alter table aid_payment enable row level security;

create table aid_summary (
  county_id integer not null,
  unit_id integer not null,
  month text not null,
  rows jsonb not null,
  cases integer not null,
  fen bigint not null,
  due_on date not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamp with time zone not null
);
alter table aid_summary enable row level security;

create table archive_event (
  county_id integer not null,
  id bigint not null generated as identity,
  volume_id uuid not null,
  area_id integer not null,
  case_id uuid,
  kind text not null,
  body jsonb not null,
  reason text not null,
  by_account uuid not null,
  at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null
);
alter table archive_event enable row level security;

create table archive_item (
  county_id integer not null,
  case_id uuid not null,
  volume_id uuid not null,
  area_id integer not null,
  item integer not null,
  added_on date not null,
  due_on date,
  complete boolean
);
alter table archive_item enable row level security;

create table archive_volume (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  person_id uuid not null,
  year integer not null,
  number integer not null,
  apart boolean not null,
  box text,
  opened_on date not null,
  opened_by uuid not null
);
alter table archive_volume enable row level security;

create table bank_attempt (
  county_id integer not null,
  "position" bigint not null generated as identity,
  batch_id uuid not null,
  kind text not null,
  outcome text not null,
  words text not null,
  at timestamp with time zone not null,
  ms integer not null
);
alter table bank_attempt enable row level security;

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
  booked_at timestamp with time zone,
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
  returned integer not null default 0,
  unanswered integer not null,
  read_by uuid,
  read_at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table bank_return enable row level security;

create table bank_return_line (
  county_id integer not null,
  return_id uuid not null,
  row_no integer not null,
  line_no integer,
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

create table bank_sending (
  county_id integer not null,
  batch_id uuid not null,
  state text not null,
  attempts integer not null default 0,
  polls integer not null default 0,
  quiet integer not null default 0,
  last_error text,
  taken text[] not null default '{}'::text[],
  queued_at timestamp with time zone not null,
  received_at timestamp with time zone,
  answered_at timestamp with time zone,
  next_at timestamp with time zone not null
);
alter table bank_sending enable row level security;

create table batch_item (
  county_id integer not null,
  batch uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  account_id uuid not null,
  command text not null,
  seq_before integer not null,
  seq_after integer not null,
  letters jsonb not null,
  done_at timestamp with time zone not null
);
alter table batch_item enable row level security;

create table behaviour_answer (
  county_id integer not null,
  id bigint not null generated as identity,
  question_id uuid not null,
  outcome text not null,
  words text not null,
  cases integer not null,
  by_account uuid not null,
  by_name text not null,
  on_date date not null,
  at timestamp(3) with time zone not null
);
alter table behaviour_answer enable row level security;

create table behaviour_case (
  county_id integer not null,
  question_id uuid not null,
  about_case uuid not null,
  note text not null
);
alter table behaviour_case enable row level security;

create table behaviour_question (
  county_id integer not null,
  id uuid not null default gen_random_uuid(),
  kind text not null,
  unit_id integer not null,
  key text not null,
  text text not null,
  found_on date not null,
  seen_on date not null,
  open boolean not null default true
);
alter table behaviour_question enable row level security;

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
  agreed_holder_idx bytea,
  report_valid_to date,
  review_due date,
  cash_fen bigint not null default 0,
  dead_on date,
  reopened_on date,
  ground text,
  ground_number text,
  ground_on date,
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

create table benefit_month (
  county_id integer not null,
  benefit_id uuid not null,
  area_id integer not null,
  month text not null,
  fen bigint not null
);
alter table benefit_month enable row level security;

create table benefit_rate (
  county_id integer not null,
  benefit_id uuid not null,
  area_id integer not null,
  from_month text not null,
  monthly_fen bigint not null
);
alter table benefit_rate enable row level security;

create table calculation (
  county_id integer not null,
  id uuid not null,
  kind text not null,
  key text not null,
  input jsonb not null default '{}'::jsonb,
  status text not null,
  done integer not null default 0,
  steps integer not null default 0,
  asked_by uuid not null,
  asked_by_name text not null,
  asked_at timestamp with time zone not null,
  moved_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  result jsonb,
  words text
);
alter table calculation enable row level security;

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

create table case_errand (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  from_unit integer not null,
  to_unit integer not null,
  text text not null,
  papers text[] not null default '{}'::text[],
  asked_on date not null,
  due_on date not null,
  provisional boolean not null,
  asked_by uuid not null,
  closed_on date,
  outcome text,
  closing text,
  closed_by uuid
);
alter table case_errand enable row level security;

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
  imported boolean not null default false,
  counted integer not null generated always as (jsonb_array_length(jsonb_path_query_array(state, '$."facts"."members"[*]?(!(exists (@."excluded")))'::jsonpath))) stored
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

create table certificate (
  county_id integer not null,
  id uuid not null,
  about_case uuid not null,
  unit_id integer not null,
  kind text not null,
  number text,
  issuer text not null,
  issued_by text not null,
  issued_on date not null,
  accepted_by uuid not null,
  accepted_by_name text not null,
  accepted_on date not null,
  finding text,
  finding_text text,
  found_by uuid,
  found_by_name text,
  found_on date
);
alter table certificate enable row level security;

create table chain_head (
  county_id integer not null,
  "position" bigint not null,
  hash bytea not null,
  recorded_at timestamp(3) with time zone not null
);
alter table chain_head enable row level security;

create table check_finding (
  county_id integer not null,
  id uuid not null,
  check_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  about_case uuid not null,
  programme text not null,
  part text not null,
  aspect text not null,
  failing text not null,
  wrong text,
  fen bigint not null,
  severity text not null,
  on_date date not null,
  state text not null,
  rectification_id uuid
);
alter table check_finding enable row level security;

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

create table complaint_box (
  county_id integer not null,
  id uuid not null,
  area_id integer not null,
  unit_id integer not null,
  place text not null,
  keeper text not null,
  since date not null,
  ended_on date
);
alter table complaint_box enable row level security;

create table complaint_box_opening (
  county_id integer not null,
  id uuid not null,
  box_id uuid not null,
  month text not null,
  on_date date not null,
  letters integer not null,
  opened_by text not null,
  account_id uuid not null,
  at timestamp(3) with time zone not null
);
alter table complaint_box_opening enable row level security;

create table complaint_contact (
  county_id integer not null,
  complaint_id uuid not null,
  contact_enc bytea not null,
  person_idx bytea
);
alter table complaint_contact enable row level security;

create table coordination_problem (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  kind text not null,
  text text not null,
  raised_by uuid not null,
  raised_by_name text not null,
  raised_on date not null,
  department text,
  result text,
  resolved_by uuid,
  resolved_by_name text,
  resolved_on date
);
alter table coordination_problem enable row level security;

create table coordination_urge (
  county_id integer not null,
  id uuid not null,
  problem_id uuid not null,
  department text not null,
  due_on date not null,
  text text not null,
  urged_by uuid not null,
  urged_by_name text not null,
  urged_on date not null
);
alter table coordination_urge enable row level security;

create table county (
  id integer not null,
  key text not null,
  name text not null
);

create table county_parameter (
  county_id integer not null,
  id uuid not null,
  key text not null,
  label text not null,
  unit text not null,
  value jsonb not null,
  programme text,
  area text,
  from_date date not null,
  title text not null,
  number text not null,
  issued_on date not null,
  change_id uuid not null,
  entered_by uuid not null,
  entered_by_name text not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamp with time zone not null
);
alter table county_parameter enable row level security;

create table demand_plan (
  county_id integer not null,
  id uuid not null,
  year integer not null,
  version integer not null,
  status text not null,
  month text not null,
  base jsonb not null,
  assumptions jsonb not null,
  figures jsonb not null,
  year_fen bigint not null,
  drafted_by uuid not null,
  drafted_by_name text not null,
  drafted_at timestamp with time zone not null,
  confirmed_by uuid,
  confirmed_by_name text,
  confirmed_at timestamp with time zone,
  note text
);
alter table demand_plan enable row level security;

create table dishonesty (
  county_id integer not null,
  matter_id uuid not null,
  unit_id integer not null,
  person_id uuid not null,
  number_idx bytea not null,
  kind text not null,
  label text not null,
  from_date date not null,
  to_date date not null,
  removed_on date
);
alter table dishonesty enable row level security;

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

create table draw_frozen (
  county_id integer not null,
  draw_id uuid not null,
  statement text not null,
  classes jsonb not null,
  commitment text not null
);
alter table draw_frozen enable row level security;

create table draw_member (
  county_id integer not null,
  draw_id uuid not null,
  number text not null,
  about_case uuid not null,
  unit_id integer not null,
  programme text not null,
  outcome text not null,
  part text not null,
  classes text[] not null default '{}'::text[],
  ground text,
  checkers uuid[],
  check_id uuid
);
alter table draw_member enable row level security;

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

create table external_batch (
  county_id integer not null,
  id uuid not null,
  list text not null,
  way text not null,
  status text not null,
  source text not null default ''::text,
  source_date date,
  coverage text not null default ''::text,
  cursor text,
  rows integer not null default 0,
  faults integer not null default 0,
  words text,
  by_account uuid,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  content_enc bytea,
  whole boolean,
  reason text,
  change jsonb,
  decided_by uuid
);
alter table external_batch enable row level security;

create table external_list (
  county_id integer not null,
  list text not null,
  source text not null,
  source_date date not null,
  coverage text not null,
  rows integer not null,
  brought_at timestamp with time zone not null
);
alter table external_list enable row level security;

create table external_row (
  county_id integer not null,
  list text not null,
  ref text not null,
  number_idx bytea not null,
  other_idx bytea,
  on_date date not null,
  fen bigint,
  fields jsonb not null default '{}'::jsonb,
  batch_id uuid not null
);
alter table external_row enable row level security;

create table file_change (
  county_id integer not null,
  id bigint not null generated as identity,
  file_id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  name text not null,
  paper text,
  step text,
  rotation integer not null,
  voided boolean not null,
  reason text not null,
  by_account uuid not null,
  at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null
);
alter table file_change enable row level security;

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
  note text,
  paper_due_on date,
  reviewed_by uuid,
  reviewed_by_name text,
  reviewed_on date,
  paper_by uuid,
  paper_by_name text,
  paper_on date
);
alter table filing enable row level security;

create table filing_comparison (
  county_id integer not null,
  id uuid not null,
  filing_id uuid not null,
  unit_id integer not null,
  file_name text not null,
  sha256 bytea not null,
  rows integer not null,
  matched integer not null,
  compared_by uuid not null,
  compared_by_name text not null,
  compared_at timestamp with time zone not null
);
alter table filing_comparison enable row level security;

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

create table filing_difference (
  county_id integer not null,
  comparison_id uuid not null,
  ordinal integer not null,
  unit_id integer not null,
  kind text not null,
  line_no integer,
  case_id uuid,
  row_no integer,
  who text not null,
  text text not null
);
alter table filing_difference enable row level security;

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

create table fund_budget (
  county_id integer not null,
  id uuid not null,
  year integer not null,
  source text not null,
  programme text,
  fen bigint not null,
  document text not null,
  note text not null default ''::text,
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamp with time zone not null
);
alter table fund_budget enable row level security;

create table fund_operation (
  county_id integer not null,
  id uuid not null,
  kind text not null,
  status text not null default 'entered'::text,
  unit_id integer,
  programme text,
  source text,
  fen bigint not null,
  on_date date not null,
  party text,
  purpose text not null,
  document text not null default ''::text,
  entered_by uuid not null,
  entered_by_name text not null,
  entered_at timestamp with time zone not null,
  settled_by uuid,
  settled_by_name text,
  settled_at timestamp with time zone,
  settled_reason text,
  entry_id uuid
);
alter table fund_operation enable row level security;

create table fund_report (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  month text not null,
  body jsonb not null,
  filed_by uuid not null,
  filed_by_name text not null,
  filed_at timestamp with time zone not null,
  received_by uuid,
  received_by_name text,
  received_at timestamp with time zone
);
alter table fund_report enable row level security;

create table helper (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  role text not null,
  name_enc bytea not null,
  phone_enc bytea not null,
  from_date date not null,
  to_date date,
  selected text not null,
  added_by uuid not null,
  added_at timestamp(3) with time zone not null,
  ended_by uuid
);
alter table helper enable row level security;

create table hotline_call (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  line text not null,
  at timestamp(3) with time zone not null,
  answered boolean not null,
  resolved boolean not null,
  note text not null,
  complaint_id uuid,
  account_id uuid not null
);
alter table hotline_call enable row level security;

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

create table institution (
  county_id integer not null,
  id uuid not null,
  name text not null,
  name_idx bytea not null,
  kind text not null,
  unit_id integer not null,
  places integer not null,
  telephone text not null default ''::text,
  from_date date not null,
  closed_on date,
  registered_by uuid not null,
  registered_at timestamp with time zone not null
);
alter table institution enable row level security;

create table institution_place (
  county_id integer not null,
  id uuid not null,
  kind text not null,
  institution_id uuid,
  case_id uuid,
  category text,
  reference text,
  area_id integer not null,
  state text not null,
  since date not null,
  ended_on date,
  reason text not null default ''::text,
  by_account text not null,
  at timestamp with time zone not null
);
alter table institution_place enable row level security;

create table lead (
  county_id integer not null,
  id uuid not null,
  no integer not null,
  subject text not null,
  about_case uuid,
  unit_id integer not null,
  area_id integer,
  who_enc bytea,
  side text not null,
  opened_on date not null,
  due_on date,
  closed_on date
);
alter table lead enable row level security;

create table lead_event (
  county_id integer not null,
  id bigint not null generated as identity,
  lead_id uuid not null,
  hit_id uuid,
  kind text not null,
  at timestamp with time zone not null,
  actor text not null,
  body jsonb not null default '{}'::jsonb
);
alter table lead_event enable row level security;

create table lead_hit (
  county_id integer not null,
  id uuid not null default gen_random_uuid(),
  lead_id uuid not null,
  rule text not null,
  subject text not null,
  person_id uuid,
  mark text not null,
  round integer not null,
  area_id integer,
  side text not null,
  source text not null,
  proof boolean not null,
  holds boolean not null default false,
  facts jsonb not null,
  found_on date not null,
  seen_on date not null,
  due_on date not null,
  status text not null,
  answered_on date,
  answered_by uuid,
  words text,
  files uuid[] not null default '{}'::uuid[],
  next text,
  expires_on date
);
alter table lead_hit enable row level security;

create table lead_origin (
  county_id integer not null,
  hit_id uuid not null,
  secret boolean not null,
  matter_id uuid,
  words text not null,
  told_by uuid,
  at timestamp with time zone not null
);
alter table lead_origin enable row level security;

create table ledger_account (
  county_id integer not null,
  id integer not null generated as identity,
  kind text not null,
  unit_id integer,
  programme text,
  source text,
  balance_fen bigint not null default 0
);
alter table ledger_account enable row level security;

create table ledger_entry (
  county_id integer not null,
  id uuid not null,
  "position" bigint not null,
  kind text not null,
  on_date date not null,
  at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  by_account text not null,
  memo text not null,
  key text not null,
  roll_id uuid,
  batch_id uuid,
  case_id uuid,
  recovery_id uuid,
  fund_id uuid,
  corrects uuid,
  area_id integer,
  prev_hash bytea not null,
  hash bytea not null
);
alter table ledger_entry enable row level security;

create table ledger_head (
  county_id integer not null,
  "position" bigint not null,
  hash bytea not null,
  recorded_at timestamp(3) with time zone not null
);
alter table ledger_head enable row level security;

create table ledger_line (
  county_id integer not null,
  entry_id uuid not null,
  line integer not null,
  account_id integer not null,
  fen bigint not null,
  on_date date not null,
  area_id integer
);
alter table ledger_line enable row level security;

create table letter_template (
  county_id integer not null,
  id uuid not null,
  kind text not null,
  version integer not null,
  name text not null,
  sha256 bytea not null,
  bytes integer not null,
  note text not null,
  uploaded_by uuid not null,
  uploaded_at timestamp with time zone not null,
  previewed_by uuid,
  previewed_at timestamp with time zone,
  valid_from date,
  activated_by uuid,
  activated_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_reason text
);
alter table letter_template enable row level security;

create table matter (
  county_id integer not null,
  id uuid not null,
  topic text not null,
  number text not null,
  title text not null,
  status text not null,
  status_text text not null,
  unit_id integer,
  area_id integer,
  waits text,
  next text,
  due_on date,
  opened_on date not null,
  closed_on date,
  about_case uuid,
  origin_id uuid,
  seq integer not null,
  state jsonb not null,
  received_on text generated always as ((state ->> 'receivedOn'::text)) stored,
  concluded_on text generated always as ((state #>> '{concluded,on}'::text[])) stored,
  alike text generated always as (
CASE
    WHEN ((topic = 'complaint'::text) AND ((state ->> 'course'::text) = 'petition'::text) AND ((state #>> '{about,kind}'::text[]) = ANY (ARRAY['unit'::text, 'staff'::text]))) THEN (((((state #>> '{about,kind}'::text[]) || '|'::text) || (state #>> '{about,unit}'::text[])) || '|'::text) || (state ->> 'kind'::text))
    ELSE NULL::text
END) stored
);
alter table matter enable row level security;

create table matter_act (
  county_id integer not null,
  "position" bigint not null,
  matter_id uuid not null,
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
alter table matter_act enable row level security;

create table matter_file (
  county_id integer not null,
  id uuid not null,
  matter_id uuid not null,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  name text not null,
  uploaded_by uuid not null,
  at timestamp(3) with time zone not null,
  side text not null default 'unit'::text,
  shown boolean not null default true
);
alter table matter_file enable row level security;

create table matter_head (
  county_id integer not null,
  "position" bigint not null,
  hash bytea not null,
  recorded_at timestamp(3) with time zone not null
);
alter table matter_head enable row level security;

create table matter_paper (
  county_id integer not null,
  id uuid not null,
  matter_id uuid not null,
  kind text not null,
  number text not null,
  title text not null,
  content jsonb not null,
  issued_on date not null
);
alter table matter_paper enable row level security;

create table means_input (
  county_id integer not null,
  case_id uuid not null,
  seq integer not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  status text not null,
  law_on date not null,
  from_month text not null,
  until_month text,
  persons integer not null,
  income_fen bigint,
  fen bigint not null,
  unable integer,
  facts json,
  why text,
  detail text
);
alter table means_input enable row level security;

create table meeting_held (
  county_id integer not null,
  case_id uuid not null,
  seq integer not null,
  unit_id integer not null,
  body text not null,
  held_on date not null,
  expected integer not null,
  present integer not null,
  recused integer not null,
  passed boolean not null
);
alter table meeting_held enable row level security;

create table meeting_member (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  body text not null,
  kind text not null,
  account_id uuid,
  name_enc bytea,
  number_idx bytea,
  from_date date not null,
  to_date date,
  added_by uuid not null,
  added_at timestamp with time zone not null,
  ended_by uuid,
  ended_at timestamp with time zone
);
alter table meeting_member enable row level security;

create table meeting_rules (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  body text not null,
  title text not null,
  from_date date not null,
  file_id uuid not null,
  filed_by uuid not null,
  filed_at timestamp with time zone not null
);
alter table meeting_rules enable row level security;

create table message (
  county_id integer not null,
  id uuid not null default gen_random_uuid(),
  area_id integer not null,
  case_id uuid not null,
  person_id uuid not null,
  line_id uuid not null,
  batch_id uuid not null,
  fen bigint not null,
  text text not null,
  state text not null,
  made_at timestamp with time zone not null,
  sending_on date,
  sent_at timestamp with time zone
);
alter table message enable row level security;

create table number_sequence (
  county_id integer not null,
  series text not null,
  year integer not null,
  last integer not null
);
alter table number_sequence enable row level security;

create table payee_agreement (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  payee_enc bytea not null,
  payee_idx bytea not null,
  relation text not null,
  telephone_enc bytea not null,
  paper text not null,
  file_id uuid,
  reason text not null,
  signed_on date not null,
  from_date date not null,
  expires_on date not null,
  ended_on date,
  ended_reason text,
  ended_by uuid,
  registered_by uuid not null,
  registered_at timestamp with time zone not null
);
alter table payee_agreement enable row level security;

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

create table phrase (
  county_id integer not null,
  id uuid not null,
  field text not null,
  account_id uuid,
  unit_id integer not null,
  text text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null
);
alter table phrase enable row level security;

create table print_item (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  queue_id integer not null,
  letter_id uuid,
  form text,
  added_by uuid not null,
  added_at timestamp with time zone not null,
  printed_at timestamp with time zone
);
alter table print_item enable row level security;

create table print_mark (
  county_id integer not null,
  item_id uuid not null,
  nth integer not null,
  unit_id integer not null,
  run uuid not null,
  place integer not null,
  printed_by uuid not null,
  printed_at timestamp with time zone not null
);
alter table print_mark enable row level security;

create table public_attempt (
  county_id integer not null,
  number_idx bytea not null,
  failures integer not null,
  locked_until timestamp with time zone,
  at timestamp with time zone not null
);
alter table public_attempt enable row level security;

create table public_session (
  county_id integer not null,
  token_hash bytea not null,
  case_id uuid not null,
  area_id integer not null,
  issue integer not null,
  expires_at timestamp with time zone not null
);
alter table public_session enable row level security;

create table publication (
  county_id integer not null,
  id uuid not null,
  kind text not null,
  case_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  programme_name text not null,
  name text not null,
  applicants integer not null,
  persons integer,
  fen bigint,
  payment text not null,
  outcome text not null,
  level text not null,
  from_on date not null,
  until_on date,
  provisional boolean not null default false,
  place text,
  remark text,
  ended_on date,
  ended_why text
);
alter table publication enable row level security;

create table recovery (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  ground text not null,
  status text not null,
  debtor_kind text not null,
  debtor uuid,
  since date not null,
  proposed_on date not null,
  established_on date,
  closed_on date,
  first_fen bigint not null,
  due_fen bigint not null,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  outstanding_fen bigint not null,
  pending_fen bigint not null default 0,
  next_due date,
  next_fen bigint,
  escalated boolean not null default false
);
alter table recovery enable row level security;

create table recovery_line (
  county_id integer not null,
  recovery_id uuid not null,
  n integer not null,
  area_id integer not null,
  line_id uuid,
  kind text not null,
  month text not null,
  paid_fen bigint not null,
  claim_fen bigint not null,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0
);
alter table recovery_line enable row level security;

create table recovery_movement (
  county_id integer not null,
  recovery_id uuid not null,
  case_id uuid not null,
  seq integer not null,
  area_id integer not null,
  kind text not null,
  on_date date not null,
  fen bigint not null
);
alter table recovery_movement enable row level security;

create table recovery_voucher (
  county_id integer not null,
  method text not null,
  voucher text not null,
  receipt_id uuid not null,
  area_id integer not null
);
alter table recovery_voucher enable row level security;

create table rectify_circular (
  county_id integer not null,
  paper_id uuid not null,
  unit_id integer not null,
  signed_by uuid,
  signed_on date
);
alter table rectify_circular enable row level security;

create table relative (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  account_id uuid,
  cadre_enc bytea,
  number_idx bytea,
  name_enc bytea,
  relation text,
  filed_on date not null,
  removed_on date,
  filed_by uuid,
  number_enc bytea,
  remove_asked_by uuid,
  remove_asked_on date,
  remove_reason text,
  remove_declined text,
  removed_by uuid
);
alter table relative enable row level security;

create table relative_answer (
  county_id integer not null,
  id uuid not null,
  about_case uuid not null,
  account_id uuid not null,
  text text not null,
  answered_by uuid not null,
  answered_on date not null
);
alter table relative_answer enable row level security;

create table roll (
  county_id integer not null,
  id uuid not null,
  programme text not null,
  month text not null,
  run integer not null default 1,
  status text not null,
  item text not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  frozen_by uuid,
  frozen_at timestamp with time zone,
  released_by uuid,
  released_at timestamp with time zone,
  freezes integer not null default 0
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
  roll_id uuid,
  pay_roll_id uuid,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  month text not null,
  part integer not null default 0,
  channel text not null default 'bank'::text,
  reason text,
  item text not null,
  due_fen bigint not null,
  paid_fen bigint not null default 0,
  recovered_fen bigint not null default 0,
  waived_fen bigint not null default 0,
  status text not null,
  holds text[] not null default '{}'::text[],
  cleared text[] not null default '{}'::text[],
  held_on date,
  refused_account uuid,
  bank_words text
);
alter table roll_line enable row level security;

create table roll_line_fact (
  county_id integer not null,
  roll_id uuid not null,
  nth integer not null,
  line_id uuid not null,
  area_id integer not null,
  unit_id integer not null,
  benefit_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  month text not null,
  part integer not null,
  arose boolean not null,
  status text not null,
  due_fen bigint not null,
  open_fen bigint not null,
  holds text[] not null,
  cleared text[] not null,
  account_id uuid,
  agreement_id uuid,
  rate_fen bigint not null,
  persons integer not null,
  case_seq integer not null,
  ground text,
  ground_number text,
  ground_on date
);
alter table roll_line_fact enable row level security;

create table roll_settlement (
  county_id integer not null,
  id uuid not null,
  line_id uuid not null,
  batch_id uuid not null,
  case_id uuid not null,
  area_id integer not null,
  outcome text not null,
  fen bigint not null,
  reason text not null,
  file_id uuid not null,
  status text not null default 'proposed'::text,
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decided_reason text
);
alter table roll_settlement enable row level security;

create table roll_supplement (
  county_id integer not null,
  benefit_id uuid not null,
  month text not null,
  part integer not null,
  area_id integer not null,
  programme text not null,
  fen bigint not null,
  reason text not null,
  by_account uuid,
  at timestamp with time zone not null
);
alter table roll_supplement enable row level security;

create table roster_import (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  programme text not null,
  file_name text not null,
  sha256 bytea not null,
  status text not null,
  rows integer not null,
  households integer not null,
  good integer not null,
  good_rows integer not null,
  good_fen bigint not null,
  fault_rows integer not null,
  uploaded_by uuid not null,
  uploaded_by_name text not null,
  uploaded_at timestamp with time zone not null,
  choice text,
  pay_from text,
  confirmed_by uuid,
  confirmed_by_name text,
  confirmed_at timestamp with time zone,
  imported_households integer,
  imported_persons integer,
  imported_fen bigint,
  finished_at timestamp with time zone,
  failure text
);
alter table roster_import enable row level security;

create table roster_import_fault (
  county_id integer not null,
  import_id uuid not null,
  unit_id integer not null,
  row_no integer not null,
  ordinal integer not null,
  column_name text not null,
  text text not null,
  dragged boolean not null
);
alter table roster_import_fault enable row level security;

create table scenario (
  county_id integer not null,
  id uuid not null,
  title text not null,
  status text not null,
  month text not null,
  up_to text not null,
  law_on date not null,
  refused_months integer not null,
  tried jsonb not null,
  progress integer not null default 0,
  made_by uuid not null,
  made_by_name text not null,
  made_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  sums jsonb,
  hash bytea,
  failure text,
  basis bytea
);
alter table scenario enable row level security;

create table scenario_part (
  county_id integer not null,
  scenario_id uuid not null,
  slice integer not null,
  part integer not null,
  programme text not null,
  unit_id integer not null,
  area_id integer not null,
  outcome text not null,
  why text,
  cases uuid[] not null,
  seqs integer[] not null,
  persons integer[] not null,
  before_fen bigint[] not null,
  after_fen bigint[] not null,
  standard_fen bigint[] not null
);
alter table scenario_part enable row level security;

create table score_count (
  county_id integer not null,
  run_id uuid not null,
  unit_id integer,
  indicator text not null,
  stratum text not null,
  n integer not null,
  faults integer not null
);
alter table score_count enable row level security;

create table score_line (
  county_id integer not null,
  id uuid not null default gen_random_uuid(),
  run_id uuid not null,
  unit_id integer not null,
  indicator text not null,
  stratum text not null,
  kind text not null,
  ref_id uuid,
  on_date date not null,
  text text not null,
  corrected boolean not null default false
);
alter table score_line enable row level security;

create table score_result (
  county_id integer not null,
  run_id uuid not null,
  unit_id integer not null,
  month text not null,
  status text not null,
  until date,
  due_on date not null,
  published_on date,
  result jsonb not null
);
alter table score_result enable row level security;

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

create table split_answer (
  county_id integer not null,
  id uuid not null,
  cases uuid[] not null,
  areas integer[] not null,
  outcome text not null,
  text text not null,
  sum_fen bigint not null,
  limit_fen bigint not null,
  on_date date not null,
  by_account uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  "position" bigint not null generated as identity
);
alter table split_answer enable row level security;

create table standard_change (
  county_id integer not null,
  id uuid not null,
  scenario_id uuid not null,
  title text not null,
  number text not null,
  issued_on date not null,
  from_month text not null,
  reason text not null,
  status text not null,
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  note text,
  applied_at timestamp with time zone
);
alter table standard_change enable row level security;

create table standard_change_case (
  county_id integer not null,
  change_id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  area_id integer not null,
  programme text not null,
  seq integer not null,
  before_fen bigint not null,
  after_fen bigint not null,
  other_fen bigint,
  status text not null,
  why text,
  answer text,
  answer_reason text,
  answered_by uuid,
  answered_by_name text,
  answered_at timestamp with time zone,
  from_month text,
  months integer not null default 0,
  supplement_fen bigint not null default 0
);
alter table standard_change_case enable row level security;

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

create table submission (
  county_id integer not null,
  id uuid not null,
  case_id uuid not null,
  area_id integer not null,
  kind text not null,
  sender text not null,
  contact_enc bytea,
  at timestamp with time zone not null
);
alter table submission enable row level security;

create table summary_read (
  county_id integer not null,
  account_id uuid not null,
  case_id uuid not null,
  unit_id integer not null,
  seq integer not null,
  read_at timestamp with time zone not null
);
alter table summary_read enable row level security;

create table training_clock (
  county_id integer not null,
  offset_ms bigint not null
);

create table training_seat (
  county_id integer not null,
  id uuid not null,
  training_id uuid not null,
  unit_id integer not null,
  account_id uuid,
  name_enc bytea,
  audience text not null,
  subject text not null,
  on_date date not null,
  place text not null,
  hours integer not null,
  teacher text not null,
  state text not null,
  score integer
);
alter table training_seat enable row level security;

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

create table unit_condition (
  county_id integer not null,
  id uuid not null,
  unit_id integer not null,
  condition text not null,
  side text not null,
  held boolean not null,
  text text not null,
  by_account uuid not null,
  by_name text not null,
  on_date date not null,
  at timestamp(3) with time zone not null
);
alter table unit_condition enable row level security;

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

create table village_population (
  county_id integer not null,
  id bigint not null generated as identity,
  area_id integer not null,
  year integer not null,
  households integer not null,
  persons integer not null,
  source text not null,
  made_up boolean not null default false,
  entered_by uuid,
  entered_by_name text not null,
  entered_at timestamp(3) with time zone not null
);
alter table village_population enable row level security;

create table warning_choice (
  county_id integer not null,
  id uuid not null,
  rule text not null,
  active boolean not null,
  threshold numeric,
  from_date date not null,
  reason text not null,
  found_before integer,
  found_after integer,
  decided_by uuid not null,
  decided_at timestamp with time zone not null
);
alter table warning_choice enable row level security;

create table warning_run (
  county_id integer not null,
  id uuid not null,
  on_date date not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  by_account uuid,
  people integer,
  rules jsonb not null default '[]'::jsonb,
  words text
);
alter table warning_run enable row level security;

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
alter table account add constraint account_number_whole CHECK (((number_idx IS NULL) = (number_enc IS NULL)));
alter table account add constraint account_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table account_event add constraint account_event_pk PRIMARY KEY (county_id, id);
alter table account_event add constraint account_event_detail CHECK ((jsonb_typeof(detail) = 'object'::text));
alter table account_event add constraint account_event_kind CHECK ((kind = ANY (ARRAY['created'::text, 'postGiven'::text, 'postEnded'::text, 'locked'::text, 'unlocked'::text, 'disabled'::text, 'enabled'::text, 'passwordReset'::text, 'totpReset'::text, 'totpRemoved'::text, 'totpEnrolled'::text, 'tokenIssued'::text, 'tokenRevoked'::text, 'identityRecorded'::text])));
alter table account_event add constraint account_event_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table account_event add constraint account_event_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table account_post add constraint account_post_pk PRIMARY KEY (county_id, account_id, post, unit_id, from_date);
alter table account_post add constraint account_post_post CHECK ((post = ANY (ARRAY['village'::text, 'handler'::text, 'reviewer'::text, 'reviewHead'::text, 'leader'::text, 'countyHandler'::text, 'countyLeader'::text, 'payrollClerk'::text, 'payrollReviewer'::text, 'finance'::text, 'auditor'::text, 'systemAdmin'::text, 'securityAdmin'::text, 'auditAdmin'::text])));
alter table account_post add constraint account_post_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table account_post add constraint account_post_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table aid_errand add constraint aid_errand_pk PRIMARY KEY (county_id, id);
alter table aid_errand add constraint aid_errand_kind CHECK ((kind = ANY (ARRAY['referral'::text, 'duty'::text])));
alter table aid_errand add constraint aid_errand_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table aid_given add constraint aid_given_pk PRIMARY KEY (county_id, case_id, number_idx);
alter table aid_given add constraint aid_given_fen CHECK ((fen >= 0));
alter table aid_given add constraint aid_given_helped CHECK ((helped_fen >= 0));
alter table aid_given add constraint aid_given_limit_by CHECK ((limit_by = ANY (ARRAY['entrustment'::text, 'ceiling'::text])));
alter table aid_given add constraint aid_given_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table aid_payment add constraint aid_payment_pk PRIMARY KEY (county_id, case_id, seq);
alter table aid_payment add constraint aid_payment_fen CHECK ((fen > 0));
alter table aid_payment add constraint aid_payment_form CHECK ((form = ANY (ARRAY['cash'::text, 'goods'::text])));
alter table aid_payment add constraint aid_payment_fund CHECK ((fund = ANY (ARRAY['imprest'::text, 'reliefFund'::text, 'donation'::text])));
alter table aid_payment add constraint aid_payment_phase CHECK ((phase = ANY (ARRAY['relief'::text, 'payment'::text])));
alter table aid_payment add constraint aid_payment_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table aid_summary add constraint aid_summary_pk PRIMARY KEY (county_id, unit_id, month);
alter table aid_summary add constraint aid_summary_fen CHECK ((fen >= 0));
alter table aid_summary add constraint aid_summary_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table aid_summary add constraint aid_summary_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table archive_event add constraint archive_event_pk PRIMARY KEY (county_id, id);
alter table archive_event add constraint archive_event_body CHECK ((jsonb_typeof(body) = 'object'::text));
alter table archive_event add constraint archive_event_kind CHECK ((kind = ANY (ARRAY['opened'::text, 'added'::text, 'complete'::text, 'incomplete'::text, 'moved'::text, 'proposed'::text, 'confirmed'::text, 'rejected'::text])));
alter table archive_event add constraint archive_event_volume FOREIGN KEY (county_id, volume_id) REFERENCES archive_volume(county_id, id);
alter table archive_item add constraint archive_item_pk PRIMARY KEY (county_id, case_id);
alter table archive_item add constraint archive_item_unique UNIQUE (county_id, volume_id, item);
alter table archive_item add constraint archive_item_number CHECK ((item > 0));
alter table archive_item add constraint archive_item_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table archive_item add constraint archive_item_volume FOREIGN KEY (county_id, volume_id) REFERENCES archive_volume(county_id, id);
alter table archive_volume add constraint archive_volume_pk PRIMARY KEY (county_id, id);
alter table archive_volume add constraint archive_volume_household UNIQUE (county_id, unit_id, person_id);
alter table archive_volume add constraint archive_volume_number_unique UNIQUE (county_id, unit_id, year, apart, number);
alter table archive_volume add constraint archive_volume_number CHECK ((number > 0));
alter table archive_volume add constraint archive_volume_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table archive_volume add constraint archive_volume_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table bank_attempt add constraint bank_attempt_pk PRIMARY KEY (county_id, "position");
alter table bank_attempt add constraint bank_attempt_kind CHECK ((kind = ANY (ARRAY['send'::text, 'look'::text, 'fetch'::text])));
alter table bank_attempt add constraint bank_attempt_outcome CHECK ((outcome = ANY (ARRAY['ok'::text, 'again'::text, 'nothing'::text, 'unsure'::text, 'down'::text, 'unknown'::text, 'refused'::text, 'malformed'::text])));
alter table bank_attempt add constraint bank_attempt_batch FOREIGN KEY (county_id, batch_id) REFERENCES bank_batch(county_id, id);
alter table bank_batch add constraint bank_batch_pk PRIMARY KEY (county_id, id);
alter table bank_batch add constraint bank_batch_number_unique UNIQUE (county_id, number);
alter table bank_batch add constraint bank_batch_roll_once UNIQUE (county_id, roll_id);
alter table bank_batch add constraint bank_batch_hash CHECK ((octet_length(sha256) = 32));
alter table bank_batch add constraint bank_batch_item CHECK ((length(item) >= 2));
alter table bank_batch add constraint bank_batch_lines CHECK ((lines > 0));
alter table bank_batch add constraint bank_batch_sent CHECK ((((sent_by IS NULL) OR (sent_at IS NOT NULL)) AND ((sent_at IS NULL) = (due_on IS NULL)) AND ((sent_at IS NULL) = (sent_on IS NULL))));
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
alter table bank_return_line add constraint bank_return_line_status CHECK ((status = ANY (ARRAY['paid'::text, 'rejected'::text, 'partial'::text, 'returned'::text])));
alter table bank_return_line add constraint bank_return_line_return FOREIGN KEY (county_id, return_id) REFERENCES bank_return(county_id, id) DEFERRABLE INITIALLY DEFERRED;
alter table bank_sending add constraint bank_sending_pk PRIMARY KEY (county_id, batch_id);
alter table bank_sending add constraint bank_sending_state CHECK ((state = ANY (ARRAY['waiting'::text, 'unsure'::text, 'received'::text, 'answering'::text, 'answered'::text, 'refused'::text, 'altered'::text, 'hand'::text])));
alter table bank_sending add constraint bank_sending_batch FOREIGN KEY (county_id, batch_id) REFERENCES bank_batch(county_id, id);
alter table batch_item add constraint batch_item_pk PRIMARY KEY (county_id, batch, case_id);
alter table batch_item add constraint batch_item_command CHECK ((command = ANY (ARRAY['agreeReview'::text, 'decide'::text])));
alter table batch_item add constraint batch_item_order CHECK ((seq_after > seq_before));
alter table batch_item add constraint batch_item_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table behaviour_answer add constraint behaviour_answer_pk PRIMARY KEY (county_id, id);
alter table behaviour_answer add constraint behaviour_answer_outcome CHECK ((outcome = ANY (ARRAY['fine'::text, 'checked'::text, 'training'::text])));
alter table behaviour_answer add constraint behaviour_answer_words CHECK ((length(words) >= 4));
alter table behaviour_answer add constraint behaviour_answer_question FOREIGN KEY (county_id, question_id) REFERENCES behaviour_question(county_id, id);
alter table behaviour_case add constraint behaviour_case_pk PRIMARY KEY (county_id, question_id, about_case);
alter table behaviour_case add constraint behaviour_case_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table behaviour_case add constraint behaviour_case_question FOREIGN KEY (county_id, question_id) REFERENCES behaviour_question(county_id, id);
alter table behaviour_question add constraint behaviour_question_pk PRIMARY KEY (county_id, id);
alter table behaviour_question add constraint behaviour_question_once UNIQUE (county_id, kind, unit_id, key);
alter table behaviour_question add constraint behaviour_question_kind CHECK ((kind = ANY (ARRAY['instant'::text, 'sameText'::text, 'samePhoto'::text, 'night'::text, 'dayOff'::text, 'justUnder'::text, 'samePair'::text, 'village'::text, 'shortVisit'::text, 'twoPlaces'::text, 'split'::text, 'perThousand'::text])));
alter table behaviour_question add constraint behaviour_question_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table benefit add constraint benefit_pk PRIMARY KEY (county_id, id);
alter table benefit add constraint benefit_case_once UNIQUE (county_id, case_id);
alter table benefit add constraint benefit_cash CHECK (((cash_fen >= 0) AND ((cash_fen = 0) OR (payment = 'once'::text))));
alter table benefit add constraint benefit_from CHECK ((from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table benefit add constraint benefit_ground CHECK ((ground = ANY (ARRAY['grant'::text, 'change'::text, 'stop'::text, 'grade'::text, 'takeover'::text, 'standard'::text])));
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
alter table benefit_month add constraint benefit_month_pk PRIMARY KEY (county_id, benefit_id, month);
alter table benefit_month add constraint benefit_month_fen CHECK ((fen > 0));
alter table benefit_month add constraint benefit_month_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table benefit_month add constraint benefit_month_benefit FOREIGN KEY (county_id, benefit_id) REFERENCES benefit(county_id, id);
alter table benefit_rate add constraint benefit_rate_pk PRIMARY KEY (county_id, benefit_id, from_month);
alter table benefit_rate add constraint benefit_rate_from CHECK ((from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table benefit_rate add constraint benefit_rate_positive CHECK ((monthly_fen > 0));
alter table benefit_rate add constraint benefit_rate_benefit FOREIGN KEY (county_id, benefit_id) REFERENCES benefit(county_id, id);
alter table calculation add constraint calculation_pk PRIMARY KEY (county_id, id);
alter table calculation add constraint calculation_ended CHECK ((((status = ANY (ARRAY['done'::text, 'failed'::text])) = (ended_at IS NOT NULL)) AND ((status = 'done'::text) = (result IS NOT NULL)) AND ((status = 'failed'::text) = (words IS NOT NULL))));
alter table calculation add constraint calculation_input CHECK ((jsonb_typeof(input) = 'object'::text));
alter table calculation add constraint calculation_kind CHECK ((kind = ANY (ARRAY['behaviour'::text, 'warningTrial'::text])));
alter table calculation add constraint calculation_status CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])));
alter table calculation add constraint calculation_steps CHECK (((done >= 0) AND (done <= steps)));
alter table calculation add constraint calculation_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table calendar_year add constraint calendar_year_pk PRIMARY KEY (year);
alter table case_action add constraint case_action_pk PRIMARY KEY (county_id, "position");
alter table case_action add constraint case_action_seq_unique UNIQUE (county_id, case_id, seq);
alter table case_action add constraint case_action_actor_post CHECK ((actor_post <> ''::text));
alter table case_action add constraint case_action_actor_user CHECK ((actor_user <> ''::text));
alter table case_action add constraint case_action_body CHECK ((jsonb_typeof(body) = 'object'::text));
alter table case_action add constraint case_action_hash_length CHECK ((octet_length(hash) = 32));
alter table case_action add constraint case_action_kind CHECK ((kind = ANY (ARRAY['applied'::text, 'routed'::text, 'missingTold'::text, 'materialsReceived'::text, 'materialRequired'::text, 'accepted'::text, 'authorisationSigned'::text, 'verificationRequested'::text, 'verificationForwarded'::text, 'verificationReported'::text, 'verificationTrouble'::text, 'discrepancyNotified'::text, 'discrepancyExplained'::text, 'explanationMissed'::text, 'simplified'::text, 'investigated'::text, 'met'::text, 'assessed'::text, 'opined'::text, 'noticePosted'::text, 'objected'::text, 'noticeClosed'::text, 'countyReviewed'::text, 'reviewed'::text, 'agreed'::text, 'decided'::text, 'delivered'::text, 'published'::text, 'filed'::text, 'withdrawn'::text, 'abandoned'::text, 'submitted'::text, 'submissionAnswered'::text, 'accessCodeReissued'::text, 'returned'::text, 'transferred'::text, 'extended'::text, 'imported'::text, 'relativesFound'::text, 'counterSigned'::text, 'countyVisited'::text, 'changeProposed'::text, 'changeReviewed'::text, 'changeDecided'::text, 'standardChanged'::text, 'handedOver'::text, 'handOverReceived'::text, 'handOverDeclined'::text, 'elsewhereAsked'::text, 'elsewhereAnswered'::text, 'platformNumbered'::text, 'letterDelivered'::text, 'reportSigned'::text, 'resultFedBack'::text, 'recoveryProposed'::text, 'recoveryEstablished'::text, 'recoveryAnswered'::text, 'recoveryCorrected'::text, 'recoveryReminded'::text, 'instalmentsAgreed'::text, 'receiptRecorded'::text, 'receiptConfirmed'::text, 'waiverProposed'::text, 'waiverDecided'::text, 'recoveryEscalated'::text, 'escalationNoted'::text, 'recoveryClosed'::text, 'selfCareAssessed'::text, 'wishRecorded'::text, 'careArranged'::text, 'gradeChanged'::text, 'aidGiven'::text, 'givenConfirmed'::text, 'aidReceiptAdded'::text, 'givenSettled'::text, 'emergencyMarked'::text, 'complexDeclared'::text, 'referred'::text, 'referralAnswered'::text])));
alter table case_action add constraint case_action_position_positive CHECK (("position" > 0));
alter table case_action add constraint case_action_prev_hash_length CHECK ((octet_length(prev_hash) = 32));
alter table case_action add constraint case_action_seq_positive CHECK ((seq > 0));
alter table case_action add constraint case_action_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_action add constraint case_action_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table case_deadline add constraint case_deadline_pk PRIMARY KEY (county_id, case_id, id);
alter table case_deadline add constraint case_deadline_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_errand add constraint case_errand_pk PRIMARY KEY (county_id, id);
alter table case_errand add constraint case_errand_closed CHECK (((closed_on IS NULL) = (outcome IS NULL)));
alter table case_errand add constraint case_errand_kind CHECK ((kind = ANY (ARRAY['handOver'::text, 'elsewhere'::text])));
alter table case_errand add constraint case_errand_outcome CHECK ((outcome = ANY (ARRAY['received'::text, 'declined'::text, 'answered'::text, 'withdrawn'::text])));
alter table case_errand add constraint case_errand_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table case_errand add constraint case_errand_from FOREIGN KEY (county_id, from_unit) REFERENCES unit(county_id, id);
alter table case_errand add constraint case_errand_to FOREIGN KEY (county_id, to_unit) REFERENCES unit(county_id, id);
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
alter table certificate add constraint certificate_pk PRIMARY KEY (county_id, id);
alter table certificate add constraint certificate_dates CHECK ((issued_on <= accepted_on));
alter table certificate add constraint certificate_finding CHECK ((finding = ANY (ARRAY['true'::text, 'wrong'::text, 'false'::text])));
alter table certificate add constraint certificate_found CHECK ((((finding IS NULL) = (found_on IS NULL)) AND ((finding IS NULL) = (found_by IS NULL)) AND ((finding IS NULL) = (finding_text IS NULL)) AND (found_by IS DISTINCT FROM accepted_by)));
alter table certificate add constraint certificate_issued_by CHECK (((length(issued_by) >= 1) AND (length(issued_by) <= 50)));
alter table certificate add constraint certificate_issuer CHECK (((length(issuer) >= 2) AND (length(issuer) <= 80)));
alter table certificate add constraint certificate_kind CHECK (((length(kind) >= 2) AND (length(kind) <= 60)));
alter table certificate add constraint certificate_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table certificate add constraint certificate_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table chain_head add constraint chain_head_pk PRIMARY KEY (county_id);
alter table chain_head add constraint chain_head_hash_length CHECK ((octet_length(hash) = 32));
alter table chain_head add constraint chain_head_position_natural CHECK (("position" >= 0));
alter table chain_head add constraint chain_head_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table check_finding add constraint check_finding_pk PRIMARY KEY (county_id, id);
alter table check_finding add constraint check_finding_area CHECK ((area_id = unit_id));
alter table check_finding add constraint check_finding_aspect CHECK ((aspect = ANY (ARRAY['process'::text, 'level'::text, 'effect'::text])));
alter table check_finding add constraint check_finding_failing CHECK ((failing = ANY (ARRAY['inaccurate'::text, 'policy'::text, 'duty'::text])));
alter table check_finding add constraint check_finding_fen CHECK (((fen >= 0) AND ((fen = 0) OR (wrong IS NOT NULL))));
alter table check_finding add constraint check_finding_part CHECK ((part = ANY (ARRAY['random'::text, 'must'::text, 'risk'::text, 'alone'::text])));
alter table check_finding add constraint check_finding_raised CHECK (((state = 'open'::text) = (rectification_id IS NULL)));
alter table check_finding add constraint check_finding_severity CHECK ((severity = ANY (ARRAY['light'::text, 'grave'::text])));
alter table check_finding add constraint check_finding_state CHECK ((state = ANY (ARRAY['open'::text, 'raised'::text, 'settled'::text])));
alter table check_finding add constraint check_finding_wrong CHECK ((wrong = ANY (ARRAY['paid'::text, 'refused'::text])));
alter table check_finding add constraint check_finding_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table check_finding add constraint check_finding_check FOREIGN KEY (county_id, check_id) REFERENCES matter(county_id, id);
alter table check_finding add constraint check_finding_rectification FOREIGN KEY (county_id, rectification_id) REFERENCES matter(county_id, id);
alter table check_finding add constraint check_finding_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table checkpoint add constraint checkpoint_pk PRIMARY KEY (county_id, "position");
alter table checkpoint add constraint checkpoint_hash_length CHECK ((octet_length(hash) = 32));
alter table checkpoint add constraint checkpoint_key_id CHECK ((key_id ~ '^[0-9a-f]{16}$'::text));
alter table checkpoint add constraint checkpoint_order CHECK ((at >= recorded_at));
alter table checkpoint add constraint checkpoint_position_positive CHECK (("position" > 0));
alter table checkpoint add constraint checkpoint_signature_length CHECK ((octet_length(signature) = 64));
alter table checkpoint add constraint checkpoint_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table complaint_box add constraint complaint_box_pk PRIMARY KEY (county_id, id);
alter table complaint_box add constraint complaint_box_place CHECK (((length(place) >= 2) AND (length(place) <= 100)));
alter table complaint_box add constraint complaint_box_area FOREIGN KEY (county_id, area_id) REFERENCES unit(county_id, id);
alter table complaint_box add constraint complaint_box_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table complaint_box_opening add constraint complaint_box_opening_pk PRIMARY KEY (county_id, id);
alter table complaint_box_opening add constraint complaint_box_opening_once UNIQUE (county_id, box_id, month);
alter table complaint_box_opening add constraint complaint_box_opening_letters CHECK ((letters >= 0));
alter table complaint_box_opening add constraint complaint_box_opening_month CHECK ((month ~ '^\d{4}-\d{2}$'::text));
alter table complaint_box_opening add constraint complaint_box_opening_box FOREIGN KEY (county_id, box_id) REFERENCES complaint_box(county_id, id);
alter table complaint_contact add constraint complaint_contact_pk PRIMARY KEY (county_id, complaint_id);
alter table complaint_contact add constraint complaint_contact_matter FOREIGN KEY (county_id, complaint_id) REFERENCES matter(county_id, id);
alter table coordination_problem add constraint coordination_problem_pk PRIMARY KEY (county_id, id);
alter table coordination_problem add constraint coordination_problem_kind CHECK ((kind = ANY (ARRAY['oneDoor'::text, 'verification'::text, 'funds'::text, 'other'::text])));
alter table coordination_problem add constraint coordination_problem_resolved CHECK ((((resolved_on IS NULL) = (result IS NULL)) AND ((resolved_on IS NULL) = (resolved_by IS NULL))));
alter table coordination_problem add constraint coordination_problem_text CHECK (((length(text) >= 2) AND (length(text) <= 1000)));
alter table coordination_problem add constraint coordination_problem_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table coordination_problem add constraint coordination_problem_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table coordination_urge add constraint coordination_urge_pk PRIMARY KEY (county_id, id);
alter table coordination_urge add constraint coordination_urge_department CHECK (((length(department) >= 2) AND (length(department) <= 60)));
alter table coordination_urge add constraint coordination_urge_due CHECK ((due_on > urged_on));
alter table coordination_urge add constraint coordination_urge_text CHECK (((length(text) >= 2) AND (length(text) <= 1000)));
alter table coordination_urge add constraint coordination_urge_problem FOREIGN KEY (county_id, problem_id) REFERENCES coordination_problem(county_id, id);
alter table county add constraint county_pk PRIMARY KEY (id);
alter table county add constraint county_key_unique UNIQUE (key);
alter table county_parameter add constraint county_parameter_pk PRIMARY KEY (county_id, id);
alter table county_parameter add constraint county_parameter_once UNIQUE NULLS NOT DISTINCT (county_id, change_id, key, programme, area);
alter table county_parameter add constraint county_parameter_area CHECK ((area = ANY (ARRAY['urban'::text, 'rural'::text])));
alter table county_parameter add constraint county_parameter_two_persons CHECK ((entered_by <> decided_by));
alter table county_parameter add constraint county_parameter_change FOREIGN KEY (county_id, change_id) REFERENCES standard_change(county_id, id);
alter table county_parameter add constraint county_parameter_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table demand_plan add constraint demand_plan_pk PRIMARY KEY (county_id, id);
alter table demand_plan add constraint demand_plan_once UNIQUE (county_id, year, version);
alter table demand_plan add constraint demand_plan_confirmed CHECK ((((status = 'drafted'::text) = (confirmed_by IS NULL)) AND ((confirmed_by IS NULL) = (confirmed_at IS NULL))));
alter table demand_plan add constraint demand_plan_fen CHECK ((year_fen >= 0));
alter table demand_plan add constraint demand_plan_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table demand_plan add constraint demand_plan_status CHECK ((status = ANY (ARRAY['drafted'::text, 'confirmed'::text, 'returned'::text])));
alter table demand_plan add constraint demand_plan_two_persons CHECK (((confirmed_by IS NULL) OR (confirmed_by <> drafted_by)));
alter table demand_plan add constraint demand_plan_version CHECK ((version > 0));
alter table demand_plan add constraint demand_plan_year CHECK (((year >= 2000) AND (year <= 2100)));
alter table demand_plan add constraint demand_plan_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table dishonesty add constraint dishonesty_pk PRIMARY KEY (county_id, matter_id);
alter table dishonesty add constraint dishonesty_term CHECK ((to_date > from_date));
alter table dishonesty add constraint dishonesty_matter FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, id);
alter table dishonesty add constraint dishonesty_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table dishonesty add constraint dishonesty_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table doudi_meta add constraint doudi_meta_pkey PRIMARY KEY (name);
alter table doudi_migration add constraint doudi_migration_pkey PRIMARY KEY (number);
alter table draft add constraint draft_pk PRIMARY KEY (county_id, account_id, key);
alter table draw_frozen add constraint draw_frozen_pk PRIMARY KEY (county_id, draw_id);
alter table draw_frozen add constraint draw_frozen_classes CHECK ((jsonb_typeof(classes) = 'object'::text));
alter table draw_frozen add constraint draw_frozen_commitment CHECK ((commitment ~ '^[0-9a-f]{64}$'::text));
alter table draw_frozen add constraint draw_frozen_matter FOREIGN KEY (county_id, draw_id) REFERENCES matter(county_id, id);
alter table draw_member add constraint draw_member_pk PRIMARY KEY (county_id, draw_id, number, part);
alter table draw_member add constraint draw_member_outcome CHECK ((outcome = ANY (ARRAY['grant'::text, 'refuse'::text])));
alter table draw_member add constraint draw_member_part CHECK ((part = ANY (ARRAY['random'::text, 'must'::text, 'risk'::text])));
alter table draw_member add constraint draw_member_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table draw_member add constraint draw_member_check FOREIGN KEY (county_id, check_id) REFERENCES matter(county_id, id);
alter table draw_member add constraint draw_member_draw FOREIGN KEY (county_id, draw_id) REFERENCES draw_frozen(county_id, draw_id);
alter table draw_member add constraint draw_member_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table entrustment_event add constraint entrustment_event_pk PRIMARY KEY (county_id, id);
alter table entrustment_event add constraint entrustment_event_kind CHECK ((kind = ANY (ARRAY['issued'::text, 'withdrawn'::text])));
alter table external_batch add constraint external_batch_pk PRIMARY KEY (county_id, id);
alter table external_batch add constraint external_batch_second CHECK (((status <> 'confirmed'::text) OR (decided_by <> by_account)));
alter table external_batch add constraint external_batch_status CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'waiting'::text, 'confirmed'::text])));
alter table external_batch add constraint external_batch_waiting CHECK (((status <> 'waiting'::text) OR ((content_enc IS NOT NULL) AND (whole IS NOT NULL) AND (reason IS NOT NULL) AND (change IS NOT NULL))));
alter table external_batch add constraint external_batch_way CHECK ((way = ANY (ARRAY['connector'::text, 'file'::text])));
alter table external_list add constraint external_list_pk PRIMARY KEY (county_id, list);
alter table external_list add constraint external_list_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table external_row add constraint external_row_pk PRIMARY KEY (county_id, list, ref);
alter table external_row add constraint external_row_fields CHECK ((jsonb_typeof(fields) = 'object'::text));
alter table external_row add constraint external_row_ref CHECK (((length(ref) >= 1) AND (length(ref) <= 80)));
alter table file_change add constraint file_change_pk PRIMARY KEY (county_id, id);
alter table file_change add constraint file_change_name CHECK ((name <> ''::text));
alter table file_change add constraint file_change_one_place CHECK (((paper IS NULL) OR (step IS NULL)));
alter table file_change add constraint file_change_rotation CHECK ((rotation = ANY (ARRAY[0, 90, 180, 270])));
alter table file_change add constraint file_change_file FOREIGN KEY (county_id, file_id) REFERENCES stored_file(county_id, id);
alter table filing add constraint filing_pk PRIMARY KEY (county_id, id);
alter table filing add constraint filing_once UNIQUE (county_id, unit_id, programme, month);
alter table filing add constraint filing_examined CHECK ((((status = 'accepted'::text) = (examined_by IS NOT NULL)) AND ((examined_by IS NULL) = (examined_at IS NULL))));
alter table filing add constraint filing_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table filing add constraint filing_paper CHECK ((((paper_by IS NULL) = (paper_on IS NULL)) AND ((paper_on IS NULL) OR (reviewed_on IS NOT NULL))));
alter table filing add constraint filing_reviewed CHECK ((((reviewed_by IS NULL) = (reviewed_on IS NULL)) AND (reviewed_by IS DISTINCT FROM filed_by)));
alter table filing add constraint filing_status CHECK ((status = ANY (ARRAY['filed'::text, 'demanded'::text, 'accepted'::text])));
alter table filing add constraint filing_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table filing add constraint filing_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table filing_comparison add constraint filing_comparison_pk PRIMARY KEY (county_id, id);
alter table filing_comparison add constraint filing_comparison_sha256 CHECK ((octet_length(sha256) = 32));
alter table filing_comparison add constraint filing_comparison_filing FOREIGN KEY (county_id, filing_id) REFERENCES filing(county_id, id);
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
alter table filing_difference add constraint filing_difference_pk PRIMARY KEY (county_id, comparison_id, ordinal);
alter table filing_difference add constraint filing_difference_kind CHECK ((kind = ANY (ARRAY['onlyHere'::text, 'onlyPlatform'::text, 'persons'::text, 'amount'::text, 'name'::text])));
alter table filing_difference add constraint filing_difference_side CHECK (((line_no IS NOT NULL) OR (row_no IS NOT NULL)));
alter table filing_difference add constraint filing_difference_comparison FOREIGN KEY (county_id, comparison_id) REFERENCES filing_comparison(county_id, id);
alter table filing_line add constraint filing_line_pk PRIMARY KEY (county_id, filing_id, line_no);
alter table filing_line add constraint filing_line_case_once UNIQUE (county_id, filing_id, case_id);
alter table filing_line add constraint filing_line_fen CHECK ((monthly_fen >= 0));
alter table filing_line add constraint filing_line_left CHECK (((mark <> ALL (ARRAY['left'::text, 'refused'::text])) OR ((persons = 0) AND (monthly_fen = 0))));
alter table filing_line add constraint filing_line_mark CHECK ((mark = ANY (ARRAY['new'::text, 'imported'::text, 'same'::text, 'changed'::text, 'left'::text, 'refused'::text])));
alter table filing_line add constraint filing_line_persons CHECK ((persons >= 0));
alter table filing_line add constraint filing_line_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table filing_line add constraint filing_line_filing FOREIGN KEY (county_id, filing_id) REFERENCES filing(county_id, id);
alter table floor_choice add constraint floor_choice_pk PRIMARY KEY (county_id, id);
alter table floor_choice add constraint floor_choice_choose CHECK ((choose = ANY (ARRAY['plan'::text, 'floor'::text])));
alter table fund_budget add constraint fund_budget_pk PRIMARY KEY (county_id, id);
alter table fund_budget add constraint fund_budget_document CHECK (((length(document) >= 2) AND (length(document) <= 200)));
alter table fund_budget add constraint fund_budget_fen CHECK ((fen <> 0));
alter table fund_budget add constraint fund_budget_year CHECK (((year >= 2010) AND (year <= 2100)));
alter table fund_budget add constraint fund_budget_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table fund_operation add constraint fund_operation_pk PRIMARY KEY (county_id, id);
alter table fund_operation add constraint fund_operation_fen CHECK ((fen > 0));
alter table fund_operation add constraint fund_operation_kind CHECK ((kind = ANY (ARRAY['allocation'::text, 'reserve'::text, 'imprestSetUp'::text, 'imprestReplenished'::text, 'imprestReturned'::text, 'reliefFund'::text, 'donation'::text, 'award'::text])));
alter table fund_operation add constraint fund_operation_purpose CHECK (((length(purpose) >= 2) AND (length(purpose) <= 300)));
alter table fund_operation add constraint fund_operation_settled CHECK ((((status = 'entered'::text) = (settled_by IS NULL)) AND ((settled_by IS NULL) = (settled_at IS NULL)) AND ((status = 'confirmed'::text) = (entry_id IS NOT NULL)) AND ((status = 'refused'::text) = (settled_reason IS NOT NULL))));
alter table fund_operation add constraint fund_operation_status CHECK ((status = ANY (ARRAY['entered'::text, 'confirmed'::text, 'refused'::text])));
alter table fund_operation add constraint fund_operation_two_persons CHECK ((settled_by <> entered_by));
alter table fund_operation add constraint fund_operation_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table fund_operation add constraint fund_operation_entry FOREIGN KEY (county_id, entry_id) REFERENCES ledger_entry(county_id, id);
alter table fund_operation add constraint fund_operation_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table fund_report add constraint fund_report_pk PRIMARY KEY (county_id, id);
alter table fund_report add constraint fund_report_once UNIQUE (county_id, unit_id, month);
alter table fund_report add constraint fund_report_body CHECK ((jsonb_typeof(body) = 'object'::text));
alter table fund_report add constraint fund_report_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table fund_report add constraint fund_report_received CHECK ((((received_by IS NULL) = (received_at IS NULL)) AND (received_by <> filed_by)));
alter table fund_report add constraint fund_report_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table fund_report add constraint fund_report_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table helper add constraint helper_pk PRIMARY KEY (county_id, id);
alter table helper add constraint helper_dates CHECK (((to_date IS NULL) OR (to_date >= from_date)));
alter table helper add constraint helper_role CHECK ((role <> ''::text));
alter table helper add constraint helper_selected CHECK (((length(selected) >= 2) AND (length(selected) <= 300)));
alter table helper add constraint helper_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table hotline_call add constraint hotline_call_pk PRIMARY KEY (county_id, id);
alter table hotline_call add constraint hotline_call_resolved CHECK ((answered OR (NOT resolved)));
alter table hotline_call add constraint hotline_call_complaint FOREIGN KEY (county_id, complaint_id) REFERENCES matter(county_id, id);
alter table hotline_call add constraint hotline_call_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table idempotency add constraint idempotency_pk PRIMARY KEY (county_id, account_id, key);
alter table institution add constraint institution_pk PRIMARY KEY (county_id, id);
alter table institution add constraint institution_name_once UNIQUE (county_id, name);
alter table institution add constraint institution_kind CHECK ((kind = ANY (ARRAY['public'::text, 'private'::text])));
alter table institution add constraint institution_name CHECK (((length(name) >= 2) AND (length(name) <= 80)));
alter table institution add constraint institution_places CHECK (((places >= 0) AND (places <= 100000)));
alter table institution add constraint institution_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table institution add constraint institution_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table institution_place add constraint institution_place_pk PRIMARY KEY (county_id, id);
alter table institution_place add constraint institution_place_end CHECK (((state = 'ended'::text) = (ended_on IS NOT NULL)));
alter table institution_place add constraint institution_place_kind CHECK ((kind = ANY (ARRAY['support'::text, 'other'::text])));
alter table institution_place add constraint institution_place_state CHECK ((state = ANY (ARRAY['waiting'::text, 'reserved'::text, 'occupied'::text, 'ended'::text])));
alter table institution_place add constraint institution_place_where CHECK (((state = ANY (ARRAY['waiting'::text, 'ended'::text])) OR (institution_id IS NOT NULL)));
alter table institution_place add constraint institution_place_who CHECK ((((kind = 'support'::text) = (case_id IS NOT NULL)) AND ((kind = 'other'::text) = (reference IS NOT NULL))));
alter table institution_place add constraint institution_place_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table institution_place add constraint institution_place_institution FOREIGN KEY (county_id, institution_id) REFERENCES institution(county_id, id);
alter table lead add constraint lead_pk PRIMARY KEY (county_id, id);
alter table lead add constraint lead_no_once UNIQUE (county_id, no);
alter table lead add constraint lead_closed CHECK (((closed_on IS NULL) = (due_on IS NOT NULL)));
alter table lead add constraint lead_side CHECK ((side = ANY (ARRAY['in'::text, 'out'::text, 'both'::text])));
alter table lead add constraint lead_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table lead add constraint lead_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table lead add constraint lead_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table lead_event add constraint lead_event_pk PRIMARY KEY (county_id, id);
alter table lead_event add constraint lead_event_body CHECK ((jsonb_typeof(body) = 'object'::text));
alter table lead_event add constraint lead_event_kind CHECK ((kind = ANY (ARRAY['opened'::text, 'found'::text, 'told'::text, 'again'::text, 'answered'::text, 'gone'::text, 'closed'::text])));
alter table lead_event add constraint lead_event_lead FOREIGN KEY (county_id, lead_id) REFERENCES lead(county_id, id);
alter table lead_hit add constraint lead_hit_pk PRIMARY KEY (county_id, id);
alter table lead_hit add constraint lead_hit_once UNIQUE NULLS NOT DISTINCT (county_id, rule, subject, person_id, mark, round);
alter table lead_hit add constraint lead_hit_answered CHECK ((((status = 'open'::text) = (answered_on IS NULL)) AND ((status = ANY (ARRAY['valid'::text, 'explained'::text, 'stop'::text])) = ((words IS NOT NULL) AND (answered_by IS NOT NULL)))));
alter table lead_hit add constraint lead_hit_facts CHECK ((jsonb_typeof(facts) = 'object'::text));
alter table lead_hit add constraint lead_hit_round CHECK ((round > 0));
alter table lead_hit add constraint lead_hit_side CHECK ((side = ANY (ARRAY['in'::text, 'out'::text, 'both'::text])));
alter table lead_hit add constraint lead_hit_source CHECK ((source = ANY (ARRAY['warning'::text, 'complaint'::text, 'check'::text, 'village'::text, 'counter'::text, 'county'::text])));
alter table lead_hit add constraint lead_hit_status CHECK ((status = ANY (ARRAY['open'::text, 'valid'::text, 'explained'::text, 'stop'::text, 'gone'::text])));
alter table lead_hit add constraint lead_hit_lead FOREIGN KEY (county_id, lead_id) REFERENCES lead(county_id, id);
alter table lead_origin add constraint lead_origin_pk PRIMARY KEY (county_id, hit_id);
alter table lead_origin add constraint lead_origin_hit FOREIGN KEY (county_id, hit_id) REFERENCES lead_hit(county_id, id);
alter table lead_origin add constraint lead_origin_matter FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, id);
alter table ledger_account add constraint ledger_account_pk PRIMARY KEY (county_id, id);
alter table ledger_account add constraint ledger_account_once UNIQUE NULLS NOT DISTINCT (county_id, kind, unit_id, programme, source);
alter table ledger_account add constraint ledger_account_covered CHECK (((kind <> ALL (ARRAY['reserve'::text, 'imprest'::text, 'reliefFund'::text, 'donation'::text])) OR (balance_fen >= 0)));
alter table ledger_account add constraint ledger_account_kind CHECK ((kind = ANY (ARRAY['bank'::text, 'reserve'::text, 'imprest'::text, 'reliefFund'::text, 'donation'::text, 'source'::text, 'payable'::text, 'transit'::text, 'expense'::text, 'receivable'::text, 'waived'::text, 'award'::text])));
alter table ledger_account add constraint ledger_account_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table ledger_account add constraint ledger_account_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table ledger_entry add constraint ledger_entry_pk PRIMARY KEY (county_id, id);
alter table ledger_entry add constraint ledger_entry_key_once UNIQUE (county_id, key);
alter table ledger_entry add constraint ledger_entry_position_once UNIQUE (county_id, "position");
alter table ledger_entry add constraint ledger_entry_by CHECK ((by_account <> ''::text));
alter table ledger_entry add constraint ledger_entry_hash CHECK ((octet_length(hash) = 32));
alter table ledger_entry add constraint ledger_entry_key CHECK (((length(key) >= 1) AND (length(key) <= 200)));
alter table ledger_entry add constraint ledger_entry_kind CHECK ((kind = ANY (ARRAY['opening'::text, 'allocation'::text, 'reserve'::text, 'imprestSetUp'::text, 'imprestReplenished'::text, 'imprestReturned'::text, 'reliefFund'::text, 'donation'::text, 'award'::text, 'frozen'::text, 'sentBack'::text, 'excluded'::text, 'released'::text, 'recalled'::text, 'paid'::text, 'rejected'::text, 'returned'::text, 'aidGiven'::text, 'aidUndone'::text, 'overpaid'::text, 'recovered'::text, 'waived'::text, 'corrected'::text])));
alter table ledger_entry add constraint ledger_entry_memo CHECK (((length(memo) >= 1) AND (length(memo) <= 500)));
alter table ledger_entry add constraint ledger_entry_position CHECK (("position" > 0));
alter table ledger_entry add constraint ledger_entry_prev_hash CHECK ((octet_length(prev_hash) = 32));
alter table ledger_entry add constraint ledger_entry_corrects FOREIGN KEY (county_id, corrects) REFERENCES ledger_entry(county_id, id);
alter table ledger_entry add constraint ledger_entry_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table ledger_head add constraint ledger_head_pk PRIMARY KEY (county_id);
alter table ledger_head add constraint ledger_head_hash CHECK ((octet_length(hash) = 32));
alter table ledger_head add constraint ledger_head_position CHECK (("position" >= 0));
alter table ledger_head add constraint ledger_head_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table ledger_line add constraint ledger_line_pk PRIMARY KEY (county_id, entry_id, line);
alter table ledger_line add constraint ledger_line_fen CHECK ((fen <> 0));
alter table ledger_line add constraint ledger_line_line CHECK ((line > 0));
alter table ledger_line add constraint ledger_line_account FOREIGN KEY (county_id, account_id) REFERENCES ledger_account(county_id, id);
alter table ledger_line add constraint ledger_line_entry FOREIGN KEY (county_id, entry_id) REFERENCES ledger_entry(county_id, id);
alter table letter_template add constraint letter_template_pk PRIMARY KEY (county_id, id);
alter table letter_template add constraint letter_template_version_unique UNIQUE (county_id, kind, version);
alter table letter_template add constraint letter_template_activated CHECK ((((valid_from IS NULL) = (activated_by IS NULL)) AND ((activated_by IS NULL) = (activated_at IS NULL))));
alter table letter_template add constraint letter_template_hash CHECK ((octet_length(sha256) = 32));
alter table letter_template add constraint letter_template_previewed CHECK (((activated_at IS NULL) OR (previewed_at IS NOT NULL)));
alter table letter_template add constraint letter_template_size CHECK ((bytes > 0));
alter table letter_template add constraint letter_template_two_people CHECK ((activated_by <> uploaded_by));
alter table letter_template add constraint letter_template_version_positive CHECK ((version > 0));
alter table letter_template add constraint letter_template_withdrawn CHECK ((((withdrawn_by IS NULL) = (withdrawn_at IS NULL)) AND ((withdrawn_by IS NULL) = (withdrawn_reason IS NULL)) AND ((withdrawn_at IS NULL) OR (activated_at IS NOT NULL))));
alter table letter_template add constraint letter_template_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table matter add constraint matter_pk PRIMARY KEY (county_id, id);
alter table matter add constraint matter_number_once UNIQUE (county_id, number);
alter table matter add constraint matter_area CHECK (((area_id IS NULL) OR (area_id = unit_id)));
alter table matter add constraint matter_seq CHECK ((seq > 0));
alter table matter add constraint matter_state CHECK ((jsonb_typeof(state) = 'object'::text));
alter table matter add constraint matter_title CHECK (((length(title) >= 1) AND (length(title) <= 200)));
alter table matter add constraint matter_topic CHECK ((topic = ANY (ARRAY['draw'::text, 'check'::text, 'rectification'::text, 'complaint'::text, 'lead'::text, 'task'::text, 'training'::text, 'dishonesty'::text, 'score'::text, 'oversight'::text])));
alter table matter add constraint matter_waits CHECK ((waits = ANY (ARRAY['unit'::text, 'county'::text])));
alter table matter add constraint matter_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table matter add constraint matter_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table matter add constraint matter_origin FOREIGN KEY (county_id, origin_id) REFERENCES matter(county_id, id);
alter table matter add constraint matter_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table matter_act add constraint matter_act_pk PRIMARY KEY (county_id, "position");
alter table matter_act add constraint matter_act_seq_once UNIQUE (county_id, matter_id, seq);
alter table matter_act add constraint matter_act_body CHECK ((jsonb_typeof(body) = 'object'::text));
alter table matter_act add constraint matter_act_hash CHECK ((octet_length(hash) = 32));
alter table matter_act add constraint matter_act_kind CHECK ((kind <> ''::text));
alter table matter_act add constraint matter_act_position CHECK (("position" > 0));
alter table matter_act add constraint matter_act_post CHECK ((actor_post <> ''::text));
alter table matter_act add constraint matter_act_prev_hash CHECK ((octet_length(prev_hash) = 32));
alter table matter_act add constraint matter_act_seq CHECK ((seq > 0));
alter table matter_act add constraint matter_act_user CHECK ((actor_user <> ''::text));
alter table matter_act add constraint matter_act_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table matter_act add constraint matter_act_matter FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, id);
alter table matter_file add constraint matter_file_pk PRIMARY KEY (county_id, id);
alter table matter_file add constraint matter_file_hash CHECK ((octet_length(sha256) = 32));
alter table matter_file add constraint matter_file_name CHECK (((length(name) >= 1) AND (length(name) <= 200)));
alter table matter_file add constraint matter_file_side CHECK ((side = ANY (ARRAY['unit'::text, 'county'::text])));
alter table matter_file add constraint matter_file_size CHECK ((bytes > 0));
alter table matter_file add constraint matter_file_type CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text])));
alter table matter_file add constraint matter_file_matter FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, id);
alter table matter_head add constraint matter_head_pk PRIMARY KEY (county_id);
alter table matter_head add constraint matter_head_hash CHECK ((octet_length(hash) = 32));
alter table matter_head add constraint matter_head_position CHECK (("position" >= 0));
alter table matter_head add constraint matter_head_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table matter_paper add constraint matter_paper_pk PRIMARY KEY (county_id, id);
alter table matter_paper add constraint matter_paper_number_once UNIQUE (county_id, number);
alter table matter_paper add constraint matter_paper_content CHECK ((jsonb_typeof(content) = 'object'::text));
alter table matter_paper add constraint matter_paper_kind CHECK ((kind <> ''::text));
alter table matter_paper add constraint matter_paper_title CHECK (((length(title) >= 1) AND (length(title) <= 100)));
alter table matter_paper add constraint matter_paper_matter FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, id);
alter table means_input add constraint means_input_pk PRIMARY KEY (county_id, case_id, seq);
alter table means_input add constraint means_input_fen CHECK ((fen >= 0));
alter table means_input add constraint means_input_from CHECK ((from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table means_input add constraint means_input_known CHECK (((facts IS NOT NULL) OR (why IS NOT NULL)));
alter table means_input add constraint means_input_seq CHECK ((seq > 0));
alter table means_input add constraint means_input_status CHECK ((status = ANY (ARRAY['granted'::text, 'refused'::text])));
alter table means_input add constraint means_input_until CHECK ((until_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table means_input add constraint means_input_why CHECK ((why = ANY (ARRAY['imported'::text, 'missing'::text, 'differs'::text])));
alter table means_input add constraint means_input_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table means_input add constraint means_input_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table meeting_held add constraint meeting_held_pk PRIMARY KEY (county_id, case_id, seq);
alter table meeting_held add constraint meeting_held_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table meeting_member add constraint meeting_member_pk PRIMARY KEY (county_id, id);
alter table meeting_member add constraint meeting_member_dates CHECK (((to_date IS NULL) OR (to_date >= from_date)));
alter table meeting_member add constraint meeting_member_someone CHECK (((account_id IS NULL) <> (name_enc IS NULL)));
alter table meeting_member add constraint meeting_member_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table meeting_member add constraint meeting_member_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table meeting_rules add constraint meeting_rules_pk PRIMARY KEY (county_id, id);
alter table meeting_rules add constraint meeting_rules_title CHECK ((title <> ''::text));
alter table meeting_rules add constraint meeting_rules_file FOREIGN KEY (county_id, file_id) REFERENCES stored_file(county_id, id);
alter table meeting_rules add constraint meeting_rules_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table message add constraint message_pk PRIMARY KEY (county_id, id);
alter table message add constraint message_once UNIQUE (county_id, batch_id, line_id);
alter table message add constraint message_fen CHECK ((fen > 0));
alter table message add constraint message_sent CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL)));
alter table message add constraint message_state CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'unreachable'::text])));
alter table message add constraint message_text CHECK (((length(text) >= 10) AND (length(text) <= 500)));
alter table message add constraint message_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table message add constraint message_line FOREIGN KEY (county_id, line_id) REFERENCES roll_line(county_id, id);
alter table number_sequence add constraint number_sequence_pk PRIMARY KEY (county_id, series, year);
alter table number_sequence add constraint number_sequence_positive CHECK ((last > 0));
alter table payee_agreement add constraint payee_agreement_pk PRIMARY KEY (county_id, id);
alter table payee_agreement add constraint payee_agreement_dates CHECK (((signed_on <= from_date) AND (from_date <= expires_on)));
alter table payee_agreement add constraint payee_agreement_ended CHECK ((((ended_on IS NULL) = (ended_by IS NULL)) AND ((ended_on IS NULL) OR (length(ended_reason) >= 2))));
alter table payee_agreement add constraint payee_agreement_paper CHECK ((length(paper) >= 2));
alter table payee_agreement add constraint payee_agreement_reason CHECK ((length(reason) >= 2));
alter table payee_agreement add constraint payee_agreement_relation CHECK ((length(relation) >= 1));
alter table payee_agreement add constraint payee_agreement_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table payee_agreement add constraint payee_agreement_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table payee_agreement add constraint payee_agreement_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table payment_account add constraint payment_account_pk PRIMARY KEY (county_id, id);
alter table payment_account add constraint payment_account_person FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, id);
alter table person add constraint person_pk PRIMARY KEY (county_id, id);
alter table person add constraint person_number_unique UNIQUE (county_id, unit_id, number_idx);
alter table person add constraint person_sex CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text])));
alter table person add constraint person_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table person add constraint person_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table phrase add constraint phrase_pk PRIMARY KEY (county_id, id);
alter table phrase add constraint phrase_field CHECK ((field = ANY (ARRAY['opinion'::text, 'review'::text, 'findings'::text, 'refusal'::text, 'return'::text, 'minutes'::text])));
alter table phrase add constraint phrase_text CHECK (((length(text) >= 2) AND (length(text) <= 1000)));
alter table phrase add constraint phrase_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table print_item add constraint print_item_pk PRIMARY KEY (county_id, id);
alter table print_item add constraint print_item_form CHECK ((form = ANY (ARRAY['authorisation'::text, 'investigationForm'::text, 'noticeSheet'::text])));
alter table print_item add constraint print_item_what CHECK (((letter_id IS NULL) <> (form IS NULL)));
alter table print_item add constraint print_item_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table print_item add constraint print_item_letter FOREIGN KEY (county_id, letter_id) REFERENCES case_letter(county_id, id);
alter table print_item add constraint print_item_queue FOREIGN KEY (county_id, queue_id) REFERENCES unit(county_id, id);
alter table print_mark add constraint print_mark_pk PRIMARY KEY (county_id, item_id, nth);
alter table print_mark add constraint print_mark_nth CHECK ((nth > 0));
alter table print_mark add constraint print_mark_item FOREIGN KEY (county_id, item_id) REFERENCES print_item(county_id, id);
alter table public_attempt add constraint public_attempt_pk PRIMARY KEY (county_id, number_idx);
alter table public_session add constraint public_session_pk PRIMARY KEY (county_id, token_hash);
alter table publication add constraint publication_pk PRIMARY KEY (county_id, id);
alter table publication add constraint publication_applicants CHECK (((applicants >= 1) AND (applicants <= 30)));
alter table publication add constraint publication_fen CHECK ((fen >= 0));
alter table publication add constraint publication_kind CHECK ((kind = ANY (ARRAY['notice'::text, 'list'::text])));
alter table publication add constraint publication_level CHECK ((level = ANY (ARRAY['unit'::text, 'county'::text])));
alter table publication add constraint publication_list CHECK (((kind = 'notice'::text) OR ((persons IS NULL) AND (fen IS NULL) AND (place IS NULL) AND (remark IS NULL) AND (outcome = 'grant'::text))));
alter table publication add constraint publication_name CHECK ((((length(name) >= 1) AND (length(name) <= 50)) AND (name !~ '[0-9]'::text)));
alter table publication add constraint publication_no_numbers CHECK ((((COALESCE(place, ''::text) || ' '::text) || COALESCE(remark, ''::text)) !~ '[0-9]{11,}'::text));
alter table publication add constraint publication_outcome CHECK ((outcome = ANY (ARRAY['grant'::text, 'refuse'::text])));
alter table publication add constraint publication_payment CHECK ((payment = ANY (ARRAY['monthly'::text, 'once'::text, 'none'::text])));
alter table publication add constraint publication_persons CHECK (((persons >= 0) AND (persons <= 30)));
alter table publication add constraint publication_place CHECK ((length(place) <= 100));
alter table publication add constraint publication_remark CHECK ((length(remark) <= 200));
alter table publication add constraint publication_term CHECK (((kind = 'notice'::text) = (until_on IS NOT NULL)));
alter table publication add constraint publication_area FOREIGN KEY (county_id, area_id) REFERENCES unit(county_id, id);
alter table publication add constraint publication_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table publication add constraint publication_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table recovery add constraint recovery_pk PRIMARY KEY (county_id, id);
alter table recovery add constraint recovery_closed CHECK ((((status = ANY (ARRAY['closed'::text, 'declined'::text])) = (closed_on IS NOT NULL)) AND ((status <> 'closed'::text) OR (outstanding_fen = 0))));
alter table recovery add constraint recovery_first CHECK ((first_fen > 0));
alter table recovery add constraint recovery_ground CHECK ((ground = ANY (ARRAY['death'::text, 'lateExit'::text, 'fraud'::text, 'doubleProgramme'::text, 'error'::text])));
alter table recovery add constraint recovery_identity CHECK (((due_fen = ((recovered_fen + waived_fen) + outstanding_fen)) AND (LEAST(due_fen, recovered_fen, waived_fen, outstanding_fen, pending_fen) >= 0)));
alter table recovery add constraint recovery_not_more CHECK (((due_fen <= first_fen) AND (pending_fen <= outstanding_fen)));
alter table recovery add constraint recovery_status CHECK ((status = ANY (ARRAY['proposed'::text, 'declined'::text, 'established'::text, 'closed'::text])));
alter table recovery add constraint recovery_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table recovery_line add constraint recovery_line_pk PRIMARY KEY (county_id, recovery_id, n);
alter table recovery_line add constraint recovery_line_kind CHECK ((kind = ANY (ARRAY['money'::text, 'cash'::text, 'goods'::text, 'service'::text])));
alter table recovery_line add constraint recovery_line_money CHECK (((kind = 'money'::text) = (line_id IS NOT NULL)));
alter table recovery_line add constraint recovery_line_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table recovery_line add constraint recovery_line_n CHECK ((n >= 0));
alter table recovery_line add constraint recovery_line_sums CHECK (((claim_fen <= paid_fen) AND ((recovered_fen + waived_fen) <= claim_fen) AND (LEAST(claim_fen, recovered_fen, waived_fen) >= 0)));
alter table recovery_line add constraint recovery_line_line FOREIGN KEY (county_id, line_id) REFERENCES roll_line(county_id, id);
alter table recovery_line add constraint recovery_line_recovery FOREIGN KEY (county_id, recovery_id) REFERENCES recovery(county_id, id);
alter table recovery_movement add constraint recovery_movement_pk PRIMARY KEY (county_id, case_id, seq);
alter table recovery_movement add constraint recovery_movement_fen CHECK ((fen > 0));
alter table recovery_movement add constraint recovery_movement_kind CHECK ((kind = ANY (ARRAY['established'::text, 'corrected'::text, 'recovered'::text, 'waived'::text])));
alter table recovery_movement add constraint recovery_movement_recovery FOREIGN KEY (county_id, recovery_id) REFERENCES recovery(county_id, id);
alter table recovery_voucher add constraint recovery_voucher_pk PRIMARY KEY (county_id, voucher);
alter table rectify_circular add constraint rectify_circular_pk PRIMARY KEY (county_id, paper_id, unit_id);
alter table rectify_circular add constraint rectify_circular_signed CHECK (((signed_by IS NULL) = (signed_on IS NULL)));
alter table rectify_circular add constraint rectify_circular_paper FOREIGN KEY (county_id, paper_id) REFERENCES matter_paper(county_id, id);
alter table rectify_circular add constraint rectify_circular_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table relative add constraint relative_pk PRIMARY KEY (county_id, id);
alter table relative add constraint relative_asked CHECK ((((remove_asked_by IS NULL) = (remove_asked_on IS NULL)) AND ((remove_asked_by IS NULL) OR (remove_reason IS NOT NULL))));
alter table relative add constraint relative_removed CHECK (((removed_by IS NULL) OR ((removed_on IS NOT NULL) AND (remove_reason IS NOT NULL))));
alter table relative add constraint relative_removed_by_another CHECK (((number_idx IS NULL) OR (removed_by IS NULL) OR ((removed_by IS DISTINCT FROM account_id) AND (removed_by IS DISTINCT FROM remove_asked_by))));
alter table relative add constraint relative_someone CHECK (((account_id IS NOT NULL) OR (cadre_enc IS NOT NULL)));
alter table relative add constraint relative_whole CHECK ((((number_idx IS NULL) = (name_enc IS NULL)) AND ((number_idx IS NULL) = (relation IS NULL)) AND ((number_enc IS NULL) OR (number_idx IS NOT NULL))));
alter table relative_answer add constraint relative_answer_pk PRIMARY KEY (county_id, id);
alter table relative_answer add constraint relative_answer_text CHECK (((length(text) >= 2) AND (length(text) <= 500)));
alter table relative_answer add constraint relative_answer_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table relative_answer add constraint relative_answer_case FOREIGN KEY (county_id, about_case) REFERENCES case_file(county_id, id);
alter table roll add constraint roll_pk PRIMARY KEY (county_id, id);
alter table roll add constraint roll_once UNIQUE (county_id, programme, month, run);
alter table roll add constraint roll_frozen CHECK ((((status = 'drafted'::text) = (frozen_by IS NULL)) AND ((frozen_by IS NULL) = (frozen_at IS NULL))));
alter table roll add constraint roll_item CHECK ((length(item) >= 2));
alter table roll add constraint roll_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table roll add constraint roll_released CHECK ((((status = ANY (ARRAY['released'::text, 'sent'::text, 'reconciled'::text])) = (released_by IS NOT NULL)) AND ((released_by IS NULL) = (released_at IS NULL))));
alter table roll add constraint roll_run CHECK ((run > 0));
alter table roll add constraint roll_status CHECK ((status = ANY (ARRAY['drafted'::text, 'frozen'::text, 'released'::text, 'sent'::text, 'reconciled'::text])));
alter table roll add constraint roll_two_persons CHECK (((released_by IS NULL) OR ((released_by <> made_by) AND (released_by <> frozen_by))));
alter table roll add constraint roll_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table roll_answer add constraint roll_answer_pk PRIMARY KEY (county_id, id);
alter table roll_answer add constraint roll_answer_answer CHECK ((answer = ANY (ARRAY['release'::text, 'keep'::text, 'exclude'::text, 'settlePaid'::text, 'settleRejected'::text, 'settleReturned'::text])));
alter table roll_answer add constraint roll_answer_reason CHECK ((length(reason) >= 2));
alter table roll_answer add constraint roll_answer_line FOREIGN KEY (county_id, line_id) REFERENCES roll_line(county_id, id);
alter table roll_event add constraint roll_event_pk PRIMARY KEY (county_id, id);
alter table roll_event add constraint roll_event_kind CHECK ((kind = ANY (ARRAY['made'::text, 'madeAgain'::text, 'frozen'::text, 'back'::text, 'released'::text, 'downloaded'::text, 'sent'::text, 'returnRead'::text, 'reconciled'::text, 'byHand'::text])));
alter table roll_event add constraint roll_event_roll FOREIGN KEY (county_id, roll_id) REFERENCES roll(county_id, id);
alter table roll_line add constraint roll_line_pk PRIMARY KEY (county_id, id);
alter table roll_line add constraint roll_line_paid_once UNIQUE (county_id, benefit_id, month, part);
alter table roll_line add constraint roll_line_cash CHECK (
CASE channel
    WHEN 'cash'::text THEN ((roll_id IS NULL) AND (pay_roll_id IS NULL) AND (part > 0) AND (status = 'paid'::text))
    ELSE ((roll_id IS NOT NULL) AND (pay_roll_id IS NOT NULL))
END);
alter table roll_line add constraint roll_line_channel CHECK ((channel = ANY (ARRAY['bank'::text, 'cash'::text])));
alter table roll_line add constraint roll_line_due CHECK ((due_fen > 0));
alter table roll_line add constraint roll_line_further CHECK (((part = 0) OR (length(reason) >= 2)));
alter table roll_line add constraint roll_line_held CHECK (((status = 'held'::text) = (holds <> '{}'::text[])));
alter table roll_line add constraint roll_line_holds CHECK ((holds <@ ARRAY['noAccount'::text, 'holderDiffers'::text, 'sharedAccount'::text, 'reportExpired'::text, 'payeeDead'::text, 'caseReopened'::text, 'paidElsewhere'::text, 'bankRefused'::text, 'reviewOverdue'::text, 'agreementExpired'::text]));
alter table roll_line add constraint roll_line_item CHECK ((length(item) >= 2));
alter table roll_line add constraint roll_line_paid CHECK (((LEAST(paid_fen, recovered_fen, waived_fen) >= 0) AND (((paid_fen + recovered_fen) + waived_fen) <= due_fen) AND ((status = 'paid'::text) = (((paid_fen + recovered_fen) + waived_fen) = due_fen))));
alter table roll_line add constraint roll_line_part CHECK ((part >= 0));
alter table roll_line add constraint roll_line_status CHECK ((status = ANY (ARRAY['ready'::text, 'held'::text, 'sent'::text, 'paid'::text, 'rejected'::text, 'returned'::text, 'excluded'::text])));
alter table roll_line add constraint roll_line_benefit FOREIGN KEY (county_id, benefit_id) REFERENCES benefit(county_id, id);
alter table roll_line add constraint roll_line_pay_roll FOREIGN KEY (county_id, pay_roll_id) REFERENCES roll(county_id, id);
alter table roll_line add constraint roll_line_roll FOREIGN KEY (county_id, roll_id) REFERENCES roll(county_id, id);
alter table roll_line_fact add constraint roll_line_fact_pk PRIMARY KEY (county_id, roll_id, nth, line_id);
alter table roll_line_fact add constraint roll_line_fact_status CHECK ((status = ANY (ARRAY['ready'::text, 'held'::text])));
alter table roll_line_fact add constraint roll_line_fact_roll FOREIGN KEY (county_id, roll_id) REFERENCES roll(county_id, id);
alter table roll_settlement add constraint roll_settlement_pk PRIMARY KEY (county_id, id);
alter table roll_settlement add constraint roll_settlement_decided CHECK ((((status = 'proposed'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) = (decided_by_name IS NULL)) AND ((status <> 'refused'::text) OR (length(decided_reason) >= 2))));
alter table roll_settlement add constraint roll_settlement_fen CHECK ((fen > 0));
alter table roll_settlement add constraint roll_settlement_outcome CHECK ((outcome = ANY (ARRAY['paid'::text, 'rejected'::text, 'returned'::text])));
alter table roll_settlement add constraint roll_settlement_reason CHECK ((length(reason) >= 2));
alter table roll_settlement add constraint roll_settlement_status CHECK ((status = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'refused'::text])));
alter table roll_settlement add constraint roll_settlement_two_persons CHECK ((decided_by <> proposed_by));
alter table roll_settlement add constraint roll_settlement_file FOREIGN KEY (county_id, file_id) REFERENCES stored_file(county_id, id);
alter table roll_settlement add constraint roll_settlement_line FOREIGN KEY (county_id, line_id) REFERENCES roll_line(county_id, id);
alter table roll_supplement add constraint roll_supplement_pk PRIMARY KEY (county_id, benefit_id, month, part);
alter table roll_supplement add constraint roll_supplement_fen CHECK ((fen > 0));
alter table roll_supplement add constraint roll_supplement_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table roll_supplement add constraint roll_supplement_part CHECK ((part > 0));
alter table roll_supplement add constraint roll_supplement_reason CHECK ((length(reason) >= 2));
alter table roll_supplement add constraint roll_supplement_benefit FOREIGN KEY (county_id, benefit_id) REFERENCES benefit(county_id, id);
alter table roster_import add constraint roster_import_pk PRIMARY KEY (county_id, id);
alter table roster_import add constraint roster_import_choice CHECK ((choice = ANY (ARRAY['all'::text, 'good'::text])));
alter table roster_import add constraint roster_import_confirmed CHECK ((((status = ANY (ARRAY['checked'::text, 'discarded'::text])) = (confirmed_by IS NULL)) AND ((confirmed_by IS NULL) = (choice IS NULL)) AND ((choice IS NULL) = (pay_from IS NULL)) AND ((choice IS NULL) = (confirmed_at IS NULL))));
alter table roster_import add constraint roster_import_counts CHECK (((good <= households) AND (good_rows <= rows) AND (fault_rows <= rows)));
alter table roster_import add constraint roster_import_done CHECK ((((status = 'done'::text) = (imported_households IS NOT NULL)) AND ((status = 'failed'::text) = (failure IS NOT NULL))));
alter table roster_import add constraint roster_import_pay_from CHECK ((pay_from ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table roster_import add constraint roster_import_sha256 CHECK ((octet_length(sha256) = 32));
alter table roster_import add constraint roster_import_status CHECK ((status = ANY (ARRAY['checked'::text, 'confirmed'::text, 'done'::text, 'failed'::text, 'discarded'::text])));
alter table roster_import add constraint roster_import_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table roster_import add constraint roster_import_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table roster_import_fault add constraint roster_import_fault_pk PRIMARY KEY (county_id, import_id, row_no, ordinal);
alter table roster_import_fault add constraint roster_import_fault_row CHECK ((row_no > 1));
alter table roster_import_fault add constraint roster_import_fault_import FOREIGN KEY (county_id, import_id) REFERENCES roster_import(county_id, id);
alter table scenario add constraint scenario_pk PRIMARY KEY (county_id, id);
alter table scenario add constraint scenario_basis CHECK ((octet_length(basis) = 32));
alter table scenario add constraint scenario_done CHECK ((((status = 'done'::text) = (hash IS NOT NULL)) AND ((hash IS NULL) = (sums IS NULL)) AND ((status = 'failed'::text) = (failure IS NOT NULL))));
alter table scenario add constraint scenario_hash CHECK ((octet_length(hash) = 32));
alter table scenario add constraint scenario_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table scenario add constraint scenario_progress CHECK (((progress >= 0) AND (progress <= 100)));
alter table scenario add constraint scenario_refused CHECK (((refused_months >= 0) AND (refused_months <= 120)));
alter table scenario add constraint scenario_status CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text])));
alter table scenario add constraint scenario_title CHECK (((length(title) >= 2) AND (length(title) <= 100)));
alter table scenario add constraint scenario_tried CHECK ((jsonb_typeof(tried) = 'array'::text));
alter table scenario add constraint scenario_up_to CHECK (((up_to ~ '^\d{4}-(0[1-9]|1[0-2])$'::text) AND (up_to >= month)));
alter table scenario add constraint scenario_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table scenario_part add constraint scenario_part_pk PRIMARY KEY (county_id, scenario_id, slice, part);
alter table scenario_part add constraint scenario_part_outcome CHECK ((outcome = ANY (ARRAY['gain'::text, 'same'::text, 'loss'::text, 'exit'::text, 'entry'::text, 'unknown'::text])));
alter table scenario_part add constraint scenario_part_step CHECK (((cardinality(cases) > 0) AND (cardinality(cases) = cardinality(seqs)) AND (cardinality(cases) = cardinality(persons)) AND (cardinality(cases) = cardinality(before_fen)) AND (cardinality(cases) = cardinality(after_fen)) AND (cardinality(cases) = cardinality(standard_fen))));
alter table scenario_part add constraint scenario_part_why CHECK ((why = ANY (ARRAY['imported'::text, 'missing'::text, 'differs'::text, 'rate'::text, 'none'::text])));
alter table scenario_part add constraint scenario_part_why_unknown CHECK (((outcome = 'unknown'::text) = (why IS NOT NULL)));
alter table scenario_part add constraint scenario_part_scenario FOREIGN KEY (county_id, scenario_id) REFERENCES scenario(county_id, id);
alter table score_count add constraint score_count_once UNIQUE NULLS NOT DISTINCT (county_id, run_id, unit_id, indicator, stratum);
alter table score_count add constraint score_count_faults CHECK (((faults >= 0) AND (faults <= n)));
alter table score_count add constraint score_count_n CHECK ((n >= 0));
alter table score_count add constraint score_count_run FOREIGN KEY (county_id, run_id) REFERENCES matter(county_id, id);
alter table score_line add constraint score_line_pk PRIMARY KEY (county_id, id);
alter table score_line add constraint score_line_kind CHECK ((kind = ANY (ARRAY['case'::text, 'filing'::text, 'matter'::text, 'lead'::text, 'none'::text])));
alter table score_line add constraint score_line_result FOREIGN KEY (county_id, run_id, unit_id) REFERENCES score_result(county_id, run_id, unit_id);
alter table score_result add constraint score_result_pk PRIMARY KEY (county_id, run_id, unit_id);
alter table score_result add constraint score_result_once UNIQUE (county_id, month, unit_id);
alter table score_result add constraint score_result_month CHECK ((month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table score_result add constraint score_result_status CHECK ((status = ANY (ARRAY['computed'::text, 'shown'::text, 'published'::text])));
alter table score_result add constraint score_result_run FOREIGN KEY (county_id, run_id) REFERENCES matter(county_id, id);
alter table score_result add constraint score_result_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table session add constraint session_pk PRIMARY KEY (token_hash);
alter table session add constraint session_kind CHECK ((kind = ANY (ARRAY['cookie'::text, 'bearer'::text])));
alter table session add constraint session_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table split_answer add constraint split_answer_pk PRIMARY KEY (county_id, id);
alter table split_answer add constraint split_answer_areas CHECK ((cardinality(areas) > 0));
alter table split_answer add constraint split_answer_cases CHECK ((cardinality(cases) > 1));
alter table split_answer add constraint split_answer_outcome CHECK ((outcome = ANY (ARRAY['separate'::text, 'merge'::text, 'correct'::text])));
alter table split_answer add constraint split_answer_text CHECK ((length(text) >= 2));
alter table split_answer add constraint split_answer_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table standard_change add constraint standard_change_pk PRIMARY KEY (county_id, id);
alter table standard_change add constraint standard_change_decided CHECK ((((status = 'proposed'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((status = 'applied'::text) = (applied_at IS NOT NULL))));
alter table standard_change add constraint standard_change_from CHECK ((from_month ~ '^\d{4}-(0[1-9]|1[0-2])$'::text));
alter table standard_change add constraint standard_change_number CHECK (((length(number) >= 2) AND (length(number) <= 60)));
alter table standard_change add constraint standard_change_reason CHECK ((length(reason) >= 2));
alter table standard_change add constraint standard_change_status CHECK ((status = ANY (ARRAY['proposed'::text, 'rejected'::text, 'applying'::text, 'applied'::text])));
alter table standard_change add constraint standard_change_title CHECK (((length(title) >= 2) AND (length(title) <= 100)));
alter table standard_change add constraint standard_change_two_persons CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)));
alter table standard_change add constraint standard_change_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table standard_change add constraint standard_change_scenario FOREIGN KEY (county_id, scenario_id) REFERENCES scenario(county_id, id);
alter table standard_change_case add constraint standard_change_case_pk PRIMARY KEY (county_id, change_id, case_id);
alter table standard_change_case add constraint standard_change_case_answer CHECK ((answer = ANY (ARRAY['raise'::text, 'leave'::text])));
alter table standard_change_case add constraint standard_change_case_answered CHECK ((((answer IS NULL) = (answered_by IS NULL)) AND ((answer IS NULL) = (answered_at IS NULL)) AND ((answer IS NULL) = (answered_by_name IS NULL)) AND ((answer IS NULL) OR (length(answer_reason) >= 2)) AND ((status <> 'asked'::text) OR (answer IS NULL))));
alter table standard_change_case add constraint standard_change_case_asked CHECK (((status <> 'asked'::text) OR (why = ANY (ARRAY['recovery'::text, 'suspended'::text]))));
alter table standard_change_case add constraint standard_change_case_rises CHECK (((status = 'skipped'::text) OR (after_fen > before_fen)));
alter table standard_change_case add constraint standard_change_case_skipped CHECK ((((status = ANY (ARRAY['skipped'::text, 'asked'::text])) = (why IS NOT NULL)) AND ((status = 'applied'::text) = (from_month IS NOT NULL))));
alter table standard_change_case add constraint standard_change_case_status CHECK ((status = ANY (ARRAY['pending'::text, 'applied'::text, 'skipped'::text, 'asked'::text])));
alter table standard_change_case add constraint standard_change_case_supplement CHECK ((supplement_fen = (months * (after_fen - before_fen))));
alter table standard_change_case add constraint standard_change_case_why CHECK ((why = ANY (ARRAY['lower'::text, 'exit'::text, 'unknown'::text, 'moved'::text, 'ended'::text, 'dead'::text, 'clock'::text, 'other'::text, 'unsplit'::text, 'recovery'::text, 'suspended'::text])));
alter table standard_change_case add constraint standard_change_case_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table standard_change_case add constraint standard_change_case_change FOREIGN KEY (county_id, change_id) REFERENCES standard_change(county_id, id);
alter table stored_file add constraint stored_file_pk PRIMARY KEY (county_id, id);
alter table stored_file add constraint stored_file_hash CHECK ((octet_length(sha256) = 32));
alter table stored_file add constraint stored_file_size CHECK ((bytes > 0));
alter table stored_file add constraint stored_file_type CHECK ((media_type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'application/pdf'::text])));
alter table submission add constraint submission_pk PRIMARY KEY (county_id, id);
alter table submission add constraint submission_kind CHECK ((kind = ANY (ARRAY['papers'::text, 'explanation'::text, 'withdrawal'::text, 'objection'::text, 'phone'::text])));
alter table submission add constraint submission_sender CHECK ((sender = ANY (ARRAY['applicant'::text, 'public'::text])));
alter table submission add constraint submission_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table summary_read add constraint summary_read_pk PRIMARY KEY (county_id, account_id, case_id, seq);
alter table summary_read add constraint summary_read_seq CHECK ((seq > 0));
alter table summary_read add constraint summary_read_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table training_clock add constraint training_clock_pk PRIMARY KEY (county_id);
alter table training_clock add constraint training_clock_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table training_seat add constraint training_seat_pk PRIMARY KEY (county_id, id);
alter table training_seat add constraint training_seat_hours CHECK ((hours > 0));
alter table training_seat add constraint training_seat_score CHECK (((score >= 0) AND (score <= 100)));
alter table training_seat add constraint training_seat_someone CHECK (((account_id IS NULL) <> (name_enc IS NULL)));
alter table training_seat add constraint training_seat_state CHECK ((state = ANY (ARRAY['called'::text, 'present'::text, 'absent'::text, 'cancelled'::text])));
alter table training_seat add constraint training_seat_account FOREIGN KEY (county_id, account_id) REFERENCES account(county_id, id);
alter table training_seat add constraint training_seat_training FOREIGN KEY (county_id, training_id) REFERENCES matter(county_id, id);
alter table training_seat add constraint training_seat_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table unit add constraint unit_pk PRIMARY KEY (county_id, id);
alter table unit add constraint unit_key_unique UNIQUE (county_id, key);
alter table unit add constraint unit_area CHECK ((area = ANY (ARRAY['urban'::text, 'rural'::text])));
alter table unit add constraint unit_kind CHECK ((kind = ANY (ARRAY['county'::text, 'township'::text, 'street'::text, 'farm'::text, 'centre'::text, 'village'::text, 'community'::text])));
alter table unit add constraint unit_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table unit_condition add constraint unit_condition_pk PRIMARY KEY (county_id, id);
alter table unit_condition add constraint unit_condition_id CHECK ((condition ~ '^[a-z][a-zA-Z]*$'::text));
alter table unit_condition add constraint unit_condition_side CHECK ((side = ANY (ARRAY['unit'::text, 'county'::text])));
alter table unit_condition add constraint unit_condition_text CHECK (((length(text) >= 2) AND (length(text) <= 300)));
alter table unit_condition add constraint unit_condition_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table unit_condition add constraint unit_condition_unit FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, id);
alter table verification_request add constraint verification_request_pk PRIMARY KEY (county_id, id);
alter table verification_request add constraint verification_request_state CHECK ((state = ANY (ARRAY['county'::text, 'queued'::text, 'sent'::text, 'done'::text, 'failed'::text])));
alter table verification_request add constraint verification_request_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);
alter table village_population add constraint village_population_pk PRIMARY KEY (county_id, id);
alter table village_population add constraint village_population_households CHECK ((households > 0));
alter table village_population add constraint village_population_persons CHECK ((persons >= households));
alter table village_population add constraint village_population_source CHECK (((length(source) >= 2) AND (length(source) <= 200)));
alter table village_population add constraint village_population_year CHECK (((year >= 1990) AND (year <= 2200)));
alter table village_population add constraint village_population_unit FOREIGN KEY (county_id, area_id) REFERENCES unit(county_id, id);
alter table warning_choice add constraint warning_choice_pk PRIMARY KEY (county_id, id);
alter table warning_choice add constraint warning_choice_reason CHECK ((length(reason) >= 4));
alter table warning_choice add constraint warning_choice_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table warning_run add constraint warning_run_pk PRIMARY KEY (county_id, id);
alter table warning_run add constraint warning_run_rules CHECK ((jsonb_typeof(rules) = 'array'::text));
alter table warning_run add constraint warning_run_county FOREIGN KEY (county_id) REFERENCES county(id);
alter table work_item add constraint work_item_pk PRIMARY KEY (county_id, case_id, step, post);
alter table work_item add constraint work_item_case FOREIGN KEY (county_id, case_id) REFERENCES case_file(county_id, id);

-- Indexes

CREATE INDEX access_log_searches ON public.access_log USING btree (county_id, user_id, recorded_at) WHERE (what = 'search'::text);
CREATE INDEX access_log_target ON public.access_log USING btree (county_id, target, id);
CREATE INDEX access_log_user ON public.access_log USING btree (county_id, user_id, id);
CREATE INDEX account_event_account ON public.account_event USING btree (county_id, account_id, id);
CREATE INDEX account_number ON public.account USING btree (county_id, number_idx) WHERE (number_idx IS NOT NULL);
CREATE INDEX account_post_unit ON public.account_post USING btree (county_id, unit_id);
CREATE INDEX aid_errand_case ON public.aid_errand USING btree (county_id, case_id);
CREATE INDEX aid_errand_open ON public.aid_errand USING btree (county_id, unit_id, due_on) WHERE (closed_on IS NULL);
CREATE INDEX aid_given_day ON public.aid_given USING btree (county_id, on_date);
CREATE INDEX aid_given_number ON public.aid_given USING btree (county_id, number_idx, on_date);
CREATE INDEX aid_payment_unit ON public.aid_payment USING btree (county_id, unit_id, on_date);
CREATE INDEX archive_event_volume ON public.archive_event USING btree (county_id, volume_id, id);
CREATE INDEX archive_volume_opened ON public.archive_volume USING btree (county_id, opened_on DESC, id DESC) INCLUDE (area_id);
CREATE INDEX archive_volume_person ON public.archive_volume USING btree (county_id, person_id);
CREATE INDEX bank_attempt_batch ON public.bank_attempt USING btree (county_id, batch_id, "position" DESC);
CREATE INDEX bank_batch_line_account ON public.bank_batch_line USING btree (county_id, account_id);
CREATE INDEX bank_batch_line_line ON public.bank_batch_line USING btree (county_id, line_id);
CREATE UNIQUE INDEX bank_batch_line_pays_once ON public.bank_batch_line USING btree (county_id, line_id) WHERE (state = ANY (ARRAY['sent'::text, 'disputed'::text, 'paid'::text]));
CREATE INDEX bank_sending_next ON public.bank_sending USING btree (county_id, next_at) WHERE (state = ANY (ARRAY['waiting'::text, 'unsure'::text, 'altered'::text, 'received'::text, 'answering'::text, 'answered'::text]));
CREATE INDEX batch_item_case ON public.batch_item USING btree (county_id, case_id);
CREATE INDEX behaviour_answer_question ON public.behaviour_answer USING btree (county_id, question_id);
CREATE INDEX behaviour_case_about ON public.behaviour_case USING btree (county_id, about_case);
CREATE INDEX behaviour_question_open ON public.behaviour_question USING btree (county_id, kind, found_on) WHERE open;
CREATE INDEX benefit_event_benefit ON public.benefit_event USING btree (county_id, benefit_id);
CREATE INDEX benefit_payee ON public.benefit USING btree (county_id, payee_idx);
CREATE INDEX benefit_person ON public.benefit USING btree (county_id, person_id);
CREATE INDEX benefit_programme ON public.benefit USING btree (county_id, programme, from_month);
CREATE INDEX benefit_unit ON public.benefit USING btree (county_id, unit_id, programme);
CREATE UNIQUE INDEX calculation_alone ON public.calculation USING btree (county_id, kind) WHERE (status = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX calculation_latest ON public.calculation USING btree (county_id, kind, key, asked_at DESC);
CREATE INDEX case_action_followed ON public.case_action USING btree (county_id, case_id, at) WHERE (kind = ANY (ARRAY['changeProposed'::text, 'recoveryProposed'::text]));
CREATE INDEX case_deadline_due ON public.case_deadline USING btree (county_id, due_on) WHERE (finished_on IS NULL);
CREATE INDEX case_deadline_provisional ON public.case_deadline USING btree (county_id) WHERE (provisional AND (finished_on IS NULL));
CREATE INDEX case_errand_case ON public.case_errand USING btree (county_id, case_id);
CREATE INDEX case_errand_from ON public.case_errand USING btree (county_id, from_unit, asked_on);
CREATE INDEX case_errand_to ON public.case_errand USING btree (county_id, to_unit, due_on) WHERE (closed_on IS NULL);
CREATE INDEX case_file_applicant ON public.case_file USING btree (county_id, applicant);
CREATE INDEX case_file_closed ON public.case_file USING btree (county_id, unit_id, updated_at DESC, id DESC) INCLUDE (area_id, programme, next_step) WHERE (closed_on IS NOT NULL);
CREATE INDEX case_file_closed_area ON public.case_file USING btree (county_id, area_id, updated_at DESC, id DESC) INCLUDE (unit_id, programme, next_step) WHERE (closed_on IS NOT NULL);
CREATE INDEX case_file_closed_county ON public.case_file USING btree (county_id, updated_at DESC, id DESC) INCLUDE (unit_id, area_id, programme, next_step) WHERE (closed_on IS NOT NULL);
CREATE INDEX case_file_decided ON public.case_file USING btree (county_id, programme, unit_id, decided_on) WHERE (decided_on IS NOT NULL);
CREATE INDEX case_file_imported ON public.case_file USING btree (county_id, programme, unit_id, closed_on) WHERE imported;
CREATE INDEX case_file_open ON public.case_file USING btree (county_id, unit_id, COALESCE(next_due, '9999-12-31'::date), id) INCLUDE (area_id, programme, next_step) WHERE (closed_on IS NULL);
CREATE INDEX case_file_open_area ON public.case_file USING btree (county_id, area_id, COALESCE(next_due, '9999-12-31'::date), id) INCLUDE (unit_id, programme, next_step) WHERE (closed_on IS NULL);
CREATE INDEX case_file_open_county ON public.case_file USING btree (county_id, COALESCE(next_due, '9999-12-31'::date), id) INCLUDE (unit_id, area_id, programme, next_step) WHERE (closed_on IS NULL);
CREATE INDEX case_letter_case ON public.case_letter USING btree (county_id, case_id);
CREATE INDEX case_person_number ON public.case_person USING btree (county_id, number_idx);
CREATE INDEX case_person_person ON public.case_person USING btree (county_id, person_id);
CREATE INDEX certificate_case_of ON public.certificate USING btree (county_id, about_case);
CREATE INDEX certificate_issuer_of ON public.certificate USING btree (county_id, issuer);
CREATE INDEX check_finding_of ON public.check_finding USING btree (county_id, check_id);
CREATE INDEX check_finding_unit ON public.check_finding USING btree (county_id, unit_id, on_date);
CREATE INDEX complaint_box_of_area ON public.complaint_box USING btree (county_id, area_id);
CREATE INDEX complaint_contact_person ON public.complaint_contact USING btree (county_id, person_idx) WHERE (person_idx IS NOT NULL);
CREATE INDEX coordination_problem_open ON public.coordination_problem USING btree (county_id, unit_id, raised_on) WHERE (resolved_on IS NULL);
CREATE INDEX coordination_urge_of ON public.coordination_urge USING btree (county_id, problem_id, urged_on);
CREATE UNIQUE INDEX demand_plan_one_draft ON public.demand_plan USING btree (county_id, year) WHERE (status = 'drafted'::text);
CREATE INDEX dishonesty_ends ON public.dishonesty USING btree (county_id, to_date) WHERE (removed_on IS NULL);
CREATE INDEX dishonesty_number ON public.dishonesty USING btree (county_id, number_idx);
CREATE INDEX draw_member_about ON public.draw_member USING btree (county_id, about_case);
CREATE INDEX draw_member_check ON public.draw_member USING btree (county_id, check_id) WHERE (check_id IS NOT NULL);
CREATE INDEX external_batch_list ON public.external_batch USING btree (county_id, list, started_at DESC);
CREATE UNIQUE INDEX external_batch_waits_once ON public.external_batch USING btree (county_id, list) WHERE (status = 'waiting'::text);
CREATE INDEX external_row_number ON public.external_row USING btree (county_id, list, number_idx) INCLUDE (on_date, fen);
CREATE INDEX file_change_case ON public.file_change USING btree (county_id, case_id, id);
CREATE INDEX file_change_file ON public.file_change USING btree (county_id, file_id, id DESC);
CREATE INDEX filing_comparison_filing ON public.filing_comparison USING btree (county_id, filing_id, compared_at DESC);
CREATE INDEX filing_demand_event_demand ON public.filing_demand_event USING btree (county_id, demand_id, "position");
CREATE INDEX filing_demand_filing ON public.filing_demand USING btree (county_id, filing_id, line_no);
CREATE INDEX filing_demand_open ON public.filing_demand USING btree (county_id, unit_id, due_on) WHERE (closed_at IS NULL);
CREATE INDEX filing_line_case ON public.filing_line USING btree (county_id, case_id);
CREATE INDEX filing_month ON public.filing USING btree (county_id, month, programme);
CREATE INDEX fund_budget_year ON public.fund_budget USING btree (county_id, year);
CREATE INDEX fund_operation_entry ON public.fund_operation USING btree (county_id, entry_id) WHERE (entry_id IS NOT NULL);
CREATE INDEX fund_operation_open ON public.fund_operation USING btree (county_id, kind) WHERE (status = 'entered'::text);
CREATE INDEX fund_operation_unit ON public.fund_operation USING btree (county_id, unit_id, on_date DESC);
CREATE INDEX helper_of_unit ON public.helper USING btree (county_id, unit_id, role);
CREATE INDEX hotline_call_at ON public.hotline_call USING btree (county_id, at);
CREATE INDEX idempotency_at ON public.idempotency USING btree (at);
CREATE UNIQUE INDEX institution_place_case_once ON public.institution_place USING btree (county_id, case_id) WHERE (state <> 'ended'::text);
CREATE UNIQUE INDEX institution_place_reference_once ON public.institution_place USING btree (county_id, institution_id, reference) WHERE ((state <> 'ended'::text) AND (kind = 'other'::text));
CREATE INDEX institution_place_taken ON public.institution_place USING btree (county_id, institution_id) WHERE (state = ANY (ARRAY['reserved'::text, 'occupied'::text]));
CREATE INDEX institution_place_waiting ON public.institution_place USING btree (county_id, since) WHERE (state = 'waiting'::text);
CREATE INDEX lead_about ON public.lead USING btree (county_id, about_case) WHERE (about_case IS NOT NULL);
CREATE INDEX lead_done ON public.lead USING btree (county_id, closed_on DESC, no) INCLUDE (area_id, unit_id) WHERE (closed_on IS NOT NULL);
CREATE INDEX lead_due ON public.lead USING btree (county_id, due_on, no) INCLUDE (area_id, unit_id) WHERE (closed_on IS NULL);
CREATE INDEX lead_event_of ON public.lead_event USING btree (county_id, lead_id, id);
CREATE INDEX lead_hit_holds ON public.lead_hit USING btree (county_id, subject) WHERE holds;
CREATE INDEX lead_hit_of ON public.lead_hit USING btree (county_id, lead_id);
CREATE UNIQUE INDEX lead_hit_open_once ON public.lead_hit USING btree (county_id, rule, subject, person_id, mark) NULLS NOT DISTINCT WHERE (status = 'open'::text);
CREATE INDEX lead_hit_true ON public.lead_hit USING btree (county_id, answered_on) WHERE (status = ANY (ARRAY['valid'::text, 'stop'::text]));
CREATE INDEX lead_hit_yield ON public.lead_hit USING btree (county_id, rule, found_on);
CREATE UNIQUE INDEX lead_open_once ON public.lead USING btree (county_id, subject) WHERE (closed_on IS NULL);
CREATE INDEX ledger_entry_batch ON public.ledger_entry USING btree (county_id, batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX ledger_entry_case ON public.ledger_entry USING btree (county_id, case_id) WHERE (case_id IS NOT NULL);
CREATE UNIQUE INDEX ledger_entry_corrected_once ON public.ledger_entry USING btree (county_id, corrects) WHERE (corrects IS NOT NULL);
CREATE INDEX ledger_entry_fund ON public.ledger_entry USING btree (county_id, fund_id) WHERE (fund_id IS NOT NULL);
CREATE INDEX ledger_entry_recovery ON public.ledger_entry USING btree (county_id, recovery_id) WHERE (recovery_id IS NOT NULL);
CREATE INDEX ledger_entry_roll ON public.ledger_entry USING btree (county_id, roll_id) WHERE (roll_id IS NOT NULL);
CREATE INDEX ledger_line_account ON public.ledger_line USING btree (county_id, account_id, on_date) INCLUDE (fen, area_id);
CREATE INDEX letter_template_in_force ON public.letter_template USING btree (county_id, kind, valid_from DESC, version DESC) WHERE (valid_from IS NOT NULL);
CREATE INDEX matter_about ON public.matter USING btree (county_id, about_case) WHERE (about_case IS NOT NULL);
CREATE INDEX matter_alike ON public.matter USING btree (county_id, alike, received_on) WHERE (alike IS NOT NULL);
CREATE INDEX matter_closed ON public.matter USING btree (county_id, topic, closed_on DESC) WHERE (closed_on IS NOT NULL);
CREATE INDEX matter_closed_any ON public.matter USING btree (county_id, closed_on DESC) WHERE (closed_on IS NOT NULL);
CREATE INDEX matter_concluded_of_unit ON public.matter USING btree (county_id, unit_id, concluded_on DESC, number DESC) INCLUDE (area_id, topic, status) WHERE (concluded_on IS NOT NULL);
CREATE INDEX matter_file_of ON public.matter_file USING btree (county_id, matter_id, at);
CREATE INDEX matter_from ON public.matter USING btree (county_id, origin_id) WHERE (origin_id IS NOT NULL);
CREATE INDEX matter_listed ON public.matter USING btree (county_id, topic, opened_on DESC, id);
CREATE INDEX matter_of_unit ON public.matter USING btree (county_id, unit_id, topic, opened_on DESC);
CREATE INDEX matter_open ON public.matter USING btree (county_id, topic, due_on) WHERE (closed_on IS NULL);
CREATE INDEX matter_paper_of ON public.matter_paper USING btree (county_id, matter_id, issued_on);
CREATE INDEX matter_received ON public.matter USING btree (county_id, topic, received_on) WHERE (received_on IS NOT NULL);
CREATE INDEX means_input_refused ON public.means_input USING btree (county_id, case_id, from_month) WHERE (status = 'refused'::text);
CREATE INDEX means_input_unit ON public.means_input USING btree (county_id, unit_id);
CREATE INDEX meeting_held_body ON public.meeting_held USING btree (county_id, unit_id, body, held_on DESC);
CREATE INDEX meeting_member_account ON public.meeting_member USING btree (county_id, account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX meeting_member_body ON public.meeting_member USING btree (county_id, unit_id, body);
CREATE INDEX meeting_rules_body ON public.meeting_rules USING btree (county_id, unit_id, body);
CREATE INDEX meeting_rules_file ON public.meeting_rules USING btree (county_id, file_id);
CREATE INDEX message_case ON public.message USING btree (county_id, case_id);
CREATE INDEX message_waiting ON public.message USING btree (county_id, made_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));
CREATE INDEX payee_agreement_expiry ON public.payee_agreement USING btree (county_id, expires_on, id) WHERE (ended_on IS NULL);
CREATE INDEX payee_agreement_person ON public.payee_agreement USING btree (county_id, person_id, payee_idx);
CREATE INDEX payment_account_current ON public.payment_account USING btree (county_id, person_id, from_date DESC, "position" DESC);
CREATE INDEX payment_account_number ON public.payment_account USING btree (county_id, number_idx);
CREATE INDEX person_name ON public.person USING btree (county_id, name_idx);
CREATE INDEX person_number ON public.person USING btree (county_id, number_idx);
CREATE INDEX person_phone ON public.person USING btree (county_id, phone_idx) WHERE (phone_idx IS NOT NULL);
CREATE UNIQUE INDEX phrase_of_unit ON public.phrase USING btree (county_id, unit_id, field, md5(text)) WHERE (account_id IS NULL);
CREATE UNIQUE INDEX phrase_own ON public.phrase USING btree (county_id, account_id, field, md5(text)) WHERE (account_id IS NOT NULL);
CREATE INDEX print_item_case ON public.print_item USING btree (county_id, case_id);
CREATE INDEX print_item_letter ON public.print_item USING btree (county_id, letter_id);
CREATE INDEX print_item_printed ON public.print_item USING btree (county_id, queue_id, printed_at DESC) WHERE (printed_at IS NOT NULL);
CREATE UNIQUE INDEX print_item_waiting ON public.print_item USING btree (county_id, queue_id, case_id, COALESCE((letter_id)::text, form)) WHERE (printed_at IS NULL);
CREATE INDEX print_mark_run ON public.print_mark USING btree (county_id, run);
CREATE INDEX public_attempt_at ON public.public_attempt USING btree (at);
CREATE INDEX public_session_expires ON public.public_session USING btree (expires_at);
CREATE INDEX publication_area_running ON public.publication USING btree (county_id, area_id, kind, until_on) WHERE (ended_on IS NULL);
CREATE INDEX publication_case ON public.publication USING btree (county_id, case_id);
CREATE UNIQUE INDEX publication_one_running ON public.publication USING btree (county_id, case_id, kind) WHERE (ended_on IS NULL);
CREATE INDEX recovery_case ON public.recovery USING btree (county_id, case_id);
CREATE INDEX recovery_line_line ON public.recovery_line USING btree (county_id, line_id);
CREATE INDEX recovery_movement_date ON public.recovery_movement USING btree (county_id, on_date);
CREATE INDEX recovery_open ON public.recovery USING btree (county_id, status, next_due);
CREATE INDEX rectify_circular_of ON public.rectify_circular USING btree (county_id, unit_id);
CREATE INDEX relative_answer_of ON public.relative_answer USING btree (county_id, about_case, account_id);
CREATE INDEX relative_number ON public.relative USING btree (county_id, number_idx) WHERE (removed_on IS NULL);
CREATE INDEX roll_answer_line ON public.roll_answer USING btree (county_id, line_id, "position" DESC);
CREATE INDEX roll_answer_roll ON public.roll_answer USING btree (county_id, pay_roll_id, by_account);
CREATE INDEX roll_event_roll ON public.roll_event USING btree (county_id, roll_id, "position");
CREATE INDEX roll_line_case ON public.roll_line USING btree (county_id, case_id, month);
CREATE INDEX roll_line_fact_line ON public.roll_line_fact USING btree (county_id, line_id);
CREATE INDEX roll_line_left ON public.roll_line USING btree (county_id, programme, pay_roll_id) WHERE (status = ANY (ARRAY['held'::text, 'rejected'::text, 'returned'::text]));
CREATE INDEX roll_line_pay_roll ON public.roll_line USING btree (county_id, pay_roll_id, unit_id, id);
CREATE INDEX roll_line_roll ON public.roll_line USING btree (county_id, roll_id, status) INCLUDE (unit_id, area_id, due_fen, paid_fen, recovered_fen, waived_fen);
CREATE INDEX roll_settlement_line ON public.roll_settlement USING btree (county_id, line_id, proposed_at);
CREATE UNIQUE INDEX roll_settlement_open ON public.roll_settlement USING btree (county_id, line_id) WHERE (status = 'proposed'::text);
CREATE INDEX roll_settlement_waiting ON public.roll_settlement USING btree (county_id, batch_id) WHERE (status = 'proposed'::text);
CREATE INDEX roll_supplement_programme ON public.roll_supplement USING btree (county_id, programme, at);
CREATE INDEX roster_import_latest ON public.roster_import USING btree (county_id, uploaded_at DESC, id);
CREATE INDEX roster_import_unit ON public.roster_import USING btree (county_id, unit_id, uploaded_at DESC);
CREATE INDEX scenario_latest ON public.scenario USING btree (county_id, made_at DESC, id);
CREATE INDEX scenario_part_outcome ON public.scenario_part USING btree (county_id, scenario_id, outcome, unit_id);
CREATE INDEX score_line_unit ON public.score_line USING btree (county_id, run_id, unit_id, indicator);
CREATE INDEX session_account ON public.session USING btree (county_id, account_id);
CREATE INDEX split_answer_latest ON public.split_answer USING btree (county_id, "position" DESC);
CREATE INDEX standard_change_case_case ON public.standard_change_case USING btree (county_id, case_id);
CREATE INDEX standard_change_case_pending ON public.standard_change_case USING btree (county_id, change_id, case_id) WHERE (status = 'pending'::text);
CREATE INDEX standard_change_case_unit ON public.standard_change_case USING btree (county_id, change_id, status, unit_id);
CREATE INDEX standard_change_latest ON public.standard_change USING btree (county_id, proposed_at DESC, id);
CREATE UNIQUE INDEX standard_change_once ON public.standard_change USING btree (county_id, scenario_id) WHERE (status <> 'rejected'::text);
CREATE INDEX stored_file_case ON public.stored_file USING btree (county_id, case_id);
CREATE INDEX stored_file_hash ON public.stored_file USING btree (county_id, sha256);
CREATE INDEX submission_case ON public.submission USING btree (county_id, case_id);
CREATE INDEX summary_read_case ON public.summary_read USING btree (county_id, case_id);
CREATE INDEX training_seat_of_unit ON public.training_seat USING btree (county_id, unit_id, on_date DESC);
CREATE INDEX training_seat_person ON public.training_seat USING btree (county_id, account_id, on_date DESC) WHERE (account_id IS NOT NULL);
CREATE INDEX training_seat_training_seats ON public.training_seat USING btree (county_id, training_id);
CREATE INDEX unit_condition_latest ON public.unit_condition USING btree (county_id, unit_id, condition, side, at DESC);
CREATE INDEX unit_parent ON public.unit USING btree (county_id, parent_id);
CREATE INDEX verification_request_case ON public.verification_request USING btree (county_id, case_id);
CREATE INDEX village_population_latest ON public.village_population USING btree (county_id, area_id, year DESC, id DESC);
CREATE INDEX warning_choice_rule ON public.warning_choice USING btree (county_id, rule, from_date DESC, decided_at DESC);
CREATE INDEX warning_run_latest ON public.warning_run USING btree (county_id, started_at DESC);
CREATE INDEX work_item_area ON public.work_item USING btree (county_id, post, area_id, due_on, case_id, step) INCLUDE (unit_id, programme);
CREATE INDEX work_item_county ON public.work_item USING btree (county_id, post, due_on, case_id, step) INCLUDE (unit_id, area_id, programme);
CREATE INDEX work_item_unit ON public.work_item USING btree (county_id, post, unit_id, due_on, case_id, step) INCLUDE (area_id, programme);

-- Row-level security

create policy access_log_county on access_log for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy account_county on account for all to public using (((county_id = current_county()) OR (login = current_setting('app.login'::text, true))));
create policy account_event_county on account_event for all to public using ((county_id = current_county()));
create policy account_post_county on account_post for all to public using ((county_id = current_county()));
create policy aid_errand_area on aid_errand for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy aid_given_delete on aid_given for delete to public using (((county_id = current_county()) AND in_area(area_id)));
create policy aid_given_insert on aid_given for insert to public with check (((county_id = current_county()) AND in_area(area_id)));
create policy aid_given_read on aid_given for select to public using ((county_id = current_county()));
create policy aid_given_update on aid_given for update to public using (((county_id = current_county()) AND in_area(area_id)));
create policy aid_payment_area on aid_payment for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy aid_summary_area on aid_summary for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy archive_event_area on archive_event for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy archive_item_area on archive_item for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy archive_volume_area on archive_volume for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy bank_attempt_county on bank_attempt for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_batch_county on bank_batch for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_batch_line_county on bank_batch_line for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_return_county on bank_return for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_return_line_county on bank_return_line for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy bank_sending_county on bank_sending for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy batch_item_area on batch_item for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy behaviour_answer_county on behaviour_answer for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy behaviour_case_county on behaviour_case for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy behaviour_question_county on behaviour_question for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy benefit_area on benefit for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy benefit_event_area on benefit_event for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy benefit_month_area on benefit_month for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy benefit_rate_area on benefit_rate for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy calculation_county on calculation for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy case_action_visible on case_action for all to public using (((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer) AND (EXISTS ( SELECT 1
   FROM case_file f
  WHERE ((f.county_id = case_action.county_id) AND (f.id = case_action.case_id))))));
create policy case_deadline_area on case_deadline for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy case_errand_both on case_errand for all to public using (((county_id = current_county()) AND (in_area(from_unit) OR in_area(to_unit))));
create policy case_file_area on case_file for all to public using (((county_id = current_county()) AND ((( SELECT current_setting('app.area'::text, true) AS current_setting) = '*'::text) OR (area_id = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('app.area'::text, true), '*'::text), ''::text), ','::text))::integer[] AS string_to_array)::integer[])))));
create policy case_letter_area on case_letter for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy case_person_area on case_person for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy certificate_area on certificate for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy chain_head_county on chain_head for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy check_finding_area on check_finding for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy checkpoint_county on checkpoint for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy complaint_box_seen on complaint_box for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy complaint_box_opening_seen on complaint_box_opening for all to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM complaint_box b
  WHERE ((b.county_id = complaint_box_opening.county_id) AND (b.id = complaint_box_opening.box_id))))));
create policy complaint_contact_seen on complaint_contact for select to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = complaint_contact.county_id) AND (m.id = complaint_contact.complaint_id))))));
create policy complaint_contact_written on complaint_contact for insert to public with check (((county_id = current_county()) AND (in_area(NULL::integer) OR (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = complaint_contact.county_id) AND (m.id = complaint_contact.complaint_id)))))));
create policy coordination_problem_area on coordination_problem for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy coordination_urge_seen on coordination_urge for select to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM coordination_problem p
  WHERE ((p.county_id = coordination_urge.county_id) AND (p.id = coordination_urge.problem_id))))));
create policy coordination_urge_written on coordination_urge for insert to public with check (((county_id = current_county()) AND in_area(NULL::integer)));
create policy county_parameter_read on county_parameter for select to public using ((county_id = current_county()));
create policy county_parameter_write on county_parameter for insert to public with check (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text) AND (EXISTS ( SELECT
   FROM standard_change c
  WHERE ((c.county_id = county_parameter.county_id) AND (c.id = county_parameter.change_id) AND (c.status = 'applying'::text) AND (c.proposed_by = county_parameter.entered_by) AND (c.decided_by = county_parameter.decided_by) AND (c.number = county_parameter.number) AND (c.issued_on = county_parameter.issued_on) AND (to_char((county_parameter.from_date)::timestamp with time zone, 'YYYY-MM-DD'::text) = (c.from_month || '-01'::text)))))));
create policy demand_plan_whole on demand_plan for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy dishonesty_area on dishonesty for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy draft_own on draft for all to public using (((county_id = current_county()) AND ((account_id)::text = current_setting('app.user'::text, true))));
create policy draw_frozen_county on draw_frozen for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy draw_member_county on draw_member for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy entrustment_event_county on entrustment_event for all to public using ((county_id = current_county()));
create policy external_batch_county on external_batch for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy external_list_read on external_list for select to public using ((county_id = current_county()));
create policy external_list_write on external_list for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy external_row_county on external_row for all to public using (((county_id = current_county()) AND ( SELECT in_area(NULL::integer) AS in_area)));
create policy file_change_area on file_change for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_area on filing for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_comparison_area on filing_comparison for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_demand_area on filing_demand for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_demand_event_area on filing_demand_event for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_difference_area on filing_difference for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy filing_line_area on filing_line for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy floor_choice_county on floor_choice for all to public using ((county_id = current_county()));
create policy fund_budget_read on fund_budget for select to public using ((county_id = current_county()));
create policy fund_budget_write on fund_budget for insert to public with check (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy fund_operation_area on fund_operation for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy fund_report_area on fund_report for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy helper_area on helper for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy hotline_call_seen on hotline_call for select to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy hotline_call_written on hotline_call for insert to public with check (((county_id = current_county()) AND in_area(unit_id)));
create policy idempotency_own on idempotency for all to public using (((county_id = current_county()) AND ((account_id)::text = current_setting('app.user'::text, true))));
create policy institution_county on institution for all to public using ((county_id = current_county()));
create policy institution_place_area on institution_place for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy lead_area on lead for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy lead_event_seen on lead_event for select to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM lead l
  WHERE ((l.county_id = lead_event.county_id) AND (l.id = lead_event.lead_id))))));
create policy lead_event_written on lead_event for insert to public with check (((county_id = current_county()) AND (in_area(NULL::integer) OR (EXISTS ( SELECT 1
   FROM lead l
  WHERE ((l.county_id = lead_event.county_id) AND (l.id = lead_event.lead_id)))))));
create policy lead_hit_area on lead_hit for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy lead_origin_seen on lead_origin for select to public using (((county_id = current_county()) AND (in_area(NULL::integer) OR ((NOT secret) AND (EXISTS ( SELECT 1
   FROM lead_hit h
  WHERE ((h.county_id = lead_origin.county_id) AND (h.id = lead_origin.hit_id))))))));
create policy lead_origin_written on lead_origin for insert to public with check (((county_id = current_county()) AND (in_area(NULL::integer) OR (EXISTS ( SELECT 1
   FROM lead_hit h
  WHERE ((h.county_id = lead_origin.county_id) AND (h.id = lead_origin.hit_id)))))));
create policy ledger_account_county on ledger_account for all to public using ((county_id = current_county()));
create policy ledger_entry_read on ledger_entry for select to public using (((county_id = current_county()) AND in_area(area_id)));
create policy ledger_entry_write on ledger_entry for insert to public with check ((county_id = current_county()));
create policy ledger_head_county on ledger_head for all to public using ((county_id = current_county()));
create policy ledger_line_read on ledger_line for select to public using (((county_id = current_county()) AND in_area(area_id)));
create policy ledger_line_write on ledger_line for insert to public with check ((county_id = current_county()));
create policy letter_template_county on letter_template for all to public using ((county_id = current_county()));
create policy matter_area on matter for select to public using (((county_id = current_county()) AND in_area(area_id)));
create policy matter_changed on matter for update to public using (((county_id = current_county()) AND in_area(area_id))) with check (((county_id = current_county()) AND in_area(area_id)));
create policy matter_opened on matter for insert to public with check (((county_id = current_county()) AND in_area(area_id)));
create policy matter_act_visible on matter_act for select to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = matter_act.county_id) AND (m.id = matter_act.matter_id))))));
create policy matter_act_written on matter_act for insert to public with check (((county_id = current_county()) AND (in_area(NULL::integer) OR (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = matter_act.county_id) AND (m.id = matter_act.matter_id)))))));
create policy matter_file_opened on matter_file for update to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy matter_file_seen on matter_file for select to public using (((county_id = current_county()) AND (shown OR in_area(NULL::integer)) AND (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = matter_file.county_id) AND (m.id = matter_file.matter_id))))));
create policy matter_file_written on matter_file for insert to public with check (((county_id = current_county()) AND ((side = 'unit'::text) OR in_area(NULL::integer)) AND (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = matter_file.county_id) AND (m.id = matter_file.matter_id))))));
create policy matter_head_county on matter_head for all to public using ((county_id = current_county()));
create policy matter_paper_circulated on matter_paper for select to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM rectify_circular c
  WHERE ((c.county_id = matter_paper.county_id) AND (c.paper_id = matter_paper.id))))));
create policy matter_paper_seen on matter_paper for all to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM matter m
  WHERE ((m.county_id = matter_paper.county_id) AND (m.id = matter_paper.matter_id))))));
create policy means_input_area on means_input for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy meeting_held_visible on meeting_held for all to public using (((county_id = current_county()) AND (EXISTS ( SELECT 1
   FROM case_file f
  WHERE ((f.county_id = meeting_held.county_id) AND (f.id = meeting_held.case_id))))));
create policy meeting_member_area on meeting_member for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy meeting_rules_area on meeting_rules for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy message_area on message for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy number_sequence_county on number_sequence for all to public using ((county_id = current_county()));
create policy payee_agreement_area on payee_agreement for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy payment_account_area on payment_account for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy person_area on person for all to public using (((county_id = current_county()) AND (in_area(unit_id) OR (EXISTS ( SELECT
   FROM case_person p
  WHERE ((p.county_id = person.county_id) AND (p.person_id = person.id) AND in_area(p.unit_id)))))));
create policy phrase_reach on phrase for all to public using (((county_id = current_county()) AND
CASE
    WHEN (account_id IS NULL) THEN in_area(unit_id)
    ELSE ((account_id)::text = current_setting('app.user'::text, true))
END));
create policy print_item_area on print_item for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy print_mark_area on print_mark for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy public_attempt_county on public_attempt for all to public using ((county_id = current_county()));
create policy public_session_county on public_session for all to public using ((county_id = current_county()));
create policy publication_area on publication for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy recovery_area on recovery for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy recovery_line_area on recovery_line for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy recovery_movement_area on recovery_movement for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy recovery_voucher_county on recovery_voucher for all to public using ((county_id = current_county())) with check (((county_id = current_county()) AND in_area(area_id)));
create policy rectify_circular_area on rectify_circular for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy relative_county on relative for all to public using ((county_id = current_county()));
create policy relative_answer_county on relative_answer for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy roll_read on roll for select to public using ((county_id = current_county()));
create policy roll_write on roll for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy roll_answer_area on roll_answer for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy roll_event_read on roll_event for select to public using ((county_id = current_county()));
create policy roll_event_write on roll_event for insert to public with check (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy roll_line_area on roll_line for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy roll_line_fact_area on roll_line_fact for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy roll_settlement_area on roll_settlement for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy roll_supplement_area on roll_supplement for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy roster_import_area on roster_import for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy roster_import_fault_area on roster_import_fault for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy scenario_whole on scenario for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy scenario_part_area on scenario_part for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy score_count_county on score_count for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy score_line_county on score_line for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy score_line_read on score_line for select to public using (((county_id = current_county()) AND in_area(unit_id) AND (EXISTS ( SELECT 1
   FROM score_result r
  WHERE ((r.county_id = score_line.county_id) AND (r.run_id = score_line.run_id) AND (r.unit_id = score_line.unit_id))))));
create policy score_result_county on score_result for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy score_result_read on score_result for select to public using (((county_id = current_county()) AND (in_area(NULL::integer) OR (status = 'published'::text) OR ((status = 'shown'::text) AND in_area(unit_id)))));
create policy split_answer_read on split_answer for select to public using (((county_id = current_county()) AND (EXISTS ( SELECT
   FROM unnest(split_answer.areas) a(a)
  WHERE in_area(a.a)))));
create policy split_answer_write on split_answer for insert to public with check (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy standard_change_read on standard_change for select to public using ((county_id = current_county()));
create policy standard_change_write on standard_change for all to public using (((county_id = current_county()) AND (current_setting('app.area'::text, true) = '*'::text)));
create policy standard_change_case_area on standard_change_case for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy stored_file_area on stored_file for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy submission_area on submission for all to public using (((county_id = current_county()) AND in_area(area_id)));
create policy summary_read_own on summary_read for all to public using (((county_id = current_county()) AND in_area(unit_id) AND ((account_id)::text = current_setting('app.user'::text, true))));
create policy training_seat_area on training_seat for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy unit_county on unit for all to public using ((county_id = (NULLIF(current_setting('app.county'::text, true), ''::text))::integer));
create policy unit_condition_area on unit_condition for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy verification_request_area on verification_request for all to public using (((county_id = current_county()) AND in_area(unit_id)));
create policy village_population_county on village_population for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy warning_choice_read on warning_choice for select to public using ((county_id = current_county()));
create policy warning_choice_write on warning_choice for insert to public with check (((county_id = current_county()) AND in_area(NULL::integer)));
create policy warning_run_read on warning_run for select to public using ((county_id = current_county()));
create policy warning_run_write on warning_run for all to public using (((county_id = current_county()) AND in_area(NULL::integer)));
create policy work_item_area on work_item for all to public using (((county_id = current_county()) AND in_area(area_id)));

-- Triggers

CREATE TRIGGER access_log_not_emptied BEFORE TRUNCATE ON public.access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_log_written_once BEFORE DELETE OR UPDATE ON public.access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_post_exclusive BEFORE INSERT OR UPDATE ON public.account_post FOR EACH ROW EXECUTE FUNCTION refuse_mixed_posts();
CREATE TRIGGER behaviour_answer_not_emptied BEFORE TRUNCATE ON public.behaviour_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER behaviour_answer_written_once BEFORE DELETE OR UPDATE ON public.behaviour_answer FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_action_not_emptied BEFORE TRUNCATE ON public.case_action FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_action_written_once BEFORE DELETE OR UPDATE ON public.case_action FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_head_forward BEFORE UPDATE ON public.chain_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();
CREATE TRIGGER chain_head_kept BEFORE DELETE ON public.chain_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER chain_head_not_emptied BEFORE TRUNCATE ON public.chain_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_not_emptied BEFORE TRUNCATE ON public.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_written_once BEFORE DELETE OR UPDATE ON public.checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER coordination_urge_not_emptied BEFORE TRUNCATE ON public.coordination_urge FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER coordination_urge_written_once BEFORE DELETE OR UPDATE ON public.coordination_urge FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER demand_plan_frozen BEFORE DELETE OR UPDATE ON public.demand_plan FOR EACH ROW EXECUTE FUNCTION keep_confirmed();
CREATE TRIGGER draw_frozen_not_emptied BEFORE TRUNCATE ON public.draw_frozen FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draw_frozen_written_once BEFORE DELETE OR UPDATE ON public.draw_frozen FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lead_event_not_emptied BEFORE TRUNCATE ON public.lead_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lead_event_written_once BEFORE DELETE OR UPDATE ON public.lead_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON public.ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced();
CREATE TRIGGER ledger_entry_not_emptied BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_written_once BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON public.ledger_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();
CREATE TRIGGER ledger_head_kept BEFORE DELETE ON public.ledger_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_head_not_emptied BEFORE TRUNCATE ON public.ledger_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_line_balance AFTER INSERT ON public.ledger_line REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION keep_balance();
CREATE CONSTRAINT TRIGGER ledger_line_balanced AFTER INSERT ON public.ledger_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced();
CREATE TRIGGER ledger_line_not_emptied BEFORE TRUNCATE ON public.ledger_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_line_written_once BEFORE DELETE OR UPDATE ON public.ledger_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matter_act_not_emptied BEFORE TRUNCATE ON public.matter_act FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matter_act_written_once BEFORE DELETE OR UPDATE ON public.matter_act FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matter_head_forward BEFORE UPDATE ON public.matter_head FOR EACH ROW EXECUTE FUNCTION refuse_going_back();
CREATE TRIGGER matter_head_kept BEFORE DELETE ON public.matter_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matter_head_not_emptied BEFORE TRUNCATE ON public.matter_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matter_paper_not_emptied BEFORE TRUNCATE ON public.matter_paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER matter_paper_written_once BEFORE DELETE OR UPDATE ON public.matter_paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER training_clock_only_in_training BEFORE INSERT OR UPDATE ON public.training_clock FOR EACH ROW EXECUTE FUNCTION refuse_clock();
CREATE TRIGGER unit_condition_not_emptied BEFORE TRUNCATE ON public.unit_condition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unit_condition_written_once BEFORE DELETE OR UPDATE ON public.unit_condition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER village_population_not_emptied BEFORE TRUNCATE ON public.village_population FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER village_population_written_once BEFORE DELETE OR UPDATE ON public.village_population FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER warning_choice_not_emptied BEFORE TRUNCATE ON public.warning_choice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER warning_choice_written_once BEFORE DELETE OR UPDATE ON public.warning_choice FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Rights of the application role

grant insert, select on access_log to doudi_app;
grant insert, select, update on account to doudi_app;
grant insert, select on account_event to doudi_app;
grant insert, select, update on account_post to doudi_app;
grant insert, select, update on aid_errand to doudi_app;
grant delete, insert, select, update on aid_given to doudi_app;
grant insert, select on aid_payment to doudi_app;
grant insert, select on aid_summary to doudi_app;
grant insert, select on archive_event to doudi_app;
grant insert, select on archive_item to doudi_app;
grant insert, select on archive_volume to doudi_app;
grant insert, select on bank_attempt to doudi_app;
grant insert, select, update on bank_batch to doudi_app;
grant insert, select, update on bank_batch_line to doudi_app;
grant insert, select on bank_return to doudi_app;
grant insert, select on bank_return_line to doudi_app;
grant insert, select, update on bank_sending to doudi_app;
grant insert, select on batch_item to doudi_app;
grant insert, select on behaviour_answer to doudi_app;
grant insert, select on behaviour_case to doudi_app;
grant insert, select, update on behaviour_question to doudi_app;
grant insert, select, update on benefit to doudi_app;
grant insert, select on benefit_event to doudi_app;
grant delete, insert, select, update on benefit_month to doudi_app;
grant insert, select, update on benefit_rate to doudi_app;
grant insert, select, update on calculation to doudi_app;
grant insert, select, update on calendar_year to doudi_app;
grant insert, select on case_action to doudi_app;
grant delete, insert, select, update on case_deadline to doudi_app;
grant insert, select, update on case_errand to doudi_app;
grant insert, select, update on case_file to doudi_app;
grant insert, select, update on case_letter to doudi_app;
grant delete, insert, select, update on case_person to doudi_app;
grant insert, select on certificate to doudi_app;
grant insert, select, update on chain_head to doudi_app;
grant insert, select on check_finding to doudi_app;
grant insert, select on checkpoint to doudi_app;
grant insert, select on complaint_box to doudi_app;
grant insert, select on complaint_box_opening to doudi_app;
grant insert, select on complaint_contact to doudi_app;
grant insert, select, update on coordination_problem to doudi_app;
grant insert, select on coordination_urge to doudi_app;
grant select on county to doudi_app;
grant insert, select on county_parameter to doudi_app;
grant insert, select, update on demand_plan to doudi_app;
grant insert, select on dishonesty to doudi_app;
grant select on doudi_meta to doudi_app;
grant delete, insert, select, update on draft to doudi_app;
grant insert, select on draw_frozen to doudi_app;
grant insert, select on draw_member to doudi_app;
grant insert, select on entrustment_event to doudi_app;
grant insert, select, update on external_batch to doudi_app;
grant insert, select, update on external_list to doudi_app;
grant delete, insert, select, update on external_row to doudi_app;
grant insert, select on file_change to doudi_app;
grant insert, select, update on filing to doudi_app;
grant insert, select on filing_comparison to doudi_app;
grant insert, select, update on filing_demand to doudi_app;
grant insert, select on filing_demand_event to doudi_app;
grant insert, select on filing_difference to doudi_app;
grant insert, select on filing_line to doudi_app;
grant insert, select on floor_choice to doudi_app;
grant insert, select on fund_budget to doudi_app;
grant insert, select on fund_operation to doudi_app;
grant insert, select on fund_report to doudi_app;
grant insert, select, update on helper to doudi_app;
grant insert, select on hotline_call to doudi_app;
grant delete, insert, select on idempotency to doudi_app;
grant insert, select, update on institution to doudi_app;
grant insert, select, update on institution_place to doudi_app;
grant insert, select, update on lead to doudi_app;
grant insert, select on lead_event to doudi_app;
grant insert, select, update on lead_hit to doudi_app;
grant insert, select on lead_origin to doudi_app;
grant select on ledger_account to doudi_app;
grant select on ledger_control to doudi_app;
grant insert, select on ledger_entry to doudi_app;
grant insert, select, update on ledger_head to doudi_app;
grant insert, select on ledger_line to doudi_app;
grant insert, select, update on letter_template to doudi_app;
grant insert, select, update on matter to doudi_app;
grant insert, select on matter_act to doudi_app;
grant insert, select on matter_file to doudi_app;
grant insert, select, update on matter_head to doudi_app;
grant insert, select on matter_paper to doudi_app;
grant delete, insert, select, update on means_input to doudi_app;
grant insert, select on meeting_held to doudi_app;
grant insert, select, update on meeting_member to doudi_app;
grant insert, select on meeting_rules to doudi_app;
grant insert, select, update on message to doudi_app;
grant insert, select, update on number_sequence to doudi_app;
grant insert, select on payee_agreement to doudi_app;
grant insert, select on payment_account to doudi_app;
grant insert, select, update on person to doudi_app;
grant delete, insert, select on phrase to doudi_app;
grant delete, insert, select, update on print_item to doudi_app;
grant insert, select on print_mark to doudi_app;
grant delete, insert, select, update on public_attempt to doudi_app;
grant delete, insert, select on public_session to doudi_app;
grant insert, select on publication to doudi_app;
grant insert, select, update on recovery to doudi_app;
grant insert, select, update on recovery_line to doudi_app;
grant insert, select on recovery_movement to doudi_app;
grant delete, insert, select on recovery_voucher to doudi_app;
grant insert, select on rectify_circular to doudi_app;
grant insert, select, update on relative to doudi_app;
grant insert, select on relative_answer to doudi_app;
grant insert, select, update on roll to doudi_app;
grant insert, select on roll_answer to doudi_app;
grant insert, select on roll_event to doudi_app;
grant insert, select, update on roll_line to doudi_app;
grant insert, select on roll_line_fact to doudi_app;
grant insert, select on roll_settlement to doudi_app;
grant insert, select on roll_supplement to doudi_app;
grant select on roll_total to doudi_app;
grant insert, select, update on roster_import to doudi_app;
grant delete, insert, select on roster_import_fault to doudi_app;
grant insert, select, update on scenario to doudi_app;
grant delete, insert, select on scenario_part to doudi_app;
grant delete, insert, select, update on score_count to doudi_app;
grant delete, insert, select on score_line to doudi_app;
grant delete, insert, select, update on score_result to doudi_app;
grant delete, insert, select, update on session to doudi_app;
grant insert, select on split_answer to doudi_app;
grant insert, select, update on standard_change to doudi_app;
grant insert, select, update on standard_change_case to doudi_app;
grant insert, select on stored_file to doudi_app;
grant insert, select on submission to doudi_app;
grant insert, select on summary_read to doudi_app;
grant insert, select, update on training_clock to doudi_app;
grant insert, select, update on training_seat to doudi_app;
grant insert, select, update on unit to doudi_app;
grant insert, select on unit_condition to doudi_app;
grant insert, select, update on verification_request to doudi_app;
grant insert, select on village_population to doudi_app;
grant insert, select on warning_choice to doudi_app;
grant insert, select, update on warning_run to doudi_app;
grant delete, insert, select, update on work_item to doudi_app;
grant update (complete) on archive_item to doudi_app;
grant update (apart, box, number, year) on archive_volume to doudi_app;
grant update (finding, finding_text, found_by, found_by_name, found_on) on certificate to doudi_app;
grant update (rectification_id, state) on check_finding to doudi_app;
grant update (ended_on) on complaint_box to doudi_app;
grant update (removed_on) on dishonesty to doudi_app;
grant update (check_id, checkers) on draw_member to doudi_app;
grant update (entry_id, settled_at, settled_by, settled_by_name, settled_reason, status) on fund_operation to doudi_app;
grant update (received_at, received_by, received_by_name) on fund_report to doudi_app;
grant insert (county_id, kind, programme, source, unit_id) on ledger_account to doudi_app;
grant update (shown) on matter_file to doudi_app;
grant update (ended_by, ended_on, ended_reason) on payee_agreement to doudi_app;
grant update (ended_on, ended_why) on publication to doudi_app;
grant update (signed_by, signed_on) on rectify_circular to doudi_app;
grant update (decided_at, decided_by, decided_by_name, decided_reason, status) on roll_settlement to doudi_app;
grant update (corrected) on score_line to doudi_app;

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

CREATE OR REPLACE FUNCTION public.find_assistance_of(wanted bytea[], besides uuid)
 RETURNS TABLE(case_id uuid, number text, programme text, status text, ended_from text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select distinct f.id, case when in_area(f.area_id) then f.number else '' end, f.programme, f.status, f.state ->> 'endedFrom'
  from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
  where p.county_id = current_county() and p.number_idx = any (wanted) and p.role = 'member' and f.status in ('applied', 'accepted', 'granted') and f.id is distinct from besides
$function$
;
grant execute on function find_assistance_of(bytea[],uuid) to doudi_app;

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

CREATE OR REPLACE FUNCTION public.find_dishonesty(wanted bytea, on_day date)
 RETURNS TABLE(label text, from_date date, to_date date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select d.label, d.from_date, d.to_date from dishonesty d
  where d.county_id = current_county() and d.number_idx = wanted and d.from_date <= on_day and on_day < d.to_date and (d.removed_on is null or d.removed_on > on_day) order by d.to_date desc
$function$
;
grant execute on function find_dishonesty(bytea,date) to doudi_app;

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

CREATE OR REPLACE FUNCTION public.find_taken_places()
 RETURNS TABLE(institution_id uuid, taken integer, waiting integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select p.institution_id, count(*) filter (where p.state in ('reserved', 'occupied'))::int, count(*) filter (where p.state = 'waiting')::int
  from institution_place p where p.county_id = current_county() and p.state <> 'ended' group by p.institution_id
$function$
;
grant execute on function find_taken_places() to doudi_app;

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

CREATE OR REPLACE FUNCTION public.forget_public()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  delete from public_session where expires_at < now();
  delete from public_attempt where at < now() - interval '1 day';
$function$
;
grant execute on function forget_public() to doudi_app;

CREATE OR REPLACE FUNCTION public.handed_on(on_day date)
 RETURNS TABLE(kind text, number text, on_date date, up boolean, stage text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select 'complaint', m.number, m.opened_on, (m.state ->> 'passedUp')::boolean, case when m.closed_on is not null then 'closed' when m.state -> 'accepted' is not null then 'accepted' else 'received' end
  from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id and a.seq = 1
  where m.county_id = current_county() and m.topic = 'complaint' and m.opened_on >= on_day - 400 and a.actor_post = 'village' and a.actor_user = current_setting('app.user', true)
  union all
  select 'lead', l.no::text, h.found_on, false, case when h.status = 'open' then 'received' else 'closed' end
  from lead_origin o join lead_hit h on h.county_id = o.county_id and h.id = o.hit_id join lead l on l.county_id = h.county_id and l.id = h.lead_id
  where o.county_id = current_county() and h.source = 'village' and o.told_by::text = current_setting('app.user', true) and h.found_on >= on_day - 400
  order by 3 desc, 2 desc limit 100
$function$
;
grant execute on function handed_on(date) to doudi_app;

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

CREATE OR REPLACE FUNCTION public.keep_balance()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update ledger_account a set balance_fen = a.balance_fen + s.fen
  from (select county_id, account_id, sum(fen)::bigint as fen from written group by county_id, account_id) s
  where a.county_id = s.county_id and a.id = s.account_id and s.fen <> 0;
  return null;
end
$function$
;
grant execute on function keep_balance() to doudi_app;

CREATE OR REPLACE FUNCTION public.keep_confirmed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status <> 'drafted' then raise exception 'a confirmed or returned plan never changes' using errcode = 'restrict_violation'; end if;
  return new;
end $function$
;
grant execute on function keep_confirmed() to doudi_app;

CREATE OR REPLACE FUNCTION public.ledger_balances(as_of date)
 RETURNS TABLE(account_id integer, fen bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select account_id, sum(fen)::bigint from ledger_line where county_id = current_county() and on_date <= as_of group by account_id
$function$
;
grant execute on function ledger_balances(date) to doudi_app;

CREATE OR REPLACE FUNCTION public.move_case(moved uuid, new_unit integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$
;
grant execute on function move_case(uuid,integer) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_case(county integer, wanted text)
 RETURNS TABLE(case_id uuid, area_id integer, issue integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select f.id, f.area_id, coalesce((f.state ->> 'accessIssue')::int, 1)
  from (
    select c.id from case_file c where c.county_id = county and county = current_county() and c.number = wanted
    union select l.case_id from case_letter l where l.county_id = county and county = current_county() and l.kind = 'receipt' and l.number = wanted
  ) hit
  join case_file f on f.county_id = county and f.id = hit.id and f.state ->> 'receipt' is not null
  limit 1
$function$
;
grant execute on function public_case(integer,text) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_complaint(county integer, wanted text)
 RETURNS TABLE(id uuid, state jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select m.id, jsonb_build_object('kind', m.state -> 'kind', 'receivedOn', m.state -> 'receivedOn', 'acceptBy', m.state -> 'acceptBy', 'accepted', m.state -> 'accepted', 'issue', coalesce((m.state ->> 'codeIssue')::int, 1), 'brief', b.brief) ||
    case when b.brief then jsonb_strip_nulls(jsonb_build_object('closedOn', coalesce(m.state #> '{answered,on}', m.state #> '{declined,on}', m.state #> '{withdrawn,on}')))
    else jsonb_build_object('answerBy', m.state -> 'answerBy', 'extended', m.state -> 'extended', 'declined', m.state -> 'declined', 'withdrawn', m.state -> 'withdrawn', 'disposed', m.state -> 'disposed' -> 'on', 'answered', m.state -> 'answered', 'transferred', m.state -> 'department', 'ratedOn', m.state -> 'ratedOn') end
  from matter m cross join lateral (select coalesce((m.state ->> 'codeIssue')::int, 1) = 1 and m.state ->> 'takenBy' is not null and ((m.state ->> 'secret')::boolean or m.state ->> 'holder' is distinct from m.state ->> 'takenBy') as brief) b
  where m.county_id = county and county = current_county() and m.topic = 'complaint' and m.number = wanted and m.state ->> 'course' = 'petition'
$function$
;
grant execute on function public_complaint(integer,text) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_counts(county integer, day date)
 RETURNS TABLE(area_id integer, unit_id integer, notices integer, lists integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select p.area_id, p.unit_id, count(*) filter (where p.kind = 'notice')::int, count(*) filter (where p.kind = 'list')::int
  from publication p where p.county_id = county and county = current_county() and p.ended_on is null and (p.kind = 'list' or day between p.from_on and p.until_on)
  group by p.area_id, p.unit_id
$function$
;
grant execute on function public_counts(integer,date) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_draws(county integer)
 RETURNS TABLE(number text, state jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select m.number, m.state - 'risk' - 'frozenBy' - 'assigned' from matter m where m.county_id = county and county = current_county() and m.topic = 'draw' order by m.opened_on desc, m.number desc limit 100
$function$
;
grant execute on function public_draws(integer) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_list(county integer, area integer, wanted text, in_month text)
 RETURNS TABLE(programme text, programme_name text, name text, persons integer, fen bigint, payment text, from_month text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select p.programme, p.programme_name, p.name, p.applicants, coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= in_month order by r.from_month desc limit 1), b.monthly_fen), p.payment, coalesce(b.from_month, f.from_month)
  from publication p join case_file f on f.county_id = p.county_id and f.id = p.case_id left join benefit b on b.county_id = p.county_id and b.case_id = p.case_id
  where p.county_id = county and county = current_county() and p.area_id = area and p.kind = 'list' and p.ended_on is null and (wanted is null or p.programme = wanted)
    and f.status = 'granted' and coalesce(f.state ->> 'endedFrom', '9999-12') > in_month
    and case when p.payment = 'none' then true
      when b.id is null or b.dead_on is not null then false
      when p.payment = 'once' then to_char(f.decided_on, 'YYYY-MM') = in_month
      else (f.imported or b.from_month <= in_month) and coalesce(b.to_month, '9999-12') >= in_month end
  order by p.programme, p.name collate "C", p.id limit 5000
$function$
;
grant execute on function public_list(integer,integer,text,text) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_notice_case(county integer, one uuid, day date)
 RETURNS TABLE(case_id uuid, area_id integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select p.case_id, p.area_id from publication p where p.county_id = county and county = current_county() and p.id = one and p.kind = 'notice' and p.ended_on is null and day between p.from_on and p.until_on
$function$
;
grant execute on function public_notice_case(integer,uuid,date) to doudi_app;

CREATE OR REPLACE FUNCTION public.public_notices(county integer, area integer, day date, one uuid)
 RETURNS TABLE(id uuid, programme text, programme_name text, name text, applicants integer, persons integer, fen bigint, payment text, outcome text, level text, from_on date, until_on date, provisional boolean, place text, remark text, area_id integer, unit_id integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select p.id, p.programme, p.programme_name, p.name, p.applicants, p.persons, p.fen, p.payment, p.outcome, p.level, p.from_on, p.until_on, p.provisional, p.place, p.remark, p.area_id, p.unit_id
  from publication p where p.county_id = county and county = current_county() and p.kind = 'notice' and p.ended_on is null and day between p.from_on and p.until_on
    and (one is null or p.id = one) and (area is null or p.area_id = area) and (area is not null or one is not null)
  order by p.until_on, p.id limit 500
$function$
;
grant execute on function public_notices(integer,integer,date,uuid) to doudi_app;

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

CREATE OR REPLACE FUNCTION public.refuse_unbalanced()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$
;
grant execute on function refuse_unbalanced() to doudi_app;

CREATE OR REPLACE FUNCTION public.waived_elsewhere(of_case uuid, in_year integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce(sum(m.fen), 0)::bigint from recovery_movement m where m.county_id = current_county() and m.kind = 'waived' and extract(year from m.on_date) = in_year and m.case_id <> of_case
    and m.case_id in (select o.case_id from case_person p join case_person o on o.county_id = p.county_id and o.number_idx = p.number_idx and o.role = 'member'
      where p.county_id = current_county() and p.case_id = of_case and p.role = 'member' and exists (select from case_file f where f.county_id = p.county_id and f.id = of_case and in_area(f.area_id)))
$function$
;
grant execute on function waived_elsewhere(uuid,integer) to doudi_app;
