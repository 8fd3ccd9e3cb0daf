import { sql } from 'kysely';
import type { ComplaintItem, ComplaintView } from '@doudi/core/api/complaints';
import type { ComplaintState } from '@doudi/core/complaint/model';
import { may } from '@doudi/core/rights/permissions';
import { codeTells } from '@doudi/core/complaint/petition';
import { ANSWER_WAY_LABELS, CHANNEL_LABELS, CODE_WAY_LABELS, CORRECTED_AFTER, DISPOSAL_LABELS, INQUIRY_LABELS, KIND_LABELS, SATISFACTION_LABELS, SUBJECT_LABELS, SUIT_RESULT_LABELS, TRUTH_LABELS } from '@doudi/core/complaint/words';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { findNames } from '../accounts/names.ts';
import type { Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { keptFiles } from '../matters/files.ts';
import { papersOfMatter } from '../matters/papers.ts';
import { matterItem } from '../matters/endpoints.ts';
import type { MatterRow } from '../matters/read.ts';
import { findRepeats, isOften, repeatDays, type Repeat } from './repeats.ts';

export type Row = MatterRow & { readonly state: ComplaintState };

export const isCountyPost = (who: Pick<Who, 'post'>): boolean => who.post === 'countyHandler' || who.post === 'countyLeader';

/** A line of the list. */
export function complaintItem(law: Law, r: Row, repeats: readonly Repeat[]): ComplaintItem {
  const s = r.state;
  const petition = s.course === 'petition' ? s : undefined;
  return {
    item: matterItem(law, r), kind: s.kind, kindText: KIND_LABELS[s.kind], channelText: petition ? CHANNEL_LABELS[petition.channel] : null, named: petition?.named ?? true, secret: petition?.secret ?? false, receivedOn: s.receivedOn,
    text: s.text.length > 60 ? `${s.text.slice(0, 60)}…` : s.text, repeats: repeats.length, often: isOften(law, repeats.length),
  };
}

/** Commands that the state leaves open and the caller's post and unit allow: what the page offers. */
export function openCommands(s: ComplaintState, who: Pick<Who, 'post' | 'unitKey' | 'account'>, kept: boolean): string[] {
  const conduct = may(who.post, 'complaint.conduct');
  if (s.course === 'suit') {
    if (!conduct) return [];
    if (s.result) return CORRECTED_AFTER.has(s.result.result) && !s.corrected ? ['correct'] : [];
    return [...(s.responded ? ['result'] : ['respond']), 'hearing', ...(s.responded ? [] : ['result'])];
  }
  if (!may(who.post, 'complaint.handle') || (!isCountyPost(who) && s.holder !== who.unitKey) || s.about.staff === who.account) return [];
  const always = [...(conduct && kept && !s.secret ? ['showFiles'] : []), ...(conduct ? ['issueCode'] : [])];
  const show = [...(conduct && (s.secret ? s.about.unit !== undefined && (s.disposed !== undefined || (s.about.kind !== 'unit' && s.about.kind !== 'staff')) : s.kind !== 'enquiry' && s.kind !== 'help' && s.kind !== 'suggestion') ? ['show'] : []), ...always];
  const review = s.reviews.at(-1);
  if (review && !review.answered) return conduct ? ['answerReview', ...show] : [];
  if (s.answered) return [...(s.answered.reviewBy && s.reviews.length < 2 ? ['askReview'] : []), ...show];
  if (s.declined || s.withdrawn) return show;
  const grave = s.kind !== 'enquiry' && s.kind !== 'help';
  const look = s.kind === 'report' && s.investigations.length === 0;
  const next = !s.accepted ? ['accept'] : s.disposed ? ['feedBack'] : look ? ['investigate', 'dispose'] : ['dispose', 'investigate'];
  return [
    ...next, ...(!s.accepted && !(s.named && s.kind === 'report') ? ['decline'] : []), ...(conduct ? ['transfer'] : []), ...(s.disposed ? [] : ['link']),
    ...(may(who.post, 'complaint.supervise') && (s.holder !== null || s.department !== undefined) ? ['supervise'] : []), ...(grave && s.accepted && s.extended === undefined && may(who.post, 'complaint.decide') ? ['extend'] : []), ...(s.kind === 'report' ? [] : ['withdraw']), ...show,
  ];
}

const SAME = { person: '同一反映人', case: '同一户', unit: '同一单位、同类反映' } as const;

export async function complaintView(tx: Tx, services: Services, law: Law, who: Who, r: Row): Promise<ComplaintView> {
  const s = r.state;
  const units = new Map((await findUnits(tx)).map((u) => [u.key, u.name]));
  const bureau = countyOf(services, law.county).layer.jurisdiction?.bureau ?? '';
  const repeats = (await findRepeats(tx, law, [r.id])).get(r.id) ?? [];
  const kept = await keptFiles(tx, law.county, r.id);
  // Papers that the caller may not see are not named either.
  const files = (ids: readonly string[]): { id: string; name: string; shown: boolean }[] => kept.flatMap((f) => (ids.includes(f.id) ? [{ id: f.id, name: f.name, shown: f.shown }] : []));
  const staff = s.about.staff === undefined ? null : ((await findNames(tx, [s.about.staff])).get(s.about.staff) ?? null);
  const p = s.course === 'petition' ? s : undefined;
  const box = p?.box === undefined ? undefined : (await sql<{ name: string; place: string }>`select u.name, b.place from complaint_box b join unit u on u.county_id = b.county_id and u.id = b.area_id where b.county_id = ${law.county} and b.id = ${p.box}`.execute(tx)).rows[0];
  return {
    head: matterItem(law, r), kind: s.kind, kindText: KIND_LABELS[s.kind], channelText: p ? CHANNEL_LABELS[p.channel] : null, named: p?.named ?? true, reachable: p?.reachable ?? true, secret: p?.secret ?? false, passedUp: p?.passedUp ?? false, receivedOn: s.receivedOn, text: s.text, wanted: p?.wanted ?? null,
    replyText: p?.reply === undefined ? null : ANSWER_WAY_LABELS[p.reply as keyof typeof ANSWER_WAY_LABELS], boxText: box ? `${box.name}（${box.place}）` : null,
    about: { kindText: SUBJECT_LABELS[s.about.kind], unit: s.about.unit ?? null, unitName: s.about.unit === undefined ? null : (units.get(s.about.unit) ?? null), case: s.about.case ?? null, caseNumber: s.about.caseNumber ?? null, staffName: staff },
    codeTells: p ? codeTells(p) : true, codeIssued: p?.codeIssued ? { on: p.codeIssued.on, wayText: CODE_WAY_LABELS[p.codeIssued.way] } : null, holderName: p ? (p.holder === null ? bureau : (units.get(p.holder) ?? '')) : bureau, department: p?.department ?? null, can: openCommands(s, who, kept.some((f) => !f.shown)),
    repeats: repeats.map((x) => ({ id: x.id, number: x.number, receivedOn: x.received_on, kindText: KIND_LABELS[x.kind as keyof typeof KIND_LABELS], why: SAME[x.same] })), repeatDays: repeatDays(law), often: isOften(law, repeats.length),
    accepted: p?.accepted?.on ?? null, acceptBy: p?.acceptBy ?? null, answerBy: p?.answerBy ?? null, extended: p?.extended ?? null, declined: p?.declined ?? null, withdrawn: p?.withdrawn ?? null,
    transfers: (p?.transfers ?? []).map((t) => ({ on: t.on, to: t.department ?? (t.unit === null ? bureau : (units.get(t.unit) ?? '')), reason: t.reason })), supervised: [...(p?.supervised ?? [])],
    investigations: (p?.investigations ?? []).map((i) => ({ on: i.on, methods: i.methods.map((m) => INQUIRY_LABELS[m]), persons: i.persons.map((x) => x.name), place: i.place ?? null, finding: i.finding, truthText: TRUTH_LABELS[i.truth], files: files(i.files) })),
    disposed: p?.disposed ? { on: p.disposed.on, outcomeText: DISPOSAL_LABELS[p.disposed.outcome], text: p.disposed.text, told: who.area === null ? (p.disposed.told ?? null) : null } : null,
    answered: p?.answered ? { on: p.answered.on, wayText: ANSWER_WAY_LABELS[p.answered.way], text: p.answered.text, satisfactionText: SATISFACTION_LABELS[p.answered.satisfaction], ratedOn: p.ratedOn ?? null, reviewBy: p.answered.reviewBy ?? null } : null,
    reviews: (p?.reviews ?? []).map((x) => ({ level: x.level, on: x.asked.on, organ: x.asked.organ, text: x.asked.text, answerBy: x.answerBy, answered: x.answered ? { on: x.answered.on, outcome: x.answered.outcome, text: x.answered.text } : null })),
    suit: s.course === 'suit' ? {
      organ: s.organ, docket: s.docket ?? null, respondent: bureau, respondBy: s.respondBy, responded: s.responded ? { on: s.responded.on, text: s.responded.text, files: files(s.responded.files) } : null, hearings: [...s.hearings],
      result: s.result ? { on: s.result.on, resultText: SUIT_RESULT_LABELS[s.result.result], document: s.result.document ?? null, text: s.result.text } : null, corrected: s.corrected ?? null,
    } : null,
    papers: (await papersOfMatter(tx, law.county, r.id)).map((x) => ({ id: x.id, number: x.number, title: x.title, on: x.issued_on })),
  };
}
