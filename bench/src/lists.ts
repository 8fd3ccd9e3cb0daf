import { SEEDED, type Cluster } from './cluster.ts';
import { makeCounty, type Asker, type LargeCounty, type Target } from './county.ts';
import type { Connection, ServerProcess } from './server.ts';
import { spread, timed, type Spread } from './stats.ts';
import { TRAINING_PASSWORD } from '@doudi/server/src/features/training/accounts.ts';

export interface ListSizes {
  readonly small: number;
  readonly large: number;
  readonly rounds: number;
}

export interface ListResult {
  readonly name: string;
  readonly small: Spread;
  readonly large: Spread;
}

interface Page {
  readonly items: readonly unknown[];
  readonly next?: string | null;
}

type Ask = (c: Connection, t: Target) => Promise<unknown>;

const tab = (name: string): Ask => (c) => c.call('GET', `/worklist?tab=${name}`);
/** @throws when nothing is found: an empty answer is quick whatever the size. */
const search = (value: (t: Target) => string): Ask => async (c, t) => {
  const { items } = (await c.call('POST', '/search', { value: value(t) })) as Page;
  if (items.length === 0) throw new Error(`nothing found for ${value(t)}`);
};
const secondPage: Ask = async (c) => {
  const { next } = (await c.call('GET', '/worklist?tab=done')) as Page;
  await c.call('GET', `/worklist?tab=done&cursor=${next ?? ''}`);
};

const OPERATIONS: readonly (readonly [name: string, as: Asker, ask: Ask])[] = [
  ['Work list, to do', 'handler', tab('todo')],
  ['Work list, in progress', 'handler', tab('doing')],
  ['Work list, done', 'handler', tab('done')],
  ['Work list, done, two pages', 'handler', secondPage],
  ['Search by name', 'handler', search((t) => t.name)],
  ['Search by identity number', 'handler', search((t) => t.idNumber)],
  ['Search by case number', 'handler', search((t) => t.caseNumber)],
  ['Whole county: search by name', 'countyHandler', search((t) => t.name)],
  ['Whole county: search by identity number', 'countyHandler', search((t) => t.idNumber)],
  ['Whole county: done', 'countyHandler', tab('done')],
  ['One village: done', 'village', tab('done')],
];

interface Site {
  readonly county: LargeCounty;
  readonly server: ServerProcess;
  readonly connections: Readonly<Record<Asker, Connection>>;
}

async function makeSite(cluster: Cluster, database: string, households: number): Promise<Site> {
  await cluster.createDatabase(database, SEEDED);
  const admin = await cluster.admin(database);
  const county = await makeCounty(cluster.services, admin, households);
  await admin.end();
  const server = await cluster.serve(database);
  const connect = async (login: string): Promise<Connection> => server.connect(await server.signIn(login, TRAINING_PASSWORD));
  return { county, server, connections: { handler: await connect(county.logins.handler), countyHandler: await connect(county.logins.countyHandler), village: await connect(county.logins.village) } };
}

/** Work list and search over HTTP in a small and in a large county, request by request in turn. */
export async function benchLists(cluster: Cluster, sizes: ListSizes, log: (line: string) => void): Promise<ListResult[]> {
  const sites: Site[] = [];
  try {
    const begun = performance.now();
    const small = await makeSite(cluster, 'lists_small', sizes.small);
    sites.push(small);
    const large = await makeSite(cluster, 'lists_large', sizes.large);
    sites.push(large);
    log(`lists: counties of ${sizes.small} and ${sizes.large} households made in ${Math.round((performance.now() - begun) / 1000)} s`);
    const times = OPERATIONS.map(() => ({ small: [] as number[], large: [] as number[] }));
    const ask = async (site: Site, operation: number, round: number, into: number[]): Promise<void> => {
      const [, as, how] = OPERATIONS[operation] ?? [];
      const target = site.county.targets[round % site.county.targets.length];
      if (as && how && target) await timed(into, () => how(site.connections[as], target));
    };
    // The first rounds fill caches and compile; they are not counted.
    const warmUp = Math.ceil(sizes.rounds / 5);
    for (let round = -warmUp; round < sizes.rounds; round++) {
      for (const [operation, into] of times.entries()) {
        const target = round + warmUp;
        const counted = round < 0 ? { small: [], large: [] } : into;
        // In turn first and second, so that neither always finds the machine as the other left it.
        if (round % 2 === 0) await ask(small, operation, target, counted.small);
        await ask(large, operation, target, counted.large);
        if (round % 2 !== 0) await ask(small, operation, target, counted.small);
      }
    }
    return times.map((t, i) => ({ name: OPERATIONS[i]?.[0] ?? '', small: spread(t.small), large: spread(t.large) }));
  } finally {
    for (const s of sites) {
      for (const c of Object.values(s.connections)) c.close();
      await s.server.stop();
    }
    for (const name of ['lists_small', 'lists_large']) await cluster.dropDatabase(name);
  }
}
