import { sql } from 'kysely';
import { ACTION_LABELS, type Action } from '@doudi/core/case/actions';
import type { LogLine } from '@doudi/core/archive/front';
import type { CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise } from '@doudi/core/case/state';
import type { StepId } from '@doudi/core/policy/model';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext, type CaseRow } from '../cases/context.ts';
import { describe } from '../cases/describe.ts';
import { findFiles, type FileRow } from '../files/queries.ts';
import type { Law } from '../law/law.ts';
import { openPersons, type OpenPerson } from '../persons/persons.ts';
import { findCited, findLetters, type LetterRow } from './papers.ts';

/** Everything of one case that goes into an archive, read in one transaction; contents are fetched later, one at a time. */
export interface GatheredCase {
  readonly row: CaseRow;
  readonly context: CaseContext;
  readonly law: Law;
  readonly applicant: OpenPerson;
  readonly files: readonly FileRow[];
  readonly letters: readonly LetterRow[];
  /** Steps whose actions name a file as proof. */
  readonly cited: ReadonlyMap<string, StepId>;
  readonly log: readonly LogLine[];
}

const clock = (iso: string): string => new Date(Date.parse(iso) + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ');

/** A visible case with its papers and its log in words. Names are open: whoever calls this has logged the export with its purpose. */
export async function gather(tx: Tx, services: Services, county: number, caseId: string): Promise<GatheredCase | undefined> {
  const row = await findCase(tx, caseId);
  if (!row) return undefined;
  const { law, context } = await loadContext(tx, services, county, row);
  const people = await openPersons(tx, services, county, [...personsToAuthorise(row.state.facts), row.state.facts.applicant]);
  const applicant = people.get(row.state.facts.applicant);
  if (!applicant) return undefined;
  const actions = (await sql<{ seq: number; kind: Action['kind']; at: string; actor_user: string; actor_post: string; body: Record<string, unknown>; hash: Buffer }>`select seq, kind, at, actor_user, actor_post, body, hash from case_action where county_id = current_county() and case_id = ${caseId} order by seq`.execute(tx)).rows;
  const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county()`.execute(tx)).rows.map((a) => [a.id, a.name]));
  const name = (id: string): string => staff.get(id) ?? people.get(id)?.name ?? '系统';
  const fill = (text: string): string => text.replaceAll(/\{person:([0-9a-f-]+)\}/g, (_, id: string) => people.get(id)?.name ?? '（未知）');
  const log = actions.map((a): LogLine => ({ case: row.number, at: clock(a.at), label: ACTION_LABELS[a.kind], by: name(a.actor_user), post: ANY_POST_LABELS[a.actor_post as AnyPost] ?? '', text: fill(describe(a.kind, a.body, name) ?? ''), hash: a.hash.toString('hex').slice(0, 12) }));
  const files = (await findFiles(tx, [caseId])).filter((f) => !f.voided);
  return { row, context, law, applicant, files, cited: await findCited(tx, caseId, files.map((f) => f.id)), letters: await findLetters(tx, [caseId]), log };
}
