import { sql } from 'kysely';
import type { CaseView } from '@doudi/core/api/cases';
import { ACTION_LABELS, type Action, type Actor } from '@doudi/core/case/actions';
import { monthlyNow } from '@doudi/core/case/changes/evolve';
import { archive } from '@doudi/core/case/documents';
import { CONSULTATION_ROUTE_WORDS } from '@doudi/core/case/meetings/payloads';
import { stepOfMeeting } from '@doudi/core/case/meetings/bodies';
import { available } from '@doudi/core/case/guard';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import { deadlines } from '@doudi/core/case/deadlines';
import { addUnit, openSteps, procedureOf, required, scopeOf, ruleFor, STEP_LABELS, type CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { SUBMISSION_LABELS } from '@doudi/core/case/submissions/payloads';
import { routed } from '@doudi/core/case/routing';
import { recognitionOf } from '@doudi/core/judgement/recognition';
import { readAloud } from '@doudi/core/means/explain';
import { VERIFICATION_ITEMS } from '@doudi/core/verification/items';
import type { VerificationReport } from '@doudi/core/verification/contract';
import { SERVED_KINDS } from '@doudi/core/case/delivery/payloads';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { LINE_STATUS_LABELS, type LineStatus } from '@doudi/core/payment/model';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { problemOf } from '../../platform/http/problem.ts';
import { countyOf, type Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { findMemberNames } from '../meetings/members.ts';
import { masked, openPersons, type OpenPerson } from '../persons/persons.ts';
import { aidViewOf } from '../aid/view.ts';
import { institutionNames } from '../institutions/endpoints.ts';
import { render } from '../policy/values.ts';
import { viewRecoveries, viewRecoveryRules } from '../recovery/view.ts';
import { carePersons, careView } from './care-view.ts';
import type { CaseRow } from './context.ts';
import { describe } from './describe.ts';
import { cite, lightFor, statusText } from './words.ts';

export { cite, lightFor, STATUS_TEXT, statusText } from './words.ts';

const fill = (text: string, people: ReadonlyMap<string, { name: string }>): string => text.replaceAll(/\{person:([0-9a-f-]+)\}/g, (_, id: string) => people.get(id)?.name ?? '（未知）');

interface Rows {
  readonly actions: { seq: number; kind: Action['kind']; at: string; actor_user: string; actor_post: string; actor_unit: string; body: Record<string, unknown>; hash: Buffer }[];
  readonly staff: { id: string; name: string }[];
  readonly letters: { id: string; kind: LetterKind; number: string; on_date: string }[];
  readonly files: { id: string; name: string; media_type: string; bytes: number; at: string; uploaded_by: string }[];
  readonly report: VerificationReport | null;
  readonly payments: { id: string; month: string; part: number; reason: string | null; fen: number; status: LineStatus }[];
}

async function load(tx: Tx, row: CaseRow): Promise<Rows> {
  const id = row.id;
  const actions = (await sql<Rows['actions'][number]>`select seq, kind, at, actor_user, actor_post, actor_unit, body, hash from case_action where county_id = current_county() and case_id = ${id} order by seq`.execute(tx)).rows;
  const staff = (await sql<Rows['staff'][number]>`select id, name from account where county_id = current_county()`.execute(tx)).rows;
  const letters = (await sql<Rows['letters'][number]>`select id, kind, number, on_date from case_letter where county_id = current_county() and case_id = ${id} order by seq`.execute(tx)).rows;
  const files = (await sql<Rows['files'][number]>`select id, name, media_type, bytes, at, uploaded_by from stored_file where county_id = current_county() and case_id = ${id} order by at`.execute(tx)).rows;
  const report = row.state.verification.request
    ? (await sql<{ report: VerificationReport | null }>`select report from verification_request where county_id = current_county() and id = ${row.state.verification.request}`.execute(tx)).rows[0]?.report
    : null;
  const payments = (await sql<Rows['payments'][number]>`select l.id, l.month, l.part, l.reason, l.due_fen as fen, l.status from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id where b.county_id = current_county() and b.case_id = ${id} order by l.month, l.part`.execute(tx)).rows;
  return { actions, staff, letters, files, report: report ?? null, payments };
}

/** Titles of the national rules that the day of application brings the case under: by them it is judged, not by today's. */
function lawOf(c: CaseContext, on: string): string {
  const p = c.policy.procedureFor(c.policy.nation.programmes.find((x) => x.id === c.programme.id && x.from <= on && on <= (x.to ?? '9999')) ?? c.programme, false, on);
  const ids = [p && ruleFor(p, 'decide')?.source.instrument, p?.source.instrument].filter((i) => i !== undefined);
  return [...new Set(ids)].map((i) => c.policy.instrument(i)?.title ?? i).join('、');
}

/** Up to what sum the unit confirms, and how the words of the entrustment are read; null without a limit [GX-13]. */
function limitOf(c: CaseContext): CaseView['procedure']['limit'] {
  const e = 'inForce' in c.entrustment ? c.entrustment.inForce : undefined;
  const source = c.policy.county.entrustments.find((x) => x.id === e?.id)?.source;
  return e?.limitFen === undefined || !source ? null : { fen: e.limitFen, source: cite(c.policy, source) };
}

/** One page for one household's case: ids → load → view; nothing is fetched after this point. */
export async function viewCase(tx: Tx, services: Services, law: Law, row: CaseRow, c: CaseContext, actor: Actor | undefined, units: ReadonlyMap<number, string>): Promise<CaseView> {
  // On the route of today, which the log will state with the next act.
  const s = routed(row.state, c);
  const rows = await load(tx, row);
  const opened = await openPersons(tx, services, law.county, [...personsToAuthorise(s.facts), ...carePersons(s), ...(s.recoveries ?? []).flatMap((r) => r.debtor.person ?? [])]);
  const institutions = s.care?.arrangement ? await institutionNames(tx) : new Map<string, string>();
  const people = new Map([...opened].map(([id, p]): [string, OpenPerson] => [id, { ...p, name: masked(p, law.today).name }]));
  const sat = s.meetings.flatMap((x) => x.attendance?.map((a) => a.member) ?? []);
  const names = new Map([...(await findMemberNames(tx, services, law.county, sat)), ...rows.staff.map((x): [string, string] => [x.id, x.name])]);
  const name = (id: string): string => names.get(id) ?? (id === 'system' ? '系统' : id === 'applicant' ? '申请人' : id === 'public' ? '群众' : '（已离任）');
  const unitName = (key: string): string => c.policy.county.units.find((u) => u.id === key)?.name ?? key;
  const p = procedureOf(s, c);
  const open = new Set(openSteps(s, c).map((r) => r.step));
  const j = countyOf(services, law.county).layer.jurisdiction;
  const dl = deadlines(s, c);
  const m = s.assessment;
  const text = (t: string): string => fill(t, people);
  return {
    id: s.id, number: s.number, seq: row.seq, programme: s.programme, programmeName: c.programme.name, unit: units.get(row.unit_id) ?? '', village: row.area_id === row.unit_id ? null : (units.get(row.area_id) ?? null), county: j?.name ?? '',
    status: s.status, statusText: statusText(s.status, s.imported !== undefined), applicationDate: s.applicationDate, law: lawOf(c, s.applicationDate),
    procedure: { id: p.id, name: p.name, organ: p.organ, reason: s.route.reason, source: cite(c.policy, p.source), limit: limitOf(c) },
    handler: { id: s.handler, name: name(s.handler) },
    responsible: { accepted: s.done.accept ? name(s.done.accept.by.user) : null, investigated: (s.investigations.at(-1)?.investigators ?? s.simplified?.knownBy ?? []).map(name), confirmed: s.decision ? name(s.decision.by.user) : null },
    steps: p.steps.map((r) => {
      const done = s.done[r.step];
      return { step: r.step, label: r.label ?? STEP_LABELS[r.step], posts: r.by.map((x) => POST_LABELS[x]), state: done ? ('done' as const) : !required(r, s, c) ? ('skipped' as const) : open.has(r.step) ? ('open' as const) : ('waiting' as const), on: done?.on ?? null, by: done ? name(done.by.user) : null, source: cite(c.policy, r.source) };
    }),
    deadlines: dl.map((d) => ({ id: d.id, label: d.label, from: d.from, due: d.due, provisional: d.provisional, days: d.parameter.value, unit: d.parameter.unit, light: d.finishedOn ? null : lightFor(law, d.due), finishedOn: d.finishedOn ?? null, source: cite(c.policy, d.parameter.source) })),
    commands: actor ? available(s, c, actor).map((a) => ({ command: a.command, label: a.label, allowed: !a.refusal, ...(a.refusal ? { refusal: problemOf(a.refusal) } : {}) })) : [],
    next: openSteps(s, c).map((r) => {
      const limit = dl.find((d) => d.step === r.step && !d.finishedOn);
      return { step: r.step, label: r.label ?? STEP_LABELS[r.step], by: r.by.map((x) => POST_LABELS[x]), due: limit?.due ?? null, provisional: limit?.provisional ?? false, light: limit ? lightFor(law, limit.due) : null, source: cite(c.policy, limit?.parameter.source ?? r.source) };
    }),
    facts: s.facts, persons: [...opened.values()].map((x) => masked(x, law.today)),
    archive: archive(s, c).map((a) => ({ id: a.id, name: a.name, kind: a.kind, present: a.present, on: a.on ?? null })),
    told: s.told ? { on: s.told.on, missing: s.told.missing.map((x) => c.programme.documents.find((d) => d.id === x)?.name ?? x) } : null,
    authorised: Object.entries(s.authorised).map(([person, a]) => ({ person, on: a.on, number: a.number })),
    verification: verificationView(s, rows.report, people),
    investigations: s.investigations.map((i) => ({ on: i.on, investigators: i.investigators.map(name), methods: [...i.methods], findings: i.findings, applicantSigned: i.applicantSigned, photos: [...i.photos], time: i.time ?? null })),
    meetings: s.meetings.map((x) => meetingView(x, c, s.applicationDate, name)), report: s.signedReport ? { on: s.signedReport.on, by: name(s.signedReport.by.user), text: s.signedReport.text } : null,
    fedBack: (s.fedBack ?? []).map((x) => ({ on: x.on, to: [...x.to], text: x.text })),
    assessment: m ? {
      eligible: m.eligible, perHeadFen: m.perHeadFen, standardFen: m.standardFen, monthlyFen: m.monthlyFen, persons: m.persons, tier: m.tier ?? null, readAloud: readAloud(m, new Map([...people].map(([id, x]) => [id, x.name]))),
      lines: m.lines.map((l) => ({ id: l.id, group: l.group, text: text(l.text), formula: l.formula ?? null, fen: l.fen, effect: l.effect, source: cite(c.policy, l.source) })),
      aid: m.aid ? { minFen: m.aid.minFen, ceilingFen: m.aid.ceilingFen ?? null } : null,
    } : null,
    opinion: s.opinion ? { outcome: s.opinion.outcome, text: s.opinion.text, monthlyFen: s.opinion.monthlyFen, on: s.opinion.on, by: name(s.opinion.by.user) } : null,
    notices: s.notices.map((n) => ({ level: n.level, on: n.on, until: n.until, provisional: n.provisional && !law.calendar.isKnown(n.until), place: n.place, closedOn: n.closedOn ?? null, objections: n.objections.map((o) => ({ on: o.on, channel: o.channel, named: o.named, major: o.major, text: o.text })) })),
    recognition: recognitionView(s, c),
    decision: s.decision ? { outcome: s.decision.outcome, number: s.decision.number, on: s.decision.on, by: name(s.decision.by.user), reason: s.decision.reason, monthlyFen: s.decision.monthlyFen, fromMonth: s.decision.fromMonth ?? null } : null,
    imported: s.imported ? { on: s.imported.on, by: name(s.imported.by.user), monthlyFen: s.imported.monthlyFen, fromMonth: s.imported.fromMonth, payFrom: s.imported.payFrom, row: s.imported.row } : null,
    delivery: s.delivery ? { on: s.delivery.on, method: s.delivery.method } : null,
    submissions: (s.submissions ?? []).map((x) => {
      const d = dl.find((y) => y.id === `submission.${x.seq}`);
      return { id: x.id, kind: x.kind, kindText: SUBMISSION_LABELS[x.kind], by: x.by, named: x.named, on: x.on, text: x.text, files: [...x.files], materials: x.materials.map((m) => c.programme.documents.find((y) => y.id === m)?.name ?? m), due: d?.due ?? null, light: x.answered || !d ? null : lightFor(law, d.due), answered: x.answered ? { on: x.answered.on, outcome: x.answered.outcome, text: x.answered.text, by: name(x.answered.by) } : null };
    }),
    simplified: s.simplified ? { on: s.simplified.on, grounds: s.simplified.grounds } : null, extended: s.extended ? { on: s.extended.on, reason: s.extended.reason } : null,
    platformNumber: s.platformNumber?.number ?? null, monthlyNow: monthlyNow(s), endedFrom: s.endedFrom ?? null,
    change: s.change ? { kind: s.change.kind, ground: s.change.ground, text: s.change.text, fromFen: s.change.fromFen, toFen: s.change.toFen, on: s.change.on, by: name(s.change.by.user), reviewed: s.change.reviewed !== undefined } : null,
    changes: (s.changes ?? []).map((x) => ({ number: x.number, kind: x.kind, ground: x.ground, reason: x.reason, fromFen: x.fromFen, monthlyFen: x.monthlyFen, fromMonth: x.fromMonth, on: x.on, by: name(x.by.user) })),
    recoveries: viewRecoveries(s, c, { staff: name, person: (id) => people.get(id)?.name ?? '（已不在册）' }), recoveryRules: viewRecoveryRules(s, c),
    relatives: (s.relatives ?? []).map((r) => ({ person: r.person, relation: r.relation, staff: r.staff ? name(r.staff) : null, on: r.on })),
    countyVisits: (s.countyVisits ?? []).map((x) => ({ on: x.on, visitors: x.visitors.map(name), consistent: x.consistent, findings: x.findings, photos: [...x.photos], time: x.time ?? null })),
    handOver: s.handOver ? { unit: unitName(s.handOver.unit), reason: s.handOver.reason, on: s.handOver.on } : null,
    handOvers: (s.handOvers ?? []).map((x) => ({ from: unitName(x.from), to: unitName(x.to), on: x.on, papers: [...x.papers] })),
    elsewhere: (s.elsewhere ?? []).map((x) => ({ unit: unitName(x.unit), what: x.what, on: x.on, answeredOn: x.answeredOn ?? null })),
    care: c.programme.formula === 'support' ? careView(s, law.today, name, institutions) : null,
    aid: aidViewOf(s, c, law, name, rows.letters),
    relativeFiled: c.relativeFiled, related: actor ? c.related.includes(actor.user) : false,
    conflicts: [...new Set(c.policy.all(s.applicationDate).map((r) => r.key))].flatMap((key) => c.policy.find(key, scopeOf(s)) ?? []).filter((r) => r.conflict && (!r.key.startsWith('notice.') || p.steps.some((x) => x.step === 'notice'))).map((r) => ({ key: r.key, label: r.label, plan: render(r.key, r.unit, r.conflict?.plan.value).text, floor: render(r.key, r.unit, r.conflict?.floor.value).text, chosen: r.conflict?.chosen ?? 'plan', decided: r.conflict?.decided ?? false })),
    letters: rows.letters.map((l) => ({ id: l.id, kind: l.kind, title: LETTER_TITLES[l.kind], number: l.number, on: l.on_date, serve: servedView(s, c, l, dl) })),
    deliveryProof: c.policy.find<Record<string, string[]>>('delivery.proof', { on: law.today })?.value ?? {},
    files: rows.files.map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, bytes: f.bytes, at: f.at, by: name(f.uploaded_by) })),
    log: rows.actions.map((a) => ({ seq: a.seq, kind: a.kind, label: ACTION_LABELS[a.kind], on: new Date(Date.parse(a.at) + 8 * 3600_000).toISOString().slice(0, 10), at: a.at, by: name(a.actor_user), post: ANY_POST_LABELS[a.actor_post as AnyPost] ?? (a.actor_post === 'applicant' || a.actor_post === 'public' ? '网上' : '系统'), text: text(describe(a.kind, a.body, name)), hash: a.hash.toString('hex').slice(0, 12) })),
    payments: rows.payments.map((x) => ({ ...x, text: LINE_STATUS_LABELS[x.status] })),
  };
}

/** How a letter that must reach someone did, or by when it must. */
function servedView(s: CaseState, c: CaseContext, l: { readonly kind: string; readonly number: string }, all: ReturnType<typeof deadlines>): CaseView['letters'][number]['serve'] {
  const of = (d: NonNullable<CaseState['delivery']> | NonNullable<CaseState['deliveries']>[number]) => ({
    on: d.on, method: d.method, receiver: d.receiver ?? null, photos: [...(d.photos ?? [])], proof: [d.witness ? `见证人 ${d.witness}` : '', d.tracking ? `邮件编号 ${d.tracking}` : '', d.helper ? `代为送达 ${d.helper}` : ''].filter((x) => x !== ''),
  });
  if (l.kind === 'grant' || l.kind === 'refusal') return { command: 'deliver', due: all.find((d) => d.step === 'deliver')?.due ?? null, delivered: s.delivery ? of(s.delivery) : null };
  if (!(SERVED_KINDS as readonly string[]).includes(l.kind)) return null;
  const d = s.deliveries?.find((x) => x.kind === l.kind && x.number === l.number);
  const told = s.verification.discrepancy;
  // Handed over at the counter when it was made.
  const atOnce = !d && l.kind === 'discrepancy' && told?.number === l.number && told.deliveredOn !== undefined ? { on: told.deliveredOn, method: 'inPerson', receiver: null, proof: [], photos: [] } : null;
  const change = s.changes?.find((x) => x.number === l.number);
  const limit = c.policy.find<number>('deadline.deliver', { on: change?.on ?? c.today, programme: s.programme });
  return { command: 'deliverLetter', due: change && limit ? addUnit(c, change.on, limit).date : null, delivered: d ? of(d) : atOnce };
}

/** A meeting for the case page: everything recorded of it, in the words of its body. */
function meetingView(m: CaseState['meetings'][number], c: CaseContext, on: string, name: (id: string) => string): CaseView['meetings'][number] {
  const body = m.body === undefined ? undefined : c.policy.meetingBody(m.body, on);
  const kind = (id: string): string => body?.members.find((k) => k.id === id)?.label ?? id;
  return {
    kind: m.kind, name: m.name ?? null, step: stepOfMeeting(m), on: m.on, place: m.place, chair: m.chair, recorder: m.recorder ?? '', expected: m.expected, present: m.present, recused: m.recused ?? 0, voters: m.voters ?? m.present,
    votesFor: m.votesFor, votesAgainst: m.votesAgainst, abstained: m.abstained, passed: m.passed, minutes: m.minutes, report: m.report ?? '', reportName: body?.report ?? null, resolution: body !== undefined && body.subject !== 'household',
    attendance: (m.attendance ?? []).map((a) => ({ name: name(a.member), kind: kind(a.kind), state: a.state, reason: a.reason })),
    counts: (m.counts ?? []).map((k) => ({ kind: kind(k.kind), expected: k.expected, present: k.present, recused: k.recused })),
    fixedFen: m.fixedFen ?? null, consultation: m.consultation ? { ...m.consultation, route: CONSULTATION_ROUTE_WORDS[m.consultation.route], measures: [...m.consultation.measures], duties: m.consultation.duties.map((d) => ({ ...d })) } : null,
    stages: (m.stages ?? []).map((id) => body?.stages.find((x) => x.id === id)?.label ?? id),
    inquiry: m.inquiry ? { means: m.inquiry.means.map((id) => body?.inquiry?.means.find((x) => x.id === id)?.label ?? id), with: m.inquiry.with } : null,
    photos: [...m.photos], signatures: [...(m.signatures ?? [])], warnings: [...(m.warnings ?? [])],
  };
}

/** Status and length of a programme without money. */
function recognitionView(s: CaseState, c: CaseContext): CaseView['recognition'] {
  if (c.programme.payment !== 'none') return null;
  const r = s.decision?.outcome === 'grant' ? recognitionOf(c.policy, scopeOf(s), s.decision.on) : undefined;
  return { from: r?.from ?? null, until: r?.until ?? null };
}

function verificationView(s: CaseState, report: VerificationReport | null, people: ReadonlyMap<string, { name: string }>): CaseView['verification'] {
  const v = s.verification;
  const itemName = (id: string): string => VERIFICATION_ITEMS.find((i) => i.id === id)?.name ?? id;
  const name = (id: string): string => people.get(id)?.name ?? '';
  return {
    at: v.at, round: v.round, requestedOn: v.requestedOn ?? null, troubles: v.troubles.map((t) => ({ ...t })),
    report: v.report ? { number: v.report.number, issuer: v.report.issuer, issuedOn: v.report.issuedOn, validTo: v.report.validTo ?? null, contradictions: v.report.contradictions.map((x) => ({ item: itemName(x.item), person: name(x.person), text: fill(x.text, people) })), uncovered: v.report.uncovered.map(itemName), errors: v.report.errors.map(itemName) } : null,
    items: (report?.items ?? []).map((i) => ({ item: itemName(i.item), source: i.source, person: name(i.person), coverage: i.coverage, asOf: i.asOf, text: i.findings.map((f) => f.text).join('；') || (i.note ?? '') })),
    discrepancy: v.discrepancy ? { number: v.discrepancy.number, deliveredOn: v.discrepancy.deliveredOn ?? null, text: v.discrepancy.text, explained: v.discrepancy.explained !== undefined, missed: v.discrepancy.missed !== undefined } : null,
  };
}
