import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import { decidedSum, givenFen } from '@doudi/core/case/aid/evolve';
import { isErrandOpen } from '@doudi/core/case/aid/errands';
import { AID_FORM_WORDS, AID_FUND_WORDS } from '@doudi/core/case/aid/payloads';
import type { CaseContext } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { overdraft, post } from '../ledger/post.ts';
import { closeByCash } from '../payments/book.ts';

export interface AidPlace {
  readonly county: number;
  readonly unitId: number;
  readonly areaId: number;
}

type Given = Extract<Action, { kind: 'aidGiven' }>;
const isGiven = (a: Action): a is Given => a.kind === 'aidGiven';

/** What a handing over was, for the line of the month: 现金 500.00 元，临时救助备用金. */
const reasonOf = (g: Given['body']): string => `${g.phase === 'relief' ? '先行救助' : ''}${AID_FORM_WORDS[g.form]}，${AID_FUND_WORDS[g.fund]}，${g.number}`;

/** The sum by which a case counts when sums are looked at together: decided, else handed over or proposed. */
const weightOf = (s: CaseState): number => (s.status === 'granted' ? (s.decision?.monthlyFen ?? 0) : s.status === 'accepted' || s.status === 'applied' ? Math.max(givenFen(s), s.opinion?.outcome === 'grant' ? decidedSum(s) : 0) : givenFen(s));

/** What the unit may confirm by itself, in fen: the entrustment's limit; where it has none, the ceiling that the assessment worked with. */
const limitOf = (s: CaseState, c: CaseContext): Pick<GivenRow, 'limit_fen' | 'limit_by'> => {
  const entrusted = 'inForce' in c.entrustment ? c.entrustment.inForce.limitFen : undefined;
  if (entrusted !== undefined) return { limit_fen: entrusted, limit_by: 'entrustment' };
  const ceiling = s.assessment?.ceilingFen;
  return ceiling === undefined ? { limit_fen: null, limit_by: null } : { limit_fen: ceiling, limit_by: 'ceiling' };
};

export interface GivenRow {
  readonly number: string;
  readonly programme: string;
  readonly cause: string;
  readonly status: string;
  readonly on_date: string;
  readonly fen: number;
  readonly helped_fen: number;
  readonly limit_fen: number | null;
  readonly limit_by: 'entrustment' | 'ceiling' | null;
}

/** What a case of temporary assistance tells the others: computed from its state, never typed in. */
export const givenRow = (s: CaseState, c: CaseContext): GivenRow => ({
  number: s.number, programme: s.programme, cause: s.facts.event?.cause ?? s.facts.hardship, status: s.status, on_date: s.decision?.on ?? s.applicationDate,
  fen: weightOf(s), helped_fen: s.status === 'granted' ? (s.decision?.monthlyFen ?? 0) : givenFen(s), ...limitOf(s, c),
});

export const errandRows = (s: CaseState): readonly Record<string, string | null>[] => (s.aid?.errands ?? []).map((e) => ({
  id: e.id, kind: e.kind, organ: e.organ, matter: e.matter, text: e.text, asked_on: e.on, asked_by: e.by.user, due_on: e.due, closed_on: isErrandOpen(e) ? null : (e.answers.at(-1)?.on ?? null), answers: JSON.stringify(e.answers),
}));

/** Keeps the tables of temporary assistance true to the case's log: in the transaction of the action. Other programmes have none. */
export async function projectAid(tx: Tx, n: AidPlace, s: CaseState, c: CaseContext): Promise<void> {
  if (c.programme.formula !== 'aid') return;
  const g = givenRow(s, c);
  await sql`with gone as (delete from aid_given where county_id = ${n.county} and case_id = ${s.id} and number_idx not in (select number_idx from case_person where county_id = ${n.county} and case_id = ${s.id} and role = 'member'))
    insert into aid_given (county_id, case_id, number_idx, unit_id, area_id, number, programme, cause, status, on_date, fen, helped_fen, limit_fen, limit_by)
    select distinct ${n.county}::int, p.case_id, p.number_idx, ${n.unitId}::int, ${n.areaId}::int, ${g.number}, ${g.programme}, ${g.cause}, ${g.status}, ${g.on_date}::date, ${g.fen}::bigint, ${g.helped_fen}::bigint, ${g.limit_fen}::bigint, ${g.limit_by}
    from case_person p where p.county_id = ${n.county} and p.case_id = ${s.id} and p.role = 'member'
    on conflict on constraint aid_given_pk do update set number = excluded.number, programme = excluded.programme, cause = excluded.cause, status = excluded.status, on_date = excluded.on_date, fen = excluded.fen, helped_fen = excluded.helped_fen, limit_fen = excluded.limit_fen, limit_by = excluded.limit_by`.execute(tx);
  const errands = errandRows(s);
  if (errands.length > 0)
    await sql`insert into aid_errand (county_id, id, case_id, unit_id, area_id, kind, organ, matter, text, asked_on, asked_by, due_on, closed_on, answers)
      select ${n.county}::int, r.id, ${s.id}::uuid, ${n.unitId}::int, ${n.areaId}::int, r.kind, r.organ, r.matter, r.text, r.asked_on, r.asked_by, r.due_on, r.closed_on, r.answers::jsonb
      from jsonb_to_recordset(${JSON.stringify(errands)}::jsonb) as r(id uuid, kind text, organ text, matter text, text text, asked_on date, asked_by text, due_on date, closed_on date, answers text)
      on conflict on constraint aid_errand_pk do update set closed_on = excluded.closed_on, answers = excluded.answers`.execute(tx);
}

/**
 * What was handed over is taken off what the bank pays: relief in the transaction of the grant, a payment in that of the
 * giving. Nothing is paid twice: given and rest are the sum decided. Refusals: the bank's part is frozen or on its way.
 */
export async function settleAid(tx: Tx, n: AidPlace, s: CaseState, actions: readonly Action[]): Promise<Refusal | undefined> {
  const granted = actions.some((a) => a.kind === 'decided' && a.body.outcome === 'grant');
  const user = actions.findLast((a) => a.kind === 'decided' || a.kind === 'aidGiven')?.actor.user;
  const given = granted ? (s.aid?.given ?? []) : actions.filter(isGiven).map((a) => a.body).filter((b) => b.phase === 'payment');
  for (const g of given) {
    // Given before the decision by an office that has handed the case on since: it stays in that office's books.
    const unitId = granted ? (await sql<{ unit_id: number }>`select unit_id from aid_payment where county_id = ${n.county} and case_id = ${s.id} and number = ${g.number}`.execute(tx)).rows[0]?.unit_id : undefined;
    const done = await closeByCash(tx, { county: n.county, caseId: s.id, fen: g.fen, on: g.at.slice(0, 10), reason: reasonOf(g), unitId, user });
    if (isRefusal(done)) return done;
  }
  return undefined;
}

/** Day on which a handing over is booked: its own, but today where its month was reported already, or no report would ever show it [HQ-177, HQ-178]. */
async function bookedOn(tx: Tx, n: AidPlace, day: string, today: string): Promise<string> {
  const month = day.slice(0, 7);
  const { rows } = await sql`select from aid_summary where county_id = ${n.county} and unit_id = ${n.unitId} and month = ${month} union all select from fund_report where county_id = ${n.county} and unit_id = ${n.unitId} and month = ${month} limit 1`.execute(tx);
  return rows.length > 0 ? today : day;
}

/**
 * Takes what was handed over out of the unit's fund, by one entry for each, under a key that a second attempt finds again.
 * After the case's log, which holds the county's chain. Refusal: the fund does not suffice [GX-53].
 */
export async function payAid(tx: Tx, n: AidPlace, s: CaseState, c: CaseContext, list: readonly { readonly seq: number; readonly action: Action }[]): Promise<Refusal | undefined> {
  for (const { seq, action } of list) {
    if (!isGiven(action)) continue;
    const g = action.body;
    const account = { kind: g.fund, unit: s.unit };
    const short = await overdraft(tx, n.county, account, g.fen);
    if (short) return short;
    const on = await bookedOn(tx, n, g.at.slice(0, 10), c.today);
    const entry = await post(tx, {
      county: n.county, kind: 'aidGiven', on, at: c.now, by: action.actor.user, memo: `${s.number} ${reasonOf(g)}`, ref: { case: s.id }, key: `aid:${s.id}:${seq}`,
      lines: [{ account: { kind: 'expense', programme: s.programme, unit: s.unit }, fen: g.fen }, { account, fen: -g.fen }],
    });
    await sql`insert into aid_payment (county_id, case_id, seq, unit_id, area_id, programme, phase, form, fund, fen, number, given_at, on_date, entry_id)
      values (${n.county}, ${s.id}, ${seq}, ${n.unitId}, ${n.areaId}, ${s.programme}, ${g.phase}, ${g.form}, ${g.fund}, ${g.fen}, ${g.number}, ${`${g.at}:00+08:00`}, ${on}, ${entry})`.execute(tx);
  }
  return undefined;
}
