import { randomUUID } from 'node:crypto';
import { formatDateShortZh } from '@doudi/core/calendar/date';
import { dueAfterDeath, proposalFor } from '@doudi/core/case/recovery/rules';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { runSystem } from '../cases/pipeline.ts';
import { findPaid } from './follow.ts';

/**
 * A payee's death that is reported: what was paid for months after it is proposed as a debt at once, with months and sum,
 * for a person to establish. What was still due to the others of the household is computed as of the day of death; where
 * it cannot be, nothing is proposed and the case says so by having none.
 */
export async function proposeOnDeath(tx: Tx, services: Services, county: number, caseId: string, on: string, reason: string): Promise<Refusal | undefined> {
  const paid = await findPaid(tx, caseId);
  if (paid.length === 0) return undefined;
  const done = await runSystem(tx, services, county, caseId, (s, c) => {
    const entitledFen = dueAfterDeath(s, c, on);
    return entitledFen === undefined ? [] : proposalFor(s, { ...c, paid }, { ground: 'death', since: on, entitledFen, text: `领取人于${formatDateShortZh(on)}死亡，此后仍有发放：${reason}` }, randomUUID());
  });
  return isRefusal(done) ? done : undefined;
}
