import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { countTasks, type TaskCount } from './queries.ts';

/** Figures of tasks for the bureau's page: what units owe the county, what the county owes them. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const counts = await countTasks(tx, law.county, law.today);
  const figure = (id: string, block: Figure['block'], label: string, pick: (c: TaskCount) => number, how: string, state: string, req: readonly string[]): Figure => ({
    id, block, label, value: counts.reduce((n, c) => n + pick(c), 0), unit: '件', how, req, href: `/tasks?state=${state}`,
    byUnit: counts.flatMap((c) => (c.unit !== null && pick(c) > 0 ? [{ unit: c.unit, value: pick(c), href: `/tasks?state=${state}&unit=${encodeURIComponent(c.unit)}` }] : [])),
  });
  return [
    figure('task.late', 'late', '任务超期', (c) => c.late, '已过期限、还没有报送的任务件数；延期不抹去以前的超期，免除须负责人写明理由', 'late', ['GX-76', 'GX-91', 'GX-95', 'XX-197']),
    figure('task.replied', 'help', '报送待验收', (c) => c.replied, '单位已经报送、等县级认可或者退回的任务件数', 'replied', ['XX-189', 'XX-198']),
  ];
}
