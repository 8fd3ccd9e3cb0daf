import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** For the bureau's page: filings of near relatives that units ask to take out, which the county has to answer. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const value = (await sql<{ n: number }>`select count(*)::int as n from relative where county_id = ${law.county} and removed_on is null and remove_asked_on is not null`.execute(tx)).rows[0]?.n ?? 0;
  return [{ id: 'relative.removal', block: 'help', label: '申请注销的近亲属备案', value, unit: '条', how: '单位申请注销、县级还没有答复的近亲属备案；答复以前备案照旧有效', req: ['LH-48', 'XX-73'], href: '/organisation?tab=relatives' }];
}
