-- Who complained, as far as they said: sealed, and outside the chain of acts. Seen and written by whoever sees the complaint. Written
-- once.
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
create policy complaint_contact_written on complaint_contact for insert with check (county_id = current_county() and (in_area(null) or exists (select 1 from matter m where m.county_id = complaint_contact.county_id and m.id = complaint_contact.complaint_id)));
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
-- Whoever takes a call writes it for their own office, and reads that office's.
create policy hotline_call_seen on hotline_call for select using (county_id = current_county() and in_area(unit_id));
create policy hotline_call_written on hotline_call for insert with check (county_id = current_county() and in_area(unit_id));
grant select, insert on hotline_call to doudi_app;

-- How a complaint stands, for whoever has its number and code: neither what it says nor whom it is about, nor who looked into it.
-- `brief`: an office knows the code that does not handle it, or may not see it (codeTells of core/complaint): then only that it was
-- accepted, closed or answered, and when.
create function public_complaint(county int, wanted text) returns table (id uuid, state jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, jsonb_build_object('kind', m.state -> 'kind', 'receivedOn', m.state -> 'receivedOn', 'acceptBy', m.state -> 'acceptBy', 'accepted', m.state -> 'accepted', 'issue', coalesce((m.state ->> 'codeIssue')::int, 1), 'brief', b.brief) ||
    case when b.brief then jsonb_strip_nulls(jsonb_build_object('closedOn', coalesce(m.state #> '{answered,on}', m.state #> '{declined,on}', m.state #> '{withdrawn,on}')))
    else jsonb_build_object('answerBy', m.state -> 'answerBy', 'extended', m.state -> 'extended', 'declined', m.state -> 'declined', 'withdrawn', m.state -> 'withdrawn', 'disposed', m.state -> 'disposed' -> 'on', 'answered', m.state -> 'answered', 'transferred', m.state -> 'department', 'ratedOn', m.state -> 'ratedOn') end
  from matter m cross join lateral (select coalesce((m.state ->> 'codeIssue')::int, 1) = 1 and m.state ->> 'takenBy' is not null and ((m.state ->> 'secret')::boolean or m.state ->> 'holder' is distinct from m.state ->> 'takenBy') as brief) b
  where m.county_id = county and county = current_county() and m.topic = 'complaint' and m.number = wanted and m.state ->> 'course' = 'petition'
$$;
revoke all on function public_complaint(int, text) from public;
grant execute on function public_complaint(int, text) to doudi_app;

-- What a village's assistant took for others and handed on: that it arrived and how far it is, and nothing else, because the assistant
-- sees neither the complaint nor the lead.
create function handed_on(on_day date) returns table (kind text, number text, on_date date, up boolean, stage text)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'complaint', m.number, m.opened_on, (m.state ->> 'passedUp')::boolean, case when m.closed_on is not null then 'closed' when m.state -> 'accepted' is not null then 'accepted' else 'received' end
  from matter m join matter_act a on a.county_id = m.county_id and a.matter_id = m.id and a.seq = 1
  where m.county_id = current_county() and m.topic = 'complaint' and m.opened_on >= on_day - 400 and a.actor_post = 'village' and a.actor_user = current_setting('app.user', true)
  union all
  select 'lead', l.no::text, h.found_on, false, case when h.status = 'open' then 'received' else 'closed' end
  from lead_origin o join lead_hit h on h.county_id = o.county_id and h.id = o.hit_id join lead l on l.county_id = h.county_id and l.id = h.lead_id
  where o.county_id = current_county() and h.source = 'village' and o.told_by::text = current_setting('app.user', true) and h.found_on >= on_day - 400
  order by 3 desc, 2 desc limit 100
$$;
revoke all on function handed_on(date) from public;
grant execute on function handed_on(date) to doudi_app;
