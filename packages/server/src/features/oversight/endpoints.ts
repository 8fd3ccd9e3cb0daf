import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import { amendOversight, attachOversight, demandOfOversight, dutyChoices, getOversightAct, getOversightUnit, listOversight, recordOversight, stateCondition, withdrawOversight } from '@doudi/core/api/oversight';
import type { Duty } from '@doudi/core/oversight/duty';
import type { OversightKind } from '@doudi/core/oversight/payloads';
import { rate } from '@doudi/core/oversight/survey';
import { levelOf } from '@doudi/core/oversight/topic';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, COUNTY_WIDE } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { dutiesOf } from '../bureau/duties.ts';
import { answerOf, matterCommands } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import { listMatterRows } from '../matters/read.ts';
import { findMatterStates, readMatter } from '../matters/state.ts';
import { findMatter, matterActor } from '../matters/run.ts';
import { findStaff, programmeName } from '../organisation/queries.ts';
import { findUnits } from '../law/units.ts';
import { openRectification } from '../rectifications/open.ts';
import { oversightHooks } from './hooks.ts';
import { audienceOf } from '../staff-training/hooks.ts';
import { findTrainees } from '../staff-training/queries.ts';
import { findConditions, findElapsed, findSteps, type ElapsedRow } from './queries.ts';
import { entrustedSince, oversightLaw, sheetRows, unitsInArea, type OversightLaw } from './sheet.ts';

const LIMIT = 200;
const NO_UNIT = refuse('notfound', '没有这个办理单位，或者不在您的工作范围内');

const head = (law: Law, o: OversightLaw) => ({
  on: law.today, period: { from: o.period.from, to: o.period.to, months: o.period.months, source: cite(law.policy, o.period.source) }, minimum: o.minimum ? { value: o.minimum.value, source: cite(law.policy, o.minimum.source) } : null, load: o.load ? { value: o.load.value, source: cite(law.policy, o.load.source) } : null, basis: cite(law.policy, o.source),
});

const measured = (rows: readonly ElapsedRow[], programme: string, after: boolean): { cases: number; median: number; longest: number } | null => {
  const r = rows.find((x) => x.programme === programme && x.after === after);
  return r ? { cases: r.cases, median: r.median, longest: r.longest } : null;
};

/** Every programme that was decided here or is entrusted: how long it took before the entrustment and takes since. */
async function elapsedOf(tx: Tx, law: Law, unit: string): Promise<Output<typeof getOversightUnit>['elapsed']> {
  const since = entrustedSince(law, unit);
  const rows = await findElapsed(tx, law.county, unit, since);
  const known = law.policy.programmes(law.today).map((p) => p.id);
  return [...new Set([...known.filter((p) => rows.some((r) => r.programme === p)), ...rows.map((r) => r.programme)])].map((programme) => ({
    programme, programmeName: programmeName(law, programme, law.today), entrustedFrom: since.get(programme) ?? null, before: measured(rows, programme, false), after: measured(rows, programme, true),
  }));
}

async function findActs(tx: Tx, law: Law, unit: string): Promise<Output<typeof getOversightUnit>['acts']> {
  const rows = await listMatterRows(tx, law.county, { topics: ['oversight'], unit, limit: LIMIT });
  const states = await findMatterStates(tx, oversightHooks, law.county, rows.map((r) => r.id));
  return rows.flatMap((r) => {
    const s = states.get(r.id);
    return s ? [{ item: matterItem(law, r), stage: s.stage, people: [...s.people], with: [...s.with], text: s.text, on: s.on, files: s.files.length }] : [];
  });
}

async function oneUnit(tx: Tx, law: Law, who: Who, key: string): Promise<Output<typeof getOversightUnit> | Refusal> {
  const o = oversightLaw(law);
  if (isRefusal(o)) return o;
  const row = (await sheetRows(tx, law, o, who)).find((r) => r.unit === key);
  if (!row) return NO_UNIT;
  const stated = await findConditions(tx, law.county, key);
  const trained = new Map((await findTrainees(tx, law, audienceOf(law).value)).map((x) => [x.id, x.last]));
  const said = (id: string, side: 'unit' | 'county') => {
    const r = stated.find((x) => x.condition === id && x.side === side);
    return r ? { held: r.held, text: r.text, by: r.by_name, on: r.on_date } : null;
  };
  return {
    ...head(law, o), row,
    people: (await findStaff(tx, law.today)).filter((s) => s.unit === key).map((s) => ({ name: s.name, postText: ANY_POST_LABELS[s.post], from: s.from_date, counted: (o.plan.staff as readonly string[]).includes(s.post), trainedOn: trained.get(s.id) ?? null })),
    conditions: o.plan.conditions.map((c) => ({ ...c, unit: said(c.id, 'unit'), county: said(c.id, 'county') })),
    elapsed: await elapsedOf(tx, law, key),
    steps: await findSteps(tx, law.county, key),
    acts: await findActs(tx, law, key),
    matters: (await listMatterRows(tx, law.county, { unit: key, limit: LIMIT })).filter((m) => m.topic !== 'oversight').map((m) => matterItem(law, m)),
  };
}

/** How acts are recorded under a clause. Who answers for it may be said of every clause by the county; anything else only where the clause is done by acts. */
function choiceOf(d: Duty, level: 'county' | 'unit'): Output<typeof dutyChoices>['items'][number] {
  const kinds: OversightKind[] | null = d.acts === undefined ? [] : d.acts.kinds === undefined ? null : [...d.acts.kinds];
  return { id: d.id, clause: d.clause, phrase: d.phrase, kinds: kinds === null || level === 'unit' ? kinds : [...new Set<OversightKind>([...kinds, 'assignment'])], with: d.acts?.with ?? [], each: d.acts?.each ?? false };
}

/** 单位督导: what is known of every unit to which the county handed down, and what the county did with it. */
export function oversightEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, oversightHooks);
  return [
    endpoint(listOversight, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const o = oversightLaw(law);
      if (isRefusal(o)) return o;
      return { ...head(law, o), staffPosts: o.plan.staff.map((p) => ANY_POST_LABELS[p]), counts: [...o.plan.counts], units: await sheetRows(tx, law, o, who) };
    }),
    endpoint(getOversightUnit, async (tx, { params }, who) => await oneUnit(tx, await loadLaw(tx, services, who.county), who, params.unit)),
    endpoint(getOversightAct, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await readMatter(tx, oversightHooks, who.county, params.id);
      if (!found) return refuse('notfound', '没有这条督导记录，或者不在您的工作范围内');
      const { row, state: s } = found;
      const files = await filesOfMatter(tx, who.county, params.id);
      const clauses = dutiesOf(services, who.county).filter((d) => s.duties?.includes(d.id)).map(({ id, clause, phrase }) => ({ id, clause, phrase }));
      const rectifications = (await listMatterRows(tx, who.county, { topics: ['rectification'], origin: params.id, limit: LIMIT })).map((r) => matterItem(law, r));
      return {
        head: matterItem(law, row), kind: s.kind, stage: s.stage, method: s.method, on: s.on, people: [...s.people], with: [...s.with], text: s.text, level: levelOf(s), duties: clauses, figures: [...(s.figures ?? [])], document: s.document ?? null, assignee: s.assignee ?? null, award: s.award ?? null, rectifications,
        survey: s.survey ? { ...s.survey, satisfiedRate: rate(s.survey.satisfied, s.survey.asked), awareRate: rate(s.survey.aware, s.survey.asked) } : null,
        files: files.filter((f) => s.files.includes(f.id)), amended: [...s.amended], withdrawn: s.withdrawn ?? null,
      };
    }),
    endpoint(dutyChoices, async (_tx, _input, who) => {
      const level: 'county' | 'unit' = COUNTY_WIDE.includes(who.post) ? 'county' : 'unit';
      return { level, items: dutiesOf(services, who.county).filter((d) => d.at !== undefined && (level === 'county' ? d.acts?.by !== 'unit' : d.acts?.by === 'unit')).map((d) => choiceOf(d, level)) };
    }),
    endpoint(demandOfOversight, async (tx, { params, body }, who) => {
      const found = await findMatter(tx, oversightHooks, who.county, params.id);
      if (!found) return refuse('notfound', '没有这条督导记录，或者不在您的工作范围内');
      const { unit, withdrawn } = found.state;
      if (withdrawn) return refuse('case.closed', '这条督导记录已撤回', { allowed: ['重新登记一条'] });
      if (unit === null) return refuse('input.invalid', '这条记录不针对某个单位', { allowed: ['在整改页对有关单位立项'] });
      return answerOf(await openRectification(tx, services, who.county, matterActor(who), { ...body, unit, findings: [], origin: params.id, foundBy: 'visit' }));
    }),
    command(recordOversight, 'record'),
    command(amendOversight, 'amend'),
    command(withdrawOversight, 'withdraw'),
    command(attachOversight, 'attach'),
    endpoint(stateCondition, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const o = oversightLaw(law);
      if (isRefusal(o)) return o;
      const unit = (await unitsInArea(tx, law, who.area)).find((u) => u.id === params.unit);
      if (!unit) return NO_UNIT;
      if (!o.plan.conditions.some((c) => c.id === body.condition)) return refuse('notfound', '方案没有这一项条件', { allowed: o.plan.conditions.map((c) => c.label) });
      const unitId = (await findUnits(tx)).find((u) => u.key === unit.id)?.id ?? 0;
      const id = randomUUID();
      await sql`insert into unit_condition (county_id, id, unit_id, condition, side, held, text, by_account, by_name, on_date, at)
        values (${who.county}, ${id}, ${unitId}, ${body.condition}, ${COUNTY_WIDE.includes(who.post) ? 'county' : 'unit'}, ${body.held}, ${body.text}, ${who.account}, ${who.name}, ${law.today}, ${law.now})`.execute(tx);
      return { id };
    }),
  ];
}
