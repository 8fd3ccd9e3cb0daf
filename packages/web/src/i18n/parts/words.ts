import { EXCLUDED_WORDS, EXPENSE_WORDS, HEALTH_WORDS, INCOME_WORDS, LABOUR_WORDS, OCCUPATION_WORDS, OBLIGOR_WORDS, PROPERTY_WORDS, DISABILITY_WORDS, AREA_WORDS } from '@doudi/core/means/words';
import { STEP_LABELS } from '@doudi/core/case/procedure';

type Prefixed<P extends string, T> = { [K in keyof T & string as `${P}.${K}`]: string };

/** `{wage: '工资'}` → `{'income.wage': '工资'}`: the profession's words live in the core and are said the same everywhere. */
function under<P extends string, T extends Record<string, string>>(prefix: P, words: T): Prefixed<P, T> {
  return Object.fromEntries(Object.entries(words).map(([k, v]) => [`${prefix}.${k}`, v])) as Prefixed<P, T>;
}

const obligorZh = Object.fromEntries(Object.entries(OBLIGOR_WORDS).map(([k, v]) => [k, v.relation])) as Record<keyof typeof OBLIGOR_WORDS, string>;

export const zh = {
  ...under('income', INCOME_WORDS), ...under('expense', EXPENSE_WORDS), ...under('property', PROPERTY_WORDS), ...under('health', HEALTH_WORDS), ...under('labour', LABOUR_WORDS),
  ...under('occupation', OCCUPATION_WORDS), ...under('obligor', obligorZh), ...under('disability', DISABILITY_WORDS), ...under('area', AREA_WORDS), ...under('excluded', EXCLUDED_WORDS), ...under('step', STEP_LABELS),
  'relation.self': '本人', 'relation.spouse': '配偶', 'relation.child': '子女', 'relation.parent': '父母', 'relation.grandparent': '祖父母、外祖父母', 'relation.grandchild': '孙子女、外孙子女', 'relation.sibling': '兄弟姐妹', 'relation.other': '其他',
  'sex.male': '男', 'sex.female': '女',
  'hardship.illness': '因病', 'hardship.disability': '因残', 'hardship.disaster': '因灾', 'hardship.study': '因学', 'hardship.labour': '缺劳动力', 'hardship.unemployment': '失业', 'hardship.aged': '年老', 'hardship.other': '其他',
  'grade.1': '一级', 'grade.2': '二级', 'grade.3': '三级', 'grade.4': '四级',
  'delivery.inPerson': '直接送达', 'delivery.left': '留置送达', 'delivery.post': '邮寄送达', 'delivery.village': '村（居）代为送达', 'delivery.refusedWithWitness': '拒收，见证人在场',
  'method.home': '入户', 'method.neighbour': '邻里访问', 'method.letter': '信函索证', 'method.video': '视频', 'method.other': '其他',
  'channel.board': '公示栏', 'channel.telephone': '电话', 'channel.visit': '来访', 'channel.letter': '来信', 'channel.online': '网上', 'channel.hotline': '热线',
  'ground.objection': '公示有异议', 'ground.separation': '人户分离', 'ground.otherPlace': '异地核对', 'ground.difficult': '调查核实困难', 'ground.other': '其他',
  'meeting.appraisal': '民主评议', 'meeting.leadingGroup': '领导小组会议', 'meeting.deliberation': '议事协商', 'meeting.leadership': '班子会议', 'meeting.jointMeeting': '联席会议', 'meeting.consultation': '个案会商',
  'outcome.grant': '予以确认', 'outcome.refuse': '不予确认', 'outcome.agree': '同意', 'outcome.return': '退回', 'outcome.accepted': '说明成立', 'outcome.reverify': '重新核对',
  'level.unit': '乡镇（街道）', 'level.county': '县级',
  'via.window': '窗口', 'via.village': '村（居）代收', 'via.home': '上门', 'via.online': '网上', 'via.telephone': '电话',
  'effect.counted': '计入', 'effect.excluded': '不计入', 'effect.deducted': '扣减', 'effect.added': '加计', 'effect.result': '结果', 'effect.pass': '符合', 'effect.fail': '不符合',
  'group.income': '收入', 'group.deduction': '扣减', 'group.maintenance': '赡养抚养扶养费', 'group.property': '财产', 'group.perHead': '人均收入', 'group.standard': '标准', 'group.amount': '保障金', 'group.cost': '事由与必需支出', 'group.addition': '增发', 'group.conclusion': '结论',
  'coverage.covered': '已核对', 'coverage.not-covered': '未覆盖', 'coverage.error': '查询出错', 'coverage.pending': '未回',
  'trouble.refused': '平台拒绝', 'trouble.failed': '平台未能出具报告', 'trouble.unavailable': '平台不可用', 'trouble.malformed': '回复无法识别',
};

export const en: Record<keyof typeof zh, string> = {
  'income.wage': 'Wages', 'income.flexible': 'Casual work', 'income.farming': 'Farming', 'income.business': 'Business, net', 'income.interest': 'Interest, dividends', 'income.rent': 'Rent', 'income.landTransfer': 'Land transfer', 'income.otherProperty': 'Other property income',
  'income.pension': 'Pension', 'income.basicPension': 'Basic resident pension', 'income.unemployment': 'Unemployment benefit', 'income.survivor': 'Survivor benefit', 'income.compensation': 'Compensation', 'income.gift': 'Gifts', 'income.maintenanceReceived': 'Maintenance received',
  'income.preferential': 'Veterans’ and survivors’ allowance', 'income.familyPlanning': 'Family-planning reward', 'income.scholarship': 'Scholarships', 'income.bravery': 'Bravery award', 'income.assistance': 'Public assistance', 'income.elderlyAllowance': 'Old-age allowance', 'income.medicalReimbursement': 'Medical reimbursement', 'income.other': 'Other',
  'expense.medical': 'Medical', 'expense.disability': 'Disability care', 'expense.education': 'Education', 'expense.accident': 'Accident', 'expense.other': 'Other',
  'property.deposit': 'Deposits', 'property.securities': 'Securities', 'property.insurance': 'Insurance', 'property.debtClaim': 'Claims', 'property.vehicle': 'Motor vehicle', 'property.house': 'House', 'property.shop': 'Shop', 'property.company': 'Company', 'property.machinery': 'Large machinery', 'property.other': 'Other',
  'health.healthy': 'Healthy', 'health.chronic': 'Chronic illness', 'health.severeIllness': 'Severe illness', 'health.disabled': 'Disabled',
  'labour.able': 'Able to work', 'labour.partial': 'Partly able', 'labour.none': 'Unable to work',
  'occupation.preschool': 'Pre-school', 'occupation.student': 'Student', 'occupation.employed': 'Employed', 'occupation.flexible': 'Casual work', 'occupation.farming': 'Farming', 'occupation.unemployed': 'Registered unemployed', 'occupation.retired': 'Retired', 'occupation.none': 'None',
  'obligor.child': 'Child', 'obligor.parent': 'Parent', 'obligor.spouse': 'Spouse', 'obligor.grandchild': 'Grandchild', 'obligor.sibling': 'Sibling',
  'disability.physical': 'Physical', 'disability.visual': 'Visual', 'disability.hearing': 'Hearing', 'disability.speech': 'Speech', 'disability.intellectual': 'Intellectual', 'disability.mental': 'Mental', 'disability.multiple': 'Multiple',
  'area.urban': 'Urban', 'area.rural': 'Rural',
  'excluded.imprisoned': 'In prison or detoxification', 'excluded.missing': 'Declared missing', 'excluded.conscript': 'Conscript', 'excluded.religious': 'Religious, away over three years',
  'step.accept': 'Acceptance', 'step.authorise': 'Authorisation', 'step.verify': 'Verification', 'step.investigate': 'Home visit', 'step.appraise': 'Community appraisal', 'step.assess': 'Means test', 'step.opine': 'Preliminary opinion', 'step.notice': 'Public notice', 'step.countyReview': 'County review',
  'step.countyNotice': 'County notice', 'step.selfCare': 'Self-care assessment', 'step.counterSign': 'Relatives’ counter-signature', 'step.countyVisit': 'County visit', 'step.deliberate': 'Deliberation', 'step.signReport': 'Signing of the combined opinion', 'step.leadership': 'Leadership meeting', 'step.relieve': 'Immediate relief', 'step.jointMeeting': 'Joint meeting', 'step.consult': 'Case consultation', 'step.care': 'Care arranged', 'step.review': 'Re-review', 'step.agree': 'Head’s agreement', 'step.meeting': 'Meeting', 'step.decide': 'Decision', 'step.deliver': 'Delivery', 'step.publish': 'Long-term publication', 'step.file': 'Filing',
  'relation.self': 'Applicant', 'relation.spouse': 'Spouse', 'relation.child': 'Child', 'relation.parent': 'Parent', 'relation.grandparent': 'Grandparent', 'relation.grandchild': 'Grandchild', 'relation.sibling': 'Sibling', 'relation.other': 'Other',
  'sex.male': 'M', 'sex.female': 'F',
  'hardship.illness': 'Illness', 'hardship.disability': 'Disability', 'hardship.disaster': 'Disaster', 'hardship.study': 'Study', 'hardship.labour': 'Lack of labour', 'hardship.unemployment': 'Unemployment', 'hardship.aged': 'Old age', 'hardship.other': 'Other',
  'grade.1': 'Grade 1', 'grade.2': 'Grade 2', 'grade.3': 'Grade 3', 'grade.4': 'Grade 4',
  'delivery.inPerson': 'In person', 'delivery.left': 'Left at the door', 'delivery.post': 'By post', 'delivery.village': 'Through the village', 'delivery.refusedWithWitness': 'Refused, witnessed',
  'method.home': 'Home visit', 'method.neighbour': 'Neighbours', 'method.letter': 'Letters', 'method.video': 'Video', 'method.other': 'Other',
  'channel.board': 'Notice board', 'channel.telephone': 'Telephone', 'channel.visit': 'In person', 'channel.letter': 'Letter', 'channel.online': 'Online', 'channel.hotline': 'Hotline',
  'ground.objection': 'Objection to the notice', 'ground.separation': 'Lives away from registration', 'ground.otherPlace': 'Verification elsewhere', 'ground.difficult': 'Difficult investigation', 'ground.other': 'Other',
  'meeting.appraisal': 'Community appraisal', 'meeting.leadingGroup': 'Leading group meeting', 'meeting.deliberation': 'Deliberation', 'meeting.leadership': 'Leadership meeting', 'meeting.jointMeeting': 'Joint meeting', 'meeting.consultation': 'Case consultation',
  'outcome.grant': 'Grant', 'outcome.refuse': 'Refuse', 'outcome.agree': 'Agree', 'outcome.return': 'Return', 'outcome.accepted': 'Explanation accepted', 'outcome.reverify': 'Verify again',
  'level.unit': 'Township', 'level.county': 'County',
  'via.window': 'Counter', 'via.village': 'Village', 'via.home': 'At home', 'via.online': 'Online', 'via.telephone': 'By telephone',
  'effect.counted': 'counted', 'effect.excluded': 'not counted', 'effect.deducted': 'deducted', 'effect.added': 'added', 'effect.result': 'result', 'effect.pass': 'within limits', 'effect.fail': 'over limits',
  'group.income': 'Income', 'group.deduction': 'Deductions', 'group.maintenance': 'Maintenance', 'group.property': 'Property', 'group.perHead': 'Per head', 'group.standard': 'Standard', 'group.amount': 'Amount', 'group.cost': 'Cause and necessary cost', 'group.addition': 'Additions', 'group.conclusion': 'Conclusion',
  'coverage.covered': 'Checked', 'coverage.not-covered': 'Not covered', 'coverage.error': 'Query failed', 'coverage.pending': 'No answer yet',
  'trouble.refused': 'Refused by platform', 'trouble.failed': 'No report came', 'trouble.unavailable': 'Platform unavailable', 'trouble.malformed': 'Unreadable answer',
};
