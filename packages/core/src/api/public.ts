import * as z from 'zod';
import { SUBMISSION_KINDS } from '../case/submissions/payloads.ts';
import { contract, isoDate, month, uuid } from './contract.ts';

const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });
const area = z.string().max(80).optional();

/** A notice that is up, as the staff of the place see it: what the public reads, and whether it should have come down. */
export const noticeRowSchema = z.object({
  id: uuid, case: uuid, number: z.string(), unit: z.string(), village: z.string(), programmeName: z.string(), name: z.string(), applicants: z.number(), persons: z.number().nullable(), fen: z.number().nullable(),
  outcome: z.enum(['grant', 'refuse']), level: z.enum(['unit', 'county']), from: isoDate, until: isoDate, provisional: z.boolean(), place: z.string(), remark: z.string().nullable(),
  /** Still shown to the public today; afterwards only taking it down is left. */
  shown: z.boolean(), light, open: z.number(), url: z.string(),
});
export type NoticeRow = z.infer<typeof noticeRowSchema>;

export const listNotices = contract({
  method: 'GET', path: '/publication/notices', tag: '公示公布', summary: '正在公示和该撤下的公示', permission: 'case.read',
  query: z.strictObject({ village: area }), response: z.object({ items: z.array(noticeRowSchema) }),
});

export const publicListLine = z.object({ name: z.string(), persons: z.number(), fen: z.number().nullable(), payment: z.enum(['monthly', 'once', 'none']), fromMonth: z.string().nullable() });
/** The long-term list of a village, one programme and month: exactly what the public page shows. */
export const listPublished = contract({
  method: 'GET', path: '/publication/lists', tag: '公示公布', summary: '长期公布名单：姓名、人数、金额', permission: 'case.read',
  query: z.strictObject({ village: area, programme: z.string().max(60).optional(), month: month.optional() }),
  response: z.object({
    month, villages: z.array(z.object({ key: z.string(), name: z.string(), unit: z.string(), notices: z.number(), lists: z.number() })),
    village: z.object({ key: z.string(), name: z.string(), unit: z.string(), telephones: z.string(), url: z.string() }).nullable(),
    programmes: z.array(z.object({ id: z.string(), name: z.string(), text: z.string(), households: z.number(), persons: z.number(), lines: z.array(publicListLine) })),
  }),
});

/** What came in from outside, with its answer; the county sees those of all its units, the declined ones with their reasons too. */
export const submissionRowSchema = z.object({
  id: uuid, case: uuid, number: z.string(), unit: z.string(), programmeName: z.string(), kind: z.enum(SUBMISSION_KINDS), kindText: z.string(), by: z.enum(['applicant', 'public']), named: z.boolean(), on: isoDate, due: isoDate.nullable(), light: light.nullable(),
  text: z.string(), files: z.number(), answered: z.object({ on: isoDate, outcome: z.enum(['taken', 'declined']), text: z.string(), by: z.string() }).nullable(),
});
export type SubmissionRow = z.infer<typeof submissionRowSchema>;
export const listSubmissions = contract({
  method: 'GET', path: '/publication/submissions', tag: '公示公布', summary: '网上提交：补材料、说明、撤回、异议', permission: 'case.read',
  query: z.strictObject({ state: z.enum(['open', 'taken', 'declined']).default('open') }), response: z.object({ items: z.array(submissionRowSchema) }),
});

const byCase = z.strictObject({ id: uuid });
/** Shows the applicant's code to the handler, for a receipt that was lost; each look is on record. */
export const showAccessCode = contract({
  method: 'POST', path: '/cases/:id/access-code', tag: '公示公布', summary: '查看申请人的查询码（留痕）', permission: 'case.apply', params: byCase,
  body: z.strictObject({ purpose: z.string().trim().min(2).max(200) }), response: z.object({ number: z.string(), code: z.string(), path: z.string() }),
});
/** Name and telephone that a sender gave; each look is on record. */
export const openSender = contract({
  method: 'POST', path: '/cases/:id/submissions/:submission/sender', tag: '公示公布', summary: '查看提交人留下的姓名、电话（留痕）', permission: 'case.act', params: byCase.extend({ submission: uuid }),
  body: z.strictObject({ purpose: z.string().trim().min(2).max(200) }), response: z.object({ name: z.string().nullable(), phone: z.string().nullable() }),
});
