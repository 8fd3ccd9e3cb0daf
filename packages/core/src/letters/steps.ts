import { formatDateShortZh } from '../calendar/calendar.ts';
import { deadlines } from '../case/deadlines.ts';
import { procedureOf } from '../case/procedure.ts';
import { missingAtAcceptance } from '../case/aid/clock.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { findVerificationItem } from '../verification/items.ts';
import { remediesOf } from './decisions.ts';
import { list } from './forms.ts';
import { dayUnit, noRule, notYet, type Kit, type LetterBody } from './kit.ts';
import type { LetterTable } from './model.ts';

const materialColumns = (third: string): LetterTable['columns'] => [
  { label: '序号', share: 1, align: 'center' }, { label: '材料名称', share: 6, align: 'left' }, { label: third, share: 5, align: 'left' },
];

/** A platform may name an item of its own; it is printed as it came. */
const itemName = (id: string): string => findVerificationItem(id)?.name ?? id;

const documentName = (k: Kit, id: string): string => k.input.context.programme.documents.find((d) => d.id === id)?.name ?? id;

/** The limit of the whole case as it stands now: with the extension, under the procedure of the day. */
function wholeCase(k: Kit): { readonly days: string; readonly dayUnit: string; readonly due: string } | undefined {
  const d = deadlines(k.input.state, k.input.context).find((x) => x.id === 'case');
  return d && { days: String(d.parameter.value), dayUnit: dayUnit(d.parameter), due: k.marked(d.due, d.provisional) };
}

/** Acceptance with its receipt: what was handed over, and by when the case must be finished. */
export function receipt(k: Kit): LetterBody | Refusal {
  const { state: s } = k.input;
  const title = k.text('letter.title.receipt');
  if (!s.done.accept || s.receipt === undefined) return notYet(title, ['受理']);
  const limit = wholeCase(k);
  if (!limit) return noRule('deadline.case');
  const late = missingAtAcceptance(s, k.input.context);
  return {
    title, addressee: k.name(s.facts.applicant), paragraphs: k.paragraphs('letter.opening'),
    conclusion: [...(late.length > 0 ? k.paragraphs('letter.receipt.urgent', { missing: late.map((d) => d.name).join('、') }) : k.paragraphs('letter.receipt')), ...k.paragraphs('letter.receipt.limit', { acceptedOn: formatDateShortZh(s.done.accept.on), ...limit }), ...k.paragraphs('letter.receipt.next')],
    tables: [{ title: '已收材料', columns: materialColumns('收到日期'), head: true, rows: Object.entries(s.materials).map(([id, m], i) => [String(i + 1), documentName(k, id), formatDateShortZh(m.on)]) }],
    closing: k.paragraphs('letter.contact'), signers: [{ label: '经办人' }, { label: '申请人（代理人）' }], words: { conclusion: '受理' },
  };
}

/** The applicant's code, on a slip of its own: handed over at the counter and kept in no file, so that reading a case does not give away the key to it. */
export function accessSlip(k: Kit): LetterBody | Refusal {
  const title = k.text('letter.title.accessSlip');
  const { state: s, accessCode } = k.input;
  if (!s.done.accept || accessCode === undefined) return notYet(title, ['受理']);
  return {
    title, addressee: k.name(s.facts.applicant), tables: [list([['案号', s.number], ['查询码', accessCode]], '查询码')],
    conclusion: [...k.paragraphs('letter.accessSlip', { accessCode }), ...k.paragraphs('letter.contact')], signers: [{ label: '领取人' }], unsealed: true, words: { conclusion: '怎样使用' },
  };
}

/** Everything that is missing, told once and in one paper [HQ-96]. */
export function supplement(k: Kit): LetterBody | Refusal {
  const { state: s, context: c } = k.input;
  const title = k.text('letter.title.supplement');
  if (!s.told || s.told.missing.length === 0) return notYet(title, ['一次性告知补正']);
  const rule = (id: string): string => {
    const source = c.programme.documents.find((d) => d.id === id)?.source;
    return source ? k.basis(source).text : '';
  };
  return {
    title, addressee: k.name(s.facts.applicant), paragraphs: k.paragraphs('letter.opening'), conclusion: k.paragraphs('letter.missing'),
    basis: k.bases([c.policy.find('materials.tell-once', k.scope)?.source, c.policy.find('materials.no-repeat', k.scope)?.source]),
    tables: [{ title: '需补齐的材料', columns: materialColumns('依据'), head: true, rows: s.told.missing.map((id, i) => [String(i + 1), documentName(k, id), rule(id)]) }],
    closing: [...k.paragraphs('letter.missing.closing'), ...k.paragraphs('letter.contact')], deliverySlip: true, words: { conclusion: '告知事项' },
  };
}

/** What does not agree with the declaration, and by when it can be explained [HQ-105, HQ-106]. */
export function discrepancy(k: Kit): LetterBody | Refusal {
  const { state: s } = k.input;
  const title = k.text('letter.title.discrepancy');
  const d = s.verification.discrepancy;
  if (!d) return notYet(title, ['不符的核对报告', '告知书的登记']);
  const limit = k.find('deadline.explain');
  if (!limit) return noRule('deadline.explain');
  const report = s.verification.report;
  const found = report?.contradictions ?? [];
  return {
    title, addressee: k.name(s.facts.applicant), paragraphs: k.paragraphs('letter.opening'),
    facts: [...(report ? [k.text('letter.fact.report', { issuer: report.issuer, issuedOn: formatDateShortZh(report.issuedOn), report: report.number })] : []), k.spoken(d.text)],
    basis: k.bases([limit.source]),
    conclusion: [...k.paragraphs('letter.discrepancy', { days: String(limit.value), dayUnit: dayUnit(limit) }), ...(d.deliveredOn === undefined ? [] : k.paragraphs('letter.discrepancy.limit', { deliveredOn: formatDateShortZh(d.deliveredOn), due: k.due(d.deliveredOn, limit) }))],
    tables: found.length === 0 ? [] : [{
      title: '与申报不符的项目', head: true,
      columns: [{ label: '序号', share: 1, align: 'center' }, { label: '姓名', share: 2, align: 'center' }, { label: '项目', share: 3, align: 'left' }, { label: '核对情况', share: 6, align: 'left' }],
      rows: found.map((x, i) => [String(i + 1), k.name(x.person), itemName(x.item), k.spoken(x.text)]),
    }],
    closing: k.paragraphs('letter.contact'), deliverySlip: true, words: { facts: '核对情况', conclusion: '告知事项' },
  };
}

export function extension(k: Kit): LetterBody | Refusal {
  const { state: s } = k.input;
  const title = k.text('letter.title.extension');
  if (!s.extended || !s.done.accept) return notYet(title, ['延长办理期限的登记']);
  const rule = k.find('deadline.case.extended');
  const limit = wholeCase(k);
  if (!rule || !limit) return noRule('deadline.case.extended');
  return {
    title, addressee: k.name(s.facts.applicant), byCounty: s.extended.byCounty, paragraphs: k.paragraphs('letter.opening'), basis: k.bases([rule.source]),
    conclusion: [...k.paragraphs('letter.extension', limit), s.extended.reason, ...k.paragraphs('letter.extension.limit', { ...limit, acceptedOn: formatDateShortZh(s.done.accept.on) })],
    closing: k.paragraphs('letter.contact'), deliverySlip: true, words: { conclusion: '告知事项' },
  };
}

/**
 * The end of a case without decision. Who withdrew asked for it; a case treated as given up (视为放弃) is ended against the
 * applicant, so that letter must state its ground and the remedies.
 */
export function withdrawal(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, ground } = k.input;
  const given = s.status === 'abandoned';
  const title = k.text(given ? 'letter.title.abandoned' : 'letter.title.withdrawn');
  if (s.closedOn === undefined || (s.status !== 'withdrawn' && !given)) return notYet(title, ['撤回或者视为放弃的登记']);
  if (ground === undefined || ground.trim() === '') return refuse('reason.missing', `${title}须写明${given ? '事由' : '原因'}`, { missing: [given ? '事由' : '原因'] });
  const remedies = given ? remediesOf(k, k.entrustment !== undefined) : undefined;
  if (remedies && 'refused' in remedies) return remedies;
  const values = { closedOn: formatDateShortZh(s.closedOn), ground };
  return {
    title, addressee: k.name(s.facts.applicant), paragraphs: k.paragraphs('letter.opening'), basis: k.bases([c.programme.source, procedureOf(s, c).source]), remedies,
    conclusion: given ? [...k.paragraphs('letter.abandoned', values), ...k.paragraphs('letter.abandoned.again')] : [...k.paragraphs('letter.withdrawn', values), ...k.paragraphs('letter.withdrawn.again')],
    closing: k.paragraphs('letter.contact'), deliverySlip: true, words: { conclusion: '处理' },
  };
}
