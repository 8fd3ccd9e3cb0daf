import { sql } from 'kysely';
import type { CaseContext } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
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

interface Relation {
  readonly account_id: string | null;
}

/** Near relatives on the register among the persons of a case: staff to be recused, and whether the household is filed. */
export async function findRelations(tx: Tx, caseId: string): Promise<{ related: string[]; relativeFiled: boolean }> {
  const { rows } = await sql<Relation>`select distinct r.account_id from case_person p join relative r on r.county_id = p.county_id and r.number_idx = p.number_idx and r.removed_on is null
    where p.county_id = current_county() and p.case_id = ${caseId}`.execute(tx);
  return { related: rows.flatMap((r) => (r.account_id ? [r.account_id] : [])), relativeFiled: rows.length > 0 };
}

/** The judging context of a case under a law. @throws when its programme has vanished from the policy. */
export function contextOf(law: Law, s: Pick<CaseState, 'programme' | 'applicationDate' | 'unit'>, relations: { related: readonly string[]; relativeFiled: boolean }): CaseContext {
  const programme = law.policy.programme(s.programme, s.applicationDate);
  if (!programme) throw new Error(`项目 ${s.programme} 在 ${s.applicationDate} 没有规定`);
  const e = entrusted(law, s.unit, s.programme);
  return { now: law.now, today: law.today, policy: law.policy, calendar: law.calendar, programme, entrustment: e, ...relations };
}

/** Law, relations and context of a stored case in one go. */
export async function loadContext(tx: Tx, services: Services, county: number, row: CaseRow): Promise<{ law: Law; context: CaseContext }> {
  const law = await loadLaw(tx, services, county);
  return { law, context: contextOf(law, row.state, await findRelations(tx, row.id)) };
}
