import { sql } from 'kysely';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { spool, type Spooled } from '../../platform/spool.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { batchBytes, findBatch, isAsReleased, linesApart, type BatchRow } from '../payments/batch.ts';
import { markSent } from '../payments/booking.ts';
import { bankLayout, decodePieces } from '../payments/layout.ts';
import { findRoll, insertRollEvent, type RollRow } from '../payments/make.ts';
import { readReturnFile, tellReturn } from '../payments/returns.ts';
import { bankDue } from '../payments/view.ts';
import type { BankConnector, ReturnOffer, SendResult } from './connector.ts';
import { findSending, insertAttempt, type AttemptKind, type AttemptOutcome, type SendingRow, type SendingState } from './outbox.ts';

/** Who acts in the roll's trail when the interface does. */
export const BANK_INTERFACE = { id: '00000000-0000-0000-0000-000000000000', name: '银行接口' } as const;

const MAX_RETURN_BYTES = 1024 * 1024 * 1024;

interface Loaded {
  readonly sending: SendingRow & { readonly taken: readonly string[] };
  readonly roll: RollRow;
  readonly batch: BatchRow;
}

const scope = (county: number) => ({ county, area: null, user: 'system' });

async function load(tx: Tx, county: number, batchId: string, lock = false): Promise<Loaded | undefined> {
  const rollId = (await sql<{ roll_id: string }>`select roll_id from bank_batch where county_id = ${county} and id = ${batchId}`.execute(tx)).rows[0]?.roll_id;
  const roll = rollId === undefined ? undefined : await findRoll(tx, rollId, lock);
  const sending = await findSending(tx, county, batchId, lock);
  const batch = roll && (await findBatch(tx, roll.id));
  if (!roll || !sending || !batch) return undefined;
  const taken = (await sql<{ taken: string[] }>`select taken from bank_sending where county_id = ${county} and batch_id = ${batchId}`.execute(tx)).rows[0]?.taken ?? [];
  return { sending: { ...sending, taken }, roll, batch };
}

const ALTERED = '代发文件与放行时的校验值不一致，明细被改动，没有送出';

/**
 * Takes one batch a step further: send, look, fetch, book. Every step is its own transaction; outside calls happen in none.
 * Whoever calls has claimed the batch (`loop.ts`); two at once would do no harm, for the bank takes a number once, a return
 * file is booked once, and every booking locks the batch. @returns when to go on, in ms; undefined: nothing more is to come.
 */
export async function advanceBatch(services: Services, connector: BankConnector, county: number, batchId: string): Promise<number | undefined> {
  const loaded = await services.installation.db.transaction(scope(county), (tx) => load(tx, county, batchId));
  if (!loaded || loaded.sending.state === 'refused' || loaded.sending.state === 'hand') return undefined;
  const { sending, batch } = loaded;
  if (sending.state !== 'waiting' && sending.state !== 'unsure' && sending.state !== 'altered') return await collect(services, connector, county, batchId);
  const started = performance.now();
  const read = linesApart(services, county, batch.id);
  if (!(await isAsReleased(services, county, loaded.roll.month, batch, read))) {
    const state = await recordAltered(services, county, batch.id);
    return state === 'altered' ? await askAltered(services, connector, county, loaded) : undefined;
  }
  const sent = await connector.send({ county, number: batch.number, sha256: batch.sha256.toString('hex'), date: batch.file_date, bytes: batchBytes(services, county, loaded.roll.month, batch, read) });
  if (await recordSending(services, county, loaded, sent, performance.now() - started)) return await collect(services, connector, county, batchId);
  return sent.kind === 'refused' ? undefined : await pause(services, county, batchId);
}

/** The lines no longer give the released digest. What never left the house is refused; what may have arrived waits for the bank's word and a person. */
async function recordAltered(services: Services, county: number, batchId: string): Promise<SendingState | undefined> {
  return await services.installation.db.transaction(scope(county), async (tx) => {
    const now = await findSending(tx, county, batchId, true);
    if (now?.state !== 'waiting' && now?.state !== 'unsure') return now?.state;
    const state: SendingState = now.state === 'waiting' && now.received_at === null ? 'refused' : 'altered';
    await insertAttempt(tx, county, batchId, { kind: 'send', outcome: 'refused', words: ALTERED, at: (await loadLaw(tx, services, county)).now, ms: 0 });
    await sql`update bank_sending set state = ${state}, last_error = ${ALTERED} where county_id = ${county} and batch_id = ${batchId}`.execute(tx);
    return state;
  });
}

/** Of a batch that is not sent any more, though the bank may have it, only the bank can tell. */
async function askAltered(services: Services, connector: BankConnector, county: number, loaded: Loaded): Promise<number | undefined> {
  const { batch } = loaded;
  const started = performance.now();
  const looked = await connector.look(batch.number, batch.sha256.toString('hex'));
  if (looked.kind === 'known') return (await recordSending(services, county, loaded, { kind: 'ok', again: true }, performance.now() - started)) ? await collect(services, connector, county, batch.id) : undefined;
  const words = looked.kind === 'unknown' ? '银行目前没有这个批次' : looked.words;
  await attempt(services, county, batch.id, 'look', looked.kind, words, performance.now() - started);
  await note(services, county, batch.id, { error: `${ALTERED}；${words}` });
  return await pause(services, county, batch.id);
}

const OUTCOME: Record<SendResult['kind'], AttemptOutcome> = { ok: 'ok', refused: 'refused', down: 'down', unsure: 'unsure', malformed: 'malformed' };

/** States in which the bank has not yet said that it has the batch. A person may have taken it over meanwhile. */
const OPEN = sql`'waiting', 'unsure', 'altered'`;

/** What an attempt to send brought. @returns whether the bank has the batch and the interface goes on with it. */
async function recordSending(services: Services, county: number, { batch }: Loaded, sent: SendResult, ms: number): Promise<boolean> {
  return await services.installation.db.transaction(scope(county), async (tx) => {
    const law = await loadLaw(tx, services, county);
    const now = await load(tx, county, batch.id, true);
    if (!now) return false;
    const words = sent.kind === 'ok' ? (sent.again ? '银行此前已签收' : '银行已签收') : sent.words;
    await insertAttempt(tx, county, batch.id, { kind: 'send', outcome: sent.kind === 'ok' && sent.again ? 'again' : OUTCOME[sent.kind], words, at: law.now, ms });
    if (sent.kind !== 'ok') {
      // Once it may have arrived it stays so until the bank has spoken.
      const state: SendingState = sent.kind === 'refused' ? 'refused' : sent.kind === 'unsure' || now.sending.state !== 'waiting' ? 'unsure' : 'waiting';
      await sql`update bank_sending set state = ${state}, attempts = attempts + 1, quiet = quiet + 1, last_error = ${words} where county_id = ${county} and batch_id = ${batch.id} and state in (${OPEN})`.execute(tx);
      return false;
    }
    await sql`update bank_sending set state = 'received', attempts = attempts + 1, quiet = 0, last_error = null, received_at = ${law.now} where county_id = ${county} and batch_id = ${batch.id} and state in (${OPEN})`.execute(tx);
    if (now.roll.status === 'released') {
      const due = bankDue(law, now.roll.programme, law.today);
      await markSent(tx, county, now.roll.id, batch.id, { now: law.now, today: law.today, due, by: null });
      await insertRollEvent(tx, { county, roll: now.roll.id, kind: 'sent', body: { dueOn: due.date }, user: BANK_INTERFACE.id, name: BANK_INTERFACE.name, at: law.now });
    }
    return now.sending.state !== 'hand';
  });
}

/** Looks for return files and books those not yet taken. */
async function collect(services: Services, connector: BankConnector, county: number, batchId: string): Promise<number | undefined> {
  const { db } = services.installation;
  const loaded = await db.transaction(scope(county), (tx) => load(tx, county, batchId));
  if (!loaded || loaded.sending.state === 'hand') return undefined;
  const started = performance.now();
  const looked = await connector.look(loaded.batch.number, loaded.batch.sha256.toString('hex'));
  if (looked.kind !== 'known') {
    // The bank has lost what it acknowledged: under the same number sending again cannot pay twice. One that has answered has paid, and is not given the batch again.
    const lost = looked.kind === 'unknown' && loaded.sending.taken.length === 0;
    const words = looked.kind !== 'unknown' ? looked.words : lost ? '银行没有这个批次，将重新送出' : '银行已有回盘，现在却没有这个批次，不再送出，请与银行核实';
    await attempt(services, county, batchId, 'look', looked.kind, words, performance.now() - started);
    await note(services, county, batchId, { error: words, ...(lost ? { state: 'waiting' } : {}) });
    return await pause(services, county, batchId);
  }
  const open = looked.returns.filter((r) => !loaded.sending.taken.includes(r.sha256));
  if (open.length === 0) await attempt(services, county, batchId, 'look', 'nothing', '没有新的回盘', performance.now() - started);
  for (const offer of open) if (!(await takeReturn(services, connector, county, loaded, offer))) return await pause(services, county, batchId);
  return await rest(services, county, batchId, open.length > 0);
}

/** Fetches one return file whole, compares its digest, and books it. @returns whether it is done with. */
async function takeReturn(services: Services, connector: BankConnector, county: number, { batch }: Loaded, offer: ReturnOffer): Promise<boolean> {
  const started = performance.now();
  const got = await connector.fetch(batch.number, offer.no, (bytes) => spool(services.installation.config.dataFolder, bytes, MAX_RETURN_BYTES));
  const told = (outcome: AttemptOutcome, words: string): Promise<void> => attempt(services, county, batch.id, 'fetch', outcome, words, performance.now() - started);
  if (got.kind !== 'file') {
    await told(got.kind, got.words);
    return false;
  }
  const file = got.value;
  if (file === undefined || file.sha256 !== offer.sha256) {
    await file?.remove();
    await told('malformed', `第 ${offer.no} 个回盘文件与银行所报的校验值不符`);
    return false;
  }
  try {
    const result = await bookFile(services, county, batch.id, file);
    if (result === undefined) return false;
    if (isRefusal(result)) {
      // A file nobody can read stays unread on record; it is not fetched again and again.
      await told('refused', result.rule);
      return true;
    }
    await told(result.again ? 'again' : 'ok', `第 ${offer.no} 个回盘：到账 ${result.paid}、部分 ${result.partial}、未付 ${result.rejected}、退票 ${result.returned}、有争议 ${result.disputed}、未答复 ${result.unanswered}`);
    return true;
  } finally {
    await file.remove();
  }
}

/** @returns undefined when a person has taken the batch over. */
async function bookFile(services: Services, county: number, batchId: string, file: Spooled) {
  return await services.installation.db.transaction(scope(county), async (tx) => {
    const law = await loadLaw(tx, services, county);
    const now = await load(tx, county, batchId, true);
    if (!now || now.sending.state === 'hand') return undefined;
    const result = await readReturnFile(tx, services, law, now.roll, now.batch, decodePieces(file.read(), bankLayout(services, county).encoding), { account: null });
    await sql`update bank_sending set taken = array_append(taken, ${file.sha256}) where county_id = ${county} and batch_id = ${batchId} and not ${file.sha256} = any (taken)`.execute(tx);
    if (!isRefusal(result) && !result.again) await tellReturn(tx, county, now.roll, result, { user: BANK_INTERFACE.id, name: BANK_INTERFACE.name }, law.now);
    return result;
  });
}

/** After a look that worked: how the batch stands, and when to look again. Money may come back for weeks. */
async function rest(services: Services, county: number, batchId: string, news: boolean): Promise<number | undefined> {
  const done = await services.installation.db.transaction(scope(county), async (tx) => {
    const law = await loadLaw(tx, services, county);
    const now = await load(tx, county, batchId, true);
    if (!now || now.sending.state === 'hand') return undefined;
    const open = (await sql<{ sent: number; all: number }>`select (count(*) filter (where state in ('sent', 'disputed')))::int as sent, count(*)::int as all from bank_batch_line where county_id = ${county} and batch_id = ${batchId}`.execute(tx)).rows[0];
    const state: SendingState = open?.sent === 0 ? 'answered' : now.sending.taken.length > 0 ? 'answering' : 'received';
    await sql`update bank_sending set state = ${state}, polls = polls + 1, quiet = case when ${news} then 0 else quiet + 1 end, last_error = null, answered_at = case when ${state} = 'answered' then coalesce(answered_at, ${law.now}) end where county_id = ${county} and batch_id = ${batchId}`.execute(tx);
    const days = law.policy.find<number>('payment.return-watch-days', { on: law.today, programme: now.roll.programme })?.value ?? 0;
    return { state, over: state === 'answered' && now.batch.sent_on !== null && law.today > law.calendar.addDays(now.batch.sent_on, days, false).date };
  });
  return done === undefined || done.over ? undefined : await pause(services, county, batchId, done.state === 'answered');
}

/** Pause before the next step: longer each time that nothing came; a batch that is answered is only watched. */
async function pause(services: Services, county: number, batchId: string, watching = false): Promise<number> {
  const { firstMs, longestMs } = services.installation.config.bankPace;
  if (watching) return longestMs * 6;
  const quiet = (await services.installation.db.transaction(scope(county), (tx) => findSending(tx, county, batchId)))?.quiet ?? 0;
  return Math.min(longestMs, firstMs * 2 ** Math.min(20, Math.max(0, quiet - 1)));
}

async function note(services: Services, county: number, batchId: string, n: { state?: SendingState; error?: string }): Promise<void> {
  await services.installation.db.transaction(scope(county), (tx) => sql`update bank_sending set state = coalesce(${n.state ?? null}, state), last_error = ${n.error ?? null}, quiet = quiet + 1, polls = polls + 1 where county_id = ${county} and batch_id = ${batchId} and state <> 'hand'`.execute(tx));
}

/** On record, except that of looks in a row with the same outcome only the first is. */
async function attempt(services: Services, county: number, batchId: string, kind: AttemptKind, outcome: AttemptOutcome, words: string, ms: number): Promise<void> {
  await services.installation.db.transaction(scope(county), async (tx) => {
    const last = (await sql<{ kind: string; outcome: string }>`select kind, outcome from bank_attempt where county_id = ${county} and batch_id = ${batchId} order by position desc limit 1`.execute(tx)).rows[0];
    if (kind === 'look' && last?.kind === kind && last.outcome === outcome) return;
    await insertAttempt(tx, county, batchId, { kind, outcome, words, at: (await loadLaw(tx, services, county)).now, ms });
  });
}
