import { confirmPlan, draftPlan, makeScenario } from '@doudi/core/api/budget';
import { addMonths } from '@doudi/core/case/months';
import { triable } from '@doudi/core/budget/parameters';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import { budgetEndpoints } from '../budget/endpoints.ts';
import { findBase } from '../budget/plan-endpoints.ts';
import { lawDay } from '../budget/scenario-endpoints.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { scopeOfWho, type Who } from '../../platform/http/endpoint.ts';
import type { County, Services } from '../../services.ts';
import { rootUnit, stableId } from './accounts.ts';

/** Months back at most for the caseload to plan from; and by how much the standard tried is higher. */
const BACK = 2;
const RAISE_PERCENT = 5;
const YUAN = 100;

/** The year's demand plan, confirmed, and a what-if that waits to be computed: made by the commands that the screens send. */
export async function seedBudget(services: Services, county: County): Promise<void> {
  const { db } = services.installation;
  const endpoints = budgetEndpoints(services);
  const root = rootUnit(county);
  const units = await db.transaction({ county: county.id, area: null, user: 'system' }, findUnits);
  const who = (suffix: string, name: string, post: AnyPost): Who => ({ account: stableId('account', county.key, `${root.id}-${suffix}`), name, county: county.id, countyKey: county.key, post, unitId: units.find((u) => u.key === root.id)?.id ?? 0, unitKey: root.id, area: null, tokenHash: Buffer.alloc(0), kind: 'bearer' });
  const [clerk, chief] = [who('county', '吴科员', 'countyHandler'), who('chief', '王局长', 'countyLeader')];
  const run = async (contract: { path: string; method: string }, by: Who, input: object): Promise<Record<string, unknown>> => await db.transaction(scopeOfWho(by), async (tx) => {
    const e = endpoints.find((x) => x.contract.path === contract.path && x.contract.method === contract.method);
    const answer = await e?.handle(tx, { params: {}, query: {}, body: {}, ...input }, by);
    if (isRefusal(answer)) throw new Error(`培训资金计划：${answer.rule}`);
    return answer as Record<string, unknown>;
  });
  const base = await db.transaction(scopeOfWho(clerk), async (tx) => {
    const law = await loadLaw(tx, services, county.id);
    const now = law.today.slice(0, 7);
    // The latest: the first months of a caseload are a handful of households.
    for (let back = 0; back <= BACK; back++) if ((await findBase(tx, addMonths(now, -back))).length > 0) return { law, month: addMonths(now, -back) };
    return undefined;
  });
  if (!base) return;
  const { law } = base;
  const year = Number(law.today.slice(0, 4));
  const assumptions = { programmes: [...law.policy.programmes(law.today)].filter((p) => p.payment === 'monthly').map((p) => ({ programme: p.id, growthPercent: 3, standards: [] })), sources: [{ source: 'higher', percent: 60 }, { source: 'budget', percent: 40 }], note: '按年初在享情况编制；户数按略有增长估计。' };
  const plan = await run(draftPlan, clerk, { body: draftPlan.body.parse({ year, month: base.month, assumptions }) });
  await run(confirmPlan, chief, { params: { id: plan['id'] }, body: { outcome: 'confirm', note: '' } });
  const month = law.today.slice(0, 7);
  // The standards themselves, a few percent higher, in whole yuan.
  const values = triable(law.policy, lawDay(month, law.today)).filter((p) => p.key === 'standard.monthly' && p.programme === undefined && typeof p.value === 'number')
    .map((p) => ({ key: p.key, ...(p.area ? { area: p.area } : {}), value: Math.round((Number(p.value) * (100 + RAISE_PERCENT)) / (100 * YUAN)) * YUAN }));
  await run(makeScenario, clerk, { body: makeScenario.body.parse({ title: `低保标准提高 ${RAISE_PERCENT}% 的测算`, month, values }) });
}
