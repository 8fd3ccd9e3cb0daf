import { sql } from 'kysely';
import { Logger, parseCronItems, run, type CronItem, type Runner, type Task, type TaskList } from 'graphile-worker';
import { BankConnector } from './features/bank/connector.ts';
import { bankTask, sweepBatches } from './features/bank/job.ts';
import { messagesTask, MESSAGES_CRON } from './features/messages/send.ts';
import { REPROJECT_CRON, reprojectTask } from './features/cases/reproject.ts';
import { standardChangeTask } from './features/budget/change.ts';
import { whatIfTask } from './features/budget/what-if.ts';
import { anchorLedger } from './features/ledger/anchor.ts';
import { forgetUploadsTask, rosterImportTask } from './features/rosters/take.ts';
import { VerificationConnector } from './features/verification/connector.ts';
import { verificationTask } from './features/verification/job.ts';
import { SetupError } from './platform/config.ts';
import { checkpointCounty } from './platform/log/checkpoint.ts';
import type { Services } from './services.ts';

/** Time to one attempt's answer, and tries within one run of a job; the job runner repeats the rest over hours. */
const CONNECTOR = { timeoutMs: 10_000, attempts: 2, backOffMs: 300 };

/** The end of a job is noted in a queue of its own, which tries again and then gives up in order; noted at once, a database that is away at that moment would end the whole server by a promise nobody holds. */
const NOTED_IN_TURN = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };
/** Between a runner that gave up and the next. */
const RUNNER_PAUSE_MS = 500;
/** How long one that gave up may take to leave. */
const RUNNER_LEAVE_MS = 60_000;
/** One that has asked for no job this long, and has none, hangs: a second beside it does no harm. */
const RUNNER_SILENT_MS = 15_000;

/** Times are UTC: China is eight hours ahead and has no summer time. */
const CRON: CronItem[] = [{ task: 'checkpoint', match: '*/15 * * * *', options: { jobKey: 'checkpoint' } }, { task: 'forget', match: '30 18 * * *', options: { jobKey: 'forget' } }, { task: 'forgetUploads', match: '40 18 * * *', options: { jobKey: 'forgetUploads' } }, REPROJECT_CRON, MESSAGES_CRON];

/** Signs the end of every county's log and ledger; what stands before a checkpoint cannot be rewritten unnoticed. */
export const checkpointTask = (services: Services): Task => async () => {
  const { db, config, keys } = services.installation;
  for (const county of services.counties.keys()) {
    await checkpointCounty(db, config.dataFolder, county, keys.signing, new Date().toISOString());
    await anchorLedger(db, config.dataFolder, county, keys.signing, new Date().toISOString());
  }
};

/** Answers kept for repeated requests and sessions that are over do not outlive their use. */
const forgetTask = (services: Services): Task => async () => {
  await services.installation.db.transaction({ county: null, area: [] }, (tx) => sql`select forget_expired(), forget_public()`.execute(tx));
};

/** Runs background work in this process. Any number of processes may do so: jobs are locked in the database. */
export async function startJobs(services: Services): Promise<{ stop: () => Promise<void> }> {
  const { config, db } = services.installation;
  const tasks: TaskList = { checkpoint: checkpointTask(services), forget: forgetTask(services), reproject: reprojectTask(services), whatIf: whatIfTask(services), standardChange: standardChangeTask(services), rosterImport: rosterImportTask(services), forgetUploads: forgetUploadsTask(services) };
  const token = process.env['DOUDI_VERIFICATION_TOKEN'] ?? (config.mode === 'training' ? 'training' : undefined);
  if (config.verificationUrl && token === undefined) throw new SetupError('配置了核对平台地址，但没有 DOUDI_VERIFICATION_TOKEN。', 'The verification platform has an address but DOUDI_VERIFICATION_TOKEN is missing.');
  if (config.verificationUrl && token) tasks['verification'] = verificationTask(services, new VerificationConnector({ baseUrl: config.verificationUrl, token, ...CONNECTOR }));
  const bankToken = process.env['DOUDI_BANK_TOKEN'] ?? (config.mode === 'training' ? 'training' : undefined);
  if (config.bankUrl && bankToken === undefined) throw new SetupError('配置了银行接口地址，但没有 DOUDI_BANK_TOKEN。', 'The bank has an address but DOUDI_BANK_TOKEN is missing.');
  if (config.bankUrl && bankToken) tasks['bank'] = bankTask(services, new BankConnector({ baseUrl: config.bankUrl, token: bankToken, timeoutMs: config.bankPace.timeoutMs }));
  tasks['messages'] = messagesTask(services);
  const runner = await keepRunning(() => run({ connectionString: db.url, concurrency: 2, maxPoolSize: 3, pollInterval: Math.min(2000, config.bankPace.sweepMs), noHandleSignals: true, taskList: tasks, parsedCronItems: parseCronItems(CRON), logger: quiet(), preset: NOTED_IN_TURN }));
  const sweep = config.bankUrl ? repeat(config.bankPace.sweepMs, async (first) => void (await sweepBatches(services, config.bankPace.sweepMs, first))) : undefined;
  return {
    stop: async () => {
      await sweep?.stop();
      await runner.stop();
    },
  };
}

/**
 * A runner that is started again when it gives up, as it does when the database stays away while a job's end is noted.
 * Its own promise is not waited for: graphile-worker 0.18 counts what it still has to note wrongly after a second such
 * failure and then shuts down for ever, and the process would live on without any background work.
 */
async function keepRunning(start: () => Promise<Runner>): Promise<{ stop: () => Promise<void> }> {
  let stopping = false;
  let runner: Runner | undefined;
  const again = async (): Promise<void> => {
    while (!stopping) {
      await new Promise((resolve) => setTimeout(resolve, RUNNER_PAUSE_MS));
      const starting = start().catch(() => undefined);
      const next = await Promise.race([starting, new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), RUNNER_SILENT_MS).unref())]);
      if (next === 'late') void starting.then((r) => r?.stop()).catch(() => undefined);
      if (!next || next === 'late') continue;
      runner = next;
      // Stopped while this one was starting.
      if (stopping) await next.stop().catch(() => undefined);
      return watch(next);
    }
  };
  const watch = (r: Runner): void => {
    let over = false;
    let busy = 0;
    let beat = Date.now();
    const ended = (): void => {
      busy -= 1;
      beat = Date.now();
    };
    const pulse = setInterval(() => {
      if (busy <= 0 && Date.now() - beat > RUNNER_SILENT_MS) end('asks for no jobs');
    }, 1000).unref();
    const end = (why: string): void => {
      clearInterval(pulse);
      if (over || stopping) return;
      over = true;
      console.error(`jobs: ${why}`);
      // What it still does may end; then its timetable stops and its connections go, whether it has counted right or not.
      setTimeout(() => void r.stop().catch(() => undefined), RUNNER_LEAVE_MS).unref();
      void again();
    };
    r.events.on('worker:getJob:start', () => {
      beat = Date.now();
    });
    r.events.on('job:start', () => {
      busy += 1;
    });
    r.events.on('job:success', ended).on('job:error', ended);
    r.events.once('pool:gracefulShutdown', ({ message }) => end(message));
    r.promise.then(() => end('ended'), (error: unknown) => end(String(error)));
  };
  runner = await start();
  watch(runner);
  return {
    stop: async () => {
      stopping = true;
      // One that has given up is stopped already.
      await runner?.stop().catch(() => undefined);
    },
  };
}

/** Does something at once and then every so often, until stopped. A database that is away for a while is no reason to end. */
function repeat(ms: number, work: (first: boolean) => Promise<void>): { stop: () => Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = (first: boolean): void => {
    running = work(first).catch(() => undefined).then(() => {
      if (!stopped) timer = setTimeout(() => turn(false), ms);
    });
  };
  turn(true);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Errors only: a line per job would bury them. */
const quiet = (): Logger =>
  new Logger(() => (level, message) => {
    if (level === 'error') console.error(message);
  });
