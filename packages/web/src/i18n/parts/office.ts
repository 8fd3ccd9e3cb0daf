import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';

/** What the pages beside the case share. */
type Posts = Record<`office.post.${AnyPost}`, string>;
const under = (words: Record<AnyPost, string>): Posts => Object.fromEntries(Object.entries(words).map(([k, v]) => [`office.post.${k}`, v])) as Posts;

export const zh = {
  ...under(ANY_POST_LABELS),
  'office.only': '由{posts}办理', 'office.later': '先放着', 'office.keys': 'Ctrl+Enter 提交，Esc 关闭（内容保留）', 'office.done': '已办：{what}',
  'office.all': '全部{what}', 'office.reason': '理由', 'office.from': '起', 'office.to': '止', 'office.open': '打开', 'office.by': '办理人', 'office.at': '时间', 'office.state': '状态', 'office.unit': '单位',
  'office.programme': '项目', 'office.month': '月份', 'office.date': '日期', 'office.number': '编号', 'office.note': '说明', 'office.source': '依据', 'office.until': '至今', 'office.total': '合计', 'office.download': '下载',
  'office.monthBack': '上一月', 'office.monthNext': '下一月', 'office.file': '从文件读入', 'office.yes': '是', 'office.no': '否', 'office.more': '展开', 'office.less': '收起', 'office.back': '返回列表',
};

export const en: Record<keyof typeof zh, string> = {
  ...under({
    village: 'village helper', handler: 'handling officer', reviewer: 'reviewer', reviewHead: 'head of review', leader: 'leader in charge', countyHandler: 'county officer', countyLeader: 'county leader',
    payrollClerk: 'payroll clerk', payrollReviewer: 'payroll reviewer', finance: 'finance department', auditor: 'auditor', systemAdmin: 'system administrator', securityAdmin: 'security administrator', auditAdmin: 'audit administrator',
  }),
  'office.only': 'Done by: {posts}', 'office.later': 'Later', 'office.keys': 'Ctrl+Enter submits, Esc closes (kept)', 'office.done': 'Done: {what}',
  'office.all': 'All: {what}', 'office.reason': 'Reason', 'office.from': 'From', 'office.to': 'To', 'office.open': 'Open', 'office.by': 'By', 'office.at': 'Time', 'office.state': 'State', 'office.unit': 'Unit',
  'office.programme': 'Programme', 'office.month': 'Month', 'office.date': 'Date', 'office.number': 'Number', 'office.note': 'Note', 'office.source': 'Basis', 'office.until': 'today', 'office.total': 'Total', 'office.download': 'Download',
  'office.monthBack': 'Month before', 'office.monthNext': 'Month after', 'office.file': 'Read from a file', 'office.yes': 'Yes', 'office.no': 'No', 'office.more': 'Show', 'office.less': 'Hide', 'office.back': 'Back to the list',
};
