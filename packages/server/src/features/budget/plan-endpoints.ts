import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { confirmPlan, draftPlan, getPlanOfYear, listPlans } from '@doudi/core/api/budget';
import { computeDemand, type Demand, type DemandAssumptions, type DemandBase } from '@doudi/core/budget/demand';
import { addMonths } from '@doudi/core/case/months';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { FundSources } from '@doudi/core/policy/tables';
import { may, ANY_POST_LABELS, PERMISSIONS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { basisOf, refuseStale } from './basis.ts';

const NO_PLAN: Refusal = refuse('notfound', '没有这份资金需求计划');
const STATUS = { drafted: '草案', confirmed: '已确认', returned: '已退回' } as const;

export interface PlanRow {
  readonly id: string;
  readonly year: number;
  readonly version: number;
  readonly status: keyof typeof STATUS;
  readonly month: string;
  readonly base: readonly DemandBase[];
  readonly assumptions: DemandAssumptions;
  readonly figures: Demand;
  readonly year_fen: number;
  readonly drafted_by: string;
  readonly drafted_by_name: string;
  readonly drafted_at: string;
  readonly confirmed_by: string | null;
  readonly confirmed_by_name: string | null;
  readonly confirmed_at: string | null;
  readonly note: string | null;
}

const COLUMNS = sql`id, year, version, status, month, base, assumptions, figures, year_fen, drafted_by, drafted_by_name, drafted_at, confirmed_by, confirmed_by_name, confirmed_at, note`;

export async function findPlans(tx: Tx, year?: number): Promise<PlanRow[]> {
  return (await sql<PlanRow>`select ${COLUMNS} from demand_plan where county_id = current_county() ${year === undefined ? sql`` : sql`and year = ${year}`} order by year desc, version desc`.execute(tx)).rows;
}

/** The version that counts: the last one confirmed. */
export const currentOf = (plans: readonly PlanRow[], year: number): PlanRow | undefined => plans.find((p) => p.year === year && p.status === 'confirmed');

/** The caseload of a month by programme and unit: what is paid monthly, and what programmes that pay once gave in the twelve months up to it. */
export async function findBase(tx: Tx, month: string): Promise<DemandBase[]> {
  return (await sql<DemandBase>`
    select b.programme, u.key as unit, b.payment, count(*)::int as households, sum(f.persons)::int as persons,
      sum(case b.payment when 'once' then b.monthly_fen else coalesce((select r.monthly_fen from benefit_rate r where r.county_id = b.county_id and r.benefit_id = b.id and r.from_month <= ${month} order by r.from_month desc limit 1), b.monthly_fen) end)::bigint as fen
    from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id join unit u on u.county_id = b.county_id and u.id = b.unit_id
    where b.county_id = current_county() and b.from_month <= ${month} and (b.dead_on is null or to_char(b.dead_on, 'YYYY-MM') >= ${month})
      and case b.payment when 'monthly' then (b.to_month is null or (b.to_month >= ${month} and b.to_month >= b.from_month)) else b.from_month > ${addMonths(month, -12)} and (b.to_month is null or b.to_month >= b.from_month) end
    group by b.programme, u.key, b.payment order by b.programme, u.key, b.payment`.execute(tx)).rows;
}

export const sourcesOf = (law: Law): FundSources['sources'] => law.policy.get<FundSources>('fund.sources', { on: law.today }).value.sources;

const posts = (p: 'budget.draft' | 'budget.decide'): string => PERMISSIONS[p].map((x) => ANY_POST_LABELS[x]).join('、');
const notDraftable = (who: Who): Refusal | undefined => (may(who.post, 'budget.draft') ? undefined : refuse('rights.denied', `资金需求计划由${posts('budget.draft')}编制`));

function notConfirmable(p: PlanRow, who: Who): Refusal | undefined {
  if (p.status !== 'drafted') return refuse('step.done', `第 ${p.version} 版${STATUS[p.status]}，不再变更`, { allowed: ['编制新的版本'] });
  if (!may(who.post, 'budget.decide')) return refuse('rights.denied', `资金需求计划由${posts('budget.decide')}确认`);
  return p.drafted_by === who.account ? refuse('budget.sameperson', '计划由您编制，须由另一人确认') : undefined;
}

const head = (p: PlanRow, plans: readonly PlanRow[]) => ({
  id: p.id, year: p.year, version: p.version, status: p.status, statusText: STATUS[p.status], month: p.month, yearFen: p.year_fen, drafted: { name: p.drafted_by_name, at: p.drafted_at },
  confirmed: p.confirmed_by_name && p.confirmed_at ? { name: p.confirmed_by_name, at: p.confirmed_at } : null, note: p.note, current: currentOf(plans, p.year)?.id === p.id,
});

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((x, i) => x + (b[i] ?? 0));

export function planEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listPlans, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const plans = await findPlans(tx);
      const paying = law.policy.programmes(law.today).flatMap((p) => (p.payment === 'none' ? [] : [{ id: p.id, name: p.name, payment: p.payment }]));
      return { items: plans.map((p) => head(p, plans)), nextYear: Number(law.today.slice(0, 4)) + 1, month: law.today.slice(0, 7), sources: sourcesOf(law).map(({ id, label }) => ({ id, label })), programmes: paying, draft: notDraftable(who)?.rule ?? null };
    }),
    endpoint(draftPlan, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (body.month > law.today.slice(0, 7)) return refuse('input.invalid', `在享底数的月份不能晚于本月（${law.today.slice(0, 7)}）`, { fields: [{ path: 'body.month', message: '不能晚于本月' }] });
      const known = new Set<string>(sourcesOf(law).map((s) => s.id));
      const strange = body.assumptions.sources.find((s) => !known.has(s.source));
      if (strange) return refuse('input.invalid', `没有资金来源 ${strange.source}`, { allowed: sourcesOf(law).map((s) => s.label), fields: [{ path: 'body.assumptions.sources', message: '没有这个来源' }] });
      const programmes = law.policy.programmes(law.today);
      const other = body.assumptions.programmes.find((p) => !programmes.some((x) => x.id === p.programme));
      if (other) return refuse('input.invalid', `没有项目 ${other.programme}`, { fields: [{ path: 'body.assumptions.programmes', message: '没有这个项目' }] });
      for (const scenario of body.assumptions.programmes.flatMap((p) => p.standards.flatMap((s) => s.scenario ?? []))) {
        const { rows } = await sql<{ basis: Buffer | null }>`select basis from scenario where county_id = ${who.county} and id = ${scenario} and status = 'done'`.execute(tx);
        if (!rows[0]) return refuse('input.invalid', '所引的标准测算不存在或没有算完', { fields: [{ path: 'body.assumptions.programmes', message: '没有这次测算' }] });
        const stale = refuseStale(rows[0], basisOf(law.policy));
        if (stale) return stale;
      }
      await sql`select pg_advisory_xact_lock(hashtextextended(${`demandPlan:${who.county}:${body.year}`}, 0))`.execute(tx);
      const base = await findBase(tx, body.month);
      if (base.length === 0) return refuse('input.invalid', `${body.month} 没有在享户，无从测算`, { allowed: ['另选月份'] });
      const figures = computeDemand(body.year, body.month, base, body.assumptions);
      const plans = await findPlans(tx, body.year);
      const draft = plans.find((p) => p.status === 'drafted');
      const id = draft?.id ?? randomUUID();
      const version = draft?.version ?? (plans[0]?.version ?? 0) + 1;
      const json = (x: unknown): string => JSON.stringify(x);
      if (draft) await sql`update demand_plan set month = ${body.month}, base = ${json(base)}::jsonb, assumptions = ${json(body.assumptions)}::jsonb, figures = ${json(figures)}::jsonb, year_fen = ${figures.yearFen}, drafted_by = ${who.account}, drafted_by_name = ${who.name}, drafted_at = ${law.now} where county_id = ${who.county} and id = ${id}`.execute(tx);
      else await sql`insert into demand_plan (county_id, id, year, version, status, month, base, assumptions, figures, year_fen, drafted_by, drafted_by_name, drafted_at)
        values (${who.county}, ${id}, ${body.year}, ${version}, 'drafted', ${body.month}, ${json(base)}::jsonb, ${json(body.assumptions)}::jsonb, ${json(figures)}::jsonb, ${figures.yearFen}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
      return { id, version, yearFen: figures.yearFen };
    }),
    endpoint(getPlanOfYear, async (tx, { params }, who) => {
      const plans = await findPlans(tx);
      const p = plans.find((x) => x.id === params.id);
      if (!p) return NO_PLAN;
      const law = await loadLaw(tx, services, who.county);
      const units = new Map((await findUnits(tx)).map((u) => [u.key, u.name]));
      const labels = new Map<string, string>(sourcesOf(law).map((s) => [s.id, s.label]));
      const rows = p.figures.rows.map((r) => ({ ...r, months: [...r.months], programmeName: programmeName(law, r.programme, p.month), unitName: units.get(r.unit) ?? r.unit }));
      const programmes = [...Map.groupBy(rows, (r) => `${r.programme}|${r.payment}`).values()].map((list) => list.map(({ unit: _, unitName: __, ...r }) => r).reduce((a, r) => ({
        ...a, households: a.households + r.households, persons: a.persons + r.persons, fen: a.fen + r.fen, averageFen: Math.round((a.fen + r.fen) / Math.max(1, a.households + r.households)), months: add(a.months, r.months), yearFen: a.yearFen + r.yearFen,
      })));
      return {
        ...head(p, plans), county: countyOf(services, who.county).layer.jurisdiction?.name ?? '', rows, programmes, months: [...p.figures.months], assumptions: p.assumptions,
        sources: p.figures.sources.map((s) => ({ source: s.source, label: labels.get(s.source) ?? s.source, percent: p.assumptions.sources.find((x) => x.source === s.source)?.percent ?? 0, months: [...s.months], yearFen: s.yearFen })),
        steps: { draft: notDraftable(who)?.rule ?? null, confirm: notConfirmable(p, who)?.rule ?? null },
      };
    }),
    endpoint(confirmPlan, async (tx, { params, body }, who) => {
      await sql`select id from demand_plan where county_id = ${who.county} and id = ${params.id} for update`.execute(tx);
      const p = (await findPlans(tx)).find((x) => x.id === params.id);
      if (!p) return NO_PLAN;
      const no = notConfirmable(p, who);
      if (no) return no;
      const law = await loadLaw(tx, services, who.county);
      const status = body.outcome === 'confirm' ? ('confirmed' as const) : ('returned' as const);
      await sql`update demand_plan set status = ${status}, confirmed_by = ${who.account}, confirmed_by_name = ${who.name}, confirmed_at = ${law.now}, note = ${body.note} where county_id = ${who.county} and id = ${p.id}`.execute(tx);
      return { status };
    }),
  ];
}
