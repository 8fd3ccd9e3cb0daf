import { randomUUID } from 'node:crypto';
import { createApp } from '@doudi/server/src/app.ts';
import { TRAINING_PASSWORD } from '@doudi/server/src/features/training/accounts.ts';
import type { Installation } from '@doudi/server/src/platform/installation.ts';
import { cloneCases } from './clone-cases.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { prepareDesk, type Desk } from './prepare.ts';
import { connectBare, recordStatements, replay, type Statement } from './replay.ts';
import { blocksOf, inParallel, spread, timed, type Spread } from './stats.ts';

export interface ConfirmSizes {
  /** Different households; the rest are copies. */
  readonly shapes: number;
  readonly warmUp: number;
  readonly alone: number;
  readonly together: number;
}

export interface ConfirmResult {
  readonly statements: number;
  readonly alone: { readonly http: Spread; readonly sql: Spread };
  readonly together: { readonly clients: number; readonly http: Spread; readonly sql: Spread; readonly httpPerSecond: number; readonly sqlPerSecond: number };
}

const CLIENTS = 8;

const path = (id: string): string => `/cases/${id}/commands/decide`;
const GRANT = { payload: { outcome: 'grant' } };
const key = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });

/** Runs every command once in this process, one after the other, and keeps what each sent to the database. */
async function record(installation: Installation, desk: Desk, ids: readonly string[]): Promise<Map<string, Statement[]>> {
  const app = await createApp(installation);
  try {
    const signedIn = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login: desk.login, password: TRAINING_PASSWORD, machine: true } });
    const { token } = signedIn.json<{ token: string }>();
    const recorded = new Map<string, Statement[]>();
    for (const id of ids) {
      const statements = await recordStatements(async () => {
        const answer = await app.inject({ method: 'POST', url: `/api/v1${path(id)}`, payload: GRANT, headers: { authorization: `Bearer ${token}`, ...key() } });
        if (answer.statusCode !== 200) throw new Error(answer.body);
      });
      recorded.set(id, statements);
    }
    return recorded;
  } finally {
    await app.close();
  }
}

/** Cases that were decided with everything that belongs to it: state, claim and entry in the log. */
async function countDecided(cluster: Cluster, database: string, ids: readonly string[]): Promise<number> {
  const admin = await cluster.admin(database);
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from case_file f join benefit b on b.county_id = f.county_id and b.case_id = f.id join case_action a on a.county_id = f.county_id and a.case_id = f.id and a.seq = f.seq and a.kind = 'decided'
     where f.id = any ($1) and f.status = 'granted'`, [ids]);
  await admin.end();
  return rows[0]?.n ?? 0;
}

/**
 * A leader's decision to grant, end to end over HTTP, against the same statements sent by a bare client. Three copies of
 * one database: in the first every command is recorded, in the second it runs over HTTP, in the third its statements run
 * by themselves; the last two take turns, block by block.
 */
export async function benchConfirm(cluster: Cluster, sizes: ConfirmSizes, log: (line: string) => void): Promise<ConfirmResult> {
  await cluster.createDatabase('confirm', SEEDED);
  const made = await cluster.open('confirm');
  const admin = await cluster.admin('confirm');
  const desk = await prepareDesk({ ...cluster.services, installation: made }, admin, sizes.shapes);
  const ids = await cloneCases(made, admin, desk.county, desk.cases, sizes.warmUp + sizes.alone + sizes.together);
  await admin.query('vacuum analyze');
  await admin.end();
  const { url } = made.db;
  await made.close();
  await cluster.createDatabase('confirm_sql', 'confirm');
  await cluster.createDatabase('confirm_record', 'confirm');
  log(`confirm: ${ids.length} cases stand before the decision`);

  const recording = await cluster.open('confirm_record');
  const recorded = await record(recording, desk, ids);
  await recording.close();
  const statementsOf = (id: string): Statement[] => recorded.get(id) ?? [];

  const server = await cluster.serve('confirm');
  const sqlUrl = new URL(url);
  sqlUrl.pathname = '/confirm_sql';
  const bare = await Promise.all(Array.from({ length: CLIENTS }, () => connectBare(sqlUrl.href)));
  const token = await server.signIn(desk.login, TRAINING_PASSWORD);
  const connections = Array.from({ length: CLIENTS }, () => server.connect(token));
  const overHttp = (id: string, worker: number): Promise<unknown> => connections[worker]?.call('POST', path(id), GRANT, key()) ?? Promise.resolve();
  const bySql = async (id: string, worker: number): Promise<void> => {
    const client = bare[worker];
    if (client) await replay(client, statementsOf(id));
  };

  try {
    const warm = ids.slice(0, sizes.warmUp);
    await inParallel(CLIENTS, warm, async (id, worker) => void (await overHttp(id, worker)));
    await inParallel(CLIENTS, warm, bySql);

    const alone = { http: [] as number[], sql: [] as number[] };
    for (const block of blocksOf(ids.slice(sizes.warmUp, sizes.warmUp + sizes.alone), 20)) {
      for (const id of block) await timed(alone.http, () => overHttp(id, 0));
      for (const id of block) await timed(alone.sql, () => bySql(id, 0));
    }
    const together = { http: [] as number[], sql: [] as number[], httpWall: [] as number[], sqlWall: [] as number[] };
    for (const block of blocksOf(ids.slice(sizes.warmUp + sizes.alone), 80)) {
      await timed(together.httpWall, () => inParallel(CLIENTS, block, (id, worker) => timed(together.http, async () => void (await overHttp(id, worker)))));
      await timed(together.sqlWall, () => inParallel(CLIENTS, block, (id, worker) => timed(together.sql, () => bySql(id, worker))));
    }
    const [overWire, byHand] = [await countDecided(cluster, 'confirm', ids), await countDecided(cluster, 'confirm_sql', ids)];
    if (overWire !== ids.length || byHand !== ids.length) throw new Error(`${ids.length} cases, ${overWire} decided over HTTP and ${byHand} by SQL: the two did not do the same`);
    const perSecond = (done: readonly number[], wall: readonly number[]): number => (done.length * 1000) / wall.reduce((a, b) => a + b, 0);
    return {
      statements: statementsOf(ids[sizes.warmUp] ?? '').length,
      alone: { http: spread(alone.http), sql: spread(alone.sql) },
      together: { clients: CLIENTS, http: spread(together.http), sql: spread(together.sql), httpPerSecond: perSecond(together.http, together.httpWall), sqlPerSecond: perSecond(together.sql, together.sqlWall) },
    };
  } finally {
    for (const c of connections) c.close();
    for (const c of bare) await c.end();
    await server.stop();
    for (const name of ['confirm', 'confirm_sql', 'confirm_record']) await cluster.dropDatabase(name);
  }
}
