import { sql } from 'kysely';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import { judgeAnswer, type AnswerPayload, type HitStatus } from '@doudi/core/warning/answers';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { settleLeads } from './keep.ts';
import { insertLeadEvent } from './open.ts';

interface HitRow {
  readonly status: HitStatus;
  readonly proof: boolean;
  readonly area_id: number | null;
  readonly about_case: string | null;
}

/** Answers one hit of a lead that the caller sees: judged, written with words, papers and next step, and the lead closed with its last one. @returns until when the answer holds and whether the lead is closed, or why not. */
export async function giveAnswer(tx: Tx, law: Law, by: { readonly account: string; readonly post: AnyPost }, lead: string, p: AnswerPayload): Promise<{ expiresOn: string; closed: boolean } | Refusal> {
  const { county, today } = law;
  const hit = (await sql<HitRow>`select h.status, h.proof, h.area_id, l.about_case from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id where h.county_id = ${county} and h.lead_id = ${lead} and h.id = ${p.hit} for update`.execute(tx)).rows[0];
  if (!hit) return refuse('notfound', '没有这条线索，或者不在您的工作范围内');
  const months = (key: string): number => law.policy.number(key, { on: today }).value;
  const judged = judgeAnswer({ status: hit.status, proof: hit.proof && hit.about_case !== null, ofCounty: hit.area_id === null }, p, { today, post: by.post, explainedMonths: months('warning.explained-months'), heldMonths: months('warning.held-months') });
  if (isRefusal(judged)) return judged;
  if (p.files.length > 0) {
    // A paper set aside as a mistake proves nothing.
    const known = (await sql<{ n: number }>`select count(*)::int as n from stored_file s where s.county_id = ${county} and s.case_id = ${hit.about_case}::uuid and s.id = any (${p.files}::uuid[])
      and not coalesce((select c.voided from file_change c where c.county_id = s.county_id and c.file_id = s.id order by c.id desc limit 1), false)`.execute(tx)).rows[0]?.n ?? 0;
    if (known < new Set(p.files).size) return refuse('notfound', '有的材料不在这个案件里，或者已经作废', { allowed: ['先把材料上传到该案'] });
  }
  await sql`update lead_hit set status = ${p.answer}, answered_on = ${today}, answered_by = ${by.account}, words = ${p.text}, files = ${p.files}::uuid[], next = ${p.next}, expires_on = ${judged.expiresOn} where county_id = ${county} and id = ${p.hit}`.execute(tx);
  await insertLeadEvent(tx, { county, lead, hit: p.hit, kind: 'answered', at: law.now, actor: by.account, body: { answer: p.answer, next: p.next } });
  await settleLeads(tx, county, today, law.now, lead);
  const left = (await sql<{ n: number }>`select count(*)::int as n from lead where county_id = ${county} and id = ${lead} and closed_on is null`.execute(tx)).rows[0]?.n ?? 0;
  return { expiresOn: judged.expiresOn, closed: left === 0 };
}
