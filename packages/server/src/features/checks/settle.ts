import type { MatterActor } from '@doudi/core/matter/model';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { runMatter } from '../matters/run.ts';
import { checkHooks } from './hooks.ts';

/** A finding closes with the rectification that it was handed to, and only with it: called when that one closes. */
export async function settleFinding(tx: Tx, services: Services, county: number, actor: MatterActor, s: { readonly check: string; readonly finding: string; readonly rectification: string; readonly number: string }): Promise<Refusal | undefined> {
  const { check, ...payload } = s;
  const done = await runMatter(tx, services, county, checkHooks, actor, { name: 'settle', payload }, check);
  return isRefusal(done) ? done : undefined;
}
