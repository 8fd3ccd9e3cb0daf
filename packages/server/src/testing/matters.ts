import type { JobHelpers, Task } from 'graphile-worker';
import pg from 'pg';
import { afterAll } from 'vitest';
import { loadLaw, type Law } from '../features/law/law.ts';
import { verifyMatters } from '../features/matters/verify.ts';
import { rootUnit } from '../features/training/accounts.ts';
import type { Tx } from '../platform/database.ts';
import { queryOfClient } from '../platform/log/read.ts';
import type { Report } from '../platform/log/verify.ts';
import type { Services } from '../services.ts';
import type { Answer, Client } from './client.ts';
import { staffOf } from './flow.ts';
import { testServer, type TestServer } from './harness.ts';
import { seedTraining } from './training.ts';

/** What the server says of a login. */
interface Session {
  readonly account: string;
  readonly name: string;
  /** Day of its county. */
  readonly today: string;
  readonly unit: { readonly key: string; readonly name: string };
}

/** The body of an answer that has to be a success. @throws with what the server said instead. */
export function ok<T>(r: Answer<T>): T {
  if (r.status !== 200) throw new Error(`${r.status} ${JSON.stringify(r.body)}`);
  return r.body;
}

export interface Supervision {
  readonly server: TestServer;
  readonly services: Services;
  /** As the owner of the database, past all rights. */
  readonly admin: pg.Client;
  readonly user: (login: string) => Promise<Client>;
  readonly session: (who: string | Client) => Promise<Session>;
  readonly unitOf: (login: string) => Promise<Session['unit']>;
  readonly today: (login: string) => Promise<string>;
  /** Sets the training clock of a login's county. */
  readonly clock: (login: string, date: string) => Promise<void>;
  /** Of a county by its key, or by the beginning of its logins. */
  readonly countyId: (name: string) => number;
  /** What the system does in a county under the law of its day, past the rights of units. */
  readonly asSystem: <T>(county: string, work: (tx: Tx, law: Law) => Promise<T>) => Promise<T>;
  /** The county's chain of matters, verified from its first entry. */
  readonly chainOf: (county: string) => Promise<Report>;
}

/** A server with the training counties, for the HTTP tests of a topic: at the head of the file, closed when the file is done. */
export async function supervision(): Promise<Supervision> {
  const server = await testServer();
  const services = await seedTraining(server.installation);
  const admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
  afterAll(async () => {
    await admin.end();
    await server.close();
  });
  const { user } = staffOf(() => server.origin);
  const session = async (who: string | Client): Promise<Session> => ok(await (typeof who === 'string' ? await user(who) : who).get<Session>('/session'));
  const countyId = (name: string): number => {
    const id = [...services.counties.values()].find((c) => c.key === name || rootUnit(c).id === name)?.id;
    if (id === undefined) throw new Error(`no county ${name}`);
    return id;
  };
  return {
    server, services, admin, user, session, countyId,
    unitOf: async (login) => (await session(login)).unit,
    today: async (login) => (await session(login)).today,
    clock: async (login, date) => void ok(await (await user(login)).put('/training/clock', { date })),
    asSystem: async (name, work) => {
      const county = countyId(name);
      return await server.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => await work(tx, await loadLaw(tx, services, county)));
    },
    chainOf: async (name) => {
      const county = countyId(name);
      await admin.query('begin');
      try {
        return await verifyMatters(queryOfClient(admin), county);
      } finally {
        await admin.query('rollback');
      }
    },
  };
}

/** Does a job of the night once, now. */
export const runJob = async (task: Task): Promise<void> => void (await task({}, { logger: { info: () => undefined } } as unknown as JobHelpers));
