import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { DocumentRule, Source, StepId } from '../policy/model.ts';
import type { HouseholdFacts } from './facts.ts';
import { procedureOf, required, ruleFor, scopeOf, type CaseContext } from './procedure.ts';
import type { CaseState } from './state.ts';
import { isEmergency } from './aid-conditions.ts';
import { receiptOf } from './aid/given.ts';

/** Whether the situation of this household calls for a paper. */
function applies(d: DocumentRule, f: HouseholdFacts, by: CaseState['agent'], disputed: boolean): boolean {
  const helped = by?.kind === 'help';
  const agent = by !== undefined && !helped;
  switch (d.when) {
    case 'always':
      return true;
    case 'agent':
      return agent;
    case 'helped':
      return helped;
    case 'disputed':
      return disputed;
    case 'obligors':
      return f.obligors.length > 0;
    case 'income':
      return f.incomes.length > 0;
    case 'disability':
      return f.members.some((m) => m.disability !== undefined);
    case 'illness':
      return f.members.some((m) => m.health === 'severeIllness');
    case 'study':
      return f.members.some((m) => m.occupation === 'student');
    case 'compensation':
      return f.compensation !== undefined;
  }
}

/** Papers the applicant must bring, by programme and plan [BQ-16, BQ-17]. */
export const requiredDocuments = (programme: CaseContext['programme'], f: HouseholdFacts, agent: CaseState['agent']): DocumentRule[] =>
  programme.documents.filter((d) => d.kind === 'application' && applies(d, f, agent, false));

/** Application and declaration as the applicant signs them where help could not wait for it [HQ-88]. */
export const SIGNED_APPLICATION = 'signed-application';

/** The paper that a word of mouth still owes: only where the procedure helps first, and then like the other papers that follow [HQ-138]. */
export function signatureOwed(s: CaseState, c: CaseContext): DocumentRule | undefined {
  if (s.unsigned !== true || c.programme.formula !== 'aid' || !isEmergency(s)) return undefined;
  const relief = ruleFor(procedureOf(s, c), 'relieve');
  return relief && { id: SIGNED_APPLICATION, name: '申请人签字的申请和承诺书', kind: 'application', when: 'always', source: relief.source };
}

/** Papers of the list not yet handed over, and the signature left to follow. */
export function missingDocuments(s: CaseState, c: CaseContext): DocumentRule[] {
  const signature = signatureOwed(s, c);
  return [...requiredDocuments(c.programme, s.facts, s.agent), ...(signature ? [signature] : [])].filter((d) => !s.materials[d.id]);
}

/** Only listed papers may be asked for [BQ-16]. */
export function checkMaterials(ids: readonly string[], c: CaseContext): Refusal | undefined {
  const known = new Set([...c.programme.documents.filter((d) => d.kind === 'application').map((d) => d.id), ...(c.programme.formula === 'aid' ? [SIGNED_APPLICATION] : [])]);
  const strange = ids.filter((i) => !known.has(i));
  if (strange.length === 0) return undefined;
  return refuse('materials.unlisted', `不在材料清单内：${strange.join('、')}`, { policy: c.policy, source: c.programme.source, allowed: c.programme.documents.filter((d) => d.kind === 'application').map((d) => d.name) });
}

export interface ArchiveLine {
  readonly id: string;
  readonly name: string;
  readonly kind: DocumentRule['kind'];
  readonly source: Source;
  readonly present: boolean;
  readonly on?: string | undefined;
}

/** What the simplified procedure lawfully leaves out is not missing from its file. */
const OMITTED_WHEN_SIMPLIFIED: ReadonlySet<string> = new Set(['investigation', 'appraisal']);

/** Papers of handling that are the outcome of a step: in the file once the step is done. */
const STEP_OF: Readonly<Record<string, StepId>> = { investigation: 'investigate', authorisation: 'authorise', report: 'verify', notice: 'notice', appraisal: 'appraise', decision: 'decide', 'self-care': 'selfCare', 'care-agreement': 'care', 'joint-minutes': 'jointMeeting' };

/** The step a paper of handling belongs to. A plan names papers of further steps by the step itself: the minutes of a deliberation are `deliberate` [HQ-162]. */
export const stepOfPaper = (d: Pick<DocumentRule, 'id' | 'kind'>): StepId => (d.kind === 'application' ? 'accept' : d.id.startsWith('aid-receipt-') ? 'relieve' : (STEP_OF[d.id] ?? (d.id as StepId)));

/** Dates on which the papers of handling arose. */
function arisen(s: CaseState, d: DocumentRule): string | undefined {
  switch (d.id) {
    case 'investigation':
      return s.investigations.at(-1)?.on;
    case 'authorisation':
      return s.done.authorise?.on;
    case 'notice':
      return s.notices.at(-1)?.on;
    case 'appraisal':
      return s.meetings.findLast((m) => m.kind === 'appraisal')?.on;
    case 'report':
      return s.verification.report?.issuedOn;
    case 'decision':
      return s.decision?.on;
    default:
      return s.done[stepOfPaper(d)]?.on;
  }
}

/**
 * Whether a paper that is not there counts as missing. Papers of handling are not called for where this case's procedure
 * does not require their step here (unexplained discrepancy, refusal without notice, a deliberation that no dispute
 * called for); of a case that ended by the applicant only what arose belongs in the file.
 */
function calledFor(d: DocumentRule, s: CaseState, c: CaseContext): boolean {
  // The papers of a household taken over from the old roster lie in its old file; here only what arises counts.
  if (s.imported) return false;
  if (s.status === 'withdrawn' || s.status === 'abandoned') return false;
  if (d.kind === 'application') return true;
  if (s.simplified && OMITTED_WHEN_SIMPLIFIED.has(d.id)) return false;
  const rule = ruleFor(procedureOf(s, c), stepOfPaper(d));
  return rule ? required(rule, s, c) : STEP_OF[d.id] !== undefined;
}

/** What was handed over is in the file with the receipt that its recipient signed, each by its number [HQ-142, HQ-176]. */
const receipts = (s: CaseState, c: CaseContext): ArchiveLine[] => (s.aid?.given ?? []).map((g) => {
  const on = g.receiptFiles.length > 0 ? g.on : g.receipts?.[0]?.on;
  return { id: `aid-receipt-${g.seq}`, name: `领取人签收的收据（${g.number}）`, kind: 'process', source: c.policy.find('aid.receipt.required', scopeOf(s))?.source ?? c.programme.source, present: receiptOf(g).length > 0, on };
});

/** The file as it stands: every paper that this case needs, whether it is there [BQ-17, BQ-18]. */
export function archive(s: CaseState, c: CaseContext): ArchiveLine[] {
  const signature = signatureOwed(s, c);
  return [...(signature && s.status !== 'withdrawn' && s.status !== 'abandoned' ? [{ id: signature.id, name: signature.name, kind: signature.kind, source: signature.source, present: s.materials[signature.id] !== undefined, on: s.materials[signature.id]?.on }] : []), ...c.programme.documents
    .filter((d) => applies(d, s.facts, s.agent, s.disputed))
    .flatMap((d): ArchiveLine[] => {
      const on = d.kind === 'application' ? s.materials[d.id]?.on : arisen(s, d);
      return on !== undefined || calledFor(d, s, c) ? [{ id: d.id, name: d.name, kind: d.kind, source: d.source, present: on !== undefined, on }] : [];
    }), ...receipts(s, c)];
}

/** Papers still lacking before the file counts as complete. */
export const incomplete = (s: CaseState, c: CaseContext): string[] => archive(s, c).filter((l) => !l.present).map((l) => l.name);
