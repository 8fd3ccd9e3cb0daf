import type { ActOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic, CommandOf } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { assignPairs, type Pairing } from './pairs.ts';
import type { DrawPayloads } from './payloads.ts';
import { seedText, select, type DrawStatement, type Hash, type SeedKind, type Stratum } from './select.ts';

/** A draw as data: `draw.<plan>` of the policies. */
export interface DrawPlan {
  readonly label: string;
  readonly percent: number;
  readonly must: DrawStatement['must'];
}

export interface DrawBodies {
  /** The population itself stands in the frozen statement, whose hash is the commitment. */
  drawFrozen: { plan: string; label: string; from: string; to: string; percent: number; must: DrawStatement['must']; seed: DrawStatement['seed']; size: number; commitment: string; again: readonly string[]; reason?: string | undefined };
  drawRiskAdded: { cases: readonly { case: string; number: string; ground: string }[] };
  drawSeedRevealed: { parts: readonly { source: string; value: string }[]; witnesses: readonly string[]; proof: string };
  drawMade: { strata: readonly Stratum[]; random: number; must: number; /** SHA-256 of the drawn numbers, each with its part, a line each. */ result: string };
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
  readonly seedPlan: DrawStatement['seed'];
  readonly size: number;
  readonly commitment: string;
  readonly frozenAt: string;
  readonly frozenBy: string;
  /** Numbers of earlier draws of the same plan and days that were given up. */
  readonly again: readonly string[];
  readonly reason?: string | undefined;
  readonly risk: readonly { readonly case: string; readonly number: string; readonly ground: string }[];
  readonly seed?: { readonly parts: readonly { readonly source: string; readonly value: string }[]; readonly witnesses: readonly string[]; readonly proof: string; readonly at: string } | undefined;
  readonly made?: DrawBodies['drawMade'] | undefined;
  readonly assigned?: (DrawBodies['drawAssigned'] & { readonly on: string }) | undefined;
  readonly cancelled?: { readonly reason: string; readonly on: string } | undefined;
}

/** What a command needs besides the common context. */
export interface DrawContext extends MatterContext {
  readonly hash: Hash;
  /** For `freeze`: the plan in force, the statement with the population as it is now, its commitment, and other draws of this plan over any of these days. */
  readonly fresh?: { readonly plan: DrawPlan; readonly statement: DrawStatement; readonly commitment: string; /** Of each case, the classes drawn whole to which it belongs. */ readonly classes: Readonly<Record<string, readonly string[]>>; readonly others: readonly { readonly number: string; readonly cancelled: boolean }[] } | undefined;
  /** For `reveal` and `assign`: the statement as it was frozen, and whether its hash still is the commitment. */
  readonly frozen?: { readonly statement: DrawStatement; readonly holds: boolean; readonly classes: Readonly<Record<string, readonly string[]>> } | undefined;
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

const ORGANS_MIN = 2;

function freeze(p: DrawPayloads['freeze'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
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
  return [{ kind: 'drawFrozen', body: { plan: p.plan, label, from: p.from, to: p.to, percent, must, seed: p.seed, size: fresh.statement.population.length, commitment: fresh.commitment, again, reason: p.reason } }];
}

function reveal(s: DrawState, p: DrawPayloads['reveal'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
  if (s.made) return refuse('step.done', '已经抽取，结果不能再变');
  if (Date.parse(c.now) < Date.parse(s.seedPlan.after)) return refuse('clock.early', `种子约定在 ${s.seedPlan.after.slice(0, 16).replace('T', ' ')} 之后产生，现在还没有`, { allowed: ['到时再登记'] });
  if (!c.frozen?.holds) return refuse('conflict.version', '冻结的总体与公布的承诺值不符：名单被改动，不能抽取', { allowed: ['作废并查明原因'] });
  const parts = s.seedPlan.kind === 'checkpoint' ? (c.checkpoint ? [{ source: `checkpoint ${c.checkpoint.position} ${c.checkpoint.at}`, value: c.checkpoint.hash }] : []) : p.parts;
  if (s.seedPlan.kind === 'checkpoint' && parts.length === 0) return refuse('clock.early', '约定的时间之后还没有签名的校验点', { allowed: ['约一刻钟后再办'] });
  if (parts.length === 0) return refuse('input.invalid', '还没有登记种子', { missing: ['种子'] });
  if (s.seedPlan.kind === 'organs' && (parts.length < ORGANS_MIN || new Set(parts.map((x) => x.source)).size !== parts.length)) return refuse('input.invalid', '约定由两个以上机关各报一个数，须分别登记', { missing: ['每个机关的名称和所报的数'] });
  const seed = seedText(parts);
  const made = select(c.frozen.statement, s.commitment, seed, c.hash);
  const result = c.hash(made.drawn.map((d) => `${d.k} ${d.part}`).join('\n'));
  const count = (part: string): number => made.drawn.filter((d) => d.part === part).length;
  return [
    { kind: 'drawSeedRevealed', body: { parts, witnesses: p.witnesses, proof: p.proof } },
    { kind: 'drawMade', body: { strata: made.strata, random: count('random'), must: count('must'), result } },
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
export function pairsOf(s: DrawState, statement: DrawStatement, checkers: readonly string[], barred: NonNullable<DrawContext['barred']>, hash: Hash): { readonly pairs: readonly Pairing[]; readonly alone: readonly string[] } {
  const seed = seedText(s.seed?.parts ?? []);
  const keys = [...select(statement, s.commitment, seed, hash).drawn.map((d) => d.k), ...s.risk.map((r) => r.number)];
  return assignPairs([...new Set(keys)], checkers, barred, s.commitment, seed, hash);
}

function assign(s: DrawState, p: DrawPayloads['assign'], c: DrawContext): readonly Happening<DrawBodies>[] | Refusal {
  if (!s.made) return refuse('step.order', '还没有抽取', { allowed: ['先登记种子'] });
  if (s.assigned) return refuse('step.done', '核查人员已经分派');
  if (p.due < c.today) return refuse('date.order', '完成日期已过');
  const checkers = [...new Set(p.checkers)].sort();
  if (!c.frozen?.holds || !c.barred) return refuse('conflict.version', '冻结的总体与公布的承诺值不符：名单被改动', { allowed: ['作废并查明原因'] });
  const { pairs, alone } = pairsOf(s, c.frozen.statement, checkers, c.barred, c.hash);
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

const shanghaiDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

function evolve(s: DrawState | undefined, act: ActOf<DrawBodies>, id: string): DrawState {
  switch (act.kind) {
    case 'drawFrozen': {
      const { plan, label, from, to, percent, must, seed, size, commitment, again, reason } = act.body;
      return { id, plan, label, from, to, percent, must, seedPlan: seed, size, commitment, frozenAt: act.at, frozenBy: act.actor.user, again, reason, risk: [] };
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
  return { ...common, status: 'frozen', statusText: '已冻结，待种子', next: '到约定时间登记种子', dueOn: shanghaiDay(s.seedPlan.after) };
}

/** 抽查: freeze and commit, then the seed, then the draw, then the pairs [LH-25, HQ-193, BQ-24, BQ-59, GX-31]. */
export const drawTopic: MatterTopic<DrawState, DrawBodies, DrawPayloads, DrawContext> = {
  id: 'draw',
  labels: { drawFrozen: '冻结总体并公布承诺值', drawRiskAdded: '增加风险核查对象', drawSeedRevealed: '登记种子', drawMade: '抽取', drawAssigned: '分派核查人员', drawCancelled: '作废' },
  decide, evolve, head,
};

export const SEED_LABELS: Readonly<Record<SeedKind, string>> = { organs: '两个以上机关各报一个数', lottery: '公开开奖结果', checkpoint: '约定时间后的首个签名校验点' };
