import type { Wrong } from './model.ts';

/** What was found of one stratum: `size` cases, of which `checked` were checked and `wrong` found wrong. `census`: drawn whole, not by chance. */
export interface Sampled {
  readonly size: number;
  readonly checked: number;
  readonly wrong: number;
  readonly census?: boolean | undefined;
}

/** Share of wrong decisions among all, as percentages. `unknown`: nothing was checked; `few`: too few to say. */
export interface Estimate {
  readonly size: number;
  readonly checked: number;
  readonly wrong: number;
  readonly state: 'unknown' | 'few' | 'interval' | 'exact';
  readonly percent?: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** log n! by Stirling's series above a table: exact to some 1e-12. */
const LOG_FACTORIAL: number[] = [0];
for (let i = 1; i < 256; i++) LOG_FACTORIAL.push((LOG_FACTORIAL[i - 1] ?? 0) + Math.log(i));
function logFactorial(n: number): number {
  const known = LOG_FACTORIAL[n];
  if (known !== undefined) return known;
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
const logChoose = (n: number, k: number): number => (k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k));

/** Probability that a sample of `n` out of `size`, of which `bad` are wrong, has at most `x` wrong ones. */
export function hypergeometric(size: number, bad: number, n: number, x: number): number {
  const all = logChoose(size, n);
  let p = 0;
  for (let i = Math.max(0, n - (size - bad)); i <= Math.min(x, bad, n); i++) p += Math.exp(logChoose(bad, i) + logChoose(size - bad, n - i) - all);
  return Math.min(1, p);
}

/** First number of [from, to] for which it holds; it holds for all after. `to` when for none. */
function first(from: number, to: number, holds: (n: number) => boolean): number {
  let [lo, hi] = [from, to];
  while (lo < hi) {
    const mid = Math.floor((lo + hi) / 2);
    if (holds(mid)) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

/**
 * Exact interval for the number of wrong ones among `size`, when `wrong` of `checked` drawn without putting back were wrong: every
 * number under which what was seen is not too rare on either side. It holds the truth at least as often as `level` says, whatever the truth.
 */
export function interval(size: number, checked: number, wrong: number, level: number): readonly [number, number] {
  const most = size - (checked - wrong);
  const tail = (1 - level / 100) / 2;
  const low = first(wrong, most, (k) => 1 - hypergeometric(size, k, checked, wrong - 1) > tail);
  const above = first(low, most + 1, (k) => k > most || hypergeometric(size, k, checked, wrong) <= tail);
  return [low, Math.max(low, above - 1)];
}

const percent = (n: number, of: number): number => (of === 0 ? 0 : (n / of) * 100);

/**
 * The share wrong among all cases of these strata. What was drawn whole and checked whole counts as it is; the random strata are
 * weighted by their size. One random stratum: the exact interval. Several: the exact interval of a plain sample as large as the
 * weighted one is worth (never larger than what was checked), rounded to the cautious side. Strata of which nothing was checked may be anything.
 * @param least checks of what was drawn at random below which nothing is said, those of strata checked whole among them.
 */
export function estimate(strata: readonly Sampled[], level: number, least: number): Estimate {
  const some = strata.filter((s) => s.size > 0);
  const total = { size: some.reduce((n, s) => n + s.size, 0), checked: some.reduce((n, s) => n + s.checked, 0), wrong: some.reduce((n, s) => n + s.wrong, 0) };
  if (total.checked === 0) return { ...total, state: 'unknown' };
  const whole = some.filter((s) => s.checked === s.size);
  const known = whole.reduce((n, s) => n + s.wrong, 0);
  if (whole.length === some.length) return { ...total, state: 'exact', percent: percent(known, total.size), low: percent(known, total.size), high: percent(known, total.size) };
  // Of a class drawn whole, what is left is no random rest: it may be anything until it is checked.
  const part = some.filter((s) => s.checked < s.size && s.checked > 0 && !s.census);
  const open = some.filter((s) => s.checked < s.size && (s.checked === 0 || s.census));
  const seen = open.reduce((n, s) => n + s.wrong, 0);
  const blind = open.reduce((n, s) => n + s.size - s.checked, 0);
  const checked = [...part, ...whole.filter((s) => !s.census)].reduce((n, s) => n + s.checked, 0);
  if (checked < least) return { ...total, state: 'few' };
  const size = part.reduce((n, s) => n + s.size, 0);
  const point = part.reduce((n, s) => n + (s.wrong / s.checked) * s.size, 0);
  const one = part.length === 1 ? part[0] : undefined;
  const [low, high] = part.length === 0 ? [0, 0] : one ? interval(one.size, one.checked, one.wrong, level) : pooled(part, size, point / size, level);
  return { ...total, state: 'interval', percent: percent(known + seen + point, total.size - blind), low: percent(known + seen + low, total.size), high: percent(known + seen + blind + high, total.size) };
}

/** Several random strata as one plain sample of the size that their weights leave of it. */
function pooled(part: readonly Sampled[], size: number, share: number, level: number): readonly [number, number] {
  const worth = 1 / part.reduce((n, s) => n + (s.size / size) ** 2 / s.checked, 0);
  const n = Math.max(1, Math.floor(Math.min(worth, size) + 1e-9));
  const exact = share * n;
  const lowest = part.reduce((k, s) => k + s.wrong, 0);
  const most = size - part.reduce((k, s) => k + s.checked - s.wrong, 0);
  const low = interval(size, n, Math.max(0, Math.floor(exact + 1e-9)), level)[0];
  const high = interval(size, n, Math.min(n, Math.ceil(exact - 1e-9)), level)[1];
  return [Math.max(low, lowest), Math.min(high, most)];
}

/** What of whom: wrongly paid among grants, paid too little among grants, wrongly refused among refusals. Never added together. */
export const MEASURES = { paid: { label: '错发、多发', outcome: 'grant', wrong: 'paid' }, short: { label: '少发', outcome: 'grant', wrong: 'refused' }, refused: { label: '错拒', outcome: 'refuse', wrong: 'refused' } } as const satisfies Record<string, { label: string; outcome: 'grant' | 'refuse'; wrong: Wrong }>;
export type Measure = keyof typeof MEASURES;

/** One case of a draw with what its check found; `checked` false while none is concluded. Cases added for their risk never stand here. */
export interface Drawn {
  readonly unit: string;
  readonly programme: string;
  readonly outcome: 'grant' | 'refuse';
  readonly part: 'random' | 'must';
  readonly checked: boolean;
  readonly wrong: Wrong | null;
}

/** The strata of one measure: of each unit, programme and outcome what was drawn at random and what was drawn whole. */
export function strataOf(measure: Measure, strata: readonly { readonly unit: string; readonly programme: string; readonly outcome: 'grant' | 'refuse'; readonly size: number; readonly must: number }[], drawn: readonly Drawn[]): (Sampled & { readonly unit: string; readonly programme: string })[] {
  const { outcome, wrong } = MEASURES[measure];
  const of = Map.groupBy(drawn, (d) => `${d.unit}|${d.programme}|${d.outcome}|${d.part}`);
  return strata.filter((s) => s.outcome === outcome).flatMap((s) => (['random', 'must'] as const).map((part) => {
    const checked = (of.get(`${s.unit}|${s.programme}|${s.outcome}|${part}`) ?? []).filter((d) => d.checked);
    return { unit: s.unit, programme: s.programme, size: part === 'must' ? s.must : s.size - s.must, checked: checked.length, wrong: checked.filter((d) => d.wrong === wrong).length, census: part === 'must' };
  }));
}

const digits = (n: number): string => `${Number(n.toFixed(n < 10 ? 1 : 0))}%`;

/** `10 查 1 错，错误率约 10%（2.1%–41%）`. */
export function estimateText(e: Estimate): string {
  if (e.state === 'unknown') return e.size === 0 ? '没有这类案件' : `共 ${e.size} 件，还没有核查结论`;
  const seen = `${e.checked} 查 ${e.wrong} 错`;
  if (e.state === 'few') return `${seen}，随机抽查的件数太少，不能推断`;
  if (e.state === 'exact') return `${seen}，全部查过，错误率 ${digits(e.percent ?? 0)}`;
  return `${seen}，错误率约 ${digits(e.percent ?? 0)}（${digits(e.low ?? 0)}–${digits(e.high ?? 0)}）`;
}
