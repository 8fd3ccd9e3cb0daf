import type * as z from 'zod';
import type { carePayloads } from './payloads.ts';

type Sent<K extends keyof typeof carePayloads> = z.output<(typeof carePayloads)[K]>;

/** What happened, as the log keeps it. */
export interface CareBodies {
  /** `unable` items of the six, and the grade that the table of the day makes of them. */
  selfCareAssessed: Sent<'recordSelfCare'> & { readonly unable: number; readonly grade: string; readonly gradeLabel: string };
  wishRecorded: Sent<'recordWish'>;
  careArranged: Sent<'arrangeCare'>;
  /** `assessment` is the place in the log of the assessment decided on; the sum holds from `fromMonth`. */
  gradeChanged: Sent<'changeGrade'> & { readonly assessment: number; readonly from: string; readonly to: string; readonly fromLabel: string; readonly toLabel: string; readonly fromFen: number; readonly monthlyFen: number; readonly fromMonth: string; readonly number: string };
}

export const careActionLabels: Record<keyof CareBodies, string> = { selfCareAssessed: '生活自理能力评估', wishRecorded: '登记供养意愿', careArranged: '落实供养与照料', gradeChanged: '调整自理能力等级' };
