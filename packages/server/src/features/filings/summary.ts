import { summariseFilings, type FilingSummaryRow } from '@doudi/core/api/filings';
import type { Output } from '@doudi/core/api/contract';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { cutoffOf } from '../rosters/entitled.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { reportedOf } from './reported.ts';
import { findExpected, findFilings, viewFiling } from './queries.ts';

/** What was filed for a month, summed. */
export type Summed = Omit<Output<typeof summariseFilings>, 'reported' | 'mayReport'>;

/** What the units filed for a month, unit by unit and programme by programme, and the sum of each programme; who has not filed is listed and not counted [HQ-173, LH-29]. */
export async function summarise(tx: Tx, law: Law, who: Who, month: string): Promise<Summed> {
  const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
  const filings = await findFilings(tx, month, undefined);
  const programmes = law.policy.programmes(law.today);
  const expected = await findExpected(tx, who.county, programmes.map((p) => p.id), cutoffOf(month, law.today), who.area);
  const keys = [...filings.map((f) => ({ unit: f.unit_id, programme: f.programme })), ...expected.map((e) => ({ unit: e.unit_id, programme: e.programme }))];
  const items = [...new Map(keys.map((k) => [`${k.unit}|${k.programme}`, k])).values()].map((k): FilingSummaryRow => {
    const f = filings.find((x) => x.unit_id === k.unit && x.programme === k.programme);
    const v = viewFiling(law, units, { ...k, month }, f);
    return { unit: v.unit, unitName: v.unitName, programme: v.programme, programmeName: v.programmeName, filing: v.id, statusText: v.statusText, late: v.late, report: f?.report ?? null };
  }).sort((a, b) => (`${a.programme}|${a.unit}` < `${b.programme}|${b.unit}` ? -1 : 1));
  const sum = (rows: readonly FilingSummaryRow[], of: 'now' | 'new' | 'imported' | 'left') => {
    const add = (k: 'households' | 'persons' | 'fen'): number => rows.reduce((n, r) => n + (r.report?.[k][of] ?? 0), 0);
    return { households: add('households'), persons: add('persons'), fen: add('fen') };
  };
  return {
    month, items,
    programmes: [...Map.groupBy(items, (i) => i.programme)].map(([programme, rows]) => ({
      programme, programmeName: rows[0]?.programmeName ?? programme, filed: rows.filter((r) => r.report).length, expected: rows.length, now: sum(rows, 'now'), new: sum(rows, 'new'), imported: sum(rows, 'imported'), left: sum(rows, 'left'),
    })),
  };
}

export function summaryEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(summariseFilings, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const month = query.month ?? law.today.slice(0, 7);
      return { ...(await summarise(tx, law, who, month)), ...(await reportedOf(tx, services, who, month)) };
    }),
  ];
}
