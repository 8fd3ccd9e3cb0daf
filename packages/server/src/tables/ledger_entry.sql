-- An entry of the money ledger: what happened, on which day, by whom, to which roll, batch, case, recovery or fund it belongs.
-- Written once; a mistake is corrected by another entry that names it. hash = SHA-256(prev_hash || canonical JSON of the rest
-- with its lines), in one chain per county (docs/adr/0027).
create table ledger_entry (
  county_id int not null constraint ledger_entry_county references county (id),
  id uuid not null,
  -- 1, 2, 3 … without a gap within the county: the number of the voucher.
  position bigint not null constraint ledger_entry_position check (position > 0),
  kind text not null constraint ledger_entry_kind check (kind in (
    'opening', 'allocation', 'reserve', 'imprestSetUp', 'imprestReplenished', 'imprestReturned', 'reliefFund', 'donation', 'award',
    'frozen', 'sentBack', 'excluded', 'released', 'recalled', 'paid', 'rejected', 'returned',
    'aidGiven', 'aidUndone', 'overpaid', 'recovered', 'waived', 'corrected'
  )),
  on_date date not null,
  -- Business clock and real clock, milliseconds: what is stored is exactly what is hashed.
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  -- Account of the person, or 'system'.
  by_account text not null constraint ledger_entry_by check (by_account <> ''),
  memo text not null constraint ledger_entry_memo check (length(memo) between 1 and 500),
  -- What makes a second attempt the same entry.
  key text not null constraint ledger_entry_key check (length(key) between 1 and 200),
  roll_id uuid,
  batch_id uuid,
  case_id uuid,
  recovery_id uuid,
  fund_id uuid,
  corrects uuid,
  -- The one unit whose accounts it touches; null: several units or the county itself, seen by the county only.
  area_id int,
  prev_hash bytea not null constraint ledger_entry_prev_hash check (octet_length(prev_hash) = 32),
  hash bytea not null constraint ledger_entry_hash check (octet_length(hash) = 32),
  constraint ledger_entry_pk primary key (county_id, id),
  constraint ledger_entry_position_once unique (county_id, position),
  constraint ledger_entry_key_once unique (county_id, key),
  constraint ledger_entry_corrects foreign key (county_id, corrects) references ledger_entry (county_id, id)
);
create unique index ledger_entry_corrected_once on ledger_entry (county_id, corrects) where corrects is not null;
create index ledger_entry_roll on ledger_entry (county_id, roll_id) where roll_id is not null;
create index ledger_entry_batch on ledger_entry (county_id, batch_id) where batch_id is not null;
create index ledger_entry_case on ledger_entry (county_id, case_id) where case_id is not null;
create index ledger_entry_recovery on ledger_entry (county_id, recovery_id) where recovery_id is not null;
create index ledger_entry_fund on ledger_entry (county_id, fund_id) where fund_id is not null;
create trigger ledger_entry_written_once before update or delete on ledger_entry for each row execute function refuse_change();
create trigger ledger_entry_not_emptied before truncate on ledger_entry for each statement execute function refuse_change();
alter table ledger_entry enable always trigger ledger_entry_written_once;
alter table ledger_entry enable always trigger ledger_entry_not_emptied;
alter table ledger_entry enable row level security;
-- in_area(null) holds for those who see the whole county only.
create policy ledger_entry_read on ledger_entry for select using (county_id = current_county() and in_area(area_id));
create policy ledger_entry_write on ledger_entry for insert with check (county_id = current_county());
grant select, insert on ledger_entry to doudi_app;

-- Lines of an entry: debit positive, credit negative, zero in sum.
create table ledger_line (
  county_id int not null,
  entry_id uuid not null,
  line int not null constraint ledger_line_line check (line > 0),
  account_id int not null,
  fen bigint not null constraint ledger_line_fen check (fen <> 0),
  -- Day and area of the entry, for balances as of a day.
  on_date date not null,
  area_id int,
  constraint ledger_line_pk primary key (county_id, entry_id, line),
  constraint ledger_line_entry foreign key (county_id, entry_id) references ledger_entry (county_id, id),
  constraint ledger_line_account foreign key (county_id, account_id) references ledger_account (county_id, id)
);
create index ledger_line_account on ledger_line (county_id, account_id, on_date) include (fen, area_id);
create trigger ledger_line_written_once before update or delete on ledger_line for each row execute function refuse_change();
create trigger ledger_line_not_emptied before truncate on ledger_line for each statement execute function refuse_change();
alter table ledger_line enable always trigger ledger_line_written_once;
alter table ledger_line enable always trigger ledger_line_not_emptied;
alter table ledger_line enable row level security;
create policy ledger_line_read on ledger_line for select using (county_id = current_county() and in_area(area_id));
create policy ledger_line_write on ledger_line for insert with check (county_id = current_county());
grant select, insert on ledger_line to doudi_app;

-- Carries what is written to the balances. Runs as the owner: the application role may not write a balance itself.
create function keep_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update ledger_account a set balance_fen = a.balance_fen + s.fen
  from (select county_id, account_id, sum(fen)::bigint as fen from written group by county_id, account_id) s
  where a.county_id = s.county_id and a.id = s.account_id and s.fen <> 0;
  return null;
end
$$;
create trigger ledger_line_balance after insert on ledger_line referencing new table as written for each statement execute function keep_balance();
alter table ledger_line enable always trigger ledger_line_balance;

-- An entry is whole at the end of its transaction, or the transaction is not: at least two lines, sum zero, day and area the entry's own.
create function refuse_unbalanced() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
$$;
create constraint trigger ledger_entry_balanced after insert on ledger_entry deferrable initially deferred for each row execute function refuse_unbalanced();
create constraint trigger ledger_line_balanced after insert on ledger_line deferrable initially deferred for each row execute function refuse_unbalanced();
alter table ledger_entry enable always trigger ledger_entry_balanced;
alter table ledger_line enable always trigger ledger_line_balanced;
