import { randomUUID } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Problem } from '@doudi/core/api/contract';
import { TRAINING_PASSWORD } from '../features/training/accounts.ts';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly problem: Problem;
}

/** A PNG of one row of grey pixels, one for each byte. */
export function png(pixels: Buffer): Buffer<ArrayBuffer> {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels.length, 0);
  head.writeUInt32BE(1, 4);
  head[8] = 8;
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat([Buffer.from([0]), pixels]))), chunk('IEND', Buffer.alloc(0))]);
}

/** A user over real HTTP: bearer session, JSON in and out. */
export class Client {
  readonly origin: string;
  readonly token: string;
  constructor(origin: string, token: string) {
    this.origin = origin;
    this.token = token;
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : { text }) as T;
    return { status: response.status, body: json, problem: json as unknown as Problem };
  }

  get = <T = Record<string, unknown>>(path: string): Promise<Answer<T>> => this.call<T>('GET', path);
  post = <T = Record<string, unknown>>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>> => this.call<T>('POST', path, body, headers);
  put = <T = Record<string, unknown>>(path: string, body: unknown): Promise<Answer<T>> => this.call<T>('PUT', path, body);

  /** One step of a case. */
  act = <T = Record<string, unknown>>(id: string, command: string, payload: unknown = {}): Promise<Answer<T>> => this.post<T>(`/cases/${id}/commands/${command}`, { payload }, { 'idempotency-key': randomUUID() });

  /** Proposes, with a paper of the bank, what became of a line; the caller is the clerk, `second` confirms it. */
  async settle(second: Client, line: string, outcome: 'paid' | 'rejected' | 'returned', reason: string): Promise<Answer> {
    const file = await this.upload(`/roll-lines/${line}/bank-paper`, '银行答复.png');
    const { status, body, problem } = await this.post<{ id: string }>(`/roll-lines/${line}/settle`, { outcome, reason, file });
    return status === 200 ? await second.post(`/settlements/${body.id}/decide`, { outcome: 'confirm' }) : { status, body, problem };
  }

  /** A PNG that no other is like, as a photograph. */
  photo(caseId: string): Promise<string> {
    return this.upload(`/cases/${caseId}/files`, '照片.png');
  }

  /** Uploads a PNG that no other is like. @returns the id of the file. */
  async upload(path: string, name: string): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob([png(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'))], { type: 'image/png' }), name);
    const response = await fetch(`${this.origin}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${this.token}` }, body: form });
    const { id } = (await response.json()) as { id?: string };
    if (!id) throw new Error(`upload ${response.status}`);
    return id;
  }
}

/** Logs a training account in; fails loudly, as a test cannot go on without. */
export async function signIn(origin: string, login: string, password = TRAINING_PASSWORD): Promise<Client> {
  const response = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password, machine: true }) });
  const body = (await response.json()) as { token?: string; rule?: string };
  if (!body.token) throw new Error(`${login}: ${response.status} ${body.rule ?? ''}`);
  return new Client(origin, body.token);
}
