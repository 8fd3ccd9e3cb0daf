import { sql } from 'kysely';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { may, type AnyPost } from '@doudi/core/rights/permissions';
import type { CronItem, Task } from 'graphile-worker';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { runMatter, SYSTEM_ACTOR } from '../matters/run.ts';
import { dishonestyHooks } from './hooks.ts';

/** What the counter is told of a number that stands in the register today, and what it is to do: never to refuse. Only posts that may read the register are told. */
export async function findStanding(tx: Tx, law: Law, post: AnyPost, index: Buffer): Promise<{ entries: { label: string; from: string; to: string }[]; says: string[] } | null> {
  if (!may(post, 'register.read')) return null;
  const { rows } = await sql<{ label: string; from: string; to: string }>`select label, to_char(from_date, 'YYYY-MM-DD') as from, to_char(to_date, 'YYYY-MM-DD') as to from find_dishonesty(${index}, ${law.today}::date)`.execute(tx);
  return rows.length === 0 ? null : { entries: rows, says: [...law.policy.get<TableValue<'register.dishonesty'>>('register.dishonesty', { on: law.today }).value.atIntake] };
}

export const REGISTER_CRON: CronItem = { task: 'registerEnds', match: '10 17 * * *', options: { jobKey: 'registerEnds' } };

/** Notes the end of every entry whose term is over; its effect has ended with the day itself. */
export const registerEndsTask = (services: Services): Task => async () => {
  for (const county of services.counties.keys())
    await services.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => {
      const law = await loadLaw(tx, services, county);
      const { rows } = await sql<{ matter_id: string }>`select matter_id from dishonesty where county_id = ${county} and removed_on is null and to_date <= ${law.today} order by to_date limit 500`.execute(tx);
      for (const r of rows) {
        const done = await runMatter(tx, services, county, dishonestyHooks, SYSTEM_ACTOR, { name: 'end', payload: {} }, r.matter_id);
        if (isRefusal(done)) throw new Error(`dishonesty ${r.matter_id}: ${done.rule}`);
      }
    });
};
