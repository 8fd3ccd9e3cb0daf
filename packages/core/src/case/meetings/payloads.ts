import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);
const fileIds = z.array(z.uuid()).max(40);
const name = z.string().regex(/^[a-z][a-zA-Z.-]*$/).max(60);
const people = z.number().int().min(0).max(500);

/** Where a member of a standing body was. Who has to keep away is recused, with the reason. */
export const ATTENDANCE = ['present', 'absent', 'recused'] as const;

/** By which way a consultation is held [XX-41]. */
export const CONSULTATION_ROUTES = ['jointMeeting', 'departments'] as const;
export const CONSULTATION_ROUTE_WORDS: Record<(typeof CONSULTATION_ROUTES)[number], string> = { jointMeeting: '社会救助联席会议', departments: '相关部门会商' };

/** Bodies that decide together: appraisal, deliberation, leadership: one mechanism [HQ-148..162, LH-63]: what is sent. */
export const meetingPayloads = {
  holdMeeting: z.strictObject({
    /** Id of the body in the policies. */
    body: z.string().regex(/^[a-z][a-z0-9.-]*$/).max(60),
    on: isoDate, place: text(100), chair: text(40), recorder: z.string().trim().max(40).default(''),
    /** Standing bodies: every member on the register, by id, and where they were. */
    members: z.array(z.strictObject({ member: z.uuid(), kind: name, state: z.enum(ATTENDANCE), reason: z.string().trim().max(200).default('') })).max(60).default([]),
    /** Bodies that are counted: per kind how many were called, came, and had to keep away. */
    counts: z.array(z.strictObject({ kind: name, expected: people, present: people, recused: people.default(0) })).max(12).default([]),
    votesFor: people, votesAgainst: people, abstained: people,
    stages: z.array(name).max(20).default([]),
    inquiry: z.strictObject({ means: z.array(name).min(1).max(10), with: text(60) }).optional(),
    report: z.string().trim().max(4000).default(''),
    /** The sum it fixes (fen), where the body fixes one [HQ-166, HQ-167]. */
    fixedFen: z.number().int().positive().max(100_000_000_00).optional(),
    /** What a consultation finds and lays on whom [XX-41..44]. */
    consultation: z.strictObject({
      route: z.enum(CONSULTATION_ROUTES), difficulties: text(2000), risks: text(2000), measures: z.array(text(300)).max(20),
      duties: z.array(z.strictObject({ organ: text(60), duty: text(300), due: isoDate })).max(20),
    }).optional(),
    minutes: text(4000), photos: fileIds.default([]), signatures: fileIds.default([]),
  }),
  /** The leader in charge signs the combined opinion report, or sends it back to the body [HQ-155]. */
  signReport: z.strictObject({ outcome: z.enum(['agree', 'return']), text: z.string().trim().max(1000).default('') }),
} as const;

export const meetingLabels: Record<keyof typeof meetingPayloads, string> = { holdMeeting: '登记会议', signReport: '签批综合意见' };
