import { isCode, isTest, matches, withoutComments } from './sources.ts';
import type { Source } from './sources.ts';

/** packages/server/src/tables/owners.json: who writes a table, and who else may read it, with the reason. */
export interface Owners {
  /** Table → feature folder, or `platform`. */
  readonly tables: Readonly<Record<string, string>>;
  /** Tables that any feature may read, with the reason. */
  readonly readByAll: Readonly<Record<string, string>>;
  /** `feature reads table`, `feature writes table` → reason. */
  readonly also: Readonly<Record<string, string>>;
  /** Features that write rows of all others, with the reason. */
  readonly writesAll: Readonly<Record<string, string>>;
}

interface Use {
  readonly where: string;
  readonly feature: string;
  readonly verb: 'reads' | 'writes';
  readonly table: string;
}

const SERVER = /^packages\/server\/src\/(?:features\/([^/]+)\/|(platform)\/)/;

/** Tables that the migrations create, from the files beside owners.json. */
export function tablesOf(sources: readonly Source[]): string[] {
  return sources
    .filter((s) => s.path.startsWith('packages/server/src/tables/') && s.path.endsWith('.sql'))
    .flatMap((s) => [...s.text.matchAll(/^\s*create (?:unlogged )?table (?:if not exists )?(\w+)/gim)].map((m) => m[1] ?? ''));
}

function usesIn(source: Source, names: ReadonlySet<string>): Use[] {
  const m = SERVER.exec(source.path);
  const feature = m?.[1] ?? m?.[2];
  if (feature === undefined || !isCode(source.path) || isTest(source.path)) return [];
  const text = withoutComments(source.text);
  const sqlWords = matches(source, /\b(delete\s+from|insert\s+into|update|from|join|using)\s+(?:only\s+)?(\w+)\b/gi, text);
  const calls = matches(source, /\b(insertRows|insertInto|updateTable|deleteFrom|selectFrom)\s*\([^'"`)]*['"`](\w+)['"`]/g, text);
  return [...sqlWords, ...calls].flatMap(({ where, found }) => {
    const [, verb = '', table = ''] = found;
    return names.has(table) ? [{ where, feature, table, verb: /^(from|join|using|selectFrom)$/i.test(verb) ? 'reads' as const : 'writes' as const }] : [];
  });
}

/** A feature touches its own tables only; what it may read or write besides stands in owners.json with its reason. */
export function checkTables(sources: readonly Source[], owners: Owners): string[] {
  const tables = tablesOf(sources);
  const names = new Set(tables);
  const uses = sources.flatMap((s) => usesIn(s, names));
  const used = new Set<string>();
  const strangers = uses.filter(({ feature, verb, table }) => {
    if (owners.tables[table] === feature) return false;
    if (verb === 'reads' && owners.readByAll[table] !== undefined) return false;
    if (owners.writesAll[feature] !== undefined) return false;
    const key = `${feature} ${verb} ${table}`;
    used.add(key);
    return owners.also[key] === undefined;
  });
  return [
    ...tables.filter((t) => owners.tables[t] === undefined).map((t) => `owners.json: table ${t} has no owner`),
    ...Object.keys(owners.tables).filter((t) => !names.has(t)).map((t) => `owners.json: there is no table ${t}`),
    ...Object.keys(owners.also).filter((k) => !used.has(k)).map((k) => `owners.json: no longer true: ${k}`),
    ...strangers.map((u) => `${u.where} ${u.feature} ${u.verb} ${u.table}, which belongs to ${owners.tables[u.table] ?? 'nobody'}`),
  ];
}
