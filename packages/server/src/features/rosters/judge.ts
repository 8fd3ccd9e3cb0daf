import { setImmediate as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { checkRoster, type RosterCheck, type RosterPlace } from '@doudi/core/roster/check';
import { MAX_ROSTER_ROWS, readHead, ROSTER_SHEET, type RosterKey } from '@doudi/core/roster/columns';
import { readRow, type RosterRow, type RowFault } from '@doudi/core/roster/row';
import type { Programme } from '@doudi/core/policy/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { readRows, type ReadRow, Unreadable } from '../../platform/excel/read.ts';
import type { Services } from '../../services.ts';
import { countyOf } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { below, findUnits, type UnitRow } from '../law/units.ts';
import { excludingOf } from '../payments/steps.ts';
import { findRegistered, type KnownPerson } from '../persons/register.ts';
import { seal } from '../persons/persons.ts';

/** Titles and notes may stand above the head row. */
const ROWS_ABOVE = 5;
/** Rows between two breaths: other requests are served meanwhile. */
const BREATH = 500;
const CHUNK = 5000;

export interface ReadFile {
  readonly headRow: number;
  readonly rows: readonly { readonly value: RosterRow; readonly faults: readonly RowFault[] }[];
}

/** Finds the head row and tells where the columns stand. */
export class HeadFinder {
  #seen = 0;
  at: ReadonlyMap<RosterKey, number> | undefined;
  /** True for the head row itself and whatever stands above it. */
  take(row: ReadRow): Refusal | boolean {
    if (this.at) return false;
    const head = readHead(row.cells);
    if (head.at.size >= 3) {
      if (head.missing.length > 0) return refuse('input.invalid', `表头缺少 ${head.missing.length} 列：${head.missing.join('、')}`, { allowed: ['下载模板，按模板的表头填写'] });
      if (head.twice.length > 0) return refuse('input.invalid', `表头有重复的列：${head.twice.join('、')}`, { allowed: ['每列只出现一次'] });
      this.at = head.at;
      return true;
    }
    return ++this.#seen >= ROWS_ABOVE ? refuse('input.invalid', '没有找到表头，前几行中没有“姓名”“身份证号”等列', { allowed: ['下载模板，按模板的表头填写'] }) : true;
  }
}

/** Rows of an uploaded roster with what is wrong in each alone. Refusal: no workbook, no head, too many rows, nothing in it. */
export async function readRoster(bytes: Buffer, today: string): Promise<ReadFile | Refusal> {
  const finder = new HeadFinder();
  const rows: { value: RosterRow; faults: readonly RowFault[] }[] = [];
  let headRow = 0;
  try {
    for await (const row of readRows(bytes, ROSTER_SHEET, { rows: MAX_ROSTER_ROWS + ROWS_ABOVE })) {
      const skip = finder.take(row);
      if (typeof skip !== 'boolean') return skip;
      if (skip) {
        headRow = row.number;
        continue;
      }
      if (rows.length >= MAX_ROSTER_ROWS) return refuse('input.invalid', `超过 ${MAX_ROSTER_ROWS.toLocaleString('zh-CN')} 行，请分批导入`);
      rows.push(readRow(row.number, row.cells, finder.at ?? new Map(), today));
      if (rows.length % BREATH === 0) await pause();
    }
  } catch (error) {
    if (error instanceof Unreadable) return refuse('file.type', error.message, { allowed: ['.xlsx 工作簿，不超过 20 MB'] });
    throw error;
  }
  return rows.length === 0 ? refuse('input.invalid', '花名册里没有数据', { allowed: [`在“${ROSTER_SHEET}”工作表的表头下面填写`] }) : { headRow, rows };
}

/** The unit's places by name and alias, as they are valid on a day. */
export function placesOf(services: Services, county: number, units: readonly UnitRow[], unit: UnitRow, today: string): Map<string, RosterPlace> {
  const valid = (u: UnitRow): boolean => (u.valid_from ?? '0000') <= today && today <= (u.valid_to ?? '9999');
  const aliases = new Map(countyOf(services, county).layer.units.map((u) => [u.id, u.aliases]));
  const own: RosterPlace = { id: unit.id, area: unit.area ?? undefined };
  const out = new Map<string, RosterPlace>([['', own]]);
  const inside = new Set(below(units, unit.id));
  for (const u of units) {
    if (!inside.has(u.id) || !valid(u)) continue;
    for (const name of [u.name, ...(aliases.get(u.key) ?? [])]) out.set(name.normalize('NFKC'), u.id === unit.id ? own : { id: u.id, area: u.area ?? unit.area ?? undefined });
  }
  return out;
}

interface Standing {
  readonly idx: string;
  readonly programme: string;
  readonly unit_id: number;
  readonly number: string;
  readonly open: boolean;
}

/** Who of these is helped in the county already by the programme or by one that excludes it, or has applied for it. */
async function findStanding(tx: Tx, services: Services, law: Law, programme: string, numbers: readonly string[], area: readonly number[] | null): Promise<Map<string, string>> {
  const s = seal(services, law.county);
  const month = law.today.slice(0, 7);
  const out = new Map<string, string>();
  for (let i = 0; i < numbers.length; i += CHUNK) {
    const byIndex = new Map(numbers.slice(i, i + CHUNK).map((n) => [s.numberIdx(n).toString('hex'), n]));
    const { rows } = await sql<Standing>`select encode(p.number_idx, 'hex') as idx, f.programme, f.unit_id, f.number, f.status <> 'granted' as open
      from case_person p join case_file f on f.county_id = p.county_id and f.id = p.case_id left join benefit b on b.county_id = f.county_id and b.case_id = f.id
      where p.county_id = ${law.county} and p.role = 'member' and p.number_idx in (select decode(x, 'hex') from unnest(${[...byIndex.keys()]}::text[]) x)
        and (f.status in ('applied', 'accepted') and f.programme = ${programme}
          or f.status = 'granted' and f.programme = any (${excludingOf(law.policy, programme, law.today)}::text[]) and case when b.id is null then not f.state ? 'endedFrom' else b.payment = 'monthly' and coalesce(b.to_month, '9999-12') >= ${month} end)`.execute(tx);
    for (const r of rows) {
      const name = law.policy.programme(r.programme, law.today)?.name ?? r.programme;
      const which = area === null || area.includes(r.unit_id) ? `（案号 ${r.number}）` : '（本县其他单位）';
      out.set(byIndex.get(r.idx) ?? '', r.open ? `已有在办的${name}申请${which}，请在原案件上办理，或撤回后再导入` : r.programme === programme ? `已在享受${name}${which}，不能重复导入` : `正在享受${name}${which}，不能同时享受`);
    }
  }
  return out;
}

export interface Judged extends RosterCheck {
  readonly registered: ReadonlyMap<string, readonly KnownPerson[]>;
}

export interface JudgeOf {
  readonly unit: UnitRow;
  readonly programme: Programme;
  /** Whose eyes the words are for: case numbers of other units are not told to a unit. */
  readonly area: readonly number[] | null;
}

/** The file against the system as it is now. The transaction must see the whole county. */
export async function judgeRoster(tx: Tx, services: Services, law: Law, file: ReadFile, of: JudgeOf): Promise<Judged> {
  const numbers = [...new Set(file.rows.map((r) => r.value.idNumber).filter((n) => n !== ''))];
  const registered = await findRegistered(tx, services, law.county, numbers);
  const standing = await findStanding(tx, services, law, of.programme.id, numbers, of.area);
  const units = await findUnits(tx);
  const check = checkRoster(file.rows, {
    unitName: of.unit.name, moneyless: of.programme.payment === 'none', places: placesOf(services, law.county, units, of.unit, law.today),
    registered: (n) => registered.get(n)?.[0]?.name, standing: (n) => standing.get(n),
  });
  return { ...check, registered };
}
