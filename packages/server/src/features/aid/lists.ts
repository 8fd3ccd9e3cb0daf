import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { listReferrals, listSplits, listUrgent } from '@doudi/core/api/aid';
import { reliefClock, papersOwed } from '@doudi/core/case/aid/clock';
import { firstRelief } from '@doudi/core/case/aid/evolve';
import { REFERRAL_OUTCOME_WORDS, type ReferralOutcome } from '@doudi/core/case/aid/payloads';
import { findSplits } from '@doudi/core/case/aid/splits';
import { addUnit, openSteps, scopeOf, STEP_LABELS } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { contextOf, findRelationsOf, NO_RELATIONS } from '../cases/context.ts';
import { cite, lightFor, STATUS_TEXT } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { causeText, hoursLight } from './view.ts';

/** Rows read at most; the most pressing first. */
const LIMIT = 300;

const aidProgrammes = (law: Law): string[] => law.policy.programmes(law.today).filter((p) => p.formula === 'aid').map((p) => p.id);

async function namesOf(tx: Tx): Promise<{ readonly unit: (id: number) => string; readonly staff: (id: string) => string }> {
  const units = new Map((await sql<{ id: number; name: string }>`select id, name from unit where county_id = current_county()`.execute(tx)).rows.map((u) => [u.id, u.name]));
  const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county()`.execute(tx)).rows.map((a) => [a.id, a.name]));
  return { unit: (id) => units.get(id) ?? '', staff: (id) => staff.get(id) ?? '' };
}

interface UrgentCase {
  readonly id: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly state: CaseState;
}

const URGENT = sql`(f.state -> 'facts' -> 'event' ->> 'emergency' = 'true' or f.state -> 'aid' -> 'emergency' is not null)`;

/**
 * Urgent cases of the caller's area: those in which nobody has help in hand yet first, by the hours that are left; then
 * those whose papers are still to be completed [HQ-88, HQ-138, HQ-170]. `dropped`: ended without any relief, by whom and
 * why, for the last twelve months [HQ-168].
 */
export async function urgentCases(tx: Tx, services: Services, law: Law): Promise<Output<typeof listUrgent>> {
  const ids = aidProgrammes(law);
  const { rows } = await sql<UrgentCase>`select f.id, f.unit_id, f.area_id, f.state from case_file f where f.county_id = ${law.county} and f.programme = any (${ids}) and ${URGENT}
    and (f.closed_on is null or (f.status in ('granted', 'refused') and f.closed_on > ${law.today}::date - 90)) order by f.closed_on is not null, f.application_date desc limit ${LIMIT}`.execute(tx);
  const { rows: dropped } = await sql<UrgentCase & { by: string | null; ground: string | null }>`select f.id, f.unit_id, f.area_id, f.state, a.actor_user as by, coalesce(a.body ->> 'ground', a.body ->> 'reason') as ground from case_file f
    left join lateral (select x.actor_user, x.body from case_action x where x.county_id = f.county_id and x.case_id = f.id and x.kind in ('withdrawn', 'abandoned', 'decided') order by x.seq desc limit 1) a on true
    where f.county_id = ${law.county} and f.programme = any (${ids}) and ${URGENT} and f.status in ('withdrawn', 'abandoned', 'refused') and jsonb_array_length(coalesce(f.state -> 'aid' -> 'given', '[]')) = 0 and f.closed_on > ${law.today}::date - 365
    order by f.closed_on desc, f.number limit ${LIMIT}`.execute(tx);
  const people = await openPersons(tx, services, law.county, [...rows, ...dropped].map((r) => r.state.facts.applicant));
  const relations = await findRelationsOf(tx, rows.map((r) => r.id));
  const n = await namesOf(tx);
  const who = (s: CaseState): string => maskName(people.get(s.facts.applicant)?.name ?? '—');
  const items = rows.flatMap((r): Output<typeof listUrgent>['items'] => {
    const s = r.state;
    const c = contextOf(law, s, relations.get(r.id) ?? NO_RELATIONS);
    const clock = reliefClock(s, c);
    const missing = papersOwed(s, c).map((d) => d.name);
    const open = s.closedOn === undefined;
    if (!clock || (!open && missing.length === 0)) return [];
    const first = firstRelief(s);
    const given = (s.aid?.given ?? []).find((g) => g.at === first);
    const papers = c.policy.find<number>('aid.papers.deadline', scopeOf(s));
    const due = first !== undefined && papers && (missing.length > 0 || open) ? addUnit(c, first.slice(0, 10), papers) : undefined;
    const next = openSteps(s, c)[0];
    return [{
      case: r.id, number: s.number, programmeName: c.programme.name, applicant: who(s), unit: n.unit(r.unit_id), village: r.area_id === r.unit_id ? null : n.unit(r.area_id), causeText: causeText(law, s.facts.event?.cause ?? '', s.applicationDate, s.programme), place: s.facts.event?.place ?? s.facts.address,
      appliedAt: clock.appliedAt, dueAt: clock.dueAt, light: first === undefined ? hoursLight(law, clock) : null,
      relieved: given && first !== undefined ? { at: first, fen: given.fen, form: given.form, inTime: clock.inTime === true } : null,
      formalities: due ? { due: due.date, provisional: due.provisional, light: lightFor(law, due.date) } : null, missing, handler: n.staff(s.handler), nextText: next ? (next.label ?? STEP_LABELS[next.step]) : null,
    }];
  });
  const rank = (i: (typeof items)[number]): string => `${i.relieved ? 1 : 0}${i.relieved ? (i.formalities?.due ?? '9999') : i.dueAt}`;
  return {
    items: items.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)),
    dropped: dropped.map((r) => ({ case: r.id, number: r.state.number, applicant: who(r.state), unit: n.unit(r.unit_id), statusText: STATUS_TEXT[r.state.status], ground: r.ground ?? '', on: r.state.closedOn ?? '', by: n.staff(r.by ?? '') })),
  };
}

interface ErrandRow {
  readonly id: string;
  readonly case_id: string;
  readonly number: string;
  readonly unit_id: number;
  readonly applicant: string;
  readonly kind: 'referral' | 'duty';
  readonly organ: string;
  readonly matter: string;
  readonly text: string;
  readonly asked_on: string;
  readonly asked_by: string;
  readonly due_on: string;
  readonly closed_on: string | null;
  readonly answers: { on: string; outcome: ReferralOutcome; by: string; text: string }[];
}

/** Referrals and duties of the caller's area, the longest overdue first; those that are closed by their last answer. */
export async function errandsOf(tx: Tx, services: Services, law: Law, state: 'open' | 'closed'): Promise<Output<typeof listReferrals>> {
  const { rows } = await sql<ErrandRow>`select e.id, e.case_id, f.number, e.unit_id, f.applicant, e.kind, e.organ, e.matter, e.text, e.asked_on, e.asked_by, e.due_on, e.closed_on, e.answers
    from aid_errand e join case_file f on f.county_id = e.county_id and f.id = e.case_id where e.county_id = ${law.county} and (e.closed_on is null) = ${state === 'open'}
    order by case when e.closed_on is null then e.due_on end, e.closed_on desc, e.id limit ${LIMIT}`.execute(tx);
  const people = await openPersons(tx, services, law.county, rows.map((r) => r.applicant));
  const n = await namesOf(tx);
  return {
    items: rows.map((r) => ({
      id: r.id, case: r.case_id, number: r.number, unit: n.unit(r.unit_id), applicant: maskName(people.get(r.applicant)?.name ?? '—'), kind: r.kind, organ: r.organ, matter: r.matter, text: r.text, on: r.asked_on, by: n.staff(r.asked_by), due: r.due_on,
      light: r.closed_on === null ? lightFor(law, r.due_on) : null, open: r.closed_on === null, answers: r.answers.map((a) => ({ on: a.on, outcome: a.outcome, outcomeText: REFERRAL_OUTCOME_WORDS[a.outcome], by: a.by, text: a.text })),
    })),
  };
}

interface PartRow {
  readonly number_idx: string;
  readonly case_id: string;
  readonly number: string;
  readonly unit_id: number;
  readonly cause: string;
  readonly programme: string;
  readonly status: CaseState['status'];
  readonly on_date: string;
  readonly fen: number;
  readonly limit_fen: number | null;
  readonly limit_by: 'entrustment' | 'ceiling' | null;
  readonly applicant: string | null;
}

/** Where the limit comes from: the unit's entrustment, or the ceiling of the table. */
function limitSource(law: Law, p: PartRow | undefined): { label: string; clause?: string; quote?: string; assumption?: string } {
  if (p?.limit_by === 'entrustment') {
    const e = law.policy.county.entrustments.find((x) => x.limitFen === p.limit_fen && x.programme.includes(p.programme) && x.from <= p.on_date && p.on_date <= (x.to ?? '9999'));
    return { ...cite(law.policy, e?.source), label: `委托书${e ? ` ${e.number} ` : ''}的限额` };
  }
  return { ...cite(law.policy, law.policy.find('aid.caps', { on: p?.on_date ?? law.today, ...(p ? { programme: p.programme } : {}) })?.source), label: '一次救助的上限' };
}

/**
 * What looks like one sum split into several to stay under a limit: applications of one household of the last twelve
 * months that belong together and together pass the limit each stays under. A question to whoever confirmed them, not a
 * finding. A household is known by any of its members; the same cases are named once.
 */
export async function splitsOf(tx: Tx, services: Services, law: Law): Promise<Output<typeof listSplits>> {
  const days = law.policy.find<number>('aid.splits.days', { on: law.today });
  const { rows } = await sql<PartRow>`with many as (select number_idx from aid_given where county_id = ${law.county} and fen > 0 and status not in ('withdrawn', 'abandoned') and on_date > ${law.today}::date - 365 group by number_idx having count(*) > 1 and sum(fen) > min(limit_fen))
    select encode(g.number_idx, 'hex') as number_idx, g.case_id, g.number, g.unit_id, g.cause, g.programme, g.status, g.on_date, g.fen, g.limit_fen, g.limit_by, f.applicant
    from aid_given g join many m using (number_idx) left join case_file f on f.county_id = g.county_id and f.id = g.case_id
    where g.county_id = ${law.county} and g.fen > 0 and g.status not in ('withdrawn', 'abandoned') and g.on_date > ${law.today}::date - 365 order by g.on_date, g.number`.execute(tx);
  const people = await openPersons(tx, services, law.county, rows.flatMap((r) => r.applicant ?? []));
  const n = await namesOf(tx);
  const seen = new Set<string>();
  const items = [...Map.groupBy(rows, (r) => r.number_idx).values()].flatMap((list) =>
    findSplits(list.map((r) => ({ ...r, case: r.case_id, on: r.on_date, limitFen: r.limit_fen })), days?.value ?? 0).flatMap((x): Output<typeof listSplits>['items'] => {
      const key = x.parts.map((p) => p.case_id).toSorted().join('.');
      if (seen.has(key)) return [];
      seen.add(key);
      const first = x.parts[0];
      const causes = [...new Set(x.parts.map((p) => causeText(law, p.cause, p.on_date, p.programme)))];
      return [{
        key, applicant: maskName(people.get(first?.applicant ?? '')?.name ?? '—'), causeText: causes.join('、'), sumFen: x.sumFen, limit: { value: x.limitFen, source: limitSource(law, x.parts.find((p) => p.limitFen === x.limitFen)) }, from: x.from, to: x.to,
        cases: x.parts.map((p) => ({ case: p.case_id, number: p.number, unit: n.unit(p.unit_id), on: p.on_date, fen: p.fen, statusText: STATUS_TEXT[p.status] })),
      }];
    }));
  return { items: items.toSorted((a, b) => b.sumFen - a.sumFen) };
}
