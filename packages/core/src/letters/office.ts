import { formatDateShortZh } from '../calendar/calendar.ts';
import { DELIVERY_LABELS, type DeliveryMethod } from '../case/delivery/payloads.ts';
import type { RelativesDefinition } from '../policy/tables.ts';
import type { Refusal } from '../refusal/refusal.ts';
import { recoveriesOf } from '../case/recovery/evolve.ts';
import { grid, list } from './forms.ts';
import { debtorName } from './recovery.ts';
import { notYet, type Kit, type LetterBody } from './kit.ts';
import { LETTER_TITLES, type LetterKind } from './model.ts';

const unitName = (k: Kit, key: string): string => k.input.context.policy.county.units.find((u) => u.id === key)?.name ?? key;

/** That a member of staff keeps away from a case of a near relative, and who takes it [HQ-37, HQ-193]. */
export function recusal(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, act, date } = k.input;
  const title = k.text('letter.title.recusal');
  if (act?.kind !== 'transferred') return notYet(title, ['回避并转办的登记']);
  const definition = c.policy.find<RelativesDefinition>('relatives.definition', { ...k.scope, on: date });
  const values = { from: k.staffName(act.body.from), by: k.staffName(act.actor.user), to: k.staffName(act.body.to), on: formatDateShortZh(act.on), reason: act.body.reason };
  return {
    title, paragraphs: k.paragraphs('letter.recusal.opening'), conclusion: k.paragraphs('letter.recusal', values),
    basis: k.bases([definition?.source]),
    tables: [grid([['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['回避人员', values.by], ['接办人员', values.to], ['回避日期', values.on], ['原经办人员', values.from]])],
    signers: [{ label: '回避人员' }, { label: '接办人员' }, { label: '负责人' }], words: { conclusion: '决定' },
  };
}

/** The filing of a household with a near relative among staff or cadres: who is related to whom, and the counter-signatures [HQ-193, HQ-194]. */
export function relativeFiling(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, units } = k.input;
  const title = k.text('letter.title.relativeFiling');
  const hits = s.relatives ?? [];
  if (hits.length === 0) return notYet(title, ['近亲属备案的登记']);
  const visit = s.countyVisits?.at(-1);
  const signed = k.input.act?.kind === 'counterSigned' ? k.input.act : undefined;
  return {
    title,
    tables: [
      grid([['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['申请项目', c.programme.name], ['村（社区）', units.village ?? ''], ['住址', s.facts.address], ['家庭人口', `${s.facts.members.length} 人`]]),
      {
        title: '近亲属关系', head: true,
        columns: [{ label: '序号', share: 2, align: 'center' }, { label: '家庭成员', share: 4, align: 'center' }, { label: '关系', share: 4, align: 'center' }, { label: '工作人员或村（居）干部', share: 4, align: 'center', field: '工作人员' }, { label: '备案日期', share: 4, align: 'center' }],
        rows: hits.map((h, i) => [String(i + 1), k.name(h.person), h.relation, h.staff === undefined ? '村（居）干部' : k.staffName(h.staff), formatDateShortZh(h.on)]),
      },
      list([['会签意见', signed ? `${signed.body.text}（${k.staffName(signed.actor.user)}，${formatDateShortZh(signed.on)}）` : ''], ['县级核查', visit ? `${formatDateShortZh(visit.on)}，${visit.visitors.map((u) => k.staffName(u)).join('、')}入户：${visit.consistent ? '与申报一致' : '与申报不一致'}。${visit.findings}` : '']], '意见'),
    ],
    basis: k.bases([c.policy.find('relatives.definition', k.scope)?.source, c.policy.find('relatives.visit-percent', k.scope)?.source]), signers: [{ label: '填报人' }, { label: '会签人' }, { label: '单位负责人' }],
  };
}

/** What goes from one office to the other with a case: every paper by name, and who gave and took it [LH-47]. */
export function handOver(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, act } = k.input;
  const title = k.text('letter.title.handOver');
  const open = s.handOver;
  if (!open) return notYet(title, ['移交的登记']);
  return {
    title, paragraphs: k.paragraphs('letter.handOver', { to: unitName(k, open.unit), reason: open.reason }),
    tables: [
      grid([['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['申请项目', c.programme.name], ['移交单位', unitName(k, s.unit)], ['接收单位', unitName(k, open.unit)], ['移交日期', formatDateShortZh(open.on)], ['移交人', act ? k.staffName(act.actor.user) : ''], ['材料件数', `${open.papers.length} 件`]]),
      {
        title: '移交材料', head: true, columns: [{ label: '序号', share: 1, align: 'center' }, { label: '材料名称', share: 8, align: 'left' }, { label: '备注', share: 4, align: 'left' }],
        rows: open.papers.map((p, i) => [String(i + 1), p, '']),
      },
    ],
    basis: k.bases([c.programme.source]), signers: [{ label: '移交人' }, { label: '接收人' }, { label: '监交人' }],
  };
}

/** How one letter reached whom it was for: method, day, receiver, and what proves it [HQ-109, HQ-128, HQ-132]. */
export function deliveryReceipt(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, act } = k.input;
  const title = k.text('letter.title.deliveryReceipt');
  if (act?.kind !== 'delivered' && act?.kind !== 'letterDelivered') return notYet(title, ['送达的登记']);
  const kind: LetterKind = act.kind === 'letterDelivered' ? act.body.kind : s.decision?.outcome === 'refuse' ? 'refusal' : 'grant';
  const p = act.body;
  // What is owed back is served on whoever owes it.
  const debt = act.kind === 'letterDelivered' ? recoveriesOf(s).find((r) => [r.established?.number, ...r.reminders.map((x) => x.number), ...r.waivers.map((x) => x.number)].includes(act.body.number)) : undefined;
  const served = debt ? debtorName(k, debt) : k.name(s.facts.applicant);
  return {
    title,
    tables: [
      grid([['送达文书', LETTER_TITLES[kind]], ['文书文号', act.kind === 'letterDelivered' ? act.body.number : (s.decision?.number ?? '')], ['受送达人', served], ['案号', s.number], ['送达方式', DELIVERY_LABELS[p.method as DeliveryMethod]], ['送达日期', formatDateShortZh(p.on)], ['收件人', p.receiver], ['送达登记人', k.staffName(act.actor.user)]]),
      list([['见证人', p.witness ?? ''], ['邮件编号', p.tracking ?? ''], ['代为送达人', p.helper ?? ''], ['送达照片', p.photos.length === 0 ? '' : `${p.photos.length} 张，随案存档`], ['备注', '']], '送达凭证'),
    ],
    basis: k.bases([c.policy.find('delivery.proof', { ...k.scope, on: k.input.date })?.source]), signers: [{ label: '受送达人' }, { label: '送达人' }, { label: '见证人' }],
  };
}
