import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { FastifyRequest } from 'fastify';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { COUNTY_WIDE, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Authenticate } from '../../platform/http/mount.ts';
import { countyOf, type Services } from '../../services.ts';
import { enrolmentMissing } from './admin-rules.ts';
import { below, findUnits } from '../law/units.ts';

export const COOKIE = 'doudi_session';
export const IDLE_MINUTES = 30;
const LIFE_HOURS: Record<'cookie' | 'bearer', number> = { cookie: 12, bearer: 24 * 30 };

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface PostRow {
  readonly post: AnyPost;
  readonly unit_id: number;
  readonly unit_key: string;
  readonly unit_name: string;
}

/** Posts an account holds on a day (business date), most senior listing order by unit. */
export async function findPosts(tx: Tx, account: string, on: string): Promise<PostRow[]> {
  return (await sql<PostRow>`select p.post, p.unit_id, u.key as unit_key, u.name as unit_name from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where p.county_id = current_county() and p.account_id = ${account} and p.from_date <= ${on} and coalesce(p.to_date, 'infinity') >= ${on} order by p.post, p.unit_id`.execute(tx)).rows;
}

/** Opens a session; the secret leaves the server once, only its hash is kept. */
export async function insertSession(tx: Tx, s: { county: number; account: string; kind: 'cookie' | 'bearer'; post: AnyPost; unitId: number; label?: string; hours?: number }): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await sql`insert into session (token_hash, county_id, account_id, kind, post, unit_id, label, created_at, last_seen_at, expires_at)
    values (${hashToken(token)}, ${s.county}, ${s.account}, ${s.kind}, ${s.post}, ${s.unitId}, ${s.label ?? null}, now(), now(), now() + make_interval(hours => ${s.hours ?? LIFE_HOURS[s.kind]}))`.execute(tx);
  return token;
}

/** Whether the caller holds a machine token handed out by the security administrator: it stands for one post, not for the person. */
export const isIssued = async (tx: Tx, who: Pick<Who, 'tokenHash'>): Promise<boolean> => (await sql`select 1 from session where token_hash = ${who.tokenHash} and label is not null`.execute(tx)).rows.length > 0;

interface SessionRow {
  readonly county_id: number;
  readonly account_id: string;
  readonly kind: 'cookie' | 'bearer';
  readonly post: AnyPost;
  readonly unit_id: number;
  readonly name: string;
  readonly stale: boolean;
  readonly must_change: boolean;
  readonly totp: boolean;
}

const NO_SESSION: Refusal = refuse('auth.required', '请先登录');

function tokenOf(request: FastifyRequest): { token: string; kind: 'cookie' | 'bearer' } | undefined {
  const header = request.headers.authorization;
  if (header?.startsWith('Bearer ')) return { token: header.slice(7), kind: 'bearer' };
  const cookie = request.cookies[COOKIE];
  return cookie ? { token: cookie, kind: 'cookie' } : undefined;
}

/** Areas change only when units are imported: kept per county for the life of the process, keyed by unit. */
const areas = new Map<string, readonly number[]>();

/**
 * Who asks. A cookie alone is not believed for changes: a page of another site cannot set the X-Doudi header.
 * Idle sessions end; a password that must be changed opens nothing but the change.
 */
export const authenticator = (services: Services): Authenticate => async (request) => {
  const given = tokenOf(request);
  if (!given) return NO_SESSION;
  if (given.kind === 'cookie' && request.method !== 'GET' && request.headers['x-doudi'] === undefined) return refuse('rights.csrf', '缺少 X-Doudi 请求头');
  const hash = hashToken(given.token);
  return await services.installation.db.transaction({ county: null, area: [], user: '' }, async (tx) => {
    const { rows } = await sql<SessionRow>`select * from find_session(${hash}, ${IDLE_MINUTES})`.execute(tx);
    const s = rows[0];
    if (!s || s.kind !== given.kind) return NO_SESSION;
    if (s.must_change && !request.url.startsWith('/api/v1/session')) return refuse('auth.expired', '密码须先修改', { allowed: ['修改密码'] });
    const enrol = enrolmentMissing(services.installation.config.mode, s.post, s.totp);
    if (enrol && !request.url.startsWith('/api/v1/session')) return enrol;
    if (s.stale) await sql`update session set last_seen_at = now() where token_hash = ${hash}`.execute(tx);
    const county = countyOf(services, s.county_id);
    const key = `${s.county_id}:${s.unit_id}`;
    let area = areas.get(key);
    let unitKey = keys.get(key);
    if (!area || !unitKey) {
      await sql`select set_config('app.county', ${String(s.county_id)}, true)`.execute(tx);
      const units = await findUnits(tx);
      area = below(units, s.unit_id);
      unitKey = units.find((u) => u.id === s.unit_id)?.key ?? '';
      areas.set(key, area);
      keys.set(key, unitKey);
    }
    const who: Who = { account: s.account_id, name: s.name, county: s.county_id, countyKey: county.key, post: s.post, unitId: s.unit_id, unitKey, area: areaOf(s.post, area), tokenHash: hash, kind: s.kind };
    return who;
  });
};
const keys = new Map<string, string>();

/** Administrators act on no case and see none: their area is empty. */
export const areaOf = (post: AnyPost, unitArea: readonly number[]): readonly number[] | null =>
  post === 'systemAdmin' || post === 'securityAdmin' || post === 'auditAdmin' ? [] : COUNTY_WIDE.includes(post) ? null : unitArea;
