import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { EXTERNAL_LIST_IDS } from '@doudi/core/warning/rules';
import { readBody, serve } from './serve.ts';

/**
 * The exchange of departments' lists (部门数据交换平台) for training and tests, as its own process on loopback:
 * `node departments.ts --port 0 [--data lists.json] [--token secret]`. It serves what the file holds; the file may be written while
 * it runs. `POST /simulator/lists` puts lists for a test, `POST /simulator/behaviour` makes it break off after so many pages.
 */

const row = z.object({ ref: z.string(), idNumber: z.string(), otherNumber: z.string().optional(), on: z.iso.date(), fen: z.number().int().optional(), text: z.string().optional(), grade: z.number().int().optional() });
const dataSchema = z.record(z.string(), z.array(z.object({ list: z.enum(EXTERNAL_LIST_IDS), source: z.string(), sourceDate: z.iso.date(), coverage: z.string(), whole: z.boolean(), rows: z.array(row) })));
/** Lists by county (division code). */
export type DepartmentData = z.output<typeof dataSchema>;

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const MOST = 10_000;

class Exchange {
  #put: DepartmentData = {};
  /** Pages still answered before it breaks off; undefined: all. */
  #pages: number | undefined;
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  #lists(county: string): DepartmentData[string] {
    const kept = this.#file !== undefined && existsSync(this.#file) ? dataSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8'))) : {};
    return this.#put[county] ?? kept[county] ?? [];
  }

  async answer(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    if (request.method === 'POST' && url.pathname.startsWith('/simulator/')) {
      const body: unknown = JSON.parse((await readBody(request, MAX_BODY_BYTES))?.toString('utf8') ?? 'null');
      if (url.pathname === '/simulator/lists') this.#put = { ...this.#put, ...dataSchema.parse(body) };
      else this.#pages = z.object({ pages: z.number().int().min(0).optional() }).parse(body).pages;
      return { status: 200, body: { done: true } };
    }
    const lists = /^\/v1\/counties\/(\d{6})\/lists$/.exec(url.pathname)?.[1];
    if (lists !== undefined) return { status: 200, body: { lists: this.#lists(lists).map(({ rows: _, ...list }) => list) } };
    const [, county = '', name = ''] = /^\/v1\/counties\/(\d{6})\/lists\/([a-z]+)$/.exec(url.pathname) ?? [];
    const list = this.#lists(county).find((l) => l.list === name);
    if (!list) return { status: 404, body: { code: 'not-found', reason: '没有这个名单' } };
    if (this.#pages === 0) return { status: 503, body: { code: 'busy', reason: '平台维护' } };
    if (this.#pages !== undefined) this.#pages -= 1;
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const limit = Math.min(MOST, Number(url.searchParams.get('limit') ?? MOST));
    const next = from + limit;
    return { status: 200, body: { rows: list.rows.slice(from, next), next: next < list.rows.length ? String(next) : null } };
  }
}

/** The simulator's HTTP server, not yet listening. */
function createDepartments(options: { readonly file?: string; readonly token?: string }): Server {
  const exchange = new Exchange(options.file);
  return createServer((request, response) => {
    const send = ({ status, body }: Reply): void => void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
    if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`) return send({ status: 401, body: { code: 'unauthorised', reason: '访问凭证无效' } });
    exchange.answer(request).then(send, (error: unknown) => {
      console.error(error);
      send({ status: 500, body: { code: 'internal', reason: '模拟器内部错误' } });
    });
  });
}

function main(): void {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, data: { type: 'string' }, token: { type: 'string' } } });
  serve(createDepartments({ ...(values.data === undefined ? {} : { file: values.data }), ...(values.token === undefined ? {} : { token: values.token }) }), values.port);
}

if (import.meta.main) main();
