import { describe, expect, test } from 'vitest';
import { WorkCalendar } from '../calendar/calendar.ts';
import { isRefusal } from '../refusal/refusal.ts';
import { answerPayload, judgeAnswer, yieldPercent, type AnswerPayload, type HitToAnswer } from './answers.ts';
import { answerBy, ruleLine, tuned, warningRuleSchema, warningRulesSchema } from './rules.ts';

const calendar = new WorkCalendar({ years: { 2021: { weekday_off: [], weekend_work: [] } } });
const vehicles = warningRuleSchema.parse({ id: 'R04', label: '名下有机动车', kind: 'listHit', side: 'out', lists: ['vehicles'], threshold: 12, deadline: { n: 3, unit: 'wd' }, effect: 'lead' });
const review = warningRuleSchema.parse({ id: 'R14', label: '定期复审逾期', kind: 'reviewOverdue', side: 'out', deadline: { n: 10, unit: 'wd' }, effect: 'lead' });

const hit: HitToAnswer = { status: 'open', proof: true, ofCounty: false };
const terms = { today: '2021-11-30', post: 'handler', explainedMonths: 6, heldMonths: 3 } as const;
const answer = (more: Partial<AnswerPayload>): AnswerPayload => answerPayload.parse({ hit: '00000000-0000-4000-8000-000000000001', answer: 'explained', text: '已核实清楚', files: ['00000000-0000-4000-8000-000000000002'], ...more });
const codeOf = (h: Partial<HitToAnswer>, p: Partial<AnswerPayload>, t: Partial<Parameters<typeof judgeAnswer>[2]> = {}): string => {
  const r = judgeAnswer({ ...hit, ...h }, answer(p), { ...terms, ...t });
  return isRefusal(r) ? r.code : r.expiresOn;
};

describe('warning rules as data', () => {
  test('an answer is due after so many working days, days or months', () => {
    expect(answerBy({ deadline: { n: 3, unit: 'wd' } }, '2021-11-26', calendar)).toBe('2021-12-01');
    expect(answerBy({ deadline: { n: 1, unit: 'day' } }, '2021-11-26', calendar)).toBe('2021-11-27');
    expect(answerBy({ deadline: { n: 1, unit: 'month' } }, '2021-11-30', calendar)).toBe('2021-12-30');
  });

  test('a county’s number replaces the policy’s where the rule has one, and nothing else', () => {
    expect(tuned(vehicles, 24)).toEqual({ ...vehicles, threshold: 24 });
    expect(tuned(vehicles, null)).toBe(vehicles);
    expect(tuned(review, 24)).toBe(review);
  });

  test('a rule of an unknown kind, with a parameter of another kind, or twice is no rule', () => {
    expect(warningRuleSchema.safeParse({ ...vehicles, kind: 'guess' }).success).toBe(false);
    expect(warningRuleSchema.safeParse({ ...review, lists: ['vehicles'] }).success).toBe(false);
    expect(warningRulesSchema.safeParse({ rules: [review, review], oldAfterDays: 30 }).success).toBe(false);
    expect(ruleLine(vehicles)).toBe('名下有机动车（可能不应享受）：比对机动车，12 个月以内的登记，3 个工作日内答复，转经办核实');
  });
});

describe('an answer to a hit', () => {
  test('holds for the months that the policy gives it', () => {
    expect(codeOf({}, {})).toBe('2022-05-30');
    expect(codeOf({}, { answer: 'valid', next: 'visit' })).toBe('2022-02-28');
    expect(codeOf({}, { answer: 'stop', next: 'end' })).toBe('2022-02-28');
  });

  test('needs proof, and what is true needs a next step that fits it', () => {
    expect(codeOf({}, { files: [] })).toBe('input.invalid');
    expect(codeOf({ proof: false }, { files: [] })).toBe('2022-05-30');
    expect(codeOf({}, { answer: 'valid' })).toBe('input.invalid');
    expect(codeOf({}, { next: 'end' })).toBe('input.invalid');
    expect(codeOf({}, { answer: 'stop', next: 'visit' })).toBe('input.invalid');
    expect(answerPayload.safeParse({ ...answer({}), text: ' 好 ' }).success).toBe(false);
  });

  test('is given once, by the unit that handles the household, or by the county where it is the county’s', () => {
    expect(codeOf({ status: 'valid' }, {})).toBe('step.done');
    expect(codeOf({ status: 'gone' }, {})).toBe('step.done');
    expect(codeOf({}, {}, { post: 'countyHandler' })).toBe('rights.denied');
    expect(codeOf({ ofCounty: true }, {})).toBe('rights.denied');
    expect(codeOf({ ofCounty: true }, {}, { post: 'countyLeader' })).toBe('2022-05-30');
  });

  test('yields the share of what was true of all that was answered', () => {
    expect(yieldPercent({ valid: 1, explained: 5, stop: 1 })).toBe(28.6);
    expect(yieldPercent({ valid: 0, explained: 0, stop: 0 })).toBeNull();
  });
});
