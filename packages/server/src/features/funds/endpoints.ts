import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { confirmOperation as confirmContract, enterBudget, enterOperation as enterContract, fileReport, fundsOverview, listReports, receiveReport, refuseOperation as refuseContract, unitFund, type FundUses } from '@doudi/core/api/funds';
import { addMonths } from '@doudi/core/case/months';
import { ACCOUNTS } from '@doudi/core/ledger/model';
import { guardReplenish, imprestLevel, type OperationKind } from '@doudi/core/ledger/operations';
import type { FundSources } from '@doudi/core/policy/tables';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, may, PERMISSIONS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { lightFor } from '../cases/words.ts';
import { loadLaw } from '../law/law.ts';
import type { UnitRow } from '../law/units.ts';
import { balanceOf } from '../ledger/post.ts';
import { ledgerNames, type Names } from '../ledger/queries.ts';
import { findQuotas, findUses, lastMonth, reportDue } from './imprest.ts';
import { confirmByText, confirmOperation, enterOperation, findOperations, refuseOperation } from './operations.ts';
import { citedOf, overview } from './overview.ts';

const NO_UNIT = refuse('notfound', '没有这个单位，或不在您的辖区');
const OPERATIONS_OF: Record<'imprest' | 'reliefFund' | 'donation', readonly OperationKind[]> = { imprest: ['imprestSetUp', 'imprestReplenished', 'imprestReturned'], reliefFund: ['reliefFund'], donation: ['donation'] };
const FLAG_OF = { imprest: 'fund.imprest', reliefFund: 'fund.relief-fund', donation: 'fund.donation' } as const;
/** Months back that a unit's page offers. */
const MONTHS_BACK = 18;

const unitOf = (names: Names, who: Who, key: string): UnitRow | undefined => [...names.units.values()].find((u) => u.key === key && (who.area === null || who.area.includes(u.id)));

interface ReportRow {
  readonly id: string;
  readonly unit_id: number;
  readonly month: string;
  readonly body: FundUses;
  readonly by: string;
  readonly at: string;
  readonly received_by: string | null;
  readonly received_at: string | null;
}

const findReports = async (tx: Tx, q: { unit?: number; month?: string; id?: string }): Promise<ReportRow[]> =>
  (await sql<ReportRow>`select id, unit_id, month, body, filed_by_name as by, filed_at as at, received_by_name as received_by, received_at from fund_report
    where county_id = current_county() ${q.unit === undefined ? sql`` : sql`and unit_id = ${q.unit}`} ${q.month === undefined ? sql`` : sql`and month = ${q.month}`} ${q.id === undefined ? sql`` : sql`and id = ${q.id}`} order by month desc, unit_id`.execute(tx)).rows;

/** The running month and those before it, newest first. */
const monthsBack = (today: string, n: number): string[] => Array.from({ length: n }, (_, i) => addMonths(today.slice(0, 7), -i));

/** Funds that two people move, the units' imprests and their monthly report to finance, the year's budget. */
export function fundEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(fundsOverview, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await overview(tx, law, await ledgerNames(tx, law), who, query.year ?? Number(law.today.slice(0, 4)));
    }),
    endpoint(enterBudget, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { sources } = law.policy.get<FundSources>('fund.sources', { on: law.today }).value;
      if (!sources.some((s) => s.id === body.source)) return refuse('input.invalid', `资金来源只能是：${sources.map((s) => s.label).join('、')}`, { fields: [{ path: 'body.source', message: '请选择资金来源' }] });
      if (body.programme !== undefined && !law.policy.programme(body.programme, law.today)) return refuse('input.invalid', `${law.today} 没有这个项目`, { fields: [{ path: 'body.programme', message: '请选择项目' }] });
      const id = randomUUID();
      await sql`insert into fund_budget (county_id, id, year, source, programme, fen, document, note, entered_by, entered_by_name, entered_at)
        values (${who.county}, ${id}, ${body.year}, ${body.source}, ${body.programme ?? null}, ${body.fen}, ${body.document}, ${body.note}, ${who.account}, ${who.name}, ${law.now})`.execute(tx);
      return { id };
    }),
    endpoint(enterContract, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const id = await enterOperation(tx, law, await ledgerNames(tx, law), who, body);
      return isRefusal(id) ? id : { id };
    }),
    endpoint(confirmContract, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await confirmOperation(tx, law, await ledgerNames(tx, law), who, params.id);
    }),
    endpoint(refuseContract, async (tx, { params, body }, who) => await refuseOperation(tx, await loadLaw(tx, services, who.county), who, params.id, body.reason)),
    endpoint(unitFund, async (tx, { params, query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const names = await ledgerNames(tx, law);
      const unit = unitOf(names, who, params.unit);
      if (!unit) return NO_UNIT;
      const { fund } = query;
      const month = query.month ?? law.today.slice(0, 7);
      const quota = (await findQuotas(tx, [unit.id])).get(unit.id) ?? { quotaFen: 0, balanceFen: 0, pendingFen: 0, since: null };
      const balanceFen = fund === 'imprest' ? quota.balanceFen : await balanceOf(tx, who.county, { kind: fund, unit: unit.key });
      const lowPercent = law.policy.number('fund.imprest-low', { on: law.today }).value;
      const level = imprestLevel(fund === 'imprest' ? quota.quotaFen : 0, balanceFen, lowPercent);
      const appliers = PERMISSIONS['fund.report'];
      const filed = fund === 'imprest' ? (await findReports(tx, { unit: unit.id, month }))[0] : undefined;
      const reporting = may(who.post, 'fund.report') ? undefined : `由${appliers.map((p) => ANY_POST_LABELS[p]).join('、')}办理`;
      const due = reportDue(law, month);
      return {
        unit: unit.key, unitName: unit.name, fund, fundText: ACCOUNTS[fund].label, month, today: law.today, has: law.policy.find<boolean>(FLAG_OF[fund], { on: law.today })?.value === true, bureau: countyOf(services, who.county).layer.jurisdiction?.bureau ?? '',
        balanceFen, quotaFen: level.quotaFen, shortFen: level.shortFen, low: level.low, lowPercent, lowSource: citedOf(law, 'fund.imprest-low'), pendingFen: quota.pendingFen, confirmByText: confirmByText(law), confirmBySource: citedOf(law, 'fund.replenish-by'),
        replenishWhy: fund === 'imprest' ? (reporting ?? guardReplenish(level, quota.pendingFen, undefined)?.rule ?? null) : '只有备用金可以申请补足',
        uses: await findUses(tx, fund, unit.id, month), operations: await findOperations(tx, law, names, who, { unit: unit.id, kinds: OPERATIONS_OF[fund], limit: 100 }),
        report: fund !== 'imprest' ? null : {
          due, source: citedOf(law, 'fund.imprest-report-day'), light: filed || quota.since === null || quota.since.slice(0, 7) > month || month >= law.today.slice(0, 7) ? null : lightFor(law, due),
          why: filed ? '本月已经报告' : (reporting ?? (month >= law.today.slice(0, 7) ? '本月还没有结束' : null)), filed: filed ? { id: filed.id, by: filed.by, at: filed.at, receivedBy: filed.received_by, receivedAt: filed.received_at } : null,
        },
        months: monthsBack(law.today, MONTHS_BACK),
      };
    }),
    endpoint(fileReport, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const names = await ledgerNames(tx, law);
      const unit = unitOf(names, who, params.unit);
      if (!unit) return NO_UNIT;
      if (body.month >= law.today.slice(0, 7)) return refuse('clock.early', '本月还没有结束，不能报告使用情况', { allowed: [`${lastMonth(law.today)} 及以前的月份`] });
      if (!(await findQuotas(tx, [unit.id])).has(unit.id)) return refuse('fund.state', '本单位还没有设立备用金', { allowed: ['由县级民政部门设立备用金'] });
      // Nobody posts while the month is read.
      await balanceOf(tx, who.county, { kind: 'imprest', unit: unit.key }, true);
      const id = randomUUID();
      const { rows } = await sql<{ id: string }>`insert into fund_report (county_id, id, unit_id, month, body, filed_by, filed_by_name, filed_at)
        values (${who.county}, ${id}, ${unit.id}, ${body.month}, ${JSON.stringify(await findUses(tx, 'imprest', unit.id, body.month))}::jsonb, ${who.account}, ${who.name}, ${law.now}) on conflict on constraint fund_report_once do nothing returning id`.execute(tx);
      return rows.length > 0 ? { id } : refuse('step.done', `${body.month} 的备用金使用情况已经报告`);
    }),
    endpoint(receiveReport, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rows } = await sql<{ received_by: string | null }>`select received_by from fund_report where county_id = ${who.county} and id = ${params.id} for update`.execute(tx);
      if (!rows[0]) return refuse('notfound', '没有这份报告');
      if (rows[0].received_by !== null) return refuse('step.done', '这份报告已经登记收到');
      await sql`update fund_report set received_by = ${who.account}, received_by_name = ${who.name}, received_at = ${law.now} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
    endpoint(listReports, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const names = await ledgerNames(tx, law);
      const month = query.month ?? lastMonth(law.today);
      const rows = await findReports(tx, { month });
      return { month, items: rows.map((r) => ({ id: r.id, unit: names.units.get(r.unit_id)?.key ?? '', unitName: names.units.get(r.unit_id)?.name ?? '', month: r.month, uses: r.body, by: r.by, at: r.at, receivedBy: r.received_by, receivedAt: r.received_at })) };
    }),
  ];
}
