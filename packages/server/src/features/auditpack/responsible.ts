import { sql } from 'kysely';
import type { lineResponsible } from '@doudi/core/api/auditpack';
import type { Output } from '@doudi/core/api/contract';
import { ACTION_LABELS, type ActionKind } from '@doudi/core/case/actions';
import { recoveryActionLabels } from '@doudi/core/case/recovery/bodies';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { describe } from '../cases/describe.ts';
import { ANSWER_TEXT } from '../payments/lists.ts';
import { ROLL_ACTS } from './codes.ts';

type Item = Output<typeof lineResponsible>['items'][number];

interface Line {
  readonly case_id: string;
  readonly number: string;
  readonly roll_id: string | null;
  readonly pay_roll_id: string | null;
}

const day = (at: string): string => new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 10);

/** Everyone who acted for a line: in its case up to today, in the rolls through which it went, on its holds. In order of time. */
export async function findResponsible(tx: Tx, id: string): Promise<Output<typeof lineResponsible> | Refusal> {
  const line = (await sql<Line>`select l.case_id, f.number, l.roll_id, l.pay_roll_id from roll_line l join case_file f on f.county_id = l.county_id and f.id = l.case_id where l.county_id = current_county() and l.id = ${id}`.execute(tx)).rows[0];
  if (!line) return refuse('notfound', '没有这条明细，或不在您的辖区');
  const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = current_county()`.execute(tx)).rows.map((a) => [a.id, a.name]));
  const name = (user: string): string => staff.get(user) ?? (user === 'system' ? '系统' : user === 'applicant' ? '申请人' : user === 'public' ? '群众' : '（已离任）');
  const log = (await sql<{ kind: ActionKind; at: string; actor_user: string; actor_post: string; body: Record<string, unknown> }>`select kind, at, actor_user, actor_post, body from case_action where county_id = current_county() and case_id = ${line.case_id} order by seq`.execute(tx)).rows;
  const acts: (Item & { at: string })[] = log.map((a) => ({
    stage: Object.hasOwn(recoveryActionLabels, a.kind) ? 'recovery' : 'case', act: ACTION_LABELS[a.kind], by: name(a.actor_user), postText: ANY_POST_LABELS[a.actor_post as AnyPost] ?? '', on: day(a.at), at: a.at,
    text: describe(a.kind, a.body, name).replaceAll(/\{person:[0-9a-f-]+\}/g, '（某人）'),
  }));
  const rolls = [line.roll_id, line.pay_roll_id].filter((x) => x !== null);
  const events = (await sql<{ kind: string; by_name: string; at: string }>`select kind, by_name, at from roll_event where county_id = current_county() and roll_id = any (${rolls}::uuid[]) order by position`.execute(tx)).rows;
  const answers = (await sql<{ answer: string; reason: string; by_name: string; at: string }>`select answer, reason, by_name, at from roll_answer where county_id = current_county() and line_id = ${id} order by position`.execute(tx)).rows;
  for (const e of events) acts.push({ stage: 'payment', act: ROLL_ACTS[e.kind] ?? e.kind, by: e.by_name, postText: '', on: day(e.at), at: e.at, text: '' });
  for (const a of answers) acts.push({ stage: 'payment', act: ANSWER_TEXT[a.answer] ?? a.answer, by: a.by_name, postText: '', on: day(a.at), at: a.at, text: a.reason });
  return { case: line.case_id, caseNumber: line.number, items: acts.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ at: _, ...item }) => item) };
}
