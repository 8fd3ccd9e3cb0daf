import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may, PERMISSIONS } from '@doudi/core/rights/permissions';
import type { FieldCipher } from '../crypto/fields.ts';
import type { Db, Tx } from '../database.ts';
import { logAccess } from '../log/access.ts';
import { scopeOfWho, type Endpoint, type Input, type Who } from './endpoint.ts';
import { problemOf, refusalOfDatabaseError } from './problem.ts';
import type { AnyContract } from '@doudi/core/api/contract';

export type Authenticate = (request: FastifyRequest) => Promise<Who | Refusal>;

const OPENAPI = { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' } as const;

/** Thrown to roll a transaction back with an answer. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const schemaOf = (s: z.ZodType): Record<string, unknown> => {
  const { $schema: _, ...rest } = z.toJSONSchema(s, OPENAPI) as Record<string, unknown>;
  return rest;
};

export const sendRefusal = (reply: FastifyReply, r: Refusal, instance?: string): FastifyReply => {
  const p = problemOf(r, instance);
  return reply.status(p.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(p));
};

/** Input that does not fit the contract, field by field. */
export function invalid(error: z.ZodError, where: string): Refusal {
  const fields = error.issues.slice(0, 20).map((i) => ({ path: [where, ...i.path].join('.'), message: message(i) }));
  // The sentence is for people: where it is stands in the fields, and a form shows it there.
  return refuse('input.invalid', `有 ${error.issues.length} 处不符合要求：${[...new Set(fields.map((f) => f.message))].slice(0, 3).join('；')}`, { fields });
}

function message(i: z.core.$ZodIssue): string {
  switch (i.code) {
    case 'invalid_type':
      return i.input === undefined ? '必填' : `类型不对，应为 ${i.expected}`;
    case 'unrecognized_keys':
      return `不认识的字段：${i.keys.join('、')}`;
    case 'too_big':
      return i.origin === 'string' ? `不多于 ${String(i.maximum)} 个字` : i.origin === 'array' ? `不多于 ${String(i.maximum)} 项` : `不能大于 ${String(i.maximum)}`;
    case 'too_small':
      return i.origin === 'string' ? (i.minimum === 1 ? '不能为空' : `不少于 ${String(i.minimum)} 个字`) : i.origin === 'array' ? `不少于 ${String(i.minimum)} 项` : `不能小于 ${String(i.minimum)}`;
    case 'invalid_value':
      return `只能是：${i.values.map(String).join('、')}`;
    default:
      return /[\u4e00-\u9fff]/.test(i.message) ? i.message : '格式不对';
  }
}

/** Mounts endpoints below /api/v1: validate → permission → transaction → answer, with idempotent commands. */
export function mount(app: FastifyInstance, db: Db, cipher: FieldCipher, endpoints: readonly Endpoint[], authenticate: Authenticate): void {
  for (const e of endpoints) {
    const c = e.contract;
    app.route({
      method: c.method,
      url: `/api/v1${c.path}`,
      schema: {
        tags: [c.tag], summary: c.summary, operationId: `${c.method.toLowerCase()}${c.path.replaceAll(/[/:]+(\w)/g, (_, x: string) => x.toUpperCase())}`,
        ...(Object.keys(c.params.shape).length ? { params: schemaOf(c.params) } : {}), ...(Object.keys(c.query.shape).length ? { querystring: schemaOf(c.query) } : {}),
        ...(c.body instanceof z.ZodUndefined ? {} : { body: schemaOf(c.body) }), response: { 200: { description: '成功', ...schemaOf(c.response) } },
        ...(c.permission === 'public' ? { security: [] } : {}),
      },
      validatorCompiler: () => () => true,
      serializerCompiler: () => (data) => JSON.stringify(data),
      handler: async (request, reply) => {
        const who = await authenticate(request);
        if (isRefusal(who)) return sendRefusal(reply, who, request.url);
        const permission = c.permission;
        if (permission !== 'public' && !may(who.post, permission)) {
          await logDenied(db, who, `${c.method} ${c.path}`);
          return sendRefusal(reply, refuse('rights.denied', `“${c.summary}”由${PERMISSIONS[permission].map((p) => ANY_POST_LABELS[p]).join('、')}办理`, { allowed: PERMISSIONS[permission].map((p) => ANY_POST_LABELS[p]) }), request.url);
        }
        const input = validate(c, request);
        if (isRefusal(input)) return sendRefusal(reply, input, request.url);
        const answer = await run(db, cipher, e, input, who, c.method === 'GET' ? undefined : request.headers['idempotency-key']);
        // What was refused wrote nothing; that somebody asks too often is itself on record.
        if (isRefusal(answer) && answer.code === 'busy.often') await logDenied(db, who, `${c.method} ${c.path}`);
        if (isRefusal(answer)) return sendRefusal(reply, answer, request.url);
        return reply.send(answer);
      },
    });
  }
}

/** Asking for what one's post may not have is itself on record. */
async function logDenied(db: Db, who: Who, what: string): Promise<void> {
  const now = new Date().toISOString();
  await db.transaction(scopeOfWho(who), (tx) => logAccess(tx, { county: who.county, at: now, recordedAt: now, user: who.account, post: who.post, unit: who.unitKey, what: 'denied', target: what }));
}

/** Forms are a few levels deep; ten thousand brackets are an attack on whatever walks them. */
const MAX_DEPTH = 40;

function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((v): unknown[] => (typeof v === 'object' && v !== null ? (Object.values(v) as unknown[]) : []));
  }
  return false;
}

export function validate(c: AnyContract, request: FastifyRequest): Input<AnyContract> | Refusal {
  const params = c.params.safeParse(request.params ?? {});
  // An id that is no id is an id that does not exist: the answer must not tell the two apart.
  if (!params.success) return refuse('notfound', '没有这条记录，或不在您的辖区');
  const query = c.query.safeParse(request.query ?? {});
  if (!query.success) return invalid(query.error, 'query');
  if (tooDeep(request.body)) return refuse('input.invalid', `内容嵌套超过 ${MAX_DEPTH} 层`);
  const body = c.body.safeParse(c.body instanceof z.ZodUndefined ? undefined : (request.body ?? {}));
  if (!body.success) return invalid(body.error, 'body');
  return { params: params.data, query: query.data, body: body.data };
}

/** Looking something up changes nothing, so nothing is kept to be repeated: each look is on record and under the rights of that moment. */
const LOOKING: ReadonlySet<AnyContract['permission']> = new Set(['search', 'person.open', 'complaint.contact']);

async function run(db: Db, cipher: FieldCipher, e: Endpoint, input: Input<AnyContract>, who: Who, header: string | string[] | undefined): Promise<unknown> {
  const key = Array.isArray(header) ? header[0] : header;
  const repeatable = !LOOKING.has(e.contract.permission);
  if (key !== undefined && (key.length < 8 || key.length > 100)) return refuse('input.invalid', 'Idempotency-Key 长度应为 8 至 100');
  try {
    return await db.transaction(scopeOfWho(who), async (tx) => {
      const answer = key === undefined || !repeatable ? await e.handle(tx, input, who) : await once(tx, cipher, e, input, who, key);
      if (isRefusal(answer)) throw new Refused(answer);
      return answer;
    }, { limit: db.requestLimit });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    const known = refusalOfDatabaseError(error);
    if (known) return known;
    throw error;
  }
}

/** Same key, same request → same answer, done once; same key, other request → refused. Requests and answers may hold names and secrets: kept only as keyed hash and ciphertext. */
async function once(tx: Tx, cipher: FieldCipher, e: Endpoint, input: Input<AnyContract>, who: Who, key: string): Promise<unknown> {
  const hash = cipher.blindIndex('request', who.county, createHash('sha256').update(JSON.stringify([e.contract.method, e.contract.path, input])).digest('hex'));
  const context = `idempotency|${who.county}|${who.account}|${key}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${who.account}:${key}`}, 0))`.execute(tx);
  const { rows } = await sql<{ request_hash: Buffer; body_enc: Buffer }>`select request_hash, body_enc from idempotency where county_id = ${who.county} and account_id = ${who.account} and key = ${key}`.execute(tx);
  const before = rows[0];
  if (before) return before.request_hash.equals(hash) ? (JSON.parse(cipher.decrypt(before.body_enc, context)) as unknown) : refuse('conflict.idempotency', '这个 Idempotency-Key 已经用于另一个请求', { allowed: ['换一个新的键'] });
  const answer = await e.handle(tx, input, who);
  if (!isRefusal(answer))
    await sql`insert into idempotency (county_id, account_id, key, request_hash, status, body_enc, at) values (${who.county}, ${who.account}, ${key}, ${hash}, 200, ${cipher.encrypt(JSON.stringify(answer), context)}, now())`.execute(tx);
  return answer;
}
