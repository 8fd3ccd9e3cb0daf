import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteWidth, decodeBankBytes, encodeBankText } from './bank-file-encoding.ts';
import { bankLayoutSchema } from './bank-file-layout.ts';
import { CSV_BANK_LAYOUT, FIXED_BANK_LAYOUT } from './bank-file-training.ts';
import { BankFileWriter, parseBankFile, parseReturnFile, ReturnReader, writeBankFile } from './bank-file.ts';
import type { BankBatch, BankBatchLine } from './bank-file.ts';

const LAYOUTS = [['csv', CSV_BANK_LAYOUT], ['fixed', FIXED_BANK_LAYOUT]] as const;
const ITEM = '城市最低生活保障金';
const line = (n: number, changes: Partial<BankBatchLine> = {}): BankBatchLine => ({ lineId: `B1-${n}`, sequence: n, accountName: '试甲', accountNumber: `999999000000000${n}`, bank: '测试银行', amountFen: 101_000, item: ITEM, ...changes });
const batch = (lines: readonly BankBatchLine[], changes: Partial<BankBatch> = {}): BankBatch => ({ number: 'B1', county: '测试区', fundItem: ITEM, month: '2026-03', date: '2026-04-01', lines, ...changes });

function written(layout: (typeof LAYOUTS)[number][1], b: BankBatch): string {
  const result = writeBankFile(layout, b);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.text;
}
const faultsOf = (b: BankBatch, layout = CSV_BANK_LAYOUT): string[] => {
  const result = writeBankFile(layout, b);
  return result.ok ? [] : result.faults.map((f) => `${f.code} ${f.field}`);
};

describe('the payment file', () => {
  test('CSV: header, one line per payment with the fund item, trailer with count and sum in yuan', () => {
    expect(written(CSV_BANK_LAYOUT, batch([line(1), line(2, { accountName: '试,"乙"', amountFen: 29 })]))).toBe(
      'H,B1,测试区,城市最低生活保障金,2026-03,2026-04-01\r\nD,1,B1-1,试甲,9999990000000001,测试银行,1010.00,城市最低生活保障金\r\nD,2,B1-2,"试,""乙""",9999990000000002,测试银行,0.29,城市最低生活保障金\r\nT,2,1010.29\r\n',
    );
  });

  test('fixed: every line has the agreed bytes in GB 18030, sums right-aligned with zeros', () => {
    const [header = '', detail = ''] = written(FIXED_BANK_LAYOUT, batch([line(1)])).split('\r\n');
    expect(byteWidth(header, 'gb18030')).toBe(1 + 40 + 60 + 6 + 8 + 8 + 15);
    expect(byteWidth(detail, 'gb18030')).toBe(1 + 8 + 40 + 32 + 60 + 60 + 13 + 60);
    expect(header).toContain('20260320260401' + '00000001' + '000000000101000');
    expect(detail).toContain('0000000101000' + ITEM);
  });

  test('[GX-70] a payment without the exact fund item name is refused, and with it the whole batch', () => {
    expect(faultsOf(batch([line(1), line(2, { item: '' })]))).toEqual(['fund-item item', 'value item']);
    expect(faultsOf(batch([line(1, { item: ' ' })]))).toContain('fund-item item');
    expect(faultsOf(batch([line(1, { item: '其他资金' })]))).toEqual(['fund-item item']);
    expect(faultsOf(batch([line(1, { item: '' })], { fundItem: '' }))).toContain('fund-item fundItem');
    // A layout with nowhere to write it is no layout.
    const without = { ...CSV_BANK_LAYOUT, payment: { ...CSV_BANK_LAYOUT.payment, detail: CSV_BANK_LAYOUT.payment.detail.filter((c) => c.key !== 'item') } };
    expect(bankLayoutSchema.safeParse(without).success).toBe(false);
  });

  test.each([[0], [-1], [0.5], [Number.NaN], [Number.MAX_SAFE_INTEGER + 1]])('a sum of %d fen is refused', (amountFen) => {
    expect(faultsOf(batch([line(1, { amountFen })]))).toContain('amount amountFen');
  });

  test('an empty batch, repeated ids or sequences, bad accounts and impossible dates are refused', () => {
    expect(faultsOf(batch([]))).toEqual(['empty lines']);
    expect(faultsOf(batch([line(1), line(2, { lineId: 'B1-1' })]))).toEqual(['duplicate lineId']);
    expect(faultsOf(batch([line(1), line(2, { sequence: 1 })]))).toEqual(['duplicate sequence']);
    expect(faultsOf(batch([line(1, { accountNumber: '6222 0000' })]))).toContain('account accountNumber');
    expect(faultsOf(batch([line(1, { accountName: '' })]))).toContain('account accountName');
    expect(faultsOf(batch([line(1)], { date: '2026-02-30' }))).toEqual(['value date']);
    expect(faultsOf(batch([line(1)], { month: '2026-13' }))).toEqual(['value month']);
    expect(faultsOf(batch([line(1, { amountFen: Number.MAX_SAFE_INTEGER }), line(2)]))).toContain('total totalFen');
  });

  test.each(LAYOUTS)('%s: a name that would break the file or run as a formula is refused, naming its line', (_kind, layout) => {
    for (const accountName of ['甲\nD,9', '甲\r', '甲\u0000', '甲\u2028', '\u202e甲', '甲\ud800', '=1+1', '+86', '-甲', '@SUM', '＝1', ' 甲', '甲　', '甲'.repeat(200)]) {
      const result = writeBankFile(layout, batch([line(1), line(2, { accountName })]));
      expect(result.ok ? accountName : result.faults.map((f) => `${f.lineId} ${f.field}`)).toEqual(['B1-2 accountName']);
    }
  });
});

const safeText = (max: number) => fc.string({ unit: fc.constantFrom('甲', '乙', '𠮷', '㐂', '·', 'A', 'z', '"', ',', '=', '-', "'", ';', ' ', '0'), minLength: 1, maxLength: max }).filter((s) => s === s.trim() && !/^[=-]/.test(s));
const anyLines = fc
  .array(fc.record({ accountName: safeText(12), accountNumber: fc.stringMatching(/^\d{6,32}$/), amountFen: fc.integer({ min: 1, max: 9_999_999_99 }), bank: fc.option(safeText(12), { nil: undefined }) }), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map(({ bank, ...row }, i): BankBatchLine => ({ lineId: `L-${i}`, sequence: i + 1, item: ITEM, ...row, ...(bank === undefined ? {} : { bank }) })));

describe.each(LAYOUTS)('any batch as %s', (_kind, layout) => {
  test('comes back from its file as it went in, through the bytes of the bank, with count and sum', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const result = writeBankFile(layout, batch(lines));
        if (!result.ok) throw new Error(JSON.stringify(result.faults));
        expect(result).toMatchObject({ count: lines.length, totalFen: lines.reduce((sum, l) => sum + l.amountFen, 0) });
        const arrived = decodeBankBytes(encodeBankText(result.text, layout.encoding), layout.encoding);
        const { batchNumber, lines: read, faults } = parseBankFile(layout, arrived);
        expect({ faults, read, batchNumber }).toEqual({ faults: [], read: lines, batchNumber: 'B1' });
      }),
    );
  });

  test('no name, however made, adds a line or a column: either refused or read back as it was', () => {
    const wild = fc.string({ unit: fc.oneof(fc.constantFrom('=', '+', '-', '@', '"', ',', '\n', '\r', '\t', ';', '|', '\u0000', '＝', ' ', '\ufeff', '2', 'D'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 20 });
    fc.assert(
      fc.property(wild, wild, (accountName, bank) => {
        const lines = [line(1, { accountName, bank }), line(2)];
        const result = writeBankFile(layout, batch(lines));
        if (!result.ok) return result.faults.every((f) => f.lineId === 'B1-1' && (f.field === 'accountName' || f.field === 'bank'));
        const read = parseBankFile(layout, result.text);
        expect(read.faults).toEqual([]);
        expect(read.lines.map((l) => [l.accountName, l.bank ?? ''])).toEqual([[accountName, bank], ['试甲', '测试银行']]);
        return !/^[=+\-@＝＋－＠]/.test(accountName);
      }),
      { numRuns: 300 },
    );
  });

  test('any change to one sum in the file shows in the totals', () => {
    fc.assert(
      fc.property(anyLines, fc.nat(), fc.integer({ min: 1, max: 100 }), (lines, at, more) => {
        const text = written(layout, batch(lines));
        const changed = written(layout, batch(lines.map((l, i) => (i === at % lines.length ? { ...l, amountFen: l.amountFen + more } : l))));
        const frame = (t: string) => t.split('\r\n').filter((l) => /^[HT1]/.test(l));
        const details = (t: string) => t.split('\r\n').filter((l) => /^[D2]/.test(l));
        const [first = '', last] = frame(text);
        const forged = [first, ...details(changed), ...(last === undefined ? [] : [last])].join('\r\n');
        expect(parseBankFile(layout, forged).faults.map((f) => f.field)).toEqual(['totalFen']);
      }),
    );
  });
});

const RETURN = 'H,B1\r\nD,1,B1-1,9999990000000001,1010.00,1010.00,00,,2026-04-02\r\nD,2,B1-2,9999990000000002,1010.00,0.00,21,,\r\nD,3,B1-3,9999990000000003,1010.00,500.5,10,余额不足,2026-04-02\r\nT,3,2,1510.50\r\n';
const returned = (text: string) => parseReturnFile(CSV_BANK_LAYOUT, text);
const fields = (text: string): string[] => returned(text).faults.map((f) => `${f.line} ${f.field}`);

describe('the return file', () => {
  test('is read line by line: paid, rejected with the meaning of its code, partial with the bank\'s own words', () => {
    expect(returned(RETURN)).toEqual({
      batchNumber: 'B1',
      faults: [],
      lines: [
        { lineId: 'B1-1', status: 'paid', amountFen: 101_000, askedFen: 101_000, accountNumber: '9999990000000001', code: '00', reason: '成功', paidOn: '2026-04-02' },
        { lineId: 'B1-2', status: 'rejected', amountFen: 0, askedFen: 101_000, accountNumber: '9999990000000002', code: '21', reason: '账号已销户' },
        { lineId: 'B1-3', status: 'partial', amountFen: 50_050, askedFen: 101_000, accountNumber: '9999990000000003', code: '10', reason: '余额不足', paidOn: '2026-04-02' },
      ],
    });
  });

  test('any line end, a byte-order mark, blank lines, Ctrl-Z and blanks around numbers change nothing', () => {
    const plain = returned(RETURN);
    for (const text of [RETURN.replaceAll('\r\n', '\n'), RETURN.replaceAll('\r\n', '\r'), `\ufeff${RETURN}`, RETURN.replaceAll('\r\n', '\r\n\r\n'), `${RETURN}\u001a`, RETURN.replaceAll('1010.00', ' 1010.00 '), RETURN.trimEnd()]) {
      expect(returned(text)).toMatchObject({ lines: plain.lines, faults: [] });
    }
  });

  test.each([
    ['an unknown code', 'D,1,B1-1,9,1010.00,1010.00,77,,2026-04-02', 'code'],
    ['a success without money', 'D,1,B1-1,9,1010.00,0.00,00,,2026-04-02', 'paidFen'],
    ['a rejection with money', 'D,1,B1-1,9,1010.00,1.00,21,,', 'paidFen'],
    ['a part that is the whole', 'D,1,B1-1,9,1010.00,1010.00,10,,2026-04-02', 'paidFen'],
    ['a success without a date', 'D,1,B1-1,9,1010.00,1010.00,00,,', 'paidOn'],
    ['a date that does not exist', 'D,1,B1-1,9,1010.00,1010.00,00,,2026-02-30', 'paidOn'],
    ['three decimals', 'D,1,B1-1,9,1010.00,1010.001,00,,2026-04-02', 'paidFen'],
    ['a negative sum', 'D,1,B1-1,9,1010.00,-5.00,00,,2026-04-02', 'paidFen'],
    ['a column too few', 'D,1,B1-1,9,1010.00,1010.00,00', ''],
    ['an open quote', 'D,1,"B1-1,9,1010.00,1010.00,00,,2026-04-02', ''],
    ['another kind of record', 'X,1,B1-1,9,1010.00,1010.00,00,,2026-04-02', 'mark'],
    ['an unreadable byte', 'D,1,B1-1,9,1010.00,1010.00,00,\ufffd,2026-04-02', 'reason'],
  ])('%s is a fault of its line and no payment; the other lines are still read', (_name, bad, field) => {
    const good = 'D,2,B1-2,9999990000000002,1010.00,1010.00,00,,2026-04-02';
    const result = returned(`H,B1\n${bad}\n${good}\nT,1,1,1010.00\n`);
    expect(result.lines.map((l) => l.lineId)).toEqual(['B1-2']);
    expect(result.faults.map((f) => [f.line, f.field])).toEqual([[2, field]]);
  });

  test('a line given twice counts once; one that contradicts an earlier one takes both out', () => {
    const paid = 'D,1,B1-1,9,10.00,10.00,00,,2026-04-02';
    const rejected = 'D,1,B1-1,9,10.00,0.00,21,,';
    expect(returned(`H,B1\n${paid}\n${paid}\nT,1,1,10.00`)).toMatchObject({ lines: [{ lineId: 'B1-1', amountFen: 1000 }], faults: [{ line: 3, field: 'lineId' }] });
    expect(returned(`H,B1\n${paid}\n${rejected}\n${paid}\nT,0,0,0.00`)).toMatchObject({ lines: [], faults: [{ line: 3 }, { line: 4 }] });
  });

  test('a file cut off, without header, or with totals that do not add up shows it', () => {
    expect(fields(RETURN.replace(/T.*\r\n/, ''))).toEqual(['0 mark']);
    expect(fields(RETURN.replace('H,B1\r\n', ''))).toEqual(['0 mark']);
    expect(fields(RETURN.replace('T,3,2,1510.50', 'T,3,2,1510.51'))).toEqual(['5 totalPaidFen']);
    expect(fields(RETURN + RETURN)).toEqual(expect.arrayContaining(['5 mark', '6 mark']) as string[]);
    expect(fields('')).toEqual(['0 mark', '0 mark']);
  });

  test.each(LAYOUTS)('%s: never throws, whatever arrives', (_kind, layout) => {
    const pieces = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('H,B1\n', 'D,1,', 'T,', '\r\n', '"', '\u0000', '2', RETURN)), { maxLength: 20 }).map((p) => p.join(''));
    fc.assert(
      fc.property(pieces, (text) => {
        const { lines, faults } = parseReturnFile(layout, text);
        parseBankFile(layout, text);
        return lines.every((l) => Number.isSafeInteger(l.amountFen) && l.amountFen >= 0) && Array.isArray(faults);
      }),
    );
  });
});

describe('layouts and bytes', () => {
  test('a layout is refused when records cannot be told apart, widths are missing, or totals have no place', () => {
    const refused = (changes: object) => !bankLayoutSchema.safeParse({ ...CSV_BANK_LAYOUT, ...changes }).success;
    const { payment } = CSV_BANK_LAYOUT;
    expect(refused({})).toBe(false);
    expect(refused({ kind: 'fixed' })).toBe(true);
    expect(refused({ payment: { ...payment, detail: payment.detail.slice(1) } })).toBe(true);
    expect(refused({ payment: { header: payment.header, detail: payment.detail } })).toBe(true);
    expect(refused({ codes: [{ code: '0', status: 'paid', reason: '成功' }, { code: '0', status: 'rejected', reason: '失败' }] })).toBe(true);
    expect(refused({ titles: true })).toBe(true);
    const padded = FIXED_BANK_LAYOUT.payment.detail.map((c) => (c.key === 'accountNumber' ? { ...c, align: 'right', pad: '0' } : c));
    expect(bankLayoutSchema.safeParse({ ...FIXED_BANK_LAYOUT, payment: { ...FIXED_BANK_LAYOUT.payment, detail: padded } }).success).toBe(false);
  });

  test('a CSV with headings and one kind of record reads back', () => {
    const titled = (columns: typeof CSV_BANK_LAYOUT.payment.detail) => columns.map((c) => ({ ...c, title: `列${c.key}` }));
    const layout = bankLayoutSchema.parse({ ...CSV_BANK_LAYOUT, titles: true, payment: { ...CSV_BANK_LAYOUT.payment, detail: titled(CSV_BANK_LAYOUT.payment.detail) }, returned: { detail: titled(CSV_BANK_LAYOUT.returned.detail).slice(1) } });
    const text = written(layout, batch([line(1)]));
    expect(text.split('\r\n')[1]).toContain('列accountNumber');
    expect(parseBankFile(layout, text)).toMatchObject({ lines: [line(1)], faults: [] });
    const back = '列sequence,列lineId,列accountNumber,列amountFen,列paidFen,列code,列reason,列paidOn\n1,B1-1,9,10.00,10.00,00,,2026-04-02\n';
    expect(parseReturnFile(layout, back)).toMatchObject({ lines: [{ lineId: 'B1-1' }], faults: [] });
  });

  test('GB 18030 is the inverse of its decoder for every character that can be written', () => {
    let all = '';
    for (let code = 0x20; code < 0x30000; code += code < 0x10000 ? 1 : 97) {
      const char = String.fromCodePoint(code);
      if (code !== 0xfffd && byteWidth(char, 'gb18030') !== undefined) all += char;
    }
    expect(all.length).toBeGreaterThan(63_000);
    expect(decodeBankBytes(encodeBankText(all, 'gb18030'), 'gb18030')).toBe(all);
    expect([byteWidth('甲A', 'gb18030'), byteWidth('𠮷', 'gb18030'), byteWidth('㐂', 'gb18030'), byteWidth('甲A', 'utf-8'), byteWidth('\ud800', 'utf-8')]).toEqual([3, 4, 4, 4, undefined]);
    expect(() => encodeBankText('\ud800', 'gb18030')).toThrow(RangeError);
    expect(decodeBankBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0xe7, 0x94, 0xb2), 'gb18030')).toBe('甲');
  });
});

test('a file read in pieces cut anywhere is read as in one piece, and a file written line by line is the same file', () => {
  fc.assert(
    fc.property(fc.constantFrom('\r\n', '\n', '\r'), fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }), fc.boolean(), (end, cuts, broken) => {
      const text = `\ufeffH,B1${end}D,1,B1-1,9999990000000001,1010.00,1010.00,00,,2026-04-02${end}${broken ? `T,9,9,9.00${end}D,x${end}` : ''}${end}D,2,B1-2,9999990000000002,1010.00,0.00,21,,${end}T,2,1,1010.00${end}\u001a`;
      const reader = new ReturnReader(CSV_BANK_LAYOUT);
      const lines = [];
      let at = 0;
      for (const n of cuts) {
        lines.push(...reader.push(text.slice(at, at + n)));
        at += n;
      }
      lines.push(...reader.push(text.slice(at)), ...reader.end());
      const whole = parseReturnFile(CSV_BANK_LAYOUT, text);
      expect(lines.map(({ line: _, ...l }) => l)).toEqual(whole.lines);
      expect([...reader.faults, ...reader.totals({ totalCount: 2, paidCount: 1, totalPaidFen: 101_000, totalFen: 202_000 })]).toEqual(whole.faults);
      expect(reader.batchNumber).toBe('B1');
    }),
  );
});

test('a writer whose lines do not make up the count and the sum it began with has a fault', () => {
  const head = { number: 'B1', county: '测试区', fundItem: '救助金', month: '2026-03', date: '2026-04-01', count: 2, totalFen: 300 };
  const line = (n: number) => ({ lineId: `B1-${n}`, sequence: n, accountName: '试甲', accountNumber: '99999900000', amountFen: 100, item: '救助金' });
  const faults = (...lines: number[]): string[] => {
    const w = new BankFileWriter(CSV_BANK_LAYOUT, head);
    w.open();
    for (const n of lines) w.line(line(n));
    w.close();
    return w.faults.map((f) => f.field);
  };
  expect(faults(1)).toEqual(['totalCount']);
  expect(faults(1, 2)).toEqual(['totalFen']);
  expect(faults(2, 1)).toContain('sequence');
  expect(faults(1, 1)).toEqual(expect.arrayContaining(['lineId', 'sequence']));
});
