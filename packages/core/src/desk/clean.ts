import { computeAmount } from '../means/compute.ts';
import { NotInForce } from '../policy/resolve.ts';
import type { StepId } from '../policy/model.ts';
import type { Actor } from '../case/actions.ts';
import { findings } from '../case/aid-conditions.ts';
import { guard } from '../case/guard.ts';
import { deadlines, isLate } from '../case/deadlines.ts';
import { procedureOf, required, ruleFor, scopeOf, STEP_LABELS, type CaseContext } from '../case/procedure.ts';
import { routed } from '../case/routing.ts';
import { pendingSubmissions } from '../case/submissions/pending.ts';
import { SUBMISSION_LABELS } from '../case/submissions/payloads.ts';
import type { CaseState } from '../case/state.ts';

/** What may be said to several cases one after the other; everything else is judged case by case on its own page. */
export const BATCH_COMMANDS = ['agreeReview', 'decide'] as const;
export type BatchCommand = (typeof BATCH_COMMANDS)[number];

/** Step that each of them serves. */
export const BATCH_STEP: Readonly<Record<BatchCommand, StepId>> = { agreeReview: 'agree', decide: 'decide' };

/** Why a case must be looked at by itself. */
export const UNCLEAN = {
  guard: '现在不能办', disputed: '有过异议', contradiction: '核对有疑点', relative: '近亲属备案', late: '有环节超期', skipped: '有环节没有办', simplified: '适用了简易程序', assessment: '测算不符合条件',
  changed: '重新测算结果不同', opinion: '意见与测算不一致', returned: '被退回过', extended: '延长过期限', vote: '会议有不同意见', route: '办理权限有变化', pending: '有未答复的事项', conflict: '方案与国家规定不一致，尚未选定',
} as const;
export type UncleanCode = keyof typeof UNCLEAN;

export interface Unclean {
  readonly code: UncleanCode;
  /** One sentence with the particulars. */
  readonly text: string;
}

const CLOSING: ReadonlySet<StepId> = new Set<StepId>(['deliver', 'publish', 'file']);

/** Steps that wait for `step`, directly or through others. */
function after(step: StepId, s: CaseState, c: CaseContext): ReadonlySet<StepId> {
  const out = new Set<StepId>([step]);
  const { steps } = procedureOf(s, c);
  for (let grown = true; grown; ) {
    grown = false;
    for (const r of steps)
      if (!out.has(r.step) && r.needs.some((n) => out.has(n))) {
        out.add(r.step);
        grown = true;
      }
  }
  return out;
}

/**
 * Everything that keeps a case out of a batch; none = clean. Pure. A clean case is one in which nothing happened that a
 * second look could turn: every step of its procedure done in time by the ordinary way, nobody objected, nothing found by
 * verification contradicts, no relative, nothing waits for an answer, the sum comes out the same when computed again today.
 */
export function unclean(command: BatchCommand, before: CaseState, c: CaseContext, actor: Actor): Unclean[] {
  const out: Unclean[] = [];
  const say = (code: UncleanCode, text: string = UNCLEAN[code]): void => void out.push({ code, text });
  const s = routed(before, c);
  if (s.seq !== before.seq) say('route', `今天起${s.route.organ === 'unit' ? '由本级确认' : '由县级确认'}：${s.route.reason}`);
  const no = guard(command, s, c, actor);
  if (no) say('guard', no.rule);

  if (s.disputed || s.notices.some((n) => n.objections.length > 0)) say('disputed', `${s.objectedOn ?? ''}收到过异议`);
  const v = s.verification;
  const found = v.report?.contradictions.length ?? 0;
  if (found > 0 || v.discrepancy) say('contradiction', `核对报告有 ${found} 处不符${v.discrepancy ? '，下发过告知书' : ''}`);
  else if ((v.report?.errors.length ?? 0) > 0) say('contradiction', `核对有 ${v.report?.errors.length ?? 0} 个来源没有答复`);
  if (c.relativeFiled || (s.relatives ?? []).length > 0) say('relative');
  else if (c.related.length > 0) say('relative', '工作人员与该户有近亲属关系');
  if (s.simplified) say('simplified', `${s.simplified.on} 适用简易程序`);
  if (s.extended) say('extended', `${s.extended.on} 延长期限：${s.extended.reason}`);
  if (s.returned) say('returned', `${s.returned.on} 退回“${STEP_LABELS[s.returned.step]}”：${s.returned.reason}`);
  for (const m of s.meetings) if (!m.passed || m.votesAgainst > 0) say('vote', `${m.on} 会议同意 ${m.votesFor}、不同意 ${m.votesAgainst}、弃权 ${m.abstained}`);

  for (const d of deadlines(s, c)) if (isLate(d, c)) say('late', `“${d.label}”应于 ${d.due} 前完成，${d.finishedOn ? `实于 ${d.finishedOn}` : '还没有完成'}`);

  const step = BATCH_STEP[command];
  const later = after(step, s, c);
  for (const r of procedureOf(s, c).steps) if (!s.done[r.step] && !CLOSING.has(r.step) && !later.has(r.step) && required(r, s, c)) say('skipped', `“${r.label ?? STEP_LABELS[r.step]}”还没有办`);
  if (!ruleFor(procedureOf(s, c), 'verify') || v.at !== 'reported') say('skipped', '没有核对报告');

  assessed(s, c, say);
  for (const p of pendingSubmissions(s)) say('pending', `${p.on} ${SUBMISSION_LABELS[p.kind]}还没有答复`);
  if (s.handOver) say('pending', '案件正在移交，对方还没有接收');
  for (const e of s.elsewhere ?? []) if (!e.answeredOn) say('pending', `${e.on} 委托外地核查还没有答复`);

  const scope = scopeOf(s);
  for (const key of new Set(c.policy.all(s.applicationDate).filter((r) => r.conflict && !r.conflict.decided).map((r) => r.key))) {
    const r = c.policy.find(key, scope);
    if (r?.conflict && !r.conflict.decided) say('conflict', `“${r.label}”方案低于国家规定，尚未选定用哪一个`);
  }
  return out;
}

/** The sum must be positive in outcome, be the one of the opinion, and come out the same by the law and facts of now. */
function assessed(s: CaseState, c: CaseContext, say: (code: UncleanCode, text?: string) => void): void {
  const m = s.assessment;
  if (!m || !m.eligible) return say('assessment');
  if (s.opinion?.outcome !== 'grant') return say('opinion', '初审意见不是拟予确认');
  if (s.opinion.monthlyFen !== m.monthlyFen) say('opinion', '初审意见的金额与测算不一致');
  try {
    const now = computeAmount(c.programme, s.facts, c.policy, s.applicationDate, findings(s, c));
    if (now.eligible !== m.eligible || now.monthlyFen !== m.monthlyFen || now.perHeadFen !== m.perHeadFen || now.standardFen !== m.standardFen || now.persons !== m.persons)
      say('changed', `测算时每月 ${(m.monthlyFen / 100).toFixed(2)} 元，按现在的事实和规定为 ${(now.monthlyFen / 100).toFixed(2)} 元`);
  } catch (e) {
    if (!(e instanceof NotInForce)) throw e;
    say('changed', e.message);
  }
}
