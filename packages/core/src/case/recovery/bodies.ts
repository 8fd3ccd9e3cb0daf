import type * as z from 'zod';
import type { ClaimLine, Proration, Share } from '../../recovery/model.ts';
import type { recoveryPayloads } from './payloads.ts';

type Sent<K extends keyof typeof recoveryPayloads> = z.output<(typeof recoveryPayloads)[K]>;

/** What happened, as the log keeps it: every sum with the lines it lies on, so that nothing is computed a second time. */
export interface RecoveryBodies {
  recoveryProposed: Sent<'proposeRecovery'> & { readonly recovery: string; readonly proration: Proration; readonly claims: readonly ClaimLine[]; readonly dueFen: number };
  /** Agreed: number of the notice and the day by which it is to be paid. */
  recoveryEstablished: Sent<'establishRecovery'> & { readonly number: string; readonly payBy: string };
  recoveryAnswered: Sent<'noteRecoveryAnswer'>;
  /** `fen`: by how much the debt became less. */
  recoveryCorrected: Sent<'correctRecovery'> & { readonly fen: number };
  recoveryReminded: Sent<'remindRecovery'> & { readonly number: string; readonly payBy: string };
  instalmentsAgreed: Sent<'agreeInstalments'> & { readonly number: string };
  receiptRecorded: Sent<'recordReceipt'> & { readonly receipt: string };
  /** Confirmed, the sum counts: `shares` are the lines it lies on. */
  receiptConfirmed: Sent<'confirmReceipt'> & { readonly fen: number; readonly method: 'bank' | 'cash'; readonly shares: readonly Share[] };
  waiverProposed: Sent<'proposeWaiver'>;
  waiverDecided: Sent<'decideWaiver'> & { readonly fen: number; readonly shares: readonly Share[]; readonly number: string };
  recoveryEscalated: Sent<'escalateRecovery'> & { readonly escalation: string; readonly organ: string; readonly number: string };
  escalationNoted: Sent<'noteEscalation'>;
  recoveryClosed: { readonly recovery: string };
}

export const recoveryActionLabels: Record<keyof RecoveryBodies, string> = {
  recoveryProposed: '提出追回', recoveryEstablished: '认定应追回', recoveryAnswered: '答复或异议', recoveryCorrected: '更正应追回金额', recoveryReminded: '催告', instalmentsAgreed: '签订分期协议',
  receiptRecorded: '登记收回款项', receiptConfirmed: '复核收回款项', waiverProposed: '提出免除', waiverDecided: '决定免除', recoveryEscalated: '移送有关机关', escalationNoted: '移送结果', recoveryClosed: '追回了结',
};
