import { setTimeout as delay } from 'node:timers/promises';
import { listAccess, listCheckpoints, listLog, makeCheckpoint, verifyLog } from '@doudi/core/api/audit';
import { ACTION_LABELS } from '@doudi/core/case/actions';
import { isDate } from '@doudi/core/calendar/date';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import { ACCESS_LABELS } from '../../platform/log/access.ts';
import { checkpointCounty, ChainBroken, findCheckpoints } from '../../platform/log/checkpoint.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { describe } from '../cases/describe.ts';
import { checkpointView, verifyCounty } from './chain.ts';
import { findAccess, findLog, findStaffNames } from './queries.ts';

export { auditRoutes } from './export.ts';

/** How long a verification waits for another of the same county before it refuses. */
const WAIT_MS = 10_000;

interface Spanned {
  readonly cursor?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A cursor is the number of the last line shown. */
function checkQuery(q: Spanned): { cursor: number | undefined } | Refusal {
  const bad = [q.from, q.to].find((d) => d !== undefined && !isDate(d));
  if (bad !== undefined) return refuse('input.invalid', `${bad} 不是日历上的日期`, { fields: [{ path: 'query.from', message: '不是有效日期' }] });
  if (q.cursor !== undefined && !/^\d{1,15}$/.test(q.cursor)) return refuse('input.invalid', '游标不对', { fields: [{ path: 'query.cursor', message: '请用上一页给出的游标' }] });
  return { cursor: q.cursor === undefined ? undefined : Number(q.cursor) };
}

const postText = (post: string | null): string => (post === null ? '' : (ANY_POST_LABELS[post as AnyPost] ?? '系统'));

export function auditEndpoints(services: Services): Endpoint[] {
  const { db, config, keys } = services.installation;
  /** One verification of a county at a time per process: it reads everything. Who asks meanwhile waits for it, then has their own. */
  const verifying = new Map<number, Promise<void>>();
  return [
    endpoint(listAccess, async (tx, { query }, who) => {
      const checked = checkQuery(query);
      if (!('cursor' in checked)) return checked;
      const rows = await findAccess(tx, who.county, { ...query, cursor: checked.cursor });
      const shown = rows.slice(0, query.limit);
      return {
        items: shown.map((r) => ({ id: r.id, at: r.at, recordedAt: r.recorded_at, user: r.user_id, name: r.name ?? '', login: r.login, post: r.post ?? '', postText: postText(r.post), unit: r.unit ?? '', what: r.what, whatText: ACCESS_LABELS[r.what], target: r.target, purpose: r.purpose ?? '', detail: r.detail })),
        next: rows.length > query.limit ? String(shown.at(-1)?.id ?? '') : null,
      };
    }),
    endpoint(listLog, async (tx, { query }, who) => {
      // The audit administrator keeps the log and must not read households' cases in it.
      if (who.post !== 'auditor') return refuse('rights.denied', '办理日志由审计查阅；审计管理员查阅访问记录、核验日志链', { allowed: [ANY_POST_LABELS.auditor] });
      const checked = checkQuery(query);
      if (!('cursor' in checked)) return checked;
      const rows = await findLog(tx, who.county, { ...query, cursor: checked.cursor });
      const names = await findStaffNames(tx, who.county);
      const name = (id: string): string => names.get(id) ?? (id === 'system' ? '系统' : '（未知）');
      const shown = rows.slice(0, query.limit);
      return {
        items: shown.map((r) => ({
          position: r.position, case: r.case_id, caseNumber: r.number, seq: r.seq, kind: r.kind, label: ACTION_LABELS[r.kind], at: r.at, recordedAt: r.recorded_at,
          actor: { id: r.actor_user, name: name(r.actor_user), post: r.actor_post, postText: postText(r.actor_post), unit: r.actor_unit ?? '' }, text: describe(r.kind, r.body, name).replaceAll(/\{person:[0-9a-f-]+\}/g, '（某人）'), hash: r.hash.toString('hex'), prev: r.prev_hash.toString('hex'),
        })),
        next: rows.length > query.limit ? String(shown.at(-1)?.position ?? '') : null,
      };
    }),
    endpoint(verifyLog, async (_tx, _input, who) => {
      const until = performance.now() + WAIT_MS;
      for (let before = verifying.get(who.county); before; before = verifying.get(who.county)) {
        const left = until - performance.now();
        if (left <= 0) return refuse('busy', '本辖区的日志正在核验，请稍候');
        const stop = new AbortController();
        await Promise.race([before, delay(left, undefined, { signal: stop.signal }).catch(() => undefined)]);
        stop.abort();
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      verifying.set(who.county, promise);
      try {
        return await verifyCounty(services, who.county);
      } finally {
        verifying.delete(who.county);
        resolve();
      }
    }),
    endpoint(listCheckpoints, async (tx, _, who) => ({ items: (await findCheckpoints(tx, who.county)).toReversed().map(checkpointView), publicKey: keys.signing.publicPem, keyId: keys.signing.id })),
    endpoint(makeCheckpoint, async (_tx, _input, who) => {
      try {
        return { made: (await checkpointCounty(db, config.dataFolder, who.county, keys.signing, new Date().toISOString())).map(checkpointView) };
      } catch (e) {
        if (e instanceof ChainBroken) return refuse('conflict.version', '日志链头与末条不符：日志在程序之外被改动，不能签校验点', { allowed: ['核验日志链'] });
        throw e;
      }
    }),
  ];
}
