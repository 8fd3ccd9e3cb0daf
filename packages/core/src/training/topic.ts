import { plusMonths } from '../calendar/date.ts';
import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { TrainingPayloads } from './payloads.ts';

export interface TrainingBodies {
  trainingPlanned: TrainingPayloads['plan'];
  trainingMoved: TrainingPayloads['move'];
  trainingHeld: TrainingPayloads['hold'] & { absent: readonly string[] };
  trainingCancelled: TrainingPayloads['cancel'];
}

type Planned = TrainingPayloads['plan'];

export interface TrainingState extends Planned {
  readonly id: string;
  readonly moved: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly held?: Omit<TrainingBodies['trainingHeld'], 'text'> & { readonly words: string; readonly by: string } | undefined;
  readonly cancelled?: { readonly on: string; readonly reason: string } | undefined;
}

export interface TrainingContext extends MatterContext {
  /** For `plan`: whether the unit that trains exists today; whether all seats are staff or helpers of existing units. */
  readonly known?: boolean | undefined;
  readonly filesKnown: boolean;
}

const state = (s: TrainingState | undefined): TrainingState => {
  if (!s) throw new RangeError('a training begins with its plan');
  return s;
};

function decide(before: TrainingState | undefined, command: CommandOf<TrainingPayloads>, c: TrainingContext, actor: MatterActor): readonly Happening<TrainingBodies>[] | Refusal {
  if (command.name === 'plan') {
    if (before) return refuse('step.done', '培训已经登记');
    if (!c.known) return refuse('notfound', '参训人员或者单位不在册', { allowed: ['从名单中选择'] });
    return [{ kind: 'trainingPlanned', body: command.payload }];
  }
  const s = state(before);
  if (actor.unit !== s.unit && s.unit !== null) return refuse('rights.denied', '单位自己组织的培训由该单位登记');
  if (s.cancelled) return refuse('case.closed', '培训已取消');
  if (s.held) return refuse('step.done', `已于 ${s.held.on} 培训，记录不再改动`);
  switch (command.name) {
    case 'move':
      return command.payload.on === s.on && command.payload.place === s.place ? refuse('input.invalid', '时间、地点没有变化') : [{ kind: 'trainingMoved', body: command.payload }];
    case 'hold': {
      const p = command.payload;
      const seats = new Set(s.seats.map((x) => x.id));
      if (p.on > c.today) return refuse('date.order', '培训的日期还没有到');
      if (!p.present.every((x) => seats.has(x))) return refuse('notfound', '有的到会人员不在参训名单中');
      if (!c.filesKnown) return refuse('notfound', '有的材料不在这件事项里', { allowed: ['先在本事项上传'] });
      const present = new Set(p.present);
      if (p.results.some((r) => !present.has(r.seat))) return refuse('input.invalid', '没有到会的人员没有测试成绩');
      return [{ kind: 'trainingHeld', body: { ...p, present: [...present], absent: s.seats.map((x) => x.id).filter((x) => !present.has(x)) } }];
    }
    case 'cancel':
      return [{ kind: 'trainingCancelled', body: command.payload }];
  }
}

const dayOf = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

function evolve(before: TrainingState | undefined, act: ActOf<TrainingBodies>, id: string): TrainingState {
  if (act.kind === 'trainingPlanned') return { ...act.body, id, moved: [] };
  const s = state(before);
  switch (act.kind) {
    case 'trainingMoved':
      return { ...s, on: act.body.on, place: act.body.place, moved: [...s.moved, { from: s.on, to: act.body.on, reason: act.body.reason }] };
    case 'trainingHeld': {
      const { text: words, ...held } = act.body;
      return { ...s, held: { ...held, words, by: act.actor.user } };
    }
    case 'trainingCancelled':
      return { ...s, cancelled: { on: dayOf(act.at), reason: act.body.reason } };
  }
}

function head(s: TrainingState): MatterHead {
  const common = { title: s.subject, unit: s.unit, shown: s.unit !== null };
  if (s.cancelled) return { ...common, status: 'cancelled', statusText: '已取消', waits: null, closedOn: s.cancelled.on };
  if (s.held) return { ...common, status: 'held', statusText: `已培训，到会 ${s.held.present.length} 人，缺席 ${s.held.absent.length} 人`, waits: null, closedOn: s.held.on };
  return { ...common, status: 'planned', statusText: `待培训 ${s.seats.length} 人`, waits: s.unit === null ? 'county' : 'unit', dueOn: s.on, next: '培训后登记到会人员' };
}

/** 培训: planned with its list of people, held with who was there, or given up with the reason [HQ-27, LH-17, GX-34, BQ-13]. */
export const trainingTopic: MatterTopic<TrainingState, TrainingBodies, TrainingPayloads, TrainingContext> = {
  id: 'training',
  labels: { trainingPlanned: '安排培训', trainingMoved: '改期', trainingHeld: '登记到会', trainingCancelled: '取消培训' },
  decide, evolve, head,
};

/** How somebody on the staff stands: trained within the interval, longer ago, or never. The last day of the interval counts as within. */
export function standing(last: string | null, today: string, months: number): 'ok' | 'due' | 'never' {
  if (last === null) return 'never';
  return today <= plusMonths(last, months) ? 'ok' : 'due';
}
