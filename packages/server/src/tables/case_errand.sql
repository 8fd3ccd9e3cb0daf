-- What one office asks of another about a case: to take it over, or to look at what lies in its area [人户分离]. Seen by
-- both; the case itself stays with its own office until it is taken over. Written with the action it comes from.
create table case_errand (
  county_id int not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null constraint case_errand_kind check (kind in ('handOver', 'elsewhere')),
  from_unit int not null,
  to_unit int not null,
  text text not null,
  papers text[] not null default '{}',
  asked_on date not null,
  due_on date not null,
  provisional boolean not null,
  asked_by uuid not null,
  closed_on date,
  outcome text constraint case_errand_outcome check (outcome in ('received', 'declined', 'answered', 'withdrawn')),
  closing text,
  closed_by uuid,
  constraint case_errand_pk primary key (county_id, id),
  constraint case_errand_closed check ((closed_on is null) = (outcome is null)),
  constraint case_errand_case foreign key (county_id, case_id) references case_file (county_id, id),
  constraint case_errand_from foreign key (county_id, from_unit) references unit (county_id, id),
  constraint case_errand_to foreign key (county_id, to_unit) references unit (county_id, id)
);
create index case_errand_to on case_errand (county_id, to_unit, due_on) where closed_on is null;
create index case_errand_from on case_errand (county_id, from_unit, asked_on);
create index case_errand_case on case_errand (county_id, case_id);
alter table case_errand enable row level security;
create policy case_errand_both on case_errand using (county_id = current_county() and (in_area(from_unit) or in_area(to_unit)));
grant select, insert, update on case_errand to doudi_app;

-- Moves an open case that was taken over, with all that hangs on it, into the area of its new office: every table that
-- carries a case and an area, whichever there are. Only with the view of the whole county: whoever moves must see both areas.
create function move_case(moved uuid, new_unit int) returns void language plpgsql security definer set search_path = public, pg_temp as $$
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
revoke all on function move_case(uuid, int) from public;
grant execute on function move_case(uuid, int) to doudi_app;
