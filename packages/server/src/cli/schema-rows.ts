import type pg from 'pg';

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  fallback: boolean;
  computed: boolean;
}

/** As database.ts parses them. */
const TYPES: Readonly<Record<string, string>> = {
  int2: 'number', int4: 'number', int8: 'number', float4: 'number', float8: 'number', numeric: 'string', bool: 'boolean', bytea: 'Buffer',
  text: 'string', varchar: 'string', bpchar: 'string', uuid: 'string', date: 'string', timestamptz: 'string', name: 'string', jsonb: 'Json', json: 'Json',
};

function typeOf(column: Column): string {
  const array = column.type.startsWith('_');
  const base = TYPES[array ? column.type.slice(1) : column.type];
  if (!base) throw new Error(`${column.table}.${column.column}: no TypeScript type for ${column.type}`);
  const value = `${base}${array ? '[]' : ''}${column.nullable ? ' | null' : ''}`;
  if (column.computed) return `GeneratedAlways<${value}>`;
  return column.fallback ? `Generated<${value}>` : value;
}

/** The application's tables as Kysely's row types. The administrator's own tables are left out: no feature reads them. */
export async function describeRows(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(`
    select c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
      a.atthasdef and a.attgenerated = '' or a.attidentity <> '' as fallback, a.attgenerated <> '' or a.attidentity = 'a' as computed
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition and c.relname not in ('doudi_migration')
    order by c.relname collate "C", a.attnum
  `);
  const tables = Map.groupBy(rows, (row) => row.table);
  const bodies = [...tables].map(([table, columns]) => `  ${table}: {\n${columns.map((column) => `    ${column.column}: ${typeOf(column)};\n`).join('')}  };\n`).join('');
  const helpers = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) => name === 'ColumnType' ? bodies.includes('Json') : bodies.includes(`${name}<`));
  return [
    '// Made by `npm run schema:dump` from the migrations; do not edit.\n',
    helpers.length > 0 ? `import type { ${helpers.join(', ')} } from 'kysely';\n\n` : '\n',
    bodies.includes('Json') ? '/** Written as JSON text: the driver would turn an array into a PostgreSQL array. */\nexport type Json = ColumnType<unknown, string, string>;\n\n' : '',
    `export interface Database {\n${bodies}}\n`,
  ].join('');
}
