import type { HouseholdFacts } from '../case/facts.ts';
import type { Fen } from '../money/fen.ts';
import { columnOf, type RosterKey } from './columns.ts';
import type { RosterRow, RowFault } from './row.ts';

/** A place of the importing unit's area: the unit itself (`''`) or one of its villages, by name. */
export interface RosterPlace {
  readonly id: number;
  readonly area?: HouseholdFacts['area'] | undefined;
}

/** What the system already knows; each answer is looked up before, none is fetched here. */
export interface RosterWorld {
  /** Places of the unit by name, aliases included; `''` is the unit itself. */
  readonly places: ReadonlyMap<string, RosterPlace>;
  readonly unitName: string;
  /** Whether the programme pays nothing by itself, so that a household may stand on its roster with 0 yuan. */
  readonly moneyless: boolean;
  /** Name under which an identity number is registered in the county, if it is. */
  readonly registered: (idNumber: string) => string | undefined;
  /** Why a person cannot be on another roster line of this programme: runs here already, or stands in the way. */
  readonly standing: (idNumber: string) => string | undefined;
}

/** A household whose every row is right. `members[0]` is the head. */
export interface RosterHousehold {
  readonly members: readonly RosterRow[];
  readonly place: RosterPlace;
  readonly area: HouseholdFacts['area'];
  readonly address: string;
  readonly monthlyFen: Fen;
  readonly fromMonth: string;
  readonly hardship: HouseholdFacts['hardship'];
  readonly account?: RosterRow['account'];
}

export interface RosterCheck {
  readonly households: readonly RosterHousehold[];
  /** In the order of rows. */
  readonly faults: readonly RowFault[];
  /** Rows of households in which something is wrong, without a fault of their own: a household is taken whole or not at all. */
  readonly dragged: readonly number[];
  readonly counts: { readonly rows: number; readonly households: number; readonly good: number; readonly bad: number; readonly goodRows: number; readonly badRows: number; readonly goodFen: Fen };
}

/** Rows of a household beyond which the facts of a case cannot hold it. */
const MAX_MEMBERS = 30;

/**
 * The whole roster against itself and against what the system knows. A household with one wrong row is wrong as a whole.
 * `read` are the rows in file order with the faults found in each alone.
 */
export function checkRoster(read: readonly { readonly value: RosterRow; readonly faults: readonly RowFault[] }[], world: RosterWorld): RosterCheck {
  const faults: RowFault[] = read.flatMap((r) => r.faults);
  const fault = (row: number, key: RosterKey, text: string): void => void faults.push({ row, column: columnOf(key).header, text });
  const firstAt = new Map<string, number>();
  const groups = new Map<string, RosterRow[]>();
  for (const { value: r } of read) {
    // A row without a readable head belongs to nobody: it is faulted already and makes a household of its own.
    const key = r.head || `row ${r.row}`;
    const group = groups.get(key);
    if (group) group.push(r);
    else groups.set(key, [r]);
    if (r.idNumber === '') continue;
    const before = firstAt.get(r.idNumber);
    if (before === undefined) firstAt.set(r.idNumber, r.row);
    else fault(r.row, 'idNumber', `与第 ${before} 行重复，一人只能出现一次`);
    const known = world.registered(r.idNumber);
    if (known !== undefined && r.name !== '' && same(known) !== same(r.name)) fault(r.row, 'name', '该身份证号在系统中已登记为另一姓名，请核对证件');
    const why = world.standing(r.idNumber);
    if (why !== undefined) fault(r.row, 'idNumber', why);
  }

  const candidates: RosterHousehold[] = [];
  for (const rows of groups.values()) {
    const first = rows[0];
    if (!first || first.head === '') continue;
    const heads = rows.filter((r) => r.relation === 'self' && r.idNumber === r.head);
    const head = heads[0];
    if (!head) {
      // A head whose own number is unreadable is faulted there.
      if (!rows.some((r) => r.relation === 'self' && r.idNumber === '')) fault(first.row, 'head', '这一户没有户主本人的行（身份证号与户主身份证号相同、关系为“本人”）');
      continue;
    }
    if (rows.length > MAX_MEMBERS) fault(head.row, 'head', `一户最多 ${MAX_MEMBERS} 人，现有 ${rows.length} 行，请核对户主身份证号`);
    for (const r of rows) {
      if (r === head) continue;
      if (r.monthlyFen !== undefined && r.monthlyFen !== head.monthlyFen) fault(r.row, 'monthly', `与户主行（第 ${head.row} 行）不一致，只填在户主行即可`);
      if (r.fromMonth !== undefined && r.fromMonth !== head.fromMonth) fault(r.row, 'fromMonth', `与户主行（第 ${head.row} 行）不一致，只填在户主行即可`);
      if (r.village !== '' && r.village !== head.village) fault(r.row, 'village', `与户主行（第 ${head.row} 行）不一致`);
      if (r.account !== undefined && (r.account.number !== head.account?.number || r.account.holder !== head.account.holder)) fault(r.row, 'account', `与户主行（第 ${head.row} 行）不一致，收款账户只填在户主行`);
    }
    const place = world.places.get(head.village.normalize('NFKC'));
    if (!place) {
      const names = [...world.places.keys()].filter((n) => n !== '');
      fault(head.row, 'village', `${world.unitName}没有“${head.village.slice(0, 20)}”，可填：${names.slice(0, 12).join('、')}${names.length > 12 ? ` 等 ${names.length} 个` : ''}`);
    }
    const area = head.area ?? place?.area ?? world.places.get('')?.area;
    if (place && area === undefined) fault(head.row, 'area', '必填：这个单位没有城乡属性，可填：城市、农村');
    if (head.monthlyFen === 0 && !world.moneyless) fault(head.row, 'monthly', '在享户的月保障金额应大于 0 元');
    if (place && area !== undefined && head.monthlyFen !== undefined && head.fromMonth !== undefined)
      candidates.push({ members: [head, ...rows.filter((r) => r !== head)], place, area, address: head.address, monthlyFen: head.monthlyFen, fromMonth: head.fromMonth, hardship: head.hardship, account: head.account });
  }

  const wrong = new Set(faults.map((f) => f.row));
  const households = candidates.filter((h) => h.members.every((m) => !wrong.has(m.row)));
  const good = new Set(households.flatMap((h) => h.members.map((m) => m.row)));
  const dragged = read.filter((r) => !good.has(r.value.row) && !wrong.has(r.value.row)).map((r) => r.value.row);
  return {
    households, faults: faults.toSorted((a, b) => a.row - b.row), dragged,
    counts: {
      rows: read.length, households: groups.size, good: households.length, bad: groups.size - households.length, goodRows: good.size, badRows: read.length - good.size,
      goodFen: households.reduce((n, h) => n + h.monthlyFen, 0),
    },
  };
}

/** One spelling for the dots of a name and for full-width letters. */
const same = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, '').replaceAll(/[•‧∙⋅・･●]/g, '·').toUpperCase();

/** Facts of a taken-over household: what the roster says and nothing besides; persons by the ids they are registered under. */
export function factsOf(h: RosterHousehold, personOf: (idNumber: string) => string, statement: string): HouseholdFacts {
  return {
    applicant: personOf(h.members[0]?.idNumber ?? ''), area: h.area, address: h.address, hardship: h.hardship, statement, single: false, obligors: [], incomes: [], expenses: [], properties: [],
    members: h.members.map((m) => ({ person: personOf(m.idNumber), relation: m.relation, birth: m.birth, sex: m.sex, health: m.health, labour: m.labour, occupation: 'none', ...(m.disability ? { disability: m.disability } : {}) })),
  };
}
