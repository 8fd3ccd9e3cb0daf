import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { formatDateShortZh } from '@doudi/core/calendar/date';
import type { Action } from '@doudi/core/case/actions';
import type { Decision } from '@doudi/core/case/decide';
import type { CaseContext } from '@doudi/core/case/procedure';
import { nextDue, pendingFen, recoveriesOf, sums, type Recovery } from '@doudi/core/case/recovery/evolve';
import { proposalFor } from '@doudi/core/case/recovery/rules';
import { evolve, type CaseState } from '@doudi/core/case/state';
import type { ChangeGround } from '@doudi/core/case/changes/payloads';
import type { PaidLine, RecoveryGround, Share } from '@doudi/core/recovery/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { post } from '../ledger/post.ts';
import { bookRecovered, bookWaived } from '../payments/book.ts';

interface Of {
  readonly county: number;
  readonly unitId: number;
  readonly areaId: number;
}

/** What reached the household of a case, month by month: the ground on which anything can be claimed back. */
export async function findPaid(tx: Tx, caseId: string): Promise<PaidLine[]> {
  return (await sql<PaidLine>`select id as line, month, part, programme, due_fen as "dueFen", paid_fen as "paidFen" from roll_line where county_id = current_county() and case_id = ${caseId} and paid_fen > 0 order by month, part`.execute(tx)).rows;
}

/**
 * What was waived this year to the household in its other cases. Locks the county's waivers until the transaction ends: of two
 * decided at once for one household the second counts the first.
 */
export async function findWaivedElsewhere(tx: Tx, county: number, caseId: string, today: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('recovery.waiver'), ${county}::int)`.execute(tx);
  return (await sql<{ fen: number }>`select waived_elsewhere(${caseId}, ${Number(today.slice(0, 4))}::int) as fen`.execute(tx)).rows[0]?.fen ?? 0;
}

const GROUNDS: Partial<Record<ChangeGround, RecoveryGround>> = { death: 'death', fraud: 'fraud', otherProgramme: 'doubleProgramme' };

/**
 * A benefit that is ended or lowered from a day that lies behind: what was paid since then too much is proposed as a debt in
 * the same act, by the system, for a person to establish. The day is the one reported with the change, or the reported death.
 */
export async function alsoRecover(tx: Tx, before: CaseState, decision: Decision, context: CaseContext): Promise<Decision> {
  const decided = decision.actions.find((a): a is Extract<Action, { kind: 'changeDecided' }> => a.kind === 'changeDecided' && a.body.outcome === 'agree');
  const change = before.change;
  if (!decided || !change || decided.body.monthlyFen >= change.fromFen) return decision;
  const dead = change.ground === 'death' ? (await sql<{ dead_on: string | null }>`select dead_on from benefit where county_id = current_county() and case_id = ${before.id}`.execute(tx)).rows[0]?.dead_on : undefined;
  const since = change.since ?? dead ?? undefined;
  if (since === undefined) return decision;
  const more = proposalFor(decision.state, { ...context, paid: await findPaid(tx, before.id) }, { ground: GROUNDS[change.ground] ?? 'lateExit', since, entitledFen: decided.body.monthlyFen, text: `变更或终止（${decided.body.number}）的情况自${formatDateShortZh(since)}已经发生，此后已发放的款项由系统按实际到账计算，待认定。` }, randomUUID());
  return { actions: [...decision.actions, ...more], state: more.reduce<CaseState>((s, a) => evolve(s, a, s.id), decision.state) };
}

const idOf = (a: Action): string | undefined => ('recovery' in a.body && typeof a.body.recovery === 'string' ? a.body.recovery : undefined);

/** Shares on bank payments, as the roll's lines know them. */
const onLines = (r: Recovery, shares: readonly Share[]) => shares.flatMap((s) => {
  const line = r.claims[s.claim]?.line;
  return line === undefined ? [] : [{ line, fen: s.fen }];
});

/**
 * What the log says of recoveries, into their tables and onto the lines of the rolls: recovered and waived money leaves
 * what is with the household. Nothing when no action is about a recovery. Refused when a voucher was entered before.
 */
export async function projectRecoveries(tx: Tx, n: Of, c: CaseContext, s: CaseState, actions: readonly Action[], seq: number): Promise<Refusal | undefined> {
  const touched = new Set(actions.flatMap((a) => idOf(a) ?? []));
  if (touched.size === 0) return undefined;
  for (const r of recoveriesOf(s)) if (touched.has(r.id)) await upsert(tx, n, c, s, r);
  for (const [i, a] of actions.entries()) {
    const r = recoveriesOf(s).find((x) => x.id === idOf(a));
    if (!r) continue;
    const no = await move(tx, n, s.id, r, a, seq + 1 + i);
    if (no) return no;
  }
  return undefined;
}

async function upsert(tx: Tx, n: Of, c: CaseContext, s: CaseState, r: Recovery): Promise<void> {
  const x = sums(r);
  const next = nextDue(r, c.today);
  const first = r.established?.firstFen ?? x.dueFen;
  await sql`insert into recovery (county_id, id, case_id, unit_id, area_id, programme, ground, status, debtor_kind, debtor, since, proposed_on, established_on, closed_on, first_fen, due_fen, recovered_fen, waived_fen, outstanding_fen, pending_fen, next_due, next_fen, escalated)
    values (${n.county}, ${r.id}, ${s.id}, ${n.unitId}, ${n.areaId}, ${s.programme}, ${r.ground}, ${r.status}, ${r.debtor.kind}, ${r.debtor.person ?? null}, ${r.since}, ${r.proposed.on}, ${r.established?.on ?? null}, ${r.closed?.on ?? null}, ${first}, ${x.dueFen}, ${x.recoveredFen}, ${x.waivedFen}, ${x.outstandingFen}, ${pendingFen(r)}, ${next?.due ?? null}, ${next?.fen ?? null}, ${r.escalations.length > 0})
    on conflict on constraint recovery_pk do update set status = excluded.status, established_on = excluded.established_on, closed_on = excluded.closed_on, first_fen = excluded.first_fen, due_fen = excluded.due_fen, recovered_fen = excluded.recovered_fen, waived_fen = excluded.waived_fen,
      outstanding_fen = excluded.outstanding_fen, pending_fen = excluded.pending_fen, next_due = excluded.next_due, next_fen = excluded.next_fen, escalated = excluded.escalated`.execute(tx);
  const lines = r.claims.map((l, i) => ({ n: i, line_id: l.line ?? null, kind: l.kind, month: l.month, paid_fen: l.paidFen, claim_fen: l.claimFen, recovered_fen: l.recoveredFen, waived_fen: l.waivedFen }));
  await sql`insert into recovery_line (county_id, recovery_id, n, area_id, line_id, kind, month, paid_fen, claim_fen, recovered_fen, waived_fen)
    select ${n.county}, ${r.id}, x.n, ${n.areaId}, x.line_id, x.kind, x.month, x.paid_fen, x.claim_fen, x.recovered_fen, x.waived_fen from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as x(n int, line_id uuid, kind text, month text, paid_fen bigint, claim_fen bigint, recovered_fen bigint, waived_fen bigint)
    on conflict on constraint recovery_line_pk do update set claim_fen = excluded.claim_fen, recovered_fen = excluded.recovered_fen, waived_fen = excluded.waived_fen`.execute(tx);
}

interface Movement {
  readonly kind: 'established' | 'corrected' | 'recovered' | 'waived';
  readonly fen: number;
}

/** What an action moves of a debt's sums; nothing for words alone. */
function movementOf(r: Recovery, a: Action): Movement | undefined {
  switch (a.kind) {
    case 'recoveryEstablished':
      return a.body.outcome === 'agree' ? { kind: 'established', fen: r.established?.firstFen ?? 0 } : undefined;
    case 'recoveryCorrected':
      return a.body.fen > 0 ? { kind: 'corrected', fen: a.body.fen } : undefined;
    case 'receiptConfirmed':
      return a.body.outcome === 'agree' ? { kind: 'recovered', fen: a.body.fen } : undefined;
    case 'waiverDecided':
      return a.body.outcome === 'agree' ? { kind: 'waived', fen: a.body.fen } : undefined;
    default:
      return undefined;
  }
}

async function move(tx: Tx, n: Of, caseId: string, r: Recovery, a: Action, seq: number): Promise<Refusal | undefined> {
  const m = movementOf(r, a);
  if (m) await sql`insert into recovery_movement (county_id, recovery_id, case_id, seq, area_id, kind, on_date, fen) values (${n.county}, ${r.id}, ${caseId}, ${seq}, ${n.areaId}, ${m.kind}, ${a.on}, ${m.fen})`.execute(tx);
  switch (a.kind) {
    case 'receiptRecorded': {
      const { rows } = await sql`insert into recovery_voucher (county_id, method, voucher, receipt_id, area_id) values (${n.county}, ${a.body.method}, ${a.body.voucher}, ${a.body.receipt}, ${n.areaId}) on conflict on constraint recovery_voucher_pk do nothing returning 1`.execute(tx);
      return rows.length === 0 ? refuse('conflict.duplicate', `凭证 ${a.body.voucher} 已经登记过，一张凭证只能登记一次`) : undefined;
    }
    case 'receiptConfirmed':
      if (a.body.outcome === 'agree') return await bookRecovered(tx, n.county, onLines(r, a.body.shares));
      await sql`delete from recovery_voucher where county_id = ${n.county} and receipt_id = ${a.body.receipt}`.execute(tx);
      return undefined;
    case 'waiverDecided':
      return a.body.outcome === 'agree' ? await bookWaived(tx, n.county, onLines(r, a.body.shares)) : undefined;
    default:
      return undefined;
  }
}

/** The entries of the ledger, last in the transaction: what is owed back stands in 应追回 until it is in the bank or waived. */
export async function postRecoveries(tx: Tx, n: Of, s: CaseState, actions: readonly Action[]): Promise<void> {
  for (const a of actions) {
    const r = recoveriesOf(s).find((x) => x.id === idOf(a));
    const m = r && movementOf(r, a);
    if (!r || !m) continue;
    const of = { programme: s.programme, unitId: n.unitId };
    const receivable = (fen: number) => ({ account: { kind: 'receivable' as const, ...of }, fen });
    const entry = { county: n.county, on: a.on, at: a.at, by: a.actor.user, ref: { case: s.id, recovery: r.id } };
    switch (m.kind) {
      case 'established':
        await post(tx, { ...entry, kind: 'overpaid', memo: `${s.number} 认定应追回`, key: `recovery:${r.id}:established`, lines: [receivable(m.fen), { account: { kind: 'expense', ...of }, fen: -m.fen }] });
        break;
      case 'corrected':
        await post(tx, { ...entry, kind: 'corrected', memo: `${s.number} 更正应追回`, key: `recovery:${r.id}:corrected:${r.corrections.length}`, lines: [receivable(-m.fen), { account: { kind: 'expense', ...of }, fen: m.fen }] });
        break;
      case 'recovered':
        await post(tx, { ...entry, kind: 'recovered', memo: `${s.number} 收回款项`, key: `recovery:${r.id}:receipt:${a.kind === 'receiptConfirmed' ? a.body.receipt : ''}`, lines: [receivable(-m.fen), { account: { kind: 'bank', programme: s.programme }, fen: m.fen }] });
        break;
      case 'waived':
        await post(tx, { ...entry, kind: 'waived', memo: `${s.number} 决定免除`, key: `recovery:${r.id}:waived:${r.waivers.length}`, lines: [receivable(-m.fen), { account: { kind: 'waived', ...of }, fen: m.fen }] });
        break;
    }
  }
}
