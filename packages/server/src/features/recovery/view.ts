import type { CaseView } from '@doudi/core/api/cases';
import { nextDue, pendingFen, planOf, recoveriesOf, sums, type Recovery } from '@doudi/core/case/recovery/evolve';
import { ANSWER_LABELS } from '@doudi/core/case/recovery/payloads';
import { rulesOf } from '@doudi/core/case/recovery/rules';
import { scopeOf, type CaseContext } from '@doudi/core/case/procedure';
import { isOpen, type CaseState } from '@doudi/core/case/state';
import { DEBTOR_LABELS, ITEM_LABELS, PRORATION_LABELS, RECEIPT_METHOD_LABELS, RECOVERY_GROUND_LABELS, RECOVERY_GROUNDS, RECOVERY_STATUS_LABELS } from '@doudi/core/recovery/model';
import { cite } from '../cases/words.ts';

type View = CaseView['recoveries'][number];

/** Names as the reader may see them: staff in full, persons masked. */
interface Names {
  readonly staff: (id: string) => string;
  readonly person: (id: string) => string;
}

function viewOf(r: Recovery, s: CaseState, c: CaseContext, n: Names): View {
  const at = { ...scopeOf(s), on: c.today };
  const act = (m: { readonly on: string; readonly by: { readonly user: string } }) => ({ on: m.on, by: n.staff(m.by.user) });
  const said = (m: { readonly seq: number; readonly by: { readonly user: string } }) => ({ by: n.staff(m.by.user) });
  const ground = (id: string): string => rulesOf(s, c).waiverGrounds.find((g) => g.id === id)?.label ?? id;
  const basis = c.policy.find(r.ground === 'fraud' ? 'recovery.basis-fraud' : 'recovery.basis-other', at)?.source;
  return {
    id: r.id, status: r.status, statusText: RECOVERY_STATUS_LABELS[r.status], ground: r.ground, groundText: RECOVERY_GROUND_LABELS[r.ground], since: r.since, entitledFen: r.entitledFen, prorationText: PRORATION_LABELS[r.proration],
    debtor: { kindText: DEBTOR_LABELS[r.debtor.kind], name: r.debtor.person === undefined ? (r.debtor.name ?? '') : n.person(r.debtor.person), contact: r.debtor.contact ?? null }, text: r.text, files: [...r.files],
    source: cite(c.policy, c.policy.find('recovery.rules', at)?.source), basis: cite(c.policy, basis),
    proposed: { ...act(r.proposed), system: r.proposed.by.post === 'system' }, established: r.established ? { ...act(r.established), number: r.established.number, text: r.established.text } : null, payBy: r.payBy ?? null,
    ...sums(r), pendingFen: pendingFen(r), next: nextDue(r, c.today) ?? null,
    claims: r.claims.map((l, i) => ({ n: i, kindText: l.kind === 'money' ? '发放' : ITEM_LABELS[l.kind], month: l.month, text: l.text, paidFen: l.paidFen, entitledFen: l.entitledFen, claimFen: l.claimFen, recoveredFen: l.recoveredFen, waivedFen: l.waivedFen, line: l.line ?? null })),
    answers: r.answers.map((x) => ({ on: x.on, ...said(x), said: x.on, kindText: ANSWER_LABELS[x.kind], text: x.text, files: [...x.files] })),
    corrections: r.corrections.map((x) => ({ ...act(x), fen: x.fen, text: x.text, files: [...x.files] })),
    reminders: r.reminders.map((x) => ({ ...act(x), number: x.number, payBy: x.payBy, text: x.text })),
    plan: r.plan ? { ...act(r.plan), number: r.plan.number, signedOn: r.plan.signedOn, parts: planOf(r, c.today).map((p) => ({ ...p })) } : null,
    receipts: r.receipts.map((x) => ({ id: x.receipt, on: x.on, ...said(x), received: x.on, fen: x.fen, methodText: RECEIPT_METHOD_LABELS[x.method], payer: x.payer, voucher: x.voucher, state: x.state, checked: x.checked ? { ...act(x.checked), text: x.checked.text } : null, files: [...x.files] })),
    waiver: r.waiver ? { ...act(r.waiver), fen: r.waiver.fen, groundText: ground(r.waiver.ground), reason: r.waiver.reason, files: [...r.waiver.files] } : null,
    waivers: r.waivers.map((x) => ({ ...act(x), fen: x.fen, number: x.number, groundText: ground(x.ground), reason: x.reason, text: x.text, agreed: x.outcome === 'agree' })),
    escalations: r.escalations.map((x) => ({ ...act(x), id: x.escalation, organ: x.organ, number: x.number, text: x.text, results: x.results.map((y) => ({ on: y.on, ...said(y), noted: y.on, text: y.text })) })),
    closedOn: r.closed?.on ?? null,
  };
}

/** The recoveries of a case for its page, newest first. */
export const viewRecoveries = (s: CaseState, c: CaseContext, n: Names): View[] => recoveriesOf(s).map((r) => viewOf(r, s, c, n)).toReversed();

/** What the forms need of the rules; nothing before the case is decided. */
export function viewRecoveryRules(s: CaseState, c: CaseContext): CaseView['recoveryRules'] {
  if (isOpen(s)) return null;
  const at = { ...scopeOf(s), on: c.today };
  const rules = rulesOf(s, c);
  const limit = c.policy.number('recovery.waiver-limit', at);
  return {
    waiverGrounds: [...rules.waiverGrounds], organs: [...rules.organs], instalmentsMax: c.policy.number('recovery.instalments-max', at).value, waiverLimitFen: limit.value, waiverSource: cite(c.policy, limit.source),
    proration: Object.fromEntries(RECOVERY_GROUNDS.map((g) => [g, PRORATION_LABELS[rules.proration[g]]])) as NonNullable<CaseView['recoveryRules']>['proration'],
  };
}
