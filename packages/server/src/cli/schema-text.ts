import type pg from 'pg';

async function lines(client: pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(query);
  return rows.map((row) => row.line);
}

const OF_TABLES = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;

/** Everything PostgreSQL enforces: tables, constraints, indexes, row policies, triggers, grants, functions; in a fixed order. */
export async function describeSchema(client: pg.Client): Promise<string> {
  const tables = await lines(client, `
    select format(E'create table %I (\\n%s\\n);%s%s', c.relname,
      (select string_agg(format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
          case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
               when a.attidentity <> '' then ' generated as identity' else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end), E',\\n' order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
      case when c.relrowsecurity then format(E'\\nalter table %I enable row level security;', c.relname) else '' end,
      case when c.relforcerowsecurity then format(E'\\nalter table %I force row level security;', c.relname) else '' end) as line
    from pg_class c where ${OF_TABLES} order by c.relname collate "C"`);
  const constraints = await lines(client, `
    select format('alter table %I add constraint %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
    from pg_constraint k join pg_class c on c.oid = k.conrelid where ${OF_TABLES} and k.contype in ('p', 'u', 'c', 'f', 'x')
    order by c.relname collate "C", position(k.contype in 'pucxf'), k.conname collate "C"`);
  const indexes = await lines(client, `
    select pg_get_indexdef(i.indexrelid) || ';' as line from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    where ${OF_TABLES} and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by x.relname collate "C"`);
  const policies = await lines(client, `
    select format('create policy %I on %I%s for %s to %s%s%s;', p.policyname, p.tablename, case p.permissive when 'RESTRICTIVE' then ' as restrictive' else '' end, lower(p.cmd),
      array_to_string(p.roles, ', '), coalesce(' using (' || p.qual || ')', ''), coalesce(' with check (' || p.with_check || ')', '')) as line
    from pg_policies p where p.schemaname = 'public' order by p.tablename collate "C", p.policyname collate "C"`);
  const triggers = await lines(client, `
    select pg_get_triggerdef(t.oid) || ';' as line from pg_trigger t join pg_class c on c.oid = t.tgrelid where ${OF_TABLES} and not t.tgisinternal order by c.relname collate "C", t.tgname collate "C"`);
  const grants = await lines(client, `
    select format('grant %s on %I to doudi_app;', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type collate "C"), g.table_name) as line
    from information_schema.role_table_grants g where g.table_schema = 'public' and g.grantee = 'doudi_app' group by g.table_name order by g.table_name collate "C"`);
  const columnGrants = await lines(client, `
    select format('grant %s (%s) on %I to doudi_app;', lower(x.privilege_type), string_agg(quote_ident(a.attname), ', ' order by a.attname collate "C"), c.relname) as line
    from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped cross join lateral aclexplode(a.attacl) x join pg_roles r on r.oid = x.grantee
    where c.relnamespace = 'public'::regnamespace and r.rolname = 'doudi_app' and not exists (select from aclexplode(c.relacl) t where t.grantee = x.grantee and t.privilege_type = x.privilege_type)
    group by c.relname, x.privilege_type order by c.relname collate "C", x.privilege_type`);
  const functions = await lines(client, `
    select pg_get_functiondef(p.oid) || case when has_function_privilege('doudi_app', p.oid, 'execute') then format(E';\\ngrant execute on function %s to doudi_app;', p.oid::regprocedure) else ';' end as line
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.proname collate "C", p.oid::regprocedure::text collate "C"`);
  const parts: [string, string[]][] = [['Tables', tables], ['Constraints', constraints], ['Indexes', indexes], ['Row-level security', policies], ['Triggers', triggers], ['Rights of the application role', [...grants, ...columnGrants]], ['Functions', functions]];
  return ['-- Made by `npm run schema:dump` from the migrations; do not edit.\n', ...parts.map(([title, body]) => `\n-- ${title}\n\n${body.join(title === 'Tables' || title === 'Functions' ? '\n\n' : '\n')}\n`)].join('');
}
