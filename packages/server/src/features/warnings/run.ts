import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { answerBy, HEALS } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { followCases, keepHits, lockLeads, settleLeads } from '../leads/keep.ts';
import { loadLaw } from '../law/law.ts';
import { findChoices, runningRules } from './choices.ts';
import { fieldOf, foundBy, gatherWatched } from './find.ts';

/** What a rule did in a run, as the run log keeps it. */
export interface RuleRun {
  readonly rule: string;
  readonly ran: boolean;
  readonly why: string | null;
  readonly found: number;
  readonly fresh: number;
  readonly ms: number;
}

async function insertRun(tx: Tx, services: Services, county: number, run: string, by: string | null): Promise<void> {
  const { today } = await loadLaw(tx, services, county);
  await sql`insert into warning_run (county_id, id, on_date, started_at, by_account) values (${county}, ${run}, ${today}, ${new Date().toISOString()}, ${by})`.execute(tx);
}

/** Puts a run in the queue at somebody's wish; one that waits already is left as it is. */
export async function askRun(tx: Tx, services: Services, county: number, by: string): Promise<void> {
  const run = randomUUID();
  if ((await sql`select from warning_run where county_id = ${county} and by_account is not null and ended_at is null and started_at > now() - interval '1 hour' limit 1`.execute(tx)).rows.length > 0) return;
  await insertRun(tx, services, county, run, by);
  await sql`select graphile_worker.add_job('warnings', json_build_object('county', ${county}::int, 'run', ${run}::text), queue_name => 'warnings', max_attempts => 3)`.execute(tx);
}

/** A county of 300,000 households against ten million entries, with room. */
const LONG = { statementTimeout: 1_800_000 };

/**
 * Runs every rule of a county over its caseload and the lists that were brought, in one transaction: hits are kept, merged into
 * leads, and the run is logged with what each rule found and why one did not run. Nothing is ever stopped by it.
 * @param asked run that somebody asked for (`askRun`); absent at night
 */
export async function runWarnings(services: Services, county: number, asked?: string): Promise<RuleRun[]> {
  const run = asked ?? randomUUID();
  const { db } = services.installation;
  if (asked === undefined) await db.transaction({ county, area: null, user: 'system' }, (tx) => insertRun(tx, services, county, run, null));
  try {
    return await db.transaction({ county, area: null, user: 'system' }, (tx) => runRules(tx, services, county, run), LONG);
  } catch (e) {
    await db.transaction({ county, area: null, user: 'system' }, async (tx) => void (await sql`update warning_run set words = '没有运行完，没有留下任何结果；系统会再试' where county_id = ${county} and id = ${run}`.execute(tx)));
    throw e;
  }
}

async function runRules(tx: Tx, services: Services, county: number, run: string): Promise<RuleRun[]> {
  await lockLeads(tx, county);
  const law = await loadLaw(tx, services, county);
  const started = new Date().toISOString();
  const brought = new Set((await sql<{ list: string }>`select list from external_list where county_id = ${county}`.execute(tx)).rows.map((r) => r.list));
  const running = runningRules(law, await findChoices(tx, county, law.today), brought);
  const people = await gatherWatched(tx, county, law.today, running.flatMap((x) => (x.why === null ? [x.rule] : [])));
  await followCases(tx, county);
  const field = fieldOf(law);
  const rules: RuleRun[] = [];
  for (const { rule, why } of running) {
    const begun = performance.now();
    const found = why === null ? foundBy(rule, field) : undefined;
    const kept = { rule: rule.id, side: rule.side, proof: rule.proof, ofCounty: rule.effect === 'county', holds: rule.effect === 'hold' && rule.kind === 'listHit', due: answerBy(rule, law.today, law.calendar), heals: HEALS.has(rule.kind) };
    const count = found ? await keepHits(tx, county, law.today, law.now, kept, found) : { found: 0, fresh: 0 };
    rules.push({ rule: rule.id, ran: found !== undefined, why, ...count, ms: Math.round(performance.now() - begun) });
  }
  await settleLeads(tx, county, law.today, law.now);
  await sql`update warning_run set on_date = ${law.today}, started_at = ${started}, ended_at = ${new Date().toISOString()}, words = null, people = ${people}, rules = ${JSON.stringify(rules)}::jsonb where county_id = ${county} and id = ${run}`.execute(tx);
  return rules;
}
