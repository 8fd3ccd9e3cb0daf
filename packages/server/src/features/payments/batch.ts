import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { writeBankFile, type BankBatch } from '@doudi/core/payment/bank-file';
import { encodeBankText } from '@doudi/core/payment/bank-file-encoding';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';
import { nextNumber } from '../cases/numbers.ts';
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
  readonly line_id: string;
  readonly fen: number;
  readonly holder_enc: Buffer;
  readonly number_enc: Buffer;
  readonly bank: string;
}

export interface BatchFile {
  readonly batch: BankBatch;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
}

/** Writes the file of a batch from its lines. The same batch gives the same bytes at any time. Refusals: what the bank's layout cannot carry, line by line. */
export async function writeFile(tx: Tx, services: Services, county: number, roll: Pick<RollRow, 'month'>, b: Pick<BatchRow, 'id' | 'number' | 'item' | 'file_date'>): Promise<BatchFile | Refusal> {
  const s = sealAccount(services, county);
  const { rows } = await sql<SentRow>`select x.line_no, x.line_id, x.fen, a.holder_enc, a.number_enc, a.bank from bank_batch_line x join payment_account a on a.county_id = x.county_id and a.id = x.account_id
    where x.county_id = ${county} and x.batch_id = ${b.id} order by x.line_no`.execute(tx);
  const batch: BankBatch = {
    number: b.number, county: countyOf(services, county).layer.jurisdiction?.fullName ?? '', fundItem: b.item, month: roll.month, date: b.file_date,
    lines: rows.map((r) => ({ lineId: lineKey(b.number, r.line_no), sequence: r.line_no, accountName: s.openHolder(r.holder_enc), accountNumber: s.openNumber(r.number_enc), bank: r.bank, amountFen: r.fen, item: b.item })),
  };
  const layout = bankLayout(services, county);
  const file = writeBankFile(layout, batch);
  if (!file.ok) {
    const fields = file.faults.slice(0, 20).map((f) => ({ path: f.lineId ?? f.field, message: f.message }));
    return refuse('payment.state', `代发文件不能生成，有 ${file.faults.length} 处不符合银行格式：${fields[0]?.path ?? ''} ${fields[0]?.message ?? ''}`, { fields, allowed: ['退回制单，改正账户后再放行'] });
  }
  const bytes = encodeBankText(file.text, layout.encoding);
  return { batch, text: file.text, bytes, sha256: createHash('sha256').update(bytes).digest() };
}

export interface Released {
  readonly id: string;
  readonly number: string;
  readonly lines: number;
  readonly totalFen: number;
  readonly sha256: string;
}

/**
 * Puts every ready line of a frozen roll into a batch and on its way. The caller has checked that a second person
 * releases. Refusals: nothing to pay, a file that the bank could not read.
 */
export async function createBatch(tx: Tx, services: Services, county: number, roll: RollRow, today: string): Promise<Released | Refusal> {
  await forLongWork(tx);
  const { rows } = await sql<{ lines: number; fen: number | null }>`select count(*)::int as lines, sum(due_fen - paid_fen)::bigint as fen from roll_line where county_id = ${county} and pay_roll_id = ${roll.id} and status = 'ready'`.execute(tx);
  const { lines, fen } = rows[0] ?? { lines: 0, fen: null };
  if (lines === 0 || fen === null) return refuse('payment.state', '没有可以发放的明细：全部暂缓或不予发放', { allowed: ['退回制单，处理暂缓'] });
  const id = randomUUID();
  const number = `${county}-${roll.month.replace('-', '')}-${String(await nextNumber(tx, county, 'bank-batch', Number(roll.month.slice(0, 4)))).padStart(4, '0')}`;
  const b = { id, number, item: roll.item, file_date: today };
  const insert = (hash: Buffer) => sql`insert into bank_batch (county_id, id, roll_id, number, item, file_date, layout, lines, total_fen, sha256)
    values (${county}, ${id}, ${roll.id}, ${number}, ${roll.item}, ${today}, ${bankLayout(services, county).id}, ${lines}, ${fen}, ${hash})`;
  await insert(Buffer.alloc(32)).execute(tx);
  const put = await sql`
    insert into bank_batch_line (county_id, batch_id, line_no, line_id, account_id, fen, state)
    select l.county_id, ${id}, row_number() over (order by l.unit_id, l.id), l.id, a.id, l.due_fen - l.paid_fen, 'sent'
    from roll_line l cross join lateral (${accountInUse(county, 'l.person_id', today)}) a
    where l.county_id = ${county} and l.pay_roll_id = ${roll.id} and l.status = 'ready'`.execute(tx);
  if (Number(put.numAffectedRows) !== lines) throw new Error(`batch has ${put.numAffectedRows} lines, the roll ${lines}`);
  await sql`update roll_line set status = 'sent', bank_words = null where county_id = ${county} and pay_roll_id = ${roll.id} and status = 'ready'`.execute(tx);
  const file = await writeFile(tx, services, county, roll, b);
  if (isRefusal(file)) return file;
  await sql`update bank_batch set sha256 = ${file.sha256} where county_id = ${county} and id = ${id}`.execute(tx);
  return { id, number, lines, totalFen: fen, sha256: file.sha256.toString('hex') };
}
