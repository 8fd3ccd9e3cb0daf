import { LETTER_KINDS } from '@doudi/core/letters/model';
import { describe, expect, test } from 'vitest';
import { SAMPLES } from './samples.fixture.ts';
import { Desk, granted, printed } from './testing.ts';

const street = (): Desk => new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15', '和平里社区').apply();
const has = (text: string, parts: readonly string[]): void => {
  for (const part of parts) expect(text, part).toContain(part);
};

describe('a change and an end', () => {
  test('[BQ-31] an end says why, from which month, what stops, on what it rests and where to turn', () => {
    const m = SAMPLES.end();
    has(printed(m), ['最低生活保障终止决定书', '自2022年1月起终止最低生活保障，停止发放每月2,005.00 元', '自愿退出', '子女已能赡养，自愿退出。', '民发〔2021〕57号）第三十二条', '申请行政复议', '被申请人为天津市红桥区民政局']);
    expect(m.remedies).toMatchObject({ days: 60, months: 6 });
    expect(m.deliverySlip).toBe(true);
    expect(m.duty).toBeUndefined();
  });

  test('[BQ-31] a change says what was paid, what is paid from when and the difference, with the working of the new sum and the duty to report', () => {
    const m = SAMPLES.change();
    has(printed(m), ['最低生活保障变更决定书', '由每月2,005.00 元变更为每月', '每月减发', '收入变化', '配偶工资增加。', '必须严格履行主动报告义务']);
    expect(m.amount?.fen).toBeLessThan(200_500);
    expect(m.working?.length).toBeGreaterThan(3);
  });

  test('neither is made before it was decided', () => {
    for (const kind of ['change', 'end'] as const) expect(granted().refusal(kind).code).toBe('step.order');
  });
});

describe('papers of the destitute', () => {
  test('[HQ-131] the agreement names form, mode, carer, guardianship and its duty, payee, term, and has a line for each party but the unit, which seals', () => {
    const m = SAMPLES.careAgreement();
    has(printed(m), ['特困人员委托照料协议', '分散供养', '邻里照料', '李大样', '村（居）民委员会监护', '每周探视不少于一次', '发给本人', '2022年11月29日']);
    expect(m.signature.signers.map((s) => s.label)).toEqual(['本人', '监护人', '照料服务人', '村（居）民委员会（和平里社区）']);
    expect(m.sealPlace).toBeDefined();
  });

  test('[BQ-40] the assessment form shows the six items, what is possible and what not, the grade, and who assessed', () => {
    const m = SAMPLES.selfCareForm();
    expect(m.tables.find((t) => t.title === '评估项目')?.rows.map((r) => [r[1], r[2], r[3]])).toEqual([['自主吃饭', '√', ''], ['自主穿衣', '√', ''], ['自主上下床', '', '√'], ['自主如厕', '', '√'], ['室内自主行走', '', '√'], ['自主洗澡', '', '√']]);
    has(printed(m), ['全自理能力缺失', '4 项', '方晓', '柳青']);
  });

  test('both are printed blank before they are filled in', () => {
    const desk = street();
    expect(desk.letter('selfCareForm').tables.find((t) => t.title === '评估项目')?.rows[0]).toEqual(['1', '自主吃饭', '□', '□']);
    expect(printed(desk.letter('careAgreement'))).toContain('监护责任');
  });
});

describe('papers of meetings', () => {
  test('[HQ-154] [HQ-155] the combined opinion carries the body’s opinion and vote, and the leader’s signature once given', () => {
    const m = SAMPLES.combinedOpinion();
    has(printed(m), ['综合意见报告', '社会救助审批确认议事协商机构', '同意 5 票，不同意 0 票，弃权 1 票', '该户实际困难属实', '同意协商意见，提交班子会议审议。']);
    expect(granted().refusal('combinedOpinion').code).toBe('step.order');
  });

  test('[HQ-158] [LH-63] minutes of any body bear its name, who was called, came and kept away, how they voted and what was said', () => {
    const meeting = { kind: 'leadership' as const, step: 'leadership' as const, name: '街道班子会议', on: '2021-11-29', place: '三楼会议室', chair: '康宁', recorder: '安平', expected: 5, present: 5, recused: 1, voters: 5, members: [], votesFor: 4, votesAgainst: 1, abstained: 0, minutes: '审议议事协商意见。', photos: [], passed: true, seq: 20 };
    const base = granted().state;
    const m = granted().letter('meetingMinutes', { state: { ...base, meetings: [meeting] } });
    expect(m.title).toBe('街道班子会议纪要');
    has(printed(m), ['三楼会议室', '康宁', '安平', '5 人', '1 人', '4 票', '通过', '审议议事协商意见。']);
  });
});

describe('papers of the office', () => {
  test('[HQ-37] a recusal names who keeps away, who takes the case, why, and the rule', () => {
    has(printed(SAMPLES.recusal()), ['回避决定书', '方晓与申请家庭有近亲属关系', '本案由柳青接办', '与申请人系表亲。', '民发〔2021〕57号']);
    expect(street().refusal('recusal').code).toBe('step.order');
  });

  test('the filing of a relative’s household names the relation, the member of staff and the counter-signature', () => {
    has(printed(SAMPLES.relativeFiling()), ['近亲属备案表', '李样本', '兄弟', '柳青', '情况属实，按程序办理。']);
    expect(street().refusal('relativeFiling').code).toBe('step.order');
  });

  test('[LH-47] a hand-over lists every paper that goes along and names both offices', () => {
    const m = SAMPLES.handOver();
    has(printed(m), ['邵公庄街道', '西于庄街道', '户籍所在地与居住地不一致', '入户调查表', '4 件']);
    expect(m.tables.find((t) => t.title === '移交材料')?.rows.length).toBe(4);
  });
});

test.each(LETTER_KINDS)('%s bears its number, its date and the case it belongs to', (kind) => {
  const m = SAMPLES[kind]();
  expect(m.number).toBe('演示救助〔2021〕7号');
  expect(m.caseNumber).toBe('演-0001');
  expect(m.dateText).toMatch(/^202[12]年\d+月\d+日$/);
});
