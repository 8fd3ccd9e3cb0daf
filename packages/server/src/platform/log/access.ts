import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { canonicalJson, withoutUndefined } from './canonical.ts';
import { utc } from './entry.ts';

/** What is logged of reading and of the doors. */
export const ACCESS_LABELS = {
  open: '查看', search: '查询', unmask: '显示敏感信息', export: '导出', download: '下载', login: '登录', loginFailed: '登录失败', logout: '退出', denied: '拒绝访问',
} as const;
export type AccessKind = keyof typeof ACCESS_LABELS;

export interface Access {
  /** 0 where no county is known, as for a login name that does not exist; the transaction's scope must be the same. */
  readonly county: number;
  /** Business clock and real clock, ISO with offset. */
  readonly at: string;
  readonly recordedAt: string;
  readonly user: string;
  readonly post?: string | undefined;
  readonly unit?: string | undefined;
  readonly what: AccessKind;
  /** What was looked at, by id ('case:…', 'person:…'); of a search only `searchTarget`. */
  readonly target: string;
  readonly purpose?: string | undefined;
  /** Counts and flags, never names or numbers of persons. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null | undefined>>;
}

/** How a search is logged: kind and the first 4 of 16 bytes of the keyed hash; tells repeated searches, opens nothing. */
export function searchTarget(kind: string, blindIndex: Uint8Array): string {
  return `${kind}:${Buffer.from(blindIndex).subarray(0, 4).toString('hex')}`;
}

/** A purpose is free text: telephone, identity and account numbers typed into it are blotted out. */
function blot(text: string): string {
  return text.replaceAll(/\d{11,}[Xx]?/g, (digits) => `${digits.slice(0, 3)}***`);
}

/** Writes one line into the access log, inside the transaction of what it describes. */
export async function logAccess(tx: Tx, access: Access): Promise<void> {
  const { county, user, post = null, unit = null, what, target, purpose, detail = {} } = access;
  await sql`
    insert into access_log (county_id, at, recorded_at, user_id, post, unit, what, target, purpose, detail)
    values (${county}, ${utc(access.at)}, ${utc(access.recordedAt)}, ${user}, ${post}, ${unit}, ${what}, ${target},
      ${purpose === undefined ? null : blot(purpose)}, ${canonicalJson(withoutUndefined(detail))}::jsonb)`.execute(tx);
}
