import { sql } from 'kysely';
import { visitCoverage } from '@doudi/core/api/filings';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { cite } from '../cases/view.ts';
import { programmeName } from '../payments/view.ts';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly programme: string;
  readonly applied: number;
  readonly visited: number;
}

/** Of a month's new applicants, how many were visited at home, unit by unit, against the plan's share [LH-59, BQ-20]. Who withdrew is not counted. */
export function visitEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(visitCoverage, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const month = query.month ?? law.today.slice(0, 7);
      const first = `${month}-01`;
      const { rows } = await sql<Row>`select u.key, u.name, f.programme, count(*)::int as applied, count(*) filter (where f.state -> 'investigations' @> '[{"methods":["home"]}]')::int as visited
        from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id
        where f.county_id = ${who.county} and not f.imported and f.application_date >= ${first}::date and f.application_date < ${first}::date + interval '1 month' and f.status not in ('withdrawn', 'abandoned')
        group by u.key, u.name, f.programme order by u.key, f.programme`.execute(tx);
      return {
        month,
        items: rows.map((r) => {
          const limit = law.policy.find<number>('visit.percent', { on: first, programme: r.programme });
          const percent = r.applied === 0 ? 100 : (r.visited * 100) / r.applied;
          return {
            unit: r.key, unitName: r.name, programmeName: programmeName(law, r.programme, month), applied: r.applied, visited: r.visited, percent: Math.floor(percent * 10) / 10,
            limit: limit ? { percent: limit.value, source: cite(law.policy, limit.source) } : null, short: limit !== undefined && r.visited * 100 < r.applied * limit.value,
          };
        }),
      };
    }),
  ];
}
