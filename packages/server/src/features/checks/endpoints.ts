import { answerPoints, checkCoverage, concludeCheck, countersignForm, drawResults, getCheck, giveUpCheck, listChecks, objectToForm, openCheck, raiseFinding, recomputeCheck, recordVisit, replaceChecker, thirdFinding } from '@doudi/core/api/checks';
import { whyNotRaise } from '@doudi/core/check/topic';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { answerOf, matterCommands } from '../matters/command.ts';
import { listMatterRows } from '../matters/read.ts';
import { findMatter, matterActor, runMatter } from '../matters/run.ts';
import { findMatterStates, readMatter } from '../matters/state.ts';
import { openRectification } from '../rectifications/open.ts';
import { findWrong } from './figures.ts';
import { checkHooks } from './hooks.ts';
import { findCoverage, findResults } from './results.ts';
import { checkItems, viewCheck } from './view.ts';

const LIMIT = 300;
const MISSING = refuse('notfound', '没有这件核查，或者不在您的工作范围内');
const STATES = { open: ['open', 'unpaired', 'third'], findings: ['findings', 'rectifying'], closed: ['clean', 'settled', 'givenUp'], late: undefined, wrong: undefined, unraised: ['findings'] } as const;

/** 核查: the pair looks, enters and concludes; the county's leader names others and decides where the two differ; a finding goes to rectification. */
export function checkEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, checkHooks);
  return [
    endpoint(listChecks, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const ids = q.state === 'wrong' ? (await findWrong(tx, who.county)).map((f) => f.check_id) : undefined;
      const rows = await listMatterRows(tx, who.county, { topics: ['check'], unit: q.unit, origin: q.draw, status: q.state ? STATES[q.state] : undefined, before: q.state === 'late' ? law.today : undefined, ids, limit: LIMIT + 1 });
      const states = await findMatterStates(tx, checkHooks, who.county, rows.map((r) => r.id));
      const items = await checkItems(tx, law, rows.slice(0, LIMIT).flatMap((r) => { const state = states.get(r.id); return state ? [{ ...r, state }] : []; }), who);
      return { items: items.toSorted((a, b) => Number(b.mine && !b.closedOn) - Number(a.mine && !a.closedOn)), more: rows.length > LIMIT };
    }),
    endpoint(checkCoverage, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await findCoverage(tx, law, query.year ?? law.today.slice(0, 4));
    }),
    endpoint(getCheck, async (tx, { params }, who) => {
      const found = await readMatter(tx, checkHooks, who.county, params.id);
      return found ? await viewCheck(tx, services, await loadLaw(tx, services, who.county), who, found.row, found.state) : MISSING;
    }),
    endpoint(drawResults, async (tx, { params }, who) => await findResults(tx, await loadLaw(tx, services, who.county), params.id)),
    command(openCheck, 'open'),
    command(replaceChecker, 'replace'),
    command(recordVisit, 'visit'),
    command(answerPoints, 'form'),
    command(countersignForm, 'countersign'),
    command(objectToForm, 'object'),
    command(recomputeCheck, 'recompute'),
    command(thirdFinding, 'third'),
    command(concludeCheck, 'conclude'),
    command(giveUpCheck, 'giveUp'),
    endpoint(raiseFinding, async (tx, { params, body: { seq, ...payload } }, who) => {
      const found = await findMatter(tx, checkHooks, who.county, params.id, true);
      if (!found) return MISSING;
      const finding = found.state.findings.find((f) => f.id === payload.finding);
      const no = whyNotRaise(found.state, payload.finding);
      if (no || !finding) return no ?? MISSING;
      const { about } = found.state;
      const opened = await openRectification(tx, services, who.county, matterActor(who), { unit: about.unit, findings: [{ id: finding.id, text: finding.text }], case: about.case, origin: params.id, failing: finding.failing, severity: finding.severity, text: payload.text });
      return isRefusal(opened) ? opened : answerOf(await runMatter(tx, services, who.county, checkHooks, matterActor(who), { name: 'raise', payload: { ...payload, rectification: opened.id, number: opened.number } }, params.id, seq));
    }),
  ];
}
