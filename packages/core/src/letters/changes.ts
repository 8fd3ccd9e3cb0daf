import { formatDateShortZh } from '../calendar/calendar.ts';
import { CHANGE_GROUND_LABELS } from '../case/changes/payloads.ts';
import { formatYuan } from '../money/fen.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { capitalAmount } from './amount.ts';
import { decisionBasis, remediesOf, workingOf } from './decisions.ts';
import { monthText, notYet, type Kit, type LetterBody } from './kit.ts';

const inWords = (fen: number): string => `${formatYuan(fen)}（人民币${capitalAmount(fen)}）`;

/**
 * A change of the sum, or the end of what was granted: what was paid, what is paid from when, why, and where to turn
 * against it. Nobody is reduced or struck off without a written reason [BQ-31].
 */
function changed(k: Kit, kind: 'adjust' | 'stop'): LetterBody | Refusal {
  const { state: s, context: c } = k.input;
  const title = k.text(kind === 'stop' ? 'letter.title.end' : 'letter.title.change');
  const ch = s.changes?.at(-1);
  if (!ch || ch.kind !== kind) return notYet(title, [kind === 'stop' ? '终止的决定' : '变更的决定']);
  const reason = ch.reason.trim();
  if (reason === '') return refuse('reason.missing', `${title}须写明理由`, { missing: ['理由'] });
  const county = ch.by.post === 'countyLeader' || ch.by.post === 'countyHandler';
  const remedies = remediesOf(k, !county && k.entrustment !== undefined);
  if ('refused' in remedies) return remedies;
  const values = {
    month: monthText(ch.fromMonth), before: formatYuan(ch.fromFen), after: inWords(ch.monthlyFen), ground: CHANGE_GROUND_LABELS[ch.ground],
    how: ch.direction === 'increase' ? '增发' : ch.direction === 'decrease' ? '减发' : '不变', difference: formatYuan(Math.abs(ch.monthlyFen - ch.fromFen)),
  };
  const granted = s.decision ? k.paragraphs('letter.fact.granted', { on: formatDateShortZh(s.decision.on), number: s.decision.number, before: values.before }) : k.paragraphs('letter.fact.imported', { before: values.before });
  const limit = k.find('deadline.deliver');
  return {
    title, addressee: k.name(s.facts.applicant), byCounty: county, paragraphs: k.paragraphs('letter.opening.changed'), facts: [...granted, ...k.paragraphs('letter.fact.changed', { ground: values.ground, reason: k.spoken(reason) })],
    basis: [...k.bases([c.policy.find('change.written-reason', { ...k.scope, on: k.input.date })?.source]), ...decisionBasis(k)],
    conclusion: kind === 'stop' ? [...k.paragraphs('letter.end', values), ...k.paragraphs('letter.end.again')] : k.paragraphs(ch.direction === 'same' ? 'letter.change.same' : 'letter.change', values),
    amount: kind === 'stop' ? undefined : { fen: ch.monthlyFen, once: false, text: `每月 ${values.after}` }, fromMonth: ch.fromMonth, working: workingOf(k),
    duty: kind === 'stop' ? undefined : k.text('letter.duty'), remedies, closing: k.paragraphs('letter.contact'), deliverySlip: true, serveBy: limit && k.due(ch.on, limit), words: { conclusion: '决定' },
  };
}

export const change = (k: Kit): LetterBody | Refusal => changed(k, 'adjust');
export const end = (k: Kit): LetterBody | Refusal => changed(k, 'stop');
