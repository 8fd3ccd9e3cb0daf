import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Action } from '@doudi/core/case/actions';
import type { Installation } from '@doudi/server/src/platform/installation.ts';
import { appendMany, type LoadItem } from '@doudi/server/src/platform/log/chain.ts';

type Row = Record<string, unknown>;

/** Tables of a case in the order in which their rows may be written; the log goes through the real chain afterwards. */
const TABLES = ['person', 'case_file', 'case_person', 'case_deadline', 'work_item', 'case_letter', 'stored_file', 'verification_request'] as const;

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Source {
  readonly rows: Readonly<Record<(typeof TABLES)[number], readonly Row[]>>;
  readonly actions: readonly Row[];
}

/** Columns of a table that one writes: the others the database computes. */
export const writable = async (admin: pg.Client, table: string): Promise<string> =>
  (await admin.query<{ columns: string }>(`select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, [table])).rows[0]?.columns ?? '';

async function read(admin: pg.Client, county: number, id: string): Promise<Source> {
  const rowsOf = async (table: string, where: string): Promise<Row[]> => (await admin.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t where county_id = $1 and ${where}`, [county, id])).rows.map((r) => r.row);
  const rows = {} as Record<(typeof TABLES)[number], readonly Row[]>;
  for (const table of TABLES) rows[table] = await rowsOf(table, table === 'person' ? 'id in (select person_id from case_person where county_id = $1 and case_id = $2)' : table === 'case_file' ? 'id = $2' : 'case_id = $2');
  return { rows, actions: await rowsOf('case_action', 'case_id = $2 order by seq') };
}

/** What must differ in a copy, as text to be replaced wherever it stands: ids, keyed hashes, numbers, codes. */
function replacements(s: Source, nth: number): Map<string, string> {
  const map = new Map<string, string>();
  const caseFile = s.rows.case_file[0] as { id: string; number: string };
  const ids = [caseFile.id, ...s.rows.person.map((p) => p['id']), ...s.rows.case_letter.map((l) => l['id']), ...s.rows.stored_file.map((f) => f['id']), ...s.rows.verification_request.map((v) => v['id'])];
  for (const id of ids) if (typeof id === 'string' && ID.test(id)) map.set(id, randomUUID());
  for (const p of s.rows.person) map.set(String(p['number_idx']).slice(2), randomBytes(16).toString('hex'));
  map.set(caseFile.number, `${caseFile.number}${String(nth).padStart(6, '0')}`);
  for (const l of s.rows.case_letter) {
    map.set(String(l['code']), Array.from(randomBytes(12), (b) => ALPHABET[b % ALPHABET.length]).join(''));
    // Far above what the year's own numbering reaches here.
    map.set(String(l['number']), String(l['number']).replace(/(\d+)号$/, (_, n: string) => `${nth + 1}${n.padStart(6, '0')}号`));
  }
  return map;
}

/**
 * Copies cases with their persons, letters, deadlines and history, each copy a case of its own at the same step.
 * @returns the ids of the `count` copies.
 */
export async function cloneCases(installation: Installation, admin: pg.Client, county: number, sources: readonly string[], count: number): Promise<string[]> {
  const originals: Source[] = [];
  for (const id of sources) originals.push(await read(admin, county, id));
  const ids: string[] = [];
  const rows = Object.fromEntries(TABLES.map((t) => [t, [] as Row[]])) as Record<(typeof TABLES)[number], Row[]>;
  const log: LoadItem[] = [];
  for (let nth = 0; nth < count; nth++) {
    const source = originals[nth % originals.length];
    if (!source) throw new Error('no case to copy');
    const map = replacements(source, nth);
    const pattern = new RegExp([...map.keys()].map((k) => k.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
    const copy = JSON.parse(JSON.stringify(source).replaceAll(pattern, (found) => map.get(found) ?? found)) as Source;
    for (const table of TABLES) rows[table].push(...copy.rows[table]);
    const caseId = String(copy.rows.case_file[0]?.['id']);
    ids.push(caseId);
    for (const a of copy.actions) {
      const actor = { user: String(a['actor_user']), post: a['actor_post'], unit: String(a['actor_unit']) };
      log.push({ caseId, seq: Number(a['seq']), action: { kind: a['kind'], at: new Date(String(a['at'])).toISOString(), actor, body: a['body'] } as unknown as Action });
    }
  }
  for (const table of TABLES) {
    const columns = await writable(admin, table);
    for (let i = 0; i < rows[table].length; i += 500) await admin.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows[table].slice(i, i + 500))]);
  }
  await installation.db.transaction({ county, area: null, user: 'system' }, (tx) => appendMany(tx, county, log, new Date().toISOString()), { statementTimeout: 300_000 });
  return ids;
}
