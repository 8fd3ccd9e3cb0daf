import type { Actor } from '@doudi/core/case/actions';
import { plusDays } from '@doudi/core/calendar/date';
import type { AidFund } from '@doudi/core/case/aid/payloads';
import { givenFen } from '@doudi/core/case/aid/evolve';
import { waitsFor } from '@doudi/core/case/aid/given';
import { localMinute } from '@doudi/core/case/aid/rules';
import { diligentCare, diligentSelfCare, diligentWish } from './care.ts';
import type { Command, Payload } from '@doudi/core/case/commands';
import { requiredDocuments } from '@doudi/core/case/documents';
import { openSteps, type CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import type { MeetingBody, Post } from '@doudi/core/policy/model';
import type { VisitDay } from './visits.ts';
import { anySeats, diligentMeeting, type Seat } from './meetings.ts';

/** Staff of a unit and of the county, as far as a case needs them. */
export interface Crew {
  readonly of: (post: Post, nth?: number) => Actor;
}

export type Move = { readonly command: Exclude<Command, { name: 'apply' }>; readonly actor: Actor; /** Working days that usually pass before this is done. */ readonly wait: number };

export interface Plot {
  /** The photograph that stands for all proofs of this case. */
  readonly photo: string;
  /** Text of the household's board. */
  readonly board: string;
  readonly request: () => string;
  /** Institutions with places, for whoever chooses one. */
  readonly institution?: string | undefined;
  /** Out of what relief is handed over; the imprest when absent. */
  readonly fund?: AidFund;
  /** Who sits in a standing body; nobody in particular when absent. */
  readonly seats?: (body: MeetingBody) => readonly Seat[];
  /** When the household was visited that is written down today; today, nobody knows when, if absent. */
  readonly visit?: (s: CaseState, today: string) => VisitDay;
}

/** What a diligent office hands over before the decision, in fen. */
const RELIEF = 50_000;

/** What a body settles besides its vote: the sum above the table, and whom a consultation charges with what. */
function settled(s: CaseState, body: MeetingBody, on: string): Pick<Payload<'holdMeeting'>, 'fixedFen' | 'consultation'> {
  return {
    ...(body.fixes === 'amount' && s.opinion?.special ? { fixedFen: Math.max(s.opinion.monthlyFen, givenFen(s)) } : {}),
    ...(body.kind === 'consultation' ? { consultation: { route: 'departments', difficulties: '住院费用高，家中无人照料。', risks: '无力续缴费用，可能中断治疗。', measures: ['给予临时救助', '协调医疗救助'], duties: [{ organ: '医疗保障局', duty: '审核医疗救助', due: plusDays(on, 15) }] } } : {}),
  };
}

const GRANT = '经调查核实，家庭收入和财产符合规定，拟予确认。';
const REFUSE = '经调查核实，家庭经济状况不符合规定，拟不予确认。';

/** The ordinary next act in a case, by whoever may take it: what a diligent office does. Undefined when nothing is open. */
export function nextMove(s: CaseState, c: CaseContext, crew: Crew, plot: Plot): Move | undefined {
  const rule = openSteps(s, c)[0];
  // What a colleague wrote down of a hand-over is confirmed before anything else.
  const unconfirmed = (s.aid?.given ?? []).find((g) => g.settled === undefined && waitsFor(g).length > 0);
  const second = unconfirmed && [0, 1].map((nth) => crew.of('handler', nth)).find((a) => waitsFor(unconfirmed).includes(a.user));
  if (unconfirmed && second) return { command: { name: 'confirmGiven', payload: { payment: unconfirmed.number, outcome: 'agree', words: '' } }, actor: second, wait: 1 };
  if (!rule) return undefined;
  const by = (nth = 0): Actor => crew.of(rule.by[0] ?? 'handler', nth);
  const on = c.today;
  switch (rule.step) {
    case 'accept':
      return { command: { name: 'accept', payload: {} }, actor: by(), wait: 0 };
    case 'authorise':
      return { command: { name: 'signAuthorisation', payload: { persons: personsToAuthorise(s.facts), signedOn: on, method: 'paper' } }, actor: by(), wait: 0 };
    case 'verify': {
      const v = s.verification;
      if (v.at === 'none') return { command: { name: 'requestVerification', payload: {} }, actor: by(), wait: 0 };
      if (v.at === 'county') return { command: { name: 'forwardVerification', payload: { note: '' } }, actor: crew.of('countyHandler'), wait: 1 };
      if (v.at === 'platform' && v.request)
        return { command: { name: 'recordReport', payload: { request: v.request, number: `核〔${on.slice(0, 4)}〕${s.number.slice(-4)}`, issuer: '居民家庭经济状况核对机构', issuedOn: on, contradictions: [], uncovered: ['securities'], errors: [] } }, actor: { user: 'system', post: 'system', unit: s.unit }, wait: 2 };
      return undefined;
    }
    case 'investigate':
      return { command: { name: 'recordInvestigation', payload: { on, ...plot.visit?.(s, on), investigators: [crew.of('handler', 0).user, crew.of('handler', 1).user], methods: ['home', 'neighbour'], applicantSigned: true, neighbours: 2, findings: '家庭实际生活状况与申报一致，住房简陋，无高价值物品。', photos: [plot.photo] } }, actor: by(), wait: 1 };
    case 'appraise': case 'deliberate': case 'leadership': case 'meeting': case 'jointMeeting': case 'consult': {
      const body = rule.body === undefined ? undefined : c.policy.meetingBody(rule.body, s.applicationDate);
      return body && { command: { name: 'holdMeeting', payload: { ...diligentMeeting(body, { on, place: body.composition === 'counted' ? plot.board : '会议室', photo: plot.photo, seats: (plot.seats ?? anySeats)(body) }), ...settled(s, body, on) } }, actor: by(), wait: 2 };
    }
    case 'relieve':
      return { command: { name: 'giveAid', payload: { form: 'cash', fen: RELIEF, goods: '', at: localMinute(c.now), place: s.facts.address, recipient: s.facts.applicant, recipientSigned: true, handlers: [by().user, crew.of(rule.by[0] ?? 'handler', 1).user], fund: plot.fund ?? 'imprest', reason: s.facts.event?.text ?? s.facts.statement, receiptFiles: [plot.photo], photos: [] } }, actor: by(), wait: 0 };
    case 'signReport':
      return { command: { name: 'signReport', payload: { outcome: 'agree', text: '同意综合意见，报班子会议审议。' } }, actor: by(), wait: 1 };
    case 'selfCare':
      return { command: { name: 'recordSelfCare', payload: diligentSelfCare(s, on, [crew.of(rule.by[0] ?? 'handler', 0).user, crew.of(rule.by[0] ?? 'handler', 1).user], plot.photo) }, actor: by(), wait: 1 };
    case 'care':
      return s.care?.wish ? { command: { name: 'arrangeCare', payload: diligentCare(s, on, plot) }, actor: by(), wait: 1 } : { command: { name: 'recordWish', payload: diligentWish(s, on, plot.institution !== undefined) }, actor: crew.of('handler'), wait: 0 };
    case 'assess':
      return { command: { name: 'assess', payload: {} }, actor: by(), wait: 0 };
    case 'opine':
      return { command: { name: 'giveOpinion', payload: s.assessment?.eligible ? { outcome: 'grant', text: GRANT } : { outcome: 'refuse', text: REFUSE } }, actor: by(), wait: 1 };
    case 'notice': case 'countyNotice': {
      const running = s.notices.at(-1);
      if (running && !running.closedOn) return c.today > running.until ? { command: { name: 'closeNotice', payload: { on, photos: [plot.photo] } }, actor: by(), wait: 0 } : undefined;
      return { command: { name: 'postNotice', payload: { on, place: plot.board, photos: [plot.photo] } }, actor: by(), wait: 1 };
    }
    case 'countyReview':
      return { command: { name: 'giveCountyReview', payload: { outcome: 'agree', text: '材料齐全，程序合规，同意。', homeVisit: c.relativeFiled, visitors: c.relativeFiled ? [crew.of('countyHandler').user, crew.of('countyHandler', 1).user] : [] } }, actor: by(), wait: 2 };
    case 'review':
      return { command: { name: 'giveReview', payload: { outcome: 'agree', text: '材料齐全，测算无误，同意初审意见。' } }, actor: by(), wait: 1 };
    case 'agree':
      return { command: { name: 'agreeReview', payload: { outcome: 'agree', text: '' } }, actor: by(), wait: 0 };
    case 'counterSign':
      return { command: { name: 'counterSign', payload: { text: '家庭成员与工作人员有近亲属关系，已单独登记备案，当事人回避。' } }, actor: by(), wait: 1 };
    case 'countyVisit':
      return { command: { name: 'recordCountyVisit', payload: { on, visitors: [crew.of('countyHandler').user, crew.of('countyHandler', 1).user], consistent: true, findings: '县级入户核实，与申报一致。', photos: [plot.photo] } }, actor: by(), wait: 2 };
    case 'decide':
      return { command: { name: 'decide', payload: s.verification.discrepancy?.missed ? { outcome: 'refuse', reason: '核对结果与申报不符，收到告知书后逾期未作说明。' } : s.opinion?.outcome === 'refuse' ? { outcome: 'refuse', reason: '家庭月人均收入不低于当地最低生活保障标准。' } : { outcome: 'grant', reason: '' } }, actor: by(), wait: 1 };
    case 'deliver':
      return { command: { name: 'deliver', payload: { on, method: 'inPerson', receiver: '申请人', photos: [] } }, actor: by(), wait: 1 };
    case 'publish':
      return { command: { name: 'publish', payload: { on, place: plot.board } }, actor: by(), wait: 0 };
    case 'file':
      return undefined;
  }
}

/** Papers an applicant brings when all is in order. */
export const allPapers = (c: CaseContext, s: Pick<CaseState, 'facts' | 'agent'>): string[] => requiredDocuments(c.programme, s.facts, s.agent).map((d) => d.id);
