import { sql } from 'kysely';
import { readIdentity } from '@doudi/core/people/id-number';
import { maskIdNumber } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { refreshCases } from '../organisation/relatives.ts';
import { insertEvent } from './admin-queries.ts';

const context = (county: number): string => `account.number|${county}`;

/** The identity number of an account's person, readable: only to be masked. */
export const openIdentity = (services: Services, county: number, enc: Buffer): string => services.cipher.decrypt(enc, context(county));

/** Both columns of an account's identity number: ciphertext to show it masked, keyed hash to match it with households and filings. */
export const sealIdentity = (services: Services, county: number, number: string): { enc: Buffer; idx: Buffer } => ({ enc: services.cipher.encrypt(number, context(county)), idx: services.cipher.blindIndex('number', county, number) });

/**
 * Records whose account it is. One person has one account in use: with two they could sign for themselves. Cases of which the
 * person is a member or supporter follow at once: the person stands aside in them, and officers' own households are filed.
 * @returns the masked number and how many cases follow; refusal for a number that does not exist, or that another account in use bears.
 */
export async function keepIdentity(tx: Tx, services: Services, who: Who, account: string, typed: string): Promise<{ idNumber: string; cases: number } | Refusal> {
  const read = readIdentity(typed, (await loadLaw(tx, services, who.county)).today);
  if (!read.ok) return refuse('input.invalid', read.reason, { fields: [{ path: 'body.idNumber', message: read.reason }] });
  const { enc, idx } = sealIdentity(services, who.county, read.identity.number);
  const other = (await sql<{ login: string }>`select login from account where county_id = ${who.county} and number_idx = ${idx} and id <> ${account} and disabled_at is null limit 1`.execute(tx)).rows[0];
  if (other) return refuse('conflict.duplicate', `这个证件号已登记在账号 ${other.login}：一人只用一个账号`, { fields: [{ path: 'body.idNumber', message: '与另一账号相同' }], allowed: ['停用不再使用的账号'] });
  const before = (await sql<{ number_idx: Buffer | null }>`select number_idx from account where county_id = ${who.county} and id = ${account}`.execute(tx)).rows[0]?.number_idx;
  await sql`update account set number_enc = ${enc}, number_idx = ${idx} where county_id = ${who.county} and id = ${account}`.execute(tx);
  await insertEvent(tx, who, account, 'identityRecorded', { reason: before ? '更正' : null });
  // Who bore the number recorded by mistake is free again.
  if (before && !before.equals(idx)) await refreshCases(tx, services, who.county, before);
  return { idNumber: maskIdNumber(read.identity.number), cases: await refreshCases(tx, services, who.county, idx) };
}
