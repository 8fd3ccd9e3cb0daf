import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { assignPost, createAccount, disableAccount, enableAccount, endPost, listAccountEvents, listAccounts, lockAccount, recordIdentity, resetPassword, unlockAccount } from '@doudi/core/api/accounts';
import { maskIdNumber } from '@doudi/core/people/mask';
import { isDate } from '@doudi/core/calendar/date';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { OrgUnit } from '@doudi/core/policy/model';
import { hashPassword } from '../../platform/crypto/passwords.ts';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { deleteSessions, EVENT_WORDS, eventText, findAccounts, findEvents, findHeld, insertEvent, target } from './admin-queries.ts';
import { exclusive, fits, newPassword, totpRequired } from './admin-rules.ts';
import { secretEndpoints } from './admin-secrets.ts';
import { keepIdentity, openIdentity } from './identity.ts';

/** An administrator's lock stands until it is taken off. */
const LONG = sql`now() + interval '100 years'`;

export function accountEndpoints(services: Services): Endpoint[] {
  const { mode } = services.installation.config;

  /** A change of one account by the security administrator, with its trace. */
  const secure = (contract: typeof lockAccount | typeof disableAccount | typeof enableAccount, kind: 'locked' | 'disabled' | 'enabled', change: ReturnType<typeof sql>, ends: boolean): Endpoint =>
    endpoint(contract, async (tx, { params, body }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      await sql`update account set ${change} where county_id = ${who.county} and id = ${a.id}`.execute(tx);
      if (ends) await deleteSessions(tx, who.county, a.id);
      await insertEvent(tx, who, a.id, kind, { reason: body.reason });
      return { id: a.id };
    });

  return [
    endpoint(listAccounts, async (tx, { query }, who) => {
      const { today } = await loadLaw(tx, services, who.county);
      const rows = await findAccounts(tx, who.county, query);
      const shown = rows.slice(0, query.limit);
      return {
        items: shown.map((a) => ({
          id: a.id, login: a.login, name: a.name, mustChange: a.must_change, totp: a.totp, totpRequired: a.posts.some((p) => totpRequired(mode, p.post)), locked: a.locked, lockedUntil: a.locked_until, disabledAt: a.disabled_at, createdAt: a.created_at, passwordSetAt: a.password_set_at, sessions: a.sessions, idNumber: a.number_enc ? maskIdNumber(openIdentity(services, who.county, a.number_enc)) : null,
          posts: a.posts.map((p) => ({ post: p.post, postText: ANY_POST_LABELS[p.post], unit: p.unit, unitName: p.unit_name, from: p.from_date, to: p.to_date, active: p.from_date <= today && today <= (p.to_date ?? '9999') })),
        })),
        next: rows.length > query.limit ? (shown.at(-1)?.login ?? null) : null,
      };
    }),
    endpoint(listAccountEvents, async (tx, { query }, who) => {
      const before = query.cursor === undefined ? undefined : Number(query.cursor);
      if (before !== undefined && !Number.isSafeInteger(before)) return refuse('input.invalid', '游标不对', { fields: [{ path: 'query.cursor', message: '请用上一页给出的游标' }] });
      const rows = await findEvents(tx, who.county, before, query.limit, query.account);
      const shown = rows.slice(0, query.limit);
      return { items: shown.map((e) => ({ id: e.id, at: e.at, by: e.by_name, account: e.name, login: e.login, kind: e.kind, kindText: EVENT_WORDS[e.kind], text: eventText(e.detail) })), next: rows.length > query.limit ? String(shown.at(-1)?.id ?? '') : null };
    }),
    endpoint(createAccount, async (tx, { body }, who) => {
      const id = randomUUID();
      const password = newPassword();
      // Login names are unique across counties, and another county's account is not visible here.
      const made = await sql`insert into account (county_id, id, login, name, password_hash, password_set_at, must_change, created_at) values (${who.county}, ${id}, ${body.login}, ${body.name}, ${await hashPassword(password)}, now(), true, now()) on conflict do nothing`.execute(tx);
      if (made.numAffectedRows === 0n) return refuse('conflict.duplicate', `登录名 ${body.login} 已被使用`, { fields: [{ path: 'body.login', message: '请换一个登录名' }] });
      await insertEvent(tx, who, id, 'created');
      const kept = body.idNumber === undefined ? undefined : await keepIdentity(tx, services, who, id, body.idNumber);
      return kept && isRefusal(kept) ? kept : { id, login: body.login, password };
    }),
    endpoint(recordIdentity, async (tx, { params, body }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      const kept = await keepIdentity(tx, services, who, a.id, body.idNumber);
      return isRefusal(kept) ? kept : { id: a.id, ...kept };
    }),
    endpoint(assignPost, async (tx, { params, body }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      const checked = await checkPost(tx, who, a.id, body);
      if (isRefusal(checked)) return checked;
      await sql`insert into account_post (county_id, account_id, post, unit_id, from_date, to_date) values (${who.county}, ${a.id}, ${body.post}, ${checked.id}, ${body.from}, ${body.to ?? null})`.execute(tx);
      await insertEvent(tx, who, a.id, 'postGiven', { post: body.post, unit: checked.name, from: body.from, to: body.to ?? null });
      return { id: a.id };
    }),
    endpoint(endPost, async (tx, { params, body }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      const held = (await findHeld(tx, who.county, a.id)).find((p) => p.post === body.post && p.unit === body.unit && p.from_date === body.from);
      if (!held) return refuse('notfound', '该账号没有这个岗位');
      if (!isDate(body.to) || body.to < held.from_date) return refuse('date.order', `止日不能早于起日 ${held.from_date}`);
      if (held.to_date !== null && held.to_date <= body.to) return refuse('step.done', `该岗位已定于 ${held.to_date} 终止`);
      await sql`update account_post set to_date = ${body.to} where county_id = ${who.county} and account_id = ${a.id} and post = ${body.post} and unit_id = ${held.unit_id} and from_date = ${body.from}`.execute(tx);
      const over = body.to < (await loadLaw(tx, services, who.county)).today;
      const sessionsClosed = over ? await deleteSessions(tx, who.county, a.id, { post: held.post, unitId: held.unit_id }) : 0;
      await insertEvent(tx, who, a.id, 'postEnded', { post: body.post, unit: held.unit_name, to: body.to });
      return { id: a.id, sessionsClosed };
    }),
    secure(lockAccount, 'locked', sql`locked_until = ${LONG}`, true),
    secure(disableAccount, 'disabled', sql`disabled_at = coalesce(disabled_at, now())`, true),
    secure(enableAccount, 'enabled', sql`disabled_at = null`, false),
    endpoint(unlockAccount, async (tx, { params }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      await sql`update account set locked_until = null, failures = 0 where county_id = ${who.county} and id = ${a.id}`.execute(tx);
      await insertEvent(tx, who, a.id, 'unlocked');
      return { id: a.id };
    }),
    endpoint(resetPassword, async (tx, { params }, who) => {
      const a = await target(tx, who, params.id);
      if (isRefusal(a)) return a;
      const password = newPassword();
      await sql`update account set password_hash = ${await hashPassword(password)}, password_set_at = now(), must_change = true where county_id = ${who.county} and id = ${a.id}`.execute(tx);
      await deleteSessions(tx, who.county, a.id);
      await insertEvent(tx, who, a.id, 'passwordReset');
      return { id: a.id, password };
    }),
    ...secretEndpoints(services),
  ];
}

/** The unit where a post is to be held, or what stands in the way. */
async function checkPost(tx: Tx, who: Who, account: string, body: { post: AnyPost; unit: string; from: string; to?: string | undefined }): Promise<{ id: number; name: string } | Refusal> {
  if (!isDate(body.from) || (body.to !== undefined && !isDate(body.to))) return refuse('input.invalid', '不是日历上的日期', { fields: [{ path: 'body.from', message: '不是有效日期' }] });
  if (body.to !== undefined && body.to < body.from) return refuse('date.order', `止日 ${body.to} 早于起日 ${body.from}`);
  const unit = (await findUnits(tx)).find((u) => u.key === body.unit);
  if (!unit) return refuse('notfound', `没有单位 ${body.unit}`);
  if (!fits(body.post, unit.kind as OrgUnit['kind'])) return refuse('input.invalid', `${unit.name}没有“${ANY_POST_LABELS[body.post]}”岗位`, { fields: [{ path: 'body.unit', message: '岗位与单位不相称' }] });
  if ((unit.valid_to ?? '9999') < body.from) return refuse('date.order', `${unit.name}已于 ${unit.valid_to ?? ''} 撤销或划出`);
  const held = await findHeld(tx, who.county, account);
  const wanted = { post: body.post, from_date: body.from, to_date: body.to ?? null };
  const mixed = exclusive(wanted, held);
  if (mixed) return mixed;
  const same = held.find((h) => h.post === body.post && h.unit_id === unit.id && h.from_date <= (body.to ?? '9999') && body.from <= (h.to_date ?? '9999'));
  return same ? refuse('conflict.duplicate', `已任“${ANY_POST_LABELS[body.post]}”，自 ${same.from_date} 起`) : { id: unit.id, name: unit.name };
}
