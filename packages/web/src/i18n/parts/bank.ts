export const zh = {
  'bank.way': '与银行的往来', 'bank.hand': '本地代发机构没有接口：下载文件送银行，登记送出，再读入回盘。', 'bank.state': '进度', 'bank.tries': '送出', 'bank.triesN': '{n} 次', 'bank.received': '银行签收', 'bank.answered': '全部答复', 'bank.next': '下次自动办理', 'bank.error': '最近一次没有办成',
  'bank.sums': '逐分核对', 'bank.sent': '送出', 'bank.paid': '到账', 'bank.rejected': '未付', 'bank.returned': '退票', 'bank.transit': '在途', 'bank.balanced': '送出 ＝ 到账 ＋ 未付 ＋ 退票 ＋ 在途，一分不差', 'bank.unbalanced': '各项之和不等于送出金额，请停止发放并报告审计',
  'bank.ledger': '账上在途', 'bank.ledgerSame': '账上在途 {fen}，与银行未答复的明细相等', 'bank.ledgerOther': '账上在途 {fen}，银行未答复的明细合计 {lines}，不相等，请报告审计',
  'bank.attempts': '每次送出和取回盘的记录', 'bank.kind.send': '送出', 'bank.kind.look': '查询', 'bank.kind.fetch': '取回盘', 'bank.what': '办理', 'bank.words': '结果', 'bank.ms': '用时（毫秒）',
  'bank.refused': '登记整批未付', 'bank.refusedSays': '银行拒收了整个批次。确认银行一分未付以后登记，全部明细记为未付，下次名单自动带出。', 'bank.refusedDone': '已登记整批未付',
  'bank.take': '转人工办理', 'bank.takeSays': '银行接口长期不通或答复有疑问时使用。转出后接口不再送出本批次，也不再取回盘，且不能转回；代发文件的批次号不变，银行对同一批次号只付一次。',
  'bank.short': '资金不足：{text}', 'bank.shortStop': '资金不足，不能放行：{text}',
  'stuck.title': '没有到户的款项', 'stuck.says': '每一笔到了发放时间而没有到户的钱：从哪天起、为什么、轮到谁办。', 'stuck.since': '自', 'stuck.days': '天数', 'stuck.why': '原因', 'stuck.who': '由谁办', 'stuck.next': '怎么办', 'stuck.none': '没有停在路上的款项。', 'stuck.late': '银行超期',
  'stuck.back': '银行未付和退票', 'stuck.all': '全部', 'stuck.sum': '共 {lines} 笔，{fen}', 'stuck.notice': '有 {lines} 笔款项没有到户，共 {fen}', 'stuck.noticeLate': '其中 {late} 笔银行超期未答复', 'stuck.open': '查看',
  'told.title': '发放消息', 'told.none': '还没有因发放发送过消息。', 'told.off': '本地没有开通发放消息。', 'told.text': '内容', 'told.at': '时间',
} as const;

export const en: Record<keyof typeof zh, string> = {
  'bank.way': 'Dealings with the bank', 'bank.hand': 'The paying bank has no interface here: download the file, record that it was sent, read the return.', 'bank.state': 'Progress', 'bank.tries': 'Sent', 'bank.triesN': '{n} times', 'bank.received': 'Acknowledged', 'bank.answered': 'All answered', 'bank.next': 'Next by itself', 'bank.error': 'Last failure',
  'bank.sums': 'To the fen', 'bank.sent': 'Sent', 'bank.paid': 'Paid', 'bank.rejected': 'Not paid', 'bank.returned': 'Came back', 'bank.transit': 'In transit', 'bank.balanced': 'Sent = paid + not paid + came back + in transit, to the fen', 'bank.unbalanced': 'The parts do not make up what was sent: stop payment and tell the auditor',
  'bank.ledger': 'Ledger in transit', 'bank.ledgerSame': 'The ledger has {fen} in transit, exactly the lines the bank has not answered', 'bank.ledgerOther': 'The ledger has {fen} in transit, the unanswered lines make {lines}: tell the auditor',
  'bank.attempts': 'Every attempt to send and fetch', 'bank.kind.send': 'send', 'bank.kind.look': 'look', 'bank.kind.fetch': 'fetch', 'bank.what': 'What', 'bank.words': 'Outcome', 'bank.ms': 'Time (ms)',
  'bank.refused': 'Record the batch as unpaid', 'bank.refusedSays': 'The bank refused the whole batch. Record it once the bank has confirmed that nothing was paid; every line goes into the next roll.', 'bank.refusedDone': 'Recorded as unpaid',
  'bank.take': 'Take over by hand', 'bank.takeSays': 'For an interface that stays silent or whose answers are in doubt. Afterwards the interface neither sends this batch nor fetches its returns, and there is no way back. The number of the batch stays the same, and the bank pays a number once.',
  'bank.short': 'Money is missing: {text}', 'bank.shortStop': 'Money is missing, release is barred: {text}',
  'stuck.title': 'Money not with the household', 'stuck.says': 'Every payment whose time has come and that has not arrived: since when, why, and whose turn it is.', 'stuck.since': 'Since', 'stuck.days': 'Days', 'stuck.why': 'Why', 'stuck.who': 'Whose turn', 'stuck.next': 'What to do', 'stuck.none': 'Nothing is stuck.', 'stuck.late': 'bank late',
  'stuck.back': 'Not paid by the bank, or returned', 'stuck.all': 'All', 'stuck.sum': '{lines} payments, {fen}', 'stuck.notice': '{lines} payments have not arrived, {fen}', 'stuck.noticeLate': '{late} of them the bank has not answered in time', 'stuck.open': 'Show',
  'told.title': 'Payment messages', 'told.none': 'No message about a payment was sent yet.', 'told.off': 'Payment messages are switched off here.', 'told.text': 'Text', 'told.at': 'When',
};
