import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testInstallation } from '../testing/harness.ts';
import type { Installation } from './installation.ts';
import { createKeys, openKeys } from './keys.ts';
import { migrate, MIGRATIONS, readMigrations } from './migrate.ts';
import { APPLICATION_ROLE } from './roles.ts';

let installation: Installation;
let admin: pg.Client;
let folder: string;

beforeAll(async () => {
  installation = await testInstallation();
  admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await installation.close();
});
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-migrations-'));
  await admin.query('truncate doudi_migration');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
};
const run = async (): Promise<string[]> => await migrate(installation.adminUrl, installation.keys, path.join(folder, 'migrations'));

describe('migrations', () => {
  it('run once, in order, with included table definitions', async () => {
    write('tables/pear.sql', 'create table pear (id int);\n-- include: seed.sql');
    write('tables/seed.sql', 'insert into pear values (1);');
    write('migrations/0002-more.sql', 'insert into pear values (2);');
    write('migrations/0001-first.sql', '-- include: ../tables/pear.sql\n');
    expect(await run()).toEqual(['0001-first.sql', '0002-more.sql']);
    expect(await run()).toEqual([]);
    expect((await admin.query('select id from pear order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('run once when several processes start together', async () => {
    write('migrations/0001-apple.sql', 'create table apple (id int); select pg_sleep(0.2);');
    const ran = await Promise.all([run(), run(), run()]);
    expect(ran.flat()).toEqual(['0001-apple.sql']);
  });

  it('leave nothing of a migration that fails, and say where', async () => {
    write('migrations/0001-fig.sql', 'create table fig (id int);\nselect nonsense from fig;');
    await expect(run()).rejects.toThrow(/0001-fig\.sql.*nonsense/s);
    expect((await admin.query(`select to_regclass('fig') as t`)).rows).toEqual([{ t: null }]);
  });

  it('run outside a transaction where the first line asks for it', async () => {
    write('migrations/0001-plum.sql', 'create table plum (id int);');
    write('migrations/0002-index.sql', '-- no-transaction\ncreate index concurrently on plum (id);');
    expect(await run()).toHaveLength(2);
  });

  it('refuse a history that was edited or comes from a newer program, and two with one number', async () => {
    write('migrations/0001-kiwi.sql', 'create table kiwi (id int);');
    await run();
    write('migrations/0001-kiwi.sql', 'create table kiwi (id bigint);');
    await expect(run()).rejects.toThrow('改动');
    fs.rmSync(path.join(folder, 'migrations/0001-kiwi.sql'));
    await expect(run()).rejects.toThrow('newer');
    write('migrations/0001-a.sql', '');
    write('migrations/0001-b.sql', '');
    expect(() => readMigrations(path.join(folder, 'migrations'))).toThrow('number 1');
  });

  it('refuse a database that was made with another master key', async () => {
    const other = path.join(folder, 'keys', 'master.key');
    createKeys(other);
    await expect(migrate(installation.adminUrl, openKeys(other), MIGRATIONS)).rejects.toThrow('主密钥与数据库不符');
  });

  it('refuse an application role that could step over row-level security', async () => {
    await admin.query('begin');
    await admin.query(`alter role ${APPLICATION_ROLE} bypassrls`);
    const { createApplicationRole } = await import('./roles.ts');
    await expect(createApplicationRole(admin, installation.keys)).rejects.toThrow('too many rights');
    await admin.query('rollback');
  });
});
