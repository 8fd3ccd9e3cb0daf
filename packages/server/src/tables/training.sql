-- Who is called to a training: a member of staff by account, or a person by name (encrypted by the application). The training itself
-- is a matter; what a unit must know of a training of the county stands here, so that it sees its own people's seats and no others.
create table training_seat (
  county_id int not null,
  id uuid not null,
  training_id uuid not null,
  unit_id int not null,
  account_id uuid,
  name_enc bytea,
  -- Id of the group in `training.audience`.
  audience text not null,
  subject text not null,
  on_date date not null,
  place text not null,
  hours int not null constraint training_seat_hours check (hours > 0),
  teacher text not null,
  state text not null constraint training_seat_state check (state in ('called', 'present', 'absent', 'cancelled')),
  score int constraint training_seat_score check (score between 0 and 100),
  constraint training_seat_pk primary key (county_id, id),
  constraint training_seat_training foreign key (county_id, training_id) references matter (county_id, id),
  constraint training_seat_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint training_seat_account foreign key (county_id, account_id) references account (county_id, id),
  constraint training_seat_someone check ((account_id is null) <> (name_enc is null))
);
create index training_seat_training_seats on training_seat (county_id, training_id);
create index training_seat_person on training_seat (county_id, account_id, on_date desc) where account_id is not null;
create index training_seat_of_unit on training_seat (county_id, unit_id, on_date desc);
alter table training_seat enable row level security;
create policy training_seat_area on training_seat using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on training_seat to doudi_app;

-- People without account who must be there in every unit or village: information officers, assistants, specialists (roles of
-- `staffing.roles`). Name and telephone are encrypted by the application. Never deleted: an appointment ends.
create table helper (
  county_id int not null,
  id uuid not null,
  -- The unit or the village.
  unit_id int not null,
  role text not null constraint helper_role check (role <> ''),
  name_enc bytea not null,
  phone_enc bytea not null,
  from_date date not null,
  to_date date,
  -- How the person was chosen.
  selected text not null constraint helper_selected check (length(selected) between 2 and 300),
  added_by uuid not null,
  added_at timestamptz(3) not null,
  ended_by uuid,
  constraint helper_pk primary key (county_id, id),
  constraint helper_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint helper_dates check (to_date is null or to_date >= from_date)
);
create index helper_of_unit on helper (county_id, unit_id, role);
alter table helper enable row level security;
create policy helper_area on helper using (county_id = current_county() and in_area(unit_id));
grant select, insert, update on helper to doudi_app;
