import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { behavioursCommandSchema, clockCommandSchema, factsCommandSchema, SimulatedPlatform } from './verification-platform.ts';
import type { Reply } from './verification-platform.ts';
import { readBody, serve } from './serve.ts';

/**
 * A household-economy verification platform (核对平台) for training and tests, as its own process on loopback:
 * `node verification.ts --port 0 [--data file] [--token secret] [--valid-days n]`.
 * Prints one JSON line `{"listening":"http://127.0.0.1:PORT"}`; ends on SIGTERM, SIGINT, or when its parent closes stdin.
 */

const MAX_BODY_BYTES = 1024 * 1024;
const notFound: Reply = { status: 404, body: { code: 'not-found', reason: '没有这个地址' } };

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Runs an administration command of the simulator itself (not part of the platform contract). */
function administer<T>(schema: z.ZodType<T>, body: unknown, run: (command: T) => void): Reply {
  const command = schema.safeParse(body);
  if (!command.success) return { status: 400, body: { code: 'malformed', reason: z.prettifyError(command.error).slice(0, 900) } };
  run(command.data);
  return { status: 200, body: { done: true } };
}

async function answer(platform: SimulatedPlatform, token: string | undefined, request: IncomingMessage): Promise<Reply> {
  const path = new URL(request.url ?? '/', 'http://simulator').pathname;
  if (request.method === 'GET' && path === '/health') return { status: 200, body: { ok: true } };
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { code: 'unauthorised', reason: '访问凭证无效' } };
  const asked = /^\/v1\/requests\/([0-9a-fA-F-]{36})$/.exec(path)?.[1];
  if (request.method === 'GET') return asked === undefined ? notFound : platform.status(asked);
  if (request.method !== 'POST') return { status: 405, body: { code: 'method', reason: '不支持的方法' } };

  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) return { status: 413, body: { code: 'too-large', reason: '请求过大' } };
  const parsed = parseJson(body.toString('utf8'));
  if (parsed === undefined) return { status: 400, body: { code: 'malformed', reason: '请求不是 JSON' } };
  if (path === '/v1/requests') return platform.submit(parsed.json);
  if (path === '/simulator/behaviours') return administer(behavioursCommandSchema, parsed.json, (command) => platform.setBehaviour(command));
  if (path === '/simulator/facts') return administer(factsCommandSchema, parsed.json, (command) => platform.setFacts(command));
  if (path === '/simulator/clock') return administer(clockCommandSchema, parsed.json, (command) => platform.setClock(command));
  return notFound;
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'silent') return;
  response.writeHead(reply.status, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
  response.end(JSON.stringify(reply.body));
}

/** The simulator's HTTP server, not yet listening. */
export function createVerificationSimulator(options: { readonly file?: string; readonly token?: string; readonly validDays?: number }): Server {
  const platform = new SimulatedPlatform(options);
  return createServer((request, response) => {
    answer(platform, options.token, request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        console.error(error);
        if (!response.headersSent) send(response, { status: 500, body: { code: 'internal', reason: '模拟器内部错误' } });
      },
    );
  });
}

function main(): void {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, data: { type: 'string' }, token: { type: 'string' }, 'valid-days': { type: 'string' } } });
  const server = createVerificationSimulator({
    ...(values.data === undefined ? {} : { file: values.data }),
    ...(values.token === undefined ? {} : { token: values.token }),
    ...(values['valid-days'] === undefined ? {} : { validDays: z.coerce.number().int().positive().parse(values['valid-days']) }),
  });
  serve(server, values.port);
}

if (import.meta.main) main();
