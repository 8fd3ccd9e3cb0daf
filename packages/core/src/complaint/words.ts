/** What somebody brings to the office. The last two are brought before another body, with the county bureau as respondent. */
export const COMPLAINT_KINDS = ['enquiry', 'help', 'complaint', 'report', 'petition', 'suggestion'] as const;
export const SUIT_KINDS = ['reconsideration', 'litigation'] as const;
export type ComplaintKind = (typeof COMPLAINT_KINDS)[number];
export type SuitKind = (typeof SUIT_KINDS)[number];
export const KIND_LABELS: Readonly<Record<ComplaintKind | SuitKind, string>> = { enquiry: '咨询', help: '求助', complaint: '投诉', report: '举报', petition: '信访', suggestion: '建议', reconsideration: '行政复议', litigation: '行政诉讼' };

/** How it came. 12345 is told apart from the bureau's own line. */
export const CHANNELS = ['visit', 'telephone', 'hotline', 'letter', 'box', 'online', 'forwarded'] as const;
export type Channel = (typeof CHANNELS)[number];
export const CHANNEL_LABELS: Readonly<Record<Channel, string>> = { visit: '来访', telephone: '救助热线', hotline: '12345热线', letter: '来信', box: '信息箱', online: '网上', forwarded: '上级转办' };

/** Whom or what it is about. */
export const SUBJECTS = ['household', 'staff', 'unit', 'policy', 'other'] as const;
export type Subject = (typeof SUBJECTS)[number];
export const SUBJECT_LABELS: Readonly<Record<Subject, string>> = { household: '某户的救助', staff: '工作人员', unit: '办理单位', policy: '政策', other: '其他' };

/** How an investigation went about it: 明察 and 暗访 are told apart. */
export const INQUIRIES = ['open', 'undercover', 'neighbours', 'papers', 'telephone'] as const;
export const INQUIRY_LABELS: Readonly<Record<(typeof INQUIRIES)[number], string>> = { open: '明察（上门走访）', undercover: '暗访', neighbours: '走访邻里', papers: '查阅档案', telephone: '电话核实' };
export const TRUTHS = ['true', 'partly', 'false', 'unclear'] as const;
export const TRUTH_LABELS: Readonly<Record<(typeof TRUTHS)[number], string>> = { true: '属实', partly: '部分属实', false: '不属实', unclear: '查不清' };

export const DISPOSALS = ['answered', 'helped', 'upheld', 'partly', 'dismissed', 'vague'] as const;
export type Disposal = (typeof DISPOSALS)[number];
export const DISPOSAL_LABELS: Readonly<Record<Disposal, string>> = { answered: '已解答', helped: '已帮助解决', upheld: '支持诉求', partly: '部分支持', dismissed: '不予支持', vague: '内容不具体，无法核查' };

/** How the answer reached whoever asked; `kept`: waits for whoever asks with the number, where nobody is known. */
export const ANSWER_WAYS = ['letter', 'telephone', 'visit', 'online', 'kept'] as const;
export const ANSWER_WAY_LABELS: Readonly<Record<(typeof ANSWER_WAYS)[number], string>> = { letter: '书面', telephone: '电话', visit: '当面', online: '网上', kept: '留存待查询' };
export const SATISFACTIONS = ['satisfied', 'mostly', 'not', 'none'] as const;
export const SATISFACTION_LABELS: Readonly<Record<(typeof SATISFACTIONS)[number], string>> = { satisfied: '满意', mostly: '基本满意', not: '不满意', none: '未评价' };

/** What whoever complained can say on the public page, once. */
export const PUBLIC_SATISFACTIONS = ['satisfied', 'not'] as const;
/** How a new code was given to whoever complained. */
export const CODE_WAYS = ['visit', 'telephone', 'letter'] as const;
export const CODE_WAY_LABELS: Readonly<Record<(typeof CODE_WAYS)[number], string>> = { visit: '当面', telephone: '电话', letter: '书面' };
/** Words that tell that somebody complained: no text that is handed to an office from a complaint kept from it contains them. */
export const TELLING = ['信访', '投诉', '举报', '检举', '控告', '反映', '来信', '来访', '来电', '热线', '信息箱', '匿名', '实名'] as const;

export const SUIT_RESULTS = ['upheld', 'revoked', 'changed', 'ordered', 'withdrawn', 'settled'] as const;
export type SuitResult = (typeof SUIT_RESULTS)[number];
export const SUIT_RESULT_LABELS: Readonly<Record<SuitResult, string>> = { upheld: '维持', revoked: '撤销', changed: '变更', ordered: '责令履行或重作', withdrawn: '撤回', settled: '调解和解' };
/** Results after which the case itself must be put right. */
export const CORRECTED_AFTER: ReadonlySet<SuitResult> = new Set<SuitResult>(['revoked', 'changed', 'ordered', 'settled']);
