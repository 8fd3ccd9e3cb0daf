import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { RollStatus } from '@doudi/core/payment/model';
import type { Tx } from '../../platform/database.ts';
import { postExcluded } from './freeze.ts';
import { judgeRoll, forLongWork } from './holds.ts';

export interface RollRow {
  readonly id: string;
  readonly programme: string;
  readonly month: string;
  /** Which roll of the month: programmes that pay single sums have several. */
  readonly run: number;
  readonly status: RollStatus;
  readonly item: string;
  readonly made_by: string;
  readonly made_at: string;
  readonly frozen_by: string | null;
  readonly frozen_at: string | null;
  readonly released_by: string | null;
  readonly released_at: string | null;
}

export const ROLL_COLUMNS = sql.raw('id, programme, month, run, status, item, made_by, made_at, frozen_by, frozen_at, released_by, released_at');

/** A roll of the caller's county, locked while it takes a step. */
export async function findRoll(tx: Tx, id: string, lock = false): Promise<RollRow | undefined> {
  return (await sql<RollRow>`select ${ROLL_COLUMNS} from roll where county_id = current_county() and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx)).rows[0];
}

export interface MakeRoll {
  readonly county: number;
  readonly programme: string;
  readonly month: string;
  /** Name of the fund item, as each payment will bear it [GX-70]. */
  readonly item: string;
  /** A programme of single sums: once a roll is frozen, the next one of the same month is opened. */
  readonly several?: boolean;
  readonly excluding: readonly string[];
  readonly today: string;
  readonly now: string;
  readonly user: string;
}

/** The roll of a programme and month: found or opened, locked. Two makers at once meet here. A programme of single sums opens its next run when the last one is no longer being made. */
export async function openRoll(tx: Tx, m: MakeRoll): Promise<{ roll: RollRow; opened: boolean }> {
  const last = (await sql<{ run: number; status: RollStatus }>`select run, status from roll where county_id = ${m.county} and programme = ${m.programme} and month = ${m.month} order by run desc limit 1`.execute(tx)).rows[0];
  const run = last === undefined ? 1 : m.several === true && last.status !== 'drafted' ? last.run + 1 : last.run;
  const { rows } = await sql<{ id: string }>`insert into roll (county_id, id, programme, month, run, status, item, made_by, made_at)
    values (${m.county}, ${randomUUID()}, ${m.programme}, ${m.month}, ${run}, 'drafted', ${m.item}, ${m.user}, ${m.now}) on conflict on constraint roll_once do nothing returning id`.execute(tx);
  const found = (await sql<{ id: string }>`select id from roll where county_id = ${m.county} and programme = ${m.programme} and month = ${m.month} and run = ${run}`.execute(tx)).rows[0];
  const roll = found && (await findRoll(tx, found.id, true));
  if (!roll) throw new Error('roll vanished');
  return { roll, opened: rows.length > 0 };
}

export interface Made {
  readonly added: number;
  readonly carried: number;
  readonly excluded: number;
}

const count = (r: { numAffectedRows?: bigint | undefined }): number => Number(r.numAffectedRows ?? 0n);

/**
 * Fills a drafted roll: a line for every owed month that has none yet, what earlier released rolls left unpaid, then the
 * holds. Set-based; the same specification as `planRoll` of core. Doing it again adds nothing.
 */
export async function fillRoll(tx: Tx, roll: RollRow, m: MakeRoll): Promise<Made> {
  await forLongWork(tx);
  // A benefit's lines have no gap, so its last one tells where to go on.
  const added = await sql`
    insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, status)
    select b.county_id, ${roll.id}, ${roll.id}, b.id, b.case_id, b.person_id, b.unit_id, b.area_id, b.programme, owed.month, ${m.item}, coalesce(share.fen, rate.monthly_fen, b.monthly_fen) - b.cash_fen, 'ready'
    from benefit b
    left join lateral (select to_date(x.month, 'YYYY-MM') + interval '1 month' as next from roll_line x where x.county_id = b.county_id and x.benefit_id = b.id and x.part = 0 order by x.month desc limit 1) had on true
    cross join lateral (
      select to_char(g, 'YYYY-MM') collate "C" as month
      from generate_series(coalesce(had.next, to_date(b.from_month, 'YYYY-MM'))::timestamp, to_date(least(b.to_month, case b.payment when 'once' then b.from_month else ${m.month} end), 'YYYY-MM')::timestamp, interval '1 month') g
    ) owed
    left join lateral (select x.monthly_fen from benefit_rate x where x.county_id = b.county_id and x.benefit_id = b.id and x.from_month <= owed.month order by x.from_month desc limit 1) rate on true
    left join benefit_month share on share.county_id = b.county_id and share.benefit_id = b.id and share.month = owed.month
    where b.county_id = ${m.county} and b.programme = ${m.programme} and b.from_month <= ${m.month} and (b.to_month is null or b.to_month >= b.from_month) and (b.cash_fen = 0 or b.cash_fen < coalesce(rate.monthly_fen, b.monthly_fen))
    on conflict on constraint roll_line_paid_once do nothing`.execute(tx);
  const more = await sql`
    insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, part, reason, item, due_fen, status)
    select b.county_id, ${roll.id}, ${roll.id}, b.id, b.case_id, b.person_id, b.unit_id, b.area_id, b.programme, s.month, s.part, s.reason, ${m.item}, s.fen, 'ready'
    from roll_supplement s join benefit b on b.county_id = s.county_id and b.id = s.benefit_id
    where s.county_id = ${m.county} and s.programme = ${m.programme} and s.month <= ${m.month} and not exists (select from roll_line x where x.county_id = s.county_id and x.benefit_id = s.benefit_id and x.month = s.month and x.part = s.part)`.execute(tx);
  const carried = await sql`
    update roll_line l set pay_roll_id = ${roll.id}, item = ${m.item}, status = 'ready', holds = '{}', cleared = '{}', held_on = null from roll r
    where l.county_id = ${m.county} and l.programme = ${m.programme} and l.status in ('held', 'rejected', 'returned') and r.county_id = l.county_id and r.id = l.pay_roll_id and (r.month, r.run) < (${m.month}, ${roll.run}) and r.status in ('released', 'sent', 'reconciled')`.execute(tx);
  const { excluded, excludedBooked } = await judgeRoll(tx, { county: m.county, roll: roll.id, month: m.month, today: m.today, excluding: m.excluding });
  await postExcluded(tx, excludedBooked, roll.programme, { roll: roll.id, memo: `${m.item} 待遇已终止，不予发放` }, m);
  return { added: count(added) + count(more), carried: count(carried), excluded };
}

/** Everyone who answered a hold in the roll. */
export async function findAnswerers(tx: Tx, roll: string): Promise<string[]> {
  return (await sql<{ by_account: string }>`select distinct by_account from roll_answer where county_id = current_county() and pay_roll_id = ${roll}`.execute(tx)).rows.map((r) => r.by_account);
}

export type RollEventKind = 'made' | 'madeAgain' | 'frozen' | 'back' | 'released' | 'downloaded' | 'sent' | 'returnRead' | 'reconciled' | 'byHand';

/** One line in the roll's own trail. */
export async function insertRollEvent(tx: Tx, e: { county: number; roll: string; kind: RollEventKind; body?: Readonly<Record<string, string | number>>; user: string; name: string; at: string }): Promise<void> {
  await sql`insert into roll_event (county_id, id, roll_id, kind, body, by_account, by_name, at)
    values (${e.county}, ${randomUUID()}, ${e.roll}, ${e.kind}, ${JSON.stringify(e.body ?? {})}::jsonb, ${e.user}, ${e.name}, ${e.at})`.execute(tx);
}
