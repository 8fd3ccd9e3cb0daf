import type { Provenance } from '../ui/Chips.tsx';

/** A source whose label is the parameter's name: on a chip beside that parameter the clause says more. */
export const byClause = (source: Provenance): Provenance => ({ ...source, label: undefined });
