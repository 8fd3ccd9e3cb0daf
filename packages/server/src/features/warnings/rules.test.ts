import { randomUUID } from 'node:crypto';
import { plusDays, plusMonths } from '@doudi/core/calendar/date';
import type { ExternalList, WarningRule } from '@doudi/core/warning/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testInstallation } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import type { Installation } from '../../platform/installation.ts';
import { rulesOf } from './choices.ts';
import type { Entry } from './ingest.ts';
import { runWarnings, type RuleRun } from './run.ts';
import { identity, Watched, type Housed } from './warnings.fixture.ts';

let installation: Installation;
let w: Watched;
let today: string;
let rules: readonly WarningRule[];
let ran: readonly RuleRun[];
/** Households that a rule must find, and those like them that it must not. */
const yes = new Map<string, string[]>();
const no = new Map<string, string[]>();
const lists = new Map<ExternalList, Entry[]>();

const put = (list: ExternalList, idNumber: string, more: Partial<Entry> = {}): void => void lists.set(list, [...(lists.get(list) ?? []), { ref: `${list}-${String((lists.get(list)?.length ?? 0) + 1)}`, idNumber, on: plusDays(today, -20), ...more }]);
const expectHit = (rule: string, home: Housed): void => void yes.set(rule, [...(yes.get(rule) ?? []), home.case]);
const expectNone = (rule: string, home: Housed): void => void no.set(rule, [...(no.get(rule) ?? []), home.case]);
let serial = 0;
const one = (birth?: string): { serial: number; birth?: string } => ({ serial: ++serial, ...(birth ? { birth } : {}) });
const first = (h: Housed): string => h.numbers[0] ?? '';

beforeAll(async () => {
  installation = await testInstallation();
  w = await Watched.of(await seedTraining(installation), 'hongqiao');
  const law = await w.law();
  today = law.today;
  rules = rulesOf(law).rules;

  const dead = await w.home({ members: [one(), one()] });
  put('deaths', dead.numbers[1] ?? '', { text: '火化' });
  expectHit('R01', dead);
  const alive = await w.home({ members: [one()] });
  put('deaths', identity(one()));
  expectNone('R01', alive);

  const paid = await w.home({ members: [one()] });
  put('payroll', first(paid), { fen: 300_000 });
  expectHit('R02', paid);
  const retired = await w.home({ members: [one()] });
  put('payroll', first(retired), { on: plusMonths(today, -8) });
  expectNone('R02', retired);

  const driver = await w.home({ members: [one(), one()] });
  put('vehicles', driver.numbers[1] ?? '', { text: '小型轿车' });
  expectHit('R04', driver);
  const declared = await w.home({ members: [one()], facts: { properties: [{ kind: 'vehicle', value: 0, count: 1, exempt: '残疾代步' }] } });
  put('vehicles', first(declared), { text: '残疾人专用车' });
  expectNone('R04', declared);

  const flats = await w.home({ members: [one(), one()] });
  for (const n of flats.numbers) put('property', n);
  expectHit('R05', flats);
  const flat = await w.home({ members: [one()] });
  put('property', first(flat));
  expectNone('R05', flat);

  const rich = await w.home({ members: [one()] });
  put('deposits', first(rich), { fen: 50_000_000 });
  expectHit('R06', rich);
  const saver = await w.home({ members: [one()] });
  put('deposits', first(saver), { fen: 500_000 });
  expectNone('R06', saver);

  const wage = (monthly: number) => (p: string) => ({ incomes: [{ person: p, kind: 'wage', monthly }] });
  const low = await w.home({ members: [one()] });
  const honest = await w.home({ members: [one()] });
  for (const [h, f] of [[low, wage(100_000)], [honest, wage(100_000)]] as const) await w.admin.query(`update case_file set state = jsonb_set(state, '{facts,incomes}', $2) where id = $1`, [h.case, JSON.stringify(f(h.persons[0] ?? '').incomes)]);
  put('insurance', first(low), { fen: 120_001 });
  put('insurance', first(honest), { fen: 120_000 });
  expectHit('R07', low);
  expectNone('R07', honest);

  const twice = one();
  const dibao = await w.home({ members: [twice] });
  const tekun = await w.home({ members: [twice], programme: 'tekun' });
  expectHit('R08', dibao);
  expectHit('R08', tekun);
  const single = await w.home({ members: [one()] });
  expectNone('R08', single);

  const [a, b] = [await w.home({ members: [one()] }), await w.home({ members: [one()] })];
  await w.account([a.persons[0] ?? '', b.persons[0] ?? ''], '6222000000000001');
  for (const h of [a, b]) expectHit('R10', h);
  const couple = await w.home({ members: [one(), one()] });
  await w.account(couple.persons, '6222000000000002');
  expectNone('R10', couple);

  const split = await w.home({ members: [one()] });
  put('household', first(split), { on: plusMonths(today, -6), text: '分户' });
  expectHit('R11', split);
  const moved = await w.home({ members: [one()] });
  put('household', first(moved), { on: plusMonths(today, -18), text: '分户' });
  expectNone('R11', moved);

  const son = one();
  const hidden = await w.home({ members: [one()] });
  put('family', first(hidden), { otherNumber: identity(son), text: '子' });
  expectHit('R12', hidden);
  const open = await w.home({ members: [one(), one()] });
  put('family', first(open), { otherNumber: open.numbers[1] ?? '', text: '子' });
  expectNone('R12', open);

  const kin = await w.home({ members: [one()] });
  const filed = await w.home({ members: [one()], relatives: [{ account: randomUUID() }] });
  const account = (await w.admin.query<{ id: string }>('select id from account where county_id = $1 limit 1', [w.county])).rows[0]?.id;
  for (const h of [kin, filed]) await w.admin.query(`insert into relative (county_id, id, unit_id, account_id, number_idx, name_enc, relation, filed_on) values ($1, $2, 1, $3, $4, '', '兄弟', '2020-01-01')`, [w.county, randomUUID(), account, w.services.cipher.blindIndex('number', w.county, first(h))]);
  expectHit('R13', kin);
  expectNone('R13', filed);

  expectHit('R14', await w.home({ members: [one()], reviewDue: plusDays(today, -1) }));
  expectNone('R14', await w.home({ members: [one()], reviewDue: today }));

  expectHit('R15', await w.home({ members: [one(), one(plusMonths(today, -16 * 12))] }));
  expectNone('R15', await w.home({ members: [one(), one(plusDays(plusMonths(today, -16 * 12), 1)), one(plusMonths(today, -17 * 12))] }));

  const ill = await w.home({ members: [one(), one()] });
  for (const n of ill.numbers) put('medical', n, { fen: 260_000 });
  expectHit('R16', ill);
  const well = await w.home({ members: [one()] });
  put('medical', first(well), { fen: 400_000 });
  expectNone('R16', well);
  const edge = await w.home({ members: [one()], programme: 'bianyuan', watch: 'recognised' });
  put('medical', first(edge), { fen: 600_000 });
  expectNone('R16', edge);

  const severe = await w.home({ members: [one()], programme: 'bianyuan', watch: 'recognised' });
  put('disability', first(severe), { grade: 2 });
  expectHit('R22', severe);
  expectHit('R17', severe);
  const light = await w.home({ members: [one()], programme: 'bianyuan', watch: 'recognised' });
  put('disability', first(light), { grade: 3 });
  expectNone('R22', light);
  expectNone('R17', light);

  const refused = await w.home({ members: [one()], watch: 'refused' });
  put('disaster', first(refused), { text: '火灾' });
  expectHit('R21', refused);
  const gone = await w.home({ members: [one()], watch: 'left' });
  put('unemployment', first(gone));
  expectHit('R21', gone);
  const long = await w.home({ members: [one()], watch: 'refused', decidedOn: plusMonths(today, -13) });
  put('disaster', first(long));
  expectNone('R21', long);
  // Refused once, on the roll now: nobody to discover.
  const back = one();
  const before = await w.home({ members: [back], watch: 'refused' });
  await w.home({ members: [back] });
  put('unemployment', identity(back));
  expectNone('R21', before);

  const [busy, steady] = [randomUUID(), randomUUID()];
  for (let i = 0; i < 21; i++) await w.home({ members: [one()], decidedBy: busy, village: 1 });
  for (let i = 0; i < 20; i++) await w.home({ members: [one()], decidedBy: steady, office: i % 3, village: i % 4 === 0 ? 2 : i % 4 === 1 ? 3 : i % 4 === 2 ? 4 : 5 });
  for (const [list, entries] of lists) await w.bring(list, entries);
  ran = await runWarnings(w.services, w.county);
}, 120_000);
afterAll(async () => {
  await w.admin.end();
  await installation.close();
});

describe('warning rules over the caseload and the lists', () => {
  const ids = ['R01', 'R02', 'R04', 'R05', 'R06', 'R07', 'R08', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15', 'R16', 'R17', 'R21', 'R22'];
  test.each(ids)(`[BQ-57, HQ-66] %s finds the households that it must and not those that only look like them`, async (rule) => {
    const found = new Set((await w.hits(`rule = '${rule}'`)).map((h) => h.subject));
    expect(yes.get(rule)?.length).toBeGreaterThan(0);
    expect(no.get(rule)?.length).toBeGreaterThan(0);
    for (const c of yes.get(rule) ?? []) expect(found.has(c), `${rule} misses`).toBe(true);
    for (const c of no.get(rule) ?? []) expect(found.has(c), `${rule} finds wrongly`).toBe(false);
  });

  test('many decisions of one account on one day, and a village far above the others, go to the county and to no unit', async () => {
    const county = await w.hits(`rule in ('R25', 'R26')`);
    expect(county.map((h) => h.rule)).toEqual(['R25', 'R26']);
    expect((await w.admin.query(`select from lead l where county_id = $1 and area_id is null`, [w.county])).rowCount).toBe(2);
    expect((await w.admin.query(`select from lead_hit where county_id = $1 and rule in ('R25', 'R26') and area_id is not null`, [w.county])).rowCount).toBe(0);
  });

  test('a rule without its data says so and finds nothing; one that people feed does not run', () => {
    const of = (id: string): RuleRun | undefined => ran.find((r) => r.rule === id);
    expect(of('R03')).toMatchObject({ ran: false, why: '无数据来源：还没有收到名单', found: 0 });
    expect(of('R23')?.why).toContain('无数据来源');
    expect(of('R24')).toMatchObject({ ran: false, found: 0 });
    expect(ran.map((r) => r.rule).sort()).toEqual(rules.map((r) => r.id).sort());
  });

  test('everything that points at one household is one open lead, due by its strictest rule', async () => {
    const dead = yes.get('R01')?.[0] ?? '';
    await w.bring('vehicles', [...(lists.get('vehicles') ?? []), { ref: 'late', idNumber: first({ numbers: [identity({ serial: 1 })] } as unknown as Housed), on: today }]);
    await runWarnings(w.services, w.county);
    const hits = await w.hits(`subject = '${dead}'`);
    expect(hits.map((h) => h.rule)).toEqual(['R01', 'R04']);
    expect(new Set(hits.map((h) => h.lead_id)).size).toBe(1);
    const { rows } = await w.admin.query<{ due: boolean; side: string }>(`select l.due_on = (select min(due_on) from lead_hit h where h.lead_id = l.id) as due, side from lead l where id = $1`, [hits[0]?.lead_id]);
    expect(rows[0]).toEqual({ due: true, side: 'out' });
  });

  test('running again finds the same and adds nothing', async () => {
    const before = await w.hits();
    const again = await runWarnings(w.services, w.county);
    expect(again.reduce((n, r) => n + r.fresh, 0)).toBe(0);
    expect(await w.hits()).toEqual(before);
  });

  test('no benefit, line or case was touched by any of it', async () => {
    expect((await w.admin.query(`select from benefit where county_id = $1 and (dead_on is not null or reopened_on is not null)`, [w.county])).rowCount).toBe(0);
    expect((await w.admin.query(`select from case_action where county_id = $1`, [w.county])).rowCount).toBe(0);
  });
});
