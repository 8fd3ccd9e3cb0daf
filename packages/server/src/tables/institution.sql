-- Institutions that take in destitute persons (供养服务机构) and their places. Known to the whole county: a wish is answered
-- wherever a place is free. `name_idx` is the keyed hash of the name, comparable with payment_account.holder_idx.
create table institution (
  county_id int not null constraint institution_county references county (id),
  id uuid not null,
  name text not null constraint institution_name check (length(name) between 2 and 80),
  name_idx bytea not null,
  kind text not null constraint institution_kind check (kind in ('public', 'private')),
  unit_id int not null,
  places int not null constraint institution_places check (places between 0 and 100000),
  telephone text not null default '',
  from_date date not null,
  closed_on date,
  registered_by uuid not null,
  registered_at timestamptz not null,
  constraint institution_pk primary key (county_id, id),
  constraint institution_name_once unique (county_id, name),
  constraint institution_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
alter table institution enable row level security;
create policy institution_county on institution using (county_id = current_county());
grant select, insert, update on institution to doudi_app;

-- Who takes a place, or waits for one. `support`: a destitute person by a case, who waits from the wish on, holds a place from
-- the arrangement on and occupies it with the grant. `other`: anybody else, known here by the institution's own register number.
create table institution_place (
  county_id int not null,
  id uuid not null,
  kind text not null constraint institution_place_kind check (kind in ('support', 'other')),
  institution_id uuid,
  case_id uuid,
  category text,
  reference text,
  -- The case's area, or the unit of the institution.
  area_id int not null,
  state text not null constraint institution_place_state check (state in ('waiting', 'reserved', 'occupied', 'ended')),
  since date not null,
  ended_on date,
  reason text not null default '',
  by_account text not null,
  at timestamptz not null,
  constraint institution_place_pk primary key (county_id, id),
  constraint institution_place_institution foreign key (county_id, institution_id) references institution (county_id, id),
  constraint institution_place_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint institution_place_who check ((kind = 'support') = (case_id is not null) and (kind = 'other') = (reference is not null)),
  constraint institution_place_where check (state in ('waiting', 'ended') or institution_id is not null),
  constraint institution_place_end check ((state = 'ended') = (ended_on is not null))
);
create unique index institution_place_case_once on institution_place (county_id, case_id) where state <> 'ended';
create unique index institution_place_reference_once on institution_place (county_id, institution_id, reference) where state <> 'ended' and kind = 'other';
create index institution_place_taken on institution_place (county_id, institution_id) where state in ('reserved', 'occupied');
create index institution_place_waiting on institution_place (county_id, since) where state = 'waiting';
alter table institution_place enable row level security;
create policy institution_place_area on institution_place using (county_id = current_county() and in_area(area_id));
grant select, insert, update on institution_place to doudi_app;

-- Taken places of every institution and the number of destitute persons who wait, for the whole county: a street's own view
-- does not show the others', and yet a place is taken or not.
create function find_taken_places() returns table (institution_id uuid, taken int, waiting int)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.institution_id, count(*) filter (where p.state in ('reserved', 'occupied'))::int, count(*) filter (where p.state = 'waiting')::int
  from institution_place p where p.county_id = current_county() and p.state <> 'ended' group by p.institution_id
$$;
revoke all on function find_taken_places() from public;
grant execute on function find_taken_places() to doudi_app;
