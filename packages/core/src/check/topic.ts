import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { accountOf, atHome, pointsFor, type Checker, type CheckPoint } from './model.ts';
import type { CheckPayloads, Found } from './payloads.ts';
import { difference, differenceText, sameSum, type FoundSum } from './recompute.ts';
import type { About, CheckBodies, CheckFinding, CheckState, Entry } from './state.ts';

/** What a command needs besides the common context. */
export interface CheckContext extends MatterContext {
  /** For `open` and `drawn`: the case, and what was decided of it. */
  readonly about?: About | undefined;
  /** For `open`, `replace` and whatever finds a sum: whether an account may not check the case. */
  readonly barred?: ((account: string) => boolean) | undefined;
  /** For `recompute` and `third`: the sum by the law of the decision. */
  readonly compute?: ((found: Found) => FoundSum | Refusal) | undefined;
  /** For `conclude`: a new id for each finding. */
  readonly newId?: (() => string) | undefined;
}
type Judged = readonly Happening<CheckBodies>[] | Refusal;

const known = (s: CheckState | undefined): CheckState => {
  if (!s) throw new RangeError('a check begins with its opening');
  return s;
};

/** The place of whoever acts in the pair. */
export const placeOf = (s: Pick<CheckState, 'pair'>, user: string): 0 | 1 | undefined => (accountOf(s.pair[0]) === user ? 0 : accountOf(s.pair[1]) === user ? 1 : undefined);
const NOT_YOURS = refuse('rights.denied', '只有这件核查的两名核查人员可以办理', { allowed: ['由核查人员办理', '由县级负责人更换核查人员'] });

/** Whether both of the pair have found a sum, and whether the two are one. */
export function agreement(s: Pick<CheckState, 'entries' | 'third'>): { readonly both: boolean; readonly same: boolean; readonly stands: FoundSum | undefined } {
  const [one, two] = s.entries;
  const same = one !== null && two !== null && sameSum(one.sum, two.sum);
  return { both: one !== null && two !== null, same, stands: s.third?.sum ?? (same ? one.sum : undefined) };
}

function open(p: CheckPayloads['open'], c: CheckContext): Judged {
  if (!c.about || !c.barred) throw new Error('a check needs its case');
  if (new Set(p.checkers).size < 2) return refuse('person.same', '核查须由两人办理', { missing: ['另一名核查人员'] });
  if (p.checkers.some(c.barred)) return refuse('person.related', '核查人员办理过此案，或者与申请家庭、经办人有近亲属关系', { allowed: ['另定核查人员'] });
  if (p.due < c.today) return refuse('date.order', '完成日期已过');
  return [{ kind: 'checkOpened', body: { part: 'alone', cause: p.cause, ground: p.ground, about: c.about, checkers: p.checkers, due: p.due, home: p.home } }];
}

function replace(s: CheckState, p: CheckPayloads['replace'], c: CheckContext): Judged {
  const other = s.pair[p.place === 0 ? 1 : 0];
  if (s.entries[p.place]) return refuse('step.done', '这名核查人员已经登记了查到的情况，不能再换人', { allowed: ['结果有疑问的，由县级负责人另行查核'] });
  if ('account' in p.by) {
    if (accountOf(other) === p.by.account) return refuse('person.same', '核查须由两人办理，不能由一人占两个位置');
    // Whoever entered the other's form for them has seen what was found.
    if (s.entries[p.place === 0 ? 1 : 0]?.by === p.by.account) return refuse('person.same', '此人录入了另一名核查人员的表，已经知道查到的情况', { allowed: ['另定核查人员'] });
    if (c.barred?.(p.by.account)) return refuse('person.related', '此人办理过此案，或者与申请家庭、经办人有近亲属关系', { allowed: ['另定核查人员', '委托第三方'] });
  } else if (other && 'name' in other) return refuse('person.same', '两名核查人员中须有一名本局人员', { allowed: ['另一名由本局人员担任'] });
  return [{ kind: 'checkerReplaced', body: p }];
}

function visit(s: CheckState, p: CheckPayloads['visit'], c: CheckContext, actor: MatterActor): Judged {
  if (placeOf(s, actor.user) === undefined) return NOT_YOURS;
  const home = atHome(p.means);
  if (s.home && !home && !s.visits.some((v) => atHome(v.means))) {
    const source = s.homeKey === undefined ? undefined : c.policy.find(s.homeKey, { on: c.today })?.source;
    return refuse('investigation.persons', '这件核查须入户，不能只用电话或者查档', { policy: c.policy, source, missing: ['入户'], allowed: ['先入户核查并登记', '入户之后再登记电话访问'] });
  }
  if (p.at.slice(0, 10) > c.today) return refuse('date.order', '核查时间还没有到');
  if (!home) return [{ kind: 'checkVisited', body: p }];
  const least = c.policy.find<number>('check.photos', { on: c.today });
  if (least && p.photos.length < least.value) return refuse('notice.proof', `入户须有 ${least.value} 张以上照片`, { policy: c.policy, source: least.source, missing: ['入户照片'] });
  if (p.met.length === 0 && !p.unsigned) return refuse('input.invalid', '入户没有见到人的，须写明原因和见证人', { missing: ['见到的家庭成员', '原因和见证人'] });
  if (!p.signed && !p.unsigned) return refuse('investigation.signature', '入户须由家庭成员签字；不签字的写明原因并由见证人证明', { missing: ['签字人', '原因和见证人'] });
  return [{ kind: 'checkVisited', body: p }];
}

const pointsOf = (s: CheckState, c: MatterContext): CheckPoint[] => pointsFor(c.policy.find<{ points: CheckPoint[] }>('check.points', { on: c.today })?.value.points ?? [], s.about.programme, s.about.stated.outcome);

function form(s: CheckState, p: CheckPayloads['form'], c: CheckContext, actor: MatterActor): Judged {
  if (placeOf(s, actor.user) === undefined) return NOT_YOURS;
  const points = new Map(pointsOf(s, c).map((x) => [x.id, x]));
  const strange = p.answers.find((a) => !points.has(a.point));
  if (strange) return refuse('input.invalid', `核查表没有 ${strange.point} 这一项`);
  const given = new Map(p.answers.map((a) => [a.point, a]));
  const left = [...points.values()].filter((x) => !given.has(x.id));
  if (left.length > 0) return refuse('input.invalid', '核查表须逐项作答', { missing: left.map((x) => x.text) });
  const bare = p.answers.find((a) => a.answer === 'no' && !a.words);
  return bare ? refuse('reason.missing', '答“否”的须写明情况', { missing: [points.get(bare.point)?.text ?? bare.point] }) : [{ kind: 'checkAnswered', body: p }];
}

function recompute(s: CheckState, p: CheckPayloads['recompute'], c: CheckContext, actor: MatterActor): Judged {
  const own = placeOf(s, actor.user);
  // Whoever enters for somebody from outside must not be the other of the pair: the two would not be blind to each other.
  if (p.behalf && own !== undefined) return refuse('person.same', '第三方人员的表须由核查人员以外的人录入，以免两人互相看到', { allowed: ['由本局其他人员录入'] });
  const place = p.behalf ? s.pair.findIndex((x) => x !== null && 'name' in x) : own;
  if (place === undefined || place < 0) return NOT_YOURS;
  if (s.entries[place]) return refuse('step.done', '已经登记过查到的情况，不能再改', { allowed: ['两人不一致的，由县级负责人另行查核'] });
  const sum = c.compute?.(p.found);
  if (!sum) throw new Error('a recomputation needs the facts of the case');
  return 'refused' in sum ? sum : [{ kind: 'checkRecomputed', body: { place, found: p.found, sum, files: p.behalf?.files ?? [] } }];
}

function third(s: CheckState, p: CheckPayloads['third'], c: CheckContext, actor: MatterActor): Judged {
  const a = agreement(s);
  if (!a.both) return refuse('step.order', '两名核查人员还没有都登记查到的情况');
  if (a.same || s.third) return refuse('step.done', a.same ? '两人结果一致，不需要第三人查核' : '已经由第三人查核');
  if (placeOf(s, actor.user) !== undefined) return refuse('person.same', '第三人不能是原来的两名核查人员');
  if (c.barred?.(actor.user)) return refuse('person.related', '第三人办理过此案，或者与申请家庭、经办人有近亲属关系', { allowed: ['由其他县级负责人查核', '终止核查并写明理由'] });
  const sum = c.compute?.(p.found);
  if (!sum) throw new Error('a recomputation needs the facts of the case');
  return 'refused' in sum ? sum : [{ kind: 'checkThirdFound', body: { found: p.found, sum, text: p.text } }];
}

/** What is left to do before a conclusion, in order. */
export function leftToDo(s: CheckState, points: readonly CheckPoint[]): string[] {
  const a = agreement(s);
  return [
    ...(s.pair.includes(null) ? ['补定核查人员'] : []),
    ...(s.visits.length === 0 || (s.home && !s.visits.some((v) => atHome(v.means))) ? [s.home ? '入户核查' : '登记核查方式和经过'] : []),
    ...(points.some((x) => !s.answers.some((y) => y.point === x.id)) ? ['填写核查表'] : []),
    ...(!a.both ? ['两人分别登记查到的家庭情况'] : a.stands === undefined ? ['第三人查核'] : []),
  ];
}

function conclude(s: CheckState, p: CheckPayloads['conclude'], c: CheckContext, actor: MatterActor): Judged {
  if (placeOf(s, actor.user) === undefined) return NOT_YOURS;
  const points = pointsOf(s, c);
  const left = leftToDo(s, points);
  const { stands } = agreement(s);
  if (left.length > 0 || !stands) return refuse('step.order', '核查还没有做完', { missing: left });
  const no = s.answers.filter((a) => a.answer === 'no' && !p.findings.some((f) => f.point === a.point));
  if (no.length > 0) return refuse('input.invalid', '答“否”的每一项都须列为问题', { missing: no.map((a) => points.find((x) => x.id === a.point)?.text ?? a.point) });
  const d = difference(s.about.stated, stands);
  const wrong = p.findings.filter((f) => f.wrong !== undefined);
  if (wrong.length > 1 || wrong.some((f) => f.wrong !== d?.wrong)) return refuse('opinion.amount', `复算结果：${differenceText(s.about.stated, stands)}；认定的差错与此不符`);
  if (d && wrong.length === 0 && !p.explained) return refuse('reason.missing', `复算结果：${differenceText(s.about.stated, stands)}，须列为问题，或者写明为什么不是作决定时的差错`, { missing: ['差错的认定', '不是差错的理由'] });
  if (!c.newId) throw new Error('findings need ids');
  const { newId } = c;
  const findings = p.findings.map((f): CheckFinding => ({ id: newId(), aspect: f.aspect, failing: f.failing, point: f.point ?? null, wrong: f.wrong ?? null, fen: f.wrong ? (d?.fen ?? 0) : 0, severity: f.severity, text: f.text }));
  return [{ kind: 'checkConcluded', body: { findings, explained: p.explained, text: p.text } }];
}

/** Why a finding cannot be handed to rectification now. */
export function whyNotRaise(s: CheckState, finding: string): Refusal | undefined {
  const f = s.findings.find((x) => x.id === finding);
  if (!f) return refuse('notfound', '没有这个问题，或者核查还没有结论');
  return f.raised ? refuse('step.done', `已经移交整改（${f.raised.number}）`) : undefined;
}

function settle(s: CheckState, p: CheckPayloads['settle']): Judged {
  const f = s.findings.find((x) => x.id === p.finding);
  if (!f || f.raised?.rectification !== p.rectification) return refuse('notfound', '整改不是由这个问题而来');
  return f.settledOn ? refuse('step.done', '这个问题已经销号') : [{ kind: 'findingSettled', body: p }];
}

function decide(before: CheckState | undefined, command: CommandOf<CheckPayloads>, c: CheckContext, actor: MatterActor): Judged {
  if (command.name === 'open') return open(command.payload, c);
  if (command.name === 'drawn') {
    const { case: _, basis: __, ...p } = command.payload;
    return c.about ? [{ kind: 'checkOpened', body: { ...p, about: c.about } }] : refuse('notfound', '没有这个案件');
  }
  const s = known(before);
  if (s.givenUp) return refuse('case.closed', '这件核查已经终止');
  if (command.name === 'raise') return whyNotRaise(s, command.payload.finding) ?? [{ kind: 'findingRaised', body: command.payload }];
  if (command.name === 'settle') return settle(s, command.payload);
  if (s.concluded) return refuse('step.done', '核查已有结论', { allowed: ['对问题移交整改'] });
  switch (command.name) {
    case 'replace':
      return replace(s, command.payload, c);
    case 'visit':
      return visit(s, command.payload, c, actor);
    case 'form':
      return form(s, command.payload, c, actor);
    case 'recompute':
      return recompute(s, command.payload, c, actor);
    case 'third':
      return third(s, command.payload, c, actor);
    case 'conclude':
      return conclude(s, command.payload, c, actor);
    case 'giveUp':
      // What both have found, or the third, is not put away: it is concluded.
      return agreement(s).stands ? refuse('step.done', '查到的情况已经定了，不能终止', { allowed: ['由核查人员作出结论'] }) : [{ kind: 'checkGivenUp', body: command.payload }];
  }
}

const shanghaiDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
const at2 = <T>(pair: readonly [T, T], place: number, value: T): readonly [T, T] => (place === 0 ? [value, pair[1]] : [pair[0], value]);

function evolve(before: CheckState | undefined, act: ActOf<CheckBodies>, id: string): CheckState {
  const on = shanghaiDay(act.at);
  const by = act.actor.user;
  if (act.kind === 'checkOpened') {
    const { checkers, ...b } = act.body;
    const pair = [0, 1].map((i): Checker | null => (checkers[i] === undefined ? null : { account: checkers[i] }));
    return { id, ...b, pair: [pair[0] ?? null, pair[1] ?? null], visits: [], answers: [], entries: [null, null], findings: [] };
  }
  const s = known(before);
  switch (act.kind) {
    case 'checkerReplaced':
      return { ...s, pair: at2<Checker | null>(s.pair, act.body.place, act.body.by) };
    case 'checkVisited':
      return { ...s, visits: [...s.visits, { ...act.body, by }] };
    case 'checkAnswered':
      return { ...s, answers: act.body.answers };
    case 'checkRecomputed': {
      const { place, ...b } = act.body;
      return { ...s, entries: at2<Entry | null>(s.entries, place, { ...b, by, on }) };
    }
    case 'checkThirdFound':
      return { ...s, third: { ...act.body, files: [], by, on } };
    case 'checkConcluded':
      return { ...s, concluded: { on, by, explained: act.body.explained, text: act.body.text }, findings: act.body.findings };
    case 'findingRaised':
      return { ...s, findings: s.findings.map((f) => (f.id === act.body.finding ? { ...f, raised: { rectification: act.body.rectification, number: act.body.number, on } } : f)) };
    case 'findingSettled':
      return { ...s, findings: s.findings.map((f) => (f.id === act.body.finding ? { ...f, settledOn: on } : f)) };
    case 'checkGivenUp':
      return { ...s, givenUp: { on, reason: act.body.reason } };
  }
}

function head(s: CheckState): MatterHead {
  const common = { title: `核查 ${s.about.number}`, unit: s.about.unit, aboutCase: s.about.case, origin: s.draw, shown: false, waits: 'county' as const };
  if (s.givenUp) return { ...common, status: 'givenUp', statusText: '未能核查', waits: null, closedOn: s.givenUp.on };
  if (s.concluded) {
    // Shown to the unit from its conclusion on: before, nobody there knows who is checked.
    const seen = { ...common, shown: true };
    if (s.findings.length === 0) return { ...seen, status: 'clean', statusText: '未发现问题', waits: null, closedOn: s.concluded.on };
    const last = s.findings.map((f) => f.settledOn ?? '').sort().at(-1);
    if (last && s.findings.every((f) => f.settledOn)) return { ...seen, status: 'settled', statusText: '问题已整改', waits: null, closedOn: last };
    const raise = s.findings.filter((f) => !f.raised).length;
    return raise > 0 ? { ...seen, status: 'findings', statusText: `发现问题 ${s.findings.length} 项`, next: `移交整改（还有 ${raise} 项）` } : { ...seen, status: 'rectifying', statusText: '问题整改中', waits: 'unit', next: '整改办结后自动销号' };
  }
  const a = agreement(s);
  if (s.pair.includes(null)) return { ...common, status: 'unpaired', statusText: '缺核查人员', next: '县级负责人补定核查人员', dueOn: s.due };
  if (a.both && a.stands === undefined) return { ...common, status: 'third', statusText: '两人结果不一致', next: '县级负责人另行查核', dueOn: s.due };
  return { ...common, status: 'open', statusText: '核查中', next: s.visits.length === 0 ? (s.home ? '入户核查' : '核查') : !a.both ? '两人分别登记查到的情况' : '作出结论', dueOn: s.due };
}

/** 核查: a pair looks, each finds the sum without seeing the other's or the one decided, then it is compared [HQ-192, BQ-07, BQ-11, BQ-24]. */
export const checkTopic: MatterTopic<CheckState, CheckBodies, CheckPayloads, CheckContext> = {
  id: 'check',
  labels: {
    checkOpened: '开展核查', checkerReplaced: '更换核查人员', checkVisited: '登记核查经过', checkAnswered: '填写核查表', checkRecomputed: '登记查到的情况', checkThirdFound: '第三人查核', checkConcluded: '作出核查结论',
    findingRaised: '移交整改', findingSettled: '问题销号', checkGivenUp: '终止核查',
  },
  decide, evolve, head,
};
