import { formatDateShortZh } from '../calendar/calendar.ts';
import { recoveriesOf, sums, type Recovery } from '../case/recovery/evolve.ts';
import { rulesOf } from '../case/recovery/rules.ts';
import { formatYuan } from '../money/fen.ts';
import { DEBTOR_LABELS, ITEM_LABELS, PRORATION_LABELS, RECOVERY_GROUND_LABELS, type ClaimLine } from '../recovery/model.ts';
import { isRefusal, type Refusal } from '../refusal/refusal.ts';
import type { Source } from '../policy/model.ts';
import { capitalAmount } from './amount.ts';
import { remediesOf } from './decisions.ts';
import { monthText, notYet, type Kit, type LetterBody } from './kit.ts';
import type { LetterTable } from './model.ts';

/** Letters about what was overpaid: notice, reminder, agreement on instalments, waiver, hand-over to another organ [HQ-188]. */

const inWords = (fen: number): string => `${formatYuan(fen)}（人民币${capitalAmount(fen)}）`;

/** The recovery that the letter's act is about. */
function about(k: Kit): Recovery | undefined {
  const body = k.input.act?.body as { readonly recovery?: string } | undefined;
  const all = recoveriesOf(k.input.state);
  return all.find((r) => r.id === body?.recovery) ?? all.at(-1);
}

/** Name of whoever owes it. */
export const debtorName = (k: Kit, r: Recovery): string => (r.debtor.person === undefined ? (r.debtor.name ?? '') : k.name(r.debtor.person));

const lineKind = (l: ClaimLine): string => (l.kind === 'money' ? '发放' : ITEM_LABELS[l.kind]);

const working = (r: Recovery): LetterTable => ({
  title: '追回明细', head: true,
  columns: [{ label: '月份', share: 4, align: 'center' }, { label: '种类', share: 4, align: 'center' }, { label: '已发放', share: 4, align: 'right' }, { label: '应发放', share: 4, align: 'right' }, { label: '应追回', share: 4, align: 'right' }, { label: '说明', share: 8, align: 'left' }],
  rows: r.claims.map((l) => [monthText(l.month), lineKind(l), formatYuan(l.paidFen), formatYuan(l.entitledFen), formatYuan(l.claimFen), l.text]),
});

const sourcesOf = (k: Kit, r: Recovery): readonly (Source | undefined)[] => {
  const at = { ...k.scope, on: k.input.date };
  const p = k.input.context.policy;
  return [p.find(r.ground === 'fraud' ? 'recovery.basis-fraud' : 'recovery.basis-other', at)?.source];
};

interface Frame {
  readonly r: Recovery;
  readonly base: Pick<LetterBody, 'title' | 'addressee' | 'byCounty' | 'basis' | 'closing'>;
  readonly values: Readonly<Record<string, string>>;
}

/** What all of them share; each names the sum, why, and who owes it in which capacity. */
function frame(k: Kit, titleKey: Parameters<Kit['text']>[0]): Frame | Refusal {
  const r = about(k);
  const title = k.text(titleKey);
  if (!r || !r.established) return notYet(title, ['认定应追回']);
  const now = sums(r);
  const who = k.input.act?.actor.post;
  return {
    r,
    base: { title, addressee: debtorName(k, r), byCounty: who === 'countyHandler' || who === 'countyLeader', basis: k.bases(sourcesOf(k, r)), closing: k.paragraphs('letter.contact') },
    values: {
      ground: RECOVERY_GROUND_LABELS[r.ground], since: formatDateShortZh(r.since), due: inWords(now.dueFen), outstanding: inWords(now.outstandingFen), recovered: formatYuan(now.recoveredFen), waived: formatYuan(now.waivedFen),
      debtor: debtorName(k, r), capacity: DEBTOR_LABELS[r.debtor.kind], number: r.established.number, on: formatDateShortZh(r.established.on), payBy: r.payBy === undefined ? '' : formatDateShortZh(r.payBy), proration: PRORATION_LABELS[r.proration],
    },
  };
}

export function recoveryNotice(k: Kit): LetterBody | Refusal {
  const f = frame(k, 'letter.title.recoveryNotice');
  if (isRefusal(f)) return f;
  const remedies = remediesOf(k, f.base.byCounty !== true && k.entrustment !== undefined);
  if ('refused' in remedies) return remedies;
  return {
    ...f.base, paragraphs: k.paragraphs('letter.recovery.opening', f.values), facts: [k.spoken(f.r.text), ...k.paragraphs('letter.recovery.fact', f.values)], conclusion: k.paragraphs('letter.recovery.demand', f.values),
    amount: { fen: sums(f.r).dueFen, once: true, text: f.values['due'] ?? '' }, tables: [working(f.r)], remedies, deliverySlip: true, words: { conclusion: '决定' },
  };
}

export function recoveryReminder(k: Kit): LetterBody | Refusal {
  const f = frame(k, 'letter.title.recoveryReminder');
  if (isRefusal(f)) return f;
  const last = f.r.reminders.at(-1);
  if (!last) return notYet(f.base.title, ['发出催告']);
  return { ...f.base, facts: [k.spoken(last.text)], conclusion: k.paragraphs('letter.recovery.reminder', f.values), amount: { fen: sums(f.r).outstandingFen, once: true, text: f.values['outstanding'] ?? '' }, deliverySlip: true, words: { conclusion: '催告' } };
}

export function instalmentAgreement(k: Kit): LetterBody | Refusal {
  const f = frame(k, 'letter.title.instalmentAgreement');
  if (isRefusal(f)) return f;
  const plan = f.r.plan;
  if (!plan) return notYet(f.base.title, ['签订分期协议']);
  return {
    ...f.base, conclusion: k.paragraphs('letter.recovery.instalments', { ...f.values, count: String(plan.instalments.length), signedOn: formatDateShortZh(plan.signedOn) }),
    tables: [{ title: '退还计划', head: true, columns: [{ label: '期次', share: 2, align: 'center' }, { label: '退还日期', share: 5, align: 'center' }, { label: '金额', share: 5, align: 'right' }], rows: plan.instalments.map((p, i) => [String(i + 1), formatDateShortZh(p.due), formatYuan(p.fen)]) }],
    signers: [{ label: '退还人' }, { label: '经办人' }], words: { conclusion: '约定' },
  };
}

export function waiverDecision(k: Kit): LetterBody | Refusal {
  const f = frame(k, 'letter.title.waiverDecision');
  if (isRefusal(f)) return f;
  const w = f.r.waivers.at(-1);
  if (!w || w.number === '') return notYet(f.base.title, ['决定免除']);
  const ground = rulesOf(k.input.state, k.input.context).waiverGrounds.find((g) => g.id === w.ground)?.label ?? w.ground;
  const limit = k.input.context.policy.find('recovery.waiver-limit', { ...k.scope, on: k.input.date });
  return {
    ...f.base, basis: k.bases([...sourcesOf(k, f.r), limit?.source]), facts: [k.spoken(w.reason), `${ground}。`], conclusion: [...k.paragraphs('letter.recovery.waiver', { ...f.values, sum: inWords(w.fen) }), k.spoken(w.text)],
    amount: { fen: w.fen, once: true, text: inWords(w.fen) }, deliverySlip: true, words: { conclusion: '决定' },
  };
}

export function referralLetter(k: Kit): LetterBody | Refusal {
  const f = frame(k, 'letter.title.referralLetter');
  if (isRefusal(f)) return f;
  const e = f.r.escalations.at(-1);
  if (!e) return notYet(f.base.title, ['移送有关机关']);
  return { ...f.base, addressee: e.organ, facts: [k.spoken(e.text), ...k.paragraphs('letter.recovery.fact', f.values)], conclusion: k.paragraphs('letter.recovery.referral', { ...f.values, organ: e.organ }), amount: { fen: sums(f.r).outstandingFen, once: true, text: f.values['outstanding'] ?? '' }, tables: [working(f.r)], words: { conclusion: '移送事项' } };
}
