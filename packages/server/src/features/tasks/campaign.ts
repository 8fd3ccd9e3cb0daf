import type { Output } from '@doudi/core/api/contract';
import type { getCampaign } from '@doudi/core/api/tasks';
import type { MatterActor } from '@doudi/core/matter/model';
import type { Source } from '@doudi/core/policy/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { plannedKey, plannedTasks, TASK_KINDS, type CampaignPlan, type PlannedTask } from '@doudi/core/task/model';
import { lateDays } from '@doudi/core/task/topic';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite, lightFor } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { giveTask } from './hooks.ts';
import { findCampaignTasks } from './queries.ts';

type Campaign = NonNullable<Output<typeof getCampaign>['campaign']>;
interface InForce {
  readonly plan: CampaignPlan;
  readonly source: Source;
}

/** The campaign of the county's plan, where it has one. */
export function campaignOf(law: Law): InForce | undefined {
  const found = law.policy.find<CampaignPlan>('campaign.plan', { on: law.today });
  return found && { plan: found.value, source: found.source };
}

const basisOf = (source: Source, item: PlannedTask['item']): Source => ({ instrument: item.clause === undefined ? undefined : source.instrument, clause: item.clause, quote: item.quote, assumption: item.assumption, req: item.req });

/** Every planned task with what was issued for it. Units of an earlier day keep theirs. */
async function gridOf(tx: Tx, law: Law, plan: CampaignPlan, own: string | null): Promise<{ planned: PlannedTask[]; issued: Map<string, Awaited<ReturnType<typeof findCampaignTasks>>[number]>; names: Map<string, string> }> {
  const offices = await findOffices(tx, law.today);
  const planned = plannedTasks(plan, offices.map((u) => u.key)).filter((t) => own === null || t.unit === own);
  const issued = new Map((await findCampaignTasks(tx, law.county, plan.id)).map((t) => [plannedKey({ item: t.state.campaign?.item ?? '', unit: t.state.unit, owner: t.state.owner }), t]));
  return { planned, issued, names: new Map(offices.map((u) => [u.key, u.name])) };
}

/** Issues what the plan provides for and nobody has been given; with `only`, for those units and the county alone. */
export async function issueCampaign(tx: Tx, services: Services, law: Law, actor: MatterActor, only?: readonly string[]): Promise<number | Refusal> {
  const found = campaignOf(law);
  if (!found) return refuse('policy.absent', '政策中没有试点或者专项工作的步骤', { allowed: ['在政策中写明阶段、任务、时限和依据', '逐项下达任务'] });
  const { planned, issued } = await gridOf(tx, law, found.plan, null);
  const missing = planned.filter((t) => !issued.has(plannedKey({ item: t.item.id, unit: t.unit, owner: t.owner })) && (only === undefined || t.unit === null || only.includes(t.unit)));
  if (missing.length === 0) return refuse('step.done', `“${found.plan.label}”的任务已经全部下达`);
  for (const t of missing) {
    const { title, kind, text, parts, id } = t.item;
    const given = await giveTask(tx, services, law.county, actor, { title, kind, text, parts, unit: t.unit, owner: t.owner ?? undefined, due: t.due, basis: basisOf(found.source, t.item), campaign: { plan: found.plan.id, stage: t.stage, item: id } });
    if (isRefusal(given)) return given;
  }
  return missing.length;
}

/** How the campaign stands, stage by stage; a unit sees its own row. */
export async function campaignView(tx: Tx, law: Law, who: Pick<Who, 'area' | 'unitKey'>): Promise<Campaign | null> {
  const found = campaignOf(law);
  if (!found) return null;
  const { plan, source } = found;
  const { planned, issued, names } = await gridOf(tx, law, plan, who.area === null ? null : who.unitKey);
  const given = [...issued.values()];
  const late = (t: (typeof given)[number]): boolean => t.closed_on === null && t.state.reply === undefined && t.state.due < law.today;
  return {
    id: plan.id, label: plan.label, source: cite(law.policy, source), startedOn: given.map((t) => t.state.issuedOn).sort()[0] ?? null,
    groups: plan.groups.map((g) => ({ label: g.label, units: g.units.flatMap((u) => names.get(u) ?? []) })).filter((g) => g.units.length > 0),
    missing: planned.filter((t) => !issued.has(plannedKey({ item: t.item.id, unit: t.unit, owner: t.owner }))).length,
    totals: { tasks: given.length, closed: given.filter((t) => t.closed_on !== null).length, replied: given.filter((t) => t.closed_on === null && t.state.reply !== undefined).length, late: given.filter(late).length, everLate: given.filter((t) => lateDays(t.state, law.today) > 0).length },
    stages: plan.stages.map((s) => ({
      id: s.id, label: s.label, when: s.when, from: s.from, to: s.to, now: s.from <= law.today && law.today <= s.to,
      items: s.items.map((item) => ({
        id: item.id, title: item.title, kindText: TASK_KINDS[item.kind], source: cite(law.policy, basisOf(source, item)), parts: [...item.parts],
        cells: planned.filter((t) => t.item.id === item.id).map((t) => {
          const task = issued.get(plannedKey({ item: item.id, unit: t.unit, owner: t.owner }));
          const light = task && task.closed_on === null ? lightFor(law, task.due_on) : null;
          return {
            id: task?.id ?? null, unit: t.unit, owner: t.unit === null ? (t.owner ?? '') : (names.get(t.unit) ?? t.unit), due: task?.state.due ?? t.due, light: light?.light ?? null, lightText: light?.text ?? null,
            statusText: task?.status_text ?? '未下达', closed: task?.closed_on != null, late: task ? lateDays(task.state, law.today) : 0, files: task?.state.reply?.files.length ?? 0,
          };
        }),
      })).filter((i) => i.cells.length > 0),
    })).filter((s) => s.items.length > 0),
  };
}
