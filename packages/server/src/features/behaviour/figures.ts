import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** Figures of what deserves a look for the bureau's page. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const { rows } = await sql<{ unit: string; value: number }>`select u.key as unit, count(*)::int as value from behaviour_question q join unit u on u.county_id = q.county_id and u.id = q.unit_id where q.county_id = ${law.county} and q.open group by 1 order by 2 desc, 1`.execute(tx);
  return [{ id: 'behaviour.open', block: 'help', label: '值得看一看、尚未答复的情形', value: rows.reduce((n, r) => n + r.value, 0), unit: '个', how: '每夜按办理情形规则查找，尚没有人看过案件并答复的问题数；是提问，不是认定', req: [], href: '/scores/behaviour', byUnit: rows.map((r) => ({ ...r, href: `/scores/behaviour?unit=${encodeURIComponent(r.unit)}` })) }];
}
