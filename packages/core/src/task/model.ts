import type { TableValue } from '../policy/tables.ts';

/** What sort of work a task is. */
export const TASK_KINDS = {
  document: '制定文件', meeting: '会议', implementation: '落实', report: '报告', summary: '总结', selfInspection: '自查', acceptance: '验收', evaluation: '评估', guidance: '指导', publicity: '宣传', experience: '学习经验', other: '其他',
} as const;
export type TaskKind = keyof typeof TASK_KINDS;
export const TASK_KIND_IDS = Object.keys(TASK_KINDS) as [TaskKind, ...TaskKind[]];

/** What a report consists of where the task does not divide it. */
export const WHOLE = '落实情况';

export type CampaignPlan = TableValue<'campaign.plan'>;
type Item = CampaignPlan['stages'][number]['items'][number];

/** A task that a plan provides for, with its owner: a unit by key, or the county and its departments by name. */
export interface PlannedTask {
  readonly stage: string;
  readonly item: Item;
  readonly unit: string | null;
  readonly owner: string | null;
  readonly due: string;
}

/** Every task of a plan for the units that there are, in the plan's order: each item and owner once [GX-76, XX-156]. */
export function plannedTasks(plan: CampaignPlan, units: readonly string[]): PlannedTask[] {
  const named = new Set(plan.groups.flatMap((g) => g.units));
  const of = (to: string): readonly string[] => {
    if (to === 'all') return units;
    if (to === 'rest') return units.filter((u) => !named.has(u));
    const group = plan.groups.find((g) => g.id === to)?.units ?? [];
    return units.filter((u) => group.includes(u));
  };
  return plan.stages.flatMap((s) => s.items.flatMap((item) => item.owners.flatMap((o): PlannedTask[] => [
    ...(o.to === undefined ? [] : of(o.to).map((unit) => ({ stage: s.id, item, unit, owner: null, due: o.due }))),
    ...o.departments.map((owner) => ({ stage: s.id, item, unit: null, owner, due: o.due })),
  ])));
}

/** Key by which a task of a campaign is the same: item and owner. */
export const plannedKey = (t: { readonly item: string; readonly unit: string | null; readonly owner: string | null }): string => `${t.item}|${t.unit ?? ''}|${t.owner ?? ''}`;
