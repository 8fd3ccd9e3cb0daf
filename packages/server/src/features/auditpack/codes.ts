import { SPLIT_OUTCOME_LABELS } from '@doudi/core/case/aid/splits';
import { ACCOUNTS, ENTRY_KINDS } from '@doudi/core/ledger/model';
import { LETTER_TITLES } from '@doudi/core/letters/model';
import { HOLDS, LINE_STATUS_LABELS, ROLL_STATUS_LABELS } from '@doudi/core/payment/model';
import { ITEM_LABELS, RECOVERY_GROUND_LABELS, RECOVERY_STATUS_LABELS } from '@doudi/core/recovery/model';
import { ANY_POST_LABELS } from '@doudi/core/rights/permissions';
import type { Law } from '../law/law.ts';
import { ANSWER_TEXT, STATE_TEXT } from '../payments/lists.ts';

const labels = (of: Readonly<Record<string, { readonly label: string }>>): Record<string, string> => Object.fromEntries(Object.entries(of).map(([k, v]) => [k, v.label]));

/** What was done to a roll. */
export const ROLL_ACTS: Readonly<Record<string, string>> = { made: '制单', madeAgain: '重新制单', frozen: '冻结送复核', back: '退回制单', released: '复核放行', downloaded: '下载代发文件', sent: '送银行', returnRead: '读入回盘', reconciled: '对账完成', byHand: '改由人工办理' };
const MOVEMENTS = { established: '认定应追回', corrected: '更正减少', recovered: '收回', waived: '免除' };

/** The codes that stand in the tables of the pack, with the words of the desk: table, column, code, word. */
export function codes(law: Law): (readonly [string, string, string, string])[] {
  const of = (file: string, column: string, words: Readonly<Record<string, string>>) => Object.entries(words).map(([code, word]) => [file, column, code, word] as const);
  const holds = Object.fromEntries(Object.entries(HOLDS).map(([k, v]) => [k, v.text]));
  return [
    ...of('全部', '项目', Object.fromEntries(law.policy.programmes(law.today).map((p) => [p.id, p.name]))), ...of('发放/发放明细.csv', '状态', LINE_STATUS_LABELS), ...of('发放/发放明细.csv', '渠道', { bank: '银行', cash: '现金或实物' }), ...of('发放', '暂缓', holds),
    ...of('发放/暂缓与答复.csv', '答复', ANSWER_TEXT), ...of('发放/送银行与答复.csv', '结果', STATE_TEXT), ...of('发放/批次.csv', '状态', ROLL_STATUS_LABELS), ...of('发放/批次经过.csv', '经过', ROLL_ACTS), ...of('发放/核定.csv', '提出的结果', { paid: '已付', rejected: '未付', returned: '退票' }), ...of('发放/核定.csv', '状态', { proposed: '待复核', confirmed: '已复核', refused: '未同意' }),
    ...of('资金/分录.csv', '种类', ENTRY_KINDS), ...of('资金/分录.csv', '账户', labels(ACCOUNTS)), ...of('追回/追回事项.csv', '事由', RECOVERY_GROUND_LABELS), ...of('追回/追回事项.csv', '状态', RECOVERY_STATUS_LABELS), ...of('追回/追回明细.csv', '种类', { money: '发放', ...ITEM_LABELS }), ...of('追回/追回经过.csv', '经过', MOVEMENTS),
    ...of('案件/文书.csv', '种类', LETTER_TITLES), ...of('案件/疑似拆分答复.csv', '认定', SPLIT_OUTCOME_LABELS), ...of('人员.csv', '岗位', ANY_POST_LABELS),
  ];
}
