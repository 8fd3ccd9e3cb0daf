import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Services } from '../../services.ts';
import { advanceBatch } from './advance.ts';
import type { BankConnector } from './connector.ts';

/**
 * Takes the batches of the outbox on, in this process and any number of others. What is to be done is known to
 * `bank_sending.next_at` alone: nothing is queued elsewhere, so that nothing is lost with a process, a connection or the
 * whole database. Whatever fails is taken up again when its claim runs out.
 */

/** Batches that one process takes on at once: a slow bank shall not keep the others waiting, nor take all connections. */
const AT_ONCE = 3;
/** A claim is good for so many looks, and is renewed three times in that while. */
const CLAIM_LOOKS = 15;
/** What is under way when the process ends may come to its end so long; afterwards its claim runs out. */
const LEAVE_MS = 5000;
const NEVER = '9999-01-01T00:00:00Z';

interface Claim {
  readonly county: number;
  readonly batch: string;
  /** `next_at` as this process has written it: whoever finds another one has lost the batch. */
  until: string;
}

const scope = (county: number) => ({ county, area: null, user: 'system' });
const inMs = (ms: number) => sql`now() + make_interval(secs => ${ms / 1000})`;

/** Takes up to `n` batches that are due; those not yet with the bank first. Two processes never get the same. */
export async function claimBatches(services: Services, county: number, n: number, claimMs: number): Promise<Claim[]> {
  return await services.installation.db.transaction(scope(county), async (tx) => (await sql<Claim>`
    with due as (select batch_id from bank_sending where county_id = ${county} and state in ('waiting', 'unsure', 'altered', 'received', 'answering', 'answered') and next_at <= now()
      order by state not in ('waiting', 'unsure'), next_at limit ${n} for update skip locked)
    update bank_sending s set next_at = ${inMs(claimMs)} from due where s.county_id = ${county} and s.batch_id = due.batch_id returning s.county_id as county, s.batch_id as batch, s.next_at::text as until`.execute(tx)).rows);
}

/** Moves the time of a claimed batch; nothing when the claim is lost, or the row is being booked just now. */
async function move(services: Services, c: Claim, ms: number | undefined): Promise<void> {
  const at = ms === undefined ? sql`${NEVER}::timestamptz` : inMs(ms);
  const row = await services.installation.db.transaction(scope(c.county), async (tx) => (await sql<{ until: string }>`
    update bank_sending s set next_at = ${at} from (select batch_id from bank_sending where county_id = ${c.county} and batch_id = ${c.batch} and next_at = ${c.until}::timestamptz for update skip locked) mine
    where s.county_id = ${c.county} and s.batch_id = mine.batch_id returning s.next_at::text as until`.execute(tx)).rows[0]);
  if (row) c.until = row.until;
}

/** What waits for its next attempt is due now: a process that has just started may have been given another address, or a bank that is back. What is claimed stays claimed. */
async function wakeAll(services: Services, county: number, claimMs: number): Promise<void> {
  await services.installation.db.transaction(scope(county), (tx) => sql`update bank_sending set next_at = now() where county_id = ${county} and state in ('waiting', 'unsure', 'altered', 'received', 'answering') and next_at > ${inMs(claimMs)}`.execute(tx));
}

/** Runs until stopped, whatever becomes of the database or the bank. */
export function runOutbox(services: Services, connector: BankConnector): { stop: () => Promise<void> } {
  const { sweepMs } = services.installation.config.bankPace;
  const claimMs = sweepMs * CLAIM_LOOKS;
  const counties = [...services.counties.keys()];
  const busy = new Set<Promise<void>>();
  const asleep = new Set(counties);
  const stopping = new AbortController();
  const nap = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let said = '';
  /** The same trouble is said once, until something has worked. */
  const complain = (error: unknown): void => {
    const words = `bank outbox: ${error instanceof Error ? error.message : String(error)}`;
    if (words !== said && !stopping.signal.aborted) console.error(words);
    said = words;
  };

  const work = async (c: Claim): Promise<void> => {
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = renewing.then(() => move(services, c, claimMs)).catch(() => undefined);
    }, claimMs / 3);
    try {
      const ms = await advanceBatch(services, connector, c.county, c.batch);
      clearInterval(timer);
      await renewing;
      await move(services, c, ms);
      said = '';
    } catch (error) {
      complain(error);
    } finally {
      clearInterval(timer);
    }
  };
  /** @returns whether there may be more to take up than there were hands. */
  const turn = async (): Promise<boolean> => {
    for (const county of counties) {
      if (asleep.has(county)) await wakeAll(services, county, claimMs);
      asleep.delete(county);
      const free = AT_ONCE - busy.size;
      const claims = free > 0 ? await claimBatches(services, county, free, claimMs) : [];
      for (const c of claims) {
        const done = work(c).finally(() => busy.delete(done));
        busy.add(done);
      }
      if (claims.length < free) continue;
      // The county that took the last hand comes last the next time.
      counties.push(...counties.splice(0, counties.indexOf(county) + 1));
      return true;
    }
    return false;
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const more = await turn().catch(complain);
      await (more === true && busy.size > 0 ? Promise.race([nap(sweepMs), ...busy]) : nap(sweepMs));
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.race([Promise.all(busy), sleep(LEAVE_MS, undefined, { ref: false })]);
    },
  };
}
