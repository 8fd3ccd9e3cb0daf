import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { findPeriods, isMissing, plansOf } from './endpoints.ts';

/** Draws for the bureau's page: periods of a plan not drawn yet, and draws that wait for their seed or their checkers. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const rows = await findPeriods(tx, law.county);
  const missing = plansOf(law).filter((p) => isMissing(law, p, rows));
  const waiting = rows.filter((r) => r.status !== 'assigned').length;
  return [
    { id: 'draw.missing', block: 'late', label: '上一期还没有抽查', value: missing.length, unit: '项', how: `方案规定的抽查中，最近一个过去的期间还没有冻结总体的：${missing.map((p) => `${p.label}（${p.from} 至 ${p.to}）`).join('、') || '没有'}`, req: ['HQ-190', 'HQ-193', 'LH-25', 'BQ-24', 'BQ-58', 'GX-31'], href: '/draws?show=missing' },
    { id: 'draw.waiting', block: 'help', label: '抽查待登记种子或者分派', value: waiting, unit: '次', how: '已冻结总体、还没有分派核查人员的抽查', req: ['BQ-59'], href: '/draws?show=waiting' },
  ];
}
