import fs from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { CronItem, Task } from 'graphile-worker';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';

/** Messages leave through a channel that takes each id once. Here it is a file a day in the data folder, for a gateway to pick up. */

export interface OutMessage {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

export interface MessageChannel {
  /** Gives messages to the channel; ids that it has already are not given again. */
  give(day: string, messages: readonly OutMessage[]): Promise<void>;
}

const outboxOf = (dataFolder: string): string => path.join(dataFolder, 'outbox');

/** `outbox/messages-YYYY-MM-DD.jsonl`, one message a line, appended and flushed. Holds telephone numbers, no names and no identity numbers. */
export class FileChannel implements MessageChannel {
  private readonly folder: string;
  /** What the file last written to holds: read again only when somebody else has written to it since. */
  private known: { readonly file: string; readonly ids: Set<string>; size: number; whole: boolean } | undefined;

  constructor(dataFolder: string) {
    this.folder = outboxOf(dataFolder);
  }

  async give(day: string, messages: readonly OutMessage[]): Promise<void> {
    await fs.mkdir(this.folder, { recursive: true, mode: 0o700 });
    const known = await this.read(path.join(this.folder, `messages-${day}.jsonl`));
    const fresh = messages.filter((m) => !known.ids.has(m.id));
    if (fresh.length === 0) return;
    // A line cut off by a kill was not acknowledged: the next one begins on a line of its own.
    const text = Buffer.from(`${known.whole ? '' : '\n'}${fresh.map((m) => `${JSON.stringify(m)}\n`).join('')}`, 'utf8');
    this.known = undefined;
    await fs.appendFile(known.file, text, { mode: 0o600, flush: true });
    for (const m of fresh) known.ids.add(m.id);
    this.known = { ...known, size: known.size + text.length, whole: true };
  }

  private async read(file: string): Promise<NonNullable<FileChannel['known']>> {
    const size = (await fs.stat(file).catch(() => undefined))?.size ?? 0;
    if (this.known?.file === file && this.known.size === size) return this.known;
    const bytes = size === 0 ? Buffer.alloc(0) : await fs.readFile(file);
    const ids = bytes.toString('utf8').split('\n').flatMap((l) => /^\{"id":"([0-9a-f-]{36})".*\}$/.exec(l)?.[1] ?? []);
    return { file, ids: new Set(ids), size: bytes.length, whole: bytes.length === 0 || bytes.at(-1) === NEWLINE };
  }
}

const NEWLINE = 10;
const DAY_MS = 86_400_000;

/**
 * Removes the channel's files to which nothing was written for so many days: the gateway has long picked them up, and they
 * hold telephone numbers. The rows stay, as sent. Counts by the day of the last writing, not by the name: a training clock
 * may stand years away. @returns the names removed.
 */
export async function clearOutbox(dataFolder: string, days: number, now: number): Promise<string[]> {
  const folder = outboxOf(dataFolder);
  const removed: string[] = [];
  for (const name of await fs.readdir(folder).catch(() => [] as string[])) {
    if (!/^messages-\d{4}-\d{2}-\d{2}\.jsonl$/.test(name)) continue;
    const { mtimeMs } = await fs.stat(path.join(folder, name));
    if (mtimeMs >= now - days * DAY_MS) continue;
    await fs.rm(path.join(folder, name));
    removed.push(name);
  }
  return removed;
}

const CHUNK = 500;

interface Waiting {
  readonly id: string;
  readonly phone_enc: Buffer | null;
  readonly text: string;
  readonly sending_on: string | null;
}

/**
 * Gives waiting messages of a county to the channel. First marked, then given, then marked as sent: what was marked and
 * perhaps given before a kill is offered again under its day, and the channel knows what it has. @returns how many were given.
 */
export async function sendMessages(services: Services, channel: MessageChannel, county: number): Promise<number> {
  const { db } = services.installation;
  const scope = { county, area: null, user: 'system' };
  let given = 0;
  for (;;) {
    const part = await db.transaction(scope, async (tx) => {
      const { today } = await loadLaw(tx, services, county);
      const { rows } = await sql<Waiting>`
        with next as (select id from message where county_id = ${county} and state in ('waiting', 'sending') order by made_at, id limit ${CHUNK} for update skip locked)
        update message m set state = case when p.phone_enc is null then 'unreachable' else 'sending' end, sending_on = coalesce(m.sending_on, ${today}::date) from next n, person p
        where m.county_id = ${county} and m.id = n.id and p.county_id = m.county_id and p.id = m.person_id returning m.id, p.phone_enc, m.text, m.sending_on`.execute(tx);
      return rows;
    });
    if (part.length === 0) return given;
    const out = part.filter((m) => m.phone_enc !== null);
    for (const day of new Set(out.map((m) => m.sending_on ?? '')))
      await channel.give(day, out.filter((m) => m.sending_on === day).map((m) => ({ id: m.id, to: services.cipher.decrypt(m.phone_enc ?? Buffer.alloc(0), `person.phone|${county}`), text: m.text })));
    await db.transaction(scope, async (tx) => {
      const { now } = await loadLaw(tx, services, county);
      await sql`update message set state = 'sent', sent_at = ${now} where county_id = ${county} and state = 'sending' and id = any (${out.map((m) => m.id)}::uuid[])`.execute(tx);
    });
    given += out.length;
  }
}

/**
 * Messages of payments that lie before today and were never offered: of a history that is taken in, not lived through. They
 * count as sent on the day of their payment, and no file is written for them. @returns how many.
 */
export async function settleHistoric(tx: Tx, county: number, today: string): Promise<number> {
  const done = await sql`update message m set state = case when p.phone_enc is null then 'unreachable' else 'sent' end, sending_on = (m.made_at at time zone 'Asia/Shanghai')::date, sent_at = case when p.phone_enc is null then null else m.made_at + interval '1 minute' end
    from person p where m.county_id = ${county} and m.state = 'waiting' and (m.made_at at time zone 'Asia/Shanghai')::date < ${today}::date and p.county_id = m.county_id and p.id = m.person_id`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
}

/** Every minute; a payment's message needs no more haste. In a queue of its own: one at a time in all processes, for two would write one file. */
export const MESSAGES_CRON: CronItem = { task: 'messages', match: '* * * * *', options: { jobKey: 'messages', queueName: 'messages' } };

/** Job of graphile-worker. */
export function messagesTask(services: Services): Task {
  const channel = new FileChannel(services.installation.config.dataFolder);
  return async () => {
    for (const county of services.counties.keys()) await sendMessages(services, channel, county);
  };
}

/** Job of graphile-worker, nightly: what has lain in the outbox for DOUDI_OUTBOX_DAYS is removed. */
export const clearOutboxTask = ({ installation: { config } }: Services): Task => async () => void (await clearOutbox(config.dataFolder, config.outboxDays, Date.now()));
