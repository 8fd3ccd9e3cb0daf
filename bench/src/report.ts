import fs from 'node:fs';
import os from 'node:os';
import type { ArchiveResult } from './archive.ts';
import type { BankResult, BankStep } from './bank.ts';
import type { BureauMeasured } from './bureau.ts';
import type { ConfirmResult } from './confirm.ts';
import type { LetterResult } from './letter.ts';
import type { ListResult, ListSizes } from './lists.ts';
import type { RollResult } from './roll.ts';
import type { RosterResult } from './roster.ts';
import type { Spread } from './stats.ts';
import type { WarningsMeasured } from './warnings.ts';
import type { WhatIfMeasured } from './whatif.ts';

export interface Report {
  readonly date: string;
  readonly postgres: string;
  /** Processes wanting a core when the run began and when it ended; many say that others were at work. */
  readonly load: readonly [before: number, after: number];
  readonly confirm?: ConfirmResult;
  readonly lists?: { readonly sizes: ListSizes; readonly rows: readonly ListResult[] };
  readonly roll?: readonly RollResult[];
  readonly bank?: BankResult;
  readonly roster?: RosterResult;
  readonly whatif?: WhatIfMeasured;
  readonly warnings?: WarningsMeasured;
  readonly bureau?: BureauMeasured;
  readonly archive?: ArchiveResult;
  readonly letter?: LetterResult;
}

/** Between these lines docs/benchmarks.md is written by the program; the rest is written by hand. */
const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

const ms = (x: number): string => (x >= 100 ? Math.round(x).toString() : x.toFixed(1));
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => '---'), ...rows].map((r) => `| ${r.join(' | ')} |`).join('\n');
const number = (n: number): string => n.toLocaleString('en-US');

/** A ratio with two decimals and whether it is within the aim. */
const judged = (subject: Spread, measure: Spread, aim: number): string[] => {
  const ratio = subject.median / measure.median;
  return [ratio.toFixed(2), `≤ ${aim}`, ratio <= aim ? 'yes' : '**no**'];
};

const CONFIRM_AIM = 2;
const LIST_AIM = 1.3;
const ROLL_AIM = 3;
/** Batch lines with their checks and indexes, every name and number opened once for the digest. */
const BANK_RELEASE_AIM = 25;
/** Every name and number opened, every field checked and counted in the bank's bytes. */
const BANK_WRITE_AIM = 8;
/** Every line understood, compared, booked on three tables and told to the person, against a table of text. */
const BANK_READ_AIM = 60;
/** No file may need more memory than this, however long it is. */
const BANK_MB = 512;
/** A file unpacked and every cell judged, every name and number encrypted, every case hashed into the log: what INSERT … SELECT does not do. */
const IMPORT_AIM = 15;
/** Every name and number opened and masked, every cell written and packed. */
const EXPORT_AIM = 6;
/** The formula of the decision on every household, on all cores, and the result written, against one connection that only reads. */
const WHATIF_AIM = 3;
/** Some thirty figures, most of them by index, against two sums over everything. */
const BUREAU_AIM = 2;
const BUREAU_SECONDS = 1;
/** A million households, on two cores. */
const WHATIF_SECONDS = 20;
/** Rules of a night over ten million entries, and against the joins that they need at the least. */
const WARNINGS_SECONDS = 600;
const WARNINGS_AIM = 5;
/** Every picture is decoded and typeset, every page bound: what a plain ZIP does not do. */
const ARCHIVE_AIM = 40;
/** Several pages with tables, a code and embedded fonts against a page with nothing on it. */
const LETTER_AIM = 60;

function machine(r: Report): string {
  const cpus = os.cpus();
  const [before, after] = r.load;
  const disturbed = before > cpus.length ? ' Other programs kept the machine busy: the times are theirs too, and the ratios move by some tenths from run to run.' : '';
  return `Measured ${r.date} on ${cpus[0]?.model.trim() ?? 'an unknown processor'}, ${cpus.length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}, Node ${process.versions.node}, PostgreSQL ${r.postgres} (embedded, as \`npm start\` sets it up). Load average ${before.toFixed(1)} before and ${after.toFixed(1)} after.${disturbed} Times in milliseconds.`;
}

const pair = (a: Spread, b: Spread): string[] => [ms(a.median), ms(a.p95), ms(b.median), ms(b.p95)];

function confirmPart({ confirm: c }: Report): string[] {
  if (!c) return [];
  return [
    '## Confirming a case',
    `${c.alone.http.n} decisions one after the other and ${c.together.http.n} by ${c.together.clients} clients at once; ${c.statements} statements each. Together: ${c.together.httpPerSecond.toFixed(0)} decisions a second over HTTP, ${c.together.sqlPerSecond.toFixed(0)} by SQL alone.`,
    table(['', 'HTTP median', 'HTTP p95', 'SQL median', 'SQL p95', 'ratio', 'aim', 'within'], [
      ['1 client', ...pair(c.alone.http, c.alone.sql), ...judged(c.alone.http, c.alone.sql, CONFIRM_AIM)],
      [`${c.together.clients} clients`, ...pair(c.together.http, c.together.sql), ...judged(c.together.http, c.together.sql, CONFIRM_AIM)],
    ]),
  ];
}

function listPart({ lists }: Report): string[] {
  if (!lists) return [];
  const { small, large } = lists.sizes;
  return [
    '## Work list and search',
    `${lists.rows[0]?.small.n ?? 0} requests of each kind over HTTP in a county of ${number(small)} and in one of ${number(large)} households.`,
    table(['', `${number(small)} median`, 'p95', `${number(large)} median`, 'p95', 'ratio', 'aim', 'within'], lists.rows.map((r) => [r.name, ...pair(r.small, r.large), ...judged(r.large, r.small, LIST_AIM)])),
  ];
}

function rollPart({ roll }: Report): string[] {
  if (!roll) return [];
  return [
    '## Monthly roll',
    `${roll.map((r) => `${number(r.lines)} households, ${number(r.held)} of them held, ${r.made.n} ${r.made.n === 1 ? 'month' : 'months'}`).join('; ')}.`,
    table(['', 'roll median', 'p95', 'INSERT median', 'p95', 'ratio', 'aim', 'within'], roll.flatMap((r) => [
      [`${number(r.lines)}: one month made, every hold`, ...pair(r.made, r.plain), ...judged(r.made, r.plain, ROLL_AIM)],
      [`${number(r.lines)}: frozen: judged again, facts kept, booked`, ...pair(r.frozen, r.plain), ...judged(r.frozen, r.plain, ROLL_AIM)],
    ])),
  ];
}

function bankPart({ bank: b }: Report): string[] {
  if (!b) return [];
  const mb = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const row = (name: string, s: BankStep, aim: number): string[] => [name, ms(s.made.median), ms(s.plain.median), ...judged(s.made, s.plain, aim), `${Math.round(s.peakMb)} MB`, `${Math.round(s.beforeMb)} MB`, `≤ ${BANK_MB} MB`, s.peakMb <= BANK_MB ? 'yes' : '**no**'];
  return [
    '## To the bank and back',
    `${number(b.lines)} lines in one batch: file of ${mb(b.fileBytes)} MB, return of ${mb(b.returnBytes)} MB, once each in a process of its own.`,
    table(['', 'time', 'plain SQL', 'ratio', 'aim', 'within', 'peak memory', 'before', 'bound', 'within'], [
      row('release with digest, against CREATE TABLE … AS SELECT', b.release, BANK_RELEASE_AIM), row('file, against SELECT', b.write, BANK_WRITE_AIM), row('return read and booked, against COPY', b.read, BANK_READ_AIM),
    ]),
  ];
}

function archivePart({ archive: a }: Report): string[] {
  if (!a) return [];
  return [
    '## Archive of a household',
    `${number(a.files)} files of ${(a.bytes / 1024 / 1024).toFixed(0)} MB together, three pictures in four and one scanned PDF of three pages, ${a.made.n} rounds: cover, catalogue, pages typeset and numbered, bound volume, hashes, against the same contents in a plain ZIP; both read the sealed store.`,
    table(['', 'archive median', 'p95', 'plain ZIP median', 'p95', 'ratio', 'aim', 'within'], [['one archive', ...pair(a.made, a.plain), ...judged(a.made, a.plain, ARCHIVE_AIM)]]),
  ];
}

function letterPart({ letter: l }: Report): string[] {
  if (!l) return [];
  return [
    '## One letter',
    `A decision of ${l.pages} pages with its working, ${l.standard.n} times, through the warm worker: in the standard layout, and in a county's Word layout filled and converted each time.`,
    table(['', 'letter median', 'p95', 'empty page median', 'p95', 'ratio', 'aim', 'within'], [
      ['standard layout', ...pair(l.standard, l.plain), ...judged(l.standard, l.plain, LETTER_AIM)],
      ['Word layout', ...pair(l.word, l.plain), ...judged(l.word, l.plain, LETTER_AIM)],
    ]),
  ];
}

function rosterPart({ roster: r }: Report): string[] {
  if (!r) return [];
  const mb = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const { imported: i, exported: e } = r;
  return [
    '## Rosters in Excel',
    `Import of ${number(i.rows)} rows (${number(i.households)} households, ${mb(i.fileBytes)} MB), ${i.made.n} times; memory grew by at most ${Math.round(i.growthMb)} MB. Export of ${number(e.rows)} rows (${mb(e.bytes)} MB), ${e.made.n} times; memory grew by at most ${Math.round(e.growthMb)} MB.`,
    table(['', 'median', 'p95', 'SQL median', 'SQL p95', 'ratio', 'aim', 'within'], [
      ['import, against INSERT … SELECT', ...pair(i.made, i.plain), ...judged(i.made, i.plain, IMPORT_AIM)],
      ['export, against reading by SQL', ...pair(e.made, e.plain), ...judged(e.made, e.plain, EXPORT_AIM)],
    ]),
  ];
}

function whatIfPart({ whatif: w }: Report): string[] {
  if (!w) return [];
  const seconds = w.made.median / 1000;
  return [
    '## What-if of a new standard',
    `${number(w.households)} households, ${number(w.gain)} of them gain, ${w.made.n} times: the formula of the decision on each, on one thread per core (at most four), results written; against reading the same rows by one connection. ${seconds.toFixed(1)} seconds (aim for a million on two idle cores: ${WHATIF_SECONDS}).`,
    table(['', 'what-if median', 'p95', 'reading median', 'p95', 'ratio', 'aim', 'within'], [['whole caseload', ...pair(w.made, w.plain), ...judged(w.made, w.plain, WHATIF_AIM)]]),
  ];
}

function warningsPart({ warnings: w }: Report): string[] {
  if (!w) return [];
  const seconds = (t: number): string => (t / 1000).toFixed(1);
  return [
    '## A night of the warning rules',
    `${number(w.households)} households with ${number(w.people)} people against ${number(w.entries)} entries of fifteen lists: all 26 rules, hits kept and merged into leads; against joining the same people with the same entries and keeping nothing. The first night found ${number(w.hits)} points about ${number(w.leads)} households in ${seconds(w.firstMs)} seconds, a later one takes ${seconds(w.made.median)} (aim: ${WARNINGS_SECONDS}).`,
    table(['', 'night median', 'p95', 'joins median', 'p95', 'ratio', 'aim', 'within'], [['every rule', ...pair(w.made, w.plain), ...judged(w.made, w.plain, WARNINGS_AIM)]]),
  ];
}

function bureauPart({ bureau: b }: Report): string[] {
  if (!b) return [];
  return [
    '## The bureau’s page',
    `${number(b.households)} households and ${number(b.lines)} payments, ${number(b.matters)} matters of supervision and ${number(b.points)} points of leads of five years: every figure of the page, the thirteen months and the units, counted anew for each reader, ${b.page.n} times; against summing the benefits and the payments once under the same row-level security. ${(b.page.median / 1000).toFixed(2)} seconds (aim on two idle cores: ${BUREAU_SECONDS}).`,
    table(['', 'page median', 'p95', 'one sum median', 'p95', 'ratio', 'aim', 'within'], [['whole county', ...pair(b.page, b.plain), ...judged(b.page, b.plain, BUREAU_AIM)]]),
  ];
}

export const render = (r: Report): string => [machine(r), ...confirmPart(r), ...listPart(r), ...rollPart(r), ...bankPart(r), ...rosterPart(r), ...whatIfPart(r), ...warningsPart(r), ...bureauPart(r), ...archivePart(r), ...letterPart(r)].join('\n\n');

/** Puts the measured part between its markers. @throws when the file has none: prose must not be overwritten. */
export function writeReport(file: string, r: Report): void {
  const text = fs.readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the results`);
  fs.writeFileSync(file, `${text.slice(0, begin + BEGIN.length)}\n${render(r)}\n${text.slice(end)}`);
}
