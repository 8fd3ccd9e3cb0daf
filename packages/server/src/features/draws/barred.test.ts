import { assignPairs } from '@doudi/core/draw/pairs';
import { testIdentity } from '@doudi/core/people/id-number';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { supervision } from '../../testing/matters.ts';
import { sealIdentity } from '../accounts/identity.ts';
import { seal } from '../persons/persons.ts';
import { registerPersons } from '../persons/register.ts';
import { findBarred } from './barred.ts';
import { seedDecided } from './decided.fixture.ts';
import { sha256 as hash } from './hooks.ts';

const { services, server, countyId, session } = await supervision();

const LOGINS = ['hq-county', 'hq-county2', 'hq-chief', 'hq-audit', 'hq-handler', 'hq-reviewer'] as const;
const NUMBERS = Array.from({ length: 6 }, (_, i) => testIdentity('1966-07-08', i % 2 === 0 ? 'male' : 'female', 100 + i));
const CASES = 3;
const account = fc.integer({ min: 0, max: LOGINS.length - 1 });
const number = fc.integer({ min: 0, max: NUMBERS.length - 1 });
const kase = fc.integer({ min: 0, max: CASES - 1 });

/** Whose numbers are known, who belongs to which case, who filed whom, and who had a hand in what and how. */
const world = fc.record({
  numbers: fc.array(fc.option(number, { nil: null }), { minLength: LOGINS.length, maxLength: LOGINS.length }),
  persons: fc.uniqueArray(fc.record({ c: kase, n: number, role: fc.constantFrom('member', 'obligor') }), { maxLength: 6, selector: (p) => `${p.c}|${p.n}` }),
  filed: fc.array(fc.record({ a: account, n: number, removed: fc.boolean() }), { maxLength: 5 }),
  handled: fc.array(fc.record({ c: kase, a: account, how: fc.constantFrom('acted', 'accepted', 'investigated', 'decided') }), { maxLength: 4 }),
});

test('no pair is ever related to its case or to its handlers: whatever is known of whose number, whose relative and whose hand, and from whichever of the two sides it is known', { timeout: 120_000 }, async () => {
  const county = countyId('hongqiao');
  const accounts: string[] = [];
  for (const login of LOGINS) accounts.push((await session(login)).account);
  const cases = [...(await seedDecided(server.installation, Array.from({ length: CASES }, () => ({ county: 'hongqiao', on: '2021-10-10', outcome: 'grant' as const, programme: 'dibao' })))).entries()];
  const idx = NUMBERS.map((n) => seal(services, county).numberIdx(n));
  let barredPairs = 0;
  let pairsMade = 0;
  await server.installation.db.transaction({ county, area: null, user: 'test' }, async (tx) => {
    const unit = (await sql<{ id: number }>`select id from unit where county_id = ${county} and kind = 'street' order by id limit 1`.execute(tx)).rows[0]?.id ?? 0;
    const people = await registerPersons(tx, services, county, NUMBERS.map((idNumber) => ({ idNumber, name: '王某', birth: '1966-07-08', sex: 'male' as const, unitId: unit })), '2021-10-01T00:00:00Z');
    await fc.assert(fc.asyncProperty(world, fc.string({ maxLength: 8 }), async (w, seed) => {
      await sql`savepoint world`.execute(tx);
      for (const [i, n] of w.numbers.entries()) {
        const { enc, idx: own } = n === null ? { enc: null, idx: null } : sealIdentity(services, county, NUMBERS[n] ?? '');
        await sql`update account set number_enc = ${enc}, number_idx = ${own} where county_id = ${county} and id = ${accounts[i] ?? ''}`.execute(tx);
      }
      for (const p of w.persons) await sql`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) values (${county}, ${cases[p.c]?.[1] ?? ''}, ${people.get(NUMBERS[p.n] ?? '') ?? ''}, ${unit}, ${p.role}, ${idx[p.n] ?? null})`.execute(tx);
      for (const f of w.filed) await sql`insert into relative (county_id, id, unit_id, account_id, number_idx, name_enc, relation, filed_on, removed_on) values (${county}, gen_random_uuid(), ${unit}, ${accounts[f.a] ?? ''}, ${idx[f.n] ?? null}, '\\x00', '兄弟姐妹', '2021-01-01', ${f.removed ? '2021-02-01' : null}::date)`.execute(tx);
      for (const [i, h] of w.handled.entries()) {
        const [id, who] = [cases[h.c]?.[1] ?? '', accounts[h.a] ?? ''];
        if (h.how === 'acted') await sql`insert into case_action (county_id, position, case_id, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash) values (${county}, ${1000 + i}, ${id}, ${1000 + i}, 'accepted', now(), now(), ${who}, 'handler', 'hq', '{}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))`.execute(tx);
        else if (h.how === 'accepted') await sql`update case_file set accepted_by = ${who} where id = ${id}`.execute(tx);
        else if (h.how === 'decided') await sql`update case_file set decided_by = ${who} where id = ${id}`.execute(tx);
        else await sql`update case_file set investigated_by = array_append(investigated_by, ${who}::uuid) where id = ${id}`.execute(tx);
      }
      const barred = await findBarred(tx, county, cases.map(([n]) => n));
      await sql`rollback to savepoint world`.execute(tx);

      // The same in plain words. A later acceptance or decision takes the place of an earlier one.
      const handled = w.handled.filter((h, i) => !w.handled.slice(i + 1).some((x) => x.c === h.c && x.how === h.how && (h.how === 'accepted' || h.how === 'decided')));
      const same = (a: number, b: number): boolean => a === b || (w.numbers[a] !== null && w.numbers[a] === w.numbers[b]);
      const files = (a: number, n: number | null | undefined): boolean => n !== null && n !== undefined && w.filed.some((f) => !f.removed && same(f.a, a) && f.n === n);
      const related = (c: number, a: number): boolean =>
        w.persons.some((p) => p.c === c && (p.n === w.numbers[a] || files(a, p.n))) || handled.some((h) => h.c === c && (same(h.a, a) || files(h.a, w.numbers[a]) || files(a, w.numbers[h.a])));
      for (let c = 0; c < CASES; c++) for (let a = 0; a < LOGINS.length; a++) expect(barred(cases[c]?.[0] ?? '', accounts[a] ?? ''), `case ${c}, account ${a}`).toBe(related(c, a));
      const { pairs, alone } = assignPairs(cases.map(([n]) => n), accounts, barred, 'c', seed, hash);
      for (const { k, pair } of pairs) for (const who of pair) expect(related(cases.findIndex(([n]) => n === k), accounts.indexOf(who))).toBe(false);
      pairsMade += pairs.length;
      barredPairs += alone.length;
    }), { numRuns: 70, seed: 11 });
  });
  // Worlds of both kinds were met.
  expect(pairsMade).toBeGreaterThan(50);
  expect(barredPairs).toBeGreaterThan(3);
});
