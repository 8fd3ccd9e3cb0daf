import { seedText, type SeedPart, type SeedPlan } from './seed.ts';

/** Classes of which a plan may want every case checked, besides the random share. */
export const MUST_CLASSES = ['related', 'realName', 'disputed'] as const;
export type MustClass = (typeof MUST_CLASSES)[number];
export const MUST_LABELS: Readonly<Record<MustClass, string>> = { related: '近亲属备案', realName: '实名举报', disputed: '公示有异议' };

/** One case of a frozen population. Short names: a bundle for outsiders holds thousands. No person stands in it, nor who was reported. */
export interface DrawEntry {
  /** Case number: the key by which it is drawn. */
  readonly k: string;
  /** Key of the unit that decided. */
  readonly u: string;
  /** Programme. */
  readonly p: string;
  /** What was decided; refusals are drawn too. */
  readonly o: 'grant' | 'refuse';
}

/** The cases of classes drawn whole: the county's alone and its auditors'. The statement holds its hash, which the salt keeps from being guessed. */
export interface SealedList {
  readonly format: 'doudi-draw-sealed/2';
  /** Number of the draw. */
  readonly number: string;
  /** 32 random bytes in hexadecimal. */
  readonly salt: string;
  /** Sorted by `k`. */
  readonly whole: readonly { readonly k: string; readonly classes: readonly MustClass[] }[];
}

/** What is committed to before the seed exists, word for word: the whole of it is hashed. */
export interface DrawStatement {
  readonly format: 'doudi-draw/2';
  readonly county: number;
  readonly number: string;
  readonly plan: string;
  readonly from: string;
  readonly to: string;
  readonly percent: number;
  /** Classes drawn whole. */
  readonly must: readonly MustClass[];
  readonly seed: SeedPlan;
  readonly frozenAt: string;
  /** SHA-256 of the sealed list, and how many cases it holds in the whole county: per stratum the number could name a household. */
  readonly sealed: { readonly commitment: string; readonly size: number };
  /** Sorted by `k`. */
  readonly population: readonly DrawEntry[];
}

export interface Stratum {
  readonly unit: string;
  readonly programme: string;
  readonly outcome: DrawEntry['o'];
  readonly size: number;
  /** Of a class drawn whole and not among the random ones: added to them. (In draws of the older format: all of the class.) */
  readonly must: number;
  /** Drawn at random from all. (In draws of the older format: from those of no class.) */
  readonly random: number;
}

export interface Drawn {
  readonly k: string;
  readonly part: 'random' | 'must';
}

export interface Selection {
  readonly strata: readonly Stratum[];
  readonly drawn: readonly Drawn[];
}

/** Hexadecimal SHA-256 of a text in UTF-8. Handed in: this package touches no machine. */
export type Hash = (text: string) => string;

/** How many of `n` are at least `percent` of them: rounded up, so that no stratum falls short and none of a case or more is left out. */
export const share = (n: number, percent: number): number => Math.min(n, Math.max(0, Math.ceil((n * Math.round(percent * 10_000)) / 1_000_000 - 1e-9)));

export const stratumKey = (e: Pick<DrawEntry, 'u' | 'p' | 'o'>): string => `${e.u}|${e.p}|${e.o}`;

/**
 * Draws from a frozen population: in every stratum (unit × programme × outcome) at least the plan's ratio of all its cases, those
 * whose hash of commitment, seed and case number comes first; to these are added the cases of classes drawn whole that are not among
 * them. The random part therefore owes nothing to who was reported, and can be drawn again without knowing it. The same arguments
 * always give the same result; nobody who does not know the seed before the freeze can tell it [BQ-24, LH-25, HQ-193].
 */
export function select(s: Pick<DrawStatement, 'percent' | 'population'>, whole: Pick<SealedList, 'whole'>, commitment: string, parts: readonly SeedPart[], hash: Hash): Selection {
  const seed = seedText(parts);
  const classed = new Set(whole.whole.map((w) => w.k));
  const strata = Map.groupBy(s.population, stratumKey);
  const drawn: Drawn[] = [];
  const counts: Stratum[] = [];
  for (const key of [...strata.keys()].sort()) {
    const entries = strata.get(key) ?? [];
    const first = entries[0];
    if (!first) continue;
    const random = new Set(entries.map((e) => ({ k: e.k, rank: hash(`${commitment}|${seed}|${e.k}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, share(entries.length, s.percent)).map((e) => e.k));
    const added = entries.filter((e) => classed.has(e.k) && !random.has(e.k));
    drawn.push(...[...random].map((k) => ({ k, part: 'random' as const })), ...added.map((e) => ({ k: e.k, part: 'must' as const })));
    counts.push({ unit: first.u, programme: first.p, outcome: first.o, size: entries.length, must: added.length, random: random.size });
  }
  return { strata: counts, drawn: drawn.sort((a, b) => (a.k < b.k ? -1 : 1)) };
}

/** SHA-256 of what was drawn, a line each by case number; of a draw of today the random ones alone, so that whoever may not know the others can recompute it. */
export const resultOf = (drawn: readonly Drawn[], hash: Hash): string => hash([...drawn].sort((a, b) => (a.k < b.k ? -1 : 1)).map((d) => `${d.k} ${d.part}`).join('\n'));
