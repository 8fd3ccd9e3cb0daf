import { sql } from 'kysely';
import type { ArchiveRow } from '@doudi/core/api/archive';
import { categoryOf, retention, type KeptCase } from '@doudi/core/archive/retention';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { shortName } from '../law/units.ts';
import { openPersons } from '../persons/persons.ts';

export interface VolumeRow {
  readonly id: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly unit: string;
  readonly person_id: string;
  readonly year: number;
  readonly number: number;
  readonly apart: boolean;
  readonly box: string | null;
  readonly opened_on: string;
  readonly appraisal: 'proposed' | 'confirmed' | 'rejected' | null;
  readonly outcome: 'keep' | 'destroy' | null;
  readonly related: boolean;
  readonly cases: readonly { readonly id: string; readonly closed_on: string | null; readonly status: string; readonly complete: boolean | null; readonly from_month: string | null; readonly to_month: string | null; readonly payment: string | null; readonly dead_on: string | null }[];
  readonly letters: readonly { readonly kind: string; readonly on: string }[];
}

/** `邵公庄 2021-0007`; households of registered near relatives are counted on a shelf of their own: `邵公庄 2021-亲-0001`. */
export const volumeNumber = (v: Pick<VolumeRow, 'unit' | 'year' | 'number' | 'apart'>): string => `${shortName(v.unit)} ${v.year}-${v.apart ? '亲-' : ''}${String(v.number).padStart(4, '0')}`;

/** Volumes with what their head shows, in one read. `where` narrows on `v`. */
export async function findVolumes(tx: Tx, where: ReturnType<typeof sql>, limit = 100): Promise<VolumeRow[]> {
  return (await sql<VolumeRow>`select v.id, v.unit_id, v.area_id, u.name as unit, v.person_id, v.year, v.number, v.apart, v.box, v.opened_on, e.kind as appraisal, e.body ->> 'outcome' as outcome,
      exists (select from archive_item i join case_person p on p.county_id = i.county_id and p.case_id = i.case_id join relative r on r.county_id = p.county_id and r.number_idx = p.number_idx and r.removed_on is null where i.county_id = v.county_id and i.volume_id = v.id) as related,
      (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'closed_on', f.closed_on, 'status', f.status, 'complete', i.complete, 'from_month', b.from_month, 'to_month', b.to_month, 'payment', b.payment, 'dead_on', b.dead_on) order by i.item), '[]')
        from archive_item i join case_file f on f.county_id = i.county_id and f.id = i.case_id left join benefit b on b.county_id = f.county_id and b.case_id = f.id where i.county_id = v.county_id and i.volume_id = v.id) as cases,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'on', l.on_date)), '[]') from archive_item i join case_letter l on l.county_id = i.county_id and l.case_id = i.case_id where i.county_id = v.county_id and i.volume_id = v.id) as letters
    from archive_volume v join unit u on u.county_id = v.county_id and u.id = v.unit_id
    left join lateral (select kind, body from archive_event where county_id = v.county_id and volume_id = v.id and kind in ('proposed', 'confirmed', 'rejected') order by id desc limit 1) e on true
    where v.county_id = current_county() and ${where} limit ${limit}`.execute(tx)).rows;
}

/** Last day of a month `YYYY-MM`. */
const lastDay = (month: string): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);

/** A case as the term of keeping sees it: a benefit runs until its last month, one paid once is over in its month. */
function kept(c: VolumeRow['cases'][number], today: string): KeptCase {
  const last = c.to_month ?? (c.payment === 'once' ? c.from_month : null);
  const endedOn = last === null ? undefined : lastDay(last);
  return { closedOn: c.closed_on ?? undefined, endedOn, receiving: c.from_month !== null && (endedOn === undefined || endedOn >= today) };
}

export const retentionOf = (law: Law, v: VolumeRow): ReturnType<typeof retention> =>
  retention(law.policy, v.cases.map((c) => kept(c, law.today)), v.letters.filter((l) => categoryOf(law.policy, l.kind, law.today) === 'management').map((l) => l.on), law.today);

const appraisalOf = (v: VolumeRow): ArchiveRow['appraisal'] => (v.appraisal === 'proposed' ? 'proposed' : v.appraisal === 'confirmed' ? (v.outcome ?? 'none') : 'none');
const completeOf = (v: VolumeRow): ArchiveRow['complete'] => (v.cases.some((c) => c.complete === false) ? 'incomplete' : v.cases.length > 0 && v.cases.every((c) => c.complete === true) ? 'complete' : 'unchecked');

/** Rows as screens show them; names masked. */
export async function showVolumes(tx: Tx, services: Services, law: Law, rows: readonly VolumeRow[]): Promise<ArchiveRow[]> {
  const people = await openPersons(tx, services, law.county, rows.map((v) => v.person_id));
  const apartRule = law.policy.find<boolean>('archive.relatives-apart', { on: law.today })?.value === true;
  return rows.map((v) => {
    const r = retentionOf(law, v);
    return {
      id: v.id, number: volumeNumber(v), unit: v.unit, applicant: maskName(people.get(v.person_id)?.name ?? '—'), person: v.person_id, apart: v.apart, shouldBeApart: apartRule && v.related && !v.apart, box: v.box, openedOn: v.opened_on,
      cases: v.cases.length, complete: completeOf(v), retention: { until: r.until ?? null, ended: r.ended, text: r.text }, appraisal: appraisalOf(v),
    };
  });
}
