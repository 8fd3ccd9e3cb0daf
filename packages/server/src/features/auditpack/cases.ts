import { ACTION_LABELS } from '@doudi/core/case/actions';
import { procedureOf, required, STEP_LABELS } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { formatFen } from '@doudi/core/money/fen';
import type { StepRule } from '@doudi/core/policy/model';
import { contextOf, NO_RELATIONS } from '../cases/context.ts';
import { statusText } from '../cases/view.ts';
import type { Law } from '../law/law.ts';

/** Steps of the procedure that a case did not take, each with the reason: a step that is merely not yet done is none of them. */
function skipped(s: CaseState, law: Law): { step: string; label: string; reason: string }[] {
  if (s.imported) return [];
  const c = contextOf(law, s, { ...NO_RELATIONS, relativeFiled: (s.relatives ?? []).length > 0 });
  const why = (r: StepRule): string => {
    if (s.verification.discrepancy?.missed) return '逾期未作说明，报管理部门不予确认';
    if (r.when === 'unless-simplified' && s.simplified) return `适用简易程序：${s.simplified.grounds}`;
    if (r.when === 'if-disputed') return '没有异议';
    if (r.when === 'if-related' || r.when === 'if-related-or-disputed' || r.when === 'if-related-or-major') return '没有近亲属备案，也没有（重大）异议';
    return s.opinion?.outcome === 'refuse' ? '拟不予确认，规定不公示' : '规定的情形没有出现';
  };
  return procedureOf(s, c).steps.filter((r) => !s.done[r.step] && !required(r, s, c)).map((r) => ({ step: r.step, label: r.label ?? STEP_LABELS[r.step], reason: why(r) }));
}

export interface PackedCase {
  readonly id: string;
  readonly number: string;
  readonly programme: string;
  readonly unit: string;
  readonly status: string;
  readonly applicationDate: string;
  readonly handler: string;
  readonly persons: number;
  readonly steps: readonly { readonly step: string; readonly label: string; readonly on: string; readonly by: string; readonly seq: number }[];
  readonly skipped: readonly { readonly step: string; readonly label: string; readonly reason: string }[];
  readonly signatures: { readonly authorised: number; readonly investigators: readonly string[]; readonly applicantSigned: boolean; readonly meetings: readonly { readonly name: string; readonly on: string; readonly expected: number; readonly present: number; readonly passed: boolean }[] };
  readonly notices: readonly { readonly level: string; readonly on: string; readonly until: string; readonly closedOn: string | null; readonly objections: number }[];
  readonly decision: { readonly outcome: string; readonly on: string; readonly by: string; readonly number: string; readonly yuan: string; readonly fromMonth: string | null; readonly reason: string } | null;
  readonly delivered: string | null;
  readonly changes: readonly { readonly kind: string; readonly on: string; readonly by: string; readonly number: string; readonly fromMonth: string; readonly yuan: string; readonly reason: string }[];
  readonly recoveries: number;
}

const yuan = (fen: number): string => formatFen(fen).replaceAll(',', '');

/** A case as the pack tells it: times, signatures, what was skipped and why, notices, decisions. Persons stay unnamed. */
export function packCase(s: CaseState, unit: string, law: Law): PackedCase {
  const programme = law.policy.programme(s.programme, s.applicationDate)?.name ?? s.programme;
  const seen = s.investigations.at(-1);
  return {
    id: s.id, number: s.number, programme, unit, status: statusText(s.status, s.imported !== undefined), applicationDate: s.applicationDate, handler: s.handler, persons: s.facts.members.length,
    steps: Object.entries(s.done).map(([step, m]) => ({ step, label: STEP_LABELS[step as keyof typeof STEP_LABELS], on: m.on, by: m.by.user, seq: m.seq })).toSorted((a, b) => a.seq - b.seq), skipped: skipped(s, law),
    signatures: { authorised: Object.keys(s.authorised).length, investigators: seen?.investigators ?? [], applicantSigned: seen?.applicantSigned ?? false, meetings: s.meetings.map((m) => ({ name: m.name ?? m.kind, on: m.on, expected: m.expected, present: m.present, passed: m.passed })) },
    notices: s.notices.map((n) => ({ level: n.level, on: n.on, until: n.until, closedOn: n.closedOn ?? null, objections: n.objections.length })),
    decision: s.decision ? { outcome: s.decision.outcome, on: s.decision.on, by: s.decision.by.user, number: s.decision.number, yuan: yuan(s.decision.monthlyFen), fromMonth: s.decision.fromMonth ?? null, reason: s.decision.reason } : null,
    delivered: s.delivery?.on ?? null, changes: (s.changes ?? []).map((x) => ({ kind: x.kind, on: x.on, by: x.by.user, number: x.number, fromMonth: x.fromMonth, yuan: yuan(x.monthlyFen), reason: x.reason })), recoveries: (s.recoveries ?? []).length,
  };
}

/** Columns of the list of cases. */
export const CASE_COLUMNS: readonly (readonly [string, (c: PackedCase, name: (account: string) => string) => unknown])[] = [
  ['案件', (c) => c.id], ['案号', (c) => c.number], ['项目', (c) => c.programme], ['单位', (c) => c.unit], ['状态', (c) => c.status], ['申请日期', (c) => c.applicationDate], ['经办人', (c, name) => name(c.handler)], ['家庭人口', (c) => c.persons],
  ['环节（日期、责任人）', (c, name) => c.steps.map((x) => `${x.label} ${x.on} ${name(x.by)}`).join('；')], ['省去的环节与理由', (c) => c.skipped.map((x) => `${x.label}：${x.reason}`).join('；')],
  ['签署授权人数', (c) => c.signatures.authorised], ['调查人', (c, name) => c.signatures.investigators.map(name).join(' ')], ['申请人签字', (c) => (c.signatures.applicantSigned ? '是' : '否')], ['会议', (c) => c.signatures.meetings.map((m) => `${m.name} ${m.on} 应到${m.expected}实到${m.present}${m.passed ? '通过' : '未通过'}`).join('；')],
  ['公示', (c) => c.notices.map((n) => `${n.on}至${n.closedOn ?? n.until}${n.objections > 0 ? ` 异议${n.objections}件` : ''}`).join('；')], ['决定', (c) => (c.decision ? (c.decision.outcome === 'grant' ? '确认' : '不予确认') : '')], ['决定日期', (c) => c.decision?.on], ['决定人', (c, name) => c.decision && name(c.decision.by)], ['文号', (c) => c.decision?.number], ['金额', (c) => c.decision?.yuan], ['起始月份', (c) => c.decision?.fromMonth], ['送达', (c) => c.delivered],
  ['变更和终止', (c) => c.changes.map((x) => `${x.on} ${x.kind === 'stop' ? '终止' : '变更'} ${x.number} 自${x.fromMonth} ${x.yuan}元：${x.reason}`).join('；')], ['追回事项', (c) => c.recoveries],
];

/** Words of the log's kinds, for whoever reads the excerpt. */
export const KINDS = ACTION_LABELS;
