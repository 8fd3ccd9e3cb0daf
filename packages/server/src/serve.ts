import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { trainingAccounts } from '@doudi/core/api/session';
import { loadPolicies, PolicyFault } from './features/policy/load.ts';
import { startCompanion } from './platform/companion.ts';
import { SetupError } from './platform/config.ts';
import type { Config } from './platform/config.ts';
import { freePort } from './platform/free-port.ts';
import { openInstallation } from './platform/installation.ts';
import type { Installation } from './platform/installation.ts';
import type { InstanceLock } from './platform/instance-lock.ts';
import { readTrainingState, writeTrainingState } from './platform/meta.ts';

const SIMULATOR = fileURLToPath(new URL('./simulators/verification.ts', import.meta.url));
const DEPARTMENTS_SIMULATOR = fileURLToPath(new URL('./simulators/departments.ts', import.meta.url));
const BANK_SIMULATOR = fileURLToPath(new URL('./simulators/bank-server.ts', import.meta.url));
/** Longer than any request may run; then whatever still hangs is left to the operating system. */
const SHUTDOWN_TIMEOUT = 45_000;

const say = (line: string): void => console.log(line);

/** Steps to take back, last first; every one runs even when an earlier one fails. */
class Undo {
  private readonly steps: (() => Promise<void>)[] = [];

  add(step: () => Promise<void>): void {
    this.steps.push(step);
  }

  async all(): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) await step().catch((error: unknown) => console.error(error));
  }
}

/** Once per database. A load that was cut off is never taken for a whole one. */
async function loadTrainingOnce(installation: Installation): Promise<void> {
  const state = await readTrainingState(installation.adminUrl);
  if (state === 'loaded') return;
  if (state === 'loading') throw new SetupError('该数据库的培训数据只装入了一半，请换一个空数据库。', 'The training data in this database is incomplete; use an empty database.');
  say('正在装入培训数据，约一分钟 / loading training data, about a minute…');
  const started = performance.now();
  await writeTrainingState(installation.adminUrl, 'loading');
  const { loadTraining } = await import('./features/training/load.ts');
  await loadTraining(installation);
  await writeTrainingState(installation.adminUrl, 'loaded');
  say(`培训数据已装入，用时 ${Math.round((performance.now() - started) / 1000)} 秒 / training data loaded`);
}

/** Listens on the wanted port of 127.0.0.1; in training on the next free one, in production it refuses a busy port. */
async function listen(app: FastifyInstance, config: Config): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const port = await freePort(config.port);
    if (port !== config.port) {
      if (config.mode === 'production') throw new SetupError(`端口 ${config.port} 已被占用。`, `Port ${config.port} is busy.`);
      say(`端口 ${config.port} 已被占用，改用 ${port} / port ${config.port} is busy, using ${port}`);
    }
    try {
      return await app.listen({ host: '127.0.0.1', port });
    } catch (error) {
      if (attempt === 3 || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

/** The training bank reads what each county's bank prescribes. */
function bankLayoutFlags(policyFolder: string): string[] {
  const { counties } = loadPolicies(policyFolder);
  return counties.flatMap((c) => {
    const file = path.join(policyFolder, c.id, 'bank-layout.json');
    return c.jurisdiction && fs.existsSync(file) ? ['--layout', `${c.jurisdiction.code}=${file}`] : [];
  });
}

/** Asked of the application itself: what is printed is what the login page offers. */
async function describeAccounts(app: FastifyInstance): Promise<string> {
  const { counties, password } = trainingAccounts.response.parse((await app.inject('/api/v1/training/accounts')).json());
  const [first] = counties;
  const posts = first?.accounts.map((a) => `${a.login.replace(/^[a-z]+-/, '')} ${a.postText}`) ?? [];
  const prefixes = counties.map((c) => `${c.accounts[0]?.login.split('-')[0] ?? ''}- ${c.name}`).join('  ');
  return `培训账号 / training accounts（密码 / password: ${password}；登录页可直接选 / or choose on the login page）\n  ${prefixes}\n  ${posts.join(' · ')}\n  例如 / for example: ${first?.accounts[0]?.login ?? ''}\n`;
}

async function start(config: Config, undo: Undo, onLost: (error: Error) => void, stopped: () => boolean): Promise<void> {
  let lock: InstanceLock | undefined;
  const opened = await openInstallation(config, { log: say, onLost, onLock: (held) => (lock = held) });
  undo.add(() => opened.close());
  if (stopped()) return;
  let installation = opened;
  if (config.mode === 'training') {
    if (config.verificationUrl === null) {
      fs.mkdirSync(config.dataFolder, { recursive: true });
      const simulator = await startCompanion(SIMULATOR, ['--data', path.join(config.dataFolder, 'simulator-verification.json')], say);
      undo.add(() => simulator.stop());
      installation = { ...opened, config: { ...config, verificationUrl: simulator.address } };
    }
    if (config.bankUrl === null) {
      fs.mkdirSync(config.dataFolder, { recursive: true });
      const bank = await startCompanion(BANK_SIMULATOR, ['--data', path.join(config.dataFolder, 'simulator-bank.jsonl'), '--token', 'training', ...bankLayoutFlags(config.policyFolder)], say);
      undo.add(() => bank.stop());
      installation = { ...installation, config: { ...installation.config, bankUrl: bank.address } };
    }
    if (config.departmentsUrl === null) {
      fs.mkdirSync(config.dataFolder, { recursive: true });
      const departments = await startCompanion(DEPARTMENTS_SIMULATOR, ['--data', path.join(config.dataFolder, 'simulator-departments.json'), '--token', 'training'], say);
      undo.add(() => departments.stop());
      installation = { ...installation, config: { ...installation.config, departmentsUrl: departments.address } };
    }
    await loadTrainingOnce(installation);
    if (stopped()) return;
  }
  const { createApp } = await import('./app.ts');
  const app = await createApp(installation);
  undo.add(() => app.close());
  if (stopped()) return;
  const address = await listen(app, config);
  lock?.announce(address);
  say(`\n兜底 Doudi 已启动（${config.mode === 'training' ? '培训环境' : '正式环境'}）\n地址 / address: ${address}`);
  if (config.mode === 'training') say(await describeAccounts(app));
  say('按 Ctrl-C 停止 / press Ctrl-C to stop');
}

/**
 * Runs a Doudi until it is told to stop (SIGINT, SIGTERM, SIGHUP, or the end of the process that started it), then
 * answers what is open, stops every child and ends the process. Refusals are printed in plain words, exit code 1.
 */
export async function serve(config: Config): Promise<void> {
  const undo = new Undo();
  let stopping: Promise<void> | null = null;
  let exitCode = 0;
  let starting: Promise<void> = Promise.resolve();

  const stop = (): void => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(exitCode || 1), SHUTDOWN_TIMEOUT).unref();
      // While still opening, the children are not all known yet; while loading, closing the pool ends the load.
      await undo.all();
      await starting.catch(() => undefined);
      await undo.all();
      process.exit(exitCode);
    })();
  };
  const fail = (error: unknown): void => {
    if (stopping) return;
    exitCode = 1;
    console.error(error instanceof SetupError || error instanceof PolicyFault ? `\n${error.message}` : error);
    stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.connected) {
    process.on('disconnect', stop);
    process.channel?.unref();
  }
  starting = start(config, undo, fail, () => stopping !== null);
  await starting.catch(fail);
}
