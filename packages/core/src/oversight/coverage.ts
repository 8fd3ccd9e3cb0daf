import { addMonths, daysInMonth } from '../case/months.ts';

/** The part of the year in which `today` lies when a year is cut into parts of so many months, from January. @throws {RangeError} when they do not fill a year. */
export function periodOf(today: string, months: number): { readonly from: string; readonly to: string } {
  if (!Number.isInteger(months) || months < 1 || 12 % months !== 0) throw new RangeError(`a year is not made of parts of ${months} months`);
  const first = addMonths(`${today.slice(0, 4)}-01`, Math.floor((Number(today.slice(5, 7)) - 1) / months) * months);
  const last = addMonths(first, months - 1);
  return { from: `${first}-01`, to: `${last}-${String(daysInMonth(last)).padStart(2, '0')}` };
}

/** Something by which a unit was supervised: what, on which day. */
export interface Supervised {
  readonly unit: string;
  readonly topic: string;
  readonly on: string;
}

/** Per unit: the latest day on which it was supervised and by what, and whether that lies in the period. A unit without any stands too: no unit is overlooked [BQ-03, BQ-77]. */
export function coverage(units: readonly string[], list: readonly Supervised[], counts: readonly string[], from: string, to: string): ReadonlyMap<string, { readonly last: Supervised | null; readonly covered: boolean }> {
  const of = new Map<string, Supervised>();
  for (const x of list) {
    const known = of.get(x.unit);
    if (counts.includes(x.topic) && x.on <= to && (!known || known.on < x.on)) of.set(x.unit, x);
  }
  return new Map(units.map((u) => {
    const last = of.get(u) ?? null;
    return [u, { last, covered: last !== null && last.on >= from }];
  }));
}

/** Staff of a unit against the least that the plan wants; `short` is how many are missing. Without a number in the plan nothing is short. */
export function staffing(staff: number, min: number | null, persons: number): { readonly short: number; readonly perStaff: number | null } {
  return { short: min === null ? 0 : Math.max(0, min - staff), perStaff: staff === 0 ? null : Math.round((persons / staff) * 10) / 10 };
}
