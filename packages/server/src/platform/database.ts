import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './rows.ts';

/**
 * What a query function takes. Only `Db.transaction` makes one, so that no query can run without a scope: the pool does
 * not satisfy this type.
 */
export type Tx = Transaction<Database>;

/** For whom a transaction runs. The database's row-level security sees these values and nothing else. */
export interface Scope {
  /** Number of the county (tenant); `null` sees no county's rows. */
  readonly county: number | null;
  /** Areas (units) the user works in; `null` means the whole county, an empty list none. */
  readonly area: readonly number[] | null;
  /** Account on whose behalf; recorded by triggers and logs. */
  readonly user?: string;
}

export interface TransactionOptions {
  /** Milliseconds for one statement; the default is that of the pool. For monthly rolls and exports. */
  readonly statementTimeout?: number;
  /** Milliseconds for the whole transaction; absent = none. A server before PostgreSQL 17 limits single statements only. */
  readonly limit?: number;
  readonly readOnly?: boolean;
}

export interface Db {
  /** Runs `work` in one transaction under the scope; commits when it resolves, rolls back when it throws. */
  transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The application role's connection string, for the job runner's own pool. */
  readonly url: string;
  /** Milliseconds for which one request may hold a connection (installation configuration). */
  readonly requestLimit: number;
  close(): Promise<void>;
}

const REQUEST_LIMIT = 30_000;
/** A single statement is stopped this much before the whole: stopped as a statement it costs no connection. */
const MARGIN = 1000;

/**
 * Every session of the application, on its own server and on a county's. Casting an instant to a date in SQL must give
 * the day in China wherever the server stands. A server's just-in-time compiler goes by estimated cost: for statements
 * whose plan is steered (see the holds of a roll) it compiled for seconds what runs for milliseconds.
 */
export const SESSION = '-c timezone=Asia/Shanghai -c jit=off';

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;
const TEXT_ARRAY: number = 1009;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond the safe integers`);
  return value;
}

const asIs = (text: string): string => text;
const instant = (text: string): string => new Date(text).toISOString();
const parseTextArray = pg.types.getTypeParser(TEXT_ARRAY, 'text') as (text: string) => (string | null)[];
const textArray = (text: string): (string | null)[] => parseTextArray(text);

/**
 * How values arrive: bigint (fen, numbers) as number, refused beyond 2^53; date as 'YYYY-MM-DD'; timestamptz as UTC
 * ISO text with milliseconds. No Date object leaves the database layer: core works on text.
 */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: safeInteger,
  [DATE]: asIs,
  [TIMESTAMPTZ]: instant,
  [INT8_ARRAY]: (text) => textArray(text).map((item) => (item === null ? null : safeInteger(item))),
  [DATE_ARRAY]: textArray,
};

export const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (format !== 'binary' && PARSERS[oid]) || (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Limits the whole transaction from now on; 0 = lifts the limit that it had. */
const wholeLimit = (ms: number) => sql`case when current_setting('server_version_num')::int >= 170000 then set_config('transaction_timeout', ${String(ms)}, true) end`;

/** More time for every statement of the rest of the transaction, and no limit of the whole: for work on a whole county of which there is only one at a time (see `alone`, or a lock of its own). */
export async function allowTime(tx: Tx, ms: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(ms)}, true), ${wholeLimit(0)}`.execute(tx);
}

/** The server cut the connection between two statements: the client hears of it without a code. */
class OverLimit extends Error {
  readonly code = '25P04';
}
const isCut = (error: unknown): boolean => error instanceof Error && !('code' in error) && /not queryable|[Cc]onnection terminated/.test(error.message);

/**
 * For the rest of the transaction the only one in the county that does this work (or one of so many), in whatever process; false
 * where all places are taken. Work that reads a whole county must not stand on every connection at once.
 */
export async function alone(tx: Tx, county: number, work: string, places = 1): Promise<boolean> {
  for (let place = 0; place < places; place++)
    if ((await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(hashtext(${`alone:${work}:${place}`}), ${county}) as got`.execute(tx)).rows[0]?.got === true) return true;
  return false;
}

/** Opens the application role's pool. Nothing connects before the first transaction. */
export function openDatabase(url: string, poolSize: number, requestLimit = REQUEST_LIMIT): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types: TYPES,
    statement_timeout: Math.max(requestLimit - MARGIN, MARGIN),
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 15_000,
    // A database machine that vanished without a word is noticed in minutes, not never.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'doudi',
    options: SESSION,
  });
  // A server that restarts drops connections: idle ones the pool replaces, and a transaction under way fails by its own
  // query. Without these listeners (the pool's, and each client's while it is lent out) Node would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });

  return {
    url,
    requestLimit,
    async transaction(scope, work, options = {}) {
      const builder = options.readOnly ? kysely.transaction().setAccessMode('read only') : kysely.transaction();
      const begun = performance.now();
      let cause: unknown;
      const run = builder.execute(async (tx) => {
        const { statementTimeout: timeout, limit } = options;
        await sql`select set_config('app.county', ${scope.county === null ? '' : String(scope.county)}, true),
          set_config('app.area', ${scope.area === null ? '*' : scope.area.join(',')}, true),
          set_config('app.user', ${scope.user ?? ''}, true)
          ${timeout === undefined ? sql`` : sql`, set_config('statement_timeout', ${String(timeout)}, true)`} ${limit === undefined ? sql`` : sql`, ${wholeLimit(limit)}`}`.execute(tx);
        return await work(tx).catch((error: unknown) => {
          cause = error;
          throw error;
        });
      });
      // Where the connection itself was cut, the roll back fails too: what is told is why.
      return await run.catch((error: unknown) => {
        const why = cause ?? error;
        throw options.limit !== undefined && performance.now() - begun >= options.limit && isCut(why) ? new OverLimit('the transaction passed its limit') : why;
      });
    },
    close: () => kysely.destroy(),
  };
}
