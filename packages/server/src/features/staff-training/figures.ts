import type { Figure } from '@doudi/core/bureau/model';
import { standing } from '@doudi/core/training/topic';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { audienceOf } from './hooks.ts';
import { findTrainees } from './queries.ts';

/** Figures of training for the bureau's page: how many of the staff were never trained, or too long ago. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const months = law.policy.number('training.interval-months', { on: law.today }).value;
  const staff = (await findTrainees(tx, law, audienceOf(law).value)).map((s) => ({ unit: s.unit, standing: standing(s.last, law.today, months) }));
  const figure = (id: 'never' | 'due', block: Figure['block'], label: string, how: string): Figure => {
    const of = staff.filter((s) => s.standing === id);
    return { id: `training.${id}`, block, label, value: of.length, unit: '人', how, req: ['HQ-27', 'LH-17', 'GX-34', 'GX-87', 'GX-106', 'BQ-13'], href: `/training?tab=staff&standing=${id}`, byUnit: [...Map.groupBy(of, (s) => s.unit)].map(([unit, list]) => ({ unit, value: list.length, href: `/training?tab=staff&standing=${id}&unit=${encodeURIComponent(unit)}` })) };
  };
  return [figure('never', 'help', '从未参加培训的工作人员', '现在岗、属于培训对象、没有一次到会记录的人数'), figure('due', 'help', '培训超过间隔的工作人员', `最近一次到会距今超过 ${months} 个月的人数`)];
}
