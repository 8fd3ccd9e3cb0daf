import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TABLES } from '@doudi/core/policy/tables';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../policy/load.ts';

const folder = fileURLToPath(new URL('../../../../../policies', import.meta.url));
const { counties } = loadPolicies(folder);

describe('campaigns and series of the plans', () => {
  it.each(counties.map((c) => [c.id, c] as const))('%s: every quote stands in the plan word for word, what has no clause says that it is an assumption, every unit named is one of the county', (id, county) => {
    const text = readFileSync(`${folder}/${id}/plan.txt`, 'utf8');
    const units = new Set(county.units.map((u) => u.id));
    const plans = county.parameters.filter((p) => p.key === 'campaign.plan').map((p) => TABLES['campaign.plan'].parse(p.value));
    const series = county.parameters.filter((p) => p.key === 'task.series').flatMap((p) => TABLES['task.series'].parse(p.value).series);
    for (const item of [...plans.flatMap((p) => p.stages.flatMap((s) => s.items)), ...series]) {
      if (item.quote !== undefined) expect(text.includes(item.quote), `${item.id}: ${item.quote}`).toBe(true);
      expect(item.clause !== undefined || item.assumption !== undefined, item.id).toBe(true);
    }
    for (const unit of plans.flatMap((p) => p.groups.flatMap((g) => g.units))) expect(units.has(unit), unit).toBe(true);
    // A day that no plan states is marked as an assumption, or stands in the stage's own words.
    for (const s of plans.flatMap((p) => p.stages)) for (const item of s.items) expect(item.owners.every((o) => o.due <= s.to || item.assumption !== undefined), item.id).toBe(true);
  });
});
