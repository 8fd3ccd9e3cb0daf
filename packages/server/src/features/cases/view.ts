import { sql } from 'kysely';
import type { CaseView } from '@doudi/core/api/cases';
import { ACTION_LABELS, type Action, type Actor } from '@doudi/core/case/actions';
import { archive } from '@doudi/core/case/documents';
import { available } from '@doudi/core/case/guard';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import { deadlines, openSteps, procedureOf, required, ruleFor, STEP_LABELS, type CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { light as lightOf } from '@doudi/core/calendar/calendar';
import { routed } from '@doudi/core/case/routing';
import { readAloud } from '@doudi/core/means/explain';
import { VERIFICATION_ITEMS } from '@doudi/core/verification/items';
import type { VerificationReport } from '@doudi/core/verification/contract';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import type { Source } from '@doudi/core/policy/model';
import type { Policy } from '@doudi/core/policy/resolve';
import { citation } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { problemOf } from '../../platform/http/problem.ts';
import { countyOf, type Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { masked, openPersons, type OpenPerson } from '../persons/persons.ts';
import { render } from '../policy/values.ts';
import type { CaseRow } from './context.ts';
import { describe } from './describe.ts';

export const STATUS_TEXT: Record<CaseState['status'], string> = { applied: '已申请，待受理', accepted: '在办', granted: '已确认', refused: '不予确认', withdrawn: '已撤回', abandoned: '视为放弃' };

/** Clause, quote and assumption of a source as the screen shows them. */
export const cite = (policy: Policy, s: Source | undefined): { clause?: string; quote?: string; assumption?: string } => {
  if (!s) return {};
  const clause = citation(policy, s);
  return { ...(clause ? { clause } : {}), ...(s.quote ? { quote: s.quote } : {}), ...(s.assumption ? { assumption: s.assumption } : {}) };
};

/** Light of a date by working days, with the plan's own warning time. */
export function lightFor(law: Law, due: string | null): { light: 'green' | 'yellow' | 'red'; text: string } | null {
  if (due === null) return null;
  const before = law.policy.find<number>('light.yellow-before', { on: law.today })?.value ?? 0;
  const l = lightOf(due, law.today, law.calendar, before);
  return { light: l.light, text: l.text };
}

const fill = (text: string, people: ReadonlyMap<string, { name: string }>): string => text.replaceAll(/\{person:([0-9a-f-]+)\}/g, (_, id: string) => people.get(id)?.name ?? '（未知）');

interface Rows {
  readonly actions: { seq: number; kind: Action['kind']; at: string; actor_user: string; actor_post: string; actor_unit: string; body: Record<string, unknown>; hash: Buffer }[];
  readonly staff: { id: string; name: string }[];
  readonly letters: { id: string; kind: LetterKind; number: string; on_date: string }[];
  readonly files: { id: string; name: string; media_type: string; bytes: number; at: string; uploaded_by: string }[];
  readonly report: VerificationReport | null;
  readonly payments: { month: string; fen: number; status: string }[];
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
  const payments = (await sql<Rows['payments'][number]>`select l.month, l.due_fen as fen, l.status from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id where b.county_id = current_county() and b.case_id = ${id} order by l.month`.execute(tx)).rows;
  return { actions, staff, letters, files, report: report ?? null, payments };
}

const PAYMENT_TEXT: Record<string, string> = { ready: '待发放', held: '暂缓', sent: '已送银行', paid: '已到账', rejected: '银行拒收', returned: '已退回', partial: '部分到账', excluded: '不发' };

/** Titles of the national rules that the day of application brings the case under: by them it is judged, not by today's. */
function lawOf(c: CaseContext, on: string): string {
  const p = c.policy.procedureFor(c.policy.nation.programmes.find((x) => x.id === c.programme.id) ?? c.programme, false, on);
  const ids = [p && ruleFor(p, 'decide')?.source.instrument, p?.source.instrument].filter((i) => i !== undefined);
  return [...new Set(ids)].map((i) => c.policy.instrument(i)?.title ?? i).join('、');
}

/** One page for one household's case: ids → load → view; nothing is fetched after this point. */
export async function viewCase(tx: Tx, services: Services, law: Law, row: CaseRow, c: CaseContext, actor: Actor | undefined, units: ReadonlyMap<number, string>): Promise<CaseView> {
  // On the route of today, which the log will state with the next act.
  const s = routed(row.state, c);
  const rows = await load(tx, row);
  const opened = await openPersons(tx, services, law.county, personsToAuthorise(s.facts));
  const people = new Map([...opened].map(([id, p]): [string, OpenPerson] => [id, { ...p, name: masked(p, law.today).name }]));
  const names = new Map(rows.staff.map((x) => [x.id, x.name]));
  const name = (id: string): string => names.get(id) ?? (id === 'system' ? '系统' : '（已离任）');
  const p = procedureOf(s, c);
  const open = new Set(openSteps(s, c).map((r) => r.step));
  const j = countyOf(services, law.county).layer.jurisdiction;
  const dl = deadlines(s, c);
  const m = s.assessment;
  const text = (t: string): string => fill(t, people);
  return {
    id: s.id, number: s.number, seq: row.seq, programme: s.programme, programmeName: c.programme.name, unit: units.get(row.unit_id) ?? '', village: row.area_id === row.unit_id ? null : (units.get(row.area_id) ?? null), county: j?.name ?? '',
    status: s.status, statusText: STATUS_TEXT[s.status], applicationDate: s.applicationDate, law: lawOf(c, s.applicationDate),
    procedure: { id: p.id, name: p.name, organ: p.organ, reason: s.route.reason, source: cite(c.policy, p.source) },
    handler: { id: s.handler, name: name(s.handler) },
    responsible: { accepted: s.done.accept ? name(s.done.accept.by.user) : null, investigated: (s.investigations.at(-1)?.investigators ?? s.simplified?.knownBy ?? []).map(name), confirmed: s.decision ? name(s.decision.by.user) : null },
    steps: p.steps.map((r) => {
      const done = s.done[r.step];
      return { step: r.step, label: r.label ?? STEP_LABELS[r.step], posts: r.by.map((x) => POST_LABELS[x]), state: done ? ('done' as const) : !required(r, s, c) ? ('skipped' as const) : open.has(r.step) ? ('open' as const) : ('waiting' as const), on: done?.on ?? null, by: done ? name(done.by.user) : null, source: cite(c.policy, r.source) };
    }),
    deadlines: dl.map((d) => ({ id: d.id, label: d.label, from: d.from, due: d.due, provisional: d.provisional, days: d.parameter.value, unit: d.parameter.unit, light: d.finishedOn ? null : lightFor(law, d.due), finishedOn: d.finishedOn ?? null, source: cite(c.policy, d.parameter.source) })),
    commands: actor ? available(s, c, actor).map((a) => ({ command: a.command, label: a.label, allowed: !a.refusal, ...(a.refusal ? { refusal: problemOf(a.refusal) } : {}) })) : [],
    next: openSteps(s, c).map((r) => ({ step: r.step, label: r.label ?? STEP_LABELS[r.step], by: r.by.map((x) => POST_LABELS[x]), due: dl.find((d) => d.step === r.step && !d.finishedOn)?.due ?? null })),
    facts: s.facts, persons: [...opened.values()].map((x) => masked(x, law.today)),
    archive: archive(s, c).map((a) => ({ id: a.id, name: a.name, kind: a.kind, present: a.present, on: a.on ?? null })),
    told: s.told ? { on: s.told.on, missing: s.told.missing.map((x) => c.programme.documents.find((d) => d.id === x)?.name ?? x) } : null,
    authorised: Object.entries(s.authorised).map(([person, a]) => ({ person, on: a.on, number: a.number })),
    verification: verificationView(s, rows.report, people),
    investigations: s.investigations.map((i) => ({ on: i.on, investigators: i.investigators.map(name), methods: [...i.methods], findings: i.findings, applicantSigned: i.applicantSigned, photos: [...i.photos] })),
    meetings: s.meetings.map((x) => ({ kind: x.kind, on: x.on, place: x.place, expected: x.expected, present: x.present, votesFor: x.votesFor, votesAgainst: x.votesAgainst, abstained: x.abstained, passed: x.passed, minutes: x.minutes })),
    assessment: m ? {
      eligible: m.eligible, perHeadFen: m.perHeadFen, standardFen: m.standardFen, monthlyFen: m.monthlyFen, persons: m.persons, tier: m.tier ?? null, readAloud: readAloud(m, new Map([...people].map(([id, x]) => [id, x.name]))),
      lines: m.lines.map((l) => ({ id: l.id, group: l.group, text: text(l.text), formula: l.formula ?? null, fen: l.fen, effect: l.effect, source: cite(c.policy, l.source) })),
    } : null,
    opinion: s.opinion ? { outcome: s.opinion.outcome, text: s.opinion.text, monthlyFen: s.opinion.monthlyFen, on: s.opinion.on, by: name(s.opinion.by.user) } : null,
    notices: s.notices.map((n) => ({ level: n.level, on: n.on, until: n.until, provisional: n.provisional && !law.calendar.isKnown(n.until), place: n.place, closedOn: n.closedOn ?? null, objections: n.objections.map((o) => ({ on: o.on, channel: o.channel, named: o.named, major: o.major, text: o.text })) })),
    decision: s.decision ? { outcome: s.decision.outcome, number: s.decision.number, on: s.decision.on, by: name(s.decision.by.user), reason: s.decision.reason, monthlyFen: s.decision.monthlyFen, fromMonth: s.decision.fromMonth ?? null } : null,
    delivery: s.delivery ? { on: s.delivery.on, method: s.delivery.method } : null,
    simplified: s.simplified ? { on: s.simplified.on, grounds: s.simplified.grounds } : null, extended: s.extended ? { on: s.extended.on, reason: s.extended.reason } : null,
    relativeFiled: c.relativeFiled, related: actor ? c.related.includes(actor.user) : false,
    conflicts: c.policy.all(s.applicationDate).filter((r) => r.conflict).map((r) => ({ key: r.key, label: r.label, plan: render(r.key, r.unit, r.conflict?.plan.value).text, floor: render(r.key, r.unit, r.conflict?.floor.value).text, chosen: r.conflict?.chosen ?? 'plan', decided: r.conflict?.decided ?? false })),
    letters: rows.letters.map((l) => ({ id: l.id, kind: l.kind, title: LETTER_TITLES[l.kind], number: l.number, on: l.on_date })),
    files: rows.files.map((f) => ({ id: f.id, name: f.name, mediaType: f.media_type, bytes: f.bytes, at: f.at, by: name(f.uploaded_by) })),
    log: rows.actions.map((a) => ({ seq: a.seq, kind: a.kind, label: ACTION_LABELS[a.kind], on: new Date(Date.parse(a.at) + 8 * 3600_000).toISOString().slice(0, 10), at: a.at, by: name(a.actor_user), post: ANY_POST_LABELS[a.actor_post as AnyPost] ?? '系统', text: text(describe(a.kind, a.body, name)), hash: a.hash.toString('hex').slice(0, 12) })),
    payments: rows.payments.map((x) => ({ ...x, text: PAYMENT_TEXT[x.status] ?? x.status })),
  };
}

function verificationView(s: CaseState, report: VerificationReport | null, people: ReadonlyMap<string, { name: string }>): CaseView['verification'] {
  const v = s.verification;
  const itemName = (id: string): string => VERIFICATION_ITEMS.find((i) => i.id === id)?.name ?? id;
  const name = (id: string): string => people.get(id)?.name ?? '';
  return {
    at: v.at, round: v.round, requestedOn: v.requestedOn ?? null, troubles: v.troubles.map((t) => ({ ...t })),
    report: v.report ? { number: v.report.number, issuer: v.report.issuer, issuedOn: v.report.issuedOn, validTo: v.report.validTo ?? null, contradictions: v.report.contradictions.map((x) => ({ item: itemName(x.item), person: name(x.person), text: fill(x.text, people) })), uncovered: v.report.uncovered.map(itemName), errors: v.report.errors.map(itemName) } : null,
    items: (report?.items ?? []).map((i) => ({ item: itemName(i.item), source: i.source, person: name(i.person), coverage: i.coverage, asOf: i.asOf, text: i.findings.map((f) => f.text).join('；') || (i.note ?? '') })),
    discrepancy: v.discrepancy ? { number: v.discrepancy.number, deliveredOn: v.discrepancy.deliveredOn, text: v.discrepancy.text, explained: v.discrepancy.explained !== undefined, missed: v.discrepancy.missed !== undefined } : null,
  };
}
