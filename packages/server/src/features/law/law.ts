import { sql } from 'kysely';
import { WorkCalendar, type CalendarData } from '@doudi/core/calendar/calendar';
import { entrustmentFor, type EntrustmentFor, type Withdrawal } from '@doudi/core/policy/entrustment';
import { entrustmentSchema } from '@doudi/core/policy/model';
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
}

interface LawRow {
  offset_ms: number;
  choices: FloorChoice[];
  events: { kind: 'issued' | 'withdrawn'; entrustment: string; unit_key: string | null; from_date: string; body: unknown; reason: string }[];
  years: Record<string, CalendarData['years'][string]>;
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
    coalesce((select jsonb_object_agg(year::text, body) from calendar_year), '{}') as years`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error('law query gave no row');
  const { layer } = countyOf(services, countyId);
  const issued = row.events.filter((e) => e.kind === 'issued').map((e) => entrustmentSchema.parse(e.body));
  const county = issued.length === 0 ? layer : { ...layer, entrustments: [...layer.entrustments, ...issued] };
  const withdrawals = row.events.filter((e) => e.kind === 'withdrawn').map((e) => ({ entrustment: e.entrustment, unit: e.unit_key ?? undefined, from: e.from_date, reason: e.reason }));
  const choices = row.choices.map((c) => ({ ...c, programme: c.programme ?? undefined }));
  const offset = services.installation.config.mode === 'training' ? Number(row.offset_ms) : 0;
  return {
    county: countyId,
    ...shanghai(Date.now() + offset),
    policy: new Policy(services.nation, county, choices),
    calendar: calendarOf(services, row.years),
    withdrawals,
  };
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
