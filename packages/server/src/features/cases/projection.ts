import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import { isErrandOpen } from '@doudi/core/case/aid/errands';
import { givenWork } from '@doudi/core/case/aid/given';
import { deadlines, type Deadline } from '@doudi/core/case/deadlines';
import { openSteps, type CaseContext } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import type { StepRule } from '@doudi/core/policy/model';
import type { Tx } from '../../platform/database.ts';

/** What case_file and its child tables hold of a state: computed, never typed in. */
export interface Projection {
  readonly state: CaseState;
  readonly deadlines: readonly Deadline[];
  readonly open: readonly StepRule[];
  readonly next: { readonly step: string; readonly due: string; readonly provisional: boolean } | undefined;
  readonly items: readonly { readonly step: string; readonly post: string; readonly due: string; readonly provisional: boolean }[];
}

/** A step in hand that waits for someone else than the procedure's own post: the county's part of a verification, the board's term. */
function postsOf(r: StepRule, s: CaseState): readonly string[] {
  if (r.step === 'verify' && s.verification.at === 'county') return ['countyHandler'];
  if (r.step === 'verify' && s.verification.at === 'platform') return [];
  return r.by;
}

/** The date by which a step is due: its own limit, the running notice's end, else the whole case's limit, else today. */
function dueOf(r: StepRule, s: CaseState, all: readonly Deadline[], c: CaseContext): { due: string; provisional: boolean } {
  const own = all.find((d) => d.step === r.step && !d.finishedOn);
  const notice = s.notices.at(-1);
  // A posted date stands once its year is published: it was promised to the public.
  if (r.step === 'notice' && notice && !notice.closedOn) return { due: notice.until, provisional: notice.provisional && !c.calendar.isKnown(notice.until) };
  const explain = r.step === 'verify' ? all.find((d) => d.id === 'explain' && !d.finishedOn) : undefined;
  const d = explain ?? own ?? all.find((x) => x.id === 'case' && !x.finishedOn);
  return d ? { due: d.due, provisional: d.provisional } : { due: s.done.accept ? c.today : s.applicationDate, provisional: false };
}

export function project(s: CaseState, c: CaseContext): Projection {
  const all = deadlines(s, c);
  const open = openSteps(s, c);
  const items = open.flatMap((r) => postsOf(r, s).map((post) => ({ step: r.step as string, post, ...dueOf(r, s, all, c) })));
  const waiting = all.filter((d) => d.id.startsWith('submission.') && !d.finishedOn)[0];
  // What somebody sent in from outside waits for its answer like a step; the earliest stands for all of the case.
  if (waiting) for (const post of s.notices.at(-1)?.level === 'county' && s.notices.at(-1)?.closedOn === undefined ? ['handler', 'countyHandler'] : ['handler']) items.push({ step: 'submission', post, due: waiting.due, provisional: waiting.provisional });
  const papers = all.find((d) => d.id === 'papers' && !d.finishedOn);
  if (papers) items.push({ step: 'papers', post: 'handler', due: papers.due, provisional: papers.provisional });
  // What was handed over waits for its second handler by name, for its signed receipt, for a leader's word on a dispute.
  for (const w of givenWork(s, c)) {
    const there = items.find((i) => i.step === w.step && i.post === w.who);
    if (!there) items.push({ step: w.step, post: w.who, due: w.due, provisional: w.provisional });
    else if (w.due < there.due) Object.assign(there, { due: w.due, provisional: w.provisional });
  }
  // What was given to departments is followed by whoever handles the case; the earliest stands for all.
  const errand = (s.aid?.errands ?? []).filter(isErrandOpen).toSorted((a, b) => (a.due < b.due ? -1 : 1))[0];
  if (errand) items.push({ step: 'referral', post: 'handler', due: errand.due, provisional: false });
  const first = open[0];
  const next = first ? { step: first.step, ...dueOf(first, s, all, c) } : undefined;
  return { state: s, deadlines: all, open, next, items };
}

/** Columns of case_file that follow from the state. */
export const columns = (p: Projection) => {
  const { state: s, next } = p;
  const d = s.decision;
  return {
    status: s.status, organ: s.route.organ, persons: s.facts.members.length, handler: s.handler, accepted_by: s.done.accept?.by.user ?? null,
    investigated_by: s.investigations.at(-1)?.investigators ?? [], decided_by: d?.by.user ?? null, decided_on: d?.on ?? null, monthly_fen: d?.monthlyFen ?? s.imported?.monthlyFen ?? null, from_month: d?.fromMonth ?? s.imported?.fromMonth ?? null,
    closed_on: s.closedOn ?? null, next_step: next?.step ?? null, next_due: next?.due ?? null, next_provisional: next?.provisional ?? false, seq: s.seq, state: JSON.stringify(s),
  };
};

export interface NewCase {
  readonly county: number;
  readonly unitId: number;
  readonly areaId: number;
}

/** First row of a case. */
export async function insertCase(tx: Tx, n: NewCase, p: Projection, at: string): Promise<void> {
  const c = columns(p);
  const s = p.state;
  await sql`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, next_step, next_due, next_provisional, seq, state, updated_at)
    values (${n.county}, ${s.id}, ${s.number}, ${s.programme}, ${n.unitId}, ${n.areaId}, ${c.status}, ${c.organ}, ${s.applicationDate}, ${s.facts.applicant}, ${c.persons}, ${c.handler}, ${c.next_step}, ${c.next_due}, ${c.next_provisional}, ${c.seq}, ${c.state}::jsonb, ${at})`.execute(tx);
}

export async function updateCase(tx: Tx, county: number, p: Projection, at: string): Promise<void> {
  const c = columns(p);
  await sql`update case_file set status = ${c.status}, organ = ${c.organ}, persons = ${c.persons}, handler = ${c.handler}, accepted_by = ${c.accepted_by}, investigated_by = ${c.investigated_by}::uuid[], decided_by = ${c.decided_by},
    decided_on = ${c.decided_on}, monthly_fen = ${c.monthly_fen}, from_month = ${c.from_month}, closed_on = ${c.closed_on}, next_step = ${c.next_step}, next_due = ${c.next_due}, next_provisional = ${c.next_provisional},
    seq = ${c.seq}, state = ${c.state}::jsonb, updated_at = ${at} where county_id = ${county} and id = ${p.state.id}`.execute(tx);
}

/** Deadlines and work items follow the state: replaced as a whole in one statement each. */
export async function replaceChildren(tx: Tx, n: NewCase, p: Projection): Promise<void> {
  const id = p.state.id;
  const rows = p.deadlines.map((d) => ({ id: d.id, label: d.label, step: d.step ?? null, started_on: d.from, due_on: d.due, provisional: d.provisional, parameter: d.parameter.key, finished_on: d.finishedOn ?? null }));
  await sql`with gone as (delete from case_deadline where county_id = ${n.county} and case_id = ${id} and id <> all (${rows.map((r) => r.id)}::text[]))
    insert into case_deadline (county_id, case_id, unit_id, id, label, step, started_on, due_on, provisional, parameter, finished_on)
    select ${n.county}, ${id}, ${n.areaId}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, label text, step text, started_on date, due_on date, provisional boolean, parameter text, finished_on date)
    on conflict on constraint case_deadline_pk do update set label = excluded.label, started_on = excluded.started_on, due_on = excluded.due_on, provisional = excluded.provisional, parameter = excluded.parameter, finished_on = excluded.finished_on`.execute(tx);
  const items = p.items.map((i) => ({ step: i.step, post: i.post, due_on: i.due, provisional: i.provisional }));
  await sql`with gone as (delete from work_item where county_id = ${n.county} and case_id = ${id} and step || '/' || post <> all (${items.map((i) => `${i.step}/${i.post}`)}::text[]))
    insert into work_item (county_id, case_id, unit_id, area_id, programme, step, post, due_on, provisional)
    select ${n.county}, ${id}, ${n.unitId}, ${n.areaId}, ${p.state.programme}, r.* from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(step text, post text, due_on date, provisional boolean)
    on conflict on constraint work_item_pk do update set due_on = excluded.due_on, provisional = excluded.provisional`.execute(tx);
}

/** Members and obligors of a case with the keyed hash of their numbers, for duplicates and recusal. */
export async function replacePersons(tx: Tx, n: NewCase, s: CaseState): Promise<void> {
  const rows = [...s.facts.members.map((m) => ({ person: m.person, role: 'member' })), ...s.facts.obligors.map((o) => ({ person: o.person, role: 'obligor' }))];
  const unique = [...new Map(rows.toReversed().map((r) => [r.person, r])).values()];
  await sql`with gone as (delete from case_person where county_id = ${n.county} and case_id = ${s.id} and person_id <> all (${unique.map((u) => u.person)}::uuid[]))
    insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx)
    select ${n.county}, ${s.id}, p.id, ${n.areaId}, r.role, p.number_idx from jsonb_to_recordset(${JSON.stringify(unique)}::jsonb) as r(person uuid, role text) join person p on p.county_id = ${n.county} and p.id = r.person
    on conflict on constraint case_person_pk do update set role = excluded.role`.execute(tx);
}

/** Papers that an action produces. The confirmation form is filled in at the opinion and, complete with the decision, once more at its end. */
export function lettersOf(a: Action, more: LetterContext = {}): { kind: string; number?: string }[] {
  const first = letterOf(a, more);
  if (!first) return [];
  if (a.kind === 'decided') return [first, { ...first, kind: 'confirmationForm' }];
  return a.kind === 'met' && (a.body.report ?? '') !== '' ? [first, { kind: 'combinedOpinion' }] : [first];
}

/** What an action alone does not tell of the paper it makes: the number of the decision that is delivered, who is a relative of the household. */
interface LetterContext {
  readonly decision?: string | undefined;
  readonly related?: readonly string[] | undefined;
}

function letterOf(a: Action, more: LetterContext): { kind: string; number?: string } | undefined {
  switch (a.kind) {
    case 'missingTold':
      return { kind: 'supplement', number: a.body.notice };
    case 'accepted':
      return { kind: 'receipt', number: a.body.receipt };
    case 'authorisationSigned':
      return { kind: 'authorisation', number: a.body.number };
    case 'discrepancyNotified':
      return { kind: 'discrepancy', number: a.body.number };
    case 'investigated':
      return { kind: 'investigationForm' };
    case 'met':
      return { kind: 'meetingMinutes' };
    case 'opined':
      return { kind: 'confirmationForm' };
    case 'noticePosted':
      return { kind: 'noticeSheet' };
    case 'decided':
      return { kind: a.body.outcome === 'grant' ? 'grant' : 'refusal', number: a.body.number };
    case 'extended':
      return { kind: 'extension' };
    case 'withdrawn': case 'abandoned':
      return { kind: 'withdrawal' };
    case 'reportSigned':
      return a.body.outcome === 'agree' ? { kind: 'combinedOpinion' } : undefined;
    case 'changeDecided':
      return a.body.outcome === 'agree' ? { kind: a.body.kind === 'stop' ? 'end' : 'change', number: a.body.number } : undefined;
    case 'gradeChanged':
      return { kind: 'change', number: a.body.number };
    case 'selfCareAssessed':
      return { kind: 'selfCareForm' };
    case 'careArranged':
      return { kind: 'careAgreement' };
    case 'counterSigned':
      return { kind: 'relativeFiling' };
    case 'aidGiven':
      return { kind: 'aidReceipt', number: a.body.number };
    case 'referred':
      return { kind: 'aidReferral', number: a.body.number };
    case 'handedOver':
      return { kind: 'handOver' };
    case 'transferred':
      return more.related?.includes(a.actor.user) ? { kind: 'recusal' } : undefined;
    case 'delivered':
      return more.decision === undefined ? undefined : { kind: 'deliveryReceipt', number: more.decision };
    case 'recoveryEstablished':
      return a.body.outcome === 'agree' ? { kind: 'recoveryNotice', number: a.body.number } : undefined;
    case 'recoveryReminded':
      return { kind: 'recoveryReminder', number: a.body.number };
    case 'instalmentsAgreed':
      return { kind: 'instalmentAgreement', number: a.body.number };
    case 'waiverDecided':
      return a.body.outcome === 'agree' ? { kind: 'waiverDecision', number: a.body.number } : undefined;
    case 'recoveryEscalated':
      return { kind: 'referralLetter', number: a.body.number };
    case 'letterDelivered':
      return { kind: 'deliveryReceipt', number: a.body.number };
    default:
      return undefined;
  }
}
