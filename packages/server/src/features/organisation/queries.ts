import { sql } from 'kysely';
import type { UnitView, entrustmentViewSchema } from '@doudi/core/api/organisation';
import { entrustmentFor, type Withdrawal } from '@doudi/core/policy/entrustment';
import type { Entrustment, OrgUnit } from '@doudi/core/policy/model';
import { isOffice } from '@doudi/core/policy/offices';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type * as z from 'zod';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { sourceView } from '../policy/queries.ts';

export const KIND_WORDS: Record<OrgUnit['kind'], string> = { county: '县（市、区）', township: '乡镇', street: '街道', farm: '农场', centre: '社区指导中心', village: '村', community: '社区' };
const BODY_WORDS: Record<OrgUnit['bodies'][number]['kind'], string> = { handling: '经办机构', management: '管理部门', bureau: '民政部门', finance: '财政部门', verification: '核对机构', leadingGroup: '议事协商机构（领导小组）', deliberation: '议事协商机构' };

export const validOn = (u: { from?: string | undefined; to?: string | undefined }, on: string): boolean => (u.from ?? '0000') <= on && on <= (u.to ?? '9999');

interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly post: AnyPost;
  readonly unit: string;
  readonly from_date: string;
  readonly to_date: string | null;
}

/** Who holds which post where on a day. Administrators of accounts are no staff of a unit and are left out. */
export async function findStaff(tx: Tx, on: string): Promise<StaffRow[]> {
  return (await sql<StaffRow>`select a.id, a.name, p.post, u.key as unit, p.from_date, p.to_date from account_post p join account a on a.county_id = p.county_id and a.id = p.account_id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where p.county_id = current_county() and a.disabled_at is null and p.post not in ('systemAdmin', 'securityAdmin', 'auditAdmin') and p.from_date <= ${on} and coalesce(p.to_date, 'infinity') >= ${on} order by u.id, p.post, a.name`.execute(tx)).rows;
}

interface EventRow {
  readonly id: string;
  readonly kind: 'issued' | 'withdrawn';
  readonly entrustment: string;
  readonly unit_key: string | null;
  readonly from_date: string;
  readonly reason: string;
  readonly by_name: string;
  readonly at: string;
}

/** Acts on entrustments that were recorded in the system, oldest first. */
export async function findEvents(tx: Tx): Promise<EventRow[]> {
  return (await sql<EventRow>`select e.id, e.kind, e.entrustment, e.unit_key, e.from_date, e.reason, coalesce(a.name, '') as by_name, e.at from entrustment_event e left join account a on a.county_id = e.county_id and a.id = e.by_account
    where e.county_id = current_county() order by e.at, e.id`.execute(tx)).rows;
}

type EntrustmentState = z.output<typeof entrustmentViewSchema>['state'];

/** How an entrustment stands on a day, as a whole or for one of its units. A withdrawal already on record for a later day is said, but does not count yet. */
function standing(e: Entrustment, on: string, withdrawals: readonly Withdrawal[], unit?: string): { state: EntrustmentState; stateText: string } {
  const mine = withdrawals.filter((w) => w.entrustment === e.id && (w.unit === undefined || w.unit === unit)).sort((a, b) => (a.from < b.from ? -1 : 1))[0];
  if (mine && mine.from <= on) return { state: 'withdrawn', stateText: `自 ${mine.from} 起收回：${mine.reason}` };
  if (on < e.from) return { state: 'notYet', stateText: `自 ${e.from} 起生效` };
  if (e.to !== undefined && on > e.to) return { state: 'ended', stateText: `已于 ${e.to} 期满` };
  return { state: 'inForce', stateText: mine ? `有效，将自 ${mine.from} 起收回` : e.to ? `有效至 ${e.to}` : '有效' };
}

export function entrustmentViews(law: Law, on: string, events: readonly EventRow[]): z.output<typeof entrustmentViewSchema>[] {
  const { policy, withdrawals } = law;
  const names = new Map(policy.county.units.map((u) => [u.id, u.name]));
  return policy.county.entrustments.map((e) => {
    const issued = events.find((x) => x.kind === 'issued' && x.entrustment === e.id);
    const units = e.units.map((key) => ({ key, name: names.get(key) ?? key, ...standing(e, on, withdrawals, key) }));
    const whole = standing(e, on, withdrawals);
    const gone = units.length > 0 && units.every((u) => u.state === 'withdrawn');
    return {
      id: e.id, number: e.number, programmes: e.programme.map((id) => ({ id, name: programmeName(law, id, on) })), units, limitFen: e.limitFen ?? null, from: e.from, to: e.to ?? null, entrusting: e.entrusting, signatories: e.signatories, source: sourceView(policy, e.source),
      ...(gone && whole.state !== 'withdrawn' ? { state: 'withdrawn' as const, stateText: '各单位均已收回' } : whole), origin: issued ? ('issued' as const) : ('plan' as const),
      withdrawals: events.filter((x) => x.kind === 'withdrawn' && x.entrustment === e.id).map((x) => ({ unit: x.unit_key === null ? null : (names.get(x.unit_key) ?? x.unit_key), from: x.from_date, reason: x.reason, by: x.by_name, at: x.at })),
      issued: issued ? { by: issued.by_name, at: issued.at, reason: issued.reason } : null,
    };
  });
}

export const programmeName = (law: Law, id: string, on: string): string => law.policy.programme(id, on)?.name ?? reserved(law).find((p) => p.id === id)?.name ?? id;
export const reserved = (law: Law) => [...(law.policy.county.reservedProgrammes ?? []), ...(law.policy.nation.reservedProgrammes ?? [])];

/** The unit tree with validity: a unit that is gone stays in it with its note. */
export function unitViews(law: Law, on: string, staff: readonly StaffRow[]): UnitView[] {
  const { policy, withdrawals } = law;
  const j = policy.county.jurisdiction;
  const programmes = policy.programmes(on);
  return policy.county.units.map((u): UnitView => {
    const mine = staff.filter((s) => s.unit === u.id);
    const valid = validOn(u, on);
    const leading = u.kind === 'county' ? 'countyLeader' : 'leader';
    return {
      key: u.id, name: u.name, aliases: u.aliases, kind: u.kind, kindText: KIND_WORDS[u.kind], parent: u.parent ?? null, code: u.code ?? null, area: u.area ?? null, from: u.from ?? null, to: u.to ?? null,
      valid, validText: valid ? null : u.to !== undefined && on > u.to ? `已于 ${u.to} 撤销或划出` : `自 ${u.from ?? ''} 起设立`, note: u.note ?? null, source: sourceView(policy, u.source),
      bodies: u.bodies.map((b) => ({ kind: b.kind, kindText: BODY_WORDS[b.kind], name: b.name, source: sourceView(policy, b.source) })),
      staff: mine.map((s) => ({ id: s.id, name: s.name, post: s.post, postText: ANY_POST_LABELS[s.post], from: s.from_date, to: s.to_date })),
      leaders: mine.filter((s) => s.post === leading).map((s) => s.name),
      confirms: isOffice(u)
        ? programmes.map((p) => {
            const e = entrustmentFor(policy, u.id, p.id, on, undefined, withdrawals);
            return 'inForce' in e
              ? { programme: p.id, programmeName: p.name, organ: 'unit' as const, organName: u.name, reason: `依据委托书 ${e.inForce.number}`, entrustment: e.inForce.id, limitFen: e.inForce.limitFen ?? null }
              : { programme: p.id, programmeName: p.name, organ: 'county' as const, organName: j?.bureau ?? '', reason: e.none, entrustment: null, limitFen: null };
          })
        : [],
    };
  });
}
