import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { FundSources } from '@doudi/core/policy/tables';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { County, Services } from '../../services.ts';
import { confirmOperation, enterOperation, replenishBy, type OperationInput } from '../funds/operations.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { ledgerNames } from '../ledger/queries.ts';
import { rootUnit, stableId, trainingUnits } from './accounts.ts';

/** Fen. Enough for the training caseload and for whatever a class adds to it in two years. */
const MONTHS = 24;
const LEAST = 50_000_000;
const RESERVE = 30_000_000;
const IMPREST = 2_000_000;
const RELIEF_FUND = 3_000_000;
const DONATION = 1_000_000;
const AWARD = 2_000_000;

/**
 * A training county's money at the start of its year: budget by source, allocations for every programme that pays, reserve, and the
 * training units' imprests, each entered and confirmed by two training accounts through the same commands as in service.
 */
export async function seedFunds(tx: Tx, services: Services, county: County): Promise<void> {
  const now = await loadLaw(tx, services, county.id);
  const year = Number((county.layer.jurisdiction?.trainingDate ?? now.today).slice(0, 4));
  const law: Law = { ...now, today: `${year}-01-05`, now: `${year}-01-05T09:00:00.000+08:00` };
  // What the plan has stands in the law of the training day; only the clock is turned back.
  const rules: Law = { ...law, today: county.layer.jurisdiction?.trainingDate ?? now.today };
  const names = await ledgerNames(tx, rules);
  const root = rootUnit(county);
  const ids = new Map((await findUnits(tx)).map((u) => [u.key, u.id]));
  const who = (suffix: string, name: string, post: AnyPost, unit = root.id): Who => ({
    account: stableId('account', county.key, `${root.id}-${suffix}`), name, county: county.id, countyKey: county.key, post, unitId: ids.get(unit) ?? 0, unitKey: unit, area: null, tokenHash: Buffer.alloc(0), kind: 'bearer',
  });
  const finance = who('fin', '何财政', 'finance');
  const clerk = who('county', '吴科员', 'countyHandler');
  const chief = who('chief', '王局长', 'countyLeader');
  const move = async (enters: Who, confirms: Who, o: Omit<OperationInput, 'on' | 'document'> & { document?: string }): Promise<void> => {
    const at: Law = { ...rules, now: law.now };
    const id = await enterOperation(tx, at, names, enters, { document: '', ...o, on: law.today });
    if (isRefusal(id)) throw new Error(`培训资金：${id.rule}`);
    const done = await confirmOperation(tx, { ...at, today: law.today }, names, confirms, id);
    if (isRefusal(done)) throw new Error(`培训资金：${done.rule}`);
  };
  const has = (flag: string): boolean => rules.policy.find<boolean>(flag, { on: rules.today })?.value === true;
  const { sources } = rules.policy.get<FundSources>('fund.sources', { on: rules.today }).value;
  const sourceOf = (kind: FundSources['sources'][number]['kind']): string => sources.find((s) => s.kind === kind)?.id ?? sources[0]?.id ?? '';
  const owed = new Map((await sql<{ programme: string; fen: number }>`select programme, sum(monthly_fen)::bigint as fen from benefit where county_id = ${county.id} group by programme`.execute(tx)).rows.map((r) => [r.programme, r.fen]));
  const [higher, budget] = [sourceOf('higher'), sourceOf('budget')];
  let total = 0;
  for (const p of rules.policy.programmes(rules.today).filter((x) => x.payment !== 'none')) {
    // Whole hundreds of yuan: nobody allocates fen.
    const fen = Math.ceil(Math.max(LEAST, (owed.get(p.id) ?? 0) * MONTHS) / 1_000_000) * 1_000_000;
    total += fen;
    await move(finance, clerk, { kind: 'allocation', programme: p.id, source: higher, fen: (fen / 10) * 6, purpose: `${year} 年${p.name}资金（上级）`, document: `财社〔${year}〕1号` });
    await move(finance, clerk, { kind: 'allocation', programme: p.id, source: budget, fen: (fen / 10) * 4, purpose: `${year} 年${p.name}资金（本级）`, document: `财社〔${year}〕2号` });
  }
  if (has('fund.reserve')) await move(finance, clerk, { kind: 'reserve', source: budget, fen: RESERVE, purpose: `${year} 年临时救助储备金`, document: `财社〔${year}〕3号` });
  const confirms = replenishBy(law) === 'finance' ? finance : chief;
  for (const u of trainingUnits(county)) {
    if (has('fund.imprest') && has('fund.reserve')) await move(clerk, confirms, { kind: 'imprestSetUp', unit: u.id, fen: IMPREST, purpose: '设立临时救助备用金' });
    if (has('fund.relief-fund')) await move({ ...who('handler', '张经办', 'handler', u.id) }, chief, { kind: 'reliefFund', unit: u.id, source: budget, fen: RELIEF_FUND, party: '区财政局', purpose: '救急难基金启动资金' });
  }
  const first = trainingUnits(county)[0];
  if (first && has('fund.donation')) await move(clerk, chief, { kind: 'donation', unit: first.id, source: sourceOf('social'), fen: DONATION, party: '某慈善会', purpose: '遭遇突发困难的家庭' });
  if (first && has('fund.award')) await move(clerk, finance, { kind: 'award', unit: first.id, source: sourceOf('adjusted'), fen: AWARD, party: '上年度试点工作考评第一名', purpose: '窗口设备' });
  const rows: [string, number, string][] = [[higher, (total / 10) * 6, `财社〔${year}〕1号`], [budget, (total / 10) * 4 + RESERVE + RELIEF_FUND * 2, `${year} 年本级预算批复`], [sourceOf('adjusted'), AWARD, `${year} 年调剂资金通知`]];
  for (const [source, fen, document] of rows)
    await sql`insert into fund_budget (county_id, id, year, source, programme, fen, document, note, entered_by, entered_by_name, entered_at) values (${county.id}, ${randomUUID()}, ${year}, ${source}, null, ${fen}, ${document}, '', ${finance.account}, ${finance.name}, ${law.now})`.execute(tx);
}
