import type * as z from 'zod';
import type { placePayloads } from './payloads.ts';

type Sent<K extends keyof typeof placePayloads> = z.output<(typeof placePayloads)[K]>;

/** What happened, as the log keeps it. `errand` is what the other office finds on its list. */
export interface PlaceBodies {
  handedOver: Sent<'handOver'> & { readonly errand: string };
  handOverReceived: Sent<'receiveHandOver'> & { readonly errand: string; readonly from: string; readonly unit: string };
  handOverDeclined: Sent<'declineHandOver'> & { readonly errand: string };
  elsewhereAsked: Sent<'askElsewhere'> & { readonly errand: string };
  elsewhereAnswered: Sent<'answerElsewhere'>;
}

export const placeActionLabels: Record<keyof PlaceBodies, string> = { handedOver: '移交办理', handOverReceived: '接收移交', handOverDeclined: '退回移交', elsewhereAsked: '委托异地核查', elsewhereAnswered: '反馈异地核查' };
