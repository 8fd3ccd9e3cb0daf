import { formatDateShortZh } from '../calendar/calendar.ts';
import { deadlines, isLate } from '../case/deadlines.ts';
import { procedureOf, required, STEP_LABELS, type CaseContext } from '../case/procedure.ts';
import type { CaseState } from '../case/state.ts';
import { formatYuan } from '../money/fen.ts';
import type { Entrustment, Jurisdiction, Source, StepId } from '../policy/model.ts';
import { citation } from '../refusal/refusal.ts';
import { pageSpan, type Entry } from './catalogue.ts';
import { askedRows, hashPart, type Asked, type FrontModel, type FrontPart } from './front.ts';

/** Before whom the decision is defended. */
export type Hearing = 'reconsideration' | 'litigation';

export interface HearingInput {
  readonly kind: Hearing;
  readonly state: CaseState;
  readonly context: CaseContext;
  readonly entries: readonly Entry[];
  readonly pages: number;
  readonly applicant: string;
  readonly idNumberMasked: string;
  readonly unit: string;
  readonly jurisdiction: Pick<Jurisdiction, 'fullName' | 'bureau' | 'reconsideration' | 'court'>;
  readonly entrustment?: Entrustment | undefined;
  readonly asked: Asked;
}

const zh = formatDateShortZh;

/** What a paper of a step is put forward to prove. */
const PROVES: Partial<Record<StepId, string>> = {
  accept: '申请人提出申请、提交材料，以及受理或一次告知补正的情况', authorise: '申请家庭成员授权核对家庭经济状况', verify: '家庭经济状况核对的经过与结果', investigate: '入户调查的人员、方式与查明的事实',
  appraise: '民主评议的到会人数与结果', assess: '家庭收入、财产的测算', opine: '初审意见', notice: '初审结果公示的地点与起止日期', countyReview: '县级审核', countyNotice: '县级公示', review: '审核复核', agree: '负责人同意', meeting: '集体研究',
  decide: '决定的内容、依据与理由，并告知救济途径', deliver: '决定书依法送达', publish: '长期公布', file: '备案',
};

const provesOf = (e: Entry): string => (e.kind === 'log' ? '办理全过程逐步留痕' : ((e.step && (PROVES[e.step] ?? STEP_LABELS[e.step])) ?? '与本案有关的其他事实'));
const sourceOf = (e: Entry, unit: string): string => (e.kind === 'log' ? '办理系统生成' : e.kind === 'letter' ? `${unit}制作` : e.application ? '申请人提供' : `${unit}调查取得`);

/** The authority that answers: whoever entrusts, never the unit that acted for it (行政复议法、行政诉讼法：委托的行政机关为被申请人、被告). */
export const respondentOf = (i: Pick<HearingInput, 'state' | 'entrustment' | 'jurisdiction'>): string => (i.state.decision?.organ === 'unit' && i.entrustment ? i.entrustment.entrusting : i.jurisdiction.bureau);

/** Rules that the case was handled by, each once, with what the text says; all in force on the day of application. */
function legalBasis(s: CaseState, c: CaseContext): readonly (readonly string[])[] {
  const p = procedureOf(s, c);
  const used: (readonly [string, Source | undefined])[] = [
    ['项目', c.programme.source], ['程序', p.source],
    ...p.steps.filter((r) => required(r, s, c)).map((r) => [r.label ?? STEP_LABELS[r.step], r.source] as const),
    ...deadlines(s, c).map((d) => [`${d.label}时限`, d.parameter.source] as const),
    ...(s.assessment?.lines ?? []).map((l) => ['测算', l.source] as const),
  ];
  const rows = new Map<string, { what: Set<string>; cited: string; quote: string; dates: string }>();
  for (const [what, source] of used) {
    if (!source) continue;
    const cited = citation(c.policy, source) ?? '（无明文，待本地确认）';
    const key = `${cited}|${source.quote ?? source.assumption ?? ''}`;
    const i = source.instrument ? c.policy.instrument(source.instrument) : undefined;
    const row = rows.get(key) ?? { what: new Set<string>(), cited, quote: source.quote ?? (source.instrument ? '' : (source.assumption ?? '')), dates: i?.from ? `${i.from} 起${i.to ? `，至 ${i.to}` : ''}` : '' };
    row.what.add(what);
    rows.set(key, row);
  }
  return [...rows.values()].map((r) => [[...r.what].join('、'), r.cited, r.quote, r.dates]);
}

/** Every statutory limit of the case: when it began, when it ended, whether it was kept. */
function timeline(s: CaseState, c: CaseContext): readonly (readonly string[])[] {
  return deadlines(s, c).map((d) => {
    const late = isLate(d, c);
    const met = d.finishedOn === undefined ? (late ? '逾期未办' : '进行中') : late ? '逾期' : '按期';
    return [d.label, d.from, `${d.parameter.value} ${d.parameter.unit === 'wd' ? '个工作日' : d.parameter.unit === 'hour' ? '小时' : '日'}`, `${d.due}${d.provisional ? '（暂定）' : ''}`, d.finishedOn ?? '—', met];
  });
}

const DELIVERY: Readonly<Record<string, string>> = { inPerson: '直接送达', left: '留置送达', post: '邮寄送达', village: '由村（居）民委员会转交', refusedWithWitness: '当事人拒绝签收，由见证人见证留置' };

/** Decision, delivery and entrustment in sentences. */
function said(i: HearingInput): FrontPart[] {
  const { state: s, entrustment: e } = i;
  const d = s.decision;
  return [
    { title: '被诉（被申请）的决定', paragraphs: d ? [`${d.number}，${zh(d.on)}作出，${d.outcome === 'grant' ? `确认，${formatYuan(d.monthlyFen)}` : `不予确认，理由：${d.reason}`}。`] : ['本案尚未作出决定。'] },
    { title: '送达', paragraphs: s.delivery ? [`${zh(s.delivery.on)}${DELIVERY[s.delivery.method] ?? s.delivery.method}。送达回证及影像见证据目录中“送达”各件。`] : ['没有送达记录。'] },
    { title: '委托', paragraphs: d?.organ === 'unit' && e ? [`决定由${i.unit}以${e.entrusting}委托作出：委托书 ${e.number}，自 ${e.from} 起${e.to ? `至 ${e.to}` : ''}，签署：${e.signatories.join('、')}。受委托单位的行为后果由委托机关承担，${e.entrusting}为${i.kind === 'litigation' ? '被告' : '被申请人'}。`] : [`决定由${i.jurisdiction.bureau}作出，没有委托。`] },
  ];
}

/** Everything before the papers of a bundle for 行政复议 or 行政诉讼: evidence list, law of the day of application, course and limits, decision, delivery, entrustment. */
export function hearingFront(i: HearingInput): FrontModel {
  const { state: s, context: c } = i;
  const who = i.kind === 'litigation' ? '被告' : '被申请人';
  return {
    cover: {
      title: i.kind === 'litigation' ? '行政诉讼证据材料' : '行政复议答复证据材料', subtitle: c.programme.name,
      rows: [[who, respondentOf(i)], ...(s.decision?.organ === 'unit' && i.entrustment ? [['受委托办理单位', i.unit] as const] : []), [i.kind === 'litigation' ? '原告' : '申请人', `${i.applicant}　${i.idNumberMasked}`], [i.kind === 'litigation' ? '人民法院' : '复议机关', i.kind === 'litigation' ? i.jurisdiction.court : i.jurisdiction.reconsideration], ['案号', s.number], ['决定文号', s.decision?.number ?? '—'], ['证据', `${i.entries.length} 件，共 ${i.pages} 页`], ...askedRows(i.asked)],
      note: '原告（申请人）姓名以外的个人信息请按规定遮盖后公开。',
    },
    parts: [
      { title: '证据目录', paragraphs: [], table: { small: false, columns: [{ label: '序号', share: 1.2, align: 'center' }, { label: '证据名称', share: 5.4, align: 'left' }, { label: '来源', share: 3.6, align: 'left' }, { label: '证明内容', share: 6.4, align: 'left' }, { label: '页次', share: 1.9, align: 'center' }], rows: i.entries.map((e) => [String(e.no), `${e.title}${e.number ? `（${e.number}）` : ''}`, sourceOf(e, i.unit), provesOf(e), pageSpan(e)]) } },
      { title: `法律依据（申请日 ${s.applicationDate} 有效）`, paragraphs: [], table: { small: true, columns: [{ label: '用于', share: 3, align: 'left' }, { label: '依据', share: 5, align: 'left' }, { label: '原文（无明文的写明所依的推定）', share: 7, align: 'left' }, { label: '施行', share: 2.6, align: 'left' }], rows: legalBasis(s, c) } },
      { title: '程序经过与时限', paragraphs: [`${zh(s.applicationDate)}申请${s.closedOn ? `，${zh(s.closedOn)}办结` : ''}。逐步经过见“卷内流转记录”。`], table: { small: false, columns: [{ label: '时限', share: 4, align: 'left' }, { label: '起算', share: 2.6, align: 'left' }, { label: '期限', share: 2.6, align: 'left' }, { label: '届满', share: 3, align: 'left' }, { label: '完成', share: 2.6, align: 'left' }, { label: '结果', share: 2, align: 'center' }], rows: timeline(s, c) } },
      ...said(i), hashPart(i.entries),
    ],
    foot: `${s.number}　${i.kind === 'litigation' ? '行政诉讼证据' : '行政复议证据'}`, author: respondentOf(i), date: c.today,
  };
}

