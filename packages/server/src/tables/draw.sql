-- The population of a draw as it was frozen, word for word: its SHA-256 is the commitment that was published before the seed
-- existed. Written once.
create table draw_frozen (
  county_id int not null,
  draw_id uuid not null,
  -- Canonical JSON of a DrawStatement (core/draw/select.ts); holds case numbers, no person.
  statement text not null,
  -- The sealed list of the classes drawn whole, with its salt (SealedList): the county's and its auditors' alone; the statement holds
  -- the SHA-256 of its canonical JSON. In draws of the older format (doudi-draw/1): case number → classes.
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

-- Cases to be checked: drawn at random, added to those because their class is drawn whole, or because of a ground; the pair that
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
