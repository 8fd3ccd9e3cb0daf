import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Action, Actor } from '@doudi/core/case/actions';
import type { Command, Payload } from '@doudi/core/case/commands';
import { consequences } from '@doudi/core/case/consequences';
import { decide, decideApply, type Decision } from '@doudi/core/case/decide';
import type { CaseContext } from '@doudi/core/case/procedure';
import { evolve, type CaseState } from '@doudi/core/case/state';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { appendActions, LogRefused } from '../../platform/log/chain.ts';
import { countyOf, type Services } from '../../services.ts';
import { projectMeans } from '../budget/means-input.ts';
import { loadLaw } from '../law/law.ts';
import { shortName } from '../law/units.ts';
import { insertHeld } from '../meetings/members.ts';
import { payAid, projectAid, settleAid } from '../aid/project.ts';
import { adjustBenefit, createBenefit } from '../payments/benefits.ts';
import { adjusted, claimed } from '../payments/grounds.ts';
import { projectErrands } from '../places/errands.ts';
import { publish } from '../public/publish.ts';
import { followCare } from '../institutions/places.ts';
import { isRecoveryCommand } from '@doudi/core/case/recovery/payloads';
import { alsoRecover, findPaid, findWaivedElsewhere, postRecoveries, projectRecoveries } from '../recovery/follow.ts';
import { enqueueVerification } from '../verification/outbox.ts';
import { contextOf, findAidOf, findCase, findRelations, loadContext, NO_RELATIONS, NOT_FOUND } from './context.ts';
import { insertLetters, type LetterRow } from './letters.ts';
import { BUREAU, caseNumber, letterNumber, nextNumber, ofCounty } from './numbers.ts';
import { personsOf, unknownPersons } from './references.ts';
import { insertCase, project, replaceChildren, replacePersons, updateCase, type NewCase } from './projection.ts';

export interface Done {
  readonly decision: Decision;
  readonly letters: readonly LetterRow[];
  /** Business date of the command. */
  readonly today: string;
}

/** Commands that produce a numbered paper: a number is drawn only for these. */
const NUMBERED: ReadonlySet<Command['name']> = new Set(['tellMissing', 'accept', 'signAuthorisation', 'notifyDiscrepancy', 'recordInvestigation', 'holdMeeting', 'giveOpinion', 'postNotice', 'decide', 'withdraw', 'abandon', 'extend', 'changeGrade', 'recordSelfCare', 'arrangeCare', 'counterSign', 'handOver', 'giveAid', 'refer', 'remindRecovery', 'agreeInstalments', 'escalateRecovery']);

/** A paper only when the act makes one: what is sent back has none, a transfer only where a relative keeps away. A withdrawal sent in from outside ends the case, when it is taken up, with the same paper as one signed at the window. */
const numbered = (c: Exclude<Command, { name: 'apply' }>, s: CaseState, related: readonly string[], actor: Actor): boolean =>
  NUMBERED.has(c.name) || ((c.name === 'decideChange' || c.name === 'signReport' || c.name === 'establishRecovery' || c.name === 'decideWaiver') && c.payload.outcome === 'agree') || (c.name === 'transfer' && related.includes(actor.user)) || (c.name === 'answerSubmission' && c.payload.outcome === 'taken' && s.submissions?.find((x) => x.id === c.payload.submission)?.kind === 'withdrawal');

interface UnitName {
  readonly id: number;
  readonly key: string;
  readonly name: string;
}

async function findUnit(tx: Tx, id: number): Promise<UnitName> {
  const { rows } = await sql<UnitName>`select id, key, name from unit where county_id = current_county() and id = ${id}`.execute(tx);
  const unit = rows[0];
  if (!unit) throw new Error(`没有单位 ${id}`);
  return unit;
}

/** What is refused leaves no trace: no row, and no gap in a series of numbers. A caller may go on with other cases in the same transaction. */
async function whole<T>(tx: Tx, work: () => Promise<T | Refusal>): Promise<T | Refusal> {
  await sql`savepoint command`.execute(tx);
  const done = await work();
  await (isRefusal(done) ? sql`rollback to savepoint command` : sql`release savepoint command`).execute(tx);
  return done;
}

/**
 * One command on one case, in the caller's transaction: lock → judge → log, projection, deadlines, letters, outbox.
 * A refusal has written nothing and used no number. `seq`, when given, is the state the user looked at.
 */
export async function runCommand(tx: Tx, services: Services, county: number, actor: Actor, caseId: string, command: Exclude<Command, { name: 'apply' }>, seq?: number): Promise<Done | Refusal> {
  return await whole(tx, async () => await carryOut(tx, services, county, actor, caseId, command, seq));
}

async function carryOut(tx: Tx, services: Services, county: number, actor: Actor, caseId: string, command: Exclude<Command, { name: 'apply' }>, seq: number | undefined): Promise<Done | Refusal> {
  const row = await findCase(tx, caseId, true);
  if (!row) return NOT_FOUND;
  if (seq !== undefined && seq !== row.seq) return refuse('conflict.version', `您看到的是第 ${seq} 步，现在已是第 ${row.seq} 步`, { allowed: ['刷新后再办'] });
  const { law, context: judged } = await loadContext(tx, services, county, row);
  const context = isRecoveryCommand(command.name) ? { ...judged, paid: await findPaid(tx, row.id), ...(command.name === 'decideWaiver' ? { waivedElsewhereFen: await findWaivedElsewhere(tx, county, row.id, law.today) } : {}) } : judged;
  const unit = await findUnit(tx, row.unit_id);
  const year = Number(law.today.slice(0, 4));
  const { mark } = jurisdiction(services, county);
  const [issuer, series] = ofCounty(command.name, actor.post) ? [BUREAU, 'letter.county'] : [shortName(unit.name), `letter.${unit.key}`];
  const number = numbered(command, row.state, context.related, actor) ? letterNumber(year, mark, issuer, await nextNumber(tx, county, series, year)) : '';
  const judgedNow = decide(row.state, command, context, actor, { documentNumber: number, requestId: randomUUID() });
  if (isRefusal(judgedNow)) return judgedNow;
  const decision = await alsoRecover(tx, row.state, judgedNow, context);
  const n = { county, unitId: row.unit_id, areaId: row.area_id };
  const telling = await publish(tx, services, n, row.state, decision.actions, decision.state, context);
  if (telling) return telling;
  return await write(tx, n, decision, context, row.seq, number);
}

/** Opens a case: number, log, projection, persons. */
export async function runApply(tx: Tx, services: Services, county: number, actor: Actor, unitId: number, areaId: number, payload: Payload<'apply'>): Promise<(Done & { id: string }) | Refusal> {
  return await whole(tx, async () => await open(tx, services, county, actor, unitId, areaId, payload));
}

async function open(tx: Tx, services: Services, county: number, actor: Actor, unitId: number, areaId: number, payload: Payload<'apply'>): Promise<(Done & { id: string }) | Refusal> {
  const law = await loadLaw(tx, services, county);
  const unit = await findUnit(tx, unitId);
  const programme = law.policy.programme(payload.programme, law.today);
  if (!programme) return refuse('policy.absent', `${law.today} 没有项目 ${payload.programme}`, { allowed: law.policy.programmes(law.today).map((p) => p.name) });
  const id = randomUUID();
  const missing = await unknownPersons(tx, [...personsOf(payload.facts), ...(payload.agent?.person ? [payload.agent.person] : [])]);
  if (missing) return missing;
  const { rows: running } = await sql<{ number: string }>`select f.number from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id
    where p.county_id = ${county} and p.role = 'member' and p.number_idx in (select number_idx from person where county_id = ${county} and id = any (${programme.applicant === 'person' ? [payload.facts.applicant] : payload.facts.members.map((m) => m.person)}::uuid[]))
      ${programme.applicant === 'person' ? sql`and f.applicant = p.person_id` : sql``} and f.programme = ${payload.programme} and f.status in ('applied', 'accepted') limit 1`.execute(tx);
  if (running[0]) return refuse('conflict.duplicate', `家庭成员已有在办的${programme.name}申请（${running[0].number}）`, { allowed: ['在原案件上补充办理', '原案件撤回后重新申请'] });
  const s0 = { programme: payload.programme, applicationDate: law.today, unit: unit.key };
  const aid = await findAidOf(tx, law, payload.programme, law.today, { persons: payload.facts.members.map((m) => m.person) });
  const context = contextOf(law, s0, NO_RELATIONS, aid);
  const year = Number(law.today.slice(0, 4));
  const { mark } = jurisdiction(services, county);
  const short = shortName(unit.name);
  const number = caseNumber(year, mark, short, await nextNumber(tx, county, `case.${unit.key}`, year));
  const decision = decideApply(id, unit.key, payload, context, actor, { caseNumber: number, documentNumber: '', requestId: '' });
  if (isRefusal(decision)) return decision;
  const n: NewCase = { county, unitId, areaId };
  await insertCase(tx, n, project(decision.state, context), law.now);
  await replacePersons(tx, n, decision.state);
  // Only now that the persons stand in the case does the register of near relatives answer for them.
  const known = contextOf(law, s0, await findRelations(tx, id), aid);
  const due = consequences(decision.state, known);
  const full = { actions: [...decision.actions, ...due], state: due.reduce<CaseState>((s, a) => evolve(s, a, id), decision.state) };
  if (due.length > 0) await updateCase(tx, county, project(full.state, known), law.now);
  const done = await write(tx, n, full, known, 0, '');
  return isRefusal(done) ? done : { ...done, id };
}

function jurisdiction(services: Services, county: number): { mark: string } {
  const j = countyOf(services, county).layer.jurisdiction;
  if (!j) throw new Error(`辖区 ${county} 没有 jurisdiction`);
  return j;
}

/** The facts of an agreed change came with its proposal: whom they name belongs to the case from the decision on. */
const changesFacts = (a: Action): boolean => ('facts' in a.body && a.body.facts !== undefined) || (a.kind === 'changeDecided' && a.body.outcome === 'agree');

/** Keeps what was decided; refused half-way, the savepoint of the command undoes it. */
async function write(tx: Tx, n: NewCase, decision: Decision, context: CaseContext, seq: number, number: string): Promise<Done | Refusal> {
  const { actions, state } = decision;
  const p = project(state, context);
  if (actions.some((a) => a.kind !== 'applied' && changesFacts(a))) await replacePersons(tx, n, state);
  if (seq > 0) await updateCase(tx, n.county, p, context.now);
  await replaceChildren(tx, n, p);
  const letters = await insertLetters(tx, n, state.id, actions, seq, number, { decision: state.decision?.number, related: context.related });
  for (const a of actions) {
    if (a.kind === 'verificationRequested') await enqueueVerification(tx, n, state.id, a.body.request, a.body.next === 'county');
    if (a.kind === 'verificationForwarded') await enqueueVerification(tx, n, state.id, a.body.request, false);
    if (a.kind === 'changeDecided' && a.body.outcome === 'agree') await adjustBenefit(tx, state.id, a.body.kind === 'stop' ? 0 : a.body.monthlyFen, a.body.fromMonth, adjusted(context, state, a.body.kind === 'stop' ? 'stop' : 'change', a.body.number));
    if (a.kind === 'gradeChanged') await adjustBenefit(tx, state.id, a.body.monthlyFen, a.body.fromMonth, adjusted(context, state, 'grade', ''));
    if (a.kind === 'decided' && a.body.outcome === 'grant' && a.body.fromMonth)
      await createBenefit(tx, { county: n.county, caseId: state.id, unitId: n.areaId, programme: state.programme, person: state.facts.applicant, monthlyFen: a.body.monthlyFen, fromMonth: a.body.fromMonth, payment: context.programme.payment, ...claimed(context, state, a.body.number) });
  }
  const settled = await settleAid(tx, n, state, actions);
  if (settled) return settled;
  await projectAid(tx, n, state, context);
  await projectMeans(tx, n, state, actions, seq, context);
  const full = await followCare(tx, { county: n.county, areaId: n.areaId, today: context.today, now: context.now }, state, actions);
  if (full) return full;
  await projectErrands(tx, { county: n.county, caseId: state.id, unitId: n.unitId }, context, actions);
  await insertHeld(tx, { county: n.county, unitId: n.unitId }, state.id, actions.map((action, i) => ({ seq: seq + 1 + i, action })));
  const owed = await projectRecoveries(tx, n, context, state, actions, seq);
  if (owed) return owed;
  // Last, because it holds the county's chain until the commit.
  try {
    await appendActions(tx, { county: n.county, caseId: state.id, firstSeq: seq + 1, actions, recordedAt: new Date().toISOString() });
  } catch (e) {
    if (e instanceof LogRefused) return e.code === 'conflict' ? refuse('conflict.version', '案件刚刚被他人更新', { allowed: ['刷新后再办'] }) : refuse('date.order', '当前时钟早于本案上一步的时间，不能倒填', { allowed: ['把培训时钟拨到上一步之后'] });
    throw e;
  }
  // Holds the county's ledger until the commit, after its chain.
  const short = await payAid(tx, n, state, context, actions.map((action, i) => ({ seq: seq + 1 + i, action })));
  if (short) return short;
  await postRecoveries(tx, n, state, actions);
  return { decision, letters, today: context.today };
}

/** What the system itself finds of a case, without a command: actions made from the case as it stands, kept in the same way. Nothing is written when there are none. */
export async function runSystem(tx: Tx, services: Services, county: number, caseId: string, find: (s: CaseState, c: CaseContext) => readonly Action[]): Promise<Done | Refusal | undefined> {
  const row = await findCase(tx, caseId, true);
  if (!row) return NOT_FOUND;
  const { context } = await loadContext(tx, services, county, row);
  const actions = find(row.state, context);
  if (actions.length === 0) return undefined;
  const decision = { actions, state: actions.reduce<CaseState>((s, a) => evolve(s, a, s.id), row.state) };
  return await whole(tx, async () => await write(tx, { county, unitId: row.unit_id, areaId: row.area_id }, decision, context, row.seq, ''));
}

