import pg from 'pg';
import { TYPES } from '@doudi/server/src/platform/database.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** Name under which the application's pool connects; the job runner's connections have none. */
const APPLICATION = 'doudi';

/** Records every statement that the application's pool of this process sends while `work` runs, in order. */
export async function recordStatements(work: () => Promise<void>): Promise<Statement[]> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  const statements: Statement[] = [];
  prototype.query = function (...args) {
    const [first, second] = args;
    const given = typeof first === 'string' ? { text: first, values: second } : (first as { text?: string; values?: unknown });
    const name = (this as unknown as { connectionParameters: { application_name?: string } }).connectionParameters.application_name;
    if (name === APPLICATION && given.text !== undefined) statements.push({ text: given.text, values: Array.isArray(given.values) ? [...(given.values as unknown[])] : [] });
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}

/** A bare connection that sends statements as they were recorded: same role, same settings, no library in between. */
export async function connectBare(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, types: TYPES, application_name: 'bench-replay', options: '-c timezone=Asia/Shanghai' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

interface Head {
  readonly position: number;
  readonly recordedAt: string;
}

/**
 * Sends the statements one after the other, each when the one before is answered, as the command did. The place in the
 * log is the one thing that cannot be sent as recorded when commands run in another order: it is taken from the head read.
 */
export async function replay(client: pg.Client, statements: readonly Statement[]): Promise<void> {
  let head: Head | undefined;
  for (const { text, values } of statements) {
    let sent = values as unknown[];
    if (head && says(text, 'insert into case_action')) sent = values.with(1, head.position + 1).with(2, later(values[2], head));
    if (head && says(text, 'update chain_head')) sent = values.with(0, Number(values[0]) + head.position - Number(recordedFirst(statements)) + 1).with(2, later(values[2], head));
    const { rows } = await client.query<Partial<Head>>(text, sent);
    const row = rows[0];
    if (says(text, 'from chain_head') && row?.position !== undefined && row.recordedAt !== undefined) head = { position: row.position, recordedAt: row.recordedAt };
  }
}

/** Names may come with quotes or without. */
const says = (text: string, words: string): boolean => text.replaceAll('"', '').includes(words);

const recordedFirst = (statements: readonly Statement[]): unknown => statements.find((s) => says(s.text, 'insert into case_action'))?.values[1];

const later = (recorded: unknown, head: Head): string => (String(recorded) > head.recordedAt ? String(recorded) : head.recordedAt);
