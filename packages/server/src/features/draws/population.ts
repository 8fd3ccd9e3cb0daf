import { sql } from 'kysely';
import { MUST_CLASSES, type DrawEntry, type MustClass } from '@doudi/core/draw/select';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Tx } from '../../platform/database.ts';

/** A case of the population with what the statement does not say of it. */
export interface PopulationRow extends DrawEntry {
  /** Classes drawn whole to which it belongs. */
  readonly classes: readonly MustClass[];
  readonly id: string;
  readonly unitId: number;
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly unit: string;
  readonly unit_id: number;
  readonly programme: string;
  readonly outcome: 'grant' | 'refuse';
  readonly related: boolean;
  readonly disputed: boolean;
  readonly named: boolean;
}

/** Cases that were decided from day to day, or that stood on the roll on the last: without those taken over from old rosters, which nobody here decided. Needs the view of the whole county. */
export async function findPopulation(tx: Tx, county: number, plan: TableValue<'draw.monthly'>, from: string, to: string): Promise<PopulationRow[]> {
  const month = to.slice(0, 7);
  const who = plan.population === 'decided'
    ? sql`f.decided_on between ${from} and ${to} and f.state -> 'decision' ->> 'outcome' = any (${plan.outcomes}::text[])`
    : sql`exists (select 1 from benefit b where b.county_id = f.county_id and b.case_id = f.id and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month}))`;
  const { rows } = await sql<Row>`select f.id, f.number, u.key as unit, f.unit_id, f.programme, case when ${plan.population === 'current'} then 'grant' else f.state -> 'decision' ->> 'outcome' end as outcome,
      coalesce(jsonb_array_length(f.state -> 'relatives'), 0) > 0 as related, coalesce((f.state ->> 'disputed')::boolean, false) as disputed,
      exists (select 1 from matter m where m.county_id = f.county_id and m.about_case = f.id and m.topic = 'complaint' and m.state ->> 'named' = 'true' and m.opened_on <= ${to}) as named
    from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = ${county} and not f.imported and ${who} order by f.number collate "C"`.execute(tx);
  return rows.map((r) => {
    const classes = MUST_CLASSES.filter((c) => plan.must.includes(c) && holds(r, c));
    return { id: r.id, unitId: r.unit_id, k: r.number, u: r.unit, p: r.programme, o: r.outcome, w: classes.length > 0, classes };
  });
}

const holds = (r: Row, c: MustClass): boolean => (c === 'related' ? r.related : c === 'disputed' ? r.disputed : r.named);
