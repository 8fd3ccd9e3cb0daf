import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { maskAccount, maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';

/** Context strings bind a ciphertext to its column and county. The name's index is the one of persons, so that both compare. */
export const sealAccount = (services: Pick<Services, 'cipher'>, county: number) => ({
  holder: (x: string) => services.cipher.encrypt(x, `payment_account.holder|${county}`),
  number: (x: string) => services.cipher.encrypt(x, `payment_account.number|${county}`),
  holderIdx: (x: string) => services.cipher.blindIndex('name', county, x),
  numberIdx: (x: string) => services.cipher.blindIndex('account', county, x),
  openHolder: (x: Buffer) => services.cipher.decrypt(x, `payment_account.holder|${county}`),
  openNumber: (x: Buffer) => services.cipher.decrypt(x, `payment_account.number|${county}`),
});

export interface NewAccount {
  readonly county: number;
  readonly person: string;
  readonly unitId: number;
  readonly bank: string;
  readonly holder: string;
  readonly number: string;
  readonly from: string;
  readonly user: string;
  readonly at: string;
}

/** Registers an account; an earlier one stays on record. */
export async function insertAccount(tx: Tx, services: Pick<Services, 'cipher'>, a: NewAccount): Promise<string> {
  const s = sealAccount(services, a.county);
  const id = randomUUID();
  await sql`insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at)
    values (${a.county}, ${id}, ${a.person}, ${a.unitId}, ${a.bank}, ${s.holder(a.holder)}, ${s.holderIdx(a.holder)}, ${s.number(a.number)}, ${s.numberIdx(a.number)}, ${a.from}, ${a.user}, ${a.at})`.execute(tx);
  return id;
}

interface AccountRow {
  readonly id: string;
  readonly person_id: string;
  readonly name_enc: Buffer;
  readonly holder_enc: Buffer;
  readonly number_enc: Buffer;
  readonly bank: string;
  readonly from_date: string;
  readonly by_name: string | null;
  readonly registered_at: string;
  readonly current: boolean;
  readonly holder_differs: boolean;
}

/** Accounts of a case's payee and members, masked, the one in use on `today` marked. */
export async function findAccounts(tx: Tx, services: Pick<Services, 'cipher'>, county: number, caseId: string, today: string) {
  const s = sealAccount(services, county);
  const { rows } = await sql<AccountRow>`
    select a.id, a.person_id, p.name_enc, a.holder_enc, a.number_enc, a.bank, a.from_date, w.name as by_name, a.registered_at, a.holder_idx <> coalesce((select b.agreed_holder_idx from benefit b where b.county_id = c.county_id and b.case_id = c.case_id and b.person_id = c.person_id and b.agreed_holder_idx is not null limit 1), p.name_idx) as holder_differs,
      a.from_date <= ${today}::date and not exists (select from payment_account n where n.county_id = a.county_id and n.person_id = a.person_id and n.from_date <= ${today}::date and (n.from_date, n.position) > (a.from_date, a.position)) as current
    from case_person c join payment_account a on a.county_id = c.county_id and a.person_id = c.person_id join person p on p.county_id = a.county_id and p.id = a.person_id
    left join account w on w.county_id = a.county_id and w.id = a.registered_by
    where c.county_id = ${county} and c.case_id = ${caseId} order by a.from_date desc, a.position desc limit 60`.execute(tx);
  return rows.map((r) => ({
    id: r.id, person: r.person_id, payee: maskName(services.cipher.decrypt(r.name_enc, `person.name|${county}`)), holder: maskName(s.openHolder(r.holder_enc)), number: maskAccount(s.openNumber(r.number_enc)), bank: r.bank,
    from: r.from_date, by: r.by_name ?? '', at: r.registered_at, current: r.current, holderDiffers: r.holder_differs,
  }));
}
