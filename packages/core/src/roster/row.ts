import type { Member, HouseholdFacts } from '../case/facts.ts';
import { parseYuan, type Fen } from '../money/fen.ts';
import { readIdentity } from '../people/id-number.ts';
import { columnOf, ROSTER_COLUMNS, type RosterKey } from './columns.ts';

/** What is wrong with a row, in words that say what is allowed; `column` is the header it stands under. */
export interface RowFault {
  readonly row: number;
  readonly column: string;
  readonly text: string;
}

/** One person of the roster as read; fields that were not readable are absent and faulted. */
export interface RosterRow {
  readonly row: number;
  readonly head: string;
  readonly name: string;
  readonly idNumber: string;
  readonly birth: string;
  readonly sex: 'male' | 'female';
  readonly relation: Member['relation'];
  readonly village: string;
  readonly area?: HouseholdFacts['area'] | undefined;
  readonly address: string;
  readonly phone?: string | undefined;
  readonly health: Member['health'];
  readonly disability?: Member['disability'];
  readonly labour: Member['labour'];
  readonly hardship: HouseholdFacts['hardship'];
  readonly monthlyFen?: Fen | undefined;
  readonly fromMonth?: string | undefined;
  readonly account?: { readonly bank: string; readonly holder: string; readonly number: string } | undefined;
}

const NAME = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>|"=\\]{1,50}$/u;
const MONTH = /^(\d{4})[-./年](0?[1-9]|1[0-2])月?(?:[-./](?:0?[1-9]|[12]\d|3[01])日?)?$/;
/** Excel keeps fifteen digits of a number: a longer one typed into a number cell has lost its end. */
const LOST = 1e15;
const NEAR_FEN = 1e-6;

/** Yuan in a cell: text as typed, or a number that is a whole count of fen but for the noise of a computed cell. */
function money(cell: string | number): Fen | undefined {
  if (typeof cell === 'string') return parseYuan(cell);
  const fen = Math.round(cell * 100);
  return cell >= 0 && Number.isSafeInteger(fen) && Math.abs(cell * 100 - fen) < NEAR_FEN * Math.max(1, fen) ? fen : undefined;
}

/** `2019-3`, `2019年3月`, a date cell → `2019-03`. */
export function readMonth(text: string): string | undefined {
  const m = MONTH.exec(text.normalize('NFKC').replaceAll(/\s/g, ''));
  return m ? `${m[1]}-${(m[2] ?? '').padStart(2, '0')}` : undefined;
}

/**
 * One row as typed, on a date (`YYYY-MM-DD`, Shanghai). Every fault of the row is found, not the first only. `household`
 * fields are read from the head's row; on another row they may be empty or repeat the head's, which `checkRoster` compares.
 */
export function readRow(row: number, cells: readonly (string | number | null)[], at: ReadonlyMap<RosterKey, number>, today: string): { readonly value: RosterRow; readonly faults: readonly RowFault[] } {
  const faults: RowFault[] = [];
  const raw = (key: RosterKey): string | number | null => {
    const cell = cells[at.get(key) ?? -1] ?? null;
    return typeof cell === 'string' && cell.trim() === '' ? null : cell;
  };
  const text = (key: RosterKey): string => String(raw(key) ?? '').trim();
  const fault = (key: RosterKey, message: string): void => void faults.push({ row, column: columnOf(key).header, text: message });
  const word = <T extends string>(key: RosterKey, otherwise: T): T => {
    const typed = text(key);
    if (typed === '') return otherwise;
    const words = columnOf(key).words ?? {};
    const code = words[typed.normalize('NFKC')] ?? words[typed];
    if (code === undefined) fault(key, `“${typed.slice(0, 20)}”不在可填范围，可填：${Object.keys(words).join('、')}`);
    return (code ?? otherwise) as T;
  };
  const identity = (key: 'head' | 'idNumber'): { number: string; birth: string; sex: 'male' | 'female' } => {
    const cell = raw(key);
    if (typeof cell === 'number' && cell >= LOST) {
      fault(key, '单元格是数字格式，后几位已经丢失，请改为文本格式后重新录入 18 位号码');
      return { number: '', birth: '', sex: 'male' };
    }
    const read = readIdentity(text(key), today);
    if (!read.ok) {
      fault(key, text(key) === '' ? '必填' : read.reason);
      return { number: '', birth: '', sex: 'male' };
    }
    return read.identity;
  };

  for (const c of ROSTER_COLUMNS) if (c.required === 'every' && c.key !== 'head' && c.key !== 'idNumber' && text(c.key) === '') fault(c.key, c.words ? `必填，可填：${Object.keys(c.words).join('、')}` : '必填');
  const head = identity('head');
  const own = identity('idNumber');
  const name = text('name');
  if (name !== '' && !NAME.test(name)) fault('name', '不超过 50 字，不能含有 < > | " = \\ 等字符');
  const relation = word<Member['relation']>('relation', 'other');
  const isHead = relation === 'self';
  if (text('relation') !== '' && head.number !== '' && own.number !== '' && isHead !== (head.number === own.number)) fault('relation', isHead ? '与户主关系填了“本人”，但身份证号与户主身份证号不同' : '身份证号与户主身份证号相同，与户主关系应填“本人”');
  const phone = text('phone').replaceAll(/[\s-]/g, '');
  if (phone !== '' && !/^(1\d{10}|0\d{9,11}|\d{7,8})$/.test(phone)) fault('phone', '应为 11 位手机号码，或座机号码（可带区号）');

  const kind = word<NonNullable<Member['disability']>['kind'] | ''>('disabilityKind', '');
  const grade = word<'1' | '2' | '3' | '4' | ''>('disabilityGrade', '');
  if ((text('disabilityKind') === '') !== (text('disabilityGrade') === '')) fault(text('disabilityKind') === '' ? 'disabilityKind' : 'disabilityGrade', '残疾类别与残疾等级须同时填写，或都不填');

  const leads = isHead && (own.number === '' || own.number === head.number);
  if (leads) for (const c of ROSTER_COLUMNS) if (c.required === 'head' && text(c.key) === '') fault(c.key, '户主行必填');
  const address = text('address');
  if (address.length > 200) fault('address', '不超过 200 字');
  const sum = raw('monthly');
  const monthlyFen = sum === null ? undefined : money(sum);
  if (sum !== null && monthlyFen === undefined) fault('monthly', '应为金额（元），不小于 0，最多两位小数，例如 1090.50');
  const typedMonth = text('fromMonth');
  const fromMonth = typedMonth === '' ? undefined : readMonth(typedMonth);
  if (typedMonth !== '' && fromMonth === undefined) fault('fromMonth', '应为年月，例如 2019-03');
  if (fromMonth !== undefined && fromMonth > today.slice(0, 7)) fault('fromMonth', `不能晚于本月（${today.slice(0, 7)}），尚未开始享受的请按新申请办理`);
  if (fromMonth !== undefined && fromMonth < '1999-01') fault('fromMonth', '不能早于 1999-01');

  const [bank, holder] = [text('bank'), text('holder')];
  const numberCell = raw('account');
  const number = text('account').replaceAll(/[\s-]/g, '');
  const given = [bank, holder, number].filter((x) => x !== '').length;
  if (given > 0 && given < 3) fault(bank === '' ? 'bank' : holder === '' ? 'holder' : 'account', '开户银行、户名、账号须同时填写，或都不填');
  if (holder !== '' && !NAME.test(holder)) fault('holder', '不超过 50 字，不能含有 < > | " = \\ 等字符');
  if (bank.length > 60) fault('bank', '不超过 60 字');
  if (typeof numberCell === 'number' && numberCell >= LOST) fault('account', '单元格是数字格式，后几位已经丢失，请改为文本格式后重新录入');
  else if (number !== '' && !/^\d{8,30}$/.test(number)) fault('account', '应为 8 至 30 位数字');

  return {
    faults,
    value: {
      row, head: head.number, name, idNumber: own.number, birth: own.birth, sex: own.sex, relation, village: text('village'), area: word<HouseholdFacts['area'] | ''>('area', '') || undefined, address, phone: phone || undefined,
      health: word<Member['health']>('health', 'healthy'), disability: kind && grade ? { kind, grade: Number(grade) } : undefined, labour: word<Member['labour']>('labour', 'able'), hardship: word<HouseholdFacts['hardship']>('hardship', 'other'),
      monthlyFen, fromMonth, account: given === 3 ? { bank, holder, number } : undefined,
    },
  };
}
