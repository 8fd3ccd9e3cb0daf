import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sealAccount } from '@doudi/server/src/features/payments/accounts.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { makeClaims, PROGRAMME } from './roll.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface BankSizes {
  readonly lines: number;
}

export interface BankStep {
  readonly made: Spread;
  readonly plain: Spread;
  /** Most memory of the process that did it, and what it had before it began. */
  readonly peakMb: number;
  readonly beforeMb: number;
}

export interface BankResult {
  readonly lines: number;
  readonly fileBytes: number;
  readonly returnBytes: number;
  /** Batch, digest and outbox against INSERT … SELECT of the same lines. */
  readonly release: BankStep;
  /** The bank's file against a SELECT of the same lines written as they come. */
  readonly write: BankStep;
  /** The return booked on lines, batch, ledger and messages against COPY of the same file into a table. */
  readonly read: BankStep;
}

const MONTH = '2021-06';
const ITEM = '最低生活保障金';

interface Said {
  readonly ms: number;
  readonly peakMb: number;
  readonly beforeMb: number;
}

async function inProcess(cluster: Cluster, args: readonly string[]): Promise<Said> {
  const child = fork(fileURLToPath(new URL('./bank-process.ts', import.meta.url)), [...args], { env: { ...process.env, ...cluster.env('bank') }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${args[0]} ended with ${String(code)}`)));
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [Said];
  await ended.catch(() => undefined);
  return said;
}

const step = (said: Said, plain: readonly number[]): BankStep => ({ made: spread([said.ms]), plain: spread(plain), peakMb: said.peakMb, beforeMb: said.beforeMb });

/** One batch from its release to its booked return, in bounded memory, each step beside a plain counterpart in the same database. */
export async function benchBank(cluster: Cluster, sizes: BankSizes, log: (line: string) => void): Promise<BankResult> {
  await cluster.createDatabase('bank', SEEDED);
  const admin = await cluster.admin('bank');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-bench-bank-'));
  fs.chmodSync(folder, 0o755);
  try {
    const office = await makeClaims(cluster.services, admin, sizes.lines);
    // Every household has an account; the number that the bank repeats is the one on record.
    await admin.query('delete from benefit b where not exists (select from payment_account a where a.county_id = b.county_id and a.person_id = b.person_id)');
    const seal = sealAccount(cluster.services, office.county);
    await admin.query('update payment_account set holder_enc = $1, number_enc = $2, number_idx = $3', [seal.holder('王安'), seal.number('6222000000000000'), seal.numberIdx('6222000000000000')]);
    const { rows } = await admin.query<{ id: string }>(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at, frozen_by, frozen_at) values ($1, gen_random_uuid(), $2, $3, 'frozen', $4, $5, now(), $5, now()) returning id`, [office.county, PROGRAMME, MONTH, ITEM, office.clerk]);
    const roll = rows[0]?.id ?? '';
    const made = await admin.query(`insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, status)
      select county_id, $2, $2, id, case_id, person_id, unit_id, area_id, programme, $3, $4, monthly_fen, 'ready' from benefit where county_id = $1`, [office.county, roll, MONTH, ITEM]);
    const lines = made.rowCount ?? 0;
    for (const t of ['roll_line', 'payment_account', 'benefit']) await admin.query(`vacuum (analyze) ${t}`);
    log(`bank: ${lines} lines ready`);
    const plain: Record<'release' | 'write' | 'read', number[]> = { release: [], write: [], read: [] };
    await timed(plain.release, () => admin.query(`create table plain_batch_line as select l.county_id, l.roll_id, row_number() over (order by l.unit_id, l.id) as line_no, l.id, a.id as account_id, l.due_fen from roll_line l cross join lateral (select id from payment_account x where x.county_id = l.county_id and x.person_id = l.person_id order by x.from_date desc, x.position desc limit 1) a`));
    log('bank: written plainly; release begins');
    const release = await inProcess(cluster, ['release', roll, '', office.reviewer]);
    log(`bank: released, peak ${Math.round(release.peakMb)} MB; file begins`);
    await admin.query(`update bank_batch set sent_at = now(), sent_on = '2021-06-05', due_on = '2021-06-09'`);
    await admin.query(`update roll set status = 'sent', released_by = $2, released_at = now() where id = $1`, [roll, office.reviewer]);
    await admin.query('vacuum (analyze) bank_batch_line');
    const [file, other, back] = [path.join(folder, 'file.csv'), path.join(folder, 'plain.csv'), path.join(folder, 'return.csv')];
    const write = await inProcess(cluster, ['write', roll, file, office.clerk]);
    plain.write.push((await inProcess(cluster, ['plainWrite', roll, other, office.clerk])).ms);
    await inProcess(cluster, ['answer', roll, back, office.clerk]);
    fs.chmodSync(back, 0o644);
    log(`bank: file written, peak ${Math.round(write.peakMb)} MB, and answered; return begins`);
    await admin.query('create table plain_return (line text)');
    await timed(plain.read, () => admin.query(`copy plain_return from '${back}' with (format csv, delimiter E'\\x01', quote E'\\x02')`));
    const read = await inProcess(cluster, ['read', roll, back, office.clerk]);
    log(`bank: return booked, peak ${Math.round(read.peakMb)} MB`);
    return { lines, fileBytes: fs.statSync(file).size, returnBytes: fs.statSync(back).size, release: step(release, plain.release), write: step(write, plain.write), read: step(read, plain.read) };
  } finally {
    await admin.end();
    fs.rmSync(folder, { recursive: true, force: true });
    await cluster.dropDatabase('bank');
  }
}
