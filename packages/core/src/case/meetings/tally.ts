import type { MeetingBody } from '../../policy/model.ts';
import type { Policy, Resolved, Scope } from '../../policy/resolve.ts';
import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Payload } from '../commands.ts';
import type { Tally } from './bodies.ts';

type Held = Payload<'holdMeeting'>;

/** What the judging of a meeting needs to know besides what was sent. */
export interface MeetingLaw {
  readonly policy: Policy;
  readonly scope: Scope;
  /** Accounts and members of bodies that are near relatives of the household: they keep away. */
  readonly related: readonly string[];
}

/** Numbers in force for a body; what the body does not limit is undefined. */
export function limitsOf(body: MeetingBody, l: Pick<MeetingLaw, 'policy' | 'scope'>): Readonly<Record<'membersMin' | 'membersMax' | 'presentMin' | 'representativesPercent' | 'conveneDays', Resolved<number> | undefined>> & Readonly<Record<'presentPercent' | 'passPercent', Resolved<number>>> {
  const p = body.parameters;
  const find = (key: string | undefined): Resolved<number> | undefined => (key === undefined ? undefined : l.policy.find<number>(key, l.scope));
  return {
    membersMin: find(p.membersMin), membersMax: find(p.membersMax), presentMin: find(p.presentMin), representativesPercent: find(p.representativesPercent), conveneDays: find(p.conveneDays),
    presentPercent: l.policy.number(p.presentPercent, l.scope), passPercent: l.policy.number(p.passPercent, l.scope),
  };
}

/** Least number of `total` that is at least `percent` of it. */
export const atLeast = (total: number, percent: number): number => {
  let n = Math.floor((total * percent) / 100);
  while (n * 100 < total * percent) n++;
  return n;
};

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Counts who was called, present and has a vote. Whoever is recused counts as neither called nor present. */
export function tallyOf(body: MeetingBody, p: Pick<Held, 'members' | 'counts'>): Tally {
  const voting = new Set(body.members.filter((k) => k.votes).map((k) => k.id));
  if (body.composition === 'named') {
    const here = p.members.filter((m) => m.state === 'present');
    const recused = p.members.filter((m) => m.state === 'recused').length;
    return { expected: p.members.length - recused, present: here.length, recused, voters: here.filter((m) => voting.has(m.kind)).length };
  }
  return {
    expected: sum(p.counts.map((k) => Math.max(0, k.expected - k.recused))), present: sum(p.counts.map((k) => k.present)), recused: sum(p.counts.map((k) => k.recused)),
    voters: sum(p.counts.filter((k) => voting.has(k.kind)).map((k) => k.present)),
  };
}

/** How many belong to each kind of member, recused and absent ones included: the body is what it is, whoever stays away. */
const belonging = (body: MeetingBody, p: Pick<Held, 'members' | 'counts'>, kind: string): number =>
  body.composition === 'named' ? p.members.filter((m) => m.kind === kind).length : (p.counts.find((k) => k.kind === kind)?.expected ?? 0);

/** What the list of those present says of itself that cannot be. */
function malformed(body: MeetingBody, p: Held): Refusal | undefined {
  const invalid = (path: string, message: string): Refusal => refuse('input.invalid', message, { fields: [{ path, message }] });
  const kinds = new Set(body.members.map((k) => k.id));
  if (body.composition === 'named' ? p.counts.length > 0 : p.members.length > 0) return invalid(body.composition === 'named' ? 'counts' : 'members', body.composition === 'named' ? `${body.name}逐人登记到会，不按人数` : `${body.name}按人数登记到会`);
  if ([...p.members, ...p.counts].some((x) => !kinds.has(x.kind))) return invalid('members', `${body.name}没有这类成员`);
  if (new Set(p.members.map((m) => m.member)).size !== p.members.length) return invalid('members', '同一成员登记了两次');
  if (new Set(p.counts.map((k) => k.kind)).size !== p.counts.length) return invalid('counts', '同一类人员登记了两次');
  const strange = p.stages.find((x) => !body.stages.some((st) => st.id === x)) ?? p.inquiry?.means.find((x) => !body.inquiry?.means.some((m) => m.id === x));
  if (strange !== undefined) return invalid('stages', `${body.name}没有“${strange}”这一项`);
  const over = p.counts.find((k) => k.present + k.recused > k.expected);
  return over ? refuse('meeting.votes', `${body.members.find((k) => k.id === over.kind)?.label ?? ''}实到与回避合计 ${over.present + over.recused} 人，多于应到 ${over.expected} 人`) : undefined;
}

/**
 * Whether the body is properly made up and can decide: a relative keeps away, every kind of member belongs to it, enough
 * are present, representatives make up their share, and the votes are those of the voters present. A meeting without
 * quorum decides nothing. The result is the count, or the first thing in the way.
 */
export function judge(body: MeetingBody, p: Held, l: MeetingLaw): { readonly tally: Tally; readonly passed: boolean; readonly warnings: readonly string[] } | Refusal {
  const broken = malformed(body, p);
  if (broken) return broken;
  const { policy } = l;
  const kin = p.members.filter((m) => m.state === 'present' && l.related.includes(m.member));
  if (kin.length > 0) return refuse('person.related', `到会成员中有申请家庭的近亲属 ${kin.length} 人，应当回避，不得参加表决`, { policy, source: policy.find('relatives.definition', l.scope)?.source, missing: kin.map((m) => `{person:${m.member}}`), allowed: ['登记为回避'] });
  // A relative who stayed away anyway is recused all the same: nobody's kin is counted on either side.
  const q: Held = { ...p, members: p.members.map((m) => (l.related.includes(m.member) ? { ...m, state: 'recused' } : m)) };
  const unsaid = p.members.filter((m) => m.state === 'recused' && m.reason === '' && !l.related.includes(m.member));
  if (unsaid.length > 0) return refuse('reason.missing', '回避须写明理由', { missing: unsaid.map((m) => `{person:${m.member}}回避的理由`) });

  const limits = limitsOf(body, l);
  const lacking = body.members.filter((k) => belonging(body, q, k.id) < k.min);
  if (lacking.length > 0) return refuse('meeting.quorum', `${body.name}缺少：${lacking.map((k) => k.label).join('、')}`, { policy, source: body.source, missing: lacking.map((k) => `${k.label} ${k.min - belonging(body, q, k.id)} 人`) });
  const many = body.members.find((k) => k.max !== undefined && belonging(body, q, k.id) > k.max);
  if (many) return refuse('meeting.quorum', `${many.label}至多 ${many.max ?? 0} 人`, { policy, source: body.source });

  const warnings: string[] = [];
  const t = tallyOf(body, q);
  const size = t.expected + t.recused;
  const outside = limits.membersMin && size < limits.membersMin.value ? limits.membersMin : limits.membersMax && size > limits.membersMax.value ? limits.membersMax : undefined;
  if (outside) {
    const words = `${body.name}共 ${size} 人，${outside.label} ${outside.value} 人`;
    if (body.outside === 'refuse') return refuse('meeting.quorum', words, { policy, source: outside.source });
    warnings.push(words);
  }
  const needed = Math.max(limits.presentMin?.value ?? 1, atLeast(t.expected, limits.presentPercent.value), 1);
  if (t.present < needed) {
    const byNumber = limits.presentMin !== undefined && limits.presentMin.value >= needed;
    return refuse('meeting.quorum', `应到 ${t.expected} 人${t.recused > 0 ? `（另有回避 ${t.recused} 人）` : ''}，实到 ${t.present} 人，到会不得少于 ${needed} 人，会议不能作出决定`, {
      policy, source: byNumber ? limits.presentMin?.source : limits.presentPercent.source, missing: [`还差 ${needed - t.present} 人到会`],
    });
  }
  const share = limits.representativesPercent;
  if (share) {
    const kinds = new Set(body.members.filter((k) => k.representative).map((k) => k.id));
    const reps = body.composition === 'named' ? q.members.filter((m) => m.state === 'present' && kinds.has(m.kind)).length : sum(q.counts.filter((k) => kinds.has(k.kind)).map((k) => k.present));
    const least = atLeast(t.present, share.value);
    if (reps < least) return refuse('meeting.quorum', `到会 ${t.present} 人中${body.members.find((k) => k.representative)?.label ?? '代表'} ${reps} 人，不得少于 ${least} 人`, { policy, source: share.source, missing: [`还差 ${least - reps} 名代表`] });
  }
  if (t.voters === 0) return refuse('meeting.quorum', '到会人员都没有表决权，会议不能作出决定', { policy, source: body.source });
  const votes = q.votesFor + q.votesAgainst + q.abstained;
  if (votes !== t.voters) return refuse('meeting.votes', `同意、不同意、弃权合计 ${votes} 票，与到会有表决权的 ${t.voters} 人不符`);
  return { tally: t, passed: q.votesFor * 100 >= t.voters * limits.passPercent.value, warnings };
}
