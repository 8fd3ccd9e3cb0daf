import type { Actor } from '@doudi/core/case/actions';
import type { Command } from '@doudi/core/case/commands';
import { requiredDocuments } from '@doudi/core/case/documents';
import { openSteps, type CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import type { Post } from '@doudi/core/policy/model';

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
}

const GRANT = '经调查核实，家庭收入和财产符合规定，拟予确认。';
const REFUSE = '经调查核实，家庭经济状况不符合规定，拟不予确认。';

/** The ordinary next act in a case, by whoever may take it: what a diligent office does. Undefined when nothing is open. */
export function nextMove(s: CaseState, c: CaseContext, crew: Crew, plot: Plot): Move | undefined {
  const rule = openSteps(s, c)[0];
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
      return { command: { name: 'recordInvestigation', payload: { on, investigators: [crew.of('handler', 0).user, crew.of('handler', 1).user], methods: ['home', 'neighbour'], applicantSigned: true, neighbours: 2, findings: '家庭实际生活状况与申报一致，住房简陋，无高价值物品。', photos: [plot.photo] } }, actor: by(), wait: 1 };
    case 'appraise':
      return { command: { name: 'holdMeeting', payload: { kind: 'appraisal', on, place: plot.board, chair: '主持人', expected: 12, present: 11, members: [], votesFor: 10, votesAgainst: 0, abstained: 1, minutes: '宣讲政策、介绍情况、现场评议、形成结论、签字确认。', photos: [plot.photo] } }, actor: by(), wait: 2 };
    case 'meeting':
      return { command: { name: 'holdMeeting', payload: { kind: 'leadingGroup', on, place: '会议室', chair: '组长', expected: 5, present: 5, members: [], votesFor: 5, votesAgainst: 0, abstained: 0, minutes: '听取经办人员汇报，集体研究，同意审核意见。', photos: [] } }, actor: by(), wait: 1 };
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
export const allPapers = (c: CaseContext, s: Pick<CaseState, 'facts' | 'agent'>): string[] => requiredDocuments(c.programme, s.facts, s.agent !== undefined).map((d) => d.id);
