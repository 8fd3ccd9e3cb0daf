import { sql } from 'kysely';
import type { AidContext } from '@doudi/core/case/aid-conditions';
import type { CaseContext } from '@doudi/core/case/procedure';
import { OWN_RELATION, type RelativeHit } from '@doudi/core/case/relatives/bodies';
import type { CaseState } from '@doudi/core/case/state';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { PERMISSIONS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { findAid, type Household } from '../aid/lookup.ts';
import { findRelatedMembers } from '../meetings/members.ts';
import { entrusted, loadLaw, type Law } from '../law/law.ts';

export interface CaseRow {
  readonly id: string;
  readonly number: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly seq: number;
  readonly state: CaseState;
  readonly updated_at: string;
}

export const NOT_FOUND: Refusal = refuse('notfound', '没有这个案件，或不在您的辖区');

/** A visible case, locked for a command when `lock`; what lies outside the caller's area does not exist for the caller. */
export async function findCase(tx: Tx, id: string, lock = false): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`select id, number, unit_id, area_id, seq, state, updated_at from case_file where county_id = current_county() and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx);
  return rows[0];
}

/** What the register of near relatives says of a case's persons: staff to be recused, whether the household is filed, and by which entries. */
export interface Relations {
  readonly related: readonly string[];
  readonly relativeFiled: boolean;
  readonly relatives?: readonly RelativeHit[];
}

export const NO_RELATIONS: Relations = { related: [], relativeFiled: false };

/** Officers whose own households and parents, spouses and children in a case are filed: those who ever held a post that acts on cases. A condition on an account `a`. */
export const officer = () => sql`a.disabled_at is null and a.number_idx is not null and exists (select from account_post q where q.county_id = a.county_id and q.account_id = a.id and q.post = any (${[...PERMISSIONS['case.act']]}::text[]))`;

/** Relations of cases by id: entries of the register, and officers who are persons of the case themselves. A case without either has none. */
export async function findRelationsOf(tx: Tx, cases: readonly string[]): Promise<Map<string, Relations>> {
  const { rows } = await sql<{ case_id: string; person: string; entry: string; relation: string; staff: string | null }>`select case_id, person, entry, relation, staff from (
      select p.case_id, p.person_id as person, r.id as entry, r.relation, r.account_id as staff, r.filed_on as since
      from case_person p join relative r on r.county_id = p.county_id and r.number_idx = p.number_idx and r.removed_on is null where p.county_id = current_county() and p.case_id = any (${[...cases]}::uuid[])
      union all select p.case_id, p.person_id, a.id, ${OWN_RELATION}::text, a.id, null::date from case_person p join account a on a.county_id = p.county_id and a.number_idx = p.number_idx and ${officer()}
      where p.county_id = current_county() and p.case_id = any (${[...cases]}::uuid[])) x order by since, entry, person`.execute(tx);
  return new Map([...Map.groupBy(rows, (r) => r.case_id)].map(([id, hits]) => [id, {
    related: [...new Set(hits.flatMap((h) => h.staff ?? []))], relativeFiled: true, relatives: hits.map((h) => ({ person: h.person, entry: h.entry, relation: h.relation, ...(h.staff ? { staff: h.staff } : {}) })),
  }]));
}

export const findRelations = async (tx: Tx, caseId: string): Promise<Relations> => (await findRelationsOf(tx, [caseId])).get(caseId) ?? NO_RELATIONS;

/** What the household has of other assistance, where the programme asks for it: by the stored case, or by the persons of an application. */
export const findAidOf = async (tx: Tx, law: Law, programme: string, on: string, h: Household): Promise<AidContext | undefined> => (law.policy.programme(programme, on)?.formula === 'aid' ? await findAid(tx, law, h) : undefined);

/** The judging context of a case under a law. @throws when its programme has vanished from the policy. */
export function contextOf(law: Law, s: Pick<CaseState, 'programme' | 'applicationDate' | 'unit'>, relations: Relations, aid?: AidContext): CaseContext {
  const programme = law.policy.programme(s.programme, s.applicationDate);
  if (!programme) throw new Error(`项目 ${s.programme} 在 ${s.applicationDate} 没有规定`);
  const e = entrusted(law, s.unit, s.programme);
  return { now: law.now, today: law.today, policy: law.policy, calendar: law.calendar, programme, entrustment: e, ...relations, ...(aid ? { aid } : {}) };
}

/** Law, relations and context of a stored case in one go. */
export async function loadContext(tx: Tx, services: Services, county: number, row: CaseRow): Promise<{ law: Law; context: CaseContext }> {
  const law = await loadLaw(tx, services, county);
  const relations = await findRelations(tx, row.id);
  // Members of the unit's bodies keep away as staff do: those in the register, and those of the household itself.
  const members = await findRelatedMembers(tx, services, county, row.id);
  const aid = await findAidOf(tx, law, row.state.programme, row.state.applicationDate, { case: row.id });
  return { law, context: contextOf(law, row.state, { ...relations, related: [...relations.related, ...members] }, aid) };
}
