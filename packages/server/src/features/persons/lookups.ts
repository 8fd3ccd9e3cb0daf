import { sql } from 'kysely';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { searchTarget } from '../../platform/log/access.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';

const HOUR = 3_600_000;

/**
 * Lets an account look up an identity number, and writes down that it did: who, what for, and of the number the first bytes of its
 * keyed hash, by which an auditor who knows a number finds everyone who looked it up. Whoever has looked up as many different numbers
 * within an hour as the installation allows (DOUDI_LOOKUPS_PER_HOUR) is refused: a counter asks for people who stand before it, and
 * whether somebody is in need or on the register is told of anybody in the county. The same number again does not count.
 */
export async function mayLookUp(tx: Tx, services: Pick<Services, 'installation'>, who: Who, at: string, index: Uint8Array, purpose: string): Promise<Refusal | undefined> {
  const most = services.installation.config.lookupsPerHour;
  const target = searchTarget('number', index);
  const since = new Date(Date.now() - HOUR).toISOString();
  const others = (await sql<{ n: number }>`select count(distinct target)::int as n from access_log where county_id = ${who.county} and user_id = ${who.account} and what = 'search' and recorded_at > ${since} and target like 'number:%' and target <> ${target}`.execute(tx)).rows[0]?.n ?? 0;
  if (others >= most) return refuse('busy.often', `一小时内已查过 ${String(most)} 个不同的身份证号，暂不能再查`, { allowed: ['过一会儿再查', '确需大批登记的，用名册导入', '请系统管理员调整上限'] });
  await logAccess(tx, who, at, 'search', target, purpose);
  return undefined;
}
