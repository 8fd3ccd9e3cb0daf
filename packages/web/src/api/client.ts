import type { Output, Problem } from '@doudi/core/api/contract';
import type * as z from 'zod';

/** What `call` needs of a contract; every contract of the core fits. */
export interface CallContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly response: z.ZodType;
}

/** What an empty strict object takes; also fits objects whose fields are all optional. */
type Nothing = Record<string, never>;
type Part<K extends string, S extends z.ZodType> = S extends z.ZodUndefined ? { readonly [P in K]?: undefined } : Nothing extends z.input<S> ? { readonly [P in K]?: z.input<S> } : { readonly [P in K]: z.input<S> };
export type CallInput<C extends CallContract> = Part<'params', C['params']> & Part<'query', C['query']> & Part<'body', C['body']>;
/** The input may be left out when nothing in it is required. */
export type CallArgs<C extends CallContract> = object extends CallInput<C> ? [input?: CallInput<C>, options?: CallOptions] : [input: CallInput<C>, options?: CallOptions];

export interface CallOptions {
  /**
   * One per intent of the user; the same on a retry, so that it happens once. `null` = none: for reads that go by POST,
   * whose answers (full names and numbers) must not be kept on the server for repetition.
   */
  readonly key?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The server (or the line to it) said no. `problem` is what is shown. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.rule);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

const own = (code: string, title: string, rule: string, status = 0): ProblemError => new ProblemError({ type: `/api/problems/${code}`, title, status, code, rule });

/** Any thrown thing as a problem that can be shown. */
export const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError ? error.problem : own('client', '页面出错', error instanceof Error ? error.message : '未知错误，请刷新页面后重试').problem;

/** Called when the session is over; set once by the application. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (f: () => void): void => {
  onSignedOut = f;
};

type Plain = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Fills `:name` parameters and appends the query; absent values are left out. */
export function addressOf(path: string, params: Plain = {}, query: Plain = {}): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')));
  const search = new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v === undefined || v === null || v === '' ? [] : [[k, String(v)]])));
  return `/api/v1${filled}${search.size > 0 ? `?${search.toString()}` : ''}`;
}

/** Sends a request with the headers of this application and reads the answer or the problem. */
export async function send(method: string, address: string, body: BodyInit | undefined, options: CallOptions & { readonly json?: boolean } = {}): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (options.json) headers['content-type'] = 'application/json';
  if (method !== 'GET') {
    // Other origins cannot set this header without a preflight: the server's guard against forged requests.
    headers['x-doudi'] = '1';
    if (options.key !== null) headers['idempotency-key'] = options.key ?? crypto.randomUUID();
  }
  let response: Response;
  try {
    response = await fetch(address, { method, headers, credentials: 'same-origin', ...(body === undefined ? {} : { body }), ...(options.signal ? { signal: options.signal } : {}) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw own('network', '连不上服务器', '填写的内容都还在。请检查网络后再试一次，系统保证只办一次。');
  }
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) return text === '' ? {} : JSON.parse(text);
  if (type.includes('json')) {
    const problem = JSON.parse(text) as Partial<Problem>;
    const known: Problem = { type: '', title: `错误 ${response.status}`, status: response.status, code: 'server', rule: '服务器没有说明原因', ...problem };
    if (response.status === 401 && known.code === 'auth.required') onSignedOut();
    throw new ProblemError(known);
  }
  throw own('server', `服务器错误（${response.status}）`, '内容没有保存。请稍后再试；仍不行请告诉系统管理员。', response.status);
}

/** Calls an endpoint of the contract with its types. Refusals are thrown as {@link ProblemError}. */
export async function call<C extends CallContract>(contract: C, ...[input, options]: CallArgs<C>): Promise<Output<C>> {
  const i = (input ?? {}) as { params?: Plain; query?: Plain; body?: unknown };
  const hasBody = i.body !== undefined;
  return (await send(contract.method, addressOf(contract.path, i.params, i.query), hasBody ? JSON.stringify(i.body) : undefined, { ...options, json: hasBody })) as Output<C>;
}
