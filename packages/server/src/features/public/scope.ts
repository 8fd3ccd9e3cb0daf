import { sql } from 'kysely';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Db, Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits, type UnitRow } from '../law/units.ts';

/** A county as the public pages see it on a day: its law and the tree of its units. No area, so no case, person or benefit. */
export interface PublicView {
  readonly county: County;
  readonly law: Law;
  readonly units: readonly UnitRow[];
  readonly telephone: (unit: UnitRow | undefined) => string | undefined;
}

/** Runs a read in the public scope: row-level security hides everything that belongs to an area. */
export const readPublic = async <T>(db: Db, services: Services, county: County, work: (tx: Tx, view: PublicView) => Promise<T>): Promise<T> =>
  await db.transaction({ county: county.id, area: [] }, async (tx) => {
    const law = await loadLaw(tx, services, county.id);
    const units = (await findUnits(tx)).filter((u) => (u.valid_from ?? '0000') <= law.today && law.today <= (u.valid_to ?? '9999'));
    const telephones = new Map(county.layer.units.map((u) => [u.id, u.telephone]));
    return await work(tx, { county, law, units, telephone: (u) => u && telephones.get(u.key) });
  }, { readOnly: true });

/** How units are scored, where the county's plan has the ranking made known to everybody. */
export const openPlan = (v: PublicView): TableValue<'score.plan'> | undefined => {
  const plan = v.law.policy.find<TableValue<'score.plan'>>('score.plan', { on: v.law.today })?.value;
  return plan?.open ? plan : undefined;
};

export const countyByKey = (services: Services, key: string): County | undefined => [...services.counties.values()].find((c) => c.key === key);

export interface NoticeRow {
  readonly id: string;
  readonly programme: string;
  readonly programme_name: string;
  readonly name: string;
  readonly applicants: number;
  readonly persons: number | null;
  readonly fen: number | null;
  readonly payment: 'monthly' | 'once' | 'none';
  readonly outcome: 'grant' | 'refuse';
  readonly level: 'unit' | 'county';
  readonly from_on: string;
  readonly until_on: string;
  readonly provisional: boolean;
  readonly place: string;
  readonly remark: string | null;
  readonly area_id: number;
  readonly unit_id: number;
}

export interface ListRow {
  readonly programme: string;
  readonly programme_name: string;
  readonly name: string;
  readonly persons: number;
  readonly fen: number | null;
  readonly payment: 'monthly' | 'once' | 'none';
  readonly from_month: string | null;
}

export const findCounts = async (tx: Tx, county: number, today: string): Promise<{ area_id: number; unit_id: number; notices: number; lists: number }[]> =>
  (await sql<{ area_id: number; unit_id: number; notices: number; lists: number }>`select area_id, unit_id, notices, lists from public_counts(${county}, ${today}::date)`.execute(tx)).rows;

/** Notices that run on the day, of one village or one by itself. */
export const findNotices = async (tx: Tx, county: number, today: string, by: { readonly area: number } | { readonly id: string }): Promise<NoticeRow[]> =>
  (await sql<NoticeRow>`select * from public_notices(${county}, ${'area' in by ? by.area : null}, ${today}::date, ${'id' in by ? by.id : null}::uuid)`.execute(tx)).rows;

/** Who is entitled in the month, as the long-term list shows it. */
export const findList = async (tx: Tx, county: number, area: number, month: string, programme?: string): Promise<ListRow[]> =>
  (await sql<ListRow>`select * from public_list(${county}, ${area}, ${programme ?? null}, ${month})`.execute(tx)).rows;
