import { sql } from 'kysely';
import { isOffice } from '@doudi/core/policy/offices';
import type { Tx } from '../../platform/database.ts';

export interface UnitRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly parent_id: number | null;
  readonly code: string | null;
  readonly area: 'urban' | 'rural' | null;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

/** All units of the county in one read; a county has some hundreds at most. */
export async function findUnits(tx: Tx): Promise<UnitRow[]> {
  return (await sql<UnitRow>`select id, key, name, kind, parent_id, code, area, valid_from, valid_to from unit where county_id = current_county() order by id`.execute(tx)).rows;
}

/** Offices among the county's units on a day. */
export const officesOf = (units: readonly UnitRow[], on: string): UnitRow[] => units.filter((u) => isOffice(u) && (u.valid_from ?? '0000') <= on && on <= (u.valid_to ?? '9999'));

/** Offices of the county on a day, in the county's own order. */
export const findOffices = async (tx: Tx, on: string): Promise<UnitRow[]> => officesOf(await findUnits(tx), on);

/** The unit and everything below it: the area of a post there. */
export function below(units: readonly UnitRow[], root: number): number[] {
  const out = [root];
  for (let i = 0; i < out.length; i++) for (const u of units) if (u.parent_id === out[i] && !out.includes(u.id)) out.push(u.id);
  return out;
}

/** Short name used in numbers: 邵公庄街道 → 邵公庄. */
export const shortName = (name: string): string => name.replace(/(街道办事处|街道|社区指导中心|农场管委会|农场|镇|乡|苗族乡)$/u, '') || name;
