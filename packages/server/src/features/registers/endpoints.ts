import { sql } from 'kysely';
import { answerDishonesty, askDishonesty, correctDishonesty, decideDishonesty, getDishonesty, hearDishonesty, listDishonesty, notifyDishonesty, peopleOfCase, proposeDishonesty, serveDishonesty, withdrawDishonesty } from '@doudi/core/api/registers';
import { SERVED_BY } from '@doudi/core/dishonesty/payloads';
import { inForce, REMOVED_BY, type Dishonesty } from '@doudi/core/dishonesty/topic';
import { maskName } from '@doudi/core/people/mask';
import { ageOn } from '@doudi/core/people/id-number';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findNames } from '../accounts/names.ts';
import { logAccess } from '../audit/access.ts';
import { cite } from '../cases/view.ts';
import { loadLaw } from '../law/law.ts';
import { matterCommands } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import { papersOfMatter } from '../matters/papers.ts';
import { listMatterRows } from '../matters/read.ts';
import { openPersons } from '../persons/persons.ts';
import { certificateEndpoints } from './certificates.ts';
import { dishonestyHooks, findPeers, registerLaw } from './hooks.ts';
import { problemEndpoints } from './problems.ts';

const LIMIT = 300;
const NONE = refuse('notfound', '没有这条记录，或者不在您的工作范围内');

interface StateRow {
  readonly id: string;
  readonly state: Dishonesty;
  readonly number: string;
}

/** States of entries that the caller may see, with the number of the case. */
async function findStates(tx: Tx, county: number, ids: readonly string[]): Promise<Map<string, StateRow>> {
  const { rows } = await sql<StateRow>`select m.id, m.state, coalesce(f.number, '') as number from matter m left join case_file f on f.county_id = m.county_id and f.id = m.about_case
    where m.county_id = ${county} and m.topic = 'dishonesty' and m.id = any (${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((r) => [r.id, r]));
}

/** 失信记录: the register, an entry, and a call for each step of it. */
export function registerEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, dishonestyHooks);
  return [
    endpoint(listDishonesty, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const rules = registerLaw(law);
      const status = q.state === 'inForce' ? ['entered', 'asked'] : undefined;
      const rows = await listMatterRows(tx, who.county, { topics: ['dishonesty'], unit: q.unit, open: q.state === 'open' || q.state === 'pending' || q.state === 'inForce' ? true : q.state === 'ended' ? false : undefined, status, limit: LIMIT });
      const states = await findStates(tx, who.county, rows.map((r) => r.id));
      const people = await openPersons(tx, services, who.county, [...states.values()].map((r) => r.state.person));
      const items = rows.flatMap((r) => {
        const found = states.get(r.id);
        if (!found) return [];
        const s = found.state;
        const force = inForce(s, law.today);
        if ((q.state === 'inForce' && !force) || (q.state === 'pending' && r.status === 'entered')) return [];
        return [{ head: matterItem(law, r), who: maskName(people.get(s.person)?.name ?? '—'), caseNumber: found.number, from: s.from ?? null, term: s.term ?? null, inForce: force }];
      });
      const months = law.policy.number('register.term-months', { on: law.today });
      return {
        items, source: cite(law.policy, rules.source), months: { value: months.value, source: cite(law.policy, months.source) }, atIntake: [...rules.register.atIntake],
        kinds: rules.register.kinds.map((k) => ({ id: k.id, label: k.label, about: k.about, measures: rules.register.measures.filter((m) => k.measures.includes(m.id)) })),
      };
    }),
    endpoint(getDishonesty, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await listMatterRows(tx, who.county, { topics: ['dishonesty'], id: params.id, limit: 1 }))[0];
      const found = row && (await findStates(tx, who.county, [params.id])).get(params.id);
      if (!row || !found) return NONE;
      const s = found.state;
      await logAccess(tx, who, law.now, 'open', `dishonesty:${params.id}`, '查看失信记录');
      const rules = registerLaw(law);
      const files = await filesOfMatter(tx, who.county, params.id);
      const by = (await findNames(tx, [s.proposedBy])).get(s.proposedBy) ?? '';
      const serving = (x: Dishonesty['served']) => (x ? { on: x.on, by: SERVED_BY[x.by], until: x.until, files: files.filter((f) => x.files?.includes(f.id)) } : null);
      const kind = rules.register.kinds.find((k) => k.id === s.kind);
      const [hear, repair] = [law.policy.number('register.hear-days', { on: law.today }), law.policy.number('register.repair-months', { on: law.today })];
      return {
        head: matterItem(law, row), who: (await openPersons(tx, services, who.county, [s.person])).get(s.person)?.name ?? '—', caseNumber: found.number, label: s.label, actOn: s.actOn, facts: s.facts, grounds: s.grounds, proposedBy: by, proposedOn: s.proposedOn,
        evidence: files.filter((f) => s.evidence.includes(f.id)), files, papers: (await papersOfMatter(tx, who.county, params.id)).map((p) => ({ id: p.id, title: p.title, number: p.number, on: p.issued_on })),
        noticed: s.noticed ?? null, noticeServed: serving(s.noticeServed), heard: s.heard ?? null, decision: s.decision ? { outcome: s.decision.outcome, on: s.decision.on, mine: s.decision.by === who.account, reason: s.decision.reason, answer: s.decision.answer, months: s.decision.months, measures: [...s.decision.measures] } : null, served: serving(s.served), from: s.from ?? null, term: s.term ?? null, inForce: inForce(s, law.today),
        asked: s.asked.map((a) => ({ ...a, answer: a.answer ? { outcome: a.answer.outcome, reason: a.answer.reason, on: a.answer.on, collective: a.answer.collective ? { on: a.answer.collective.on, names: a.answer.collective.persons.map((p) => p.name), minutes: files.filter((f) => a.answer?.collective?.minutes.includes(f.id)) } : null } : null })), removed: s.removed ? { ...s.removed, why: REMOVED_BY[s.removed.why] } : null, withdrawn: s.withdrawn ?? null,
        measures: rules.register.measures.filter((m) => kind?.measures.includes(m.id)), atIntake: [...rules.register.atIntake], source: cite(law.policy, rules.source), together: { people: who.area === null ? await findPeers(tx, law) : [], least: rules.together.least, source: cite(law.policy, rules.together.source) }, hear: { days: hear.value, source: cite(law.policy, hear.source) }, repair: { months: repair.value, source: cite(law.policy, repair.source) },
      };
    }),
    endpoint(peopleOfCase, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<{ case: string; number: string; person: string; role: 'member' | 'obligor' }>`select f.id as case, f.number, p.person_id as person, p.role from case_file f join case_person p on p.county_id = f.county_id and p.case_id = f.id where f.county_id = ${who.county} and f.number = ${q.number} order by p.role, p.person_id`.execute(tx);
      const first = rows[0];
      if (!first) return refuse('notfound', '没有这个案件，或者不在您的工作范围内', { allowed: ['核对案件编号'] });
      await logAccess(tx, who, law.now, 'open', first.case, '登记册选取案件人员');
      const people = await openPersons(tx, services, who.county, rows.map((r) => r.person));
      return { case: first.case, number: first.number, people: rows.flatMap((r) => { const p = people.get(r.person); return p ? [{ id: r.person, name: maskName(p.name), role: r.role, age: ageOn(p.birth, law.today) }] : []; }) };
    }),
    command(proposeDishonesty, 'propose'),
    command(notifyDishonesty, 'notify'),
    command(serveDishonesty, 'serve'),
    command(hearDishonesty, 'hear'),
    command(decideDishonesty, 'decide'),
    command(askDishonesty, 'ask'),
    command(answerDishonesty, 'answer'),
    command(correctDishonesty, 'correct'),
    command(withdrawDishonesty, 'withdraw'),
    ...certificateEndpoints(services),
    ...problemEndpoints(services),
  ];
}
