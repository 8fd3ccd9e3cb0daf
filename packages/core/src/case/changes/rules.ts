import { computeAmount } from '../../means/compute.ts';
import { NotInForce } from '../../policy/resolve.ts';
import type { Post } from '../../policy/model.ts';
import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Actor } from '../actions.ts';
import { checkFacts } from '../check-facts.ts';
import { findingsOf } from '../care/evolve.ts';
import { addMonths } from '../months.ts';
import { procedureOf, ruleFor, type CaseContext } from '../procedure.ts';
import type { CaseState } from '../state.ts';
import { needPost } from '../step-guard.ts';
import { make, type Topic } from '../topic.ts';
import { monthlyNow } from './evolve.ts';

/** Who proposes, reviews and decides a change: the posts that opined, reviewed and decided the grant [HQ-184..187]. */
function postsOf(s: CaseState, c: CaseContext): { propose: readonly Post[]; review: readonly Post[] | undefined; decide: readonly Post[] } {
  const p = procedureOf(s, c);
  const review = ruleFor(p, 'review') ?? ruleFor(p, 'countyReview') ?? ruleFor(p, 'meeting');
  return { propose: ruleFor(p, 'opine')?.by ?? ['handler'], review: review?.by, decide: ruleFor(p, 'decide')?.by ?? ['leader'] };
}

/** Grounds on which a benefit ends although the household would still qualify by the numbers. */
const ENDS_ANYWAY: ReadonlySet<string> = new Set(['death', 'moved', 'voluntary', 'refusedReview', 'otherProgramme', 'fraud', 'other']);

function guard(command: 'proposeChange' | 'reviewChange' | 'decideChange', s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  if (s.status !== 'granted') return refuse('step.absent', '没有确认给予救助的案件，谈不上变更或终止');
  if (s.endedFrom) return refuse('case.closed', `待遇已自 ${s.endedFrom} 起终止`, { allowed: ['重新申请'] });
  const posts = postsOf(s, c);
  if (command === 'proposeChange') return needPost(a, posts.propose, '提出变更或终止') ?? (s.change ? refuse('step.done', `已于 ${s.change.on} 提出，正在审核`) : undefined);
  if (!s.change) return refuse('step.order', '没有等待审核的变更或终止意见', { missing: ['提出变更或终止'] });
  const same = s.change.by.user === a.user ? refuse('person.same', '变更或终止由您提出，须由另一人审核、决定', { policy: c.policy, source: c.policy.find('separation.accept-confirm', { on: c.today, programme: s.programme })?.source }) : undefined;
  if (command === 'reviewChange') {
    if (!posts.review) return refuse('step.absent', `“${procedureOf(s, c).name}”没有复审这一步`);
    return needPost(a, posts.review, '审核变更或终止') ?? same ?? (s.change.reviewed ? refuse('step.done', `已于 ${s.change.reviewed.on} 审核`) : undefined);
  }
  if (s.change.reviewed?.by.user === a.user) return refuse('person.same', '变更或终止由您审核，须由另一人决定', { policy: c.policy, source: c.policy.find('separation.accept-confirm', { on: c.today, programme: s.programme })?.source });
  // Whoever acts for the bureau acts under an entrustment of this day.
  const none = s.route.organ === 'unit' && 'none' in c.entrustment ? refuse('entrustment.none', c.entrustment.none, { allowed: ['由县级办理'] }) : undefined;
  return needPost(a, posts.decide, '决定变更或终止') ?? same ?? none ?? (posts.review && !s.change.reviewed ? refuse('step.order', '还没有审核', { missing: ['审核变更或终止'] }) : undefined);
}

/**
 * What was proposed must still be what the day of the decision gives: a sum paid, a grade or a standard changed since makes
 * the proposal another one. It is sent back and proposed anew; nothing is decided on a sum that no longer follows.
 */
function overtaken(s: CaseState, ch: NonNullable<CaseState['change']>, c: CaseContext): Refusal | undefined {
  const again = (why: string): Refusal => refuse('opinion.amount', `提出之后情况有变：${why}，须退回重新提出`, { allowed: ['退回，重新提出变更或终止'] });
  if (ch.fromFen !== monthlyNow(s)) return again(`现在每月发放 ${(monthlyNow(s) / 100).toFixed(2)} 元，提出时是 ${(ch.fromFen / 100).toFixed(2)} 元`);
  if (ch.kind === 'stop' && (ENDS_ANYWAY.has(ch.ground) || !ch.result)) return undefined;
  try {
    const now = computeAmount(c.programme, ch.facts ?? s.facts, c.policy, c.today, findingsOf(s));
    if (ch.kind === 'stop') return now.eligible ? again('按今天的规定仍符合条件') : undefined;
    return !now.eligible ? again('按今天的规定已不符合条件') : now.monthlyFen !== ch.toFen ? again(`按今天的规定每月 ${(now.monthlyFen / 100).toFixed(2)} 元`) : undefined;
  } catch (e) {
    if (e instanceof NotInForce) return refuse('policy.absent', `${e.message}，不能测算`, { missing: [e.key] });
    throw e;
  }
}

/**
 * A change or an end states the sum before and after, is reviewed, and is decided by the post that decided the grant; the
 * sum is what today's facts give by today's law. Its letter is made in the same act: nobody is struck off without a
 * written reason [HQ-184..187, BQ-31, 57号 art. 32].
 */
export const changeTopic: Topic = {
  when: { proposeChange: 'closed', reviewChange: 'closed', decideChange: 'closed' },
  guard: (command, s, c, a) => (command === 'proposeChange' || command === 'reviewChange' || command === 'decideChange' ? guard(command, s, c, a) : undefined),
  handle: (s, command, c, actor, supply) => {
    switch (command.name) {
      case 'proposeChange': {
        const p = command.payload;
        if (p.since !== undefined && p.since > c.today) return refuse('date.order', `实际变化日期不能晚于今天（${c.today}）`);
        const broken = p.facts && checkFacts(p.facts);
        if (broken) return broken;
        const fromFen = monthlyNow(s);
        try {
          const result = computeAmount(c.programme, p.facts ?? s.facts, c.policy, c.today, findingsOf(s));
          if (p.kind === 'stop') {
            if (result.eligible && !ENDS_ANYWAY.has(p.ground)) return refuse('opinion.amount', `按今天的事实仍符合条件，每月 ${(result.monthlyFen / 100).toFixed(2)} 元，不能以此理由终止`, { allowed: ['更正事实后再提出', '改为变更金额'] });
            return [make('changeProposed', { ...p, result, fromFen, toFen: 0, direction: 'stop' }, c, actor)];
          }
          if (!result.eligible) return refuse('opinion.amount', '按今天的事实已不符合条件，应当提出终止', { missing: result.lines.filter((l) => l.effect === 'fail').map((l) => l.text), allowed: ['提出终止'] });
          const toFen = result.monthlyFen;
          return [make('changeProposed', { ...p, result, fromFen, toFen, direction: toFen > fromFen ? 'increase' : toFen < fromFen ? 'decrease' : 'same' }, c, actor)];
        } catch (e) {
          if (!(e instanceof NotInForce)) throw e;
          // A death ends the benefit whether or not the rest can be computed.
          return p.kind === 'stop' ? [make('changeProposed', { ...p, fromFen, toFen: 0, direction: 'stop' }, c, actor)] : refuse('policy.absent', `${e.message}，不能测算`, { missing: [e.key] });
        }
      }
      case 'reviewChange':
        return [make('changeReviewed', command.payload, c, actor)];
      case 'decideChange': {
        const ch = s.change;
        if (!ch) return refuse('step.order', '没有等待决定的变更或终止意见');
        const stale = command.payload.outcome === 'agree' ? overtaken(s, ch, c) : undefined;
        if (stale) return stale;
        const offset = c.policy.number('payment.offset-months', { on: c.today, programme: s.programme });
        return [make('changeDecided', { ...command.payload, kind: ch.kind, monthlyFen: ch.toFen, fromMonth: addMonths(c.today.slice(0, 7), offset.value), number: command.payload.outcome === 'agree' ? supply.documentNumber : '' }, c, actor)];
      }
      default:
        return [];
    }
  },
};
