import { addMonths, dayOfMonth } from '../case/months.ts';
import { formatDateShortZh, formatMonthZh, shanghaiTime } from '../calendar/date.ts';
import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import type { Source } from '../policy/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { ScorePlan, UnitResult } from './compute.ts';
import type { ScorePayloads } from './payloads.ts';

export interface ScoreBodies {
  /** The plan as it stood and what came of it; the lines behind it are rows, their number and hash stand here. */
  scoreComputed: { month: string; plan: ScorePlan; results: readonly UnitResult[]; lines: number; linesHash: string };
  scoreShown: { until: string };
  scoreCorrected: { objection: string; line: string; results: readonly UnitResult[] };
  scorePublished: { ranking: readonly { unit: string; score: number; rank: number | null }[] };
  scoreObjected: { run: string; month: string; unit: string; line: string; indicator: string; text: string; words: string; due: string };
  scoreAnswered: { outcome: 'corrected' | 'stands'; words: string };
}

/** A county's month. */
export interface ScoreMonth {
  readonly kind: 'month';
  readonly id: string;
  readonly month: string;
  readonly plan: ScorePlan;
  readonly results: readonly UnitResult[];
  readonly computedOn: string;
  readonly lines: number;
  readonly corrected: number;
  readonly shown?: { readonly on: string; readonly until: string } | undefined;
  readonly publishedOn?: string | undefined;
}

/** A unit's objection to one line of its score: a matter of its own, which the unit sees. */
export interface ScoreObjection {
  readonly kind: 'objection';
  readonly id: string;
  readonly run: string;
  readonly month: string;
  readonly unit: string;
  readonly line: string;
  readonly indicator: string;
  readonly text: string;
  readonly words: string;
  readonly due: string;
  readonly answer?: { readonly outcome: 'corrected' | 'stands'; readonly words: string; readonly on: string } | undefined;
}
export type ScoreState = ScoreMonth | ScoreObjection;

/** What a command needs besides the common context. */
export interface ScoreContext extends MatterContext {
  /** For `compute`: the plan on the month's last day with its source, the month that it is ranked from, and what was counted. */
  readonly fresh?: { readonly plan: ScorePlan; readonly source: Source; readonly results: readonly UnitResult[]; readonly lines: number; readonly linesHash: string; readonly other?: string | undefined } | undefined;
  /** For `publish`: numbers of the objections not yet answered. */
  readonly open?: readonly string[] | undefined;
  /** For `object`: the line, if it is one of a month shown to the unit; and the earlier objection to it. */
  readonly line?: { readonly run: string; readonly month: string; readonly unit: string; readonly indicator: string; readonly text: string; readonly until: string; readonly due: string; readonly earlier?: string | undefined } | undefined;
  /** For `correct`: all results without the line. */
  readonly results?: readonly UnitResult[] | undefined;
}

type Acts = readonly Happening<ScoreBodies>[] | Refusal;

/** Day by which a month's ranking is published: a day of the month after. */
export const publishDue = (plan: Pick<ScorePlan, 'publishDay'>, month: string): string => dayOfMonth(addMonths(month, 1), plan.publishDay);

function compute(s: ScoreMonth | undefined, p: ScorePayloads['compute'], c: ScoreContext): Acts {
  const fresh = c.fresh;
  if (!fresh) throw new Error('a score needs what was counted');
  const law = { policy: c.policy, source: fresh.source };
  if (p.month < fresh.plan.rankFrom) return refuse('policy.absent', `考评自${formatMonthZh(fresh.plan.rankFrom)}起按月进行`, { ...law, allowed: [`${formatMonthZh(fresh.plan.rankFrom)}以后的月份`] });
  if (p.month >= c.today.slice(0, 7)) return refuse('clock.early', `${formatMonthZh(p.month)}还没有过完`, { ...law, allowed: ['下月起计算'] });
  if (fresh.other !== undefined) return refuse('conflict.duplicate', `${formatMonthZh(p.month)}的考评已经有了（${fresh.other}）`, { allowed: ['在原考评上重新计算'] });
  if (s && s.month !== p.month) return refuse('input.invalid', '考评的月份不能改');
  if (s?.shown) return refuse('step.done', '已经发给各单位核对，不能重新计算', { allowed: ['单位提出异议后逐条更正'] });
  return [{ kind: 'scoreComputed', body: { month: p.month, plan: fresh.plan, results: fresh.results, lines: fresh.lines, linesHash: fresh.linesHash } }];
}

function publish(s: ScoreMonth, c: ScoreContext): Acts {
  if (!s.shown) return refuse('step.order', '还没有发给各单位核对', { allowed: ['先发给各单位核对'] });
  if (c.today <= s.shown.until) return refuse('clock.early', `各单位可以在${formatDateShortZh(s.shown.until)}之前（含当日）提出异议，期满才能公布`, { allowed: [`${formatDateShortZh(s.shown.until)}之后公布`] });
  if (c.open && c.open.length > 0) return refuse('step.order', `还有异议没有答复：${c.open.join('、')}`, { allowed: ['先逐件答复'] });
  return [{ kind: 'scorePublished', body: { ranking: s.results.map(({ unit, score, rank }) => ({ unit, score, rank })) } }];
}

function ofMonth(s: ScoreMonth, command: CommandOf<ScorePayloads>, c: ScoreContext, actor: MatterActor): Acts {
  if (s.publishedOn) return refuse('case.closed', '已经公布，不能再变');
  switch (command.name) {
    case 'compute':
      return compute(s, command.payload, c);
    case 'show':
      return s.shown ? refuse('step.done', '已经发给各单位核对') : [{ kind: 'scoreShown', body: { until: c.calendar.addWorkingDays(c.today, s.plan.objectDays).date } }];
    case 'publish':
      return publish(s, c);
    case 'correct':
      if (actor.post !== 'system' || !c.results) throw new Error('a score is corrected by the answer to an objection');
      return [{ kind: 'scoreCorrected', body: { ...command.payload, results: c.results } }];
    default:
      return refuse('input.invalid', '这不是一条异议');
  }
}

function object(p: ScorePayloads['object'], c: ScoreContext, actor: MatterActor): Acts {
  const l = c.line;
  if (!l || l.unit !== actor.unit) return refuse('notfound', '没有这一条，或者不是您单位的考评', { allowed: ['从本单位的考评明细提出'] });
  if (l.earlier !== undefined) return refuse('conflict.duplicate', `这一条已经提出过异议（${l.earlier}）`);
  if (c.today > l.until) return refuse('clock.early', `异议期已于${formatDateShortZh(l.until)}届满`);
  const { run, month, unit, indicator, text, due } = l;
  return [{ kind: 'scoreObjected', body: { run, month, unit, line: p.line, indicator, text, words: p.words, due } }];
}

function decide(s: ScoreState | undefined, command: CommandOf<ScorePayloads>, c: ScoreContext, actor: MatterActor): Acts {
  if (!s) return command.name === 'compute' ? compute(undefined, command.payload, c) : command.name === 'object' ? object(command.payload, c, actor) : refuse('notfound', '没有这次考评');
  if (s.kind === 'month') return ofMonth(s, command, c, actor);
  if (command.name !== 'answer') return refuse('input.invalid', '这是一条异议');
  return s.answer ? refuse('step.done', '已经答复') : [{ kind: 'scoreAnswered', body: command.payload }];
}

const day = (at: string): string => shanghaiTime(at).slice(0, 10);

function evolve(s: ScoreState | undefined, act: ActOf<ScoreBodies>, id: string): ScoreState {
  if (act.kind === 'scoreObjected') return { kind: 'objection', id, ...act.body };
  if (act.kind === 'scoreComputed') return { kind: 'month', id, month: act.body.month, plan: act.body.plan, results: act.body.results, lines: act.body.lines, computedOn: day(act.at), corrected: 0 };
  if (s?.kind === 'objection' && act.kind === 'scoreAnswered') return { ...s, answer: { ...act.body, on: day(act.at) } };
  if (s?.kind !== 'month') throw new RangeError('a score begins with its computation, an objection with its words');
  switch (act.kind) {
    case 'scoreShown':
      return { ...s, shown: { on: day(act.at), until: act.body.until } };
    case 'scoreCorrected':
      return { ...s, results: act.body.results, corrected: s.corrected + 1 };
    case 'scorePublished':
      return { ...s, publishedOn: day(act.at) };
    case 'scoreAnswered':
      throw new RangeError('a month is not answered');
  }
}

export const ANSWERS: Readonly<Record<'corrected' | 'stands', string>> = { corrected: '异议成立，已更正', stands: '维持原扣分' };
export const SCORE_STATUS = { computed: '已计算，待发单位核对', shown: '单位核对中', published: '已公布' } as const;
export type ScoreStatus = keyof typeof SCORE_STATUS;
export const statusOf = (s: ScoreMonth): ScoreStatus => (s.publishedOn ? 'published' : s.shown ? 'shown' : 'computed');

function head(s: ScoreState): MatterHead {
  if (s.kind === 'objection') {
    const common = { title: `${formatMonthZh(s.month)}考评异议：${s.text}`.slice(0, 200), unit: s.unit, shown: true, origin: s.run, dueOn: s.due };
    return s.answer ? { ...common, status: s.answer.outcome, statusText: ANSWERS[s.answer.outcome], waits: null, closedOn: s.answer.on } : { ...common, status: 'objected', statusText: '待答复', waits: 'county', next: '更正或者维持，写明理由' };
  }
  const status = statusOf(s);
  const common = { title: `${formatMonthZh(s.month)}${s.plan.label}`, status, statusText: SCORE_STATUS[status], unit: null, shown: false, dueOn: publishDue(s.plan, s.month) };
  if (s.publishedOn) return { ...common, waits: null, closedOn: s.publishedOn };
  return { ...common, waits: 'county', next: s.shown ? `答复异议，${formatDateShortZh(s.shown.until)}后公布` : '发给各单位核对' };
}

/** 考评: computed from the cases → shown to each unit, which may object → published in descending order [XX-157, XX-158, XX-159]. Units are scored, never people. */
export const scoreTopic: MatterTopic<ScoreState, ScoreBodies, ScorePayloads, ScoreContext> = {
  id: 'score',
  labels: { scoreComputed: '计算考评', scoreShown: '发给各单位核对', scoreCorrected: '按异议更正', scorePublished: '公布排名', scoreObjected: '单位提出异议', scoreAnswered: '答复异议' },
  decide, evolve, head,
};
