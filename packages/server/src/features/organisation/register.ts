import pg from 'pg';
import type { Services } from '../../services.ts';

/**
 * Writes counties and units of the policy files into the database: names and validity follow the files, ids never change.
 * Runs at every start as the administrator, before anything is served.
 */
export async function registerUnits(services: Services): Promise<void> {
  const client = new pg.Client({ connectionString: services.installation.adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(7210032)');
    for (const { id, key, layer } of services.counties.values()) {
      await client.query('insert into county (id, key, name) values ($1, $2, $3) on conflict (id) do update set name = excluded.name where county.name <> excluded.name', [id, key, layer.jurisdiction?.fullName ?? key]);
      const { rows } = await client.query<{ id: number; key: string }>('select id, key from unit where county_id = $1', [id]);
      const ids = new Map(rows.map((r) => [r.key, r.id]));
      let next = Math.max(0, ...rows.map((r) => r.id)) + 1;
      for (const u of layer.units) if (!ids.has(u.id)) ids.set(u.id, next++);
      const units = layer.units.map((u) => ({ id: ids.get(u.id), key: u.id, name: u.name, kind: u.kind, parent_id: u.parent ? (ids.get(u.parent) ?? null) : null, code: u.code ?? null, area: u.area ?? null, valid_from: u.from ?? null, valid_to: u.to ?? null }));
      await client.query(
        `insert into unit (county_id, id, key, name, kind, parent_id, code, area, valid_from, valid_to)
         select $1, r.* from jsonb_to_recordset($2::jsonb) as r(id int, key text, name text, kind text, parent_id int, code text, area text, valid_from date, valid_to date)
         on conflict on constraint unit_pk do update set name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id, code = excluded.code, area = excluded.area, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
        [id, JSON.stringify(units)],
      );
      await client.query(`insert into chain_head (county_id, position, hash, recorded_at) values ($1, 0, decode(repeat('00', 32), 'hex'), 'epoch') on conflict do nothing`, [id]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}
