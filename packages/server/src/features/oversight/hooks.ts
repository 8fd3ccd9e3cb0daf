import type { OversightPayloads } from '@doudi/core/oversight/payloads';
import { oversightTopic, type OversightBodies, type OversightContext, type OversightState } from '@doudi/core/oversight/topic';
import { isOffice } from '@doudi/core/policy/offices';
import { dutiesOf } from '../bureau/duties.ts';
import { findOwners } from '../bureau/owners.ts';
import { checkMatterFiles } from '../matters/files.ts';
import type { Hooks } from '../matters/topics.ts';
import { validOn } from '../organisation/queries.ts';

/** What a record of oversight asks of the county: whether the unit stands, which clauses there are, who else answers for them, whether the files are its own. */
export const oversightHooks: Hooks<OversightState, OversightBodies, OversightPayloads, OversightContext> = {
  topic: oversightTopic,
  context: async (tx, services, law, common, state, command) => {
    if (command.name === 'withdraw' && state?.kind === 'assignment') {
      const left = await findOwners(tx, law.county, law.today, common.id);
      return { ...common, orphaned: (state.duties ?? []).filter((d) => !left.has(d)) };
    }
    if (command.name === 'attach') return (await checkMatterFiles(tx, law.county, common.id, (command.payload as OversightPayloads['attach']).files)) ?? common;
    if (command.name !== 'record') return common;
    const p = command.payload as OversightPayloads['record'];
    return { ...common, duties: dutiesOf(services, law.county), known: law.policy.county.units.some((u) => u.id === p.unit && isOffice(u) && validOn(u, p.on)) };
  },
};
