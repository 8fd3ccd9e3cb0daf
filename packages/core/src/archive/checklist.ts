import { archive, signatureOwed, stepOfPaper, type ArchiveLine } from '../case/documents.ts';
import { procedureOf, scopeOf, STEP_LABELS, type CaseContext } from '../case/procedure.ts';
import type { CaseState } from '../case/state.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { StepId } from '../policy/model.ts';

/** A file as it now counts in its case. */
export interface PlacedFile {
  readonly id: string;
  readonly paper?: string | undefined;
  readonly step?: string | undefined;
  readonly voided: boolean;
}

/** A letter of the case with the step at which it arose. */
export interface PlacedLetter {
  readonly id: string;
  readonly step: StepId;
}

export interface CheckedLine extends ArchiveLine {
  readonly files: readonly string[];
  readonly letters: readonly string[];
  readonly lacks?: 'paper' | 'scan' | undefined;
}

/** Papers and steps of this case to which a file can be assigned. */
export function placesOf(s: CaseState, c: CaseContext): { papers: { id: string; name: string }[]; steps: { id: StepId; name: string }[] } {
  const signature = signatureOwed(s, c);
  return {
    papers: [...c.programme.documents, ...(signature ? [signature] : [])].map((d) => ({ id: d.id, name: d.name })),
    steps: procedureOf(s, c).steps.map((r) => ({ id: r.step, name: r.label ?? STEP_LABELS[r.step] })),
  };
}

/** A place that is no paper of the programme and no step of the procedure is refused with those there are. */
export function checkPlace(s: CaseState, c: CaseContext, place: Pick<PlacedFile, 'paper' | 'step'>): Refusal | undefined {
  const { papers, steps } = placesOf(s, c);
  if (place.paper !== undefined && place.step !== undefined) return refuse('input.invalid', '一份文件只能归到一处：清单中的材料，或办理环节');
  if (place.paper !== undefined && !papers.some((p) => p.id === place.paper)) return refuse('materials.unlisted', `清单中没有“${place.paper}”`, { allowed: papers.map((p) => p.name) });
  if (place.step !== undefined && !steps.some((x) => x.id === place.step)) return refuse('step.absent', `本案程序没有“${place.step}”这一步`, { allowed: steps.map((x) => x.name) });
  return undefined;
}

/**
 * The checklist of the case, each line with what proves it: files assigned to the paper, letters of its step
 * [BQ-17, BQ-18]. Where the county asks for scans, an application paper that was only seen at the counter still lacks one.
 */
export function checklist(s: CaseState, c: CaseContext, files: readonly PlacedFile[], letters: readonly PlacedLetter[]): CheckedLine[] {
  const scans = c.policy.find<boolean>('archive.scans', scopeOf(s))?.value === true;
  return archive(s, c).map((l) => {
    const own = files.filter((f) => !f.voided && (f.paper === l.id || (l.kind === 'process' && f.step === stepOfPaper(l)))).map((f) => f.id);
    const proofs = l.kind === 'process' ? letters.filter((x) => x.step === stepOfPaper(l)).map((x) => x.id) : [];
    const lacks = !l.present ? 'paper' : scans && l.kind === 'application' && own.length === 0 ? 'scan' : undefined;
    return { ...l, files: own, letters: proofs, lacks };
  });
}

/** What is missing, in words. */
export const missingOf = (lines: readonly CheckedLine[]): string[] => lines.flatMap((l) => (l.lacks === undefined ? [] : [l.lacks === 'paper' ? l.name : `${l.name}（缺扫描件）`]));

/** A finding that the file is complete is refused while anything is missing, and names it [BQ-18, BQ-27]. */
export function refuseComplete(lines: readonly CheckedLine[], c: CaseContext): Refusal | undefined {
  const missing = missingOf(lines);
  if (missing.length === 0) return undefined;
  const source = lines.find((l) => l.lacks !== undefined)?.source;
  return refuse('archive.incomplete', `案卷缺 ${missing.length} 项，不能认定齐全`, { policy: c.policy, source, missing, allowed: ['补齐后再认定', '认定为“不齐”并写明'] });
}
