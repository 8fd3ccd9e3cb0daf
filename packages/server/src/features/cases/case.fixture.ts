import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calendarDataSchema, plusDays, WorkCalendar } from '@doudi/core/calendar/calendar';
import type { Action, Actor } from '@doudi/core/case/actions';
import type { AidContext } from '@doudi/core/case/aid/found';
import { payloads, type Command, type CommandName } from '@doudi/core/case/commands';
import { decide, decideApply, type Supplies } from '@doudi/core/case/decide';
import { householdFactsSchema, type HouseholdFacts } from '@doudi/core/case/facts';
import { openSteps, type CaseContext } from '@doudi/core/case/procedure';
import { routed } from '@doudi/core/case/routing';
import type { CaseState } from '@doudi/core/case/state';
import { entrustmentFor, type Withdrawal } from '@doudi/core/policy/entrustment';
import type { MeetingKind, PolicyLayer, Post, StepId } from '@doudi/core/policy/model';
import { parsePolicyFiles } from '@doudi/core/policy/parse';
import { Policy, type FloorChoice } from '@doudi/core/policy/resolve';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import { loadPolicies, readPolicyFiles } from '../policy/load.ts';
import { kindsOf } from '../training/meetings.ts';
import { allPapers, nextMove, type Crew } from '../training/driver.ts';

/** Cases walked through in memory under the real plans: no database, no clock but the one the test moves. */

const folder = fileURLToPath(new URL('../../../../../policies', import.meta.url));
const loaded = loadPolicies(folder);
export const calendarData = calendarDataSchema.parse(JSON.parse(readFileSync(`${folder}/calendar/china.json`, 'utf8')));
export const calendar = new WorkCalendar(calendarData);

const layerOf = (layers: { counties: readonly PolicyLayer[] }, id: string): PolicyLayer => {
  const l = layers.counties.find((x) => x.id === id);
  if (!l) throw new Error(`no county ${id}`);
  return l;
};
export const policyOf = (county: string, choices: readonly FloorChoice[] = []): Policy => new Policy(loaded.nation, layerOf(loaded, county), choices);
export const unitsOf = (county: string): PolicyLayer['units'] => layerOf(loaded, county).units;

/** A county whose folder got one more file: the programmes that no plan has. */
export function policyWithExtra(county: string, units: readonly string[] = []): Policy {
  const text = readFileSync(fileURLToPath(new URL('../../../../core/src/policy/fixtures/extra-programmes.yaml', import.meta.url)), 'utf8');
  const { layers, faults } = parsePolicyFiles([...readPolicyFiles(folder), { path: `${county}/extra-programmes.yaml`, text }]);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const layer = layerOf(layers, county);
  const entrustment = { id: 'extra-entrust', number: '演示委9号', programme: layer.programmes.map((p) => p.id).filter((id) => id !== 'dibao'), units: [...units], limitFen: 200_000, from: '2019-01-01', entrusting: '民政局', signatories: ['民政局'], source: { assumption: '试验', req: [] } };
  return new Policy(layers.nation, units.length === 0 ? layer : { ...layer, entrustments: [...layer.entrustments, entrustment] });
}

export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const PHOTO = uuid(700);
/** Persons of the standard household: a sick man, his wife with a pension, his grown son who lives apart. */
export const [SELF, WIFE, SON, STRANGER] = [uuid(1), uuid(2), uuid(3), uuid(4)] as const;

/** Pension of 600.00 yuan a month and nothing else; the son earns too little to owe anything. */
export const facts = (more: Partial<Parameters<typeof householdFactsSchema.parse>[0] & object> = {}): HouseholdFacts =>
  householdFactsSchema.parse({
    applicant: SELF, area: 'urban', address: '试验路 1 号', hardship: 'illness', statement: '长期患病，收入不足。',
    members: [{ person: SELF, relation: 'self', birth: '1966-03-04', sex: 'male', health: 'chronic' }, { person: WIFE, relation: 'spouse', birth: '1967-05-06', sex: 'female' }],
    obligors: [{ person: SON, supports: SELF, relation: 'child', householdSize: 3, monthlyIncome: 90_000 }],
    incomes: [{ person: WIFE, kind: 'pension', monthly: 60_000 }],
    ...more,
  });

const POST_NUMBER: Record<Post, number> = { village: 810, handler: 820, reviewer: 830, reviewHead: 840, leader: 850, countyHandler: 860, countyLeader: 870 };
export const staff = (post: Post, nth = 0): Actor => ({ user: uuid(POST_NUMBER[post] + nth), post, unit: 'any' });
export const SYSTEM: Actor = { user: 'system', post: 'system', unit: 'any' };
const crew: Crew = { of: staff };

export type Act = Exclude<Command, { name: 'apply' }>;
/** What is sent for each command, before zod fills in defaults. */
type PayloadIn = { [K in Exclude<CommandName, 'apply'>]: (typeof payloads)[K]['_zod']['input'] };

export interface Setting {
  readonly county: string;
  readonly unit: string;
  readonly on: string;
  readonly facts?: HouseholdFacts;
  readonly programme?: string;
  readonly policy?: Policy;
  readonly choices?: readonly FloorChoice[];
  readonly related?: readonly string[];
  readonly relativeFiled?: boolean;
  readonly relatives?: CaseContext['relatives'];
  readonly calendar?: WorkCalendar;
  /** What the household had and has of other assistance. */
  readonly aid?: AidContext;
}

export class Walk {
  readonly id = uuid(900);
  readonly setting: Setting;
  readonly policy: Policy;
  readonly withdrawals: Withdrawal[] = [];
  readonly log: Action[] = [];
  today: string;
  /** Shanghai time of day. */
  time = '10:00';
  related: readonly string[];
  aid: AidContext | undefined;
  #state: CaseState | undefined;
  #serial = 0;

  constructor(setting: Setting) {
    this.setting = setting;
    this.policy = setting.policy ?? policyOf(setting.county, setting.choices ?? []);
    this.today = setting.on;
    this.related = setting.related ?? [];
    this.aid = setting.aid;
  }

  get state(): CaseState {
    if (!this.#state) throw new Error('not applied yet');
    return this.#state;
  }

  /** The case as it stands today, on the route of today. */
  get now(): CaseState {
    return routed(this.state, this.context);
  }

  get context(): CaseContext {
    const id = this.setting.programme ?? 'dibao';
    const programme = this.policy.programme(id, this.#state?.applicationDate ?? this.today);
    if (!programme) throw new Error(`no programme ${id}`);
    const entrustment = entrustmentFor(this.policy, this.setting.unit, id, this.today, undefined, this.withdrawals);
    return { ...(this.aid ? { aid: this.aid } : {}), now: `${this.today}T${this.time}:00.000+08:00`, today: this.today, policy: this.policy, calendar: this.setting.calendar ?? calendar, programme, entrustment, related: this.related, relativeFiled: this.setting.relativeFiled ?? this.setting.relatives !== undefined, relatives: this.setting.relatives };
  }

  supply(): Supplies {
    this.#serial++;
    return { caseNumber: '演-0001', documentNumber: `演字${this.#serial}号`, requestId: uuid(500 + this.#serial) };
  }

  on(date: string, time = this.time): this {
    this.today = date;
    this.time = time;
    return this;
  }

  /** Moves on by working days. */
  wait(days: number): this {
    return this.on(calendar.addWorkingDays(this.today, days).date);
  }

  /** Hands in the application with all papers unless `more` says otherwise. */
  tryApply(more: Partial<(typeof payloads)['apply']['_zod']['input']> = {}, actor: Actor = staff('handler')): Refusal | undefined {
    const f = this.setting.facts ?? facts();
    const agent = more.agent as CaseState['agent'];
    const payload = payloads.apply.parse({ programme: this.setting.programme ?? 'dibao', facts: f, materials: allPapers(this.context, { facts: f, agent }), via: 'window', declaredOn: this.today, ...more });
    const d = decideApply(this.id, this.setting.unit, payload, this.context, actor, this.supply());
    if (isRefusal(d)) return d;
    this.log.push(...d.actions);
    this.#state = d.state;
    return undefined;
  }

  apply(more: Parameters<Walk['tryApply']>[0] = {}, actor?: Actor): this {
    const no = this.tryApply(more, actor);
    if (no) throw new Error(`apply: ${no.code} ${no.rule}`);
    return this;
  }

  /** Judges a command; it takes effect when it is not refused. */
  attempt(command: Act, actor: Actor): Refusal | undefined {
    const d = decide(this.state, command, this.context, actor, this.supply());
    if (isRefusal(d)) return d;
    this.log.push(...d.actions);
    this.#state = d.state;
    return undefined;
  }

  /** The refusal of a command, or undefined when it took effect. Payloads pass the contract first. */
  try<K extends Exclude<CommandName, 'apply'>>(by: Post | Actor, name: K, payload: PayloadIn[K]): Refusal | undefined {
    return this.attempt({ name, payload: payloads[name].parse(payload) } as Act, typeof by === 'string' ? staff(by) : by);
  }

  do<K extends Exclude<CommandName, 'apply'>>(by: Post | Actor, name: K, payload: PayloadIn[K]): this {
    const no = this.try(by, name, payload);
    if (no) throw new Error(`${this.today} ${name}: ${no.code} ${no.rule}`);
    return this;
  }

  /** The ordinary next act, by whoever may take it, after the days it usually takes. False when nothing can be done today. */
  next(): boolean {
    const move = nextMove(this.now, this.context, crew, { photo: PHOTO, board: '信息公开栏', request: () => '' });
    if (!move) {
      const running = this.state.notices.at(-1);
      // Past its term and still up: something else stands in the way, and waiting does not help.
      if (!running || running.closedOn || this.today > running.until) return false;
      this.on(plusDays(running.until, 1));
      return true;
    }
    const no = this.attempt(move.command, move.actor);
    if (no) throw new Error(`${this.today} ${move.command.name}: ${no.code} ${no.rule}`);
    return true;
  }

  /** Goes the ordinary way until a step is the next to be taken; a step in several acts is stopped at before the first. */
  to(step: StepId): this {
    for (let i = 0; i < 60; i++) {
      if (openSteps(this.now, this.context)[0]?.step === step) return this;
      if (!this.next()) throw new Error(`${step} is not reached: ${openSteps(this.now, this.context).map((r) => r.step).join(' ')}`);
    }
    throw new Error(`${step} is not reached`);
  }

  /** Goes the ordinary way until nothing is open but the filing. */
  finish(): this {
    for (let i = 0; i < 60 && this.next(); i++);
    return this;
  }

  /** The report of the platform, with what it found against the declaration. */
  report(contradictions: PayloadIn['recordReport']['contradictions'] = []): this {
    return this.do(SYSTEM, 'recordReport', this.answer(contradictions));
  }

  answer(contradictions: PayloadIn['recordReport']['contradictions'] = []): PayloadIn['recordReport'] {
    return { request: this.state.verification.request ?? uuid(999), number: '核字1号', issuer: '核对机构', issuedOn: this.today, contradictions, uncovered: [], errors: [] };
  }

  visit(more: Partial<PayloadIn['recordInvestigation']> = {}): PayloadIn['recordInvestigation'] {
    return { on: this.today, investigators: [staff('handler').user, staff('handler', 1).user], methods: ['home'], applicantSigned: true, findings: '情况属实。', photos: [PHOTO], ...more };
  }

  /** A meeting of the body of that sort in this case: six called and present unless said otherwise, all of one mind, everything gone through. */
  meeting(kind: MeetingKind, more: Partial<PayloadIn['holdMeeting']> & { expected?: number; present?: number; recused?: number } = {}): PayloadIn['holdMeeting'] {
    const { expected = 6, present = expected, recused = 0, ...rest } = more;
    const on = this.state.applicationDate;
    const rule = this.policy.procedure(this.now.route.procedure)?.steps.find((r) => r.body !== undefined && this.policy.meetingBody(r.body, on)?.kind === kind);
    const body = this.policy.meetingBody(rule?.body ?? { appraisal: 'appraisal', leadingGroup: 'lh-leading-group', deliberation: 'hq-deliberation', leadership: 'hq-leadership' }[kind as 'appraisal'], on) ?? this.policy.meetingBody('appraisal', on);
    if (!body) throw new Error(`no body for ${kind}`);
    const kinds = kindsOf(body);
    const state = (n: number) => (n < present ? ('present' as const) : n < expected ? ('absent' as const) : ('recused' as const));
    return {
      body: body.id, on: this.today, place: '会议室', chair: '组长',
      ...(body.composition === 'named' ? { members: Array.from({ length: expected + recused }, (_, n) => ({ member: uuid(8000 + n), kind: kinds[n] ?? kinds.at(-1) ?? '', state: state(n), reason: state(n) === 'recused' ? '与申请人有利害关系' : '' })) } : { counts: [{ kind: 'representative', expected: expected + recused, present, recused }] }),
      votesFor: present, votesAgainst: 0, abstained: 0, stages: body.stages.map((x) => x.id), ...(body.inquiry ? { inquiry: { means: ['home'], with: '洪湖里社区居委会' } } : {}), ...(body.report ? { report: '材料齐全，程序合规，同意给予救助。' } : {}),
      minutes: '听取汇报，集体研究。', signatures: [PHOTO], ...rest,
    };
  }
}

export const VEHICLE = [{ item: 'vehicle', person: SELF, text: '名下有小型汽车 1 辆，申报中没有。' }];
