import { PHRASE_LABELS, type PhraseField } from '@doudi/core/desk/phrases';
import { UNCLEAN, type UncleanCode } from '@doudi/core/desk/clean';

type Fields = Record<`phrase.field.${PhraseField}`, string>;
type Reasons = Record<`unclean.${UncleanCode}`, string>;
const fields = Object.fromEntries(Object.entries(PHRASE_LABELS).map(([k, v]) => [`phrase.field.${k}`, v])) as Fields;
const reasons = Object.fromEntries(Object.entries(UNCLEAN).map(([k, v]) => [`unclean.${k}`, v])) as Reasons;

/** The desk's own helps: common opinions, batches, print queue, what a field is for. */
export const zh = {
  ...fields, ...reasons,
  'nav.batch': '批量办理', 'nav.prints': '打印队列',
  'phrase.title': '常用语', 'phrase.insert': '插入到光标处（Alt+{n}）', 'phrase.insertPlain': '插入到光标处', 'phrase.all': '全部 {n} 条', 'phrase.less': '收起', 'phrase.own': '我的', 'phrase.unit': '本单位', 'phrase.starter': '起始', 'phrase.saveOwn': '存为我的常用语', 'phrase.saveUnit': '存为本单位常用语', 'phrase.saved': '已存为常用语', 'phrase.delete': '删除这条常用语', 'phrase.none': '还没有常用语。写好一段后点“存为我的常用语”，下次一键插入。', 'phrase.note': '常用语只插入文字，是否合乎本案由您判断。',
  'batch.link': '批量办理无疑点案件', 'batch.title': '批量办理', 'batch.agreeReview': '负责人同意', 'batch.decide': '确认决定（予以确认）', 'batch.kind': '办理什么',
  'batch.why': '只有没有争议、没有疑点、没有超期、测算无变化的无疑点案件可以批量办理，每一案都要先看过摘要。其余案件说明原因，请打开单独办理。',
  'batch.clean': '无疑点', 'batch.unclean': '须单独办理', 'batch.read': '已看过摘要', 'batch.unread': '未看', 'batch.verdict': '能否批量', 'batch.proposed': '拟定月金额', 'batch.pick': '选中', 'batch.pickOne': '选中 {who} {number}',
  'batch.pickClean': '选中全部无疑点案件（{n}）', 'batch.pickNone': '全不选', 'batch.walk': '逐案看摘要（{n} 件）', 'batch.pickFirst': '先选中要办的无疑点案件', 'batch.limit': '一批最多 {n} 件', 'batch.overLimit': '超过一批的上限，只选了前 {n} 件',
  'batch.empty.decide': '没有等您确认的案件。前面的环节办完后，案件出现在这里。', 'batch.empty.agreeReview': '没有等您同意的案件。复审完成后，案件出现在这里。', 'batch.more': '还有更多案件，办完这些后继续。',
  'batch.nth': '第 {i} 件，共 {n} 件', 'batch.next': '看过了，下一件', 'batch.last': '看过了', 'batch.back': '上一件', 'batch.include': '放进这一批', 'batch.keys': '回车 看过并到下一件，K 上一件，X 放进或拿出这一批，Ctrl+回车 办理，Esc 回列表', 'batch.toList': '回列表', 'batch.open': '打开案件',
  'batch.do.decide': '对这 {n} 件作出予以确认的决定', 'batch.do.agreeReview': '对这 {n} 件表示同意并送分管领导', 'batch.notAll': '还有 {n} 件的摘要没有看', 'batch.noneIn': '这一批里没有案件', 'batch.text': '意见（对每一件都写上，选填）', 'batch.nowUnclean': '这一案现在不是无疑点案件，不会放进这一批：',
  'batch.done': '办成 {n} 件', 'batch.failed': '没有办成 {n} 件（别的不受影响）', 'batch.result': '结果', 'batch.letters': '文书', 'batch.ok': '已办', 'batch.again': '继续办理别的案件', 'batch.sending': '正在逐案办理…',
  'sum.who': '谁做了什么', 'sum.household': '家庭', 'sum.money': '算式', 'sum.found': '核对与调查', 'sum.hits': '核对', 'sum.noHits': '没有不符', 'sum.uncovered': '未覆盖：{what}', 'sum.visit': '入户', 'sum.photos': '照片', 'sum.noPhotos': '没有照片', 'sum.notice': '公示', 'sum.noObjection': '无异议', 'sum.opinion': '初审意见', 'sum.income': '申报收入', 'sum.none': '无', 'sum.meeting': '会议', 'sum.property': '申报财产', 'sum.perMonth': '每月', 'sum.votes': '同意 {yes}、不同意 {no}、弃权 {none}', 'sum.photo': '现场照片 {n}',
  'print.title': '打印队列', 'print.mine': '我的', 'print.unit': '本单位', 'print.scope': '谁的', 'print.waiting': '等打印', 'print.printed': '打印过的', 'print.paper': '文书', 'print.case': '案件', 'print.by': '加入人', 'print.at': '加入时间', 'print.who': '打印', 'print.all': '全选', 'print.pick': '选中 {what}', 'print.go': '打印选中的（{n} 份）', 'print.nothing': '先选中要打印的文书',
  'print.duplex': '双面打印：每份从新的一张纸开始', 'print.opened': '已合成一份 PDF（{n} 份），在新窗口中打开并打印。', 'print.open': '再次打开这份 PDF', 'print.drop': '移出', 'print.again': '补打', 'print.nth': '第 {n} 次', 'print.first': '打印', 'print.reprint': '补打', 'print.others': '本单位另有 {n} 份等打印，见“本单位”。',
  'print.empty': '没有等打印的文书。出具文书后点“加入打印队列”，攒到一起打印。', 'print.emptyPrinted': '还没有从队列打印过文书。打印后在这里留下何人何时。',
  'queue.add': '加入打印队列', 'queue.addAll': '全部加入打印队列', 'queue.in': '已在打印队列（共 {n} 份）',
  'why.on': '新手提示', 'why.hint': '每一栏旁边说明为什么要问',
  'why.programme': '决定按哪一套条件和材料办理；可以同时符合几项的，提交后逐项判断。', 'why.via': '记录从哪里受理，一门受理的情况由此统计。', 'why.byAgent': '代办的要登记代办人和原因，材料里多一份委托。', 'why.village': '案件归哪个村（居），公示贴在哪里由此而定。', 'why.facts.address': '入户调查按这个地址上门。', 'why.facts.area': '城乡标准不同，金额由此而定。', 'why.facts.single': '重残、重病等依规定可以单独申请。',
  'why.facts.members': '共同生活的人一起计算收入、一起签授权；漏一个人，金额就不对。', 'why.facts.obligors': '不在一起住的父母、子女依法应给赡养、抚养费，也要签授权。', 'why.facts.hardship': '致困原因写入档案，也用于看符合哪些别的救助。', 'why.facts.statement': '用申请人自己的话写，调查时逐句核实。', 'why.facts.incomes': '申请前若干个月的月平均；不计入的收入（优待抚恤等）也登记，系统会说明不计入。', 'why.facts.properties': '超过限额不能确认；必要的可以写明原因。', 'why.facts.expenses': '自负的医疗、教育等支出可以按规定扣减。', 'why.materials': '没带来的一次性告知；告知以后不得再要别的。', 'why.declared': '签了承诺才能受理；不实的以后要追回。',
  'intake.lookup': '此号码以前登记过：{name}', 'intake.fresh.number': '此号码没有登记过', 'intake.jump': '跳到',
  'intake.addKeys': '快捷键：Alt+M 家庭成员，Alt+O 义务人，Alt+I 收入，Alt+P 财产，Alt+E 支出，Alt+L 材料，Alt+S 声明', 'intake.memberAdded': '已添加 {name}，请选与申请人的关系',
};

export const en: Record<keyof typeof zh, string> = {
  'phrase.field.opinion': 'Opinion', 'phrase.field.review': 'Review', 'phrase.field.findings': 'Findings', 'phrase.field.refusal': 'Reasons of refusal', 'phrase.field.return': 'Reasons of return', 'phrase.field.minutes': 'Minutes',
  'unclean.guard': 'Not to be done now', 'unclean.disputed': 'Objection', 'unclean.contradiction': 'Verification contradicts', 'unclean.relative': 'Staff relative', 'unclean.late': 'A step was late', 'unclean.skipped': 'A step is missing', 'unclean.simplified': 'Simplified procedure', 'unclean.assessment': 'Not eligible', 'unclean.changed': 'Sum differs today', 'unclean.opinion': 'Opinion differs from the sum', 'unclean.returned': 'Was sent back', 'unclean.extended': 'Was extended', 'unclean.vote': 'Votes against', 'unclean.route': 'Other organ today', 'unclean.pending': 'Something waits for an answer', 'unclean.conflict': 'Plan and national rule differ, not chosen',
  'nav.batch': 'Batch', 'nav.prints': 'Print queue',
  'phrase.title': 'Phrases', 'phrase.insert': 'Insert at the cursor (Alt+{n})', 'phrase.insertPlain': 'Insert at the cursor', 'phrase.all': 'All {n}', 'phrase.less': 'Less', 'phrase.own': 'mine', 'phrase.unit': 'unit', 'phrase.starter': 'starter', 'phrase.saveOwn': 'Keep as my phrase', 'phrase.saveUnit': 'Keep as the unit’s phrase', 'phrase.saved': 'Kept', 'phrase.delete': 'Delete this phrase', 'phrase.none': 'No phrases yet. Write a text and keep it for next time.', 'phrase.note': 'A phrase only inserts words; whether they are true of this case is yours to judge.',
  'batch.link': 'Batch of clean cases', 'batch.title': 'Batch', 'batch.agreeReview': 'Head’s agreement', 'batch.decide': 'Decision (grant)', 'batch.kind': 'What to do',
  'batch.why': 'Only clean cases can be done in a batch: no dispute, no contradiction, nothing late, the same sum today; and each one’s summary must have been read. The others say why and are opened one by one.',
  'batch.clean': 'clean', 'batch.unclean': 'one by one', 'batch.read': 'summary read', 'batch.unread': 'not read', 'batch.verdict': 'Batch?', 'batch.proposed': 'Monthly sum', 'batch.pick': 'Pick', 'batch.pickOne': 'Pick {who} {number}',
  'batch.pickClean': 'Pick all clean cases ({n})', 'batch.pickNone': 'Pick none', 'batch.walk': 'Read the summaries ({n})', 'batch.pickFirst': 'Pick clean cases first', 'batch.limit': 'At most {n} in a batch', 'batch.overLimit': 'Above the limit: the first {n} are picked',
  'batch.empty.decide': 'No case waits for your decision.', 'batch.empty.agreeReview': 'No case waits for your agreement.', 'batch.more': 'There are more; go on after these.',
  'batch.nth': '{i} of {n}', 'batch.next': 'Read, next', 'batch.last': 'Read', 'batch.back': 'Previous', 'batch.include': 'In this batch', 'batch.keys': 'Enter: read, next; K: previous; X: in or out; Ctrl+Enter: do; Esc: list', 'batch.toList': 'Back to the list', 'batch.open': 'Open the case',
  'batch.do.decide': 'Grant these {n}', 'batch.do.agreeReview': 'Agree to these {n}', 'batch.notAll': '{n} summaries not yet read', 'batch.noneIn': 'Nothing is in this batch', 'batch.text': 'Text (written to each, optional)', 'batch.nowUnclean': 'Not clean now, left out of the batch:',
  'batch.done': '{n} done', 'batch.failed': '{n} not done (the others stand)', 'batch.result': 'Result', 'batch.letters': 'Letters', 'batch.ok': 'done', 'batch.again': 'Go on', 'batch.sending': 'One after the other…',
  'sum.who': 'Who did what', 'sum.household': 'Household', 'sum.money': 'Working', 'sum.found': 'Verification and visit', 'sum.hits': 'Verification', 'sum.noHits': 'nothing contradicts', 'sum.uncovered': 'not covered: {what}', 'sum.visit': 'Visit', 'sum.photos': 'Photographs', 'sum.noPhotos': 'No photographs', 'sum.notice': 'Notice', 'sum.noObjection': 'no objection', 'sum.opinion': 'Opinion', 'sum.income': 'Declared income', 'sum.none': 'none', 'sum.meeting': 'Meeting', 'sum.property': 'Declared property', 'sum.perMonth': 'a month', 'sum.votes': 'for {yes}, against {no}, abstained {none}', 'sum.photo': 'Photograph {n}',
  'print.title': 'Print queue', 'print.mine': 'Mine', 'print.unit': 'Unit', 'print.scope': 'Whose', 'print.waiting': 'Waiting', 'print.printed': 'Printed', 'print.paper': 'Paper', 'print.case': 'Case', 'print.by': 'Added by', 'print.at': 'Added', 'print.who': 'Printed', 'print.all': 'All', 'print.pick': 'Pick {what}', 'print.go': 'Print ({n})', 'print.nothing': 'Pick papers first',
  'print.duplex': 'Two-sided: each paper on a new sheet', 'print.opened': 'One PDF of {n} papers opens in a new window.', 'print.open': 'Open this PDF again', 'print.drop': 'Take out', 'print.again': 'Print again', 'print.nth': 'no. {n}', 'print.first': 'printed', 'print.reprint': 'reprint', 'print.others': '{n} more wait in the unit.',
  'print.empty': 'Nothing waits. Add letters as they arise and print them together.', 'print.emptyPrinted': 'Nothing printed from the queue yet.',
  'queue.add': 'Add to print queue', 'queue.addAll': 'Add all to print queue', 'queue.in': 'In the print queue ({n})',
  'why.on': 'First-week hints', 'why.hint': 'Says beside each field why it is asked',
  'why.programme': 'Decides conditions and papers.', 'why.via': 'Where the application came in.', 'why.byAgent': 'An agent is recorded with the reason.', 'why.village': 'Where the case belongs and the notice is posted.', 'why.facts.address': 'The visit goes there.', 'why.facts.area': 'Urban and rural standards differ.', 'why.facts.single': 'By rule for severe disability or illness.',
  'why.facts.members': 'All are counted and all sign; one left out makes the sum wrong.', 'why.facts.obligors': 'They owe maintenance by law and sign too.', 'why.facts.hardship': 'Kept on file; points to other help.', 'why.facts.statement': 'In the applicant’s words, checked at the visit.', 'why.facts.incomes': 'Monthly average; excluded kinds too, they will not count.', 'why.facts.properties': 'Above the limit no grant; say why it is needed.', 'why.facts.expenses': 'What is borne oneself may be deducted.', 'why.materials': 'What is missing is told once.', 'why.declared': 'Signed before acceptance.',
  'intake.lookup': 'This number is registered: {name}', 'intake.fresh.number': 'This number is new', 'intake.jump': 'Jump to',
  'intake.addKeys': 'Keys: Alt+M member, Alt+O obligor, Alt+I income, Alt+P property, Alt+E expense, Alt+L papers, Alt+S declaration', 'intake.memberAdded': '{name} added; choose the relation',
};
