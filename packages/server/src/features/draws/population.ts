import { sql, type RawBuilder } from 'kysely';
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

type Plan = TableValue<'draw.monthly'>;

/** Whether a case `f` belongs to the population of a plan. */
const populationSql = (county: number, plan: Plan, from: string, to: string) => sql`f.county_id = ${county} and not f.imported and ${plan.population === 'decided'
  ? sql`f.decided_on between ${from} and ${to} and f.state -> 'decision' ->> 'outcome' = any (${plan.outcomes}::text[])`
  : sql`exists (select 1 from benefit b where b.county_id = f.county_id and b.case_id = f.id and b.payment = 'monthly' and b.from_month <= ${to.slice(0, 7)} and (b.to_month is null or b.to_month >= ${to.slice(0, 7)}))`}`;

/** How many cases a population has. */
export async function countPopulation(tx: Tx, county: number, plan: Plan, from: string, to: string): Promise<number> {
  return (await sql<{ n: number }>`select count(*)::int as n from case_file f where ${populationSql(county, plan, from, to)}`.execute(tx)).rows[0]?.n ?? 0;
}

/** Cases that were decided from day to day, or that stood on the roll on the last: without those taken over from old rosters, which nobody here decided. Needs the view of the whole county. */
export async function findPopulation(tx: Tx, county: number, plan: Plan, from: string, to: string): Promise<PopulationRow[]> {
  // Of a large population only what the plan asks of it is read out of the folded states.
  const asks = (c: MustClass, value: RawBuilder<unknown>) => (plan.must.includes(c) ? value : sql`false`);
  const { rows } = await sql<Row>`select f.id, f.number, u.key as unit, f.unit_id, f.programme, ${plan.population === 'current' ? sql`'grant'::text` : sql`f.state -> 'decision' ->> 'outcome'`} as outcome,
      ${asks('related', sql`coalesce(jsonb_array_length(f.state -> 'relatives'), 0) > 0`)} as related, ${asks('disputed', sql`coalesce((f.state ->> 'disputed')::boolean, false)`)} as disputed,
      ${asks('realName', sql`f.id in (select m.about_case from matter m where m.county_id = ${county} and m.about_case is not null and m.topic = 'complaint' and m.opened_on <= ${to} and m.state ->> 'named' = 'true')`)} as named
    from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where ${populationSql(county, plan, from, to)} order by f.number collate "C"`.execute(tx);
  return rows.map((r) => {
    const classes = MUST_CLASSES.filter((c) => plan.must.includes(c) && holds(r, c));
    return { id: r.id, unitId: r.unit_id, k: r.number, u: r.unit, p: r.programme, o: r.outcome, classes };
  });
}

const holds = (r: Row, c: MustClass): boolean => (c === 'related' ? r.related : c === 'disputed' ? r.disputed : r.named);
