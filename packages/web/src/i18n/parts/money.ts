/** 资金待办: what of the money waits for whom. */
export const zh = {
  'nav.money': '资金待办', 'money.mine': '轮到我办', 'money.others': '别人在办', 'money.none': '没有等您办的资金事项。', 'money.what': '事项', 'money.count': '数量', 'money.late': '迟了', 'money.sum': '金额（元）', 'money.since': '最早', 'money.due': '期限', 'money.where': '去办', 'money.open': '打开', 'money.who': '由谁办', 'money.another': '登记以外的人',
  'money.link': '资金待办 {n} 项', 'money.linkLate': '{n} 项迟了',
} as const;

export const en: Record<keyof typeof zh, string> = {
  'nav.money': 'Money to do', 'money.mine': 'My turn', 'money.others': 'With others', 'money.none': 'No money waits for you.', 'money.what': 'Matter', 'money.count': 'Count', 'money.late': 'Late', 'money.sum': 'Sum (yuan)', 'money.since': 'Since', 'money.due': 'by', 'money.where': 'Go to', 'money.open': 'Open', 'money.who': 'With', 'money.another': 'another person',
  'money.link': 'Money: {n} to do', 'money.linkLate': '{n} late',
};
