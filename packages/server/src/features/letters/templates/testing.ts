import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calendarDataSchema, WorkCalendar } from '@doudi/core/calendar/calendar';
import type { Command, Payload } from '@doudi/core/case/commands';
import { decide, decideApply, type Supplies } from '@doudi/core/case/decide';
import { householdFactsSchema, type HouseholdFacts } from '@doudi/core/case/facts';
import type { CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { composeLetter } from '@doudi/core/letters/compose';
import type { LetterInput, LetterKind, LetterModel, LetterPerson, LetterUnits } from '@doudi/core/letters/model';
import { testIdentity } from '@doudi/core/people/id-number';
import { maskIdNumber } from '@doudi/core/people/mask';
import { entrustmentFor, type Withdrawal } from '@doudi/core/policy/entrustment';
import type { Parameter, Post } from '@doudi/core/policy/model';
import { Policy } from '@doudi/core/policy/resolve';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import { loadPolicies } from '../../policy/load.ts';

/** Cases for the tests of letters, walked through the real plans command by command. All people are invented. */

const POLICIES = fileURLToPath(new URL('../../../../../../policies', import.meta.url));
const { nation, counties } = loadPolicies(POLICIES);
const calendar = new WorkCalendar(calendarDataSchema.parse(JSON.parse(readFileSync(`${POLICIES}/calendar/china.json`, 'utf8'))));

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const PERSON = { head: uuid(1), spouse: uuid(2), child: uuid(3), obligor: uuid(4) } as const;
const STAFF_IDS: Record<Post | 'second', string> = {
  village: uuid(101), handler: uuid(102), reviewer: uuid(103), reviewHead: uuid(104), leader: uuid(105), countyHandler: uuid(106), countyLeader: uuid(107), second: uuid(108),
};
export const STAFF = new Map([
  [STAFF_IDS.village, '田禾'], [STAFF_IDS.handler, '方晓'], [STAFF_IDS.reviewer, '安平'], [STAFF_IDS.reviewHead, '程远'], [STAFF_IDS.leader, '康宁'],
  [STAFF_IDS.countyHandler, '丁一'], [STAFF_IDS.countyLeader, '卫东'], [STAFF_IDS.second, '柳青'],
]);

export const NAMES: ReadonlyMap<string, LetterPerson> = new Map([
  [PERSON.head, { name: '王试验', idNumberMasked: maskIdNumber(testIdentity('1958-03-04', 'female', 1)) }],
  [PERSON.spouse, { name: '李样本', idNumberMasked: maskIdNumber(testIdentity('1956-07-01', 'male', 1)) }],
  [PERSON.child, { name: '李小样', idNumberMasked: maskIdNumber(testIdentity('2012-09-10', 'female', 1)) }],
  [PERSON.obligor, { name: '李大样', idNumberMasked: maskIdNumber(testIdentity('1980-01-20', 'male', 1)) }],
]);

export const FACTS: HouseholdFacts = householdFactsSchema.parse({
  applicant: PERSON.head, area: 'urban', address: '样板路12号3号楼2单元501室',
  members: [
    { person: PERSON.head, relation: 'self', birth: '1958-03-04', sex: 'female', labour: 'none', occupation: 'retired', health: 'chronic' },
    { person: PERSON.spouse, relation: 'spouse', birth: '1956-07-01', sex: 'male', health: 'severeIllness', labour: 'none', occupation: 'retired' },
    { person: PERSON.child, relation: 'grandchild', birth: '2012-09-10', sex: 'female', occupation: 'student' },
  ],
  obligors: [{ person: PERSON.obligor, supports: PERSON.head, relation: 'child', householdSize: 3, monthlyIncome: 450000 }],
  incomes: [{ person: PERSON.spouse, kind: 'wage', monthly: 120000, proof: '单位证明' }, { person: PERSON.head, kind: 'basicPension', monthly: 12000 }],
  expenses: [{ person: PERSON.spouse, kind: 'medical', monthly: 30000, proof: '门诊票据' }],
  properties: [{ kind: 'deposit', value: 300000 }, { kind: 'house', value: 0 }],
  hardship: 'illness', statement: '老伴患病，孙女上学，生活困难。',
});

/** The letter, or a failure that shows the refusal. */
export function letter(x: LetterModel | Refusal): LetterModel {
  if (isRefusal(x)) throw new Error(`${x.code} ${x.rule} ${(x.missing ?? []).join('、')}`);
  return x;
}

/** Everything that a letter prints, as one text. */
export const printed = (m: LetterModel): string =>
  [
    m.title, m.issuer, m.number, m.addressee ?? '', ...m.paragraphs, ...m.facts, ...m.basis.map((b) => b.text), ...m.conclusion, ...m.tables.flatMap((t) => [t.title ?? '', ...t.columns.map((c) => c.label), ...t.rows.flat()]),
    ...(m.working ?? []).flatMap((l) => [l.text, l.formula ?? '', l.amount, l.citation ?? '', l.assumption ?? '']), m.duty ?? '', ...(m.remedies?.paragraphs ?? []), ...m.closing, m.signature.organ, m.signature.entrusted ?? '',
    ...m.signature.signers.flatMap((s) => [s.label, ...(s.names ?? [])]), m.dateText, ...m.provisional,
  ].join('\n');

const NOTHING = { recorder: '安平', members: [], counts: [], votesAgainst: 0, abstained: 0, stages: [], report: '', photos: [], signatures: [] };
/** An appraisal of nine people called, eight of them there, all of one mind. */
export const appraisal = (on: string): Payload<'holdMeeting'> => ({ ...NOTHING, body: 'appraisal', on, place: '村委会', chair: '安平', counts: [{ kind: 'representative', expected: 9, present: 8, recused: 0 }], votesFor: 8, minutes: '情况属实。' });
/** 临河's leading group of five, the reviewer, the head and the leader among them. */
export const leadingGroup = (on: string): Payload<'holdMeeting'> => ({
  ...NOTHING, body: 'lh-leading-group', on, place: '镇政府会议室', chair: '康宁', votesFor: 5, minutes: '同意初审意见。',
  members: [STAFF_IDS.reviewer, STAFF_IDS.reviewHead, STAFF_IDS.leader, STAFF_IDS.handler, STAFF_IDS.second].map((member, n) => ({ member, kind: ['member', 'deputy', 'head'][n] ?? 'member', state: 'present' as const, reason: '' })),
});

/** One county's counter: a case, the day, and who does what. */
export class Desk {
  readonly policy: Policy;
  readonly units: LetterUnits;
  readonly unit: string;
  readonly withdrawals: Withdrawal[] = [];
  today: string;
  #state: CaseState | undefined;
  #serial = 0;

  constructor(county: string, unit: string, today: string, village?: string, more: readonly Parameter[] = []) {
    const layer = counties.find((c) => c.id === county);
    const jurisdiction = layer?.jurisdiction;
    const found = layer?.units.find((u) => u.id === unit);
    if (!layer || !jurisdiction || !found) throw new Error(`没有 ${county} ${unit}`);
    this.policy = new Policy(nation, { ...layer, parameters: [...layer.parameters, ...more] });
    this.units = { unit: { ...found, telephone: '000-0000-1234' }, county: jurisdiction, village };
    this.unit = unit;
    this.today = today;
  }

  get state(): CaseState {
    if (!this.#state) throw new Error('还没有申请');
    return this.#state;
  }

  get context(): CaseContext {
    const programme = this.policy.programme('dibao', this.#state?.applicationDate ?? this.today);
    if (!programme) throw new Error('没有低保项目');
    const e = entrustmentFor(this.policy, this.unit, 'dibao', this.today, undefined, this.withdrawals);
    return { now: `${this.today}T10:00:00+08:00`, today: this.today, policy: this.policy, calendar, programme, entrustment: e, related: [], relativeFiled: false };
  }

  /** The day moves to a date. */
  on(date: string): this {
    this.today = date;
    return this;
  }

  #supply(): Supplies {
    this.#serial++;
    return { caseNumber: '演-0001', documentNumber: `演示文〔2021〕${this.#serial}号`, requestId: uuid(500 + this.#serial) };
  }

  apply(facts: HouseholdFacts = FACTS, materials: readonly string[] = this.#papers(facts)): this {
    const payload: Payload<'apply'> = { programme: 'dibao', facts, materials: [...materials], via: 'window', declaredOn: this.today };
    const d = decideApply(uuid(900), this.unit, payload, this.context, { user: STAFF_IDS.handler, post: 'handler', unit: this.unit }, this.#supply());
    if (isRefusal(d)) throw new Error(d.rule);
    this.#state = d.state;
    return this;
  }

  #papers(facts: HouseholdFacts): string[] {
    const held = (when: string): boolean =>
      when === 'always' || (when === 'obligors' && facts.obligors.length > 0) || (when === 'income' && facts.incomes.length > 0) || (when === 'disability' && facts.members.some((m) => m.disability)) || (when === 'illness' && facts.members.some((m) => m.health === 'severeIllness')) || (when === 'study' && facts.members.some((m) => m.occupation === 'student'));
    return this.context.programme.documents.filter((d) => d.kind === 'application' && held(d.when)).map((d) => d.id);
  }

  do(post: Post | 'system', command: Exclude<Command, { name: 'apply' }>): this {
    const user = post === 'system' ? 'system' : STAFF_IDS[post];
    const d = decide(this.state, command, this.context, { user, post, unit: this.unit }, this.#supply());
    if (isRefusal(d)) throw new Error(`${command.name}: ${d.code} ${d.rule}`);
    this.#state = d.state;
    return this;
  }

  /** Acceptance, authorisation and the report, with contradictions when some are named. */
  verified(contradictions: Payload<'recordReport'>['contradictions'] = []): this {
    this.do('handler', { name: 'accept', payload: {} });
    this.do('handler', { name: 'signAuthorisation', payload: { persons: personsToAuthorise(this.state.facts), signedOn: this.today, method: 'paper' } });
    this.do('handler', { name: 'requestVerification', payload: {} });
    if (this.state.verification.at === 'county') this.do('countyHandler', { name: 'forwardVerification', payload: { note: '' } });
    return this.do('system', { name: 'recordReport', payload: { request: this.state.verification.request ?? '', number: '核字0001', issuer: '演示核对中心', issuedOn: this.today, contradictions, uncovered: [], errors: [] } });
  }

  visited(findings = '情况属实。'): this {
    return this.do('handler', {
      name: 'recordInvestigation',
      payload: { on: this.today, investigators: [STAFF_IDS.handler, STAFF_IDS.second], methods: ['home', 'neighbour'], applicantSigned: true, neighbours: 2, findings, photos: [uuid(701)] },
    });
  }

  opined(outcome: 'grant' | 'refuse' = 'grant', text = '符合规定条件。'): this {
    return this.do('handler', { name: 'assess', payload: {} }).do('handler', { name: 'giveOpinion', payload: { outcome, text } });
  }

  posted(place = '和平里社区信息公开栏'): this {
    return this.do(this.state.done.notice ? 'countyHandler' : 'handler', { name: 'postNotice', payload: { on: this.today, place, photos: [uuid(702)] } });
  }

  closed(): this {
    return this.do(this.state.notices.at(-1)?.level === 'county' ? 'countyHandler' : 'handler', { name: 'closeNotice', payload: { on: this.today, photos: [uuid(703)] } });
  }

  /** What `composeLetter` is given for this case. */
  input(more: Partial<LetterInput> = {}): LetterInput {
    return { state: this.state, context: this.context, names: NAMES, staff: STAFF, units: this.units, number: '演示救助〔2021〕7号', date: this.today, code: 'DD-7K4M-9Q2X', ...more };
  }

  letter(kind: LetterKind, more: Partial<LetterInput> = {}): LetterModel {
    return letter(composeLetter(kind, this.input(more)));
  }

  refusal(kind: LetterKind, more: Partial<LetterInput> = {}): Refusal {
    const r = composeLetter(kind, this.input(more));
    if (!isRefusal(r)) throw new Error(`${kind} 应当拒绝出具`);
    return r;
  }
}

/** A pilot street, from application to the leader's decision. */
export function granted(): Desk {
  const desk = new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15', '和平里社区').apply().verified();
  desk.on('2021-11-17').visited().on('2021-11-18').opined().on('2021-11-19').posted().on('2021-11-25').closed();
  desk.on('2021-11-26').do('reviewer', { name: 'giveReview', payload: { outcome: 'agree', text: '同意初审意见。' } });
  desk.on('2021-11-29').do('reviewHead', { name: 'agreeReview', payload: { outcome: 'agree', text: '' } });
  return desk.on('2021-11-30').do('leader', { name: 'decide', payload: { outcome: 'grant', reason: '' } });
}
