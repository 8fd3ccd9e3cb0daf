import { computeAmount } from '../../means/compute.ts';
import { formatYuan } from '../../money/fen.ts';
import { NotInForce } from '../../policy/resolve.ts';
import type { Post } from '../../policy/model.ts';
import type { RecoveryRules } from '../../policy/tables.ts';
import { claimOf } from '../../recovery/claim.ts';
import { openOf, type ClaimLine, type RecoveryGround } from '../../recovery/model.ts';
import { correctable, layUpon, planFault } from '../../recovery/settle.ts';
import { isRefusal, refuse, type Refusal } from '../../refusal/refusal.ts';
import type { Action, Actor } from '../actions.ts';
import { findingsOf } from '../care/evolve.ts';
import type { Command } from '../commands.ts';
import { addUnit, scopeOf, type CaseContext } from '../procedure.ts';
import { evolve, type CaseState } from '../state.ts';
import { needPost } from '../step-guard.ts';
import { make, type Topic } from '../topic.ts';
import { pendingFen, recoveriesOf, sums, type Recovery } from './evolve.ts';
import { isRecoveryCommand, recoveryLabels, type RecoveryCommand } from './payloads.ts';


/** Who finds and keeps a recovery; who, other than that person, establishes it and looks at what comes in; who decides. */
const KEEP: readonly Post[] = ['handler', 'countyHandler'];
const SECOND: readonly Post[] = ['reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'];
const LEAD: readonly Post[] = ['reviewHead', 'leader', 'countyHandler', 'countyLeader'];
export const RECOVERY_POSTS: Record<RecoveryCommand, readonly Post[]> = {
  proposeRecovery: KEEP, establishRecovery: SECOND, noteRecoveryAnswer: KEEP, correctRecovery: SECOND, remindRecovery: KEEP, agreeInstalments: LEAD,
  recordReceipt: KEEP, confirmReceipt: SECOND, proposeWaiver: KEEP, decideWaiver: ['leader', 'countyLeader'], escalateRecovery: LEAD, noteEscalation: [...KEEP, 'reviewHead', 'leader', 'countyLeader'],
};

export const rulesOf = (s: CaseState, c: CaseContext): RecoveryRules => c.policy.get<RecoveryRules>('recovery.rules', { ...scopeOf(s), on: c.today }).value;
const number = (key: string, s: CaseState, c: CaseContext) => c.policy.number(key, { ...scopeOf(s), on: c.today });
const payBy = (key: string, s: CaseState, c: CaseContext): string => addUnit(c, c.today, number(key, s, c)).date;

/** Recoveries that a command can be about. */
const fits: Record<Exclude<RecoveryCommand, 'proposeRecovery'>, (r: Recovery) => boolean> = {
  establishRecovery: (r) => r.status === 'proposed', noteRecoveryAnswer: (r) => r.status === 'established', correctRecovery: (r) => r.status === 'established', remindRecovery: (r) => r.status === 'established',
  agreeInstalments: (r) => r.status === 'established', recordReceipt: (r) => r.status === 'established', confirmReceipt: (r) => r.receipts.some((x) => x.state === 'recorded'),
  proposeWaiver: (r) => r.status === 'established' && !r.waiver, decideWaiver: (r) => r.waiver !== undefined, escalateRecovery: (r) => r.status === 'established', noteEscalation: (r) => r.escalations.length > 0,
};
/** What must stand before. */
const FIRST: Record<Exclude<RecoveryCommand, 'proposeRecovery'>, string> = {
  establishRecovery: '提出追回', noteRecoveryAnswer: '认定应追回', correctRecovery: '认定应追回', remindRecovery: '认定应追回', agreeInstalments: '认定应追回', recordReceipt: '认定应追回', confirmReceipt: '登记收回款项',
  proposeWaiver: '认定应追回', decideWaiver: '提出免除', escalateRecovery: '认定应追回', noteEscalation: '移送有关机关',
};

/** Whose act the second person must not be. */
function firstHands(command: RecoveryCommand, r: Recovery): readonly string[] {
  switch (command) {
    case 'establishRecovery': case 'correctRecovery':
      return [r.proposed.by.user];
    case 'confirmReceipt':
      return r.receipts.filter((x) => x.state === 'recorded').map((x) => x.by.user);
    case 'decideWaiver':
      return r.waiver ? [r.waiver.by.user, r.proposed.by.user] : [];
    default:
      return [];
  }
}

const same = (command: RecoveryCommand): Refusal => refuse('person.same', `前一步由您办理，${recoveryLabels[command]}须由另一人作出`, { allowed: ['由另一人办理'] });

function guard(command: RecoveryCommand, s: CaseState, a: Actor): Refusal | undefined {
  const post = needPost(a, RECOVERY_POSTS[command], recoveryLabels[command]);
  if (post || command === 'proposeRecovery') return post;
  const open = recoveriesOf(s).filter(fits[command]);
  if (open.length === 0) return recoveriesOf(s).length === 0 ? refuse('step.absent', '本案没有追回事项') : refuse('step.order', `没有可以“${recoveryLabels[command]}”的追回事项`, { missing: [FIRST[command]] });
  return open.every((r) => firstHands(command, r).length > 0 && firstHands(command, r).every((u) => u === a.user)) ? same(command) : undefined;
}

/** What other recoveries of the case claim of each line still. */
function claimed(s: CaseState): Map<string, number> {
  const out = new Map<string, number>();
  for (const r of recoveriesOf(s)) if (r.status === 'proposed' || r.status === 'established') for (const l of r.claims) if (l.line !== undefined) out.set(l.line, (out.get(l.line) ?? 0) + openOf(l));
  return out;
}

type Proposal = Extract<Command, { name: 'proposeRecovery' }>['payload'];

/** The claim that a proposal makes of what was really paid. */
function claims(s: CaseState, p: Proposal, c: CaseContext): { readonly lines: ClaimLine[]; readonly proration: RecoveryRules['proration'][RecoveryGround] } {
  const proration = rulesOf(s, c).proration[p.ground];
  return { proration, lines: claimOf(c.paid ?? [], { since: p.since, entitledFen: p.entitledFen, proration }, p.items, claimed(s)) };
}

function propose(s: CaseState, p: Proposal, c: CaseContext, actor: Actor, id: string): readonly Action[] | Refusal {
  if (p.since > c.today) return refuse('date.order', `不应享受的起始日期不能晚于今天（${c.today}）`);
  if (p.items.some((i) => i.on > c.today)) return refuse('date.order', `发放日期不能晚于今天（${c.today}）`);
  const found = claims(s, p, c);
  if (found.lines.length === 0) return refuse('opinion.amount', `自 ${p.since} 起没有多发的金额：已发放的各月都是应发的，或者已在其他追回事项中`, { allowed: ['核对起始日期和应发金额', '填写现金、物资、服务'] });
  return [make('recoveryProposed', { ...p, recovery: id, proration: found.proration, claims: found.lines, dueFen: found.lines.reduce((a, l) => a + l.claimFen, 0) }, c, actor)];
}

const SYSTEM: Actor = { user: 'system', post: 'system', unit: '' };

/**
 * What the system proposes by itself when a death or another end is reported late: the months paid after it, as a debt that
 * a person must still establish. Nothing when nothing was overpaid, when the same day is claimed already, or when what was
 * due to the others cannot be computed.
 */
export function proposalFor(s: CaseState, c: CaseContext, e: { readonly ground: RecoveryGround; readonly since: string; readonly entitledFen: number; readonly text: string }, id: string): readonly Action[] {
  if (recoveriesOf(s).some((r) => r.status !== 'declined' && r.ground === e.ground && r.since === e.since)) return [];
  const others = s.facts.members.filter((m) => m.person !== s.facts.applicant);
  const debtor = e.ground !== 'death' ? { kind: 'payee' as const, person: s.facts.applicant } : others[0] ? { kind: 'household' as const, person: others[0].person } : s.facts.obligors[0] ? { kind: 'heir' as const, person: s.facts.obligors[0].person } : { kind: 'heir' as const, name: '待查明的继承人' };
  const done = propose(s, { ...e, debtor, items: [], files: [] }, c, SYSTEM, id);
  return isRefusal(done) ? [] : done;
}

/**
 * What a month was due to a household after the payee's death: nothing to a person alone; to the others what the formula
 * gives for them on the day after. Undefined where that cannot be computed: nothing is guessed.
 */
export function dueAfterDeath(s: CaseState, c: CaseContext, on: string): number | undefined {
  const gone = s.facts.applicant;
  const members = s.facts.members.filter((m) => m.person !== gone);
  const heir = members[0];
  if (c.programme.applicant === 'person' || !heir) return 0;
  const facts = { ...s.facts, applicant: heir.person, members: members.map((m) => (m.person === heir.person ? { ...m, relation: 'self' as const } : m)), incomes: s.facts.incomes.filter((x) => x.person !== gone), expenses: s.facts.expenses.filter((x) => x.person !== gone), obligors: s.facts.obligors.filter((o) => o.supports !== gone) };
  try {
    const r = computeAmount(c.programme, facts, c.policy, on, findingsOf(s));
    return r.eligible ? r.monthlyFen : 0;
  } catch (e) {
    if (e instanceof NotInForce) return undefined;
    throw e;
  }
}

function handle(s: CaseState, command: Exclude<Command, { name: 'apply' }>, c: CaseContext, actor: Actor, number_: string, id: string): readonly Action[] | Refusal {
  if (!isRecoveryCommand(command.name)) return [];
  if (command.name === 'proposeRecovery') return propose(s, (command as Extract<Command, { name: 'proposeRecovery' }>).payload, c, actor, id);
  const cmd = command as Extract<Command, { name: Exclude<RecoveryCommand, 'proposeRecovery'> }>;
  const r = recoveriesOf(s).find((x) => x.id === cmd.payload.recovery);
  if (!r) return refuse('notfound', '本案没有这个追回事项');
  if (!fits[cmd.name](r)) return refuse('step.order', `这个追回事项现在不能“${recoveryLabels[cmd.name]}”`, { missing: [FIRST[cmd.name]] });
  const now = sums(r);
  const free = now.outstandingFen - pendingFen(r);
  const late = (on: string, what: string): Refusal | undefined => (on > c.today ? refuse('date.order', `${what}不能晚于今天（${c.today}）`) : r.established && on < r.established.on ? refuse('date.order', `${what}不能早于认定日期（${r.established.on}）`) : undefined);
  switch (cmd.name) {
    case 'establishRecovery': {
      const p = cmd.payload;
      if (r.proposed.by.user === actor.user) return same(cmd.name);
      if (p.outcome === 'return') return [make('recoveryEstablished', { ...p, number: '', payBy: '' }, c, actor)];
      const gone = r.claims.find((l) => l.line !== undefined && (c.paid ?? []).every((x) => x.line !== l.line || x.paidFen < l.claimFen));
      if (gone) return refuse('opinion.amount', `提出之后 ${gone.month} 的发放情况有变，须退回重新提出`, { allowed: ['退回，重新提出追回'] });
      return [make('recoveryEstablished', { ...p, number: number_, payBy: payBy('recovery.notice-term', s, c) }, c, actor)];
    }
    case 'noteRecoveryAnswer':
      return late(cmd.payload.on, '答复日期') ?? [make('recoveryAnswered', cmd.payload, c, actor)];
    case 'correctRecovery': {
      const p = cmd.payload;
      if (r.proposed.by.user === actor.user) return same(cmd.name);
      // Without what somebody else has put on record it would be a waiver by one person, past the limit of waivers.
      if (!r.answers.some((x) => x.kind === 'objects' && x.by.user !== actor.user)) return refuse('reason.missing', '更正须有另一人登记的异议；没有异议而不再追的，按免除办理', { missing: ['登记答复或异议'], allowed: ['登记答复或异议', '提出免除'] });
      const bad = p.claims.find((x) => !r.claims[x.claim] || !correctable(r.claims[x.claim] as ClaimLine, x.fen)) ?? (new Set(p.claims.map((x) => x.claim)).size < p.claims.length ? p.claims[0] : undefined);
      if (bad) return refuse('opinion.amount', '更正后的金额不能高于原认定，也不能低于已收回和已免除的部分', { fields: [{ path: 'claims', message: `第 ${bad.claim + 1} 行` }] });
      const fen = p.claims.reduce((a, x) => a + (r.claims[x.claim]?.claimFen ?? 0) - x.fen, 0);
      if (fen > free) return refuse('step.order', `尚有 ${formatYuan(pendingFen(r))}收款待复核，先复核再更正`, { missing: ['复核收回款项'] });
      return settled(s, r, make('recoveryCorrected', { ...p, fen }, c, actor), c, actor);
    }
    case 'remindRecovery': {
      const served = s.deliveries?.some((d) => d.kind === 'recoveryNotice' && d.number === r.established?.number);
      return served ? [make('recoveryReminded', { ...cmd.payload, number: number_, payBy: payBy('recovery.reminder-term', s, c) }, c, actor)] : refuse('step.order', '追回通知书还没有送达，不能催告', { missing: ['登记文书送达'] });
    }
    case 'agreeInstalments': {
      const p = cmd.payload;
      const fault = planFault(p.instalments, now.outstandingFen, c.today, number('recovery.instalments-max', s, c).value);
      return late(p.signedOn, '签订日期') ?? (fault ? refuse('input.invalid', fault, { policy: c.policy, source: number('recovery.instalments-max', s, c).source, fields: [{ path: 'instalments', message: fault }] }) : [make('instalmentsAgreed', { ...p, number: number_ }, c, actor)]);
    }
    case 'recordReceipt': {
      const p = cmd.payload;
      if (r.receipts.some((x) => x.state !== 'rejected' && x.voucher === p.voucher)) return refuse('conflict.duplicate', `凭证 ${p.voucher} 已经登记过，不重复计算`);
      if (p.fen > free) return refuse('input.invalid', `收回不能超过尚欠的 ${formatYuan(free)}${pendingFen(r) > 0 ? `（另有 ${formatYuan(pendingFen(r))}待复核）` : ''}`, { fields: [{ path: 'fen', message: `不超过 ${formatYuan(free)}` }] });
      return late(p.on, '收款日期') ?? [make('receiptRecorded', { ...p, receipt: id }, c, actor)];
    }
    case 'confirmReceipt': {
      const p = cmd.payload;
      const x = r.receipts.find((y) => y.receipt === p.receipt);
      if (!x) return refuse('notfound', '没有这笔收款');
      if (x.state !== 'recorded') return refuse('step.done', `这笔收款已于 ${x.checked?.on ?? ''} 复核`);
      if (x.by.user === actor.user) return same(cmd.name);
      if (p.outcome === 'return' && p.text === '') return refuse('reason.missing', '退回须写明理由', { missing: ['理由'] });
      const shares = p.outcome === 'agree' ? layUpon(r.claims, x.fen) : [];
      if (!shares) return refuse('input.invalid', `收回不能超过尚欠的 ${formatYuan(now.outstandingFen)}`);
      return settled(s, r, make('receiptConfirmed', { ...p, fen: x.fen, method: x.method, shares }, c, actor), c, actor);
    }
    case 'proposeWaiver': {
      const p = cmd.payload;
      const ground = rulesOf(s, c).waiverGrounds.find((g) => g.id === p.ground);
      if (!ground) return refuse('input.invalid', '没有这种免除理由', { allowed: rulesOf(s, c).waiverGrounds.map((g) => g.label) });
      return p.fen > free ? refuse('input.invalid', `免除不能超过尚欠的 ${formatYuan(free)}`, { fields: [{ path: 'fen', message: `不超过 ${formatYuan(free)}` }] }) : [make('waiverProposed', p, c, actor)];
    }
    case 'decideWaiver':
      return decideWaiver(s, r, cmd.payload, c, actor, number_);
    case 'escalateRecovery': {
      const organ = rulesOf(s, c).organs.find((o) => o.id === cmd.payload.to);
      return organ ? [make('recoveryEscalated', { ...cmd.payload, escalation: id, organ: organ.label, number: number_ }, c, actor)] : refuse('input.invalid', '没有这个移送机关', { allowed: rulesOf(s, c).organs.map((o) => o.label) });
    }
    case 'noteEscalation':
      if (!r.escalations.some((e) => e.escalation === cmd.payload.escalation)) return refuse('notfound', '没有这次移送');
      return late(cmd.payload.on, '日期') ?? [make('escalationNoted', cmd.payload, c, actor)];
  }
}

/** What was waived to the household in the business year: in all recoveries of this case, and in its other cases as far as they were looked up. */
export const waivedThisYear = (s: CaseState, c: Pick<CaseContext, 'today' | 'waivedElsewhereFen'>): number =>
  recoveriesOf(s).flatMap((r) => r.waivers).reduce((a, w) => (w.on.slice(0, 4) === c.today.slice(0, 4) ? a + w.fen : a), c.waivedElsewhereFen ?? 0);

/** A leader waives up to the limit, all that is waived to the household in a year together; above it the county does. Whoever found or proposed it does not decide. */
function decideWaiver(s: CaseState, r: Recovery, p: Extract<Command, { name: 'decideWaiver' }>['payload'], c: CaseContext, actor: Actor, number_: string): readonly Action[] | Refusal {
  const w = r.waiver;
  if (!w) return refuse('step.order', '没有等待决定的免除意见', { missing: ['提出免除'] });
  if (firstHands('decideWaiver', r).includes(actor.user)) return same('decideWaiver');
  if (p.outcome === 'return') return [make('waiverDecided', { ...p, fen: 0, shares: [], number: '' }, c, actor)];
  const limit = number('recovery.waiver-limit', s, c);
  const all = waivedThisYear(s, c) + w.fen;
  if (actor.post !== 'countyLeader' && all > limit.value) return refuse('entrustment.limit', `这个家庭本年免除合计 ${formatYuan(all)}，超过本级可以决定的 ${formatYuan(limit.value)}，由县级负责人决定`, { policy: c.policy, source: limit.source, allowed: ['由县级负责人决定'] });
  const shares = layUpon(r.claims, w.fen);
  if (!shares || w.fen > sums(r).outstandingFen - pendingFen(r)) return refuse('input.invalid', `免除不能超过尚欠的 ${formatYuan(sums(r).outstandingFen - pendingFen(r))}`, { allowed: ['退回，重新提出'] });
  return settled(s, r, make('waiverDecided', { ...p, fen: w.fen, shares, number: number_ }, c, actor), c, actor);
}

/** An act that takes something off the debt; with the last of it the recovery is closed. */
function settled(s: CaseState, r: Recovery, a: Action, c: CaseContext, actor: Actor): readonly Action[] {
  const after = recoveriesOf(evolve(s, a, s.id)).find((x) => x.id === r.id);
  return after && sums(after).outstandingFen === 0 ? [a, make('recoveryClosed', { recovery: r.id }, c, actor)] : [a];
}

/**
 * Recovery of what was had without right [HQ-188]: found by one person and established by another from what was really
 * paid; every sum that comes in is looked at by a second person; a waiver is a decision with its reason and proof.
 */
export const recoveryTopic: Topic = {
  when: Object.fromEntries(Object.keys(recoveryLabels).map((k) => [k, 'closed'])) as Topic['when'],
  guard: (command, s, _c, a) => (isRecoveryCommand(command) ? guard(command, s, a) : undefined),
  handle: (s, command, c, actor, supply) => handle(s, command, c, actor, supply.documentNumber, supply.requestId),
};
