import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { changeFoots, CHANGE_LABELS } from '@doudi/core/payment/change';
import { formatFen } from '@doudi/core/money/fen';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { writeWorkbook, type Cell, type Column } from '../../platform/excel/write.ts';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import { isUuid } from '../../platform/http/uuid.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { changeReason, changeSql, changeTotals, findLastRoll } from './change.ts';
import { rollName } from './view.ts';
import { findRoll } from './make.ts';
import { NO_ROLL } from './steps.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const COLUMNS: readonly Column[] = [
  { header: '变动', kind: 'text', width: 14 }, { header: '单位', kind: 'text', width: 16 }, { header: '案号', kind: 'text', width: 24 }, { header: '领款人', kind: 'text', width: 12 }, { header: '月份', kind: 'text', width: 10 },
  { header: '上批（元）', kind: 'money', width: 14 }, { header: '本批（元）', kind: 'money', width: 14 }, { header: '增减（元）', kind: 'money', width: 14 }, { header: '原因', kind: 'text', width: 50 },
];

/** A cell of a CSV as Excel opens it: quoted, and nothing that it would take for a formula. */
const quoted = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const csvRow = (cells: readonly Cell[]): string => `${cells.map((c, i) => (typeof c === 'number' && COLUMNS[i]?.kind === 'money' ? formatFen(c).replaceAll(',', '') : quoted(String(c ?? '')))).join(',')}\r\n`;

/** 与上批比较 as a workbook or CSV: every changed line with its reason, and sums that foot. Names in full, so the download is logged. */
export function changeFiles(app: FastifyInstance, services: Services, authenticate: Authenticate): void {
  app.get<{ Params: { id: string }; Querystring: { format?: string } }>('/api/v1/rolls/:id/change-file', { schema: { tags: ['资金发放'], summary: '下载与上批比较的明细（xlsx 或 csv，含完整姓名，留痕）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who, request.url);
    if (!may(who.post, 'payment.read')) return sendRefusal(reply, refuse('rights.denied', '由能查看发放的岗位下载'), request.url);
    const csv = request.query.format === 'csv';
    if (!isUuid(request.params.id)) return sendRefusal(reply, NO_ROLL, request.url);
    const made = await services.installation.db.transaction(scopeOfWho(who), async (tx) => {
      const roll = await findRoll(tx, request.params.id);
      if (!roll) return NO_ROLL;
      const law = await loadLaw(tx, services, who.county);
      const last = await findLastRoll(tx, roll);
      const totals = await changeTotals(tx, who.county, last, roll);
      if (!changeFoots(totals.last.fen, totals.now.fen, totals.kinds)) return refuse('payment.state', '上批与本批的合计不能由逐笔变动解释，不能导出', { allowed: ['报告审计'] });
      const { rows } = await changeSql(who.county, last, roll, {}).execute(tx);
      await logAccess(tx, who, law.now, 'download', `roll:${roll.id}`, '下载与上批比较', { lines: rows.length });
      const changed = totals.kinds.filter((k) => k.kind !== 'same');
      const body: Cell[][] = [
        ['上批合计', null, null, null, last?.month ?? null, totals.last.fen, null, null, last ? rollName(law, last) : '没有上一批'],
        ...rows.map((r): Cell[] => [CHANGE_LABELS[r.kind], r.unit_name, r.case_number, services.cipher.decrypt(r.name_enc, `person.name|${who.county}`), r.month, r.last_fen, r.now_fen, r.now_fen - r.last_fen, changeReason(r)]),
        ...changed.map((k): Cell[] => [`${k.text}小计`, null, null, `${k.lines} 笔`, null, k.lastFen, k.nowFen, k.changeFen, null]),
        ['本批合计', null, null, null, roll.month, null, totals.now.fen, totals.now.fen - totals.last.fen, rollName(law, roll)],
      ];
      return { name: `${rollName(law, roll)} 与上批比较`, body };
    });
    if (isRefusal(made)) return sendRefusal(reply, made, request.url);
    const head = (type: string, ending: string) => reply.type(type).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${made.name}.${ending}`)}`).header('cache-control', 'private, no-store');
    if (csv) return head('text/csv; charset=utf-8', 'csv').send(Readable.from([`\uFEFF${COLUMNS.map((c) => quoted(c.header)).join(',')}\r\n`, ...made.body.map(csvRow)]));
    return head(XLSX, 'xlsx').send(await writeWorkbook({ title: made.name, notes: [], sheets: [{ name: '与上批比较', columns: COLUMNS, rows: made.body, footer: made.name }] }));
  });
}
