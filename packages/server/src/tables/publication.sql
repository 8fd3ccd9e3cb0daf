-- What the public sees: notices while they run, and the long-term lists of who receives what. Written in the transaction of
-- the act that publishes; nothing stands here that may not be shown, and the public pages read nothing else of a case.
-- `name` is written as it is shown: masked in notices unless the county's rule says otherwise.
create table publication (
  county_id int not null constraint publication_county references county (id),
  id uuid not null,
  kind text not null constraint publication_kind check (kind in ('notice', 'list')),
  case_id uuid not null,
  unit_id int not null,
  area_id int not null,
  programme text not null,
  programme_name text not null,
  name text not null constraint publication_name check (length(name) between 1 and 50 and name !~ '[0-9]'),
  -- Persons applied for; of the long-term list the family's number.
  applicants int not null constraint publication_applicants check (applicants between 1 and 30),
  persons int constraint publication_persons check (persons between 0 and 30),
  fen bigint constraint publication_fen check (fen >= 0),
  payment text not null constraint publication_payment check (payment in ('monthly', 'once', 'none')),
  outcome text not null constraint publication_outcome check (outcome in ('grant', 'refuse')),
  level text not null constraint publication_level check (level in ('unit', 'county')),
  from_on date not null,
  -- Last day on which a notice is shown; a long-term line stays until its benefit ends.
  until_on date,
  provisional boolean not null default false,
  place text constraint publication_place check (length(place) <= 100),
  remark text constraint publication_remark check (length(remark) <= 200),
  ended_on date,
  ended_why text,
  constraint publication_pk primary key (county_id, id),
  constraint publication_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint publication_area foreign key (county_id, area_id) references unit (county_id, id),
  constraint publication_term check ((kind = 'notice') = (until_on is not null)),
  -- Of a granted household: name, number, sum (the benefit's own). Nothing else.
  constraint publication_list check (kind = 'notice' or (persons is null and fen is null and place is null and remark is null and outcome = 'grant')),
  -- Identity and account numbers are long runs of digits; whatever a program error would let through ends here.
  constraint publication_no_numbers check (coalesce(place, '') || ' ' || coalesce(remark, '') !~ '[0-9]{11,}')
);
create unique index publication_one_running on publication (county_id, case_id, kind) where ended_on is null;
create index publication_area_running on publication (county_id, area_id, kind, until_on) where ended_on is null;
create index publication_case on publication (county_id, case_id);
alter table publication enable row level security;
create policy publication_area on publication using (county_id = current_county() and in_area(area_id));
grant select, insert, update (ended_on, ended_why) on publication to doudi_app;

-- The public pages run in a scope without any area: row-level security shows them no case, no person, no benefit. What they
-- may see comes through these functions, column by column.
create function public_counts(county int, day date) returns table (area_id int, unit_id int, notices int, lists int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.area_id, p.unit_id, count(*) filter (where p.kind = 'notice')::int, count(*) filter (where p.kind = 'list')::int
  from publication p where p.county_id = county and county = current_county() and p.ended_on is null and (p.kind = 'list' or day between p.from_on and p.until_on)
  group by p.area_id, p.unit_id
$$;
create function public_notices(county int, area int, day date, one uuid) returns table (id uuid, programme text, programme_name text, name text, applicants int, persons int, fen bigint, payment text, outcome text, level text, from_on date, until_on date, provisional boolean, place text, remark text, area_id int, unit_id int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.programme, p.programme_name, p.name, p.applicants, p.persons, p.fen, p.payment, p.outcome, p.level, p.from_on, p.until_on, p.provisional, p.place, p.remark, p.area_id, p.unit_id
  from publication p where p.county_id = county and county = current_county() and p.kind = 'notice' and p.ended_on is null and day between p.from_on and p.until_on
    and (one is null or p.id = one) and (area is null or p.area_id = area) and (area is not null or one is not null)
  order by p.until_on, p.id limit 500
$$;
-- Only who is entitled in the month stands on the list: it comes off by itself when the benefit ends.
create function public_list(county int, area int, wanted text, in_month text) returns table (programme text, programme_name text, name text, persons int, fen bigint, payment text, from_month text)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.programme, p.programme_name, p.name, p.applicants, coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= in_month order by r.from_month desc limit 1), b.monthly_fen), p.payment, coalesce(b.from_month, f.from_month)
  from publication p join case_file f on f.county_id = p.county_id and f.id = p.case_id left join benefit b on b.county_id = p.county_id and b.case_id = p.case_id
  where p.county_id = county and county = current_county() and p.area_id = area and p.kind = 'list' and p.ended_on is null and (wanted is null or p.programme = wanted)
    and f.status = 'granted' and coalesce(f.state ->> 'endedFrom', '9999-12') > in_month
    and case when p.payment = 'none' then true
      when b.id is null or b.dead_on is not null then false
      when p.payment = 'once' then to_char(f.decided_on, 'YYYY-MM') = in_month
      else (f.imported or b.from_month <= in_month) and coalesce(b.to_month, '9999-12') >= in_month end
  order by p.programme, p.name collate "C", p.id limit 5000
$$;
-- The case behind a running notice, for an objection to it.
create function public_notice_case(county int, one uuid, day date) returns table (case_id uuid, area_id int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.case_id, p.area_id from publication p where p.county_id = county and county = current_county() and p.id = one and p.kind = 'notice' and p.ended_on is null and day between p.from_on and p.until_on
$$;
-- The accepted case of a receipt, by the case's number or the receipt's own.
create function public_case(county int, wanted text) returns table (case_id uuid, area_id int, issue int)
language sql stable security definer set search_path = public, pg_temp as $$
  select f.id, f.area_id, coalesce((f.state ->> 'accessIssue')::int, 1)
  from (
    select c.id from case_file c where c.county_id = county and county = current_county() and c.number = wanted
    union select l.case_id from case_letter l where l.county_id = county and county = current_county() and l.kind = 'receipt' and l.number = wanted
  ) hit
  join case_file f on f.county_id = county and f.id = hit.id and f.state ->> 'receipt' is not null
  limit 1
$$;
revoke all on function public_counts(int, date), public_notices(int, int, date, uuid), public_list(int, int, text, text), public_notice_case(int, uuid, date), public_case(int, text) from public;
grant execute on function public_counts(int, date), public_notices(int, int, date, uuid), public_list(int, int, text, text), public_notice_case(int, uuid, date), public_case(int, text) to doudi_app;

-- Beside the log: who sent something in from outside. Name and telephone are encrypted; the log holds neither.
create table submission (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  area_id int not null,
  kind text not null constraint submission_kind check (kind in ('papers', 'explanation', 'withdrawal', 'objection', 'phone')),
  sender text not null constraint submission_sender check (sender in ('applicant', 'public')),
  contact_enc bytea,
  at timestamptz not null,
  constraint submission_pk primary key (county_id, id),
  constraint submission_case foreign key (county_id, case_id) references case_file (county_id, id)
);
create index submission_case on submission (county_id, case_id);
alter table submission enable row level security;
create policy submission_area on submission using (county_id = current_county() and in_area(area_id));
grant select, insert on submission to doudi_app;

-- Failed tries of a number and code on the public page, by keyed hash of the number as typed: one that nobody has is locked like any other.
create table public_attempt (
  county_id int not null,
  number_idx bytea not null,
  failures int not null,
  locked_until timestamptz,
  at timestamptz not null,
  constraint public_attempt_pk primary key (county_id, number_idx)
);
create index public_attempt_at on public_attempt (at);
alter table public_attempt enable row level security;
create policy public_attempt_county on public_attempt using (county_id = current_county());
grant select, insert, update, delete on public_attempt to doudi_app;

-- An applicant's short session on one case. Only the hash of its secret is kept; a new code ends the sessions of the old one.
create table public_session (
  county_id int not null,
  token_hash bytea not null,
  case_id uuid not null,
  area_id int not null,
  issue int not null,
  expires_at timestamptz not null,
  constraint public_session_pk primary key (county_id, token_hash)
);
create index public_session_expires on public_session (expires_at);
alter table public_session enable row level security;
create policy public_session_county on public_session using (county_id = current_county());
grant select, insert, delete on public_session to doudi_app;

-- Sessions that are over and tries of yesterday, of all counties.
create function forget_public() returns void language sql security definer set search_path = public, pg_temp as $$
  delete from public_session where expires_at < now();
  delete from public_attempt where at < now() - interval '1 day';
$$;
revoke all on function forget_public() from public;
grant execute on function forget_public() to doudi_app;
