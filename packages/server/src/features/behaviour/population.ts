import { sql } from 'kysely';
import { importPopulation, listPopulation } from '@doudi/core/api/behaviour';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { readPopulationCsv, type LineFault, type PopulationLine } from './population-csv.ts';

interface Village {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly town: string;
}

const villagesOf = async (tx: Tx, law: Law): Promise<Village[]> =>
  (await sql<Village>`select v.id, v.key, v.name, coalesce(t.name, '') as town from unit v left join unit t on t.county_id = v.county_id and t.id = v.parent_id
    where v.county_id = ${law.county} and v.kind in ('village', 'community') and (v.valid_to is null or v.valid_to >= ${law.today}::date) order by t.id, v.id`.execute(tx)).rows;

interface Population {
  readonly area: number;
  readonly year: number;
  readonly households: number;
  readonly persons: number;
}

/** Writes populations down, each with its source and who brought it; what was there before stays readable. */
export async function keepPopulation(tx: Tx, county: number, list: readonly Population[], from: { readonly source: string; readonly madeUp: boolean; readonly account: string | null; readonly name: string; readonly at: string }): Promise<void> {
  if (list.length === 0) return;
  await sql`insert into village_population (county_id, area_id, year, households, persons, source, made_up, entered_by, entered_by_name, entered_at)
    select ${county}::int, p.area, p.year, p.households, p.persons, ${from.source}::text, ${from.madeUp}::boolean, ${from.account}::uuid, ${from.name}::text, ${from.at}::timestamptz from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as p (area int, year int, households int, persons int)`.execute(tx);
}

/** Which village of the county a line means: by its name, and by its township where the name is not alone. */
function placed(lines: readonly PopulationLine[], villages: readonly Village[]): { found: Population[]; faults: LineFault[] } {
  const faults: LineFault[] = [];
  const found = new Map<string, Population>();
  for (const l of lines) {
    const named = villages.filter((v) => v.name === l.village && (l.town === '' || v.town === l.town));
    const [one] = named;
    if (!one || named.length > 1) faults.push({ line: l.line, text: one ? `有 ${String(named.length)} 个“${l.village}”，请写明乡镇（街道）` : `没有“${l.town}${l.village}”` });
    else if (found.has(`${String(one.id)}|${String(l.year)}`)) faults.push({ line: l.line, text: `“${l.village}”${String(l.year)} 年写了两行` });
    else found.set(`${String(one.id)}|${String(l.year)}`, { area: one.id, year: l.year, households: l.households, persons: l.persons });
  }
  return { found: [...found.values()], faults };
}

interface Row extends Village {
  readonly year: number | null;
  readonly households: number | null;
  readonly persons: number | null;
  readonly source: string | null;
  readonly made_up: boolean | null;
  readonly by: string | null;
  readonly on: string | null;
  readonly roll_households: number;
  readonly roll_persons: number;
}

/** 村（居）人口: the register on which "so many of a thousand" is counted. */
export function populationEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listPopulation, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const month = law.today.slice(0, 7);
      const { rows } = await sql<Row>`with people as (select distinct on (p.area_id) p.* from village_population p where p.county_id = ${who.county} order by p.area_id, p.year desc, p.id desc),
          drawn as (select f.area_id, count(*)::int as households, sum(f.persons)::int as persons from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id
            where b.county_id = ${who.county} and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month}) group by f.area_id)
        select v.id, v.key, v.name, coalesce(t.name, '') as town, p.year, p.households, p.persons, p.source, p.made_up, p.entered_by_name as by, p.entered_at::date as on, coalesce(r.households, 0) as roll_households, coalesce(r.persons, 0) as roll_persons
        from unit v left join unit t on t.county_id = v.county_id and t.id = v.parent_id left join people p on p.area_id = v.id left join drawn r on r.area_id = v.id
        where v.county_id = ${who.county} and v.kind in ('village', 'community') and (v.valid_to is null or v.valid_to >= ${law.today}::date) order by t.id, v.id`.execute(tx);
      return {
        known: rows.filter((r) => r.persons !== null).length,
        items: rows.map((r) => ({ village: r.key, villageName: r.name, town: r.town, year: r.year, households: r.households, persons: r.persons, source: r.source, madeUp: r.made_up ?? false, by: r.by, on: r.on, rollHouseholds: r.roll_households, rollPersons: r.roll_persons, rate: r.persons === null ? null : Math.round((r.roll_persons * 10_000) / r.persons) / 10 })),
      };
    }),
    endpoint(importPopulation, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const read = readPopulationCsv(body.csv, law.today);
      const { found, faults } = placed(read.lines, await villagesOf(tx, law));
      const all = [...read.faults, ...faults].toSorted((a, b) => a.line - b.line);
      if (found.length === 0) return refuse('input.invalid', '文件里没有可以导入的行', { missing: all.slice(0, 5).map((f) => `第 ${String(f.line)} 行：${f.text}`), fields: [{ path: 'body.csv', message: all[0]?.text ?? '没有数据行' }] });
      await keepPopulation(tx, who.county, found, { source: body.source, madeUp: false, account: who.account, name: who.name, at: law.now });
      return { rows: found.length, faults: all.slice(0, 200) };
    }),
  ];
}
