-- Units to which a criticism was circulated besides the one concerned: they see the paper, not the matter, and sign that they have it.
create table rectify_circular (
  county_id int not null,
  paper_id uuid not null,
  unit_id int not null,
  signed_by uuid,
  signed_on date,
  constraint rectify_circular_pk primary key (county_id, paper_id, unit_id),
  constraint rectify_circular_paper foreign key (county_id, paper_id) references matter_paper (county_id, id),
  constraint rectify_circular_unit foreign key (county_id, unit_id) references unit (county_id, id),
  constraint rectify_circular_signed check ((signed_by is null) = (signed_on is null))
);
create index rectify_circular_of on rectify_circular (county_id, unit_id);
alter table rectify_circular enable row level security;
create policy rectify_circular_area on rectify_circular using (county_id = current_county() and in_area(unit_id));
grant select, insert, update (signed_by, signed_on) on rectify_circular to doudi_app;
create policy matter_paper_circulated on matter_paper for select using (county_id = current_county() and exists (select 1 from rectify_circular c where c.county_id = matter_paper.county_id and c.paper_id = matter_paper.id));
