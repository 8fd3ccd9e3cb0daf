import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { BankFileWriter, type BatchFault } from '@doudi/core/payment/bank-file';
import { decodeBankBytes, encodeBankText } from '@doudi/core/payment/bank-file-encoding';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';
import { queueSending } from '../bank/outbox.ts';
import { nextNumber } from '../cases/numbers.ts';
import { postRelease } from './booking.ts';
import { sealAccount } from './accounts.ts';
import { accountInUse, forLongWork } from './holds.ts';
import { bankLayout } from './layout.ts';
import type { RollRow } from './make.ts';

export interface BatchRow {
  readonly id: string;
  readonly roll_id: string;
  readonly number: string;
  readonly item: string;
  readonly file_date: string;
  readonly layout: string;
  readonly lines: number;
  readonly total_fen: number;
  readonly sha256: Buffer;
  readonly sent_at: string | null;
  readonly sent_on: string | null;
  readonly due_on: string | null;
  readonly due_provisional: boolean | null;
}

/** The batches of rolls, for those who see the whole county. */
export async function findBatches(tx: Tx, rolls: readonly string[]): Promise<Map<string, BatchRow>> {
  const { rows } = await sql<BatchRow>`select id, roll_id, number, item, file_date, layout, lines, total_fen, sha256, sent_at, sent_on, due_on, due_provisional from bank_batch where county_id = current_county() and roll_id = any (${[...rolls]}::uuid[])`.execute(tx);
  return new Map(rows.map((r) => [r.roll_id, r]));
}

export const findBatch = async (tx: Tx, roll: string): Promise<BatchRow | undefined> => (await findBatches(tx, [roll])).get(roll);

/** By this id the bank returns a line; a line sent again in a later batch has another. */
export const lineKey = (batch: string, no: number): string => `${batch}-${String(no).padStart(6, '0')}`;

interface SentRow {
  readonly line_no: number;
  readonly fen: number;
  readonly holder_enc: Buffer;
  readonly number_enc: Buffer;
  readonly bank: string;
}

/** The bank's layout cannot carry the batch: nothing may be sent. */
class UnwritableBatch extends Error {
  readonly faults: readonly BatchFault[];
  constructor(faults: readonly BatchFault[]) {
    super(`${faults.length} faults`);
    this.name = 'UnwritableBatch';
    this.faults = faults;
  }
}

/** Lines of a batch after a number, in order. */
export type ReadLines = (after: number, limit: number) => Promise<readonly SentRow[]>;

const readLines = async (tx: Tx, county: number, batch: string, after: number, limit: number): Promise<readonly SentRow[]> =>
  // The page first, then its accounts: joined at once, all accounts of the county are read anew for every page of a large batch.
  (await sql<SentRow>`select x.line_no, x.fen, a.holder_enc, a.number_enc, a.bank
    from (select account_id, line_no, fen from bank_batch_line where county_id = ${county} and batch_id = ${batch} and line_no > ${after} order by line_no limit ${limit}) x
    cross join lateral (select holder_enc, number_enc, bank from payment_account where county_id = ${county} and id = x.account_id limit 1) a order by x.line_no`.execute(tx)).rows;

/** Reads in the caller's transaction. */
export const linesIn = (tx: Tx, county: number, batch: string): ReadLines => (after, limit) => readLines(tx, county, batch, after, limit);

/** Each page in a transaction of its own, for a file that leaves the house slowly. What a batch holds does not change. */
export const linesApart = (services: Services, county: number, batch: string): ReadLines => (after, limit) =>
  services.installation.db.transaction({ county, area: null, user: 'system' }, (tx) => readLines(tx, county, batch, after, limit), { readOnly: true });

const PAGE = 5000;

export type BatchHead = Pick<BatchRow, 'id' | 'number' | 'item' | 'file_date' | 'lines' | 'total_fen'>;

/**
 * The file of a batch, page by page, in no more memory than a page needs. The same batch gives the same bytes at any time.
 * @throws UnwritableBatch, having named what the bank's layout cannot carry, line by line.
 */
export async function* batchBytes(services: Services, county: number, month: string, b: BatchHead, read: ReadLines): AsyncGenerator<Uint8Array> {
  const s = sealAccount(services, county);
  const layout = bankLayout(services, county);
  const encode = (text: string): Uint8Array => encodeBankText(text, layout.encoding);
  const writer = new BankFileWriter(layout, { number: b.number, county: countyOf(services, county).layer.jurisdiction?.fullName ?? '', fundItem: b.item, month, date: b.file_date, count: b.lines, totalFen: b.total_fen });
  let text = writer.open();
  for (let after = 0; ; ) {
    const rows = await read(after, PAGE);
    for (const r of rows) text += writer.line({ lineId: lineKey(b.number, r.line_no), sequence: r.line_no, accountName: s.openHolder(r.holder_enc), accountNumber: s.openNumber(r.number_enc), bank: r.bank, amountFen: r.fen, item: b.item });
    if (rows.length < PAGE) break;
    if (writer.faults.length === 0) yield encode(text);
    text = '';
    after = rows.at(-1)?.line_no ?? 0;
  }
  text += writer.close();
  if (writer.faults.length > 0) throw new UnwritableBatch(writer.faults);
  yield encode(text);
}

/** SHA-256 and length of the file of a batch. @throws UnwritableBatch */
async function digestBatch(services: Services, county: number, month: string, b: BatchHead, read: ReadLines): Promise<{ sha256: Buffer; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of batchBytes(services, county, month, b, read)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest(), bytes };
}

/** Whether the file of a batch is still the one that was released, and how long it is: a line changed behind the application shows here. */
export async function isAsReleased(services: Services, county: number, month: string, b: BatchHead & Pick<BatchRow, 'sha256'>, read: ReadLines): Promise<{ bytes: number } | undefined> {
  try {
    const { sha256, bytes } = await digestBatch(services, county, month, b, read);
    return sha256.equals(b.sha256) ? { bytes } : undefined;
  } catch (error) {
    if (error instanceof UnwritableBatch) return undefined;
    throw error;
  }
}

const unwritable = (faults: readonly BatchFault[]): Refusal => {
  const fields = faults.slice(0, 20).map((f) => ({ path: f.lineId ?? f.field, message: f.message }));
  return refuse('payment.state', `代发文件不能生成，有 ${faults.length} 处不符合银行格式：${fields[0]?.path ?? ''} ${fields[0]?.message ?? ''}`, { fields, allowed: ['退回制单，改正账户后再放行'] });
};

export interface Released {
  readonly id: string;
  readonly number: string;
  readonly lines: number;
  readonly totalFen: number;
  readonly sha256: string;
}

/**
 * Puts every ready line of a frozen roll into a batch and on its way: the file's digest, the outbox to the bank where it has
 * an interface, and the ledger's posting, all in the caller's transaction. The caller has checked that a second person
 * releases. Refusals: nothing to pay, a line without the roll's fund item [GX-70], a file that the bank could not read.
 */
export async function createBatch(tx: Tx, services: Services, county: number, roll: RollRow, today: string, by: { user: string; now: string }): Promise<Released | Refusal> {
  await forLongWork(tx);
  const { rows } = await sql<{ lines: number; fen: number | null; unnamed: number }>`select count(*)::int as lines, sum(due_fen - paid_fen - recovered_fen - waived_fen)::bigint as fen, count(*) filter (where item is distinct from ${roll.item})::int as unnamed
    from roll_line where county_id = ${county} and pay_roll_id = ${roll.id} and status = 'ready'`.execute(tx);
  const { lines, fen, unnamed } = rows[0] ?? { lines: 0, fen: null, unnamed: 0 };
  if (lines === 0 || fen === null) return refuse('payment.state', '没有可以发放的明细：全部暂缓或不予发放', { allowed: ['退回制单，处理暂缓'] });
  if (unnamed > 0) return refuse('payment.state', `有 ${unnamed} 条明细没有注明本批次的资金项目名称“${roll.item}”，不能送银行`, { allowed: ['退回制单，重新制单'] });
  const id = randomUUID();
  const number = `${county}-${roll.month.replace('-', '')}-${String(await nextNumber(tx, county, 'bank-batch', Number(roll.month.slice(0, 4)))).padStart(4, '0')}`;
  const head = { id, number, item: roll.item, file_date: today, lines, total_fen: fen };
  await sql`insert into bank_batch (county_id, id, roll_id, number, item, file_date, layout, lines, total_fen, sha256)
    values (${county}, ${id}, ${roll.id}, ${number}, ${roll.item}, ${today}, ${bankLayout(services, county).id}, ${lines}, ${fen}, ${Buffer.alloc(32)})`.execute(tx);
  const put = await sql`
    insert into bank_batch_line (county_id, batch_id, line_no, line_id, account_id, fen, state)
    select l.county_id, ${id}, row_number() over (order by l.unit_id, l.id), l.id, a.id, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen, 'sent'
    from roll_line l cross join lateral (${accountInUse(county, 'l.person_id', today)}) a
    where l.county_id = ${county} and l.pay_roll_id = ${roll.id} and l.status = 'ready'`.execute(tx);
  if (Number(put.numAffectedRows) !== lines) throw new Error(`batch has ${put.numAffectedRows} lines, the roll ${lines}`);
  await sql`update roll_line set status = 'sent', bank_words = null where county_id = ${county} and pay_roll_id = ${roll.id} and status = 'ready'`.execute(tx);
  let sha256: Buffer;
  try {
    ({ sha256 } = await digestBatch(services, county, roll.month, head, linesIn(tx, county, id)));
  } catch (error) {
    if (error instanceof UnwritableBatch) return unwritable(error.faults);
    throw error;
  }
  await sql`update bank_batch set sha256 = ${sha256} where county_id = ${county} and id = ${id}`.execute(tx);
  await queueSending(tx, services, county, { batch: id, programme: roll.programme, today, now: by.now });
  await postRelease(tx, { county, roll, batch: id, number, today, at: by.now, by: by.user });
  return { id, number, lines, totalFen: fen, sha256: sha256.toString('hex') };
}

export interface BatchFile {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
}

/** A whole file at once: for the training bank, whose batches are small. Refusals: what the bank's layout cannot carry. */
export async function writeFile(tx: Tx, services: Services, county: number, roll: Pick<RollRow, 'month'>, b: BatchHead): Promise<BatchFile | Refusal> {
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of batchBytes(services, county, roll.month, b, linesIn(tx, county, b.id))) parts.push(chunk);
  } catch (error) {
    if (error instanceof UnwritableBatch) return unwritable(error.faults);
    throw error;
  }
  const bytes = Buffer.concat(parts);
  return { text: decodeBankBytes(bytes, bankLayout(services, county).encoding), bytes, sha256: createHash('sha256').update(bytes).digest() };
}
