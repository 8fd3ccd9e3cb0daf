import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { accountOf, atHome, pointsFor, type Checker, type CheckPoint } from './model.ts';
import type { CheckPayloads, Found } from './payloads.ts';
import { difference, differenceText, sameSum, type FoundSum } from './recompute.ts';
import type { About, CheckBodies, CheckFinding, CheckState, Entry, Signature } from './state.ts';

/** What a command needs besides the common context. */
export interface CheckContext extends MatterContext {
  /** For `open` and `drawn`: the case, and what was decided of it. */
  readonly about?: About | undefined;
  /** Whether an account may not check the case: of its household, near relative of it or of somebody who handled it, or a handler. Judged at every act, not only when the pair is named. */
  readonly barred?: ((account: string) => boolean) | undefined;
  /** For `recompute` and `third`: the sum by the law of the decision. */
  readonly compute?: ((found: Found) => FoundSum | Refusal) | undefined;
  /** For `recompute`: when whoever finds opened the case file before, if they did. */
  readonly opened?: string | null | undefined;
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
const BARRED = refuse('person.related', '您办理过此案，或者与申请家庭、经办人有近亲属关系，应当回避', { allowed: ['由县级负责人更换核查人员'] });

/** Why whoever acts may not act as one of the pair: is none of it, or must keep away. */
function notOne(s: CheckState, c: CheckContext, actor: MatterActor): Refusal | undefined {
  if (placeOf(s, actor.user) === undefined) return NOT_YOURS;
  return c.barred?.(actor.user) ? BARRED : undefined;
}
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
  const before = accountOf(s.pair[p.place]);
  // What somebody found who turns out to be related does not stand: that one is replaced, and it is found anew.
  if (s.entries[p.place] && !(before !== undefined && c.barred?.(before))) return refuse('step.done', '这名核查人员已经登记了查到的情况，不能再换人', { allowed: ['结果有疑问的，由县级负责人另行查核'] });
  if ('account' in p.by) {
    if (accountOf(other) === p.by.account) return refuse('person.same', '核查须由两人办理，不能由一人占两个位置');
    // Whoever entered the other's form for them has seen what was found.
    if (s.entries[p.place === 0 ? 1 : 0]?.by === p.by.account) return refuse('person.same', '此人录入了另一名核查人员的表，已经知道查到的情况', { allowed: ['另定核查人员'] });
    if (c.barred?.(p.by.account)) return refuse('person.related', '此人办理过此案，或者与申请家庭、经办人有近亲属关系', { allowed: ['另定核查人员', '委托第三方'] });
  } else if (other && 'name' in other) return refuse('person.same', '两名核查人员中须有一名本局人员', { allowed: ['另一名由本局人员担任'] });
  return [{ kind: 'checkerReplaced', body: p }];
}

function visit(s: CheckState, p: CheckPayloads['visit'], c: CheckContext, actor: MatterActor): Judged {
  const no = notOne(s, c, actor);
  if (no) return no;
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
  const place = placeOf(s, actor.user);
  const no = notOne(s, c, actor);
  if (no || place === undefined) return no ?? NOT_YOURS;
  const stands = s.sheet?.version ?? 0;
  if (p.base !== stands) return refuse('conflict.version', `核查表已有第 ${stands} 稿，您看到的是${p.base === 0 ? '没有填写的' : `第 ${p.base} 稿`}`, { allowed: ['刷新后会签、提出意见，或者在新稿上修改'] });
  const points = new Map(pointsOf(s, c).map((x) => [x.id, x]));
  const strange = p.answers.find((a) => !points.has(a.point));
  if (strange) return refuse('input.invalid', `核查表没有 ${strange.point} 这一项`);
  const given = new Map(p.answers.map((a) => [a.point, a]));
  const left = [...points.values()].filter((x) => !given.has(x.id));
  if (left.length > 0) return refuse('input.invalid', '核查表须逐项作答', { missing: left.map((x) => x.text) });
  const bare = p.answers.find((a) => a.answer === 'no' && !a.words);
  return bare ? refuse('reason.missing', '答“否”的须写明情况', { missing: [points.get(bare.point)?.text ?? bare.point] }) : [{ kind: 'checkAnswered', body: { answers: p.answers, version: stands + 1, place } }];
}

/** Whose place under the form somebody signs or objects at: the own one, or with a paper signed by hand that of the one from outside. */
function placeToSign(s: CheckState, p: CheckPayloads['countersign'], c: CheckContext, actor: MatterActor): number | Refusal {
  const { sheet } = s;
  if (!sheet) return refuse('step.order', '还没有填写核查表', { allowed: ['由核查人员填写'] });
  if (p.version !== sheet.version) return refuse('conflict.version', `核查表已有第 ${sheet.version} 稿，您看到的是第 ${p.version} 稿`, { allowed: ['刷新后再办'] });
  if (c.barred?.(actor.user)) return BARRED;
  const outside = s.pair.findIndex((x) => x !== null && 'name' in x);
  if (p.paper && outside < 0) return refuse('input.invalid', '两名核查人员都有账号，各自登录签字，不收纸质签字');
  const place = p.paper ? outside : placeOf(s, actor.user);
  if (place === undefined) return outside >= 0 ? refuse('rights.denied', '第三方人员在纸质核查表上签字，须上传扫描件', { missing: ['签字核查表扫描件'] }) : NOT_YOURS;
  return sheet.signatures[place] ? refuse('step.done', '已经在这一稿上签字', { allowed: outside >= 0 && !p.paper ? ['第三方人员签字的，上传扫描件'] : ['由另一名核查人员会签', '另填一稿'] }) : place;
}

function countersign(s: CheckState, p: CheckPayloads['countersign'], c: CheckContext, actor: MatterActor): Judged {
  const place = placeToSign(s, p, c, actor);
  return typeof place === 'number' ? [{ kind: 'checkCountersigned', body: { version: p.version, place, paper: p.paper ?? [] } }] : place;
}

function object(s: CheckState, p: CheckPayloads['object'], c: CheckContext, actor: MatterActor): Judged {
  const place = placeToSign(s, p, c, actor);
  return typeof place === 'number' ? [{ kind: 'checkObjected', body: { version: p.version, place, text: p.text, paper: p.paper ?? [] } }] : place;
}

function recompute(s: CheckState, p: CheckPayloads['recompute'], c: CheckContext, actor: MatterActor): Judged {
  const own = placeOf(s, actor.user);
  // Whoever enters for somebody from outside must not be the other of the pair: the two would not be blind to each other.
  if (p.behalf && own !== undefined) return refuse('person.same', '第三方人员的表须由核查人员以外的人录入，以免两人互相看到', { allowed: ['由本局其他人员录入'] });
  const place = p.behalf ? s.pair.findIndex((x) => x !== null && 'name' in x) : own;
  if (place === undefined || place < 0) return NOT_YOURS;
  if (c.barred?.(actor.user)) return BARRED;
  if (s.entries[place]) return refuse('step.done', '已经登记过查到的情况，不能再改', { allowed: ['两人不一致的，由县级负责人另行查核'] });
  const sum = c.compute?.(p.found);
  if (!sum) throw new Error('a recomputation needs the facts of the case');
  return 'refused' in sum ? sum : [{ kind: 'checkRecomputed', body: { place, found: p.found, sum, files: p.behalf?.files ?? [], opened: c.opened ?? null } }];
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

/** Whether the form as it stands bears both signatures. */
export const signedByBoth = (s: Pick<CheckState, 'sheet'>): boolean => s.sheet !== undefined && s.sheet.objection === undefined && s.sheet.signatures.every((x) => x !== null);

/** What is left to do before a conclusion, in order. `barred`: accounts that may not check this case. */
export function leftToDo(s: CheckState, points: readonly CheckPoint[], barred: (account: string) => boolean = () => false): string[] {
  const a = agreement(s);
  const unfilled = points.some((x) => !s.answers.some((y) => y.point === x.id));
  return [
    ...(s.pair.some((x) => { const account = accountOf(x); return account !== undefined && barred(account); }) ? ['更换应当回避的核查人员'] : []),
    ...(s.pair.includes(null) ? ['补定核查人员'] : []),
    ...(s.visits.length === 0 || (s.home && !s.visits.some((v) => atHome(v.means))) ? [s.home ? '入户核查' : '登记核查方式和经过'] : []),
    ...(unfilled || !s.sheet ? ['填写核查表'] : s.sheet.objection ? ['另一名核查人员对核查表有意见：修改后两人重新签字'] : signedByBoth(s) ? [] : ['另一名核查人员在核查表上会签']),
    ...(!a.both ? ['两人分别登记查到的家庭情况'] : a.stands === undefined ? ['第三人查核'] : []),
  ];
}

function conclude(s: CheckState, p: CheckPayloads['conclude'], c: CheckContext, actor: MatterActor): Judged {
  const barred = notOne(s, c, actor);
  if (barred) return barred;
  const points = pointsOf(s, c);
  const left = leftToDo(s, points, c.barred);
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
    if (p.checkers.some((a) => c.barred?.(a))) return refuse('person.related', '核查人员办理过此案，或者与申请家庭、经办人有近亲属关系', { allowed: ['另定核查人员'] });
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
    case 'countersign':
      return countersign(s, command.payload, c, actor);
    case 'object':
      return object(s, command.payload, c, actor);
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
    case 'checkerReplaced': {
      const { place, by: next } = act.body;
      const dropped = s.entries[place === 0 ? 0 : 1] !== null;
      const sheet = s.sheet && { ...s.sheet, signatures: at2<Signature | null>(s.sheet.signatures, place, null), objection: s.sheet.objection?.place === place ? undefined : s.sheet.objection };
      return { ...s, pair: at2<Checker | null>(s.pair, place, next), ...(sheet ? { sheet } : {}), ...(dropped ? { entries: at2<Entry | null>(s.entries, place, null), third: undefined } : {}) };
    }
    case 'checkVisited':
      return { ...s, visits: [...s.visits, { ...act.body, by }] };
    case 'checkAnswered': {
      const { answers, version, place } = act.body;
      // Filled before forms were signed by both: it is filled again.
      if (version === undefined || place === undefined) return { ...s, answers };
      return { ...s, answers, sheet: { version, by, on, signatures: at2<Signature | null>([null, null], place, { by, on, paper: [] }) } };
    }
    case 'checkCountersigned':
      return s.sheet ? { ...s, sheet: { ...s.sheet, signatures: at2<Signature | null>(s.sheet.signatures, act.body.place, { by, on, paper: act.body.paper }), objection: undefined } } : s;
    case 'checkObjected': {
      const { place, text, paper } = act.body;
      return s.sheet ? { ...s, sheet: { ...s.sheet, objection: { place, text, by, on, paper } } } : s;
    }
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

/** What a running check waits for. */
function nextOf(s: CheckState, both: boolean): string {
  if (s.visits.length === 0) return s.home ? '入户核查' : '核查';
  if (!both) return '两人分别登记查到的情况';
  if (!s.sheet) return '填写核查表';
  if (s.sheet.objection) return '修改核查表，两人重新签字';
  return signedByBoth(s) ? '作出结论' : '另一名核查人员会签核查表';
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
  return { ...common, status: 'open', statusText: '核查中', next: nextOf(s, a.both), dueOn: s.due };
}

/** 核查: a pair looks, each finds the sum without seeing the other's or the one decided, then it is compared [HQ-192, BQ-07, BQ-11, BQ-24]. */
export const checkTopic: MatterTopic<CheckState, CheckBodies, CheckPayloads, CheckContext> = {
  id: 'check',
  labels: {
    checkOpened: '开展核查', checkerReplaced: '更换核查人员', checkVisited: '登记核查经过', checkAnswered: '填写核查表', checkCountersigned: '会签核查表', checkObjected: '对核查表提出意见', checkRecomputed: '登记查到的情况', checkThirdFound: '第三人查核', checkConcluded: '作出核查结论',
    findingRaised: '移交整改', findingSettled: '问题销号', checkGivenUp: '终止核查',
  },
  decide, evolve, head,
};
