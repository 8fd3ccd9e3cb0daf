import * as z from 'zod';

/** Dated snapshots of division codes and names: date → county code → division code → name. */
export const divisionDataSchema = z.object({
  source: z.string(),
  counties: z.record(z.string(), z.string()),
  snapshots: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
});
export type DivisionData = z.infer<typeof divisionDataSchema>;

/** A division as the snapshots show it. The exact day of a change lies between two snapshots and is not known from them. */
export interface Division {
  readonly code: string;
  /** The latest name. */
  readonly name: string;
  /** Earlier names. */
  readonly aliases: readonly string[];
  /** First snapshot that lists it, when it is not the first of all. */
  readonly firstSeen?: string;
  /** Last snapshot that lists it and the first that no longer does, when it is gone. */
  readonly lastSeen?: string;
  readonly missingFrom?: string;
}

/** All divisions that ever stood under a county, in order of code. */
export function divisionHistory(data: DivisionData, county: string): Division[] {
  const dates = Object.keys(data.snapshots).sort();
  const codes = new Set(dates.flatMap((d) => Object.keys(data.snapshots[d]?.[county] ?? {})));
  return [...codes].sort().map((code) => {
    const seen = dates.flatMap((d) => {
      const name = data.snapshots[d]?.[county]?.[code];
      return name === undefined ? [] : [{ date: d, name }];
    });
    const first = seen[0];
    const last = seen.at(-1);
    if (!first || !last) throw new Error(`区划代码 ${code} 无记录`);
    const next = dates[dates.indexOf(last.date) + 1];
    return {
      code,
      name: last.name,
      aliases: [...new Set(seen.map((s) => s.name))].filter((n) => n !== last.name),
      ...(first.date === dates[0] ? {} : { firstSeen: first.date }),
      ...(next === undefined ? {} : { lastSeen: last.date, missingFrom: next }),
    };
  });
}
