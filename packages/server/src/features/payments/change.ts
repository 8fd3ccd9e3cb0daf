import { sql, type RawBuilder } from 'kysely';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { CHANGE_KINDS, CHANGE_LABELS, type ChangeKind } from '@doudi/core/payment/change';
import { HOLDS, type HoldCode } from '@doudi/core/payment/model';
import type { Tx } from '../../platform/database.ts';
import { ROLL_COLUMNS, type RollRow } from './make.ts';

/** The roll that was paid before this one: the latest of the programme that has been frozen for good. */
export async function findLastRoll(tx: Tx, roll: RollRow): Promise<RollRow | undefined> {
  return (await sql<RollRow>`select ${ROLL_COLUMNS} from roll where county_id = current_county() and programme = ${roll.programme} and (month, run) < (${roll.month}, ${roll.run}) and status in ('released', 'sent', 'reconciled') order by month desc, run desc limit 1`.execute(tx)).rows[0];
}

/** Lines of a roll as `RollEntry` of core says: as they were frozen, or as they stand while it is being made (SQL). */
function entries(county: number, roll: RollRow): RawBuilder<unknown> {
  const ground = sql.raw('b.ground, b.ground_number, b.ground_on, b.to_month, b.dead_on');
  return roll.status === 'drafted'
    ? sql`select l.id as line, l.benefit_id as benefit, l.case_id, l.person_id, l.unit_id, l.month, l.part, l.reason, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as fen, l.status = 'held' as held, l.holds, l.roll_id = l.pay_roll_id as arose,
        l.roll_id = l.pay_roll_id and l.part = 0 and l.month = ${roll.month} as regular, ${ground}
        from roll_line l join benefit b on b.county_id = l.county_id and b.id = l.benefit_id where l.county_id = ${county} and l.pay_roll_id = ${roll.id} and l.status in ('ready', 'held')`
    : sql`select f.line_id as line, f.benefit_id as benefit, f.case_id, f.person_id, f.unit_id, f.month, f.part, l.reason, f.open_fen as fen, f.status = 'held' as held, f.holds, f.arose, f.arose and f.part = 0 and f.month = ${roll.month} as regular,
        f.ground, f.ground_number, f.ground_on, b.to_month, b.dead_on
        from roll_line_fact f join roll_line l on l.county_id = f.county_id and l.id = f.line_id join benefit b on b.county_id = f.county_id and b.id = f.benefit_id
        where f.county_id = ${county} and f.roll_id = ${roll.id} and f.nth = (select freezes from roll where county_id = ${county} and id = ${roll.id})`;
}

/** Every line of both rolls in the item that explains it: the specification is `explainChange` of core. */
function items(county: number, last: RollRow | undefined, now: RollRow): RawBuilder<unknown> {
  const paying = (e: string) => sql.raw(`case when ${e}.held is false then ${e}.fen else 0 end`);
  return sql`
    before as materialized (${last ? entries(county, last) : sql`${entries(county, now)} and false`}),
    after as materialized (${entries(county, now)}),
    item as materialized (
      select case when b.line is null then 'stopped' when b.held then 'held' when a.line is null then 'new' when a.held then 'released' when b.fen > a.fen then 'more' when b.fen < a.fen then 'less' else 'same' end as kind,
        coalesce(b.line, a.line) as line, coalesce(b.case_id, a.case_id) as case_id, coalesce(b.person_id, a.person_id) as person_id, coalesce(b.unit_id, a.unit_id) as unit_id, coalesce(b.month, a.month) as month, 0 as part, null::text as reason,
        ${paying('a')} as last_fen, ${paying('b')} as now_fen, b.holds, coalesce(b.ground, a.ground) as ground, coalesce(b.ground_number, a.ground_number) as ground_number, coalesce(b.ground_on, a.ground_on) as ground_on, coalesce(b.to_month, a.to_month) as to_month, coalesce(b.dead_on, a.dead_on) as dead_on
      from (select * from before where regular) a full join (select * from after where regular) b on b.benefit = a.benefit
      union all
      select case when n.held then 'held' when n.arose then 'supplement' when x.held then 'released' else 'carried' end, n.line, n.case_id, n.person_id, n.unit_id, n.month, n.part, n.reason, 0, ${paying('n')}, n.holds, n.ground, n.ground_number, n.ground_on, n.to_month, n.dead_on
      from after n left join before x on x.line = n.line where not n.regular
      union all
      select 'once', o.line, o.case_id, o.person_id, o.unit_id, o.month, o.part, o.reason, ${paying('o')}, 0, '{}'::text[], o.ground, o.ground_number, o.ground_on, o.to_month, o.dead_on from before o where not o.regular
    )`;
}

export interface ChangeTotals {
  readonly last: { readonly lines: number; readonly fen: number };
  readonly now: { readonly lines: number; readonly fen: number };
  readonly kinds: readonly { readonly kind: ChangeKind; readonly text: string; readonly lines: number; readonly lastFen: number; readonly nowFen: number; readonly changeFen: number }[];
}

/** Sums of both rolls, each counted for itself, and of the items by kind: they must foot. */
export async function changeTotals(tx: Tx, county: number, last: RollRow | undefined, now: RollRow): Promise<ChangeTotals> {
  const { rows } = await sql<{ kind: ChangeKind | 'last' | 'now'; lines: number; last_fen: number; now_fen: number }>`with ${items(county, last, now)}
    select kind, count(*)::int as lines, sum(last_fen)::bigint as last_fen, sum(now_fen)::bigint as now_fen from item group by kind
    union all select 'last', count(*)::int, coalesce(sum(fen), 0)::bigint, 0 from before where not held union all select 'now', count(*)::int, 0, coalesce(sum(fen), 0)::bigint from after where not held`.execute(tx);
  const side = (k: 'last' | 'now') => rows.find((r) => r.kind === k);
  return {
    last: { lines: side('last')?.lines ?? 0, fen: side('last')?.last_fen ?? 0 }, now: { lines: side('now')?.lines ?? 0, fen: side('now')?.now_fen ?? 0 },
    kinds: CHANGE_KINDS.flatMap((kind) => rows.filter((r) => r.kind === kind).map((r) => ({ kind, text: CHANGE_LABELS[kind], lines: r.lines, lastFen: r.last_fen, nowFen: r.now_fen, changeFen: r.now_fen - r.last_fen }))),
  };
}

export interface ChangeRow {
  readonly kind: ChangeKind;
  readonly line: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly name_enc: Buffer;
  readonly unit_id: number;
  readonly unit_name: string;
  readonly month: string;
  readonly part: number;
  readonly reason: string | null;
  readonly last_fen: number;
  readonly now_fen: number;
  readonly holds: HoldCode[] | null;
  readonly ground: string | null;
  readonly ground_number: string | null;
  readonly ground_on: string | null;
  readonly to_month: string | null;
  readonly dead_on: string | null;
}

/** Items in the order of units; what did not change only when asked for by name. */
export function changeSql(county: number, last: RollRow | undefined, now: RollRow, q: { kind?: ChangeKind | undefined; from?: { unit: number; line: string; kind: string } | undefined; limit?: number | undefined }): RawBuilder<ChangeRow> {
  return sql<ChangeRow>`with ${items(county, last, now)}
    select i.kind, i.line, i.case_id, f.number as case_number, p.name_enc, i.unit_id, u.name as unit_name, i.month, i.part, i.reason, i.last_fen, i.now_fen, i.holds, i.ground, i.ground_number, i.ground_on, i.to_month, i.dead_on
    from (select * from item where ${q.kind ? sql`kind = ${q.kind}` : sql`kind <> 'same'`} ${q.from ? sql`and (unit_id, line, kind) > (${q.from.unit}, ${q.from.line}::uuid, ${q.from.kind})` : sql``} order by unit_id, line, kind ${q.limit ? sql`limit ${q.limit}` : sql``}) i
    join case_file f on f.county_id = ${county} and f.id = i.case_id join person p on p.county_id = ${county} and p.id = i.person_id join unit u on u.county_id = ${county} and u.id = i.unit_id
    order by i.unit_id, i.line, i.kind`;
}

const GROUND: Record<string, string> = { grant: '确认决定', change: '变更决定', stop: '终止决定', grade: '护理档次变更', takeover: '存量导入', standard: '提标' };

/** The paper by which a sum stands: what it is, its number, its day. */
export function groundText(r: Pick<ChangeRow, 'ground' | 'ground_number' | 'ground_on'>): string {
  return [r.ground ? (GROUND[r.ground] ?? r.ground) : '', r.ground_number ?? '', r.ground_on ?? ''].filter((x) => x !== '').join(' ');
}

/** Why an item stands in the list, in words. */
export function changeReason(r: ChangeRow): string {
  switch (r.kind) {
    case 'held':
      return (r.holds ?? []).map((h) => HOLDS[h].text).join('；');
    case 'stopped':
      return r.dead_on !== null ? `领款人 ${r.dead_on} 死亡` : r.to_month !== null ? `发放至${formatMonthZh(r.to_month)}；${groundText(r)}` : '不予发放';
    case 'released':
      return r.last_fen === 0 ? '上月暂缓的原因已消除' : '';
    case 'supplement':
      return r.reason ?? `补发 ${formatMonthZh(r.month)}`;
    case 'carried':
      return `${formatMonthZh(r.month)} 银行未付或退票，本批重发`;
    case 'once':
      return r.reason ?? `上批补发或结转的 ${formatMonthZh(r.month)}`;
    default:
      return groundText(r);
  }
}
