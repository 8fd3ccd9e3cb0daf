export const zh = {
  'judge.title': '各项目判断', 'judge.preview': '预判：按申报的情况，测算时再判一次并告知申请人', 'judge.told': '已随测算告知', 'judge.changed': '测算之后情况或规定有变，须重新测算', 'judge.empty': '今天没有其他项目。',
  'judge.programme': '项目', 'judge.outcome': '判断', 'judge.why': '金额或理由', 'judge.act': '办理',
  'judge.eligible': '符合', 'judge.ineligible': '不符合', 'judge.unknown': '尚不能判断', 'judge.status': '认定身份，不发放保障金', 'judge.months': '有效 {n} 个月', 'judge.once': '一次性', 'judge.applied': '本次申请', 'judge.until': '有效至', 'judge.better': '更适合', 'judge.also': '可同时享受',
  'judge.working': '算式', 'judge.carry': '转为该项目申请', 'judge.carrySays': '家庭情况和已交的材料都带过去，只需申请人重新签字。本案照常作出决定，申请人也可以撤回。', 'judge.from': '由 {number} 转来', 'judge.to': '已转为 {number}',
  'judge.suggest': '按已填的情况预判', 'judge.suggestSays': '一份申请，各项目同时判断；以核对、调查后的测算为准。', 'judge.choose': '改为申请此项', 'judge.notYet': '填好家庭成员、收入、困难情况后，这里显示符合哪些项目。',
  'facts.categories': '家庭属于（有材料的才勾）', 'facts.categoriesWhy': '低收入、增发等规定的情形，须有相应材料。', 'category.singleParent': '单亲家庭', 'category.singleParentStudy': '子女在学的单亲家庭', 'category.familyPlanningLoss': '计划生育特别扶助家庭', 'category.specialOutpatient': '有门诊特殊疾病患者', 'category.childless': '没有子女', 'category.districtRecognised': '区县认定的其他特殊困难',
  'facts.lastYear': '申请前 12 个月的总收入与刚性支出', 'facts.lastYearWhy': '判断刚性支出困难家庭时才需要；填全年合计，不是月均。', 'facts.lastYearAdd': '登记 12 个月合计', 'facts.lastYearDrop': '不登记', 'facts.lastYearIncome': '家庭总收入（12 个月）', 'facts.lastYearRow': '添一项支出', 'facts.total': '12 个月合计（自己负担）',
  'rigid.living': '基本生活', 'rigid.medical': '医疗', 'rigid.education': '教育', 'rigid.disability': '残疾康复', 'rigid.other': '其他',
  'facts.months': '个月', 'facts.awayMonths': '外出务工月数', 'facts.awayPlace': '务工地', 'away.inProvince': '省内', 'away.outProvince': '省外',
  'facts.areaBy': '随村（居）的城乡属性', 'facts.areaByCode': '随村（居）的城乡属性：{code}',
};

export const en: Record<keyof typeof zh, string> = {
  'judge.title': 'All programmes', 'judge.preview': 'Preview on the facts as declared; judged again and told at the means test', 'judge.told': 'Told with the means test', 'judge.changed': 'Facts or rules have changed since: assess again', 'judge.empty': 'No other programme today.',
  'judge.programme': 'Programme', 'judge.outcome': 'Outcome', 'judge.why': 'Sum or reason', 'judge.act': 'Do',
  'judge.eligible': 'Qualifies', 'judge.ineligible': 'Does not', 'judge.unknown': 'Cannot be said', 'judge.status': 'A status, no money', 'judge.months': 'for {n} months', 'judge.once': 'once', 'judge.applied': 'Applied for', 'judge.until': 'valid until', 'judge.better': 'Fits better', 'judge.also': 'Besides',
  'judge.working': 'Working', 'judge.carry': 'Apply for this instead', 'judge.carrySays': 'Facts and papers go along; only a new signature is needed. This case is decided as usual, or withdrawn by the applicant.', 'judge.from': 'Grew out of {number}', 'judge.to': 'Carried over to {number}',
  'judge.suggest': 'Preview on what is typed', 'judge.suggestSays': 'One application, all programmes; verification and visit decide.', 'judge.choose': 'Apply for this', 'judge.notYet': 'Once members, income and hardship are typed, this shows which programmes fit.',
  'facts.categories': 'The household is (with papers)', 'facts.categoriesWhy': 'Hardships that low-income rules and additions name; each needs a paper.', 'category.singleParent': 'Single parent', 'category.singleParentStudy': 'Single parent, child at school', 'category.familyPlanningLoss': 'Family-planning special support', 'category.specialOutpatient': 'Special outpatient illness', 'category.childless': 'Without children', 'category.districtRecognised': 'Recognised by the county',
  'facts.lastYear': 'Income and necessary spending of the last 12 months', 'facts.lastYearWhy': 'Needed only for hardship by expenditure; totals of the year, not monthly.', 'facts.lastYearAdd': 'Record totals of 12 months', 'facts.lastYearDrop': 'Do not record', 'facts.lastYearIncome': 'Household income (12 months)', 'facts.lastYearRow': 'Add an expense', 'facts.total': 'Total of 12 months, own share',
  'rigid.living': 'Living', 'rigid.medical': 'Medical', 'rigid.education': 'Education', 'rigid.disability': 'Rehabilitation', 'rigid.other': 'Other',
  'facts.months': 'months', 'facts.awayMonths': 'Months away for work', 'facts.awayPlace': 'Works', 'away.inProvince': 'In the province', 'away.outProvince': 'Outside it',
  'facts.areaBy': 'Follows from the village', 'facts.areaByCode': 'Follows from the village: {code}',
};
