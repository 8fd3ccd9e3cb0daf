import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { aidSummary, fileAidSummary } from '@doudi/core/api/aid';
import { plusMonths } from '@doudi/core/calendar/date';
import { dayOfMonth } from '@doudi/core/case/months';
import { AID_FUND_WORDS, type AidForm, type AidFund } from '@doudi/core/case/aid/payloads';
import { maskName } from '@doudi/core/people/mask';
import type { Resolved } from '@doudi/core/policy/resolve';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite, lightFor } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { causeText } from './view.ts';

/** One household of a month, as it is filed: ids and numbers, no names. */
interface Line {
  readonly case: string;
  readonly number: string;
  readonly applicant: string;
  readonly persons: number;
  readonly programme: string;
  readonly cause: string;
  readonly applied: string;
  readonly decidedOn: string | null;
  readonly decidedFen: number;
  readonly bankFen: number;
  readonly given: readonly { readonly form: AidForm; readonly fund: AidFund; readonly fen: number; readonly on: string; readonly phase: 'relief' | 'payment' }[];
}

/** By when a month is filed: that day of the month after it. */
function dueOf(law: Law, month: string): { readonly on: string; readonly parameter: Resolved<number> | undefined } {
  const parameter = law.policy.find<number>('aid.summary.due', { on: `${month}-01` });
  const next = plusMonths(`${month}-01`, 1).slice(0, 7);
  return { on: dayOfMonth(next, parameter?.value ?? 31), parameter };
}

/** What units did in a month, as it stands now: granted in it, or money and goods handed over in it. */
async function linesOf(tx: Tx, law: Law, month: string): Promise<Map<number, Line[]>> {
  const programmes = law.policy.programmes(`${month}-01`).filter((p) => p.formula === 'aid').map((p) => p.id);
  const { rows } = await sql<Omit<Line, 'decidedOn' | 'decidedFen' | 'bankFen'> & { unit_id: number; decided_on: string | null; decided_fen: number; given_before: number }>`select f.unit_id, f.id as "case", f.number, f.applicant, f.persons, f.programme, coalesce(f.state -> 'facts' -> 'event' ->> 'cause', '') as cause, f.application_date as applied,
      case when m.decided then f.decided_on end as decided_on, case when m.decided then f.monthly_fen else 0 end as decided_fen, (select coalesce(sum(p.fen), 0)::bigint from aid_payment p where p.county_id = f.county_id and p.case_id = f.id) as given_before, m.given
    from case_file f cross join lateral (select f.status = 'granted' and to_char(f.decided_on, 'YYYY-MM') = ${month} as decided,
      (select coalesce(jsonb_agg(jsonb_build_object('form', p.form, 'fund', p.fund, 'fen', p.fen, 'on', p.on_date, 'phase', p.phase) order by p.seq), '[]') from aid_payment p where p.county_id = f.county_id and p.case_id = f.id and to_char(p.on_date, 'YYYY-MM') = ${month}) as given) m
    where f.county_id = ${law.county} and f.programme = any (${programmes}) and (m.decided or m.given <> '[]') order by f.number`.execute(tx);
  return new Map([...Map.groupBy(rows, (r) => r.unit_id)].map(([unit, list]) => [unit, list.map((r): Line => ({
    case: r.case, number: r.number, applicant: r.applicant, persons: r.persons, programme: r.programme, cause: r.cause, applied: r.applied, decidedOn: r.decided_on, decidedFen: r.decided_fen, bankFen: r.decided_on === null ? 0 : Math.max(0, r.decided_fen - r.given_before), given: r.given,
  }))]));
}

interface Filed {
  readonly unit_id: number;
  readonly rows: Line[];
  readonly due_on: string;
  readonly filed_on: string;
  readonly filed_by_name: string;
}

/** The month as filed, or as it stands where nothing is filed yet, for every unit the caller sees that had anything to file. */
export async function summaryOf(tx: Tx, services: Services, law: Law, who: Who, asked: string | undefined): Promise<Output<typeof aidSummary>> {
  const month = asked ?? law.today.slice(0, 7);
  const now = await linesOf(tx, law, month);
  const filed = new Map((await sql<Filed>`select unit_id, rows, due_on, filed_on, filed_by_name from aid_summary where county_id = ${law.county} and month = ${month}`.execute(tx)).rows.map((f) => [f.unit_id, f]));
  const { rows: units } = await sql<{ id: number; key: string; name: string }>`select id, key, name from unit where county_id = ${law.county} and id = any (${[...new Set([...now.keys(), ...filed.keys(), ...(who.area === null ? [] : [who.unitId])])]}::int[]) order by id`.execute(tx);
  const due = dueOf(law, month);
  const all = units.map((u) => ({ u, f: filed.get(u.id), lines: filed.get(u.id)?.rows ?? now.get(u.id) ?? [] }));
  const people = await openPersons(tx, services, law.county, all.flatMap((x) => x.lines.map((l) => l.applicant)));
  const name = (id: string, on: string): string => law.policy.programme(id, on)?.name ?? id;
  return {
    month, dueOn: due.on, dueSource: due.parameter ? { ...cite(law.policy, due.parameter.source), label: due.parameter.label } : {}, mayFile: !filed.has(who.unitId) && (now.get(who.unitId)?.length ?? 0) > 0,
    units: all.map(({ u, f, lines }) => ({
      unit: u.key, unitName: u.name, filed: f ? { on: f.filed_on, by: f.filed_by_name, late: f.filed_on > f.due_on } : null, light: f || lines.length === 0 ? null : lightFor(law, due.on),
      totals: [...Map.groupBy(lines, (l) => l.programme)].map(([programme, list]) => ({ programmeName: name(programme, `${month}-01`), cases: list.length, persons: list.reduce((n, l) => n + l.persons, 0), decidedFen: list.reduce((n, l) => n + l.decidedFen, 0), givenFen: list.reduce((n, l) => n + l.given.reduce((g, x) => g + x.fen, 0), 0) })),
      lines: lines.map((l) => ({
        case: l.case, number: l.number, applicant: maskName(people.get(l.applicant)?.name ?? '—'), persons: l.persons, programmeName: name(l.programme, l.applied), causeText: causeText(law, l.cause, l.applied, l.programme), decidedOn: l.decidedOn, decidedFen: l.decidedFen, bankFen: l.bankFen,
        given: l.given.map((g) => ({ ...g, fundText: AID_FUND_WORDS[g.fund] })),
      })),
    })),
  };
}

/** Files a unit's month once. Refusals: the month is not over, nothing to file, filed already. */
export async function fileSummary(tx: Tx, law: Law, who: Who, month: string): Promise<Output<typeof fileAidSummary> | Refusal> {
  if (month >= law.today.slice(0, 7)) return refuse('clock.early', `${month} 还没有结束，次月报送`);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`aid-summary:${law.county}:${who.unitId}`}, 0))`.execute(tx);
  const before = (await sql<{ filed_on: string }>`select filed_on from aid_summary where county_id = ${law.county} and unit_id = ${who.unitId} and month = ${month}`.execute(tx)).rows[0];
  if (before) return refuse('step.done', `${month} 已于 ${before.filed_on} 报送`);
  const lines = (await linesOf(tx, law, month)).get(who.unitId) ?? [];
  if (lines.length === 0) return refuse('step.order', `${month} 没有临时救助，不需要报送`);
  const due = dueOf(law, month);
  await sql`insert into aid_summary (county_id, unit_id, month, rows, cases, fen, due_on, filed_on, filed_by, filed_by_name, filed_at)
    values (${law.county}, ${who.unitId}, ${month}, ${JSON.stringify(lines)}::jsonb, ${lines.length}, ${lines.reduce((n, l) => n + l.decidedFen, 0)}, ${due.on}, ${law.today}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
  return { lines: lines.length, late: law.today > due.on, dueOn: due.on };
}
