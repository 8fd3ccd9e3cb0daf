/** Classes of which a plan may want every case checked, besides the random share. */
export const MUST_CLASSES = ['related', 'realName', 'disputed'] as const;
export type MustClass = (typeof MUST_CLASSES)[number];
export const MUST_LABELS: Readonly<Record<MustClass, string>> = { related: '近亲属备案', realName: '实名举报', disputed: '公示有异议' };

/** One case of a frozen population. Short names: a bundle for outsiders holds thousands. No person stands in it. */
export interface DrawEntry {
  /** Case number: the key by which it is drawn. */
  readonly k: string;
  /** Key of the unit that decided. */
  readonly u: string;
  /** Programme. */
  readonly p: string;
  /** What was decided; refusals are drawn too. */
  readonly o: 'grant' | 'refuse';
  /** Whether it belongs to a class that this plan draws whole; which one is nobody's business outside the county. */
  readonly w: boolean;
}

export type SeedKind = 'organs' | 'lottery' | 'checkpoint';

/** What is committed to before the seed exists, word for word: the whole of it is hashed. */
export interface DrawStatement {
  readonly format: 'doudi-draw/1';
  readonly county: number;
  readonly number: string;
  readonly plan: string;
  readonly from: string;
  readonly to: string;
  readonly percent: number;
  /** Classes drawn whole. */
  readonly must: readonly MustClass[];
  /** Where the seed will come from, and not before when. */
  readonly seed: { readonly kind: SeedKind; readonly text: string; readonly after: string };
  readonly frozenAt: string;
  /** Sorted by `k`. */
  readonly population: readonly DrawEntry[];
}

export interface Stratum {
  readonly unit: string;
  readonly programme: string;
  readonly outcome: DrawEntry['o'];
  readonly size: number;
  /** Of these, in a class drawn whole. */
  readonly must: number;
  /** Drawn at random from the rest. */
  readonly random: number;
}

export interface Selection {
  readonly strata: readonly Stratum[];
  readonly drawn: readonly { readonly k: string; readonly part: 'random' | 'must' }[];
}

/** Hexadecimal SHA-256 of a text in UTF-8. Handed in: this package touches no machine. */
export type Hash = (text: string) => string;

/** The seed as it is hashed: every part with its source, in the order in which they were named. */
export const seedText = (parts: readonly { readonly source: string; readonly value: string }[]): string => parts.map((p) => `${p.source}=${p.value}`).join('\n');

/** How many of `n` are at least `percent` of them: rounded up, so that no stratum falls short and none of a case or more is left out. */
export const share = (n: number, percent: number): number => Math.min(n, Math.max(0, Math.ceil((n * Math.round(percent * 10_000)) / 1_000_000 - 1e-9)));

export const stratumKey = (e: Pick<DrawEntry, 'u' | 'p' | 'o'>): string => `${e.u}|${e.p}|${e.o}`;

/**
 * Draws from a frozen population: in every stratum (unit × programme × outcome) the classes drawn whole, and of the rest at least
 * the plan's ratio, those whose hash of commitment, seed and case number comes first. The same arguments always give the same
 * result, so that anyone can draw again; nobody who does not know the seed before the freeze can tell it [BQ-24, LH-25, HQ-193].
 */
export function select(s: Pick<DrawStatement, 'percent' | 'population'>, commitment: string, seed: string, hash: Hash): Selection {
  const strata = Map.groupBy(s.population, stratumKey);
  const drawn: { k: string; part: 'random' | 'must' }[] = [];
  const counts: Stratum[] = [];
  for (const key of [...strata.keys()].sort()) {
    const entries = strata.get(key) ?? [];
    const whole = entries.filter((e) => e.w);
    const rest = entries.filter((e) => !e.w).map((e) => ({ k: e.k, rank: hash(`${commitment}|${seed}|${e.k}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, share(entries.length - whole.length, s.percent));
    const first = entries[0];
    if (!first) continue;
    drawn.push(...whole.map((e) => ({ k: e.k, part: 'must' as const })), ...rest.map((e) => ({ k: e.k, part: 'random' as const })));
    counts.push({ unit: first.u, programme: first.p, outcome: first.o, size: entries.length, must: whole.length, random: rest.length });
  }
  return { strata: counts, drawn: drawn.sort((a, b) => (a.k < b.k ? -1 : 1)) };
}
