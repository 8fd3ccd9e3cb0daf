import pg from 'pg';
import { seedAccounts } from '../features/training/accounts.ts';
import { offsetFor } from '../features/training/clock.ts';
import { seedMembers } from '../features/training/meetings.ts';
import { registerUnits } from '../features/organisation/register.ts';
import type { Installation } from '../platform/installation.ts';
import { createServices, type Services } from '../services.ts';

/** Counties, units, training accounts and clocks on their training dates, without a caseload: what most tests start from. */
export async function seedTraining(installation: Installation): Promise<Services> {
  const services = createServices(installation);
  await registerUnits(services);
  await seedAccounts(services);
  await seedMembers(services);
  const client = new pg.Client({ connectionString: installation.adminUrl });
  await client.connect();
  try {
    for (const c of services.counties.values())
      await client.query('insert into training_clock (county_id, offset_ms) values ($1, $2) on conflict (county_id) do update set offset_ms = excluded.offset_ms', [c.id, offsetFor(c.layer.jurisdiction?.trainingDate ?? '', Date.now())]);
  } finally {
    await client.end();
  }
  return services;
}
