import { describe, expect, it } from 'vitest';
import type { Actor } from '@doudi/core/case/actions';
import { available } from '@doudi/core/case/guard';
import { deadlines } from '@doudi/core/case/deadlines';
import { maySubmit } from '@doudi/core/case/submissions/rules';
import { listName, noticeName, publicLine, publicNotice } from '@doudi/core/notice/publication';
import { progress } from '@doudi/core/notice/progress';
import type { Parameter } from '@doudi/core/policy/model';
import { Policy } from '@doudi/core/policy/resolve';
import { facts, policyOf, SELF, uuid, Walk, WIFE } from '../cases/case.fixture.ts';

const APPLICANT: Actor = { user: 'applicant', post: 'applicant', unit: '' };
const READER: Actor = { user: 'public', post: 'public', unit: '' };
const setting = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' };
const walk = (more: Partial<ConstructorParameters<typeof Walk>[0]> = {}): Walk => new Walk({ ...setting, ...more }).apply();
const objection = { kind: 'objection' as const, text: '他家有车', named: false };

describe('what is sent in without an account', () => {
  it('the applicant and readers send in and can do nothing else; staff cannot send in as them', () => {
    const w = walk().to('review');
    for (const a of available(w.now, w.context, APPLICANT)) expect(a.refusal?.code, a.command).toMatch(/rights\.denied|step\.order|case\.closed/);
    expect(w.try('handler', 'submit', { kind: 'objection', text: '冒充' })?.code).toBe('rights.denied');
    expect(w.try(APPLICANT, 'submit', { kind: 'objection', text: '少算了人' })).toBeUndefined();
  });

  it('[HQ-118] an unanswered objection holds the closing of the notice and the decision; answered, both go on', () => {
    const w = walk().to('notice');
    w.do('handler', 'postNotice', { on: w.today, place: '公示栏', photos: [uuid(700)] });
    expect(w.try(READER, 'submit', objection)).toBeUndefined();
    const until = w.state.notices.at(-1)?.until ?? '';
    w.on(until).wait(1);
    expect(w.try('handler', 'closeNotice', { on: w.today, photos: [uuid(700)] })?.code).toBe('submission.pending');
    const id = w.state.submissions?.[0]?.id ?? '';
    w.do('handler', 'answerSubmission', { submission: id, outcome: 'declined', text: '查无此事' });
    expect(w.try('handler', 'closeNotice', { on: w.today, photos: [uuid(700)] })).toBeUndefined();
    w.to('decide');
    w.do(APPLICANT, 'submit', { kind: 'objection', text: '金额不对' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })?.code).toBe('submission.pending');
    w.do('handler', 'answerSubmission', { submission: w.state.submissions?.[1]?.id ?? '', outcome: 'declined', text: '金额无误' });
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toBeUndefined();
  });

  it('the answer is due on the third working day and no more than that is late', () => {
    const w = walk().to('investigate');
    const on = w.today;
    w.do(APPLICANT, 'submit', { kind: 'papers', text: '病历', files: [uuid(701)] });
    const d = deadlines(w.state, w.context).find((x) => x.id.startsWith('submission.'));
    expect(d).toMatchObject({ from: on, due: w.context.calendar.addWorkingDays(on, 3).date, finishedOn: undefined });
    expect(d?.parameter.source.assumption).toBeDefined();
    w.do('handler', 'answerSubmission', { submission: w.state.submissions?.[0]?.id ?? '', outcome: 'taken', text: '收到' });
    expect(deadlines(w.state, w.context).find((x) => x.id.startsWith('submission.'))?.finishedOn).toBe(w.today);
    expect(w.try('handler', 'answerSubmission', { submission: uuid(1), outcome: 'taken', text: '收到' })?.code).toBe('step.order');
  });

  it('readers object to a running notice and to nothing else; the applicant explains only what was asked', () => {
    const w = walk().to('investigate');
    expect(w.try(READER, 'submit', objection)?.code).toBe('step.order');
    expect(maySubmit('explanation', 'applicant', w.state)?.code).toBe('step.order');
    const v = walk().to('notice');
    v.do('handler', 'postNotice', { on: v.today, place: '公示栏', photos: [uuid(700)] });
    for (const kind of ['papers', 'withdrawal', 'phone', 'explanation'] as const) expect(v.try(READER, 'submit', { kind, text: '替他撤回', files: kind === 'papers' ? [uuid(1)] : [] })?.code).toBe('step.order');
    expect(v.try(READER, 'submit', { ...objection, files: [uuid(1)] })?.code).toBe('input.invalid');
    v.do(READER, 'submit', objection);
    expect(v.try(READER, 'submit', objection)?.code).toBe('conflict.duplicate');
  });

  it('only the first and only thirty objections of readers and ten submissions of the applicant lie unanswered at once', () => {
    const w = walk().to('notice');
    w.do('handler', 'postNotice', { on: w.today, place: '公示栏', photos: [uuid(700)] });
    for (let i = 0; i < 30; i++) w.do(READER, 'submit', { ...objection, text: `第${i}条` });
    expect(w.try(READER, 'submit', { ...objection, text: '再一条' })?.code).toBe('conflict.duplicate');
    for (let i = 0; i < 10; i++) w.do(APPLICANT, 'submit', { kind: 'objection', text: `第${i}条` });
    expect(w.try(APPLICANT, 'submit', { kind: 'objection', text: '再一条' })?.code).toBe('conflict.duplicate');
  });

  it('papers of the list that are taken up complete the file; what is not of the list is not said to be', () => {
    const w = new Walk(setting).apply({ materials: [] });
    const wanted = w.context.programme.documents.find((d) => d.kind === 'application' && d.when === 'always')?.id ?? '';
    w.do(APPLICANT, 'submit', { kind: 'papers', text: '补交', files: [uuid(701)], materials: [wanted, 'made-up'] });
    expect(w.state.submissions?.[0]?.materials).toEqual([wanted]);
    expect(w.state.materials[wanted]).toBeUndefined();
    w.do('handler', 'answerSubmission', { submission: w.state.submissions?.[0]?.id ?? '', outcome: 'taken', text: '齐了' });
    expect(w.state.materials[wanted]).toBeDefined();
  });

  it('a withdrawal ends the case only when it is taken up; declined, the case goes on', () => {
    const w = walk().to('investigate');
    w.do(APPLICANT, 'submit', { kind: 'withdrawal', text: '已有工作' });
    expect(w.state.status).toBe('accepted');
    expect(w.try(APPLICANT, 'submit', { kind: 'withdrawal', text: '再说一次' })?.code).toBe('conflict.duplicate');
    w.do('handler', 'answerSubmission', { submission: w.state.submissions?.[0]?.id ?? '', outcome: 'declined', text: '本人当面表示继续' });
    expect(w.state.status).toBe('accepted');
    w.do(APPLICANT, 'submit', { kind: 'withdrawal', text: '确实不办了' });
    w.do('handler', 'answerSubmission', { submission: w.state.submissions?.[1]?.id ?? '', outcome: 'taken', text: '同意' });
    expect(w.state.status).toBe('withdrawn');
    expect(w.log.at(-1)?.kind).toBe('withdrawn');
    expect(w.try(APPLICANT, 'submit', { kind: 'phone', text: '更正电话' })).toBeUndefined();
    expect(w.try(APPLICANT, 'submit', { kind: 'objection', text: '后悔了' })?.code).toBe('case.closed');
  });
});

describe('what is shown', () => {
  const withRule = (key: string, value: boolean | string): Policy => {
    const p = policyOf('hongqiao');
    const rule: Parameter = { key, label: key, unit: typeof value === 'boolean' ? 'flag' : 'choice', value, from: '2019-01-01', source: { assumption: '试验', req: [] } };
    return new Policy(p.nation, { ...p.county, parameters: [...p.county.parameters, rule] });
  };
  const child = facts({ members: [{ person: SELF, relation: 'self', birth: '2006-11-16', sex: 'male' }, { person: WIFE, relation: 'parent', birth: '1967-05-06', sex: 'female' }], obligors: [] });

  it('[HQ-114] a notice masks the name; the county may have it whole, but never a child’s', () => {
    const masked = walk().to('notice');
    masked.do('handler', 'postNotice', { on: masked.today, place: '公示栏', photos: [uuid(700)] });
    expect(publicNotice(masked.state, masked.context, '王建国')).toMatchObject({ name: '王*', applicants: 2, outcome: 'grant', fen: masked.state.opinion?.monthlyFen });
    const open = walk({ policy: withRule('notice.full-name', true) });
    expect(noticeName(open.state, open.context, '王建国', open.today)).toBe('王建国');
    const minor = walk({ policy: withRule('notice.full-name', true), facts: child });
    expect(noticeName(minor.state, minor.context, '王小宝', '2021-11-15')).toBe('王*');
  });

  it('[HQ-123, BQ-28] the long-term list has name, number and programme of a granted case only; a child’s name as the rule for children says', () => {
    const w = walk().finish();
    expect(publicLine(w.state, w.context, '王建国')).toEqual({ kind: 'list', programme: 'dibao', programmeName: w.context.programme.name, name: '王建国', persons: 2, payment: 'monthly', from: w.today });
    expect(publicLine(walk().to('review').state, w.context, '王建国')).toBeUndefined();
    const minor = walk({ facts: child });
    expect(listName(minor.state, minor.context, '王小宝', '2021-12-01')).toBe('王*');
    expect(listName(minor.state, minor.context, '王小宝', '2024-11-15')).toBe('王*');
    expect(listName(minor.state, minor.context, '王小宝', '2024-11-16')).toBe('王小宝');
    const withheld = walk({ facts: child, policy: withRule('publication.child-name', 'withheld') });
    expect(listName(withheld.state, withheld.context, '王小宝', '2021-12-01')).toBe('未成年人');
  });

  it('[HQ-14] at every stand the applicant reads one sentence and what must happen next by when', () => {
    const w = walk();
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const p = progress(w.now, w.context);
      expect(p.sentence).toMatch(/^(您|这件).+。$/);
      expect(p.sentence).not.toMatch(/undefined|\{|null/);
      seen.add(p.sentence);
      if (w.state.status === 'accepted') expect(p.next?.due).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (!w.next()) break;
    }
    expect(seen.size).toBeGreaterThan(8);
    expect([...seen].at(-1)).toMatch(/通过了，每月 [\d,.]+ 元，从\d{4}年\d+月起/);
    const late = walk().to('investigate').wait(60);
    expect(progress(late.now, late.context).next?.late).toBe(true);
  });

  it('papers told to be missing and a discrepancy are asked for in plain words, with the day', () => {
    const w = new Walk(setting).apply({ materials: [] });
    w.do('handler', 'tellMissing', {});
    expect(progress(w.now, w.context).asked).toMatchObject([{ kind: 'papers' }]);
    const v = walk().to('verify');
    for (let i = 0; i < 5 && v.state.verification.at !== 'platform'; i++) v.next();
    v.report([{ item: 'bank', person: SELF, text: '存款与申报不符' }]);
    v.do('handler', 'notifyDiscrepancy', { text: '存款与申报不符', deliveredOn: v.today, method: 'inPerson' });
    const [asked] = progress(v.now, v.context).asked;
    expect(asked).toMatchObject({ kind: 'explanation', text: '请说明：存款与申报不符' });
    v.do(APPLICANT, 'submit', { kind: 'explanation', text: '是借来看病的钱' });
    expect(v.try('handler', 'reportNoExplanation', {})?.code).toBe('submission.pending');
  });
});
