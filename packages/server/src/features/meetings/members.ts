import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import { stepOfMeeting } from '@doudi/core/case/meetings/bodies';
import type { Payload } from '@doudi/core/case/commands';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';

export interface MemberRow {
  readonly id: string;
  readonly body: string;
  readonly kind: string;
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly name_enc: Buffer | null;
  readonly from_date: string;
  readonly to_date: string | null;
}

const SELECT = sql`select m.id, m.body, m.kind, m.account_id, a.name as account_name, m.name_enc, m.from_date, m.to_date
  from meeting_member m left join account a on a.county_id = m.county_id and a.id = m.account_id where m.county_id = current_county()`;

const context = (county: number): string => `meeting.member|${county}`;
export const sealMember = (services: Services, county: number, name: string): Buffer => services.cipher.encrypt(name, context(county));
export const nameOfMember = (services: Services, county: number, m: Pick<MemberRow, 'account_name' | 'name_enc'>): string => m.account_name ?? (m.name_enc ? services.cipher.decrypt(m.name_enc, context(county)) : '');

/** Everyone who is or was a member of the unit's bodies. */
export const findMembers = async (tx: Tx, unit: number): Promise<MemberRow[]> => (await sql<MemberRow>`${SELECT} and m.unit_id = ${unit} order by m.from_date, m.id`.execute(tx)).rows;

export const inForce = (m: Pick<MemberRow, 'from_date' | 'to_date'>, on: string): boolean => m.from_date <= on && on <= (m.to_date ?? '9999');

/** Names of members by id, of those the caller's area shows. */
export async function findMemberNames(tx: Tx, services: Services, county: number, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<MemberRow>`${SELECT} and m.id = any (${wanted}::uuid[])`.execute(tx);
  return new Map(rows.map((m) => [m.id, nameOfMember(services, county, m)]));
}

interface Near {
  readonly id: string;
  readonly account_name: string | null;
  readonly name_enc: Buffer | null;
  readonly certain: boolean;
  readonly cadres: Buffer[] | null;
}

/**
 * Members of the unit's bodies who must keep away from a case: who is registered as a near relative of the household, by
 * account or as a cadre of the same name in a village of the unit, and who belongs to the household.
 */
export async function findRelatedMembers(tx: Tx, services: Services, county: number, caseId: string): Promise<string[]> {
  const { rows } = await sql<Near>`with kin as (select r.account_id, r.cadre_enc, r.unit_id from case_person p join relative r on r.county_id = p.county_id and r.number_idx = p.number_idx and r.removed_on is null where p.county_id = ${county} and p.case_id = ${caseId})
    select m.id, a.name as account_name, m.name_enc,
      coalesce(m.account_id in (select k.account_id from kin k), false)
        or exists (select from case_person p where p.county_id = ${county} and p.case_id = ${caseId} and p.number_idx in (m.number_idx, a.number_idx)) as certain,
      (select array_agg(k.cadre_enc) from kin k join unit u on u.county_id = ${county} and u.id = k.unit_id where k.cadre_enc is not null and f.unit_id in (u.id, u.parent_id)) as cadres
    from case_file f join meeting_member m on m.county_id = f.county_id and m.unit_id = f.unit_id left join account a on a.county_id = m.county_id and a.id = m.account_id
    where f.county_id = ${county} and f.id = ${caseId}`.execute(tx);
  const open = (b: Buffer): string => services.cipher.decrypt(b, `relative.cadre|${county}`);
  return rows.filter((m) => m.certain || (m.cadres ?? []).some((c) => open(c) === nameOfMember(services, county, m))).map((m) => m.id);
}

/** A standing body is accounted for as a whole: everyone on its register that day, each as the kind they are, and nobody else. */
export async function strangeMembers(tx: Tx, caseId: string, p: Payload<'holdMeeting'>): Promise<Refusal | undefined> {
  if (p.members.length === 0) return undefined;
  const { rows } = await sql<{ id: string; kind: string }>`select m.id, m.kind from case_file f join meeting_member m on m.county_id = f.county_id and m.unit_id = f.unit_id
    where f.county_id = current_county() and f.id = ${caseId} and m.body = ${p.body} and m.from_date <= ${p.on} and coalesce(m.to_date, 'infinity') >= ${p.on}`.execute(tx);
  const known = new Map(rows.map((r) => [r.id, r.kind]));
  const strange = p.members.filter((m) => known.get(m.member) !== m.kind);
  if (strange.length > 0) return refuse('input.invalid', `有 ${strange.length} 名所列成员 ${p.on} 不在机构名册上`, { fields: strange.map((m) => ({ path: 'body.payload.members', message: `名册上没有 ${m.member}` })), allowed: ['在“议事机构”登记成员'] });
  const left = rows.filter((r) => !p.members.some((m) => m.member === r.id));
  return left.length > 0 ? refuse('input.invalid', `名册上还有 ${left.length} 名成员没有登记是否到会`, { missing: left.map((r) => `{person:${r.id}}`), fields: [{ path: 'body.payload.members', message: '名册上的成员须逐人登记到会、缺席或回避' }] }) : undefined;
}

/** Notes the meetings among the actions for the register of meetings. */
export async function insertHeld(tx: Tx, n: { readonly county: number; readonly unitId: number }, caseId: string, actions: readonly { readonly seq: number; readonly action: Action }[]): Promise<void> {
  for (const { seq, action } of actions) if (action.kind === 'met') await sql`insert into meeting_held ${heldColumns} values (${n.county}, ${caseId}, ${seq}, ${n.unitId}, ${heldBody(action)}, ${action.body.on}, ${action.body.expected}, ${action.body.present}, ${action.body.recused ?? 0}, ${action.body.passed})`.execute(tx);
}
const heldColumns = sql.raw('(county_id, case_id, seq, unit_id, body, held_on, expected, present, recused, passed)');
const heldBody = (a: Extract<Action, { kind: 'met' }>): string => a.body.body ?? stepOfMeeting(a.body);

/** The same as rows, for whoever fills an installation in bulk. */
export const heldRows = (county: number, caseId: string, unitId: number | undefined, log: readonly { readonly seq: number; readonly action: Action }[]): Record<string, unknown>[] =>
  log.flatMap(({ seq, action }) => (action.kind === 'met' ? [{ county_id: county, case_id: caseId, seq, unit_id: unitId, body: heldBody(action), held_on: action.body.on, expected: action.body.expected, present: action.body.present, recused: action.body.recused ?? 0, passed: action.body.passed }] : []));
export const HELD_TYPES = { county_id: 'int', case_id: 'uuid', seq: 'int', unit_id: 'int', body: 'text', held_on: 'date', expected: 'int', present: 'int', recused: 'int', passed: 'boolean' } as const;
