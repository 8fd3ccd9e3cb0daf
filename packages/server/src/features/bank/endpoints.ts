import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { caseMessages, refuseBatch, rollBank, stuckLines, takeBatch } from '@doudi/core/api/bank';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findCase, NOT_FOUND } from '../cases/context.ts';
import { fundsShort } from '../ledger/funds-short.ts';
import { balanceOf } from '../ledger/post.ts';
import { loadLaw } from '../law/law.ts';
import { findMessages, messagesOn } from '../messages/list.ts';
import { findBatch } from '../payments/batch.ts';
import { book, closeRoll, markSent } from '../payments/booking.ts';
import { findRoll, insertRollEvent } from '../payments/make.ts';
import { NO_ROLL } from '../payments/steps.ts';
import { findSending, handOver, usesInterface, type SendingRow, type SendingState } from './outbox.ts';
import { findStuck } from './stuck.ts';

const STATE: Readonly<Record<SendingState, readonly [text: string, says: string]>> = {
  waiting: ['待送', '系统自动送出，送不通时间隔越来越长地重试'], unsure: ['已送，银行没有签收', '不知银行是否收到；按同一批次号重送，银行对同一批次号只付一次'], received: ['银行已收', '等待银行回盘'],
  answering: ['部分回盘', '有的明细银行还没有答复，继续取回盘'], answered: ['已全部回盘', '继续留意退票'], refused: ['银行拒收', '自动送出已停止，须由人处理'],
  altered: ['明细被改动，银行可能已收', '已停止送出，继续向银行查询是否收到；不得重新放行，须由审计查明'], hand: ['人工送银行', '由人下载、登记送出并读入回盘'],
};

/** sent = paid + rejected + returned + in transit of a batch. What is left of a part payment counts as rejected. */
async function sumBatch(tx: Tx, county: number, batch: string | undefined) {
  const r = (await sql<{ sent: number; paid: number; rejected: number; returned: number; transit: number; lines: number; open: number }>`select coalesce(sum(fen), 0)::bigint as sent, coalesce(sum(paid_fen), 0)::bigint as paid,
    coalesce(sum(fen - paid_fen) filter (where state in ('rejected', 'partial')), 0)::bigint as rejected, coalesce(sum(fen) filter (where state = 'returned'), 0)::bigint as returned, coalesce(sum(fen) filter (where state in ('sent', 'disputed')), 0)::bigint as transit,
    count(*)::int as lines, (count(*) filter (where state in ('sent', 'disputed')))::int as open from bank_batch_line where county_id = ${county} and batch_id = ${batch ?? null}::uuid`.execute(tx)).rows[0];
  const { sent = 0, paid = 0, rejected = 0, returned = 0, transit = 0, lines = 0, open = 0 } = r ?? {};
  return { sentFen: sent, paidFen: paid, rejectedFen: rejected, returnedFen: returned, transitFen: transit, lines, transitLines: open, balanced: sent === paid + rejected + returned + transit };
}

const FAR = '9000-01-01';

async function viewSending(tx: Tx, county: number, s: SendingRow) {
  const [stateText, says] = STATE[s.state];
  const attempts = (await sql<{ kind: string; outcome: string; words: string; at: string; ms: number }>`select kind, outcome, words, at, ms from bank_attempt where county_id = ${county} and batch_id = ${s.batch_id} order by position desc limit 100`.execute(tx)).rows;
  return { state: s.state, stateText, says, queuedAt: s.queued_at, receivedAt: s.received_at, answeredAt: s.answered_at, nextAt: s.state === 'refused' || s.state === 'hand' || s.next_at > FAR ? null : s.next_at, tries: s.attempts, looks: s.polls, lastError: s.last_error, attempts };
}

export function bankEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(rollBank, async (tx, { params }, who) => {
      const roll = await findRoll(tx, params.id);
      if (!roll) return NO_ROLL;
      const law = await loadLaw(tx, services, who.county);
      const batch = await findBatch(tx, roll.id);
      const sending = batch && (await findSending(tx, who.county, batch.id));
      // Row-level security: who does not see the whole county sees no batch, and no county-wide account either.
      const all = who.area === null;
      const transit = all ? -(await balanceOf(tx, who.county, { kind: 'transit', programme: roll.programme })) : 0;
      const lines = all ? ((await sql<{ fen: number }>`select coalesce(sum(x.fen), 0)::bigint as fen from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id join roll r on r.county_id = b.county_id and r.id = b.roll_id
        where x.county_id = ${who.county} and r.programme = ${roll.programme} and x.state in ('sent', 'disputed')`.execute(tx)).rows[0]?.fen ?? 0) : 0;
      const ready = (await sql<{ fen: number }>`select coalesce(sum(due_fen - paid_fen - recovered_fen - waived_fen), 0)::bigint as fen from roll_line where county_id = ${who.county} and pay_roll_id = ${roll.id} and status = 'ready'`.execute(tx)).rows[0]?.fen ?? 0;
      const short = all && (roll.status === 'drafted' || roll.status === 'frozen') ? await fundsShort(tx, law, who.county, roll.programme, ready) : null;
      return {
        channel: (await usesInterface(tx, services, who.county, roll.programme)) ? ('interface' as const) : ('hand' as const), sending: sending ? await viewSending(tx, who.county, sending) : null,
        sums: await sumBatch(tx, who.county, batch?.id), ledger: { transitFen: transit, linesFen: lines, equal: transit === lines }, funds: short && { shortFen: short.shortFen, required: short.required, text: short.text },
      };
    }),
    endpoint(refuseBatch, async (tx, { params, body }, who) => {
      const roll = await findRoll(tx, params.id, true);
      if (!roll) return NO_ROLL;
      const law = await loadLaw(tx, services, who.county);
      const batch = await findBatch(tx, roll.id);
      const sending = batch && (await findSending(tx, who.county, batch.id, true));
      if (!batch || sending?.state !== 'refused' || roll.status === 'reconciled') return refuse('payment.state', '只有银行整批拒收的批次可以登记整批未付', { allowed: sending ? ['等待银行答复'] : ['逐笔核定'] });
      await markSent(tx, who.county, roll.id, batch.id, { now: law.now, today: law.today, due: { date: law.today, provisional: false }, by: who.account });
      const lines = await book(tx, { county: who.county, roll, batch, key: randomUUID(), settledBy: who.account, by: who.account, today: law.today, now: law.now, message: undefined },
        sql`select line_no, 'rejected' as state, 0::bigint as paid, null::text as code, ${body.reason}::text as words, null::date as paid_on from bank_batch_line where county_id = ${who.county} and batch_id = ${batch.id} and state in ('sent', 'disputed')`);
      await closeRoll(tx, who.county, roll.id, batch.id);
      await insertRollEvent(tx, { county: who.county, roll: roll.id, kind: 'reconciled', body: { reason: body.reason }, user: who.account, name: who.name, at: law.now });
      return { id: roll.id, lines };
    }),
    endpoint(takeBatch, async (tx, { params, body }, who) => {
      const roll = await findRoll(tx, params.id, true);
      if (!roll) return NO_ROLL;
      const batch = await findBatch(tx, roll.id);
      const sending = batch && (await findSending(tx, who.county, batch.id, true));
      if (!batch || !sending) return refuse('payment.state', '本批次没有由银行接口办理', { allowed: ['由发放制单登记送银行、读入回盘'] });
      if (sending.state === 'hand') return refuse('payment.state', '本批次已转人工办理', { allowed: ['由发放制单登记送银行、读入回盘'] });
      await handOver(tx, who.county, batch.id);
      await insertRollEvent(tx, { county: who.county, roll: roll.id, kind: 'byHand', body: { reason: body.reason }, user: who.account, name: who.name, at: (await loadLaw(tx, services, who.county)).now });
      return { id: roll.id };
    }),
    endpoint(stuckLines, async (tx, { query }, who) => await findStuck(tx, services, await loadLaw(tx, services, who.county), query)),
    endpoint(caseMessages, async (tx, { params }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const law = await loadLaw(tx, services, who.county);
      return { on: messagesOn(law.policy, law.today, row.state.programme), items: await findMessages(tx, who.county, row.id) };
    }),
  ];
}
