-- Common opinions (常用语): of one account, or of a unit. Inserted by the clerk at the cursor, never by themselves. Hold no person's data.
create table phrase (
  county_id int not null,
  id uuid not null,
  field text not null constraint phrase_field check (field in ('opinion', 'review', 'findings', 'refusal', 'return', 'minutes')),
  -- Set: one account's own. Null: the unit's.
  account_id uuid,
  unit_id int not null,
  text text not null constraint phrase_text check (length(text) between 2 and 1000),
  created_by uuid not null,
  created_at timestamptz not null,
  constraint phrase_pk primary key (county_id, id),
  constraint phrase_unit foreign key (county_id, unit_id) references unit (county_id, id)
);
create unique index phrase_own on phrase (county_id, account_id, field, md5(text)) where account_id is not null;
create unique index phrase_of_unit on phrase (county_id, unit_id, field, md5(text)) where account_id is null;
alter table phrase enable row level security;
create policy phrase_reach on phrase using (
  county_id = current_county()
  and case when account_id is null then in_area(unit_id) else account_id::text = current_setting('app.user', true) end
);
grant select, insert, delete on phrase to doudi_app;
