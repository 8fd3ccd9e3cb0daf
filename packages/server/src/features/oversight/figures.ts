import type { Figure } from '@doudi/core/bureau/model';
import { coverage, postsWithoutOwn, staffing } from '@doudi/core/oversight/coverage';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { findStaff } from '../organisation/queries.ts';
import { findConditions, findRecipients, findSupervised } from './queries.ts';
import { conditionsOf, oversightLaw, staffOf, unitsInArea } from './sheet.ts';

/** Units for the bureau's page: not yet supervised this period, short of staff, without what they must have. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const o = oversightLaw(law);
  if (isRefusal(o)) return [];
  const units = (await unitsInArea(tx, law, null)).map((u) => u.id);
  const { from, to, months } = o.period;
  const covered = coverage(units, await findSupervised(tx, law.county, law.today), o.plan.counts, from, to);
  const held = await findStaff(tx, law.today);
  const staff = staffOf(held, o.plan.staff);
  // Persons are counted only where the county measures staff by them.
  const persons = o.load ? await findRecipients(tx, law.county, law.today.slice(0, 7)) : new Map<string, { persons: number }>();
  const conditions = await findConditions(tx, law.county);
  const figure = (id: string, block: Figure['block'], label: string, unit: string, how: string, req: readonly string[], value: (u: string) => number, of: Figure['of'] = 'unit'): Figure => {
    const byUnit = units.map((u) => ({ unit: u, value: value(u), href: `/oversight/${u}` })).filter((x) => x.value > 0);
    return { id, block, label, value: byUnit.reduce((n, x) => n + x.value, 0), unit, how, req, href: `/oversight?show=${id.slice(id.indexOf('.') + 1)}`, of, byUnit };
  };
  return [
    figure('oversight.notYet', 'late', '本期尚未督导的单位', '个', `每 ${months} 个月为一期；${from} 以来没有督导记录、办完的核查、提出的整改的办理单位`, ['BQ-77', 'LH-23', 'HQ-25', 'GX-20'], (u) => (covered.get(u)?.covered ? 0 : 1), 'county'),
    figure('oversight.short', 'help', '缺少的经办人员', '人', o.minimum || o.load ? `各单位经办、审核岗位的人数，与${[o.minimum ? `方案规定的 ${o.minimum.value} 人` : '', o.load ? `每人不超过 ${o.load.value} 名救助对象所需的人数` : ''].filter(Boolean).join('、')}相比所缺的人数之和` : '方案没有规定人数，不计', ['HQ-39', 'HQ-203', 'LH-58', 'XX-99'], (u) => staffing(staff.get(u) ?? 0, o.minimum?.value ?? null, persons.get(u)?.persons ?? 0, o.load?.value ?? null).short),
    figure('oversight.posts', 'help', '没有专人的岗位', '个', o.plan.fixed.length > 0 ? '应由专人负责的岗位中，没有人只任这一个岗位的' : '方案没有规定专人负责的岗位，不计', ['LH-85'], (u) => postsWithoutOwn<AnyPost>(o.plan.fixed, held.filter((h) => h.unit === u)).length),
    figure('oversight.conditions', 'help', '缺少的办理条件', '项', '县级核实没有的、县级尚未核实而单位自报没有的条件', ['HQ-41', 'HQ-204'], (u) => conditionsOf(o.plan, conditions.filter((c) => c.unit === u)).missing),
  ];
}
