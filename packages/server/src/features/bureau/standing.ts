import { sql, type RawBuilder } from 'kysely';
import type { DutyView } from '@doudi/core/api/bureau';
import type { Figure } from '@doudi/core/bureau/model';
import { periodOf } from '@doudi/core/oversight/coverage';
import { DONE, nextDue, type DoneId, type Duty, type DutyStanding } from '@doudi/core/oversight/duty';
import { TRADITIONAL, type OversightKind, type OversightMethod } from '@doudi/core/oversight/payloads';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { oversightLaw, unitsInArea } from '../oversight/sheet.ts';
import type { Law } from '../law/law.ts';
import { dutiesOf } from './duties.ts';
import { findOwners } from './owners.ts';

/** An act recorded under a clause. */
export interface DutyAct {
  readonly duty: string;
  readonly id: string;
  readonly unit: string | null;
  readonly on: string;
  readonly kind: OversightKind;
}

/** Acts under clauses, oldest first; who answers for a clause is none. */
async function findDutyActs(tx: Tx, county: number): Promise<DutyAct[]> {
  return (await sql<DutyAct>`select d.duty, m.id, u.key as unit, m.closed_on as "on", m.state ->> 'kind' as kind from matter m cross join lateral jsonb_array_elements_text(m.state -> 'duties') d (duty)
    left join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county} and m.topic = 'oversight' and m.status = 'recorded' and m.state ->> 'kind' <> 'assignment' order by m.closed_on, m.number`.execute(tx)).rows;
}

interface DoneRow {
  readonly source: DoneId;
  readonly unit: string | null;
  readonly n: number;
  readonly last: string;
}

/** Where each thing that other features do is counted: unit and day of each, once. */
function sourceOf(id: DoneId, county: number): RawBuilder<unknown> {
  const matter = (topic: string, on: RawBuilder<unknown>, more: RawBuilder<unknown> = sql``) => sql`select m.unit_id, ${on} as "on" from matter m where m.county_id = ${county} and m.topic = ${topic} and m.status not in ('withdrawn', 'cancelled') ${more}`;
  const acts = (means: RawBuilder<unknown>) => matter('oversight', sql`m.closed_on`, sql`and ${means}`);
  const answered = sql`select l.unit_id, h.answered_on as "on" from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id where h.county_id = ${county} and h.status in ('valid', 'explained', 'stop')`;
  const methods: readonly OversightMethod[] = TRADITIONAL;
  switch (id) {
    case 'draw': case 'rectification': case 'complaint': case 'dishonesty':
      return matter(id, sql`m.opened_on`);
    case 'check':
      return matter('check', sql`m.concluded_on::date`);
    case 'task': case 'training':
      return matter(id, sql`m.closed_on`);
    case 'score':
      return matter('score', sql`m.closed_on`, sql`and m.state ->> 'kind' = 'month'`);
    case 'lead':
      return answered;
    case 'filing':
      return sql`select unit_id, examined_at::date as "on" from filing where county_id = ${county} and examined_at is not null`;
    case 'coordination':
      return sql`select unit_id, resolved_on as "on" from coordination_problem where county_id = ${county}`;
    case 'recovery':
      return sql`select unit_id, established_on as "on" from recovery where county_id = ${county}`;
    case 'certificate':
      return sql`select unit_id, accepted_on as "on" from certificate where county_id = ${county}`;
    case 'relative':
      return sql`select unit_id, filed_on as "on" from relative where county_id = ${county}`;
    case 'traditional':
      return acts(sql`m.state ->> 'method' = any (${methods}::text[])`);
    case 'information':
      return sql`${acts(sql`not (m.state ->> 'method' = any (${methods}::text[]))`)} union all ${answered} union all ${matter('draw', sql`m.opened_on`)}`;
  }
}

/** Per source and unit: how many in the period, and the last day ever. */
async function findDone(tx: Tx, county: number, ids: readonly DoneId[], from: string, to: string): Promise<DoneRow[]> {
  if (ids.length === 0) return [];
  const parts = ids.map((id) => sql`select ${id}::text as source, x.* from (${sourceOf(id, county)}) x`);
  return (await sql<DoneRow>`select y.source, u.key as unit, (count(*) filter (where y."on" >= ${from}::date))::int as n, max(y."on") as last from (${sql.join(parts, sql` union all `)}) y left join unit u on u.county_id = ${county} and u.id = y.unit_id
    where y."on" <= ${to}::date group by 1, 2`.execute(tx)).rows;
}

/** From when the county is asked what it did: the first day on record, and not before power was handed down. */
async function findBegan(tx: Tx, law: Law): Promise<string> {
  const first = (await sql<{ on: string }>`select least((select at::date from case_action where county_id = ${law.county} order by position limit 1), (select at::date from matter_act where county_id = ${law.county} order by position limit 1), ${law.today}::date) as "on"`.execute(tx)).rows[0]?.on ?? law.today;
  const handed = law.policy.county.entrustments.map((e) => e.from).sort()[0] ?? first;
  return handed > first && handed <= law.today ? handed : first;
}

const WORST: readonly DutyStanding[] = ['late', 'due', 'done'];
const max = (days: readonly (string | null)[]): string | null => days.reduce<string | null>((a, b) => (b !== null && (a === null || b > a) ? b : a), null);

export interface Standings {
  readonly period: { readonly from: string; readonly to: string; readonly months: number };
  readonly duties: readonly DutyView[];
}

/**
 * Every clause about supervision as it is lived: who answers for it, what was done under it in the period and when last, which
 * units it reached, by when it is due again. The interval is the clause's own, else the county's; without one it is never late.
 */
export async function dutyStandings(tx: Tx, services: Services, law: Law): Promise<Standings> {
  const o = oversightLaw(law);
  const period = isRefusal(o) ? { ...periodOf(law.today, 3), months: 3 } : { from: o.period.from, to: o.period.to, months: o.period.months };
  const own = law.policy.find<TableValue<'oversight.intervals'>>('oversight.intervals', { on: law.today });
  const duties = dutiesOf(services, law.county);
  const units = (await unitsInArea(tx, law, null)).map((u) => ({ unit: u.id, unitName: u.name }));
  const acts = Map.groupBy(await findDutyActs(tx, law.county), (a) => a.duty);
  const owners = await findOwners(tx, law.county, law.today);
  const done = await findDone(tx, law.county, [...new Set(duties.flatMap((d) => d.done))], period.from, law.today);
  const began = await findBegan(tx, law);
  const one = (d: Duty): DutyView => {
    const mine = (acts.get(d.id) ?? []).filter((a) => a.on <= law.today);
    const elsewhere = done.filter((x) => d.done.includes(x.source));
    const lastAct = mine.at(-1)?.on ?? null;
    const last = max([lastAct, ...elsewhere.map((x) => x.last)]);
    const months = d.every ?? own?.value.duties.find((x) => x.id === d.id)?.months;
    const lastOf = (unit: string): string | null => max([...mine.filter((a) => a.unit === unit).map((a) => a.on), ...elsewhere.filter((x) => x.unit === unit).map((x) => x.last)]);
    const span = months === undefined ? period : periodOf(law.today, months);
    const each = d.acts?.each ?? false;
    const left = each ? units.filter((u) => (lastOf(u.unit) ?? '') < span.from) : [];
    const next = months === undefined ? [] : (each ? units.map((u) => nextDue(lastOf(u.unit), began, months, law.today)) : [nextDue(last, began, months, law.today)]);
    const open = next.filter((x) => x.standing !== 'done');
    const owner = owners.get(d.id);
    return {
      id: d.id, clause: d.clause, phrase: d.phrase, module: d.module, at: d.at ?? null, says: d.outside ?? '', goals: d.goals,
      instrument: d.instrument === undefined ? null : (law.policy.instrument(d.instrument)?.title ?? d.instrument),
      owner: owner ? { body: owner.body, person: owner.person, on: owner.on, act: owner.act } : null,
      done: [
        ...(d.acts ? [{ label: '登记的督导', count: mine.filter((a) => a.on >= period.from).length, last: lastAct, href: `/bureau/duties/${d.id}` }] : []),
        ...d.done.map((id) => { const rows = elsewhere.filter((x) => x.source === id); return { label: DONE[id].label, count: rows.reduce((n, r) => n + r.n, 0), last: max(rows.map((r) => r.last)), href: DONE[id].href }; }),
      ],
      last, each, reached: each ? units.length - left.length : null, left,
      interval: months === undefined ? null : { months, stated: d.every !== undefined, source: d.every === undefined && own ? cite(law.policy, own.source) : null },
      due: open.map((x) => x.due).sort()[0] ?? next.map((x) => x.due).sort()[0] ?? null,
      standing: next.length === 0 ? null : (WORST.find((s) => next.some((x) => x.standing === s)) ?? 'done'),
      acts: d.acts ? { kinds: d.acts.kinds ?? null, with: d.acts.with, by: d.acts.by, each } : null,
    };
  };
  return { period, duties: duties.map(one) };
}

/** Clauses that are late, still to be done in this part of the year, or that nobody answers for, for the bureau's page. */
export function dutyFigures(s: Standings): Figure[] {
  const here = s.duties.filter((d) => d.at !== null);
  const figure = (id: string, block: Figure['block'], label: string, how: string, list: readonly DutyView[], state: string): Figure => ({ id: `duty.${id}`, block, label, value: list.length, unit: '条', how, req: list.map((d) => d.id), href: `/bureau/duties?state=${state}` });
  return [
    figure('late', 'late', '监督条款逾期未落实', '方案写明周期的、县级自定周期的监督条款中，上一期没有任何记录的（要到每个单位的，有单位没有到的）', here.filter((d) => d.standing === 'late'), 'late'),
    figure('due', 'help', '本期还要落实的监督条款', '方案写明周期的、县级自定周期的监督条款中，本期还没有记录的', here.filter((d) => d.standing === 'due'), 'due'),
    figure('unassigned', 'help', '没有明确责任人的监督条款', '没有登记责任分工的监督条款', here.filter((d) => d.owner === null), 'unassigned'),
  ];
}
