import { describe, expect, it } from 'vitest';
import { parsePolicyFiles } from './parse.ts';

const NATION = `instruments:
  - id: law
    title: 某办法
parameters:
  - key: notice.days
    label: 公示天数
    unit: day
    value: 7
    from: 2021-07-01
    floor: min
    source: { instrument: law, clause: 第十九条 }
procedures:
  - id: plain
    name: 一般程序
    organ: unit
    from: 2021-07-01
    source: { instrument: law, clause: 第二条 }
    steps:
      - { step: accept, by: [handler], source: { instrument: law, clause: 第十条 } }
      - { step: decide, by: [leader], needs: [accept], source: { instrument: law, clause: 第二条 } }
programmes:
  - id: dibao
    name: 最低生活保障
    short: 低保
    nameEn: Minimum living allowance
    applicant: household
    formula: means
    payment: monthly
    fundItem: 低保金
    from: 2021-07-01
    undelegated: [plain]
    source: { instrument: law, clause: 第二条 }
    documents:
      - { id: id-card, name: 身份证, kind: application, source: { instrument: law, clause: 第九条 } }
`;

const COUNTY = `jurisdiction:
  id: jia
  code: '999999'
  name: 甲县
  fullName: 某省甲县
  bureau: 甲县民政局
  mark: 甲
  plan: jia-plan
  trainingDate: 2021-11-15
  telephone: '0000-0000-0000'
  government: 甲县人民政府
  reconsideration: 甲县人民政府
  court: 甲县人民法院
instruments:
  - id: jia-plan
    title: 甲县方案
units:
  - { id: jia, name: 甲县, kind: county, source: { assumption: 演示 } }
  - { id: jia.dong, name: 东镇, kind: township, parent: jia, source: { assumption: 演示 } }
`;

const base = [{ path: 'national/law.yaml', text: NATION }, { path: 'jia/plan.yaml', text: COUNTY }];
const faultsOf = (path: string, text: string): string[] => parsePolicyFiles([...base, { path, text }]).faults.map((f) => `${f.file}:${f.line} ${f.field} ${f.message}`);

const parameter = (lines: string): string => `parameters:\n  - key: filing.day\n    label: 报备日\n${lines}`;

describe('parsePolicyFiles', () => {
  it('merges the files of a layer and fills in defaults', () => {
    const { layers, faults } = parsePolicyFiles([...base, { path: 'jia/more.yaml', text: parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    source: { instrument: law, clause: 某条 }\n') }]);
    expect(faults).toEqual([]);
    expect(layers.nation.programmes[0]).toMatchObject({ id: 'dibao', delegated: [], documents: [{ when: 'always' }] });
    expect(layers.counties).toMatchObject([{ id: 'jia', jurisdiction: { plan: 'jia-plan' }, parameters: [{ key: 'filing.day', value: 25, from: '2021-07-01' }] }]);
  });

  it('does not depend on the order in which the files come', () => {
    expect(parsePolicyFiles([...base].reverse())).toEqual(parsePolicyFiles(base));
  });

  it.each<[string, string, string, number, string, RegExp]>([
    ['a broken indent', 'jia/x.yaml', 'parameters:\n  - key: a\n   label: b\n', 3, 'parameters[0].key', /YAML 语法错误/],
    ['a tab', 'jia/x.yaml', 'parameters:\n\t- key: a\n', 2, 'parameters', /制表符/],
    ['a key written twice', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    value: 26\n    source: { assumption: 某因 }\n'), 7, 'parameters[0].value', /字段 value 重复/],
    ['a section nobody knows', 'jia/x.yaml', 'parameter:\n  - key: a\n', 1, 'parameter', /不认识的字段 parameter；此处可用：jurisdiction、/],
    ['a section that is no list', 'jia/x.yaml', 'parameters:\n  key: a\n', 1, 'parameters', /应为列表/],
    ['a field nobody knows', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    form: 2021-07-01\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 6, 'parameters[0].form', /不认识的字段 form；此处可用：key、label、unit、value、from、/],
    ['a missing field', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    source: { assumption: 某因 }\n'), 2, 'parameters[0].from', /缺少 from/],
    ['a missing value', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 2, 'parameters[0].value', /缺少 value/],
    ['a date written otherwise', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021/7/1\n    source: { assumption: 某因 }\n'), 6, 'parameters[0].from', /日期应为 YYYY-MM-DD/],
    ['a unit nobody knows', 'jia/x.yaml', parameter('    unit: days\n    value: 25\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 4, 'parameters[0].unit', /不能是 「days」；只能是 wd、day、/],
    ['no provenance', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    source: { instrument: law }\n'), 7, 'parameters[0].source', /须写明 instrument 与 clause，或写明 assumption/],
    ['a number written as text', 'jia/x.yaml', parameter("    unit: wd\n    value: '3'\n    from: 2021-07-01\n    source: { assumption: 某因 }\n"), 5, 'parameters[0].value', /应为非负整数（工作日数），实为 "3"/],
    ['money with decimals', 'jia/x.yaml', parameter('    unit: fen\n    value: 1010.5\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 5, 'parameters[0].value', /应为非负整数（金额（分））/],
    ['a day of month that no month has', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 32\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 5, 'parameters[0].value', /1 至 31/],
    ['a flag that is a word', 'jia/x.yaml', parameter('    unit: flag\n    value: yes\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 5, 'parameters[0].value', /true 或 false/],
    ['a choice that is not offered', 'jia/x.yaml', 'parameters:\n  - key: amount.method\n    label: 算法\n    unit: choice\n    value: gap\n    from: 2021-07-01\n    source: { assumption: 某因 }\n', 5, 'parameters[0].value', /只能是 difference、tiers/],
    ['a table without a form', 'jia/x.yaml', parameter('    unit: table\n    value: { a: 1 }\n    from: 2021-07-01\n    source: { assumption: 某因 }\n'), 2, 'parameters[0].key', /没有名为 filing.day 的表；可用：income.period/],
    ['a table with a wrong cell', 'jia/x.yaml', 'parameters:\n  - key: amount.rounding\n    label: 取整\n    unit: table\n    value:\n      unit: 100\n      mode: nearest\n    from: 2021-07-01\n    source: { assumption: 某因 }\n', 7, 'parameters[0].value.mode', /只能是 half-up、up、down/],
    ['a table key with a plain unit', 'jia/x.yaml', 'parameters:\n  - key: amount.rounding\n    label: 取整\n    unit: fen\n    value: 1\n    from: 2021-07-01\n    source: { assumption: 某因 }\n', 4, 'parameters[0].unit', /单位应为 table/],
    ['an instrument nobody registered', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    source:\n      instrument: nolaw\n      clause: 一\n'), 8, 'parameters[0].source.instrument', /没有文件 nolaw；已有：jia-plan、law/],
    ['a clause number that cannot be', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    source: { assumption: 某因, req: [HQ-1] }\n'), 7, 'parameters[0].source.req[0]', /条款编号应如 HQ-115/],
    ['an end before the beginning', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    to: 2021-06-30\n    source: { assumption: 某因 }\n'), 7, 'parameters[0].to', /止日 2021-06-30 早于起日 2021-07-01/],
    ['two values on one day', 'national/x.yaml', 'parameters:\n  - { key: notice.days, label: 公示天数, unit: day, value: 5, from: 2022-01-01, source: { assumption: 某因 } }\n', 2, 'parameters[0].from', /参数 notice.days 的有效期 2022-01-01 至 今 与 national\/law.yaml:5 的 2021-07-01 至 今 重叠/],
    ['a programme nobody defined', 'jia/x.yaml', parameter('    unit: dayOfMonth\n    value: 25\n    from: 2021-07-01\n    programme: heating\n    source: { assumption: 某因 }\n'), 7, 'parameters[0].programme', /没有项目 heating；已有：dibao/],
    ['an instrument registered twice', 'jia/x.yaml', 'instruments:\n  - id: law\n    title: 又一个\n', 2, 'instruments[0].id', /文件 law 重复；已写在 national\/law.yaml:2/],
    ['a unit under nothing', 'jia/x.yaml', 'units:\n  - id: jia.xi\n    name: 西镇\n    kind: township\n    parent: yi\n    source: { assumption: 演示 }\n', 5, 'units[0].parent', /没有单位 yi；已有：jia、jia.dong/],
    ['an entrustment to a unit nobody has', 'jia/x.yaml', 'entrustments:\n  - id: e1\n    number: 一号\n    programme: [dibao]\n    units:\n      - jia.dong\n      - jia.bei\n    from: 2021-07-01\n    entrusting: 甲县民政局\n    signatories: [甲县民政局]\n    source: { assumption: 演示 }\n', 7, 'entrustments[0].units[1]', /没有单位 jia.bei/],
    ['an entrustment of a programme nobody declared', 'jia/x.yaml', 'entrustments:\n  - { id: e1, number: 一号, programme: [tekun], units: [jia.dong], from: 2021-07-01, entrusting: 甲县民政局, signatories: [甲县民政局], source: { assumption: 演示 } }\n', 2, 'entrustments[0].programme[0]', /没有项目 tekun/],
    ['a second jurisdiction', 'jia/z.yaml', COUNTY.slice(0, COUNTY.indexOf('instruments:')), 1, 'jurisdiction', /jurisdiction 重复；已写在 jia\/plan.yaml/],
    ['a jurisdiction in the national layer', 'national/z.yaml', COUNTY.slice(0, COUNTY.indexOf('instruments:')), 1, 'jurisdiction', /national\/ 内不得写 jurisdiction/],
    ['a letter text that no letter uses', 'jia/x.yaml', 'texts:\n  - { key: letter.nothing, text: 某语, from: 2021-07-01, source: { assumption: 某因 } }\n', 2, 'texts[0].text', /没有文书用到 letter.nothing/],
    ['a letter text with a gap that nothing fills', 'jia/x.yaml', 'texts:\n  - key: letter.duty\n    text: 请告知{village}\n    from: 2021-07-01\n    source: { assumption: 某因 }\n', 3, 'texts[0].text', /letter.duty 不能使用 \{village\}，可用：/],
    ['a file outside the folders', 'stray.yaml', 'parameters: []\n', 1, '', /文件须放在 national\//],
  ])('names file, line and field of %s', (_, path, text, line, field, message) => {
    const { faults } = parsePolicyFiles([...base, { path, text }]);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults[0]).toMatchObject({ file: path, line, field });
    expect(faults[0]?.message).toMatch(message);
  });

  it.each<[string, string, number, string, RegExp]>([
    ['a step that needs one the procedure lacks', 'steps:\n      - { step: accept, by: [handler], source: { assumption: 某因 } }\n      - { step: decide, by: [leader], needs: [review], source: { assumption: 某因 } }', 9, 'procedures[0].steps[1].needs[0]', /没有环节 review；已有：accept、decide/],
    ['steps that wait for each other', 'steps:\n      - { step: accept, by: [handler], source: { assumption: 某因 } }\n      - { step: review, by: [reviewer], needs: [agree], source: { assumption: 某因 } }\n      - { step: agree, by: [reviewHead], needs: [review], source: { assumption: 某因 } }', 9, 'procedures[0].steps[1].needs', /前置环节成环：review → agree → review/],
    ['a step twice', 'steps:\n      - { step: accept, by: [handler], source: { assumption: 某因 } }\n      - { step: accept, by: [handler], source: { assumption: 某因 } }', 9, 'procedures[0].steps[1].step', /环节 accept 重复/],
    ['a deadline whose parameter nobody states', 'steps:\n      - { step: accept, by: [handler], source: { assumption: 某因 } }\n      - { step: decide, by: [leader], deadline: { parameter: deadline.decide, from: accept }, source: { assumption: 某因 } }', 9, 'procedures[0].steps[1].deadline.parameter', /没有参数 deadline.decide；已有：notice.days/],
    ['a deadline that runs from a step the procedure lacks', 'steps:\n      - { step: accept, by: [handler], source: { assumption: 某因 } }\n      - { step: decide, by: [leader], deadline: { parameter: notice.days, from: review }, source: { assumption: 某因 } }', 9, 'procedures[0].steps[1].deadline.from', /没有环节 review/],
    ['a procedure that does not begin with acceptance', 'steps:\n      - { step: decide, by: [leader], source: { assumption: 某因 } }\n      - { step: accept, by: [handler], source: { assumption: 某因 } }', 8, 'procedures[0].steps[0].step', /第一个环节应为 accept/],
  ])('names %s', (_, steps, line, field, message) => {
    const text = `procedures:\n  - id: odd\n    name: 某程序\n    organ: unit\n    from: 2021-07-01\n    source: { assumption: 某因 }\n    ${steps}\n`;
    const { faults } = parsePolicyFiles([...base, { path: 'jia/x.yaml', text }]);
    expect(faults[0]).toMatchObject({ file: 'jia/x.yaml', line, field });
    expect(faults[0]?.message).toMatch(message);
  });

  it('reports every fault, and does not let one cause others', () => {
    const text = 'procedures:\n  - id: odd\n    name: 某程序\n    organ: nobody\n    from: 2021-07-01\n    steps: []\n    source: { assumption: 某因 }\nprogrammes:\n  - { id: p, name: 某项目, short: 某, nameEn: Some, applicant: household, formula: means, payment: once, fundItem: 某款, from: 2021-07-01, undelegated: [odd], source: { assumption: 某因 }, documents: [{ id: d, name: 某件, kind: application, source: { assumption: 某因 } }] }\n';
    expect(faultsOf('jia/x.yaml', text)).toEqual([
      expect.stringMatching(/^jia\/x.yaml:4 procedures\[0\].organ 不能是 「nobody」；只能是 unit、county$/),
      expect.stringMatching(/^jia\/x.yaml:6 procedures\[0\].steps 不能少于 2 项$/),
    ]);
  });

  it('refuses two jurisdictions with one code or one mark', () => {
    expect(faultsOf('yi/plan.yaml', COUNTY.replaceAll('jia', 'yi'))).toEqual([expect.stringMatching(/^yi\/plan.yaml:3 jurisdiction.code code 999999 与 jia\/plan.yaml 重复/), expect.stringMatching(/^yi\/plan.yaml:7 jurisdiction.mark mark 甲 与 jia\/plan.yaml 重复/)]);
  });

  it('accepts an entrustment of a programme that is declared but not handled yet', () => {
    const declared = { path: 'national/reserved.yaml', text: 'reservedProgrammes:\n  - { id: tekun, name: 特困人员救助供养, reason: 尚未办理 }\n' };
    const entrustment = { path: 'jia/x.yaml', text: 'entrustments:\n  - { id: e1, number: 一号, programme: [tekun], units: [jia.dong], from: 2021-07-01, entrusting: 甲县民政局, signatories: [甲县民政局], source: { assumption: 演示 } }\n' };
    expect(parsePolicyFiles([...base, declared, entrustment]).faults).toEqual([]);
  });

  it('refuses two entrustments of one programme to one unit at the same time', () => {
    const e = (id: string, from: string): string => `  - { id: ${id}, number: 一号, programme: [dibao], units: [jia.dong], from: ${from}, entrusting: 甲县民政局, signatories: [甲县民政局], source: { assumption: 演示 } }\n`;
    expect(faultsOf('jia/x.yaml', `entrustments:\n${e('e1', '2021-07-01')}${e('e2', '2022-01-01')}`)).toEqual([expect.stringMatching(/^jia\/x.yaml:3 entrustments\[1\].from 单位 jia.dong 的 dibao 委托与 e1（2021-07-01 至 今）有效期重叠/)]);
  });

  it('[BQ-35] refuses a standard below the guidance standard of the province', () => {
    const p = (key: string, value: number, from: string): string => `  - { key: ${key}, label: 标准, unit: fen, value: ${value}, from: ${from}, area: urban, source: { assumption: 演示 } }\n`;
    expect(faultsOf('jia/x.yaml', `parameters:\n${p('standard.guidance', 66900, '2022-01-01')}${p('standard.monthly', 66899, '2022-01-01')}`)).toEqual([expect.stringMatching(/^jia\/x.yaml:3 parameters\[1\].value 标准 668.99 元低于省级指导标准 669.00 元/)]);
    expect(faultsOf('jia/x.yaml', `parameters:\n${p('standard.guidance', 66900, '2022-01-01')}${p('standard.monthly', 66900, '2022-01-01')}`)).toEqual([]);
  });
});
