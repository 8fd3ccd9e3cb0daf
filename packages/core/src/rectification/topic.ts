import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import type { Source } from '../policy/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { whyNot } from './ladder.ts';
import { STATUS_LABELS, type Inspection, type Ladder, type RectState, type RectStatus, type Reply, type Responsible, type Step, type Tolerance } from './model.ts';
import type { RectPayloads } from './payloads.ts';

export interface RectBodies {
  rectOpened: Pick<RectState, 'unit' | 'failing' | 'conduct' | 'severity' | 'foundBy' | 'text' | 'findings' | 'aboutCase' | 'origin'>;
  rectStepTaken: Omit<Step, 'on' | 'signed'> & { demands: boolean };
  rectSigned: { step: number };
  rectReplied: Pick<Reply, 'text' | 'measures' | 'files'> & { due: string };
  rectAccepted: { text: string; reinspect: boolean; due?: string | undefined };
  rectReturned: { reason: string; due: string };
  rectReinspected: Inspection & { due?: string | undefined };
  rectRevisited: RectState['revisits'][number];
  rectReceipted: { step: number; on: string; number: string };
  rectPunished: RectState['punishments'][number];
  rectToleranceRaised: Pick<Tolerance, 'person' | 'conditions'>;
  rectToleranceDecided: { person: string; outcome: 'exempt' | 'notExempt'; text: string };
  rectClosed: { text: string };
}

/** What a command needs besides the common context. */
export interface RectContext extends MatterContext {
  readonly ladder: Ladder;
  readonly ladderSource: Source;
  /** Conditions of tolerance, and where they stand. */
  readonly tolerance: readonly { readonly id: string; readonly label: string }[];
  readonly toleranceSource: Source;
  /** Working days in which the county judges a reply, and inspects again. */
  readonly reviewDays: number;
  readonly reinspectDays: number;
  /** For `step`: the account named as responsible, if it is one of the unit. */
  readonly person?: Responsible | undefined;
}

/** The state with where it stands and by when the unit must have answered. */
export interface Rect extends RectState {
  readonly status: RectStatus;
  readonly due?: string | undefined;
}

type Acts = readonly Happening<RectBodies>[] | Refusal;

const state = (s: Rect | undefined): Rect => {
  if (!s) throw new RangeError('a rectification begins with its opening');
  return s;
};

const own = (s: Rect, actor: MatterActor): Refusal | undefined => (actor.unit === s.unit ? undefined : refuse('rights.denied', '整改由被要求整改的单位签收、回复', { allowed: ['该单位的经办人员、负责人、分管领导'] }));

function step(s: Rect, p: RectPayloads['step'], c: RectContext, actor: MatterActor): Acts {
  const rung = c.ladder.rungs.find((r) => r.id === p.rung);
  if (!rung) return refuse('step.absent', '本地没有这种整改措施', { allowed: c.ladder.rungs.map((r) => r.label) });
  const law = { policy: c.policy, source: c.ladderSource };
  const barred = whyNot(s, rung, c.ladder, c.today);
  if (barred) return refuse('step.order', barred.rule, { ...law, allowed: barred.allowed });
  if (!rung.by.some((post) => post === actor.post)) return refuse('rights.denied', `${rung.label}由县级负责人作出`, { ...law, allowed: ['县级负责人'] });
  const person = c.person ?? (p.person && 'name' in p.person ? p.person : undefined);
  const missing = [
    ...(rung.needs.includes('deadline') && p.due === undefined ? ['整改时限'] : []),
    ...(rung.needs.includes('measures') && p.measures.length === 0 ? ['整改措施'] : []),
    ...(rung.needs.includes('person') && !person ? ['责任人'] : []),
    ...(rung.means.length > 0 && (!p.means || !rung.means.includes(p.means)) ? ['方式'] : []),
    ...(rung.circulates && p.circulate.length === 0 ? ['通报范围'] : []),
    ...(rung.handsOver && !p.organ ? ['接收机关'] : []),
    ...(rung.handsOver && p.papers.length === 0 ? ['移交材料目录'] : []),
  ];
  if (missing.length > 0) return refuse('materials.missing', `${rung.label}缺少${missing.join('、')}，不能发出`, { ...law, missing });
  if (p.due !== undefined && p.due <= c.today) return refuse('date.order', '整改时限须在今天之后', law);
  if (!rung.circulates && p.circulate.length > 0) return refuse('input.invalid', `${rung.label}只发给被要求整改的单位`, { allowed: c.ladder.rungs.filter((r) => r.circulates).map((r) => r.label) });
  return [{ kind: 'rectStepTaken', body: {
    rung: rung.id, label: rung.label, means: rung.means.length > 0 ? p.means : undefined, due: p.due, measures: p.measures, person, words: p.words, circulated: p.circulate.filter((u) => u !== s.unit), reinspect: rung.reinspect,
    handOver: rung.handsOver && p.organ ? { organ: p.organ, papers: p.papers } : undefined, demands: rung.needs.length > 0 || s.status === 'opened',
  } }];
}

function reinspect(s: Rect, p: RectPayloads['reinspect'], c: RectContext): Acts {
  if (s.status !== 'accepted' && s.status !== 'reinspected') return refuse('step.order', '整改回复还没有认可，不能复查', { allowed: ['先审查整改回复'] });
  if (p.on > c.today) return refuse('date.order', '复查日期在将来');
  if (new Set(p.who).size < 2) return refuse('investigation.persons', '复查须由两人以上进行', { missing: ['另一名复查人员'] });
  if (p.outcome === 'notCorrected' && (p.due === undefined || p.due <= c.today)) return refuse('input.invalid', '复查不合格的，须写明继续整改的时限（今天之后）', { missing: ['整改时限'] });
  return [{ kind: 'rectReinspected', body: { ...p, due: p.outcome === 'notCorrected' ? p.due : undefined } }];
}

function tolerate(s: Rect, p: RectPayloads['tolerate'], c: RectContext): Acts {
  if (s.tolerances.some((t) => t.person === p.person)) return refuse('conflict.duplicate', `${p.person}的容错情形已经登记`);
  const law = { policy: c.policy, source: c.toleranceSource };
  const given = new Map(p.conditions.map((x) => [x.id, x]));
  const left = c.tolerance.filter((x) => !given.has(x.id));
  if (left.length > 0 || given.size !== c.tolerance.length || p.conditions.length !== given.size) return refuse('materials.missing', '容错免责的每一项条件须逐项登记', { ...law, missing: left.map((x) => x.label) });
  const bare = c.tolerance.filter((x) => given.get(x.id)?.met && (given.get(x.id)?.files.length ?? 0) === 0);
  if (bare.length > 0) return refuse('materials.missing', '符合的条件须逐项附佐证', { ...law, missing: bare.map((x) => x.label) });
  return [{ kind: 'rectToleranceRaised', body: { person: p.person, conditions: c.tolerance.flatMap((x) => { const g = given.get(x.id); return g ? [{ ...g, label: x.label }] : []; }) } }];
}

function decideTolerance(s: Rect, p: RectPayloads['tolerance'], c: RectContext): Acts {
  const found = s.tolerances.find((t) => t.person === p.person);
  if (!found) return refuse('step.order', '还没有登记容错情形', { allowed: ['先逐项登记条件'] });
  if (found.decided) return refuse('step.done', '已经决定');
  const unmet = found.conditions.filter((x) => !x.met);
  if (p.outcome === 'exempt' && unmet.length > 0) return refuse('materials.missing', '有条件不符合，不得免于问责', { policy: c.policy, source: c.toleranceSource, missing: unmet.map((x) => x.label) });
  return [{ kind: 'rectToleranceDecided', body: p }];
}

function close(s: Rect, p: RectPayloads['close']): Acts {
  if (s.status === 'accepted') return refuse('step.order', '发过督办函、通报的，须复查合格后才能办结', { allowed: ['两人复查'] });
  if (s.status !== 'reinspected') return refuse('step.order', '整改还没有经县级认可，不能办结', { allowed: [s.status === 'replied' ? '先审查整改回复' : '等待单位整改回复'] });
  if (s.tolerances.some((t) => !t.decided)) return refuse('step.order', '容错情形还没有决定', { allowed: ['县级负责人决定是否免于问责'] });
  return [{ kind: 'rectClosed', body: p }];
}

function revisit(s: Rect, p: RectPayloads['revisit'], c: RectContext): Acts {
  if (!s.replies.some((r) => r.judged?.outcome === 'accepted')) return refuse('step.order', '整改认可后才回访');
  return p.on > c.today ? refuse('date.order', '回访日期在将来') : [{ kind: 'rectRevisited', body: p }];
}

function receipt(s: Rect, p: RectPayloads['receipt'], c: RectContext): Acts {
  const at = s.steps.findLastIndex((x) => x.handOver && !x.handOver.receipt);
  if (at < 0) return refuse('step.order', '没有等待回执的移交');
  if (p.on > c.today || p.on < (s.steps[at]?.on ?? '')) return refuse('date.order', '回执日期须在移交之后、今天以前');
  return [{ kind: 'rectReceipted', body: { step: at, ...p } }];
}

function punish(s: Rect, p: RectPayloads['punish'], c: RectContext): Acts {
  const t = s.tolerances.find((x) => x.person === p.person);
  if (t && !t.decided) return refuse('step.order', '容错情形还没有决定', { allowed: ['县级负责人先决定是否免于问责'] });
  if (t?.decided?.outcome === 'exempt') return refuse('conflict.duplicate', `${t.person}已依规免于问责`, { policy: c.policy, source: c.toleranceSource });
  return p.on > c.today ? refuse('date.order', '处理日期在将来') : [{ kind: 'rectPunished', body: p }];
}

const ANSWERABLE: readonly RectStatus[] = ['demanded', 'returned', 'failed'];

function decide(before: Rect | undefined, command: CommandOf<RectPayloads>, c: RectContext, actor: MatterActor): Acts {
  if (command.name === 'open') {
    const { case: aboutCase, ...p } = command.payload;
    return before ? refuse('step.done', '已经立项') : [{ kind: 'rectOpened', body: { ...p, aboutCase } }];
  }
  const s = state(before);
  // What may still be recorded of a closed matter: the follow-up of it.
  if (command.name === 'revisit') return revisit(s, command.payload, c);
  if (command.name === 'receipt') return receipt(s, command.payload, c);
  if (command.name === 'punish') return punish(s, command.payload, c);
  if (s.closed) return refuse('case.closed', '整改已办结', { allowed: ['回访', '新立一项整改'] });
  switch (command.name) {
    case 'step':
      return step(s, command.payload, c, actor);
    case 'sign': {
      const found = s.steps[command.payload.step];
      // A hand-over is signed for by the organ that receives it, and no word of ours tells the unit of it.
      if (!found || found.handOver) return refuse('notfound', '没有这份文书');
      return own(s, actor) ?? (found.signed ? refuse('step.done', '已经签收') : [{ kind: 'rectSigned', body: command.payload }]);
    }
    case 'reply': {
      const denied = own(s, actor);
      if (denied) return denied;
      if (!ANSWERABLE.includes(s.status)) return refuse('step.order', s.status === 'opened' ? '县级还没有提出整改要求' : s.status === 'replied' ? '上一次回复还在审查' : '整改已经认可');
      // Whoever answers a letter has it: one that nobody signed for is signed for by the answer.
      const unsigned = s.steps.flatMap((x, at) => (x.handOver || x.signed ? [] : [{ kind: 'rectSigned' as const, body: { step: at } }]));
      return [...unsigned, { kind: 'rectReplied', body: { ...command.payload, due: c.calendar.addWorkingDays(c.today, c.reviewDays).date } }];
    }
    case 'accept': case 'return': {
      if (s.status !== 'replied') return refuse('step.order', '没有待审查的整改回复', { allowed: ['等待单位回复'] });
      if (command.name === 'accept') {
        const again = s.steps.some((x) => x.reinspect);
        return [{ kind: 'rectAccepted', body: { text: command.payload.text, reinspect: again, due: again ? c.calendar.addWorkingDays(c.today, c.reinspectDays).date : undefined } }];
      }
      return command.payload.due <= c.today ? refuse('date.order', '重新整改的时限须在今天之后') : [{ kind: 'rectReturned', body: command.payload }];
    }
    case 'reinspect':
      return reinspect(s, command.payload, c);
    case 'tolerate':
      return tolerate(s, command.payload, c);
    case 'tolerance':
      return decideTolerance(s, command.payload, c);
    case 'close':
      return close(s, command.payload);
  }
}

const shanghaiDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
const judge = (replies: readonly Reply[], judged: NonNullable<Reply['judged']>): readonly Reply[] => replies.map((r, i) => (i === replies.length - 1 ? { ...r, judged } : r));

function evolve(before: Rect | undefined, act: ActOf<RectBodies>, id: string): Rect {
  const on = shanghaiDay(act.at);
  if (act.kind === 'rectOpened') return { id, ...act.body, openedOn: on, steps: [], replies: [], inspections: [], revisits: [], punishments: [], tolerances: [], status: 'opened' };
  const s = state(before);
  switch (act.kind) {
    case 'rectStepTaken': {
      const { demands, ...body } = act.body;
      return { ...s, steps: [...s.steps, { ...body, on }], ...(demands ? { status: 'demanded', due: body.due ?? s.due } : {}) };
    }
    case 'rectSigned':
      return { ...s, steps: s.steps.map((x, i) => (i === act.body.step ? { ...x, signed: { by: act.actor.user, on } } : x)) };
    case 'rectReplied': {
      const { due, ...body } = act.body;
      return { ...s, replies: [...s.replies, { ...body, on, by: act.actor.user }], status: 'replied', countyDue: due };
    }
    case 'rectAccepted':
      return { ...s, replies: judge(s.replies, { outcome: 'accepted', on, text: act.body.text }), status: act.body.reinspect ? 'accepted' : 'reinspected', countyDue: act.body.due };
    case 'rectReturned':
      return { ...s, replies: judge(s.replies, { outcome: 'returned', on, text: act.body.reason }), status: 'returned', due: act.body.due, countyDue: undefined };
    case 'rectReinspected': {
      const { due, ...body } = act.body;
      return { ...s, inspections: [...s.inspections, body], status: body.outcome === 'corrected' ? 'reinspected' : 'failed', due: due ?? s.due, countyDue: undefined };
    }
    case 'rectRevisited':
      return { ...s, revisits: [...s.revisits, act.body] };
    case 'rectReceipted': {
      const { step: at, ...receipt } = act.body;
      return { ...s, steps: s.steps.map((x, i) => (i === at && x.handOver ? { ...x, handOver: { ...x.handOver, receipt } } : x)) };
    }
    case 'rectPunished':
      return { ...s, punishments: [...s.punishments, act.body] };
    case 'rectToleranceRaised':
      return { ...s, tolerances: [...s.tolerances, { ...act.body, on }] };
    case 'rectToleranceDecided':
      return { ...s, tolerances: s.tolerances.map((t) => (t.person === act.body.person ? { ...t, decided: { outcome: act.body.outcome, text: act.body.text, on } } : t)) };
    case 'rectClosed':
      return { ...s, status: 'closed', closed: { on, text: act.body.text }, due: undefined, countyDue: undefined };
  }
}

const NEXT: Readonly<Record<RectStatus, string | undefined>> = {
  opened: '采取整改措施', demanded: '整改并回复，附佐证', returned: '重新整改并回复', failed: '继续整改并回复', replied: '审查整改回复', accepted: '两人复查', reinspected: '办结', closed: undefined,
};

function head(s: Rect): MatterHead {
  const unitActs = ANSWERABLE.includes(s.status);
  return {
    title: s.text.replaceAll(/\s+/g, ' ').slice(0, 80), status: s.status, statusText: STATUS_LABELS[s.status], unit: s.unit, shown: true,
    waits: s.closed ? null : unitActs ? 'unit' : 'county', dueOn: s.closed ? undefined : unitActs ? s.due : s.countyDue, next: NEXT[s.status], closedOn: s.closed?.on, aboutCase: s.aboutCase, origin: s.origin,
  };
}

/** 整改: a ladder of demands, the unit's answer with proof, acceptance, a second look, and only then the end [BQ-60..70, LH-88..96, GX-110, GX-111, HQ-134, HQ-135]. */
export const rectTopic: MatterTopic<Rect, RectBodies, RectPayloads, RectContext> = {
  id: 'rectification',
  labels: {
    rectOpened: '立项', rectStepTaken: '提出整改要求', rectSigned: '单位签收', rectReplied: '单位回复整改', rectAccepted: '认可整改', rectReturned: '退回重改', rectReinspected: '复查', rectRevisited: '案件回访', rectReceipted: '登记移交回执', rectPunished: '记录处理',
    rectToleranceRaised: '登记容错情形', rectToleranceDecided: '决定是否免于问责', rectClosed: '办结',
  },
  decide, evolve, head,
};
