import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import { stepOfPaper } from '@doudi/core/case/documents';
import { STEP_LABELS, type CaseContext } from '@doudi/core/case/procedure';
import { STEPS, type MeetingKind, type StepId } from '@doudi/core/policy/model';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import type { Tx } from '../../platform/database.ts';
import type { FileRow } from '../files/queries.ts';

export interface LetterRow {
  readonly id: string;
  readonly case_id: string;
  readonly kind: LetterKind;
  readonly number: string;
  readonly on_date: string;
  readonly action: Action['kind'] | null;
  readonly body_kind: string | null;
}

/** Letters of cases with the action each arose from. */
export async function findLetters(tx: Tx, caseIds: readonly string[]): Promise<LetterRow[]> {
  return (await sql<LetterRow>`select l.id, l.case_id, l.kind, l.number, l.on_date, a.kind as action, a.body ->> 'kind' as body_kind
    from case_letter l left join case_action a on a.county_id = l.county_id and a.case_id = l.case_id and a.seq = l.seq where l.county_id = current_county() and l.case_id = any (${[...caseIds]}::uuid[]) order by l.seq, l.id`.execute(tx)).rows;
}

/** The step at which an action's letter arose; letters of later handling stand with the filing. */
const STEP_OF_ACTION: Partial<Record<Action['kind'], StepId>> = {
  missingTold: 'accept', accepted: 'accept', submitted: 'accept', handedOver: 'accept', transferred: 'accept', authorisationSigned: 'authorise', discrepancyNotified: 'verify', investigated: 'investigate', selfCareAssessed: 'selfCare', opined: 'opine', noticePosted: 'notice', noticeClosed: 'notice',
  aidGiven: 'relieve', aidReceiptAdded: 'relieve', countyReviewed: 'countyReview', counterSigned: 'counterSign', countyVisited: 'countyVisit', reportSigned: 'signReport', careArranged: 'care', decided: 'decide', extended: 'decide', withdrawn: 'decide', abandoned: 'decide', delivered: 'deliver', letterDelivered: 'deliver', published: 'publish',
};
/** The step that a meeting is, by its kind. */
const STEP_OF_MEETING: Readonly<Partial<Record<MeetingKind, StepId>>> = { appraisal: 'appraise', deliberation: 'deliberate', leadership: 'leadership', leadingGroup: 'meeting' };

/** The step with which a letter or a proof of an action stands in the archive. */
export function stepOfLetter(l: Pick<LetterRow, 'action' | 'body_kind'>): StepId {
  if (l.action === 'met') return STEP_OF_MEETING[l.body_kind as MeetingKind] ?? 'meeting';
  return (l.action && STEP_OF_ACTION[l.action]) ?? 'file';
}

export const titleOf = (kind: LetterKind): string => LETTER_TITLES[kind] ?? kind;

/** Files that actions name as their proof (photographs of a visit, of a notice), with the step of the action. */
export async function findCited(tx: Tx, caseId: string, fileIds: readonly string[]): Promise<Map<string, StepId>> {
  const { rows } = await sql<{ file: string; kind: Action['kind']; body_kind: string | null }>`select w.file, a.kind, a.body ->> 'kind' as body_kind from unnest(${[...fileIds]}::text[]) as w(file) join case_action a on a.county_id = current_county() and a.case_id = ${caseId} and a.body::text like '%"' || w.file || '"%' order by a.seq`.execute(tx);
  return new Map(rows.map((r) => [r.file, stepOfLetter({ action: r.kind, body_kind: r.body_kind })]));
}

/** The step a file stands with: that of the paper it is, its own, or that of the action that names it. */
export function stepOfFile(f: Pick<FileRow, 'paper' | 'step'>, c: CaseContext, cited: StepId | undefined): { step?: StepId | undefined; application: boolean; name?: string | undefined } {
  const d = c.programme.documents.find((x) => x.id === f.paper);
  if (d) return { step: stepOfPaper(d), application: d.kind === 'application', name: d.name };
  const step = STEPS.find((s) => s === f.step) ?? cited;
  return { step, application: false, name: step && STEP_LABELS[step] };
}
