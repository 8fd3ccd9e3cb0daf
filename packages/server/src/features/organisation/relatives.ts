import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { fileRelative, listRelativeHouseholds, listRelatives } from '@doudi/core/api/organisation';
import { readIdentity } from '@doudi/core/people/id-number';
import { maskIdNumber, maskName } from '@doudi/core/people/mask';
import type { CaseState } from '@doudi/core/case/state';
import type { RelativesDefinition } from '@doudi/core/policy/tables';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { reproject, withWholeCounty } from '../cases/reproject.ts';
import { officer } from '../cases/context.ts';
import { STATUS_TEXT } from '../cases/view.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { programmeName } from '../payments/view.ts';
import { findUnits, type UnitRow } from '../law/units.ts';
import { sourceView } from '../policy/queries.ts';
import { findQuestions, findUnfiled, questionEndpoints } from './relative-questions.ts';

interface Row {
  readonly id: string;
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly cadre_enc: Buffer | null;
  readonly name_enc: Buffer | null;
  readonly number_enc: Buffer | null;
  readonly filed_by: string | null;
  readonly unit: string;
  readonly unit_key: string;
  readonly relation: string | null;
  readonly filed_on: string;
  readonly removed_on: string | null;
  readonly removed_by: string | null;
  readonly asked_by: string | null;
  readonly remove_asked_on: string | null;
  readonly remove_reason: string | null;
  readonly remove_declined: string | null;
}

/** The register is matched county-wide, but read by those in whose area the officer or cadre serves. */
export const inArea = (who: Who) => (who.area === null ? sql`true` : sql`r.unit_id = any (${[...who.area]}::int[])`);

async function findRelatives(tx: Tx, who: Who, removed: boolean): Promise<Row[]> {
  return (await sql<Row>`select r.id, r.account_id, a.name as account_name, r.cadre_enc, r.name_enc, r.number_enc, b.name as filed_by, u.name as unit, u.key as unit_key, r.relation, r.filed_on, r.removed_on, x.name as removed_by, q.name as asked_by, r.remove_asked_on, r.remove_reason, r.remove_declined
    from relative r join unit u on u.county_id = r.county_id and u.id = r.unit_id left join account a on a.county_id = r.county_id and a.id = r.account_id left join account b on b.county_id = r.county_id and b.id = r.filed_by left join account x on x.county_id = r.county_id and x.id = r.removed_by left join account q on q.county_id = r.county_id and q.id = r.remove_asked_by
    where r.county_id = ${who.county} and ${inArea(who)} ${removed ? sql`` : sql`and r.removed_on is null`} order by r.removed_on is not null, r.remove_asked_on is null, r.filed_on desc, r.id limit 1000`.execute(tx)).rows;
}

/** Cases of a number anywhere in the county follow: who must stand aside, and whether the county must visit. @returns how many. */
export async function refreshCases(tx: Tx, services: Services, county: number, index: Buffer): Promise<number> {
  return await withWholeCounty(tx, county, async () => {
    const { rows } = await sql<{ id: string }>`select f.id from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id where p.county_id = ${county} and p.number_idx = ${index} and f.status in ('applied', 'accepted', 'granted')`.execute(tx);
    await reproject(tx, services, county, rows.map((r) => r.id));
    return rows.length;
  });
}

interface HouseholdRow {
  readonly id: string;
  readonly number: string;
  readonly programme: string;
  readonly unit: string;
  readonly name_enc: Buffer;
  readonly state: CaseState;
  readonly visit_due: string | null;
}

/** Cases in hand and on the roster, in the caller's area, of which the register knows a person; those not yet visited first. */
async function findHouseholds(tx: Tx, county: number): Promise<HouseholdRow[]> {
  return (await sql<HouseholdRow>`select f.id, f.number, f.programme, u.name as unit, a.name_enc, f.state, d.due_on as visit_due
    from (select p.case_id from relative r join case_person p on p.county_id = r.county_id and p.number_idx = r.number_idx where r.county_id = ${county} and r.removed_on is null
      union select p.case_id from account a join case_person p on p.county_id = a.county_id and p.number_idx = a.number_idx where a.county_id = ${county} and ${officer()}) x
    join case_file f on f.county_id = ${county} and f.id = x.case_id join unit u on u.county_id = f.county_id and u.id = f.unit_id join person a on a.county_id = f.county_id and a.id = f.applicant
    left join case_deadline d on d.county_id = f.county_id and d.case_id = f.id and d.id = 'step.countyVisit' and d.finished_on is null
    where f.status in ('applied', 'accepted', 'granted') order by (f.state -> 'countyVisits') is not null, d.due_on nulls last, f.number limit 1000`.execute(tx)).rows;
}

const definitionOf = (law: Law) => law.policy.find<RelativesDefinition>('relatives.definition', { on: law.today });

/** Where an officer serves: the unit of a post held today. */
async function unitOfAccount(tx: Tx, who: Who, account: string, today: string): Promise<number | undefined> {
  const { rows } = await sql<{ unit_id: number }>`select p.unit_id from account_post p where p.county_id = ${who.county} and p.account_id = ${account} and p.from_date <= ${today} and coalesce(p.to_date, 'infinity') >= ${today}
    and p.post not in ('systemAdmin', 'securityAdmin', 'auditAdmin') order by p.unit_id`.execute(tx);
  return rows.find((r) => who.area === null || who.area.includes(r.unit_id))?.unit_id;
}

/** Filings in force of one officer, or of the cadre whose name `is` knows, in a unit. */
async function findFilings(tx: Tx, county: number, unit: number, account: string | undefined, is: ((enc: Buffer) => boolean) | undefined): Promise<{ id: string; number_idx: Buffer | null }[]> {
  const { rows } = await sql<{ id: string; number_idx: Buffer | null; cadre_enc: Buffer | null }>`select id, number_idx, cadre_enc from relative where county_id = ${county} and removed_on is null and ${account === undefined ? sql`unit_id = ${unit} and account_id is null` : sql`account_id = ${account}`}`.execute(tx);
  return rows.filter((r) => account !== undefined || (r.cadre_enc !== null && is?.(r.cadre_enc)));
}

const cadreUnit = (units: readonly UnitRow[], who: Who, key: string): number | undefined => {
  const u = units.find((x) => x.key === key);
  return u && (u.kind === 'village' || u.kind === 'community') && (who.area === null || who.area.includes(u.id)) ? u.id : undefined;
};

export function relativeEndpoints(services: Services): Endpoint[] {
  const { cipher } = services;
  return [
    endpoint(listRelatives, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const definition = definitionOf(law);
      const rows = await findRelatives(tx, who, query.removed === 'true');
      await logAccess(tx, who, law.now, 'open', 'relatives', '查看近亲属备案', { found: rows.length });
      const missing = await findUnfiled(tx, law, who);
      return {
        items: rows.map((r) => ({
          id: r.id, of: r.account_name ?? (r.cadre_enc ? cipher.decrypt(r.cadre_enc, `relative.cadre|${who.county}`) : ''), ofKind: r.account_id ? ('staff' as const) : ('cadre' as const), account: r.account_id, unit: r.unit, unitKey: r.unit_key,
          name: r.name_enc ? maskName(cipher.decrypt(r.name_enc, `relative.name|${who.county}`)) : null, idNumber: r.number_enc ? maskIdNumber(cipher.decrypt(r.number_enc, `relative.number|${who.county}`)) : null, relation: r.relation, filedOn: r.filed_on, filedBy: r.filed_by, removedOn: r.removed_on, removedBy: r.removed_by,
          asked: r.asked_by !== null && r.remove_asked_on !== null ? { by: r.asked_by, on: r.remove_asked_on } : null, removeReason: r.remove_reason, declined: r.remove_declined,
        })),
        relations: definition?.value.relations ?? [], staff: definition?.value.staff ?? [], source: definition ? sourceView(law.policy, definition.source) : { req: [] }, unfiled: missing.officers, villages: missing.villages,
      };
    }),
    endpoint(listRelativeHouseholds, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const rows = await findHouseholds(tx, who.county);
      await logAccess(tx, who, law.now, 'open', 'relatives', '查看近亲属备案家庭', { found: rows.length });
      const questions = who.area === null ? await findQuestions(tx, law) : [];
      const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = ${who.county}`.execute(tx)).rows.map((a) => [a.id, a.name]));
      return {
        items: rows.map((r) => {
          const found = r.state.relatives ?? [];
          const visit = r.state.countyVisits?.at(-1);
          return {
            case: r.id, number: r.number, applicant: maskName(cipher.decrypt(r.name_enc, `person.name|${who.county}`)), programmeName: programmeName(law, r.programme, r.state.applicationDate.slice(0, 7)), unit: r.unit, statusText: STATUS_TEXT[r.state.status],
            relations: [...new Set(found.map((x) => `${x.relation}${x.staff ? `（${staff.get(x.staff) ?? ''}）` : ''}`))], foundOn: found[0]?.on ?? r.state.applicationDate,
            counterSignedOn: r.state.done.counterSign?.on ?? null, visitedOn: visit?.on ?? null, consistent: visit?.consistent ?? null, visitDue: r.visit_due,
          };
        }),
        questions: questions.map((q) => ({
          case: q.case, number: q.number, applicant: maskName(cipher.decrypt(q.name_enc, `person.name|${who.county}`)), programmeName: programmeName(law, q.programme, q.application_date.slice(0, 7)), unit: q.unit, account: q.account, officer: q.officer,
          kind: q.kind, handled: q.handled, answer: q.answer !== null ? { text: q.answer, on: q.answered_on ?? law.today, by: q.answered_by ?? '' } : null,
        })),
      };
    }),
    ...questionEndpoints(services),
    endpoint(fileRelative, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const definition = definitionOf(law);
      if (!definition) return refuse('policy.absent', `${law.today} 没有近亲属范围的规定`, { missing: ['relatives.definition'] });
      const unit = body.account === undefined ? cadreUnit(await findUnits(tx), who, body.cadre?.unit ?? '') : await unitOfAccount(tx, who, body.account, law.today);
      if (unit === undefined) return refuse('notfound', body.account === undefined ? '没有这个村（居），或不在您的辖区' : '没有这名工作人员，或不在您的辖区', { allowed: ['选本单位和所属村（居）的人员', '别的单位的，由其单位或者县级备案'] });
      const earlier = await findFilings(tx, who.county, unit, body.account, body.cadre && ((enc) => cipher.decrypt(enc, `relative.cadre|${who.county}`) === body.cadre?.name));
      const cadre = body.cadre ? cipher.encrypt(body.cadre.name, `relative.cadre|${who.county}`) : null;
      const id = randomUUID();
      if (body.relation === undefined || body.name === undefined || body.idNumber === undefined) {
        if (earlier.length > 0) return refuse('conflict.duplicate', earlier.some((r) => r.number_idx) ? '已经备案了近亲属，不能再声明没有' : '已经声明没有近亲属需要备案', { allowed: ['先注销原备案'] });
        await sql`insert into relative (county_id, id, unit_id, account_id, cadre_enc, filed_on, filed_by) values (${who.county}, ${id}, ${unit}, ${body.account ?? null}, ${cadre}, ${law.today}, ${who.account})`.execute(tx);
        return { id, cases: 0 };
      }
      if (!definition.value.relations.includes(body.relation))
        return refuse('input.invalid', `“${body.relation}”不在近亲属范围内`, { policy: law.policy, source: definition.source, allowed: definition.value.relations, fields: [{ path: 'body.relation', message: `只能是：${definition.value.relations.join('、')}` }] });
      const read = readIdentity(body.idNumber, law.today);
      if (!read.ok) return refuse('input.invalid', read.reason, { fields: [{ path: 'body.idNumber', message: read.reason }] });
      const index = cipher.blindIndex('number', who.county, read.identity.number);
      if (earlier.some((r) => r.number_idx?.equals(index))) return refuse('conflict.duplicate', '这名近亲属已经备案');
      // Who has somebody to file has no longer nothing to file.
      const nothing = earlier.flatMap((r) => (r.number_idx ? [] : [r.id]));
      if (nothing.length > 0) await sql`update relative set removed_on = ${law.today}, removed_by = ${who.account}, remove_reason = '已备案近亲属' where county_id = ${who.county} and id = any (${nothing}::uuid[])`.execute(tx);
      await sql`insert into relative (county_id, id, unit_id, account_id, cadre_enc, number_idx, name_enc, number_enc, relation, filed_on, filed_by)
        values (${who.county}, ${id}, ${unit}, ${body.account ?? null}, ${cadre}, ${index}, ${cipher.encrypt(body.name, `relative.name|${who.county}`)}, ${cipher.encrypt(read.identity.number, `relative.number|${who.county}`)}, ${body.relation}, ${law.today}, ${who.account})`.execute(tx);
      return { id, cases: await refreshCases(tx, services, who.county, index) };
    }),
  ];
}
