import * as z from 'zod';
import { plusMonths } from '../calendar/date.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { AnyPost } from '../rights/permissions.ts';

/** Where a lead came from. Of one that is kept secret the unit reads `county` only. */
export const LEAD_SOURCES = { warning: '预警', complaint: '信访投诉', check: '核查', village: '村（居）报告', counter: '窗口反映', county: '县级交办' } as const;
export type LeadSource = keyof typeof LEAD_SOURCES;

export const ANSWERS = ['valid', 'explained', 'stop'] as const;
export type Answer = (typeof ANSWERS)[number];
/** State of a hit: open, answered in one of three ways, or gone because the fact is gone. */
export type HitStatus = 'open' | Answer | 'gone';
export const HIT_LABELS: Readonly<Record<HitStatus, string>> = { open: '待答复', valid: '属实', explained: '可以解释', stop: '属实，不再符合条件', gone: '情况已不存在' };

/** What follows from an answer that something is true; done in the case or at the counter, never by the warning itself. */
export const NEXT_STEPS = { change: '提出变更', end: '提出终止', visit: '入户复核', recovery: '提出追回', apply: '告知并协助申请', none: '不需要' } as const;
export type NextStep = keyof typeof NEXT_STEPS;
const NEXT_STEP_IDS = Object.keys(NEXT_STEPS) as [NextStep, ...NextStep[]];

/** What may follow from each answer: from what is true something, from what ends the right its end or the money back, from what is explained nothing. */
export const NEXT_OF: Readonly<Record<Answer, readonly NextStep[]>> = { valid: ['change', 'end', 'visit', 'recovery', 'apply'], explained: ['none'], stop: ['end', 'recovery'] };

/** Actions of a case that fulfil what an answer announced. */
export const FULFILS: Readonly<Record<NextStep, readonly string[]>> = { change: ['changeProposed'], end: ['changeProposed'], visit: ['investigated'], recovery: ['recoveryProposed'], apply: [], none: [] };

/** Signs that an answer has: fewer explain nothing. */
export const ANSWER_LENGTH = { min: 4, max: 1000 } as const;

export const answerPayload = z.strictObject({
  hit: z.uuid(),
  answer: z.enum(ANSWERS),
  text: z.string().trim().min(ANSWER_LENGTH.min).max(ANSWER_LENGTH.max),
  /** Papers of the case that prove it. */
  files: z.array(z.uuid()).max(10).default([]),
  next: z.enum(NEXT_STEP_IDS).default('none'),
});
export type AnswerPayload = z.output<typeof answerPayload>;

export interface HitToAnswer {
  readonly status: HitStatus;
  /** Whether the rule asks for a paper; a lead about nobody's case has none to show. */
  readonly proof: boolean;
  readonly ofCounty: boolean;
}

interface AnswerTerms {
  readonly today: string;
  readonly post: AnyPost;
  /** Months for which an explanation, and for which anything else, holds before the same fact is asked about again. */
  readonly explainedMonths: number;
  readonly heldMonths: number;
}

/** Judges an answer. @returns until when it holds, or why it is refused. What is true needs a next step: a warning answered "true" and left there is not answered. */
export function judgeAnswer(hit: HitToAnswer, p: AnswerPayload, terms: AnswerTerms): { readonly expiresOn: string } | Refusal {
  if (hit.status !== 'open') return refuse('step.done', '这条疑点已经答复', { allowed: ['刷新后再看；情况有变化时系统会再次提示'] });
  const county = terms.post === 'countyHandler' || terms.post === 'countyLeader';
  if (hit.ofCounty && !county) return refuse('rights.denied', '这条线索由县级民政部门核实');
  if (!hit.ofCounty && county) return refuse('rights.denied', '疑点由经办单位核实答复，县级只督促', { allowed: ['请经办单位答复；逾期的列入督办'] });
  if (hit.proof && p.files.length === 0) return refuse('input.invalid', '答复须附证明材料', { missing: ['上传到个案的照片或扫描件'], fields: [{ path: 'body.files', message: '至少一份材料' }] });
  if (NEXT_OF[p.answer].includes(p.next)) return { expiresOn: plusMonths(terms.today, p.answer === 'explained' ? terms.explainedMonths : terms.heldMonths) };
  if (p.answer !== 'explained' && p.next === 'none') return refuse('input.invalid', '属实的，须写明下一步怎么办', { fields: [{ path: 'body.next', message: '请选择下一步' }] });
  if (p.answer === 'explained') return refuse('input.invalid', '可以解释的，不需要下一步', { fields: [{ path: 'body.next', message: '选“不需要”' }] });
  return refuse('input.invalid', '不再符合条件的，须提出终止或者追回', { fields: [{ path: 'body.next', message: '选“提出终止”或“提出追回”' }] });
}

/** Of what was answered, how much was true: valid and stop of all answers, in percent; null where nothing was answered. */
export const yieldPercent = (n: { readonly valid: number; readonly explained: number; readonly stop: number }): number | null => {
  const all = n.valid + n.explained + n.stop;
  return all === 0 ? null : Math.round(((n.valid + n.stop) * 1000) / all) / 10;
};
