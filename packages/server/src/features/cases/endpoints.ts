import type * as z from 'zod';
import { sql } from 'kysely';
import { applyCase, commandCase, commandContract, deleteDraft, getCase, getDraft, householdView, HUMAN_COMMANDS, listDrafts, putDraft, searchCases as searchContract, worklist } from '@doudi/core/api/cases';
import { countWorkingDays, intakeSetup } from '@doudi/core/api/intake';
import { payloads, type Command, type CommandName } from '@doudi/core/case/commands';
import type { Actor } from '@doudi/core/case/actions';
import { lastYellowDay } from '@doudi/core/desk/lights';
import { POSTS, type Post } from '@doudi/core/policy/model';
import { LINE_STATUS_LABELS, type LineStatus } from '@doudi/core/payment/model';
import { maskName } from '@doudi/core/people/mask';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { findMemberNames } from '../meetings/members.ts';
import { masked, openPersons } from '../persons/persons.ts';
import { attributeOf, strangeOrigin, wrongArea } from './apply-checks.ts';
import { findCase, loadContext, NOT_FOUND } from './context.ts';
import { draftContext, saveDraft } from './drafts.ts';
import { countWorklist, dress, findWorklist, searchCases } from './lists.ts';
import { runApply, runCommand } from './pipeline.ts';
import { checkReferences } from './references.ts';
import { cite, viewCase } from './view.ts';

/** The caller as an actor in cases; administrators, payroll and audit are none. */
export const actorOf = (who: Who): Actor | undefined => ((POSTS as readonly string[]).includes(who.post) ? { user: who.account, post: who.post as Post, unit: who.unitKey } : undefined);

export function caseEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(worklist, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const before = law.policy.find<number>('light.yellow-before', { on: law.today })?.value ?? 0;
      const lights = { today: law.today, yellow: lastYellowDay(law.today, law.calendar, before) };
      const counts = await countWorklist(tx, who, query, lights);
      const { rows, next } = await findWorklist(tx, who, query, lights);
      return { items: await dress(tx, services, law, rows), next, counts };
    }),
    endpoint(searchContract, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await searchCases(tx, services, who, body.value);
      await logAccess(tx, who, law.now, 'search', `${found.kind}:${found.index}`, '查找', { found: found.rows.length });
      return { kind: found.kind, items: await dress(tx, services, law, found.rows) };
    }),
    endpoint(getCase, async (tx, { params }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const { law, context } = await loadContext(tx, services, who.county, row);
      await logAccess(tx, who, law.now, 'open', params.id, '办理');
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u.name]));
      return await viewCase(tx, services, law, row, context, actorOf(who), units);
    }),
    endpoint(applyCase, async (tx, { body }, who) => {
      const actor = actorOf(who);
      if (!actor) return refuse('rights.denied', '您的岗位不能登记申请');
      const units = await findUnits(tx);
      const mine = units.find((u) => u.id === who.unitId);
      const { village, ...payload } = body;
      const place = village === undefined ? undefined : units.find((u) => u.key === village);
      if (village !== undefined && (!place || (who.area !== null && !who.area.includes(place.id)))) return refuse('notfound', '没有这个村（居），或不在您的辖区');
      // A village's helper applies for the village; the case belongs to the unit above it.
      const own = mine && (mine.kind === 'village' || mine.kind === 'community') ? { unit: mine.parent_id ?? mine.id, area: mine.id } : { unit: who.unitId, area: place?.id ?? who.unitId };
      const no = wrongArea(countyOf(services, who.county).layer, units, own.area, payload.facts) ?? (await strangeOrigin(tx, payload));
      if (no) return no;
      const done = await runApply(tx, services, who.county, actor, own.unit, own.area, payload);
      return isRefusal(done) ? done : { id: done.id, number: done.decision.state.number };
    }),
    // A name that is none of the commands: the same answer whether or not the case is there.
    endpoint(commandCase, async (_tx, { params }) => refuse('notfound', `没有命令 ${params.command}`, { allowed: HUMAN_COMMANDS })),
    ...HUMAN_COMMANDS.map((name) => commandEndpoint(services, name)),
    endpoint(householdView, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<Parameters<typeof dress>[3][number] & { state: { facts: unknown } }>`select f.id, f.number, f.programme, f.unit_id, f.area_id, f.applicant, f.persons, f.status, f.handler, f.monthly_fen, f.application_date, f.next_step as step, f.next_due as due, f.next_provisional as provisional, f.number as cursor, f.state
        from case_file f where f.county_id = ${who.county} and f.id in (select case_id from case_person where county_id = ${who.county} and person_id = ${params.person}) order by f.application_date desc limit 50`.execute(tx);
      const me = (await openPersons(tx, services, who.county, [params.person])).get(params.person);
      if (!me || rows.length === 0) return refuse('notfound', '没有这一户，或不在您的辖区');
      await logAccess(tx, who, law.now, 'open', params.person, '查看家庭');
      const facts = commandFacts(rows[0]?.state.facts);
      const ids = facts ? [...facts.members.map((m) => m.person), ...facts.obligors.map((o) => o.person)] : [];
      const people = await openPersons(tx, services, who.county, ids);
      const payments = (await sql<{ month: string; programme: string; fen: number; status: LineStatus }>`select l.month, b.programme, l.due_fen as fen, l.status from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id
        where b.county_id = ${who.county} and b.case_id = any (${rows.map((r) => r.id)}::uuid[]) order by l.month desc limit 120`.execute(tx)).rows;
      return { applicant: masked(me, law.today), cases: await dress(tx, services, law, rows), facts, persons: [...people.values()].map((p) => masked(p, law.today)), payments: payments.map(({ status, ...p }) => ({ ...p, text: LINE_STATUS_LABELS[status] })) };
    }),
    endpoint(intakeSetup, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = (await findUnits(tx)).filter((u) => (u.valid_from ?? '0000') <= law.today && law.today <= (u.valid_to ?? '9999') && (who.area === null || who.area.includes(u.id)));
      const isVillage = (k: string): boolean => k === 'village' || k === 'community';
      return {
        today: law.today,
        asksYear: law.policy.programmes(law.today).some((p) => law.policy.find('expenditure.ratio', { on: law.today, programme: p.id }) !== undefined),
        programmes: law.policy.programmes(law.today).map((p) => ({ id: p.id, name: p.name, applicant: p.applicant, support: p.formula === 'support', documents: p.documents.filter((d) => d.kind === 'application').map((d) => ({ id: d.id, name: d.name, when: d.when, source: cite(law.policy, d.source) })) })),
        units: units.filter((u) => !isVillage(u.kind) && u.kind !== 'county').map((u) => ({ key: u.key, name: u.name, villages: units.filter((v) => v.parent_id === u.id && isVillage(v.kind)).map((v) => ({ key: v.key, name: v.name, area: v.area ?? u.area, attribute: attributeOf(law.policy.county, v.key) })) })),
      };
    }),
    endpoint(countWorkingDays, async (tx, { query }, who) => (await loadLaw(tx, services, who.county)).calendar.addWorkingDays(query.from, query.days)),
    ...draftEndpoints(services),
  ];
}

/** Persons in a refusal by their masked names, for whoever reads it without the page. */
async function named(tx: Tx, services: Services, who: Who, r: Refusal): Promise<Refusal> {
  const ids = (r.missing ?? []).flatMap((m) => [...m.matchAll(/\{person:([0-9a-f-]{36})\}/g)].map((x) => x[1] ?? ''));
  if (ids.length === 0) return r;
  const people = await openPersons(tx, services, who.county, ids);
  const members = await findMemberNames(tx, services, who.county, ids.filter((id) => !people.has(id)));
  return { ...r, missing: r.missing?.map((m) => m.replaceAll(/\{person:([0-9a-f-]{36})\}/g, (_, id: string) => members.get(id) ?? maskName(people.get(id)?.name ?? '—'))) };
}

/** One command on one case by the caller's post. */
const commandEndpoint = (services: Services, name: CommandName): Endpoint =>
  endpoint(commandContract(name), async (tx, { params, body }, who) => {
    const actor = actorOf(who);
    if (!actor) return refuse('rights.denied', '您的岗位不能办理案件');
    const command = { name, payload: body.payload } as Exclude<Command, { name: 'apply' }>;
    const done = await runCommand(tx, services, who.county, actor, params.id, command, body.seq);
    if (isRefusal(done)) return await named(tx, services, who, done);
    const stray = await checkReferences(tx, params.id, command, done.today);
    return stray ?? { id: params.id, seq: done.decision.state.seq, status: done.decision.state.status, letters: [...done.letters] };
  });

const commandFacts = (facts: unknown): z.output<typeof payloads.apply>['facts'] | null => {
  const parsed = payloads.apply.shape.facts.safeParse(facts);
  return parsed.success ? parsed.data : null;
};

/** Drafts hold names and numbers as typed: encrypted, visible to their writer alone. */
function draftEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listDrafts, async (tx, _, who) => ({ items: (await sql<{ key: string; updatedAt: string }>`select key, updated_at as "updatedAt" from draft where county_id = ${who.county} and account_id = ${who.account} order by updated_at desc limit 50`.execute(tx)).rows })),
    endpoint(getDraft, async (tx, { params }, who) => {
      const row = (await sql<{ body_enc: Buffer; updated_at: string }>`select body_enc, updated_at from draft where county_id = ${who.county} and account_id = ${who.account} and key = ${params.key}`.execute(tx)).rows[0];
      return row ? { key: params.key, body: JSON.parse(services.cipher.decrypt(row.body_enc, draftContext(who))) as unknown, updatedAt: row.updated_at } : refuse('notfound', '没有这份草稿');
    }),
    endpoint(putDraft, async (tx, { params, body }, who) => {
      return await saveDraft(tx, services, who, params.key, body.body);
    }),
    endpoint(deleteDraft, async (tx, { params }, who) => {
      await sql`delete from draft where county_id = ${who.county} and account_id = ${who.account} and key = ${params.key}`.execute(tx);
      return {};
    }),
  ];
}
