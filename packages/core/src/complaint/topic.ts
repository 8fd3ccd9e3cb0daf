import { shanghaiTime } from '../calendar/date.ts';
import type { ActOf, CommandOf, MatterActor, MatterTopic } from '../matter/model.ts';
import { refuse } from '../refusal/refusal.ts';
import type { ComplaintBodies, ComplaintContext, ComplaintState, PetitionState, SuitState } from './model.ts';
import type { ComplaintPayloads } from './payloads.ts';
import { decidePetition, isCounty, petitionHead, register } from './petition.ts';
import { decideSuit, lodge, suitHead } from './suit.ts';

const petition = (s: ComplaintState | undefined): PetitionState => {
  if (s?.course !== 'petition') throw new RangeError('a complaint begins with its registration');
  return s;
};
const suit = (s: ComplaintState | undefined): SuitState => {
  if (s?.course !== 'suit') throw new RangeError('a suit begins when it is lodged');
  return s;
};

function decide(s: ComplaintState | undefined, command: CommandOf<ComplaintPayloads>, c: ComplaintContext, actor: MatterActor): ReturnType<MatterTopic<ComplaintState, ComplaintBodies, ComplaintPayloads, ComplaintContext>['decide']> {
  if (command.name === 'register' || command.name === 'lodge') {
    if (s) return refuse('step.done', '已经登记');
    return command.name === 'register' ? register(command.payload, c, actor) : lodge(command.payload, c);
  }
  return s?.course === 'suit' ? decideSuit(s, command, c) : decidePetition(petition(s), command, c, actor);
}

/** Acts of 0.4 do not say who took it: an office whose post wrote them. */
const takenBefore = (act: Pick<ActOf<ComplaintBodies>, 'actor'>): string | null => (isCounty(act.actor) || act.actor.post === 'public' || act.actor.post === 'system' ? null : act.actor.unit);

function evolve(s: ComplaintState | undefined, act: ActOf<ComplaintBodies>, id: string): ComplaintState {
  const on = shanghaiTime(act.at).slice(0, 10);
  switch (act.kind) {
    case 'complaintRegistered':
      return { course: 'petition', id, registeredAt: act.at, ...act.body, takenBy: act.body.takenBy ?? takenBefore(act), transfers: [], supervised: [], investigations: [], reviews: [] };
    case 'complaintAccepted':
      return { ...petition(s), accepted: { on }, answerBy: act.body.answerBy };
    case 'complaintDeclined':
      return { ...petition(s), declined: { ...act.body, on } };
    case 'complaintTransferred':
      return { ...petition(s), holder: act.body.unit, department: act.body.department, transfers: [...petition(s).transfers, { ...act.body, on }] };
    case 'complaintLinked': {
      const p = petition(s);
      return { ...p, about: act.body.about, secret: act.body.secret, holder: act.body.secret ? null : p.holder };
    }
    case 'complaintExtended':
      return { ...petition(s), extended: act.body.reason, answerBy: act.body.answerBy };
    case 'complaintSupervised':
      return { ...petition(s), supervised: [...petition(s).supervised, { ...act.body, on }] };
    case 'complaintInvestigated':
      return { ...petition(s), investigations: [...petition(s).investigations, act.body] };
    case 'complaintDisposed':
      return { ...petition(s), disposed: { ...act.body, on } };
    case 'complaintAnswered':
      return { ...petition(s), answered: act.body };
    case 'complaintWithdrawn':
      return { ...petition(s), withdrawn: { ...act.body, on } };
    case 'complaintShown':
      // What is kept secret again is the bureau's own.
      return { ...petition(s), secret: !act.body.shown, holder: act.body.shown ? petition(s).holder : null };
    case 'complaintFilesShown':
      return petition(s);
    case 'complaintCodeIssued':
      return { ...petition(s), codeIssue: act.body.issue, codeIssued: { on, way: act.body.way } };
    case 'complaintRated': {
      const p = petition(s);
      return { ...p, ratedOn: on, answered: p.answered && { ...p.answered, satisfaction: act.body.satisfaction } };
    }
    case 'complaintReviewAsked': {
      const { level, answerBy, ...asked } = act.body;
      return { ...petition(s), reviews: [...petition(s).reviews, { level, answerBy, asked }] };
    }
    case 'complaintReviewed': {
      const p = petition(s);
      return { ...p, reviews: p.reviews.map((r, i) => (i === p.reviews.length - 1 ? { ...r, answered: act.body } : r)) };
    }
    case 'suitLodged': {
      const { claim, ...body } = act.body;
      return { course: 'suit', id, ...body, text: claim, hearings: [] };
    }
    case 'suitResponded':
      return { ...suit(s), responded: act.body };
    case 'suitHearing':
      return { ...suit(s), hearings: [...suit(s).hearings, act.body] };
    case 'suitResult':
      return { ...suit(s), result: { ...act.body, at: act.at } };
    case 'suitCorrected':
      return { ...suit(s), corrected: { text: act.body.text, on } };
  }
}

/** 信访、投诉、举报、求助、咨询: answer, accept, dispose, feed back [LH-34]; 复议、诉讼: answer, hearing, result, correction [HQ-28]. */
export const complaintTopic: MatterTopic<ComplaintState, ComplaintBodies, ComplaintPayloads, ComplaintContext> = {
  id: 'complaint',
  labels: {
    complaintRegistered: '登记', complaintAccepted: '受理', complaintDeclined: '不予受理', complaintTransferred: '转办', complaintLinked: '查明对象', complaintExtended: '延长办理期限', complaintSupervised: '督办', complaintInvestigated: '调查核实',
    complaintDisposed: '处置', complaintAnswered: '反馈', complaintWithdrawn: '撤回', complaintShown: '改变保密', complaintFilesShown: '给单位看调查材料', complaintCodeIssued: '发新的查询码', complaintRated: '反映人评价', complaintReviewAsked: '请求复查（复核）', complaintReviewed: '复查（复核）结果',
    suitLodged: '收到复议（诉讼）', suitResponded: '提交答复（答辩）', suitHearing: '听证（开庭）', suitResult: '复议（诉讼）结果', suitCorrected: '按结果改正',
  },
  decide, evolve,
  head: (s) => (s.course === 'suit' ? suitHead(s) : petitionHead(s)),
};
