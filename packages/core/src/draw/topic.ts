import type { ActOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic, CommandOf } from '../matter/model.ts';
import { formatTimeZh, shanghaiTime } from '../calendar/date.ts';
import { isRefusal, refuse, type Refusal } from '../refusal/refusal.ts';
import { assignPairs, type Pairing } from './pairs.ts';
import type { DrawPayloads } from './payloads.ts';
import { planSeed, readSeed, seedText, witnessNames, type SeedPart, type SeedPlan } from './seed.ts';
import { resultOf, select, type DrawStatement, type Drawn, type Hash, type SealedList, type Stratum } from './select.ts';

/** A draw as data: `draw.<plan>` of the policies. */
export interface DrawPlan {
  readonly label: string;
  readonly percent: number;
  readonly must: DrawStatement['must'];
}

/** Draws of the older format named no sources. */
type SeedPlanned = Omit<SeedPlan, 'sources'> & Partial<Pick<SeedPlan, 'sources'>>;

export interface DrawBodies {
  /** The population itself stands in the frozen statement, whose hash is the commitment. */
  drawFrozen: { plan: string; label: string; from: string; to: string; percent: number; must: DrawStatement['must']; seed: SeedPlanned; size: number; commitment: string; /** Absent in the older format. */ sealed?: DrawStatement['sealed'] | undefined; again: readonly string[]; reason?: string | undefined; /** Day by which the seed is to be typed; absent in older draws. */ revealBy?: string | undefined };
  drawRiskAdded: { cases: readonly { case: string; number: string; ground: string }[] };
  drawSeedRevealed: { parts: readonly SeedPart[]; witnesses: readonly string[]; proof: string; files?: readonly string[] | undefined };
  drawMade: { strata: readonly Stratum[]; random: number; must: number; result: string };
  drawAssigned: { checkers: readonly string[]; due: string; pairs: number; alone: readonly string[] };
  drawCancelled: { reason: string };
}

export interface DrawState {
  readonly id: string;
  readonly plan: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly percent: number;
  readonly must: DrawStatement['must'];
  readonly seedPlan: SeedPlanned;
  readonly size: number;
  readonly commitment: string;
  /** Absent in draws of the older format, which can be read, verified and checked, but no more be drawn. */
  readonly sealed?: DrawStatement['sealed'] | undefined;
  readonly frozenAt: string;
  readonly frozenBy: string;
  /** Numbers of earlier draws of the same plan and days that were given up. */
  readonly again: readonly string[];
  readonly reason?: string | undefined;
  /** Day by which the seed is to be typed: working days after it can be known. Older draws have none and are never late. */
  readonly revealBy?: string | undefined;
  readonly risk: readonly { readonly case: string; readonly number: string; readonly ground: string }[];
  readonly seed?: (DrawBodies['drawSeedRevealed'] & { readonly at: string }) | undefined;
  readonly made?: DrawBodies['drawMade'] | undefined;
  readonly assigned?: (DrawBodies['drawAssigned'] & { readonly on: string }) | undefined;
  readonly cancelled?: { readonly reason: string; readonly on: string } | undefined;
}

/** What was frozen. Statement and sealed list are absent in the older format. */
export interface Frozen {
  readonly holds: boolean;
  readonly statement?: DrawStatement | undefined;
  readonly sealed?: SealedList | undefined;
}

/** What a command needs besides the common context. */
export interface DrawContext extends MatterContext {
  readonly hash: Hash;
  /** For `freeze`: the plan in force, the statement with the population as it is now, its commitment, and other draws of this plan over any of these days. */
  readonly fresh?: { readonly plan: DrawPlan; readonly statement: DrawStatement; readonly sealed: SealedList; readonly commitment: string; readonly others: readonly { readonly number: string; readonly cancelled: boolean }[] } | undefined;
  /** For `reveal` and `assign`: what was frozen, and whether statement and sealed list still give their commitments. */
  readonly frozen?: Frozen | undefined;
  /** For `assign`: what was drawn, as it is kept. */
  readonly drawn?: readonly Drawn[] | undefined;
  /** For `reveal`: names of whoever froze and whoever types, who are no witnesses of themselves. */
  readonly own?: readonly string[] | undefined;
  /** For `reveal` of a checkpoint: the first one signed after the day named, if there is one. */
  readonly checkpoint?: { readonly hash: string; readonly at: string; readonly position: number } | undefined;
  /** For `risk`: numbers of the cases named. */
  readonly numbers?: ReadonlyMap<string, string> | undefined;
  /** For `assign`: whether a checker may not check a case. */
  readonly barred?: ((number: string, checker: string) => boolean) | undefined;
}

const state = (s: DrawState | undefined): DrawState => {
  if (!s) throw new RangeError('a draw begins with its freeze');
  return s;
};

/** The Asia/Shanghai date of an instant. */
const shanghaiDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

/** So many people saw the seed come about. */
const WITNESSES = 2;

function freeze(p: DrawPayloads['freeze'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
  const planned = planSeed(p.seed);
  if (isRefusal(planned)) return planned;
  const fresh = c.fresh;
  if (!fresh) throw new Error('a freeze needs the population');
  if (p.from > p.to) return refuse('date.order', '抽查期间的起始日晚于截止日');
  if (p.to >= c.today) return refuse('date.order', `${p.to} 还没有过去，期间内还会有新的决定，总体尚不能冻结`, { allowed: ['在期间结束后的次日起冻结'] });
  if (Date.parse(p.seed.after) <= Date.parse(c.now)) return refuse('date.order', '种子须在冻结之后才产生：约定的时间必须晚于现在', { allowed: ['约定一个将来的时间'] });
  const running = fresh.others.find((o) => !o.cancelled);
  if (running) return refuse('conflict.duplicate', `这一期已经抽过（${running.number}），同一总体不得再抽`, { allowed: ['在原抽查上增加风险核查对象'] });
  const again = fresh.others.map((o) => o.number);
  if (again.length > 0 && !p.reason) return refuse('reason.missing', `这一期曾有作废的抽查（${again.join('、')}），重新抽取须写明理由并一并公布`, { missing: ['重新抽取的理由'] });
  if (fresh.statement.population.length === 0) return refuse('input.invalid', '这一期没有可抽的案件', { allowed: ['另选期间'] });
  const { percent, must, label } = fresh.plan;
  const { seed, sealed, population } = fresh.statement;
  return [{ kind: 'drawFrozen', body: { plan: p.plan, label, from: p.from, to: p.to, percent, must, seed, size: population.length, commitment: fresh.commitment, sealed, again, reason: p.reason, revealBy: c.calendar.addWorkingDays(shanghaiDay(p.seed.after), c.policy.number('draw.reveal-days', { on: c.today }).value).date } }];
}

/** The seed as it came: of a checkpoint the one that was signed, else what was typed, with those who saw it and where it can be looked up. */
function seedOf(plan: SeedPlan, p: DrawPayloads['reveal'], c: DrawContext): DrawBodies['drawSeedRevealed'] | Refusal {
  const witnesses = witnessNames(p.witnesses);
  const more = { witnesses, proof: p.proof, files: p.files };
  if (plan.kind === 'checkpoint') return c.checkpoint ? { parts: [{ source: `checkpoint ${c.checkpoint.position} ${c.checkpoint.at}`, value: c.checkpoint.hash }], ...more } : refuse('clock.early', '约定的时间之后还没有签名的校验点', { allowed: ['约一刻钟后再办'] });
  const parts = readSeed(plan, p.parts);
  if (isRefusal(parts)) return parts;
  const own = new Set(witnessNames(c.own ?? []));
  const self = witnesses.find((w) => own.has(w));
  if (self !== undefined) return refuse('input.invalid', `${self}是冻结名单或者登记种子的人，不能给自己作见证`, { missing: ['另一名见证人'] });
  if (witnesses.length < WITNESSES) return refuse('input.invalid', '登记种子须有两名不同的见证人', { missing: [`另 ${WITNESSES - witnesses.length} 名见证人`] });
  if (p.proof === '' && p.files.length === 0) return refuse('input.invalid', '须写明在哪里公布（文字或者网址），或者上传凭据', { missing: ['公布的地方，或者凭据文件'] });
  return { parts, ...more };
}

function reveal(s: DrawState, p: DrawPayloads['reveal'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
  if (s.made) return refuse('step.done', '已经抽取，结果不能再变');
  if (!s.sealed || !s.seedPlan.sources) return refuse('step.absent', '这次抽查按旧格式冻结，没有约定种子的位数，不能再抽取', { allowed: ['作废并写明理由，重新冻结'] });
  if (Date.parse(c.now) < Date.parse(s.seedPlan.after)) return refuse('clock.early', `种子约定在 ${formatTimeZh(shanghaiTime(s.seedPlan.after))} 之后产生，现在还没有`, { allowed: ['到时再登记'] });
  if (!c.frozen?.holds || !c.frozen.statement || !c.frozen.sealed) return refuse('conflict.version', '冻结的总体与公布的承诺值不符：名单被改动，不能抽取', { allowed: ['作废并查明原因'] });
  const seed = seedOf({ ...s.seedPlan, sources: s.seedPlan.sources }, p, c);
  if (isRefusal(seed)) return seed;
  const { strata, drawn } = select(c.frozen.statement, c.frozen.sealed, s.commitment, seed.parts, c.hash);
  const random = drawn.filter((d) => d.part === 'random');
  return [
    { kind: 'drawSeedRevealed', body: seed },
    { kind: 'drawMade', body: { strata, random: random.length, must: drawn.length - random.length, result: resultOf(random, c.hash) } },
  ];
}

function risk(s: DrawState, p: DrawPayloads['risk'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
  if (s.assigned) return refuse('step.done', '核查人员已经分派，不能再增加');
  const cases = p.cases.flatMap((x) => (c.numbers?.has(x.case) ? [{ ...x, number: c.numbers.get(x.case) ?? '' }] : []));
  if (cases.length < p.cases.length) return refuse('notfound', '有的案件不存在或者不在本县', { allowed: ['从案件页增加'] });
  const twice = cases.find((x) => s.risk.some((r) => r.case === x.case));
  if (twice) return refuse('conflict.duplicate', `${twice.number} 已在风险核查名单中`);
  return [{ kind: 'drawRiskAdded', body: { cases } }];
}

/** The pairs of a draw: the same whenever they are asked for. */
export function pairsOf(s: DrawState, drawn: readonly Drawn[], checkers: readonly string[], barred: NonNullable<DrawContext['barred']>, hash: Hash): { readonly pairs: readonly Pairing[]; readonly alone: readonly string[] } {
  const keys = [...drawn.map((d) => d.k), ...s.risk.map((r) => r.number)];
  return assignPairs([...new Set(keys)], checkers, barred, s.commitment, seedText(s.seed?.parts ?? []), hash);
}

/** Whether what is kept as drawn is what the chain says was drawn. */
function untouched(made: DrawBodies['drawMade'], drawn: readonly Drawn[], frozen: Frozen, hash: Hash): boolean {
  if (!frozen.holds) return false;
  if (!frozen.sealed) return resultOf(drawn, hash) === made.result;
  const random = drawn.filter((d) => d.part === 'random');
  const inside = new Set(drawn.map((d) => d.k));
  return resultOf(random, hash) === made.result && drawn.length - random.length === made.must && frozen.sealed.whole.every((w) => inside.has(w.k));
}

function assign(s: DrawState, p: DrawPayloads['assign'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
  if (!s.made) return refuse('step.order', '还没有抽取', { allowed: ['先登记种子'] });
  if (s.assigned) return refuse('step.done', '核查人员已经分派');
  if (p.due < c.today) return refuse('date.order', '完成日期已过');
  const checkers = [...new Set(p.checkers)].sort();
  if (!c.frozen || !c.drawn || !c.barred || !untouched(s.made, c.drawn, c.frozen, c.hash)) return refuse('conflict.version', '冻结的总体或者抽中的名单与登记的不符：被改动', { allowed: ['作废并查明原因'] });
  const { pairs, alone } = pairsOf(s, c.drawn, checkers, c.barred, c.hash);
  if (pairs.length === 0) return refuse('person.related', '所列人员都与案件有关，配不成两人一组', { allowed: ['增加无关的核查人员', '委托第三方'] });
  return [{ kind: 'drawAssigned', body: { checkers, due: p.due, pairs: pairs.length, alone } }];
}

function decide(s: DrawState | undefined, command: CommandOf<DrawPayloads>, c: DrawContext, _actor: MatterActor): readonly Happening<DrawBodies>[] | Refusal {
  if (command.name === 'freeze') return s ? refuse('step.done', '已经冻结') : freeze(command.payload, c);
  const d = state(s);
  if (d.cancelled) return refuse('case.closed', '这次抽查已作废', { allowed: ['重新抽查并写明理由'] });
  switch (command.name) {
    case 'reveal':
      return reveal(d, command.payload, c);
    case 'risk':
      return risk(d, command.payload, c);
    case 'assign':
      return assign(d, command.payload, c);
    case 'cancel':
      return d.assigned ? refuse('step.done', '核查已经分派，不能作废') : [{ kind: 'drawCancelled', body: command.payload }];
  }
}

function evolve(s: DrawState | undefined, act: ActOf<DrawBodies>, id: string): DrawState {
  switch (act.kind) {
    case 'drawFrozen': {
      const { plan, label, from, to, percent, must, seed, size, commitment, sealed, again, reason, revealBy } = act.body;
      return { id, plan, label, from, to, percent, must, seedPlan: seed, size, commitment, sealed, frozenAt: act.at, frozenBy: act.actor.user, again, reason, revealBy, risk: [] };
    }
    case 'drawRiskAdded':
      return { ...state(s), risk: [...state(s).risk, ...act.body.cases] };
    case 'drawSeedRevealed':
      return { ...state(s), seed: { ...act.body, at: act.at } };
    case 'drawMade':
      return { ...state(s), made: act.body };
    case 'drawAssigned':
      return { ...state(s), assigned: { ...act.body, on: shanghaiDay(act.at) } };
    case 'drawCancelled':
      return { ...state(s), cancelled: { reason: act.body.reason, on: shanghaiDay(act.at) } };
  }
}

function head(s: DrawState): MatterHead {
  const common = { title: `${s.label} ${s.from} 至 ${s.to}`, unit: null, shown: false, waits: 'county' as const };
  if (s.cancelled) return { ...common, status: 'cancelled', statusText: '已作废', waits: null, closedOn: s.cancelled.on };
  if (s.assigned) return { ...common, status: 'assigned', statusText: '已分派核查', waits: null, closedOn: s.assigned.on };
  if (s.made) return { ...common, status: 'drawn', statusText: '已抽取', next: '分派核查人员' };
  return { ...common, status: 'frozen', statusText: '已冻结，待种子', next: '到约定时间登记种子', dueOn: s.revealBy };
}

/** 抽查: freeze and commit, then the seed, then the draw, then the pairs [LH-25, HQ-193, BQ-24, BQ-59, GX-31]. */
export const drawTopic: MatterTopic<DrawState, DrawBodies, DrawPayloads, DrawContext> = {
  id: 'draw',
  labels: { drawFrozen: '冻结总体并公布承诺值', drawRiskAdded: '增加风险核查对象', drawSeedRevealed: '登记种子', drawMade: '抽取', drawAssigned: '分派核查人员', drawCancelled: '作废' },
  decide, evolve, head,
};
