import { sql } from 'kysely';
import type { caseResponsible, lineResponsible } from '@doudi/core/api/auditpack';
import type { Output } from '@doudi/core/api/contract';
import { shanghaiTime } from '@doudi/core/calendar/date';
import { ACTION_LABELS, type ActionKind } from '@doudi/core/case/actions';
import { procedureOf, required, STEP_LABELS } from '@doudi/core/case/procedure';
import { recoveryActionLabels } from '@doudi/core/case/recovery/bodies';
import { MATTER_TOPICS } from '@doudi/core/matter/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext, NOT_FOUND } from '../cases/context.ts';
import { describe } from '../cases/describe.ts';
import { findActs, listMatterRows } from '../matters/read.ts';
import { ACT_LABELS } from '../matters/registry.ts';
import { ANSWER_TEXT } from '../payments/lists.ts';
import { ROLL_ACTS } from './codes.ts';

type Item = Output<typeof caseResponsible>['items'][number];

const day = (at: string): string => shanghaiTime(at).slice(0, 10);

interface Names {
  readonly person: (user: string) => string;
  readonly unit: (key: string) => string;
}

async function findNames(tx: Tx): Promise<Names> {
  const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county()`.execute(tx)).rows.map((a) => [a.id, a.name]));
  const units = new Map((await sql<{ key: string; name: string }>`select key, name from unit where county_id = current_county()`.execute(tx)).rows.map((u) => [u.key, u.name]));
  return { person: (user) => staff.get(user) ?? (user === 'system' ? '系统' : user === 'applicant' ? '申请人' : user === 'public' ? '群众' : '（已离任）'), unit: (key) => units.get(key) ?? '' };
}

/** Acts of the case itself, each with the number of papers that lay in the file when it was done: what could be seen. */
async function actsOfCase(tx: Tx, id: string, names: Names): Promise<Item[]> {
  const log = (await sql<{ kind: ActionKind; at: string; actor_user: string; actor_post: string; actor_unit: string; body: Record<string, unknown>; files: number }>`select a.kind, a.at, a.actor_user, a.actor_post, a.actor_unit, a.body,
      (select count(*)::int from stored_file f where f.county_id = a.county_id and f.case_id = a.case_id and f.at <= a.at) as files
    from case_action a where a.county_id = current_county() and a.case_id = ${id} order by a.seq`.execute(tx)).rows;
  return log.map((a) => ({
    stage: Object.hasOwn(recoveryActionLabels, a.kind) ? 'recovery' : 'case', act: ACTION_LABELS[a.kind], by: names.person(a.actor_user), postText: ANY_POST_LABELS[a.actor_post as AnyPost] ?? '', unit: names.unit(a.actor_unit), on: day(a.at), at: a.at,
    text: describe(a.kind, a.body, names.person).replaceAll(/\{person:[0-9a-f-]+\}/g, '（某人）'), files: a.files,
  }));
}

/** An act on payments: by whom, and the post that they held on that day with its unit. */
interface Paid {
  readonly by_name: string;
  readonly at: string;
  readonly post: AnyPost | null;
  readonly unit: string | null;
}

/** What was done to the rolls through which lines went, and to holds on the lines. */
async function actsOfPayment(tx: Tx, rolls: readonly string[], lines: readonly string[]): Promise<Item[]> {
  const held = sql`left join lateral (select p.post, u.name as unit from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.county_id = x.county_id and p.account_id = x.by_account
      and p.from_date <= (x.at at time zone 'Asia/Shanghai')::date and coalesce(p.to_date, 'infinity'::date) >= (x.at at time zone 'Asia/Shanghai')::date order by p.from_date desc, p.post limit 1) h on true`;
  const events = (await sql<Paid & { kind: string }>`select x.kind, x.by_name, x.at, h.post, h.unit from roll_event x ${held} where x.county_id = current_county() and x.roll_id = any (${rolls}::uuid[]) order by x.position`.execute(tx)).rows;
  const answers = (await sql<Paid & { answer: string; reason: string }>`select x.answer, x.reason, x.by_name, x.at, h.post, h.unit from roll_answer x ${held} where x.county_id = current_county() and x.line_id = any (${lines}::uuid[]) order by x.position`.execute(tx)).rows;
  const of = (act: string, x: Paid, text: string): Item => ({ stage: 'payment', act, by: x.by_name, postText: x.post === null ? '' : ANY_POST_LABELS[x.post], unit: x.unit ?? '', on: day(x.at), at: x.at, text, files: 0 });
  return [...events.map((e) => of(ROLL_ACTS[e.kind] ?? e.kind, e, '')), ...answers.map((a) => of(ANSWER_TEXT[a.answer] ?? a.answer, a, a.reason))];
}

/** What supervision did about the case, so far as the caller may see it. */
async function actsOfMatters(tx: Tx, county: number, id: string, names: Names): Promise<Item[]> {
  const out: Item[] = [];
  for (const m of await listMatterRows(tx, county, { aboutCase: id, limit: MATTERS }))
    for (const a of await findActs(tx, county, m.id))
      out.push({ stage: 'supervision', act: `${MATTER_TOPICS[m.topic].label}：${ACT_LABELS[a.kind] ?? a.kind}`, by: names.person(a.actor_user), postText: ANY_POST_LABELS[a.actor_post as AnyPost] ?? '', unit: names.unit(a.actor_unit), on: day(a.at), at: a.at, text: m.number, files: 0 });
  return out;
}

/** More matters than any case has. */
const MATTERS = 100;

const inOrder = (items: readonly Item[]): Item[] => items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map((x) => ({ ...x, at: shanghaiTime(x.at) }));

/** Everyone who acted for a line: in its case up to today, in the rolls through which it went, on its holds. In order of time. */
export async function findResponsible(tx: Tx, id: string): Promise<Output<typeof lineResponsible> | Refusal> {
  const line = (await sql<{ case_id: string; number: string; roll_id: string | null; pay_roll_id: string | null }>`select l.case_id, f.number, l.roll_id, l.pay_roll_id from roll_line l join case_file f on f.county_id = l.county_id and f.id = l.case_id where l.county_id = current_county() and l.id = ${id}`.execute(tx)).rows[0];
  if (!line) return refuse('notfound', '没有这条明细，或不在您的辖区');
  const rolls = [line.roll_id, line.pay_roll_id].filter((x) => x !== null);
  return { case: line.case_id, caseNumber: line.number, items: inOrder([...(await actsOfCase(tx, line.case_id, await findNames(tx))), ...(await actsOfPayment(tx, rolls, [id]))]) };
}

/** Everyone who acted on a case, its payments and what supervision did about it; and the steps that nobody took. */
export async function findResponsibleOfCase(tx: Tx, services: Services, county: number, id: string): Promise<Output<typeof caseResponsible> | Refusal> {
  const row = await findCase(tx, id);
  if (!row) return NOT_FOUND;
  const { context } = await loadContext(tx, services, county, row);
  const names = await findNames(tx);
  const lines = (await sql<{ id: string; roll_id: string | null; pay_roll_id: string | null; status: string; fen: string }>`select id, roll_id, pay_roll_id, status, due_fen as fen from roll_line where county_id = current_county() and case_id = ${id}`.execute(tx)).rows;
  const rolls = [...new Set(lines.flatMap((l) => [l.roll_id, l.pay_roll_id]).filter((x) => x !== null))];
  const items = inOrder([...(await actsOfCase(tx, id, names)), ...(await actsOfPayment(tx, rolls, lines.map((l) => l.id))), ...(await actsOfMatters(tx, county, id, names))]);
  const people = [...Map.groupBy(items, (x) => `${x.by}|${x.postText}|${x.unit}`).values()].flatMap((of) => {
    const [first, last] = [of[0], of.at(-1)];
    return first && last ? [{ by: first.by, postText: first.postText, unit: first.unit, acts: of.length, first: first.on, last: last.on }] : [];
  });
  const { steps } = procedureOf(row.state, context);
  const lastDone = steps.findLastIndex((r) => row.state.done[r.step]);
  const over = row.state.closedOn !== undefined && row.state.status !== 'granted';
  const skipped = steps.flatMap((r, i) => (row.state.done[r.step] ? [] : [{ label: r.label ?? STEP_LABELS[r.step], state: !required(r, row.state, context) ? ('notNeeded' as const) : i < lastDone ? ('missed' as const) : over ? ('notNeeded' as const) : ('ahead' as const) }]));
  const paid = lines.filter((l) => l.status === 'paid');
  return { case: id, caseNumber: row.number, items, people, skipped, payments: { lines: paid.length, paidFen: paid.reduce((n, l) => n + Number(l.fen), 0) } };
}
