import { sql } from 'kysely';
import { answerRemoval, removeRelative } from '@doudi/core/api/organisation';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { inArea, refreshCases } from './relatives.ts';

interface Filing {
  readonly filed_by: string | null;
  readonly number_idx: Buffer | null;
  readonly remove_asked_by: string | null;
}

/** Whether the caller is the officer of the filing or the relative, by any account of theirs. */
const isOwn = (who: Who) => sql<boolean>`(r.account_id is not distinct from ${who.account}::uuid or exists (select from account me left join account o on o.county_id = r.county_id and o.id = r.account_id
  where me.county_id = r.county_id and me.id = ${who.account} and me.number_idx is not null and (me.number_idx = o.number_idx or me.number_idx = r.number_idx)))`;

/** The filing in force, for whoever may touch it: its officer makes way, and the county visits, only while it is in force, so neither they nor the relative lift it. */
async function findFiling(tx: Tx, who: Who, id: string): Promise<Filing | Refusal> {
  const row = (await sql<Filing & { removed_on: string | null; own: boolean }>`select r.filed_by, r.removed_on, r.number_idx, r.remove_asked_by, ${isOwn(who)} as own from relative r
    where r.county_id = ${who.county} and r.id = ${id} and ${inArea(who)} for update of r`.execute(tx)).rows[0];
  if (!row) return refuse('notfound', '没有这条备案，或不在您的辖区');
  if (row.removed_on !== null) return refuse('step.done', `已于 ${row.removed_on} 注销`);
  if (row.own) return refuse('person.related', '本人或者本人近亲属的备案，不能由本人注销', { allowed: ['由本单位其他人员申请注销，县级核准', '由县级其他经办人员注销'] });
  return row;
}

/** A filing is taken out by two: a unit asks and the county confirms, or the county takes out what somebody else entered. Until then all stays as it is. */
export function removalEndpoints(services: Services): Endpoint[] {
  const remove = async (tx: Tx, who: Who, id: string, today: string, row: Filing): Promise<void> => {
    await sql`update relative set removed_on = ${today}, removed_by = ${who.account} where county_id = ${who.county} and id = ${id}`.execute(tx);
    if (row.number_idx) await refreshCases(tx, services, who.county, row.number_idx);
  };
  return [
    endpoint(removeRelative, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = await findFiling(tx, who, params.id);
      if (isRefusal(row)) return row;
      if (row.remove_asked_by !== null) return refuse('step.done', '已经申请注销，等待县级核准', { allowed: ['县级核准或者不同意'] });
      if (who.area !== null) {
        await sql`update relative set remove_asked_by = ${who.account}, remove_asked_on = ${law.today}, remove_reason = ${body.reason}, remove_declined = null where county_id = ${who.county} and id = ${params.id}`.execute(tx);
        await logAccess(tx, who, law.now, 'open', `relative:${params.id}`, `申请注销近亲属备案：${body.reason}`);
        return { id: params.id, removedOn: null };
      }
      if (row.filed_by === who.account) return refuse('person.same', '备案和注销须由两人办理：这条备案是您登记的', { allowed: ['由县级其他经办人员注销'] });
      await sql`update relative set remove_reason = ${body.reason} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      await remove(tx, who, params.id, law.today, row);
      await logAccess(tx, who, law.now, 'open', `relative:${params.id}`, `注销近亲属备案：${body.reason}`);
      return { id: params.id, removedOn: law.today };
    }),
    endpoint(answerRemoval, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = await findFiling(tx, who, params.id);
      if (isRefusal(row)) return row;
      if (row.remove_asked_by === null) return refuse('step.absent', '没有人申请注销这条备案', { allowed: ['县级经办人员可以直接注销'] });
      if (row.remove_asked_by === who.account) return refuse('person.same', '申请注销和核准须由两人办理', { allowed: ['由县级其他人员核准'] });
      if (body.agree) await remove(tx, who, params.id, law.today, row);
      else await sql`update relative set remove_asked_by = null, remove_asked_on = null, remove_declined = ${body.text ?? ''} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      await logAccess(tx, who, law.now, 'open', `relative:${params.id}`, body.agree ? '核准注销近亲属备案' : `不同意注销近亲属备案：${body.text ?? ''}`);
      return { id: params.id, removedOn: body.agree ? law.today : null };
    }),
  ];
}
