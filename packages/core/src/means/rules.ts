import type { Source } from '../policy/model.ts';
import type { Policy, Resolved, Scope } from '../policy/resolve.ts';
import { TABLES } from '../policy/tables.ts';
import type { TableKey, TableValue } from '../policy/tables.ts';

/** The parameter behind a line, as the line carries it. */
export interface Cite {
  readonly parameter: string;
  readonly source: Source;
}

export interface Cited<T> {
  readonly value: T;
  readonly cite: Cite;
}

/** Tables are immutable, so each is checked and completed with its defaults once. */
const parsed = new WeakMap<object, unknown>();

/**
 * The parameters of one programme, area and date as the formulas read them: typed, and each with its provenance.
 * `get…` throws {@link NotInForce} where no layer states the value; `find…` says undefined. A value of the wrong shape
 * throws too: it can only come from a policy that `policy:check` did not see.
 */
export class Rules {
  readonly policy: Policy;
  readonly scope: Scope;

  constructor(policy: Policy, scope: Scope) {
    this.policy = policy;
    this.scope = scope;
  }

  table<K extends TableKey>(key: K): Cited<TableValue<K>> {
    return this.#table(key, this.policy.get(key, this.scope));
  }

  findTable<K extends TableKey>(key: K): Cited<TableValue<K>> | undefined {
    const r = this.policy.find(key, this.scope);
    return r && this.#table(key, r);
  }

  number(key: string): Cited<number> & { readonly resolved: Resolved<number> } {
    const resolved = this.policy.number(key, this.scope);
    return { value: resolved.value, cite: cite(resolved), resolved };
  }

  findNumber(key: string): Cited<number> | undefined {
    return this.policy.find(key, this.scope) && this.number(key);
  }

  /** A choice parameter; refused unless it is one of `allowed`. */
  choice<T extends string>(key: string, allowed: readonly T[]): Cited<T> {
    const r = this.policy.get(key, this.scope);
    const value = allowed.find((a) => a === r.value);
    if (value === undefined) throw new TypeError(`参数 ${key} 应为 ${allowed.join('、')} 之一`);
    return { value, cite: cite(r) };
  }

  #table<K extends TableKey>(key: K, r: Resolved): Cited<TableValue<K>> {
    if (typeof r.value !== 'object' || r.value === null) throw new TypeError(`参数 ${key} 应为表`);
    let value = parsed.get(r.value);
    if (value === undefined) {
      value = TABLES[key].parse(r.value);
      parsed.set(r.value, value);
    }
    return { value: value as TableValue<K>, cite: cite(r) };
  }
}

export const cite = (r: Resolved): Cite => ({ parameter: r.key, source: r.source });

/** A percentage (at most 4 decimals) as an integer over {@link PERCENT}, so that shares are compared exactly. */
export const ratio = (percent: number): bigint => BigInt(Math.round(percent * 10_000));
export const PERCENT = 1_000_000n;
