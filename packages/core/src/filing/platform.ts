import { formatYuan, parseYuan, type Fen } from '../money/fen.ts';
import { readIdentity } from '../people/id-number.ts';
import { maskIdNumber, maskName } from '../people/mask.ts';

/**
 * The roster of the platform above (省、市救助平台) against the roster that a unit filed: what each has that the other has
 * not, and where they say something different of one household [HQ-133]. Households are matched by the head's number.
 */
export interface PlatformRow {
  readonly row: number;
  readonly idNumber: string;
  readonly name: string;
  readonly persons?: number | undefined;
  readonly fen?: Fen | undefined;
}

export interface FiledHousehold {
  readonly line: number;
  readonly case: string;
  readonly idNumber: string;
  readonly name: string;
  readonly persons: number;
  readonly fen: Fen;
}

export const DIFFERENCE_KINDS = ['onlyHere', 'onlyPlatform', 'persons', 'amount', 'name'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];
export const DIFFERENCE_LABELS: Record<DifferenceKind, string> = { onlyHere: '平台没有', onlyPlatform: '花名册没有', persons: '人数不同', amount: '金额不同', name: '姓名不同' };

export interface Difference {
  readonly kind: DifferenceKind;
  readonly line?: number | undefined;
  readonly case?: string | undefined;
  readonly row?: number | undefined;
  /** Masked: who stands only on the platform is nobody's case here. */
  readonly who: string;
  readonly text: string;
}

const HEADS: Record<'idNumber' | 'name' | 'persons' | 'fen', readonly string[]> = {
  idNumber: ['户主身份证号', '户主身份证号码', '户主证件号码', '申请人身份证号', '身份证号', '身份证号码', '证件号码', '公民身份号码'], name: ['户主姓名', '户主', '申请人', '申请人姓名', '姓名'],
  persons: ['保障人数', '享受人数', '救助人数', '人数'], fen: ['月保障金额（元）', '月保障金额', '户月保障金额（元）', '户月保障金额', '保障金额', '月救助金额', '救助金额', '金额（元）', '金额'],
};
/** What a file of the platform must show, as people are told. */
export const PLATFORM_COLUMNS = '户主身份证号、户主姓名、保障人数、月保障金额（元）';

type Field = keyof typeof HEADS;
const flat = (cell: string | number | null): string => String(cell ?? '').normalize('NFKC').replaceAll(/\s/g, '');

/** Where the columns stand, by the names platforms give them; undefined where the head's number is not among them. */
export function platformHead(cells: readonly (string | number | null)[]): ReadonlyMap<Field, number> | undefined {
  const at = new Map<Field, number>();
  for (const field of Object.keys(HEADS) as Field[]) {
    const i = HEADS[field].map((h) => cells.findIndex((c) => flat(c) === flat(h))).find((x) => x >= 0);
    if (i !== undefined) at.set(field, i);
  }
  return at.has('idNumber') ? at : undefined;
}

/** A row of the platform's file; undefined where there is no readable number, such as in a row of totals. */
export function platformRow(row: number, cells: readonly (string | number | null)[], at: ReadonlyMap<Field, number>, today: string): PlatformRow | undefined {
  const cell = (f: Field): string | number | null => cells[at.get(f) ?? -1] ?? null;
  const id = readIdentity(String(cell('idNumber') ?? ''), today);
  if (!id.ok) return undefined;
  const persons = Number(cell('persons') ?? Number.NaN);
  const sum = cell('fen');
  return { row, idNumber: id.identity.number, name: String(cell('name') ?? '').trim(), persons: cell('persons') !== null && Number.isInteger(persons) ? persons : undefined, fen: sum === null ? undefined : parseYuan(typeof sum === 'number' ? sum.toFixed(2) : sum) };
}

const same = (a: string, b: string): boolean => a.normalize('NFKC').replaceAll(/\s/g, '') === b.normalize('NFKC').replaceAll(/\s/g, '');

/** Every difference, in the order of the filed lines, then of the platform's rows. What the platform's file does not state is not compared. */
export function comparePlatform(filed: readonly FiledHousehold[], platform: readonly PlatformRow[]): { readonly differences: readonly Difference[]; readonly matched: number } {
  const there = new Map<string, PlatformRow>();
  for (const p of platform) if (!there.has(p.idNumber)) there.set(p.idNumber, p);
  const here = new Set(filed.map((f) => f.idNumber));
  const out: Difference[] = [];
  let matched = 0;
  for (const f of filed) {
    const p = there.get(f.idNumber);
    const base = { line: f.line, case: f.case, who: maskName(f.name) };
    if (!p) {
      out.push({ ...base, kind: 'onlyHere', text: '花名册列为享受，平台花名册中没有，平台数据可能没有同步更新' });
      continue;
    }
    matched += 1;
    const both = { ...base, row: p.row };
    if (p.name !== '' && !same(p.name, f.name)) out.push({ ...both, kind: 'name', text: `同一身份证号，花名册姓名 ${maskName(f.name)}，平台姓名 ${maskName(p.name)}` });
    if (p.persons !== undefined && p.persons !== f.persons) out.push({ ...both, kind: 'persons', text: `花名册 ${f.persons} 人，平台 ${p.persons} 人` });
    if (p.fen !== undefined && p.fen !== f.fen) out.push({ ...both, kind: 'amount', text: `花名册 ${formatYuan(f.fen)}，平台 ${formatYuan(p.fen)}` });
  }
  for (const p of there.values()) if (!here.has(p.idNumber)) out.push({ kind: 'onlyPlatform', row: p.row, who: `${maskName(p.name)} ${maskIdNumber(p.idNumber)}`, text: `平台花名册第 ${p.row} 行列为享受${p.fen === undefined ? '' : `（${formatYuan(p.fen)}）`}，报送的花名册中没有` });
  return { differences: out, matched };
}
