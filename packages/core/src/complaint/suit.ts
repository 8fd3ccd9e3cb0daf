import type { Happening, MatterHead } from '../matter/model.ts';
import { isRefusal, refuse, type Refusal } from '../refusal/refusal.ts';
import { term, type ComplaintBodies, type ComplaintContext, type SuitState } from './model.ts';
import type { ComplaintPayloads } from './payloads.ts';
import { CORRECTED_AFTER, KIND_LABELS, SUIT_RESULT_LABELS } from './words.ts';

type Acts = readonly Happening<ComplaintBodies>[] | Refusal;

/** The bureau is the respondent, whoever decided in its name; its answer is due from the day the copy arrived. */
export function lodge(p: ComplaintPayloads['lodge'], c: ComplaintContext): Acts {
  if (!c.about) throw new Error('a suit needs whom it is about');
  if (p.receivedOn > c.today) return refuse('date.order', '收到日期晚于今天');
  const t = term(c, p.kind === 'reconsideration' ? 'complaint.respond-reconsideration' : 'complaint.respond-litigation', p.receivedOn);
  if (isRefusal(t)) return t;
  return [{ kind: 'suitLodged', body: { kind: p.kind, organ: p.organ, docket: p.docket, receivedOn: p.receivedOn, about: c.about, claim: p.claim, respondBy: t.date } }];
}

export function decideSuit(s: SuitState, command: { [N in keyof ComplaintPayloads]: { name: N; payload: ComplaintPayloads[N] } }[keyof ComplaintPayloads], c: ComplaintContext): Acts {
  const answer = s.kind === 'reconsideration' ? '书面答复' : '答辩';
  switch (command.name) {
    case 'respond':
      if (s.responded) return refuse('step.done', `已经提交${answer}`);
      if (s.result) return refuse('case.closed', '已有结果');
      if (command.payload.on > c.today || command.payload.on < s.receivedOn) return refuse('date.order', '日期应在收到之后、今天之前');
      return [{ kind: 'suitResponded', body: command.payload }];
    case 'hearing':
      if (s.result) return refuse('case.closed', '已有结果');
      if (command.payload.on < s.receivedOn) return refuse('date.order', '听证、开庭早于收到申请');
      return [{ kind: 'suitHearing', body: command.payload }];
    case 'result':
      if (s.result) return refuse('step.done', '已经登记结果');
      if (command.payload.on > c.today || command.payload.on < s.receivedOn) return refuse('date.order', '日期应在收到之后、今天之前');
      if (!s.responded && command.payload.result !== 'withdrawn') return refuse('step.order', `还没有提交${answer}`, { missing: [answer] });
      return [{ kind: 'suitResult', body: command.payload }];
    case 'correct':
      if (!s.result || !CORRECTED_AFTER.has(s.result.result)) return refuse('step.absent', '没有须改正的结果');
      if (s.corrected) return refuse('step.done', '已经改正');
      if (s.about.case !== undefined && c.caseMoved !== true) return refuse('step.order', `案件 ${s.about.caseNumber ?? ''} 自结果登记以来没有任何办理，尚未改正`, { missing: ['在案件上按结果重新办理、变更或者追回、补发'], allowed: ['打开案件办理'] });
      return [{ kind: 'suitCorrected', body: command.payload }];
    default:
      return refuse('step.absent', '复议、诉讼没有这一步');
  }
}

export function suitHead(s: SuitState, next = nextHearing(s)): MatterHead {
  const common = { title: `${KIND_LABELS[s.kind]}：${s.organ}${s.docket ? ` ${s.docket}` : ''}`, unit: s.about.unit ?? null, shown: s.about.unit !== undefined, waits: 'county' as const, aboutCase: s.about.case };
  if (s.result && (s.corrected || !CORRECTED_AFTER.has(s.result.result))) return { ...common, status: 'closed', statusText: SUIT_RESULT_LABELS[s.result.result], waits: null, closedOn: s.corrected?.on ?? s.result.on };
  if (s.result) return { ...common, status: 'toCorrect', statusText: `${SUIT_RESULT_LABELS[s.result.result]}，待改正`, next: '按结果改正案件' };
  if (!s.responded) return { ...common, status: 'received', statusText: '待答复', next: s.kind === 'reconsideration' ? '提交书面答复和证据' : '提交答辩状和证据', dueOn: s.respondBy };
  return { ...common, status: 'responded', statusText: '已答复', next: next ? `${next.on} ${next.at} ${s.kind === 'reconsideration' ? '听证' : '开庭'}` : '登记结果', dueOn: next?.on };
}

const nextHearing = (s: SuitState): SuitState['hearings'][number] | undefined => s.hearings.toSorted((a, b) => (a.on < b.on ? 1 : -1))[0];
