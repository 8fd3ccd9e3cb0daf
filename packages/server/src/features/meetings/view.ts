import type { BodyView } from '@doudi/core/api/meetings';
import { limitsOf } from '@doudi/core/case/meetings/tally';
import type { MeetingBody, Source } from '@doudi/core/policy/model';
import type { Policy, Resolved, Scope } from '@doudi/core/policy/resolve';
import { citation } from '@doudi/core/refusal/refusal';

export const cited = (policy: Policy, s: Source): BodyView['source'] => {
  const clause = citation(policy, s);
  return { ...(clause ? { clause } : {}), ...(s.quote ? { quote: s.quote } : {}), ...(s.assumption ? { assumption: s.assumption } : {}) };
};

/** A body as the screens show it, with the numbers in force. */
export function bodyView(body: MeetingBody, policy: Policy, scope: Scope): BodyView {
  const limits = limitsOf(body, { policy, scope });
  const show = (r: Resolved<number> | undefined): BodyView['limits']['membersMin'] => (r ? { value: r.value, label: r.label, source: cited(policy, r.source) } : null);
  return {
    id: body.id, name: body.name, kind: body.kind, composition: body.composition, ballot: body.ballot,
    members: body.members.map((k) => ({ id: k.id, label: k.label, min: k.min, max: k.max ?? null, votes: k.votes, representative: k.representative })),
    limits: { membersMin: show(limits.membersMin), membersMax: show(limits.membersMax), presentMin: show(limits.presentMin), presentPercent: show(limits.presentPercent), passPercent: show(limits.passPercent), representativesPercent: show(limits.representativesPercent), conveneDays: show(limits.conveneDays) },
    outside: body.outside, stages: body.stages, stagesRequired: body.stagesRequired, inquiry: body.inquiry ? { means: body.inquiry.means, with: body.inquiry.with, source: cited(policy, body.inquiry.source) } : null,
    report: body.report ?? null, proof: body.proof, subject: body.subject === 'household' ? 'household' : 'resolution', effect: body.effect, fixes: body.fixes ?? null, rules: body.rules, source: cited(policy, body.source),
  };
}

/** What is not as the body's clause would have it, on a day: kinds without a member, its size, its rules of procedure, the time since it last met. */
export function shortcomings(b: BodyView, members: readonly { readonly kind: string }[], rules: number, lastOn: string | null, sinceDays: number | null): { text: string; source: BodyView['source'] }[] {
  const out: { text: string; source: BodyView['source'] }[] = [];
  const say = (text: string, source = b.source): void => void out.push({ text, source });
  for (const k of b.members) {
    const n = members.filter((m) => m.kind === k.id).length;
    if (n < k.min) say(`缺少${k.label}，至少 ${k.min} 人`);
    if (k.max !== null && n > k.max) say(`${k.label}有 ${n} 人，至多 ${k.max} 人`);
  }
  const { membersMin, membersMax, conveneDays } = b.limits;
  if (membersMin && members.length < membersMin.value) say(`${membersMin.label} ${membersMin.value} 人，现有 ${members.length} 人`, membersMin.source);
  if (membersMax && members.length > membersMax.value) say(`${membersMax.label} ${membersMax.value} 人，现有 ${members.length} 人`, membersMax.source);
  if (b.rules && rules === 0) say('还没有存入议事规则');
  if (conveneDays && sinceDays !== null && sinceDays > conveneDays.value) say(`上次会议 ${lastOn ?? ''}，已过 ${sinceDays} 天，应在 ${conveneDays.value} 天内再次召开`, conveneDays.source);
  if (conveneDays && sinceDays === null) say('还没有开过会', conveneDays.source);
  return out;
}
