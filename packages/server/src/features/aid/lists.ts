import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { listReferrals, listUrgent } from '@doudi/core/api/aid';
import { reliefClock, papersOwed } from '@doudi/core/case/aid/clock';
import { firstRelief } from '@doudi/core/case/aid/evolve';
import { waitsFor, receiptsOwed, recordedMinute } from '@doudi/core/case/aid/given';
import { REFERRAL_OUTCOME_WORDS, type ReferralOutcome } from '@doudi/core/case/aid/payloads';
import { addUnit, openSteps, scopeOf, STEP_LABELS } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { contextOf, findRelationsOf, NO_RELATIONS } from '../cases/context.ts';
import { lightFor, STATUS_TEXT } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { causeText, hoursLight, warnHours } from './view.ts';

/** Rows read at most; the most pressing first. */
const LIMIT = 300;

const aidProgrammes = (law: Law): string[] => law.policy.programmes(law.today).filter((p) => p.formula === 'aid').map((p) => p.id);

/** Names of units and of staff by id, of the whole county. */
export async function namesOf(tx: Tx): Promise<{ readonly unit: (id: number) => string; readonly staff: (id: string) => string }> {
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
export async function urgentCases(tx: Tx, services: Services, law: Law, q: { readonly show?: 'waiting' | 'papers' | undefined; readonly unit?: string | undefined } = {}): Promise<Output<typeof listUrgent>> {
  const ids = aidProgrammes(law);
  const unit = q.unit === undefined ? sql`` : sql`and f.unit_id = (select id from unit where county_id = ${law.county} and key = ${q.unit})`;
  const shown = q.show === 'waiting' ? sql`and f.closed_on is null and jsonb_array_length(coalesce(f.state -> 'aid' -> 'given', '[]')) = 0`
    : q.show === 'papers' ? sql`and exists (select from work_item w where w.county_id = f.county_id and w.case_id = f.id and w.step = 'papers' and w.due_on < ${law.today}::date)` : sql``;
  const { rows } = await sql<UrgentCase>`select f.id, f.unit_id, f.area_id, f.state from case_file f where f.county_id = ${law.county} and f.programme = any (${ids}) and ${URGENT} ${unit} ${shown}
    and (f.closed_on is null or (f.status in ('granted', 'refused') and f.closed_on > ${law.today}::date - 90)) order by f.closed_on is not null, f.application_date desc limit ${LIMIT}`.execute(tx);
  const { rows: dropped } = await sql<UrgentCase & { by: string | null; ground: string | null }>`select f.id, f.unit_id, f.area_id, f.state, a.actor_user as by, coalesce(a.body ->> 'ground', a.body ->> 'reason') as ground from case_file f
    left join lateral (select x.actor_user, x.body from case_action x where x.county_id = f.county_id and x.case_id = f.id and x.kind in ('withdrawn', 'abandoned', 'decided') order by x.seq desc limit 1) a on true
    where ${q.show === undefined} and f.county_id = ${law.county} and f.programme = any (${ids}) and ${URGENT} ${unit} and f.status in ('withdrawn', 'abandoned', 'refused') and jsonb_array_length(coalesce(f.state -> 'aid' -> 'given', '[]')) = 0 and f.closed_on > ${law.today}::date - 365
    order by f.closed_on desc, f.number limit ${LIMIT}`.execute(tx);
  const people = await openPersons(tx, services, law.county, [...rows, ...dropped].map((r) => r.state.facts.applicant));
  const relations = await findRelationsOf(tx, rows.map((r) => r.id));
  const n = await namesOf(tx);
  const who = (s: CaseState): string => maskName(people.get(s.facts.applicant)?.name ?? '—');
  const items = rows.flatMap((r): Output<typeof listUrgent>['items'] => {
    const s = r.state;
    const c = contextOf(law, s, relations.get(r.id) ?? NO_RELATIONS);
    const clock = reliefClock(s, c);
    const missing = [...papersOwed(s, c).map((d) => d.name), ...(receiptsOwed(s).length > 0 ? ['签收的收据'] : [])];
    const waits = (s.aid?.given ?? []).filter((g) => g.settled === undefined).flatMap(waitsFor);
    const open = s.closedOn === undefined;
    if (!clock || (!open && missing.length === 0 && waits.length === 0)) return [];
    const first = firstRelief(s);
    const given = (s.aid?.given ?? []).find((g) => g.at === first);
    const papers = c.policy.find<number>('aid.papers.deadline', scopeOf(s));
    const due = first !== undefined && papers && (missing.length > 0 || open) ? addUnit(c, first.slice(0, 10), papers) : undefined;
    const next = openSteps(s, c)[0];
    return [{
      case: r.id, number: s.number, programmeName: c.programme.name, applicant: who(s), unit: n.unit(r.unit_id), village: r.area_id === r.unit_id ? null : n.unit(r.area_id), causeText: causeText(law, s.facts.event?.cause ?? '', s.applicationDate, s.programme), place: s.facts.event?.place ?? s.facts.address,
      appliedAt: clock.appliedAt, dueAt: clock.dueAt, warnHours: warnHours(law), light: first === undefined ? hoursLight(law, clock) : null,
      relieved: given && first !== undefined ? { at: first, fen: given.fen, form: given.form, inTime: clock.inTime === true, recordedAt: recordedMinute(given) === first ? null : (recordedMinute(given) ?? null) } : null, waits: [...new Set(waits)].map(n.staff),
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
