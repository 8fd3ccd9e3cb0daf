import { sql } from 'kysely';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { changePassword, login, logout, staffList, switchPost, trainingAccounts, whoami, type Session } from '@doudi/core/api/session';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may, PERMISSIONS, type AnyPost, type Permission } from '@doudi/core/rights/permissions';
import { hashPassword, verifyPassword } from '../../platform/crypto/passwords.ts';
import { verifyTotp } from '../../platform/crypto/totp.ts';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal } from '../../platform/http/mount.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw, shanghai } from '../law/law.ts';
import { totpRequired } from './admin-rules.ts';
import { Door } from './door.ts';
import { COOKIE, findPosts, hashToken, IDLE_MINUTES, insertSession, isIssued } from './sessions.ts';
import { TRAINING_PASSWORD, trainingAccountsByCounty } from '../training/accounts.ts';

/** Five wrong passwords lock an account for a quarter of an hour. */
const MAX_FAILURES = 5;
const LOCK_MINUTES = 15;
/** A password lives ninety days outside training. */
const PASSWORD_DAYS = 90;

interface AccountRow {
  readonly county_id: number;
  readonly id: string;
  readonly name: string;
  readonly password_hash: string;
  readonly password_age: number;
  readonly must_change: boolean;
  readonly totp_enc: Buffer | null;
  readonly totp_last_step: number | null;
  readonly failures: number;
  readonly locked: boolean;
  readonly disabled: boolean;
}

const FAILED = refuse('auth.failed', '账号或密码不正确', { allowed: [`连续错误 ${MAX_FAILURES} 次将锁定 ${LOCK_MINUTES} 分钟`] });

const LOCKED = refuse('auth.locked', `连续输错，账号已锁定 ${LOCK_MINUTES} 分钟`, { allowed: ['稍后再试', '请安全管理员解锁'] });

/** Names that nobody has are locked like any other, or the lock would tell which names exist. Forgotten with the process; bounded. */
const strangers = new Map<string, { failures: number; until: number }>();
const MAX_STRANGERS = 10_000;

function strange(name: string): Refusal {
  const now = Date.now();
  const before = strangers.get(name) ?? { failures: 0, until: 0 };
  if (before.until > now) return LOCKED;
  const failures = before.failures + 1;
  strangers.delete(name);
  strangers.set(name, { failures, until: failures >= MAX_FAILURES ? now + LOCK_MINUTES * 60_000 : 0 });
  const oldest = strangers.keys().next().value;
  if (strangers.size > MAX_STRANGERS && oldest !== undefined) strangers.delete(oldest);
  return FAILED;
}

async function findAccount(tx: Tx, name: string): Promise<AccountRow | undefined> {
  await sql`select set_config('app.login', ${name}, true)`.execute(tx);
  return (await sql<AccountRow>`select county_id, id, name, password_hash, extract(day from now() - password_set_at)::int as password_age, must_change, totp_enc, totp_last_step, failures,
    coalesce(locked_until > now(), false) as locked, disabled_at is not null as disabled from account where login = ${name} for update`.execute(tx)).rows[0];
}

type LoginInput = { login: string; password: string; totp?: string | undefined; post?: AnyPost | undefined; machine: boolean };

/**
 * Judges a login. A failure is recorded in its own committed transaction: it must count even though it is refused.
 */
async function signIn(services: Services, input: LoginInput): Promise<{ token: string; who: Who } | Refusal> {
  const { db, config } = services.installation;
  return await db.transaction({ county: null, area: [], user: '' }, async (tx) => {
    const a = await findAccount(tx, input.login);
    const good = await verifyPassword(a?.password_hash ?? null, input.password);
    if (!a || a.disabled) return strange(input.login);
    if (a.locked) return LOCKED;
    await sql`select set_config('app.county', ${String(a.county_id)}, true), set_config('app.user', ${a.id}, true)`.execute(tx);
    const fail = async (r: Refusal): Promise<Refusal> => {
      await sql`update account set failures = failures + 1, locked_until = case when failures + 1 >= ${MAX_FAILURES} then now() + make_interval(mins => ${LOCK_MINUTES}) end where county_id = ${a.county_id} and id = ${a.id}`.execute(tx);
      await logAccess(tx, { county: a.county_id, account: a.id, post: 'handler', unitKey: '' }, new Date().toISOString(), 'loginFailed', a.id, r.code);
      return r;
    };
    if (!good) return await fail(FAILED);
    if (a.totp_enc) {
      if (!input.totp) return refuse('auth.totp', '请输入动态口令');
      const step = verifyTotp(services.cipher.decrypt(a.totp_enc, `account.totp|${a.county_id}`), input.totp, new Date().toISOString(), a.totp_last_step);
      if (step === null) return await fail(refuse('auth.totp', '动态口令不正确或已经用过'));
      await sql`update account set totp_last_step = ${step} where county_id = ${a.county_id} and id = ${a.id}`.execute(tx);
    }
    const law = await loadLaw(tx, services, a.county_id);
    const posts = await findPosts(tx, a.id, law.today);
    const post = input.post ? posts.find((p) => p.post === input.post) : posts[0];
    if (!post) return refuse('rights.denied', '该账号今天没有岗位', { allowed: ['请安全管理员核定岗位'] });
    const expired = config.mode === 'production' && a.password_age >= PASSWORD_DAYS;
    await sql`update account set failures = 0, locked_until = null, must_change = must_change or ${expired} where county_id = ${a.county_id} and id = ${a.id}`.execute(tx);
    const kind = input.machine ? 'bearer' : 'cookie';
    // A bearer session knows no idle logout: one that binds households or opens accounts ends within the hour.
    const brief = input.machine && totpRequired(config.mode, post.post);
    const token = await insertSession(tx, { county: a.county_id, account: a.id, kind, post: post.post, unitId: post.unit_id, ...(brief ? { hours: 1 } : {}) });
    const who: Who = { account: a.id, name: a.name, county: a.county_id, countyKey: countyOf(services, a.county_id).key, post: post.post, unitId: post.unit_id, unitKey: post.unit_key, area: [], tokenHash: hashToken(token), kind };
    await logAccess(tx, who, law.now, 'login', a.id, kind);
    return { token, who };
  });
}

/** What the client knows of itself: post, unit, permissions, today. */
async function sessionView(tx: Tx, services: Services, who: Who): Promise<Session> {
  const law = await loadLaw(tx, services, who.county);
  const j = countyOf(services, who.county).layer.jurisdiction;
  const posts = await findPosts(tx, who.account, law.today);
  const unit = (await sql<{ key: string; name: string; kind: string }>`select key, name, kind from unit where county_id = ${who.county} and id = ${who.unitId}`.execute(tx)).rows[0];
  const me = (await sql<{ login: string; must_change: boolean; totp: boolean }>`select login, must_change, totp_enc is not null as totp from account where county_id = ${who.county} and id = ${who.account}`.execute(tx)).rows[0];
  return {
    account: who.account, login: me?.login ?? '', name: who.name, post: who.post, postText: ANY_POST_LABELS[who.post], unit: unit ?? { key: '', name: '', kind: '' },
    county: { id: who.county, key: who.countyKey, name: j?.name ?? '', bureau: j?.bureau ?? '', plan: law.policy.instrument(j?.plan ?? '')?.title ?? '' },
    posts: posts.map((p) => ({ post: p.post, postText: ANY_POST_LABELS[p.post], unit: p.unit_key, unitName: p.unit_name })),
    permissions: (Object.keys(PERMISSIONS) as Permission[]).filter((p) => may(who.post, p)), mustChange: me?.must_change ?? false, totp: me?.totp ?? false,
    mode: services.installation.config.mode, today: law.today, now: law.now, idleMinutes: IDLE_MINUTES,
    programmes: law.policy.programmes(law.today).map((p) => ({ id: p.id, name: p.name, short: p.short })),
  };
}

const cookieOptions = { path: '/', httpOnly: true, sameSite: 'strict' as const };

/** Login and logout touch cookies, so they stand outside the endpoint table. */
export function loginRoutes(app: FastifyInstance, services: Services): void {
  const door = new Door(3, 100);
  const { db, config } = services.installation;
  app.post('/api/v1/session', { schema: { tags: [login.tag], summary: login.summary, security: [] }, validatorCompiler: () => () => true }, async (request: FastifyRequest, reply) => {
    const body = login.body.safeParse(request.body ?? {});
    if (!body.success) return sendRefusal(reply, invalid(body.error, 'body'));
    const done = await door.pass(() => signIn(services, body.data));
    if (isRefusal(done)) return sendRefusal(reply, done, request.url);
    const session = await db.transaction({ county: done.who.county, area: [], user: done.who.account }, (tx) => sessionView(tx, services, done.who));
    if (body.data.machine) return await reply.send({ session, token: done.token });
    return await reply.setCookie(COOKIE, done.token, { ...cookieOptions, secure: config.mode === 'production' && request.protocol === 'https' }).send({ session });
  });
  app.get('/api/v1/training/accounts', { schema: { tags: [trainingAccounts.tag], summary: trainingAccounts.summary, security: [] } }, () => config.mode === 'training' ? { mode: 'training', password: TRAINING_PASSWORD, counties: trainingAccountsByCounty(services) } : { mode: 'production', password: '', counties: [] });
}

/**
 * Guessing the password from a stolen session counts as guessing it at the door, in a transaction of its own as the
 * refusal takes back the other; the guess that locks the account ends its sessions.
 */
async function wrongPassword(services: Services, who: Who): Promise<Refusal> {
  return await services.installation.db.transaction({ county: who.county, area: [], user: who.account }, async (tx) => {
    const { rows } = await sql<{ locked: boolean }>`update account set failures = failures + 1, locked_until = case when failures + 1 >= ${MAX_FAILURES} then greatest(locked_until, now() + make_interval(mins => ${LOCK_MINUTES})) else locked_until end
      where county_id = ${who.county} and id = ${who.account} returning locked_until is not null and locked_until > now() as locked`.execute(tx);
    await logAccess(tx, who, new Date().toISOString(), 'loginFailed', who.account, 'auth.failed');
    if (!rows[0]?.locked) return refuse('auth.failed', '原密码不正确');
    await sql`delete from session where county_id = ${who.county} and account_id = ${who.account} and label is null`.execute(tx);
    return LOCKED;
  });
}

export function sessionEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(whoami, (tx, _, who) => sessionView(tx, services, who)),
    endpoint(logout, async (tx, _, who) => {
      await sql`delete from session where token_hash = ${who.tokenHash}`.execute(tx);
      await logAccess(tx, who, shanghai(Date.now()).now, 'logout', who.account, '退出');
      return {};
    }),
    endpoint(switchPost, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const post = (await findPosts(tx, who.account, law.today)).find((p) => p.post === body.post && p.unit_key === body.unit);
      if (!post) return refuse('rights.denied', '您没有这个岗位');
      // A machine token was issued for one post; a bearer session does not become what it could not have logged in as.
      if ((await isIssued(tx, who)) || (who.kind === 'bearer' && totpRequired(services.installation.config.mode, post.post))) return refuse('rights.denied', '机器令牌不能换岗位', { allowed: ['请安全管理员为该岗位另行签发', '用浏览器登录'] });
      await sql`update session set post = ${post.post}, unit_id = ${post.unit_id} where token_hash = ${who.tokenHash}`.execute(tx);
      return await sessionView(tx, services, { ...who, post: post.post, unitId: post.unit_id, unitKey: post.unit_key });
    }),
    endpoint(changePassword, async (tx, { body }, who) => {
      const row = (await sql<{ password_hash: string }>`select password_hash from account where county_id = ${who.county} and id = ${who.account}`.execute(tx)).rows[0];
      if (!row) return FAILED;
      if (!(await verifyPassword(row.password_hash, body.old))) return await wrongPassword(services, who);
      if (body.new === body.old) return refuse('input.invalid', '新密码不能与原密码相同', { fields: [{ path: 'body.new', message: '不能与原密码相同' }] });
      if (new Set(body.new).size < 5) return refuse('input.invalid', '密码过于简单', { fields: [{ path: 'body.new', message: '至少用五个不同的字符' }] });
      await sql`update account set password_hash = ${await hashPassword(body.new)}, password_set_at = now(), must_change = false, failures = 0 where county_id = ${who.county} and id = ${who.account}`.execute(tx);
      await sql`delete from session where county_id = ${who.county} and account_id = ${who.account} and token_hash <> ${who.tokenHash}`.execute(tx);
      return {};
    }),
    endpoint(staffList, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<{ id: string; name: string; post: AnyPost; unit: string }>`select a.id, a.name, p.post, u.name as unit from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id
        where a.county_id = ${who.county} and a.disabled_at is null and p.from_date <= ${law.today} and coalesce(p.to_date, 'infinity') >= ${law.today} and p.post not in ('systemAdmin', 'securityAdmin', 'auditAdmin') order by u.id, p.post, a.login`.execute(tx);
      return { items: rows.map((r) => ({ ...r, postText: ANY_POST_LABELS[r.post] })) };
    }),
  ];
}
