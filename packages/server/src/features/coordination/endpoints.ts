import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { listProblems, raiseProblem, resolveProblem, urgeDepartment, type PROBLEM_KINDS } from '@doudi/core/api/coordination';
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
  readonly urges: { readonly on: string; readonly department: string; readonly due: string; readonly text: string; readonly by: string }[];
}

const LIMIT = 500;

/** A unit raises what it cannot settle alone; the county urges the department concerned, settles it with it and says what came of it. */
export function coordinationEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listProblems, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<Row>`select p.id, u.name as unit, p.kind, p.text, p.raised_on, p.raised_by_name, p.department, p.result, p.resolved_on, p.resolved_by_name,
          coalesce((select jsonb_agg(jsonb_build_object('on', x.urged_on, 'department', x.department, 'due', x.due_on, 'text', x.text, 'by', x.urged_by_name) order by x.urged_on, x.id) from coordination_urge x where x.county_id = p.county_id and x.problem_id = p.id), '[]') as urges
        from coordination_problem p join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.county_id = ${who.county}
        order by p.resolved_on is not null, case when p.resolved_on is null then p.raised_on end, p.resolved_on desc, p.id limit ${LIMIT}`.execute(tx);
      return { items: rows.map((r) => ({ id: r.id, unit: r.unit, kind: r.kind, text: r.text, raisedOn: r.raised_on, raisedBy: r.raised_by_name, days: daysBetween(r.raised_on, r.resolved_on ?? law.today), department: r.department, result: r.result, resolvedOn: r.resolved_on, resolvedBy: r.resolved_by_name, urges: r.urges, late: r.resolved_on === null && (r.urges.at(-1)?.due ?? law.today) < law.today })) };
    }),
    endpoint(raiseProblem, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const id = randomUUID();
      await sql`insert into coordination_problem (county_id, id, unit_id, kind, text, raised_by, raised_by_name, raised_on) values (${who.county}, ${id}, ${who.unitId}, ${body.kind}, ${body.text}, ${who.account}, ${who.name}, ${law.today})`.execute(tx);
      return { id };
    }),
    endpoint(urgeDepartment, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ resolved_on: string | null }>`select resolved_on from coordination_problem where county_id = ${who.county} and id = ${params.id} for update`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有这件协调事项');
      if (row.resolved_on) return refuse('step.done', `已于 ${row.resolved_on} 办结`);
      if (body.due <= law.today) return refuse('date.order', '解决期限须在今天之后', { fields: [{ path: 'body.due', message: `晚于 ${law.today}` }] });
      const id = randomUUID();
      await sql`insert into coordination_urge (county_id, id, problem_id, department, due_on, text, urged_by, urged_by_name, urged_on) values (${who.county}, ${id}, ${params.id}, ${body.department}, ${body.due}, ${body.text}, ${who.account}, ${who.name}, ${law.today})`.execute(tx);
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
