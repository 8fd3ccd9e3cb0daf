import { CHANGE_GROUND_LABELS } from '@doudi/core/case/changes/payloads';

type Grounds = { [K in keyof typeof CHANGE_GROUND_LABELS as `changeGround.${K}`]: string };
const grounds = Object.fromEntries(Object.entries(CHANGE_GROUND_LABELS).map(([k, v]) => [`changeGround.${k}`, v])) as Grounds;

/** Relatives of staff, changes after the decision, other offices. */
export const zh = {
  ...grounds,
  'rel.households': '近亲属备案家庭', 'rel.noHouseholds': '没有命中登记簿的家庭。',
  'nav.coordination': '协调事项', 'coordination.says': '一门受理、分办转办和信息核对中本单位解决不了的问题，提给县（区）协调；结果登记在这里。', 'coordination.raise': '提出问题', 'coordination.resolve': '登记结果', 'coordination.none': '没有协调事项。', 'coordination.problem': '问题', 'coordination.department': '会同的部门', 'coordination.resolved': '已办结', 'coordination.open': '未办结，已 {n} 天',
  'coordination.urge': '督促部门', 'coordination.urged': '督促', 'coordination.due': '解决期限', 'coordination.demand': '要求', 'coordination.late': '督促期限已过',
  'coordination.kind.oneDoor': '一门受理', 'coordination.kind.verification': '信息核对', 'coordination.kind.funds': '资金保障', 'coordination.kind.other': '其他',
  'visits.title': '新申请对象入户', 'visits.none': '当月没有新申请。', 'visits.applied': '新申请（户）', 'visits.visited': '已入户（户）', 'visits.share': '比例', 'visits.short': '不足', 'visits.limit': '方案要求不低于',
  'f.platformNumber': '金民系统编号', 'case.platformNumber': '金民系统编号',
  'nav.errands': '异地事项', 'errands.says': '别的乡镇（街道）移交来的案件和请托核查的家庭；本单位发出的也在这里，直到对方办结。', 'errands.open': '未办结', 'errands.closed': '已办结', 'errands.none': '没有异地事项。案件页上的“移交办理”“委托异地核查”会出现在这里。',
  'errands.due': '到期', 'errands.kind': '事项', 'errands.in': '收到', 'errands.out': '发出', 'errands.from': '来自', 'errands.to': '送往', 'errands.case': '案件', 'errands.text': '内容', 'errands.papers': '移交材料 {n} 项', 'errands.asked': '{who} {on}', 'errands.result': '结果',
  'errands.receive': '接收', 'errands.decline': '退回', 'errands.answer': '反馈核查', 'errands.look': '查看家庭', 'errands.receiveSays': '接收后案件归本单位办理，已办的步骤保留。请核对移交材料是否齐全。', 'errands.declineSays': '退回原单位，写明缺什么、为什么。', 'errands.answerSays': '两人以上到场，写明看到的情况；反馈即为本案的入户调查记录。',
  'errands.lookSays': '姓名、地址和电话只为这件核查打开，查看已留痕。', 'errands.done': '已办', 'errands.note': '说明',
  'f.handOverTo': '移交给', 'f.handOverReason': '移交原因', 'f.papers': '移交的材料', 'f.papersHint': '逐项勾选；对方接收时逐项核对', 'f.askUnit': '请托单位', 'f.askWhat': '请核查什么（住址、找谁、要看什么）',
  'f.counterSignText': '会签意见（与谁是什么关系、谁应回避）', 'f.visitConsistent': '与申报一致', 'f.visitConsistentHint': '不一致的，案件退回重新调查', 'f.visitDiffers': '与申报不一致',
  'f.changeKind': '变更还是终止', 'f.changeAdjust': '变更金额', 'f.changeAdjustHint': '按今天的事实和规定重新测算', 'f.changeStop': '终止（停发）', 'f.changeStopHint': '自决定的次月起不再发放，书面说明理由', 'f.changeGround': '原因', 'f.changeText': '情况和理由（写入决定书）', 'f.changeFrom': '现发每月', 'f.changeTo': '拟发每月', 'f.changeProposedBy': '{who} {on} 提出',
  'case.relatives': '近亲属备案', 'case.relativesOf': '关系', 'case.found': '登记簿命中', 'case.countyVisits': '县级入户', 'case.countyVisitMissing': '县级尚未入户', 'case.changes': '变更与终止', 'case.changeOpen': '正在办理', 'case.ended': '已自 {month} 起终止', 'case.places': '移交与异地核查', 'case.handOverWaiting': '已移交{unit}，等待接收', 'case.handOverDone': '由{from}移交{to}', 'case.elsewhereWaiting': '等待{unit}反馈', 'case.elsewhereDone': '{unit}已反馈',
  'intake.registered': '户籍', 'intake.registered.here': '本乡镇（街道）', 'intake.registered.unit': '本县（区）其他乡镇（街道）', 'intake.registered.county': '本省其他县（区）', 'intake.registered.province': '外省', 'intake.registered.place': '户籍地址', 'intake.registered.office': '户籍所在乡镇（街道）', 'intake.registered.permit': '有本地居住证', 'intake.registered.hint': '户籍在别处的，按申请之日的规定受理、移交或者指引',
};

export const en: Record<keyof typeof zh, string> = {
  'changeGround.income': 'Income', 'changeGround.members': 'Members', 'changeGround.property': 'Property', 'changeGround.death': 'Death', 'changeGround.obligor': 'Obligor’s ability', 'changeGround.capacity': 'Ability to work or self-care', 'changeGround.standard': 'New standard', 'changeGround.moved': 'Moved away',
  'changeGround.voluntary': 'Voluntary exit', 'changeGround.refusedReview': 'Refused re-check', 'changeGround.otherProgramme': 'To another programme', 'changeGround.fraud': 'Fraud', 'changeGround.other': 'Other',
  'rel.households': 'Households filed', 'rel.noHouseholds': 'No household is on the register.',
  'nav.coordination': 'Coordination', 'coordination.says': 'What a unit cannot settle alone in one-door acceptance, referral and verification goes to the county; the outcome stands here.', 'coordination.raise': 'Raise a problem', 'coordination.resolve': 'Record the outcome', 'coordination.none': 'Nothing to coordinate.', 'coordination.problem': 'Problem', 'coordination.department': 'Settled with', 'coordination.resolved': 'Settled', 'coordination.open': 'Open for {n} days',
  'coordination.urge': 'Urge the department', 'coordination.urged': 'Urged', 'coordination.due': 'To be settled by', 'coordination.demand': 'What is asked', 'coordination.late': 'past the day urged',
  'coordination.kind.oneDoor': 'One door', 'coordination.kind.verification': 'Verification', 'coordination.kind.funds': 'Funds', 'coordination.kind.other': 'Other',
  'visits.title': 'Home visits to new applicants', 'visits.none': 'Nobody applied this month.', 'visits.applied': 'Applied', 'visits.visited': 'Visited', 'visits.share': 'Share', 'visits.short': 'short', 'visits.limit': 'At least',
  'f.platformNumber': 'Number there', 'case.platformNumber': 'Platform number',
  'nav.errands': 'Other offices', 'errands.says': 'Cases handed over and households to be looked at for other offices; what this office asked for stands here too until it is done.', 'errands.open': 'Open', 'errands.closed': 'Done', 'errands.none': 'Nothing here. “Hand over” and “Ask another office” on a case appear here.',
  'errands.due': 'Due', 'errands.kind': 'What', 'errands.in': 'received', 'errands.out': 'sent', 'errands.from': 'From', 'errands.to': 'To', 'errands.case': 'Case', 'errands.text': 'Text', 'errands.papers': '{n} papers', 'errands.asked': '{who} {on}', 'errands.result': 'Result',
  'errands.receive': 'Take over', 'errands.decline': 'Send back', 'errands.answer': 'Answer', 'errands.look': 'Open household', 'errands.receiveSays': 'The case becomes this office’s; what was done stays. Check the papers.', 'errands.declineSays': 'Back to the sender, saying what is missing.', 'errands.answerSays': 'By two or more; the answer stands as the case’s home visit.',
  'errands.lookSays': 'Names, address and telephone are opened for this errand only; it is logged.', 'errands.done': 'Done', 'errands.note': 'Note',
  'f.handOverTo': 'To', 'f.handOverReason': 'Reason', 'f.papers': 'Papers handed over', 'f.papersHint': 'The receiver checks them one by one', 'f.askUnit': 'Office asked', 'f.askWhat': 'What to look at (address, whom, what)',
  'f.counterSignText': 'Opinion (who is related to whom, who stands aside)', 'f.visitConsistent': 'As declared', 'f.visitConsistentHint': 'If not, the case is investigated again', 'f.visitDiffers': 'Differs from the declaration',
  'f.changeKind': 'Change or end', 'f.changeAdjust': 'Change the sum', 'f.changeAdjustHint': 'Computed anew by today’s facts and rules', 'f.changeStop': 'End', 'f.changeStopHint': 'Nothing is paid from the month after the decision; reasons in writing', 'f.changeGround': 'Ground', 'f.changeText': 'Facts and reasons (printed)', 'f.changeFrom': 'Paid now', 'f.changeTo': 'Proposed', 'f.changeProposedBy': 'Proposed by {who} on {on}',
  'case.relatives': 'Relatives of staff', 'case.relativesOf': 'Relation', 'case.found': 'Found in the register', 'case.countyVisits': 'County visits', 'case.countyVisitMissing': 'The county has not visited yet', 'case.changes': 'Changes', 'case.changeOpen': 'Under way', 'case.ended': 'Ended from {month}', 'case.places': 'Other offices', 'case.handOverWaiting': 'Handed over to {unit}, not taken yet', 'case.handOverDone': '{from} → {to}', 'case.elsewhereWaiting': 'Waiting for {unit}', 'case.elsewhereDone': '{unit} answered',
  'intake.registered': 'Registered', 'intake.registered.here': 'with this office', 'intake.registered.unit': 'another office of the county', 'intake.registered.county': 'another county', 'intake.registered.province': 'another province', 'intake.registered.place': 'Address of registration', 'intake.registered.office': 'Office of registration', 'intake.registered.permit': 'holds a residence permit here', 'intake.registered.hint': 'Taken here, handed over or referred as the law of the day says',
};
