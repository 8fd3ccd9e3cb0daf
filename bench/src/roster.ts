import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type pg from 'pg';
import { testIdentity } from '@doudi/core/people/id-number';
import { ROSTER_COLUMNS, ROSTER_SHEET, type RosterKey } from '@doudi/core/roster/columns';
import { sealAccount } from '@doudi/server/src/features/payments/accounts.ts';
import { exportRoster } from '@doudi/server/src/features/rosters/export.ts';
import { rosterSql, throughCursor, type RosterScope } from '@doudi/server/src/features/rosters/lines.ts';
import { runImport } from '@doudi/server/src/features/rosters/take.ts';
import { UploadStore } from '@doudi/server/src/features/rosters/uploads.ts';
import { accountsOf, trainingUnits } from '@doudi/server/src/features/training/accounts.ts';
import { writeWorkbook } from '@doudi/server/src/platform/excel/write.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { makeClaims, PROGRAMME } from './roll.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface RosterSizes {
  /** Rows of the file to be taken over; two and a half make a household. */
  readonly rows: number;
  readonly households: number;
  readonly rounds: number;
}

export interface RosterResult {
  readonly imported: { readonly rows: number; readonly households: number; readonly fileBytes: number; readonly growthMb: number; readonly made: Spread; readonly plain: Spread };
  readonly exported: { readonly rows: number; readonly bytes: number; readonly growthMb: number; readonly made: Spread; readonly plain: Spread };
}

const MB = 2 ** 20;
/** Serials that one birthday has for test identities. */
const SERIALS = 500;
const DAY_MS = 86_400_000;
const identity = (n: number): string => testIdentity(new Date(Date.UTC(1940, 0, 1) + Math.floor(n / SERIALS) * DAY_MS).toISOString().slice(0, 10), 'male', n % SERIALS);
/** Tables that an import fills. */
const TABLES = ['person', 'case_file', 'case_person', 'benefit', 'payment_account', 'case_action'] as const;

/** Most memory that the process held above the beginning while `work` ran. */
async function growth<T>(work: () => Promise<T>): Promise<{ value: T; mb: number }> {
  const begun = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - begun)), 20);
  try {
    const value = await work();
    return { value, mb: Math.max(most, process.memoryUsage().rss - begun) / MB };
  } finally {
    clearInterval(watch);
  }
}

/** A roster as an office would send it: households of two and three in turn, every second one with an account. */
async function file(rows: number): Promise<Buffer> {
  function* lines(): Generator<(string | number | null)[]> {
    for (let n = 0, household = 0; n < rows; household++) {
      const head = identity(n);
      const size = Math.min(rows - n, 2 + (household % 2));
      for (let i = 0; i < size; i++, n++) {
        const own: Partial<Record<RosterKey, string | number>> = i > 0 ? { relation: '子女' } : { relation: '本人', address: '一号楼一门', monthly: 60_000 + (household % 40_000), fromMonth: '2019-03', ...(household % 2 === 0 ? { bank: '银行', holder: '王安', account: String(6_222_000_000_000_000 + n) } : {}) };
        const row: Partial<Record<RosterKey, string | number>> = { head, idNumber: identity(n), name: i === 0 ? '王安' : '王宁', area: '农村', ...own };
        yield ROSTER_COLUMNS.map((c) => row[c.key] ?? null);
      }
    }
  }
  return await buffer(await writeWorkbook({ title: 'bench', notes: [], sheets: [{ name: ROSTER_SHEET, columns: ROSTER_COLUMNS.map((c) => ({ header: c.header, kind: c.key === 'monthly' ? 'money' : 'text', width: 12 })), rows: lines() }] }));
}

/** The same rows by one INSERT … SELECT a table, into tables with the same columns, checks and indexes. */
async function insertSame(admin: pg.Client): Promise<void> {
  await admin.query('begin');
  for (const t of TABLES) {
    const { rows } = await admin.query<{ names: string }>(`select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`, [t]);
    await admin.query(`insert into plain_${t} (${rows[0]?.names ?? ''}) overriding system value select ${rows[0]?.names ?? ''} from ${t}`);
  }
  await admin.query('commit');
}

async function benchImport(cluster: Cluster, sizes: RosterSizes, log: (line: string) => void): Promise<RosterResult['imported']> {
  const bytes = await file(sizes.rows);
  const county = [...cluster.services.counties.values()][0];
  const unit = county && trainingUnits(county)[0];
  const user = county && accountsOf(county).find((a) => a.posts[0]?.post === 'countyHandler')?.id;
  if (!county || !unit || !user) throw new Error('no county');
  const made: number[] = [];
  const plain: number[] = [];
  let mb = 0;
  let households = 0;
  for (let n = 0; n < sizes.rounds; n++) {
    const name = `roster_in_${n}`;
    await cluster.createDatabase(name, SEEDED);
    const installation = await cluster.open(name);
    const admin = await cluster.admin(name);
    try {
      const id = randomUUID();
      await admin.query(
        `insert into roster_import (county_id, id, unit_id, programme, file_name, sha256, status, rows, households, good, good_rows, good_fen, fault_rows, uploaded_by, uploaded_by_name, uploaded_at, choice, pay_from, confirmed_by, confirmed_by_name, confirmed_at)
         select $1, $2, u.id, $3, 'bench.xlsx', sha256('x'), 'confirmed', $4, $4, 0, 0, 0, 0, $5, 'bench', now(), 'all', '2099-01', $5, 'bench', now() from unit u where u.county_id = $1 and u.key = $6`, [county.id, id, PROGRAMME, sizes.rows, user, unit.id]);
      await new UploadStore(installation).put(id, bytes);
      const services = { ...cluster.services, installation };
      const job = { county: county.id, import: id, user, post: 'countyHandler' as const, unit: county.key };
      mb = Math.max(mb, (await growth(() => timed(made, () => runImport(services, job)))).mb);
      const { rows } = await admin.query<{ status: string; imported_households: number; failure: string | null }>('select status, imported_households, failure from roster_import');
      if (rows[0]?.status !== 'done') throw new Error(`import ${rows[0]?.status ?? ''} ${rows[0]?.failure ?? ''}`);
      households = rows[0].imported_households;
      for (const t of TABLES) await admin.query(`create table plain_${t} (like ${t} including all)`);
      await timed(plain, () => insertSame(admin));
    } finally {
      await admin.end();
      await installation.close();
      await cluster.dropDatabase(name);
    }
    log(`roster: import ${n + 1} of ${sizes.rounds}`);
  }
  return { rows: sizes.rows, households, fileBytes: bytes.length, growthMb: mb, made: spread(made), plain: spread(plain) };
}

async function benchExport(cluster: Cluster, sizes: RosterSizes, log: (line: string) => void): Promise<RosterResult['exported']> {
  await cluster.createDatabase('roster_out', SEEDED);
  const admin = await cluster.admin('roster_out');
  const office = await makeClaims(cluster.services, admin, sizes.households);
  const s = sealAccount(cluster.services, office.county);
  await admin.query('update payment_account set holder_enc = $1, number_enc = $2', [s.holder('王安'), s.number('6222000000000000')]);
  await admin.query('vacuum (analyze) payment_account');
  await admin.end();
  log(`roster: ${sizes.households} households made`);
  const installation = await cluster.open('roster_out');
  const scope: RosterScope = { county: office.county, programme: PROGRAMME, month: '2021-06', cutoff: '2021-06-30' };
  const services = { ...cluster.services, installation };
  const transaction = { county: office.county, area: null, user: office.clerk };
  const made: number[] = [];
  const plain: number[] = [];
  let bytes = 0;
  let rows = 0;
  let mb = 0;
  try {
    for (let n = 0; n < sizes.rounds; n++) {
      const read = async (): Promise<void> => await installation.db.transaction(transaction, async (tx) => {
        rows = 0;
        for await (const _ of throughCursor(tx, rosterSql(scope))) rows += 1;
      }, { statementTimeout: 600_000 });
      const write = async (): Promise<void> => {
        const out = await installation.db.transaction(transaction, (tx) => exportRoster(tx, services, scope, { title: 'bench', by: 'bench', at: '2021-06-30', purpose: 'bench', full: false }, []), { statementTimeout: 600_000 });
        bytes = 0;
        for await (const chunk of out.stream) bytes += (chunk as Buffer).length;
      };
      await timed(plain, read);
      mb = Math.max(mb, (await growth(() => timed(made, write))).mb);
    }
  } finally {
    await installation.close();
    await cluster.dropDatabase('roster_out');
  }
  return { rows, bytes, growthMb: mb, made: spread(made), plain: spread(plain) };
}

/**
 * Taking a roster over from its file (read, judged, encrypted, logged, in one transaction) against writing the same rows by
 * INSERT … SELECT; and exporting one against reading the same rows by SQL alone.
 */
export async function benchRoster(cluster: Cluster, sizes: RosterSizes, log: (line: string) => void): Promise<RosterResult> {
  return { imported: await benchImport(cluster, sizes, log), exported: await benchExport(cluster, sizes, log) };
}
