import type { Instrument, MeetingBody, Parameter, PolicyLayer, Procedure, Programme, Source } from './model.ts';

/** A county's recorded choice where its plan falls short of a national floor. */
export interface FloorChoice {
  readonly key: string;
  readonly programme?: string | undefined;
  readonly choose: 'plan' | 'floor';
  readonly reason: string;
  readonly from: string;
  readonly by: string;
}

/** What a lookup yields: the value in force with its provenance, ready to be shown beside the number. */
export interface Resolved<T = unknown> {
  readonly key: string;
  readonly label: string;
  readonly unit: Parameter['unit'];
  readonly value: T;
  readonly from: string;
  readonly to?: string | undefined;
  readonly layer: string;
  readonly source: Source;
  /** Set when plan and national floor disagree, whichever was chosen. */
  readonly conflict?: { readonly plan: Parameter; readonly floor: Parameter; readonly chosen: 'plan' | 'floor'; readonly decided: boolean } | undefined;
}

export interface Scope {
  /** The date whose law applies: the date of application for a case, any date for the policy screen. */
  readonly on: string;
  readonly programme?: string | undefined;
  readonly area?: 'urban' | 'rural' | undefined;
}

/** Thrown when a formula needs a value that no layer states on that date: "not in force" is never zero. */
export class NotInForce extends Error {
  readonly key: string;
  readonly scope: Scope;
  constructor(key: string, scope: Scope) {
    super(`参数 ${key} 在 ${scope.on} 无有效规定`);
    this.key = key;
    this.scope = scope;
  }
}

const inForce = (x: { from?: string | undefined; to?: string | undefined }, on: string): boolean => (x.from ?? '0000') <= on && on <= (x.to ?? '9999');

/** More specific scope wins; among equals the later `from` wins. */
function pick(list: readonly Parameter[], key: string, s: Scope): Parameter | undefined {
  let best: Parameter | undefined;
  let bestRank = '';
  for (const p of list) {
    if (p.key !== key || !inForce(p, s.on)) continue;
    if (p.programme !== undefined && p.programme !== s.programme) continue;
    if (p.area !== undefined && p.area !== s.area) continue;
    const rank = `${p.programme ? 1 : 0}${p.area ? 1 : 0}${p.from}`;
    if (best === undefined || rank > bestRank) {
      best = p;
      bestRank = rank;
    }
  }
  return best;
}

/** The law of one county: national layer below, plan above, with the county's floor choices. Immutable; cheap to build per request. */
export class Policy {
  readonly nation: PolicyLayer;
  readonly county: PolicyLayer;
  readonly choices: readonly FloorChoice[];

  constructor(nation: PolicyLayer, county: PolicyLayer, choices: readonly FloorChoice[] = []) {
    this.nation = nation;
    this.county = county;
    this.choices = choices;
  }

  /** The parameter in force, or undefined. Plan over nation; where the plan undercuts a floor the county's choice decides (plan until chosen). */
  find<T = unknown>(key: string, s: Scope): Resolved<T> | undefined {
    const plan = pick(this.county.parameters, key, s);
    const nation = pick(this.nation.parameters, key, s);
    const chosen = plan ?? nation;
    if (!chosen) return undefined;
    const base = (p: Parameter, layer: string): Resolved<T> => ({ key, label: p.label, unit: p.unit, value: p.value as T, from: p.from, to: p.to, layer, source: p.source });
    if (plan && nation?.floor && typeof plan.value === 'number' && typeof nation.value === 'number') {
      const short = nation.floor === 'min' ? plan.value < nation.value : plan.value > nation.value;
      if (short) {
        const choice = [...this.choices].filter((c) => c.key === key && (c.programme ?? s.programme) === s.programme && c.from <= s.on).sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0))[0];
        const use = choice?.choose ?? 'plan';
        return { ...base(use === 'plan' ? plan : nation, use === 'plan' ? this.county.id : this.nation.id), conflict: { plan, floor: nation, chosen: use, decided: choice !== undefined } };
      }
    }
    return base(chosen, plan ? this.county.id : this.nation.id);
  }

  /** @throws {NotInForce} when no layer states it. */
  get<T = unknown>(key: string, s: Scope): Resolved<T> {
    const r = this.find<T>(key, s);
    if (!r) throw new NotInForce(key, s);
    return r;
  }

  number(key: string, s: Scope): Resolved<number> {
    const r = this.get<number>(key, s);
    if (typeof r.value !== 'number') throw new TypeError(`参数 ${key} 不是数`);
    return r;
  }

  /** All parameters in force for a scope, one row per key, programme and area: what the policy screen shows. */
  all(on: string): Resolved[] {
    const seen = new Map<string, Resolved>();
    for (const p of [...this.county.parameters, ...this.nation.parameters]) {
      const k = `${p.key}|${p.programme ?? ''}|${p.area ?? ''}`;
      if (seen.has(k) || !inForce(p, on)) continue;
      const r = this.find(p.key, { on, programme: p.programme, area: p.area });
      if (r) seen.set(k, r);
    }
    return [...seen.values()];
  }

  programmes(on: string): Programme[] {
    const own = this.county.programmes.filter((p) => inForce(p, on));
    return [...own, ...this.nation.programmes.filter((p) => inForce(p, on) && !own.some((o) => o.id === p.id))].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  }

  programme(id: string, on: string): Programme | undefined {
    return this.programmes(on).find((p) => p.id === id);
  }

  procedure(id: string): Procedure | undefined {
    return this.county.procedures.find((p) => p.id === id) ?? this.nation.procedures.find((p) => p.id === id);
  }

  /** The procedure that a programme follows: by the law of the application date, delegated or not. */
  procedureFor(programme: Programme, delegated: boolean, on: string): Procedure | undefined {
    for (const id of delegated ? programme.delegated : programme.undelegated) {
      const p = this.procedure(id);
      if (p && inForce(p, on)) return p;
    }
    return undefined;
  }

  /** The body of that id by the law of the day; the county's own version before the nation's. */
  meetingBody(id: string, on: string): MeetingBody | undefined {
    const hit = (l: PolicyLayer): MeetingBody | undefined => l.meetingBodies?.find((b) => b.id === id && inForce(b, on));
    return hit(this.county) ?? hit(this.nation);
  }

  /** Every body of the day that has standing members. */
  standingBodies(on: string): MeetingBody[] {
    const own = (this.county.meetingBodies ?? []).filter((b) => inForce(b, on));
    return [...own, ...(this.nation.meetingBodies ?? []).filter((b) => inForce(b, on) && !own.some((o) => o.id === b.id))].filter((b) => b.composition === 'named');
  }

  instrument(id: string): Instrument | undefined {
    return this.county.instruments.find((i) => i.id === id) ?? this.nation.instruments.find((i) => i.id === id);
  }

  text(key: string, on: string): string | undefined {
    const hit = (l: PolicyLayer): string | undefined => l.texts.filter((t) => t.key === key && inForce(t, on)).sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0))[0]?.text;
    return hit(this.county) ?? hit(this.nation);
  }
}
