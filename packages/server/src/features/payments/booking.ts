import { sql, type RawBuilder } from 'kysely';
import type { EntryKind, EntryLine } from '@doudi/core/ledger/model';
import type { RollStatus } from '@doudi/core/payment/model';
import type { Tx } from '../../platform/database.ts';
import { post } from '../ledger/post.ts';
import { messageOfPayment, type MessageText } from '../messages/make.ts';
import type { RollRow } from './make.ts';

/**
 * Outcomes of sendings booked set by set: on the sendings, on the lines, in the ledger, and as a message to whoever was
 * paid. One statement for a million lines; the ledger gets one entry for each kind of change, summed by unit.
 */

/** What becomes of sendings: line_no int, state text, paid bigint, code text, words text, paid_on date. */
export type Outcomes = RawBuilder<unknown>;

export interface Booking {
  readonly county: number;
  readonly roll: Pick<RollRow, 'id' | 'programme' | 'month' | 'item'>;
  readonly batch: { readonly id: string; readonly number: string };
  /** What makes the same booking the same: the id of the return file, or of a person's answer. */
  readonly key: string;
  /** Account of a person who settled it: files read later no longer change the line. */
  readonly settledBy?: string | undefined;
  readonly by: string;
  readonly today: string;
  readonly now: string;
  /** Absent: no message is made. */
  readonly message: MessageText | undefined;
}

interface Moved {
  readonly kind: keyof typeof WORDS;
  readonly unit: string;
  readonly lines: number;
  /** How much more than before is paid, is open again, is in transit. paid + open + transit = 0. */
  readonly paid: number;
  readonly open: number;
  readonly transit: number;
}

/** The part of a sending that stands open again at the household's line, in SQL. */
const OPEN = (state: string, fen: string, paid: string): RawBuilder<unknown> => sql.raw(`case when ${state} in ('partial', 'rejected', 'returned') then ${fen} - ${paid} else 0 end`);
const TRANSIT = (state: string, fen: string): RawBuilder<unknown> => sql.raw(`case when ${state} in ('sent', 'disputed') then ${fen} else 0 end`);

/**
 * Books outcomes of a batch, as `changeLine` of core says; the sums of the lines still foot. Lines on which money was
 * recovered or waived are left out by the caller: their outcome is a person's. @returns how many lines changed.
 */
export async function book(tx: Tx, b: Booking, outcomes: Outcomes): Promise<number> {
  const { rows } = await sql<Moved>`
    with outcome as materialized (${outcomes}),
    change as materialized (
      select x.line_no, x.line_id, x.account_id, x.fen, x.state as was, x.paid_fen as booked, o.state, o.paid, o.code, o.words, o.paid_on
      from outcome o join bank_batch_line x on x.county_id = ${b.county} and x.batch_id = ${b.batch.id} and x.line_no = o.line_no
      where x.state <> o.state or x.paid_fen <> o.paid
    ),
    line as (
      update roll_line l set paid_fen = l.paid_fen - c.booked + c.paid, bank_words = c.words,
        status = case c.state when 'paid' then 'paid' when 'partial' then 'rejected' when 'rejected' then 'rejected' when 'returned' then 'returned' else 'sent' end,
        refused_account = case when c.state in ('partial', 'rejected', 'returned') then c.account_id else l.refused_account end
      from change c where l.county_id = ${b.county} and l.id = c.line_id
      returning l.id, l.unit_id, l.area_id, l.case_id, l.person_id
    ),
    sending as (
      update bank_batch_line x set state = c.state, paid_fen = c.paid, code = c.code, words = c.words, paid_on = c.paid_on, booked_at = ${b.now}, settled_by = coalesce(${b.settledBy ?? null}::uuid, x.settled_by)
      from change c where x.county_id = ${b.county} and x.batch_id = ${b.batch.id} and x.line_no = c.line_no
    ),
    moved as (
      select case when c.state in ('sent', 'disputed') then 'disputed' when c.state = 'returned' and c.booked > 0 then 'returned' when c.booked > c.paid then 'disputed' when c.paid > c.booked then 'paid' else 'rejected' end as kind,
        l.unit_id, c.paid - c.booked as paid, ${OPEN('c.state', 'c.fen', 'c.paid')} - ${OPEN('c.was', 'c.fen', 'c.booked')} as open, ${TRANSIT('c.state', 'c.fen')} - ${TRANSIT('c.was', 'c.fen')} as transit
      from change c join line l on l.id = c.line_id
    )
    ${b.message === undefined ? sql`` : sql`, told as (${messageOfPayment(b.county, b.batch.id, b.now, b.message, sql`select l.area_id, l.unit_id, l.case_id, l.person_id, l.id as line_id, c.paid as fen, c.paid_on from change c join line l on l.id = c.line_id where c.paid > c.booked`)})`}
    select m.kind, u.key as unit, count(*)::int as lines, sum(m.paid)::bigint as paid, sum(m.open)::bigint as open, sum(m.transit)::bigint as transit
    from moved m join unit u on u.county_id = ${b.county} and u.id = m.unit_id group by m.kind, u.key order by m.kind, u.key`.execute(tx);
  for (const kind of ['paid', 'rejected', 'returned', 'disputed'] as const) {
    const of = rows.filter((r) => r.kind === kind);
    const lines = of.flatMap((r): EntryLine[] => [
      { account: { kind: 'bank', programme: b.roll.programme }, fen: -r.paid },
      { account: { kind: 'payable', programme: b.roll.programme, unit: r.unit }, fen: -r.open },
      { account: { kind: 'transit', programme: b.roll.programme }, fen: -r.transit },
    ]);
    const n = of.reduce((a, r) => a + r.lines, 0);
    if (n > 0) await post(tx, { county: b.county, kind: ENTRY[kind], on: b.today, at: b.now, by: b.by, memo: `批次 ${b.batch.number} ${WORDS[kind]} ${n} 笔`, ref: { roll: b.roll.id, batch: b.batch.id }, key: `bank:${b.key}:${kind}`, lines });
  }
  return rows.reduce((a, r) => a + r.lines, 0);
}

const WORDS = { paid: '银行已付', rejected: '银行未付', returned: '退票', disputed: '答复有争议，冲回' } as const;
/** What a dispute takes back is a payment, or a rejection, the other way round. */
const ENTRY: Record<keyof typeof WORDS, EntryKind> = { paid: 'paid', rejected: 'rejected', returned: 'returned', disputed: 'paid' };

/** The release in the ledger: what was owed is on its way, by unit. */
export async function postRelease(tx: Tx, r: { county: number; roll: Pick<RollRow, 'id' | 'programme'>; batch: string; number: string; today: string; at: string; by: string }): Promise<void> {
  const { rows } = await sql<{ unit: string; fen: number }>`select u.key as unit, sum(x.fen)::bigint as fen from bank_batch_line x join roll_line l on l.county_id = x.county_id and l.id = x.line_id join unit u on u.county_id = l.county_id and u.id = l.unit_id
    where x.county_id = ${r.county} and x.batch_id = ${r.batch} group by u.key order by u.key`.execute(tx);
  const lines = rows.flatMap((u): EntryLine[] => [{ account: { kind: 'payable', programme: r.roll.programme, unit: u.unit }, fen: u.fen }, { account: { kind: 'transit', programme: r.roll.programme }, fen: -u.fen }]);
  await post(tx, { county: r.county, kind: 'released', on: r.today, at: r.at, by: r.by, memo: `批次 ${r.number} 放行`, ref: { roll: r.roll.id, batch: r.batch }, key: `released:${r.batch}`, lines });
}

/** A roll is reconciled when the bank has answered for every line without dispute; a later dispute opens it again. */
export async function closeRoll(tx: Tx, county: number, roll: string, batch: string): Promise<RollStatus> {
  const { rows } = await sql<{ status: RollStatus }>`update roll set status = case when exists (select from bank_batch_line where county_id = ${county} and batch_id = ${batch} and state in ('sent', 'disputed')) then 'sent' else 'reconciled' end
    where county_id = ${county} and id = ${roll} returning status`.execute(tx);
  return rows[0]?.status ?? 'sent';
}

export interface Sent {
  readonly now: string;
  readonly today: string;
  readonly due: { readonly date: string; readonly provisional: boolean };
  /** Who handed it over; null: the bank's interface. */
  readonly by: string | null;
}

/** Notes that a released batch is with the bank, from when on its days count; once. */
export async function markSent(tx: Tx, county: number, roll: string, batch: string, s: Sent): Promise<void> {
  await sql`update bank_batch set sent_by = ${s.by}, sent_at = ${s.now}, sent_on = ${s.today}, due_on = ${s.due.date}, due_provisional = ${s.due.provisional} where county_id = ${county} and id = ${batch} and sent_at is null`.execute(tx);
  await sql`update roll set status = 'sent' where county_id = ${county} and id = ${roll} and status = 'released'`.execute(tx);
}
