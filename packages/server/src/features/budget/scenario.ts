import { sql } from 'kysely';
import type { Cannot, Outcome } from '@doudi/core/budget/outcomes';
import type { Parameter } from '@doudi/core/policy/model';
import type { Tx } from '../../platform/database.ts';
import type { UnitSum } from './what-if-worker.ts';

export interface ScenarioRow {
  readonly id: string;
  readonly title: string;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  readonly month: string;
  readonly up_to: string;
  readonly law_on: string;
  readonly refused_months: number;
  readonly tried: readonly Parameter[];
  readonly progress: number;
  readonly made_by: string;
  readonly made_by_name: string;
  readonly made_at: string;
  readonly finished_at: string | null;
  readonly sums: readonly UnitSum[] | null;
  readonly hash: Buffer | null;
  readonly failure: string | null;
  readonly basis: Buffer | null;
}

const COLUMNS = sql`id, title, status, month, up_to, law_on, refused_months, tried, progress, made_by, made_by_name, made_at, finished_at, sums, hash, failure, basis`;

/** Sums as they are stored: those of a scenario computed before differences were told apart lack the parts. */
type StoredSum = Omit<UnitSum, 'standardFen' | 'otherFen' | 'unsplit' | 'unsplitFen'> & Partial<UnitSum>;
type StoredRow = Omit<ScenarioRow, 'sums'> & { readonly sums: readonly StoredSum[] | null };

/** Where nothing is known of why a sum differs, nothing of it counts as the standard's. */
const open = (row: StoredRow): ScenarioRow => ({
  ...row, sums: row.sums && row.sums.map((x) => ({ standardFen: 0, otherFen: 0, unsplit: x.standardFen === undefined && x.afterFen !== x.beforeFen ? x.households : 0, unsplitFen: x.standardFen === undefined ? x.afterFen - x.beforeFen : 0, ...x })),
});

export async function findScenario(tx: Tx, id: string, lock = false): Promise<ScenarioRow | undefined> {
  const row = (await sql<StoredRow>`select ${COLUMNS} from scenario where county_id = current_county() and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx)).rows[0];
  return row && open(row);
}

/** Scenarios of those ids, by id. */
export async function findScenariosById(tx: Tx, ids: readonly string[]): Promise<Map<string, ScenarioRow>> {
  return new Map((await sql<StoredRow>`select ${COLUMNS} from scenario where county_id = current_county() and id = any (${[...new Set(ids)]}::uuid[])`.execute(tx)).rows.map((r) => [r.id, open(r)]));
}

/** The latest first. */
export async function findScenarios(tx: Tx, limit: number): Promise<ScenarioRow[]> {
  return (await sql<StoredRow>`select ${COLUMNS} from scenario where county_id = current_county() order by made_at desc, id limit ${limit}`.execute(tx)).rows.map(open);
}

export interface ScenarioLine {
  readonly case_id: string;
  readonly number: string;
  readonly applicant: string;
  readonly unit_id: number;
  readonly programme: string;
  readonly outcome: Outcome;
  readonly why: Cannot | null;
  readonly persons: number;
  readonly before_fen: number;
  readonly after_fen: number;
  readonly standard_fen: number | null;
  readonly detail: string | null;
}

export interface LineFilter {
  readonly outcome?: Outcome | undefined;
  readonly unit?: number | undefined;
  readonly programme?: string | undefined;
  /** Cases after this one. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Households of a scenario for which something changes or which cannot be computed, in order of id. */
export async function findLines(tx: Tx, scenario: string, f: LineFilter): Promise<ScenarioLine[]> {
  return (await sql<ScenarioLine>`
    select l.case_id, c.number, c.applicant, l.unit_id, l.programme, l.outcome, l.why, l.persons, l.before_fen, l.after_fen, l.standard_fen, m.detail
    from (select u.case_id, u.seq, p.unit_id, p.programme, p.outcome, p.why, u.persons, u.before_fen, u.after_fen, u.standard_fen from scenario_part p
        cross join lateral unnest(p.cases, p.seqs, p.persons, p.before_fen, p.after_fen, p.standard_fen) as u(case_id, seq, persons, before_fen, after_fen, standard_fen)
      where p.county_id = current_county() and p.scenario_id = ${scenario} ${f.outcome ? sql`and p.outcome = ${f.outcome}` : sql``} ${f.unit === undefined ? sql`` : sql`and p.unit_id = ${f.unit}`} ${f.programme ? sql`and p.programme = ${f.programme}` : sql``}
        ${f.after ? sql`and u.case_id > ${f.after}::uuid` : sql``}
      order by u.case_id limit ${f.limit}) l
    join case_file c on c.county_id = current_county() and c.id = l.case_id left join means_input m on m.county_id = c.county_id and m.case_id = c.id and m.seq = l.seq
    order by l.case_id`.execute(tx)).rows;
}
