import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { bureauFigures as behaviourFigures } from '../behaviour/figures.ts';
import { bureauFigures as checkFigures } from '../checks/figures.ts';
import { bureauFigures as drawFigures } from '../draws/figures.ts';
import { bureauFigures as leadFigures } from '../leads/figures.ts';
import { bureauFigures as complaintFigures } from '../complaints/figures.ts';
import { bureauFigures as organisationFigures } from '../organisation/figures.ts';
import { bureauFigures as oversightFigures } from '../oversight/figures.ts';
import { bureauFigures as rectifyFigures } from '../rectifications/figures.ts';
import { bureauFigures as scoreFigures } from '../scores/figures.ts';
import { bureauFigures as trainingFigures } from '../staff-training/figures.ts';
import { bureauFigures as taskFigures } from '../tasks/figures.ts';

/** Features that bring figures of their own. A new one is one line. */
const SOURCES: readonly ((tx: Tx, law: Law) => Promise<readonly Figure[]>)[] = [
  drawFigures, checkFigures, rectifyFigures, complaintFigures, leadFigures, behaviourFigures, oversightFigures, scoreFigures, taskFigures, trainingFigures, organisationFigures,
];

/** Figures of all features that supervise. One after the other: they share the caller's transaction. */
export async function featureFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const out: Figure[] = [];
  for (const source of SOURCES) out.push(...(await source(tx, law)));
  return out;
}
