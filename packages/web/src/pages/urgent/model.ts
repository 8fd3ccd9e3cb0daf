import type { payloads } from '@doudi/core/case/commands';
import type * as z from 'zod';
import type { Draft } from '../../forms/form.ts';
import type { IntakeForm } from '../intake/model.ts';

/** The questions in order: three that register the application, four that put money or goods into a hand. */
export const STEPS = ['who', 'what', 'wait', 'sum', 'two', 'hand', 'proof'] as const;
export const APPLYING = 3;

/** What is typed until the application stands; a draft of the same shape as the counter's. */
export interface UrgentForm extends IntakeForm {
  step: number;
}

/** What is typed until something is handed over. */
export type ReliefForm = z.input<typeof payloads.giveAid> & { step: number; /** The signature: on the receipt now, on it later, or not at all. */ sign: 'signed' | 'later' | 'cannot'; /** The time was typed: otherwise it is that of the last question. */ timeTyped: boolean };

/** Drops what belongs to the answer not chosen. */
export const tidyRelief = ({ step: _step, timeTyped: _typed, sign, ...v }: Draft<ReliefForm>): Draft<z.input<typeof payloads.giveAid>> => ({ ...v, goods: v.form === 'goods' ? (v.goods ?? '') : '', recipientSigned: sign === 'signed', receiptFiles: sign === 'later' ? [] : (v.receiptFiles ?? []), noSignature: sign === 'cannot' ? v.noSignature : undefined });

/** Id of the deadline by which papers and formalities follow the relief. */
export const FORMALITIES = 'papers';
