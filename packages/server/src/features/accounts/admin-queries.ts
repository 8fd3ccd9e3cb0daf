import { sql } from 'kysely';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';

interface PostHeld {
  readonly post: AnyPost;
  readonly unit: string;
  readonly unit_name: string;
  readonly from_date: string;
  readonly to_date: string | null;
}

interface AccountRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly must_change: boolean;
  readonly totp: boolean;
  readonly locked: boolean;
  readonly locked_until: string | null;
  readonly disabled_at: string | null;
  readonly created_at: string;
  readonly password_set_at: string;
  readonly sessions: number;
  readonly number_enc: Buffer | null;
  readonly posts: PostHeld[];
}

const COLUMNS = sql`a.id, a.login, a.name, a.must_change, a.totp_enc is not null as totp, coalesce(a.locked_until > now(), false) as locked, case when a.locked_until > now() then a.locked_until end as locked_until, a.disabled_at, a.created_at, a.password_set_at, a.number_enc,
  (select count(*) from session s where s.county_id = a.county_id and s.account_id = a.id and s.expires_at > now()) as sessions,
  coalesce((select jsonb_agg(jsonb_build_object('post', p.post, 'unit', u.key, 'unit_name', u.name, 'from_date', p.from_date, 'to_date', p.to_date) order by p.from_date, p.post) from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where p.county_id = a.county_id and p.account_id = a.id), '[]') as posts`;

interface AccountQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly q?: string | undefined;
  readonly state: 'all' | 'active' | 'locked' | 'disabled';
}

/** Accounts of the county by login name; one more than asked tells whether there is a next page. */
export async function findAccounts(tx: Tx, county: number, query: AccountQuery): Promise<AccountRow[]> {
  const { q, cursor } = query;
  const state = { all: sql`true`, active: sql`a.disabled_at is null and coalesce(a.locked_until <= now(), true)`, locked: sql`a.locked_until > now()`, disabled: sql`a.disabled_at is not null` }[query.state];
  return (await sql<AccountRow>`select ${COLUMNS} from account a where a.county_id = ${county} and ${state} ${q ? sql`and (position(${q.toLowerCase()} in a.login) > 0 or position(${q} in a.name) > 0)` : sql``}
    ${cursor ? sql`and a.login > ${cursor}` : sql``} order by a.login limit ${query.limit + 1}`.execute(tx)).rows;
}

interface Target {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly totp: boolean;
}

/** The account to be changed, locked; another county's does not exist. Nobody secures the own account: that is the other security administrator's part. */
export async function target(tx: Tx, who: Who, id: string): Promise<Target | Refusal> {
  if (id === who.account) return refuse('rights.denied', '不能变更自己的账号', { allowed: ['由另一名安全管理员办理'] });
  const { rows } = await sql<Target>`select id, login, name, disabled_at is not null as disabled, totp_enc is not null as totp from account where county_id = ${who.county} and id = ${id} for update`.execute(tx);
  return rows[0] ?? refuse('notfound', '没有这个账号');
}

export async function findHeld(tx: Tx, county: number, id: string): Promise<(PostHeld & { unit_id: number })[]> {
  return (await sql<PostHeld & { unit_id: number }>`select p.post, u.key as unit, u.name as unit_name, p.unit_id, p.from_date, p.to_date from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.county_id = ${county} and p.account_id = ${id}`.execute(tx)).rows;
}

/** Ends open sessions and machine tokens of an account, all or those of one post. */
export async function deleteSessions(tx: Tx, county: number, id: string, of?: { post: AnyPost; unitId: number }): Promise<number> {
  const done = await sql`delete from session where county_id = ${county} and account_id = ${id} ${of ? sql`and post = ${of.post} and unit_id = ${of.unitId}` : sql``}`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
}

export const EVENT_WORDS = {
  created: '开立账号', postGiven: '核定岗位', postEnded: '免去岗位', locked: '锁定', unlocked: '解除锁定', disabled: '停用', enabled: '恢复', passwordReset: '重置密码', totpReset: '重置动态口令', totpRemoved: '注销动态口令', totpEnrolled: '本人登记动态口令', tokenIssued: '签发机器令牌', tokenRevoked: '作废机器令牌', identityRecorded: '登记身份号码',
} as const;
type AccountEvent = keyof typeof EVENT_WORDS;

/** Leaves the trace of an administrator's act, in the same transaction. */
export async function insertEvent(tx: Tx, who: Who, account: string, kind: AccountEvent, detail: Record<string, string | null> = {}): Promise<void> {
  await sql`insert into account_event (county_id, account_id, kind, detail, by_account, at) values (${who.county}, ${account}, ${kind}, ${JSON.stringify(detail)}::jsonb, ${who.account}, now())`.execute(tx);
}

interface EventRow {
  readonly id: number;
  readonly at: string;
  readonly by_name: string;
  readonly name: string;
  readonly login: string;
  readonly kind: AccountEvent;
  readonly detail: Readonly<Record<string, string | null>>;
}

export async function findEvents(tx: Tx, county: number, before: number | undefined, limit: number, account: string | undefined): Promise<EventRow[]> {
  return (await sql<EventRow>`select e.id, e.at, coalesce(b.name, '') as by_name, a.name, a.login, e.kind, e.detail from account_event e join account a on a.county_id = e.county_id and a.id = e.account_id left join account b on b.county_id = e.county_id and b.id = e.by_account
    where e.county_id = ${county} ${before === undefined ? sql`` : sql`and e.id < ${before}`} ${account ? sql`and e.account_id = ${account}` : sql``} order by e.id desc limit ${limit + 1}`.execute(tx)).rows;
}

/** `经办人员 · 邵公庄街道，2021-09-04 起`, or the reason given. */
export function eventText(d: EventRow['detail']): string {
  const post = d['post'] ? `${ANY_POST_LABELS[d['post'] as AnyPost] ?? d['post']} · ${d['unit'] ?? ''}` : '';
  return [post, d['from'] ? `自 ${d['from']} 起` : '', d['to'] ? `至 ${d['to']}` : '', d['label'] ?? '', d['reason'] ?? ''].filter((x) => x !== '').join('，');
}
