import { sql } from 'kysely';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Db } from '../../platform/database.ts';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { putIn } from '../archive/keep.ts';

/** What a diligent office has put into its archives by a day: everything closed before it, as the management office would. */
export async function archiveClosed(db: Db, services: Services, who: Who, before: string): Promise<void> {
  await db.transaction(scopeOfWho(who), async (tx) => {
    const { rows } = await sql<{ id: string }>`select f.id from case_file f where f.county_id = ${who.county} and f.unit_id = ${who.unitId} and f.closed_on < ${before}::date
      and not exists (select from archive_item i where i.county_id = f.county_id and i.case_id = f.id) order by f.closed_on, f.id`.execute(tx);
    for (const { id } of rows) {
      const done = await putIn(tx, services, who, id);
      if (isRefusal(done)) throw new Error(`${who.countyKey}: ${done.rule}`);
    }
  });
}
