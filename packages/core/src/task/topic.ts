import { daysBetween } from '../calendar/date.ts';
import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { WHOLE, type TaskKind } from './model.ts';
import type { TaskPayloads } from './payloads.ts';

export interface TaskBodies {
  taskIssued: Omit<TaskPayloads['issue'], 'parts'> & { parts: readonly string[] };
  /** `late`: natural days after the day that was due. `acceptBy`: until when the county looks at it. */
  taskReplied: { parts: readonly { label: string; text: string }[]; files: readonly string[]; meeting?: TaskPayloads['reply']['meeting']; late: number; acceptBy: string };
  taskAccepted: { text: string };
  taskReturned: { reason: string; due: string };
  taskReminded: { text: string };
  /** `late`: days that had passed already when it was put off; they stay on record. */
  taskExtended: { from: string; due: string; reason: string; late: number };
  taskWaived: { reason: string; late: number };
  taskEscalated: TaskPayloads['escalate'];
  taskSpread: { text: string; units: readonly string[]; due: string };
}

export interface TaskState {
  readonly id: string;
  readonly title: string;
  readonly kind: TaskKind;
  readonly unit: string | null;
  readonly owner: string | null;
  readonly text: string;
  readonly parts: readonly string[];
  readonly basis?: TaskPayloads['issue']['basis'];
  readonly campaign?: TaskPayloads['issue']['campaign'];
  readonly series?: TaskPayloads['issue']['series'];
  readonly origin?: string | undefined;
  readonly issuedOn: string;
  readonly firstDue: string;
  readonly due: string;
  /** Most days by which it was ever late; never taken back. */
  readonly lateDays: number;
  readonly reply?: (Omit<TaskBodies['taskReplied'], 'late'> & { readonly on: string; readonly by: string }) | undefined;
  readonly returned: readonly { readonly on: string; readonly reason: string }[];
  readonly reminders: readonly { readonly on: string; readonly text: string }[];
  readonly extensions: readonly { readonly on: string; readonly from: string; readonly due: string; readonly reason: string }[];
  readonly escalated?: { readonly on: string; readonly text: string } | undefined;
  readonly spread: readonly { readonly on: string; readonly text: string; readonly units: readonly string[] }[];
  readonly done?: { readonly how: 'accepted' | 'waived'; readonly on: string; readonly text: string } | undefined;
}

export interface TaskContext extends MatterContext {
  /** For `issue` and `spread`, resolutions of a meeting: whether a unit of that key exists on this day. */
  readonly isUnit: (key: string) => boolean;
  /** Working days in which the county looks at a reply. */
  readonly acceptBy: string;
  /** Days by which a returned reply is due again. */
  readonly againBy: string;
  readonly filesKnown: boolean;
}

const state = (s: TaskState | undefined): TaskState => {
  if (!s) throw new RangeError('a task begins with its issue');
  return s;
};

/** Days late on a day, as long as nothing has been handed in. */
const lateOn = (due: string, today: string): number => Math.max(0, daysBetween(due, today));

/** Days by which a task is or was late, seen from a day: what is on record, or what is running. */
export const lateDays = (s: TaskState, today: string): number => Math.max(s.lateDays, s.done || s.reply ? 0 : lateOn(s.due, today));

/** Names of the parts that a report must have. */
export const partsOf = (s: Pick<TaskState, 'parts'>): readonly string[] => (s.parts.length > 0 ? s.parts : [WHOLE]);

type Answer = readonly Happening<TaskBodies>[] | Refusal;

function issue(p: TaskPayloads['issue'], c: TaskContext): Answer {
  if (p.unit !== null && !c.isUnit(p.unit)) return refuse('notfound', '没有这个单位，或者它今天不在册', { allowed: ['在组织机构中查看单位'] });
  if (p.unit === null && !p.owner) return refuse('input.invalid', '交给县级或者部门的任务须写明承办部门', { missing: ['承办部门'] });
  return [{ kind: 'taskIssued', body: p }];
}

function reply(s: TaskState, p: TaskPayloads['reply'], c: TaskContext, actor: MatterActor): Answer {
  if (s.reply) return refuse('step.done', '已经报送，正等县级验收');
  if (s.unit !== null && actor.unit !== s.unit) return refuse('rights.denied', '任务由承办单位自己报送');
  const labels = partsOf(s);
  const missing = labels.filter((_, i) => !p.parts[i]);
  if (missing.length > 0 || p.parts.length > labels.length) return refuse('materials.missing', `报送须包括${labels.join('、')}`, { policy: c.policy, ...(s.basis ? { source: { ...s.basis, req: s.basis.req } } : {}), missing });
  if (!c.filesKnown) return refuse('notfound', '有的材料不在这件事项里', { allowed: ['先在本事项上传'] });
  if (s.kind === 'meeting' && !p.meeting) return refuse('materials.missing', '会议须登记何时何地、谁主持、谁参加', { missing: ['会议记录'] });
  if (s.kind === 'meeting' && p.files.length === 0) return refuse('materials.missing', '会议须附纪要或者记录', { missing: ['会议纪要'] });
  if (p.meeting && p.meeting.on > c.today) return refuse('date.order', '会议还没有开');
  if (p.meeting?.resolutions.some((r) => (r.unit === null ? !r.owner : !c.isUnit(r.unit)))) return refuse('input.invalid', '议定事项须写明由哪个单位或者部门承办', { missing: ['承办单位'] });
  return [{ kind: 'taskReplied', body: { parts: labels.map((label, i) => ({ label, text: p.parts[i] ?? '' })), files: p.files, meeting: p.meeting, late: lateOn(s.due, c.today), acceptBy: c.acceptBy } }];
}

function decide(before: TaskState | undefined, command: CommandOf<TaskPayloads>, c: TaskContext, actor: MatterActor): Answer {
  if (command.name === 'issue') return before ? refuse('step.done', '任务已经下达') : issue(command.payload, c);
  const s = state(before);
  if (command.name === 'spread') {
    if (s.done?.how !== 'accepted') return refuse('step.order', '还没有认可的总结、做法不能推广', { allowed: ['先验收'] });
    const p = command.payload;
    if (!p.units.every(c.isUnit)) return refuse('notfound', '有的单位不在册');
    if (p.units.some((u) => u === s.unit)) return refuse('input.invalid', '不必推广给经验所在的单位');
    if (s.spread.some((x) => x.units.some((u) => p.units.includes(u)))) return refuse('conflict.duplicate', '其中有的单位已经收到这份经验');
    return [{ kind: 'taskSpread', body: p }];
  }
  if (s.done) return refuse('case.closed', s.done.how === 'accepted' ? '任务已经认可办结' : '任务已经免除');
  const handedIn = s.reply ? 0 : lateOn(s.due, c.today);
  switch (command.name) {
    case 'reply':
      return reply(s, command.payload, c, actor);
    case 'accept':
      if (!s.reply) return refuse('step.order', '还没有报送，不能认可', { allowed: ['催办', '负责人免除并写明理由'] });
      if (s.reply.by === actor.user) return refuse('person.same', '报送与验收须由两人办理');
      return [{ kind: 'taskAccepted', body: command.payload }];
    case 'return':
      return s.reply ? [{ kind: 'taskReturned', body: { reason: command.payload.reason, due: s.due > c.againBy ? s.due : c.againBy } }] : refuse('step.order', '还没有报送');
    case 'remind':
      return s.reply ? refuse('step.done', '已经报送，不必催办') : [{ kind: 'taskReminded', body: command.payload }];
    case 'extend':
      if (s.reply) return refuse('step.done', '已经报送，不必延期');
      if (command.payload.due <= s.due || command.payload.due < c.today) return refuse('date.order', `新的期限须在今天以后，并且晚于原期限 ${s.due}`);
      return [{ kind: 'taskExtended', body: { from: s.due, due: command.payload.due, reason: command.payload.reason, late: handedIn } }];
    case 'escalate':
      if (s.unit === null) return refuse('place.wrong', '只能要求街道、乡镇等单位整改');
      if (s.escalated) return refuse('step.done', `已于 ${s.escalated.on} 转为整改`);
      return lateDays(s, c.today) > 0 ? [{ kind: 'taskEscalated', body: command.payload }] : refuse('clock.early', '任务没有超期，不能转为整改', { allowed: ['催办'] });
    case 'waive':
      return [{ kind: 'taskWaived', body: { reason: command.payload.reason, late: handedIn } }];
  }
}

const dayOf = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

function evolve(before: TaskState | undefined, act: ActOf<TaskBodies>, id: string): TaskState {
  const on = dayOf(act.at);
  if (act.kind === 'taskIssued') {
    const { due, owner, unit, title, kind, text, parts, basis, campaign, series, origin } = act.body;
    return { id, title, kind, unit, owner: owner ?? null, text, parts, basis, campaign, series, origin, issuedOn: on, firstDue: due, due, lateDays: 0, returned: [], reminders: [], extensions: [], spread: [] };
  }
  const s = state(before);
  switch (act.kind) {
    case 'taskReplied': {
      const { late, ...body } = act.body;
      return { ...s, lateDays: Math.max(s.lateDays, late), reply: { ...body, on, by: act.actor.user } };
    }
    case 'taskAccepted':
      return { ...s, done: { how: 'accepted', on, text: act.body.text } };
    case 'taskReturned':
      return { ...s, due: act.body.due, reply: undefined, returned: [...s.returned, { on, reason: act.body.reason }] };
    case 'taskReminded':
      return { ...s, reminders: [...s.reminders, { on, text: act.body.text }] };
    case 'taskExtended':
      return { ...s, due: act.body.due, lateDays: Math.max(s.lateDays, act.body.late), extensions: [...s.extensions, { on, from: act.body.from, due: act.body.due, reason: act.body.reason }] };
    case 'taskWaived':
      return { ...s, lateDays: Math.max(s.lateDays, act.body.late), done: { how: 'waived', on, text: act.body.reason } };
    case 'taskEscalated':
      return { ...s, escalated: { on, text: act.body.text } };
    case 'taskSpread':
      return { ...s, spread: [...s.spread, { on, text: act.body.text, units: act.body.units }] };
  }
}

function head(s: TaskState): MatterHead {
  const common = { title: s.owner ? `${s.title}（${s.owner}）` : s.title, unit: s.unit, shown: s.unit !== null, origin: s.origin };
  const late = s.lateDays > 0 ? `，迟 ${s.lateDays} 天` : '';
  if (s.done) return { ...common, status: s.done.how, statusText: (s.done.how === 'accepted' ? '已认可' : '已免除') + late, waits: null, closedOn: s.done.on };
  if (s.reply) return { ...common, status: 'replied', statusText: `已报送${late}`, waits: 'county', dueOn: s.reply.acceptBy, next: '验收：认可或者退回' };
  const parts = partsOf(s).join('、');
  return { ...common, status: s.returned.length > 0 ? 'returned' : 'issued', statusText: (s.returned.length > 0 ? '退回重报' : '待报送') + late, waits: s.unit === null ? 'county' : 'unit', dueOn: s.due, next: s.kind === 'meeting' ? '召开会议并登记' : `报送${parts}` };
}

/** 任务: issued, reported in the parts asked for, accepted or returned; it ends by acceptance or by a leader's waiver, nothing else, and days late stay on record [GX-95, XX-197]. */
export const taskTopic: MatterTopic<TaskState, TaskBodies, TaskPayloads, TaskContext> = {
  id: 'task',
  labels: { taskIssued: '下达任务', taskReplied: '报送', taskAccepted: '认可', taskReturned: '退回重报', taskReminded: '催办', taskExtended: '延期', taskWaived: '免除', taskEscalated: '超期转整改', taskSpread: '推广经验' },
  decide, evolve, head,
};
