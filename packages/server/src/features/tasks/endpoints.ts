import type { Output } from '@doudi/core/api/contract';
import { acceptTask, escalateTask, extendTask, getCampaign, getTask, issueSeries, issueTasks, listTasks, remindTask, replyTask, returnTask, spreadTask, startCampaign, waiveTask, type TaskItem } from '@doudi/core/api/tasks';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { TASK_KIND_IDS, TASK_KINDS } from '@doudi/core/task/model';
import { lateDays, partsOf, type TaskState } from '@doudi/core/task/topic';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findNames } from '../accounts/names.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { matterCommands } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import { listMatterRows, type MatterRow } from '../matters/read.ts';
import { matterActor } from '../matters/run.ts';
import { matterRowsById, readMatter } from '../matters/state.ts';
import { campaignOf, campaignView, issueCampaign } from './campaign.ts';
import { giveTask, taskHooks } from './hooks.ts';
import { countTasks, findTasks } from './queries.ts';
import { issueDue, seriesView } from './series.ts';

const LIMIT = 300;
const NONE = refuse('notfound', '没有这项任务，或者不在您的工作范围内');

/** A task as lists show it. */
function itemOf(law: Law, row: MatterRow, s: TaskState): TaskItem {
  const plan = campaignOf(law)?.plan;
  return { ...matterItem(law, row), kind: s.kind, kindText: TASK_KINDS[s.kind], owner: s.owner, lateDays: lateDays(s, law.today), firstDue: s.firstDue, stage: (plan?.id === s.campaign?.plan ? plan?.stages.find((x) => x.id === s.campaign?.stage)?.label : undefined) ?? null };
}

async function viewOf(tx: Tx, law: Law, who: Who, row: MatterRow, s: TaskState): Promise<Output<typeof getTask>> {
  const files = new Map((await filesOfMatter(tx, who.county, s.id)).map((f) => [f.id, f.name]));
  const by = s.reply && (await findNames(tx, [s.reply.by])).get(s.reply.by);
  const offices = (await findOffices(tx, law.today)).map(({ key, name }) => ({ key, name }));
  const name = (key: string): string => offices.find((u) => u.key === key)?.name ?? key;
  const origin = s.origin === undefined ? undefined : (await listMatterRows(tx, who.county, { ids: [s.origin], limit: 1 }))[0];
  const plan = campaignOf(law)?.plan;
  const stage = plan && plan.id === s.campaign?.plan ? plan.stages.find((x) => x.id === s.campaign?.stage) : undefined;
  const county = who.area === null;
  return {
    head: itemOf(law, row, s), text: s.text, parts: [...partsOf(s)], source: s.basis ? cite(law.policy, s.basis) : null, campaign: plan && stage ? { id: plan.id, label: plan.label, stage: stage.label } : null, issuedOn: s.issuedOn,
    reply: s.reply ? { on: s.reply.on, by: by ?? '', parts: s.reply.parts.map((p) => ({ ...p })), files: s.reply.files.map((id) => ({ id, name: files.get(id) ?? '' })), meeting: s.reply.meeting ?? null, acceptBy: s.reply.acceptBy } : null,
    returned: [...s.returned], reminders: [...s.reminders], extensions: [...s.extensions], done: s.done ?? null, escalated: s.escalated ?? null,
    spread: s.spread.map((x) => ({ on: x.on, text: x.text, units: x.units.map(name) })),
    from: (await listMatterRows(tx, who.county, { origin: s.id, limit: LIMIT })).map((r) => matterItem(law, r)), origin: origin ? { id: origin.id, number: origin.number, title: origin.title, topic: origin.topic } : null, units: county ? offices : [],
    may: { reply: may(who.post, 'task.reply') && (s.unit === null ? county : s.unit === who.unitKey), judge: may(who.post, 'task.issue'), decide: may(who.post, 'task.decide') },
  };
}

/** 任务: the list, one task, the campaign, and a call for each thing that may be done. */
export function taskEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, taskHooks);
  return [
    endpoint(listTasks, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await findTasks(tx, who.county, q, law.today, LIMIT + 1);
      const rows = await matterRowsById(tx, who.county, found.map((t) => t.id));
      const counts = await countTasks(tx, who.county, law.today);
      const total = (pick: (c: (typeof counts)[number]) => number): number => counts.reduce((n, c) => n + pick(c), 0);
      const plan = campaignOf(law)?.plan;
      return {
        items: found.slice(0, LIMIT).flatMap((t) => { const row = rows.get(t.id); return row ? [itemOf(law, row, t.state)] : []; }), more: found.length > LIMIT,
        units: who.area === null ? (await findOffices(tx, law.today)).map(({ key, name }) => ({ key, name })) : [], departments: [...new Set(plan?.stages.flatMap((s) => s.items.flatMap((i) => i.owners.flatMap((o) => o.departments))) ?? [])],
        kinds: TASK_KIND_IDS.map((id) => ({ id, label: TASK_KINDS[id] })),
        totals: { open: total((c) => c.open), late: total((c) => c.late), replied: total((c) => c.replied), closed: total((c) => c.closed), everLate: total((c) => c.ever_late) },
        lateByUnit: counts.filter((c) => c.late > 0).map((c) => ({ key: c.unit, name: c.name ?? '县级', late: c.late })), series: await seriesView(tx, law),
      };
    }),
    endpoint(getTask, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await readMatter(tx, taskHooks, who.county, params.id);
      return found ? await viewOf(tx, law, who, found.row, found.state) : NONE;
    }),
    endpoint(issueTasks, async (tx, { body: { units, departments, ...task } }, who) => {
      const ids: string[] = [];
      for (const to of [...[...new Set(units)].map((unit) => ({ unit })), ...[...new Set(departments)].map((owner) => ({ unit: null, owner }))]) {
        const given = await giveTask(tx, services, who.county, matterActor(who), { ...task, ...to });
        if (isRefusal(given)) return given;
        ids.push(given);
      }
      return { ids };
    }),
    command(replyTask, 'reply'),
    command(acceptTask, 'accept'),
    command(returnTask, 'return'),
    command(remindTask, 'remind'),
    command(extendTask, 'extend'),
    command(waiveTask, 'waive'),
    command(escalateTask, 'escalate'),
    command(spreadTask, 'spread'),
    endpoint(issueSeries, async (tx, _, who) => ({ issued: await issueDue(tx, services, await loadLaw(tx, services, who.county), matterActor(who)) })),
    endpoint(getCampaign, async (tx, _, who) => ({ campaign: await campaignView(tx, await loadLaw(tx, services, who.county), who) })),
    endpoint(startCampaign, async (tx, _, who) => {
      const issued = await issueCampaign(tx, services, await loadLaw(tx, services, who.county), matterActor(who));
      return isRefusal(issued) ? issued : { issued };
    }),
  ];
}
