-- Accounts of a county's money ledger (core/ledger/model.ts tells what each kind is for). One row per kind, unit, programme and
-- source as that kind knows them; opened on first use, never removed. `balance_fen` (debit +) is kept by the trigger of
-- ledger_line alone: nobody else may write it.
create table ledger_account (
  county_id int not null constraint ledger_account_county references county (id),
  id int generated always as identity,
  kind text not null constraint ledger_account_kind check (kind in ('bank', 'reserve', 'imprest', 'reliefFund', 'donation', 'source', 'payable', 'transit', 'expense', 'receivable', 'waived', 'award')),
  unit_id int,
  programme text,
  source text,
  balance_fen bigint not null default 0,
  constraint ledger_account_pk primary key (county_id, id),
  constraint ledger_account_once unique nulls not distinct (county_id, kind, unit_id, programme, source),
  constraint ledger_account_unit foreign key (county_id, unit_id) references unit (county_id, id),
  -- Cash that somebody holds cannot be spent twice: the database refuses what the commands should have refused.
  constraint ledger_account_covered check (kind not in ('reserve', 'imprest', 'reliefFund', 'donation') or balance_fen >= 0)
);
alter table ledger_account enable row level security;
-- Balances hold nothing personal: the whole county may read them; which posts are shown them is the endpoints' matter.
create policy ledger_account_county on ledger_account using (county_id = current_county());
grant select, insert (county_id, kind, unit_id, programme, source) on ledger_account to doudi_app;

-- End of each county's chain of entries. Posting locks this row, so that the chain has no fork and no gap.
create table ledger_head (
  county_id int not null constraint ledger_head_pk primary key constraint ledger_head_county references county (id),
  position bigint not null constraint ledger_head_position check (position >= 0),
  hash bytea not null constraint ledger_head_hash check (octet_length(hash) = 32),
  recorded_at timestamptz(3) not null
);
create trigger ledger_head_forward before update on ledger_head for each row execute function refuse_going_back();
create trigger ledger_head_kept before delete on ledger_head for each row execute function refuse_change();
create trigger ledger_head_not_emptied before truncate on ledger_head for each statement execute function refuse_change();
alter table ledger_head enable always trigger ledger_head_forward;
alter table ledger_head enable always trigger ledger_head_kept;
alter table ledger_head enable always trigger ledger_head_not_emptied;
alter table ledger_head enable row level security;
create policy ledger_head_county on ledger_head using (county_id = current_county());
grant select, insert, update on ledger_head to doudi_app;
