import { createHash } from 'node:crypto';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import type { Task } from 'graphile-worker';
import { addMonths } from '@doudi/core/case/months';
import { plus } from '@doudi/core/budget/what-if';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { basisOf } from './basis.ts';
import { findScenario, type ScenarioRow } from './scenario.ts';
import type { Slice, UnitSum, WhatIfSetup, WorkerAnswer } from './what-if-worker.ts';

/** Slices of the caseload by id: small enough that progress is seen and memory stays bounded with a million households. */
const SLICES = 64;
/** Long enough for a million households on a busy machine. */
const TIMEOUT = 30 * 60_000;

const boundary = (i: number): string => `${Math.floor((i * 0x1_0000) / SLICES).toString(16).padStart(4, '0')}0000-0000-0000-0000-000000000000`;
export const slices = (): Slice[] => Array.from({ length: SLICES }, (_, i) => ({ slice: i, from: boundary(i), to: i + 1 === SLICES ? undefined : boundary(i + 1) }));

export interface WhatIfResult {
  readonly sums: readonly UnitSum[];
  readonly households: number;
  readonly hash: string;
  /** By which law and version: see {@link basisOf}. */
  readonly basis: Buffer;
}

/** One thread: takes slices until none is left. */
function runThread(setup: WhatIfSetup, queue: Slice[], done: (a: Exclude<WorkerAnswer, { failure: string }>) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./what-if-worker.ts', import.meta.url), { workerData: setup, execArgv: [] });
    const stop = (error?: Error): void => {
      void worker.terminate();
      if (error) reject(error);
      else resolve();
    };
    worker.on('error', stop);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`what-if thread ended with ${code}`))));
    worker.on('message', (m: 'ready' | WorkerAnswer) => {
      if (m !== 'ready') {
        if ('failure' in m) return stop(new Error(m.failure));
        done(m);
      }
      const next = queue.shift();
      worker.postMessage(next ?? 'end');
    });
  });
}

/** Sums of the same unit, programme and outcome added up, in a fixed order. */
export function addUp(list: readonly UnitSum[]): UnitSum[] {
  const by = new Map<string, UnitSum>();
  for (const s of list) {
    const key = `${s.programme}|${String(s.unit).padStart(12, '0')}|${s.outcome}`;
    const b = by.get(key);
    by.set(key, b ? { ...b, ...plus(b, s) } : s);
  }
  return [...by].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, s]) => s);
}

/**
 * Computes a scenario over one unchanging view of the county, on as many threads as the machine has cores (at most four).
 * `progress` hears of every slice. Parts are written as they are found; the caller writes sums and hash.
 */
export async function computeScenario(services: Services, county: number, s: Pick<ScenarioRow, 'id' | 'month' | 'up_to' | 'law_on' | 'refused_months' | 'tried'>, progress: (percent: number) => Promise<void>, threads = Math.min(4, os.availableParallelism())): Promise<WhatIfResult> {
  const { db } = services.installation;
  const answers: Exclude<WorkerAnswer, { failure: string }>[] = [];
  const basis = await db.transaction({ county, area: null, user: 'system' }, async (tx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    const { policy, decided } = await loadLaw(tx, services, county);
    const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(tx);
    const setup: WhatIfSetup = {
      url: db.url, county, snapshot: rows[0]?.snapshot ?? '', scenario: s.id, month: s.month, upTo: s.up_to, refusedSince: s.refused_months === 0 ? '9999-12' : addMonths(s.month, 1 - s.refused_months), lawOn: s.law_on,
      nation: policy.nation, layer: policy.county, choices: policy.choices, tried: s.tried, decided: [...new Set(decided.flatMap((d) => d.parameter.source.instrument ?? []))],
    };
    const queue = slices();
    const said = { percent: 0 };
    await Promise.all(Array.from({ length: Math.max(1, threads) }, () => runThread(setup, queue, (a) => {
      answers.push(a);
      const percent = Math.floor((answers.length * 100) / SLICES);
      if (percent < said.percent + 5) return;
      said.percent = percent;
      void progress(Math.min(99, percent)).catch(() => undefined);
    })));
    return basisOf(policy);
  }, { statementTimeout: TIMEOUT });
  answers.sort((a, b) => a.slice - b.slice);
  const head = JSON.stringify([county, s.month, s.up_to, s.law_on, s.refused_months, s.tried]);
  const hash = createHash('sha256').update(head);
  for (const a of answers) hash.update(a.hash);
  return { sums: addUp(answers.flatMap((a) => a.sums)), households: answers.reduce((n, a) => n + a.households, 0), hash: hash.digest('hex'), basis };
}

export interface ScenarioJob {
  readonly county: number;
  readonly scenario: string;
}

/** Registers the work in the caller's transaction. One at a time: the other hand of the job runner stays free for the bank. */
export async function enqueueScenario(tx: Tx, job: ScenarioJob): Promise<void> {
  await sql`select graphile_worker.add_job('whatIf', ${JSON.stringify(job)}::json, job_key => ${`whatIf:${job.county}:${job.scenario}`}, queue_name => 'whatIf', max_attempts => 3)`.execute(tx);
}

/** Runs a scenario that waits. Killed in the middle, the next try throws away what was written and starts anew; done, it is never run again. */
export async function runScenario(services: Services, job: ScenarioJob): Promise<void> {
  const { db } = services.installation;
  const scope = { county: job.county, area: null, user: 'system' };
  const set = async (percent: number): Promise<void> => {
    await db.transaction(scope, (tx) => sql`update scenario set progress = greatest(progress, ${percent}) where county_id = ${job.county} and id = ${job.scenario} and status = 'running'`.execute(tx));
  };
  const row = await db.transaction(scope, async (tx) => {
    const found = await findScenario(tx, job.scenario, true);
    if (found?.status !== 'queued' && found?.status !== 'running') return undefined;
    await sql`delete from scenario_part where county_id = ${job.county} and scenario_id = ${job.scenario}`.execute(tx);
    await sql`update scenario set status = 'running', progress = 0 where county_id = ${job.county} and id = ${job.scenario}`.execute(tx);
    return found;
  }, { statementTimeout: TIMEOUT });
  if (!row) return;
  const result = await computeScenario(services, job.county, row, set);
  await db.transaction(scope, async (tx) => {
    const law = await loadLaw(tx, services, job.county);
    await sql`update scenario set status = 'done', progress = 100, finished_at = ${law.now}, sums = ${JSON.stringify(result.sums)}::jsonb, hash = ${Buffer.from(result.hash, 'hex')}, basis = ${result.basis} where county_id = ${job.county} and id = ${job.scenario} and status = 'running'`.execute(tx);
  });
}

const isJob = (x: unknown): x is ScenarioJob => typeof x === 'object' && x !== null && typeof (x as ScenarioJob).county === 'number' && typeof (x as ScenarioJob).scenario === 'string';

export const whatIfTask = (services: Services): Task => async (payload, helpers) => {
  if (!isJob(payload)) return;
  try {
    await runScenario(services, payload);
  } catch (error) {
    // After the last try it must not look as if it were still running.
    if (helpers.job.attempts >= helpers.job.max_attempts)
      await services.installation.db.transaction({ county: payload.county, area: null, user: 'system' }, (tx) => sql`update scenario set status = 'failed', failure = '系统错误，没有算完；请重新测算，仍不行时联系系统管理员' where county_id = ${payload.county} and id = ${payload.scenario} and status in ('queued', 'running')`.execute(tx));
    throw error;
  }
};
