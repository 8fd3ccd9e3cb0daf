import { sql } from 'kysely';
import { composeLetter } from '@doudi/core/letters/compose';
import type { LetterKind, LetterModel } from '@doudi/core/letters/model';
import type { Action } from '@doudi/core/case/actions';
import { fold, personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { maskIdNumber } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';
import { findCase, loadContext } from '../cases/context.ts';
import type { Law } from '../law/law.ts';
import { findMemberNames } from '../meetings/members.ts';
import { openPersons } from '../persons/persons.ts';
import { accessCode, printedCode } from '../public/access.ts';

/** A letter as registered. */
export interface LetterRow {
  readonly id: string;
  readonly case_id: string;
  readonly unit_id: number;
  readonly kind: LetterKind;
  readonly number: string;
  readonly on_date: string;
  readonly seq: number;
  readonly code: string;
  readonly sha256: Buffer | null;
}

export const NO_LETTER: Refusal = refuse('notfound', '没有这份文书，或不在您的辖区');

const FIND = sql`select l.id, l.case_id, l.unit_id, l.kind, l.number, l.on_date, l.seq, l.code, f.sha256 from case_letter l left join stored_file f on f.county_id = l.county_id and f.id = l.file_id where l.county_id = current_county()`;

/** A letter that the caller may see. */
export async function findLetter(tx: Tx, by: { readonly id: string } | { readonly code: string }): Promise<LetterRow | undefined> {
  return (await sql<LetterRow>`${FIND} and ${'id' in by ? sql`l.id = ${by.id}` : sql`l.code = ${by.code}`}`.execute(tx)).rows[0];
}

/** The latest letters of a kind, to look at a template with. */
export async function findLettersOfKind(tx: Tx, kind: LetterKind, limit: number): Promise<(LetterRow & { readonly case_number: string })[]> {
  return (await sql<LetterRow & { case_number: string }>`select l.id, l.case_id, l.unit_id, l.kind, l.number, l.on_date, l.seq, l.code, null as sha256, c.number as case_number
    from case_letter l join case_file c on c.county_id = l.county_id and c.id = l.case_id where l.county_id = current_county() and l.kind = ${kind} order by l.on_date desc, l.number desc limit ${limit}`.execute(tx)).rows;
}

/** Names of staff by account id. */
async function findStaff(tx: Tx): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county()`.execute(tx);
  return new Map(rows.map((r) => [r.id, r.name]));
}

/** Everyone whom a paper of the case may name: the household, its obligors, and who cares for or watches over the person. */
function personsNamed(s: CaseState): string[] {
  const a = s.care?.arrangement;
  const all = [...personsToAuthorise(s.facts), ...(s.relatives ?? []).map((r) => r.person), ...(s.recoveries ?? []).map((r) => r.debtor.person), a?.carer.person, a?.guardianship.guardian, s.care?.wish?.guardian];
  return [...new Set(all.filter((p) => p !== undefined))];
}

/** The letter as data: the case as it stood when the letter arose, under the law of that day. */
export async function composeFor(tx: Tx, services: Services, law: Law, l: Pick<LetterRow, 'case_id' | 'kind' | 'number' | 'on_date' | 'seq' | 'code'>): Promise<LetterModel | Refusal> {
  const row = await findCase(tx, l.case_id);
  if (!row) return NO_LETTER;
  const { rows } = await sql<{ kind: string; at: string; actor_user: string; actor_post: string; actor_unit: string; body: unknown }>`select kind, at, actor_user, actor_post, actor_unit, body from case_action where county_id = current_county() and case_id = ${l.case_id} and seq <= ${l.seq} order by seq`.execute(tx);
  const actions = rows.map((a) => ({ kind: a.kind, at: a.at, on: new Date(Date.parse(a.at) + 8 * 3600_000).toISOString().slice(0, 10), actor: { user: a.actor_user, post: a.actor_post, unit: a.actor_unit }, body: a.body }) as unknown as Action);
  const state = fold(l.case_id, actions);
  const { context } = await loadContext(tx, services, law.county, { ...row, state });
  const people = await openPersons(tx, services, law.county, personsNamed(state));
  const seats = await findMemberNames(tx, services, law.county, state.meetings.flatMap((m) => m.attendance?.map((x) => x.member) ?? []));
  const county = countyOf(services, law.county).layer;
  const unit = county.units.find((u) => u.id === state.unit);
  const j = county.jurisdiction;
  if (!unit || !j) throw new Error(`没有单位 ${state.unit}`);
  const village = (await sql<{ name: string }>`select name from unit where county_id = current_county() and id = ${row.area_id} and id <> ${row.unit_id}`.execute(tx)).rows[0]?.name;
  const last = actions.at(-1);
  const ground = last?.kind === 'withdrawn' ? last.body.reason : last?.kind === 'abandoned' ? last.body.ground : undefined;
  return composeLetter(l.kind, {
    state, context: { ...context, today: l.on_date }, names: new Map([...people].map(([id, p]) => [id, { name: p.name, idNumberMasked: maskIdNumber(p.idNumber) }])), staff: new Map([...seats, ...(await findStaff(tx))]),
    units: { unit, county: j, ...(village ? { village } : {}) }, number: l.number, date: l.on_date, code: l.code, ...(ground ? { ground } : {}), ...(l.kind === 'accessSlip' ? { accessCode: printedCode(accessCode(services, law.county, l.case_id, state.accessIssue ?? 1)) } : {}), ...(last ? { act: last } : {}),
  });
}
