import type { Happening, MatterActor, MatterHead } from '../matter/model.ts';
import { isRefusal, refuse, type Refusal } from '../refusal/refusal.ts';
import { term, type About, type ComplaintBodies, type ComplaintContext, type PetitionState } from './model.ts';
import type { ComplaintPayloads } from './payloads.ts';
import { CHANNEL_LABELS, KIND_LABELS, SUBJECT_LABELS, TELLING, type ComplaintKind } from './words.ts';

type Acts = readonly Happening<ComplaintBodies>[] | Refusal;
type Payload<N extends keyof ComplaintPayloads> = ComplaintPayloads[N];

export const isCounty = (a: MatterActor): boolean => a.post === 'countyHandler' || a.post === 'countyLeader';
const LISTEN: ReadonlySet<ComplaintKind> = new Set<ComplaintKind>(['enquiry', 'help', 'suggestion']);
/** Kinds that claim that somebody was wronged: what the rules on petitions and on secrecy are for. */
const grave = (kind: ComplaintKind): boolean => !LISTEN.has(kind);

/** What is about an office or its people is kept from them [信访工作条例]; `complaint.secret` of the policies says whether. */
function secrecy(kind: ComplaintKind, about: About, c: ComplaintContext): boolean {
  return grave(kind) && (about.kind === 'unit' || about.kind === 'staff') && c.policy.find<boolean>('complaint.secret', { on: c.today })?.value === true;
}

/** A report on a household that the county looks into itself is not shown to its office before the county shows it: whoever knows the household might warn it. */
const heldBack = (kind: ComplaintKind, about: About, c: ComplaintContext): boolean =>
  kind === 'report' && about.kind === 'household' && c.policy.find<boolean>('complaint.report-held', { on: c.today })?.value === true;

const termKeys = (kind: ComplaintKind): { readonly accept: string; readonly answer: string } =>
  kind === 'enquiry' || kind === 'help' ? { accept: 'complaint.accept-prompt', answer: kind === 'help' ? 'complaint.answer-help' : 'complaint.answer-enquiry' } : { accept: 'complaint.accept', answer: 'complaint.answer' };

/** Whether named reports are the county's own to look into [LH-26]. */
const namedByCounty = (c: ComplaintContext): boolean => c.policy.find<string>('complaint.named-report-by', { on: c.today })?.value === 'county';

export function register(p: Payload<'register'>, c: ComplaintContext, actor: MatterActor): Acts {
  const { about } = c;
  if (!about) throw new Error('a complaint needs whom it is about');
  const receivedOn = p.receivedOn ?? c.today;
  if (receivedOn > c.today) return refuse('date.order', '收到日期晚于今天');
  if (p.named && !p.contact.name) return refuse('input.invalid', '实名反映的须登记姓名', { missing: ['姓名'], allowed: ['填写姓名', '改为匿名'] });
  if (p.answer !== undefined && p.kind !== 'enquiry') return refuse('step.order', '只有政策咨询可以当场答复；其他事项依次受理、处置、反馈', { allowed: ['先登记，再办理'] });
  if ((p.channel === 'box') !== (p.box !== undefined)) return refuse('input.invalid', '信息箱收到的须选明是哪个信息箱', { missing: ['信息箱'] });
  // A named report that the county looks into itself is nobody else's business before it was looked into.
  const named = p.named && p.kind === 'report' && namedByCounty(c);
  const kept = secrecy(p.kind, about, c) || named;
  const staff = actor.post !== 'public' && actor.post !== 'system';
  // A village's assistant takes it for the office above, who handles what may be an office's to handle.
  const own = staff && !isCounty(actor) ? (c.office ?? actor.unit) : null;
  // What is about an office is never that office's to judge; what is about another is not its to keep.
  const away = own !== null && (kept || (about.unit !== undefined && about.unit !== own) || about.staff === actor.user);
  const up = p.passUp || (away && actor.post === 'village');
  if (away && !up) {
    const why = named ? '实名举报由县级逐一调查核实，须上交县级' : kept ? '反映的是办理单位或其人员，单位不得自行留办，须上交县级' : '反映的不是本单位的事项，须上交县级转办';
    return refuse('rights.denied', why, { policy: c.policy, source: kept ? c.policy.find(named ? 'complaint.named-report-by' : 'complaint.secret', { on: c.today })?.source : undefined, allowed: ['勾选“上交县级”后登记'] });
  }
  const handled = own !== null && !up ? own : !staff && !kept && about.unit !== undefined ? about.unit : null;
  const secret = kept || (handled === null && heldBack(p.kind, about, c));
  const keys = termKeys(p.kind);
  const accept = term(c, keys.accept, receivedOn);
  if (isRefusal(accept)) return accept;
  const contact = [p.contact.name, p.contact.phone, p.contact.address].some((x) => x !== undefined && x !== '');
  const registered: Happening<ComplaintBodies> = {
    kind: 'complaintRegistered',
    body: { kind: p.kind, channel: p.channel, named: p.named, reachable: contact, receivedOn, about, text: p.text, wanted: p.wanted, reply: p.reply, box: p.box, secret, holder: handled, passedUp: own !== null && up, takenBy: own, acceptBy: accept.date },
  };
  if (p.answer === undefined) return [registered];
  const answer = term(c, keys.answer, receivedOn);
  if (isRefusal(answer)) return answer;
  return [
    registered, { kind: 'complaintAccepted', body: { answerBy: answer.date } }, { kind: 'complaintDisposed', body: { outcome: 'answered', text: p.answer } },
    { kind: 'complaintAnswered', body: { on: c.today, way: p.channel === 'visit' || p.channel === 'box' ? 'visit' : 'telephone', text: p.answer, satisfaction: 'none' } },
  ];
}

/**
 * Whether the code of a complaint tells all of it. An office whose people took a complaint knows the code that they handed over: once
 * the office does not handle it itself, or is not to see it, that code tells only whether it was accepted and answered.
 */
export const codeTells = (s: Pick<PetitionState, 'codeIssue' | 'takenBy' | 'secret' | 'holder'>): boolean => (s.codeIssue ?? 1) > 1 || s.takenBy === undefined || s.takenBy === null || (!s.secret && s.holder === s.takenBy);

const CLOSED = (s: PetitionState): boolean => s.answered !== undefined || s.declined !== undefined || s.withdrawn !== undefined;

/** Whether it may not be disposed of before it was looked into: every report by name, and every other that says something definite. */
const mustInvestigate = (s: PetitionState): boolean => s.kind === 'report';

function investigate(s: PetitionState, p: Payload<'investigate'>, c: ComplaintContext): Acts {
  if (!s.accepted) return refuse('step.order', '尚未受理', { allowed: ['先受理'] });
  if (p.on > c.today || p.on < s.receivedOn) return refuse('date.order', '调查日期应在收到之后、今天之前');
  const known = c.people ?? new Map<string, { name: string; county: boolean; unit: string }>();
  const accounts = [...new Set(p.investigators)];
  const others = [...new Set(p.others)];
  const least = c.policy.find<number>('complaint.investigators', { on: c.today });
  if (accounts.some((a) => !known.has(a))) return refuse('notfound', '调查人员中有人不在本县在岗');
  if (least && accounts.length + others.length < least.value) return refuse('investigation.persons', `调查须由 ${least.value} 人以上进行`, { policy: c.policy, source: least.source, missing: [`再加 ${least.value - accounts.length - others.length} 人`] });
  if (s.about.staff !== undefined && accounts.includes(s.about.staff)) return refuse('person.related', '被反映的人不得参加调查');
  if ((s.about.kind === 'unit' || s.about.kind === 'staff') && grave(s.kind) && accounts.some((a) => known.get(a)?.unit === s.about.unit)) return refuse('person.related', '被反映单位的人员不得参加调查', { allowed: ['由县级人员或者第三方调查'] });
  if (s.named && s.kind === 'report' && namedByCounty(c) && accounts.some((a) => known.get(a)?.county !== true)) return refuse('rights.denied', '实名举报由县级逐一调查核实', { policy: c.policy, source: c.policy.find('complaint.named-report-by', { on: c.today })?.source, allowed: ['改由县级人员调查'] });
  const { investigators: _a, others: _o, ...body } = p;
  return [{ kind: 'complaintInvestigated', body: { ...body, persons: [...accounts.map((account) => ({ account, name: known.get(account)?.name ?? '' })), ...others.map((name) => ({ name }))] } }];
}

function dispose(s: PetitionState, p: Payload<'dispose'>): Acts {
  if (!s.accepted) return refuse('step.order', '尚未受理，依次为接听、受理、处置、反馈', { allowed: ['先受理'] });
  if (s.disposed) return refuse('step.done', '已经处置', { allowed: ['反馈'] });
  if (p.outcome === 'vague' && s.named) return refuse('input.invalid', '实名反映的须向反映人问清后核查，不能以内容不具体了结', { allowed: ['联系反映人'] });
  if (mustInvestigate(s) && p.outcome !== 'vague' && s.investigations.length === 0) return refuse('step.order', s.named ? '实名举报须逐一调查核实后才能处置' : '举报须核实后才能处置', { missing: ['调查记录和结论'], allowed: s.named ? ['先登记调查'] : ['先登记调查', '内容不具体的，以“内容不具体，无法核查”处置'] });
  if ((p.outcome === 'upheld' || p.outcome === 'partly') && s.about.kind === 'unit' && grave(s.kind) && s.about.unit === undefined) return refuse('step.order', '还没有查明反映的是哪个单位，不能认定属实', { allowed: ['先查明对象'] });
  // What was found true about a household is handed to its office as a lead: in words that do not tell where they come from.
  const hands = s.secret && s.about.case !== undefined && grave(s.kind) && (p.outcome === 'upheld' || p.outcome === 'partly');
  if (!hands) return [{ kind: 'complaintDisposed', body: { outcome: p.outcome, text: p.text } }];
  if (p.told === undefined || p.told === '') return refuse('materials.missing', '这件对单位保密：交单位核实的内容须另写，不照抄处置意见', { missing: ['交单位核实的内容'] });
  const telling = TELLING.filter((w) => p.told?.includes(w));
  if (telling.length > 0) return refuse('input.invalid', `交单位核实的内容里有“${telling.join('”“')}”，会让单位知道有人反映`, { fields: [{ path: 'body.told', message: '只写要核实的事实' }], allowed: ['只写要核实的事实，不写从哪里来'] });
  return [{ kind: 'complaintDisposed', body: { ...p, told: p.told } }];
}

function feedBack(s: PetitionState, p: Payload<'feedBack'>, c: ComplaintContext): Acts {
  if (!s.disposed) return refuse('step.order', '尚未处置，依次为接听、受理、处置、反馈', { allowed: ['先处置'] });
  if (p.on > c.today || p.on < s.receivedOn) return refuse('date.order', '反馈日期应在收到之后、今天之前');
  if (p.way === 'kept' && s.named) return refuse('input.invalid', '实名反映的须把结果告知反映人', { allowed: ['书面、电话或者当面反馈'] });
  if (p.way !== 'kept' && !s.reachable && s.channel !== 'online') return refuse('input.invalid', '没有留下姓名、电话，无从反馈', { allowed: ['留存待查询：凭编号和查询码查看'] });
  const ask = grave(s.kind) ? term(c, 'complaint.review-ask', p.on) : undefined;
  if (isRefusal(ask)) return ask;
  return [{ kind: 'complaintAnswered', body: { ...p, reviewBy: ask?.date } }];
}

function askReview(s: PetitionState, p: Payload<'askReview'>, c: ComplaintContext): Acts {
  const before = s.reviews.at(-1);
  if (!s.answered?.reviewBy) return refuse('step.absent', s.answered ? '这类事项没有复查、复核' : '还没有答复，不能复查');
  if (before && !before.answered) return refuse('step.done', '复查正在办理');
  if (s.reviews.length >= 2) return refuse('step.done', '已经复核，信访程序终结', { allowed: ['以同一事实和理由再次提出的，不再受理'] });
  const by = before?.answered?.askBy ?? s.answered.reviewBy;
  if (p.on > c.today) return refuse('date.order', '日期晚于今天');
  if (p.on > by) return refuse('date.order', `请求${before ? '复核' : '复查'}的期限到 ${by} 为止`);
  const t = term(c, 'complaint.review', p.on);
  return isRefusal(t) ? t : [{ kind: 'complaintReviewAsked', body: { ...p, level: before ? 2 : 1, answerBy: t.date } }];
}

function answerReview(s: PetitionState, p: Payload<'answerReview'>, c: ComplaintContext): Acts {
  const open = s.reviews.at(-1);
  if (!open || open.answered) return refuse('step.absent', '没有正在办理的复查、复核');
  if (p.on > c.today || p.on < open.asked.on) return refuse('date.order', '日期应在提出之后、今天之前');
  const ask = open.level === 1 ? term(c, 'complaint.review-ask', p.on) : undefined;
  return isRefusal(ask) ? ask : [{ kind: 'complaintReviewed', body: { ...p, askBy: ask?.date } }];
}

function transfer(s: PetitionState, p: Payload<'transfer'>, c: ComplaintContext): Acts {
  if (p.unit !== undefined && p.department !== undefined) return refuse('input.invalid', '一次只能转给一家');
  if (p.unit !== undefined && c.unitKnown !== true) return refuse('notfound', '没有这个单位', { allowed: ['选本县的乡镇（街道）'] });
  const law = { policy: c.policy, source: c.policy.find('complaint.secret', { on: c.today })?.source };
  // It might be handed to the very office complained of.
  if (p.unit !== undefined && s.about.kind === 'unit' && grave(s.kind) && s.about.unit === undefined) return refuse('step.order', '还没有查明反映的是哪个单位，不能转给单位', { ...law, allowed: ['先查明对象', '县级直接办理'] });
  if (p.unit !== undefined && s.secret) return refuse('rights.denied', p.unit === s.about.unit ? '不得把反映转给被反映的单位' : '保密的事项由县级直接办理', { ...law, allowed: ['县级直接办理', '转有关部门', ...(secrecy(s.kind, s.about, c) ? [] : ['先改变保密、给单位看，再转办'])] });
  if (p.unit !== undefined && s.named && s.kind === 'report' && namedByCounty(c)) return refuse('rights.denied', '实名举报由县级逐一调查核实，不转办', { policy: c.policy, source: c.policy.find('complaint.named-report-by', { on: c.today })?.source, allowed: ['县级直接办理'] });
  if (p.unit !== undefined && s.about.kind === 'unit' && grave(s.kind) && p.unit === s.about.unit) return refuse('rights.denied', '不得把反映转给被反映的单位', { ...law, allowed: ['县级直接办理'] });
  if (p.unit !== undefined && s.about.kind === 'staff' && grave(s.kind) && p.unit === s.about.unit) return refuse('rights.denied', '不得把反映转给被反映人所在的单位', { ...law, allowed: ['县级直接办理'] });
  return [{ kind: 'complaintTransferred', body: { unit: p.unit ?? null, department: p.department, reason: p.reason } }];
}

/** Once, after the answer, by whoever holds the code; what was said to the clerk already stands. */
function rate(s: PetitionState, p: Payload<'rate'>, actor: MatterActor): Acts {
  if (actor.post !== 'public') return refuse('rights.denied', '由反映人凭编号和查询码自己评价', { allowed: ['反馈时登记反映人的评价'] });
  if (!codeTells(s)) return refuse('rights.denied', '这个查询码不能评价', { allowed: ['向县级领取新的查询码'] });
  if (!s.answered) return refuse('step.order', '还没有答复，答复以后再评价');
  if (s.ratedOn !== undefined || s.answered.satisfaction !== 'none') return refuse('step.done', '已经评价过', s.answered.reviewBy ? { allowed: [`不服答复的，可以在 ${s.answered.reviewBy} 前请求复查`] } : {});
  return [{ kind: 'complaintRated', body: p }];
}

/** Judges a command on a petition that was registered. */
export function decidePetition(s: PetitionState, command: { [N in keyof ComplaintPayloads]: { name: N; payload: ComplaintPayloads[N] } }[keyof ComplaintPayloads], c: ComplaintContext, actor: MatterActor): Acts {
  if (command.name === 'rate') return rate(s, command.payload, actor);
  if (!isCounty(actor) && s.holder !== actor.unit) return refuse('rights.denied', s.holder === null ? '这件由县级办理' : '这件由别的单位办理', { allowed: ['查看进展'] });
  if (s.about.staff === actor.user) return refuse('person.related', '被反映的人不得办理');
  if (command.name === 'askReview') return askReview(s, command.payload, c);
  if (command.name === 'answerReview') return answerReview(s, command.payload, c);
  if (command.name === 'show') {
    const { shown, reason } = command.payload;
    if (shown !== s.secret) return refuse('step.done', shown ? '本来就对单位公开' : '已经保密');
    if (shown && s.about.unit === undefined) return refuse('input.invalid', '还不知道是哪个单位', { allowed: ['先查明对象'] });
    // Whoever is complained of is not warned while it is still to be looked into.
    if (shown && !s.disposed && secrecy(s.kind, s.about, c)) return refuse('step.order', '反映的是办理单位或其人员，查清处置以前不能让其看到', { policy: c.policy, source: c.policy.find('complaint.secret', { on: c.today })?.source, allowed: ['先调查、处置'] });
    return [{ kind: 'complaintShown', body: { shown, reason } }];
  }
  if (command.name === 'issueCode') return isCounty(actor) ? [{ kind: 'complaintCodeIssued', body: { ...command.payload, issue: (s.codeIssue ?? 1) + 1 } }] : refuse('rights.denied', '新的查询码由县级发给反映人', { allowed: ['请反映人到县级窗口或者打县级电话'] });
  if (command.name === 'showFiles') return s.secret ? refuse('step.order', '这件对单位保密，材料也不能给单位看', { allowed: ['先改变保密'] }) : [{ kind: 'complaintFilesShown', body: command.payload }];
  if (CLOSED(s)) return refuse('case.closed', '已经办结', s.answered?.reviewBy ? { allowed: ['登记复查请求'] } : {});
  switch (command.name) {
    case 'accept': {
      if (s.accepted) return refuse('step.done', '已经受理');
      const t = term(c, termKeys(s.kind).answer, c.today);
      return isRefusal(t) ? t : [{ kind: 'complaintAccepted', body: { answerBy: t.date } }];
    }
    case 'decline':
      if (s.accepted) return refuse('step.done', '已经受理，应当办结并答复');
      if (s.named && s.kind === 'report') return refuse('rights.denied', '实名举报须逐一调查核实，不能不予受理');
      return [{ kind: 'complaintDeclined', body: command.payload }];
    case 'transfer': return transfer(s, command.payload, c);
    case 'link': {
      if (!c.about) throw new Error('a link needs whom it is about');
      const secret = s.secret || secrecy(s.kind, c.about, c) || (s.holder === null && s.about.kind !== 'household' && heldBack(s.kind, c.about, c));
      if (!isCounty(actor) && c.about.unit !== undefined && c.about.unit !== actor.unit) return refuse('rights.denied', '这是别的单位的事项', { allowed: ['报县级转办'] });
      // A unit does not make a matter vanish from its own sight: the county, who sees it all, says that it is about them.
      if (!isCounty(actor) && secret && !s.secret) return refuse('rights.denied', '反映的是本单位或本单位人员，须报县级改登', { allowed: ['报县级'] });
      return [{ kind: 'complaintLinked', body: { about: c.about, secret, reason: command.payload.reason } }];
    }
    case 'extend': {
      if (!s.accepted || s.answerBy === undefined) return refuse('step.order', '尚未受理');
      if (s.extended !== undefined) return refuse('extension.done', '只能延长一次');
      if (!grave(s.kind) && s.kind !== 'suggestion') return refuse('step.absent', '咨询、求助不延长');
      const t = term(c, 'complaint.extension', s.answerBy);
      return isRefusal(t) ? t : [{ kind: 'complaintExtended', body: { reason: command.payload.reason, answerBy: t.date } }];
    }
    case 'supervise':
      if (s.holder === null && s.department === undefined) return refuse('step.order', '由县级直接办理，没有督办的对象', { allowed: ['先转办'] });
      if (command.payload.due < c.today) return refuse('date.order', '反馈期限已过');
      return [{ kind: 'complaintSupervised', body: command.payload }];
    case 'investigate': return investigate(s, command.payload, c);
    case 'dispose': return dispose(s, command.payload);
    case 'feedBack': return feedBack(s, command.payload, c);
    case 'withdraw':
      if (s.kind === 'report') return refuse('rights.denied', '举报不因撤回而终止核实', { allowed: ['继续办理'] });
      return [{ kind: 'complaintWithdrawn', body: command.payload }];
    default:
      return refuse('step.absent', '这件不是复议或诉讼');
  }
}

/** Where a petition stands, as lists and clocks know it. The office that handles it sees it unless it is secret. */
export function petitionHead(s: PetitionState): MatterHead {
  const unit = s.holder ?? s.about.unit ?? null;
  const common = { title: `${s.named ? '实名' : ''}${KIND_LABELS[s.kind]}：${SUBJECT_LABELS[s.about.kind]}（${CHANNEL_LABELS[s.channel]}）`, unit, shown: !s.secret && unit !== null, aboutCase: s.about.case };
  const waits = s.holder === null ? ('county' as const) : ('unit' as const);
  const review = s.reviews.at(-1);
  if (review && !review.answered) return { ...common, status: 'review', statusText: review.level === 1 ? '复查中' : '复核中', waits: 'county', next: `登记${review.level === 1 ? '复查' : '复核'}结果`, dueOn: review.answerBy };
  if (s.answered) return { ...common, status: 'answered', statusText: '已反馈', waits: null, closedOn: review?.answered?.on ?? s.answered.on };
  if (s.declined) return { ...common, status: 'declined', statusText: '不予受理', waits: null, closedOn: s.declined.on };
  if (s.withdrawn) return { ...common, status: 'withdrawn', statusText: '已撤回', waits: null, closedOn: s.withdrawn.on };
  if (!s.accepted) return { ...common, status: 'received', statusText: '待受理', waits, next: s.holder === null ? '受理，或者转办' : '受理', dueOn: s.acceptBy };
  const urged = s.supervised.at(-1)?.due;
  const dueOn = urged !== undefined && s.answerBy !== undefined && urged < s.answerBy ? urged : s.answerBy;
  if (s.disposed) return { ...common, status: 'disposed', statusText: '待反馈', waits, next: '反馈结果', dueOn };
  const look = mustInvestigate(s) && s.investigations.length === 0;
  return { ...common, status: 'accepted', statusText: s.department === undefined ? '办理中' : `已转${s.department}`, waits: s.department === undefined ? waits : 'county', next: look ? '调查核实' : '处置', dueOn };
}
