import { sql } from 'kysely';
import type { CronItem, Task, TaskList } from 'graphile-worker';
import { BankConnector } from './features/bank/connector.ts';
import { WATCH_CRON, watchTask } from './features/behaviour/run.ts';
import { runOutbox } from './features/bank/loop.ts';
import { calculateTask } from './features/calculations/calculate.ts';
import { COMPUTE } from './features/calculations/kinds.ts';
import { clearOutboxTask, messagesTask, MESSAGES_CRON } from './features/messages/send.ts';
import { REPROJECT_CRON, reprojectTask } from './features/cases/reproject.ts';
import { SERIES_CRON, taskSeriesTask } from './features/tasks/series.ts';
import { standardChangeTask } from './features/budget/change.ts';
import { whatIfTask } from './features/budget/what-if.ts';
import { REGISTER_CRON, registerEndsTask } from './features/registers/standing.ts';
import { forgetUploadsTask, rosterImportTask } from './features/rosters/take.ts';
import { VerificationConnector } from './features/verification/connector.ts';
import { verificationTask } from './features/verification/job.ts';
import { DepartmentConnector } from './features/warnings/connector.ts';
import { warningsTask, WARNINGS_CRON } from './features/warnings/job.ts';
import { SetupError } from './platform/config.ts';
import { anchorChain } from './platform/log/anchor.ts';
import { keepRunning } from './platform/job-runner.ts';
import { checkpointCounty } from './platform/log/checkpoint.ts';
import type { Services } from './services.ts';

/** Time to one attempt's answer, and tries within one run of a job; the job runner repeats the rest over hours. */
const CONNECTOR = { timeoutMs: 10_000, attempts: 2, backOffMs: 300 };

/** Between looks for jobs that nobody announced. */
const POLL_MS = 2000;

/** Times are UTC: China is eight hours ahead and has no summer time. */
const CRON: CronItem[] = [{ task: 'checkpoint', match: '*/15 * * * *', options: { jobKey: 'checkpoint' } }, { task: 'forget', match: '30 18 * * *', options: { jobKey: 'forget' } }, { task: 'forgetUploads', match: '40 18 * * *', options: { jobKey: 'forgetUploads' } }, REPROJECT_CRON, REGISTER_CRON, MESSAGES_CRON, WARNINGS_CRON, WATCH_CRON, SERIES_CRON, { task: 'clearOutbox', match: '50 18 * * *', options: { jobKey: 'clearOutbox', queueName: 'messages' } }];

/** Signs the end of every county's chains: cases, money, supervision; what stands before a checkpoint cannot be rewritten unnoticed. */
export const checkpointTask = (services: Services): Task => async () => {
  const { db, config, keys } = services.installation;
  for (const county of services.counties.keys()) {
    await checkpointCounty(db, config.dataFolder, county, keys.signing, new Date().toISOString());
    for (const chain of ['ledger', 'matters'] as const) await anchorChain(db, config.dataFolder, chain, county, keys.signing, new Date().toISOString());
  }
};

/** Answers kept for repeated requests and sessions that are over do not outlive their use. */
const forgetTask = (services: Services): Task => async () => {
  await services.installation.db.transaction({ county: null, area: [] }, (tx) => sql`select forget_expired(), forget_public()`.execute(tx));
};

/** Runs background work in this process. Any number of processes may do so: jobs are locked, and batches claimed, in the database. */
export function startJobs(services: Services): { stop: () => Promise<void> } {
  const { config, db } = services.installation;
  const tasks: TaskList = { checkpoint: checkpointTask(services), forget: forgetTask(services), reproject: reprojectTask(services), watch: watchTask(services), calculate: calculateTask(services, COMPUTE), taskSeries: taskSeriesTask(services), whatIf: whatIfTask(services), standardChange: standardChangeTask(services), rosterImport: rosterImportTask(services), forgetUploads: forgetUploadsTask(services) };
  const token = process.env['DOUDI_VERIFICATION_TOKEN'] ?? (config.mode === 'training' ? 'training' : undefined);
  if (config.verificationUrl && token === undefined) throw new SetupError('配置了核对平台地址，但没有 DOUDI_VERIFICATION_TOKEN。', 'The verification platform has an address but DOUDI_VERIFICATION_TOKEN is missing.');
  if (config.verificationUrl && token) tasks['verification'] = verificationTask(services, new VerificationConnector({ baseUrl: config.verificationUrl, token, ...CONNECTOR }));
  const bankToken = process.env['DOUDI_BANK_TOKEN'] ?? (config.mode === 'training' ? 'training' : undefined);
  if (config.bankUrl && bankToken === undefined) throw new SetupError('配置了银行接口地址，但没有 DOUDI_BANK_TOKEN。', 'The bank has an address but DOUDI_BANK_TOKEN is missing.');
  const departmentsToken = process.env['DOUDI_DEPARTMENTS_TOKEN'] ?? (config.mode === 'training' ? 'training' : undefined);
  if (config.departmentsUrl && departmentsToken === undefined) throw new SetupError('配置了部门数据交换平台地址，但没有 DOUDI_DEPARTMENTS_TOKEN。', 'The exchange of departments has an address but DOUDI_DEPARTMENTS_TOKEN is missing.');
  tasks['warnings'] = warningsTask(services, config.departmentsUrl && departmentsToken ? new DepartmentConnector({ baseUrl: config.departmentsUrl, token: departmentsToken, timeoutMs: CONNECTOR.timeoutMs }) : undefined);
  tasks['registerEnds'] = registerEndsTask(services);
  tasks['messages'] = messagesTask(services);
  tasks['clearOutbox'] = clearOutboxTask(services);
  const running = [keepRunning(db.url, { tasks, cron: CRON, pollMs: POLL_MS })];
  if (config.bankUrl && bankToken) running.push(runOutbox(services, new BankConnector({ baseUrl: config.bankUrl, token: bankToken, timeoutMs: config.bankPace.timeoutMs })));
  return {
    stop: async () => {
      await Promise.all(running.map((r) => r.stop()));
    },
  };
}
