import { sql } from 'kysely';
import type { complaintStatistics, ReceivedWhich } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { daysBetween } from '@doudi/core/calendar/date';
import { addMonths, daysInMonth } from '@doudi/core/case/months';
import { CHANNEL_LABELS, CHANNELS, COMPLAINT_KINDS, KIND_LABELS, SUIT_KINDS } from '@doudi/core/complaint/words';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { linesOf } from './hooks.ts';

interface Received {
  readonly id: string;
  readonly unit: string | null;
  readonly unit_name: string | null;
  readonly kind: (typeof COMPLAINT_KINDS)[number] | (typeof SUIT_KINDS)[number];
  readonly channel: string | null;
  readonly named: boolean;
  readonly received_on: string;
  readonly due: string | null;
  readonly ended_on: string | null;
  readonly answered_on: string | null;
  readonly investigated: boolean;
  readonly satisfaction: string | null;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The period that holds a month, and the one before it of the same length. */
function spanOf(month: string, span: keyof typeof MONTHS): { from: string; to: string; beforeFrom: string; beforeTo: string } {
  const n = MONTHS[span];
  const first = addMonths(`${month.slice(0, 4)}-01`, Math.floor((Number(month.slice(5)) - 1) / n) * n);
  const end = (m: string): string => `${m}-${daysInMonth(m)}`;
  return { from: `${first}-01`, to: end(addMonths(first, n - 1)), beforeFrom: `${addMonths(first, -n)}-01`, beforeTo: end(addMonths(first, -1)) };
}

/** What was received from day to day, as far as the caller may see it: by the day of receipt, not of registration. */
async function findReceived(tx: Tx, county: number, from: string, to: string): Promise<Received[]> {
  return (await sql<Received>`select m.id, u.key as unit, u.name as unit_name, m.state ->> 'kind' as kind, m.state ->> 'channel' as channel, coalesce((m.state ->> 'named')::boolean, true) as named, m.received_on,
      coalesce(m.state ->> 'answerBy', m.state ->> 'acceptBy', m.state ->> 'respondBy') as due, coalesce(m.state -> 'answered' ->> 'on', m.state -> 'declined' ->> 'on', m.state -> 'withdrawn' ->> 'on', m.state -> 'responded' ->> 'on') as ended_on,
      m.state -> 'answered' ->> 'on' as answered_on, coalesce(jsonb_array_length(m.state -> 'investigations'), 0) > 0 as investigated, m.state -> 'answered' ->> 'satisfaction' as satisfaction
    from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where m.county_id = ${county} and m.topic = 'complaint' and m.received_on between ${from} and ${to}`.execute(tx)).rows;
}

const isLate = (r: Received, today: string): boolean => r.due !== null && (r.ended_on ?? today) > r.due;

/** What a number of the statistics counts, of those received in its days. */
const COUNTS: Readonly<Record<ReceivedWhich, (r: Received, today: string) => boolean>> = {
  late: isLate,
  ended: (r, today) => r.ended_on !== null || isLate(r, today),
  inTime: (r, today) => r.ended_on !== null && !isLate(r, today),
  help: (r) => r.kind === 'help' && r.answered_on !== null,
  named: (r) => r.kind === 'report' && r.named,
  investigated: (r) => r.kind === 'report' && r.named && r.investigated,
  asked: (r) => r.satisfaction !== null && r.satisfaction !== 'none',
  content: (r) => r.satisfaction !== null && r.satisfaction !== 'none' && r.satisfaction !== 'not',
};

/** Ids of the complaints behind a number of the statistics. */
export async function receivedIds(tx: Tx, law: Law, q: { readonly from: string; readonly to: string; readonly channel?: string | undefined; readonly which?: ReceivedWhich | undefined }): Promise<Set<string>> {
  const rows = await findReceived(tx, law.county, q.from, q.to);
  return new Set(rows.filter((r) => (q.channel === undefined || r.channel === q.channel) && (q.which === undefined || COUNTS[q.which](r, law.today))).map((r) => r.id));
}

const mean = (list: readonly number[]): number | null => (list.length === 0 ? null : Math.round((list.reduce((a, b) => a + b, 0) / list.length) * 10) / 10);

/** Volume, openness of the lines, days to an answer and satisfaction of a period beside the one before [BQ-52, BQ-53, BQ-54, LH-32]. */
export async function statistics(tx: Tx, services: Services, law: Law, query: { readonly month?: string | undefined; readonly span: 'month' | 'quarter' | 'year' }): Promise<Output<typeof complaintStatistics>> {
  const p = spanOf(query.month ?? law.today.slice(0, 7), query.span);
  const all = await findReceived(tx, law.county, p.beforeFrom, p.to);
  const now = all.filter((r) => r.received_on >= p.from);
  const before = all.filter((r) => r.received_on < p.from);
  const both = (of: (r: Received) => boolean): { now: number; before: number } => ({ now: now.filter(of).length, before: before.filter(of).length });
  const late = (r: Received): boolean => isLate(r, law.today);
  const which = (list: readonly Received[], w: ReceivedWhich): number => list.filter((r) => COUNTS[w](r, law.today)).length;
  const help = (list: readonly Received[]): number | null => mean(list.flatMap((r) => (r.kind === 'help' && r.answered_on ? [daysBetween(r.received_on, r.answered_on)] : [])));
  const units = [...new Map(all.flatMap((r) => (r.unit === null ? [] : [[r.unit, r.unit_name ?? ''] as const])))];
  const { rows: calls } = await sql<{ line: string; now: boolean; n: number; answered: number; resolved: number }>`select line, at >= ${`${p.from}T00:00:00+08:00`}::timestamptz as now, count(*)::int as n, count(*) filter (where answered)::int as answered, count(*) filter (where resolved)::int as resolved
    from hotline_call where county_id = ${law.county} and at >= ${`${p.beforeFrom}T00:00:00+08:00`}::timestamptz and at < ${`${p.to}T23:59:59.999+08:00`}::timestamptz group by 1, 2`.execute(tx);
  const line = (id: string, current: boolean): { n: number; answered: number; resolved: number } => calls.find((c) => c.line === id && c.now === current) ?? { n: 0, answered: 0, resolved: 0 };
  return {
    ...p, volume: { now: now.length, before: before.length },
    byKind: [...COMPLAINT_KINDS, ...SUIT_KINDS].map((kind) => ({ kind, kindText: KIND_LABELS[kind], ...both((r) => r.kind === kind) })).filter((k) => k.now + k.before > 0),
    byChannel: CHANNELS.map((c) => ({ id: c, channel: CHANNEL_LABELS[c], ...both((r) => r.channel === c) })).filter((k) => k.now + k.before > 0),
    byUnit: units.map(([unit, name]) => ({ unit, name, ...both((r) => r.unit === unit), late: now.filter((r) => r.unit === unit && late(r)).length })).toSorted((a, b) => b.now - a.now || (a.unit < b.unit ? -1 : 1)),
    helpDays: { now: help(now), before: help(before) }, onTime: { due: which(now, 'ended'), inTime: which(now, 'inTime') },
    named: { received: which(now, 'named'), investigated: which(now, 'investigated') },
    calls: linesOf(services, law).map((l) => ({ line: l.id, name: l.name, number: l.number, now: line(l.id, true).n, answered: line(l.id, true).answered, resolved: line(l.id, true).resolved, before: line(l.id, false).n, answeredBefore: line(l.id, false).answered })),
    satisfied: { asked: which(now, 'asked'), content: which(now, 'content') },
  };
}
