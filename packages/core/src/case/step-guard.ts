import { refuse, type Refusal } from '../refusal/refusal.ts';
import type { Post, StepId } from '../policy/model.ts';
import type { Actor } from './actions.ts';
import { COMMAND_LABELS, type CommandName } from './commands.ts';
import { blocking, openSteps, procedureOf, required, ruleFor, scopeOf, STEP_LABELS, type CaseContext } from './procedure.ts';
import type { CaseState } from './state.ts';

export const POST_LABELS: Record<Post, string> = {
  village: '村（居）协理员', handler: '经办人员', reviewer: '管理部门审核人员', reviewHead: '管理部门负责人', leader: '分管领导', countyHandler: '县级经办人员', countyLeader: '县级负责人',
};

/** The posts that may do something; the refusal names them. */
export const needPost = (a: Actor, posts: readonly Post[], what: string): Refusal | undefined =>
  (posts as readonly string[]).includes(a.post) ? undefined : refuse('rights.denied', `${what}由${posts.map((p) => POST_LABELS[p]).join('或')}办理`, { allowed: posts.map((p) => POST_LABELS[p]) });

/** Rules of order and post for a step of the procedure. */
export function guardStep(step: StepId, command: CommandName, s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  const p = procedureOf(s, c);
  const rule = ruleFor(p, step);
  if (!rule) return refuse('step.absent', `“${p.name}”没有“${STEP_LABELS[step]}”这一步`, { policy: c.policy, source: p.source });
  const post = needPost(a, rule.by, COMMAND_LABELS[command]);
  if (post) return post;
  if (!required(rule, s, c)) return refuse('step.absent', `本案不需要“${STEP_LABELS[step]}”`, { policy: c.policy, source: rule.source });
  if (s.done[step] && step !== 'assess' && step !== 'investigate') return refuse('step.done', `“${STEP_LABELS[step]}”已于 ${s.done[step].on} 完成`);
  const block = blocking(rule, s, c);
  if (block.length > 0)
    return refuse('step.order', `“${STEP_LABELS[step]}”之前还须完成：${block.map((r) => STEP_LABELS[r.step]).join('、')}`, {
      policy: c.policy, source: rule.source, missing: block.map((r) => STEP_LABELS[r.step]), allowed: openSteps(s, c).map((r) => STEP_LABELS[r.step]),
    });
  return undefined;
}

/** Who accepted a case or gave the opinion on it neither reviews nor confirms it [HQ-37, BQ-10, GX-04]. */
export function guardSeparation(s: CaseState, c: CaseContext, a: Actor, what: string): Refusal | undefined {
  if (s.done.accept?.by.user !== a.user && s.opinion?.by.user !== a.user) return undefined;
  return refuse('person.same', `本案由您受理或提出初审意见，${what}须由另一人作出`, { policy: c.policy, source: c.policy.find('separation.accept-confirm', scopeOf(s))?.source });
}
