import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Action, Actor } from '../actions.ts';
import type { CaseContext } from '../procedure.ts';
import { isOpen, type CaseState } from '../state.ts';
import { needPost } from '../step-guard.ts';
import { make, type Topic } from '../topic.ts';
import type { SubmissionState } from './evolve.ts';
import type { SubmissionKind } from './payloads.ts';
import { pendingSubmissions } from './pending.ts';

/** Whoever has no account: the applicant by receipt and code, or anybody who reads a notice. */
const OUTSIDE: ReadonlySet<string> = new Set(['applicant', 'public']);
/** So much may lie unanswered in one case; more would bury what is already there. */
const MAX_OPEN = { applicant: 10, public: 30 } as const;
/** Files that one case takes from outside until they are answered. */
const MAX_FILES = 30;

const runningNotice = (s: CaseState): boolean => s.notices.length > 0 && s.notices.at(-1)?.closedOn === undefined;

/** Whether something of this kind can be sent in now; the applicant's page shows only what can. */
export function maySubmit(kind: SubmissionKind, by: 'applicant' | 'public', s: CaseState): Refusal | undefined {
  if (by === 'public') return kind === 'objection' && isOpen(s) && runningNotice(s) ? undefined : refuse('step.order', '这份公示已经结束，不能再提出异议', { allowed: ['向街道（乡镇）或者民政局反映'] });
  if (kind === 'phone') return undefined;
  if (!isOpen(s)) return refuse('case.closed', '案件已经办结', { allowed: ['按决定书写明的途径申请复议或者起诉', '更正电话'] });
  const d = s.verification.discrepancy;
  if (kind === 'explanation' && (!d || d.explained)) return refuse('step.order', '现在没有要说明的事项', { allowed: ['补交材料'] });
  if (pendingSubmissions(s, ['withdrawal']).length > 0) return refuse('conflict.duplicate', '撤回申请已经收到，正等待办理');
  return undefined;
}

function submit(s: CaseState, p: { kind: SubmissionKind; text: string; files: readonly string[]; materials: readonly string[]; named: boolean }, c: CaseContext, a: Actor, id: string): Action[] | Refusal {
  const by = a.post === 'public' ? 'public' : 'applicant';
  const no = maySubmit(p.kind, by, s);
  if (no) return no;
  const open = pendingSubmissions(s).filter((x) => x.by === by);
  if (open.some((x) => x.kind === p.kind && x.text === p.text && x.files.length === p.files.length && p.files.length === 0)) return refuse('conflict.duplicate', '同样的内容已经收到，正等待答复');
  if (open.length >= MAX_OPEN[by]) return refuse('conflict.duplicate', `已有 ${open.length} 件等待答复，请等答复后再提交`, { allowed: ['打电话给办理单位'] });
  if (open.reduce((n, x) => n + x.files.length, p.files.length) > MAX_FILES) return refuse('body.large', `等待答复的材料已满 ${MAX_FILES} 份，请等答复后再提交`);
  if (by === 'public' && p.files.length > 0) return refuse('input.invalid', '异议不收附件，请写明情况');
  if (p.kind === 'papers' && p.files.length === 0) return refuse('input.invalid', '没有附上材料', { fields: [{ path: 'files', message: '至少一份' }] });
  const listed = new Set(c.programme.documents.filter((d) => d.kind === 'application').map((d) => d.id));
  return [make('submitted', { submission: id, kind: p.kind, by, text: p.text, files: [...p.files], materials: p.materials.filter((m) => listed.has(m)), named: p.named }, c, a)];
}

/** What taking up a submission brings about by itself; an explanation is still weighed and recorded by the clerk's own act. */
function effect(x: SubmissionState, major: boolean, s: CaseState, c: CaseContext, a: Actor): Action[] {
  switch (x.kind) {
    case 'papers': {
      const fresh = [...new Set(x.materials)].filter((m) => !s.materials[m]);
      return fresh.length > 0 && isOpen(s) ? [make('materialsReceived', { materials: fresh }, c, a)] : [];
    }
    case 'withdrawal':
      return isOpen(s) ? [make('withdrawn', { reason: x.text.slice(0, 500), signedOn: x.on }, c, a)] : [];
    case 'objection':
      return isOpen(s) && runningNotice(s) ? [make('objected', { on: x.on, channel: 'online', named: x.named, major, text: x.text }, c, a)] : [];
    case 'explanation': case 'phone':
      return [];
  }
}

export const submissionTopic: Topic = {
  when: { submit: 'always', answerSubmission: 'always', reissueAccessCode: 'always' },
  guard(command, s, _c, a) {
    if (command === 'submit') return OUTSIDE.has(a.post) ? undefined : refuse('rights.denied', '网上提交由申请人凭受理通知书上的查询码办理；工作人员直接登记', { allowed: ['登记收到材料', '登记异议', '登记申请人说明', '申请人撤回'] });
    if (command === 'reissueAccessCode') return needPost(a, ['handler'], '重发查询码') ?? (s.done.accept ? undefined : refuse('step.order', '受理之后才有查询码', { missing: ['受理'] }));
    const county = s.notices.at(-1)?.level === 'county' && runningNotice(s);
    return needPost(a, county ? ['handler', 'countyHandler'] : ['handler'], '答复网上提交') ?? (pendingSubmissions(s).length === 0 ? refuse('step.order', '没有等待答复的网上提交') : undefined);
  },
  handle(s, command, c, actor, supply) {
    if (command.name === 'submit') return submit(s, command.payload, c, actor, supply.requestId);
    if (command.name === 'reissueAccessCode') return [make('accessCodeReissued', { issue: (s.accessIssue ?? 1) + 1, reason: command.payload.reason }, c, actor)];
    if (command.name !== 'answerSubmission') return [];
    const p = command.payload;
    const x = (s.submissions ?? []).find((y) => y.id === p.submission);
    if (!x) return refuse('notfound', '本案没有这件网上提交');
    if (x.answered) return refuse('step.done', `已于 ${x.answered.on} 答复`);
    const answered = make('submissionAnswered', { submission: x.id, kind: x.kind, outcome: p.outcome, text: p.text }, c, actor);
    return p.outcome === 'taken' ? [answered, ...effect(x, p.major, s, c, actor)] : [answered];
  },
};
