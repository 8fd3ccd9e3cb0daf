import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import * as z from 'zod';
import { parseBankFile } from '@doudi/core/payment/bank-file';
import { decodeBankBytes, encodeBankText } from '@doudi/core/payment/bank-file-encoding';
import type { BankLayout } from '@doudi/core/payment/bank-file-layout';
import { decide, writeReturn, type BankBehaviour, type Decided } from './bank.ts';
import { readBankLedger, type Entry, type Payment, type Taken } from './bank-ledger.ts';

/** The simulated bank's interface without its HTTP: takes each batch number once, pays, answers in return files. */

/**
 * How it behaves. `rule` as in bank.ts; `trouble`: `timeout` = pays and says nothing, `cut` = pays and breaks the line,
 * `error` = HTTP 500 and does nothing, `times` in a row per batch; `answers: never` = takes and pays, never answers a file.
 */
export const bankBehaviourSchema = z.strictObject({
  rule: z.enum(['all-paid', 'all-rejected', 'by-account']).default('by-account'),
  trouble: z.enum(['timeout', 'cut', 'error']).optional(),
  times: z.number().int().min(0).max(1000).default(1),
  answers: z.enum(['normal', 'never']).default('normal'),
});
export const behaveCommandSchema = z.strictObject({ number: z.string().max(60).optional(), behaviour: bankBehaviourSchema.nullable() });
type Behaviour = z.infer<typeof bankBehaviourSchema>;
const NORMAL: Behaviour = { rule: 'by-account', times: 1, answers: 'normal' };

/** An answer over HTTP; `silent` = keep the line open and say nothing, `cut` = break it off. */
export type BankReply = { readonly status: number; readonly body: unknown } | { readonly status: 200; readonly bytes: Uint8Array; readonly sha256: string } | 'silent' | 'cut';

const problem = (status: number, code: string, reason: string): BankReply => ({ status, body: { code, reason } });
const LATER: Readonly<Record<string, Payment['later']>> = { '996': 'back', '997': 'again', '998': 'contradict' };

export interface BankOptions {
  /** Its ledger on disk; in memory only when absent. */
  readonly file?: string;
  /** Milliseconds from taking a batch to its first return file, and from that to what it says later. */
  readonly answerAfterMs: number;
  readonly laterAfterMs: number;
  readonly layoutOf: (county: string) => BankLayout;
  readonly clock?: () => number;
  /** Breaks what banks must keep: takes the same number again. For proving that a test notices. */
  readonly forgetful?: boolean;
}

export class SimulatedBank {
  readonly #options: BankOptions;
  readonly #now: () => number;
  readonly #taken = new Map<string, Taken>();
  readonly #back = new Set<string>();
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #troubles = new Map<string, number>();

  constructor(options: BankOptions) {
    this.#options = options;
    this.#now = options.clock ?? Date.now;
    if (options.file !== undefined) for (const e of readBankLedger(options.file)) this.#remember(e);
  }

  /** Takes a payment file. The same number and content again is acknowledged again, other content is refused. */
  take(number: string, county: string, date: string, sha256: string, bytes: Uint8Array): BankReply {
    const real = createHash('sha256').update(bytes).digest('hex');
    if (real !== sha256) return problem(400, 'digest', '文件与校验值不符，可能没有传完');
    const known = this.#taken.get(number);
    if (known !== undefined && known.sha256 !== sha256) return problem(409, 'other-content', '该批次号已用于另一份文件');
    const behaviour = this.#behaviours.get(number) ?? this.#behaviours.get('') ?? NORMAL;
    const trouble = behaviour.trouble !== undefined && (this.#troubles.get(number) ?? 0) < behaviour.times ? behaviour.trouble : undefined;
    if (trouble !== undefined) this.#troubles.set(number, (this.#troubles.get(number) ?? 0) + 1);
    if (trouble === 'error') return problem(500, 'internal', '银行内部错误（模拟）');
    if (known === undefined || this.#options.forgetful === true) {
      const layout = this.#options.layoutOf(county);
      const asked = parseBankFile(layout, decodeBankBytes(bytes, layout.encoding));
      if (asked.faults.length > 0) return problem(422, 'unreadable', asked.faults.slice(0, 5).map((f) => `第 ${f.line} 行 ${f.field}：${f.message}`).join('；'));
      if (asked.batchNumber !== undefined && asked.batchNumber !== number) return problem(422, 'number', `文件属于批次 ${asked.batchNumber}`);
      const rule: BankBehaviour = { paidOn: date, rule: behaviour.rule };
      const payments = asked.lines.map((line): Payment => {
        const d = decide(layout, rule, line);
        const later = behaviour.rule === 'by-account' ? LATER[line.accountNumber.slice(-3)] : undefined;
        return { line: line.lineId, fen: line.amountFen, paid: d?.paidFen ?? 0, code: d?.code.code ?? '', account: line.accountNumber, item: line.item, sequence: line.sequence, ...(later === undefined ? {} : { later }) };
      });
      this.#write({ kind: 'taken', number, county, sha256, date, at: this.#now(), payments });
    }
    if (trouble === 'timeout') return 'silent';
    if (trouble === 'cut') return 'cut';
    return { status: known === undefined ? 202 : 200, body: { number, sha256 } };
  }

  /** Which return files there are by now. */
  look(number: string): BankReply {
    const batch = this.#taken.get(number);
    if (batch === undefined) return problem(404, 'unknown', '没有这个批次');
    return { status: 200, body: { number, sha256: batch.sha256, returns: this.#returns(batch).map((bytes, i) => ({ no: i + 1, sha256: createHash('sha256').update(bytes).digest('hex') })) } };
  }

  returnFile(number: string, no: number): BankReply {
    const batch = this.#taken.get(number);
    const bytes = batch === undefined ? undefined : this.#returns(batch)[no - 1];
    return bytes === undefined ? problem(404, 'unknown', '没有这个回盘文件') : { status: 200, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  behave(command: z.infer<typeof behaveCommandSchema>): void {
    this.#write({ kind: 'behave', key: command.number ?? '', value: command.behaviour });
  }

  /** Return files in order. They follow from what was decided and from the time, so that asking again gives the same. */
  #returns(batch: Taken): Uint8Array[] {
    const behaviour = this.#behaviours.get(batch.number) ?? this.#behaviours.get('') ?? NORMAL;
    const age = this.#now() - batch.at;
    if (behaviour.answers === 'never' || age < this.#options.answerAfterMs) return [];
    const layout = this.#options.layoutOf(batch.county);
    const spoken = batch.payments.filter((p) => p.code !== '');
    const code = (status: string): string => layout.codes.find((c) => c.status === status)?.code ?? '';
    const file = (payments: readonly { p: Payment; code: string; paid: number }[]): Uint8Array[] => {
      if (payments.length === 0) return [];
      const decided = payments.map(({ p, code: c, paid }): Decided => ({
        line: { lineId: p.line, sequence: p.sequence, accountName: '', accountNumber: p.account, amountFen: p.fen, item: p.item }, paidFen: paid, code: layout.codes.find((x) => x.code === c) ?? { code: c, status: 'paid', reason: '' },
      }));
      const made = writeReturn(layout, batch.number, decided, { paidOn: batch.date });
      return made.ok ? [encodeBankText(made.text, layout.encoding)] : [];
    };
    const first = file(spoken.map((p) => ({ p, code: p.code, paid: p.paid })));
    if (age < this.#options.answerAfterMs + this.#options.laterAfterMs) return first;
    const back = spoken.filter((p) => p.later === 'back' && p.paid > 0);
    const [id] = back;
    if (id !== undefined && !this.#back.has(batch.number)) this.#write({ kind: 'back', number: batch.number, lines: back.map((p) => p.line), at: this.#now() });
    const again = spoken.filter((p) => p.later === 'again').map((p) => ({ p, code: p.code, paid: p.paid }));
    const other = spoken.filter((p) => p.later === 'contradict').map((p) => ({ p, code: code('rejected'), paid: 0 }));
    return [...first, ...file([...again, ...back.map((p) => ({ p, code: code('returned'), paid: 0 })), ...other])];
  }

  /** On disk before anybody is told. */
  #write(entry: Entry): void {
    if (this.#options.file !== undefined) appendFileSync(this.#options.file, `${JSON.stringify(entry)}\n`, { flush: true });
    this.#remember(entry);
  }

  #remember(e: Entry): void {
    if (e.kind === 'taken') this.#taken.set(e.number, this.#taken.get(e.number) ?? e);
    else if (e.kind === 'back') this.#back.add(e.number);
    else {
      const value = bankBehaviourSchema.nullable().parse(e.value);
      if (value === null) this.#behaviours.delete(e.key);
      else this.#behaviours.set(e.key, value);
      this.#troubles.delete(e.key);
    }
  }
}
