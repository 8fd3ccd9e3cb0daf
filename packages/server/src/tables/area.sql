-- Whether a unit lies in the area of the current user: '*' = whole county, else a list of unit ids, else nothing.
create function in_area(unit int) returns boolean language sql stable parallel safe as $$
  select case coalesce(current_setting('app.area', true), '')
    when '*' then true
    when '' then false
    else unit = any (string_to_array(current_setting('app.area', true), ',')::int[])
  end
$$;
create function current_county() returns int language sql stable parallel safe as $$
  select nullif(current_setting('app.county', true), '')::int
$$;
