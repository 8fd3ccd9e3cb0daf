import pg from 'pg';
import { queryOfClient, type Query } from '../../platform/log/read.ts';
import type { Services } from '../../services.ts';

export interface Snapshot {
  readonly query: Query;
  close(): Promise<void>;
}

/**
 * One unchanging view of a county's whole log: a connection of its own as the application role, under its row-level
 * security, so that reading a million entries for minutes takes no connection from the desks and sees no half-written end.
 */
export async function openSnapshot(services: Services, county: number): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: services.installation.db.url, application_name: 'doudi-audit', statement_timeout: 60_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`select set_config('app.county', $1, true), set_config('app.area', '*', true)`, [String(county)]);
  } catch (e) {
    await client.end();
    throw e;
  }
  return { query: queryOfClient(client), close: () => client.end() };
}
