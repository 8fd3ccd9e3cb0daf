import { setTimeout as sleep } from 'node:timers/promises';
import { acceptedSchema, authorisationRefusal, problemSchema, refusedSchema, statusAnswerSchema, verificationRequestSchema } from '@doudi/core/verification/contract';
import type { RefusalCode, StatusAnswer, VerificationRequest } from '@doudi/core/verification/contract';

/** The connector to a verification platform (核对平台): the contract of `docs/connectors/verification.md` over fetch. */

export interface ConnectorConfig {
  /** Address of the platform, for example `https://hedui.example.gov.cn/api`; `/v1/requests` is appended. */
  readonly baseUrl: string;
  readonly token: string;
  /** Milliseconds that one attempt may take, body included. */
  readonly timeoutMs?: number;
  /** Attempts in all, the first included. */
  readonly attempts?: number;
  /** First pause between attempts in milliseconds; doubled each time up to `maxBackOffMs`. */
  readonly backOffMs?: number;
  readonly maxBackOffMs?: number;
  /** How to wait between attempts. */
  readonly wait?: (ms: number) => Promise<unknown>;
  readonly signal?: AbortSignal;
}

/** No answer worth having after all attempts: try again later, the case waits. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly cause: 'network' | 'timeout' | 'server' | 'busy';
  readonly reason: string;
  readonly attempts: number;
}
/** An answer that repeating cannot mend: breach of contract, wrong token, a request the platform does not understand. */
export interface Faulty {
  readonly kind: 'error';
  readonly cause: 'malformed' | 'unauthorised' | 'rejected';
  readonly reason: string;
  readonly attempts: number;
}
export interface Accepted {
  readonly kind: 'accepted';
  readonly platformNumber: string;
  /** The platform had this request already: an earlier answer was lost on the way. */
  readonly duplicate: boolean;
  readonly attempts: number;
}
export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly reason: string;
  /** References of the persons for whom something is missing. */
  readonly persons: readonly string[];
  /** 0 = refused here, before anything left the house. */
  readonly attempts: number;
}
export type SubmitResult = Accepted | Refused | Unavailable | Faulty;
export type StatusResult = { readonly kind: 'answer'; readonly answer: StatusAnswer; readonly attempts: number } | { readonly kind: 'unknown'; readonly attempts: number } | Unavailable | Faulty;

const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const DEFAULTS = { timeoutMs: 10_000, attempts: 4, backOffMs: 500, maxBackOffMs: 30_000 };

interface Answer {
  readonly kind: 'http';
  readonly status: number;
  readonly body: unknown;
  readonly attempts: number;
}

/** Milliseconds of a `Retry-After` in seconds; undefined when absent or not a number. */
function retryAfterMs(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  return value !== null && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : undefined;
}

/** Reads a body up to the limit; a longer one is undefined, so that a broken platform cannot exhaust the memory. */
async function readBody(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export class VerificationConnector {
  readonly #config: Required<Omit<ConnectorConfig, 'signal'>> & Pick<ConnectorConfig, 'signal'>;
  readonly #root: string;

  /** Refuses an address that is not http or https. */
  constructor(config: ConnectorConfig) {
    const url = new URL(config.baseUrl);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError('核对平台地址须为 http 或 https');
    this.#config = { wait: (ms) => sleep(ms), ...DEFAULTS, ...config };
    this.#root = `${url.origin}${url.pathname.replace(/\/+$/, '')}/v1/requests`;
  }

  /**
   * Sends a request. Nothing leaves the house when a person has not authorised it [HQ-83]. Repeating is safe: the
   * platform knows the request by its id, and a duplicate is accepted with the same number.
   */
  async submit(request: VerificationRequest): Promise<SubmitResult> {
    const checked = verificationRequestSchema.safeParse(request);
    if (!checked.success) return { kind: 'error', cause: 'rejected', reason: `核对请求不完整：${checked.error.issues.map((i) => i.path.join('.')).join('、')}`, attempts: 0 };
    const refusal = authorisationRefusal(checked.data);
    if (refusal !== undefined) return { kind: 'refused', ...refusal, attempts: 0 };

    const answer = await this.#ask(this.#root, { method: 'POST', body: JSON.stringify(checked.data) });
    if (answer.kind === 'unavailable') return answer;
    const { status, body, attempts } = answer;
    if (status === 202 || status === 409) {
      const accepted = acceptedSchema.safeParse(body);
      return accepted.success ? { kind: 'accepted', platformNumber: accepted.data.platformNumber, duplicate: status === 409, attempts } : malformed(answer);
    }
    if (status === 403) {
      const refused = refusedSchema.safeParse(body);
      return refused.success ? { kind: 'refused', ...refused.data, attempts } : malformed(answer);
    }
    return notUnderstood(answer);
  }

  /** Asks how a request stands. `unknown` = the platform never received it: submit it again with the same id. */
  async status(requestId: string): Promise<StatusResult> {
    const answer = await this.#ask(`${this.#root}/${encodeURIComponent(requestId)}`, { method: 'GET' });
    if (answer.kind === 'unavailable') return answer;
    if (answer.status === 404 && problemSchema.safeParse(answer.body).success) return { kind: 'unknown', attempts: answer.attempts };
    if (answer.status !== 200) return notUnderstood(answer);
    const parsed = statusAnswerSchema.safeParse(answer.body);
    return parsed.success ? { kind: 'answer', answer: parsed.data, attempts: answer.attempts } : malformed(answer, parsed.error.issues[0]?.path);
  }

  /** One exchange with retries on network errors, time-outs, 5xx and 429; everything else is the platform's answer. */
  async #ask(url: string, init: { method: string; body?: string }): Promise<Answer | Unavailable> {
    const { attempts, backOffMs, maxBackOffMs, wait, signal } = this.#config;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(url, init);
      if (outcome.kind === 'http') return { ...outcome, attempts: attempt };
      if (attempt >= attempts || signal?.aborted === true) return { kind: 'unavailable', cause: outcome.cause, reason: outcome.reason, attempts: attempt };
      await wait(Math.min(maxBackOffMs, outcome.retryAfterMs ?? backOffMs * 2 ** (attempt - 1)));
    }
  }

  async #attempt(url: string, init: { method: string; body?: string }): Promise<Omit<Answer, 'attempts'> | { kind: 'retry'; cause: Unavailable['cause']; reason: string; retryAfterMs?: number }> {
    const limit = AbortSignal.timeout(this.#config.timeoutMs);
    const signal = this.#config.signal === undefined ? limit : AbortSignal.any([limit, this.#config.signal]);
    try {
      const headers = { authorization: `Bearer ${this.#config.token}`, accept: 'application/json', ...(init.body === undefined ? {} : { 'content-type': 'application/json' }) };
      // A redirect would carry identity numbers to another address than the one configured.
      const response = await fetch(url, { ...init, headers, signal, redirect: 'error' });
      const text = await readBody(response);
      if (response.status === 429 || response.status >= 500) {
        const pause = retryAfterMs(response);
        const cause = response.status === 429 ? 'busy' : 'server';
        return { kind: 'retry', cause, reason: `核对平台返回 HTTP ${response.status}`, ...(pause === undefined ? {} : { retryAfterMs: pause }) };
      }
      return { kind: 'http', status: response.status, body: parseJson(text) };
    } catch {
      // The error is not passed on: its text may hold the address with parameters, and the officer needs the cause only.
      return limit.aborted ? { kind: 'retry', cause: 'timeout', reason: `核对平台在 ${this.#config.timeoutMs} 毫秒内没有答复` } : { kind: 'retry', cause: 'network', reason: '无法连接核对平台' };
    }
  }
}

function malformed(answer: Answer, path: readonly PropertyKey[] = []): Faulty {
  const where = path.length === 0 ? '' : `（${path.join('.')}）`;
  return { kind: 'error', cause: 'malformed', reason: `核对平台的答复不符合接口约定${where}，HTTP ${answer.status}`, attempts: answer.attempts };
}

/** A status that the contract gives no other meaning: say what the platform says, when it says it as agreed. */
function notUnderstood(answer: Answer): Faulty {
  if (answer.status === 401) return { kind: 'error', cause: 'unauthorised', reason: '核对平台不认可本系统的访问凭证', attempts: answer.attempts };
  const problem = problemSchema.safeParse(answer.body);
  if (!problem.success || answer.status < 400) return malformed(answer);
  return { kind: 'error', cause: 'rejected', reason: `核对平台不接受（${problem.data.code}）：${problem.data.reason}`, attempts: answer.attempts };
}
