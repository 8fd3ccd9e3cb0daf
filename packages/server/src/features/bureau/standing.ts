import { sql, type RawBuilder } from 'kysely';
import type { DutyView } from '@doudi/core/api/bureau';
import type { Figure } from '@doudi/core/bureau/model';
import { periodOf } from '@doudi/core/oversight/coverage';
import { DONE, doneLabel, nextDue, type DoneId, type Duty, type DutyDone, type DutyStanding } from '@doudi/core/oversight/duty';
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

/** What counts, as one word: the same for every clause that counts the same. */
const wordOf = (d: DutyDone): string => [d.of, ...d.kinds].join(' ');

interface DoneRow {
  readonly source: string;
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

/** The same of some kinds alone: each of the kinds that a thing is of once, on the day on which it became so. */
function sourceOfKinds({ of, kinds }: DutyDone, county: number): RawBuilder<unknown> {
  const among = sql`any (${kinds}::text[])`;
  const matter = (on: RawBuilder<unknown>, more: RawBuilder<unknown>) => sql`select m.unit_id, ${on} as "on" from matter m where m.county_id = ${county} and m.topic = ${of} and m.status not in ('withdrawn', 'cancelled') and (${more})`;
  switch (of) {
    case 'draw':
      return matter(sql`m.opened_on`, sql`m.state ->> 'plan' = ${among}`);
    case 'check':
      return matter(sql`m.concluded_on::date`, sql`m.state ->> 'cause' = ${among} or exists (select from jsonb_array_elements(m.state -> 'visits') v where v -> 'means' ?| ${kinds}::text[]) or ('entrusted' = ${among} and exists (select from jsonb_array_elements(m.state -> 'pair') c where c ? 'organisation'))`);
    case 'rectification':
      // A reminder is no handing over: each step of the ladder, and what followed it, is a thing of its own.
      return sql`select m.unit_id, e."on" from matter m cross join lateral (
          select m.opened_on as "on", k as kind from unnest(array[m.state ->> 'conduct', m.state ->> 'foundBy']) k
          union all select (x ->> 'on')::date, x ->> 'rung' from jsonb_array_elements(m.state -> 'steps') x
          union all select (x ->> 'on')::date, 'revisit' from jsonb_array_elements(m.state -> 'revisits') x
          union all select (x ->> 'on')::date, 'punished' from jsonb_array_elements(m.state -> 'punishments') x
          union all select (x ->> 'on')::date, 'tolerance' from jsonb_array_elements(m.state -> 'tolerances') x
          union all select m.closed_on, 'corrected' where m.status = 'closed') e
        where m.county_id = ${county} and m.topic = 'rectification' and e.kind = ${among}`;
    case 'complaint':
      return matter(sql`m.opened_on`, sql`m.state ->> 'kind' = ${among} or m.state ->> 'channel' = ${among} or ('named' = ${among} and m.state ->> 'kind' = 'report' and (m.state -> 'named') = 'true') or ('answered' = ${among} and m.state ? 'answered')
        or ('supervised' = ${among} and (m.state #> '{supervised,0}' is not null or m.state #> '{transfers,0}' is not null)) or exists (select from jsonb_array_elements(m.state -> 'investigations') i where i -> 'methods' ?| ${kinds}::text[])`);
    case 'task':
      return matter(sql`m.closed_on`, sql`m.state ->> 'kind' = ${among} or (m.state #> '{basis,req}') ?| ${kinds}::text[]`);
    case 'dishonesty':
      return matter(sql`m.opened_on`, sql`m.state ->> 'kind' = ${among}`);
    default:
      return sourceOf(of, county);
  }
}

/** Per thing that counts and unit: how many in the period, and the last day ever. */
async function findDone(tx: Tx, county: number, things: readonly DutyDone[], from: string, to: string): Promise<DoneRow[]> {
  const each = [...new Map(things.map((d) => [wordOf(d), d])).values()];
  if (each.length === 0) return [];
  const parts = each.map((d) => sql`select ${wordOf(d)}::text as source, x.* from (${d.kinds.length === 0 ? sourceOf(d.of, county) : sourceOfKinds(d, county)}) x`);
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
  /** Clauses for which nobody answers, whether wanted or not. */
  readonly unassigned: readonly Duty[];
}

/**
 * Every clause about supervision as it is lived: who answers for it, what was done under it in the period and when last, which
 * units it reached, by when it is due again. The interval is the clause's own, else the county's; without one it is never late.
 * Only what the wanted clauses count is read.
 */
export async function dutyStandings(tx: Tx, services: Services, law: Law, wanted: (d: Duty, months: number | undefined) => boolean = () => true): Promise<Standings> {
  const o = oversightLaw(law);
  const period = isRefusal(o) ? { ...periodOf(law.today, 3), months: 3 } : { from: o.period.from, to: o.period.to, months: o.period.months };
  const own = law.policy.find<TableValue<'oversight.intervals'>>('oversight.intervals', { on: law.today });
  const monthsOf = (d: Duty): number | undefined => d.every ?? own?.value.duties.find((x) => x.id === d.id)?.months;
  const all = dutiesOf(services, law.county);
  const duties = all.filter((d) => wanted(d, monthsOf(d)));
  const units = (await unitsInArea(tx, law, null)).map((u) => ({ unit: u.id, unitName: u.name }));
  const acts = Map.groupBy(await findDutyActs(tx, law.county), (a) => a.duty);
  const owners = await findOwners(tx, law.county, law.today);
  const done = await findDone(tx, law.county, duties.flatMap((d) => d.done), period.from, law.today);
  const began = await findBegan(tx, law);
  const one = (d: Duty): DutyView => {
    const mine = (acts.get(d.id) ?? []).filter((a) => a.on <= law.today);
    const counted = new Set(d.done.map(wordOf));
    const elsewhere = done.filter((x) => counted.has(x.source));
    const lastAct = mine.at(-1)?.on ?? null;
    const last = max([lastAct, ...elsewhere.map((x) => x.last)]);
    const months = monthsOf(d);
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
        ...d.done.map((thing) => { const rows = elsewhere.filter((x) => x.source === wordOf(thing)); return { label: doneLabel(thing), count: rows.reduce((n, r) => n + r.n, 0), last: max(rows.map((r) => r.last)), href: DONE[thing.of].href }; }),
      ],
      last, each, reached: each ? units.length - left.length : null, left,
      interval: months === undefined ? null : { months, stated: d.every !== undefined, source: d.every === undefined && own ? cite(law.policy, own.source) : null },
      due: open.map((x) => x.due).sort()[0] ?? next.map((x) => x.due).sort()[0] ?? null,
      standing: next.length === 0 ? null : (WORST.find((s) => next.some((x) => x.standing === s)) ?? 'done'),
      acts: d.acts ? { kinds: d.acts.kinds ?? null, with: d.acts.with, by: d.acts.by, each } : null,
    };
  };
  return { period, duties: duties.map(one), unassigned: all.filter((d) => !owners.has(d.id)) };
}

/** Clauses that are late, still to be done in this part of the year, or that nobody answers for, for the bureau's page. */
export async function dutyFigures(tx: Tx, services: Services, law: Law): Promise<Figure[]> {
  const s = await dutyStandings(tx, services, law, (d, months) => d.at !== undefined && months !== undefined);
  const figure = (id: string, block: Figure['block'], label: string, how: string, list: readonly { readonly id: string }[], state: string): Figure => ({ id: `duty.${id}`, block, label, value: list.length, unit: '条', how, req: list.map((d) => d.id), href: `/bureau/duties?state=${state}` });
  return [
    figure('late', 'late', '监督条款逾期未落实', '方案写明周期的、县级自定周期的监督条款中，上一期没有任何记录的（要到每个单位的，有单位没有到的）', s.duties.filter((d) => d.standing === 'late'), 'late'),
    figure('due', 'help', '本期还要落实的监督条款', '方案写明周期的、县级自定周期的监督条款中，本期还没有记录的', s.duties.filter((d) => d.standing === 'due'), 'due'),
    figure('unassigned', 'help', '没有明确责任人的监督条款', '没有登记责任分工的监督条款', s.unassigned.filter((d) => d.at !== undefined), 'unassigned'),
  ];
}
