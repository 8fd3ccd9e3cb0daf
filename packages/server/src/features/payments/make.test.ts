import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountOf, county as anyCounty, factsOf, MONTHS, pastLines, rollStatusOf, type TestCounty, AGREEMENT_DAYS, cashOf, JUDGED_ON, supplementsOf } from '@doudi/core/payment/roll.fixture';
import { monthsOwed, planRoll } from '@doudi/core/payment/roll';
import type { Installation } from '../../platform/installation.ts';
import { testInstallation } from '../../testing/harness.ts';
import { addSupplements } from './book.ts';
import { fillRoll, openRoll, type Made } from './make.ts';
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

const PROGRAMME = 'dibao';
const ITEM = '最低生活保障金';

interface Loaded {
  readonly county: number;
  readonly benefits: readonly string[];
}

/** Writes a random county into the tables. */
async function load(c: TestCounty, month: string): Promise<Loaded> {
  const county = await money.newCounty();
  const persons: string[] = [];
  const accounts: string[][] = [];
  for (const p of c.persons) {
    const id = await money.person(county, { human: `u${p.human}`, name: `h${p.name}` });
    persons.push(id);
    const own: string[] = [];
    for (const a of p.accounts) own.push(await money.account(county, { person: id, number: `n${a.number}`, holder: `h${a.holder}` }));
    accounts.push(own);
  }
  const rolls = new Map<string, string>();
  const rollOf = async (programme: string, n: number): Promise<string> => {
    const key = `${programme}|${n}`;
    const known = rolls.get(key);
    if (known) return known;
    const id = randomUUID();
    rolls.set(key, id);
    const released = rollStatusOf(n, month) === 'released';
    await money.admin.query(
      `insert into roll (county_id, id, programme, month, status, item, made_by, made_at, frozen_by, frozen_at, released_by, released_at) values ($1, $2, $3, $4, $5, $6, $7, now(), $8, $9, $10, $9)`,
      [county, id, programme, MONTHS[n], released ? 'released' : 'drafted', ITEM, randomUUID(), released ? randomUUID() : null, released ? new Date() : null, released ? randomUUID() : null],
    );
    return id;
  };
  const benefits: string[] = [];
  // One claim a case: a household drawn twice by the generator becomes two cases of the same people.
  for (const [i, k] of c.cases.entries()) if (!c.benefits.some((b) => b.case === i)) await money.granted(county, { applicant: persons[0] ?? '', members: k.members.map((m) => persons[m] ?? ''), programme: PROGRAMME });
  const [anyCase] = c.benefits.length > 0 ? [await money.granted(county, { applicant: persons[0] ?? '', members: [], programme: 'none' })] : [];
  for (const [i, p] of c.persons.entries()) for (const a of p.agreements) if (anyCase) await money.agreement(county, { case: anyCase, person: persons[i] ?? '', holder: `h${a.holder}`, ...AGREEMENT_DAYS[a.state] });
  for (const b of c.benefits) {
    const kase = await money.granted(county, { applicant: persons[b.person] ?? '', members: (c.cases[b.case]?.members ?? []).map((m) => persons[m] ?? ''), programme: b.programme });
    const past = pastLines(b, month);
    const person = persons[b.person] ?? '';
    const id = await money.benefit(county, { case: kase, person, programme: b.programme, monthlyFen: b.monthlyFen, from: MONTHS[b.from] ?? '', to: b.to === null ? null : (MONTHS[b.to] ?? null), payment: b.payment, reportValidTo: b.reportValidTo, agreed: b.agreed === null ? null : `h${b.agreed}`, reviewDue: b.reviewDue, cashFen: cashOf(b), dead: b.dead, reopened: b.reopened });
    await installation.db.transaction(money.scope(county), async (tx) => { for (const x of supplementsOf(b)) await addSupplements(tx, county, [{ benefit: id, month: x.month, fen: x.fen }], { reason: '提标补发', user: null, at: '2022-01-01T00:00:00Z' }); });
    benefits.push(id);
    for (const [n, l] of past.entries()) {
      const roll = await rollOf(b.programme, b.past[n]?.roll ?? 0);
      const holds = l.status === 'held' ? ['noAccount'] : [];
      const refused = l.refused === 'earlier' ? randomUUID() : l.refused === 'current' && accountOf(c, b.person) ? (accounts[b.person]?.at(-1) ?? null) : null;
      await money.admin.query(
        `insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, paid_fen, status, holds, cleared, refused_account)
         values ($1, $2, $2, $3, $4, $5, 1, 1, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [county, roll, id, kase, person, b.programme, l.month, ITEM, l.dueFen, l.paidFen, l.status, holds, l.cleared, refused],
      );
    }
  }
  return { county, benefits };
}

async function make(county: number, month: string, excluding: readonly string[]): Promise<Made & { roll: string }> {
  return await installation.db.transaction(money.scope(county), async (tx) => {
    const m = { county, programme: PROGRAMME, month, item: ITEM, excluding, today: JUDGED_ON, now: '2022-05-01T09:00:00+08:00', user: randomUUID() };
    const { roll } = await openRoll(tx, m);
    return { roll: roll.id, ...(await fillRoll(tx, roll, m)) };
  });
}

interface Line {
  benefit_id: string;
  month: string;
  part: number;
  due_fen: number;
  paid_fen: number;
  status: string;
  holds: string[];
  cleared: string[];
}

const linesOf = async (county: number, roll: string): Promise<Line[]> =>
  await installation.db.transaction(money.scope(county), async (tx) => (await sql<Line>`select benefit_id, month, part, due_fen, paid_fen, status, holds, cleared from roll_line where pay_roll_id = ${roll}`.execute(tx)).rows);

describe('a roll made in the database', () => {
  it('has the lines, sums and holds of the specification, for any county', async () => {
    await fc.assert(
      fc.asyncProperty(anyCounty, fc.constantFrom(...MONTHS), async (c, month) => {
        const { county, benefits } = await load(c, month);
        const made = await make(county, month, [PROGRAMME, ...c.excludes]);
        const planned = planRoll(PROGRAMME, month, factsOf(c, month));
        const name = new Map(benefits.map((id, i) => [id, `b${i}`]));
        const facts = factsOf(c, month);
        // Lines that were in the roll before and are no longer open stay as they are; the plan does not name them.
        const plannedKeys = new Set(planned.map((l) => `${l.benefit}|${l.month}|${l.part}`));
        const got = (await linesOf(county, made.roll)).map((l) => ({ benefit: name.get(l.benefit_id) ?? '', month: l.month, part: l.part, dueFen: l.due_fen, paidFen: l.paid_fen, status: l.status, holds: l.holds, cleared: l.cleared }))
          .filter((l) => plannedKeys.has(`${l.benefit}|${l.month}|${l.part}`) || !facts.lines.some((x) => x.benefit === l.benefit && x.month === l.month && l.part === 0))
          .sort((a, b) => (`${a.benefit}|${a.month}|${a.part}` < `${b.benefit}|${b.month}|${b.part}` ? -1 : 1));
        expect(got).toEqual(planned.map(({ origin: _, ...l }) => ({ ...l, holds: [...l.holds], cleared: [...l.cleared] })));
        expect(made.added).toBe(planned.filter((l) => l.origin === 'new').length);
        expect(made.carried).toBe(planned.filter((l) => l.origin === 'carried').length);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  }, 120_000);

  it('[HQ-171] has nothing for the month of confirmation and the sum for the month after', async () => {
    const county = await money.newCounty();
    const person = await money.person(county, { human: 'u', name: 'n' });
    const kase = await money.granted(county, { applicant: person, members: [person], programme: PROGRAMME });
    await money.benefit(county, { case: kase, person, programme: PROGRAMME, monthlyFen: 109_000, from: '2022-04' });
    expect(await make(county, '2022-03', [PROGRAMME])).toMatchObject({ added: 0 });
    const made = await make(county, '2022-04', [PROGRAMME]);
    expect(await linesOf(county, made.roll)).toMatchObject([{ month: '2022-04', due_fen: 109_000, status: 'held', holds: ['noAccount'] }]);
  });

  it('made twice, and by two makers at once, owes each month once', async () => {
    const county = await money.newCounty();
    for (const n of [1, 2, 3]) {
      const person = await money.person(county, { human: `u${n}`, name: 'n' });
      const kase = await money.granted(county, { applicant: person, members: [person], programme: PROGRAMME });
      await money.benefit(county, { case: kase, person, programme: PROGRAMME, monthlyFen: 1000 * n, from: '2022-02' });
    }
    const both = await Promise.all([make(county, '2022-03', [PROGRAMME]), make(county, '2022-03', [PROGRAMME])]);
    expect(both.map((m) => m.added).sort()).toEqual([0, 6]);
    expect(await make(county, '2022-03', [PROGRAMME])).toMatchObject({ added: 0, carried: 0 });
    expect(await make(county, '2022-04', [PROGRAMME])).toMatchObject({ added: 3 });
    const all = await money.admin.query<{ n: number; fen: number }>('select count(*)::int as n, sum(due_fen)::int as fen from roll_line where county_id = $1', [county]);
    expect(all.rows[0]).toEqual({ n: 9, fen: 18_000 });
  });

  it('cannot have a second line for a month, whoever writes it', async () => {
    const county = await money.newCounty();
    const person = await money.person(county, { human: 'u', name: 'n' });
    const kase = await money.granted(county, { applicant: person, members: [person], programme: PROGRAMME });
    await money.benefit(county, { case: kase, person, programme: PROGRAMME, monthlyFen: 1000, from: '2022-02' });
    const { roll } = await make(county, '2022-02', [PROGRAMME]);
    const copy = 'insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, status) select county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, $2 from roll_line where pay_roll_id = $1';
    await expect(money.admin.query(copy, [roll, 'ready'])).rejects.toMatchObject({ constraint: 'roll_line_paid_once' });
    await expect(money.admin.query(`update roll_line set paid_fen = due_fen + 1, status = 'paid', holds = '{}' where pay_roll_id = $1`, [roll])).rejects.toMatchObject({ constraint: 'roll_line_paid' });
    await expect(money.admin.query('update roll_line set item = $2 where pay_roll_id = $1', [roll, ''])).rejects.toMatchObject({ constraint: 'roll_line_item' });
  });
});

describe('who may see and write money', () => {
  it("shows a unit its own lines, nothing of the county's batch, and lets it change no roll", async () => {
    const county = await money.newCounty();
    const person = await money.person(county, { human: 'u', name: 'n' });
    const kase = await money.granted(county, { applicant: person, members: [person], programme: PROGRAMME });
    await money.benefit(county, { case: kase, person, programme: PROGRAMME, monthlyFen: 1000, from: '2022-02' });
    const { roll } = await make(county, '2022-02', [PROGRAMME]);
    const seen = async (area: number[]) => await installation.db.transaction({ county, area }, async (tx) => ({
      lines: (await sql`select from roll_line`.execute(tx)).rows.length, rolls: (await sql`select from roll`.execute(tx)).rows.length, changed: Number((await sql`update roll set item = 'xx' where id = ${roll}`.execute(tx)).numAffectedRows),
    }));
    expect(await seen([1])).toEqual({ lines: 1, rolls: 1, changed: 0 });
    expect(await seen([2])).toEqual({ lines: 0, rolls: 1, changed: 0 });
    expect(await installation.db.transaction({ county: county - 1, area: null }, async (tx) => (await sql`select from roll_line where pay_roll_id = ${roll}`.execute(tx)).rows.length)).toBe(0);
  });

  it('lets the application change no answer, account, event or read file', async () => {
    const county = await money.newCounty();
    for (const table of ['roll_answer', 'payment_account', 'roll_event', 'benefit_event', 'bank_return', 'bank_return_line'])
      for (const verb of [`update ${table} set county_id = county_id`, `delete from ${table}`])
        await expect(installation.db.transaction(money.scope(county), async (tx) => await sql.raw(verb).execute(tx)), verb).rejects.toMatchObject({ code: '42501' });
  });
});

it('the months of the fixture are contiguous from the first', () => {
  expect(monthsOwed({ fromMonth: MONTHS[0], payment: 'monthly' }, MONTHS[3])).toEqual([...MONTHS]);
});
