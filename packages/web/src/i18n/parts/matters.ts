/** What all matters of supervision have in common. */
export const zh = {
  'matter.toList': '返回列表', 'matter.number': '编号', 'matter.title': '事项', 'matter.unit': '单位', 'matter.county': '县级', 'matter.status': '状态', 'matter.next': '下一步', 'matter.due': '期限', 'matter.waits.unit': '待单位', 'matter.waits.county': '待县级', 'matter.closed': '已办结', 'matter.opened': '登记', 'matter.trail': '经过', 'matter.allUnits': '全部单位', 'matter.none': '没有事项。', 'matter.by': '办理人', 'matter.at': '时间', 'matter.what': '办了什么', 'matter.nothingLeft': '没有要办的了', 'matter.more': '只列前 300 件，请按单位筛选。', 'matter.case': '打开案件', 'matter.origin': '来自', 'matter.waiting': '{topic} {n} 件待办', 'matter.waitingLate': '{n} 件超期',
};

export const en: Record<keyof typeof zh, string> = {
  'matter.toList': 'Back to the list', 'matter.number': 'No.', 'matter.title': 'Matter', 'matter.unit': 'Unit', 'matter.county': 'County', 'matter.status': 'State', 'matter.next': 'Next', 'matter.due': 'Due', 'matter.waits.unit': 'Waits for the unit', 'matter.waits.county': 'Waits for the county', 'matter.closed': 'Closed', 'matter.opened': 'Opened', 'matter.trail': 'What happened', 'matter.allUnits': 'All units', 'matter.none': 'Nothing here.', 'matter.by': 'By', 'matter.at': 'When', 'matter.what': 'What', 'matter.nothingLeft': 'Nothing left to do', 'matter.more': 'Only the first 300 are listed: filter by unit.', 'matter.case': 'Open the case', 'matter.origin': 'From', 'matter.waiting': '{topic}: {n} waiting', 'matter.waitingLate': '{n} late',
};
