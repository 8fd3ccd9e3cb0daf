import * as z from 'zod';

/**
 * The layout of a bank's file, as data: a county takes what its paying bank (代发银行) prescribes and writes no code.
 * Described with examples in docs/connectors/bank-file.md.
 */

/** Values that a batch and its lines offer. `mark` and `filler` print the column's own `value`. */
const WRITE_KEYS = [
  'mark', 'filler', 'sequence', 'lineId', 'accountName', 'accountNumber', 'bank', 'amountFen', 'item',
  'batchNumber', 'county', 'fundItem', 'month', 'date', 'totalCount', 'totalFen',
] as const;
/** Values that only a return file carries. `paidFen` is what really went out; the totals count that too. */
const RETURN_KEYS = ['paidFen', 'code', 'reason', 'paidOn', 'paidCount', 'totalPaidFen'] as const;
export const COLUMN_KEYS = [...WRITE_KEYS, ...RETURN_KEYS] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** `fen` and `integer` are digits; `yuan` has two decimals; `date` is YYYY-MM-DD, `compact` drops the dashes (dates and months). */
const FORMATS = ['text', 'integer', 'fen', 'yuan', 'date', 'compact'] as const;
export const FORMAT_OF_KEY = {
  mark: ['text'], filler: ['text'], sequence: ['integer'], lineId: ['text'], accountName: ['text'], accountNumber: ['text'], bank: ['text'],
  amountFen: ['fen', 'yuan'], item: ['text'], batchNumber: ['text'], county: ['text'], fundItem: ['text'], month: ['date', 'compact'], date: ['date', 'compact'],
  totalCount: ['integer'], totalFen: ['fen', 'yuan'], paidFen: ['fen', 'yuan'], code: ['text'], reason: ['text'], paidOn: ['date', 'compact'],
  paidCount: ['integer'], totalPaidFen: ['fen', 'yuan'],
} as const satisfies Record<ColumnKey, readonly (typeof FORMATS)[number][]>;

const columnSchema = z
  .strictObject({
    key: z.enum(COLUMN_KEYS),
    /** Heading in the first line of a CSV. */
    title: z.string().min(1).max(60).optional(),
    /** Bytes in the file's encoding: exact in a fixed-width file, at most in a CSV. */
    width: z.number().int().min(1).max(2000).optional(),
    align: z.enum(['left', 'right']).default('left'),
    pad: z.enum([' ', '0']).default(' '),
    format: z.enum(FORMATS).default('text'),
    /** What `mark` and `filler` print. */
    value: z.string().max(200).optional(),
    /** May be empty (the bank's reason, the date of a payment that failed). */
    optional: z.boolean().default(false),
  })
  .refine((c) => (FORMAT_OF_KEY[c.key] as readonly string[]).includes(c.format), '该列不能用这种格式')
  .refine((c) => (c.key === 'mark') === (c.value !== undefined) || c.key === 'filler', '只有 mark 和 filler 列须写 value')
  // Zeros on the left of an account number or a name could not be told from its own.
  .refine((c) => c.pad === ' ' || (c.align === 'right' && ['integer', 'fen', 'yuan'].includes(c.format)), '只有数字列可以右对齐补零');
export type BankColumn = z.infer<typeof columnSchema>;

const columns = z.array(columnSchema).min(1).max(60);
export type BankColumns = z.infer<typeof columns>;

const fileSchema = z.strictObject({
  header: columns.optional(),
  detail: columns,
  trailer: columns.optional(),
});
export type BankRecords = z.infer<typeof fileSchema>;

const has = (list: BankColumns | undefined, key: ColumnKey): boolean => list?.some((c) => c.key === key) === true;
const markOf = (list: BankColumns | undefined): string | undefined => (list?.[0]?.key === 'mark' ? list[0].value : undefined);

/** Records of different kinds are told apart by their first column, never by position: a cut-off file must not pass. */
function marked(records: BankRecords): boolean {
  const lists = [records.header, records.detail, records.trailer].filter((l) => l !== undefined);
  if (lists.length === 1) return true;
  const marks = lists.map(markOf);
  return marks.every((m) => m !== undefined && m !== '') && new Set(marks).size === marks.length;
}

const onceEach = (list: BankColumns | undefined): boolean => {
  const keys = (list ?? []).map((c) => c.key).filter((k) => k !== 'filler');
  return new Set(keys).size === keys.length;
};

export const bankLayoutSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
    name: z.string().min(2),
    kind: z.enum(['csv', 'fixed']),
    /** Bytes on disk; the text given and taken here is always a JavaScript string. */
    encoding: z.enum(['utf-8', 'gb18030']),
    newline: z.enum(['\n', '\r\n']).default('\r\n'),
    delimiter: z.enum([',', ';', '|', '\t']).default(','),
    /** Whether a CSV starts with a line of headings. */
    titles: z.boolean().default(false),
    payment: fileSchema,
    returned: fileSchema,
    /** What the bank's codes mean; `returned` = paid and come back (退票). A code that is not here is a fault, never a guess. */
    codes: z.array(z.strictObject({ code: z.string().max(20), status: z.enum(['paid', 'rejected', 'partial', 'returned']), reason: z.string().min(1).max(100) })).min(1),
  })
  .superRefine((layout, context) => {
    const fault = (message: string): void => context.addIssue({ code: 'custom', message });
    const { payment, returned } = layout;
    for (const records of [payment, returned]) {
      if (!marked(records)) fault('有表头或表尾时，各类记录的第一列须为互不相同的 mark');
      for (const list of [records.header, records.detail, records.trailer]) {
        if (!onceEach(list)) fault('同一记录内列重复');
        if (layout.kind === 'fixed' && list?.some((c) => c.width === undefined)) fault('定长文件每列须写 width');
      }
    }
    for (const key of ['lineId', 'accountName', 'accountNumber', 'amountFen'] as const) if (!has(payment.detail, key)) fault(`代发明细缺少 ${key} 列`);
    // [GX-70] the fund item must reach the bank with each payment, so the layout must have room for it.
    if (!has(payment.detail, 'item')) fault('代发明细缺少 item（资金项目名称）列');
    if (![payment.header, payment.trailer].some((l) => has(l, 'totalCount') && has(l, 'totalFen'))) fault('代发文件须在表头或表尾写总笔数和总金额');
    for (const key of ['lineId', 'code'] as const) if (!has(returned.detail, key)) fault(`回盘明细缺少 ${key} 列`);
    if (!has(returned.detail, 'paidFen') && !has(returned.detail, 'amountFen')) fault('回盘明细缺少金额列');
    if (!has(returned.detail, 'paidFen') && layout.codes.some((c) => c.status === 'partial')) fault('有部分成功时回盘明细须有 paidFen 列');
    if (new Set(layout.codes.map((c) => c.code)).size !== layout.codes.length) fault('回盘代码重复');
    if (layout.titles && layout.kind === 'fixed') fault('定长文件没有标题行');
    const titled = [payment.detail, returned.detail].flat();
    if (layout.titles && titled.some((c) => c.title === undefined)) fault('有标题行时每列须写 title');
  });
export type BankLayout = z.infer<typeof bankLayoutSchema>;
