import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Scope } from '../../platform/database.ts';
import type { Installation } from '../../platform/installation.ts';

/** For the tests of money: counties of their own with people, cases and claims written straight into the tables. */
export interface MoneyFixture {
  readonly admin: pg.Client;
  /** A new county with one unit (1); its own tenant, so that tests do not meet. */
  newCounty(): Promise<number>;
  person(county: number, values: { human: string; name: string }): Promise<string>;
  granted(county: number, values: { applicant: string; members: readonly string[]; programme: string }): Promise<string>;
  benefit(county: number, values: { case: string; person: string; programme: string; monthlyFen: number; from: string; to?: string | null; payment?: string; reportValidTo?: string | null; agreed?: string | null; reviewDue?: string | null; cashFen?: number; dead?: boolean; reopened?: boolean }): Promise<string>;
  account(county: number, values: { person: string; number: string; holder: string }): Promise<string>;
  agreement(county: number, values: { case: string; person: string; holder: string; expires: string; ended: string | null }): Promise<void>;
  scope(county: number): Scope;
  close(): Promise<void>;
}

/** Any text as the 16 bytes of a keyed hash. */
export const index = (text: string): Buffer => Buffer.from(text.padEnd(16, '.').slice(0, 16));

let counties = 990_000;

export async function moneyFixture(installation: Installation): Promise<MoneyFixture> {
  const admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
  const unit = 1;
  return {
    admin,
    newCounty: async () => {
      const id = ++counties;
      await admin.query('insert into county (id, key, name) values ($1, $2, $2)', [id, `test-${id}`]);
      await admin.query(`insert into unit (county_id, id, key, name, kind) values ($1, 1, 'street-1', '测试街道', 'street')`, [id]);
      return id;
    },
    person: async (county, { human, name }) => {
      const id = randomUUID();
      // Two registrations of one human are registrations by two units: the table allows one number per unit once.
      const { rows } = await admin.query<{ n: number }>('select count(*)::int as n from person where county_id = $1 and number_idx = $2', [county, index(human)]);
      const home = (rows[0]?.n ?? 0) + 1;
      await admin.query(`insert into unit (county_id, id, key, name, kind) values ($1, $2, $3, $3, 'street') on conflict do nothing`, [county, home, `street-${home}`]);
      await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) values ($1, $2, $3, '', $4, '', $5, '1980-01-01', 'female', now())`, [county, id, home, index(name), index(human)]);
      return id;
    },
    granted: async (county, { applicant, members, programme }) => {
      const id = randomUUID();
      await admin.query(
        `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, seq, state, updated_at)
         values ($1, $2, $3, $4, $5, $5, 'granted', 'unit', '2022-01-04', $6, $7, $8, 1, '{}', now())`,
        [county, id, id.slice(0, 12), programme, unit, applicant, members.length, randomUUID()],
      );
      for (const m of new Set(members)) await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select $1, $2, id, $3, 'member', number_idx from person where county_id = $1 and id = $4`, [county, id, unit, m]);
      return id;
    },
    benefit: async (county, b) => {
      const id = randomUUID();
      await admin.query(
        `insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, to_month, payment, report_valid_to, dead_on, reopened_on, created_at, agreed_holder_idx, review_due, cash_fen)
         select $1, $2, $3, $4, $4, $5, id, number_idx, $6, $7, $8, $9, $10, $11, $12, now(), $14, $15, $16 from person where county_id = $1 and id = $13`,
        [county, id, b.case, unit, b.programme, b.monthlyFen, b.from, b.to ?? null, b.payment ?? 'monthly', b.reportValidTo ?? null, b.dead ? '2022-01-01' : null, b.reopened ? '2022-01-01' : null, b.person, b.agreed ? index(b.agreed) : null, b.reviewDue ?? null, b.cashFen ?? 0],
      );
      return id;
    },
    account: async (county, a) => {
      const id = randomUUID();
      await admin.query(`insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at) values ($1, $2, $3, 1, '测试银行', '', $4, '', $5, '2022-01-01', $6, now())`, [county, id, a.person, index(a.holder), index(a.number), randomUUID()]);
      return id;
    },
    agreement: async (county, a) => {
      await admin.query(`insert into payee_agreement (county_id, id, case_id, person_id, unit_id, area_id, payee_enc, payee_idx, relation, telephone_enc, paper, reason, signed_on, from_date, expires_on, ended_on, ended_reason, ended_by, registered_by, registered_at)
        values ($1, $2, $3, $4, 1, 1, '', $5, '女儿', '', '协议1号', '行动不便', '2022-01-01', '2022-01-01', $6, $7, $8, $9, $10, now())`, [county, randomUUID(), a.case, a.person, index(a.holder), a.expires, a.ended, a.ended && '本人收回', a.ended && randomUUID(), randomUUID()]);
    },
    scope: (county) => ({ county, area: null, user: randomUUID() }),
    close: () => admin.end(),
  };
}
