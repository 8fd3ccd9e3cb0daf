import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { checklist, missingOf, refuseComplete, type CheckedLine } from '@doudi/core/archive/checklist';
import { stillKept } from '@doudi/core/archive/retention';
import { isOpen } from '@doudi/core/case/state';
import { receiptsOwed } from '@doudi/core/case/aid/given';
import { scopeOf, type CaseContext } from '@doudi/core/case/procedure';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext, NOT_FOUND, type CaseRow } from '../cases/context.ts';
import { nextNumber } from '../cases/numbers.ts';
import { findFiles, type FileRow } from '../files/queries.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findCited, findLetters, stepOfLetter, type LetterRow } from './papers.ts';
import { findVolumes, retentionOf, volumeNumber, type VolumeRow } from './queries.ts';

export type ArchiveEvent = 'opened' | 'added' | 'complete' | 'incomplete' | 'moved' | 'proposed' | 'confirmed' | 'rejected';
export const NO_VOLUME = refuse('notfound', '没有这份档案，或不在您的辖区');

async function write(tx: Tx, law: Law, who: Who, v: { id: string; area_id: number }, kind: ArchiveEvent, body: Record<string, unknown>, reason: string, caseId?: string): Promise<void> {
  await sql`insert into archive_event (county_id, volume_id, area_id, case_id, kind, body, reason, by_account, at, recorded_at) values (${law.county}, ${v.id}, ${v.area_id}, ${caseId ?? null}, ${kind}, ${JSON.stringify(body)}::jsonb, ${reason}, ${who.account}, ${law.now}, now())`.execute(tx);
}

/** The day by which a closed case is to be in its archive [BQ-26]. */
export function dueFor(law: Law, closedOn: string | undefined): { on: string; source: ReturnType<Law['policy']['number']>['source'] } | undefined {
  const p = law.policy.find<number>('archive.open-within', { on: law.today });
  if (!p || closedOn === undefined) return undefined;
  return { on: p.unit === 'wd' ? law.calendar.addWorkingDays(closedOn, p.value).date : law.calendar.addDays(closedOn, p.value, false).date, source: p.source };
}

/** The case with its papers as the checklist sees them. */
export async function checkedCase(tx: Tx, services: Services, county: number, row: CaseRow): Promise<{ law: Law; context: CaseContext; files: FileRow[]; letters: LetterRow[]; lines: CheckedLine[] }> {
  const { law, context } = await loadContext(tx, services, county, row);
  const files = await findFiles(tx, [row.id]);
  const letters = await findLetters(tx, [row.id]);
  const cited = await findCited(tx, row.id, files.map((f) => f.id));
  const lines = checklist(row.state, context, files.map((f) => ({ id: f.id, paper: f.paper ?? undefined, step: f.step ?? (f.paper === null ? cited.get(f.id) : undefined), voided: f.voided })), letters.map((l) => ({ id: l.id, step: stepOfLetter(l) })));
  return { law, context, files, letters, lines };
}

/** The volume of a household in the unit that handles the case, opened with the next number where there is none. */
async function volumeFor(tx: Tx, law: Law, who: Who, row: CaseRow, context: CaseContext): Promise<{ id: string; area_id: number; opened: boolean }> {
  const person = row.state.facts.applicant;
  // Two first cases of one household at once must not open two volumes.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`archive:${law.county}:${row.unit_id}:${person}`}, 0))`.execute(tx);
  const known = (await sql<{ id: string; area_id: number }>`select id, area_id from archive_volume where county_id = ${law.county} and unit_id = ${row.unit_id} and person_id = ${person}`.execute(tx)).rows[0];
  if (known) return { ...known, opened: false };
  const apart = context.relativeFiled && law.policy.find<boolean>('archive.relatives-apart', { on: law.today })?.value === true;
  const year = Number(law.today.slice(0, 4));
  const id = randomUUID();
  const number = await nextNumber(tx, law.county, `archive.${apart ? 'apart.' : ''}${row.state.unit}`, year);
  await sql`insert into archive_volume (county_id, id, unit_id, area_id, person_id, year, number, apart, opened_on, opened_by) values (${law.county}, ${id}, ${row.unit_id}, ${row.area_id}, ${person}, ${year}, ${number}, ${apart}, ${law.today}, ${who.account})`.execute(tx);
  await write(tx, law, who, { id, area_id: row.area_id }, 'opened', { apart }, '立卷');
  return { id, area_id: row.area_id, opened: true };
}

/** Puts a closed case into its household's archive [BQ-26, HQ-34, HQ-46]. */
export async function putIn(tx: Tx, services: Services, who: Who, caseId: string): Promise<{ id: string; number: string; item: number } | Refusal> {
  const row = await findCase(tx, caseId, true);
  if (!row) return NOT_FOUND;
  const { law, context } = await loadContext(tx, services, who.county, row);
  if (isOpen(row.state)) return refuse('archive.state', '案件还在办理，办结后立卷归档', { allowed: ['办结（确认、不予确认、撤回、视为放弃）后立卷'] });
  const owed = receiptsOwed(row.state);
  if (owed.length > 0) return refuse('archive.incomplete', `还缺 ${owed.length} 份领取人签收的收据，不能归档`, { policy: context.policy, source: context.policy.find('aid.receipt.required', scopeOf(row.state))?.source, missing: owed.map((g) => `领取人签收的收据（${g.number}）`), allowed: ['补交签收的收据后归档'] });
  const there = (await sql<{ volume_id: string }>`select volume_id from archive_item where county_id = ${who.county} and case_id = ${caseId}`.execute(tx)).rows[0];
  if (there) return refuse('archive.state', '本案已经归档', { allowed: ['打开本户档案查看'] });
  const volume = await volumeFor(tx, law, who, row, context);
  const due = dueFor(law, row.state.closedOn)?.on;
  const { rows } = await sql<{ item: number }>`insert into archive_item (county_id, case_id, volume_id, area_id, item, added_on, due_on)
    select ${who.county}, ${caseId}, ${volume.id}, ${volume.area_id}, coalesce(max(item), 0) + 1, ${law.today}::date, ${due ?? null}::date from archive_item where county_id = ${who.county} and volume_id = ${volume.id} returning item`.execute(tx);
  const item = rows[0]?.item ?? 1;
  await write(tx, law, who, volume, 'added', { number: row.number, item, late: due !== undefined && law.today > due }, '归档', caseId);
  const [v] = await findVolumes(tx, sql`v.id = ${volume.id}`);
  return v ? { id: v.id, number: volumeNumber(v), item } : NO_VOLUME;
}

/** A finding on the completeness of a case's papers. `complete` is refused while something is missing [BQ-18, BQ-27, LH-24]. */
export async function find(tx: Tx, services: Services, who: Who, caseId: string, outcome: 'complete' | 'incomplete', note: string): Promise<{ outcome: 'complete' | 'incomplete'; missing: string[] } | Refusal> {
  const row = await findCase(tx, caseId, true);
  if (!row) return NOT_FOUND;
  const item = (await sql<{ volume_id: string; area_id: number }>`select volume_id, area_id from archive_item where county_id = ${who.county} and case_id = ${caseId}`.execute(tx)).rows[0];
  if (!item) return refuse('archive.state', '案件还没有归档，先立卷', { allowed: ['立卷'] });
  const { law, context, lines } = await checkedCase(tx, services, who.county, row);
  const missing = missingOf(lines);
  if (outcome === 'complete') {
    const no = refuseComplete(lines, context);
    if (no) return no;
  } else if (missing.length === 0 && note === '') return refuse('reason.missing', '清单内各项都在，认定不齐须写明缺什么', { fields: [{ path: 'body.note', message: '必填' }] });
  await sql`update archive_item set complete = ${outcome === 'complete'} where county_id = ${who.county} and case_id = ${caseId}`.execute(tx);
  await write(tx, law, who, { id: item.volume_id, area_id: item.area_id }, outcome, { number: row.number, missing }, note, caseId);
  return { outcome, missing };
}

async function lockVolume(tx: Tx, id: string): Promise<VolumeRow | undefined> {
  const { rows } = await sql`select 1 from archive_volume where county_id = current_county() and id = ${id} for update`.execute(tx);
  return rows.length === 0 ? undefined : (await findVolumes(tx, sql`v.id = ${id}`))[0];
}

/** Another box, or another shelf: on another shelf the archive gets that shelf's next number. */
export async function move(tx: Tx, services: Services, who: Who, id: string, to: { box: string | null; apart: boolean; reason: string }): Promise<{ id: string; number: string } | Refusal> {
  const v = await lockVolume(tx, id);
  if (!v) return NO_VOLUME;
  const law = await loadLaw(tx, services, who.county);
  if (!to.apart && v.related && law.policy.find<boolean>('archive.relatives-apart', { on: law.today })?.value === true) return refuse('archive.state', '近亲属备案户的档案须单独存放', { policy: law.policy, source: law.policy.get<boolean>('archive.relatives-apart', { on: law.today }).source });
  let { year, number } = v;
  if (to.apart !== v.apart) {
    const key = (await sql<{ key: string }>`select key from unit where county_id = ${who.county} and id = ${v.unit_id}`.execute(tx)).rows[0]?.key ?? '';
    year = Number(law.today.slice(0, 4));
    number = await nextNumber(tx, who.county, `archive.${to.apart ? 'apart.' : ''}${key}`, year);
  }
  await sql`update archive_volume set box = ${to.box}, apart = ${to.apart}, year = ${year}, number = ${number} where county_id = ${who.county} and id = ${id}`.execute(tx);
  const after = volumeNumber({ ...v, apart: to.apart, year, number });
  await write(tx, law, who, v, 'moved', { from: volumeNumber(v), to: after, box: to.box, apart: to.apart }, to.reason);
  return { id, number: after };
}

/** 鉴定: one proposes, another confirms; only once the term of keeping has ended. It is a record: nothing is removed. */
export async function appraise(tx: Tx, services: Services, who: Who, id: string, body: { act: 'propose'; outcome: 'keep' | 'destroy'; reason: string } | { act: 'confirm' | 'reject'; reason: string }): Promise<{ id: string; appraisal: 'none' | 'proposed' | 'keep' | 'destroy' } | Refusal> {
  const v = await lockVolume(tx, id);
  if (!v) return NO_VOLUME;
  const law = await loadLaw(tx, services, who.county);
  const term = retentionOf(law, v);
  const kept = stillKept(term);
  if (kept !== undefined) return refuse('archive.retention', kept, { policy: law.policy, source: term.parts[0]?.years.source });
  const last = (await sql<{ kind: string; by_account: string; outcome: 'keep' | 'destroy' }>`select kind, by_account, body ->> 'outcome' as outcome from archive_event where county_id = ${who.county} and volume_id = ${id} and kind in ('proposed', 'confirmed', 'rejected') order by id desc limit 1`.execute(tx)).rows[0];
  if (body.act === 'propose') {
    if (last?.kind === 'proposed') return refuse('archive.state', '已有鉴定意见待另一人确认', { allowed: ['由另一人确认或退回'] });
    await write(tx, law, who, v, 'proposed', { outcome: body.outcome }, body.reason);
    return { id, appraisal: 'proposed' };
  }
  if (last?.kind !== 'proposed') return refuse('archive.state', '没有待确认的鉴定意见', { allowed: ['先提出鉴定意见'] });
  if (last.by_account === who.account) return refuse('archive.sameperson', '鉴定意见由您提出，须由另一人确认');
  await write(tx, law, who, v, body.act === 'confirm' ? 'confirmed' : 'rejected', { outcome: last.outcome }, body.reason);
  return { id, appraisal: body.act === 'confirm' ? last.outcome : 'none' };
}

