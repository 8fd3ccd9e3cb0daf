import { sql } from 'kysely';
import type { Command } from '@doudi/core/case/commands';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { POSTS } from '@doudi/core/policy/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { strangeMembers } from '../meetings/members.ts';

/** Persons that facts speak of: members and obligors. */
export const personsOf = (f: Pick<HouseholdFacts, 'members' | 'obligors'>): string[] => [...f.members.map((m) => m.person), ...f.obligors.map((o) => o.person)];

/** Persons that are not registered where the caller can see them: another street's registration counts as none. */
export async function unknownPersons(tx: Tx, ids: readonly string[]): Promise<Refusal | undefined> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return undefined;
  const { rows } = await sql<{ id: string }>`select id from person where county_id = current_county() and id = any (${wanted}::uuid[])`.execute(tx);
  const missing = wanted.filter((p) => !rows.some((k) => k.id === p));
  return missing.length > 0 ? refuse('input.invalid', '有家庭成员或义务人没有登记', { fields: missing.map((m) => ({ path: 'facts', message: `人员 ${m} 未登记` })) }) : undefined;
}

/** Staff named in a command hold a case post on the day: at the case's unit or below it, or for the whole county in the bureau. Who visited last week may have left since. */
async function unknownStaff(tx: Tx, caseId: string, ids: readonly string[], today: string, field: string, posts: readonly string[] = POSTS, day: string = today, office?: number): Promise<Refusal | undefined> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return undefined;
  const { rows } = await sql<{ id: string }>`select distinct a.id from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where a.county_id = current_county() and a.id = any (${wanted}::uuid[]) and (a.disabled_at is null or ${day} < ${today}) and p.post = any (${[...posts]}::text[]) and p.from_date <= ${day} and coalesce(p.to_date, 'infinity') >= ${day}
      and (u.kind = 'county' or exists (select from case_file f where f.county_id = u.county_id and f.id = ${caseId} and f.unit_id in (u.id, u.parent_id)) or ${office ?? null}::int in (u.id, u.parent_id))`.execute(tx);
  const missing = wanted.filter((id) => !rows.some((r) => r.id === id));
  return missing.length > 0 ? refuse('input.invalid', `所填工作人员 ${day} 不在本单位任职`, { fields: missing.map((m) => ({ path: `body.payload.${field}`, message: `没有在任人员 ${m}` })) }) : undefined;
}

/** Who hands over must be able to open the case to confirm it: a helper of another village cannot [HQ-142]. */
async function blindHandlers(tx: Tx, caseId: string, ids: readonly string[]): Promise<Refusal | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`select a.id, a.name from account a where a.county_id = current_county() and a.id = any (${[...new Set(ids)]}::uuid[])
    and not exists (select from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id join case_file f on f.county_id = p.county_id and f.id = ${caseId} where p.county_id = a.county_id and p.account_id = a.id and (u.kind = 'county' or u.id in (f.unit_id, f.area_id)))`.execute(tx);
  return rows.length > 0 ? refuse('input.invalid', `${rows.map((r) => r.name).join('、')}看不到本案，不能作经手人：经手人须能登录确认`, { fields: rows.map((r) => ({ path: 'body.payload.handlers', message: `${r.name} 不在本案的街道（乡镇）或村（居）任职` })) }) : undefined;
}

/** Photographs and papers of a command were uploaded to this very case: evidence is never a number made up. */
async function unknownFiles(tx: Tx, caseId: string, ids: readonly string[]): Promise<Refusal | undefined> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return undefined;
  const { rows } = await sql<{ id: string; voided: boolean }>`select f.id, coalesce((select c.voided from file_change c where c.county_id = f.county_id and c.file_id = f.id order by c.id desc limit 1), false) as voided
    from stored_file f where f.county_id = current_county() and f.case_id = ${caseId} and f.id = any (${wanted}::uuid[])`.execute(tx);
  const missing = wanted.filter((id) => !rows.some((r) => r.id === id));
  const voided = rows.filter((r) => r.voided);
  if (voided.length > 0) return refuse('file.voided', `所附材料有 ${voided.length} 份已经作废，不能作为证明`, { fields: voided.map((r) => ({ path: 'body.payload.photos', message: `文件 ${r.id} 已作废` })), allowed: ['另传有效的材料'] });
  return missing.length > 0 ? refuse('notice.proof', '所附照片没有上传到本案', { fields: missing.map((m) => ({ path: 'body.payload.photos', message: `没有文件 ${m}` })), allowed: ['先上传照片'] }) : undefined;
}

/** What is delivered is a letter of this case, made no later than it was delivered. */
async function unknownLetter(tx: Tx, caseId: string, p: { readonly kind: string; readonly number: string; readonly on: string }): Promise<Refusal | undefined> {
  const { rows } = await sql<{ on_date: string }>`select on_date from case_letter where county_id = current_county() and case_id = ${caseId} and kind = ${p.kind} and number = ${p.number}`.execute(tx);
  const made = rows[0];
  if (!made) return refuse('notfound', `本案没有这份文书（${p.number}）`);
  return p.on < made.on_date ? refuse('date.order', `送达日期不能早于文书日期（${made.on_date}）`) : undefined;
}

/**
 * What a command given over HTTP refers to by identifier exists and belongs here. Looked at after the rules have allowed
 * the command, in its transaction: a refusal takes back what it wrote.
 */
export async function checkReferences(tx: Tx, caseId: string, command: Exclude<Command, { name: 'apply' }>, today: string, office?: number): Promise<Refusal | undefined> {
  switch (command.name) {
    case 'recordInvestigation': {
      const p = command.payload;
      return (await unknownStaff(tx, caseId, p.investigators, today, 'investigators', POSTS, p.on)) ?? (await unknownFiles(tx, caseId, p.photos)) ?? (p.facts && (await unknownPersons(tx, personsOf(p.facts))));
    }
    case 'explainDiscrepancy': case 'proposeChange':
      return command.payload.facts && (await unknownPersons(tx, personsOf(command.payload.facts)));
    case 'useSimplified':
      return await unknownStaff(tx, caseId, command.payload.knownBy, today, 'knownBy');
    case 'holdMeeting':
      return (await strangeMembers(tx, caseId, command.payload)) ?? (await unknownFiles(tx, caseId, [...command.payload.photos, ...command.payload.signatures]));
    case 'giveCountyReview':
      return await unknownStaff(tx, caseId, command.payload.visitors, today, 'visitors');
    case 'answerElsewhere':
      return (await unknownStaff(tx, caseId, command.payload.investigators, today, 'investigators', POSTS, command.payload.on, office)) ?? (await unknownFiles(tx, caseId, command.payload.photos));
    case 'recordCountyVisit':
      return (await unknownStaff(tx, caseId, command.payload.visitors, today, 'visitors', POSTS, command.payload.on)) ?? (await unknownFiles(tx, caseId, command.payload.photos));
    case 'postNotice': case 'closeNotice': case 'deliver':
      return await unknownFiles(tx, caseId, command.payload.photos);
    case 'deliverLetter':
      return (await unknownLetter(tx, caseId, command.payload)) ?? (await unknownFiles(tx, caseId, command.payload.photos));
    case 'recordSelfCare': {
      const p = command.payload;
      return (await unknownStaff(tx, caseId, p.assessors, today, 'assessors', POSTS, p.on)) ?? (await unknownFiles(tx, caseId, p.photos));
    }
    case 'recordWish':
      return (await unknownPersons(tx, command.payload.guardian ? [command.payload.guardian] : [])) ?? (await unknownFiles(tx, caseId, command.payload.photos));
    case 'arrangeCare': {
      const p = command.payload;
      return (await unknownPersons(tx, [p.carer.person, p.guardianship.guardian].filter((x) => x !== undefined))) ?? (await unknownFiles(tx, caseId, p.agreement.photos));
    }
    case 'proposeRecovery': {
      const p = command.payload;
      return (await unknownPersons(tx, p.debtor.person === undefined ? [] : [p.debtor.person])) ?? (await unknownFiles(tx, caseId, p.files));
    }
    case 'noteRecoveryAnswer': case 'correctRecovery': case 'agreeInstalments': case 'recordReceipt': case 'proposeWaiver': case 'escalateRecovery': case 'noteEscalation':
      return await unknownFiles(tx, caseId, command.payload.files);
    case 'giveAid': {
      const p = command.payload;
      return (await unknownStaff(tx, caseId, p.handlers, today, 'handlers', POSTS, p.at.slice(0, 10))) ?? (await blindHandlers(tx, caseId, p.handlers)) ?? (await unknownPersons(tx, [p.recipient])) ?? (await unknownFiles(tx, caseId, [...p.receiptFiles, ...p.photos]));
    }
    case 'addAidReceipt': case 'settleGiven':
      return await unknownFiles(tx, caseId, command.payload.files);
    case 'answerReferral':
      return await unknownFiles(tx, caseId, command.payload.files);
    case 'transfer':
      return await unknownStaff(tx, caseId, [command.payload.to], today, 'to', ['handler']);
    default:
      return undefined;
  }
}
