import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import { visitTimeSchema } from '../visit-time.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);
/** A unit by its key in the county's organisation. */
const unit = z.string().regex(/^[a-z][a-z0-9.-]*$/).max(80);

/** 人户分离: hand-over between offices and verification for one another [LH-47]: what is sent. */
export const placePayloads = {
  /** The case goes to another office with the papers named; until that office takes it over nothing else is done. */
  handOver: z.strictObject({ unit, reason: text(500), papers: z.array(text(100)).min(1, '移交须列明材料').max(80) }),
  receiveHandOver: z.strictObject({ text: z.string().max(500).default('') }),
  declineHandOver: z.strictObject({ reason: text(500) }),
  /** Another office is asked to look at what lies in its area. */
  askElsewhere: z.strictObject({ unit, what: text(1000) }),
  answerElsewhere: z.strictObject({
    errand: z.uuid(), on: isoDate, investigators: z.array(z.uuid()).max(10), methods: z.array(z.enum(['home', 'neighbour', 'letter', 'video', 'other'])).min(1), findings: text(2000), applicantSigned: z.boolean(),
    photos: z.array(z.uuid()).max(40).default([]), time: visitTimeSchema.optional(),
  }),
} as const;

export const placeLabels: Record<keyof typeof placePayloads, string> = { handOver: '移交办理', receiveHandOver: '接收移交', declineHandOver: '退回移交', askElsewhere: '委托异地核查', answerElsewhere: '反馈异地核查' };
