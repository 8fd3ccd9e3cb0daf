import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { findCertificate, listCertificates, recordCertificate, type CERTIFICATE_FINDINGS } from '@doudi/core/api/registers';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';

const LIMIT = 300;

interface Row {
  readonly id: string;
  readonly about_case: string;
  readonly number_of_case: string;
  readonly kind: string;
  readonly number: string | null;
  readonly issuer: string;
  readonly issued_by: string;
  readonly issued_on: string;
  readonly accepted_by: string;
  readonly accepted_by_name: string;
  readonly accepted_on: string;
  readonly finding: (typeof CERTIFICATE_FINDINGS)[number] | null;
  readonly finding_text: string | null;
  readonly found_by_name: string | null;
  readonly found_on: string | null;
}

/** 出证登记: who issued each certificate and who accepted it; what was found out later is told by somebody else [XX-69]. */
export function certificateEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listCertificates, async (tx, { query: q }, who) => {
      const { rows } = await sql<Row>`select c.id, c.about_case, coalesce(f.number, '') as number_of_case, c.kind, c.number, c.issuer, c.issued_by, c.issued_on, c.accepted_by, c.accepted_by_name, c.accepted_on, c.finding, c.finding_text, c.found_by_name, c.found_on
        from certificate c left join case_file f on f.county_id = c.county_id and f.id = c.about_case where c.county_id = ${who.county} ${q.issuer === undefined ? sql`` : sql`and c.issuer = ${q.issuer}`} ${q.finding === undefined ? sql`` : sql`and c.finding = ${q.finding}`}
        order by c.accepted_on desc, c.id limit ${LIMIT + 1}`.execute(tx);
      const issuers = (await sql<{ issuer: string; count: number; wrong: number; false: number }>`select issuer, count(*)::int as count, count(*) filter (where finding = 'wrong')::int as wrong, count(*) filter (where finding = 'false')::int as false
        from certificate where county_id = ${who.county} group by issuer order by 4 desc, 3 desc, 2 desc, 1 limit ${LIMIT}`.execute(tx)).rows;
      return {
        items: rows.slice(0, LIMIT).map((r) => ({ id: r.id, case: r.about_case, caseNumber: r.number_of_case, kind: r.kind, number: r.number, issuer: r.issuer, issuedBy: r.issued_by, issuedOn: r.issued_on, acceptedBy: r.accepted_by_name, acceptedOn: r.accepted_on, finding: r.finding, findingText: r.finding_text, foundBy: r.found_by_name, foundOn: r.found_on, mine: r.accepted_by === who.account })),
        more: rows.length > LIMIT, issuers,
      };
    }),
    endpoint(recordCertificate, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (body.issuedOn > law.today) return refuse('date.order', '出具日期晚于今天', { fields: [{ path: 'body.issuedOn', message: `不晚于 ${law.today}` }] });
      const found = (await sql<{ unit_id: number }>`select unit_id from case_file where county_id = ${who.county} and id = ${body.case}`.execute(tx)).rows[0];
      if (!found) return refuse('notfound', '没有这个案件，或者不在您的工作范围内');
      const id = randomUUID();
      await sql`insert into certificate (county_id, id, about_case, unit_id, kind, number, issuer, issued_by, issued_on, accepted_by, accepted_by_name, accepted_on)
        values (${who.county}, ${id}, ${body.case}, ${found.unit_id}, ${body.kind}, ${body.number ?? null}, ${body.issuer}, ${body.issuedBy}, ${body.issuedOn}, ${who.account}, ${who.name}, ${law.today})`.execute(tx);
      return { id };
    }),
    endpoint(findCertificate, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ accepted_by: string; found_on: string | null }>`select accepted_by, found_on from certificate where county_id = ${who.county} and id = ${params.id} for update`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有这份证明，或者不在您的工作范围内');
      if (row.found_on) return refuse('step.done', `已于 ${row.found_on} 登记核实结果`);
      if (row.accepted_by === who.account) return refuse('person.same', '采信这份证明的人不得登记核实结果', { allowed: ['由其他人员核实'] });
      await sql`update certificate set finding = ${body.finding}, finding_text = ${body.text}, found_by = ${who.account}, found_by_name = ${who.name}, found_on = ${law.today} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
  ];
}
