import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@doudi/core/case/actions';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import { compareReports, crossFoot, monthlyReport, type FootFault, type MonthlyReport } from '@doudi/core/filing/report';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { PERMISSIONS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { runCommand } from '../cases/pipeline.ts';
import { findRoster, type FilingScope } from './roster.ts';

export interface NewFiling extends FilingScope {
  readonly dueOn: string;
  /** By when the papers follow, where the plan asks for them. */
  readonly papersDueOn: string | null;
  readonly today: string;
  readonly now: string;
  readonly actor: Actor;
  readonly name: string;
  /** The report as the unit states it; absent = the roster's own. */
  readonly report?: MonthlyReport | undefined;
}

export interface Filed {
  readonly id: string;
  readonly lines: number;
  readonly filedCases: number;
  readonly notFiled: { case: string; rule: string }[];
}

/** Everything that does not foot in a report: within itself, against the last filing, against the roster. */
export function reportFaults(given: MonthlyReport, roster: MonthlyReport, last: MonthlyReport | undefined): FootFault[] {
  const seen = new Set<string>();
  return [...crossFoot(given, last), ...compareReports(given, roster)].filter((f) => !seen.has(f.message) && seen.add(f.message));
}

/** Posts of a unit that file; a case whose filing step belongs to none of them is filed by the county itself. */
const UNIT_POSTS: readonly string[] = PERMISSIONS['filing.make'].map((p) => POST_LABELS[p]);

/**
 * Files a unit's month: freezes roster and report, and takes the filing step of every case on it that is ready for it.
 * Refusals: already filed, a later month filed before, a report that does not foot, a post that may not take the step.
 */
export async function makeFiling(tx: Tx, services: Services, n: NewFiling): Promise<Filed | Refusal> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`filing:${n.county}:${n.unit}:${n.programme}`}, 0))`.execute(tx);
  const other = (await sql<{ month: string; filed_on: string }>`select month, filed_on from filing where county_id = ${n.county} and unit_id = ${n.unit} and programme = ${n.programme} and month >= ${n.month} order by month limit 1`.execute(tx)).rows[0];
  if (other?.month === n.month) return refuse('step.done', `${n.month} 已于 ${other.filed_on} 报送，以后的变化在下月报送`);
  if (other) return refuse('step.order', `${other.month} 已经报送，不能再补报更早的 ${n.month}`);
  const roster = await findRoster(tx, n);
  if (roster.lines.length === 0) return refuse('step.order', `${n.month} 没有需要报送的对象`, { missing: ['已作出决定的案件'] });
  const computed = monthlyReport(roster.lines, roster.handled);
  const report = n.report ?? computed;
  const faults = reportFaults(report, computed, roster.last);
  if (faults.length > 0) return refuse('input.invalid', `月报表不平，有 ${faults.length} 处：${faults[0]?.message ?? ''}`, { fields: faults.slice(0, 40).map((f) => ({ path: `body.report.${f.path}`, message: f.message })) });

  const id = randomUUID();
  await sql`insert into filing (county_id, id, unit_id, programme, month, status, report, lines, due_on, paper_due_on, filed_on, filed_by, filed_by_name, filed_at)
    values (${n.county}, ${id}, ${n.unit}, ${n.programme}, ${n.month}, 'filed', ${JSON.stringify(report)}::jsonb, ${roster.lines.length}, ${n.dueOn}, ${n.papersDueOn}, ${n.today}, ${n.actor.user}, ${n.name}, ${n.now})`.execute(tx);
  const notFiled = new Map<string, string>();
  let filedCases = 0;
  // In the order of ids, so that two filings never wait for each other's cases.
  for (const caseId of roster.lines.filter((l) => l.mark !== 'left' && roster.unfiled.has(l.case)).map((l) => l.case).sort()) {
    const done = await runCommand(tx, services, n.county, n.actor, caseId, { name: 'file', payload: { filing: id } });
    if (!isRefusal(done)) filedCases += 1;
    else if (done.code === 'rights.denied' && done.allowed?.some((p) => UNIT_POSTS.includes(p))) return done;
    else notFiled.set(caseId, done.rule);
  }
  const rows = roster.lines.map((l, i) => ({ line_no: i + 1, case_id: l.case, payee: l.payee, persons: l.persons, monthly_fen: l.monthlyFen, from_month: l.fromMonth, mark: l.mark, persons_before: l.personsBefore, fen_before: l.fenBefore, classes: l.classes, not_filed: notFiled.get(l.case) ?? null }));
  await sql`insert into filing_line (county_id, filing_id, unit_id, line_no, case_id, payee, persons, monthly_fen, from_month, mark, persons_before, fen_before, classes, not_filed)
    select ${n.county}, ${id}, ${n.unit}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(line_no int, case_id uuid, payee uuid, persons int, monthly_fen bigint, from_month text, mark text, persons_before int, fen_before bigint, classes jsonb, not_filed text)`.execute(tx);
  return { id, lines: rows.length, filedCases, notFiled: [...notFiled].map(([c, rule]) => ({ case: c, rule })) };
}
