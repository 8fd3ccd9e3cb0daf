/** Delivery of letters, and the county's own layouts of them. */
export const zh = {
  'nav.templates': '文书模板',
  'letters.notDelivered': '未送达', 'letters.dueBy': '最迟', 'letters.record': '登记送达', 'letters.proof': '凭证 {n}', 'letters.wordOf': '下载 Word：{title} {number}', 'letters.rosterPaper': '打印花名册（PDF）', 'letters.later': '下发后另行送达', 'letters.laterHint': '当面交付的可以同时登记；邮寄、留置等，送到后再登记，说明期限从送达起算',
  'f.letter': '送达哪份文书', 'f.tracking': '邮件编号', 'f.deliveryHelper': '代为送达人', 'f.deliveryHelperHint': '村（居）工作人员姓名', 'case.notDelivered': '还没有送达',
  'says.deliverLetter': '登记文书怎样送到、送给谁，附上送达凭证。从送达起算的期限由此起算。',
  'tpl.kinds': '文书种类', 'tpl.current': '现在的版式', 'tpl.standard': '标准版式', 'tpl.version': '第 {n} 版', 'tpl.since': '{on} 起', 'tpl.waiting': '{n} 版待启用', 'tpl.choose': '选一种文书，查看它的版式、字段，上传自己的 Word 模板。',
  'tpl.says': '县级可以用自己的 Word 模板替换标准版式。先下载起始模板，在 Word 或者 WPS 里改；花括号里的字段会填入案件内容。页脚的查验码、二维码、页码，送达回证和测算过程由系统接在后面。',
  'tpl.start': '下载起始模板', 'tpl.guide': '下载字段说明', 'tpl.upload': '上传模板', 'tpl.uploaded': '第 {n} 版已上传。请先用一份真实文书预览，再由县级负责人启用。', 'tpl.file': '模板文件（.docx，不带宏，不超过 2 MB）', 'tpl.note': '改了什么', 'tpl.problems': '模板不能使用，没有保存', 'tpl.problem': '问题',
  'tpl.versions': '版本', 'tpl.none': '还没有上传过模板，这种文书用标准版式。', 'tpl.by': '上传', 'tpl.state': '状态', 'tpl.validFrom': '启用日期', 'tpl.do': '办理', 'tpl.download': '下载',
  'tpl.preview': '预览', 'tpl.previewWord': '预览 Word', 'tpl.sample': '用哪份文书预览', 'tpl.noSamples': '还没有这种文书，不能预览；办过一件以后再来。',
  'tpl.activate': '启用', 'tpl.activateTitle': '启用{title}第 {n} 版', 'tpl.activateSays': '从启用日期起新出的文书用这一版；已经发出的文书不变。', 'tpl.activated': '第 {n} 版自 {on} 起启用',
  'tpl.whySame': '您上传的模板由另一人启用', 'tpl.whyPreview': '先用一份真实文书预览', 'tpl.whyDone': '已经启用', 'tpl.whyOver': '没有在用',
  'tpl.withdraw': '停用', 'tpl.withdrawTitle': '停用{title}第 {n} 版', 'tpl.withdrawSays': '停用后新出的文书恢复标准版式；已经发出的文书不变。', 'tpl.reason': '理由', 'tpl.withdrawn': '第 {n} 版已停用，恢复标准版式',
  'tpl.fields': '可用的字段', 'tpl.field': '写法', 'tpl.about': '填入什么', 'tpl.required': '必须有', 'tpl.withdrawnBy': '{by} 停用：{reason}', 'tpl.activatedBy': '{by} 启用',
};

export const en: Record<keyof typeof zh, string> = {
  'nav.templates': 'Letter layouts',
  'letters.notDelivered': 'not delivered', 'letters.dueBy': 'due by', 'letters.record': 'Record delivery', 'letters.proof': 'proof {n}', 'letters.wordOf': 'Word file: {title} {number}', 'letters.rosterPaper': 'Print the roster (PDF)', 'letters.later': 'delivered later', 'letters.laterHint': 'Handed over at the counter it can be recorded at once; otherwise when it has arrived: the days to explain run from then',
  'f.letter': 'Which letter', 'f.tracking': 'Number of the post', 'f.deliveryHelper': 'Taken there by', 'f.deliveryHelperHint': 'Name of the village helper', 'case.notDelivered': 'not delivered yet',
  'says.deliverLetter': 'Records how and to whom the letter went, with proof. Limits that run from delivery start here.',
  'tpl.kinds': 'Letters', 'tpl.current': 'Layout now', 'tpl.standard': 'standard', 'tpl.version': 'version {n}', 'tpl.since': 'from {on}', 'tpl.waiting': '{n} waiting', 'tpl.choose': 'Choose a letter to see its layouts and fields and to upload a Word template.',
  'tpl.says': 'A county may replace the standard layout by a Word file of its own. Download the starting template and edit it in Word or WPS; fields in braces are filled from the case. Code, QR code and page numbers, the receipt of delivery and the working are added by the system.',
  'tpl.start': 'Starting template', 'tpl.guide': 'List of fields', 'tpl.upload': 'Upload a template', 'tpl.uploaded': 'Version {n} uploaded. Look at it with a real letter first; then the county leader puts it in force.', 'tpl.file': 'File (.docx without macros, up to 2 MB)', 'tpl.note': 'What was changed', 'tpl.problems': 'The template cannot be used and was not saved', 'tpl.problem': 'Problem',
  'tpl.versions': 'Versions', 'tpl.none': 'No template yet: the standard layout is used.', 'tpl.by': 'Uploaded', 'tpl.state': 'State', 'tpl.validFrom': 'In force from', 'tpl.do': 'Do', 'tpl.download': 'Download',
  'tpl.preview': 'Preview', 'tpl.previewWord': 'Preview in Word', 'tpl.sample': 'Preview with which letter', 'tpl.noSamples': 'No letter of this kind yet: come back after the first case.',
  'tpl.activate': 'Put in force', 'tpl.activateTitle': '{title}: put version {n} in force', 'tpl.activateSays': 'Letters made from that day use this version; letters already made stay as they are.', 'tpl.activated': 'Version {n} in force from {on}',
  'tpl.whySame': 'You uploaded it: another person puts it in force', 'tpl.whyPreview': 'Preview it with a real letter first', 'tpl.whyDone': 'Already in force', 'tpl.whyOver': 'Not in use',
  'tpl.withdraw': 'Withdraw', 'tpl.withdrawTitle': '{title}: withdraw version {n}', 'tpl.withdrawSays': 'New letters are laid out in the standard way again; letters already made stay as they are.', 'tpl.reason': 'Reason', 'tpl.withdrawn': 'Version {n} withdrawn; the standard layout is back',
  'tpl.fields': 'Fields', 'tpl.field': 'Write', 'tpl.about': 'Holds', 'tpl.required': 'required', 'tpl.withdrawnBy': 'withdrawn by {by}: {reason}', 'tpl.activatedBy': 'put in force by {by}',
};
