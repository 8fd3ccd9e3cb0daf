-- What a check found wrong, as it stands now: from the acts of the check (matter_act), for lists, figures and scores. Written when
-- the check is concluded, when the unit may see it; settled with the rectification that it was handed to, and only with it.
create table check_finding (
  county_id int not null,
  id uuid not null,
  check_id uuid not null,
  unit_id int not null,
  area_id int not null,
  about_case uuid not null,
  programme text not null,
  -- How the case came to be checked: only 'random' and 'must' ever enter an error rate.
  part text not null constraint check_finding_part check (part in ('random', 'must', 'risk', 'alone')),
  aspect text not null constraint check_finding_aspect check (aspect in ('process', 'level', 'effect')),
  failing text not null constraint check_finding_failing check (failing in ('inaccurate', 'policy', 'duty')),
  -- Paid to whom or more than was due; refused to whom or less than was due; null: no wrong sum.
  wrong text constraint check_finding_wrong check (wrong in ('paid', 'refused')),
  fen bigint not null constraint check_finding_fen check (fen >= 0 and (fen = 0 or wrong is not null)),
  severity text not null constraint check_finding_severity check (severity in ('light', 'grave')),
  on_date date not null,
  state text not null constraint check_finding_state check (state in ('open', 'raised', 'settled')),
  rectification_id uuid,
  constraint check_finding_pk primary key (county_id, id),
  constraint check_finding_check foreign key (county_id, check_id) references matter (county_id, id),
  constraint check_finding_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint check_finding_case foreign key (county_id, about_case) references case_file (county_id, id),
  constraint check_finding_rectification foreign key (county_id, rectification_id) references matter (county_id, id),
  constraint check_finding_area check (area_id = unit_id),
  constraint check_finding_raised check ((state = 'open') = (rectification_id is null))
);
create index check_finding_unit on check_finding (county_id, unit_id, on_date);
create index check_finding_of on check_finding (county_id, check_id);
alter table check_finding enable row level security;
create policy check_finding_area on check_finding using (county_id = current_county() and in_area(area_id));
grant select, insert, update (state, rectification_id) on check_finding to doudi_app;
