import type { LetterKind, LetterModel, LetterTable } from './model.ts';

/** A place in a Word template that is filled in: `{文号}`, or a list `{#事实}{.}{/事实}`, `{#已收材料}{序号} {材料名称}{/已收材料}`. */
export interface LetterField {
  readonly name: string;
  /** What it holds, in words for the person who edits the template. */
  readonly about: string;
  /** A list of sentences, or of rows with these fields; absent = one value. */
  readonly list?: 'lines' | readonly string[] | undefined;
  /** A template without it cannot be used for letters of this kind. */
  readonly required: boolean;
}

interface Common extends Omit<LetterField, 'required'> {
  readonly of: (m: LetterModel) => string | readonly string[];
}

/** Fields that every kind has. One value, or a list of sentences; a list used as one value is written with line breaks. */
const COMMON: readonly Common[] = [
  { name: '标题', about: '文书标题，如“最低生活保障确认决定书”', of: (m) => m.title },
  { name: '文号', about: '文号，如“红邵公庄救〔2021〕12号”', of: (m) => m.number },
  { name: '案号', about: '案件编号', of: (m) => m.caseNumber },
  { name: '申请人', about: '申请人姓名', of: (m) => m.applicant },
  { name: '项目', about: '救助项目名称', of: (m) => m.programme },
  { name: '制发单位', about: '制发文书的单位全称', of: (m) => m.issuer },
  { name: '委托机关', about: '委托办理的机关；没有委托时为空，可写成 {#委托机关}（受{委托机关}委托）{/委托机关}', of: (m) => m.entrusting ?? '' },
  { name: '受送达人', about: '抬头的姓名；没有抬头的文书为空', of: (m) => m.addressee ?? '' },
  { name: '正文', about: '开头各段', list: 'lines', of: (m) => m.paragraphs },
  { name: '事实', about: '查明的事实或者办理经过，一条一段', list: 'lines', of: (m) => m.facts },
  { name: '依据', about: '所依据的文件和条款，一条一段', list: 'lines', of: (m) => m.basis.map((b) => b.text) },
  { name: '结论', about: '决定、告知或者要求的内容，一条一段', list: 'lines', of: (m) => m.conclusion },
  { name: '金额', about: '核定金额的大小写；没有金额的文书为空', of: (m) => m.amount?.text ?? '' },
  { name: '报告义务', about: '主动报告义务；没有的文书为空', of: (m) => m.duty ?? '' },
  { name: '救济途径', about: '申请行政复议、提起行政诉讼的途径，一条一段；没有的文书为空', list: 'lines', of: (m) => m.remedies?.paragraphs ?? [] },
  { name: '附言', about: '结尾各段，如联系电话', list: 'lines', of: (m) => m.closing },
  { name: '暂定说明', about: '期限落在尚未公布放假安排的年份时的说明，一条一段', list: 'lines', of: (m) => m.provisional },
  { name: '签名栏', about: '由人签名的各栏，一栏一段', list: 'lines', of: (m) => m.signature.signers.map((s) => `${s.label}${s.names ? `（${s.names.join('、')}）` : ''}${m.words.sign}：`) },
  { name: '落款', about: '落款单位', of: (m) => m.signature.organ },
  { name: '落款委托', about: '落款下的委托注明；没有委托时为空', of: (m) => m.signature.entrusted ?? '' },
  { name: '印章', about: '加盖印章的位置；由人签名的文书为空', of: (m) => m.sealPlace ?? '' },
  { name: '日期', about: '文书日期，如“2021年11月30日”', of: (m) => m.dateText },
  { name: '查验码', about: '文书查验码（页脚另有）', of: (m) => m.code },
];

/** Fields that letters of a kind have besides: lists with their columns, and single captions of a form. */
interface Own {
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly captions?: readonly string[];
}

const PERSON = ['姓名', '性别', '年龄', '公民身份号码', '村', '住址'];
const HEAD = ['申请项目', '村', '住址'];
const OWN: Record<LetterKind, Own> = {
  receipt: { lists: { 已收材料: ['序号', '材料名称', '收到日期'] } },
  supplement: { lists: { 需补齐的材料: ['序号', '材料名称', '依据'] } },
  authorisation: { lists: { 授权人: ['姓名', '公民身份号码', '与申请人的关系', '签名', '签署日期'] } },
  discrepancy: { lists: { 与申报不符的项目: ['序号', '姓名', '项目', '核对情况'] } },
  investigationForm: {
    captions: [...HEAD, '城乡', '主要致困原因', '家庭人口', '调查日期', '到达离开时间', '调查方式', '走访邻里', '调查情况', '申请人未签字的原因'],
    lists: {
      家庭成员: ['姓名', '关系', '性别', '年龄', '健康状况', '劳动能力', '从业'], 收入: ['姓名', '种类', '金额', '来源证明'], 支出: ['姓名', '种类', '金额', '证明'],
      财产: ['所有人', '种类', '数量', '价值', '说明'], 义务人: ['姓名', '关系', '家庭人口', '家庭月收入', '说明'],
    },
  },
  noticeSheet: { lists: { 公示内容: ['村', '救助类别', '申请人', '申请人数', '拟保障人数', '拟救助金额'] } },
  confirmationForm: {
    captions: [...HEAD, '申请日期', '办理程序', '办结期限', '保障标准', '月人均收入', '人均差额', '保障人数', '测算金额', '起始月份', '调查意见', '初审意见', '确认决定'],
    lists: { 家庭成员: ['姓名', '关系', '性别', '年龄', '公民身份号码'], 责任人: ['环节', '责任人', '岗位', '日期', '签名'] },
  },
  grant: {}, refusal: {}, extension: {}, withdrawal: {},
  meetingMinutes: {
    captions: ['会议日期', '地点', '主持人', '记录人', '申请项目', '会议机构', '应到', '实到', '回避', '有表决权', '参会人员', '会议程序', '调查核实', '记录', '确定的救助金额', '会商途径', '实际困难', '可能的风险', '帮扶措施', '部门职责', '注记'],
    lists: { 到会人员: ['姓名', '身份', '到会情况', '应到', '实到', '回避', '签名'], 表决: ['方式', '同意', '不同意', '弃权', '结果'] },
  },
  combinedOpinion: { captions: ['申请项目', '村', '会议机构', '会议日期', '表决结果', '会议结论', '争议情况', '综合意见', '签批意见'] },
  change: {}, end: {},
  recusal: { captions: ['回避人员', '接办人员', '回避日期', '原经办人员'] },
  careAgreement: { captions: [...PERSON, '供养形式', '照料方式', '照料服务人', '照料人电话', '监护模式', '监护人', '签订日期', '有效期至', '救助金领取', '自理能力', '监护责任'] },
  selfCareForm: { captions: [...PERSON, '评估日期', '评估地点', '不能的项数', '评估结论', '受托机构', '说明'], lists: { 评估项目: ['序号', '项目', '能', '不能'] } },
  relativeFiling: { captions: [...HEAD, '家庭人口', '会签意见', '县级核查'], lists: { 近亲属关系: ['序号', '家庭成员', '关系', '工作人员', '备案日期'] } },
  handOver: { captions: ['申请项目', '移交单位', '接收单位', '移交日期', '移交人', '材料件数'], lists: { 移交材料: ['序号', '材料名称', '备注'] } },
  recoveryNotice: { lists: { 追回明细: ['月份', '种类', '已发放', '应发放', '应追回', '说明'] } }, recoveryReminder: {}, instalmentAgreement: { lists: { 退还计划: ['期次', '退还日期', '金额'] } }, waiverDecision: {}, referralLetter: { lists: { 追回明细: ['月份', '种类', '已发放', '应发放', '应追回', '说明'] } },
  accessSlip: { captions: ['案号', '查询码'] },
  aidReceipt: { captions: ['申请项目', '给付阶段', '给付形式', '资金来源', '给付时间', '给付地点', '领取人', '救助事由', '实物品名数量', '领取人未签字的原因'] },
  aidReferral: { captions: ['申请项目', '住址', '转介事项', '答复期限', '接收意见', '办理结果', '承办人电话'] },
  deliveryReceipt: { captions: ['送达文书', '文书文号', '送达方式', '送达日期', '收件人', '送达登记人', '见证人', '邮件编号', '代为送达人', '送达照片', '备注'] },
};

/** Letters against which a household can turn: number, basis, decision and remedies cannot be left out of their template [HQ-128, HQ-132, HQ-208]. */
const BINDING: readonly LetterKind[] = ['grant', 'refusal', 'change', 'end', 'recoveryNotice'];
const REQUIRED_OF_ALL = ['标题', '文号', '日期'];
const REQUIRED_OF_BINDING = ['受送达人', '委托机关', '依据', '结论', '救济途径', '落款'];

/** Name of a field made from a caption: what stands in brackets and between strokes is left out. */
export const fieldName = (label: string): string => label.replaceAll(/（[^）]*）/g, '').replaceAll(/[、，/\s]/g, '');

/** All fields of a kind, in the order in which they are documented. */
export function letterFields(kind: LetterKind): LetterField[] {
  const own = OWN[kind];
  const required = new Set([...REQUIRED_OF_ALL, ...(BINDING.includes(kind) ? [...REQUIRED_OF_BINDING, ...(kind === 'grant' ? ['报告义务'] : [])] : [])]);
  return [
    ...COMMON.map(({ name, about, list }) => ({ name, about, list, required: required.has(name) })),
    ...(own.captions ?? []).map((name) => ({ name, about: `表中“${name}”一栏`, required: false })),
    ...Object.entries(own.lists ?? {}).map(([name, list]) => ({ name, about: `“${name}”表，一行一项`, list, required: false })),
  ];
}

const nameOf = (t: LetterTable): string => t.name ?? fieldName(t.title ?? '');
const fieldOf = (c: LetterTable['columns'][number]): string => c.field ?? fieldName(c.label);

/** Values of the captions of a form: cells to the right of a caption column. */
function captions(t: LetterTable): [string, string][] {
  return t.rows.flatMap((row) => t.columns.flatMap((c, i): [string, string][] => (c.caption && row[i] ? [[fieldName(row[i]), row[i + 1] ?? '']] : [])));
}

/**
 * What a template's fields hold for one letter: every documented field of its kind, an absent one as '' or an empty list.
 * A form's rows that are left blank for the pen stay blank.
 */
export function fieldValues(m: LetterModel): Record<string, unknown> {
  const own = OWN[m.kind];
  const given = new Map(m.tables.filter((t) => !t.head).flatMap(captions));
  const lists = Object.entries(own.lists ?? {}).map(([name, columns]) => {
    const t = m.tables.find((x) => x.head && nameOf(x) === name);
    const rows = (t?.rows ?? []).map((r) => Object.fromEntries([...columns.map((c) => [c, '']), ...(t?.columns ?? []).map((c, i) => [fieldOf(c), r[i] ?? ''])]) as Record<string, string>);
    return [name, rows] as const;
  });
  const values: (readonly [string, unknown])[] = [...(own.captions ?? []).map((c) => [c, given.get(c) ?? ''] as const), ...lists, ...COMMON.map((f) => [f.name, f.of(m) || (given.get(f.name) ?? '')] as const)];
  return Object.fromEntries(values) as Record<string, unknown>;
}

/** Lists and captions of a letter that no field stands for; empty = a template can say all that the standard paper says. */
export function fieldsWithoutName(m: LetterModel): string[] {
  const own = OWN[m.kind];
  const common = new Set(COMMON.map((f) => f.name));
  return m.tables.flatMap((t) => {
    if (!t.head) return captions(t).map(([c]) => c).filter((c) => !(own.captions ?? []).includes(c) && !common.has(c));
    const columns = own.lists?.[nameOf(t)];
    return columns === undefined ? [nameOf(t)] : t.columns.map(fieldOf).filter((c) => !columns.includes(c)).map((c) => `${nameOf(t)}.${c}`);
  });
}
