import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Task } from 'graphile-worker';
import * as z from 'zod';
import type { CalculationView } from '@doudi/core/api/calculations';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { shanghai } from '../law/law.ts';

/** Computations over a whole county that somebody may ask for, as people call them. */
const LABELS = { behaviour: '办理情形查找', warningTrial: '预警界限试算' } as const;
export type CalculationKind = keyof typeof LABELS;

export interface CalculationRow {
  readonly id: string;
  readonly kind: CalculationKind;
  readonly key: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly status: CalculationView['state'];
  readonly done: number;
  readonly steps: number;
  readonly asked_by_name: string;
  readonly asked_at: string;
  readonly ended_at: string | null;
  readonly result: unknown;
  readonly words: string | null;
}

/** Says how far the work is. In a transaction of its own: the work's own shows nothing before its end. */
export type Progress = (done: number, steps: number) => Promise<void>;
/** What is computed: gives what is kept as the result, an object. */
export type Compute = (services: Services, county: number, input: CalculationRow['input'], progress: Progress) => Promise<Readonly<Record<string, unknown>>>;

const COLUMNS = sql`id, kind, key, input, status, done, steps, asked_by_name, asked_at, ended_at, result, words`;
const clock = (instant: string): string => shanghai(Date.parse(instant)).now.slice(11, 16);

/** The latest of a kind; with `key` the latest that asked the same. */
export async function findCalculation(tx: Tx, county: number, kind: CalculationKind, key?: string): Promise<CalculationRow | undefined> {
  return (await sql<CalculationRow>`select ${COLUMNS} from calculation where county_id = ${county} and kind = ${kind} ${key === undefined ? sql`` : sql`and key = ${key}`} order by asked_at desc, id limit 1`.execute(tx)).rows[0];
}

/** How far it is, in words. */
export function viewCalculation(c: CalculationRow): CalculationView {
  const text = {
    waiting: '正在等候计算', running: `正在计算，已完成 ${c.done} / ${c.steps}`, done: `${clock(c.ended_at ?? c.asked_at)} 算完`, failed: c.words ?? '没有算完',
  }[c.status];
  return { state: c.status, text, by: c.asked_by_name, askedAt: c.asked_at };
}

/**
 * Puts a computation in the queue. The same question that waits already is joined; another one of the kind is refused until it
 * is over, so that several of them never stand on the county's connections at once.
 */
export async function askCalculation(tx: Tx, who: Pick<Who, 'county' | 'account' | 'name'>, kind: CalculationKind, key: string, input: CalculationRow['input']): Promise<Refusal | undefined> {
  const now = new Date().toISOString();
  // The job runner tries again what a dead server left; what has not moved for an hour nobody computes any more.
  await sql`update calculation set status = 'failed', words = '没有算完，请重新提出', ended_at = ${now} where county_id = ${who.county} and kind = ${kind} and status in ('waiting', 'running') and moved_at < now() - interval '1 hour'`.execute(tx);
  const id = randomUUID();
  const made = await sql`insert into calculation (county_id, id, kind, key, input, status, asked_by, asked_by_name, asked_at, moved_at) values (${who.county}, ${id}, ${kind}, ${key}, ${JSON.stringify(input)}::jsonb, 'waiting', ${who.account}, ${who.name}, ${now}, ${now})
    on conflict (county_id, kind) where status in ('waiting', 'running') do nothing returning id`.execute(tx);
  if (made.rows.length === 0) {
    const other = (await sql<CalculationRow>`select ${COLUMNS} from calculation where county_id = ${who.county} and kind = ${kind} and status in ('waiting', 'running')`.execute(tx)).rows[0];
    if (!other || other.key === key) return undefined;
    return refuse('busy', `${other.asked_by_name} ${clock(other.asked_at)} 提出的${LABELS[kind]}还没有算完：${viewCalculation(other).text}`, { allowed: ['等它算完后再提出'] });
  }
  await sql`select graphile_worker.add_job('calculate', ${JSON.stringify({ county: who.county, calculation: id })}::json, job_key => ${`calculate:${who.county}:${id}`}, queue_name => 'calculate', max_attempts => 3)`.execute(tx);
  return undefined;
}

const payloadSchema = z.object({ county: z.number().int(), calculation: z.uuid() });

/** Computes what waits. Killed in the middle, the next try begins anew; what is over is never computed again. */
export async function runCalculation(services: Services, compute: Readonly<Record<CalculationKind, Compute>>, county: number, id: string): Promise<void> {
  const { db } = services.installation;
  const scope = { county, area: null, user: 'system' };
  const found = await db.transaction(scope, async (tx) => (await sql<CalculationRow>`update calculation set status = 'running', done = 0, steps = 0, moved_at = now() where county_id = ${county} and id = ${id} and status in ('waiting', 'running') returning ${COLUMNS}`.execute(tx)).rows[0]);
  if (!found) return;
  const result = await compute[found.kind](services, county, found.input, async (done, steps) => {
    await db.transaction(scope, (tx) => sql`update calculation set done = ${done}, steps = ${steps}, moved_at = now() where county_id = ${county} and id = ${id} and status = 'running'`.execute(tx));
  });
  await db.transaction(scope, (tx) => sql`update calculation set status = 'done', done = steps, ended_at = now(), moved_at = now(), result = ${JSON.stringify(result)}::jsonb where county_id = ${county} and id = ${id} and status = 'running'`.execute(tx));
}

export const calculateTask = (services: Services, compute: Readonly<Record<CalculationKind, Compute>>): Task => async (payload, helpers) => {
  const { county, calculation } = payloadSchema.parse(payload);
  try {
    await runCalculation(services, compute, county, calculation);
  } catch (error) {
    // After the last try it must not look as if it were still running.
    if (helpers.job.attempts >= helpers.job.max_attempts)
      await services.installation.db.transaction({ county, area: null, user: 'system' }, (tx) => sql`update calculation set status = 'failed', ended_at = now(), words = '系统错误，没有算完；请重新提出，仍不行时联系系统管理员' where county_id = ${county} and id = ${calculation} and status in ('waiting', 'running')`.execute(tx));
    throw error;
  }
};
