import { sql } from 'kysely';
import type { summariseFilings } from '@doudi/core/api/filings';
import type { Output } from '@doudi/core/api/contract';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { dutiesOf } from '../bureau/duties.ts';

type Reported = Output<typeof summariseFilings>['reported'];

/** Clauses of a county that ask for statistics compiled from filings. */
export const statisticsDuties = (services: Services, county: number): string[] => dutiesOf(services, county).filter((d) => d.at === '/filings' && d.acts?.kinds?.includes('statistics')).map((d) => d.id);

/** When a month's statistics went upward, and to whom. */
async function findReported(tx: Tx, county: number, month: string, duties: readonly string[]): Promise<Reported> {
  return (await sql<Reported[number]>`select m.id as act, m.number, m.closed_on as "on", (select array_agg(x) from jsonb_array_elements_text(m.state -> 'with') x) as "to" from matter m
    where m.county_id = ${county} and m.topic = 'oversight' and m.status = 'recorded' and m.state ->> 'kind' = 'statistics' and m.state -> 'duties' ?| ${duties}::text[] and m.state -> 'figures' -> 0 ->> 'period' = ${month} order by m.closed_on, m.number`.execute(tx)).rows;
}

/** Whether the county may report a month upward, and when it did. */
export async function reportedOf(tx: Tx, services: Services, who: Pick<Who, 'county' | 'area'>, month: string): Promise<{ reported: Reported; mayReport: boolean }> {
  const duties = statisticsDuties(services, who.county);
  return { reported: duties.length === 0 || who.area !== null ? [] : await findReported(tx, who.county, month, duties), mayReport: duties.length > 0 && who.area === null };
}
