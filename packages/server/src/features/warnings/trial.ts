import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { WarningRule } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import { findCalculation, type CalculationRow, type Compute } from '../calculations/calculate.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { tryRule, type Trial } from './choices.ts';

/** A rule as it is and as another number would make it. */
export interface Two {
  readonly now: WarningRule;
  readonly after: WarningRule;
}

/** A trial is of both rules, of the households of a day and of the lists as they lay: with any of them another it is another trial. */
export async function trialKey(tx: Tx, law: Law, two: Two): Promise<string> {
  const brought = (await sql<{ at: string | null }>`select max(brought_at) as at from external_list where county_id = ${law.county}`.execute(tx)).rows[0]?.at ?? null;
  return createHash('sha256').update(JSON.stringify([two.now, two.after, law.today, brought])).digest('hex');
}

/** The trial of these two rules as it stands, or undefined where nobody asked for it today; its result once it is over. */
export async function findTrial(tx: Tx, law: Law, two: Two): Promise<{ row: CalculationRow; trial: Trial | undefined } | undefined> {
  const row = await findCalculation(tx, law.county, 'warningTrial', await trialKey(tx, law, two));
  return row && { row, trial: row.status === 'done' ? (row.result as Trial) : undefined };
}

/** A county of 300,000 households against ten million entries. */
const LONG = { statementTimeout: 600_000 };

/** Computes a trial. Nothing is kept of it but its numbers. */
export const computeTrial: Compute = async (services, county, input, progress) =>
  await services.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => {
    const two = input as unknown as Two;
    const trial = await tryRule(tx, await loadLaw(tx, services, county), two.now, two.after, progress);
    if (!trial) throw new Error(`rule ${two.now.id} finds nothing by itself`);
    return { ...trial };
  }, LONG);
