import * as z from 'zod';
import { LINE_STATUSES } from '../payment/model.ts';
import { contract, isoDate, month, page, pageQuery, uuid } from './contract.ts';

/** The way of a batch through the bank, what is stuck on the way to the household, and what people were told. Sums are integer fen. */

const TAG = '资金发放';
const byId = z.strictObject({ id: uuid });

export const rollBank = contract({
  method: 'GET', path: '/rolls/:id/bank', tag: TAG, summary: '批次与银行的往来：送出、签收、回盘的每次尝试，逐分核对', permission: 'payment.read', params: byId,
  response: z.object({
    /** Whether batches of this programme go through the bank's interface. */
    channel: z.enum(['interface', 'hand']),
    sending: z.object({
      state: z.enum(['waiting', 'unsure', 'received', 'answering', 'answered', 'refused', 'altered', 'hand']), stateText: z.string(), says: z.string(), queuedAt: z.string(), receivedAt: z.string().nullable(), answeredAt: z.string().nullable(), nextAt: z.string().nullable(),
      tries: z.number(), looks: z.number(), lastError: z.string().nullable(),
      attempts: z.array(z.object({ kind: z.string(), outcome: z.string(), words: z.string(), at: z.string(), ms: z.number() })),
    }).nullable(),
    /** sent = paid + rejected + returned + in transit, to the fen. */
    sums: z.object({ sentFen: z.number(), paidFen: z.number(), rejectedFen: z.number(), returnedFen: z.number(), transitFen: z.number(), lines: z.number(), transitLines: z.number(), balanced: z.boolean() }),
    /** What the ledger has in transit for the programme, and what all sendings without an answer sum to. */
    ledger: z.object({ transitFen: z.number(), linesFen: z.number(), equal: z.boolean() }),
    /** Money missing in the special account for what is about to be released. */
    funds: z.object({ shortFen: z.number(), required: z.boolean(), text: z.string() }).nullable(),
  }),
});

export const refuseBatch = contract({
  method: 'POST', path: '/rolls/:id/refused', tag: TAG, summary: '银行整批拒收且确认一分未付：全部明细登记为未付，进入下次名单', permission: 'payment.release', params: byId,
  body: z.strictObject({ reason: z.string().trim().min(2, '请写明理由').max(500) }), response: z.object({ id: uuid, lines: z.number() }),
});

export const takeBatch = contract({
  method: 'POST', path: '/rolls/:id/by-hand', tag: TAG, summary: '批次由银行接口转人工办理：接口不再送出、不再取回盘，由人送银行并读入回盘', permission: 'payment.release', params: byId,
  body: z.strictObject({ reason: z.string().trim().min(2, '请写明理由').max(500) }), response: z.object({ id: uuid }),
});

export const STUCK_KINDS = ['held', 'unsent', 'transit', 'disputed', 'rejected', 'returned'] as const;
export const stuckLines = contract({
  method: 'GET', path: '/payments/stuck', tag: TAG, summary: '没有到户的每一笔：从哪天起、为什么、谁来办', permission: 'payment.read',
  query: pageQuery.extend({ unit: z.string().max(80).optional(), /** `back`: not paid by the bank, or returned. */ kind: z.enum([...STUCK_KINDS, 'back']).optional() }),
  response: page(z.object({
    line: uuid, roll: uuid.nullable(), rollText: z.string(), case: uuid, caseNumber: z.string(), payee: z.string(), unit: z.string(), unitName: z.string(), month, item: z.string(), openFen: z.number(), status: z.enum(LINE_STATUSES), kind: z.enum(STUCK_KINDS),
    since: isoDate, /** Calendar days. */ days: z.number(), late: z.boolean(), why: z.string(), who: z.string(), next: z.string(),
  })).extend({ lines: z.number(), openFen: z.number(), lateLines: z.number(), kinds: z.array(z.object({ kind: z.enum(STUCK_KINDS), text: z.string(), lines: z.number(), openFen: z.number() })) }),
});

export const caseMessages = contract({
  method: 'GET', path: '/cases/:id/messages', tag: TAG, summary: '本案发放后向领款人发送的消息', permission: 'payment.read', params: byId,
  response: z.object({ on: z.boolean(), items: z.array(z.object({ id: uuid, fen: z.number(), text: z.string(), state: z.enum(['waiting', 'sending', 'sent', 'unreachable']), stateText: z.string(), madeAt: z.string(), sentAt: z.string().nullable() })) }),
});
