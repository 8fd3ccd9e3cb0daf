import { sql, type RawBuilder } from 'kysely';
import { atLeastByChance, type BehaviourKind, type BehaviourRule } from '@doudi/core/behaviour/model';
import { formatDateShortZh, formatMonthZh, plusDays } from '@doudi/core/calendar/date';
import { formatYuan } from '@doudi/core/money/fen';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** A pattern as it was found: a unit, what makes it this pattern and no other, and the cases behind it. */
export interface Pattern {
  readonly unit: number;
  readonly key: string;
  readonly text: string;
  readonly cases: readonly { readonly case: string; readonly note: string }[];
}

interface Group {
  readonly unit: number;
  readonly key: string;
  readonly n: number;
  readonly cases: Pattern['cases'];
}

interface Window {
  readonly law: Law;
  readonly since: string;
}
type RuleOf<K extends BehaviourKind> = Extract<BehaviourRule, { kind: K }>;
type Finder<K extends BehaviourKind> = (tx: Tx, w: Window, r: RuleOf<K>) => Promise<Pattern[]>;

/** Cases of one pattern, as many as somebody can look through. */
const SHOWN = 200;
const cases = (note: RawBuilder<unknown>, which: RawBuilder<unknown> = sql`true`) => sql`to_jsonb((array_agg(distinct jsonb_build_object('case', f.id, 'note', ${note})) filter (where ${which}))[1:${sql.lit(SHOWN)}])`;
/** Cases decided since a day, with the decision as it was written down. */
const decided = (w: Window) => sql`case_file f join case_action a on a.county_id = f.county_id and a.case_id = f.id and a.kind = 'decided' where f.county_id = ${w.law.county} and f.decided_on >= ${w.since} and not f.imported`;
/** Cases that are open or were decided since a day: what was done lately was done in one of them. */
const lately = (w: Window) => sql`case_file f join case_action a on a.county_id = f.county_id and a.case_id = f.id where f.county_id = ${w.law.county} and (f.decided_on >= ${w.since} or f.closed_on is null) and not f.imported and a.at >= ${w.since}::date`;

/** Decided within seconds of the first time that whoever decided had the case open at all. */
const instant: Finder<'instant'> = async (tx, w, r) => {
  const { rows } = await sql<Group>`with done as (select f.id, f.unit_id, a.at, floor(extract(epoch from a.recorded_at - (select min(x.recorded_at) from access_log x
        where x.county_id = f.county_id and x.target = f.id::text and x.what = 'open' and x.user_id = a.actor_user and x.recorded_at <= a.recorded_at)))::int as seconds from ${decided(w)})
    select f.unit_id as unit, to_char(f.at, 'YYYY-MM') as key, count(*)::int as n, ${cases(sql`'打开后 ' || f.seconds || ' 秒决定'`)} as cases from done f where f.seconds <= ${r.seconds} group by 1, 2 having count(*) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatMonthZh(g.key)}有 ${g.n} 件在打开案件后 ${r.seconds} 秒内作出决定` }));
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

/** What cannot wait is decided at any hour. */
const night: Finder<'night'> = async (tx, w, r) => {
  const { rows } = await sql<Group>`select f.unit_id as unit, to_char(a.at, 'YYYY-MM') as key, count(*)::int as n, ${cases(sql`to_char(a.at, 'YYYY-MM-DD HH24:MI') || ' 决定'`)} as cases
    from ${decided(w)} and f.state #> '{aid,emergency}' is null and (extract(hour from a.at) >= ${r.fromHour} or extract(hour from a.at) < ${r.toHour}) group by 1, 2 having count(*) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatMonthZh(g.key)}有 ${g.n} 件在夜间（${r.fromHour} 时至次日 ${r.toHour} 时）作出决定` }));
};

const dayOff: Finder<'dayOff'> = async (tx, w, r) => {
  const off: string[] = [];
  for (let d = w.since; d <= w.law.today; d = plusDays(d, 1)) if (!w.law.calendar.isWorkingDay(d)) off.push(d);
  const { rows } = await sql<Group>`select f.unit_id as unit, f.decided_on::text as key, count(*)::int as n, ${cases(sql`to_char(a.at, 'HH24:MI') || ' 决定'`)} as cases
    from ${decided(w)} and f.decided_on = any (${off}::date[]) and f.state #> '{aid,emergency}' is null group by 1, 2 having count(*) >= ${r.atLeast}`.execute(tx);
  return rows.map((g) => ({ ...g, text: `${formatDateShortZh(g.key)}（休息日）一天作出 ${g.n} 件决定` }));
};

/** By chance a sum falls under the limit as often as in the step below it: half and half. */
const justUnder: Finder<'justUnder'> = async (tx, w, r) => {
  const { rows } = await sql<Group & { below: number; limit: number }>`with one as (select distinct on (g.case_id) g.case_id as id, g.unit_id, g.fen, g.limit_fen from aid_given g where g.county_id = ${w.law.county} and g.on_date >= ${w.since} and g.limit_fen is not null and g.fen > 0 order by g.case_id)
    select f.unit_id as unit, f.limit_fen as limit, f.limit_fen || '|' || left(${w.law.today}, 4) as key, count(*) filter (where f.fen > f.limit_fen * ${1 - r.band / 100}::numeric)::int as n, count(*) filter (where f.fen <= f.limit_fen * ${1 - r.band / 100}::numeric)::int as below,
      ${cases(sql`(f.fen / 100)::text || ' 元，限额 ' || (f.limit_fen / 100)::text || ' 元'`, sql`f.fen > f.limit_fen * ${1 - r.band / 100}::numeric`)} as cases
    from one f where f.fen <= f.limit_fen and f.fen > f.limit_fen * ${1 - (2 * r.band) / 100}::numeric group by 1, 2`.execute(tx);
  return rows.filter((g) => g.n >= r.atLeast && atLeastByChance(g.n, g.n + g.below, 0.5) * 100 <= r.chance)
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

interface VillageRow {
  readonly unit: number;
  readonly village: number;
  readonly name: string;
  readonly fresh: number;
  readonly stock: number;
  readonly cases: Pattern['cases'] | null;
}

/** How many people live in a village is not known: newly granted are compared with those on the roll when the window began. */
const village: Finder<'village'> = async (tx, w, r) => {
  const { rows } = await sql<VillageRow>`select v.id as village, v.name, f.unit_id as unit, count(*) filter (where f.decided_on >= ${w.since} and not f.imported)::int as fresh,
      count(*) filter (where b.from_month <= left(${w.since}, 7) and (b.to_month is null or b.to_month >= left(${w.since}, 7)))::int as stock, ${cases(sql`to_char(f.decided_on, 'YYYY-MM-DD') || ' 确认'`, sql`f.decided_on >= ${w.since} and not f.imported`)} as cases
    from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id join unit v on v.county_id = f.county_id and v.id = f.area_id and v.kind in ('village', 'community') where b.county_id = ${w.law.county} and b.payment = 'monthly' group by 1, 2, 3`.execute(tx);
  const all = { fresh: rows.reduce((n, x) => n + x.fresh, 0), stock: rows.reduce((n, x) => n + x.stock, 0) };
  return rows.flatMap((x) => {
    const rest = all.stock - x.stock;
    if (x.fresh < r.atLeast || x.stock === 0 || rest === 0) return [];
    const even = (x.stock * r.ratio) / (x.stock * r.ratio + rest);
    if (atLeastByChance(x.fresh, all.fresh, even) * 100 > r.chance) return [];
    return [{ unit: x.unit, key: `${x.village}|${w.law.today.slice(0, 4)}`, cases: x.cases ?? [], text: `${x.name}新增 ${x.fresh} 户，期初在保 ${x.stock} 户；全县其他村（居）新增 ${all.fresh - x.fresh} 户，期初在保 ${rest} 户` }];
  });
};

const FINDERS: { readonly [K in BehaviourKind]: Finder<K> } = { instant, sameText, samePhoto, night, dayOff, justUnder, samePair, village };

/** Every pattern that a rule finds as of today. Needs the view of the whole county. */
export async function findPatterns(tx: Tx, law: Law, rule: BehaviourRule): Promise<Pattern[]> {
  return await (FINDERS[rule.kind] as Finder<BehaviourKind>)(tx, { law, since: plusDays(law.today, -rule.days) }, rule as never);
}
