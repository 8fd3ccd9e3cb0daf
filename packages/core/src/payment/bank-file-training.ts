import { bankLayoutSchema } from './bank-file-layout.ts';
import type { BankLayout } from './bank-file-layout.ts';

/**
 * Two layouts to start from, of the kinds that paying banks use: a CSV with headings, and fixed widths in GB 18030.
 * A county replaces them by its bank's own in its policy folder.
 */

const CODES = [
  { code: '00', status: 'paid', reason: '成功' },
  { code: '10', status: 'partial', reason: '部分成功' },
  { code: '21', status: 'rejected', reason: '账号已销户' },
  { code: '22', status: 'rejected', reason: '户名与账号不符' },
  { code: '23', status: 'rejected', reason: '账户冻结或长期不动户' },
  { code: '29', status: 'rejected', reason: '其他原因' },
  { code: '31', status: 'returned', reason: '已付后退票：账户已销' },
];

export const CSV_BANK_LAYOUT: BankLayout = bankLayoutSchema.parse({
  id: 'csv-general',
  name: '通用逗号分隔代发文件',
  kind: 'csv',
  encoding: 'utf-8',
  payment: {
    header: [{ key: 'mark', value: 'H' }, { key: 'batchNumber', width: 40 }, { key: 'county' }, { key: 'fundItem' }, { key: 'month', format: 'date' }, { key: 'date', format: 'date' }],
    detail: [
      { key: 'mark', value: 'D' }, { key: 'sequence', format: 'integer' }, { key: 'lineId', width: 40 }, { key: 'accountName', width: 120 }, { key: 'accountNumber', width: 32 },
      { key: 'bank', width: 120, optional: true }, { key: 'amountFen', format: 'yuan' }, { key: 'item', width: 120 },
    ],
    trailer: [{ key: 'mark', value: 'T' }, { key: 'totalCount', format: 'integer' }, { key: 'totalFen', format: 'yuan' }],
  },
  returned: {
    header: [{ key: 'mark', value: 'H' }, { key: 'batchNumber', width: 40 }],
    detail: [
      { key: 'mark', value: 'D' }, { key: 'sequence', format: 'integer' }, { key: 'lineId', width: 40 }, { key: 'accountNumber', width: 32 }, { key: 'amountFen', format: 'yuan' },
      { key: 'paidFen', format: 'yuan' }, { key: 'code' }, { key: 'reason', optional: true }, { key: 'paidOn', format: 'date', optional: true },
    ],
    trailer: [{ key: 'mark', value: 'T' }, { key: 'totalCount', format: 'integer' }, { key: 'paidCount', format: 'integer' }, { key: 'totalPaidFen', format: 'yuan' }],
  },
  codes: CODES,
});

const digits = (key: string, width: number, format: string) => ({ key, width, format, align: 'right', pad: '0' });

export const FIXED_BANK_LAYOUT: BankLayout = bankLayoutSchema.parse({
  id: 'fixed-general',
  name: '通用定长代发文件',
  kind: 'fixed',
  encoding: 'gb18030',
  payment: {
    header: [{ key: 'mark', value: '1', width: 1 }, { key: 'batchNumber', width: 40 }, { key: 'fundItem', width: 60 }, { key: 'month', width: 6, format: 'compact' }, { key: 'date', width: 8, format: 'compact' }, digits('totalCount', 8, 'integer'), digits('totalFen', 15, 'fen')],
    detail: [
      { key: 'mark', value: '2', width: 1 }, digits('sequence', 8, 'integer'), { key: 'lineId', width: 40 }, { key: 'accountNumber', width: 32 }, { key: 'accountName', width: 60 },
      { key: 'bank', width: 60, optional: true }, digits('amountFen', 13, 'fen'), { key: 'item', width: 60 },
    ],
  },
  returned: {
    header: [{ key: 'mark', value: '1', width: 1 }, { key: 'batchNumber', width: 40 }, digits('totalCount', 8, 'integer'), digits('totalPaidFen', 15, 'fen')],
    detail: [
      { key: 'mark', value: '2', width: 1 }, { key: 'lineId', width: 40 }, digits('amountFen', 13, 'fen'), digits('paidFen', 13, 'fen'), { key: 'code', width: 4 },
      { key: 'paidOn', width: 8, format: 'compact', optional: true }, { key: 'reason', width: 60, optional: true },
    ],
  },
  codes: CODES,
});
