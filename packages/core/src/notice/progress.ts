import { formatDateShortZh } from '../calendar/calendar.ts';
import { missingDocuments } from '../case/documents.ts';
import { deadlines } from '../case/deadlines.ts';
import { addUnit, openSteps, scopeOf, type CaseContext } from '../case/procedure.ts';
import type { CaseState } from '../case/state.ts';
import { formatYuan } from '../money/fen.ts';
import type { StepId } from '../policy/model.ts';

/** Where a case stands, in the applicant's words. Dates are Shanghai dates; `provisional` where a year's holidays are not yet published. */
export interface Progress {
  readonly sentence: string;
  /** By when the next thing must happen, and what it is. */
  readonly next?: { readonly what: string; readonly due: string; readonly provisional: boolean; readonly late: boolean } | undefined;
  /** What is asked of the household now. */
  readonly asked: readonly { readonly text: string; readonly due?: string | undefined; readonly kind: 'papers' | 'explanation' | 'sign' }[];
  /** When the whole application must be decided. */
  readonly whole?: string | undefined;
}

/** What the office is doing, by the step that is open. Steps after the decision have words of their own below. */
const DOING: Partial<Record<StepId, readonly [now: string, what: string]>> = {
  accept: ['正在看材料是否齐全', '受理或者一次性告知要补的材料'], authorise: ['等家里人签核对授权书', '签齐核对授权书'], verify: ['正在核对家庭经济状况', '完成信息核对'],
  investigate: ['准备上门调查', '完成入户调查'], selfCare: ['准备评估生活自理能力', '完成评估'], appraise: ['准备民主评议', '开民主评议会'], assess: ['正在测算收入和保障金', '完成测算'],
  opine: ['正在提出初审意见', '提出初审意见'], notice: ['准备公示', '张贴公示'], countyReview: ['已报区县审核', '完成区县审核'], countyNotice: ['准备由区县公示', '张贴公示'], counterSign: ['正在会签', '完成会签'],
  countyVisit: ['区县准备上门核查', '完成上门核查'], deliberate: ['正在集体研究', '完成集体研究'], signReport: ['正在集体研究', '完成集体研究'], leadership: ['正在集体研究', '完成集体研究'], meeting: ['正在集体研究', '完成集体研究'],
  care: ['正在落实供养和照料', '落实供养和照料'], review: ['正在复审', '提出复审意见'], agree: ['正在复审', '提出复审意见'], decide: ['等待作出决定', '作出决定'],
};

const monthText = (m: string): string => `${Number(m.slice(0, 4))}年${Number(m.slice(5, 7))}月`;

function decided(s: CaseState, c: CaseContext): string {
  const d = s.decision;
  const delivered = s.delivery ? '' : '决定书正在送达。';
  if (s.status === 'refused') return `您的申请没有通过，理由和不服怎么办都写在决定书上。${delivered}`;
  if (!d) return '您家已经享受救助。';
  const sum = d.monthlyFen === 0 ? '' : c.programme.payment === 'once' ? `，一次性发给 ${formatYuan(d.monthlyFen)}` : `，每月 ${formatYuan(d.monthlyFen)}`;
  return `您的申请通过了${sum}${d.fromMonth ? (c.programme.payment === 'once' ? `，${monthText(d.fromMonth)}发放` : `，从${monthText(d.fromMonth)}起`) : ''}。${delivered}`;
}

/** The state of a case in one sentence, what must happen next and by when, and what is asked of the household [HQ-14]. */
export function progress(s: CaseState, c: CaseContext): Progress {
  const all = deadlines(s, c);
  const whole = all.find((d) => d.id === 'case' && !d.finishedOn)?.due;
  if (s.status === 'withdrawn') return { sentence: `您已于${formatDateShortZh(s.closedOn ?? s.applicationDate)}撤回申请。`, asked: [] };
  if (s.status === 'abandoned') return { sentence: '这件申请已经终止，原因写在告知书上。', asked: [] };
  const open = openSteps(s, c);
  const dueOf = (step: StepId): Progress['next'] => {
    const d = all.find((x) => x.step === step && !x.finishedOn) ?? all.find((x) => x.id === 'case' && !x.finishedOn);
    return d && { what: DOING[step]?.[1] ?? '办理下一步', due: d.due, provisional: d.provisional, late: c.today > d.due };
  };
  if (s.status === 'granted' || s.status === 'refused') {
    const d = open.some((r) => r.step === 'deliver') ? all.find((x) => x.step === 'deliver' && !x.finishedOn) : undefined;
    return { sentence: decided(s, c), asked: [], ...(d ? { next: { what: '把决定书送到您手上', due: d.due, provisional: d.provisional, late: c.today > d.due } } : {}) };
  }
  const asked: Progress['asked'][number][] = [];
  if (!s.done.accept && s.told) {
    const missing = missingDocuments(s, c);
    if (missing.length > 0) asked.push({ kind: 'papers', text: `请补交：${missing.map((m) => m.name).join('、')}` });
  }
  const d = s.verification.discrepancy;
  if (d && !d.explained) {
    const limit = c.policy.find<number>('deadline.explain', scopeOf(s));
    const due = limit && d.deliveredOn ? addUnit(c, d.deliveredOn, limit).date : undefined;
    asked.push({ kind: 'explanation', text: `请说明：${d.text}`, due });
  }
  const running = s.notices.at(-1);
  if (running && running.closedOn === undefined)
    return { sentence: `您的申请正在公示，公示到${formatDateShortZh(running.until)}。没有异议的，接着办理复审和确认。`, next: { what: '公示期满', due: running.until, provisional: running.provisional, late: false }, asked, whole };
  const first = open[0]?.step;
  if (first === 'authorise' && s.done.accept) asked.push({ kind: 'sign', text: '请家里的成年人和赡养、抚养、扶养义务人到窗口签核对授权书' });
  const now = asked.some((a) => a.kind === 'explanation') ? '核对到与申报不一致的情况，等您说明' : asked.some((a) => a.kind === 'papers') ? '材料还不齐，等您补交' : first ? (DOING[first]?.[0] ?? '正在办理') : '正在办理';
  return { sentence: s.done.accept ? `您的申请已受理，${now}。` : `您的申请已登记，${now}。`, next: first ? dueOf(first) : undefined, asked, whole };
}
