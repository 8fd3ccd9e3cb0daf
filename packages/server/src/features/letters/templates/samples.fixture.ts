import type { Action } from '@doudi/core/case/actions';
import type { CareState } from '@doudi/core/case/care/evolve';
import { evolve, type CaseState } from '@doudi/core/case/state';
import type { LetterKind, LetterModel } from '@doudi/core/letters/model';
import { appraisal, Desk, FACTS, granted, PERSON, STAFF } from './testing.ts';

/** A letter of every kind, for tests of layout: each from a case in which it arises. */

const HANDLER = [...STAFF.keys()][1] ?? '';
const SECOND = [...STAFF.keys()].at(-1) ?? '';
const by = (post: 'handler' | 'leader' | 'system') => ({ user: post === 'system' ? 'system' : HANDLER, post, unit: 'hq.shaogongzhuang' });
const street = (): Desk => new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15', '和平里社区');
const accepted = (): Desk => street().apply().verified();
const refused = (): Desk =>
  street().apply().verified([{ item: 'vehicle', person: PERSON.spouse, text: '名下登记机动车 1 辆' }]).do('handler', { name: 'notifyDiscrepancy', payload: { text: '车辆与申报不符。', deliveredOn: '2021-11-15', method: 'inPerson' } });

/** A letter of a case on which one more thing has happened. */
function after(desk: Desk, kind: LetterKind, done: Pick<Action, 'kind' | 'body'>, more: Partial<CaseState> = {}): LetterModel {
  const act = { at: `${desk.today}T10:00:00+08:00`, on: desk.today, actor: by('handler'), ...done } as unknown as Action;
  return desk.letter(kind, { state: { ...evolve({ ...desk.state, ...more }, act, desk.state.id) }, act });
}

function changed(kind: 'adjust' | 'stop'): LetterModel {
  const desk = granted().on('2021-12-20');
  desk.do('handler', { name: 'proposeChange', payload: kind === 'stop' ? { kind, ground: 'voluntary', text: '子女已能赡养，自愿退出。' } : { kind, ground: 'income', text: '配偶工资增加。', facts: { ...FACTS, incomes: FACTS.incomes.map((i) => ({ ...i, monthly: i.monthly + 20_000 })) } } });
  desk.do('reviewer', { name: 'reviewChange', payload: { outcome: 'agree', text: '属实。' } });
  return desk.do('leader', { name: 'decideChange', payload: { outcome: 'agree', text: '同意。' } }).letter(kind === 'stop' ? 'end' : 'change');
}

const ASSESSED: CareState['assessments'][number] = {
  on: '2021-11-16', place: '本人家中', assessors: [HANDLER, SECOND], items: { eating: 'able', dressing: 'able', bed: 'unable', toilet: 'unable', walking: 'unable', bathing: 'unable' }, personSigned: true, note: '行走须人搀扶。', photos: [],
  unable: 4, grade: 'none', gradeLabel: '全自理能力缺失', seq: 9, recordedOn: '2021-11-16', by: by('handler'),
};

/** A household whose payee died in December and was paid in January and February: the debt, and what becomes of it. */
const RECOVERY = '00000000-0000-4000-8000-00000000ee01';
function owing(kind: LetterKind, done?: Pick<Action, 'kind' | 'body'>): LetterModel {
  const desk = granted().on('2022-03-01');
  const claims = ['2022-01', '2022-02'].map((month) => ({ line: PERSON.obligor, kind: 'money' as const, month, text: '不应发放', paidFen: 109_000, entitledFen: 0, claimFen: 109_000, recoveredFen: 0, waivedFen: 0 }));
  const act = (a: Pick<Action, 'kind' | 'body'>): Action => ({ at: `${desk.today}T10:00:00+08:00`, on: desk.today, actor: by('handler'), ...a }) as unknown as Action;
  const proposed = act({ kind: 'recoveryProposed', body: { recovery: RECOVERY, ground: 'death', since: '2021-12-08', entitledFen: 0, proration: 'full', debtor: { kind: 'heir', person: PERSON.obligor }, text: '领取人已去世，家属未及时报告。', items: [], files: [], claims, dueFen: 218_000 } });
  const established = act({ kind: 'recoveryEstablished', body: { recovery: RECOVERY, outcome: 'agree', text: '属实。', number: '演示救助〔2021〕7号', payBy: '2022-03-31' } });
  const all = [proposed, established, ...(done ? [act(done)] : [])];
  return desk.letter(kind, { state: all.reduce((s, a) => evolve(s, a, s.id), desk.state), act: all.at(-1) as Action });
}

export const SAMPLES: Record<LetterKind, () => LetterModel> = {
  recoveryNotice: () => owing('recoveryNotice'),
  recoveryReminder: () => owing('recoveryReminder', { kind: 'recoveryReminded', body: { recovery: RECOVERY, text: '通知送达后逾期未退。', number: '演示救助〔2021〕7号', payBy: '2022-04-10' } }),
  instalmentAgreement: () => owing('instalmentAgreement', { kind: 'instalmentsAgreed', body: { recovery: RECOVERY, signedOn: '2022-03-01', instalments: [{ due: '2022-04-01', fen: 109_000 }, { due: '2022-05-01', fen: 109_000 }], text: '', files: [], number: '演示救助〔2021〕7号' } }),
  waiverDecision: () => owing('waiverDecision', { kind: 'waiverDecided', body: { recovery: RECOVERY, outcome: 'agree', text: '同意。', fen: 50_000, shares: [{ claim: 0, fen: 50_000 }], number: '演示救助〔2021〕7号' } }),
  referralLetter: () => owing('referralLetter', { kind: 'recoveryEscalated', body: { recovery: RECOVERY, to: 'court', text: '催告后仍不退还。', files: [], escalation: RECOVERY, organ: '人民法院', number: '演示救助〔2021〕7号' } }),
  receipt: () => granted().letter('receipt'), authorisation: () => granted().letter('authorisation'), investigationForm: () => granted().letter('investigationForm'), noticeSheet: () => granted().letter('noticeSheet'),
  confirmationForm: () => granted().letter('confirmationForm'), grant: () => granted().letter('grant'),
  supplement: () => street().apply(FACTS, []).do('handler', { name: 'tellMissing', payload: {} }).letter('supplement'),
  discrepancy: () => refused().letter('discrepancy'),
  refusal: () => refused().on('2021-11-23').do('handler', { name: 'reportNoExplanation', payload: { note: '' } }).do('leader', { name: 'decide', payload: { outcome: 'refuse', reason: '逾期未作说明。' } }).letter('refusal'),
  extension: () => accepted().do('handler', { name: 'extend', payload: { reason: '需异地协查', ground: 'difficult' } }).letter('extension'),
  withdrawal: () => street().apply().do('handler', { name: 'withdraw', payload: { reason: '情况好转', signedOn: '2021-11-15' } }).letter('withdrawal', { ground: '情况好转' }),
  meetingMinutes: () => {
    const desk = new Desk('linhe', 'lh.shuanghe', '2022-06-15').apply().verified().on('2022-06-16').visited();
    return desk.do('handler', { name: 'holdMeeting', payload: appraisal(desk.today) }).letter('meetingMinutes');
  },
  combinedOpinion: () =>
    after(granted(), 'combinedOpinion', { kind: 'reportSigned', body: { outcome: 'agree', text: '同意协商意见，提交班子会议审议。' } }, {
      signedReport: { text: '同意协商意见，提交班子会议审议。', on: '2021-11-30', by: by('leader') },
      meetings: [{ kind: 'deliberation', step: 'deliberate', name: '社会救助审批确认议事协商机构', on: '2021-11-29', place: '街道会议室', chair: '康宁', expected: 6, present: 6, recused: 1, voters: 6, members: [], votesFor: 5, votesAgainst: 0, abstained: 1, minutes: '逐一发表意见。', photos: [], passed: true, report: '经经济状况比对、入户调查和邻里访问，该户实际困难属实，建议确认。', seq: 20 }],
    }),
  change: () => changed('adjust'), end: () => changed('stop'),
  recusal: () => after(accepted(), 'recusal', { kind: 'transferred', body: { to: SECOND, from: HANDLER, reason: '与申请人系表亲。' } }),
  careAgreement: () => after(accepted(), 'careAgreement', {
    kind: 'careArranged',
    body: {
      form: 'home', mode: 'neighbour', carer: { kind: 'person', person: PERSON.obligor, telephone: '000-0000-1234' }, guardianship: { mode: 'village', duty: '每周探视不少于一次，代管就医费用并登记。' },
      agreement: { signedOn: '2021-11-30', until: '2022-11-29', signers: ['self', 'carer', 'village', 'unit'], photos: [] }, payee: 'self', reason: '',
    },
  }, { care: { assessments: [ASSESSED] } }),
  selfCareForm: () => accepted().letter('selfCareForm', { state: { ...accepted().state, care: { assessments: [ASSESSED] } } }),
  relativeFiling: () => after(accepted(), 'relativeFiling', { kind: 'counterSigned', body: { text: '情况属实，按程序办理。' } }, { relatives: [{ person: PERSON.spouse, entry: 'e1', relation: '兄弟', staff: SECOND, on: '2021-11-15' }] }),
  handOver: () => after(accepted(), 'handOver', { kind: 'handedOver', body: { unit: 'hq.xiyuzhuang', reason: '户籍所在地与居住地不一致', papers: ['申请书', '家庭经济状况核对授权书', '身份证、户口簿复印件', '入户调查表'], errand: 'x' } }),
  aidReceipt: () => after(accepted(), 'aidReceipt', { kind: 'aidGiven', body: { form: 'cash', fen: 80_000, goods: '', at: '2021-11-15T20:30', place: '市人民医院', recipient: PERSON.spouse, recipientSigned: true, handlers: [HANDLER, SECOND], fund: 'imprest', reason: '交通事故，急需住院押金。', receiptFiles: [], phase: 'relief', number: '演示救助〔2021〕7号' } }),
  aidReferral: () => after(accepted(), 'aidReferral', { kind: 'referred', body: { matter: '危房', to: 'housing', text: '房屋经鉴定为D级，请予列入危房改造。', due: '2021-12-15', id: RECOVERY, name: '住房和城乡建设局', number: '演示救助〔2021〕7号' } }),
  accessSlip: () => granted().letter('accessSlip', { accessCode: 'ABCD-2345' }),
  deliveryReceipt: () => after(granted(), 'deliveryReceipt', { kind: 'delivered', body: { on: '2021-11-30', method: 'refusedWithWitness', receiver: '王试验', witness: '田禾', photos: [] } }),
};
