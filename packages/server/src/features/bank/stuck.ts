import { sql } from 'kysely';
import { daysBetween, formatMonthZh } from '@doudi/core/calendar/date';
import type { Output } from '@doudi/core/api/contract';
import type { STUCK_KINDS, stuckLines } from '@doudi/core/api/bank';
import { HOLDS, type HoldCode, type LineStatus } from '@doudi/core/payment/model';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { pageOf } from '../payments/lists.ts';
import { programmeName } from '../payments/view.ts';

/** Every line whose money is not with the household, though its time has come: since when, why, and whose turn it is. */

type Kind = (typeof STUCK_KINDS)[number];
type Stuck = Output<typeof stuckLines>;

interface Row {
  readonly id: string;
  readonly roll: string | null;
  readonly roll_month: string;
  readonly programme: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly name_enc: Buffer;
  readonly unit_key: string;
  readonly unit_name: string;
  readonly month: string;
  readonly item: string;
  readonly open_fen: number;
  readonly status: LineStatus;
  readonly kind: Kind;
  readonly since: string;
  readonly holds: HoldCode[];
  readonly words: string | null;
  readonly due_on: string | null;
  readonly state: string | null;
}

export const STUCK_TEXT: Readonly<Record<Kind, string>> = { held: '暂缓', unsent: '已放行未送出', transit: '在途，银行未答复', disputed: '银行答复有争议', rejected: '银行未付', returned: '退票' };

/** A line carried from roll to roll is stuck since it first should have been paid: since the bank's first answer, else since its first roll. In RLS of the caller: a unit sees its own. What went to the bank is looked up for those who see the whole county. */
const STUCK = (county: number) => sql`
  select l.id, l.pay_roll_id as roll, r.month as roll_month, l.programme, l.case_id, l.person_id, l.unit_id, l.month, l.item, l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen as open_fen, l.status, l.holds, coalesce(x.words, l.bank_words) as words, b.due_on, s.state,
    case l.status when 'held' then 'held' when 'rejected' then 'rejected' when 'returned' then 'returned' else case when x.state = 'disputed' then 'disputed' when r.status = 'released' then 'unsent' else 'transit' end end as kind,
    case l.status when 'held' then case when l.roll_id <> l.pay_roll_id then coalesce(y.booked_at, o.made_at)::date else coalesce(l.held_on, r.made_at::date) end when 'sent' then case when x.state = 'disputed' then coalesce(x.booked_at, b.sent_at, r.released_at) else coalesce(b.sent_at, r.released_at) end::date else coalesce(x.booked_at, r.released_at, r.made_at)::date end as since
  from roll_line l join roll r on r.county_id = l.county_id and r.id = l.pay_roll_id
  join roll o on o.county_id = l.county_id and o.id = l.roll_id
  left join bank_batch b on b.county_id = l.county_id and b.roll_id = l.pay_roll_id and l.status <> 'held'
  left join lateral (select state, words, booked_at from bank_batch_line x where x.county_id = l.county_id and x.line_id = l.id and x.batch_id = b.id order by x.line_no desc limit 1) x on true
  left join lateral (select min(booked_at) as booked_at from bank_batch_line y where l.status = 'held' and l.roll_id <> l.pay_roll_id and y.county_id = l.county_id and y.line_id = l.id) y on true
  left join bank_sending s on s.county_id = b.county_id and s.batch_id = b.id
  where l.county_id = ${county} and l.status in ('held', 'sent', 'rejected', 'returned')`;

const encode = (r: Row): string => Buffer.from(`${r.since}|${r.id}`).toString('base64url');
function decode(cursor: string | undefined): [string, string] | undefined {
  const m = /^(\d{4}-\d{2}-\d{2})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor ? Buffer.from(cursor, 'base64url').toString('utf8') : '');
  return m?.[1] !== undefined && m[2] !== undefined ? [m[1], m[2]] : undefined;
}

/** Oldest first. */
export async function findStuck(tx: Tx, services: Services, law: Law, q: { unit?: string | undefined; kind?: Kind | 'back' | undefined; cursor?: string | undefined; limit: number }): Promise<Stuck> {
  const { county } = law;
  const from = decode(q.cursor);
  const where = sql`${q.unit ? sql`and u.key = ${q.unit}` : sql``} ${q.kind === 'back' ? sql`and k.kind in ('rejected', 'returned')` : q.kind ? sql`and k.kind = ${q.kind}` : sql``}`;
  const { rows } = await sql<Row>`with k as materialized (${STUCK(county)})
    select k.id, k.roll, k.roll_month, k.programme, k.case_id, f.number as case_number, p.name_enc, u.key as unit_key, u.name as unit_name, k.month, k.item, k.open_fen, k.status, k.kind, k.since, k.holds, k.words, k.due_on, k.state
    from k join case_file f on f.county_id = ${county} and f.id = k.case_id join person p on p.county_id = ${county} and p.id = k.person_id join unit u on u.county_id = ${county} and u.id = k.unit_id
    where true ${where} ${from ? sql`and (k.since, k.id) > (${from[0]}::date, ${from[1]}::uuid)` : sql``} order by k.since, k.id limit ${q.limit + 1}`.execute(tx);
  const sums = (await sql<{ kind: Kind; lines: number; open_fen: number; late: number }>`with k as materialized (${STUCK(county)})
    select k.kind, count(*)::int as lines, sum(k.open_fen)::bigint as open_fen, (count(*) filter (where k.status = 'sent' and k.due_on < ${law.today}::date))::int as late from k join unit u on u.county_id = ${county} and u.id = k.unit_id where true ${where} group by k.kind order by k.kind`.execute(tx)).rows;
  const { items, next } = pageOf(rows, q.limit, encode);
  const total = (of: (s: (typeof sums)[number]) => number): number => sums.reduce((a, s) => a + of(s), 0);
  return {
    next, lines: total((s) => s.lines), openFen: total((s) => s.open_fen), lateLines: total((s) => s.late), kinds: sums.map((s) => ({ kind: s.kind, text: STUCK_TEXT[s.kind], lines: s.lines, openFen: s.open_fen })),
    items: items.map((r) => ({
      line: r.id, roll: r.roll, rollText: `${programmeName(law, r.programme, r.roll_month)} ${formatMonthZh(r.roll_month)}`, case: r.case_id, caseNumber: r.case_number, payee: maskName(services.cipher.decrypt(r.name_enc, `person.name|${county}`)), unit: r.unit_key, unitName: r.unit_name,
      month: r.month, item: r.item, openFen: r.open_fen, status: r.status, kind: r.kind, since: r.since, days: daysBetween(r.since, law.today), late: r.status === 'sent' && r.due_on !== null && law.today > r.due_on, ...turn(r, law),
    })),
  };
}

/** Why it is stuck, whose turn it is, and what that person does. */
function turn(r: Row, law: Law): { why: string; who: string; next: string } {
  const late = r.due_on !== null && law.today > r.due_on;
  switch (r.kind) {
    case 'held': {
      const first = r.holds[0];
      const fact = r.holds.find((h) => !HOLDS[h].byAnswer);
      return { why: r.holds.map((h) => HOLDS[h].text).join('；'), who: fact === undefined ? '发放制单' : '经办人员', next: first === undefined ? '' : HOLDS[fact ?? first].cure };
    }
    case 'unsent':
      if (r.state === 'altered') return { why: '明细与放行时的校验值不一致，银行可能已收', who: '审计', next: '查明改动，并向银行核实是否收到；核实后由发放复核转人工办理' };
      return r.state === 'refused' ? { why: '银行拒收本批次', who: '发放复核', next: '与银行核实后登记整批未付，或由银行改正后重送' }
        : r.state === null || r.state === 'hand' ? { why: '已放行，还没有登记送银行', who: '发放制单', next: '下载代发文件送银行并登记' } : { why: r.state === 'unsure' ? '已送出，银行没有签收' : '等待送出', who: '系统', next: '按同一批次号继续送，不会重复付款' };
    case 'transit':
      return late ? { why: `银行应于 ${r.due_on ?? ''} 前答复，已超期`, who: '发放制单', next: '催问银行；有书面答复的提出核定，由发放复核确认' } : { why: '银行还没有答复', who: '银行', next: r.due_on ? `${r.due_on} 前到账并答复` : '等待答复' };
    case 'disputed':
      return { why: r.words ?? '银行答复有争议', who: '发放制单', next: '向银行取得书面证明后提出核定，由发放复核确认' };
    case 'rejected':
      return { why: r.words ?? '银行未付', who: '经办人员', next: '更换或核实收款账户，下次名单自动带出' };
    case 'returned':
      return { why: r.words ?? '到账后退票', who: '经办人员', next: '更换收款账户，下次名单自动带出' };
  }
}

