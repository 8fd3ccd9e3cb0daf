import { sql } from 'kysely';
import { answerPoints, checkCoverage, concludeCheck, drawResults, getCheck, giveUpCheck, listChecks, openCheck, raiseFinding, recomputeCheck, recordVisit, replaceChecker, thirdFinding } from '@doudi/core/api/checks';
import type { CheckPayloads } from '@doudi/core/check/payloads';
import type { CheckState } from '@doudi/core/check/state';
import { whyNotRaise } from '@doudi/core/check/topic';
import type { CommandOf } from '@doudi/core/matter/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { listMatterRows } from '../matters/read.ts';
import { findMatter, matterActor, runMatter } from '../matters/run.ts';
import { openRectification } from '../rectifications/open.ts';
import { checkHooks } from './hooks.ts';
import { findCoverage, findResults } from './results.ts';
import { checkItems, viewCheck } from './view.ts';

const LIMIT = 300;
const MISSING = refuse('notfound', '没有这件核查，或者不在您的工作范围内');
const STATES = { open: ['open', 'unpaired', 'third'], findings: ['findings', 'rectifying'], closed: ['clean', 'settled', 'givenUp'] } as const;

async function findStates(tx: Tx, county: number, ids: readonly string[]): Promise<Map<string, CheckState>> {
  return new Map((await sql<{ id: string; state: CheckState }>`select id, state from matter where county_id = ${county} and id = any (${ids}::uuid[])`.execute(tx)).rows.map((r) => [r.id, r.state]));
}

/** 核查: the pair looks, enters and concludes; the county's leader names others and decides where the two differ; a finding goes to rectification. */
export function checkEndpoints(services: Services): Endpoint[] {
  const run = async (tx: Tx, who: Who, command: CommandOf<CheckPayloads>, id?: string, seq?: number): Promise<{ id: string; number: string; seq: number } | Refusal> => {
    const done = await runMatter(tx, services, who.county, checkHooks, matterActor(who), command, id, seq);
    return isRefusal(done) ? done : { id: done.id, number: done.number, seq: done.seq };
  };
  return [
    endpoint(listChecks, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const rows = await listMatterRows(tx, who.county, { topics: ['check'], unit: q.unit, origin: q.draw, status: q.state ? STATES[q.state] : undefined, limit: LIMIT + 1 });
      const states = await findStates(tx, who.county, rows.map((r) => r.id));
      const items = await checkItems(tx, law, rows.slice(0, LIMIT).flatMap((r) => { const state = states.get(r.id); return state ? [{ ...r, state }] : []; }), who);
      return { items: items.toSorted((a, b) => Number(b.mine && !b.closedOn) - Number(a.mine && !a.closedOn)), more: rows.length > LIMIT };
    }),
    endpoint(checkCoverage, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await findCoverage(tx, law, query.year ?? law.today.slice(0, 4));
    }),
    endpoint(getCheck, async (tx, { params }, who) => {
      const row = (await listMatterRows(tx, who.county, { topics: ['check'], id: params.id, limit: 1 }))[0];
      const state = row && (await findStates(tx, who.county, [params.id])).get(params.id);
      return row && state ? await viewCheck(tx, services, await loadLaw(tx, services, who.county), who, row, state) : MISSING;
    }),
    endpoint(drawResults, async (tx, { params }, who) => await findResults(tx, await loadLaw(tx, services, who.county), params.id)),
    endpoint(openCheck, async (tx, { body }, who) => await run(tx, who, { name: 'open', payload: body })),
    endpoint(replaceChecker, async (tx, { params, body: { seq, ...payload } }, who) => await run(tx, who, { name: 'replace', payload }, params.id, seq)),
    endpoint(recordVisit, async (tx, { params, body: { seq, ...payload } }, who) => await run(tx, who, { name: 'visit', payload }, params.id, seq)),
    endpoint(answerPoints, async (tx, { params, body: { seq, ...payload } }, who) => await run(tx, who, { name: 'form', payload }, params.id, seq)),
    endpoint(recomputeCheck, async (tx, { params, body }, who) => await run(tx, who, { name: 'recompute', payload: body }, params.id)),
    endpoint(thirdFinding, async (tx, { params, body: { seq, ...payload } }, who) => await run(tx, who, { name: 'third', payload }, params.id, seq)),
    endpoint(concludeCheck, async (tx, { params, body: { seq, ...payload } }, who) => await run(tx, who, { name: 'conclude', payload }, params.id, seq)),
    endpoint(raiseFinding, async (tx, { params, body: { seq, ...payload } }, who) => {
      const found = await findMatter(tx, checkHooks, who.county, params.id, true);
      if (!found) return MISSING;
      const finding = found.state.findings.find((f) => f.id === payload.finding);
      const no = whyNotRaise(found.state, payload.finding);
      if (no || !finding) return no ?? MISSING;
      const { about } = found.state;
      const opened = await openRectification(tx, services, who.county, matterActor(who), { unit: about.unit, findings: [{ id: finding.id, text: finding.text }], case: about.case, origin: params.id, failing: finding.failing, severity: finding.severity, text: payload.text });
      return isRefusal(opened) ? opened : await run(tx, who, { name: 'raise', payload: { ...payload, rectification: opened.id, number: opened.number } }, params.id, seq);
    }),
    endpoint(giveUpCheck, async (tx, { params, body: { seq, ...payload } }, who) => await run(tx, who, { name: 'giveUp', payload }, params.id, seq)),
  ];
}
