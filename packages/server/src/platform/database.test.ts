import { sql } from 'kysely';
import pg from 'pg';
import { quickAddJob, run } from 'graphile-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testInstallation } from '../testing/harness.ts';
import type { Scope } from './database.ts';
import type { Installation } from './installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await testInstallation();
});
afterAll(async () => {
  await installation.close();
});

const everywhere: Scope = { county: null, area: null };

async function one<T>(scope: Scope, text: string): Promise<T> {
  return await installation.db.transaction(scope, async (tx) => {
    const { rows } = await sql.raw<{ value: T }>(`select ${text} as value`).execute(tx);
    return rows[0]!.value;
  });
}

describe('a transaction of the application role', () => {
  it('runs as a role that is no superuser, bypasses no row security and owns no table', async () => {
    expect(await one(everywhere, 'current_user')).toBe('doudi_app');
    expect(await one(everywhere, '(select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles where rolname = current_user)')).toBe(false);
    expect(await one(everywhere, `(select count(*)::int from pg_class where relowner = (select oid from pg_roles where rolname = current_user))`)).toBe(0);
  });

  it('carries county, areas and user, and leaves nothing of them to the next one on the same connection', async () => {
    const settings = `concat_ws('|', current_setting('app.county', true), current_setting('app.area', true), current_setting('app.user', true))`;
    expect(await one({ county: 7, area: [3, 5], user: 'u1' }, settings)).toBe('7|3,5|u1');
    expect(await one({ county: 7, area: null }, settings)).toBe('7|*|');
    expect(await one({ county: null, area: [] }, settings)).toBe('||');
    const again = await Promise.all(Array.from({ length: 40 }, async (_, county) => await one({ county, area: [county] }, settings)));
    expect(again).toEqual(Array.from({ length: 40 }, (_, county) => `${county}|${county}|`));
  });

  it('keeps the day of China and no just-in-time compiler, whatever the server is set to', async () => {
    const settings = `(select string_agg(concat_ws(' ', name, setting, source), ', ' order by name) from pg_settings where name in ('jit', 'TimeZone'))`;
    expect(await one(everywhere, settings)).toBe('TimeZone Asia/Shanghai client, jit off client');
  });

  it('rolls everything back when the work throws', async () => {
    const before = await one<number>(everywhere, '(select count(*)::int from graphile_worker._private_jobs)');
    await expect(installation.db.transaction(everywhere, async (tx) => {
      await sql`select graphile_worker.add_job('nothing')`.execute(tx);
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await one(everywhere, '(select count(*)::int from graphile_worker._private_jobs)')).toBe(before);
  });

  it('returns fen as numbers, dates and instants as text, days by the clock of China', async () => {
    expect(await one(everywhere, '9007199254740991::int8')).toBe(Number.MAX_SAFE_INTEGER);
    await expect(one(everywhere, '9007199254740992::int8')).rejects.toThrow('safe integers');
    expect(await one(everywhere, 'array[1, null, 3]::int8[]')).toEqual([1, null, 3]);
    expect(await one(everywhere, `date '2026-02-28'`)).toBe('2026-02-28');
    expect(await one(everywhere, `array[date '2026-02-28']`)).toEqual(['2026-02-28']);
    expect(await one(everywhere, `timestamptz '2026-02-28 23:30:00+08'`)).toBe('2026-02-28T15:30:00.000Z');
    expect(await one(everywhere, `(timestamptz '2026-02-28T16:30:00Z')::date`)).toBe('2026-03-01');
  });

  it('ends a statement that runs over its time', async () => {
    await expect(installation.db.transaction(everywhere, async (tx) => await sql`select pg_sleep(5)`.execute(tx), { statementTimeout: 50 })).rejects.toMatchObject({ code: '57014' });
    await expect(installation.db.transaction(everywhere, async (tx) => await sql`select graphile_worker.add_job('x')`.execute(tx), { readOnly: true })).rejects.toMatchObject({ code: '25006' });
  });

  it('survives connections cut by the server, lent out in a transaction or idle', async () => {
    await one(everywhere, '1');
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let proceed = (): void => undefined;
    const cut = new Promise<void>((resolve) => (proceed = resolve));
    const interrupted = installation.db.transaction(everywhere, async (tx) => {
      open();
      await cut;
      return (await sql`select 1`.execute(tx)).rows;
    });
    await opened;
    const admin = new pg.Client({ connectionString: installation.adminUrl });
    await admin.connect();
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'doudi_app' and datname = current_database()`);
    await admin.end();
    proceed();
    await expect(interrupted).rejects.toThrow();
    // A cut connection may still be handed out once; after that the pool must have recovered.
    await Promise.allSettled(Array.from({ length: 6 }, async () => await one(everywhere, '1')));
    expect(await one(everywhere, '1')).toBe(1);
  });

  it('lets the same role enqueue a job and work it off', async () => {
    await quickAddJob({ connectionString: installation.db.url }, 'greet', { name: 'x' });
    const seen: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      run({ connectionString: installation.db.url, noHandleSignals: true, crontab: '', taskList: { greet: (payload) => { seen.push(payload); resolve(); } } })
        .then(async (runner) => { runner.events.once('job:complete', () => void runner.stop()); await runner.promise; })
        .catch(reject);
    });
    expect(seen).toEqual([{ name: 'x' }]);
  });
});
