import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { listSplits } from '@doudi/core/api/aid';
import { daysBetween } from '@doudi/core/calendar/date';
import { findSplits, SPLIT_OUTCOME_LABELS, type SplitOutcome } from '@doudi/core/case/aid/splits';
import type { CaseState } from '@doudi/core/case/state';
import { maskName } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite, lightFor, STATUS_TEXT } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { causeText } from './view.ts';

interface PartRow {
  readonly number_idx: string;
  readonly case_id: string;
  readonly number: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly unit: string;
  readonly cause: string;
  readonly programme: string;
  readonly status: CaseState['status'];
  readonly on_date: string;
  readonly fen: number;
  readonly limit_fen: number | null;
  readonly limit_by: 'entrustment' | 'ceiling' | null;
  readonly applicant: string | null;
}

/** Where the limit comes from: the unit's entrustment, or the ceiling of the table. */
function limitSource(law: Law, p: PartRow | undefined): { label: string; clause?: string; quote?: string; assumption?: string } {
  if (p?.limit_by === 'entrustment') {
    const e = law.policy.county.entrustments.find((x) => x.limitFen === p.limit_fen && x.programme.includes(p.programme) && x.from <= p.on_date && p.on_date <= (x.to ?? '9999'));
    return { ...cite(law.policy, e?.source), label: `委托书${e ? ` ${e.number} ` : ''}的限额` };
  }
  return { ...cite(law.policy, law.policy.find('aid.caps', { on: p?.on_date ?? law.today, ...(p ? { programme: p.programme } : {}) })?.source), label: '一次救助的上限' };
}

/** A split as it stands, with what its answer needs to know of it. */
interface Found {
  readonly parts: readonly PartRow[];
  readonly sumFen: number;
  readonly limitFen: number;
  readonly from: string;
  readonly to: string;
}

const sorted = (ids: readonly string[]): string[] => ids.toSorted();

/**
 * What looks like one sum split into several to stay under a limit: applications of one household of the last twelve
 * months that belong together and together pass the limit each stays under. A household is known by any of its members; the
 * same cases are named once. Whoever sees none of the cases sees nothing of it.
 */
async function currentSplits(tx: Tx, law: Law): Promise<Map<string, Found>> {
  const days = law.policy.find<number>('aid.splits.days', { on: law.today });
  const { rows } = await sql<PartRow>`with many as (select number_idx from aid_given where county_id = ${law.county} and fen > 0 and status not in ('withdrawn', 'abandoned') and on_date > ${law.today}::date - 365 group by number_idx having count(*) > 1 and sum(fen) > min(limit_fen))
    select encode(g.number_idx, 'hex') as number_idx, g.case_id, g.number, g.unit_id, g.area_id, u.name as unit, g.cause, g.programme, g.status, g.on_date, g.fen, g.limit_fen, g.limit_by, f.applicant
    from aid_given g join many m using (number_idx) join unit u on u.county_id = g.county_id and u.id = g.unit_id left join case_file f on f.county_id = g.county_id and f.id = g.case_id
    where g.county_id = ${law.county} and g.fen > 0 and g.status not in ('withdrawn', 'abandoned') and g.on_date > ${law.today}::date - 365 order by g.on_date, g.number`.execute(tx);
  const out = new Map<string, Found>();
  for (const list of Map.groupBy(rows, (r) => r.number_idx).values())
    for (const x of findSplits(list.map((r) => ({ ...r, case: r.case_id, on: r.on_date, limitFen: r.limit_fen })), days?.value ?? 0))
      if (x.parts.some((p) => p.applicant !== null)) out.set(sorted(x.parts.map((p) => p.case_id)).join('.'), x);
  return out;
}

interface AnswerRow {
  readonly id: string;
  readonly cases: string[];
  readonly outcome: SplitOutcome;
  readonly text: string;
  readonly sum_fen: number;
  readonly limit_fen: number;
  readonly on_date: string;
  readonly by_name: string;
}

/** Rows of answers read at most, the latest first. */
const LIMIT = 500;

const told = (a: AnswerRow) => ({ outcome: a.outcome, outcomeText: SPLIT_OUTCOME_LABELS[a.outcome], text: a.text, by: a.by_name, on: a.on_date });

/** Splits as the caller may see them, with the county's answers: unanswered first, the longest waiting on top. */
export async function splitsOf(tx: Tx, services: Services, law: Law): Promise<Output<typeof listSplits>> {
  const found = await currentSplits(tx, law);
  const term = law.policy.number('aid.splits.answer-term', { on: law.today });
  const { rows: answers } = await sql<AnswerRow>`select id, cases, outcome, text, sum_fen, limit_fen, on_date, by_name from split_answer where county_id = ${law.county} order by position desc limit ${LIMIT}`.execute(tx);
  const people = await openPersons(tx, services, law.county, [...found.values()].flatMap((x) => x.parts.flatMap((p) => p.applicant ?? [])));
  const items = [...found].map(([key, x]): Output<typeof listSplits>['items'][number] => {
    const answer = answers.find((a) => sorted(a.cases).join('.') === key);
    const ids = new Set(x.parts.map((p) => p.case_id));
    const due = law.calendar.addWorkingDays(x.to, term.value).date;
    const open = x.parts.find((p) => p.applicant !== null);
    return {
      key, applicant: maskName(people.get(open?.applicant ?? '')?.name ?? '—'), causeText: [...new Set(x.parts.map((p) => causeText(law, p.cause, p.on_date, p.programme)))].join('、'), sumFen: x.sumFen,
      limit: { value: x.limitFen, source: limitSource(law, x.parts.find((p) => p.limit_fen === x.limitFen)) }, from: x.from, to: x.to,
      cases: x.parts.map((p) => ({ case: p.case_id, number: p.number, unit: p.unit, on: p.on_date, fen: p.fen, statusText: STATUS_TEXT[p.status], open: p.applicant !== null })),
      answer: answer ? told(answer) : null, earlier: answers.filter((a) => a !== answer && a.cases.every((c) => ids.has(c))).map(told),
      days: daysBetween(answer?.on_date ?? x.to, law.today), due, light: answer ? null : lightFor(law, due),
    };
  });
  const all = [...found.values()].map((x) => new Set(x.parts.map((p) => p.case_id)));
  const over = answers.filter((a) => !all.some((ids) => a.cases.every((c) => ids.has(c))));
  const numbers = new Map((await sql<{ id: string; number: string }>`select id, number from case_file where county_id = ${law.county} and id = any (${over.flatMap((a) => a.cases)}::uuid[])`.execute(tx)).rows.map((r) => [r.id, r.number]));
  const rank = (i: (typeof items)[number]): string => `${i.answer ? 1 : 0}${i.due}`;
  return {
    items: items.toSorted((a, b) => (rank(a) === rank(b) ? b.sumFen - a.sumFen : rank(a) < rank(b) ? -1 : 1)),
    past: over.map((a) => ({ ...told(a), id: a.id, sumFen: a.sum_fen, limitFen: a.limit_fen, cases: a.cases.flatMap((c) => { const number = numbers.get(c); return number === undefined ? [] : [{ case: c, number }]; }) })),
    term: { value: term.value, source: { ...cite(law.policy, term.source), label: term.label } },
  };
}

/** Splits that the county has not answered as they stand now, each with the day by which it is to. */
export async function unanswered(tx: Tx, law: Law): Promise<{ sumFen: number; to: string; due: string }[]> {
  const found = await currentSplits(tx, law);
  if (found.size === 0) return [];
  const term = law.policy.number('aid.splits.answer-term', { on: law.today }).value;
  const { rows } = await sql<{ cases: string[] }>`select cases from split_answer where county_id = ${law.county} order by position desc limit ${LIMIT}`.execute(tx);
  const answered = new Set(rows.map((r) => sorted(r.cases).join('.')));
  return [...found].filter(([key]) => !answered.has(key)).map(([, x]) => ({ sumFen: x.sumFen, to: x.to, due: law.calendar.addWorkingDays(x.to, term).date }));
}

/** Writes down the county's answer to a split as it stands now. Refused: cases that are none, or no longer. */
export async function answer(tx: Tx, law: Law, who: Who, body: { readonly cases: readonly string[]; readonly outcome: SplitOutcome; readonly text: string }): Promise<{ id: string } | Refusal> {
  const found = (await currentSplits(tx, law)).get(sorted([...new Set(body.cases)]).join('.'));
  if (!found) return refuse('notfound', '这几件申请现在不在疑似拆分之列：有案件撤回、金额变化，或者又多了一件', { allowed: ['刷新后再答复'] });
  const id = randomUUID();
  await sql`insert into split_answer (county_id, id, cases, areas, outcome, text, sum_fen, limit_fen, on_date, by_account, by_name, at)
    values (${law.county}, ${id}, ${sorted(found.parts.map((p) => p.case_id))}::uuid[], ${[...new Set(found.parts.map((p) => p.area_id))]}::int[], ${body.outcome}, ${body.text}, ${found.sumFen}, ${found.limitFen}, ${law.today}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
  return { id };
}
