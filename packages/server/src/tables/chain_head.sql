-- Keeps a chain head from going back: position and time only grow, the hash changes only with the position.
create function refuse_going_back() returns trigger language plpgsql as $$
begin
  if new.county_id <> old.county_id or new.position < old.position or new.recorded_at < old.recorded_at
    or (new.position = old.position and new.hash <> old.hash) then
    raise exception 'the head of chain % does not go back', old.county_id using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

-- The last link of each county's chain. Appending locks this row, so that a chain has no fork and no gap.
create table chain_head (
  county_id int not null constraint chain_head_pk primary key constraint chain_head_county references county (id),
  -- 0 before the first entry.
  position bigint not null constraint chain_head_position_natural check (position >= 0),
  hash bytea not null constraint chain_head_hash_length check (octet_length(hash) = 32),
  -- No later entry may claim an earlier real time; a checkpoint raises it to the time of signing.
  recorded_at timestamptz(3) not null
);
create trigger chain_head_forward before update on chain_head for each row execute function refuse_going_back();
create trigger chain_head_kept before delete on chain_head for each row execute function refuse_change();
create trigger chain_head_not_emptied before truncate on chain_head for each statement execute function refuse_change();
alter table chain_head enable always trigger chain_head_forward;
alter table chain_head enable always trigger chain_head_kept;
alter table chain_head enable always trigger chain_head_not_emptied;
alter table chain_head enable row level security;
create policy chain_head_county on chain_head using (county_id = nullif(current_setting('app.county', true), '')::int);
grant select, insert, update on chain_head to doudi_app;
