import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@doudi/core/case/actions';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import type { CaseContext } from '@doudi/core/case/procedure';
import { evolve } from '@doudi/core/case/state';
import { make } from '@doudi/core/case/topic';
import { meansStep } from '@doudi/core/budget/means-input';
import type { Tx } from '../../platform/database.ts';
import { appendMany, type LoadItem } from '../../platform/log/chain.ts';
import { insertMeans, type PlacedRow } from '../budget/means-input.ts';
import { caseNumber } from './numbers.ts';
import { columns, project } from './projection.ts';

export interface TakenOver {
  readonly facts: HouseholdFacts;
  readonly areaId: number;
  readonly monthlyFen: number;
  readonly fromMonth: string;
  readonly row: number;
}

export interface TakeOver {
  readonly county: number;
  readonly unitId: number;
  readonly unitKey: string;
  /** Short name of the unit and the county's mark, as case numbers bear them. */
  readonly unitShort: string;
  readonly mark: string;
  readonly programme: string;
  readonly procedure: { readonly id: string; readonly organ: 'unit' | 'county' };
  readonly payFrom: string;
  readonly import: string;
  readonly actor: Actor;
  readonly context: CaseContext;
}

const CHUNK = 500;

/** So many numbers of a series at once, without a gap. @returns the first. */
async function reserveNumbers(tx: Tx, county: number, series: string, year: number, count: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into number_sequence (county_id, series, year, last) values (${county}, ${series}, ${year}, ${count})
    on conflict on constraint number_sequence_pk do update set last = number_sequence.last + ${count} returning last`.execute(tx);
  return (rows[0]?.last ?? 0) - count + 1;
}

export interface Taken {
  readonly id: string;
  readonly household: TakenOver;
}

/**
 * Makes a case for each household, its log beginning with `imported`: numbers, projections, persons, one statement for
 * many. The log is not written here: `log` of the result goes to {@link appendLog} last, because that holds the county's
 * chain until the commit.
 */
export async function insertTakenOver(tx: Tx, t: TakeOver, households: readonly TakenOver[]): Promise<{ taken: Taken[]; log: LoadItem[] }> {
  const year = Number(t.context.today.slice(0, 4));
  const first = await reserveNumbers(tx, t.county, `case.${t.unitKey}`, year, households.length);
  const taken: Taken[] = [];
  const log: LoadItem[] = [];
  for (let i = 0; i < households.length; i += CHUNK) {
    const files: Record<string, unknown>[] = [];
    const persons: Record<string, unknown>[] = [];
    const means: PlacedRow[] = [];
    households.slice(i, i + CHUNK).forEach((h, k) => {
      const id = randomUUID();
      const action = make('imported', {
        facts: h.facts, number: caseNumber(year, t.mark, t.unitShort, first + i + k), unit: t.unitKey, programme: t.programme, organ: t.procedure.organ, procedure: t.procedure.id,
        monthlyFen: h.monthlyFen, fromMonth: h.fromMonth, payFrom: t.payFrom, import: t.import, row: h.row,
      }, t.context, t.actor);
      const state = evolve(undefined, action, id);
      const c = columns(project(state, t.context));
      taken.push({ id, household: h });
      log.push({ caseId: id, seq: 1, action });
      const row = meansStep(state, action, 1, t.context.programme, t.context.policy)?.row;
      if (row) means.push({ ...row, caseId: id, unitId: t.unitId, areaId: h.areaId, untilMonth: null });
      files.push({ id, number: state.number, programme: state.programme, area_id: h.areaId, status: c.status, organ: c.organ, application_date: state.applicationDate, applicant: state.facts.applicant, persons: c.persons, handler: c.handler, monthly_fen: c.monthly_fen, from_month: c.from_month, closed_on: c.closed_on, state });
      for (const m of state.facts.members) persons.push({ case_id: id, person: m.person, area_id: h.areaId });
    });
    await sql`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, monthly_fen, from_month, closed_on, seq, state, updated_at, imported)
      select ${t.county}::int, r.id, r.number, r.programme, ${t.unitId}::int, r.area_id, r.status, r.organ, r.application_date, r.applicant, r.persons, r.handler, r.monthly_fen, r.from_month, r.closed_on, 1, r.state, ${t.context.now}::timestamptz, true
      from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as r(id uuid, number text, programme text, area_id int, status text, organ text, application_date date, applicant uuid, persons int, handler uuid, monthly_fen bigint, from_month text, closed_on date, state jsonb)`.execute(tx);
    await sql`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx)
      select ${t.county}::int, r.case_id, p.id, r.area_id, 'member', p.number_idx from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as r(case_id uuid, person uuid, area_id int) join person p on p.county_id = ${t.county} and p.id = r.person`.execute(tx);
    await insertMeans(tx, t.county, means);
  }
  return { taken, log };
}

/** Writes the first actions of the cases into the county's log. */
export async function appendLog(tx: Tx, county: number, log: readonly LoadItem[]): Promise<void> {
  await appendMany(tx, county, log, new Date().toISOString());
}
