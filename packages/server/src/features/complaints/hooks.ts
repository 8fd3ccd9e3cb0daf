import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { About, ComplaintBodies, ComplaintContext, ComplaintState } from '@doudi/core/complaint/model';
import type { ComplaintContact, ComplaintPayloads } from '@doudi/core/complaint/payloads';
import { complaintTopic } from '@doudi/core/complaint/topic';
import { DISPOSAL_LABELS, KIND_LABELS } from '@doudi/core/complaint/words';
import { formatDateShortZh } from '@doudi/core/calendar/calendar';
import type { MatterActor, MatterContext } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import { countyOf, type Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { findUnits, officesOf } from '../law/units.ts';
import { openLead } from '../leads/open.ts';
import { checkMatterFiles, showMatterFiles } from '../matters/files.ts';
import { issuePaper } from '../matters/papers.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { keepContact } from './contact.ts';

/** What is judged, with who complained beside it: never part of an act. */
interface Context extends ComplaintContext {
  readonly contact?: ComplaintContact | undefined;
}

interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly unit_name: string;
  readonly county: boolean;
}

/** Those who hold a post of the offices or of the bureau on the day. */
export async function findStaff(tx: Tx, county: number, today: string): Promise<StaffRow[]> {
  return (await sql<StaffRow>`select distinct on (a.id) a.id, a.name, u.key as unit, u.name as unit_name, p.post in ('countyHandler', 'countyLeader') as county
    from account_post p join account a on a.county_id = p.county_id and a.id = p.account_id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where p.county_id = ${county} and a.disabled_at is null and p.post in ('handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader') and p.from_date <= ${today} and (p.to_date is null or p.to_date >= ${today}) order by a.id, p.post`.execute(tx)).rows;
}

/** Lines at which people call; the bureau's own telephone where the policies name no number. */
export const linesOf = (services: Services, law: Law): { readonly id: string; readonly name: string; readonly channel: 'telephone' | 'hotline'; readonly number: string; readonly hours: string }[] =>
  (law.policy.find<TableValue<'complaint.hotlines'>>('complaint.hotlines', { on: law.today })?.value.lines ?? []).map((l) => ({ ...l, number: l.number ?? countyOf(services, law.county).layer.jurisdiction?.telephone ?? '' }));

async function aboutOf(tx: Tx, law: Law, a: ComplaintPayloads['link']['about']): Promise<About | Refusal> {
  if (a.kind === 'household' && a.caseNumber !== undefined) {
    const row = (await sql<{ id: string; number: string; unit: string }>`select f.id, f.number, u.key as unit from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = ${law.county} and f.number = ${a.caseNumber}`.execute(tx)).rows[0];
    return row ? { kind: a.kind, unit: row.unit, case: row.id, caseNumber: row.number } : refuse('notfound', `没有案件 ${a.caseNumber}，或者不在您的辖区`, { missing: ['案号'], allowed: ['先不填案号，查明后再登记'] });
  }
  if (a.staff !== undefined && a.kind === 'staff') {
    const found = (await findStaff(tx, law.county, law.today)).find((s) => s.id === a.staff);
    return found ? { kind: a.kind, unit: found.unit, staff: found.id } : refuse('notfound', '没有这名工作人员');
  }
  // Whoever complains need not know which office it is: the county finds it out.
  if (a.unit === undefined) return { kind: a.kind };
  const unit = officesOf(await findUnits(tx), law.today).find((u) => u.key === a.unit);
  return unit ? { kind: a.kind, unit: unit.key } : refuse('notfound', '没有这个单位', { allowed: ['选乡镇（街道）'] });
}

/** Key of the office above a village, whose people take what is brought to them for it. */
async function officeAbove(tx: Tx, actor: MatterActor): Promise<string | undefined> {
  if (actor.post !== 'village') return undefined;
  const units = await findUnits(tx);
  const own = units.find((u) => u.key === actor.unit);
  return units.find((u) => u.id === own?.parent_id)?.key;
}

async function context(tx: Tx, law: Law, common: MatterContext, state: ComplaintState | undefined, command: { readonly name: string; readonly payload: unknown }, actor: MatterActor): Promise<Context | Refusal> {
  switch (command.name as keyof ComplaintPayloads) {
    case 'register': {
      const p = command.payload as ComplaintPayloads['register'];
      if (p.box !== undefined && (await sql`select from complaint_box where county_id = ${law.county} and id = ${p.box} and ended_on is null`.execute(tx)).rows.length === 0) return refuse('notfound', '没有这个信息箱，或者已经撤下');
      const about = await aboutOf(tx, law, p.about);
      return isRefusal(about) ? about : { ...common, about, contact: p.contact, office: await officeAbove(tx, actor) };
    }
    case 'link': {
      const found = (command.payload as ComplaintPayloads['link']).about;
      if (found.kind === 'unit' && found.unit === undefined) return refuse('input.invalid', '查明对象，须选明是哪个单位', { missing: ['单位'], allowed: ['还没有查明的，先调查'] });
      const about = await aboutOf(tx, law, found);
      return isRefusal(about) ? about : { ...common, about };
    }
    case 'lodge': {
      const p = command.payload as ComplaintPayloads['lodge'];
      const about = p.caseNumber === undefined ? { kind: 'other' as const } : await aboutOf(tx, law, { kind: 'household', caseNumber: p.caseNumber });
      return isRefusal(about) ? about : { ...common, about, contact: p.party };
    }
    case 'transfer': {
      const { unit } = command.payload as ComplaintPayloads['transfer'];
      return { ...common, unitKnown: unit === undefined || officesOf(await findUnits(tx), law.today).some((u) => u.key === unit) };
    }
    case 'investigate': case 'respond': {
      const { files } = command.payload as ComplaintPayloads['respond'];
      const refused = await checkMatterFiles(tx, law.county, common.id, files);
      return refused ?? { ...common, people: new Map((await findStaff(tx, law.county, law.today)).map((s) => [s.id, { name: s.name, county: s.county, unit: s.unit }])) };
    }
    case 'showFiles':
      return (await checkMatterFiles(tx, law.county, common.id, (command.payload as ComplaintPayloads['showFiles']).files)) ?? common;
    case 'correct': {
      const moved = state?.course === 'suit' && state.about.case !== undefined && state.result !== undefined
        && (await sql`select from case_action where county_id = ${law.county} and case_id = ${state.about.case} and actor_post <> 'system' and at > ${state.result.at} limit 1`.execute(tx)).rows.length > 0;
      return { ...common, caseMoved: moved };
    }
    default:
      return common;
  }
}

async function follow(tx: Tx, services: Services, law: Law, now: Followed<ComplaintState, Context>): Promise<Refusal | undefined> {
  const { state: s } = now;
  for (const act of now.acts) {
    if (act.kind === 'complaintRegistered' || act.kind === 'suitLodged') await keepContact(tx, services, law.county, now.id, now.context.contact ?? {});
    if (act.kind === 'complaintRegistered' && s.course === 'petition' && (s.channel === 'telephone' || s.channel === 'hotline') && now.actor.post !== 'public') {
      const line = linesOf(services, law).find((l) => l.channel === s.channel);
      if (line && isUuid(now.actor.user))
        await sql`insert into hotline_call (county_id, id, unit_id, line, at, answered, resolved, note, complaint_id, account_id)
          select ${law.county}, ${randomUUID()}, u.id, ${line.id}, ${act.at}, true, ${s.answered !== undefined}, '', ${now.id}, ${now.actor.user}::uuid from unit u where u.county_id = ${law.county} and u.key = ${now.actor.unit}`.execute(tx);
    }
    if (s.course === 'petition') {
      const refused = await lead(tx, services, law, now, s, act.kind);
      if (refused) return refused;
    }
    // Papers of an answer are for whoever it is about, others only where the county says so.
    if (act.kind === 'complaintFilesShown' || act.kind === 'suitResponded') await showMatterFiles(tx, law.county, now.id, (act.body as ComplaintPayloads['showFiles' | 'respond']).files);
    if (act.kind === 'complaintSupervised' && s.course === 'petition') await urge(tx, services, law, now, s, act.body as ComplaintBodies['complaintSupervised']);
    if (act.kind === 'complaintAnswered' && s.course === 'petition' && s.answered?.way === 'letter') await reply(tx, services, law, now, s);
  }
  return undefined;
}

type Petition = Extract<ComplaintState, { course: 'petition' }>;

/**
 * What is said about a household is looked into as a lead on it: at once where the office knows of the complaint, or comes to know of it;
 * where it is kept from the office, once the county found it true, and then in words of their own, without where it came from.
 */
async function lead(tx: Tx, services: Services, law: Law, now: Followed<ComplaintState, Context>, s: Petition, act: string): Promise<Refusal | undefined> {
  if (s.about.case === undefined || (s.kind !== 'report' && s.kind !== 'complaint' && s.kind !== 'petition')) return undefined;
  const named = act === 'complaintRegistered' || (act === 'complaintLinked' && now.before?.about.case !== s.about.case);
  const found = act === 'complaintDisposed' && (s.disposed?.outcome === 'upheld' || s.disposed?.outcome === 'partly');
  // What the county held back and then shows the office, before it was settled.
  const shown = act === 'complaintShown' && now.before?.course === 'petition' && now.before.secret && s.disposed === undefined;
  if (s.secret ? !found : !named && !shown) return undefined;
  const done = await openLead(tx, services, law.county, now.actor, { case: s.about.case, side: s.kind === 'report' ? 'out' : 'both', source: 'complaint', text: s.secret ? (s.disposed?.told ?? '') : s.text, origin: now.id, secret: s.secret });
  return isRefusal(done) ? done : undefined;
}

async function urge(tx: Tx, services: Services, law: Law, now: Followed<ComplaintState, Context>, s: Petition, b: ComplaintBodies['complaintSupervised']): Promise<void> {
  const units = await findUnits(tx);
  await issuePaper(tx, services, law, {
    matter: now.id, matterNumber: now.number, kind: 'complaintUrge', title: '信访事项督办函', addressee: s.holder === null ? (s.department ?? '') : (units.find((u) => u.key === s.holder)?.name ?? ''),
    paragraphs: [`${formatDateShortZh(s.receivedOn)}收到的${KIND_LABELS[s.kind]}事项（${now.number}），已转你单位办理。${b.text}`, `请于${formatDateShortZh(b.due)}前办结并报告结果。`],
    facts: [['编号', now.number], ['收到日期', s.receivedOn], ['办结期限', s.answerBy ?? s.acceptBy], ['报告期限', b.due]], lists: [], basis: basis(law, 'complaint.answer', s.receivedOn),
  });
}

/** The instrument alone: a clause that was not yet compared with the text is said on the policy page, not in a letter. */
const basis = (law: Law, key: string, on: string): string[] => {
  const i = law.policy.instrument(law.policy.find(key, { on })?.source.instrument ?? '');
  return i ? [`《${i.title}》${i.number ? `（${i.number}）` : ''}`] : [];
};

/** 答复: what was found and done, and where whoever disagrees may turn. Addressed without the name, which is kept sealed. */
async function reply(tx: Tx, services: Services, law: Law, now: Followed<ComplaintState, Context>, s: Petition): Promise<void> {
  const office = (await findUnits(tx)).find((u) => u.key === s.holder);
  const layer = countyOf(services, law.county).layer;
  const telephone = layer.units.find((u) => u.id === office?.key)?.telephone ?? layer.jurisdiction?.telephone ?? '';
  const a = s.answered;
  if (!a) return;
  await issuePaper(tx, services, law, {
    matter: now.id, matterNumber: now.number, kind: 'complaintReply', title: a.reviewBy ? '信访事项处理意见书' : '答复函', addressee: '反映人', office: office && { key: office.key, name: office.name, telephone },
    paragraphs: [`您${formatDateShortZh(s.receivedOn)}反映的${KIND_LABELS[s.kind]}事项（${now.number}）收悉，经办理，答复如下：`, a.text, ...(a.reviewBy ? [`如对本意见不服，可以在${formatDateShortZh(a.reviewBy)}前向本单位的上一级行政机关请求复查。`] : [])],
    facts: [['编号', now.number], ['处置', s.disposed ? DISPOSAL_LABELS[s.disposed.outcome] : '']], lists: [], basis: basis(law, 'complaint.answer', s.receivedOn),
  });
}

/** What a complaint asks of the database and leaves in it. */
export const complaintHooks: Hooks<ComplaintState, ComplaintBodies, ComplaintPayloads, Context> = {
  topic: complaintTopic,
  beyond: true,
  context: async (tx, _services, law, common, state, command, actor) => await context(tx, law, common, state, command, actor),
  follow: async (tx, services, law, now) => await follow(tx, services, law, now),
};
