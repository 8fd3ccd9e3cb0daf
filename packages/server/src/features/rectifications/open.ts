import type { MatterActor } from '@doudi/core/matter/model';
import type { Conduct, Failing, FoundBy, Severity } from '@doudi/core/rectification/model';
import type { Rect } from '@doudi/core/rectification/topic';
import type { Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { runMatter, type MatterDone } from '../matters/run.ts';
import { rectHooks } from './hooks.ts';

export interface Wrong {
  /** Key of the unit that must correct it. */
  readonly unit: string;
  /** Findings that close only with the rectification; empty for what no check found. */
  readonly findings: readonly { readonly id: string; readonly text: string }[];
  readonly case?: string | undefined;
  /** The matter from which it came. */
  readonly origin?: string | undefined;
  readonly failing: Failing;
  readonly conduct?: Conduct | undefined;
  readonly severity: Severity;
  readonly foundBy?: FoundBy | undefined;
  readonly text: string;
}

/** Opens a rectification with a unit, in the caller's transaction: what checks, filings and complaints call where something is wrong. */
export async function openRectification(tx: Tx, services: Services, county: number, actor: MatterActor, w: Wrong): Promise<MatterDone<Rect> | Refusal> {
  return await runMatter(tx, services, county, rectHooks, actor, {
    name: 'open',
    payload: { unit: w.unit, findings: [...w.findings], case: w.case, origin: w.origin, failing: w.failing, conduct: w.conduct ?? 'none', severity: w.severity, foundBy: w.foundBy ?? 'check', text: w.text },
  });
}
