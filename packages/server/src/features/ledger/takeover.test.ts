import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Installation } from '../../platform/installation.ts';
import { createServices } from '../../services.ts';
import { testInstallation } from '../../testing/harness.ts';
import { moneyFixture, type MoneyFixture } from '../payments/money.fixture.ts';
import { takeOver, takeOverAll } from './takeover.ts';

let installation: Installation;
let f: MoneyFixture;
beforeAll(async () => {
  installation = await testInstallation();
  f = await moneyFixture(installation);
});
afterAll(async () => {
  await f.close();
  await installation.close();
});

/** Lines of a time before the ledger: one for each place where money can stand. */
const LINES = [
  { status: 'paid', paid: 50_000 }, { status: 'paid', paid: 50_000 }, { status: 'sent', paid: 0 }, { status: 'held', paid: 0 }, { status: 'rejected', paid: 20_000 }, { status: 'returned', paid: 0 }, { status: 'excluded', paid: 0 },
] as const;

async function oldCounty(status: 'drafted' | 'sent'): Promise<number> {
  const county = await f.newCounty();
  const roll = randomUUID();
  const by = randomUUID();
  await f.admin.query(
    `insert into roll (county_id, id, programme, month, status, item, made_by, made_at, frozen_by, frozen_at, released_by, released_at)
     values ($1, $2, 'dibao', '2022-03', $3, '低保金', $4, now(), $5, $6, $7, $6)`,
    [county, roll, status, by, status === 'sent' ? by : null, status === 'sent' ? new Date() : null, status === 'sent' ? randomUUID() : null],
  );
  for (const [i, l] of LINES.entries()) {
    if (status === 'drafted' && l.status !== 'held') continue;
    const person = await f.person(county, { human: `h${i}`, name: `n${i}` });
    const case_ = await f.granted(county, { applicant: person, members: [person], programme: 'dibao' });
    const benefit = await f.benefit(county, { case: case_, person, programme: 'dibao', monthlyFen: 50_000, from: '2022-03' });
    await f.admin.query(
      `insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, paid_fen, status, holds)
       values ($1, $2, $2, $3, $4, $5, 1, 1, 'dibao', '2022-03', '低保金', 50000, $6, $7, $8)`,
      [county, roll, benefit, case_, person, l.paid, l.status, l.status === 'held' ? ['noAccount'] : []],
    );
  }
  return county;
}

const take = async (county: number): Promise<boolean> => await installation.db.transaction(f.scope(county), (tx) => takeOver(tx, county, new Date('2022-05-01T02:00:00Z')));
const differences = async (county: number): Promise<unknown[]> =>
  await installation.db.transaction(f.scope(county), async (tx) => (await sql`select kind, ledger_fen, lines_fen from ledger_control where county_id = ${county} and ledger_fen <> lines_fen`.execute(tx)).rows);

test('what was paid before there was a ledger is taken over once: afterwards ledger and lines agree, to the fen', async () => {
  const county = await oldCounty('sent');
  expect((await differences(county)).length).toBeGreaterThan(0);
  expect(await take(county)).toBe(true);
  expect(await differences(county)).toEqual([]);
  expect(await take(county)).toBe(false);
  const { rows } = await f.admin.query<{ kind: string; fen: number }>('select a.kind, a.balance_fen::int as fen from ledger_account a where a.county_id = $1 order by a.kind', [county]);
  // 6 × 500 owed; 1,200 paid; 500 in transit; the rest still to be paid.
  expect(Object.fromEntries(rows.map((r) => [r.kind, r.fen]))).toEqual({ bank: -120_000, expense: 300_000, payable: -130_000, transit: -50_000 });
});

test('a roll that is still drafted belongs to no ledger, and a county without rolls gets no entry', async () => {
  const county = await oldCounty('drafted');
  expect(await take(county)).toBe(false);
  expect(await differences(county)).toEqual([]);
  expect(await take(await f.newCounty())).toBe(false);
});

test('the start of the server asks all counties at once: one without a ledger takes it over, one that keeps its ledger is left alone', async () => {
  const [kept, old] = [await oldCounty('sent'), await oldCounty('sent')];
  expect(await take(kept)).toBe(true);
  const entries = async (county: number): Promise<number> => (await f.admin.query<{ n: number }>('select count(*)::int as n from ledger_entry where county_id = $1', [county])).rows[0]?.n ?? 0;
  const before = await entries(kept);
  const services = createServices(installation);
  await takeOverAll(services);
  expect([await entries(kept), await entries(old)]).toEqual([before, before]);
  expect(await differences(old)).toEqual([]);
  await takeOverAll(services);
  expect(await entries(old)).toBe(before);
});
