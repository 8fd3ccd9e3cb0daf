import type { MatterActor, MatterContext } from '@doudi/core/matter/model';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { TaskPayloads } from '@doudi/core/task/payloads';
import { taskTopic, type TaskBodies, type TaskContext, type TaskState } from '@doudi/core/task/topic';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { checkMatterFiles } from '../matters/files.ts';
import { runMatter } from '../matters/run.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { openRectification } from '../rectifications/open.ts';

async function context(tx: Tx, law: Law, common: MatterContext, command: { readonly name: string; readonly payload: unknown }): Promise<TaskContext> {
  const on = { on: law.today };
  const keys = new Set((await findOffices(tx, law.today)).map((u) => u.key));
  const days = (key: string): string => law.calendar.addWorkingDays(law.today, law.policy.number(key, on).value).date;
  const files = command.name === 'reply' ? (command.payload as TaskPayloads['reply']).files : [];
  return { ...common, isUnit: (key) => keys.has(key), acceptBy: days('task.accept-days'), againBy: days('task.again-days'), filesKnown: files.length === 0 || (await checkMatterFiles(tx, law.county, common.id, files)) === undefined };
}

/** Issues one task in the caller's transaction. */
export const giveTask = async (tx: Tx, services: Services, county: number, actor: MatterActor, payload: TaskPayloads['issue']): Promise<string | Refusal> => {
  const done = await runMatter(tx, services, county, taskHooks, actor, { name: 'issue', payload });
  return isRefusal(done) ? done : done.id;
};

const LEARN = ['学习情况', '采取的做法'];

/** Resolutions of an accepted meeting become tasks, an experience spread is a task of each unit, a late task may become a rectification. */
async function follow(tx: Tx, services: Services, law: Law, now: Followed<TaskState, TaskContext>): Promise<Refusal | undefined> {
  const { state, id, actor } = now;
  const tasks: TaskPayloads['issue'][] = [];
  for (const act of now.acts) {
    if (act.kind === 'taskAccepted')
      for (const r of state.reply?.meeting?.resolutions ?? []) tasks.push({ title: r.title, kind: 'implementation', unit: r.unit, owner: r.owner, due: r.due, parts: [], text: `${state.title}（${state.reply?.meeting?.on ?? ''}）议定。`, origin: id });
    if (act.kind === 'taskSpread') {
      const { text, units, due } = act.body as TaskBodies['taskSpread'];
      for (const unit of units) tasks.push({ title: `学习借鉴：${state.title}`, kind: 'experience', unit, due, parts: LEARN, text, basis: state.basis, origin: id });
    }
    if (act.kind === 'taskEscalated' && state.unit !== null) {
      const { text, severity } = act.body as TaskBodies['taskEscalated'];
      const opened = await openRectification(tx, services, law.county, actor, { unit: state.unit, findings: [], origin: id, failing: 'duty', conduct: 'slow', severity, foundBy: 'other', text });
      if (isRefusal(opened)) return opened;
    }
  }
  for (const t of tasks) {
    const given = await giveTask(tx, services, law.county, actor, t);
    if (isRefusal(given)) return given;
  }
  return undefined;
}

/** What a task asks of the database and leaves in it. */
export const taskHooks: Hooks<TaskState, TaskBodies, TaskPayloads, TaskContext> = {
  topic: taskTopic,
  context: async (tx, _services, law, common, _state, command) => await context(tx, law, common, command),
  follow,
};
