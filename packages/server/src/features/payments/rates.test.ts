import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths } from '@doudi/core/case/months';
import type { Installation } from '../../platform/installation.ts';
import { testInstallation } from '../../testing/harness.ts';
import { adjustBenefit } from './benefits.ts';
import { fillRoll, openRoll } from './make.ts';
import { moneyFixture, type MoneyFixture } from './money.fixture.ts';

let installation: Installation;
let money: MoneyFixture;
beforeAll(async () => {
  installation = await testInstallation();
  money = await moneyFixture(installation);
});
afterAll(async () => {
  await money.close();
  await installation.close();
});

const FIRST = '2022-02';

/** A household paid `monthlyFen` from February 2022 on. */
async function paid(monthlyFen: number): Promise<{ county: number; kase: string }> {
  const county = await money.newCounty();
  const person = await money.person(county, { human: 'u1', name: 'h1' });
  await money.account(county, { person, number: 'n1', holder: 'h1' });
  const kase = await money.granted(county, { applicant: person, members: [person], programme: 'dibao' });
  await money.benefit(county, { case: kase, person, programme: 'dibao', monthlyFen, from: FIRST });
  return { county, kase };
}
const adjust = async (county: number, kase: string, fen: number, from: string) => await installation.db.transaction(money.scope(county), async (tx) => await adjustBenefit(tx, kase, fen, from));

/** Makes the roll of a month and tells what every month owes by it. */
async function owed(county: number, month: string): Promise<Record<string, number>> {
  return await installation.db.transaction(money.scope(county), async (tx) => {
    const m = { county, programme: 'dibao', month, item: '最低生活保障金', excluding: ['dibao'], today: `${month}-05`, now: `${month}-05T02:00:00Z`, user: randomUUID() };
    await fillRoll(tx, (await openRoll(tx, m)).roll, m);
    const { rows } = await sql<{ month: string; due_fen: number }>`select month, due_fen from roll_line where county_id = ${county} and status <> 'excluded' order by month`.execute(tx);
    return Object.fromEntries(rows.map((r) => [r.month, r.due_fen]));
  });
}

describe('a changed benefit', () => {
  it('[HQ-185] [BQ-39] pays the old sum for months before the change, even when they are only rolled later, and the new one from its month on', async () => {
    const { county, kase } = await paid(50_000);
    await adjust(county, kase, 62_000, '2022-04');
    expect(await owed(county, '2022-05')).toEqual({ '2022-02': 50_000, '2022-03': 50_000, '2022-04': 62_000, '2022-05': 62_000 });
  });

  it('[BQ-30] pays nothing from the month of its end on', async () => {
    const { county, kase } = await paid(50_000);
    await adjust(county, kase, 0, '2022-04');
    expect(await owed(county, '2022-06')).toEqual({ '2022-02': 50_000, '2022-03': 50_000 });
  });

  it('a roll still being drafted follows the change; the months in it before keep theirs', async () => {
    const { county, kase } = await paid(50_000);
    expect(await owed(county, '2022-04')).toEqual({ '2022-02': 50_000, '2022-03': 50_000, '2022-04': 50_000 });
    await adjust(county, kase, 45_500, '2022-04');
    expect(await owed(county, '2022-04')).toEqual({ '2022-02': 50_000, '2022-03': 50_000, '2022-04': 45_500 });
  });

  it('after any row of changes every month owes the sum that was last decided for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200_000 }), fc.array(fc.record({ after: fc.integer({ min: 1, max: 3 }), fen: fc.integer({ min: 1, max: 200_000 }) }), { maxLength: 4 }), async (first, changes) => {
        const { county, kase } = await paid(first);
        let month = FIRST;
        const due = new Map<string, number>();
        for (let i = 0; i < 16; i++) due.set(addMonths(FIRST, i), first);
        for (const c of changes) {
          month = addMonths(month, c.after);
          await adjust(county, kase, c.fen, month);
          for (const m of due.keys()) if (m >= month) due.set(m, c.fen);
        }
        const last = addMonths(FIRST, 15);
        expect(await owed(county, last)).toEqual(Object.fromEntries(due));
      }),
      { numRuns: 10 },
    );
  });
});
