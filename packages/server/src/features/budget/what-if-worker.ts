import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { CompactFacts } from '@doudi/core/budget/means-input';
import type { Cannot, Outcome } from '@doudi/core/budget/outcomes';
import { Splitter } from '@doudi/core/budget/split';
import { judgeRow, noSums, plus, sumOf, type CaseloadRow, type OutcomeSum } from '@doudi/core/budget/what-if';
import { StandingLaw } from '@doudi/core/budget/standing-law';
import type { Parameter, PolicyLayer, Programme } from '@doudi/core/policy/model';
import type { FloorChoice } from '@doudi/core/policy/resolve';
import pg from 'pg';
import { SESSION, TYPES } from '../../platform/database.ts';
import { GRANTED, REFUSED } from './caseload.ts';

/** What a thread is started with: the law as plain data, and one unchanging view of the county that all threads share. */
export interface WhatIfSetup {
  readonly url: string;
  readonly county: number;
  readonly snapshot: string;
  readonly scenario: string;
  readonly month: string;
  readonly upTo: string;
  readonly refusedSince: string;
  readonly lawOn: string;
  readonly nation: PolicyLayer;
  readonly layer: PolicyLayer;
  readonly choices: readonly FloorChoice[];
  readonly tried: readonly Parameter[];
  /** Instruments by which the county decided parameters of its own. */
  readonly decided: readonly string[];
}

/** Cases from one id (inclusive) to another (exclusive; absent = to the end). */
export interface Slice {
  readonly slice: number;
  readonly from: string;
  readonly to?: string | undefined;
}

export interface UnitSum extends OutcomeSum {
  readonly programme: string;
  readonly unit: number;
  readonly outcome: Outcome;
}

export type WorkerAnswer = { readonly slice: number; readonly households: number; readonly sums: readonly UnitSum[]; readonly hash: string } | { readonly failure: string };

/** A household as {@link GRANTED} and {@link REFUSED} list it, column by column: a million objects with names would cost more than what is computed. */
type Row = readonly [
  caseId: string, unit: number, area: number, programme: string, status: 'granted' | 'refused', paidFen: number, persons: number | null, seq: number | null,
  lawOn: string | null, decidedFen: number | null, unable: number | null, facts: CompactFacts | null, why: Cannot | null,
];

/** Rows of one unit and outcome, collected to be written together. */
interface Part {
  readonly programme: string;
  readonly unit: number;
  readonly area: number;
  readonly outcome: Outcome;
  readonly why: Cannot | null;
  readonly cases: string[];
  readonly seqs: number[];
  readonly persons: number[];
  readonly before: number[];
  readonly after: number[];
  /** What the standard alone would give; null: cannot be told apart. */
  readonly standard: (number | null)[];
}

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** More than this in one part only makes the row large. */
const PART = 5000;

const setup = workerData as WhatIfSetup;
const policy = { nation: setup.nation, county: setup.layer, choices: setup.choices };
const law = new StandingLaw(policy, setup.lawOn, setup.tried);
const splitter = new Splitter(policy, law, setup.tried, setup.decided);
const programmes = new Map(law.programmes(setup.lawOn).map((p): [string, Programme] => [p.id, p]));

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: setup.url, application_name: 'doudi-what-if', types: TYPES, statement_timeout: 600_000, options: SESSION });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Reads in the shared view. What was computed is written by a second connection, so that the view is only ever read. */
async function openView(): Promise<pg.Client> {
  const client = await connect();
  await client.query('begin isolation level repeatable read read only');
  await client.query(`set transaction snapshot '${setup.snapshot.replaceAll("'", '')}'`);
  await client.query(`select set_config('app.county', $1, true), set_config('app.area', '*', true)`, [String(setup.county)]);
  return client;
}

/** Ids and whole numbers need no quotes in PostgreSQL's writing of a list; the driver would look at each for them. */
const listed = (items: readonly (string | number | null)[]): string => `{${items.map((x) => x ?? 'NULL').join(',')}}`;

async function write(client: pg.Client, slice: number, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  await client.query('begin');
  await client.query(`select set_config('app.county', $1, true), set_config('app.area', '*', true)`, [String(setup.county)]);
  for (const [i, p] of parts.entries())
    await client.query(`insert into scenario_part (county_id, scenario_id, slice, part, programme, unit_id, area_id, outcome, why, cases, seqs, persons, before_fen, after_fen, standard_fen) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [setup.county, setup.scenario, slice, i + 1, p.programme, p.unit, p.area, p.outcome, p.why, listed(p.cases), listed(p.seqs), listed(p.persons), listed(p.before), listed(p.after), listed(p.standard)]);
  await client.query('commit');
}

/** Row after row as they arrive: none is kept, so that memory stays small and nothing old is cleared away. */
function each(client: pg.Client, text: string, values: readonly unknown[], row: (r: Row) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: unknown;
    const config: pg.QueryArrayConfig<unknown[]> = { text, values: [...values], rowMode: 'array' };
    const query = new pg.Query<pg.QueryResultRow, unknown[]>(config);
    query.on('row', (r) => {
      if (failed !== undefined) return;
      try {
        row(r as unknown as Row);
      } catch (e) {
        failed = e;
      }
    });
    query.on('error', reject);
    query.on('end', () => (failed === undefined ? resolve() : reject(failed as Error)));
    client.query(query);
  });
}

/** Of one unit and programme: its sums, and the parts that still take rows, by area and by outcome with its reason. */
interface Own {
  readonly programme: string;
  readonly unit: number;
  readonly sums: Record<Outcome, OutcomeSum>;
  readonly open: Map<number, Map<string, Part>>;
}

/** The value at a key, made where there is none. */
function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}

/** One slice of the caseload. Its hash is over every household's result in order of id. */
async function work(view: pg.Client, out: pg.Client, s: Slice): Promise<WorkerAnswer> {
  const values = [setup.county, s.from, s.to ?? LAST, setup.month, setup.upTo, setup.refusedSince];
  const hash = createHash('sha256');
  const owns = new Map<string, Map<number, Own>>();
  const parts: Part[] = [];
  let households = 0;
  let text = '';
  const take = ([id, unit, area, programmeId, status, paidFen, persons, seq, lawOn, decidedFen, unable, facts, kept]: Row): void => {
    households++;
    const row: CaseloadRow = { status, programme: programmeId, lawOn: lawOn ?? '', paidFen, decidedFen: decidedFen ?? undefined, unable, facts, why: kept };
    const programme = programmes.get(programmeId);
    const { outcome, beforeFen, afterFen, why } = judgeRow(row, programme, law);
    const after = afterFen ?? beforeFen;
    const standard = splitter.split(row, programme, { outcome, beforeFen, afterFen, why });
    text += `${id} ${seq ?? 0} ${outcome} ${beforeFen} ${after} ${standard ?? '-'}\n`;
    if (text.length > 60_000) {
      hash.update(text);
      text = '';
    }
    const own = at(at(owns, programmeId, () => new Map<number, Own>()), unit, () => ({ programme: programmeId, unit, sums: noSums(), open: new Map<number, Map<string, Part>>() }));
    own.sums[outcome] = plus(own.sums[outcome], sumOf(persons ?? 0, beforeFen, after, standard));
    // What standard and other rules make cancel out is no "same" to whoever raises the standard.
    if ((outcome === 'same' && standard === after) || outcome === 'out') return;
    const here = at(own.open, area, () => new Map<string, Part>());
    const place = why ?? outcome;
    let part = here.get(place);
    if (!part || part.cases.length >= PART) {
      part = { programme: programmeId, unit, area, outcome, why: why ?? null, cases: [], seqs: [], persons: [], before: [], after: [], standard: [] };
      here.set(place, part);
      parts.push(part);
    }
    part.cases.push(id);
    part.seqs.push(seq ?? 0);
    part.persons.push(persons ?? 0);
    part.before.push(beforeFen);
    part.after.push(after);
    part.standard.push(standard ?? null);
  };
  await each(view, GRANTED, values.slice(0, 5), take);
  if (setup.refusedSince <= setup.upTo) await each(view, REFUSED, values, take);
  await write(out, s.slice, parts);
  const sums = [...owns.values()].flatMap((units) => [...units.values()]).flatMap((own) => (Object.entries(own.sums) as [Outcome, OutcomeSum][]).flatMap(([outcome, sum]) => (sum.households === 0 ? [] : [{ programme: own.programme, unit: own.unit, outcome, ...sum }])));
  return { slice: s.slice, households, sums, hash: hash.update(text).digest('hex') };
}

const port = parentPort;
if (!port) throw new Error('runs as a thread only');
const [view, out] = await Promise.all([openView(), connect()]);
port.on('message', (s: Slice | 'end') => {
  if (s === 'end') {
    port.close();
    void Promise.all([view.end(), out.end()]);
    return;
  }
  void work(view, out, s).then((a) => port.postMessage(a), (e: unknown) => port.postMessage({ failure: e instanceof Error ? e.message : String(e) } satisfies WorkerAnswer));
});
port.postMessage('ready');
