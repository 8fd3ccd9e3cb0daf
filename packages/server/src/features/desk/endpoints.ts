import { sql } from 'kysely';
import { batchCandidates, checkNumber, readSummary } from '@doudi/core/api/desk';
import type { CaseState } from '@doudi/core/case/state';
import { readIdentity } from '@doudi/core/people/id-number';
import { maskName } from '@doudi/core/people/mask';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { actorOf } from '../cases/endpoints.ts';
import { findCase, loadContext, NOT_FOUND } from '../cases/context.ts';
import { dress } from '../cases/lists.ts';
import { cite, viewCase } from '../cases/view.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { findKin } from '../organisation/kin.ts';
import { mayLookUp } from '../persons/lookups.ts';
import { openPersons, seal } from '../persons/persons.ts';
import { findStanding } from '../registers/standing.ts';
import { findAllRelations, findCandidates, judge } from './batch.ts';
import { moneyDeskEndpoint } from './money.ts';
import { phraseEndpoints } from './phrases.ts';
import { printEndpoints } from './prints.ts';

/** How many cases one batch may hold, by the policy of the day. */
export const batchLimit = (law: Law) => law.policy.number('desk.batch-limit', { on: law.today });

/** Sum that the decision would fix. */
const proposed = (s: CaseState): number | null => s.opinion?.monthlyFen ?? null;

const decode = (cursor: string | undefined): { due: string; id: string } | undefined => {
  const [due, id] = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
  return due && id && /^\d{4}-\d{2}-\d{2}$/.test(due) && /^[0-9a-f-]{36}$/.test(id) ? { due, id } : undefined;
};

const STATUS: Readonly<Record<string, string>> = { applied: '已申请', accepted: '在办', granted: '在享' };

/** The clerk's desk: batch of clean cases, summaries, phrases, print queue, the check of a number as it is typed. */
export function deskEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(batchCandidates, async (tx, { query }, who) => {
      const actor = actorOf(who);
      if (!actor) return refuse('rights.denied', '您的岗位不能办理案件');
      const law = await loadLaw(tx, services, who.county);
      const found = await findCandidates(tx, who, query.command, decode(query.cursor), query.limit + 1);
      const rows = found.slice(0, query.limit);
      const ids = rows.map((r) => r.id);
      const relations = await findAllRelations(tx, ids);
      const read = await readSeqs(tx, who, ids);
      const listed = await dress(tx, services, law, rows.map((r) => ({
        id: r.id, number: r.number, programme: r.state.programme, unit_id: r.unit_id, area_id: r.area_id, applicant: r.state.facts.applicant, persons: r.state.facts.members.length, status: r.state.status, handler: r.state.handler,
        monthly_fen: proposed(r.state), application_date: r.state.applicationDate, step: null, due: r.due, provisional: false, cursor: '',
      })));
      const limit = batchLimit(law);
      const last = rows.at(-1);
      return {
        items: rows.flatMap((r, i) => {
          const row = listed[i];
          if (!row) return [];
          const reasons = judge(law, r, query.command, actor, relations.get(r.id));
          return [{ row, seq: r.seq, clean: reasons.length === 0, reasons, read: read.has(`${r.id}|${r.seq}`), proposedFen: proposed(r.state) }];
        }),
        next: found.length > query.limit && last ? Buffer.from(`${last.due}|${last.id}`).toString('base64url') : null,
        limit: { value: limit.value, source: cite(law.policy, limit.source) },
      };
    }),
    endpoint(readSummary, async (tx, { params, body }, who) => {
      const actor = actorOf(who);
      if (!actor) return refuse('rights.denied', '您的岗位不能办理案件');
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const { law, context } = await loadContext(tx, services, who.county, row);
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u.name]));
      const view = await viewCase(tx, services, law, row, context, actor, units);
      const reasons = judge(law, row, body.command, actor, context);
      await logAccess(tx, who, law.now, 'open', row.id, '批量办理前阅读摘要', { seq: row.seq });
      await sql`insert into summary_read (county_id, account_id, case_id, unit_id, seq, read_at) values (${who.county}, ${who.account}, ${row.id}, ${row.area_id}, ${row.seq}, ${law.now}) on conflict on constraint summary_read_pk do nothing`.execute(tx);
      return { view, clean: reasons.length === 0, reasons, readAt: law.now };
    }),
    endpoint(checkNumber, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const read = readIdentity(body.idNumber, law.today);
      if (!read.ok) return refuse('input.invalid', read.reason, { fields: [{ path: 'body.idNumber', message: read.reason }] });
      const index = seal(services, who.county).numberIdx(read.identity.number);
      const refused = await mayLookUp(tx, services, who, law.now, index, '受理查重');
      if (refused) return refused;
      const before = (await sql<{ id: string }>`select id from person where county_id = ${who.county} and number_idx = ${index} limit 1`.execute(tx)).rows[0];
      const known = before ? ((await openPersons(tx, services, who.county, [before.id])).get(before.id)?.name ?? null) : null;
      const running = (await sql<{ programme: string; unit_id: number; status: string; number_here: string | null }>`select * from find_cases_of_number(${index})`.execute(tx)).rows;
      const units = await findUnits(tx);
      const kin = await findKin(tx, who.county, index);
      return {
        known: known === null ? null : maskName(known),
        running: running.map((r) => ({ programme: law.policy.programme(r.programme, law.today)?.name ?? r.programme, unit: units.find((u) => u.id === r.unit_id)?.name ?? '', status: STATUS[r.status] ?? r.status, number: r.number_here })),
        relative: kin,
        standing: await findStanding(tx, law, who.post, index),
      };
    }),
    moneyDeskEndpoint(services),
    ...phraseEndpoints(services),
    ...printEndpoints(services),
  ];
}

/** Which states of these cases the caller has been shown, as `case|seq`. */
async function readSeqs(tx: Tx, who: Who, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ case_id: string; seq: number }>`select case_id, seq from summary_read where county_id = ${who.county} and account_id = ${who.account} and case_id = any (${[...ids]}::uuid[])`.execute(tx);
  return new Set(rows.map((r) => `${r.case_id}|${r.seq}`));
}

