import type { ActionKind } from '@doudi/core/case/actions';
import { AID_FORM_WORDS, AID_FUND_WORDS, REFERRAL_OUTCOME_WORDS, type AidForm, type AidFund, type ReferralOutcome, GIVEN_ANSWER_WORDS, GIVEN_FINDING_WORDS, type GivenAnswer, type GivenFinding } from '@doudi/core/case/aid/payloads';
import { DELIVERY_LABELS, type DeliveryMethod } from '@doudi/core/case/delivery/payloads';
import { CARE_MODE_WORDS, SUPPORT_FORM_WORDS } from '@doudi/core/case/care/payloads';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { VisitTime } from '@doudi/core/case/visit-time';
import { SUBMISSION_LABELS, type SubmissionKind } from '@doudi/core/case/submissions/payloads';
import type { StepId } from '@doudi/core/policy/model';
import { formatDateShortZh } from '@doudi/core/calendar/date';
import type { RecoveryBodies } from '@doudi/core/case/recovery/bodies';
import { ANSWER_LABELS, type AnswerKind } from '@doudi/core/case/recovery/payloads';
import { formatYuan } from '@doudi/core/money/fen';
import { RECEIPT_METHOD_LABELS, RECOVERY_GROUND_LABELS, type ReceiptMethod, type RecoveryGround } from '@doudi/core/recovery/model';

type Body = Record<string, unknown>;
const str = (b: Body, k: string): string => (typeof b[k] === 'string' ? b[k] : '');
const num = (b: Body, k: string): number => (typeof b[k] === 'number' ? b[k] : 0);
const list = (b: Body, k: string): unknown[] => (Array.isArray(b[k]) ? b[k] : []);
/** ` 09:10—09:40`, where it was written down. */
const visitTime = (b: Body): string => { const t = b['time'] as VisitTime | undefined; return t === undefined ? '' : ` ${t.arrived}—${t.left}`; };

const VIA_WORDS: Readonly<Record<string, string>> = { window: '窗口', village: '村（居）代收', home: '上门', online: '网上', telephone: '电话' };
const AGENT_WORDS: Readonly<Record<string, string>> = { village: '村（居）代办', other: '他人代办', help: '主动帮助申请' };

/** A status has no sum. */
const sumOf = (fen: number): string => (fen === 0 ? '（不发放保障金）' : formatYuan(fen));

const dayOf = (b: Body, key: string): string => { const on = str(b, key); return on === '' ? '' : formatDateShortZh(on); };

/** The same for what is owed back. */
function describeRecovery(kind: keyof RecoveryBodies, b: Body): string {
  const sum = (k = 'fen'): string => formatYuan(num(b, k));
  const agreed = b['outcome'] === 'agree';
  switch (kind) {
    case 'recoveryProposed':
      return `${RECOVERY_GROUND_LABELS[str(b, 'ground') as RecoveryGround] ?? ''}，自 ${dayOf(b, 'since')}起，${list(b, 'claims').length} 笔，应追回 ${sum('dueFen')}`;
    case 'recoveryEstablished':
      return agreed ? `${str(b, 'number')}，限${dayOf(b, 'payBy')}前退还：${str(b, 'text')}` : `不予追回：${str(b, 'text')}`;
    case 'recoveryAnswered':
      return `${ANSWER_LABELS[str(b, 'kind') as AnswerKind] ?? ''}：${str(b, 'text')}`;
    case 'recoveryCorrected':
      return `减少 ${sum()}：${str(b, 'text')}`;
    case 'recoveryReminded':
      return `${str(b, 'number')}，限${dayOf(b, 'payBy')}前退还`;
    case 'instalmentsAgreed':
      return `${str(b, 'number')}，分 ${list(b, 'instalments').length} 期`;
    case 'receiptRecorded':
      return `${dayOf(b, 'on')} ${RECEIPT_METHOD_LABELS[str(b, 'method') as ReceiptMethod] ?? ''} ${sum()}，凭证 ${str(b, 'voucher')}`;
    case 'receiptConfirmed':
      return agreed ? `${RECEIPT_METHOD_LABELS[str(b, 'method') as ReceiptMethod] ?? ''} ${sum()} 到账` : `退回：${str(b, 'text')}`;
    case 'waiverProposed':
      return `${sum()}：${str(b, 'reason')}`;
    case 'waiverDecided':
      return agreed ? `免除 ${sum()}，${str(b, 'number')}：${str(b, 'text')}` : `不同意免除：${str(b, 'text')}`;
    case 'recoveryEscalated':
      return `${str(b, 'organ')}，${str(b, 'number')}：${str(b, 'text')}`;
    case 'escalationNoted':
      return `${dayOf(b, 'on')}：${str(b, 'text')}`;
    case 'recoveryClosed':
      return '全部了结';
  }
}

/** One line that says what an action did, for the log on the case page. */
export function describe(kind: ActionKind, b: Body, name: (id: string) => string): string {
  switch (kind) {
    case 'applied': {
      // In which way the household was served, and who acted for it [HQ-09].
      const agent = (b['agent'] ?? {}) as Body;
      const again = str(b, 'repeatReason');
      return [VIA_WORDS[str(b, 'via')], AGENT_WORDS[str(agent, 'kind')], str(agent, 'reason'), again === '' ? '' : `同一事由再次申请：${again}`].filter((x) => x).join('，');
    }
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
      return `${str(b, 'on')}${visitTime(b)}，${list(b, 'investigators').map((x) => name(String(x))).join('、')}`;
    case 'met':
      return `${str(b, 'name')}${str(b, 'name') ? '：' : ''}应到 ${num(b, 'expected')} 实到 ${num(b, 'present')}${num(b, 'recused') > 0 ? `，回避 ${num(b, 'recused')}` : ''}，同意 ${num(b, 'votesFor')}、不同意 ${num(b, 'votesAgainst')}、弃权 ${num(b, 'abstained')}，${b['passed'] === true ? '通过' : '未通过'}`;
    case 'reportSigned':
      return `${b['outcome'] === 'agree' ? '同意' : '退回'}${str(b, 'text') ? `：${str(b, 'text')}` : ''}`;
    case 'resultFedBack':
      return `${str(b, 'text')}，反馈${list(b, 'to').join('、')}`;
    case 'assessed': {
      const r = b['result'] as { eligible?: boolean; monthlyFen?: number } | undefined;
      return r?.eligible ? `符合条件，${sumOf(r.monthlyFen ?? 0)}` : '不符合条件';
    }
    case 'opined':
      return b['outcome'] === 'grant' ? `拟确认 ${sumOf(num(b, 'monthlyFen'))}${b['special'] ? `，超出对应标准：${str(b['special'] as Body, 'ground')}` : ''}` : '拟不予确认';
    case 'noticePosted':
      return `${str(b, 'place')}，至 ${str(b, 'until')}${b['provisional'] === true ? '（暂定）' : ''}`;
    case 'objected':
      return `${b['major'] === true ? '较大争议：' : ''}${str(b, 'text')}`;
    case 'decided':
      return b['outcome'] === 'grant' ? `确认 ${sumOf(num(b, 'monthlyFen'))}，自 ${str(b, 'fromMonth')} 起，${str(b, 'number')}` : `不予确认：${str(b, 'reason')}，${str(b, 'number')}`;
    case 'returned':
      return `退回“${STEP_LABELS[str(b, 'step') as StepId] ?? ''}”：${str(b, 'reason')}`;
    case 'delivered': case 'letterDelivered':
      return [str(b, 'number'), DELIVERY_LABELS[str(b, 'method') as DeliveryMethod], str(b, 'receiver'), str(b, 'witness') && `见证人 ${str(b, 'witness')}`, str(b, 'tracking') && `邮件编号 ${str(b, 'tracking')}`, str(b, 'helper') && `代为送达 ${str(b, 'helper')}`].filter((x) => x).join('，');
    case 'transferred':
      return `${name(str(b, 'from'))} → ${name(str(b, 'to'))}：${str(b, 'reason')}`;
    case 'countyReviewed': case 'reviewed': case 'agreed':
      return `${b['outcome'] === 'agree' ? '同意' : '退回'}${str(b, 'text') ? `：${str(b, 'text')}` : ''}`;
    case 'relativesFound':
      return list(b, 'hits').map((h) => `${str(h as Body, 'relation')}${str(h as Body, 'staff') ? `（${name(str(h as Body, 'staff'))}）` : ''}`).join('、');
    case 'changeProposed':
      return `${b['kind'] === 'stop' ? '拟终止' : `拟由 ${formatYuan(num(b, 'fromFen'))} 改为 ${formatYuan(num(b, 'toFen'))}`}：${str(b, 'text')}`;
    case 'changeReviewed':
      return `${b['outcome'] === 'agree' ? '同意' : '退回'}：${str(b, 'text')}`;
    case 'changeDecided':
      return b['outcome'] === 'return' ? `不同意：${str(b, 'text')}` : b['kind'] === 'stop' ? `自 ${str(b, 'fromMonth')} 起终止，${str(b, 'number')}` : `自 ${str(b, 'fromMonth')} 起每月 ${formatYuan(num(b, 'monthlyFen'))}，${str(b, 'number')}`;
    case 'standardChanged':
      return `${str(b, 'title')}（${str(b, 'number')}），自 ${str(b, 'fromMonth')} 起由 ${formatYuan(num(b, 'fromFen'))} 提高到 ${formatYuan(num(b, 'monthlyFen'))}`;
    case 'handedOver':
      return `移交材料 ${list(b, 'papers').length} 项：${str(b, 'reason')}`;
    case 'handOverReceived':
      return str(b, 'text') || '已接收';
    case 'handOverDeclined':
      return str(b, 'reason');
    case 'elsewhereAsked':
      return str(b, 'what');
    case 'elsewhereAnswered':
      return `${str(b, 'on')}${visitTime(b)}，${list(b, 'investigators').map((x) => name(String(x))).join('、')}：${str(b, 'findings')}`;
    case 'selfCareAssessed':
      return `${str(b, 'on')}，六项中 ${num(b, 'unable')} 项不能自主完成，${str(b, 'gradeLabel')}`;
    case 'wishRecorded':
      return `${SUPPORT_FORM_WORDS[str(b, 'form') as 'home'] ?? ''}，${b['signedBy'] === 'guardian' ? '监护人签字' : '本人签字'}`;
    case 'careArranged': {
      const agreement = (b['agreement'] ?? {}) as Body;
      return `${SUPPORT_FORM_WORDS[str(b, 'form') as 'home'] ?? ''}，${CARE_MODE_WORDS[str(b, 'mode') as 'relative'] ?? ''}，协议至 ${str(agreement, 'until')}${str(b, 'reason') ? `；${str(b, 'reason')}` : ''}`;
    }
    case 'gradeChanged':
      return `${str(b, 'fromLabel')} → ${str(b, 'toLabel')}，自 ${str(b, 'fromMonth')} 起每月 ${formatYuan(num(b, 'monthlyFen'))}：${str(b, 'reason')}`;
    case 'platformNumbered':
      return str(b, 'number');
    case 'counterSigned':
      return str(b, 'text');
    case 'countyVisited':
      return `${str(b, 'on')}${visitTime(b)}，${list(b, 'visitors').map((x) => name(String(x))).join('、')}：${b['consistent'] === true ? '与申报一致' : '与申报不一致'}`;
    case 'imported':
      return `原花名册第 ${num(b, 'row')} 行，自 ${str(b, 'fromMonth')} 起享受，每月 ${formatYuan(num(b, 'monthlyFen'))}；本系统自 ${str(b, 'payFrom')} 起发放`;
    case 'submitted': case 'submissionAnswered': {
      const kind = SUBMISSION_LABELS[str(b, 'kind') as SubmissionKind] ?? '';
      const files = list(b, 'files').length;
      return b['outcome'] === undefined ? `${kind}：${str(b, 'text')}${files > 0 ? `（附 ${files} 份）` : ''}` : `${kind}，${b['outcome'] === 'taken' ? '采纳' : '不采纳'}：${str(b, 'text')}`;
    }
    case 'aidGiven':
      return `${b['phase'] === 'relief' ? '先行救助' : '给付'}${AID_FORM_WORDS[str(b, 'form') as AidForm] ?? ''} ${formatYuan(num(b, 'fen'))}${str(b, 'goods') ? `（${str(b, 'goods')}）` : ''}，${str(b, 'at').replace('T', ' ')}，${list(b, 'handlers').map((x) => name(String(x))).join('、')}经办，${AID_FUND_WORDS[str(b, 'fund') as AidFund] ?? ''}，${str(b, 'number')}`;
    case 'givenConfirmed':
      return `${str(b, 'payment')}：${GIVEN_ANSWER_WORDS[str(b, 'outcome') as GivenAnswer] ?? ''}${str(b, 'words') ? `，${str(b, 'words')}` : ''}`;
    case 'aidReceiptAdded': {
      const why = b['noSignature'] as { reason: string; witness: string } | undefined;
      return `${str(b, 'payment')}，${list(b, 'files').length} 份${why ? `（领取人未签字：${why.reason}，见证人 ${why.witness}）` : ''}`;
    }
    case 'givenSettled':
      return `${str(b, 'payment')}，${GIVEN_FINDING_WORDS[str(b, 'outcome') as GivenFinding] ?? ''}：${str(b, 'words')}`;
    case 'emergencyMarked': case 'complexDeclared':
      return str(b, 'grounds');
    case 'referred':
      return `${str(b, 'matter')} → ${str(b, 'name')}，限 ${str(b, 'due')} 前答复，${str(b, 'number')}`;
    case 'referralAnswered':
      return `${str(b, 'on')}，${str(b, 'by')}，${REFERRAL_OUTCOME_WORDS[str(b, 'outcome') as ReferralOutcome] ?? ''}：${str(b, 'text')}`;
    case 'recoveryProposed': case 'recoveryEstablished': case 'recoveryAnswered': case 'recoveryCorrected': case 'recoveryReminded': case 'instalmentsAgreed': case 'receiptRecorded': case 'receiptConfirmed':
    case 'waiverProposed': case 'waiverDecided': case 'recoveryEscalated': case 'escalationNoted': case 'recoveryClosed':
      return describeRecovery(kind, b);
    case 'accessCodeReissued':
      return `原查询码作废：${str(b, 'reason')}`;
    case 'materialRequired': case 'verificationForwarded': case 'discrepancyNotified': case 'explanationMissed': case 'simplified': case 'noticeClosed':
    case 'published': case 'filed': case 'withdrawn': case 'abandoned': case 'extended':
      return str(b, 'text') || str(b, 'reason') || str(b, 'ground') || str(b, 'grounds') || str(b, 'note') || str(b, 'place');
  }
}
