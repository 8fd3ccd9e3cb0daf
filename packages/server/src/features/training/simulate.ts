import type { Action } from '@doudi/core/case/actions';
import { decide, decideApply, routing, type Supplies } from '@doudi/core/case/decide';
import { openSteps, type CaseContext } from '@doudi/core/case/procedure';
import { evolve, isOpen, personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import type { Command } from '@doudi/core/case/commands';
import { entrustmentFor } from '@doudi/core/policy/entrustment';
import type { OrgUnit, Post } from '@doudi/core/policy/model';
import type { Policy } from '@doudi/core/policy/resolve';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { plusDays, type WorkCalendar } from '@doudi/core/calendar/calendar';
import type { County } from '../../services.ts';
import { shortName } from '../law/units.ts';
import { BUREAU, caseNumber, letterNumber, ofCounty } from '../cases/numbers.ts';
import { accountsOf, rootUnit, stableId, trainingUnits } from './accounts.ts';
import { seatsOf } from './meetings.ts';
import { destitute, destituteDays, supportProgramme, trainingInstitution } from './destitute.ts';
import { allPapers, nextMove, type Crew, type Move, type Plot } from './driver.ts';
import { Dice, household, type TrainingHousehold } from './people.ts';
import { visitDays } from './visits.ts';

/** How a training case departs from the ordinary way. */
type Twist = 'none' | 'missing' | 'discrepancy' | 'unexplained' | 'objection' | 'withdrawn' | 'village';

export interface Simulated {
  readonly id: string;
  readonly unit: OrgUnit;
  readonly village: OrgUnit;
  readonly home: TrainingHousehold;
  readonly photo: string;
  state: CaseState;
  context: CaseContext;
  readonly log: { seq: number; action: Action; number: string }[];
}

interface Running {
  readonly sim: Simulated;
  readonly crew: Crew;
  readonly plot: Plot;
  readonly twist: Twist;
  /** Acts left before the case is left standing. */
  left: number;
}

const PROGRAMME = 'dibao';
const HOUSEHOLDS_PER_UNIT = 150;

/** Judging contexts by unit and day; the law is that of files alone, as a new county starts without choices. */
export function contexts(county: County, policy: Policy, calendar: WorkCalendar): (unit: string, on: string, applied: string, minute: number, programme?: string) => CaseContext {
  const entrustments = new Map<string, CaseContext['entrustment']>();
  return (unit, on, applied, minute, id = PROGRAMME) => {
    const programme = policy.programme(id, applied);
    if (!programme) throw new Error(`${county.key} 在 ${applied} 没有 ${id}`);
    const key = `${unit}|${on}|${id}`;
    const e = entrustments.get(key) ?? entrustmentFor(policy, unit, id, on);
    entrustments.set(key, e);
    const at = Math.min(minute, 8 * 60 - 1);
    return { now: `${on}T${String(9 + Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00.000+08:00`, today: on, policy, calendar, programme, entrustment: e, related: [], relativeFiled: false };
  };
}

/** Who acts at which post in a training office. */
export function crewOf(county: County, unit: OrgUnit, index: number): Crew {
  const root = rootUnit(county);
  const accounts = accountsOf(county);
  const prefix = index === 0 ? root.id : `${root.id}-b`;
  return {
    of: (post: Post, nth = 0) => {
      const atCounty = post === 'countyHandler' || post === 'countyLeader';
      const held = accounts.filter((a) => a.posts[0]?.post === post && (atCounty || (a.login.startsWith(`${prefix}-`) && (index > 0 || !a.login.startsWith(`${root.id}-b-`)))));
      const account = held[nth % held.length];
      if (!account) throw new Error(`${county.key} ${unit.name} 没有 ${post}`);
      return { user: account.id, post, unit: atCounty ? root.id : unit.id };
    },
  };
}

const TWISTS: readonly Twist[] = ['none', 'none', 'none', 'none', 'missing', 'discrepancy', 'unexplained', 'objection', 'withdrawn', 'village'];

/**
 * A county's caseload, made by the real rules: every case is decided act by act, day by day in the order of the calendar,
 * so that numbers and the log run as they would in an office. Ends the day before the county's training date.
 */
export function simulate(county: County, policy: Policy, calendar: WorkCalendar, seed: number, perUnit = HOUSEHOLDS_PER_UNIT): Simulated[] {
  const ordinary = new Dice(seed);
  // The day before: on the training date itself the clock starts at the real time of day, which may be early morning.
  const end = plusDays(county.layer.jurisdiction?.trainingDate ?? '', -1);
  const { mark } = county.layer.jurisdiction ?? { mark: '' };
  const contextAt = contexts(county, policy, calendar);
  const visited = visitDays(calendar, end);
  const days = new Map<string, (() => void)[]>();
  const at = (date: string, act: () => void): void => {
    if (date > end) return;
    const list = days.get(date) ?? [];
    list.push(act);
    days.set(date, list);
  };
  const counters = new Map<string, number>();
  const next = (key: string): number => {
    const n = (counters.get(key) ?? 0) + 1;
    counters.set(key, n);
    return n;
  };
  const out: Simulated[] = [];
  const minutes = new Map<string, number>();
  const minuteOf = (date: string): number => {
    const m = minutes.get(date) ?? 0;
    minutes.set(date, m + 1);
    return m;
  };

  const open = (unit: OrgUnit, index: number, n: number, date: string, programme = PROGRAMME): void => {
    const support = programme !== PROGRAMME;
    // The destitute draw their own lots, so that the other households stay the same with or without them.
    const dice = support ? new Dice(seed * 1000 + index * 100 + n) : ordinary;
    const villages = county.layer.units.filter((v) => v.parent === unit.id && (v.to ?? '9999') >= end);
    const village = villages.length > 0 ? dice.pick(villages) : unit;
    const twist = support || date < plusDays(end, -45) ? 'none' : dice.pick(TWISTS);
    const address = `${village.name}${dice.int(1, 40)}号楼${dice.int(1, 6)}门`;
    const home = support ? destitute(county.key, index * 10_000 + n, seed, village.area ?? unit.area ?? 'urban', address, date) : household(dice, county.key, index * 10_000 + n, village.area ?? unit.area ?? 'urban', address, date, dice.next() < 0.12);
    const id = stableId('case', county.key, unit.id, String(n));
    const photo = stableId('photo', county.key, unit.id, String(n));
    const crew = crewOf(county, unit, index);
    const year = Number(date.slice(0, 4));
    const c = contextAt(unit.id, date, date, minuteOf(date), programme);
    const papers = allPapers(c, { facts: home.facts, agent: undefined });
    const supply: Supplies = { caseNumber: caseNumber(year, mark, shortName(unit.name), next(`case.${unit.id}.${year}`)), documentNumber: '', requestId: '' };
    const actor = crew.of('handler', n);
    const opened = decideApply(id, unit.id, { programme, facts: home.facts, materials: twist === 'missing' ? papers.slice(0, -1) : papers, via: twist === 'village' ? 'village' : 'window', declaredOn: date }, c, actor, supply);
    if (isRefusal(opened)) throw new Error(`${county.key}: ${opened.rule}`);
    const sim: Simulated = { id, unit, village, home, photo, state: opened.state, context: c, log: opened.actions.map((action, i) => ({ seq: i + 1, action, number: '' })) };
    out.push(sim);
    // What was applied for lately is under way; of the older ones a few were left lying, so that every light is lit.
    const fresh = date >= plusDays(end, -9);
    const left = fresh ? dice.int(2, 16) : date >= plusDays(end, -60) && dice.next() < 0.15 ? dice.int(3, 12) : 99;
    const running: Running = { sim, crew: { of: (post, nth = 0) => crew.of(post, post === 'handler' ? n + nth : nth) }, plot: { photo, board: `${village.name}公示栏`, request: () => stableId('request', id, String(sim.state.seq)), seats: (body) => seatsOf(county, unit.id, body), institution: trainingInstitution(county), visit: (s, today) => visited(unit.id, index === 0, s, today) }, twist, left };
    at(calendar.isWorkingDay(date) ? date : calendar.addWorkingDays(date, 1).date, () => step(running, date));
  };

  const step = (r: Running, date: string): void => {
    if (r.left-- <= 0) return;
    const { sim } = r;
    const c = contextAt(sim.unit.id, date, sim.state.applicationDate, minuteOf(date), sim.state.programme);
    sim.context = c;
    // An entrustment that came into force overnight changes whose turn it is.
    const route = isOpen(sim.state) ? routing(sim.state, c) : undefined;
    const move = twisted(r, c) ?? nextMove(route ? evolve(sim.state, route, sim.id) : sim.state, c, r.crew, r.plot);
    if (move === 'stop') return;
    if (!move) {
      const running = sim.state.notices.at(-1);
      if (running && !running.closedOn) at(calendar.addWorkingDays(running.until, 1).date, () => step(r, calendar.addWorkingDays(running.until, 1).date));
      return;
    }
    const year = Number(date.slice(0, 4));
    const numbered = !['requestVerification', 'forwardVerification', 'recordReport', 'recordWish', 'assess', 'closeNotice', 'giveReview', 'agreeReview', 'giveCountyReview', 'deliver', 'publish', 'object'].includes(move.command.name);
    const [issuer, series] = ofCounty(move.command.name, move.actor.post) ? [BUREAU, 'county'] : [shortName(sim.unit.name), sim.unit.id];
    const number = numbered ? letterNumber(year, mark, issuer, next(`letter.${series}.${year}`)) : '';
    const done = decide(sim.state, move.command, c, move.actor, { documentNumber: number, requestId: r.plot.request() });
    if (isRefusal(done)) throw new Error(`${county.key} ${sim.state.number} ${move.command.name}：${done.rule}`);
    done.actions.forEach((action, i) => sim.log.push({ seq: sim.state.seq + i + 1, action, number }));
    sim.state = done.state;
    const wait = openSteps(sim.state, c).length === 0 ? 0 : move.wait;
    const then = wait === 0 ? date : calendar.addWorkingDays(date, wait).date;
    at(then, () => step(r, then));
  };

  trainingUnits(county).forEach((unit, index) => {
    for (let n = 0; n < perUnit; n++) {
      const back = n % 5 < 3 ? ordinary.int(50, 240) : n % 5 === 3 ? ordinary.int(0, 9) : ordinary.int(0, 40);
      const wanted = plusDays(end, -back);
      // The law on file does not reach back for ever: what would lie before it is placed in the last months.
      const date = policy.find('standard.monthly', { on: wanted, programme: PROGRAMME, area: unit.area }) ? wanted : plusDays(end, -ordinary.int(50, 95));
      if (date < (unit.from ?? '0000')) continue;
      const day = calendar.isWorkingDay(date) ? date : calendar.addWorkingDays(date, 1).date;
      at(day, () => open(unit, index, n, day));
    }
    for (const d of destituteDays(perUnit, end, seed * 10 + index)) {
      const programme = supportProgramme(policy, d.date);
      if (!programme || d.date < (unit.from ?? '0000') || !policy.find('standard.monthly', { on: d.date, programme: programme.id, area: unit.area })) continue;
      const day = calendar.isWorkingDay(d.date) ? d.date : calendar.addWorkingDays(d.date, 1).date;
      at(day, () => open(unit, index, d.n, day, programme.id));
    }
  });
  for (let date = plusDays(end, -260); date <= end; date = plusDays(date, 1)) {
    // Acts may add further acts to the same day.
    const list = days.get(date) ?? [];
    for (let i = 0; i < list.length; i++) list[i]?.();
  }
  return out;
}

/** The act in which a case departs from the ordinary; undefined = the ordinary act; 'stop' = left standing there. */
function twisted(r: Running, c: CaseContext): Move | 'stop' | undefined {
  const { sim, twist, crew } = r;
  const s = sim.state;
  const move = (command: Exclude<Command, { name: 'apply' }>, post: Post = 'handler', wait = 1): Move => ({ command, actor: crew.of(post), wait });
  switch (twist) {
    case 'missing':
      if (s.done.accept) return undefined;
      return s.told ? 'stop' : move({ name: 'tellMissing', payload: {} });
    case 'discrepancy': case 'unexplained': {
      const v = s.verification;
      const person = personsToAuthorise(s.facts)[0] ?? '';
      if (v.at === 'platform' && v.request)
        return { command: { name: 'recordReport', payload: { request: v.request, number: `核〔${c.today.slice(0, 4)}〕${s.number.slice(-4)}`, issuer: '居民家庭经济状况核对机构', issuedOn: c.today, contradictions: [{ item: 'vehicle', person, text: '{person:PERSON}名下登记小型汽车 1 辆，申报中没有。'.replace('PERSON', person) }], uncovered: ['securities'], errors: [] } }, actor: { user: 'system', post: 'system', unit: s.unit }, wait: 1 };
      if (v.at === 'reported' && !v.discrepancy) return move({ name: 'notifyDiscrepancy', payload: { text: '核对发现申报之外的车辆 1 辆，请说明情况并提供证明。', deliveredOn: c.today, method: 'inPerson' } }, 'handler', twist === 'unexplained' ? 8 : 2);
      if (v.discrepancy && !v.discrepancy.explained && !v.discrepancy.missed && twist === 'unexplained') return move({ name: 'reportNoExplanation', payload: { note: '期满未作说明' } });
      return v.discrepancy && twist === 'discrepancy' ? 'stop' : undefined;
    }
    case 'objection': {
      const n = s.notices.at(-1);
      return n && !n.closedOn && !s.disputed ? move({ name: 'object', payload: { on: c.today, channel: 'telephone', named: false, major: true, text: '有邻居反映该户有成年子女经常在家居住。' } }) : undefined;
    }
    case 'withdrawn':
      return s.done.verify && isOpen(s) ? move({ name: 'withdraw', payload: { reason: '子女收入增加，自愿撤回申请。', signedOn: c.today } }) : undefined;
    case 'none': case 'village':
      return undefined;
  }
}
