/** How many of those asked said so. */
export interface Survey {
  readonly unit: string | null;
  readonly on: string;
  readonly asked: number;
  readonly satisfied: number;
  readonly aware: number;
}

/** Percent to one decimal. */
export const rate = (part: number, of: number): number => Math.round((part / of) * 1000) / 10;

/** A survey with its rates, and by how many points they rose since the one before of the same unit (the county's own by themselves). */
export type Compared<S extends Survey> = S & { readonly satisfiedRate: number; readonly awareRate: number; readonly satisfiedMore: number | null; readonly awareMore: number | null };

const tenth = (n: number): number => Math.round(n * 10) / 10;

/** Latest first [BQ-55]. */
export function compareSurveys<S extends Survey>(list: readonly S[]): Compared<S>[] {
  const before = new Map<string, Compared<S>>();
  return list.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).map((s): Compared<S> => {
    const last = before.get(s.unit ?? '');
    const [satisfiedRate, awareRate] = [rate(s.satisfied, s.asked), rate(s.aware, s.asked)];
    const compared = { ...s, satisfiedRate, awareRate, satisfiedMore: last ? tenth(satisfiedRate - last.satisfiedRate) : null, awareMore: last ? tenth(awareRate - last.awareRate) : null };
    before.set(s.unit ?? '', compared);
    return compared;
  }).toReversed();
}
