import { computeBehaviour } from '../behaviour/run.ts';
import { computeTrial } from '../warnings/trial.ts';
import type { CalculationKind, Compute } from './calculate.ts';

/** Who computes what. A new kind is one line here, its label in calculate.ts and its id in tables/calculation.sql. */
export const COMPUTE: Readonly<Record<CalculationKind, Compute>> = { behaviour: computeBehaviour, warningTrial: computeTrial };
