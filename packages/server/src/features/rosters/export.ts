import type { Readable } from 'node:stream';
import type { Tx } from '../../platform/database.ts';
import type { Cell, Column } from '../../platform/excel/write.ts';
import type { Services } from '../../services.ts';
import { findTotals, opener, rosterSql, throughCursor, type RosterScope } from './lines.ts';
import { exportBook, toFile, type ExportNote } from './workbooks.ts';

const COLUMNS: readonly Column[] = [
  { header: '序号', kind: 'integer', width: 8 }, { header: '单位', kind: 'text', width: 16 }, { header: '村（社区）', kind: 'text', width: 18 }, { header: '户主', kind: 'text', width: 12 }, { header: '户主身份证号', kind: 'text', width: 22 },
  { header: '案号', kind: 'text', width: 24 }, { header: '保障人数', kind: 'integer', width: 10 }, { header: '其他家庭成员', kind: 'text', width: 24 }, { header: '月保障金额（元）', kind: 'money', width: 16 }, { header: '享受起始月', kind: 'text', width: 12 },
  { header: '开户银行', kind: 'text', width: 18 }, { header: '账号', kind: 'text', width: 24 }, { header: '来源', kind: 'text', width: 14 },
];

export interface ExportedRoster {
  readonly stream: Readable;
  readonly rows: number;
}

/** A month's roster as a workbook, in memory that does not grow with it. The caller has logged who takes it out and why. */
export async function exportRoster(tx: Tx, services: Services, s: RosterScope, note: Omit<ExportNote, 'facts'>, facts: ExportNote['facts']): Promise<ExportedRoster> {
  const totals = await findTotals(tx, s);
  const open = opener(services, s.county, note.full);
  async function* rows(): AsyncGenerator<Cell[]> {
    let n = 0;
    for await (const r of throughCursor(tx, rosterSql(s))) {
      const o = open(r);
      yield [(n += 1), r.unit_name, r.village, o.payee, o.idNumber, r.number, r.persons, o.others, r.fen, r.from_month, r.bank, o.account, r.imported ? '存量导入' : '本系统确认'];
    }
    yield [null, '合计', null, null, `${totals.households} 户`, null, totals.persons, null, totals.fen, null, null, null, totals.imported > 0 ? `存量导入 ${totals.imported} 户` : null];
  }
  const counts: readonly (readonly [string, string])[] = [['户数', String(totals.households)], ['人数', String(totals.persons)], ['其中存量导入', `${totals.imported} 户`]];
  return { stream: await toFile(exportBook({ ...note, facts: [...facts, ...counts] }, [{ name: '花名册', columns: COLUMNS, rows: rows() }])), rows: totals.households };
}
