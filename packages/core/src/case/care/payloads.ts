import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import { personId } from '../facts.ts';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期');
const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);
const fileIds = z.array(z.uuid()).max(40);
const staff = z.uuid();

/** The six items of self-care that the national measure names, in its order (43号 art. 21). */
export const SELF_CARE_ITEMS = ['eating', 'dressing', 'bed', 'toilet', 'walking', 'bathing'] as const;
export type SelfCareItem = (typeof SELF_CARE_ITEMS)[number];
export const SELF_CARE_WORDS: Record<SelfCareItem, string> = { eating: '自主吃饭', dressing: '自主穿衣', bed: '自主上下床', toilet: '自主如厕', walking: '室内自主行走', bathing: '自主洗澡' };

/** 集中供养 in an institution, 分散供养 at home. */
export const SUPPORT_FORMS = ['institution', 'home'] as const;
export const SUPPORT_FORM_WORDS: Record<(typeof SUPPORT_FORMS)[number], string> = { institution: '集中供养', home: '分散供养' };
/** How the person is cared for: 照料供养方式. */
export const CARE_MODES = ['relative', 'neighbour', 'village', 'organisation', 'institution'] as const;
export const CARE_MODE_WORDS: Record<(typeof CARE_MODES)[number], string> = { relative: '亲友照料', neighbour: '邻里照料', village: '村（居）民委员会照料', organisation: '社会组织或服务机构照料', institution: '供养服务机构照料' };
/** Who watches over the person: 照料监护模式. */
export const GUARDIANSHIPS = ['relative', 'village', 'institution', 'civilAffairs', 'watch'] as const;
export const GUARDIANSHIP_WORDS: Record<(typeof GUARDIANSHIPS)[number], string> = { relative: '亲属监护', village: '村（居）民委员会监护', institution: '供养服务机构监护', civilAffairs: '民政部门监护', watch: '完全民事行为能力人，指定联系人定期探视' };
export const CARER_KINDS = ['person', 'village', 'organisation', 'institution'] as const;
export const SIGNERS = ['self', 'guardian', 'carer', 'village', 'unit'] as const;
export const SIGNER_WORDS: Record<(typeof SIGNERS)[number], string> = { self: '本人', guardian: '监护人', carer: '照料服务人', village: '村（居）民委员会', unit: '乡镇（街道）' };
/** To whom the money goes. */
export const PAYEES = ['self', 'carer', 'institution'] as const;
export const PAYEE_WORDS: Record<(typeof PAYEES)[number], string> = { self: '发给本人', carer: '由照料服务人代领', institution: '拨付供养服务机构' };

const able = z.enum(['able', 'unable']);

/** 特困: assessment of self-care, and care, guardianship and agreement fixed with the confirmation [HQ-130, BQ-42, BQ-43]: what is sent. */
export const carePayloads = {
  /** Six items seen and asked; on a granted case a new assessment, which changes nothing until it is decided on. */
  recordSelfCare: z.strictObject({
    on: isoDate, place: text(100), assessors: z.array(staff).max(10).default([]),
    /** An institution charged with the assessment and the persons it sent. */
    thirdParty: z.strictObject({ organisation: text(80), people: z.array(text(40)).min(1).max(10) }).optional(),
    items: z.strictObject({ eating: able, dressing: able, bed: able, toilet: able, walking: able, bathing: able }),
    personSigned: z.boolean(), noSignature: z.strictObject({ reason: text(200), witness: text(40) }).optional(),
    note: z.string().max(1000).default(''), photos: fileIds.default([]),
  }),
  /** The person's own choice between an institution and home, signed. */
  recordWish: z.strictObject({ form: z.enum(SUPPORT_FORMS), signedBy: z.enum(['self', 'guardian']), guardian: personId.optional(), signedOn: isoDate, note: z.string().max(500).default(''), photos: fileIds.default([]) }),
  /** Care mode, carer, guardianship mode, guardianship duty and signed agreement: all five in one act. */
  arrangeCare: z.strictObject({
    form: z.enum(SUPPORT_FORMS), mode: z.enum(CARE_MODES),
    carer: z.strictObject({ kind: z.enum(CARER_KINDS), person: personId.optional(), organisation: z.string().trim().max(80).optional(), institution: z.uuid().optional(), telephone: z.string().trim().max(20).optional() }),
    guardianship: z.strictObject({ mode: z.enum(GUARDIANSHIPS), guardian: personId.optional(), duty: text(500) }),
    agreement: z.strictObject({ signedOn: isoDate, until: isoDate, signers: z.array(z.enum(SIGNERS)).max(SIGNERS.length), photos: fileIds }),
    payee: z.enum(PAYEES),
    /** Why another arrangement takes the place of the one in force. */
    reason: z.string().trim().max(500).default(''),
  }),
  /** On a granted case: the newest assessment becomes the grade, with the reasons. */
  changeGrade: z.strictObject({ reason: z.string().trim().max(1000).default('') }),
} as const;

export const careLabels: Record<keyof typeof carePayloads, string> = { recordSelfCare: '登记生活自理能力评估', recordWish: '登记供养意愿', arrangeCare: '落实供养与照料', changeGrade: '调整自理能力等级' };
