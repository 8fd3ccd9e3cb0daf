import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, parseCronItems, run, type CronItem, type Runner, type Task, type TaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import pg from 'pg';

/**
 * graphile-worker, whatever becomes of the database. A runner does not survive every death of its database: it may end, or
 * stand still and say nothing. So none outlives it: each runner has a connection of its own, its life line; when that breaks,
 * or the runner gives up, it is put away with its connections and another one begins.
 *
 * A job taken by a runner that died stays locked for hours. The life line therefore holds a lock in its runner's name, and
 * every runner frees, twice a minute, what is locked by one whose name nobody holds any more.
 */

/** Two job runners of one installation never have the same name; other locks of Doudi have other first numbers. */
const LIVES = 0x446a;
/** Between one runner and the next. */
const PAUSE_MS = 500;
const PULSE_MS = 30_000;
/** How long what a runner still does may take before the next one begins. */
const LEAVE_MS = 10_000;
const CONNECTIONS = 3;

/** The end of a job is noted in a queue of its own: noted at once, a database that is away at that moment would end the whole server by a promise nobody holds. */
const NOTED_IN_TURN = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

export interface Jobs {
  readonly tasks: TaskList;
  readonly cron: readonly CronItem[];
  /** Milliseconds between looks for work that nobody announced. */
  readonly pollMs: number;
}

/** Frees jobs of runners that are no more. A young lock is left alone: its runner may be about to take its name. */
const FREE_DEAD = `select graphile_worker.force_unlock_workers(array(
  select distinct j.locked_by from graphile_worker._private_jobs j where j.locked_at < now() - interval '30 seconds'
    and not exists (select from pg_locks l where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database()) and l.classid = ${LIVES} and l.objid::bigint = hashtext(j.locked_by)::bigint & 4294967295)))`;

/** graphile-worker's listener gives its connection back twice when it breaks while a runner stops, which the pool answers with an error that nobody catches: the second time is nothing. */
class Connection extends pg.Client {
  #release: (error?: Error | boolean) => void = () => undefined;

  get release(): (error?: Error | boolean) => void {
    return this.#release;
  }
  set release(give: (error?: Error | boolean) => void) {
    let given = false;
    this.#release = (error) => {
      if (!given) give(error);
      given = true;
    };
  }
}

/** Runs background work until stopped. Any number of processes may do so: jobs are locked in the database. */
export function keepRunning(url: string, jobs: Jobs): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const stopped = once(stopping.signal, 'abort').then(() => 'stopped');
  const loop = async (): Promise<void> => {
    let said = '';
    while (!stopping.signal.aborted) {
      const why = await live(url, jobs, stopped).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (why !== said && why !== 'stopped') console.error(`jobs: ${why}`);
      said = why;
      await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** The life of one runner. @returns why it ended. */
async function live(url: string, jobs: Jobs, stopped: Promise<string>): Promise<string> {
  const line = new pg.Client({ connectionString: url, application_name: 'doudi-jobs', connectionTimeoutMillis: 15_000, keepAlive: true });
  const broken = new Promise<string>((resolve) => line.once('end', () => resolve('the database has gone')).on('error', () => resolve('the database has gone')));
  await line.connect();
  const pool = new pg.Pool({ Client: Connection, connectionString: url, max: CONNECTIONS, application_name: 'doudi-jobs', connectionTimeoutMillis: 15_000, keepAlive: true });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const events: WorkerEvents = new EventEmitter();
  const named = once(events, 'pool:create').then(([made]: { workerPool: WorkerPool }[]) => made?.workerPool.id ?? '');
  const busy = new Set<Promise<unknown>>();
  const starting = run({ pgPool: pool, events, concurrency: 2, pollInterval: jobs.pollMs, noHandleSignals: true, taskList: watched(jobs.tasks, busy), parsedCronItems: parseCronItems([...jobs.cron]), logger: quiet(), preset: NOTED_IN_TURN });
  try {
    return await Promise.race([broken, stopped, starting.then(async (runner) => await breathe(runner, line, await named))]);
  } finally {
    await Promise.race([putAway(starting, busy), sleep(LEAVE_MS, undefined, { ref: false })]);
    // Without connections what is left of it can do no harm.
    void pool.end().catch(() => undefined);
    void line.end().catch(() => undefined);
  }
}

/** Takes the runner's name and pulses until one of the two gives up. @returns why. */
async function breathe(runner: Runner, line: pg.Client, name: string): Promise<string> {
  const over = new Promise<string>((resolve) => {
    runner.events.once('pool:gracefulShutdown', ({ message }) => resolve(message));
    runner.promise.then(() => resolve('the runner has ended'), (error: unknown) => resolve(String(error)));
  });
  await line.query('select pg_advisory_lock($1, hashtext($2))', [LIVES, name]);
  for (;;) {
    await line.query(FREE_DEAD);
    const why = await Promise.race([over, sleep(PULSE_MS, undefined, { ref: false })]);
    if (why !== undefined) return why;
  }
}

async function putAway(starting: Promise<Runner>, busy: ReadonlySet<Promise<unknown>>): Promise<void> {
  await starting.then((runner) => runner.stop()).catch(() => undefined);
  await Promise.allSettled(busy);
}

/** The same tasks, with those under way in `busy`. */
function watched(tasks: TaskList, busy: Set<Promise<unknown>>): TaskList {
  const watch = (task: Task): Task => async (payload, helpers) => {
    const doing = Promise.resolve(task(payload, helpers));
    busy.add(doing);
    await doing.finally(() => busy.delete(doing));
  };
  return Object.fromEntries(Object.entries(tasks).flatMap(([name, task]) => (task ? [[name, watch(task)]] : [])));
}

/** Errors only: a line per job would bury them. */
const quiet = (): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') console.error(message);
  });
