import fs from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { CronItem, Task } from 'graphile-worker';
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

/** `outbox/messages-YYYY-MM-DD.jsonl`, one message a line, appended and flushed. Holds telephone numbers, no names and no identity numbers. */
export class FileChannel implements MessageChannel {
  private readonly folder: string;

  constructor(dataFolder: string) {
    this.folder = path.join(dataFolder, 'outbox');
  }

  async give(day: string, messages: readonly OutMessage[]): Promise<void> {
    await fs.mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `messages-${day}.jsonl`);
    const text = await fs.readFile(file, 'utf8').catch(() => '');
    const there = new Set(text.split('\n').map((l) => /^\{"id":"([0-9a-f-]{36})"/.exec(l)?.[1]));
    const lines = messages.filter((m) => !there.has(m.id)).map((m) => `${JSON.stringify(m)}\n`);
    // A line cut off by a kill was not acknowledged: the next one begins on a line of its own.
    if (lines.length > 0) await fs.appendFile(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}${lines.join('')}`, { mode: 0o600, flush: true });
  }
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

/** Every minute; a payment's message needs no more haste. */
export const MESSAGES_CRON: CronItem = { task: 'messages', match: '* * * * *', options: { jobKey: 'messages' } };

/** Job of graphile-worker. One at a time: two would read one file and write it both. */
export function messagesTask(services: Services): Task {
  const channel = new FileChannel(services.installation.config.dataFolder);
  let running: Promise<void> = Promise.resolve();
  return async () => {
    running = running.catch(() => undefined).then(async () => {
      for (const county of services.counties.keys()) await sendMessages(services, channel, county);
    });
    await running;
  };
}
