import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { testIdentity } from '@doudi/core/people/id-number';
import { Policy } from '@doudi/core/policy/resolve';
import type { Services } from '../../services.ts';
import { sealAccount } from '../payments/accounts.ts';
import { seal } from '../persons/persons.ts';
import { accountsOf, trainingUnits } from '../training/accounts.ts';

/** Granted households with a claim and an account each, written straight into the tables: what tests of the way to the bank start from. */
export interface Claim {
  readonly case: string;
  readonly person: string;
  readonly fen: number;
  readonly account: string;
}

export interface ClaimsOf {
  readonly county: number;
  /** Last three digits of each account: they decide what the simulated bank does. One household each. */
  readonly tails: readonly string[];
  readonly from: string;
  readonly programme?: string;
  readonly phone?: boolean;
}

const APPLIED = '2019-01-02';
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫';

/** A telephone number that nobody has. */
export const testPhone = (i: number): string => `1380000${String(i).padStart(4, '0')}`;

export async function makeClaims(services: Services, admin: pg.Client, o: ClaimsOf): Promise<Claim[]> {
  const county = services.counties.get(o.county);
  const clerk = county && accountsOf(county).find((a) => a.posts[0]?.post === 'payrollClerk')?.id;
  if (!county || !clerk) throw new Error(`no county ${o.county}`);
  const units = trainingUnits(county).map((u) => u.id);
  const [s, accounts] = [seal(services, o.county), sealAccount(services, o.county)];
  const programme = o.programme ?? 'dibao';
  const policy = new Policy(services.nation, county.layer, []);
  const rules = policy.programme(programme, APPLIED);
  // As much of a case as a bank's paper asks for, that is filed with it.
  const procedure = rules && policy.procedureFor(rules, false, APPLIED)?.id;
  const made: Claim[] = [];
  const start = Number((await admin.query<{ n: string }>('select count(*) as n from person where county_id = $1', [o.county])).rows[0]?.n ?? 0);
  for (const [i, tail] of o.tails.entries()) {
    const n = start + i;
    const name = `${SURNAMES[n % SURNAMES.length]}试${'甲乙丙丁戊己庚辛'[n % 8]}`;
    const claim: Claim = { case: randomUUID(), person: randomUUID(), fen: 50_000 + ((n * 7919) % 40_000), account: `622200${String(n).padStart(10, '0')}${tail}` };
    const number = testIdentity('1970-03-04', 'male', n);
    const unit = units[n % units.length];
    await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, phone_enc, phone_idx, birth, sex, created_at) select $1, $2, u.id, $3, $4, $5, $6, $7, $8, '1970-03-04', 'male', '2019-01-02' from unit u where u.county_id = $1 and u.key = $9`,
      [o.county, claim.person, s.name(name), s.nameIdx(name), s.number(number), s.numberIdx(number), o.phone ? s.phone(testPhone(n)) : null, o.phone ? s.phoneIdx(testPhone(n)) : null, unit]);
    await admin.query(
      `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, monthly_fen, from_month, closed_on, seq, state, updated_at)
       select $1, $2, $3, $4, u.id, u.id, 'granted', 'unit', '2019-01-02', $5, 1, $6, '2019-02-01', $7, $8, '2019-02-10', 16, $10, '2019-02-10' from unit u where u.county_id = $1 and u.key = $9`,
      [o.county, claim.case, `测-${o.county}-${n}`, programme, claim.person, clerk, claim.fen, o.from, unit, JSON.stringify({ programme, applicationDate: APPLIED, unit, route: { procedure }, facts: {} })]);
    await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select county_id, $2, id, unit_id, 'member', number_idx from person where county_id = $1 and id = $3`, [o.county, claim.case, claim.person]);
    await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, created_at) select county_id, gen_random_uuid(), $2, unit_id, unit_id, $4, id, number_idx, $5, $6, 'monthly', '2019-02-10' from person where county_id = $1 and id = $3`,
      [o.county, claim.case, claim.person, programme, claim.fen, o.from]);
    await admin.query(`insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at) select county_id, gen_random_uuid(), id, unit_id, '测试银行', $3, $4, $5, $6, '2019-03-01', $7, '2019-03-01' from person where county_id = $1 and id = $2`,
      [o.county, claim.person, accounts.holder(name), accounts.holderIdx(name), accounts.number(claim.account), accounts.numberIdx(claim.account), clerk]);
    made.push(claim);
  }
  return made;
}

/** Another account of the same person from a day on: what cures a rejection. */
export async function changeAccount(services: Services, admin: pg.Client, county: number, person: string, number: string, from: string): Promise<void> {
  const s = sealAccount(services, county);
  await admin.query(`insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at)
    select county_id, gen_random_uuid(), person_id, unit_id, bank, holder_enc, holder_idx, $3, $4, $5, registered_by, $5::date from payment_account where county_id = $1 and person_id = $2 order by from_date desc, position desc limit 1`, [county, person, s.number(number), s.numberIdx(number), from]);
}
