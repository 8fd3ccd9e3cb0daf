import pg from 'pg';
import type { Task } from 'graphile-worker';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testInstallation } from '../testing/harness.ts';
import { until } from '../testing/until.ts';
import type { Installation } from './installation.ts';
import { keepRunning } from './job-runner.ts';

let installation: Installation;
let admin: pg.Client;
beforeAll(async () => {
  installation = await testInstallation();
  admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await installation.close();
});

const start = (tasks: Record<string, Task>) => keepRunning(installation.db.url, { tasks, cron: [], pollMs: 100 });
const add = async (task: string, payload: object = {}): Promise<unknown> => await admin.query('select graphile_worker.add_job($1, $2::json)', [task, JSON.stringify(payload)]);
const breakAll = async (): Promise<unknown> => await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`);

describe('background work', () => {
  it('goes on after every connection to the database broke, again and again, also in the middle of a job', async () => {
    const seen: number[] = [];
    const jobs = start({
      count: async (payload) => {
        await pause(30);
        seen.push((payload as { n: number }).n);
      },
    });
    for (let n = 0; n < 4; n++) {
      await add('count', { n });
      if (n % 2 === 0) await until(() => seen.includes(n), Boolean, `done ${n}`);
      else await pause(20);
      await breakAll();
    }
    await add('count', { n: 9 });
    await until(() => seen.includes(9), Boolean, 'done after the breaks');
    await jobs.stop();
  });

  it('stops when its connections break at that moment, and takes nobody along', async () => {
    for (let i = 0; i < 6; i++) {
      const jobs = start({ nothing: () => undefined });
      await pause(20 + i * 30);
      await Promise.all([breakAll(), jobs.stop()]);
    }
  });

  it('a job that a dead runner kept locked is done by the next; what a living one is at is left to it', async () => {
    let begun = 0;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const slow: Task = async () => {
      begun += 1;
      await ended;
    };
    const first = start({ slow });
    await add('slow');
    await until(() => begun === 1, Boolean, 'begun');
    // As if it had worked for an hour; another had died meanwhile.
    await admin.query(`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'`);
    const seen: string[] = [];
    await add('orphan');
    await admin.query(`update graphile_worker._private_jobs j set locked_at = now() - interval '1 minute', locked_by = 'pool-dead' from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'orphan'`);
    const second = start({ slow, orphan: () => void seen.push('orphan') });
    await until(() => seen.length === 1, Boolean, 'the orphan done');
    await pause(300);
    expect(begun).toBe(1);
    end();
    await Promise.all([first.stop(), second.stop()]);
    // Of this test: one above may leave what its broken runner had begun.
    expect((await admin.query(`select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier in ('slow', 'orphan')`)).rowCount).toBe(0);
  });
});
