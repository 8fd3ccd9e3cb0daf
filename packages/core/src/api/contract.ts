import * as z from 'zod';
import { isFormDate } from '../calendar/date.ts';
import type { Permission } from '../rights/permissions.ts';

/** One endpoint: where, what goes in, what comes out, who may. Server, client, OpenAPI and tests read the same object. */
export interface Contract<P extends z.ZodObject = z.ZodObject, Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below /api/v1 with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly permission: Permission | 'public';
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly response: R;
}

const NONE = z.strictObject({});

/** Declares an endpoint; what is not given is empty. */
export function contract<R extends z.ZodType, P extends z.ZodObject = typeof NONE, Q extends z.ZodObject = typeof NONE, B extends z.ZodType = z.ZodUndefined>(c: {
  method: Contract['method']; path: string; summary: string; tag: string; permission: Contract['permission']; params?: P; query?: Q; body?: B; response: R;
}): Contract<P, Q, B, R> {
  return { ...c, params: (c.params ?? NONE) as P, query: (c.query ?? NONE) as Q, body: (c.body ?? z.undefined()) as B };
}

export type AnyContract = Contract;
export type Output<C extends { response: z.ZodType }> = z.output<C['response']>;

/** Problem document of RFC 9457 as this API writes it. */
export const problemSchema = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), code: z.string(), rule: z.string(),
  clause: z.string().optional(), assumption: z.string().optional(), missing: z.array(z.string()).optional(), allowed: z.array(z.string()).optional(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(), instance: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
/** A person's name as it goes on letters and bank files: no control characters, no half characters, no line ends, no separators of files. */
export const personName = z.string().trim().min(1).max(50).regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>|"=\\]+$/u, '含有姓名中没有的字符');
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应为 YYYY-MM');
export const uuid = z.uuid('标识格式不对');
/** Opaque cursor of a page; the next one is in the answer. */
export const pageQuery = z.strictObject({ cursor: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
/** A value with its provenance, as the chip beside a number shows it. */
export const citedSchema = z.object({ clause: z.string().optional(), quote: z.string().optional(), assumption: z.string().optional() });
