import { atLeastByChance, atMostByChance, type BehaviourRule } from './model.ts';

type Rule = Extract<BehaviourRule, { kind: 'perThousand' }>;

/** A village of a township with the people who live there and those on a monthly roll. */
export interface VillageCount {
  readonly village: number;
  readonly town: number;
  readonly households: number;
  readonly persons: number;
  readonly rollHouseholds: number;
  readonly rollPersons: number;
}

interface FarVillage<V extends VillageCount> {
  readonly village: V;
  /** Of a thousand people of the village, and the middle of the other villages of the township. */
  readonly rate: number;
  readonly median: number;
  readonly others: number;
  readonly few: boolean;
  /** Compared over the county, with the other villages of townships that are too small by themselves. */
  readonly wide: boolean;
}

/** The middle value; of an even number the mean of the two. @throws {RangeError} of none. */
export function medianOf(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('the middle of nothing');
  return (low + high) / 2;
}

/** Median absolute deviation in units of a standard deviation of normal values. */
const TO_SIGMA = 1.4826;
/** Villages that are all alike still differ by so much of the middle for no reason. */
const LEAST_SPREAD = 0.1;

/**
 * Villages with far more or far fewer people on the roll than the others of their township. Both must hold: the rate of persons lies
 * `distance` robust standard deviations from the median of the others (one odd neighbour moves neither), and the number of
 * households — members of one household are not drawn one by one — is not to be had by chance at the others' median rate, chance
 * shared among all villages that are compared. Townships with less than `villages` are compared together. Under that, under `atLeast`
 * households (expected ones, where they are few), or where most villages have nobody on the roll, nothing is said.
 */
export function farVillages<V extends VillageCount>(all: readonly V[], r: Pick<Rule, 'villages' | 'distance' | 'chance' | 'atLeast'>): FarVillage<V>[] {
  const known = all.filter((v) => v.persons > 0 && v.households > 0);
  const towns = [...Map.groupBy(known, (v) => v.town).values()];
  const small = towns.filter((t) => t.length < r.villages).flat();
  const groups = [...towns.map((list) => ({ list, wide: false })), { list: small, wide: true }].filter((g) => g.list.length >= r.villages);
  const compared = groups.reduce((n, g) => n + g.list.length, 0);
  return groups.flatMap(({ list: town, wide }) => town.flatMap((v): FarVillage<V>[] => {
    const others = town.filter((o) => o !== v);
    const rates = others.map((o) => (o.rollPersons * 1000) / o.persons);
    const [rate, median] = [(v.rollPersons * 1000) / v.persons, medianOf(rates)];
    const spread = Math.max(TO_SIGMA * medianOf(rates.map((x) => Math.abs(x - median))), LEAST_SPREAD * median);
    const usual = Math.min(1, medianOf(others.map((o) => o.rollHouseholds / o.households)));
    const k = Math.min(v.rollHouseholds, v.households);
    const few = rate < median;
    if (median === 0 || rate === median || Math.abs(rate - median) < r.distance * spread || (few ? usual * v.households : k) < r.atLeast) return [];
    const chance = few ? atMostByChance(k, v.households, usual) : atLeastByChance(k, v.households, usual);
    return chance * compared * 100 <= r.chance ? [{ village: v, rate, median, others: others.length, few, wide }] : [];
  }));
}
