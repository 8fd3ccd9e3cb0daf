import pg from 'pg';
const c = new pg.Client({ connectionString: process.argv[2], options: '-c timezone=Asia/Shanghai' });
await c.connect();
const { rows: [k] } = await c.query(`select f.county_id, f.unit_id, count(*) from case_file f where f.closed_on is null group by 1,2 order by 3 limit 1`);
const { rows: area } = await c.query(`select string_agg(id::text, ',') a, count(*) n from unit where county_id = $1 and (id = $2 or parent_id = $2)`, [k.county_id, k.unit_id]);
console.log(k, area);
const C = k.county_id, U = k.unit_id, a = area[0].a;
const go = async (name: string, q: string, a: string, show = false) => {
  await c.query('set role doudi_app');
  await c.query('begin'); await c.query(`select set_config('app.county', '${C}', true), set_config('app.area', '${a}', true)`);
  const t = [] as number[];
  for (let i = 0; i < 15; i++) { const { rows } = await c.query(`explain (analyze, timing off) ${q}`); t.push(Number(rows.map((r: Record<string, string>) => r['QUERY PLAN']).join(' ').match(/Execution Time: ([\d.]+)/)![1])); }
  console.log('=====', name, t.toSorted((a, b) => a - b)[7]!.toFixed(2), 'ms');
  if (show) { const { rows } = await c.query(`explain (analyze, buffers) ${q}`);
  console.log(rows.map((r: Record<string, string>) => r['QUERY PLAN'].slice(0, 220)).join('\n')); }
  await c.query('commit'); await c.query('reset role');
};
const cnt = (w: string) => `select count(*) from (select 1 from case_file f where f.county_id = ${C} and ${w} limit 1000) x`;
const all = async (show: boolean) => {
  await go('count done', cnt(`f.closed_on is not null and f.unit_id = ${U}`), a, show);
  await go('county count done', cnt('f.closed_on is not null'), '*', show);
  await go('county count doing', cnt('f.closed_on is null'), '*');
  await go('done page 2', `select f.id, f.updated_at from case_file f where f.county_id = ${C} and f.closed_on is not null and f.unit_id = ${U} and (f.updated_at, f.id) < ('2018-01-01'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid) order by f.updated_at desc, f.id desc limit 21`, a, show);
};
await all(false);
await c.query(`drop index case_file_closed; create index case_file_closed on case_file (county_id, unit_id, updated_at desc, id desc) include (area_id) where closed_on is not null`);
await c.query(`drop index case_file_closed_county; create index case_file_closed_county on case_file (county_id, updated_at desc, id desc) include (area_id) where closed_on is not null`);
await c.query(`drop index case_file_open_county; create index case_file_open_county on case_file (county_id, updated_at desc, id desc) include (area_id) where closed_on is null`);
console.log('--- include'); await all(true);
await c.query(`drop policy case_file_area on case_file; create policy case_file_area on case_file using (county_id = current_county() and ((select current_setting('app.area', true)) = '*' or area_id = any ((select string_to_array(nullif(nullif(current_setting('app.area', true), '*'), ''), ',')::int[])::int[])))`);
console.log('--- initplan'); await all(true);
await c.end();
