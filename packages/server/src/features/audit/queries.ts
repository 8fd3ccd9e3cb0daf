import { sql } from 'kysely';
import type { ActionKind } from '@doudi/core/case/actions';
import type { Tx } from '../../platform/database.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { AccessKind } from '../../platform/log/access.ts';

interface Page {
  readonly cursor?: number | undefined;
  readonly limit: number;
}

/** Days are the business clock's, in China; the last day is included. */
interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const within = (s: Span) => sql`${s.from ? sql`and at >= (${s.from}::date)::timestamp at time zone 'Asia/Shanghai'` : sql``} ${s.to ? sql`and at < (${s.to}::date + 1)::timestamp at time zone 'Asia/Shanghai'` : sql``}`;

interface AccessRow {
  readonly id: number;
  readonly at: string;
  readonly recorded_at: string;
  readonly user_id: string;
  readonly name: string | null;
  readonly login: string | null;
  readonly post: string | null;
  readonly unit: string | null;
  readonly what: AccessKind;
  readonly target: string;
  readonly purpose: string | null;
  readonly detail: Record<string, unknown>;
}

/** Latest first. A user may be given by id or by login name. */
export async function findAccess(tx: Tx, county: number, q: Page & Span & { user?: string | undefined; target?: string | undefined; what?: AccessKind | undefined }): Promise<AccessRow[]> {
  return (await sql<AccessRow>`select l.id, l.at, l.recorded_at, l.user_id, a.name, a.login, l.post, u.name as unit, l.what, l.target, l.purpose, l.detail
    from (select * from access_log where county_id = ${county} ${q.cursor === undefined ? sql`` : sql`and id < ${q.cursor}`} ${q.user ? sql`and user_id in (${q.user}, (select id::text from account where county_id = ${county} and login = ${q.user}))` : sql``}
      ${q.target ? sql`and target = ${q.target}` : sql``} ${q.what ? sql`and what = ${q.what}` : sql``} ${within(q)} order by id desc limit ${q.limit + 1}) l
    left join account a on a.county_id = l.county_id and a.id::text = l.user_id left join unit u on u.county_id = l.county_id and u.key = l.unit order by l.id desc`.execute(tx)).rows;
}

interface LogRow {
  readonly position: number;
  readonly case_id: string;
  readonly number: string;
  readonly seq: number;
  readonly kind: ActionKind;
  readonly at: string;
  readonly recorded_at: string;
  readonly actor_user: string;
  readonly actor_name: string | null;
  readonly actor_post: string;
  readonly actor_unit: string | null;
  readonly body: Record<string, unknown>;
  readonly hash: Buffer;
  readonly prev_hash: Buffer;
}


/** Actions of the county's cases as the caller may see them, latest first. A case may be given by id or by number, an actor by id, login name or `system`. */
export async function findLog(tx: Tx, county: number, q: Page & Span & { case?: string | undefined; kind?: string | undefined; actor?: string | undefined }): Promise<LogRow[]> {
  const ofCase = q.case === undefined ? sql`` : isUuid(q.case) ? sql`and case_id = ${q.case}` : sql`and case_id = (select id from case_file where county_id = ${county} and number = ${q.case})`;
  return (await sql<LogRow>`select l.position, l.case_id, f.number, l.seq, l.kind, l.at, l.recorded_at, l.actor_user, a.name as actor_name, l.actor_post, u.name as actor_unit, l.body, l.hash, l.prev_hash
    from (select * from case_action where county_id = ${county} ${q.cursor === undefined ? sql`` : sql`and position < ${q.cursor}`} ${ofCase} ${q.kind ? sql`and kind = ${q.kind}` : sql``}
      ${q.actor ? sql`and actor_user in (${q.actor}, (select id::text from account where county_id = ${county} and login = ${q.actor}))` : sql``} ${within(q)} order by position desc limit ${q.limit + 1}) l
    join case_file f on f.county_id = l.county_id and f.id = l.case_id left join account a on a.county_id = l.county_id and a.id::text = l.actor_user left join unit u on u.county_id = l.county_id and u.key = l.actor_unit order by l.position desc`.execute(tx)).rows;
}

/** Names of staff by account id, for the one-line texts of the log. */
export async function findStaffNames(tx: Tx, county: number): Promise<Map<string, string>> {
  return new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = ${county}`.execute(tx)).rows.map((r) => [r.id, r.name]));
}
