import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import type { Actor } from '@doudi/core/case/actions';
import type { Command } from '@doudi/core/case/commands';
import { requiredDocuments } from '@doudi/core/case/documents';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { openSteps, type CaseContext } from '@doudi/core/case/procedure';
import { routed } from '@doudi/core/case/routing';
import type { CaseState } from '@doudi/core/case/state';
import type { OrgUnit, StepId } from '@doudi/core/policy/model';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { findCase, loadContext } from '../cases/context.ts';
import { runApply, runCommand } from '../cases/pipeline.ts';
import { loadLaw } from '../law/law.ts';
import { seal } from '../persons/persons.ts';
import { stableId, trainingUnits } from './accounts.ts';
import { offsetFor } from './clock.ts';
import { nextMove, type Crew, type Move } from './driver.ts';
import { seatsOf } from './meetings.ts';
import { Dice, household } from './people.ts';
import { crewOf } from './simulate.ts';

/** Households of temporary assistance are numbered from here: apart from those of the other caseload. */
const FIRST = 900_000;

interface Desk {
  readonly tx: Tx;
  readonly services: Services;
  readonly county: County;
  readonly unit: OrgUnit;
  readonly unitId: number;
  readonly crew: Crew;
  readonly image: { readonly hash: string; readonly bytes: number };
}

const clock = async (d: Desk, date: string): Promise<void> => {
  await sql`update training_clock set offset_ms = ${offsetFor(date, Date.now())} where county_id = ${d.county.id}`.execute(d.tx);
};

const sure = <T>(d: Desk, what: string, done: T | Refusal): T => {
  if (isRefusal(done)) throw new Error(`培训临时救助 ${d.county.key} ${what}：${done.rule}`);
  return done;
};

/** A made-up household, registered with the office. */
async function newHousehold(d: Desk, n: number, on: string): Promise<HouseholdFacts> {
  const dice = new Dice(d.county.id * 7 + n);
  const home = household(dice, d.county.key, FIRST + n, d.unit.area ?? 'urban', `${d.unit.name}${dice.int(1, 40)}号楼${dice.int(1, 6)}门`, on, false);
  const s = seal(d.services, d.county.id);
  for (const p of home.persons)
    await sql`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, phone_enc, phone_idx, birth, sex, created_at)
      values (${d.county.id}, ${p.id}, ${d.unitId}, ${s.name(p.name)}, ${s.nameIdx(p.name)}, ${s.number(p.idNumber)}, ${s.numberIdx(p.idNumber)}, ${s.phone(p.phone)}, ${s.phoneIdx(p.phone)}, ${p.birth}, ${p.sex}, ${`${on}T09:00:00+08:00`})`.execute(d.tx);
  return { ...home.facts, obligors: [] };
}

async function apply(d: Desk, on: string, programme: 'jinan' | 'zhichu', facts: HouseholdFacts, more: { readonly papers?: boolean; readonly repeatReason?: string } = {}): Promise<string | undefined> {
  await clock(d, on);
  const law = await loadLaw(d.tx, d.services, d.county.id);
  const p = law.policy.programme(programme, law.today);
  if (!p) return undefined;
  const materials = more.papers === false ? [] : requiredDocuments(p, facts, undefined).map((x) => x.id);
  const done = sure(d, '申请', await runApply(d.tx, d.services, d.county.id, d.crew.of('handler'), d.unitId, d.unitId, { programme, facts, materials, via: more.papers === false ? 'telephone' : 'window', declaredOn: on, ...(more.repeatReason ? { repeatReason: more.repeatReason } : {}) }));
  return done.id;
}

const act = async (d: Desk, id: string, actor: Actor, command: Exclude<Command, { name: 'apply' }>): Promise<void> => {
  sure(d, command.name, await runCommand(d.tx, d.services, d.county.id, actor, id, command));
};

/**
 * Takes a case on as a diligent office does, until `stop` is the next step or nothing is left, each act on its day and none
 * after `end`. `special` decides the move where it departs from the ordinary.
 */
async function goOn(d: Desk, id: string, from: string, end: string, stop?: StepId, special?: (s: CaseState, c: CaseContext, step: StepId) => Move | undefined): Promise<void> {
  const photo = stableId('photo', 'aid', id);
  await sql`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) values (${d.county.id}, ${photo}, ${d.unitId}, ${id}, decode(${d.image.hash}, 'hex'), 'image/png', ${d.image.bytes}, '现场照片.png', ${d.crew.of('handler').user}, ${`${from}T09:00:00+08:00`})`.execute(d.tx);
  const fund = d.county.layer.parameters.some((p) => p.key === 'fund.relief-fund' && p.value === true) ? ('reliefFund' as const) : ('imprest' as const);
  let today = from;
  for (let i = 0; i < 60; i++) {
    if (today > end) return;
    await clock(d, today);
    const row = await findCase(d.tx, id);
    if (!row) throw new Error('no case');
    const { law, context } = await loadContext(d.tx, d.services, d.county.id, row);
    const s = routed(row.state, context);
    const step = openSteps(s, context).find((r) => r.step !== 'file')?.step;
    if (step === undefined || step === stop) return;
    const move = special?.(s, context, step) ?? nextMove(s, context, d.crew, { photo, board: '信息公开栏', request: randomUUID, seats: (body) => seatsOf(d.county, d.unit.id, body), fund });
    if (move) {
      await act(d, id, move.actor, move.command);
      if (move.wait > 0) today = law.calendar.addWorkingDays(today, move.wait).date;
      continue;
    }
    const running = s.notices.at(-1);
    if (!running || running.closedOn) return;
    today = plusDays(running.until, 1);
  }
}

/**
 * A few cases of temporary assistance in the first training office, by the same commands as in service and at every stage:
 * relieved in the night and its papers owed; expenditure decided; above the table, waiting for its meeting; one household
 * helped twice for one cause within the limit each time; a referral under way. All before the county's training date.
 */
export async function seedAid(tx: Tx, services: Services, county: County, image: Desk['image']): Promise<void> {
  const end = plusDays(county.layer.jurisdiction?.trainingDate ?? '', -1);
  const unit = trainingUnits(county)[0];
  const law = await loadLaw(tx, services, county.id);
  if (!unit || !law.policy.programme('jinan', plusDays(end, -70))) return;
  const { rows } = await sql<{ id: number }>`select id from unit where county_id = ${county.id} and key = ${unit.id}`.execute(tx);
  const d: Desk = { tx, services, county, unit, unitId: rows[0]?.id ?? 0, crew: crewOf(county, unit, 0), image };
  const day = (back: number): string => { const on = plusDays(end, -back); return law.calendar.isWorkingDay(on) ? on : law.calendar.addWorkingDays(on, 1).date; };
  const event = (cause: string, on: string, text: string, emergency = false): Pick<HouseholdFacts, 'event'> => ({ event: { cause, on, place: '市人民医院', elsewhere: false, text, emergency } });

  // Relieved at once, by telephone in the beginning; formalities still to be done.
  const urgent = await apply(d, day(2), 'jinan', { ...(await newHousehold(d, 1, day(2))), ...event('traffic', day(2), '夜间交通事故，本人重伤住院，家中无力缴纳押金。', true) }, { papers: false });
  if (urgent) await goOn(d, urgent, day(2), end, 'investigate');

  // Expenditure of a household on the roll of the living allowance: decided, and paid with the month.
  const known = (await sql<{ state: CaseState }>`select state from case_file where county_id = ${county.id} and unit_id = ${d.unitId} and programme = 'dibao' and status = 'granted' and decided_on < ${day(60)}::date order by number limit 1`.execute(tx)).rows[0]?.state;
  if (known) {
    const paid = await apply(d, day(45), 'zhichu', { ...known.facts, obligors: [], ...event('medical', day(50), '本人患重病，扣除报销后自付费用很高。'), needs: [{ kind: 'medical', fen: 1_200_000, paper: '医院结算单' }] });
    if (paid) await goOn(d, paid, day(45), end);
  }

  // Above the table: with its ground, before the body that fixes the sum.
  const above = await apply(d, day(5), 'jinan', { ...(await newHousehold(d, 2, day(5))), ...event('fire', day(6), '住房失火，生活用品全部烧毁，两人烧伤。') });
  if (above)
    await goOn(d, above, day(5), end, 'jointMeeting', (s, _c, step) =>
      step === 'opine' && s.assessment?.ceilingFen !== undefined ? { command: { name: 'giveOpinion', payload: { outcome: 'grant', text: '情况属实，损失很大。', monthlyFen: s.assessment.ceilingFen + 200_000, special: { ground: '两人同时重伤，后续治疗费用缺口很大。' } } }, actor: d.crew.of('handler'), wait: 1 } : undefined);

  // One household twice, each time within what the unit may confirm, together above it.
  const twice = { ...(await newHousehold(d, 3, day(66))), ...event('illness', day(66), '突发脑梗住院。') };
  const most = (s: CaseState, c: CaseContext, step: StepId): Move | undefined => {
    const limit = 'inForce' in c.entrustment ? c.entrustment.inForce.limitFen : undefined;
    const sum = Math.min(s.assessment?.monthlyFen ?? 0, limit ?? Infinity);
    return step === 'opine' && sum > 0 ? { command: { name: 'giveOpinion', payload: { outcome: 'grant', text: '情况属实。', monthlyFen: sum } }, actor: d.crew.of('handler'), wait: 1 } : undefined;
  };
  const once = await apply(d, day(66), 'jinan', twice);
  if (once) await goOn(d, once, day(66), end, undefined, most);
  const again = once && (await apply(d, day(30), 'jinan', twice, { repeatReason: '病情复发，再次住院。' }));
  if (again) {
    await goOn(d, again, day(30), end, undefined, most);
    await clock(d, day(10));
    await act(d, again, d.crew.of('handler'), { name: 'refer', payload: { matter: '医疗救助', to: 'medical-insurance', text: '请核定医疗救助待遇。', due: plusDays(end, 5) } });
  }
  await clock(d, county.layer.jurisdiction?.trainingDate ?? '');
}
