-- A county (tenant). Its law is in policies/; its id is the division code.
create table county (
  id int not null constraint county_pk primary key,
  key text not null constraint county_key_unique unique,
  name text not null
);
grant select on county to doudi_app;

-- The training clock: milliseconds added to real time. No row = real time. Only the training load and the training clock write here; a production installation has no row and no endpoint for it.
create table training_clock (
  county_id int not null constraint training_clock_pk primary key constraint training_clock_county references county (id),
  offset_ms bigint not null
);
grant select, insert, update on training_clock to doudi_app;

-- A real installation has no other time than the real one, whatever asks for it.
create function refuse_clock() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select value from doudi_meta where name = 'mode') = 'production' then
    raise exception 'a production installation has no training clock' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger training_clock_only_in_training before insert or update on training_clock for each row execute function refuse_clock();

-- Published arrangement of holidays imported by an administrator after the files shipped with the product.
create table calendar_year (
  year int not null constraint calendar_year_pk primary key,
  body jsonb not null,
  imported_by uuid not null,
  imported_at timestamptz not null
);
grant select, insert, update on calendar_year to doudi_app;
