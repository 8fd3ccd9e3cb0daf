import type { CronItem, Task } from 'graphile-worker';
import * as z from 'zod';
import type { Services } from '../../services.ts';
import { ExchangeTrouble, type DepartmentConnector, type OfferedList } from './connector.ts';
import { loadLaw } from '../law/law.ts';
import { beginBatch, endBatch, failBatch, takePage, type Bringing } from './ingest.ts';
import { runWarnings } from './run.ts';

/** Ten past three at night in China, when nobody waits. */
export const WARNINGS_CRON: CronItem = { task: 'warnings', match: '10 19 * * *', options: { jobKey: 'warnings', queueName: 'warnings' } };

const payloadSchema = z.object({ county: z.number().int(), run: z.uuid() }).partial();
const LONG = { statementTimeout: 300_000 };

/** Brings one list page by page, each page and the place after it in one transaction: cut off anywhere, it goes on where it stopped. */
async function bringList(services: Services, connector: DepartmentConnector, county: number, offered: OfferedList): Promise<void> {
  const { db } = services.installation;
  const whole = { county, area: null, user: 'system' };
  const b: Bringing = { county, list: offered.list, way: 'connector', source: offered.source, sourceDate: offered.sourceDate, coverage: offered.coverage, by: null };
  // By the county's clock, as everything that stands beside it: in training that is another year.
  const now = async (): Promise<string> => (await db.transaction(whole, (tx) => loadLaw(tx, services, county))).now;
  const began = await now();
  const batch = await db.transaction(whole, (tx) => beginBatch(tx, b, began));
  try {
    for (let { cursor } = batch; ; ) {
      const page = await connector.page(county, b.list, cursor);
      await db.transaction(whole, (tx) => takePage(tx, services, b, batch.id, page.rows, page.next), LONG);
      if (page.next === null) break;
      cursor = page.next;
    }
    const at = await now();
    await db.transaction(whole, (tx) => endBatch(tx, b, batch.id, offered.whole, 0, at), LONG);
  } catch (e) {
    if (!(e instanceof ExchangeTrouble)) throw e;
    const at = await now();
    await db.transaction(whole, (tx) => failBatch(tx, county, batch.id, e.message, at));
  }
}

/** Brings every list that the exchange offers; a list that breaks off keeps what it had and does not hold up the others. */
export async function bringLists(services: Services, connector: DepartmentConnector, county: number): Promise<void> {
  let offered: readonly OfferedList[];
  try {
    offered = await connector.lists(county);
  } catch (e) {
    // The lists keep the date that they had, and every screen says it.
    if (e instanceof ExchangeTrouble) return;
    throw e;
  }
  for (const list of offered) await bringList(services, connector, county, list);
}

/** The night's run of every county, or one county's at its wish: lists first, then the rules. */
export const warningsTask = (services: Services, connector: DepartmentConnector | undefined): Task => async (payload) => {
  const { county, run } = payloadSchema.parse(payload ?? {});
  for (const id of county === undefined ? services.counties.keys() : [county]) {
    if (connector) await bringLists(services, connector, id);
    await runWarnings(services, id, run);
  }
};
