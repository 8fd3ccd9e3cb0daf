import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import { scopeOf, type CaseContext } from '@doudi/core/case/procedure';
import { isOpen, personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { findTelling, refuseTelling } from '@doudi/core/notice/check';
import { publicLine, publicNotice, type PublicLine, type PublicNotice } from '@doudi/core/notice/publication';
import type { NoticeWords } from '@doudi/core/policy/tables';
import type { Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';
import { openPersons, updatePhone } from '../persons/persons.ts';
import { endVisitsOf } from './access.ts';
import { findContact } from './contact.ts';

/** Where a case stands in the tree of units: whose list it is on. */
export interface Standing {
  readonly county: number;
  readonly unitId: number;
  readonly areaId: number;
}

const runs = (s: CaseState | undefined): boolean => s !== undefined && isOpen(s) && s.notices.length > 0 && s.notices.at(-1)?.closedOn === undefined;

/** Row of the publication table. */
export const publicationRow = (n: Standing, caseId: string, id: string, x: PublicNotice | PublicLine): Record<string, unknown> => ({
  county_id: n.county, id, kind: x.kind, case_id: caseId, unit_id: n.unitId, area_id: n.areaId, programme: x.programme, programme_name: x.programmeName, name: x.name, payment: x.payment, from_on: x.from,
  ...(x.kind === 'notice'
    ? { applicants: x.applicants, persons: x.persons, fen: x.fen, outcome: x.outcome, level: x.level, until_on: x.until, provisional: x.provisional, place: x.place, remark: x.remark }
    : { applicants: x.persons, persons: null, fen: null, outcome: 'grant', level: 'unit', until_on: null, provisional: false, place: null, remark: null }),
});

/** Column types of {@link publicationRow}, for rows sent as JSON. */
export const PUBLICATION_COLUMNS = { county_id: 'int', id: 'uuid', kind: 'text', case_id: 'uuid', unit_id: 'int', area_id: 'int', programme: 'text', programme_name: 'text', name: 'text', applicants: 'int', persons: 'int', fen: 'bigint', payment: 'text', outcome: 'text', level: 'text', from_on: 'date', until_on: 'date', provisional: 'boolean', place: 'text', remark: 'text' } as const;

async function insert(tx: Tx, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(PUBLICATION_COLUMNS);
  const record = Object.entries(PUBLICATION_COLUMNS).map(([k, v]) => `${k} ${v}`).join(', ');
  await sql`insert into publication (${sql.raw(names.join(', '))}) select ${sql.raw(names.map((k) => `r.${k}`).join(', '))} from jsonb_to_record(${JSON.stringify(row)}::jsonb) as r(${sql.raw(record)})`.execute(tx);
}

const end = (tx: Tx, county: number, caseId: string, kind: 'notice' | 'list', on: string, why: string) =>
  sql`update publication set ended_on = ${on}, ended_why = ${why} where county_id = ${county} and case_id = ${caseId} and kind = ${kind} and ended_on is null`.execute(tx);

/**
 * Follows a command with what the public sees, in the command's transaction: a notice goes up, comes down when it is closed,
 * objected to or overtaken, and a granted household enters the long-term list. Refused when the free text of a notice tells
 * what may not be told; then nothing of the command is written.
 */
export async function publish(tx: Tx, services: Services, n: Standing, before: CaseState | undefined, actions: readonly Action[], s: CaseState, c: CaseContext): Promise<Refusal | undefined> {
  const posted = actions.some((a) => a.kind === 'noticePosted');
  // A change of the household changes its line: another number of persons, another applicant.
  const listed = actions.some((a) => a.kind === 'published') || (actions.some((a) => a.kind === 'changeDecided') && (s.done.publish !== undefined || s.imported !== undefined));
  if (runs(before) && (posted || !runs(s))) await end(tx, n.county, s.id, 'notice', c.today, actions.at(-1)?.kind ?? '');
  // A new code ends the visits of the old one at once.
  if (actions.some((a) => a.kind === 'accessCodeReissued')) await endVisitsOf(tx, n.county, s.id);
  const phone = actions.find((a) => a.kind === 'submissionAnswered');
  if (phone?.kind === 'submissionAnswered' && phone.body.kind === 'phone' && phone.body.outcome === 'taken') await takePhone(tx, services, n.county, phone.body.submission, s.facts.applicant);
  if (!posted && !listed) return undefined;
  const people = await openPersons(tx, services, n.county, personsToAuthorise(s.facts));
  const name = people.get(s.facts.applicant)?.name ?? '';
  if (posted) {
    const notice = publicNotice(s, c, name);
    if (!notice) throw new Error(`case ${s.id} has no notice to publish`);
    const { layer } = countyOf(services, n.county);
    const telephones = [layer.jurisdiction?.telephone, ...layer.units.map((u) => u.telephone)].filter((t) => t !== undefined);
    const telling = findTelling(
      [{ field: 'place', label: '张贴地点', text: notice.place }, { field: 'remark', label: '补充说明', text: notice.remark ?? '' }],
      { persons: [...people.values()], address: s.facts.address }, c.today, telephones, c.policy.find<NoticeWords>('notice.words', { on: c.today, programme: s.programme, area: scopeOf(s).area })?.value,
    );
    const no = refuseTelling(telling);
    if (no) return no;
    await insert(tx, publicationRow(n, s.id, randomUUID(), notice));
  }
  if (listed) {
    const line = publicLine(s, c, name);
    if (line) await enlist(tx, n, s.id, line);
  }
  return undefined;
}

/** What a case as it stands has up: its running notice, its line on the list. For caseloads brought in as a whole. */
export function publicationsOf(s: CaseState, c: CaseContext, name: string): (PublicNotice | PublicLine)[] {
  return [runs(s) ? publicNotice(s, c, name) : undefined, s.done.publish || s.imported ? publicLine(s, c, name) : undefined].filter((x) => x !== undefined);
}

async function takePhone(tx: Tx, services: Services, county: number, submission: string, person: string): Promise<void> {
  const phone = (await findContact(tx, services, county, submission))?.phone;
  if (phone) await updatePhone(tx, services, county, person, phone);
}

/** Lines of households taken over from the office's own roster, many at once. */
export async function enlistMany(tx: Tx, lines: readonly (Standing & { readonly caseId: string; readonly line: PublicLine })[]): Promise<void> {
  const names = Object.keys(PUBLICATION_COLUMNS);
  const record = Object.entries(PUBLICATION_COLUMNS).map(([k, v]) => `${k} ${v}`).join(', ');
  await sql`insert into publication (${sql.raw(names.join(', '))}) select ${sql.raw(names.map((k) => `r.${k}`).join(', '))} from jsonb_to_recordset(${JSON.stringify(lines.map((l) => publicationRow(l, l.caseId, randomUUID(), l.line)))}::jsonb) as r(${sql.raw(record)})`.execute(tx);
}

/** Puts a granted household on the long-term list; a line of the same case that is still there makes way. */
export async function enlist(tx: Tx, n: Standing, caseId: string, line: PublicLine): Promise<void> {
  await end(tx, n.county, caseId, 'list', line.from, 'replaced');
  await insert(tx, publicationRow(n, caseId, randomUUID(), line));
}
