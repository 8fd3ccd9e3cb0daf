import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { countRects, type UnitCount } from './queries.ts';

/** Figures of rectification for the bureau's page: what is late, what is wrong, what should be followed up. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const days = law.policy.number('rectify.revisit-days', { on: law.today }).value;
  const counts = await countRects(tx, law.county, law.today, days);
  const figure = (id: string, block: Figure['block'], label: string, pick: (c: UnitCount) => number, how: string, state: string, req: readonly string[]): Figure => {
    const byUnit = [...Map.groupBy(counts, (c) => c.unit)].map(([unit, of]) => ({ unit, value: of.reduce((n, c) => n + pick(c), 0), href: `/rectifications?state=${state}&unit=${encodeURIComponent(unit)}` })).filter((u) => u.value > 0);
    return { id, block, label, value: byUnit.reduce((n, u) => n + u.value, 0), unit: '件', how, req, href: `/rectifications?state=${state}`, byUnit };
  };
  return [
    figure('rectify.late', 'late', '整改逾期', (c) => c.late, '未办结的整改中，该办的一方（单位回复或县级审查、复查）已过期限的件数', 'late', ['BQ-64', 'HQ-135', 'LH-89']),
    figure('rectify.open', 'wrong', '整改中的问题', (c) => c.open, '已立项、未办结的整改件数', 'open', ['HQ-134', 'LH-16', 'GX-24', 'GX-110']),
    figure('rectify.revisit', 'help', '应回访未回访', (c) => c.revisit, `办结满 ${days} 天、还没有一次回访的整改件数`, 'revisit', ['BQ-68']),
  ];
}
