import { Readable } from 'node:stream';
import * as z from 'zod';

/** The connector to a paying bank's interface: the contract of `docs/connectors/bank-file.md` over fetch. */

export interface BankConnectorConfig {
  /** Address of the bank's interface; `/v1/batches` is appended. Redirections are not followed: files go where the installation says. */
  readonly baseUrl: string;
  readonly token: string;
  /** Milliseconds for an answer that has no file in it, and for one that has. */
  readonly timeoutMs?: number;
  readonly fileTimeoutMs?: number;
}

export interface BatchOffer {
  readonly county: number;
  readonly number: string;
  readonly sha256: string;
  /** Day of the file, `YYYY-MM-DD`. */
  readonly date: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The bank could not be reached: nothing has left the house. */
export interface Down {
  readonly kind: 'down';
  readonly words: string;
}
/** No answer to what may have arrived: only asking or sending again under the same number tells. */
export interface Unsure {
  readonly kind: 'unsure';
  readonly words: string;
}
/** An answer that is not in the contract. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly words: string;
}
export type SendResult = { readonly kind: 'ok'; readonly again: boolean } | { readonly kind: 'refused'; readonly words: string } | Down | Unsure | Malformed;
export interface ReturnOffer {
  readonly no: number;
  readonly sha256: string;
}
export type LookResult = { readonly kind: 'known'; readonly returns: readonly ReturnOffer[] } | { readonly kind: 'unknown' } | Down | Unsure | Malformed;

const DEFAULTS = { timeoutMs: 10_000, fileTimeoutMs: 600_000 };
const MAX_ANSWER_BYTES = 1024 * 1024;

const acceptedSchema = z.object({ number: z.string(), sha256: z.string() });
const statusSchema = z.object({ number: z.string(), sha256: z.string(), returns: z.array(z.object({ no: z.number().int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(1000) });
const problemSchema = z.object({ code: z.string(), reason: z.string() });

const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause && typeof cause === 'object' && 'code' in cause ? String(cause.code) : '';
}

async function json(response: Response): Promise<unknown> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER_BYTES) return undefined;
  }
  try {
    return JSON.parse(text + decoder.decode()) as unknown;
  } catch {
    return undefined;
  }
}

export class BankConnector {
  readonly #config: BankConnectorConfig & typeof DEFAULTS;

  constructor(config: BankConnectorConfig) {
    this.#config = { ...DEFAULTS, ...config };
  }

  /** Offers a batch. The bank takes a number once: the same content again is acknowledged again, another content is refused. */
  async send(batch: BatchOffer): Promise<SendResult> {
    // The browser's types do not know Node's streams; at run time they are the same.
    const body = Readable.toWeb(Readable.from(batch.bytes, { objectMode: false })) as unknown as BodyInit;
    const init = {
      method: 'PUT', redirect: 'error' as const, duplex: 'half' as const, body, signal: AbortSignal.timeout(this.#config.timeoutMs),
      headers: { ...this.#headers(), 'content-type': 'application/octet-stream', 'x-content-sha256': batch.sha256, 'x-county': String(batch.county), 'x-file-date': batch.date },
    };
    return await this.#asked(async () => {
      const response = await fetch(this.#url(batch.number), init);
      const answer = await json(response);
      if (response.status === 200 || response.status === 202) {
        const said = acceptedSchema.safeParse(answer);
        if (!said.success || said.data.number !== batch.number || said.data.sha256 !== batch.sha256) return { kind: 'malformed', words: `银行的签收回执与本批次不符，HTTP ${response.status}` };
        return { kind: 'ok', again: response.status === 200 };
      }
      const problem = problemSchema.safeParse(answer);
      if ((response.status === 409 || response.status === 422) && problem.success) return { kind: 'refused', words: `银行拒收（${problem.data.code}）：${problem.data.reason}` };
      return this.#trouble(response.status);
    });
  }

  /** Which return files the bank has for a batch. One that holds another content under the number than was sent has not got our batch. */
  async look(number: string, sha256: string): Promise<LookResult> {
    return await this.#asked(async () => {
      const response = await fetch(this.#url(number), { headers: this.#headers(), redirect: 'error', signal: AbortSignal.timeout(this.#config.timeoutMs) });
      const body = await json(response);
      if (response.status === 404) return { kind: 'unknown' };
      if (response.status !== 200) return this.#trouble(response.status);
      const said = statusSchema.safeParse(body);
      if (!said.success || said.data.number !== number) return { kind: 'malformed', words: '银行的答复不符合接口约定' };
      return said.data.sha256 === sha256 ? { kind: 'known', returns: said.data.returns } : { kind: 'malformed', words: '银行在本批次号下所收的文件不是放行的文件，请立即与银行核实' };
    });
  }

  /** Gives a return file's bytes to `take` as they come. */
  async fetch<T>(number: string, no: number, take: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): Promise<{ readonly kind: 'file'; readonly value: T } | Down | Unsure | Malformed> {
    return await this.#asked(async () => {
      const response = await fetch(`${this.#url(number)}/returns/${no}`, { headers: this.#headers(), redirect: 'error', signal: AbortSignal.timeout(this.#config.fileTimeoutMs) });
      if (response.status !== 200 || !response.body) return this.#trouble(response.status);
      return { kind: 'file', value: await take(response.body) };
    });
  }

  #url(number: string): string {
    return `${this.#config.baseUrl.replace(/\/+$/, '')}/v1/batches/${encodeURIComponent(number)}`;
  }
  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#config.token}` };
  }
  #trouble(status: number): Unsure | Malformed {
    if (status === 401) return { kind: 'malformed', words: '银行不认可本系统的访问凭证' };
    return status >= 500 || status === 429 ? { kind: 'unsure', words: `银行返回 HTTP ${status}` } : { kind: 'malformed', words: `银行的答复不符合接口约定，HTTP ${status}` };
  }
  async #asked<T>(ask: () => Promise<T>): Promise<T | Down | Unsure> {
    try {
      return await ask();
    } catch (error) {
      // A fault of our own while the file was written is no fault of the bank.
      if (error instanceof Error && error.name !== 'TimeoutError' && error.name !== 'AbortError' && !(error instanceof TypeError)) throw error;
      const code = codeOf(error);
      if (NEVER_ARRIVED.has(code)) return { kind: 'down', words: '无法连接银行接口' };
      return { kind: 'unsure', words: error instanceof Error && error.name === 'TimeoutError' ? '银行没有在时限内答复，不知是否收到' : '与银行的连接中断，不知是否收到' };
    }
  }
}
