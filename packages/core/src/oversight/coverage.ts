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

/**
 * Staff of a unit against what it needs: the least that the plan names, and so many that nobody has more than `load` persons to look
 * after where the county set such a number [HQ-203]. `wanted` is null, and nothing short, where neither is said.
 */
export function staffing(staff: number, min: number | null, persons: number, load: number | null = null): { readonly wanted: number | null; readonly short: number; readonly perStaff: number | null } {
  const wanted = min === null && load === null ? null : Math.max(min ?? 0, load === null ? 0 : Math.ceil(persons / load));
  return { wanted, short: wanted === null ? 0 : Math.max(0, wanted - staff), perStaff: staff === 0 ? null : Math.round((persons / staff) * 10) / 10 };
}

/** Posts that are to be somebody's own and are nobody's: held by no person who holds only that one of them in the unit [LH-85]. */
export const postsWithoutOwn = <P extends string>(fixed: readonly P[], held: readonly { readonly id: string; readonly post: P }[]): P[] => {
  const of = Map.groupBy(held.filter((h) => fixed.includes(h.post)), (h) => h.id);
  const own = new Set([...of.values()].flatMap((list) => { const [first, ...more] = [...new Set(list.map((h) => h.post))]; return first !== undefined && more.length === 0 ? [first] : []; }));
  return fixed.filter((p) => !own.has(p));
};
