import { formatDateShortZh } from '../calendar/calendar.ts';
import { formatFen } from '../money/fen.ts';
import { monthText } from './kit.ts';

/** One household as it stands on the paper roster; names and numbers arrive as they are to be printed. */
export interface RosterLine {
  readonly village: string;
  readonly unit: string;
  readonly payee: string;
  readonly idNumber: string;
  readonly caseNumber: string;
  readonly persons: number;
  readonly fen: number;
  readonly fromMonth: string;
  readonly account: string;
}

/** The roster of a programme for a month on paper: what is printed, nothing to be looked up. */
export interface RosterSheet {
  readonly title: string;
  readonly unit: string;
  readonly dateText: string;
  readonly date: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total: readonly string[];
  readonly signers: readonly string[];
  readonly words: { readonly unit: string; readonly date: string; readonly page: string; readonly pages: string; readonly pageEnd: string; readonly sign: string };
}

/**
 * 花名册 for filing on paper: one line a household in the order given, the sum of households, persons and money below, and
 * lines for those who answer for it. The sum is made from the lines printed, so that paper and total cannot differ.
 */
export function composeRoster(r: { readonly unit: string; readonly programme: string; readonly month: string; readonly date: string; readonly lines: readonly RosterLine[] }): RosterSheet {
  const persons = r.lines.reduce((n, l) => n + l.persons, 0);
  const fen = r.lines.reduce((n, l) => n + l.fen, 0);
  return {
    title: `${r.programme}花名册（${monthText(r.month)}）`, unit: r.unit, date: r.date, dateText: formatDateShortZh(r.date),
    columns: ['序号', '单位', '村（社区）', '户主', '公民身份号码', '案号', '人数', '月保障金额（元）', '起始月份', '开户银行、账号'],
    rows: r.lines.map((l, i) => [String(i + 1), l.unit, l.village, l.payee, l.idNumber, l.caseNumber, String(l.persons), formatFen(l.fen), monthText(l.fromMonth), l.account]),
    total: ['合计', '', '', `${r.lines.length} 户`, '', '', String(persons), formatFen(fen), '', ''],
    signers: ['制表人', '审核人', '单位负责人'],
    words: { unit: '填报单位', date: '填报日期', page: '第', pages: '页　共', pageEnd: '页', sign: '（签名）' },
  };
}
