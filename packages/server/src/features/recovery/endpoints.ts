import { listRecoveries, recoveryReport } from '@doudi/core/api/recovery';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findMonth, findRecoveries, findRecoveryTotals, type Figures } from './lists.ts';

const NONE: Figures = { openingFen: 0, establishedFen: 0, establishedCount: 0, fraudFen: 0, recoveredFen: 0, waivedFen: 0, correctedFen: 0, closingFen: 0 };

/** What is owed back, as each sees of it; the acts themselves are commands of the case. */
export function recoveryEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listRecoveries, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return { ...(await findRecoveries(tx, services, law, query)), totals: await findRecoveryTotals(tx, law.today) };
    }),
    endpoint(recoveryReport, async (tx, { query }) => {
      const units = await findMonth(tx, query.month);
      const total = units.reduce((a, u) => Object.fromEntries(Object.keys(NONE).map((k) => [k, a[k as keyof Figures] + u[k as keyof Figures]])) as unknown as Figures, NONE);
      return { month: query.month, units, total };
    }),
  ];
}
