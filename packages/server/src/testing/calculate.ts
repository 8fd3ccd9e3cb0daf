import type pg from 'pg';
import { until } from './until.ts';

/** Waits until the server's job runner has computed everything that somebody asked for. */
export const computeWaiting = async (admin: pg.Client): Promise<void> =>
  void (await until(async () => (await admin.query<{ n: number }>(`select count(*)::int as n from calculation where status in ('waiting', 'running')`)).rows[0]?.n, (n) => n === 0, 'computed'));
