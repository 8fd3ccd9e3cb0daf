import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Action } from '@doudi/core/case/actions';
import { testInstallation } from '../../testing/harness.ts';
import type { Installation } from '../installation.ts';
import { appendActions } from './chain.ts';
import type { Appended } from './chain.ts';
import { checkpointCounty } from './checkpoint.ts';

/** For the tests of the log: a real database with the log's tables, counties and cases to write to. */
export interface LogFixture {
  readonly installation: Installation;
  readonly admin: pg.Client;
  /** A county of its own for each test, with two units (1 and 2). */
  newCounty(): Promise<number>;
  /** A case without actions. */
  newCase(county: number, unit?: number): Promise<string>;
  append(county: number, caseId: string, firstSeq: number, actions: readonly Action[], recordedAt: string): Promise<Appended>;
  checkpoint(county: number, at: string): Promise<void>;
  /** As a superuser with the triggers and keys of the log switched off. */
  tamper(...statements: { text: string; values?: unknown[] }[]): Promise<void>;
  close(): Promise<void>;
}

const LOG_TABLES = ['case_action', 'chain_head', 'checkpoint'];

/** An action with little in it. */
export function material(name: string, at: string, user = 'u-1'): Action {
  return { kind: 'materialRequired', at, on: at.slice(0, 10), actor: { user, post: 'handler', unit: 'street-1' }, body: { material: name } };
}


/** Any value of a type will do for what the log does not look at. */
const ANY: Readonly<Record<string, unknown>> = { int4: 1, int8: 1, text: 'x', uuid: randomUUID(), date: '2026-03-02', timestamptz: '2026-03-02T00:00:00Z', jsonb: {}, bool: false };

/** Only what the table demands is written, so that the tests of the log do not follow every column of the projection. */
async function insertCase(admin: pg.Client, known: Readonly<Record<string, unknown>>): Promise<void> {
  const { rows } = await admin.query<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = 'case_file' and is_nullable = 'NO' and column_default is null and is_generated = 'NEVER'`,
  );
  const names = rows.map((row) => row.name).join(', ');
  const record = Object.fromEntries(rows.map(({ name, type }) => [name, known[name] ?? ANY[type]]));
  await admin.query(`insert into case_file (${names}) select ${names} from jsonb_populate_record(null::case_file, $1)`, [JSON.stringify(record)]);
}

export async function logFixture(): Promise<LogFixture> {
  const installation = await testInstallation();
  const admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
  const { db, keys, config } = installation;
  let last = 990_000;
  return {
    installation,
    admin,
    async newCounty() {
      last += 1;
      await admin.query('insert into county (id, key, name) values ($1, $2, $2)', [last, `county-${last}`]);
      await admin.query(`insert into unit (county_id, id, key, name, kind) values ($1, 1, 'street-1', '一街', 'street'), ($1, 2, 'street-2', '二街', 'street')`, [last]);
      return last;
    },
    async newCase(county, unit = 1) {
      const id = randomUUID();
      await insertCase(admin, { county_id: county, id, unit_id: unit, area_id: unit, number: id, status: 'applied', organ: 'unit' });
      return id;
    },
    append: async (county, caseId, firstSeq, actions, recordedAt) =>
      await db.transaction({ county, area: null }, async (tx) => await appendActions(tx, { county, caseId, firstSeq, actions, recordedAt })),
    async checkpoint(county, at) {
      await checkpointCounty(db, config.dataFolder, county, keys.signing, at);
    },
    async tamper(...statements) {
      for (const table of LOG_TABLES) await admin.query(`alter table ${table} disable trigger all`);
      for (const statement of statements) await admin.query(statement.text, statement.values ?? []);
      for (const table of LOG_TABLES) await admin.query(`alter table ${table} enable trigger all`);
    },
    async close() {
      await admin.end();
      await installation.close();
    },
  };
}
