import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { listProblems, raiseProblem, resolveProblem, type PROBLEM_KINDS } from '@doudi/core/api/coordination';
import { daysBetween } from '@doudi/core/calendar/date';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';

interface Row {
  readonly id: string;
  readonly unit: string;
  readonly kind: (typeof PROBLEM_KINDS)[number];
  readonly text: string;
  readonly raised_on: string;
  readonly raised_by_name: string;
  readonly department: string | null;
  readonly result: string | null;
  readonly resolved_on: string | null;
  readonly resolved_by_name: string | null;
}

const LIMIT = 500;

/** A unit raises what it cannot settle alone; the county settles it with the department concerned and says what came of it. */
export function coordinationEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listProblems, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<Row>`select p.id, u.name as unit, p.kind, p.text, p.raised_on, p.raised_by_name, p.department, p.result, p.resolved_on, p.resolved_by_name
        from coordination_problem p join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.county_id = ${who.county}
        order by p.resolved_on is not null, case when p.resolved_on is null then p.raised_on end, p.resolved_on desc, p.id limit ${LIMIT}`.execute(tx);
      return { items: rows.map((r) => ({ id: r.id, unit: r.unit, kind: r.kind, text: r.text, raisedOn: r.raised_on, raisedBy: r.raised_by_name, days: daysBetween(r.raised_on, r.resolved_on ?? law.today), department: r.department, result: r.result, resolvedOn: r.resolved_on, resolvedBy: r.resolved_by_name })) };
    }),
    endpoint(raiseProblem, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const id = randomUUID();
      await sql`insert into coordination_problem (county_id, id, unit_id, kind, text, raised_by, raised_by_name, raised_on) values (${who.county}, ${id}, ${who.unitId}, ${body.kind}, ${body.text}, ${who.account}, ${who.name}, ${law.today})`.execute(tx);
      return { id };
    }),
    endpoint(resolveProblem, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ resolved_on: string | null }>`select resolved_on from coordination_problem where county_id = ${who.county} and id = ${params.id} for update`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有这件协调事项');
      if (row.resolved_on) return refuse('step.done', `已于 ${row.resolved_on} 办结`);
      await sql`update coordination_problem set department = ${body.department}, result = ${body.result}, resolved_by = ${who.account}, resolved_by_name = ${who.name}, resolved_on = ${law.today} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
  ];
}
