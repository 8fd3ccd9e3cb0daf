import { againstAppraisal, againstMeetings, determined } from '@doudi/core/case/meetings/result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, ActionKind, Actor } from '@doudi/core/case/actions';
import { COMMANDS, payloads, type CommandName } from '@doudi/core/case/commands';
import { pendingSubmissions } from '@doudi/core/case/submissions/pending';
import { missingDocuments } from '@doudi/core/case/documents';
import { guard } from '@doudi/core/case/guard';
import { deadlines } from '@doudi/core/case/deadlines';
import { openSteps, procedureOf, required } from '@doudi/core/case/procedure';
import { fold, isOpen, personsToAuthorise } from '@doudi/core/case/state';
import { computeAmount } from '@doudi/core/means/compute';
import { plusDays } from '@doudi/core/calendar/calendar';
import { POSTS, STEPS, type Post } from '@doudi/core/policy/model';
import { facts, PHOTO, SELF, SON, staff, STRANGER, SYSTEM, uuid, VEHICLE, Walk, WIFE, type Act } from './case.fixture.ts';

/**
 * Random walks through the case: ordinary acts, acts at the wrong time, acts with wrong content, by the wrong people,
 * days that pass, entrustments withdrawn on the way, in all five counties and under every law since 2019.
 * After each act the invariants hold, whatever was tried.
 */

/** Where a walk starts; with a day where the plan in question must be in force. */
const PLACES: readonly (readonly [county: string, unit: string, on?: string])[] = [
  ['linhe', 'lh.tienan', '2022-06-15'], ['linhe', 'lh.shuanghe', '2022-06-15'], ['hongqiao', 'hq.shaogongzhuang', '2021-11-15'],
  ['hongqiao', 'hq.shaogongzhuang'], ['hongqiao', 'hq.xigu'], ['linhe', 'lh.tienan'], ['linhe', 'lh.tuanjie'], ['gongxian', 'gx.xunchang'], ['gongxian', 'gx.luobiao'], ['baoqing', 'bq.baoqing'], ['xixiu', 'xx.jiuzhou'],
];
/** Days on which some law or entrustment changes, and their neighbours. */
const LAW_DAYS = ['2019-03-14', '2020-04-30', '2020-05-01', '2020-09-30', '2020-10-01', '2021-06-25', '2021-06-30', '2021-07-01', '2021-09-03', '2021-09-04', '2021-12-20', '2021-12-31', '2022-01-01', '2022-03-30', '2022-03-31', '2022-10-19', '2022-10-20', '2022-11-15', '2026-12-01'];

/** Contents for a command, good and bad; `n` chooses. Whatever does not pass the contract is not sent. */
function payload(name: CommandName, w: Walk, n: number): unknown {
  const on = [w.today, w.today, w.today, plusDays(w.today, -1), plusDays(w.today, -9), plusDays(w.today, 1)][n % 6];
  const s = w.state;
  const pick = <T>(list: readonly T[], by = n): T => list[by % list.length] as T;
  const changed = pick([undefined, undefined, undefined, facts({ incomes: [{ person: SELF, kind: 'pension', monthly: pick([0, 30_000, 90_000, 400_000], n >> 2) }] }), facts({ members: [...facts().members, { person: STRANGER, relation: 'child', birth: '2000-01-01', sex: 'male' }] }), facts({ applicant: STRANGER }), facts({ obligors: [], area: 'rural' })], n >> 1);
  const outcome = pick(['grant', 'grant', 'grant', 'refuse']);
  switch (name) {
    case 'receiveMaterials':
      return { materials: pick([['id-card'], ['income-proof'], ['declaration', 'household-register'], ['no-crime-certificate']]) };
    case 'requireMaterial':
      return { material: pick(['id-card', 'study-proof', 'no-crime-certificate']) };
    case 'signAuthorisation':
      return { persons: pick([personsToAuthorise(s.facts), personsToAuthorise(s.facts), [SELF], [WIFE, SON], [STRANGER]]), signedOn: on, method: 'paper' };
    case 'recordReport':
      return { ...w.answer(pick([[], [], VEHICLE])), request: pick([s.verification.request ?? uuid(1), uuid(2)], n >> 3) };
    case 'recordVerificationTrouble':
      return { request: s.verification.request ?? uuid(1), kind: pick(['unavailable', 'refused', 'malformed']), text: '平台故障', attempts: 1 };
    case 'notifyDiscrepancy':
      return { text: '请说明', deliveredOn: on, method: 'inPerson' };
    case 'explainDiscrepancy':
      return { text: '说明', receivedOn: on, outcome: pick(['accepted', 'reverify']), facts: changed };
    case 'useSimplified':
      return { grounds: pick(['情况清楚', '']), knownBy: [staff('handler').user] };
    case 'recordInvestigation':
      return w.visit({ on: on ?? w.today, facts: changed, investigators: pick([[uuid(821), uuid(822)], [uuid(821), uuid(822)], [uuid(821)], [uuid(821), uuid(821)]]), applicantSigned: n % 5 !== 0 });
    case 'holdMeeting':
      return w.meeting(pick(['appraisal', 'leadingGroup', 'deliberation', 'leadership'] as const), pick([{}, {}, { present: 3, votesFor: 3 }, { votesFor: 2, votesAgainst: 4 }, { votesFor: 9 }], n >> 1));
    case 'signReport':
      return { outcome: pick(['agree', 'agree', 'return']), text: pick(['', '再议']) };
    case 'giveOpinion':
      return { outcome, text: '意见', ...(n % 7 === 0 ? { monthlyFen: n } : {}) };
    case 'postNotice': case 'closeNotice':
      return { on, place: '公开栏', photos: n % 5 === 0 ? [] : [PHOTO], ...(name === 'closeNotice' ? { place: undefined } : {}) };
    case 'object':
      return { on, channel: 'board', named: true, major: n % 2 === 0, text: '反映' };
    case 'giveCountyReview': case 'giveReview': case 'agreeReview':
      return { outcome: pick(['agree', 'agree', 'return']), text: '意见' };
    case 'decide':
      return { outcome, reason: pick(['', '不符合条件']) };
    case 'deliver':
      return { on, method: pick(['inPerson', 'refusedWithWitness']), receiver: '申请人' };
    case 'deliverLetter':
      return { kind: pick(['supplement', 'discrepancy', 'extension', 'withdrawal', 'change', 'end']), number: pick(['演字1号', s.told?.notice ?? '演字2号']), on, method: pick(['inPerson', 'left']), receiver: '申请人', ...(n % 5 === 0 ? { witness: '见证人', photos: [PHOTO] } : {}) };
    case 'recordSelfCare':
      return { on, place: '家中', assessors: pick([[uuid(821), uuid(822)], [uuid(821)]]), items: { eating: 'able', dressing: 'able', bed: 'able', toilet: 'able', walking: 'unable', bathing: 'unable' }, personSigned: n % 5 !== 0 };
    case 'recordWish':
      return { form: pick(['home', 'institution']), signedBy: 'self', signedOn: on };
    case 'arrangeCare':
      return { form: 'home', mode: 'village', carer: { kind: 'village' }, guardianship: { mode: 'village', duty: '每日探视' }, agreement: { signedOn: on, until: '2099-12-31', signers: ['self', 'carer'], photos: [PHOTO] }, payee: 'self' };
    case 'changeGrade':
      return { reason: '身体变化' };
    case 'proposeChange':
      return { kind: pick(['adjust', 'stop']), ground: pick(['income', 'voluntary', 'death']), text: '核查所得', facts: changed };
    case 'reviewChange': case 'decideChange':
      return { outcome: pick(['agree', 'agree', 'return']), text: '意见' };
    case 'giveAid':
      return { form: pick(['cash', 'goods']), fen: pick([10_000, 200_000, 900_000]), goods: pick(['', '大米两袋']), at: `${on}T09:30`, place: '家中', recipient: pick([SELF, STRANGER]), recipientSigned: n % 4 !== 0, handlers: pick([[uuid(820), uuid(821)], [uuid(820)]]), fund: 'imprest', reason: '急需住院', receiptFiles: pick([[PHOTO], []]) };
    case 'confirmGiven':
      return { payment: s.aid?.given.at(-1)?.number ?? '无', outcome: pick(['agree', 'dispute']), words: pick(['', '当时不在场']) };
    case 'addAidReceipt':
      return { payment: s.aid?.given[0]?.number ?? '无', files: [PHOTO] };
    case 'settleGiven':
      return { payment: s.aid?.given[0]?.number ?? '无', outcome: pick(['stands', 'wrong']), words: '查实' };
    case 'markEmergency': case 'declareComplex':
      return { grounds: '须立即采取措施' };
    case 'refer':
      return { matter: '危房', to: pick(['housing', 'nobody']), text: '请予办理', due: on };
    case 'answerReferral':
      return { referral: s.aid?.errands[0]?.id ?? uuid(1), outcome: pick(['accepted', 'returned', 'done']), on, by: '承办人', text: '已接收' };
    case 'proposeRecovery':
      return { ground: 'error', since: on, debtor: { kind: 'payee', name: '领取人' }, text: '多发' };
    case 'establishRecovery': case 'decideWaiver':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), outcome: 'agree', text: '同意' };
    case 'noteRecoveryAnswer':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), on, kind: 'accepts', text: '同意退还' };
    case 'correctRecovery':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), claims: [], text: '更正' };
    case 'remindRecovery':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), text: '逾期' };
    case 'agreeInstalments':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), signedOn: on, instalments: [{ due: on, fen: 100 }] };
    case 'recordReceipt':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), on, fen: 100, method: 'bank', payer: '领取人', voucher: '1' };
    case 'confirmReceipt':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), receipt: uuid(1), outcome: 'agree' };
    case 'proposeWaiver':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), fen: 100, ground: 'trifle', reason: '金额很小', files: [PHOTO] };
    case 'escalateRecovery':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), to: 'court', text: '拒不退还' };
    case 'noteEscalation':
      return { recovery: s.recoveries?.[0]?.id ?? uuid(1), escalation: uuid(1), on, text: '已受理' };
    case 'counterSign':
      return { text: '已知悉' };
    case 'recordCountyVisit':
      return { on, visitors: pick([[uuid(861), uuid(862)], [uuid(861)]]), consistent: true, findings: '属实' };
    case 'handOver': case 'askElsewhere': {
      const unit = pick([...w.policy.county.units.filter((u) => u.kind === 'township' || u.kind === 'street').map((u) => u.id), 'nowhere'], n >> 1);
      return name === 'handOver' ? { unit, reason: '户籍在该处', papers: ['申请书'] } : { unit, what: '房屋' };
    }
    case 'receiveHandOver':
      return {};
    case 'declineHandOver':
      return { reason: '不在本地' };
    case 'answerElsewhere':
      return { errand: pick([s.elsewhere?.at(-1)?.errand ?? uuid(1), uuid(2)], n >> 3), on, investigators: pick([[uuid(821), uuid(822)], [uuid(821)]]), methods: ['home'], findings: '属实', applicantSigned: true };
    case 'notePlatformNumber':
      return { number: pick(['JM-2021-0001', 'JM-2021-0002', 'x']) };
    case 'submit':
      return { kind: pick(['papers', 'explanation', 'withdrawal', 'objection', 'phone']), text: pick(['情况有变', '电话已更正']), files: pick([[PHOTO], []], n >> 1), materials: pick([['income-proof'], []]) };
    case 'answerSubmission':
      return { submission: pick([pendingSubmissions(s)[0]?.id ?? uuid(1), uuid(2)], n >> 3), outcome: pick(['taken', 'declined']), text: '已收到', major: n % 2 === 0 };
    case 'reissueAccessCode':
      return { reason: '遗失' };
    case 'publish':
      return { on, place: '公开栏' };
    case 'file':
      return { filing: uuid(n) };
    case 'withdraw':
      return { reason: '撤回', signedOn: on };
    case 'abandon':
      return { ground: '不配合' };
    case 'returnTo':
      return { step: pick(STEPS), reason: '有误' };
    case 'transfer':
      return { to: uuid(820 + (n % 3)), reason: '休假' };
    case 'extend':
      return { reason: '需外地核查', ground: 'otherPlace' };
    case 'forwardVerification': case 'reportNoExplanation': case 'tellMissing': case 'accept': case 'requestVerification': case 'assess': case 'apply':
      return {};
  }
}

type Op =
  | { readonly op: 'next' }
  | { readonly op: 'act'; readonly name: Act['name']; readonly by: number; readonly nth: number; readonly n: number }
  | { readonly op: 'days'; readonly n: number }
  | { readonly op: 'withdraw' }
  | { readonly op: 'recuse'; readonly by: number };

/** Acts that end a case would cut most walks short: they come last in the list and are drawn less often. */
const ENDING: readonly Act['name'][] = ['withdraw', 'abandon'];
const names = COMMANDS.filter((k): k is Act['name'] => k !== 'apply' && !ENDING.includes(k));
const actOf = (among: readonly Act['name'][]): fc.Arbitrary<Op> => fc.record({ op: fc.constant('act' as const), name: fc.constantFrom(...among), by: fc.nat(POSTS.length * 2), nth: fc.nat(2), n: fc.nat(500) });
const ops: fc.Arbitrary<Op> = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Op>({ op: 'next' }) },
  { weight: 20, arbitrary: actOf(names) },
  { weight: 8, arbitrary: actOf(['recordReport', 'notifyDiscrepancy', 'reportNoExplanation', 'useSimplified', 'object', 'returnTo']) },
  { weight: 5, arbitrary: actOf(['giveReview', 'giveCountyReview', 'agreeReview', 'decide']) },
  { weight: 4, arbitrary: actOf(['handOver', 'askElsewhere', 'submit', 'proposeChange']) },
  { weight: 1, arbitrary: actOf(ENDING) },
  { weight: 5, arbitrary: fc.record({ op: fc.constant('days' as const), n: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: fc.constantFrom<Op>({ op: 'withdraw' }, { op: 'recuse', by: 4 }, { op: 'recuse', by: 1 }) },
);

/** Anybody at all, one person at two desks, the platform, or whoever may do this: by chance alone the deeper states would hardly be reached. */
function actorOf(op: Op & { op: 'act' }, w: Walk): Actor {
  const post = POSTS[op.by];
  // The third of each post is the first handler at another desk.
  const at = (p: Post): Actor => (op.nth === 2 ? { ...staff('handler'), post: p } : staff(p, op.nth));
  if (post) return at(post);
  if (op.name === 'recordReport' || op.name === 'recordVerificationTrouble') return SYSTEM;
  if (op.name === 'submit') return { user: op.nth === 2 ? 'public' : 'applicant', post: op.nth === 2 ? 'public' : 'applicant', unit: w.now.unit };
  // What waits at another office is done by its own people.
  if (op.name === 'receiveHandOver' || op.name === 'declineHandOver') return { ...at('handler'), unit: w.now.handOver?.unit ?? 'any' };
  if (op.name === 'answerElsewhere') return { ...at('handler'), unit: w.now.elsewhere?.at(-1)?.unit ?? 'any' };
  return at(POSTS.find((p) => guard(op.name, w.now, w.context, staff(p, op.nth))?.code !== 'rights.denied') ?? 'handler');
}

const last = (log: readonly Action[], kind: ActionKind): number => log.findLastIndex((a) => a.kind === kind);
const must = (ok: boolean, what: string): void => {
  if (!ok) throw new Error(`invariant broken: ${what}`);
};

/** What may stand in the log after a case has ended; money, facts of the application and the decision itself never again. */
const AFTER_END: ReadonlySet<ActionKind> = new Set<ActionKind>(['delivered', 'published', 'filed', 'letterDelivered', 'platformNumbered', 'countyVisited', 'submitted', 'submissionAnswered', 'accessCodeReissued']);
/** Only on what was granted: care and its grade, changes and the end. */
const AFTER_GRANT: ReadonlySet<ActionKind> = new Set<ActionKind>(['selfCareAssessed', 'wishRecorded', 'careArranged', 'gradeChanged', 'changeProposed', 'changeReviewed', 'changeDecided']);

/** What holds of every case after every act. */
function invariants(w: Walk): void {
  const { state: s, log } = w;
  must(JSON.stringify(fold(w.id, log)) === JSON.stringify(s), 'the log rebuilds the state');
  must(s.seq === log.length, 'sequence numbers have no gap');
  must(log[0]?.kind === 'applied' && log.every((a, i) => i === 0 || a.kind !== 'applied'), 'one application, first');
  for (let i = 1; i < log.length; i++) must((log[i - 1]?.at ?? '') <= (log[i]?.at ?? ''), 'dates never run backwards');
  for (const n of s.notices) must(n.until > n.on, 'a notice stands for at least a day');
  const closing = log.findIndex((a) => a.kind === 'decided' || a.kind === 'withdrawn' || a.kind === 'abandoned');
  must(closing < 0 || log.slice(closing + 1).every((a) => AFTER_END.has(a.kind) || (s.status === 'granted' && AFTER_GRANT.has(a.kind))), 'nothing after the end but what follows a decision');
  must(log.every((a, i) => a.kind !== 'changeDecided' || log.slice(0, i).some((b) => b.kind === 'changeProposed' && b.actor.user !== a.actor.user)), 'who proposes a change does not decide it');
  must(s.verification.at !== 'reported' || (last(log, 'verificationRequested') < last(log, 'verificationForwarded') && last(log, 'verificationForwarded') < last(log, 'verificationReported')), 'reported after it was passed on');
  if (log.at(-1)?.kind === 'decided') decided(w);
}

/** What holds of a decision on the day it is made. */
function decided(w: Walk): void {
  const { state: s, log } = w;
  const c = w.context;
  const d = s.decision;
  if (!d) throw new Error('decided without decision');
  must(d.by.user !== s.done.accept?.by.user && d.by.user !== s.opinion?.by.user, 'who accepts or opines does not decide');
  must(!w.related.includes(d.by.user), 'no relative decides');
  must(d.organ === 'county' ? d.by.post === 'countyLeader' && d.entrustment === undefined : d.by.post === 'leader' && 'inForce' in c.entrustment && c.entrustment.inForce.id === d.entrustment, 'the organ that may decide on this day');
  if (d.outcome === 'refuse') {
    must(d.reason !== '' && d.monthlyFen === 0 && d.fromMonth === undefined, 'a refusal has reasons and no money');
    must(s.opinion?.outcome === 'refuse' || s.verification.discrepancy?.missed !== undefined || determined(s, c)?.outcome === 'refuse', 'nobody is refused against the opinion but by the deliberation');
    return;
  }
  must(againstMeetings(s, c, 'grant') === undefined && againstAppraisal(s, c, 'grant') === undefined, 'nothing is granted against its meetings');
  const p = procedureOf(s, c);
  for (const r of p.steps) if (r.step !== 'deliver' && r.step !== 'publish' && r.step !== 'file' && required(r, s, c)) must(s.done[r.step] !== undefined && (r.by as readonly string[]).includes(s.done[r.step]?.by.post ?? '') !== (s.done[r.step]?.by.post === 'system'), `granted without ${r.step} by its post`);
  must(personsToAuthorise(s.facts).every((x) => s.authorised[x]), 'everyone signed');
  must(s.verification.report?.contradictions.length === 0 || s.verification.discrepancy?.explained?.outcome === 'accepted', 'no contradiction stands unexplained');
  must((s.simplified !== undefined && p.simplified) || s.investigations.length > 0, 'visited, or known by the simplified procedure');
  for (const i of s.investigations) must(new Set(i.investigators).size >= 2 && (i.applicantSigned || i.noSignature !== undefined), 'two investigators and a signature');
  const again = computeAmount(c.programme, s.facts, w.policy, s.applicationDate);
  must(d.monthlyFen === again.monthlyFen && again.eligible && d.monthlyFen === s.assessment?.monthlyFen, 'the sum is that of the assessment of these facts under the law of the application');
  must(d.fromMonth !== undefined && d.fromMonth > d.on.slice(0, 7), 'confirmed this month, paid from a later one');
  const opined = last(log, 'opined');
  const closed = last(log, 'noticeClosed');
  must(last(log, 'assessed') < opined && log.slice(opined, Math.max(opined, closed)).some((a) => a.kind === 'noticePosted'), 'a notice of its own for the opinion that stands');
  for (const n of s.notices) if (n.objections.length === 0) must(n.closedOn !== undefined && n.closedOn > n.until, 'no notice cut short');
  const objected = last(log, 'objected');
  // The other office that was asked to look investigates like the own one, if the household signed.
  const answers = log.some((a, i) => i > objected && i < opined && ((a.kind === 'investigated' && a.body.on >= (s.objectedOn ?? '')) || (a.kind === 'elsewhereAnswered' && a.body.applicantSigned && a.body.on >= (s.objectedOn ?? ''))));
  if (objected >= 0) must(answers, 'an objection is answered by a new investigation and opinion');
  if (p.steps.some((r) => r.step === 'countyNotice')) must(last(log, 'countyReviewed') > opined && closed > last(log, 'countyReviewed') && s.notices.at(-1)?.level === 'county', 'the county’s notice after its review');
  if (p.steps.some((r) => r.step === 'meeting')) must(s.meetings.at(-1)?.kind === 'leadingGroup' && s.meetings.at(-1)?.passed === true && last(log, 'met') > closed, 'the meeting, after the notice, carried it');
}

const RICH = facts({ incomes: [{ person: WIFE, kind: 'pension', monthly: 400_000 }] });
const ends = new Map<string, number>();
const seen = new Set<string>();

describe('the case as a whole', () => {
  it('[HQ-37, HQ-83, HQ-100, HQ-102, HQ-118, BQ-10, GX-04] no sequence of acts, right or wrong, breaks what must hold of a case', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACES), fc.oneof(fc.constantFrom(...LAW_DAYS), fc.integer({ min: 0, max: 2700 }).map((n) => plusDays('2019-03-20', n))), fc.record({ complete: fc.boolean(), sly: fc.boolean(), rich: fc.integer({ min: 0, max: 5 }), contradiction: fc.constantFrom(0, 0, 0, 1, 2, 3) }), fc.array(ops, { minLength: 20, maxLength: 45 }), ([county, unit, fixed], day, { complete, sly, rich, contradiction }, list) => {
        const w = new Walk({ county, unit, on: fixed ?? day, ...(rich === 0 ? { facts: RICH } : {}) });
        w.apply(complete ? {} : { materials: ['id-card'] });
        invariants(w);
        for (const op of list) {
          const before = w.state;
          const frozen = JSON.stringify(before);
          const length = w.log.length;
          if (op.op === 'days') w.on(plusDays(w.today, op.n));
          else if (op.op === 'withdraw') {
            const e = w.context.entrustment;
            if ('inForce' in e) w.withdrawals.push({ entrustment: e.inForce.id, from: w.today, reason: '收回' });
          } else if (op.op === 'recuse') w.related = [staff(POSTS[op.by] ?? 'leader').user];
          else if (op.op === 'next') {
            if (sly) shortcut(w);
            ordinary(w, contradiction);
          }
          else {
            const sent = payloads[op.name].safeParse(payload(op.name, w, op.n));
            if (!sent.success) continue;
            const no = w.attempt({ name: op.name, payload: sent.data } as Act, actorOf(op, w));
            if (no) seen.add(no.code);
          }
          must(JSON.stringify(before) === frozen, 'a state is never changed in place');
          if (w.state === before) must(w.log.length === length, 'a refusal changes nothing');
          else {
            for (const a of w.log.slice(length)) seen.add(a.kind);
            invariants(w);
          }
        }
        for (const d of deadlines(w.now, w.context)) must(d.due >= d.from && d.parameter.value > 0, `${d.id} is due before it starts`);
        ends.set(w.state.status, (ends.get(w.state.status) ?? 0) + 1);
      }),
      { numRuns: 500 },
    );
  });

  it('the walks went far: every end was reached, and what turns a case was met on the way', () => {
    for (const status of ['accepted', 'granted', 'refused', 'withdrawn', 'abandoned']) expect(ends.get(status) ?? 0, JSON.stringify([...ends])).toBeGreaterThan(0);
    expect(ends.get('granted')).toBeGreaterThan(40);
    for (const kind of ['routed', 'discrepancyNotified', 'discrepancyExplained', 'explanationMissed', 'met', 'countyReviewed', 'reviewed', 'returned', 'transferred', 'extended', 'delivered', 'published', 'handedOver', 'handOverReceived', 'elsewhereAnswered', 'submitted', 'submissionAnswered', 'changeProposed', 'platformNumbered'] as ActionKind[]) expect(seen.has(kind), kind).toBe(true);
    for (const code of ['rights.denied', 'step.order', 'step.done', 'step.absent', 'case.closed', 'date.order', 'conflict.duplicate', 'materials.unlisted']) expect(seen.has(code), code).toBe(true);
  });
});

/** Where the next step tempts to a shortcut, the shortcut: one visitor entered twice, a report nobody passed on, a decision by who accepted. */
function shortcut(w: Walk): void {
  const { now: s, context: c } = w;
  const rule = openSteps(s, c)[0];
  if (rule?.step === 'investigate') w.try('handler', 'recordInvestigation', w.visit({ investigators: [staff('handler').user, staff('handler').user] }));
  if (rule?.step === 'verify' && s.verification.at === 'county') w.try(SYSTEM, 'recordReport', w.answer());
  if (rule?.step === 'decide') w.try({ ...staff('handler'), post: rule.by[0] ?? 'leader' }, 'decide', { outcome: s.opinion?.outcome ?? 'refuse', reason: '理由' });
  if (rule?.step === 'assess' && s.disputed) w.try('handler', 'recordInvestigation', w.visit({ on: s.applicationDate }));
}

/** The ordinary act, and what answers a contradiction where the walk has one; where somebody related would have to act, nobody does. */
function ordinary(w: Walk, contradiction: number): void {
  const v = w.state.verification;
  // Another office takes over what was handed to it; what was sent in is answered, or nothing is decided.
  if (w.state.handOver) return void w.try({ ...staff('handler'), unit: w.state.handOver.unit }, 'receiveHandOver', {});
  const asked = w.state.elsewhere?.find((e) => e.answeredOn === undefined);
  if (asked && isOpen(w.state)) w.try({ ...staff('handler'), unit: asked.unit }, 'answerElsewhere', { errand: asked.errand, on: w.today, investigators: [uuid(821), uuid(822)], methods: ['home'], findings: '属实', applicantSigned: true });
  const sent = pendingSubmissions(w.state)[0];
  // Whoever is recused leaves it to a colleague.
  if (sent) return void w.try(staff('handler', w.related.includes(staff('handler').user) ? 2 : 0), 'answerSubmission', { submission: sent.id, outcome: 'declined', text: '已核实' });
  const open = v.discrepancy && !v.discrepancy.explained && !v.discrepancy.missed;
  try {
    if (contradiction > 0 && v.at === 'platform' && v.round === 1) w.report(VEHICLE);
    else if (v.at === 'reported' && !w.state.done.verify && !v.discrepancy) w.do('handler', 'notifyDiscrepancy', { text: '请说明', deliveredOn: w.today, method: 'inPerson' });
    else if (open && contradiction === 3) w.wait(5).do('handler', 'reportNoExplanation', {});
    else if (open) w.do('handler', 'explainDiscrepancy', { text: '说明', receivedOn: w.today, outcome: contradiction === 1 ? 'accepted' : 'reverify' });
    else w.next();
  } catch (e) {
    if (e instanceof Error && /meeting\.votes/.test(e.message)) {
      w.try('leader', 'returnTo', { step: 'meeting', reason: '重新研究' });
      return;
    }
    must(e instanceof Error && /person\.(related|same)|materials\.missing|case\.closed/.test(e.message), String(e));
    const missing = missingDocuments(w.state, w.context).map((d) => d.id);
    if (missing.length > 0 && isOpen(w.state)) w.try(staff('handler', 2), 'receiveMaterials', { materials: missing });
  }
}
