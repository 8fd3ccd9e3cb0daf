/** Money is integer fen (1/100 yuan). No floating yuan exists anywhere. */
export type Fen = number;

/** `101000` → `1,010.00`. Written out, because the working of a whole county's caseload is made with it and `Intl` takes twenty times as long. */
export function formatFen(fen: Fen): string {
  const cents = Math.abs(fen) % 100;
  return `${formatWhole(fen)}.${cents < 10 ? '0' : ''}${cents}`;
}

/** `101050` → `1,010`: the whole yuan of a sum. */
export function formatWhole(fen: Fen): string {
  const abs = Math.abs(fen);
  let yuan = String((abs - (abs % 100)) / 100);
  for (let i = yuan.length - 3; i > 0; i -= 3) yuan = `${yuan.slice(0, i)},${yuan.slice(i)}`;
  return fen < 0 ? `-${yuan}` : yuan;
}

/** `101000` → `1,010.00 元`. */
export const formatYuan = (fen: Fen): string => `${formatFen(fen)} 元`;

export type RoundingMode = 'half-up' | 'up' | 'down';
export interface Rounding {
  /** Step in fen: 1 fen, 10 jiao, 100 yuan, 500 five yuan, 1000 ten yuan. */
  readonly unit: number;
  readonly mode: RoundingMode;
}

const WHOLE_FEN: Rounding = { unit: 1, mode: 'half-up' };
/** Twice a remainder, and a rounded-up quotient times the unit, stay exact below this. */
const SMALL = 2 ** 51;

/** Exact division `numerator / denominator` of integers, rounded to a multiple of `unit` fen; denominator > 0. */
export function divideRounded(numerator: number | bigint, denominator: number | bigint, rounding: Rounding = WHOLE_FEN): Fen {
  const { unit, mode } = rounding;
  // Nearly every sum is small enough for the processor's own arithmetic, which is as exact there and takes a tenth of the time.
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    const d = denominator * unit;
    if (Number.isInteger(numerator) && Number.isInteger(d) && numerator > -SMALL && numerator < SMALL && d > 0 && d < SMALL) {
      const a = Math.abs(numerator);
      const r = a % d;
      const up = r > 0 && (mode === 'half-up' ? r * 2 >= d : (mode === 'up') === (numerator >= 0));
      const q = (a - r) / d + (up ? 1 : 0);
      return q === 0 ? 0 : (numerator < 0 ? -q : q) * unit;
    }
  }
  const n = BigInt(numerator);
  const d = BigInt(denominator) * BigInt(unit);
  if (d <= 0n) throw new RangeError('除数须为正');
  const negative = n < 0n;
  const a = negative ? -n : n;
  let q = a / d;
  const r = a % d;
  if (r > 0n) {
    if (mode === 'half-up' && r * 2n >= d) q += 1n;
    if (mode === 'up' && !negative) q += 1n;
    if (mode === 'down' && negative) q += 1n;
  }
  return Number((negative ? -q : q) * BigInt(unit));
}

/** Rounds fen to a step. */
export const roundFen = (fen: Fen, rounding: Rounding): Fen => divideRounded(fen, 1, rounding);

/** `percent` of fen where percent may have up to 4 decimals, rounded half up to fen. */
export function percentOf(fen: Fen, percent: number): Fen {
  const share = Math.round(percent * 10_000);
  const product = fen * share;
  return Number.isInteger(fen) && product > -SMALL && product < SMALL ? divideRounded(product, 1_000_000) : divideRounded(BigInt(fen) * BigInt(share), 1_000_000);
}

/**
 * Yuan as typed or read from a file → fen, exactly: `1,010.5`, `1010.50 元`, full-width digits. Undefined when it is no sum:
 * empty, negative, more than two decimals, misplaced commas, beyond what is counted exactly. Never goes through a float.
 */
export function parseYuan(typed: string): Fen | undefined {
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '').replace(/^¥/, '').replace(/元$/, '');
  const m = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!m) return undefined;
  const fen = BigInt((m[1] ?? '').replaceAll(',', '')) * 100n + BigInt((m[2] ?? '').padEnd(2, '0'));
  return fen > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(fen);
}
