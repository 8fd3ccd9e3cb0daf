import { sql } from 'kysely';
import { WorkCalendar, type CalendarData } from '@doudi/core/calendar/calendar';
import { entrustmentFor, type EntrustmentFor, type Withdrawal } from '@doudi/core/policy/entrustment';
import { entrustmentSchema } from '@doudi/core/policy/model';
import type { Instrument, Parameter } from '@doudi/core/policy/model';
import { Policy, type FloorChoice } from '@doudi/core/policy/resolve';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';

/** The law of a county at this moment: files, the county's recorded choices, entrustment acts, holidays, and the clock. */
export interface Law {
  readonly county: number;
  readonly now: string;
  readonly today: string;
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly withdrawals: readonly Withdrawal[];
  /** Parameters that the county decided after the policy files were written: they stand in `policy`, since the instant of the decision. */
  readonly decided: readonly { readonly parameter: Parameter; readonly at: string }[];
}

/** A parameter that the county decided, as it is stored. */
interface DecidedRow {
  id: string; key: string; label: string; unit: Parameter['unit']; value: Parameter['value']; programme: string | null; area: 'urban' | 'rural' | null; from_date: string;
  title: string; number: string; issued_on: string; change_id: string; decided_at: string;
}

interface LawRow {
  offset_ms: number;
  choices: FloorChoice[];
  events: { kind: 'issued' | 'withdrawn'; entrustment: string; unit_key: string | null; from_date: string; body: unknown; reason: string }[];
  years: Record<string, CalendarData['years'][string]>;
  parameters: DecidedRow[];
}

const SHANGHAI_MS = 8 * 3600_000;

/** An instant as Shanghai wall time with offset, and its calendar date. China has no summer time. */
export function shanghai(ms: number): { now: string; today: string } {
  const text = new Date(ms + SHANGHAI_MS).toISOString();
  return { now: `${text.slice(0, 23)}+08:00`, today: text.slice(0, 10) };
}

/** One query for everything that the database adds to the policy files; sees what the transaction sees. */
export async function loadLaw(tx: Tx, services: Services, countyId: number): Promise<Law> {
  const { rows } = await sql<LawRow>`select
    coalesce((select offset_ms from training_clock where county_id = ${countyId}), 0) as offset_ms,
    coalesce((select jsonb_agg(jsonb_build_object('key', key, 'programme', programme, 'choose', choose, 'reason', reason, 'from', from_date, 'by', chosen_by) order by at desc) from floor_choice where county_id = ${countyId}), '[]') as choices,
    coalesce((select jsonb_agg(to_jsonb(e) order by at) from entrustment_event e where county_id = ${countyId}), '[]') as events,
    coalesce((select jsonb_object_agg(year::text, body) from calendar_year), '{}') as years,
    coalesce((select jsonb_agg(to_jsonb(p) order by decided_at desc) from county_parameter p where county_id = ${countyId}), '[]') as parameters`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error('law query gave no row');
  const { layer } = countyOf(services, countyId);
  const issued = row.events.filter((e) => e.kind === 'issued').map((e) => entrustmentSchema.parse(e.body));
  const documents = new Map(row.parameters.map((p): [string, Instrument] => [p.change_id, { id: `county-${p.change_id}`, title: p.title, number: p.number, date: p.issued_on, from: p.from_date, basis: [], public: true }]));
  const decided = row.parameters.map((p) => ({ parameter: parameterOf(p), at: p.decided_at }));
  const county = issued.length === 0 && decided.length === 0 ? layer : {
    ...layer, entrustments: [...layer.entrustments, ...issued], instruments: [...layer.instruments, ...documents.values()],
    // First, so that of two from one day the one decided later is in force.
    parameters: [...decided.map((d) => d.parameter), ...layer.parameters],
  };
  const withdrawals = row.events.filter((e) => e.kind === 'withdrawn').map((e) => ({ entrustment: e.entrustment, unit: e.unit_key ?? undefined, from: e.from_date, reason: e.reason }));
  const choices = row.choices.map((c) => ({ ...c, programme: c.programme ?? undefined }));
  const offset = services.installation.config.mode === 'training' ? Number(row.offset_ms) : 0;
  return {
    county: countyId,
    ...shanghai(Date.now() + offset),
    policy: new Policy(services.nation, county, choices),
    calendar: calendarOf(services, row.years),
    withdrawals,
    decided,
  };
}

const parameterOf = (p: DecidedRow): Parameter => ({
  key: p.key, label: p.label, unit: p.unit, value: p.value, from: p.from_date, ...(p.programme === null ? {} : { programme: p.programme }), ...(p.area === null ? {} : { area: p.area }), source: { instrument: `county-${p.change_id}`, clause: '', req: [] },
});

/** The law as it was known at an instant: without what the county decided later, though it may be in force from before. */
export function policyKnownAt(law: Pick<Law, 'policy' | 'decided'>, at: string): Policy {
  const later = new Set(law.decided.filter((d) => Date.parse(d.at) > Date.parse(at)).map((d) => d.parameter));
  if (later.size === 0) return law.policy;
  const { nation, county, choices } = law.policy;
  return new Policy(nation, { ...county, parameters: county.parameters.filter((p) => !later.has(p)) }, choices);
}

const calendars = new Map<string, WorkCalendar>();

/** Calendars are immutable and few: one per set of imported years. */
export function calendarOf(services: Services, imported: CalendarData['years'] = {}): WorkCalendar {
  const key = JSON.stringify(imported);
  const known = calendars.get(key);
  if (known) return known;
  const made = new WorkCalendar({ years: { ...services.calendarData.years, ...imported } });
  calendars.set(key, made);
  return made;
}

/** Whether the unit may confirm the programme on the law's today. */
export const entrusted = (law: Law, unitKey: string, programme: string): EntrustmentFor => entrustmentFor(law.policy, unitKey, programme, law.today, undefined, law.withdrawals);
