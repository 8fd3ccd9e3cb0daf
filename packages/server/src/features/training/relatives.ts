import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import { testIdentity } from '@doudi/core/people/id-number';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { sealIdentity } from '../accounts/identity.ts';
import { loadLaw } from '../law/law.ts';
import { refreshCases } from '../organisation/relatives.ts';
import { openPersons } from '../persons/persons.ts';
import { accountsOf, stableId, trainingUnits } from './accounts.ts';

/** No invented household bears this serial of a birthday. */
const SERIAL = 490;
/** Who has not filed yet, by the end of the login. */
const UNFILED = ['-handler2', '-b-handler', '-county2'];

/**
 * Whose account it is, and the register of near relatives: most officers have declared that there is nothing to file, one has a
 * sister on file, some are still to file; and one supports somebody of a household on the roster and has filed nothing, which is a question.
 */
export async function seedRelatives(tx: Tx, services: Services, county: County): Promise<void> {
  const { today } = await loadLaw(tx, services, county.id);
  const accounts = accountsOf(county);
  const second = trainingUnits(county)[1]?.id;
  const units = new Map((await sql<{ id: number; key: string }>`select id, key from unit where county_id = ${county.id}`.execute(tx)).rows.map((u) => [u.key, u.id]));
  const obligor = (await sql<{ id: string }>`select p.person_id as id from case_file f join case_person p on p.county_id = f.county_id and p.case_id = f.id and p.role = 'obligor' join unit u on u.county_id = f.county_id and u.id = f.unit_id
    where f.county_id = ${county.id} and f.status = 'granted' and not f.imported and u.key = ${second ?? ''} order by f.number limit 1`.execute(tx)).rows[0];
  const person = obligor && (await openPersons(tx, services, county.id, [obligor.id])).get(obligor.id);
  for (const [i, a] of accounts.entries()) {
    const asked = person !== undefined && a.login.endsWith('-b-reviewer');
    const { enc, idx } = sealIdentity(services, county.id, asked ? person.idNumber : testIdentity(plusDays('1981-02-03', i * 11), i % 2 === 0 ? 'male' : 'female', SERIAL));
    await sql`update account set number_enc = ${enc}, number_idx = ${idx} where county_id = ${county.id} and id = ${a.id}`.execute(tx);
    if (asked) await refreshCases(tx, services, county.id, idx);
    const [post] = a.posts;
    if (asked || !post || !may(post.post, 'case.act') || UNFILED.some((u) => a.login.endsWith(u))) continue;
    const clerk = accounts.find((x) => x.posts[0]?.post === 'countyHandler');
    const filed = { id: stableId('relative', county.key, a.login), unit: units.get(post.unit) ?? 0, by: clerk?.id ?? a.id };
    if (a.login.endsWith('-head') && !a.login.endsWith('-b-head')) {
      const number = testIdentity('1979-09-09', 'female', SERIAL);
      const seal = (x: string, of: string): Buffer => services.cipher.encrypt(x, `relative.${of}|${county.id}`);
      await sql`insert into relative (county_id, id, unit_id, account_id, number_idx, name_enc, number_enc, relation, filed_on, filed_by)
        values (${county.id}, ${filed.id}, ${filed.unit}, ${a.id}, ${services.cipher.blindIndex('number', county.id, number)}, ${seal('孙秀兰', 'name')}, ${seal(number, 'number')}, '兄弟姐妹', ${today}, ${filed.by})`.execute(tx);
    } else await sql`insert into relative (county_id, id, unit_id, account_id, filed_on, filed_by) values (${county.id}, ${filed.id}, ${filed.unit}, ${a.id}, ${today}, ${filed.by})`.execute(tx);
  }
}
