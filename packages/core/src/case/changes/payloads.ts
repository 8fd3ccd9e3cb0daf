import * as z from 'zod';
import { isFormDate } from '../../calendar/date.ts';
import { householdFactsSchema } from '../facts.ts';

const text = (max: number) => z.string().trim().min(1, '不能为空').max(max);

/** Why a benefit changes or ends. */
export const CHANGE_GROUNDS = ['income', 'members', 'property', 'death', 'obligor', 'capacity', 'standard', 'moved', 'voluntary', 'refusedReview', 'otherProgramme', 'fraud', 'other'] as const;
export type ChangeGround = (typeof CHANGE_GROUNDS)[number];
export const CHANGE_GROUND_LABELS: Record<ChangeGround, string> = {
  income: '收入变化', members: '家庭人口变化', property: '财产变化', death: '成员死亡', obligor: '义务人履行能力变化', capacity: '劳动能力或自理能力变化', standard: '保障标准调整',
  moved: '迁出或不再共同生活', voluntary: '自愿退出', refusedReview: '拒不配合核查', otherProgramme: '转入其他救助项目', fraud: '骗取', other: '其他',
};

/** After the decision: change and end of what was granted [HQ-184..187, BQ-31]: what is sent. */
export const changePayloads = {
  /** `adjust`: the sum is computed anew from the facts of today; `stop`: nothing more is paid. */
  proposeChange: z.strictObject({ kind: z.enum(['adjust', 'stop']), ground: z.enum(CHANGE_GROUNDS), text: text(1000), facts: householdFactsSchema.optional(),
    /** Since when it was really so, where that was found out late: what was paid after it is proposed as a debt with the decision. */
    since: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD').refine(isFormDate, '不是有效日期').optional() }),
  reviewChange: z.strictObject({ outcome: z.enum(['agree', 'return']), text: text(1000) }),
  decideChange: z.strictObject({ outcome: z.enum(['agree', 'return']), text: text(1000) }),
} as const;

export const changeLabels: Record<keyof typeof changePayloads, string> = { proposeChange: '提出变更或终止', reviewChange: '审核变更或终止', decideChange: '决定变更或终止' };
