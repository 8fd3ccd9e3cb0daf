import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { VerificationConnector } from './features/verification/connector.ts';
import { verificationTask } from './features/verification/job.ts';
import type { Services } from './services.ts';

/** Time to one attempt's answer, and tries within one run of a job; the job runner repeats the rest over hours. */
const CONNECTOR = { timeoutMs: 10_000, attempts: 2, backOffMs: 300 };

/** Runs background work in this process. Any number of processes may do so: jobs are locked in the database. */
export async function startJobs(services: Services): Promise<{ stop: () => Promise<void> }> {
  const { config, db } = services.installation;
  const tasks: TaskList = {};
  if (config.verificationUrl) tasks['verification'] = verificationTask(services, new VerificationConnector({ baseUrl: config.verificationUrl, token: process.env['DOUDI_VERIFICATION_TOKEN'] ?? 'training', ...CONNECTOR }));
  if (Object.keys(tasks).length === 0) return { stop: async () => undefined };
  const runner: Runner = await run({ connectionString: db.url, concurrency: 2, maxPoolSize: 3, pollInterval: 2000, noHandleSignals: true, taskList: tasks, logger: quiet() });
  return { stop: () => runner.stop() };
}

/** Errors only: a line per job would bury them. */
const quiet = (): Logger => new Logger(() => (level, message) => {
  if (level === 'error') console.error(message);
});
