import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { bankLayoutSchema, type BankLayout } from '@doudi/core/payment/bank-file-layout';
import { CSV_BANK_LAYOUT } from '@doudi/core/payment/bank-file-training';
import { behaveCommandSchema, SimulatedBank, type BankOptions, type BankReply } from './bank-interface.ts';
import { readBody, serve } from './serve.ts';

/**
 * A paying bank (代发银行) for training and tests, as its own process on loopback:
 * `node bank-server.ts --port 0 [--data ledger.jsonl] [--token secret] [--answer-after ms] [--later-after ms] [--layout county=file.json]…`.
 * Prints one JSON line `{"listening":"http://127.0.0.1:PORT"}`; ends on SIGTERM, SIGINT, or when its parent closes stdin.
 */

const MAX_BODY_BYTES = 256 * 1024 * 1024;
const notFound: BankReply = { status: 404, body: { code: 'not-found', reason: '没有这个地址' } };

const header = (request: IncomingMessage, name: string): string => String(request.headers[name] ?? '');

async function answer(bank: SimulatedBank, token: string | undefined, request: IncomingMessage): Promise<BankReply> {
  const path = new URL(request.url ?? '/', 'http://simulator').pathname;
  if (request.method === 'GET' && path === '/health') return { status: 200, body: { ok: true } };
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { code: 'unauthorised', reason: '访问凭证无效' } };
  const batch = /^\/v1\/batches\/([0-9A-Za-z-]{1,60})$/.exec(path)?.[1];
  if (request.method === 'PUT' && batch !== undefined) {
    const body = await readBody(request, MAX_BODY_BYTES);
    return body === undefined ? { status: 413, body: { code: 'too-large', reason: '文件过大' } } : bank.take(batch, header(request, 'x-county'), header(request, 'x-file-date'), header(request, 'x-content-sha256'), body);
  }
  if (request.method === 'GET' && batch !== undefined) return bank.look(batch);
  const file = /^\/v1\/batches\/([0-9A-Za-z-]{1,60})\/returns\/(\d{1,4})$/.exec(path);
  if (request.method === 'GET' && file) return bank.returnFile(file[1] ?? '', Number(file[2]));
  if (request.method === 'POST' && path === '/simulator/behaviour') {
    const command = behaveCommandSchema.safeParse(JSON.parse((await readBody(request, MAX_BODY_BYTES))?.toString('utf8') || 'null'));
    if (!command.success) return { status: 400, body: { code: 'malformed', reason: z.prettifyError(command.error).slice(0, 900) } };
    bank.behave(command.data);
    return { status: 200, body: { done: true } };
  }
  return notFound;
}

function send(response: ServerResponse, reply: BankReply): void {
  if (reply === 'silent') return;
  if (reply === 'cut') response.destroy();
  else if ('bytes' in reply) response.writeHead(200, { 'content-type': 'application/octet-stream', 'x-content-sha256': reply.sha256 }).end(reply.bytes);
  else response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(reply.body));
}

/** The simulator's HTTP server, not yet listening. */
export function createBankSimulator(options: BankOptions & { readonly token?: string }): Server {
  const bank = new SimulatedBank(options);
  return createServer({ requestTimeout: 600_000 }, (request, response) => {
    answer(bank, options.token, request).then((reply) => send(response, reply), (error: unknown) => {
      console.error(error);
      if (!response.headersSent) send(response, { status: 500, body: { code: 'internal', reason: '模拟器内部错误' } });
    });
  });
}

const ms = z.coerce.number().int().min(0).max(86_400_000);

function main(): void {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' }, data: { type: 'string' }, token: { type: 'string' }, 'answer-after': { type: 'string', default: '3000' }, 'later-after': { type: 'string', default: '20000' },
      layout: { type: 'string', multiple: true, default: [] }, forgetful: { type: 'boolean', default: false },
    },
  });
  const layouts = new Map<string, BankLayout>(values.layout.map((l) => [l.slice(0, l.indexOf('=')), bankLayoutSchema.parse(JSON.parse(readFileSync(l.slice(l.indexOf('=') + 1), 'utf8')))]));
  const server = createBankSimulator({
    ...(values.data === undefined ? {} : { file: values.data }), ...(values.token === undefined ? {} : { token: values.token }),
    answerAfterMs: ms.parse(values['answer-after']), laterAfterMs: ms.parse(values['later-after']), layoutOf: (county) => layouts.get(county) ?? CSV_BANK_LAYOUT, forgetful: values.forgetful,
  });
  serve(server, values.port);
}

if (import.meta.main) main();
