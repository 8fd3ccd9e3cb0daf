import { sql } from 'kysely';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { lately, cases, type Finder, type Group, type Window } from './pattern.ts';

/**
 * Visits at homes written down since a day, by whoever visited: the unit's own, those done for another office, the county's. `came` and
 * `went` are local times, null where nobody wrote them down.
 */
const visits = (w: Window) => sql`select f.id, f.number, f.applicant, coalesce((select u.id from unit u where u.county_id = a.county_id and u.key = a.actor_unit), f.unit_id) as unit_id, a.position, coalesce(a.body -> 'investigators', a.body -> 'visitors', '[]') as who, (a.body ->> 'on')::date as day,
    (a.body ->> 'on')::date + (a.body #>> '{time,arrived}')::time as came, (a.body ->> 'on')::date + (a.body #>> '{time,left}')::time as went
  from ${lately(w)} and (a.kind = 'countyVisited' or (a.kind in ('investigated', 'elsewhereAnswered') and a.body -> 'methods' @> '["home"]'))`;
const span = (v: 'x' | 'y' | 'f') => sql`to_char(${sql.ref(`${v}.came`)}, 'HH24:MI') || '—' || to_char(${sql.ref(`${v}.went`)}, 'HH24:MI')`;

/** Visits too short to see a household. Those without times are counted beside them: what is not written down is not short. */
export const shortVisit: Finder<'shortVisit'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { timed: number; untimed: number }>`with visit as (${visits(w)}), short as (select v.*, extract(epoch from v.went - v.came) / 60 as minutes from visit v)
    select f.unit_id as unit, to_char(f.day, 'YYYY-MM') as key, count(*) filter (where f.minutes < ${r.minutes})::int as n, count(f.minutes)::int as timed, count(*) filter (where f.minutes is null)::int as untimed,
      ${cases(sql`to_char(f.day, 'YYYY-MM-DD') || ' ' || ${span('f')} || '，' || round(f.minutes) || ' 分钟'`, sql`f.minutes < ${r.minutes}`)} as cases from short f group by 1, 2 having count(*) filter (where f.minutes < ${r.minutes}) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatMonthZh(g.key)}有 ${g.n} 次入户不到 ${r.minutes} 分钟（登记了时间的共 ${g.timed} 次${g.untimed > 0 ? `，另有 ${g.untimed} 次没有登记时间` : ''}）` }));
};

/** One person with two households at the same time. Who it is stands in the cases alone; two cases of one household are one visit. */
export const twoPlaces: Finder<'twoPlaces'> = async (tx, w, r) => {
  const { rows } = await sql<Group>`with visit as (${visits(w)}), there as (select v.*, i.person from visit v cross join lateral jsonb_array_elements_text(v.who) as i (person) where v.came is not null),
      pair as (select distinct x.position as one, y.position as other from there x join there y on y.person = x.person and y.day = x.day and y.position > x.position and y.applicant <> x.applicant
        where least(x.went, y.went) - greatest(x.came, y.came) > make_interval(mins => ${r.minutes})),
      side as (select one, other from pair union all select other, one from pair)
    select f.unit_id as unit, to_char(f.day, 'YYYY-MM') as key, count(distinct f.id)::int as n, ${cases(sql`to_char(f.day, 'YYYY-MM-DD') || ' ' || ${span('f')} || '，与 ' || y.number || ' 的 ' || ${span('y')} || ' 重叠'`)} as cases
    from side s join visit f on f.position = s.one join visit y on y.position = s.other group by 1, 2 having count(distinct least(s.one, s.other) || '/' || greatest(s.one, s.other)) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatMonthZh(g.key)}有同一名调查人员同时在两户的记录，涉及本单位 ${g.n} 户` }));
};
