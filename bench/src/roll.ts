import type pg from 'pg';
import { HOLD_CODES } from '@doudi/core/payment/model';
import { testIdentity } from '@doudi/core/people/id-number';
import { freeze } from '@doudi/server/src/features/payments/freeze.ts';
import { carryHolds } from '@doudi/server/src/features/payments/hold-answers.ts';
import { fillRoll, findRoll, openRoll, type MakeRoll } from '@doudi/server/src/features/payments/make.ts';
import { seal } from '@doudi/server/src/features/persons/persons.ts';
import { accountsOf } from '@doudi/server/src/features/training/accounts.ts';
import type { Installation } from '@doudi/server/src/platform/installation.ts';
import type { Services } from '@doudi/server/src/services.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface RollSizes {
  readonly households: number;
  readonly months: number;
}

export interface RollResult {
  readonly lines: number;
  readonly held: number;
  readonly made: Spread;
  /** Judged again, the facts of every line kept, the sums booked in the ledger. */
  readonly frozen: Spread;
  readonly plain: Spread;
}

export const PROGRAMME = 'dibao';
const ITEM = '最低生活保障金';
const TABLES = ['person', 'case_file', 'case_person', 'benefit', 'payment_account'] as const;

interface Office {
  readonly county: number;
  readonly clerk: string;
  readonly reviewer: string;
}

/**
 * Granted households with a claim and an account each. About one in fifty has no account, one in two hundred an account
 * in another's name, one in two hundred shares an account with the household before.
 */
export async function makeClaims(services: Services, admin: pg.Client, households: number): Promise<Office> {
  const county = [...services.counties.values()][0];
  if (!county) throw new Error('no county');
  const of = (post: string): string => accountsOf(county).find((a) => a.posts[0]?.post === post)?.id ?? '';
  const office = { county: county.id, clerk: of('payrollClerk'), reviewer: of('payrollReviewer') };
  const s = seal(services, county.id);
  await admin.query(`create temp table household as select i, md5('case' || i)::uuid as id, md5('person' || i)::uuid as person, decode(md5('number' || i), 'hex') as number_idx, decode(md5('name' || i), 'hex') as name_idx, u.id as unit_id
    from generate_series(0, ${households - 1}) i join (select id, row_number() over (order by id) - 1 as nth from unit where county_id = $1 and kind in ('township', 'street', 'farm') limit 10) u on u.nth = i % 4`, [county.id]);
  await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) select $1, person, unit_id, $2, name_idx, $3, number_idx, '1970-03-04', 'male', '2019-01-02' from household`, [county.id, s.name('王安'), s.number(testIdentity('1970-03-04', 'male', 2))]);
  await admin.query(
    `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, monthly_fen, from_month, closed_on, seq, state, updated_at)
     select $1, id, '2019-B-' || i, $2, unit_id, unit_id, 'granted', 'unit', '2019-01-02', person, 1, $3, '2019-02-01', 60000, '2019-03', '2019-02-10', 16, '{}', '2019-02-10' from household`, [county.id, PROGRAMME, office.clerk]);
  await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select $1, id, person, unit_id, 'member', number_idx from household`, [county.id]);
  await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, created_at) select $1, gen_random_uuid(), id, unit_id, unit_id, $2, person, number_idx, 60000 + i % 40000, '2021-01', 'monthly', '2019-02-10' from household`, [county.id, PROGRAMME]);
  await admin.query(
    `insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at)
     select $1, gen_random_uuid(), person, unit_id, '银行', $2, case when i % 200 = 7 then decode(md5('other' || i), 'hex') else name_idx end, $3, decode(md5('account' || case when i % 200 = 9 then i - 1 else i end), 'hex'), '2019-03-01', $4, '2019-03-01' from household where i % 50 <> 3`,
    [county.id, s.name('王安'), s.number('6222000000000000'), office.clerk]);
  await admin.query('drop table household');
  for (const table of TABLES) await admin.query(`vacuum (analyze, freeze) ${table}`);
  return office;
}

const monthOf = (n: number): string => `2021-${String(n).padStart(2, '0')}`;

/** One month through the program's own functions, under row-level security, from begin to commit. @returns the roll's id. */
async function makeMonth(installation: Installation, office: Office, month: string): Promise<string> {
  const make: MakeRoll = { county: office.county, programme: PROGRAMME, month, item: ITEM, excluding: [PROGRAMME], today: `${month}-05`, now: `${month}-05T09:00:00.000+08:00`, user: office.clerk };
  return await installation.db.transaction({ county: office.county, area: null, user: office.clerk }, async (tx) => {
    const { roll } = await openRoll(tx, make);
    await fillRoll(tx, roll, make);
    return roll.id;
  }, { statementTimeout: 600_000 });
}

/** Every hold carried by the clerk, then the freeze, each in a transaction of its own. Only the freeze is timed. */
async function freezeMonth(installation: Installation, services: Services, office: Office, month: string, roll: string, times: number[]): Promise<void> {
  const by = { county: office.county, user: office.clerk, name: '制单', today: `${month}-05`, now: `${month}-05T09:30:00.000+08:00` };
  const within = { county: office.county, area: null, user: office.clerk };
  await installation.db.transaction(within, async (tx) => {
    for (const hold of HOLD_CODES) await carryHolds(tx, roll, { hold }, '原因消除后下月补发', by);
  }, { statementTimeout: 600_000 });
  await timed(times, () => installation.db.transaction(within, async (tx) => {
    const row = await findRoll(tx, roll, true);
    const no = row && (await freeze(tx, services, row, { county: office.county, roll, month, today: by.today, excluding: [PROGRAMME] }, by));
    if (!row || no) throw new Error(`not frozen: ${no?.rule ?? ''}`);
  }, { statementTimeout: 600_000 }));
}

/** The same lines for the same month by one statement, without judging anything. */
async function insertMonth(admin: pg.Client, office: Office, month: string): Promise<void> {
  await admin.query('begin');
  const { rows } = await admin.query<{ id: string }>(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at) values ($1, gen_random_uuid(), $2, $3, 'drafted', $4, $5, now()) returning id`, [office.county, PROGRAMME, month, ITEM, office.clerk]);
  await admin.query(
    `insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, status)
     select county_id, $2, $2, id, case_id, person_id, unit_id, area_id, programme, $3, $4, monthly_fen, 'ready' from benefit where county_id = $1 and programme = $5`, [office.county, rows[0]?.id, month, ITEM, PROGRAMME]);
  await admin.query('commit');
}

/**
 * A month's roll with its holds against writing the same lines by one statement, month by month in turn, in two copies of
 * one database. The roll before is released, so that what it held is carried over as in life. The first month is not counted.
 */
export async function benchRoll(cluster: Cluster, sizes: RollSizes, log: (line: string) => void): Promise<RollResult> {
  await cluster.createDatabase('roll', SEEDED);
  const preparing = await cluster.admin('roll');
  const office = await makeClaims(cluster.services, preparing, sizes.households);
  await preparing.end();
  await cluster.createDatabase('roll_plain', 'roll');
  log(`roll: ${sizes.households} claims made`);
  const installation = await cluster.open('roll');
  const admin = await cluster.admin('roll');
  const plainAdmin = await cluster.admin('roll_plain');
  try {
    const made: number[] = [];
    const frozen: number[] = [];
    const plain: number[] = [];
    let roll = '';
    for (let n = 0; n <= sizes.months; n++) {
      const month = monthOf(n + 1);
      await timed(n === 0 ? [] : plain, () => insertMonth(plainAdmin, office, month));
      roll = await timed(n === 0 ? [] : made, () => makeMonth(installation, office, month));
      await freezeMonth(installation, cluster.services, office, month, roll, n === 0 ? [] : frozen);
      await admin.query(`update roll set status = 'released', released_by = $2, released_at = now() where id = $1`, [roll, office.reviewer]);
      // What autovacuum does in the weeks between two rolls.
      for (const client of [admin, plainAdmin]) for (const table of ['roll_line', 'benefit']) await client.query(`vacuum (analyze) ${table}`);
      log(`roll: month ${n + 1} of ${sizes.months + 1} made, frozen and written plainly${n === 0 ? ' (not counted)' : ''}`);
    }
    const { rows } = await admin.query<{ lines: string; held: string }>(`select count(*) as lines, count(*) filter (where status = 'held') as held from roll_line where roll_id = $1`, [roll]);
    return { lines: Number(rows[0]?.lines), held: Number(rows[0]?.held), made: spread(made), frozen: spread(frozen), plain: spread(plain) };
  } finally {
    await admin.end();
    await plainAdmin.end();
    await installation.close();
    for (const name of ['roll', 'roll_plain']) await cluster.dropDatabase(name);
  }
}
