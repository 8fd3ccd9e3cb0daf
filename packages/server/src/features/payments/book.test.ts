import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Installation } from '../../platform/installation.ts';
import { testInstallation } from '../../testing/harness.ts';
import { adjustBenefit, type Adjusted } from './benefits.ts';
import { addSupplements, bookRecovered, bookWaived, closeByCash } from './book.ts';
import { changeTotals, findLastRoll } from './change.ts';
import { fillRoll, findRoll, openRoll } from './make.ts';
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

interface Home {
  readonly county: number;
  readonly kase: string;
  readonly benefit: string;
}
async function home(payment: 'monthly' | 'once', monthlyFen: number, from = '2022-02', programme = 'dibao'): Promise<Home> {
  const county = await money.newCounty();
  const person = await money.person(county, { human: 'u1', name: 'h1' });
  await money.account(county, { person, number: 'n1', holder: 'h1' });
  const kase = await money.granted(county, { applicant: person, members: [person], programme });
  return { county, kase, benefit: await money.benefit(county, { case: kase, person, programme, monthlyFen, from, payment }) };
}
const inCounty = async <T>(county: number, work: Parameters<typeof installation.db.transaction<T>>[1]): Promise<T> => await installation.db.transaction(money.scope(county), work);
const make = async (county: number, month: string, programme = 'dibao', several = false): Promise<{ roll: string; run: number; added: number; carried: number }> => await inCounty(county, async (tx) => {
  const m = { county, programme, month, item: '救助金', excluding: [programme], several, today: `${month}-05`, now: `${month}-05T02:00:00Z`, user: randomUUID() };
  const { roll } = await openRoll(tx, m);
  const { added, carried } = await fillRoll(tx, roll, m);
  return { roll: roll.id, run: roll.run, added, carried };
});
/** What a release and a fully paid return leave behind. */
async function settle(county: number, roll: string, paid = true): Promise<void> {
  await money.admin.query(`update roll_line set status = $3, paid_fen = case when $3 = 'paid' then due_fen - recovered_fen - waived_fen else paid_fen end where county_id = $1 and pay_roll_id = $2 and status = 'ready'`, [county, roll, paid ? 'paid' : 'rejected']);
  await money.admin.query(`update roll set status = 'reconciled', frozen_by = gen_random_uuid(), frozen_at = now(), released_by = gen_random_uuid(), released_at = now() where county_id = $1 and id = $2`, [county, roll]);
}
interface Line {
  id: string;
  month: string;
  part: number;
  channel: string;
  due_fen: number;
  paid_fen: number;
  recovered_fen: number;
  waived_fen: number;
  status: string;
  reason: string | null;
}
const lines = async (county: number): Promise<Line[]> => await inCounty(county, async (tx) => (await sql<Line>`select id, month, part, channel, due_fen, paid_fen, recovered_fen, waived_fen, status, reason from roll_line where county_id = ${county} order by month, part`.execute(tx)).rows);
const why = (on: string, share: Adjusted['share'] = 'month'): Adjusted => ({ ground: 'change', number: '测变〔2022〕1号', on, at: `${on}T02:00:00Z`, share });

describe('money added to months that were rolled already', () => {
  it('is taken up once by the next roll, as a line of its own with its reason', async () => {
    const { county, benefit } = await home('monthly', 50_000);
    await settle(county, (await make(county, '2022-02')).roll);
    expect(await inCounty(county, async (tx) => await addSupplements(tx, county, [{ benefit, month: '2022-02', fen: 4_000 }, { benefit, month: '2022-02', fen: 500 }], { reason: '提标补发', user: null, at: '2022-03-01T00:00:00Z' }))).toBe(2);
    expect(await make(county, '2022-03')).toMatchObject({ added: 3 });
    expect(await make(county, '2022-03')).toMatchObject({ added: 0 });
    expect((await lines(county)).map((l) => [l.month, l.part, l.due_fen, l.status, l.reason])).toEqual([['2022-02', 0, 50_000, 'paid', null], ['2022-02', 1, 4_000, 'ready', '提标补发'], ['2022-02', 2, 500, 'ready', '提标补发'], ['2022-03', 0, 50_000, 'ready', null]]);
  });

  it('[HQ-185] a rise that reaches back into a month already paid is made up for, to the fen, and only once', async () => {
    const { county, kase } = await home('monthly', 50_000);
    await settle(county, (await make(county, '2022-02')).roll);
    await settle(county, (await make(county, '2022-03')).roll);
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 56_500, '2022-03', why('2022-04-02')));
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 56_500, '2022-03', why('2022-04-02')));
    await make(county, '2022-04');
    expect((await lines(county)).map((l) => [l.month, l.part, l.due_fen])).toEqual([['2022-02', 0, 50_000], ['2022-03', 0, 50_000], ['2022-03', 1, 6_500], ['2022-04', 0, 56_500]]);
  });

  it('pays the month of a change by days where the plan says so, and the month of an end up to its day', async () => {
    const { county, kase } = await home('monthly', 31_000, '2022-01');
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 62_000, '2022-01', why('2022-01-17', 'day')));
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 0, '2022-03', { ...why('2022-03-17', 'day'), ground: 'stop' }));
    await make(county, '2022-04');
    expect((await lines(county)).map((l) => [l.month, l.due_fen])).toEqual([['2022-01', 16_000 + 30_000], ['2022-02', 62_000], ['2022-03', 32_000]]);
  });

  it('a second change in one month that makes it whole leaves nothing of the first: neither in a month not rolled yet, nor in a draft, nor when it ends', async () => {
    const { county, kase } = await home('monthly', 31_000, '2022-01');
    await make(county, '2022-01');
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 62_000, '2022-01', why('2022-01-17', 'day')));
    expect((await lines(county)).map((l) => l.due_fen)).toEqual([46_000]);
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 40_000, '2022-01', why('2022-01-20', 'month')));
    expect((await lines(county)).map((l) => l.due_fen)).toEqual([40_000]);
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 71_000, '2022-03', why('2022-03-11', 'day')));
    // Decided a month later for that month: it is whole.
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 60_000, '2022-03', why('2022-04-02', 'day')));
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 90_000, '2022-05', why('2022-05-16', 'day')));
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 0, '2022-05', { ...why('2022-05-20', 'month'), ground: 'stop' }));
    await make(county, '2022-05');
    expect((await lines(county)).map((l) => [l.month, l.due_fen])).toEqual([['2022-01', 40_000], ['2022-02', 40_000], ['2022-03', 60_000], ['2022-04', 60_000]]);
    expect((await money.admin.query('select 1 from benefit_month where county_id = $1', [county])).rows).toEqual([]);
  });

  it('two changes of one month by days pay each sum for its own days, and one that began and ended in it for the days between', async () => {
    const { county, kase } = await home('monthly', 31_000, '2022-01');
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 62_000, '2022-01', why('2022-01-11', 'day')));
    await inCounty(county, async (tx) => await adjustBenefit(tx, kase, 0, '2022-01', { ...why('2022-01-21', 'day'), ground: 'stop' }));
    await make(county, '2022-02');
    expect((await lines(county)).map((l) => [l.month, l.due_fen])).toEqual([['2022-01', 10_000 + 20_000]]);
  });
});

describe('a single payment', () => {
  it('[HQ-174] is paid through the bank within days: several rolls a month, each with what was granted since, none twice', async () => {
    const { county } = await home('once', 300_000, '2022-02', 'jinan');
    const first = await make(county, '2022-02', 'jinan', true);
    expect(first).toMatchObject({ run: 1, added: 1 });
    expect(await make(county, '2022-02', 'jinan', true)).toMatchObject({ roll: first.roll, added: 0 });
    await settle(county, first.roll, false);
    const person = await money.person(county, { human: 'u2', name: 'h2' });
    await money.account(county, { person, number: 'n2', holder: 'h2' });
    const kase = await money.granted(county, { applicant: person, members: [person], programme: 'jinan' });
    await money.benefit(county, { case: kase, person, programme: 'jinan', monthlyFen: 80_000, from: '2022-02', payment: 'once' });
    const second = await make(county, '2022-02', 'jinan', true);
    expect(second).toMatchObject({ run: 2, added: 1, carried: 1 });
    expect((await lines(county)).map((l) => [l.due_fen, l.status]).sort()).toEqual([[300_000, 'ready'], [80_000, 'ready']]);
  });

  it('a monthly programme has one roll a month, whatever became of it', async () => {
    const { county } = await home('monthly', 50_000);
    const first = await make(county, '2022-02');
    await settle(county, first.roll);
    expect(await inCounty(county, async (tx) => (await openRoll(tx, { county, programme: 'dibao', month: '2022-02', item: '救助金', excluding: [], today: '2022-02-09', now: '2022-02-09T00:00:00Z', user: randomUUID() })).roll.id)).toBe(first.roll);
  });

  it('[HQ-175] given in part in cash, before or after a roll lists it, is paid by bank for the rest, and never more in all than was granted', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 100, max: 400_000 }), fc.array(fc.record({ percent: fc.integer({ min: 1, max: 110 }), rollFirst: fc.boolean(), failed: fc.boolean() }), { minLength: 1, maxLength: 4 }), async (sum, gifts) => {
      const { county, kase } = await home('once', sum, '2022-02', 'jinan');
      let given = 0;
      for (const [i, g] of gifts.entries()) {
        if (g.rollFirst) {
          const { roll } = await make(county, '2022-02', 'jinan', true);
          if (g.failed) await settle(county, roll, false);
        }
        const fen = Math.max(1, Math.floor((sum * g.percent) / 100));
        const done = await inCounty(county, async (tx) => await closeByCash(tx, { county, caseId: kase, fen, on: `2022-02-${String(10 + i)}`, reason: '现金救助', user: 'hand' }));
        expect(isRefusal(done)).toBe(given + fen > sum);
        if (!isRefusal(done)) given += fen;
      }
      await make(county, '2022-03', 'jinan', true);
      const all = await lines(county);
      expect(all.filter((l) => l.channel === 'cash').reduce((a, l) => a + l.paid_fen, 0)).toBe(given);
      expect(all.filter((l) => l.channel === 'bank' && l.status !== 'excluded').reduce((a, l) => a + l.due_fen, 0)).toBe(sum - given);
      // What leaves the bank's books because it was handed over is booked by whoever handed it over.
      expect((await money.admin.query<{ by_account: string }>(`select distinct by_account from ledger_entry where county_id = $1 and kind = 'excluded'`, [county])).rows.map((r) => r.by_account).filter((by) => by !== 'hand')).toEqual([]);
    }), { numRuns: 12 });
  });

  it('is not given in cash while its roll is frozen or it is with the bank', async () => {
    const { county, kase } = await home('once', 100_000, '2022-02', 'jinan');
    const { roll } = await make(county, '2022-02', 'jinan', true);
    await money.admin.query(`update roll set status = 'frozen', frozen_by = gen_random_uuid(), frozen_at = now() where county_id = $1 and id = $2`, [county, roll]);
    const cash = async () => await inCounty(county, async (tx) => await closeByCash(tx, { county, caseId: kase, fen: 100_000, on: '2022-02-10', reason: '现金救助' }));
    expect(await cash()).toMatchObject({ code: 'payment.state' });
    await money.admin.query(`update roll_line set status = 'sent' where county_id = $1`, [county]);
    expect(await cash()).toMatchObject({ code: 'payment.state' });
  });
});

describe('paid back and left to the household', () => {
  it('for any row of both: due = paid + recovered + waived + open, never more than was paid, in the database too', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 90_000 }), fc.array(fc.record({ kind: fc.constantFrom('recover', 'waive'), fen: fc.integer({ min: -5, max: 60_000 }) }), { maxLength: 5 }), async (sum, acts) => {
      const { county } = await home('monthly', sum);
      await settle(county, (await make(county, '2022-02')).roll);
      let [recovered, waived] = [0, 0];
      for (const a of acts) {
        const line = (await lines(county))[0]?.id ?? '';
        const done = await inCounty(county, async (tx) => await (a.kind === 'recover' ? bookRecovered : bookWaived)(tx, county, [{ line, fen: a.fen }]));
        expect(done === undefined).toBe(a.fen > 0 && recovered + waived + a.fen <= sum);
        if (done === undefined && a.kind === 'recover') recovered += a.fen;
        if (done === undefined && a.kind === 'waive') waived += a.fen;
      }
      expect((await lines(county))[0]).toMatchObject({ due_fen: sum, paid_fen: sum - recovered - waived, recovered_fen: recovered, waived_fen: waived, status: 'paid' });
      const { rows } = await money.admin.query<{ ok: boolean }>('select bool_and(due_fen = paid_fen + recovered_fen + waived_fen + open_fen) as ok from roll_total where county_id = $1', [county]);
      expect(rows[0]?.ok).toBe(true);
    }), { numRuns: 10 });
    const { county } = await home('monthly', 1_000);
    await settle(county, (await make(county, '2022-02')).roll);
    for (const set of ['recovered_fen = 1', 'waived_fen = -1, paid_fen = paid_fen + 1', `paid_fen = paid_fen - 1`, `due_fen = due_fen + 1`]) await expect(money.admin.query(`update roll_line set ${set} where county_id = $1`, [county]), set).rejects.toMatchObject({ constraint: 'roll_line_paid' });
  });
});

it('the sums of two rolls are explained by their lines to the fen, for any history', async () => {
  const step = fc.record({ households: fc.array(fc.record({ fen: fc.integer({ min: 1, max: 90_000 }), account: fc.boolean() }), { maxLength: 3 }), change: fc.option(fc.record({ nth: fc.nat(4), fen: fc.nat(90_000) })), supplement: fc.option(fc.integer({ min: 1, max: 5_000 })), fail: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
    const county = await money.newCounty();
    const homes: { kase: string; benefit: string }[] = [];
    for (const [i, s] of steps.entries()) {
      const month = `2022-0${i + 2}`;
      for (const h of s.households) {
        const n = homes.length;
        const person = await money.person(county, { human: `u${n}`, name: `h${n}` });
        if (h.account) await money.account(county, { person, number: `n${n}`, holder: `h${n}` });
        const kase = await money.granted(county, { applicant: person, members: [person], programme: 'dibao' });
        homes.push({ kase, benefit: await money.benefit(county, { case: kase, person, programme: 'dibao', monthlyFen: h.fen, from: month }) });
      }
      const changed = s.change && homes[s.change.nth];
      if (changed && s.change) await inCounty(county, async (tx) => await adjustBenefit(tx, changed.kase, s.change?.fen ?? 0, month, why(`${month}-01`)));
      const [some] = homes;
      if (s.supplement !== null && some && i > 0) await inCounty(county, async (tx) => await addSupplements(tx, county, [{ benefit: some.benefit, month: '2022-02', fen: s.supplement ?? 1 }], { reason: '提标补发', user: null, at: `${month}-01T00:00:00Z` }));
      const { roll } = await make(county, month);
      const [last, now, totals] = await inCounty(county, async (tx) => {
        const row = await findRoll(tx, roll);
        if (!row) throw new Error('roll');
        const before = await findLastRoll(tx, row);
        return [before, row, await changeTotals(tx, county, before, row)] as const;
      });
      const due = (await lines(county)).filter((l) => l.status === 'ready').reduce((a, l) => a + l.due_fen - l.paid_fen, 0);
      expect(totals.now.fen).toBe(due);
      expect(totals.kinds.reduce((a, k) => a + k.changeFen, totals.last.fen)).toBe(totals.now.fen);
      expect(last === undefined).toBe(i === 0);
      await money.admin.query(`insert into roll_line_fact (county_id, roll_id, nth, line_id, area_id, unit_id, benefit_id, case_id, person_id, month, part, arose, status, due_fen, open_fen, holds, cleared, rate_fen, persons, case_seq)
        select county_id, pay_roll_id, 1, id, area_id, unit_id, benefit_id, case_id, person_id, month, part, roll_id = pay_roll_id, status, due_fen, due_fen - paid_fen, holds, cleared, due_fen, 1, 1 from roll_line where county_id = $1 and pay_roll_id = $2 and status in ('ready', 'held')`, [county, now.id]);
      await money.admin.query('update roll set freezes = 1 where county_id = $1 and id = $2', [county, now.id]);
      await settle(county, roll, !s.fail);
    }
  }), { numRuns: 12 });
});
