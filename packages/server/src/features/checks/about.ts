import { sql } from 'kysely';
import { contextOf, NO_RELATIONS } from '../cases/context.ts';
import { findings } from '@doudi/core/case/aid-conditions';
import type { CaseState } from '@doudi/core/case/state';
import type { Found } from '@doudi/core/check/payloads';
import { sumOf, type FoundSum } from '@doudi/core/check/recompute';
import type { About } from '@doudi/core/check/state';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

interface Row {
  readonly id: string;
  readonly number: string;
  readonly unit: string;
  readonly programme: string;
  readonly application_date: string;
  readonly outcome: 'grant' | 'refuse' | null;
  readonly fen: number | null;
  readonly changed: boolean;
  readonly current_fen: number | null;
}

/**
 * What checks look at, by case: of a decision, the sum decided and the law of its application; of what is paid now (`current`, and
 * wherever a change was decided since or the household was taken over), the sum paid now and the law of today. A refusal where a
 * case does not exist for the caller, or nothing was decided of it.
 */
export async function findAbouts(tx: Tx, law: Law, ids: readonly string[], basis: 'decision' | 'current'): Promise<Map<string, About> | Refusal> {
  const { rows } = await sql<Row>`select f.id, f.number, u.key as unit, f.programme, f.application_date, case when f.imported then 'grant' else f.state -> 'decision' ->> 'outcome' end as outcome, (f.state -> 'decision' ->> 'monthlyFen')::bigint as fen,
      f.imported or coalesce(jsonb_array_length(f.state -> 'changes'), 0) > 0 as changed, b.monthly_fen as current_fen
    from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id left join benefit b on b.county_id = f.county_id and b.case_id = f.id where f.county_id = ${law.county} and f.id = any (${ids}::uuid[])`.execute(tx);
  const found = new Map<string, About>();
  for (const row of rows) {
    if (!row.outcome) return refuse('step.order', `${row.number} 还没有作出决定，没有可核查的结果`, { allowed: ['决定后再核查'] });
    const current = row.outcome === 'grant' && row.current_fen !== null && (basis === 'current' || row.changed);
    const lawOn = current ? law.today : row.application_date;
    const once = law.policy.programme(row.programme, lawOn)?.payment === 'once';
    found.set(row.id, { case: row.id, number: row.number, unit: row.unit, programme: row.programme, stated: { outcome: row.outcome, fen: Number((current ? row.current_fen : row.outcome === 'grant' ? row.fen : 0) ?? 0), lawOn, once } });
  }
  return ids.every((id) => found.has(id)) ? found : refuse('notfound', '没有这个案件，或者不在您的工作范围内');
}

/** What one check looks at. */
export async function findAbout(tx: Tx, law: Law, id: string, basis: 'decision' | 'current'): Promise<About | Refusal> {
  const found = await findAbouts(tx, law, [id], basis);
  return isRefusal(found) ? found : (found.get(id) ?? refuse('notfound', '没有这个案件，或者不在您的工作范围内'));
}

/** Computes sums from what was found of a household, by the law of the decision that is checked. */
export async function computeOf(tx: Tx, law: Law, about: About): Promise<((found: Found) => FoundSum | Refusal) | Refusal> {
  const row = (await sql<{ state: CaseState }>`select state from case_file where county_id = ${law.county} and id = ${about.case}`.execute(tx)).rows[0];
  const programme = row && law.policy.programme(about.programme, about.stated.lawOn);
  if (!row || !programme) return refuse('policy.absent', `${about.stated.lawOn} 没有这个项目的规定，无法复算`);
  const { state } = row;
  const known = findings(state, contextOf(law, { ...state, applicationDate: about.stated.lawOn }, NO_RELATIONS, state.found));
  return (found) => sumOf(programme, state.facts, found, law.policy, about.stated.lawOn, known);
}
