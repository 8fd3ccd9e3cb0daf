import { meetingSteps } from '@doudi/core/case/meetings/result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '@doudi/core/case/actions';
import { isRecoveryCommand } from '@doudi/core/case/recovery/payloads';
import { COMMANDS, payloads, type CommandName } from '@doudi/core/case/commands';
import { missingDocuments } from '@doudi/core/case/documents';
import { available, noticeStep } from '@doudi/core/case/guard';
import { decide } from '@doudi/core/case/decide';
import { openSteps, procedureOf, ruleFor, type CaseContext } from '@doudi/core/case/procedure';
import { routed } from '@doudi/core/case/routing';
import { isOpen, personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { plusDays } from '@doudi/core/calendar/calendar';
import { POSTS, type Post, type StepId } from '@doudi/core/policy/model';
import { isRefusal, type RefusalCode } from '@doudi/core/refusal/refusal';
import { PHOTO, staff, SYSTEM, uuid, VEHICLE, Walk, type Act } from './case.fixture.ts';
import { anySeats, diligentMeeting } from '../training/meetings.ts';

/** Rights over post × state × command: states of all five counties, at every stage, on the way and off it. */

interface Stage {
  readonly name: string;
  readonly state: CaseState;
  readonly context: CaseContext;
}

const PLACES = [
  ['hongqiao', 'hq.shaogongzhuang', '2021-11-15'], ['hongqiao', 'hq.xigu', '2021-11-15'], ['linhe', 'lh.tienan', '2022-06-15'], ['gongxian', 'gx.xunchang', '2020-11-16'], ['baoqing', 'bq.baoqing', '2022-11-15'],
  ['xixiu', 'xx.jiuzhou', '2019-04-15'],
] as const;

/** Ways a case leaves the ordinary road; each is tried at every stage where it is possible. */
const DETOURS: ((w: Walk) => void)[] = [
  (w) => void w.try('handler', 'withdraw', { reason: '撤回', signedOn: w.today }),
  (w) => void w.try('handler', 'abandon', { ground: '不配合' }),
  (w) => void w.try('village', 'object', { on: w.today, channel: 'board', named: true, major: true, text: '反映' }),
  (w) => void w.try('handler', 'returnTo', { step: 'authorise', reason: '有误' }),
  (w) => void w.try('countyHandler', 'returnTo', { step: 'opine', reason: '有误' }),
  (w) => void w.try('handler', 'useSimplified', { grounds: '情况清楚', knownBy: [uuid(1)] }),
  (w) => {
    if (w.state.verification.at !== 'platform') return;
    w.report(VEHICLE);
  },
  (w) => {
    if (w.state.verification.at === 'platform') w.report(VEHICLE).do('handler', 'notifyDiscrepancy', { text: '说明', deliveredOn: w.today, method: 'inPerson' });
  },
  (w) => {
    if (w.state.verification.at === 'platform') w.report(VEHICLE).do('handler', 'notifyDiscrepancy', { text: '说明', deliveredOn: w.today, method: 'inPerson' }).wait(9).do('handler', 'reportNoExplanation', {});
  },
  (w) => {
    const e = w.context.entrustment;
    if ('inForce' in e) w.withdrawals.push({ entrustment: e.inForce.id, from: w.today, reason: '收回' });
  },
];

function collect(): Stage[] {
  const out: Stage[] = [];
  const keep = (name: string, w: Walk): void => void out.push({ name, state: w.state, context: w.context });
  for (const [county, unit, on] of PLACES) {
    // Every stage of the ordinary road is a start for every detour.
    for (let leave = 0, moved = true; moved; leave++) {
      const start = (): Walk => {
        const w = new Walk({ county, unit, on }).apply();
        for (let i = 0; i < leave; i++) moved = w.next();
        return w;
      };
      const w = start();
      if (!moved) break;
      keep(`${county} ${leave}`, w);
      DETOURS.forEach((detour, n) => {
        const off = start();
        const before = off.state;
        detour(off);
        if (off.state === before && off.withdrawals.length === 0) return;
        keep(`${county} ${leave} detour ${n}`, off);
        if (off.next()) keep(`${county} ${leave} detour ${n} and on`, off);
      });
    }
  }
  return out;
}

const stages = collect();
/** The same states seen some days later: a notice or an explanation may be over. */
const later = (s: Stage, days: number): Stage => {
  const today = plusDays(s.context.today, days);
  return { ...s, context: { ...s.context, today, now: `${today}T10:00:00.000+08:00` } };
};

/** A payload of each command that would do if nothing but order and post were asked. */
function fitting(name: CommandName, { state: s, context: c }: Stage): unknown {
  const on = c.today;
  const missed = s.verification.discrepancy?.missed !== undefined;
  switch (name) {
    case 'receiveMaterials': case 'requireMaterial': {
      const id = missingDocuments(s, c)[0]?.id ?? 'id-card';
      return name === 'receiveMaterials' ? { materials: [id] } : { material: id };
    }
    case 'signAuthorisation':
      return { persons: personsToAuthorise(s.facts), signedOn: on, method: 'paper' };
    case 'recordReport':
      return { request: s.verification.request ?? uuid(1), number: '1', issuer: '核对机构', issuedOn: on, contradictions: [], uncovered: [], errors: [] };
    case 'recordVerificationTrouble':
      return { request: s.verification.request ?? uuid(1), kind: 'unavailable', text: '超时', attempts: 1 };
    case 'notifyDiscrepancy':
      return { text: '说明', deliveredOn: on, method: 'inPerson' };
    case 'explainDiscrepancy':
      return { text: '说明', receivedOn: on, outcome: 'accepted' };
    case 'useSimplified':
      return { grounds: '情况清楚', knownBy: [uuid(1)] };
    case 'recordInvestigation':
      return { on, investigators: [uuid(1), uuid(2)], methods: ['home'], applicantSigned: true, findings: '属实', photos: [PHOTO] };
    case 'holdMeeting': {
      const due = meetingSteps(s, c);
      const at = due.find(({ rule }) => openSteps(s, c).some((r) => r.step === rule.step)) ?? due.find(({ rule }) => !s.done[rule.step]) ?? due[0];
      const body = at?.body ?? c.policy.meetingBody('appraisal', s.applicationDate);
      return body && diligentMeeting(body, { on, place: '会议室', photo: PHOTO, seats: anySeats(body) });
    }
    case 'signReport':
      return { outcome: 'agree' };
    case 'giveOpinion':
      return { outcome: s.assessment?.eligible === false ? 'refuse' : 'grant', text: '意见' };
    case 'postNotice':
      return { on, place: '公开栏', photos: [PHOTO] };
    case 'object':
      return { on, channel: 'board', named: true, major: true, text: '反映' };
    case 'closeNotice':
      return { on, photos: [PHOTO] };
    case 'giveCountyReview': case 'giveReview': case 'agreeReview':
      return { outcome: 'agree', text: '同意' };
    case 'decide':
      return missed || s.opinion?.outcome === 'refuse' ? { outcome: 'refuse', reason: '不符合条件' } : { outcome: 'grant' };
    case 'deliver':
      return { on, method: 'inPerson', receiver: '申请人' };
    case 'deliverLetter':
      return { kind: 'supplement', number: '演示文〔2021〕1号', on, method: 'inPerson', receiver: '申请人' };
    case 'recordSelfCare':
      return { on, place: '家中', assessors: [uuid(820), uuid(821)], items: { eating: 'able', dressing: 'able', bed: 'able', toilet: 'able', walking: 'unable', bathing: 'unable' }, personSigned: true };
    case 'recordWish':
      return { form: 'home', signedBy: 'self', signedOn: on };
    case 'arrangeCare':
      return { form: 'home', mode: 'village', carer: { kind: 'village' }, guardianship: { mode: 'village', duty: '每日探视' }, agreement: { signedOn: on, until: '2099-12-31', signers: ['self', 'carer'], photos: [PHOTO] }, payee: 'self' };
    case 'changeGrade':
      return { reason: '身体变化' };
    case 'proposeChange':
      return { kind: 'stop', ground: 'voluntary', text: '自愿退出' };
    case 'reviewChange': case 'decideChange':
      return { outcome: 'agree', text: '同意' };
    case 'giveAid':
      return { form: 'cash', fen: 10_000, at: `${on}T10:00`, place: '家中', recipient: s.facts.applicant, recipientSigned: true, handlers: [uuid(820), uuid(821)], fund: 'imprest', reason: '急需', receiptFiles: [PHOTO] };
    case 'confirmGiven':
      return { payment: s.aid?.given[0]?.number ?? '无', outcome: 'agree' };
    case 'addAidReceipt':
      return { payment: s.aid?.given[0]?.number ?? '无', files: [PHOTO] };
    case 'settleGiven':
      return { payment: s.aid?.given[0]?.number ?? '无', outcome: 'stands', words: '查实' };
    case 'markEmergency': case 'declareComplex':
      return { grounds: '须立即采取措施' };
    case 'refer':
      return { matter: '危房', to: 'housing', text: '请予办理', due: on };
    case 'answerReferral':
      return { referral: s.aid?.errands[0]?.id ?? uuid(1), outcome: 'done', on, by: '承办人', text: '已办结' };
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
      return { on, visitors: [uuid(860), uuid(861)], consistent: true, findings: '属实' };
    case 'handOver': case 'askElsewhere': {
      const unit = c.policy.county.units.find((u) => (u.kind === 'township' || u.kind === 'street') && u.id !== s.unit)?.id ?? 'elsewhere';
      return name === 'handOver' ? { unit, reason: '户籍在该处', papers: ['申请书'] } : { unit, what: '房屋' };
    }
    case 'receiveHandOver':
      return {};
    case 'declineHandOver':
      return { reason: '不在本地' };
    case 'answerElsewhere':
      return { errand: s.elsewhere?.[0]?.errand ?? uuid(1), on, investigators: [uuid(1), uuid(2)], methods: ['home'], findings: '属实', applicantSigned: true };
    case 'notePlatformNumber':
      return { number: 'JM-2021-0001' };
    case 'submit':
      return { kind: 'phone', text: '电话已更正' };
    case 'answerSubmission':
      return { submission: s.submissions?.[0]?.id ?? uuid(1), outcome: 'declined', text: '已收到' };
    case 'reissueAccessCode':
      return { reason: '遗失' };
    case 'publish':
      return { on, place: '公开栏' };
    case 'file':
      return { filing: uuid(1) };
    case 'withdraw':
      return { reason: '撤回', signedOn: on };
    case 'abandon':
      return { ground: '不配合' };
    case 'returnTo':
      return { step: Object.keys(s.done).find((x) => x !== 'accept') ?? 'opine', reason: '有误' };
    case 'transfer':
      return { to: uuid(890), reason: '休假' };
    case 'extend':
      return { reason: '需外地核查', ground: 'otherPlace' };
    case 'forwardVerification': case 'reportNoExplanation': case 'tellMissing': case 'accept': case 'requestVerification': case 'assess': case 'apply':
      return {};
  }
}

const act = (name: CommandName, at: Stage): Act => ({ name, payload: payloads[name].parse(fitting(name, at)) }) as Act;
const judge = (name: CommandName, at: Stage, by: Actor): RefusalCode | undefined => {
  const d = decide(at.state, act(name, at), at.context, by, { documentNumber: '号', requestId: uuid(3) });
  return isRefusal(d) ? d.code : undefined;
};

/** Which step of the procedure an act belongs to; written down here a second time so that the code cannot excuse itself. */
const STEP_OF: Partial<Record<CommandName, StepId>> = {
  accept: 'accept', signAuthorisation: 'authorise', requestVerification: 'verify', recordInvestigation: 'investigate', assess: 'assess', giveOpinion: 'opine', giveCountyReview: 'countyReview', giveReview: 'review', agreeReview: 'agree', decide: 'decide',
  deliver: 'deliver', publish: 'publish', file: 'file', signReport: 'signReport', counterSign: 'counterSign', recordCountyVisit: 'countyVisit', recordSelfCare: 'selfCare', arrangeCare: 'care',
};
/** Who may do what no step lists: the handling body, and for some acts whoever else deals with the household. */
const OTHERS: Partial<Record<CommandName, readonly Post[]>> = {
  deliverLetter: ['handler', 'village', 'countyHandler'], recordWish: ['handler', 'countyHandler'], notePlatformNumber: ['handler', 'reviewer', 'countyHandler'],
  handOver: ['handler'], receiveHandOver: ['handler'], declineHandOver: ['handler'], askElsewhere: ['handler'], answerElsewhere: ['handler'],
  // Sent in by whoever has no account; staff answer.
  submit: [], answerSubmission: ['handler', 'countyHandler'], reissueAccessCode: ['handler'],
  // Temporary assistance: handed over by whoever is there, followed by the office and the county.
  // What a colleague wrote down is confirmed by whoever was named, of whatever post; a dispute is settled above.
  confirmGiven: POSTS, addAidReceipt: ['handler', 'village'], settleGiven: ['leader', 'countyHandler', 'countyLeader'],
  giveAid: ['handler', 'village'], markEmergency: ['handler', 'village', 'reviewer', 'leader'], declareComplex: ['handler', 'reviewer', 'countyHandler', 'reviewHead', 'leader'], refer: ['handler', 'reviewer', 'countyHandler'], answerReferral: ['handler', 'reviewer', 'countyHandler'],
  // What was overpaid: found by the handling office or the county, established, checked and decided by others.
  proposeRecovery: ['handler', 'countyHandler'], noteRecoveryAnswer: ['handler', 'countyHandler'], remindRecovery: ['handler', 'countyHandler'], recordReceipt: ['handler', 'countyHandler'], proposeWaiver: ['handler', 'countyHandler'],
  establishRecovery: ['reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'], correctRecovery: ['reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'], confirmReceipt: ['reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'],
  agreeInstalments: ['reviewHead', 'leader', 'countyHandler', 'countyLeader'], escalateRecovery: ['reviewHead', 'leader', 'countyHandler', 'countyLeader'], decideWaiver: ['leader', 'countyLeader'], noteEscalation: ['handler', 'countyHandler', 'reviewHead', 'leader', 'countyLeader'],
  tellMissing: ['handler'], requireMaterial: ['handler'], notifyDiscrepancy: ['handler'], explainDiscrepancy: ['handler'], reportNoExplanation: ['handler'], useSimplified: ['handler'], abandon: ['handler'],
  receiveMaterials: ['handler', 'village'], withdraw: ['handler', 'village'], forwardVerification: ['countyHandler'], object: ['village', 'handler', 'reviewer', 'countyHandler'], closeNotice: ['handler', 'countyHandler'],
  transfer: ['handler', 'reviewHead', 'leader', 'countyLeader'], extend: ['handler', 'reviewer', 'leader', 'countyHandler', 'countyLeader'], returnTo: ['handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'], recordReport: [], recordVerificationTrouble: [],
};

const listed = (name: CommandName, { state: s, context: c }: Stage): readonly Post[] => {
  const p = procedureOf(s, c);
  const step = name === 'postNotice' ? noticeStep(s, c) : STEP_OF[name];
  if (step) return ruleFor(p, step)?.by ?? [];
  // What was granted is changed by the posts that granted it: proposed as opined, reviewed as reviewed, decided as decided.
  if (name === 'proposeChange') return ruleFor(p, 'opine')?.by ?? [];
  if (name === 'reviewChange') return (ruleFor(p, 'review') ?? ruleFor(p, 'countyReview') ?? ruleFor(p, 'meeting'))?.by ?? [];
  if (name === 'decideChange' || name === 'changeGrade') return ruleFor(p, 'decide')?.by ?? [];
  if (name === 'holdMeeting') return p.steps.flatMap((r) => (r.body === undefined ? [] : r.by));
  return OTHERS[name] ?? [];
};

const RECOVERY = COMMANDS.filter((k) => isRecoveryCommand(k));
/** What may still be done once a case is closed: service, publication, filing; letters of later changes; what the household sends in and its answer. */
const AFTER: ReadonlySet<CommandName> = new Set<CommandName>(['deliver', 'publish', 'file', 'deliverLetter', 'notePlatformNumber', 'recordCountyVisit', 'submit', 'answerSubmission', 'reissueAccessCode', 'recordSelfCare', 'recordWish', 'arrangeCare', 'changeGrade', 'proposeChange', 'reviewChange', 'decideChange', 'giveAid', 'confirmGiven', 'addAidReceipt', 'settleGiven', 'refer', 'answerReferral', ...RECOVERY]);
/** Of these, what only a granted benefit can undergo. */
const OF_A_GRANT = ['recordSelfCare', 'recordWish', 'arrangeCare', 'changeGrade', 'proposeChange', 'reviewChange', 'decideChange'] as const;

/** A stage by number and the days since: numbers, so that a counterexample can be read. */
const stage = fc.tuple(fc.nat(stages.length - 1), fc.constantFrom(0, 0, 3, 8, 15));
const stageAt = ([i, days]: [number, number]): Stage => later(stages[i] as Stage, days);
const command = fc.constantFrom(...COMMANDS.filter((k) => k !== 'apply'));
const post = fc.constantFrom(...POSTS);
/** Codes that speak of order or post: what a button must have said before it was pressed. */
const ORDER: readonly (RefusalCode | undefined)[] = ['rights.denied', 'step.order', 'step.absent', 'step.done', 'case.closed', 'person.same', 'person.related', 'entrustment.none', 'notice.running', 'verification.pending', 'authorisation.missing', 'extension.done', 'materials.told'];

describe('rights', () => {
  it('the stages come from every county, open and closed, disputed, simplified, returned and withdrawn from delegation', () => {
    expect(stages.length).toBeGreaterThan(400);
    const all = stages.map((s) => s.state);
    for (const status of ['applied', 'accepted', 'granted', 'withdrawn', 'abandoned'] as const) expect(all.some((s) => s.status === status), status).toBe(true);
    expect(all.some((s) => s.disputed) && all.some((s) => s.simplified) && all.some((s) => s.returned) && all.some((s) => s.verification.discrepancy?.missed)).toBe(true);
    expect(stages.some((s) => 'none' in s.context.entrustment && s.state.route.organ === 'unit')).toBe(true);
  });

  it('[HQ-37, HQ-43, HQ-44] an act by a post that the step of the procedure does not list is refused, whatever the state', () => {
    fc.assert(
      fc.property(stage, command, post, (drawn, name, by) => {
        const at = stageAt(drawn);
        const route = { ...at, state: routed(at.state, at.context) };
        if (listed(name, route).includes(by)) return;
        const code = judge(name, at, staff(by));
        expect(code, `${at.name} ${name} ${by}`).toBeDefined();
      }),
      { numRuns: 4000 },
    );
  });

  it('[GX-57, LH-67] no village post accepts, verifies, assesses, opines, reviews or confirms in any state', () => {
    for (const at of stages) for (const name of ['accept', 'requestVerification', 'assess', 'giveOpinion', 'giveReview', 'agreeReview', 'giveCountyReview', 'decide', 'postNotice', 'closeNotice'] as const) expect(judge(name, at, staff('village')), `${at.name} ${name}`).toBeDefined();
  });

  it('the system records what the platform answers and nothing else; no post of staff can do so in its name', () => {
    fc.assert(
      fc.property(stage, command, post, (drawn, name, by) => {
        const at = stageAt(drawn);
        const answers = name === 'recordReport' || name === 'recordVerificationTrouble';
        if (!answers) expect(judge(name, at, SYSTEM)).toBe(isOpen(at.state) || AFTER.has(name) ? 'rights.denied' : 'case.closed');
        else expect(judge(name, at, { user: 'system', post: by, unit: 'any' })).toBe(isOpen(at.state) ? 'rights.denied' : 'case.closed');
      }),
      { numRuns: 2000 },
    );
  });

  it('a closed case accepts nothing but what follows the decision, from nobody, and one that granted nothing no change', () => {
    const closed = stages.filter((s) => !isOpen(s.state));
    expect(closed.length).toBeGreaterThan(50);
    for (const at of closed)
      for (const name of COMMANDS) {
        if (name === 'apply' || AFTER.has(name)) continue;
        for (const by of [...POSTS.map((p) => staff(p)), SYSTEM]) expect(judge(name, at, by), `${at.name} ${name}`).toBe('case.closed');
      }
    for (const at of closed.filter((s) => s.state.status === 'withdrawn' || s.state.status === 'abandoned')) for (const name of ['deliver', 'publish', 'file'] as const) for (const by of POSTS) expect(judge(name, at, staff(by)), `${at.name} ${name}`).toBeDefined();
    for (const at of closed.filter((s) => s.state.status !== 'granted')) for (const name of OF_A_GRANT) for (const by of POSTS) expect(judge(name, at, staff(by)), `${at.name} ${name}`).toBeDefined();
  });

  it('a relative of the household can only pass the case on', () => {
    fc.assert(
      fc.property(stage, command, post, (drawn, name, by) => {
        const at = stageAt(drawn);
        if (name === 'transfer' || name === 'recordReport' || name === 'recordVerificationTrouble') return;
        const kin = { ...at, context: { ...at.context, related: [staff(by).user] } };
        expect(judge(name, kin, staff(by))).toBeDefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('[HQ-37, BQ-10, GX-04] who accepted a case is never the one who confirms it, under any post', () => {
    for (const at of stages) {
      const by = at.state.done.accept?.by.user;
      if (by) for (const p of POSTS) expect(judge('decide', at, { user: by, post: p, unit: 'any' }), at.name).toBeDefined();
    }
  });
});

describe('buttons', () => {
  it('one shown as closed is refused with the same code; one shown as open is not refused for order or post', () => {
    fc.assert(
      fc.property(stage, post, fc.nat(2), (drawn, by, nth) => {
        const at = stageAt(drawn);
        const actor = staff(by, nth);
        for (const b of available(at.state, at.context, actor)) {
          const code = judge(b.command, at, actor);
          const what = `${at.name} ${b.command} ${by} ${at.context.today}`;
          if (b.refusal) expect(code, what).toBe(b.refusal.code);
          else expect(ORDER.includes(code), `${what} ${code ?? ''}`).toBe(false);
        }
      }),
      { numRuns: 700 },
    );
  });

  it('every step that stands open can be taken by somebody of the posts it lists', () => {
    for (const at of stages) {
      for (const rule of openSteps(routed(at.state, at.context), at.context)) {
        if (rule.step === 'verify' || rule.step === 'notice' || rule.step === 'countyNotice') continue;
        const name = COMMANDS.find((k) => STEP_OF[k] === rule.step) ?? 'holdMeeting';
        expect(rule.by.some((p) => judge(name, at, staff(p, 7)) === undefined), `${at.name} ${rule.step}`).toBe(true);
      }
    }
  });

  it('a refused act leaves no trace', () => {
    const frozen = JSON.stringify(stages.map((s) => s.state));
    for (const at of stages.slice(0, 60)) for (const name of COMMANDS) if (name !== 'apply') for (const p of POSTS) judge(name, at, staff(p));
    expect(JSON.stringify(stages.map((s) => s.state))).toBe(frozen);
  });
});
