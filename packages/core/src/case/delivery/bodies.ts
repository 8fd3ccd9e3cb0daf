import type * as z from 'zod';
import type { deliveryPayloads } from './payloads.ts';

/** What happened, as the log keeps it. */
export interface DeliveryBodies {
  letterDelivered: z.output<(typeof deliveryPayloads)['deliverLetter']>;
}

export const deliveryActionLabels: Record<keyof DeliveryBodies, string> = { letterDelivered: '文书送达' };
