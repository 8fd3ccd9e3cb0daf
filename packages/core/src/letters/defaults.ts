import type { LetterWord } from './model.ts';

/**
 * Neutral wording, used where no policy states a text of that key. It names no place and no number: both come in through
 * `{placeholders}`. A county's own wording of the same key (policy texts `letter.*`) goes before it; a line break in a text starts a paragraph.
 */
export const LETTER_TEXTS = {
  'letter.title.receipt': '受理通知书（回执）',
  'letter.title.supplement': '补正材料一次性告知书',
  'letter.title.authorisation': '家庭经济状况核对授权书',
  'letter.title.discrepancy': '核对不符告知书',
  'letter.title.investigationForm': '入户调查表',
  'letter.title.noticeSheet': '{programme}审核公示',
  'letter.title.confirmationForm': '{programme}审核确认表',
  'letter.title.grant': '{programme}确认决定书',
  'letter.title.refusal': '{programme}不予确认决定书',
  'letter.title.extension': '延长办理期限告知书',
  'letter.title.withdrawn': '撤回申请终止办理告知书',
  'letter.title.abandoned': '终止办理告知书',
  'letter.title.appraisal': '民主评议记录',
  'letter.title.leadingGroup': '会议研究记录',
  'letter.title.deliberation': '{body}会议纪要',
  'letter.title.leadership': '{body}会议纪要',
  'letter.title.jointMeeting': '{body}会议纪要',
  'letter.title.consultation': '{body}会议纪要',
  'letter.title.combinedOpinion': '综合意见报告',
  'letter.title.change': '{programme}变更决定书',
  'letter.title.end': '{programme}终止决定书',
  'letter.title.recusal': '回避决定书',
  'letter.title.accessSlip': '查询码条',
  'letter.title.careAgreement': '特困人员委托照料协议',
  'letter.title.selfCareForm': '特困人员生活自理能力评估表',
  'letter.title.relativeFiling': '近亲属备案表',
  'letter.title.handOver': '案件材料移交清单',
  'letter.title.deliveryReceipt': '送达回证',
  'letter.title.recoveryNotice': '追回救助资金通知书',
  'letter.title.recoveryReminder': '退还救助资金催告书',
  'letter.title.instalmentAgreement': '分期退还协议',
  'letter.title.waiverDecision': '免除退还决定书',
  'letter.title.referralLetter': '案件移送函',
  'letter.title.aidReceipt': '临时救助款物签收单',
  'letter.title.aidReferral': '救助事项转介函',

  'letter.opening': '您于{applicationDate}提出的{programme}申请（案号：{caseNumber}）收悉。',
  'letter.opening.decided': '您于{applicationDate}提出的{programme}申请（案号：{caseNumber}），现已审核完毕。',
  'letter.entrusting': '受{bureau}委托，由{unit}办理（委托书：{entrustment}）。',
  'letter.entrusted': '受{bureau}委托',
  'letter.seal': '（印章）',
  'letter.recovery.opening': '{applicant}的{programme}（案号：{caseNumber}），经查有不应发放而已经发放的款项或者物资、服务，现通知如下。',
  'letter.recovery.fact': '事由：{ground}。自{since}起不应发放或者应当少发（{proration}）。多发明细见附表，逐月按实际到账金额计算。',
  'letter.recovery.demand': '您作为{capacity}，应当退还{due}，请于{payBy}前退还。一次退还确有困难的，可以书面请求分期；对金额有异议的，可以在期限内书面提出并附证明。',
  'letter.recovery.reminder': '{on}作出的追回通知（{number}）要求退还{due}，已收回{recovered}，免除{waived}，尚欠{outstanding}。请于{payBy}前退还；逾期仍不退还的，将依法移送有关机关处理。',
  'letter.recovery.instalments': '根据{on}的追回通知（{number}），{debtor}与{unit}于{signedOn}约定：尚欠的{outstanding}分{count}期退还，各期日期、金额见附表。任何一期逾期的，可以要求一次退还全部余款。',
  'letter.recovery.waiver': '免除{debtor}退还其中的{sum}。免除后尚欠{outstanding}。',
  'letter.recovery.referral': '{debtor}应退还{due}，已收回{recovered}，免除{waived}，尚欠{outstanding}。现移送{organ}依法处理，请将处理结果函告。',
  'letter.aidReceipt': '今收到{unit}给付的临时救助{form}{amount}（人民币{capital}），用于解决下列困难。款物已当面点清。',
  'letter.aidReferral': '{applicant}家庭（{members}人）于{applicationDate}申请{programme}。审核中发现下列困难不属于或者超出临时救助能够解决的范围，现转请贵单位依职责办理：{matter}。',
  'letter.aidReferral.answer': '请于{due}前将是否接收、办理结果填入回执函告。',
  'letter.contact': '联系电话：{telephones}。',

  'letter.receipt': '您的申请材料已收齐，予以受理。',
  'letter.receipt.urgent': '因情况紧急，先予受理；下列材料在给予救助后补齐：{missing}。',
  'letter.receipt.limit': '自{acceptedOn}受理之日起{days}{dayUnit}内办结，至{due}止。',
  'letter.receipt.next': '办理中将依法进行信息核对、入户调查和公示，请予配合。凭案号和查询码条上的查询码可以查询办理进度。',
  'letter.accessSlip': '网上查询：打开“我的申请”网页，输入案号{caseNumber}和查询码{accessCode}，可以看办到哪一步、补交材料、说明情况。查询码只给您本人，请收好；遗失的到受理窗口重发。',
  'letter.missing': '您提交的材料尚不齐全，现一次性告知需补齐的全部材料如下。已经提交的材料不再重复提交。',
  'letter.missing.closing': '上列材料补齐后即予受理；上列以外的材料不再要求补充。',
  'letter.discrepancy': '经信息核对，下列情况与申报不符。请自收到本告知书之日起{days}{dayUnit}内说明情况并提供佐证材料；提供佐证的，予以复查；无正当理由逾期未作说明的，将依法作出不予确认的决定。',
  'letter.discrepancy.limit': '本告知书于{deliveredOn}送达，说明期限至{due}止。',
  'letter.grant': '经审核，确认您家庭为{programme}对象，自{month}起发放。',
  'letter.grant.once': '经审核，确认您家庭为{programme}对象，予以一次性发放。',
  'letter.grant.amount': '核定保障人数{persons}人，金额为{amount}。',
  'letter.grant.given': '其中{given}已经先行给付，其余{rest}{how}。',
  'letter.grant.given.whole': '上述款物{given}已经全部先行给付，不再另行发放。',
  'letter.refusal': '经审核，您家庭不符合{programme}条件，决定不予确认。理由如下。',
  'letter.refusal.again': '家庭情况发生变化、符合条件的，可以重新提出申请。',
  'letter.grant.recognition': '经审核，认定您家庭为{programme}，认定人口{persons}人。本项认定不发放保障金，可以凭本决定书依照规定申请其他救助。',
  'letter.grant.recognition.valid': '认定有效期自{from}至{until}；期满仍需要的，重新提出申请。',
  'letter.grant.recognition.duty': '认定有效期内，家庭人口、收入、支出和财产状况发生变化的，应当及时告知{unit}；故意隐瞒或者提供虚假情况取得认定的，取消认定，并依法处理。',
  'letter.judgement': '根据同一份申请，对其他救助项目的审查结果一并告知如下。',
  'letter.judgement.better': '您家庭符合{other}的条件（{sum}），该项目更适合您家庭；可以由经办机构按已经提交的材料转为该项目申请，不需要重新填报。',
  'letter.judgement.eligible': '您家庭还符合{other}的条件（{sum}），可以提出申请。',
  'letter.judgement.alone': '{who}，申请时同住的家人照样登记。',
  'letter.judgement.not': '不符合{other}的条件：{grounds}。',
  'letter.judgement.unknown': '{other}：尚不能判断，缺少{missing}。',
  'letter.judgement.monthly': '测算每月 {amount}',
  'letter.judgement.once': '测算一次性 {amount}',
  'letter.judgement.status': '认定身份，不发放保障金',
  'letter.extension': '本申请情况特殊，办理期限延长至自受理之日起{days}{dayUnit}。理由如下。',
  'letter.extension.limit': '本申请于{acceptedOn}受理，延长后的期限至{due}止。',
  'letter.withdrawn': '根据您的书面撤回请求，本申请自{closedOn}起终止办理。撤回原因：{ground}',
  'letter.withdrawn.again': '撤回申请不影响您今后再次提出申请。',
  'letter.abandoned': '依照规定，视为您放弃本次申请，自{closedOn}起终止办理。事由：{ground}',
  'letter.abandoned.again': '今后符合条件的，可以重新提出申请。',
  'letter.notice': '现将审核意见公示。公示期间如有异议，请向{unit}反映，电话{telephone}。',
  'letter.notice.period': '公示期{days}{dayUnit}，自{from}至{until}。',
  'letter.notice.place': '公示地点：{place}。',
  'letter.notice.board': '村（居）民委员会信息公开栏',
  'letter.notice.telephones': '监督电话：{telephones}。',
  'letter.authorisation': '为办理{applicant}家庭的{programme}申请（案号：{caseNumber}），签名人自愿授权{bureau}及其委托的经办、核对机构，依法查询、核对本人的下列信息：{items}。',
  'letter.authorisation.limits': '授权限于本次申请的审核确认和确认后的动态管理；取得的信息只用于上述目的，依法保密。',
  'letter.authorisation.promise': '签名人承诺所申报的情况真实、完整，并知晓隐瞒、虚报的法律后果。无民事行为能力人、限制民事行为能力人由监护人代为签名，并注明监护人姓名。',
  'letter.investigation.confirm': '以上内容经申请人核对，与实际情况一致。',
  'letter.opening.changed': '您家庭享受{programme}（案号：{caseNumber}），现根据动态管理的规定，对救助作如下处理。',
  'letter.fact.granted': '{on}，{number}确认您家庭享受{programme}，现每月发放{before}。',
  'letter.fact.imported': '您家庭享受{programme}，现每月发放{before}。',
  'letter.fact.changed': '经核查，{ground}：{reason}',
  'letter.change': '自{month}起，由每月{before}变更为每月{after}，每月{how}{difference}。',
  'letter.change.same': '经重新核定，自{month}起仍按每月{after}发放。',
  'letter.end': '自{month}起终止{programme}，停止发放每月{before}。事由：{ground}。',
  'letter.end.again': '家庭情况发生变化、符合条件的，可以重新提出申请。',
  'letter.recusal.opening': '为保证审核确认公正，根据近亲属回避的规定，决定如下。',
  'letter.recusal': '{by}与申请家庭有近亲属关系，自{on}起回避本案，不再参与本案的调查、审核、评议和确认；本案由{to}接办。事由：{reason}',
  'letter.selfCare': '以上评估情况已向本人（监护人）说明。',
  'letter.care.opening': '根据特困人员救助供养的规定，为落实{applicant}的照料服务，由特困人员本人（监护人）、照料服务人、村（居）民委员会和{unit}签订本协议。',
  'letter.care.duties': '照料服务人负责照顾特困人员的日常饮食起居，保证其有饭吃、有衣穿，保持住处和个人卫生；患病时及时送医并通知{unit}，住院期间按约定护理。\n照料服务人、监护人不得侵占、挪用救助供养金和特困人员的财物，不得虐待、遗弃特困人员。\n村（居）民委员会定期探视，发现照料不到位的及时纠正并报告{unit}。\n{unit}按月考查照料服务情况，按规定发放救助供养金和照料护理补贴；照料服务不合格的，可以更换照料服务人，另行签订协议。',
  'letter.care.closing': '本协议一式四份，各方各执一份，自各方签字盖章之日起生效。',
  'letter.handOver': '因{reason}，将本案及下列材料移交{to}办理。移交前已经办理的环节继续有效。',
  'letter.duty': '享受救助期间，家庭人口、收入和财产状况发生变化的，应当及时告知{unit}；故意隐瞒或者提供虚假情况骗取的，停止救助、退回已领取的款项，并依法处理。',
  'letter.remedies': '如对本决定不服，可以自知道或者应当知道本决定之日起{reconsiderationDays}日内向{reconsideration}申请行政复议，也可以自知道或者应当知道本决定之日起{litigationMonths}个月内向{court}提起行政诉讼。',
  'letter.respondent': '本决定由{unit}受{bureau}委托作出，申请行政复议的，被申请人为{bureau}；提起行政诉讼的，被告为{bureau}。',
  'letter.basis.working': '测算各项的依据见所附测算过程；其中标注“{mark}”的项目，国家和本地尚无明文，按暂定口径计算。',
  'letter.publication': '下列家庭享受{programme}，只公布申请人姓名、家庭成员数量和金额。',
  'letter.provisional': '该日期落在尚未公布放假安排的年份，按周一至周五计算，为暂定日期。',

  'letter.meeting.appraisal': '民主评议会',
  'letter.meeting.leadingGroup': '审核确认研究会议',
  'letter.fact.application': '{applicationDate}，{applicant}提出{programme}申请，申报共同生活的家庭成员{members}人。',
  'letter.fact.accepted': '{on}，材料齐全，予以受理。',
  'letter.fact.accepted.urgent': '{on}，因情况紧急，先予受理，材料后补。',
  'letter.fact.report': '{issuedOn}，{issuer}出具家庭经济状况核对报告（{report}）。',
  'letter.fact.unexplained': '核对不符告知书（{notice}）于{deliveredOn}送达，期限届满未作说明。',
  'letter.fact.explained': '核对不符告知书（{notice}）于{deliveredOn}送达，申请人于{on}作出说明。',
  'letter.fact.explained.early': '核对不符告知书（{notice}）发出后，申请人于{on}作出说明。',
  'letter.fact.investigated': '{on}，{investigators}以{methods}的方式进行调查。',
  'letter.fact.simplified': '{on}起适用简易程序，理由：{grounds}。',
  'letter.fact.meeting': '{on}，{meeting}应到{expected}人，实到{present}人，同意{for}票，不同意{against}票，弃权{abstained}票。',
  'letter.fact.notice.clear': '{from}至{until}公示，期满无异议。',
  'letter.fact.notice.objected': '{from}起公示，公示期间收到异议{count}件，重新进行了调查。',
  'letter.fact.means': '家庭月收入{income}，按{persons}人计算，月人均收入{perHead}，标准为每人每月{standard}。',
  'letter.fact.relief': '{at}，因情况紧急，{handlers}先行给付{form}{amount}。',
  'letter.fact.grounds': '经测算：{grounds}。',
} as const satisfies Record<string, string>;

export type LetterTextKey = keyof typeof LETTER_TEXTS;

/** Placeholders that every text may use, besides those in the default text of its own key. */
export const COMMON_PLACEHOLDERS = ['applicant', 'programme', 'caseNumber', 'applicationDate', 'date', 'issuer', 'unit', 'bureau', 'county', 'government', 'reconsideration', 'court', 'telephone', 'telephones', 'entrustment'] as const;

const placeholders = (text: string): string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map((m) => m[1] ?? '');

/** Faults of a policy text of a `letter.*` key: a key that no letter uses, or placeholders that no letter fills. Empty = fine. For `policy:check`. */
export function letterTextFaults(key: string, text: string): string[] {
  // `letter.grant.heating` words the grant of one programme; the parts before it name the text.
  const of = (Object.keys(LETTER_TEXTS) as LetterTextKey[]).filter((k) => key === k || key.startsWith(`${k}.`)).sort((a, b) => b.length - a.length)[0];
  if (of === undefined) return [`没有文书用到 ${key}`];
  const known = new Set<string>([...COMMON_PLACEHOLDERS, ...placeholders(LETTER_TEXTS[of])]);
  return placeholders(text).filter((p) => !known.has(p)).map((p) => `${key} 不能使用 {${p}}，可用：${[...known].join('、')}`);
}

/** Puts values into a text. @throws {RangeError} for a placeholder without value: a letter is never sent with a gap. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`文书用语中的 {${name}} 没有内容`);
    return value;
  });
}

/** Fixed words of the layout. */
export const WORDS: Record<LetterWord, string> = {
  facts: '查明的事实', basis: '依据', conclusion: '决定', duty: '报告义务', remedies: '救济途径', working: '测算过程', workingText: '项目与算式', workingAmount: '金额（元）', workingBasis: '依据', tables: '附表',
  slip: '送达回证', slipLetter: '送达文书', slipReceiver: '受送达人签名', slipOn: '收到日期', slipMethod: '送达方式', slipBy: '送达人', slipDue: '送达期限', slipNote: '备注（拒收、留置、代收的情况及见证人）',
  provisional: '暂定', assumption: '待本地确认', code: '文书查验码', caseNumber: '案号', number: '编号', page: '第', pages: '页　共', pageEnd: '页', sign: '（签名）',
};
