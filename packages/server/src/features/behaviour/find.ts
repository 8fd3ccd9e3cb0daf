import { sql } from 'kysely';
import { atLeastByChance, type BehaviourKind, type BehaviourRule } from '@doudi/core/behaviour/model';
import { formatDateShortZh, formatMonthZh, plusDays } from '@doudi/core/calendar/date';
import { formatYuan } from '@doudi/core/money/fen';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { split } from './find-splits.ts';
import { perThousand, village } from './find-villages.ts';
import { shortVisit, twoPlaces } from './find-visits.ts';
import { cases, decided, lately, type Finder, type Group, type Pattern } from './pattern.ts';

/**
 * Decided within seconds of the first time that whoever decided had the case open at all; or without ever having opened it, where the
 * log of accesses shows that they open cases (what was written before the log says nothing).
 */
const instant: Finder<'instant'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { unopened: number }>`with done as (select f.id, f.unit_id, a.at, a.actor_user, a.recorded_at, (select min(x.recorded_at) from access_log x
        where x.county_id = f.county_id and x.target = f.id::text and x.what = 'open' and x.user_id = a.actor_user and x.recorded_at <= a.recorded_at) as opened from ${decided(w)}),
      used as (select d.actor_user, min(d.opened) as since from done d group by d.actor_user),
      timed as (select d.*, floor(extract(epoch from d.recorded_at - d.opened))::int as seconds, d.opened is null and u.since <= d.recorded_at as unopened from done d join used u on u.actor_user = d.actor_user)
    select f.unit_id as unit, to_char(f.at, 'YYYY-MM') as key, count(*)::int as n, count(*) filter (where f.unopened)::int as unopened, ${cases(sql`case when f.unopened then '没有打开过就决定' else '打开后 ' || f.seconds || ' 秒决定' end`)} as cases
    from timed f where f.seconds <= ${r.seconds} or f.unopened group by 1, 2 having count(*) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatMonthZh(g.key)}有 ${g.n} 件在打开案件后 ${r.seconds} 秒内作出决定${g.unopened > 0 ? `，其中 ${g.unopened} 件没有打开过` : ''}` }));
};

const sameText: Finder<'sameText'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { sample: string }>`with said as (select f.id, f.unit_id, f.applicant, coalesce(a.body ->> 'findings', a.body ->> 'text') as words from ${lately(w)} and a.kind in ('investigated', 'opined')),
      bare as (select *, regexp_replace(words, '[[:space:][:punct:]，。；：、！？（）《》“”]', '', 'g') as plain from said)
    select f.unit_id as unit, encode(sha256(convert_to(f.plain, 'UTF8')), 'hex') as key, count(distinct f.applicant)::int as n, min(f.words) as sample, ${cases(sql`''::text`)} as cases
    from bare f where length(f.plain) >= ${r.minLength} group by 1, 2 having count(distinct f.applicant) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${g.n} 户的案卷写着同一段话：“${[...g.sample].slice(0, 60).join('')}${[...g.sample].length > 60 ? '…' : ''}”` }));
};

const samePhoto: Finder<'samePhoto'> = async (tx, w, r) => {
  const { rows } = await sql<Omit<Group, 'unit'> & { units: number[] }>`select encode(s.sha256, 'hex') as key, count(distinct f.applicant)::int as n, array_agg(distinct f.unit_id) as units, ${cases(sql`s.name || '，' || to_char(s.at, 'YYYY-MM-DD') || ' 上传'`)} as cases
    from stored_file s join case_file f on f.county_id = s.county_id and f.id = s.case_id
    where s.county_id = ${w.law.county} and s.at >= ${w.since}::date and s.media_type like 'image/%' and not encode(s.sha256, 'hex') = any (${r.known.map((k) => k.sha256)}::text[])
      and not exists (select from file_change c where c.county_id = s.county_id and c.file_id = s.id and c.voided)
    group by s.sha256 having count(distinct f.applicant) >= ${r.atLeast}`.execute(tx);
  return rows.flatMap(({ units, ...g }) => units.map((unit) => ({ ...g, unit, text: `同一张照片在 ${g.n} 户的案卷里${units.length > 1 ? `（涉及 ${units.length} 个单位）` : ''}` })));
};

/** One clerk's decisions at night. Who it is stands in the cases alone: the key tells it as little as the text. What cannot wait is decided at any hour. */
const night: Finder<'night'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { month: string }>`select f.unit_id as unit, to_char(a.at, 'YYYY-MM') as month, to_char(a.at, 'YYYY-MM') || '|' || encode(sha256(convert_to(a.actor_user || to_char(a.at, 'YYYY-MM'), 'UTF8')), 'hex') as key, count(*)::int as n, ${cases(sql`to_char(a.at, 'YYYY-MM-DD HH24:MI') || ' 决定'`)} as cases
    from ${decided(w)} and f.state #> '{aid,emergency}' is null and (extract(hour from a.at) >= ${r.fromHour} or extract(hour from a.at) < ${r.toHour}) group by f.unit_id, a.actor_user, to_char(a.at, 'YYYY-MM') having count(*) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatMonthZh(g.month)}有 ${g.n} 件由同一人在夜间（${r.fromHour} 时至次日 ${r.toHour} 时）作出决定` }));
};

const dayOff: Finder<'dayOff'> = async (tx, w, r) => {
  const off: string[] = [];
  for (let d = w.since; d <= w.law.today; d = plusDays(d, 1)) if (!w.law.calendar.isWorkingDay(d)) off.push(d);
  const { rows } = await sql<Group>`select f.unit_id as unit, f.decided_on::text as key, count(*)::int as n, ${cases(sql`to_char(a.at, 'HH24:MI') || ' 决定'`)} as cases
    from ${decided(w)} and f.decided_on = any (${off}::date[]) and f.state #> '{aid,emergency}' is null group by 1, 2 having count(*) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatDateShortZh(g.key)}（休息日）一天作出 ${g.n} 件决定` }));
};

/** By chance a sum falls under the limit as often as in the step below it: half and half; chance is shared among the limits that are looked at. */
const justUnder: Finder<'justUnder'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { below: number; limit: number }>`with one as (select distinct on (g.case_id) g.case_id as id, g.unit_id, g.fen, g.limit_fen from aid_given g where g.county_id = ${w.law.county} and g.on_date >= ${w.since} and g.limit_fen is not null and g.fen > 0 order by g.case_id)
    select f.unit_id as unit, f.limit_fen as limit, f.limit_fen || '|' || left(${w.law.today}, 4) as key, count(*) filter (where f.fen > f.limit_fen * ${1 - r.band / 100}::numeric)::int as n, count(*) filter (where f.fen <= f.limit_fen * ${1 - r.band / 100}::numeric)::int as below,
      ${cases(sql`(f.fen / 100)::text || ' 元，限额 ' || (f.limit_fen / 100)::text || ' 元'`, sql`f.fen > f.limit_fen * ${1 - r.band / 100}::numeric`)} as cases
    from one f where f.fen <= f.limit_fen and f.fen > f.limit_fen * ${1 - (2 * r.band) / 100}::numeric group by 1, 2`.execute(tx);
  return rows.filter((g) => g.n >= r.atLeast && atLeastByChance(g.n, g.n + g.below, 0.5) * rows.length * 100 <= r.chance)
    .map((g) => ({ ...g, text: `${g.n} 件金额在限额 ${formatYuan(g.limit)} 之下 ${r.band}% 以内，再低一档的只有 ${g.below} 件` }));
};

/** Who they are stands in the cases alone: neither the question nor its key tells. */
const samePair: Finder<'samePair'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { visits: number }>`with visit as (select f.id, f.unit_id, (select array_agg(i order by i) from jsonb_array_elements_text(a.body -> 'investigators') i) as who from ${lately(w)} and a.kind = 'investigated' and jsonb_array_length(a.body -> 'investigators') > 0),
      office as (select unit_id, count(*)::int as visits, (select count(distinct p) from visit v2, unnest(v2.who) p where v2.unit_id = v.unit_id)::int as staff from visit v group by unit_id)
    select f.unit_id as unit, encode(sha256(convert_to(f.who::text || left(${w.law.today}, 4), 'UTF8')), 'hex') as key, count(*)::int as n, max(o.visits)::int as visits, ${cases(sql`''::text`)} as cases
    from visit f join office o on o.unit_id = f.unit_id where cardinality(f.who) = 2 and o.visits >= ${r.atLeast} and o.staff >= ${r.staff} group by f.unit_id, f.who having count(*) * 100 >= max(o.visits) * ${r.share}::numeric`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${g.visits} 次入户中有 ${g.n} 次是同两个人，而单位有 ${r.staff} 人以上入户` }));
};

const FINDERS: { readonly [K in BehaviourKind]: Finder<K> } = { instant, sameText, samePhoto, night, dayOff, justUnder, samePair, village, shortVisit, twoPlaces, split, perThousand };

/** Every pattern that a rule finds as of today. Needs the view of the whole county. */
export async function findPatterns(tx: Tx, law: Law, rule: BehaviourRule): Promise<Pattern[]> {
  return await (FINDERS[rule.kind] as Finder<BehaviourKind>)(tx, { law, since: plusDays(law.today, -rule.days) }, rule as never);
}
