import { sql } from 'kysely';
import { atLeastByChance } from '@doudi/core/behaviour/model';
import { farVillages, type VillageCount } from '@doudi/core/behaviour/villages';
import { plusDays } from '@doudi/core/calendar/date';
import type { Tx } from '../../platform/database.ts';
import { cases, type Finder, type Pattern, type Window } from './pattern.ts';

interface VillageRow {
  readonly unit: number;
  readonly village: number;
  readonly name: string;
  readonly fresh: number;
  readonly stock: number;
  readonly cases: Pattern['cases'] | null;
}

/** How fast a village grows: newly granted against those on the roll when the window began; chance is shared among all villages. */
export const village: Finder<'village'> = async (tx, w, r) => {
  const { rows } = await sql<VillageRow>`select v.id as village, v.name, f.unit_id as unit, count(*) filter (where f.decided_on >= ${w.since} and not f.imported)::int as fresh,
      count(*) filter (where b.from_month <= left(${w.since}, 7) and (b.to_month is null or b.to_month >= left(${w.since}, 7)))::int as stock, ${cases(sql`to_char(f.decided_on, 'YYYY-MM-DD') || ' 确认'`, sql`f.decided_on >= ${w.since} and not f.imported`)} as cases
    from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id join unit v on v.county_id = f.county_id and v.id = f.area_id and v.kind in ('village', 'community') where b.county_id = ${w.law.county} and b.payment = 'monthly' group by 1, 2, 3`.execute(tx);
  const all = { fresh: rows.reduce((n, x) => n + x.fresh, 0), stock: rows.reduce((n, x) => n + x.stock, 0) };
  return rows.flatMap((x) => {
    const rest = all.stock - x.stock;
    if (x.fresh < r.atLeast || x.stock === 0 || rest === 0) return [];
    const even = (x.stock * r.ratio) / (x.stock * r.ratio + rest);
    if (atLeastByChance(x.fresh, all.fresh, even) * rows.length * 100 > r.chance) return [];
    return [{ unit: x.unit, key: `${x.village}|${w.law.today.slice(0, 4)}`, cases: x.cases ?? [], text: `${x.name}新增 ${x.fresh} 户，期初在保 ${x.stock} 户；全县其他村（居）新增 ${all.fresh - x.fresh} 户，期初在保 ${rest} 户` }];
  });
};

interface Counted extends VillageCount {
  readonly name: string;
  readonly year: number;
  readonly madeUp: boolean;
}

/** Villages whose population the county has written down, not older than the window, with who is on a monthly roll there this month. */
async function counted(tx: Tx, w: Window): Promise<Counted[]> {
  const month = w.law.today.slice(0, 7);
  return (await sql<Counted>`with people as (select distinct on (p.area_id) p.area_id, p.year, p.households, p.persons, p.made_up from village_population p where p.county_id = ${w.law.county} and p.year between left(${w.since}, 4)::int and left(${w.law.today}, 4)::int order by p.area_id, p.year desc, p.id desc),
      drawn as (select f.area_id, count(*)::int as households, sum(f.persons)::int as persons from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id
        where b.county_id = ${w.law.county} and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month}) group by f.area_id)
    select v.id as village, v.name, v.parent_id as town, p.year, p.households, p.persons, p.made_up as "madeUp", coalesce(r.households, 0) as "rollHouseholds", coalesce(r.persons, 0) as "rollPersons"
    from people p join unit v on v.county_id = ${w.law.county} and v.id = p.area_id and v.kind in ('village', 'community') and v.parent_id is not null and (v.valid_to is null or v.valid_to >= ${w.law.today}::date) left join drawn r on r.area_id = p.area_id order by v.id`.execute(tx)).rows;
}

/** Cases behind a village: who is on the roll there; where they are few, those refused there as well. */
async function behind(tx: Tx, w: Window, area: number, few: boolean): Promise<Pattern['cases']> {
  const month = w.law.today.slice(0, 7);
  const row = (await sql<{ cases: Pattern['cases'] | null }>`select ${cases(sql`case when f.status = 'refused' then to_char(f.decided_on, 'YYYY-MM-DD') || ' 不予确认' else '在保' end`)} as cases from case_file f where f.county_id = ${w.law.county} and f.area_id = ${area}
    and (exists (select from benefit b where b.county_id = f.county_id and b.case_id = f.id and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month})) or (${few} and f.status = 'refused' and f.decided_on >= ${plusDays(w.law.today, -365)}))`.execute(tx)).rows[0];
  return row?.cases ?? [];
}

/** How many of a thousand people are on the roll, village by village of one township: far more, and far fewer — who is missed is asked as well. */
export const perThousand: Finder<'perThousand'> = async (tx, w, r) => {
  const out: Pattern[] = [];
  for (const f of farVillages(await counted(tx, w), r)) {
    const { village: v } = f;
    out.push({
      unit: v.town, key: `${v.village}|${f.few ? 'few' : 'many'}|${w.law.today.slice(0, 4)}`, cases: await behind(tx, w, v.village, f.few),
      text: `${v.name}每千人在保 ${f.rate.toFixed(1)} 人（${v.rollHouseholds} 户 ${v.rollPersons} 人，${v.year} 年人口 ${v.persons} 人${v.madeUp ? '，培训编造' : ''}），${f.wide ? '全县各小乡镇（街道）' : '同乡镇（街道）'}其他 ${f.others} 个村（居）的中位数是 ${f.median.toFixed(1)} 人：${f.few ? '明显偏少，有没有应当救助而没有申请、没有获得的？' : '明显偏多，为什么？'}`,
    });
  }
  return out;
};
