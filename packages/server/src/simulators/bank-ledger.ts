import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import * as z from 'zod';

/**
 * What the simulated bank really did, on disk: one line per batch, written whole before anybody is told, and never changed.
 * Tests ask it what was paid. Training and test data only.
 */

const paymentSchema = z.strictObject({
  line: z.string(), fen: z.number().int(), paid: z.number().int(), code: z.string(), account: z.string(), item: z.string(), sequence: z.number().int(),
  /** What the bank will say of it later: it came back, the same again, something else. */
  later: z.enum(['back', 'again', 'contradict']).optional(),
});
export type Payment = z.infer<typeof paymentSchema>;

const entrySchema = z.discriminatedUnion('kind', [
  /** A payment file taken, and every payment decided and made, in one line. */
  z.strictObject({ kind: z.literal('taken'), number: z.string(), county: z.string(), sha256: z.string(), date: z.string(), at: z.number(), payments: z.array(paymentSchema) }),
  /** Payments that came back. */
  z.strictObject({ kind: z.literal('back'), number: z.string(), lines: z.array(z.string()), at: z.number() }),
  /** Something an administrator told the bank to do. */
  z.strictObject({ kind: z.literal('behave'), key: z.string(), value: z.unknown() }),
]);
export type Entry = z.infer<typeof entrySchema>;
export type Taken = Extract<Entry, { kind: 'taken' }>;

/** Entries of an earlier run. A last line cut off by a kill was acknowledged to nobody and is taken away. */
export function readBankLedger(file: string): Entry[] {
  appendFileSync(file, '', { mode: 0o600 });
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return whole.split('\n').filter((l) => l !== '').map((l) => entrySchema.parse(JSON.parse(l)));
}

export interface BankSums {
  /** Batches by number: how often taken (a bank that takes one twice has paid it twice), what was paid and what came back. */
  readonly batches: ReadonlyMap<string, { taken: number; paidFen: number; backFen: number; lines: ReadonlyMap<string, number> }>;
  readonly paidFen: number;
}

/** What really is with the payees: paid less come back. */
export function sumBankLedger(entries: readonly Entry[]): BankSums {
  const batches = new Map<string, { taken: number; paidFen: number; backFen: number; lines: Map<string, number> }>();
  for (const e of entries) {
    if (e.kind === 'behave') continue;
    const b = batches.get(e.number) ?? { taken: 0, paidFen: 0, backFen: 0, lines: new Map<string, number>() };
    batches.set(e.number, b);
    if (e.kind === 'taken') {
      b.taken += 1;
      for (const p of e.payments) {
        b.paidFen += p.paid;
        b.lines.set(p.line, (b.lines.get(p.line) ?? 0) + p.paid);
      }
    } else for (const l of e.lines) {
      b.backFen += b.lines.get(l) ?? 0;
      b.lines.set(l, 0);
    }
  }
  return { batches, paidFen: [...batches.values()].reduce((a, b) => a + b.paidFen - b.backFen, 0) };
}
