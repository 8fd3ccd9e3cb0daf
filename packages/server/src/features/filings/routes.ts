import type { FastifyInstance } from 'fastify';
import { exportQuery, summaryExportQuery } from '@doudi/core/api/rosters';
import { LABOUR, MARK_LABELS, CLASSES, CLASS_LABELS, type MonthlyReport } from '@doudi/core/filing/report';
import { AREA_WORDS, LABOUR_WORDS } from '@doudi/core/means/words';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import type { Cell, Column } from '../../platform/excel/write.ts';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { MAX_FILE_BYTES } from '../files/routes.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { admit, byText, clockText, EXPORT_TIMEOUT, exportPlace, parsed, sendWorkbook } from '../rosters/routes.ts';
import { exportBook, toFile } from '../rosters/workbooks.ts';
import { insertComparison, readPlatform } from './compare.ts';
import { dressLines, findFiling, findFilingLines } from './queries.ts';
import { summarise } from './summary.ts';

const NONE = refuse('notfound', '没有这份报备，或不在您的辖区');
const PAGE = 1000;

const REPORT_COLUMNS: readonly Column[] = [
  { header: '指标', kind: 'text', width: 20 }, { header: '上月', kind: 'text', width: 14 }, { header: '新增', kind: 'text', width: 14 }, { header: '存量导入', kind: 'text', width: 14 }, { header: '退出', kind: 'text', width: 14 }, { header: '变更', kind: 'text', width: 14 }, { header: '本月', kind: 'text', width: 14 },
];
const yuan = (fen: number): string => (fen / 100).toFixed(2);

/** A monthly report as rows: movements, then the classes whose sums are the whole. */
export function reportRows(r: MonthlyReport): Cell[][] {
  const moved = (label: string, m: MonthlyReport['persons'], text: (n: number) => string): Cell[] => [label, ...[m.last, m.new, m.imported ?? 0, m.left, m.changed, m.now].map(text)];
  const only = (label: string, n: number | string): Cell[] => [label, null, null, null, null, null, String(n)];
  return [
    moved('户数', r.households, String), moved('人数', r.persons, String), moved('月保障金额（元）', r.fen, yuan),
    ...CLASSES.map((c) => only(`其中：${CLASS_LABELS[c]}`, r.classes[c])), ...(r.labour ? LABOUR.map((k) => only(`其中：${LABOUR_WORDS[k]}`, r.labour?.[k] ?? 0)) : []),
    ...(r.areas ? (['urban', 'rural'] as const).flatMap((a) => [only(`${AREA_WORDS[a]}户数`, r.areas?.[a].households ?? 0), only(`${AREA_WORDS[a]}人数`, r.areas?.[a].persons ?? 0), only(`${AREA_WORDS[a]}月保障金额（元）`, yuan(r.areas?.[a].fen ?? 0))]) : []),
    only('本月申请', r.handled.applied), only('本月确认', r.handled.granted), only('本月不予确认', r.handled.refused),
  ];
}

const LINE_COLUMNS: readonly Column[] = [
  { header: '序号', kind: 'integer', width: 8 }, { header: '户主', kind: 'text', width: 12 }, { header: '案号', kind: 'text', width: 26 }, { header: '人数', kind: 'integer', width: 8 }, { header: '月保障金额（元）', kind: 'money', width: 16 }, { header: '享受起始月', kind: 'text', width: 12 },
  { header: '标记', kind: 'text', width: 12 }, { header: '上期人数', kind: 'integer', width: 10 }, { header: '上期金额（元）', kind: 'money', width: 16 }, { header: '未办结整改要求', kind: 'integer', width: 12 },
];
const SUMMARY_COLUMNS: readonly Column[] = [
  { header: '项目', kind: 'text', width: 20 }, { header: '单位', kind: 'text', width: 18 }, { header: '状态', kind: 'text', width: 16 }, { header: '上月户数', kind: 'integer', width: 10 }, { header: '新增户数', kind: 'integer', width: 10 }, { header: '存量导入户数', kind: 'integer', width: 12 }, { header: '退出户数', kind: 'integer', width: 10 },
  { header: '本月户数', kind: 'integer', width: 10 }, { header: '本月人数', kind: 'integer', width: 10 }, { header: '本月金额（元）', kind: 'money', width: 16 },
];

/** Files of the filings: export of one, of the month's summary, and the platform's roster to compare with. */
export function filingRoutes(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  const { db } = services.installation;

  app.get<{ Params: { id: string } }>('/api/v1/filings/:id/export', { schema: { tags: ['备案'], summary: '导出一份报备：月报表和花名册（写明用途，留痕）' } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'filing.read', '导出报备');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const q = parsed(exportQuery, request.query);
    if (isRefusal(q)) return sendRefusal(reply, q, request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, NONE, request.url);
    const { county } = who;
    const made = await db.transaction(scopeOfWho(who), async (tx) => {
      const f = await findFiling(tx, request.params.id);
      if (!f) return NONE;
      const wait = await exportPlace(tx, who.county);
      if (wait) return wait;
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const unit = units.find((u) => u.id === f.unit_id)?.name ?? '';
      const title = `${unit}${programmeName(law, f.programme, f.month)}报备（${f.month}）`;
      async function* lines(): AsyncGenerator<Cell[]> {
        for (let after = 0; ; ) {
          const rows = await findFilingLines(tx, county, request.params.id, { after, limit: PAGE });
          for (const l of await dressLines(tx, services, county, rows)) yield [l.number, l.payee, l.caseNumber, l.persons, l.monthlyFen, l.fromMonth, MARK_LABELS[l.mark], l.personsBefore, l.fenBefore, l.demands];
          if (rows.length < PAGE) return;
          after = rows.at(-1)?.line_no ?? after;
        }
      }
      const note = { title, by: byText(who, units), at: clockText(law), purpose: q.purpose, full: false, facts: [['单位', unit], ['项目', programmeName(law, f.programme, f.month)], ['月份', f.month], ['报送', `${f.filed_on} ${f.filed_by_name}`], ['花名册行数', String(f.lines)]] as const };
      const stream = await toFile(exportBook(note, [{ name: '月报表', columns: REPORT_COLUMNS, rows: reportRows(f.report) }, { name: '花名册', columns: LINE_COLUMNS, rows: lines() }]));
      await logAccess(tx, who, law.now, 'export', `filing:${f.id}`, q.purpose, { rows: f.lines });
      return { stream, name: `${title}.xlsx` };
    }, { statementTimeout: EXPORT_TIMEOUT });
    return isRefusal(made) ? sendRefusal(reply, made, request.url) : sendWorkbook(reply, made.stream, made.name);
  });

  app.get('/api/v1/filings/summary/export', { schema: { tags: ['备案'], summary: '导出某月基本救助汇总表（写明用途，留痕）' } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'filing.read', '导出汇总表');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    const q = parsed(summaryExportQuery, request.query);
    if (isRefusal(q)) return sendRefusal(reply, q, request.url);
    const { stream, name } = await db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const s = await summarise(tx, law, who, q.month);
      const row = (r: (typeof s.items)[number]): Cell[] => [r.programmeName, r.unitName, r.statusText + (r.late ? '（逾期）' : ''), r.report?.households.last ?? null, r.report?.households.new ?? null, r.report ? (r.report.households.imported ?? 0) : null, r.report?.households.left ?? null, r.report?.households.now ?? null, r.report?.persons.now ?? null, r.report?.fen.now ?? null];
      const rows = s.programmes.flatMap((p): Cell[][] => [...s.items.filter((i) => i.programme === p.programme).map(row), [p.programmeName, '合计', `已报 ${p.filed}／应报 ${p.expected}`, null, p.new.households, p.imported.households, p.left.households, p.now.households, p.now.persons, p.now.fen]]);
      const title = `${units.find((u) => u.id === who.unitId)?.name ?? ''}基本生活救助汇总表（${q.month}）`;
      const file = await toFile(exportBook({ title, by: byText(who, units), at: clockText(law), purpose: q.purpose, full: false, facts: [['月份', q.month]] }, [{ name: '汇总表', columns: SUMMARY_COLUMNS, rows }]));
      await logAccess(tx, who, law.now, 'export', `filing-summary:${q.month}`, q.purpose, { rows: rows.length });
      return { stream: file, name: `${title}.xlsx` };
    });
    return sendWorkbook(reply, stream, name);
  });

  app.post<{ Params: { id: string } }>('/api/v1/filings/:id/comparison', { schema: { tags: ['备案'], summary: '上传上级平台的花名册，与报送的花名册逐户比对', consumes: ['multipart/form-data'] } }, async (request, reply) => {
    const who = await admit(authenticate, request, 'filing.review', '平台数据比对');
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!isUuid(request.params.id)) return sendRefusal(reply, NONE, request.url);
    if (!request.isMultipart()) return sendRefusal(reply, refuse('input.invalid', '请用 multipart/form-data 上传，字段名 file'), request.url);
    const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
    if (!part) return sendRefusal(reply, refuse('input.invalid', '没有文件', { fields: [{ path: 'file', message: '必填' }] }), request.url);
    const bytes = await part.toBuffer().catch(() => undefined);
    if (!bytes || part.file.truncated) return sendRefusal(reply, refuse('body.large', '文件超过 20 MB', { allowed: ['不超过 20 MB 的 .xlsx'] }), request.url);
    const rows = await readPlatform(bytes, new Date().toISOString().slice(0, 10));
    if (isRefusal(rows)) return sendRefusal(reply, rows, request.url);
    const answer = await db.transaction(scopeOfWho(who), async (tx) => {
      const f = await findFiling(tx, request.params.id, true);
      if (!f) return NONE;
      const law = await loadLaw(tx, services, who.county);
      const name = part.filename.replaceAll(/[\p{C}/\\]/gu, '').slice(0, 120) || '平台花名册.xlsx';
      const done = await insertComparison(tx, services, who, law, f, { name, bytes, rows });
      await logAccess(tx, who, law.now, 'search', `filing:${f.id}`, '与上级平台花名册比对', { rows: rows.length });
      return done;
    }, { statementTimeout: EXPORT_TIMEOUT });
    return isRefusal(answer) ? sendRefusal(reply, answer, request.url) : reply.send(answer);
  });
}
