import type { Policy } from '../policy/resolve.ts';
import type { Source } from '../policy/model.ts';

/**
 * Every way in which the system says no. `status` is the one map to HTTP; `title` the one map to words.
 * A refusal tells the rule, the clause, what is missing and what is allowed; nothing was written when one is returned.
 */
export const REFUSALS = {
  'input.invalid': { status: 400, title: '填写内容不符合要求' },
  'auth.required': { status: 401, title: '请先登录' },
  'auth.failed': { status: 401, title: '账号或密码不正确' },
  'auth.locked': { status: 423, title: '账号已锁定' },
  'auth.expired': { status: 403, title: '密码已过期，请先修改' },
  'auth.totp': { status: 401, title: '需要动态口令' },
  'rights.denied': { status: 403, title: '您的岗位不能办理此事项' },
  'rights.csrf': { status: 403, title: '请求来源不符' },
  'notfound': { status: 404, title: '没有找到' },
  'method.unknown': { status: 404, title: '没有这个接口' },
  'conflict.version': { status: 409, title: '案件已被他人更新，请刷新后再办' },
  'conflict.idempotency': { status: 409, title: '同一幂等键用于了不同的请求' },
  'conflict.duplicate': { status: 409, title: '重复' },
  'body.large': { status: 413, title: '内容太大' },
  'file.type': { status: 415, title: '不支持的文件类型' },
  'file.broken': { status: 422, title: '文件损坏或不完整' },
  'file.active': { status: 422, title: '文件带有密码或会动作的内容' },
  'file.quota': { status: 413, title: '本案材料总量已满' },
  'file.voided': { status: 409, title: '材料已作废' },
  'archive.incomplete': { status: 422, title: '案卷不齐，不能认定齐全' },
  'archive.state': { status: 409, title: '档案状态不允许' },
  'archive.retention': { status: 409, title: '保管期限未满' },
  'archive.sameperson': { status: 403, title: '档案鉴定须由两人办理' },
  'case.closed': { status: 409, title: '案件已办结' },
  'step.order': { status: 409, title: '前面的步骤还没有完成' },
  'step.done': { status: 409, title: '这一步已经完成' },
  'step.absent': { status: 409, title: '本办理程序没有这一步' },
  'materials.missing': { status: 422, title: '材料不齐' },
  'materials.told': { status: 409, title: '补正材料已一次性告知' },
  'materials.unlisted': { status: 422, title: '不得要求清单以外的材料' },
  'materials.held': { status: 409, title: '该材料已经提交过，不得重复索要' },
  'authorisation.missing': { status: 422, title: '核对授权书不齐' },
  'verification.pending': { status: 409, title: '核对尚未完成' },
  'investigation.persons': { status: 422, title: '入户调查人数不足' },
  'investigation.signature': { status: 422, title: '入户调查表缺少签字' },
  'meeting.quorum': { status: 422, title: '到会人数不符合规定，会议不能作出决定' },
  'meeting.votes': { status: 422, title: '票数与到会人数不符' },
  'notice.proof': { status: 422, title: '缺少张贴凭证' },
  'delivery.proof': { status: 422, title: '缺少送达凭证' },
  'template.faulty': { status: 422, title: '文书模板不能使用' },
  'notice.private': { status: 422, title: '公示内容涉及个人隐私' },
  'notice.running': { status: 409, title: '公示期未满' },
  'notice.objection': { status: 409, title: '公示有异议未处理' },
  'opinion.amount': { status: 422, title: '意见与测算结果不一致' },
  'reason.missing': { status: 422, title: '须写明理由' },
  'clock.early': { status: 409, title: '期限未满' },
  'date.order': { status: 422, title: '日期不合理' },
  'place.wrong': { status: 422, title: '不在这里受理' },
  'person.same': { status: 403, title: '受理与确认不得为同一人' },
  'person.related': { status: 403, title: '与申请家庭有近亲属关系，应当回避' },
  'entrustment.none': { status: 403, title: '没有有效的委托，不能在本级确认' },
  'entrustment.limit': { status: 403, title: '超出委托限额，应报县级确认' },
  'policy.absent': { status: 422, title: '政策参数没有有效规定，不能测算' },
  'batch.unclean': { status: 409, title: '不是无疑点案件，须单独办理' },
  'extension.done': { status: 409, title: '办理期限已延长过' },
  'training.only': { status: 403, title: '只有培训环境可以这样做' },
  'payment.state': { status: 409, title: '批次状态不允许' },
  'budget.sameperson': { status: 403, title: '提出与决定须由两人办理' },
  'budget.stale': { status: 409, title: '测算已经过时' },
  'payment.sameperson': { status: 403, title: '复核放行须由另一人办理' },
  'submission.pending': { status: 409, title: '网上提交还没有答复' },
  'fund.state': { status: 409, title: '资金状态不允许' },
  'fund.short': { status: 409, title: '余额不足' },
  'place.full': { status: 409, title: '没有空余床位' },
  'busy.often': { status: 429, title: '访问太频繁' },
  'busy': { status: 503, title: '系统忙，请稍后再试' },
} as const satisfies Record<string, { status: number; title: string }>;
export type RefusalCode = keyof typeof REFUSALS;

export interface Refusal {
  readonly refused: true;
  readonly code: RefusalCode;
  /** One sentence: what rule stands in the way, with the concrete numbers or names. */
  readonly rule: string;
  /** Citation as printed, for example `《…方案》四(二)1(2)`; absent when the rule is the system's own. */
  readonly clause?: string | undefined;
  readonly assumption?: string | undefined;
  readonly missing?: readonly string[] | undefined;
  /** What can be done instead. */
  readonly allowed?: readonly string[] | undefined;
  readonly fields?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

/** Builds a refusal; `source` supplies clause or assumption. */
export function refuse(code: RefusalCode, rule: string, more: { policy?: Policy; source?: Source | undefined; missing?: readonly string[]; allowed?: readonly string[]; fields?: Refusal['fields'] } = {}): Refusal {
  const { policy, source, missing, allowed, fields } = more;
  return { refused: true, code, rule, clause: policy && source ? citation(policy, source) : undefined, assumption: source?.assumption, missing, allowed, fields };
}

export const isRefusal = (x: unknown): x is Refusal => typeof x === 'object' && x !== null && (x as { refused?: unknown }).refused === true;

/** `《title》（number）clause`, or undefined when the source is an assumption without instrument. */
export function citation(policy: Policy, source: Source): string | undefined {
  if (!source.instrument) return undefined;
  const i = policy.instrument(source.instrument);
  const name = i ? `《${i.title}》${i.number ? `（${i.number}）` : ''}` : source.instrument;
  return `${name}${source.clause ?? ''}`;
}
