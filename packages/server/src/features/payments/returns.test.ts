import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseReturnFile, type BankBatch } from '@doudi/core/payment/bank-file';
import { reconcile } from '@doudi/core/payment/bank-file-reconcile';
import { CSV_BANK_LAYOUT } from '@doudi/core/payment/bank-file-training';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Installation } from '../../platform/installation.ts';
import type { Services } from '../../services.ts';
import { testInstallation } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { makeClaims, type Claim } from '../bank/claims.fixture.ts';
import { balanceOf } from '../ledger/post.ts';
import { loadLaw } from '../law/law.ts';
import { findBatch, lineKey } from './batch.ts';
import { postRelease } from './booking.ts';
import { findRoll } from './make.ts';
import { readReturnFile, type ReturnResult } from './returns.ts';

const COUNTY = 120106;
const ITEM = '最低生活保障金';
const LINES = 5;
let installation: Installation;
let services: Services;
let admin: pg.Client;
let claims: Claim[];
beforeAll(async () => {
  installation = await testInstallation();
  services = await seedTraining(installation);
  admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
  claims = await makeClaims(services, admin, { county: COUNTY, tails: Array.from({ length: LINES }, (_, i) => `00${i}`), from: '2021-01' });
}, 60_000);
afterAll(async () => {
  await admin.end();
  await installation.close();
});
const inCounty = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => installation.db.transaction({ county: COUNTY, area: null, user: 'system' }, work);

let month = 0;
/** A month's roll that has gone to the bank, as the tables have it. */
async function sentRoll(): Promise<{ roll: string; batch: BankBatch }> {
  const name = `${2000 + Math.floor(month / 12)}-${String((month++ % 12) + 1).padStart(2, '0')}`;
  const [roll, batch, number] = [randomUUID(), randomUUID(), `B-${name}`];
  const who = [randomUUID(), randomUUID()];
  await admin.query(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at, frozen_by, frozen_at, released_by, released_at) values ($1, $2, 'dibao', $3, 'sent', $4, $5, now(), $5, now(), $6, now())`, [COUNTY, roll, name, ITEM, ...who]);
  await admin.query(`insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, status)
    select county_id, $2, $2, id, case_id, person_id, unit_id, area_id, programme, $3, $4, monthly_fen, 'sent' from benefit where county_id = $1`, [COUNTY, roll, name, ITEM]);
  await admin.query(`insert into bank_batch (county_id, id, roll_id, number, item, file_date, layout, lines, total_fen, sha256, sent_at, sent_on, due_on) select $1, $2, $3, $4, $5, '2021-11-08', 'csv-general', count(*), sum(due_fen), $6, now(), '2021-11-08', '2021-11-11' from roll_line where pay_roll_id = $3`, [COUNTY, batch, roll, number, ITEM, Buffer.alloc(32)]);
  for (const [i, c] of claims.entries())
    await admin.query(`insert into bank_batch_line (county_id, batch_id, line_no, line_id, account_id, fen, state) select l.county_id, $2, $3, l.id, a.id, l.due_fen, 'sent' from roll_line l join payment_account a on a.county_id = l.county_id and a.person_id = l.person_id where l.county_id = $1 and l.pay_roll_id = $4 and l.case_id = $5`, [COUNTY, batch, i + 1, roll, c.case]);
  await inCounty((tx) => postRelease(tx, { county: COUNTY, roll: { id: roll, programme: 'dibao' }, batch, number, today: '2021-11-08', at: '2021-11-08T09:00:00+08:00', by: 'system' }));
  return { roll, batch: { number, county: '', fundItem: ITEM, month: name, date: '2021-11-08', lines: claims.map((c, i) => ({ lineId: lineKey(number, i + 1), sequence: i + 1, accountName: '', accountNumber: c.account, amountFen: c.fen, item: ITEM })) } };
}

async function readIn(roll: string, text: string, cut: number): Promise<ReturnResult> {
  return await inCounty(async (tx) => {
    const row = await findRoll(tx, roll, true);
    const batch = await findBatch(tx, roll);
    if (!row || !batch) throw new Error('no roll');
    const pieces = Array.from({ length: Math.ceil(text.length / cut) }, (_, i) => text.slice(i * cut, (i + 1) * cut));
    const r = await readReturnFile(tx, services, await loadLaw(tx, services, COUNTY), row, batch, pieces, { account: null });
    if (isRefusal(r)) throw new Error(r.rule);
    return r;
  });
}

const said = fc.record({ line: fc.integer({ min: 1, max: LINES + 1 }), kind: fc.constantFrom('00', '10', '21', '31'), share: fc.constantFrom(0.5, 1, 1, 1, 2), account: fc.constantFrom('right', 'right', 'right', 'wrong'), asked: fc.constantFrom(0, 0, 0, 1), day: fc.constantFrom('2021-11-09', '2021-11-09', '2021-11-10') });
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;
const files = fc.array(fc.array(said, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });

const render = (b: BankBatch, answers: readonly Said[]): string => {
  const yuan = (fen: number): string => (fen / 100).toFixed(2);
  const rows = answers.map((a, i) => {
    const line = b.lines[a.line - 1];
    const asked = (line?.amountFen ?? 100) + a.asked;
    const paid = a.kind === '00' || a.kind === '10' ? Math.max(1, Math.floor(asked * a.share)) : 0;
    return `D,${i + 1},${lineKey(b.number, a.line)},${a.account === 'right' ? (line?.accountNumber ?? '999999') : '111111'},${yuan(asked)},${yuan(paid)},${a.kind},,${paid > 0 || a.kind === '31' ? a.day : ''}`;
  });
  return [`H,${b.number}`, ...rows, `T,${rows.length},0,0.00`, ''].join('\r\n');
};

const STATE = { unanswered: 'sent', disputed: 'disputed', paid: 'paid', partial: 'partial', rejected: 'rejected', returned: 'returned' } as const;

test('any return files in any pieces are booked in SQL as core reconciles them, and after each the lines foot and the ledger’s transit is what the bank has not settled', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 7, max: 400 }), async (all, cut) => {
      const { roll, batch } = await sentRoll();
      const parsed = [];
      for (const answers of all) {
        const text = render(batch, answers);
        const understood = parseReturnFile(CSV_BANK_LAYOUT, text);
        if (understood.lines.length === 0 && reconcile(batch, [understood]).lines.every((l) => l.state === 'unanswered') && understood.faults.every((f) => f.field !== 'lineId')) continue;
        parsed.push(understood);
        await readIn(roll, text, cut);
        const want = reconcile(batch, parsed);
        const { rows } = await admin.query<{ state: string; paid: number; status: string; line_paid: number; due: number }>(
          `select x.state, x.paid_fen::int as paid, l.status, l.paid_fen::int as line_paid, l.due_fen::int as due from bank_batch_line x join roll_line l on l.county_id = x.county_id and l.id = x.line_id join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where b.roll_id = $1 order by x.line_no`, [roll]);
        expect(rows.map((r) => [r.state, r.paid])).toEqual(want.lines.map((l) => [STATE[l.state], l.paidFen]));
        expect(rows.map((r) => r.line_paid)).toEqual(want.lines.map((l) => l.paidFen));
        expect(rows.map((r) => r.status === 'sent')).toEqual(want.lines.map((l) => l.state === 'unanswered' || l.state === 'disputed'));
        expect(await readIn(roll, text, cut + 1)).toMatchObject({ again: true });
        const transit = -(await inCounty((tx) => balanceOf(tx, COUNTY, { kind: 'transit', programme: 'dibao' })));
        const open = (await admin.query<{ fen: string }>(`select coalesce(sum(fen), 0) as fen from bank_batch_line where state in ('sent', 'disputed')`)).rows[0];
        expect(transit).toBe(Number(open?.fen));
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
  const { rows } = await admin.query<{ sum: string }>('select coalesce(sum(fen), 0) as sum from ledger_line');
  expect(rows[0]?.sum).toBe('0');
}, 120_000);

test('a file of another batch and a file of which nothing is understood leave nothing behind', async () => {
  const { roll, batch } = await sentRoll();
  const before = await admin.query('select count(*) from bank_return_line');
  await expect(readIn(roll, render({ ...batch, number: 'B-other' }, [{ line: 1, kind: '00', share: 1, account: 'right', asked: 0, day: '2021-11-09' }]), 50)).rejects.toThrow('B-other');
  await expect(readIn(roll, '这不是回盘文件', 3)).rejects.toThrow('没有一行能够读懂');
  expect((await admin.query('select count(*) from bank_return_line')).rows).toEqual(before.rows);
  expect((await inCounty(async (tx) => (await sql<{ n: number }>`select count(*)::int as n from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where b.roll_id = ${roll} and x.state <> 'sent'`.execute(tx)).rows[0]?.n))).toBe(0);
});
