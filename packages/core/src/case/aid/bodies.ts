import type * as z from 'zod';
import type { aidPayloads } from './payloads.ts';

type Sent<K extends keyof typeof aidPayloads> = z.output<(typeof aidPayloads)[K]>;

/** What happened, as the log keeps it. */
export interface AidBodies {
  /** `phase`: relief before the decision, or payment of what was decided. `number` is the receipt's. */
  aidGiven: Sent<'giveAid'> & { readonly phase: 'relief' | 'payment'; readonly number: string };
  givenConfirmed: Sent<'confirmGiven'>;
  aidReceiptAdded: Sent<'addAidReceipt'>;
  givenSettled: Sent<'settleGiven'>;
  emergencyMarked: Sent<'markEmergency'>;
  complexDeclared: Sent<'declareComplex'>;
  /** `id` is what the follow-up names; `name` the department as the table called it that day. */
  referred: Sent<'refer'> & { readonly id: string; readonly name: string; readonly number: string };
  referralAnswered: Sent<'answerReferral'>;
}

export const aidActionLabels: Record<keyof AidBodies, string> = { aidGiven: '给付现金或实物', givenConfirmed: '第二经手人确认', aidReceiptAdded: '补交签收的收据', givenSettled: '处理给付异议', emergencyMarked: '认定须立即救助', complexDeclared: '认定情况复杂', referred: '转介', referralAnswered: '转介答复' };
