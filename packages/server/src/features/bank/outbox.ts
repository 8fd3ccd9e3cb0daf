import { sql } from 'kysely';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';

/** The outbox to the bank: what a released batch leaves in the transaction of its release. */

export const SENDING_STATES = ['waiting', 'unsure', 'received', 'answering', 'answered', 'refused', 'altered', 'hand'] as const;
export type SendingState = (typeof SENDING_STATES)[number];

export interface SendingRow {
  readonly batch_id: string;
  readonly state: SendingState;
  readonly attempts: number;
  readonly polls: number;
  readonly quiet: number;
  readonly last_error: string | null;
  readonly queued_at: string;
  readonly received_at: string | null;
  readonly answered_at: string | null;
  readonly next_at: string;
}

/** Whether batches of a programme go through the bank's interface (parameter `payment.bank-channel`) or are carried by hand. */
export async function usesInterface(tx: Tx, services: Services, county: number, programme: string): Promise<boolean> {
  if (services.installation.config.bankUrl === null) return false;
  const law = await loadLaw(tx, services, county);
  return law.policy.find<string>('payment.bank-channel', { on: law.today, programme })?.value === 'interface';
}

/** Puts a batch into the outbox where the county's bank has an interface; nothing where files are carried by hand. */
export async function queueSending(tx: Tx, services: Services, county: number, b: { batch: string; programme: string; today: string; now: string }): Promise<void> {
  if (!(await usesInterface(tx, services, county, b.programme))) return;
  // Times of the outbox are the database's own: every server looks at the same clock.
  await sql`insert into bank_sending (county_id, batch_id, state, queued_at, next_at) values (${county}, ${b.batch}, 'waiting', ${b.now}, now())`.execute(tx);
}

/** How a batch stands in the outbox; undefined: carried by hand. */
export async function findSending(tx: Tx, county: number, batch: string, lock = false): Promise<SendingRow | undefined> {
  return (await sql<SendingRow>`select batch_id, state, attempts, polls, quiet, last_error, queued_at, received_at, answered_at, next_at from bank_sending where county_id = ${county} and batch_id = ${batch} ${lock ? sql`for update` : sql``}`.execute(tx)).rows[0];
}

/** Refusal while the interface has the batch: what is read in by hand beside it could contradict what it fetches itself. */
export async function holding(tx: Tx, county: number, batch: string, lock = false): Promise<Refusal | undefined> {
  const sending = await findSending(tx, county, batch, lock);
  return sending && sending.state !== 'hand' ? refuse('payment.state', '本批次由银行接口办理，回盘由接口取回，不能由人读入', { allowed: ['等待接口取回盘', '接口长期不通的，由发放复核先转人工办理'] }) : undefined;
}

/** From now on a person carries the batch; what the interface has under way books nothing any more. Nothing where there is no interface. */
export async function handOver(tx: Tx, county: number, batch: string): Promise<void> {
  await sql`update bank_sending set state = 'hand' where county_id = ${county} and batch_id = ${batch}`.execute(tx);
}

export type AttemptKind = 'send' | 'look' | 'fetch';
export type AttemptOutcome = 'ok' | 'again' | 'nothing' | 'unsure' | 'down' | 'unknown' | 'refused' | 'malformed';

/** One attempt on record. */
export async function insertAttempt(tx: Tx, county: number, batch: string, a: { kind: AttemptKind; outcome: AttemptOutcome; words: string; at: string; ms: number }): Promise<void> {
  await sql`insert into bank_attempt (county_id, batch_id, kind, outcome, words, at, ms) values (${county}, ${batch}, ${a.kind}, ${a.outcome}, ${a.words.slice(0, 500)}, ${a.at}, ${Math.round(a.ms)})`.execute(tx);
}
