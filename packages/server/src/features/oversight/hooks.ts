import type { OversightPayloads } from '@doudi/core/oversight/payloads';
import { oversightTopic, type OversightBodies, type OversightContext, type OversightState } from '@doudi/core/oversight/topic';
import { checkMatterFiles } from '../matters/files.ts';
import type { Hooks } from '../matters/topics.ts';
import { handles, validOn } from '../organisation/queries.ts';

/** What a record of oversight asks of the county: whether the unit stands, whether the files are its own. */
export const oversightHooks: Hooks<OversightState, OversightBodies, OversightPayloads, OversightContext> = {
  topic: oversightTopic,
  context: async (tx, _services, law, common, _state, command) => {
    if (command.name === 'attach') return (await checkMatterFiles(tx, law.county, common.id, (command.payload as OversightPayloads['attach']).files)) ?? common;
    if (command.name !== 'record') return common;
    const p = command.payload as OversightPayloads['record'];
    return { ...common, known: law.policy.county.units.some((u) => u.id === p.unit && handles(u) && validOn(u, p.on)) };
  },
};
