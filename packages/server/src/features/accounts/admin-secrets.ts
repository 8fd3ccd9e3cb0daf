import { sql } from 'kysely';
import { confirmTotp, enrolTotp, issueToken, listTokens, removeTotp, resetTotp, revokeToken } from '@doudi/core/api/accounts';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { ADMIN_POSTS, ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import { newTotpSecret, totpUri, verifyTotp } from '../../platform/crypto/totp.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { deleteSessions, insertEvent, target } from './admin-queries.ts';
import { totpRequired } from './admin-rules.ts';
import { findPosts, hashToken, insertSession, isIssued } from './sessions.ts';

const ISSUER = '兜底';

interface Token {
  readonly token_hash: Buffer;
  readonly account_id: string;
  readonly name: string;
  readonly login: string;
  readonly post: AnyPost;
  readonly label: string | null;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly expires_at: string;
}

/** One-time codes and machine tokens: secrets that are shown once and kept encrypted or as a hash. */
export function secretEndpoints(services: Services): Endpoint[] {
  const { cipher, installation } = services;
  const context = (county: number): string => `account.totp|${county}`;
  return [
    endpoint(enrolTotp, async (tx, _, who) => {
      // Or a leaked token would take the second factor for itself and lock its owner out.
      if (await isIssued(tx, who)) return refuse('rights.denied', '机器令牌不能登记动态口令', { allowed: ['本人登录后登记'] });
      const me = (await sql<{ login: string; totp: boolean }>`select login, totp_enc is not null as totp from account where county_id = ${who.county} and id = ${who.account} for update`.execute(tx)).rows[0];
      if (!me) return refuse('notfound', '没有这个账号');
      // A stolen session must not be able to replace the second factor.
      if (me.totp) return refuse('step.done', '动态口令已经登记', { allowed: ['遗失的，请安全管理员注销后重新登记'] });
      const secret = newTotpSecret();
      await sql`update account set totp_pending_enc = ${cipher.encrypt(secret, context(who.county))} where county_id = ${who.county} and id = ${who.account}`.execute(tx);
      return { secret, uri: totpUri(secret, me.login, ISSUER) };
    }),
    endpoint(confirmTotp, async (tx, { body }, who) => {
      const me = (await sql<{ pending: Buffer | null }>`select totp_pending_enc as pending from account where county_id = ${who.county} and id = ${who.account} for update`.execute(tx)).rows[0];
      if (!me?.pending) return refuse('step.order', '没有等待确认的动态口令', { allowed: ['先登记动态口令'] });
      const step = verifyTotp(cipher.decrypt(me.pending, context(who.county)), body.code, new Date().toISOString(), null);
      if (step === null) return refuse('input.invalid', '动态口令不对，请核对手机时间', { fields: [{ path: 'body.code', message: '口令不对' }] });
      // The confirming code is used up: the next login takes the next one.
      await sql`update account set totp_enc = totp_pending_enc, totp_pending_enc = null, totp_last_step = ${step} where county_id = ${who.county} and id = ${who.account}`.execute(tx);
      await insertEvent(tx, who, who.account, 'totpEnrolled');
      return {};
    }),
    endpoint(resetTotp, async (tx, { params }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      const secret = newTotpSecret();
      await sql`update account set totp_enc = ${cipher.encrypt(secret, context(who.county))}, totp_pending_enc = null, totp_last_step = null where county_id = ${who.county} and id = ${a.id}`.execute(tx);
      await deleteSessions(tx, who.county, a.id);
      await insertEvent(tx, who, a.id, 'totpReset');
      return { id: a.id, secret, uri: totpUri(secret, a.login, ISSUER) };
    }),
    endpoint(removeTotp, async (tx, { params, body }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      if (!a.totp) return refuse('step.absent', '该账号没有登记动态口令');
      await sql`update account set totp_enc = null, totp_pending_enc = null, totp_last_step = null where county_id = ${who.county} and id = ${a.id}`.execute(tx);
      await deleteSessions(tx, who.county, a.id);
      await insertEvent(tx, who, a.id, 'totpRemoved', { reason: body.reason });
      return { id: a.id };
    }),
    endpoint(issueToken, async (tx, { body }, who) => {
      const a = await target(tx, who, body.account);
      if (isRefusal(a)) return a;
      if (a.disabled) return refuse('rights.denied', '账号已停用');
      if (ADMIN_POSTS.includes(body.post) || totpRequired(installation.config.mode, body.post)) return refuse('rights.denied', `“${ANY_POST_LABELS[body.post]}”不能使用机器令牌`, { allowed: ['为办理岗位签发'] });
      const { today } = await loadLaw(tx, services, who.county);
      const post = (await findPosts(tx, a.id, today)).find((p) => p.post === body.post && p.unit_key === body.unit);
      if (!post) return refuse('rights.denied', '该账号今天没有这个岗位', { allowed: ['先核定岗位'] });
      const token = await insertSession(tx, { county: who.county, account: a.id, kind: 'bearer', post: post.post, unitId: post.unit_id, label: body.label });
      await insertEvent(tx, who, a.id, 'tokenIssued', { post: body.post, unit: post.unit_name, label: body.label });
      const hash = hashToken(token);
      const row = (await sql<{ expires_at: string }>`select expires_at from session where token_hash = ${hash}`.execute(tx)).rows[0];
      return { id: hash.toString('hex'), token, expiresAt: row?.expires_at ?? '' };
    }),
    endpoint(listTokens, async (tx, _, who) => {
      const { rows } = await sql<Token>`select s.token_hash, s.account_id, a.name, a.login, s.post, s.label, s.created_at, s.last_seen_at, s.expires_at from session s join account a on a.county_id = s.county_id and a.id = s.account_id
        where s.county_id = ${who.county} and s.kind = 'bearer' and s.expires_at > now() order by s.created_at desc limit 500`.execute(tx);
      return { items: rows.map((t) => ({ id: t.token_hash.toString('hex'), account: t.account_id, name: t.name, login: t.login, post: t.post, postText: ANY_POST_LABELS[t.post], label: t.label ?? '以密码登录取得', createdAt: t.created_at, lastSeenAt: t.last_seen_at, expiresAt: t.expires_at })) };
    }),
    endpoint(revokeToken, async (tx, { params }, who) => {
      const { rows } = await sql<{ account_id: string; label: string | null }>`delete from session where county_id = ${who.county} and token_hash = ${Buffer.from(params.id, 'hex')} and kind = 'bearer' returning account_id, label`.execute(tx);
      const gone = rows[0];
      if (!gone) return refuse('notfound', '没有这个令牌');
      await insertEvent(tx, who, gone.account_id, 'tokenRevoked', { label: gone.label });
      return {};
    }),
  ];
}
