import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import * as z from 'zod';
import { authorisationRefusal, findingSchema, verificationRequestSchema } from '@doudi/core/verification/contract';
import type { StatusAnswer, VerificationRequest } from '@doudi/core/verification/contract';
import { VERIFICATION_ITEM_IDS } from '@doudi/core/verification/items';
import { behaviourOfIdNumber, behaviourSchema } from './verification-behaviours.ts';
import type { Behaviour } from './verification-behaviours.ts';
import { applicantOf, makeReport } from './verification-findings.ts';

/** The simulated platform without its HTTP: what it remembers and how it answers. Training and test data only. */

const plantedSchema = z.strictObject({ item: z.enum(VERIFICATION_ITEM_IDS), finding: findingSchema });
export const factsCommandSchema = z.strictObject({ idNumber: z.string().regex(/^\d{17}[\dX]$/), findings: z.array(plantedSchema).max(200) });
export const behavioursCommandSchema = z.union([
  z.strictObject({ caseNumber: z.string().min(1).max(60), behaviour: behaviourSchema.nullable() }),
  z.strictObject({ default: behaviourSchema.nullable() }),
]);
export const clockCommandSchema = z.strictObject({ date: z.iso.date().nullable() });

const entrySchema = z.strictObject({
  request: verificationRequestSchema,
  platformNumber: z.string(),
  /** The behaviour is fixed when the request arrives, so that changing the default rewrites no history. */
  behaviour: behaviourSchema,
  round: z.number().int(),
  issuedOn: z.iso.date(),
});
type Entry = z.infer<typeof entrySchema>;

/** What is remembered, and the shape of each value; a settable thing is a row of `settings`. */
const TABLES = {
  entries: entrySchema,
  /** Look-ups so far, per request. */
  polls: z.number().int(),
  behaviours: behaviourSchema,
  facts: z.array(plantedSchema),
  /** Submissions per case that were answered with trouble (500, 429, silence). */
  troubles: z.number().int(),
  settings: z.strictObject({ today: z.iso.date().nullable(), default: behaviourSchema.nullable() }),
} as const;
type Table = keyof typeof TABLES;
type Value<T extends Table> = z.infer<(typeof TABLES)[T]>;
type State = { readonly [T in Table]: Map<string, Value<T>> };

const journalLineSchema = z.strictObject({ table: z.enum(['entries', 'polls', 'behaviours', 'facts', 'troubles', 'settings']), key: z.string(), value: z.unknown() });
const NO_SETTINGS = { today: null, default: null } as const;

function replay<T extends Table>(state: State, table: T, key: string, value: unknown): void {
  const rows: Map<string, unknown> = state[table];
  if (value === null) rows.delete(key);
  else rows.set(key, TABLES[table].parse(value));
}

/** State after an earlier run. A last line cut off by a kill was never acknowledged and is left out. */
function loadState(file: string | undefined): State {
  const state: State = { entries: new Map(), polls: new Map(), behaviours: new Map(), facts: new Map(), troubles: new Map(), settings: new Map() };
  if (file === undefined) return state;
  // Opening for append creates the file, readable by its owner only: it holds what requests held.
  appendFileSync(file, '', { mode: 0o600 });
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const cut = text.slice(whole.length);
  if (cut !== '') {
    if (!'{"table":'.startsWith(cut.slice(0, 9))) throw new Error('数据文件不是核对模拟器的记录');
    truncateSync(file, Buffer.byteLength(whole));
  }
  for (const line of whole.split('\n').filter((l) => l !== '')) {
    const { table, key, value } = journalLineSchema.parse(JSON.parse(line));
    replay(state, table, key, value);
  }
  return state;
}

/** An answer over HTTP; `silent` = keep the line open and say nothing. */
export type Reply = { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> } | 'silent';

const problem = (status: number, code: string, reason: string): Reply => ({ status, body: { code, reason } });

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export class SimulatedPlatform {
  readonly #file: string | undefined;
  readonly #validDays: number | undefined;
  readonly #state: State;

  /** Reads the file of an earlier run when there is one; a file that is not ours is refused, not overwritten. */
  constructor(options: { readonly file?: string; readonly validDays?: number }) {
    this.#file = options.file;
    this.#validDays = options.validDays;
    this.#state = loadState(options.file);
  }

  submit(body: unknown): Reply {
    const parsed = verificationRequestSchema.safeParse(body);
    if (!parsed.success) {
      const where = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
      return problem(400, 'malformed', `请求不符合接口约定：${where.slice(0, 900)}`);
    }
    const request = parsed.data;
    const known = this.#state.entries.get(request.requestId);
    if (known !== undefined) {
      const same = JSON.stringify(known.request) === JSON.stringify(request);
      return same ? { status: 409, body: { platformNumber: known.platformNumber } } : problem(422, 'request-id-reused', '同一请求编号已用于另一份内容');
    }
    const refusal = authorisationRefusal(request);
    if (refusal !== undefined) return { status: 403, body: refusal };

    const behaviour = this.#behaviourFor(request);
    if (behaviour.kind === 'refuse') return { status: 403, body: { code: 'other', reason: '授权委托书影像不清晰，请重新上传', persons: [] } };
    const trouble = 'times' in behaviour && this.#countTrouble(request.caseNumber, behaviour);
    if (trouble && behaviour.kind === 'server-error') return problem(500, 'internal', '平台内部错误（模拟）');
    if (trouble && behaviour.kind === 'busy') return { status: 429, body: { code: 'busy', reason: '请求过于频繁（模拟）' }, headers: { 'retry-after': '1' } };
    const entry = this.#record(request, behaviour);
    return trouble && behaviour.kind === 'timeout' ? 'silent' : { status: 202, body: { platformNumber: entry.platformNumber } };
  }

  /** How a request stands. Counts the look-up, for late answers become ready by being asked for. */
  status(requestId: string): Reply {
    const entry = this.#state.entries.get(requestId);
    if (entry === undefined) return problem(404, 'unknown-request', '没有这份核对请求');
    const polls = this.#state.polls.get(requestId) ?? 0;
    this.#put('polls', requestId, polls + 1);
    return { status: 200, body: this.#answer(entry, polls) };
  }

  setBehaviour(command: z.infer<typeof behavioursCommandSchema>): void {
    if ('default' in command) this.#put('settings', '', { ...this.#settings, default: command.default });
    else {
      this.#put('behaviours', command.caseNumber, command.behaviour);
      this.#put('troubles', command.caseNumber, null);
    }
  }

  /** Plants what will be found of a person; for each item named it replaces what would be invented. */
  setFacts(command: z.infer<typeof factsCommandSchema>): void {
    this.#put('facts', command.idNumber, command.findings);
  }

  /** Date printed on reports from now on; null = the day on which the last body passed the request. */
  setClock(command: z.infer<typeof clockCommandSchema>): void {
    this.#put('settings', '', { ...this.#settings, today: command.date });
  }

  #behaviourFor(request: VerificationRequest): Behaviour {
    return this.#state.behaviours.get(request.caseNumber) ?? this.#settings.default ?? behaviourOfIdNumber(applicantOf(request)?.idNumber ?? '');
  }

  #countTrouble(caseNumber: string, behaviour: Extract<Behaviour, { times: number }>): boolean {
    if (behaviour.kind !== 'server-error' && behaviour.kind !== 'busy' && behaviour.kind !== 'timeout') return false;
    const before = this.#state.troubles.get(caseNumber) ?? 0;
    if (before >= behaviour.times) return false;
    this.#put('troubles', caseNumber, before + 1);
    return true;
  }

  #record(request: VerificationRequest, behaviour: Behaviour): Entry {
    const issuedOn = this.#settings.today ?? request.chain.at(-1)?.passedOn ?? '';
    const platformNumber = `HD-${request.county}-${issuedOn.slice(0, 4)}-${String(this.#state.entries.size + 1).padStart(6, '0')}`;
    const round = 1 + [...this.#state.entries.values()].filter((e) => e.request.caseNumber === request.caseNumber).length;
    const entry: Entry = { request, platformNumber, behaviour, round, issuedOn };
    this.#put('entries', request.requestId, entry);
    return entry;
  }

  #answer(entry: Entry, polls: number): StatusAnswer {
    const { behaviour, platformNumber, request, round } = entry;
    const issuedOn = this.#settings.today ?? entry.issuedOn;
    const report = (interim: boolean) =>
      makeReport(
        { request, behaviour, round, number: platformNumber, issuedOn, planted: (id) => this.#state.facts.get(id) ?? [], ...(this.#validDays === undefined ? {} : { validTo: plusDays(issuedOn, this.#validDays) }) },
        interim,
      );
    if (behaviour.kind === 'late' && polls < behaviour.polls) return { status: 'queued', platformNumber };
    if (behaviour.kind === 'partial' && polls < behaviour.polls) return { status: 'partial', platformNumber, report: report(true) };
    if (behaviour.kind === 'failed' && round <= behaviour.times) return { status: 'failed', platformNumber, reason: '数据源整体不可用，请重新发起核对（模拟）' };
    return { status: 'done', platformNumber, report: report(false) };
  }

  get #settings(): Value<'settings'> {
    return this.#state.settings.get('') ?? NO_SETTINGS;
  }

  /** Remembers one value (null = forget), in the file before anyone is told. */
  #put<T extends Table>(table: T, key: string, value: Value<T> | null): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify({ table, key, value })}\n`);
    replay(this.#state, table, key, value);
  }
}
