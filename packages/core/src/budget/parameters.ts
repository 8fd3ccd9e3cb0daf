import type { Parameter } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { isTableKey, TABLES } from '../policy/tables.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';

/**
 * Parameters of which a county may try another value, and decide one: those by which a formula finds a household's sum or
 * compares its means with the standard. What counts as income or property is the plan's and stays out.
 */
export const STANDARD_KEYS = [
  'standard.monthly', 'means.limit-percent', 'means.range', 'means.disposable', 'amount.fixed', 'amount.fixed-percent', 'amount.tiers', 'amount.additions', 'amount.minimum', 'amount.rounding',
  'support.basic', 'support.allowance', 'property.financial', 'single.household', 'deduct.work', 'maintenance.formula',
] as const;
export type StandardKey = (typeof STANDARD_KEYS)[number];
export const isStandardKey = (key: string): key is StandardKey => (STANDARD_KEYS as readonly string[]).includes(key);

/** Another value for a parameter, in the scope (programme, area) in which the present one stands. */
export interface TriedValue {
  readonly key: string;
  readonly programme?: string | undefined;
  readonly area?: 'urban' | 'rural' | undefined;
  readonly value: unknown;
}

const scopeOf = (t: TriedValue): string => `${t.key}|${t.programme ?? ''}|${t.area ?? ''}`;

/** The parameter of exactly that scope in force on the day: whose label, unit and place in the law the new value takes. */
export function presentOf(policy: Pick<Policy, 'nation' | 'county'>, t: Omit<TriedValue, 'value'>, on: string): Parameter | undefined {
  const fits = [...policy.county.parameters, ...policy.nation.parameters].filter((p) => p.key === t.key && p.programme === t.programme && p.area === t.area && p.from <= on && on <= (p.to ?? '9999'));
  return fits.reduce<Parameter | undefined>((best, p) => (best === undefined || (policy.county.parameters.includes(p) && !policy.county.parameters.includes(best)) || (policy.county.parameters.includes(p) === policy.county.parameters.includes(best) && p.from > best.from) ? p : best), undefined);
}

/** Parameters that may be tried on the day, each in every scope in which it stands. */
export function triable(policy: Policy, on: string): Parameter[] {
  const seen = new Map<string, Parameter>();
  for (const p of [...policy.county.parameters, ...policy.nation.parameters]) {
    if (!isStandardKey(p.key)) continue;
    const key = scopeOf({ ...p });
    if (seen.has(key)) continue;
    const present = presentOf(policy, p, on);
    if (present) seen.set(key, present);
  }
  return [...seen.values()].sort((a, b) => STANDARD_KEYS.indexOf(a.key as StandardKey) - STANDARD_KEYS.indexOf(b.key as StandardKey) || (a.programme ?? '').localeCompare(b.programme ?? '') || (a.area ?? '').localeCompare(b.area ?? ''));
}

const MAX_FEN = 100_000_000_00;

/**
 * The values to try as parameters in force from `on`, with their words. Refused: a key that no formula of sums reads, a
 * scope in which nothing stands on that day, a value of another shape than the present one, the same value again, one scope twice.
 */
export function triedParameters(policy: Policy, values: readonly TriedValue[], on: string, source: Parameter['source']): Parameter[] | Refusal {
  const out: Parameter[] = [];
  const seen = new Set<string>();
  for (const [i, v] of values.entries()) {
    const at = `values.${i}`;
    const wrong = (rule: string): Refusal => refuse('input.invalid', rule, { fields: [{ path: at, message: rule }] });
    if (!isStandardKey(v.key)) return wrong(`参数 ${v.key} 不能测算`);
    if (seen.has(scopeOf(v))) return wrong('同一参数写了两次');
    seen.add(scopeOf(v));
    const present = presentOf(policy, v, on);
    if (!present) return wrong(`${on} 没有参数 ${v.key} 的规定（项目 ${v.programme ?? '不限'}，${v.area ?? '城乡不限'}）`);
    let value: Parameter['value'] = v.value ?? '';
    if (present.unit === 'table') {
      if (!isTableKey(v.key)) return wrong(`参数 ${v.key} 没有表`);
      const parsed = TABLES[v.key].safeParse(value);
      if (!parsed.success) return wrong(`“${present.label}”不符合格式：${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`.trim());
      value = parsed.data;
    } else if (typeof present.value === 'number') {
      if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > MAX_FEN || (present.unit === 'fen' && !Number.isSafeInteger(value))) return wrong(`“${present.label}”应为不小于 0 的数`);
    } else if (typeof value !== 'string') return wrong(`“${present.label}”格式不对`);
    if (JSON.stringify(value) === JSON.stringify(present.value)) return wrong(`“${present.label}”与现行规定相同`);
    const { to: _, floor: __, ...rest } = present;
    out.push({ ...rest, value, from: on, source });
  }
  return out;
}
