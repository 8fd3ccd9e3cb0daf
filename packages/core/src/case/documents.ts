import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { DocumentRule } from '../policy/model.ts';
import type { HouseholdFacts } from './facts.ts';
import type { CaseContext } from './procedure.ts';
import type { CaseState } from './state.ts';

/** Whether the situation of this household calls for a paper. */
function applies(d: DocumentRule, f: HouseholdFacts, agent: boolean, disputed: boolean): boolean {
  switch (d.when) {
    case 'always':
      return true;
    case 'agent':
      return agent;
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
  }
}

/** Papers the applicant must bring, by programme and plan [BQ-16, BQ-17]. */
export const requiredDocuments = (programme: CaseContext['programme'], f: HouseholdFacts, agent: boolean): DocumentRule[] =>
  programme.documents.filter((d) => d.kind === 'application' && applies(d, f, agent, false));

/** Papers of the list not yet handed over. */
export const missingDocuments = (s: CaseState, c: CaseContext): DocumentRule[] =>
  requiredDocuments(c.programme, s.facts, s.agent !== undefined).filter((d) => !s.materials[d.id]);

/** Only listed papers may be asked for [BQ-16]. */
export function checkMaterials(ids: readonly string[], c: CaseContext): Refusal | undefined {
  const known = new Set(c.programme.documents.filter((d) => d.kind === 'application').map((d) => d.id));
  const strange = ids.filter((i) => !known.has(i));
  if (strange.length === 0) return undefined;
  return refuse('materials.unlisted', `不在材料清单内：${strange.join('、')}`, { policy: c.policy, source: c.programme.source, allowed: c.programme.documents.filter((d) => d.kind === 'application').map((d) => d.name) });
}

export interface ArchiveLine {
  readonly id: string;
  readonly name: string;
  readonly kind: DocumentRule['kind'];
  readonly present: boolean;
  readonly on?: string | undefined;
}

/** What the simplified procedure lawfully leaves out is not missing from its file. */
const OMITTED_WHEN_SIMPLIFIED: ReadonlySet<string> = new Set(['investigation', 'appraisal']);

/** The file as it stands: every paper that this case needs, whether it is there [BQ-17, BQ-18]. */
export function archive(s: CaseState, c: CaseContext): ArchiveLine[] {
  const process: Record<string, string | undefined> = {
    investigation: s.investigations.at(-1)?.on,
    authorisation: s.done.authorise?.on,
    notice: s.notices.at(-1)?.on,
    appraisal: s.meetings.findLast((m) => m.kind === 'appraisal')?.on,
    report: s.verification.report?.issuedOn,
    decision: s.decision?.on,
  };
  return c.programme.documents
    .filter((d) => applies(d, s.facts, s.agent !== undefined, s.disputed) && !(s.simplified && OMITTED_WHEN_SIMPLIFIED.has(d.id) && process[d.id] === undefined))
    .map((d) => {
      const on = d.kind === 'application' ? s.materials[d.id]?.on : process[d.id];
      return { id: d.id, name: d.name, kind: d.kind, present: on !== undefined, on };
    });
}

/** Papers still lacking before the file counts as complete. */
export const incomplete = (s: CaseState, c: CaseContext): string[] => archive(s, c).filter((l) => !l.present).map((l) => l.name);

