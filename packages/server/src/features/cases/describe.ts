import type { ActionKind } from '@doudi/core/case/actions';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { StepId } from '@doudi/core/policy/model';
import { formatYuan } from '@doudi/core/money/fen';

type Body = Record<string, unknown>;
const str = (b: Body, k: string): string => (typeof b[k] === 'string' ? b[k] : '');
const num = (b: Body, k: string): number => (typeof b[k] === 'number' ? b[k] : 0);
const list = (b: Body, k: string): unknown[] => (Array.isArray(b[k]) ? b[k] : []);

/** One line that says what an action did, for the log on the case page. */
export function describe(kind: ActionKind, b: Body, name: (id: string) => string): string {
  switch (kind) {
    case 'routed':
      return `${b['organ'] === 'county' ? '由县级确认' : '由本级确认'}：${str(b, 'reason')}`;
    case 'missingTold':
      return `缺 ${list(b, 'missing').length} 项`;
    case 'materialsReceived':
      return `收到 ${list(b, 'materials').length} 项`;
    case 'accepted':
      return `回执 ${str(b, 'receipt')}`;
    case 'authorisationSigned':
      return `${list(b, 'persons').length} 人签署`;
    case 'verificationRequested':
      return `第 ${num(b, 'round')} 次`;
    case 'verificationReported':
      return `${str(b, 'number')}，疑点 ${list(b, 'contradictions').length} 项，未覆盖 ${list(b, 'uncovered').length} 项`;
    case 'verificationTrouble':
      return str(b, 'text');
    case 'discrepancyExplained':
      return `${b['late'] === true ? '逾期说明：' : ''}${str(b, 'text')}`;
    case 'investigated':
      return `${str(b, 'on')}，${list(b, 'investigators').map((x) => name(String(x))).join('、')}`;
    case 'met':
      return `应到 ${num(b, 'expected')} 实到 ${num(b, 'present')}，同意 ${num(b, 'votesFor')}，${b['passed'] === true ? '通过' : '未通过'}`;
    case 'assessed': {
      const r = b['result'] as { eligible?: boolean; monthlyFen?: number } | undefined;
      return r?.eligible ? `符合条件，${formatYuan(r.monthlyFen ?? 0)}` : '不符合条件';
    }
    case 'opined':
      return b['outcome'] === 'grant' ? `拟确认 ${formatYuan(num(b, 'monthlyFen'))}` : '拟不予确认';
    case 'noticePosted':
      return `${str(b, 'place')}，至 ${str(b, 'until')}${b['provisional'] === true ? '（暂定）' : ''}`;
    case 'objected':
      return `${b['major'] === true ? '较大争议：' : ''}${str(b, 'text')}`;
    case 'decided':
      return b['outcome'] === 'grant' ? `确认 ${formatYuan(num(b, 'monthlyFen'))}，自 ${str(b, 'fromMonth')} 起，${str(b, 'number')}` : `不予确认：${str(b, 'reason')}，${str(b, 'number')}`;
    case 'returned':
      return `退回“${STEP_LABELS[str(b, 'step') as StepId] ?? ''}”：${str(b, 'reason')}`;
    case 'transferred':
      return `${name(str(b, 'from'))} → ${name(str(b, 'to'))}：${str(b, 'reason')}`;
    case 'countyReviewed': case 'reviewed': case 'agreed':
      return `${b['outcome'] === 'agree' ? '同意' : '退回'}${str(b, 'text') ? `：${str(b, 'text')}` : ''}`;
    case 'applied': case 'materialRequired': case 'verificationForwarded': case 'discrepancyNotified': case 'explanationMissed': case 'simplified': case 'noticeClosed': case 'delivered':
    case 'published': case 'filed': case 'withdrawn': case 'abandoned': case 'extended':
      return str(b, 'text') || str(b, 'reason') || str(b, 'ground') || str(b, 'grounds') || str(b, 'note') || str(b, 'place');
  }
}
