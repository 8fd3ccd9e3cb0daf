import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { CompactFacts } from '@doudi/core/budget/means-input';
import type { Cannot, Outcome } from '@doudi/core/budget/outcomes';
import { judgeRow, noSums, plus, type OutcomeSum } from '@doudi/core/budget/what-if';
import { StandingLaw } from '@doudi/core/budget/standing-law';
import type { Parameter, PolicyLayer, Programme } from '@doudi/core/policy/model';
import type { FloorChoice } from '@doudi/core/policy/resolve';
import pg from 'pg';
import { TYPES } from '../../platform/database.ts';
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

interface Row {
  readonly case_id: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly programme: string;
  readonly status: 'granted' | 'refused';
  readonly paid_fen: number;
  readonly persons: number | null;
  readonly seq: number | null;
  readonly law_on: string | null;
  readonly decided_fen: number | null;
  readonly unable: number | null;
  readonly facts: CompactFacts | null;
  readonly why: Cannot | null;
}

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
}

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** More than this in one part only makes the row large. */
const PART = 5000;

const setup = workerData as WhatIfSetup;
const law = new StandingLaw({ nation: setup.nation, county: setup.layer, choices: setup.choices }, setup.lawOn, setup.tried);
const programmes = new Map(law.programmes(setup.lawOn).map((p): [string, Programme] => [p.id, p]));

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: setup.url, application_name: 'doudi-what-if', types: TYPES, statement_timeout: 600_000, options: '-c timezone=Asia/Shanghai' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Reads in the shared view. What was computed is written by a second connection, so that the view is only ever read. */
async function openView(): Promise<pg.Client> {
  const client = await connect();
  await client.query('begin isolation level repeatable read read only');
  await client.query(`set transaction snapshot '${setup.snapshot.replaceAll("'", '')}'`);
  await client.query(`select set_config('app.county', $1, true), set_config('app.area', '*', true), set_config('jit', 'off', true)`, [String(setup.county)]);
  return client;
}

async function write(client: pg.Client, slice: number, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  await client.query('begin');
  await client.query(`select set_config('app.county', $1, true), set_config('app.area', '*', true)`, [String(setup.county)]);
  for (const [i, p] of parts.entries())
    await client.query(`insert into scenario_part (county_id, scenario_id, slice, part, programme, unit_id, area_id, outcome, why, cases, seqs, persons, before_fen, after_fen) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [setup.county, setup.scenario, slice, i + 1, p.programme, p.unit, p.area, p.outcome, p.why, p.cases, p.seqs, p.persons, p.before, p.after]);
  await client.query('commit');
}

/** One slice of the caseload. Its hash is over every household's result in order of id. */
async function work(view: pg.Client, out: pg.Client, s: Slice): Promise<WorkerAnswer> {
  const values = [setup.county, s.from, s.to ?? LAST, setup.month, setup.upTo, setup.refusedSince];
  const rows = [...(await view.query<Row>(GRANTED, values.slice(0, 5))).rows, ...(setup.refusedSince <= setup.upTo ? (await view.query<Row>(REFUSED, values)).rows : [])];
  const hash = createHash('sha256');
  const sums = new Map<string, Record<Outcome, OutcomeSum>>();
  const open = new Map<string, Part>();
  const parts: Part[] = [];
  let text = '';
  for (const r of rows) {
    const j = judgeRow({ status: r.status, programme: r.programme, lawOn: r.law_on ?? '', paidFen: r.paid_fen, decidedFen: r.decided_fen ?? undefined, unable: r.unable, facts: r.facts, why: r.why }, programmes.get(r.programme), law);
    const after = j.afterFen ?? j.beforeFen;
    text += `${r.case_id} ${r.seq ?? 0} ${j.outcome} ${j.beforeFen} ${after}\n`;
    if (text.length > 60_000) {
      hash.update(text);
      text = '';
    }
    const key = `${r.programme}|${r.unit_id}`;
    let own = sums.get(key);
    if (!own) sums.set(key, (own = noSums()));
    own[j.outcome] = plus(own[j.outcome], { households: 1, persons: r.persons ?? 0, beforeFen: j.beforeFen, afterFen: after });
    if (j.outcome === 'same' || j.outcome === 'out') continue;
    const place = `${key}|${r.area_id}|${j.outcome}|${j.why ?? ''}`;
    let part = open.get(place);
    if (!part || part.cases.length >= PART) {
      part = { programme: r.programme, unit: r.unit_id, area: r.area_id, outcome: j.outcome, why: j.why ?? null, cases: [], seqs: [], persons: [], before: [], after: [] };
      open.set(place, part);
      parts.push(part);
    }
    part.cases.push(r.case_id);
    part.seqs.push(r.seq ?? 0);
    part.persons.push(r.persons ?? 0);
    part.before.push(j.beforeFen);
    part.after.push(after);
  }
  await write(out, s.slice, parts);
  const listed = [...sums].flatMap(([key, own]) => (Object.entries(own) as [Outcome, OutcomeSum][]).flatMap(([outcome, sum]) => (sum.households === 0 ? [] : [{ programme: key.split('|')[0] ?? '', unit: Number(key.split('|')[1]), outcome, ...sum }])));
  return { slice: s.slice, households: rows.length, sums: listed, hash: hash.update(text).digest('hex') };
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
