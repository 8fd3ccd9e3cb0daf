import type { FastifyInstance } from 'fastify';
import { scenarioExportQuery } from '@doudi/core/api/budget';
import { CANNOT, OUTCOME_LABELS } from '@doudi/core/budget/outcomes';
import { formatYuan } from '@doudi/core/money/fen';
import { maskName } from '@doudi/core/people/mask';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { totalsOf } from '@doudi/core/budget/what-if';
import type { Cell, Column } from '../../platform/excel/write.ts';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { openPersons } from '../persons/persons.ts';
import { admit, byText, clockText, EXPORT_TIMEOUT, exportPlace, parsed, sendWorkbook } from '../rosters/routes.ts';
import { exportBook, toFile } from '../rosters/workbooks.ts';
import { NO_SCENARIO, presentIn, sumsOf, triedView } from './scenario-endpoints.ts';
import { findLines, findScenario } from './scenario.ts';

const COLUMNS: readonly Column[] = [
  { header: '案号', kind: 'text', width: 24 }, { header: '户主', kind: 'text', width: 12 }, { header: '单位', kind: 'text', width: 18 }, { header: '项目', kind: 'text', width: 18 }, { header: '人数', kind: 'integer', width: 8 },
  { header: '结果', kind: 'text', width: 12 }, { header: '现发（元/月）', kind: 'money', width: 14 }, { header: '新标准（元/月）', kind: 'money', width: 14 }, { header: '增减（元/月）', kind: 'money', width: 14 }, { header: '因标准（元/月）', kind: 'money', width: 14 }, { header: '因其他（元/月）', kind: 'money', width: 14 }, { header: '无法测算、不能分开的原因', kind: 'text', width: 40 },
];
const CHUNK = 1000;
/** A sheet ends at a million rows and a little; nobody reads so far. */
const MOST = 500_000;

/** The households of a scenario as a workbook, written as they are read. */
export function budgetRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db } = services.installation;
  app.get<{ Params: { id: string } }>('/api/v1/budget/scenarios/:id/export', { schema: { tags: ['资金计划与测算'], summary: '导出标准测算逐户结果（脱敏，留痕）' } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'budget.read', '导出标准测算');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, NO_SCENARIO, request.url);
    const asked = parsed(scenarioExportQuery, request.query);
    if (isRefusal(asked)) return sendRefusal(reply, asked, request.url);
    const q = asked;
    const made = await db.transaction(scopeOfWho(who), async (tx) => {
      const s = await findScenario(tx, request.params.id);
      if (!s?.sums) return NO_SCENARIO;
      const law = await loadLaw(tx, services, who.county);
      const wait = await exportPlace(tx, who.county);
      if (wait) return wait;
      const units = await findUnits(tx);
      const names = new Map(units.map((u) => [u.id, u.name]));
      const unit = q.unit === undefined ? undefined : (units.find((u) => u.key === q.unit)?.id ?? -1);
      const t = totalsOf(sumsOf(s.sums));
      let n = 0;
      async function* rows(): AsyncGenerator<Cell[]> {
        let after: string | undefined;
        while (n < MOST) {
          const list = await findLines(tx, request.params.id, { outcome: q.outcome, programme: q.programme, unit, after, limit: CHUNK });
          const people = await openPersons(tx, services, law.county, list.map((r) => r.applicant));
          for (const r of list) {
            n += 1;
            yield [r.number, maskName(people.get(r.applicant)?.name ?? ''), names.get(r.unit_id) ?? '', programmeName(law, r.programme, s?.month ?? ''), r.persons, OUTCOME_LABELS[r.outcome], r.before_fen, r.after_fen, r.after_fen - r.before_fen, r.standard_fen === null ? null : r.standard_fen - r.before_fen, r.standard_fen === null ? null : r.after_fen - r.standard_fen, r.why ? `${CANNOT[r.why]}${r.detail ? `（${r.detail}）` : ''}` : r.standard_fen === null ? '按决定时的规定算不出现发金额，因标准、因其他不能分开' : null];
          }
          after = list.at(-1)?.case_id;
          if (list.length < CHUNK) return;
        }
      }
      const facts: (readonly [string, string])[] = [
        ['测算月份', s.month], ['适用规定', s.law_on], ...triedView(law, s, presentIn(law, s)).map((x): readonly [string, string] => [`${x.programmeName ?? ''}${x.area === 'urban' ? '城市' : x.area === 'rural' ? '农村' : ''}${x.label}`, `${x.before} → ${x.after}`]),
        ['现发', `${t.before.households} 户 ${formatYuan(t.before.fen)}/月`], ['新标准', `${t.after.households} 户 ${formatYuan(t.after.fen)}/月`], ['每月增减', formatYuan(t.monthFen)], ['无法测算', `${t.unknown} 户，按现发计`], ['结果校验', s.hash?.toString('hex') ?? ''],
      ];
      const stream = await toFile(exportBook({ title: s.title, by: byText(who, units), at: clockText(law), purpose: '标准测算', full: false, facts }, [{ name: '测算明细', columns: COLUMNS, rows: rows() }]));
      await logAccess(tx, who, law.now, 'export', `scenario:${s.id}`, '标准测算', { rows: n });
      return { stream, name: `${s.title}测算明细.xlsx` };
    }, { statementTimeout: EXPORT_TIMEOUT });
    return isRefusal(made) ? sendRefusal(reply, made, request.url) : sendWorkbook(reply, made.stream, made.name);
  });
}
