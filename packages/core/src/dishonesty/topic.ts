import { plusDays, plusMonths } from '../calendar/date.ts';
import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import type { Source } from '../policy/model.ts';
import type { TableValue } from '../policy/tables.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { CAPACITY_WORDS, type SERVED_BY, type DishonestyPayloads } from './payloads.ts';

export interface DishonestyBodies {
  dishonestyProposed: DishonestyPayloads['propose'] & { unit: string; label: string };
  dishonestyNoticed: { evidence: readonly string[] };
  dishonestyServed: DishonestyPayloads['serve'] & { paper: 'notice' | 'decision'; /** Last day for what the person may do next: to be heard, or to object. */ until: string; /** Of a decision to enter: day on which the term ends; the entry counts from the day of service. */ term?: string | undefined };
  dishonestyHeard: DishonestyPayloads['hear'];
  dishonestyDecided: Omit<DishonestyPayloads['decide'], 'measures'> & { measures: readonly { id: string; label: string }[]; months: number };
  dishonestyAsked: DishonestyPayloads['ask'] & { due: string };
  dishonestyAnswered: Omit<DishonestyPayloads['answer'], 'collective'> & { collective?: Together | undefined };
  dishonestyCorrected: DishonestyPayloads['correct'];
  dishonestyWithdrawn: DishonestyPayloads['withdraw'];
  dishonestyEnded: { term: string };
}

/** When and how a paper reached the person, until when they may say something, and the receipt of it. */
interface Served {
  readonly on: string;
  readonly by: keyof typeof SERVED_BY;
  readonly until: string;
  readonly files?: readonly string[] | undefined;
}

/** Who decided together, on what day, with which minutes. */
interface Together {
  readonly on: string;
  readonly persons: readonly { readonly account: string; readonly name: string }[];
  readonly minutes: readonly string[];
}

interface Asked {
  readonly kind: 'objection' | 'repair';
  readonly on: string;
  readonly text: string;
  readonly due: string;
  readonly answer?: { readonly outcome: 'keep' | 'remove'; readonly reason: string; readonly on: string; readonly collective?: Together | undefined } | undefined;
}

export interface Dishonesty {
  readonly id: string;
  readonly unit: string;
  readonly case: string;
  readonly person: string;
  readonly kind: string;
  readonly label: string;
  readonly actOn: string;
  readonly facts: string;
  readonly grounds: string;
  readonly proposedBy: string;
  readonly proposedOn: string;
  readonly evidence: readonly string[];
  readonly noticed?: string | undefined;
  readonly noticeServed?: Served | undefined;
  readonly heard?: { readonly on: string; readonly declined: boolean; readonly text: string } | undefined;
  readonly decision?: { readonly outcome: 'enter' | 'dismiss'; /** Account of whoever decided: never the one who answers the objection to it. */ readonly by?: string | undefined; readonly on: string; readonly reason: string; readonly answer: string; readonly months: number; readonly measures: readonly { readonly id: string; readonly label: string }[] } | undefined;
  readonly served?: Served | undefined;
  /** From the day on which the decision was served, to the end of its term. */
  readonly from?: string | undefined;
  readonly term?: string | undefined;
  readonly asked: readonly Asked[];
  readonly removed?: { readonly on: string; readonly why: 'objection' | 'repair' | 'corrected' | 'ended'; readonly reason: string } | undefined;
  readonly withdrawn?: { readonly on: string; readonly reason: string } | undefined;
}

/** The day's rules, read from the policy. */
export interface DishonestyLaw {
  readonly register: TableValue<'register.dishonesty'>;
  readonly source: Source;
  /** Months that an entry stands. */
  readonly months: number;
  /** Working days in which a person may be heard, and in which a request is answered; days in which a person may object; months before which nothing is lifted as made good. */
  readonly hearDays: number;
  readonly answerDays: number;
  readonly objectDays: number;
  readonly repairMonths: number;
  /** How many of the county decide together about an objection, besides whoever decided. */
  readonly together: { readonly least: number; readonly source: Source };
}

export interface DishonestyContext extends MatterContext {
  readonly law: DishonestyLaw;
  /** For `propose`: what is known of the person in the case named. */
  readonly about?: { readonly unit: string; readonly role: 'member' | 'obligor'; readonly birth: string; readonly capacity: 'full' | 'limited' | 'none' | undefined; readonly others: readonly { readonly number: string; readonly kind: string }[] } | undefined;
  /** For `answer`: those of the county on that day. */
  readonly people?: ReadonlyMap<string, string> | undefined;
  /** For `answer` to a repair: whether money of the case is still to be paid back. */
  readonly owes?: boolean | undefined;
}

type Say = readonly Happening<DishonestyBodies>[] | Refusal;
const ADULT_YEARS = 18;

/**
 * Whether an entry has effect on a day: decided, told to the person, its term running, not lifted. Nothing else lets a person
 * stand in the register; past the term it has none, whether or not the end has been noted.
 */
export const inForce = (s: Pick<Dishonesty, 'from' | 'term' | 'removed'>, on: string): boolean => s.from !== undefined && s.term !== undefined && s.from <= on && on < s.term && !(s.removed && s.removed.on <= on);

function propose(p: DishonestyPayloads['propose'], c: DishonestyContext): Say {
  const { about, law } = c;
  if (!about) throw new Error('a proposal needs the person');
  const kind = law.register.kinds.find((k) => k.id === p.kind);
  if (!kind) return refuse('input.invalid', '没有这一类失信行为', { allowed: law.register.kinds.map((k) => k.label) });
  if (p.actOn > c.today) return refuse('date.order', '行为的日期晚于今天');
  if (plusMonths(about.birth, ADULT_YEARS * 12) > p.actOn) return refuse('input.invalid', '行为时未满十八周岁，未成年人不得记入失信记录', { policy: c.policy, source: law.source, allowed: ['由监护人承担责任的，对监护人提出'] });
  const capacity = about.capacity !== undefined && about.capacity !== 'full' ? about.capacity : p.capacity;
  if (capacity !== 'full') return refuse('input.invalid', `${CAPACITY_WORDS[capacity]}人不得记入失信记录`, { policy: c.policy, source: law.source, allowed: ['追回多领的救助金', '对负有责任的监护人、代理人提出'] });
  if (kind.about !== about.role) return refuse('input.invalid', kind.about === 'obligor' ? '这一类行为只对赡养、抚养、扶养义务人提出' : '这一类行为只对家庭成员提出', { allowed: law.register.kinds.filter((k) => k.about === about.role).map((k) => k.label) });
  const running = about.others.find((o) => o.kind === p.kind);
  if (running) return refuse('conflict.duplicate', `对此人已有同类的记录或者提议（${running.number}）`);
  return [{ kind: 'dishonestyProposed', body: { ...p, unit: about.unit, label: kind.label } }];
}

function serve(s: Dishonesty, p: DishonestyPayloads['serve'], c: DishonestyContext): Say {
  const paper = s.decision ? 'decision' : 'notice';
  const issued = s.decision?.on ?? s.noticed;
  if (issued === undefined) return refuse('step.order', '还没有发出告知书', { missing: ['告知书'] });
  if (paper === 'decision' ? s.served : s.noticeServed) return refuse('step.done', '送达已经登记');
  if (p.on < issued || p.on > c.today) return refuse('date.order', `送达日期应在 ${issued} 至今天之间`);
  // What the person may still do runs from this day: nobody's word alone sets it.
  if (p.files.length === 0) return refuse('delivery.proof', '送达须附送达凭证：期限从送达之日起算', { missing: [p.by === 'person' ? '本人签收的送达回证' : '邮寄单、留置照片或者公告照片'] });
  const until = paper === 'notice' ? c.calendar.addWorkingDays(p.on, c.law.hearDays).date : plusDays(p.on, c.law.objectDays);
  return [{ kind: 'dishonestyServed', body: { ...p, paper, until, ...(paper === 'decision' && s.decision?.outcome === 'enter' ? { term: plusMonths(p.on, s.decision.months) } : {}) } }];
}

function hear(s: Dishonesty, p: DishonestyPayloads['hear'], c: DishonestyContext): Say {
  if (!s.noticeServed) return refuse('step.order', '告知书还没有送达，本人还不知道要陈述什么', { missing: ['送达告知书'] });
  if (s.heard) return refuse('step.done', '陈述已经登记');
  if (s.decision) return refuse('step.done', '已经作出决定');
  if (p.on < s.noticeServed.on || p.on > c.today) return refuse('date.order', `陈述日期应在 ${s.noticeServed.on} 至今天之间`);
  // A word of whoever proposed does not cut the time short that the person has.
  if (p.declined && p.files.length === 0) return refuse('materials.missing', '本人放弃陈述、申辩的，须附本人签字的材料；没有的，等期限届满', { missing: ['本人签字的放弃陈述书'] });
  if (!p.declined && p.text === '') return refuse('input.invalid', '请写明本人的陈述', { missing: ['陈述内容'] });
  return [{ kind: 'dishonestyHeard', body: p }];
}

function settle(s: Dishonesty, p: DishonestyPayloads['decide'], c: DishonestyContext, actor: MatterActor): Say {
  if (s.decision) return refuse('step.done', '已经作出决定');
  if (!s.noticed || s.evidence.length === 0) return refuse('step.order', '还没有把事实、理由和证据告知本人', { missing: ['附证据的告知书'] });
  if (!s.noticeServed) return refuse('step.order', '告知书还没有送达本人', { missing: ['送达'] });
  if (!s.heard && c.today <= s.noticeServed.until) return refuse('clock.early', `本人可以陈述、申辩到 ${s.noticeServed.until}，期限未满`, { allowed: ['登记本人的陈述', '登记本人放弃陈述'] });
  if (actor.user === s.proposedBy) return refuse('person.same', '提出的人不得作出决定');
  if (s.heard && !s.heard.declined && p.answer === '') return refuse('reason.missing', '本人作了陈述、申辩，须写明是否采纳和理由', { missing: ['对陈述的答复'] });
  const kind = c.law.register.kinds.find((k) => k.id === s.kind);
  const offered = c.law.register.measures.filter((m) => kind?.measures.includes(m.id));
  const measures = p.measures.flatMap((id) => offered.find((m) => m.id === id) ?? []);
  if (measures.length < new Set(p.measures).size) return refuse('input.invalid', '有的措施不适用于这一类行为', { allowed: offered.map((m) => m.label) });
  if (p.outcome === 'enter' && measures.length === 0) return refuse('input.invalid', '记入的，须写明采取的约束、惩戒措施', { missing: ['措施'], allowed: offered.map((m) => m.label) });
  if (p.outcome === 'dismiss' && measures.length > 0) return refuse('input.invalid', '不予记入的，不采取措施');
  const { reason, answer, outcome } = p;
  return [{ kind: 'dishonestyDecided', body: { outcome, reason, answer, measures, months: c.law.months } }];
}

function ask(s: Dishonesty, p: DishonestyPayloads['ask'], c: DishonestyContext): Say {
  if (!s.served || s.from === undefined || s.term === undefined) return refuse('step.order', '还没有送达的记入决定');
  const open = s.asked.find((a) => !a.answer);
  if (open) return refuse('conflict.duplicate', `${open.on} 的申请还没有答复`, { allowed: ['先答复'] });
  if (p.on < s.served.on || p.on > c.today) return refuse('date.order', `申请日期应在 ${s.served.on} 至今天之间`);
  if (p.kind === 'objection' && p.on > s.served.until) return refuse('date.order', `异议须在 ${s.served.until} 前提出`, { policy: c.policy, source: c.law.source, allowed: ['申请信用修复', '发现记录有错的，由县级主动更正'] });
  const earliest = plusMonths(s.from, c.law.repairMonths);
  if (p.kind === 'repair' && p.on < earliest) return refuse('clock.early', `记入满 ${c.law.repairMonths} 个月（${earliest}）后才能申请信用修复`, { policy: c.policy, source: c.law.source });
  return [{ kind: 'dishonestyAsked', body: { ...p, due: c.calendar.addWorkingDays(c.today, c.law.answerDays).date } }];
}

function answer(s: Dishonesty, p: DishonestyPayloads['answer'], c: DishonestyContext, actor: MatterActor): Say {
  const open = s.asked.find((a) => !a.answer);
  if (!open) return refuse('step.absent', '没有待答复的申请');
  if (open.kind === 'repair' && p.outcome === 'remove' && c.owes) return refuse('step.order', '应当退还的救助金还没有退清，不能信用修复', { missing: ['退清多领的救助金'] });
  const { collective, ...body } = p;
  if (collective) {
    const together = decidedTogether(s, open, collective, c);
    return 'refused' in together ? together : [{ kind: 'dishonestyAnswered', body: { ...body, collective: together } }];
  }
  // Nobody judges the objection to their own decision.
  if (open.kind === 'objection' && s.decision?.by === actor.user) return refuse('person.same', '作出记入决定的人不得答复对它的异议', { policy: c.policy, source: c.law.together.source, allowed: ['由另一名县级负责人答复', `提交 ${c.law.together.least} 人以上集体研究，登记参加人员并附会议记录`] });
  return [{ kind: 'dishonestyAnswered', body }];
}

function decidedTogether(s: Dishonesty, open: Asked, p: NonNullable<DishonestyPayloads['answer']['collective']>, c: DishonestyContext): Together | Refusal {
  if (p.on < open.on || p.on > c.today) return refuse('date.order', `集体研究的日期应在 ${open.on} 至今天之间`);
  const who = [...new Set(p.who)];
  if (who.some((id) => c.people?.has(id) !== true)) return refuse('notfound', '参加人员中有人不是本县在岗的县级人员');
  const others = who.filter((id) => id !== s.decision?.by).length;
  const { least, source } = c.law.together;
  if (others < least) return refuse('meeting.quorum', `集体研究须有作出决定的人以外的 ${least} 人以上参加`, { policy: c.policy, source, missing: [`再加 ${least - others} 人`] });
  return { on: p.on, persons: who.map((account) => ({ account, name: c.people?.get(account) ?? '' })), minutes: p.minutes };
}

function decide(s: Dishonesty | undefined, command: CommandOf<DishonestyPayloads>, c: DishonestyContext, actor: MatterActor): Say {
  if (command.name === 'propose') return s ? refuse('step.done', '已经提出') : propose(command.payload, c);
  if (!s) throw new RangeError('an entry begins with its proposal');
  if (s.withdrawn) return refuse('case.closed', '提议已撤回');
  if (s.removed) return refuse('case.closed', '记录已移出');
  if (s.decision?.outcome === 'dismiss' && s.served) return refuse('case.closed', '已决定不予记入');
  switch (command.name) {
    case 'notify':
      return s.noticed ? refuse('step.done', '告知书已经发出') : [{ kind: 'dishonestyNoticed', body: { evidence: command.payload.evidence } }];
    case 'serve':
      return serve(s, command.payload, c);
    case 'hear':
      return hear(s, command.payload, c);
    case 'decide':
      return settle(s, command.payload, c, actor);
    case 'ask':
      return ask(s, command.payload, c);
    case 'answer':
      return answer(s, command.payload, c, actor);
    case 'correct':
      return s.decision ? [{ kind: 'dishonestyCorrected', body: command.payload }] : refuse('step.order', '还没有作出决定', { allowed: ['撤回提议'] });
    case 'withdraw':
      return s.decision ? refuse('step.done', '已经作出决定，不能撤回提议', { allowed: ['更正'] }) : [{ kind: 'dishonestyWithdrawn', body: command.payload }];
    case 'end':
      return s.term !== undefined && s.term <= c.today ? [{ kind: 'dishonestyEnded', body: { term: s.term } }] : refuse('clock.early', '记录的期限还没有满');
  }
}

const dayOf = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

function evolve(before: Dishonesty | undefined, act: ActOf<DishonestyBodies>, id: string): Dishonesty {
  const on = dayOf(act.at);
  if (act.kind === 'dishonestyProposed') {
    const { capacity: _, ...b } = act.body;
    return { ...b, id, proposedBy: act.actor.user, proposedOn: on, evidence: [], asked: [] };
  }
  if (!before) throw new RangeError('an entry begins with its proposal');
  const s = before;
  switch (act.kind) {
    case 'dishonestyNoticed':
      return { ...s, evidence: act.body.evidence, noticed: on };
    case 'dishonestyServed': {
      const { on: day, by, until, term, files } = act.body;
      return act.body.paper === 'notice' ? { ...s, noticeServed: { on: day, by, until, files } } : { ...s, served: { on: day, by, until, files }, ...(term === undefined ? {} : { from: day, term }) };
    }
    case 'dishonestyHeard':
      return { ...s, heard: { on: act.body.on, declined: act.body.declined, text: act.body.text } };
    case 'dishonestyDecided':
      return { ...s, decision: { ...act.body, by: act.actor.user, on } };
    case 'dishonestyAsked': {
      const { kind, on: day, text, due } = act.body;
      return { ...s, asked: [...s.asked, { kind, on: day, text, due }] };
    }
    case 'dishonestyAnswered': {
      const { outcome, reason, collective } = act.body;
      const open = s.asked.find((a) => !a.answer);
      return { ...s, asked: s.asked.map((a) => (a.answer ? a : { ...a, answer: { outcome, reason, on, ...(collective ? { collective } : {}) } })), ...(outcome === 'remove' && open ? { removed: { on, why: open.kind, reason } } : {}) };
    }
    case 'dishonestyCorrected':
      return { ...s, removed: { on, why: 'corrected', reason: act.body.reason } };
    case 'dishonestyEnded':
      return { ...s, removed: { on: act.body.term, why: 'ended', reason: '期满' } };
    case 'dishonestyWithdrawn':
      return { ...s, withdrawn: { on, reason: act.body.reason } };
  }
}

export const REMOVED_BY = { objection: '异议成立移出', repair: '信用修复移出', corrected: '更正移出', ended: '期满移出' } as const;

function head(s: Dishonesty): MatterHead {
  const h = { title: s.label, unit: s.unit, shown: true, aboutCase: s.case, waits: 'county' as const };
  if (s.withdrawn) return { ...h, status: 'withdrawn', statusText: '提议已撤回', waits: null, closedOn: s.withdrawn.on };
  if (s.removed) return { ...h, status: 'removed', statusText: REMOVED_BY[s.removed.why], waits: null, closedOn: s.removed.on };
  const open = s.asked.find((a) => !a.answer);
  if (open) return { ...h, status: 'asked', statusText: open.kind === 'objection' ? '异议待答复' : '信用修复待答复', next: '审查并书面答复', dueOn: open.due };
  if (s.decision && !s.served) return { ...h, status: 'decided', statusText: s.decision.outcome === 'enter' ? '已决定记入，待送达' : '已决定不予记入，待送达', next: '把决定书送达本人' };
  if (s.decision?.outcome === 'dismiss') return { ...h, status: 'dismissed', statusText: '不予记入', waits: null, closedOn: s.decision.on };
  if (s.term !== undefined) return { ...h, status: 'entered', statusText: '已记入', waits: null, next: `${s.term} 期满移出` };
  if (s.heard || s.noticeServed) return { ...h, status: 'served', statusText: s.heard ? '已听取陈述，待决定' : '已告知，待陈述', next: s.heard ? '负责人作出决定' : '登记本人的陈述、申辩；期满没有陈述的，由负责人决定', ...(s.heard || !s.noticeServed ? {} : { dueOn: s.noticeServed.until }) };
  if (s.noticed) return { ...h, status: 'noticed', statusText: '告知书待送达', next: '把告知书送达本人' };
  return { ...h, status: 'proposed', statusText: '已提议', next: '上传证据，发出告知书' };
}

/**
 * 失信记录: proposed with grounds, put to the person with the proofs, heard, decided by the leader, told, and over at its term; open
 * to objection, repair and correction. Minors and persons without full capacity never enter. Its effect is to be told at the
 * counter, never a refusal of help [XX-68, XX-70, XX-71, XX-72].
 */
export const dishonestyTopic: MatterTopic<Dishonesty, DishonestyBodies, DishonestyPayloads, DishonestyContext> = {
  id: 'dishonesty',
  labels: {
    dishonestyProposed: '提议记入', dishonestyNoticed: '发出告知书', dishonestyServed: '登记送达', dishonestyHeard: '登记陈述、申辩', dishonestyDecided: '作出决定', dishonestyAsked: '收到异议或者信用修复申请',
    dishonestyAnswered: '答复申请', dishonestyCorrected: '更正移出', dishonestyWithdrawn: '撤回提议', dishonestyEnded: '期满移出',
  },
  decide, evolve, head,
};
