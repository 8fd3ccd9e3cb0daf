import { formatDateShortZh } from '../calendar/calendar.ts';
import { missingAtAcceptance } from '../case/aid/clock.ts';
import { givenFen } from '../case/aid/evolve.ts';
import { AID_FORM_WORDS } from '../case/aid/payloads.ts';
import { procedureOf, ruleFor } from '../case/procedure.ts';
import { groundText, type WorkingLine } from '../means/model.ts';
import { formatFen, formatYuan } from '../money/fen.ts';
import type { Source } from '../policy/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { recognitionOf } from '../judgement/recognition.ts';
import { capitalAmount } from './amount.ts';
import { judgementParagraphs } from './judgement.ts';
import { WORDS } from './defaults.ts';
import { monthText, noRule, notYet, type Kit, type LetterBody } from './kit.ts';
import type { LetterBasis, LetterRemedies, LetterWorkingLine } from './model.ts';
import { METHOD_WORDS } from './words.ts';

/** How the case came to its end, step by step, each with its date. */
export function history(k: Kit): string[] {
  const { state: s } = k.input;
  const zh = formatDateShortZh;
  const out = [k.text('letter.fact.application', { members: String(s.facts.members.length) })];
  if (s.done.accept) out.push(k.text(missingAtAcceptance(s, k.input.context).length > 0 ? 'letter.fact.accepted.urgent' : 'letter.fact.accepted', { on: zh(s.done.accept.on) }));
  const report = s.verification.report;
  if (report) out.push(k.text('letter.fact.report', { issuer: report.issuer, issuedOn: zh(report.issuedOn), report: report.number }));
  const d = s.verification.discrepancy;
  if (d?.missed !== undefined && d.deliveredOn !== undefined) out.push(k.text('letter.fact.unexplained', { notice: d.number, deliveredOn: zh(d.deliveredOn) }));
  else if (d?.explained && d.deliveredOn !== undefined) out.push(k.text('letter.fact.explained', { notice: d.number, deliveredOn: zh(d.deliveredOn), on: zh(d.explained.on) }));
  else if (d?.explained) out.push(k.text('letter.fact.explained.early', { notice: d.number, on: zh(d.explained.on) }));
  if (s.simplified) out.push(k.text('letter.fact.simplified', { on: zh(s.simplified.on), grounds: s.simplified.grounds }));
  const later: { readonly on: string; readonly text: string }[] = [];
  for (const i of s.investigations)
    later.push({ on: i.on, text: k.text('letter.fact.investigated', { on: zh(i.on), investigators: i.investigators.map((u) => k.staffName(u)).join('、'), methods: i.methods.map((m) => METHOD_WORDS[m]).join('、') }) });
  for (const n of s.notices) {
    if (n.objections.length > 0) later.push({ on: n.on, text: k.text('letter.fact.notice.objected', { from: zh(n.on), count: String(n.objections.length) }) });
    else if (n.closedOn !== undefined) later.push({ on: n.on, text: k.text('letter.fact.notice.clear', { from: zh(n.on), until: zh(n.until) }) });
  }
  for (const m of s.meetings)
    later.push({ on: m.on, text: k.text('letter.fact.meeting', { on: zh(m.on), meeting: (m.body === undefined ? undefined : k.input.context.policy.meetingBody(m.body, s.applicationDate)?.name) ?? k.text(m.kind === 'appraisal' ? 'letter.meeting.appraisal' : 'letter.meeting.leadingGroup'), expected: String(m.expected), present: String(m.present), for: String(m.votesFor), against: String(m.votesAgainst), abstained: String(m.abstained) }) });
  for (const g of s.aid?.given ?? [])
    if (g.phase === 'relief') later.push({ on: g.at.slice(0, 10), text: k.text('letter.fact.relief', { at: `${zh(g.at.slice(0, 10))}${g.at.slice(11)}`, handlers: g.handlers.map((u) => k.staffName(u)).join('、'), form: AID_FORM_WORDS[g.form], amount: formatYuan(g.fen) }) });
  // As it happened: an appraisal before the notice is told before it.
  return [...out, ...later.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).map((x) => x.text)];
}

/** What the working came to, and why a household does not qualify. */
function means(k: Kit): string[] {
  const m = k.input.state.assessment;
  if (!m) return [];
  const out = m.untested ? [] : [k.text('letter.fact.means', { income: formatYuan(m.householdIncomeFen), persons: String(m.persons), perHead: formatYuan(m.perHeadFen), standard: formatYuan(m.standardFen) })];
  if (m.grounds.length > 0) out.push(k.text('letter.fact.grounds', { grounds: m.grounds.map(groundText).join('；') }));
  return out;
}

const shown = (line: WorkingLine): string => {
  if (line.effect === 'pass') return '符合';
  if (line.effect === 'fail') return '不符合';
  if (line.effect === 'excluded' && line.group === 'income' && line.fen !== 0) return `${formatFen(line.fen)}（不计入）`;
  return line.effect === 'deducted' ? `−${formatFen(line.fen)}` : line.fen === 0 && line.formula === undefined ? '—' : formatFen(line.fen);
};

/** The working line by line, names filled in, every line with its clause or its mark. */
export function workingOf(k: Kit): LetterWorkingLine[] | undefined {
  return k.input.state.assessment?.lines.map((l) => {
    const b = l.source && k.basis(l.source);
    return { text: k.spoken(l.text), formula: l.formula && k.spoken(l.formula), amount: shown(l), citation: b?.citation, assumption: b?.assumption };
  });
}

/**
 * Instruments and clauses a decision rests on: under entrustment the county's plan first [LH-01], then the programme, the
 * step that decides and every rule that the working used. What the working only assumed is marked line by line there.
 */
export function decisionBasis(k: Kit): LetterBasis[] {
  const { state: s, context: c, units } = k.input;
  const procedure = procedureOf(s, c);
  const plan: Source[] = k.entrustment && c.policy.instrument(units.county.plan) ? [{ instrument: units.county.plan, clause: '', req: [] }] : [];
  // A county's plan rests on the national regulation: a decision names both, also where the plan restates the programme.
  const national = c.policy.nation.programmes.find((p) => p.id === c.programme.id && p.from <= s.applicationDate && s.applicationDate <= (p.to ?? '9999'))?.source;
  const lines = (s.assessment?.lines ?? []).flatMap((l) => (l.source ? [l.source] : []));
  const cited = lines.filter((l) => l.instrument !== undefined).map((l): Source => ({ instrument: l.instrument, clause: l.clause, req: [] }));
  const basis = k.bases([...plan, national, c.programme.source, procedure.source, ruleFor(procedure, 'decide')?.source, ...cited]);
  return lines.some((l) => l.assumption !== undefined) ? [...basis, { text: k.text('letter.basis.working', { mark: WORDS.assumption }) }] : basis;
}

/**
 * Where to turn against the letter. The law of the day of the letter gives days and months; under entrustment the
 * entrusting bureau answers, whoever signed.
 */
export function remediesOf(k: Kit, entrusted: boolean): LetterRemedies | Refusal {
  const { context: c, date, units } = k.input;
  const at = { ...k.scope, on: date };
  const days = c.policy.find<number>('remedy.reconsideration-days', at);
  const months = c.policy.find<number>('remedy.litigation-months', at);
  if (!days) return noRule('remedy.reconsideration-days');
  if (!months) return noRule('remedy.litigation-months');
  const respondent = k.entrustment?.bureau ?? units.county.bureau;
  return {
    organ: units.county.reconsideration, days: days.value, court: units.county.court, months: months.value, respondent,
    paragraphs: [
      ...k.paragraphs('letter.remedies', { reconsiderationDays: String(days.value), litigationMonths: String(months.value) }),
      ...(entrusted ? k.paragraphs('letter.respondent') : []),
    ],
    basis: k.bases([days.source, months.source]),
  };
}

/** A status without money: what it is, and until when. */
function recognition(k: Kit, on: string): string[] {
  const { state: s, context: c } = k.input;
  const valid = recognitionOf(c.policy, k.scope, on);
  return [
    ...k.paragraphs('letter.grant.recognition', { persons: String(s.assessment?.persons ?? s.facts.members.length) }),
    ...(valid ? k.paragraphs('letter.grant.recognition.valid', { from: formatDateShortZh(valid.from), until: formatDateShortZh(valid.until) }) : []),
  ];
}

/** Of the sum decided: what the household has in hand already, and what is still to come. */
function given(k: Kit): string[] {
  const { state: s } = k.input;
  const had = givenFen(s, 'relief');
  const rest = Math.max(0, (s.decision?.monthlyFen ?? 0) - had);
  if (had === 0) return [];
  return rest === 0 ? k.paragraphs('letter.grant.given.whole', { given: formatYuan(had) }) : k.paragraphs('letter.grant.given', { given: formatYuan(had), rest: formatYuan(rest), how: '另行发放' });
}

/** Confirmation or refusal, as the case was decided; nothing is composed that the log does not hold. */
export function decision(k: Kit, outcome: 'grant' | 'refuse'): LetterBody | Refusal {
  const { state: s, context: c } = k.input;
  const d = s.decision;
  const title = k.text(outcome === 'grant' ? 'letter.title.grant' : 'letter.title.refusal');
  if (!d) return notYet(title, ['决定']);
  if (d.outcome !== outcome) return refuse('step.order', `本案的决定是${d.outcome === 'grant' ? '确认' : '不予确认'}，不能出具${title}`, { allowed: [k.text(d.outcome === 'grant' ? 'letter.title.grant' : 'letter.title.refusal')] });
  if (d.organ === 'unit' && (d.entrustment === undefined || !k.entrustment)) return refuse('entrustment.none', '本级作出的决定没有可以载明的委托书', { missing: ['委托书'] });
  if (outcome === 'grant' && !s.assessment) return notYet(title, ['测算']);
  if (outcome === 'refuse' && d.reason.trim() === '') return refuse('reason.missing', '不予确认决定书须写明理由', { missing: ['理由'] });
  const basis = decisionBasis(k);
  if (!basis.some((b) => b.citation !== undefined)) return refuse('policy.absent', `${title}没有可以引用的依据`, { missing: ['依据'] });
  const remedies = remediesOf(k, d.organ === 'unit');
  if ('refused' in remedies) return remedies;
  // A refusal is served within a limit of its own [HQ-109, HQ-132].
  const limit = (outcome === 'refuse' ? k.find('deadline.serve-refusal') : undefined) ?? k.find('deadline.deliver');
  const shared = {
    title, addressee: k.name(s.facts.applicant), byCounty: d.organ === 'county', paragraphs: k.paragraphs('letter.opening.decided'), facts: [...history(k), ...means(k)], basis,
    working: workingOf(k), remedies, closing: k.paragraphs('letter.contact'), deliverySlip: true, serveBy: limit && k.due(d.on, limit), words: { conclusion: '决定' },
  };
  if (outcome === 'refuse') return { ...shared, conclusion: [...k.paragraphs('letter.refusal'), d.reason, ...judgementParagraphs(k), ...k.paragraphs('letter.refusal.again')] };
  if (c.programme.payment === 'none') return { ...shared, duty: k.text('letter.grant.recognition.duty'), conclusion: [...recognition(k, d.on), ...judgementParagraphs(k)] };
  const once = c.programme.payment === 'once';
  const sum = `${formatYuan(d.monthlyFen)}（人民币${capitalAmount(d.monthlyFen)}）`;
  const amount = { fen: d.monthlyFen, once, text: once ? sum : `每月 ${sum}` };
  const month = d.fromMonth === undefined ? '' : monthText(d.fromMonth);
  return {
    ...shared, amount, fromMonth: d.fromMonth, duty: k.text('letter.duty'),
    conclusion: [...k.paragraphs(once ? 'letter.grant.once' : 'letter.grant', { month }), ...k.paragraphs('letter.grant.amount', { persons: String(s.assessment?.persons ?? s.facts.members.length), amount: amount.text }), ...given(k), ...judgementParagraphs(k)],
  };
}
