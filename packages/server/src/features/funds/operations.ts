import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { FundOperation } from '@doudi/core/api/funds';
import { ACCOUNTS, type AccountRef } from '@doudi/core/ledger/model';
import { confirmsOf, entersOf, guardReplenish, guardSettle, imprestLevel, operationEntry, OPERATION_STATUS_LABELS, OPERATIONS, operationType, type OperationKind, type OperationStatus, type ReplenishBy } from '@doudi/core/ledger/operations';
import { formatYuan } from '@doudi/core/money/fen';
import type { FundSources } from '@doudi/core/policy/tables';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Law } from '../law/law.ts';
import { balanceOf, overdraft, post } from '../ledger/post.ts';
import type { Names } from '../ledger/queries.ts';
import { findQuotas } from './imprest.ts';

interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly unit_id: number | null;
  readonly programme: string | null;
  readonly source: string | null;
  readonly fen: number;
  readonly on_date: string;
  readonly party: string | null;
  readonly purpose: string;
  readonly document: string;
  readonly entered_by: string;
  readonly entered_by_name: string;
  readonly entered_at: string;
  readonly settled_by_name: string | null;
  readonly settled_at: string | null;
  readonly settled_reason: string | null;
  readonly entry_id: string | null;
}

const COLUMNS = sql.raw('id, kind, status, unit_id, programme, source, fen, on_date, party, purpose, document, entered_by, entered_by_name, entered_at, settled_by_name, settled_at, settled_reason, entry_id');

/** Who confirms the set-up and replenishment of imprests here. */
export const replenishBy = (law: Law): ReplenishBy => (law.policy.find<ReplenishBy>('fund.replenish-by', { on: law.today })?.value === 'finance' ? 'finance' : 'county');

/** Operations the caller may see: those that wait first, then the latest. */
export async function findOperations(tx: Tx, law: Law, names: Names, who: Pick<Who, 'account' | 'post'>, q: { unit?: number | undefined; kinds?: readonly OperationKind[]; limit: number }): Promise<FundOperation[]> {
  const { rows } = await sql<OperationRow>`select ${COLUMNS} from fund_operation where county_id = current_county() ${q.unit === undefined ? sql`` : sql`and unit_id = ${q.unit}`} ${q.kinds ? sql`and kind = any (${[...q.kinds]}::text[])` : sql``}
    order by status <> 'entered', coalesce(settled_at, entered_at) desc, id limit ${q.limit}`.execute(tx);
  const by = replenishBy(law);
  return rows.map((r) => {
    const unit = r.unit_id === null ? undefined : names.units.get(r.unit_id);
    const no = guardSettle({ kind: r.kind, status: r.status, enteredBy: r.entered_by }, who, by);
    return {
      id: r.id, kind: r.kind, label: OPERATIONS[r.kind].label, status: r.status, statusText: OPERATION_STATUS_LABELS[r.status], unit: unit?.key ?? null, unitName: unit?.name ?? null, programme: r.programme, programmeName: r.programme === null ? null : names.programme(r.programme), source: r.source, sourceName: r.source === null ? null : names.source(r.source),
      fen: r.fen, on: r.on_date, party: r.party, purpose: r.purpose, document: r.document, enteredBy: r.entered_by_name, enteredAt: r.entered_at, settledBy: r.settled_by_name, settledAt: r.settled_at, settledReason: r.settled_reason, entry: r.entry_id, why: no?.rule ?? null,
    };
  });
}

export interface OperationInput {
  readonly kind: OperationKind;
  readonly unit?: string | undefined;
  readonly programme?: string | undefined;
  readonly source?: string | undefined;
  readonly fen: number;
  readonly on?: string | undefined;
  readonly party?: string | undefined;
  readonly purpose: string;
  readonly document: string;
}

const wrong = (path: string, message: string): Refusal => refuse('input.invalid', message, { fields: [{ path: `body.${path}`, message }] });

const ASK = { unit: '请选择单位', programme: '请选择项目', source: '请选择资金来源' } as const;

/**
 * Enters a movement of funds; nothing moves until somebody else confirms it. Refusals: the post does not enter this kind, the plan
 * has no such fund, something is not named or not in force, another unit's fund, a day to come; of a replenishment besides: not set
 * up, one under way, above the fixed sum [HQ-179].
 */
export async function enterOperation(tx: Tx, law: Law, names: Names, who: Who, o: OperationInput): Promise<string | Refusal> {
  const type = operationType(o.kind);
  const posts = entersOf(o.kind);
  if (!posts.includes(who.post)) return refuse('rights.denied', `${type.label}由${posts.map((p) => ANY_POST_LABELS[p]).join('、')}登记`, { allowed: posts.map((p) => ANY_POST_LABELS[p]) });
  const flag = type.flag === undefined ? undefined : law.policy.find<boolean>(type.flag, { on: law.today });
  if (type.flag !== undefined && flag?.value !== true) return refuse('fund.state', `本地方案没有“${flag?.label ?? type.label}”`, { policy: law.policy, source: flag?.source, allowed: ['在地方参数中设立后再登记'] });
  for (const need of type.needs) if (o[need] === undefined) return wrong(need, ASK[need]);
  const unit = type.needs.includes('unit') ? [...names.units.values()].find((u) => u.key === o.unit) : undefined;
  if (type.needs.includes('unit') && (!unit || (who.area !== null && !who.area.includes(unit.id)))) return wrong('unit', '没有这个单位，或不在您的辖区');
  if (type.needs.includes('programme') && !law.policy.programme(o.programme ?? '', law.today)) return wrong('programme', `${law.today} 没有这个项目`);
  const sources = law.policy.get<FundSources>('fund.sources', { on: law.today });
  if (type.needs.includes('source') && !sources.value.sources.some((s) => s.id === o.source)) return wrong('source', `资金来源只能是：${sources.value.sources.map((s) => s.label).join('、')}`);
  if (type.party !== undefined && !o.party) return wrong('party', `请写明${type.party}`);
  const on = o.on ?? law.today;
  if (on > law.today) return refuse('date.order', `日期不能晚于今天（${law.today}）`, { fields: [{ path: 'body.on', message: `不晚于 ${law.today}` }] });
  if (unit && (o.kind === 'imprestReplenished' || o.kind === 'imprestReturned')) {
    const no = await refuseImprest(tx, law, o.kind, unit, o.fen);
    if (no) return no;
  }
  const id = randomUUID();
  await sql`insert into fund_operation (county_id, id, kind, unit_id, programme, source, fen, on_date, party, purpose, document, entered_by, entered_by_name, entered_at)
    values (${law.county}, ${id}, ${o.kind}, ${unit?.id ?? null}, ${type.needs.includes('programme') ? o.programme : null}, ${type.needs.includes('source') ? o.source : null}, ${o.fen}, ${on}, ${o.party ?? null}, ${o.purpose}, ${o.document}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
  return id;
}

async function refuseImprest(tx: Tx, law: Law, kind: 'imprestReplenished' | 'imprestReturned', unit: { id: number; key: string }, fen: number): Promise<Refusal | undefined> {
  if (kind === 'imprestReturned') return await overdraft(tx, law.county, { kind: 'imprest', unit: unit.key }, fen);
  // Two who apply at once meet at the ledger's head.
  const balance = await balanceOf(tx, law.county, { kind: 'imprest', unit: unit.key }, true);
  const quota = (await findQuotas(tx, [unit.id])).get(unit.id) ?? { quotaFen: 0, pendingFen: 0 };
  const low = law.policy.number('fund.imprest-low', { on: law.today });
  const level = imprestLevel(quota.quotaFen, balance, low.value);
  const no = guardReplenish(level, quota.pendingFen, fen);
  const rule = law.policy.find('fund.imprest', { on: law.today });
  return no && refuse(no.code, no.rule, { policy: law.policy, source: rule?.source, missing: level.shortFen > 0 && fen > level.shortFen ? [`与定额的差额 ${formatYuan(level.shortFen)}`] : [], allowed: no.allowed });
}

async function lockOperation(tx: Tx, id: string): Promise<OperationRow | undefined> {
  return (await sql<OperationRow>`select ${COLUMNS} from fund_operation where county_id = current_county() and id = ${id} for update`.execute(tx)).rows[0];
}

const NONE = refuse('notfound', '没有这笔资金业务，或不在您的辖区');

/** Another person confirms, and the ledger gets its entry. Refusals: settled already, not this post's, the same person, not enough where it comes from. */
export async function confirmOperation(tx: Tx, law: Law, names: Names, who: Who, id: string): Promise<{ id: string; entry: string } | Refusal> {
  const op = await lockOperation(tx, id);
  if (!op) return NONE;
  const no = guardSettle({ kind: op.kind, status: op.status, enteredBy: op.entered_by }, who, replenishBy(law));
  if (no) return no;
  const unit = op.unit_id === null ? undefined : names.units.get(op.unit_id);
  const { kind, lines } = operationEntry({ kind: op.kind, unit: unit?.key, programme: op.programme ?? undefined, source: op.source ?? undefined, fen: op.fen });
  for (const l of lines) {
    const short = l.fen < 0 && ACCOUNTS[l.account.kind].covered ? await overdraft(tx, law.county, l.account satisfies AccountRef, -l.fen) : undefined;
    if (short) return short;
  }
  const words = [unit?.name, op.programme === null ? undefined : names.programme(op.programme), op.source === null ? undefined : names.source(op.source), op.party ?? undefined, op.purpose, op.document || undefined].filter((x) => x !== undefined);
  // What a unit holds moves on the day of the confirmation: a month reported already does not change behind the report.
  const on = op.kind.startsWith('imprest') ? law.today : op.on_date;
  const entry = await post(tx, { county: law.county, kind, on, at: law.now, by: who.account, memo: words.join('，').slice(0, 500), ref: { fund: id }, key: `fund:${id}`, lines });
  await sql`update fund_operation set status = 'confirmed', settled_by = ${who.account}, settled_by_name = ${who.name}, settled_at = ${law.now}, entry_id = ${entry} where county_id = ${law.county} and id = ${id}`.execute(tx);
  return { id, entry };
}

/** Somebody who could confirm it says no, with the reason. */
export async function refuseOperation(tx: Tx, law: Law, who: Who, id: string, reason: string): Promise<{ id: string } | Refusal> {
  const op = await lockOperation(tx, id);
  if (!op) return NONE;
  const no = guardSettle({ kind: op.kind, status: op.status, enteredBy: op.entered_by }, who, replenishBy(law));
  if (no) return no;
  await sql`update fund_operation set status = 'refused', settled_by = ${who.account}, settled_by_name = ${who.name}, settled_at = ${law.now}, settled_reason = ${reason} where county_id = ${law.county} and id = ${id}`.execute(tx);
  return { id };
}

/** Words for who confirms where the plan decides. */
export const confirmByText = (law: Law): string => confirmsOf('imprestReplenished', replenishBy(law)).map((p) => ANY_POST_LABELS[p]).join('、');
