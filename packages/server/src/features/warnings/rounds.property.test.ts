import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plusMonths } from '@doudi/core/calendar/date';
import { testInstallation } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import type { Installation } from '../../platform/installation.ts';
import { settleLeads } from '../leads/keep.ts';
import { runWarnings } from './run.ts';
import { Watched, type Housed } from './warnings.fixture.ts';

let installation: Installation;
let w: Watched;
let homes: Housed[];

beforeAll(async () => {
  installation = await testInstallation();
  w = await Watched.of(await seedTraining(installation), 'hongqiao');
  homes = [];
  for (let i = 0; i < 3; i++) homes.push(await w.home({ members: [{ serial: i * 2 + 1 }, { serial: i * 2 + 2 }] }));
}, 60_000);
afterAll(async () => {
  await w.admin.end();
  await installation.close();
});

type Step = { readonly do: 'cars'; readonly of: readonly number[] } | { readonly do: 'pay'; readonly of: readonly number[] } | { readonly do: 'answer'; readonly how: 'valid' | 'explained'; readonly nth: number } | { readonly do: 'wait'; readonly days: number };
const people = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  people.map((of) => ({ do: 'cars', of })), people.map((of) => ({ do: 'pay', of })), fc.record({ do: fc.constant('answer' as const), how: fc.constantFrom('valid' as const, 'explained' as const), nth: fc.nat(20) }), fc.integer({ min: 1, max: 120 }).map((days) => ({ do: 'wait', days })),
);

async function take(s: Step): Promise<void> {
  const { today, now } = await w.law();
  const numbers = homes.flatMap((h) => h.numbers);
  if (s.do === 'wait') return w.later(s.days);
  if (s.do === 'cars' || s.do === 'pay') return w.bring(s.do === 'cars' ? 'vehicles' : 'payroll', s.of.map((n) => ({ ref: `${s.do}${String(n)}`, idNumber: numbers[n] ?? '', on: today })));
  const open = await w.hits(`status = 'open'`);
  const hit = open[s.nth % Math.max(1, open.length)];
  if (!hit) return;
  await w.admin.query(`update lead_hit set status = $2, answered_on = $3, answered_by = gen_random_uuid(), words = '已核实', next = 'none', expires_on = $4 where id = $1`, [hit.id, s.how, today, plusMonths(today, s.how === 'explained' ? 6 : 3)]);
  await installation.db.transaction({ county: w.county, area: null }, (tx) => settleLeads(tx, w.county, today, now, hit.lead_id));
}

/** Counts what must be nothing. */
const broken = async (): Promise<Record<string, number>> => (await w.admin.query<Record<string, number>>(`select
    (select count(*)::int from (select from lead_hit where status = 'open' group by rule, subject, person_id, mark having count(*) > 1) x) as "one fact open twice",
    (select count(*)::int from (select from lead where closed_on is null group by subject having count(*) > 1) x) as "one household with two open leads",
    (select count(*)::int from lead_hit h join lead l on l.id = h.lead_id where h.status = 'open' and l.closed_on is not null) as "open in a closed lead",
    (select count(*)::int from lead l where closed_on is null and not exists (select from lead_hit h where h.lead_id = l.id and h.status = 'open')) as "open lead with nothing to answer",
    (select count(*)::int from lead l where closed_on is null and due_on <> (select min(due_on) from lead_hit h where h.lead_id = l.id and h.status = 'open')) as "not due by the strictest",
    (select count(*)::int from lead_hit h join lead l on l.id = h.lead_id where h.subject <> l.subject) as "in another household's lead",
    (select count(*)::int from lead_hit h where round > 1 and not exists (select from lead_hit b where b.rule = h.rule and b.subject = h.subject and b.person_id is not distinct from h.person_id and b.mark = h.mark and b.round = h.round - 1 and b.status <> 'open' and b.expires_on <= h.found_on)) as "asked again before the answer expired",
    (select count(*)::int from lead_hit h where not exists (select from lead_event e where e.hit_id = h.id and e.kind in ('found', 'again'))) as "found without a trace"`)).rows[0] ?? {};

test('[BQ-57] whatever lists bring and clerks answer in whatever order, every fact is open or answered exactly once, in the one open lead of its household, due by its strictest rule, and asked again only when its answer has expired', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
    for (const s of steps) {
      await take(s);
      await runWarnings(w.services, w.county);
      expect(Object.entries(await broken()).filter(([, n]) => n > 0)).toEqual([]);
    }
    // Everything that a list says now is asked or has an answer that still holds.
    const { today } = await w.law();
    const { rows } = await w.admin.query<{ n: number }>(`select count(*)::int as n from external_row e join case_person p on p.county_id = e.county_id and p.number_idx = e.number_idx where e.list = 'payroll' and e.on_date > $1::date - interval '3 months'
      and not exists (select from lead_hit h where h.rule = 'R02' and h.subject = p.case_id::text and h.person_id = p.person_id and (h.status = 'open' or (h.status <> 'gone' and h.expires_on > $1::date)))`, [today]);
    expect(rows[0]?.n).toBe(0);
  }), { numRuns: 8 });
}, 120_000);
