import { sql } from 'kysely';
import type { Policy } from '@doudi/core/policy/resolve';
import type { Tx } from '../../platform/database.ts';

const STATE_TEXT = { waiting: '待发送', sending: '正在发送', sent: '已发送', unreachable: '没有登记电话，未发送' } as const;
type State = keyof typeof STATE_TEXT;

/** Whether the county tells people of their payments. */
export const messagesOn = (policy: Policy, today: string, programme: string): boolean => policy.find<boolean>('message.payment', { on: today, programme })?.value === true;

/** What was sent to the payees of a case, newest first. */
export async function findMessages(tx: Tx, county: number, caseId: string) {
  const { rows } = await sql<{ id: string; fen: number; text: string; state: State; made_at: string; sent_at: string | null }>`select id, fen, text, state, made_at, sent_at from message where county_id = ${county} and case_id = ${caseId} order by made_at desc, id limit 100`.execute(tx);
  return rows.map((r) => ({ id: r.id, fen: r.fen, text: r.text, state: r.state, stateText: STATE_TEXT[r.state], madeAt: r.made_at, sentAt: r.sent_at }));
}
