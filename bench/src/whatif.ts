import type pg from 'pg';
import { compactFacts } from '@doudi/core/budget/means-input';
import { householdFactsSchema, type HouseholdFacts } from '@doudi/core/case/facts';
import { computeAmount } from '@doudi/core/means/compute';
import { Policy } from '@doudi/core/policy/resolve';
import { triedParameters } from '@doudi/core/budget/parameters';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { GRANTED } from '@doudi/server/src/features/budget/caseload.ts';
import { computeScenario, slices } from '@doudi/server/src/features/budget/what-if.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface WhatIfSizes {
  readonly households: number;
  readonly rounds: number;
}

export interface WhatIfMeasured {
  readonly households: number;
  readonly gain: number;
  readonly made: Spread;
  /** The same rows read by the same statement, one connection, nothing computed. */
  readonly plain: Spread;
}

const PROGRAMME = 'dibao';
const MONTH = '2021-11';
const ON = '2021-10-08';
const SHAPES = 480;

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Households of one to four persons with wages, pensions, illness, obligors and savings, all below the standard. */
function shape(n: number): HouseholdFacts {
  const size = 1 + (n % 4);
  return householdFactsSchema.parse({
    applicant: id(1), area: 'urban', address: '一号楼', hardship: 'illness', statement: '困难',
    members: Array.from({ length: size }, (_, i) => ({ person: id(i + 1), relation: i === 0 ? 'self' : 'child', birth: pick(['1948-02-03', '1970-03-04', '2012-05-06', '1985-07-08'], n + i), sex: 'female', health: pick(['healthy', 'severeIllness', 'chronic', 'disabled'], n + i), labour: pick(['able', 'none', 'partial'], n + i), ...((n + i) % 5 === 0 ? { disability: { kind: 'visual', grade: 1 + (n % 4) } } : {}) })),
    incomes: n % 3 === 0 ? [] : [{ person: id(1), kind: pick(['wage', 'flexible', 'pension'], n), monthly: 10_000 + (n % 50) * 500 }, ...(size > 1 ? [{ person: id(2), kind: 'basicPension', monthly: 12_000 }] : [])],
    expenses: n % 4 === 0 ? [{ person: id(1), kind: 'medical', monthly: 30_000 }] : [],
    obligors: n % 3 === 1 ? [{ person: id(99), supports: id(1), relation: 'child', householdSize: 3, monthlyIncome: 300_000 + (n % 7) * 10_000 }] : [],
    properties: n % 2 === 0 ? [{ person: id(1), kind: 'deposit', value: 200_000 }] : [],
  });
}

async function prepare(cluster: Cluster, admin: pg.Client, households: number): Promise<{ county: number; policy: Policy; gain: number }> {
  const county = [...cluster.services.counties.values()].find((c) => c.layer.parameters.some((p) => p.key === 'standard.monthly' && p.area === 'urban' && p.from <= ON));
  if (!county) throw new Error('no county with a standard');
  const policy = new Policy(cluster.services.nation, county.layer);
  const programme = policy.programme(PROGRAMME, ON);
  if (!programme) throw new Error('no programme');
  const shapes = Array.from({ length: SHAPES }, (_, n) => n).flatMap((n) => {
    const facts = shape(n);
    const r = computeAmount(programme, facts, policy, ON);
    return r.eligible && r.monthlyFen > 0 ? [{ facts: compactFacts(facts), fen: r.monthlyFen, persons: r.persons, income: r.householdIncomeFen }] : [];
  });
  await admin.query(`create temp table shape as select (row_number() over ())::int - 1 as nth, r.facts, r.fen, r.persons, r.income from json_to_recordset($1::json) as r(facts json, fen bigint, persons int, income bigint)`, [JSON.stringify(shapes)]);
  await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) select $1, md5('person')::uuid, min(id), '', decode(md5('n'), 'hex'), '', decode(md5('i'), 'hex'), '1970-03-04', 'male', '2019-01-02' from unit where county_id = $1`, [county.id]);
  await admin.query(`create temp table household as select i, md5('case' || i)::uuid as id, u.id as unit_id, s.* from generate_series(0, ${households - 1}) i
    join (select id, row_number() over (order by id) - 1 as at from unit where county_id = $1 and kind in ('township', 'street', 'town', 'farm') limit 10) u on u.at = i % 8 join shape s on s.nth = i % ${shapes.length}`, [county.id]);
  await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, monthly_fen, from_month, seq, state, updated_at)
    select $1, id, '2021-W-' || i, $2, unit_id, unit_id, 'granted', 'unit', $3::date, md5('person')::uuid, persons, md5('h')::uuid, fen, $4, 16, '{}', $3::date from household order by id`, [county.id, PROGRAMME, ON, MONTH]);
  await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, created_at) select $1, gen_random_uuid(), id, unit_id, unit_id, $2, md5('person')::uuid, decode(md5('i'), 'hex'), fen, $3, 'monthly', $4::date from household order by id`, [county.id, PROGRAMME, MONTH, ON]);
  await admin.query(`insert into means_input (county_id, case_id, seq, unit_id, area_id, programme, status, law_on, from_month, persons, income_fen, fen, facts) select $1, id, 12, unit_id, unit_id, $2, 'granted', $3, $4, persons, income, fen, facts from household order by id`, [county.id, PROGRAMME, ON, MONTH]);
  await admin.query('drop table household');
  for (const t of ['case_file', 'benefit', 'means_input', 'benefit_rate']) await admin.query(`vacuum (analyze, freeze) ${t}`);
  return { county: county.id, policy, gain: households };
}

/** A new standard on a whole caseload, on as many threads as there are cores, against reading the same rows by the same statement. */
export async function benchWhatIf(cluster: Cluster, sizes: WhatIfSizes, log: (line: string) => void): Promise<WhatIfMeasured> {
  await cluster.createDatabase('whatif', SEEDED);
  const admin = await cluster.admin('whatif');
  const installation = await cluster.open('whatif');
  try {
    const { county, policy } = await prepare(cluster, admin, sizes.households);
    log(`what-if: ${sizes.households} households made`);
    const lawOn = `${MONTH}-30`;
    const standard = policy.number('standard.monthly', { on: lawOn, programme: PROGRAMME, area: 'urban' });
    const tried = triedParameters(policy, [{ key: 'standard.monthly', area: 'urban', value: standard.value + 5000 }], lawOn, { assumption: '基准', req: [] });
    if (isRefusal(tried)) throw new Error(tried.rule);
    await admin.query(`insert into scenario (county_id, id, title, status, month, up_to, law_on, refused_months, tried, made_by, made_by_name, made_at) values ($1, $2, '基准', 'running', $3, $3, $4, 0, '[]', $2, '基准', now())`, [county, id(1), MONTH, lawOn]);
    const services = { ...cluster.services, installation };
    const made: number[] = [];
    const plain: number[] = [];
    let gain = 0;
    for (let round = 0; round <= sizes.rounds; round++) {
      await timed(round === 0 ? [] : plain, async () => {
        for (const s of slices()) await admin.query(GRANTED, [county, s.from, s.to ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', MONTH, MONTH]);
      });
      await admin.query('truncate scenario_part');
      const result = await timed(round === 0 ? [] : made, () => computeScenario(services, county, { id: id(1), month: MONTH, up_to: MONTH, law_on: lawOn, refused_months: 0, tried }, () => Promise.resolve()));
      gain = result.sums.filter((x) => x.outcome === 'gain').reduce((n, x) => n + x.households, 0);
      if (result.households !== sizes.households) throw new Error(`what-if saw ${result.households} of ${sizes.households}`);
      log(`what-if: round ${round} done`);
    }
    return { households: sizes.households, gain, made: spread(made), plain: spread(plain) };
  } finally {
    await admin.end();
    await installation.close();
    await cluster.dropDatabase('whatif');
  }
}
