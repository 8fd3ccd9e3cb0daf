import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeSchema } from '../cli/schema-text.ts';
import { testInstallation } from '../testing/harness.ts';
import type { Installation } from './installation.ts';
import { migrate, MIGRATIONS, readMigrations } from './migrate.ts';

let installation: Installation;
let folder: string;
beforeAll(async () => {
  installation = await testInstallation();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-upgrade-'));
});
afterAll(async () => {
  await installation.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const DATABASE = `upgraded_${process.pid}`;

async function at<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Columns added later stand at the end of their table: their order says nothing. */
const unordered = (schema: string): string => schema.replaceAll(/(create table \S+ \(\n)([\s\S]*?)(\n\);)/g, (_, head: string, body: string, end: string) => head + body.split(',\n').sort().join(',\n') + end);

it('a database of the first release, migrated, has the structure of one that is created today', { timeout: 120_000 }, async () => {
  // Migrations alone, without the structure beside them: the way of a database that has a history.
  const alone = path.join(folder, 'migrations');
  fs.mkdirSync(alone);
  for (const m of readMigrations()) fs.copyFileSync(path.join(MIGRATIONS, m.name), path.join(alone, m.name));
  await at(installation.adminUrl, async (c) => await c.query(`create database ${DATABASE}`));
  const url = new URL(installation.adminUrl);
  url.pathname = `/${DATABASE}`;
  try {
    expect(await migrate(url.href, installation.keys, alone)).toEqual(readMigrations().map((m) => m.name));
    const fresh = await at(installation.adminUrl, describeSchema);
    const upgraded = await at(url.href, describeSchema);
    expect(unordered(upgraded)).toBe(unordered(fresh));
  } finally {
    await at(installation.adminUrl, async (c) => await c.query(`drop database ${DATABASE} with (force)`));
  }
});

it('a released migration is never edited: its text is the one that was released', () => {
  // A new release adds a line; a changed one would refuse the start of every installation that has run it.
  const released: Record<string, string> = { '0001-start.sql': '066f83f766550e1421094fb7d5b33360d9198464108bc2d4f773843d1ec44baa' };
  for (const m of readMigrations()) if (released[m.name]) expect(m.sha256, m.name).toBe(released[m.name]);
});
