import { sql } from 'kysely';
import type { Payload } from '@doudi/core/case/commands';
import { CLASSIFICATIONS } from '@doudi/core/policy/model';
import type { PolicyLayer } from '@doudi/core/policy/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { UnitRow } from '../law/units.ts';
import { findCase } from './context.ts';

const AREA = { urban: '城镇', rural: '乡村' } as const;

/** `122 镇乡结合区` where the policy knows a place's statistical attribute. */
export function attributeOf(county: PolicyLayer, key: string): string | null {
  const c = county.units.find((u) => u.id === key)?.classification;
  return c === undefined ? null : `${c} ${CLASSIFICATIONS[c]}`;
}

/** Whether a household is urban or rural follows from its village and is nobody's choice [XX-130, XX-131]. */
export function wrongArea(county: PolicyLayer, units: readonly UnitRow[], areaId: number, facts: Payload<'apply'>['facts']): Refusal | undefined {
  const place = units.find((u) => u.id === areaId);
  if (!place || (place.kind !== 'village' && place.kind !== 'community')) return undefined;
  const area = place.area ?? units.find((u) => u.id === place.parent_id)?.area;
  if (!area || area === facts.area) return undefined;
  const attribute = attributeOf(county, place.key);
  return refuse('input.invalid', `${place.name}属${AREA[area]}${attribute ? `（${attribute}）` : ''}，家庭按${AREA[area]}办理`, { fields: [{ path: 'body.facts.area', message: `随村（居）的城乡属性，应为${AREA[area]}` }] });
}

/** An application that says out of which case it grew names one that the caller can see and whose applicant is the same. */
export async function strangeOrigin(tx: Tx, payload: Pick<Payload<'apply'>, 'carriedFrom' | 'facts' | 'programme'>): Promise<Refusal | undefined> {
  if (payload.carriedFrom === undefined) return undefined;
  const row = await findCase(tx, payload.carriedFrom);
  return row && row.state.facts.applicant === payload.facts.applicant && row.state.programme !== payload.programme ? undefined : refuse('input.invalid', '转来的原案件不存在，或不是同一申请人的其他项目', { fields: [{ path: 'body.carriedFrom', message: '没有这个案件' }] });
}

/** The application that grew out of another, and the one it grew out of, as far as the caller may see them. */
export async function linkedCases(tx: Tx, id: string, applicant: string, from: string | undefined): Promise<{ carriedFrom: { id: string; number: string } | null; carriedTo: { id: string; number: string } | null }> {
  const { rows } = await sql<{ id: string; number: string; origin: string | null }>`select id, number, state ->> 'carriedFrom' as origin from case_file where county_id = current_county() and applicant = ${applicant} and (id = ${from ?? null} or state ->> 'carriedFrom' = ${id}) order by number desc`.execute(tx);
  const find = (test: (r: (typeof rows)[number]) => boolean): { id: string; number: string } | null => {
    const r = rows.find(test);
    return r ? { id: r.id, number: r.number } : null;
  };
  return { carriedFrom: find((r) => r.id === from), carriedTo: find((r) => r.origin === id) };
}
