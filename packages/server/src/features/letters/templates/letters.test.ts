import { personsToAuthorise } from '@doudi/core/case/state';
import { describe, expect, test } from 'vitest';
import { appraisal, leadingGroup, Desk, FACTS, NAMES, PERSON, granted, printed } from './testing.ts';

const pilot = (today = '2021-11-15'): Desk => new Desk('hongqiao', 'hq.shaogongzhuang', today, '和平里社区');

/** The report does not agree with the declaration. */
const told = (): Desk =>
  pilot().apply().verified([{ item: 'vehicle', person: PERSON.spouse, text: '名下登记机动车 1 辆' }])
    .do('handler', { name: 'notifyDiscrepancy', payload: { text: `{person:${PERSON.spouse}} 名下登记有车辆，与申报不符。`, deliveredOn: '2021-11-15', method: 'inPerson' } });

/** …and the applicant says nothing. */
const unexplained = (): Desk =>
  told().on('2021-11-23').do('handler', { name: 'reportNoExplanation', payload: { note: '' } }).on('2021-11-24').do('leader', { name: 'decide', payload: { outcome: 'refuse', reason: '核对结果与申报不符，告知后逾期未作说明。' } });

/** 临河: decided by meeting. */
function linhe(): Desk {
  const desk = new Desk('linhe', 'lh.shuanghe', '2022-06-15').apply().verified().on('2022-06-16').visited();
  desk.do('handler', { name: 'holdMeeting', payload: appraisal(desk.today) });
  desk.on('2022-06-17').opined().posted('双河镇信息公开栏').on('2022-06-27').closed();
  desk.do('leader', { name: 'holdMeeting', payload: leadingGroup(desk.today) });
  return desk.do('leader', { name: 'decide', payload: { outcome: 'grant', reason: '' } });
}

/** 西秀 entrusts nobody: the bureau decides by the national procedure. */
function xixiu(): Desk {
  const county = new Desk('xixiu', 'xx', '2021-09-01');
  const unit = county.policy.county.units.find((u) => u.kind === 'street' || u.kind === 'township');
  const desk = new Desk('xixiu', unit?.id ?? '', '2021-09-01').apply().verified();
  desk.on('2021-09-02').visited().on('2021-09-03').opined().posted().on('2021-09-13').closed();
  desk.do('countyHandler', { name: 'giveCountyReview', payload: { outcome: 'agree', text: '同意。', homeVisit: false, visitors: [] } });
  return desk.on('2021-09-14').do('countyLeader', { name: 'decide', payload: { outcome: 'grant', reason: '' } });
}

describe('the decision to grant', () => {
  test('[HQ-128] states facts, basis, sum in figures and capitals, first month, remedies, number and date, with a delivery receipt', () => {
    const m = granted().letter('grant');
    expect(m.title).toBe('最低生活保障确认决定书');
    expect(m.addressee).toBe('王试验');
    expect(m.amount).toMatchObject({ fen: 200500, text: '每月 2,005.00 元（人民币贰仟零伍元整）' });
    expect(m.fromMonth).toBe('2021-12');
    expect(m.conclusion.join('')).toContain('2021年12月');
    expect(m.facts.join('')).toContain('2021年11月19日至2021年11月24日公示，期满无异议');
    expect(m.basis.map((b) => b.citation).join('')).toContain('《最低生活保障审核确认办法》（民发〔2021〕57号）');
    expect(m.deliverySlip).toBe(true);
    expect([m.number, m.dateText]).toEqual(['演示救助〔2021〕7号', '2021年11月30日']);
  });

  test('[HQ-129] tells the household in writing that it must strictly report changes, in the words of the plan', () => {
    expect(granted().letter('grant').duty).toContain('必须严格履行主动报告义务');
  });

  test('[HQ-208] goes out in the name of the street that was entrusted, naming the entrusting bureau and the letter of entrustment', () => {
    const m = granted().letter('grant');
    expect(m.issuer).toBe('天津市红桥区邵公庄街道办事处');
    expect(m.signature).toMatchObject({ organ: '天津市红桥区邵公庄街道办事处', entrusted: '（受天津市红桥区民政局委托）' });
    expect(m.paragraphs.join('')).toContain('演示委〔2021〕1号');
  });

  test('under entrustment the respondent is the entrusting bureau, not the street', () => {
    const r = granted().letter('grant').remedies;
    expect(r).toMatchObject({ days: 60, months: 6, organ: '天津市红桥区人民政府', court: '天津市红桥区人民法院', respondent: '天津市红桥区民政局' });
    expect(r?.paragraphs.join('')).toContain('被申请人为天津市红桥区民政局');
    expect(r?.basis[0]?.citation).toContain('行政复议法（1999年');
  });

  test('a letter of 2024 follows the reconsideration law of 2024', () => {
    const desk = new Desk('hongqiao', 'hq.shaogongzhuang', '2024-03-04').apply().verified();
    desk.on('2024-03-05').visited().opined().posted().on('2024-03-12').closed();
    desk.do('reviewer', { name: 'giveReview', payload: { outcome: 'agree', text: '同意' } }).do('reviewHead', { name: 'agreeReview', payload: { outcome: 'agree', text: '' } }).do('leader', { name: 'decide', payload: { outcome: 'grant', reason: '' } });
    expect(desk.letter('grant').remedies?.basis[0]?.citation).toContain('2023年修订');
    expect(desk.letter('grant').remedies?.paragraphs.join('')).not.toContain('上一级民政部门');
  });

  test('every line of the working is printed with its names, and what is assumed is marked 待本地确认', () => {
    const m = granted().letter('grant');
    expect(m.working?.length).toBe(granted().state.assessment?.lines.length);
    expect(printed(m)).not.toContain('{person');
    expect(m.working?.some((l) => l.text.includes('李样本'))).toBe(true);
    expect(m.working?.some((l) => l.assumption !== undefined)).toBe(true);
    expect(m.basis.at(-1)?.text).toContain('待本地确认');
  });

  test('[LH-01] [LH-64] in 临河 it rests on the plan by number and cites the measure of comprehensive determination', () => {
    const m = linhe().letter('grant');
    expect(m.basis[0]?.citation).toContain('临民政字〔2022〕19号');
    expect(m.conclusion[0]).toContain('《临河区最低生活保障对象综合认定办法》');
    expect(m.signature.entrusted).toBe('（受巴彦淖尔市临河区民政局委托）');
    expect(m.facts.join('')).toContain('应到5人，实到5人，同意5票');
  });

  test('where nothing is entrusted the bureau decides in its own name', () => {
    const m = xixiu().letter('grant');
    expect(m.issuer).toBe('安顺市西秀区民政局');
    expect(m.entrusting).toBeUndefined();
    expect(m.signature.entrusted).toBeUndefined();
    expect(printed(m)).not.toContain('委托作出');
    expect(m.remedies?.respondent).toBe('安顺市西秀区民政局');
    expect(m.basis[0]?.citation ?? '').not.toContain('西秀区社会救助综合改革试点方案');
  });

  test('keeps the entrusting organ of its own day after the entrustment was withdrawn', () => {
    const desk = granted();
    desk.withdrawals.push({ entrustment: 'hq-entrust-2021', from: '2021-12-01', reason: '收回' });
    expect(desk.on('2021-12-02').letter('grant').signature.entrusted).toBe('（受天津市红桥区民政局委托）');
  });

  test('is refused without a decision, and where the decision was another', () => {
    const undecided = pilot().apply().verified();
    expect(undecided.refusal('grant')).toMatchObject({ code: 'step.order', missing: ['决定'] });
    expect(granted().refusal('refusal')).toMatchObject({ code: 'step.order', allowed: ['最低生活保障确认决定书'] });
    expect(unexplained().refusal('grant').code).toBe('step.order');
  });

  test('is refused where the entrustment cannot be named, a name was not supplied, or the number is missing', () => {
    const desk = granted();
    const state = { ...desk.state, decision: desk.state.decision && { ...desk.state.decision, entrustment: 'nowhere' } };
    expect(desk.refusal('grant', { state }).code).toBe('entrustment.none');
    expect(desk.refusal('grant', { names: new Map([...NAMES].filter(([id]) => id !== PERSON.spouse)) })).toMatchObject({ code: 'input.invalid', missing: [PERSON.spouse] });
    expect(desk.refusal('grant', { number: ' ' }).missing).toEqual(['文号']);
  });
});

describe('the refusal', () => {
  test('[HQ-132] tells the reasons in writing, with remedies and a delivery receipt', () => {
    const m = unexplained().letter('refusal');
    expect(m.title).toBe('最低生活保障不予确认决定书');
    expect(m.conclusion).toContain('核对结果与申报不符，告知后逾期未作说明。');
    expect(m.facts.join('')).toContain('期限届满未作说明');
    expect(m.remedies?.days).toBe(60);
    expect([m.deliverySlip, m.serveBy]).toEqual([true, '2021年11月29日']);
    expect(m.amount).toBeUndefined();
  });

  test('[HQ-109] after an unexplained discrepancy is a decision of its own, dated and numbered, with the day by which it must be delivered: 3 working days', () => {
    const desk = unexplained();
    const m = desk.letter('refusal', { number: desk.state.decision?.number ?? '' });
    expect([m.number, m.date]).toEqual([desk.state.decision?.number, desk.state.decision?.on]);
    expect([m.issuer, m.deliverySlip, m.serveBy]).toEqual(['天津市红桥区邵公庄街道办事处', true, '2021年11月29日']);
  });

  test('names the grounds of the working when the means were tested', () => {
    const rich = { ...FACTS, incomes: [{ person: PERSON.spouse, kind: 'wage' as const, monthly: 900000 }] };
    const desk = pilot().apply(rich).verified().on('2021-11-16').visited().opined('refuse', '收入超过标准。');
    desk.do('reviewer', { name: 'giveReview', payload: { outcome: 'agree', text: '同意' } }).do('reviewHead', { name: 'agreeReview', payload: { outcome: 'agree', text: '' } });
    desk.do('leader', { name: 'decide', payload: { outcome: 'refuse', reason: '家庭月人均收入高于标准。' } });
    expect(desk.letter('refusal').facts.join('')).toContain('家庭月人均收入不低于规定标准');
    expect(desk.refusal('noticeSheet').code).toBe('step.absent');
  });
});

describe('papers on the way', () => {
  test('[HQ-96] everything missing is told once in one paper, each with its basis', () => {
    const desk = pilot().apply(FACTS, ['id-card']).do('handler', { name: 'tellMissing', payload: {} });
    const m = desk.letter('supplement');
    expect(m.tables[0]?.rows.length).toBe(desk.state.told?.missing.length);
    expect(m.tables[0]?.rows.map((r) => r[1])).toContain('家庭经济状况申报表');
    expect(m.tables[0]?.rows.every((r) => r[2] !== '')).toBe(true);
    expect(m.conclusion.join('')).toContain('一次性告知');
    expect(m.basis[0]?.citation).toContain('四(一)2');
    expect(pilot().apply().refusal('supplement').code).toBe('step.order');
  });

  test('[HQ-105] a report that does not agree is told in writing, item by item, with the 4 working days to explain', () => {
    const m = told().letter('discrepancy');
    expect(m.tables[0]?.rows).toEqual([['1', '李样本', '机动车登记', '名下登记机动车 1 辆']]);
    expect(m.facts).toContain('李样本名下登记有车辆，与申报不符。');
    expect(m.conclusion.join('')).toContain('4个工作日内');
    expect(m.conclusion.join('')).toContain('2021年11月19日');
    expect(m.provisional).toEqual([]);
    expect(pilot().apply().verified().refusal('discrepancy').code).toBe('step.order');
  });

  test('a date counted into a year without published holidays is marked 暂定', () => {
    const desk = new Desk('hongqiao', 'hq.shaogongzhuang', '2026-12-25').apply().do('handler', { name: 'accept', payload: {} });
    const m = desk.letter('receipt');
    expect(m.conclusion.join('')).toMatch(/2027年2月\d+日（暂定）/);
    expect(m.provisional).toHaveLength(1);
    expect(m.provisional[0]).toContain('暂定');
  });

  test('the receipt lists what was handed over and the day by which the case must be finished', () => {
    const m = pilot().apply().do('handler', { name: 'accept', payload: {} }).letter('receipt');
    expect(m.tables[0]?.rows.map((r) => r[1])).toContain('家庭经济状况申报表');
    expect(m.conclusion.join('')).toContain('30个工作日内办结，至2021年12月27日止');
    expect(pilot().apply().refusal('receipt').code).toBe('step.order');
  });

  test('the authorisation has a line for every member and obligor', () => {
    const desk = pilot().apply();
    const m = desk.letter('authorisation');
    expect(m.tables[0]?.rows.map((r) => r[0])).toEqual(personsToAuthorise(FACTS).map((id) => NAMES.get(id)?.name));
    expect(m.paragraphs.join('')).toContain('银行存款');
    expect(m.sealPlace).toBeUndefined();
  });

  test('an extension states its reason and the new date', () => {
    const m = pilot().apply().verified().do('handler', { name: 'extend', payload: { reason: '人户分离，需异地协查', ground: 'separation' } }).letter('extension');
    expect(m.conclusion).toContain('人户分离，需异地协查');
    expect(m.conclusion.join('')).toContain('2022年1月18日');
    expect(pilot().apply().refusal('extension').code).toBe('step.order');
  });

  test('a case treated as given up must state its ground and tells the remedies; one withdrawn by the applicant does not', () => {
    const given = pilot().apply().verified().do('handler', { name: 'abandon', payload: { ground: '拒不如实申报。' } });
    expect(given.refusal('withdrawal')).toMatchObject({ code: 'reason.missing', missing: ['事由'] });
    expect(given.letter('withdrawal', { ground: '拒不如实申报。' }).remedies?.respondent).toBe('天津市红桥区民政局');
    const back = pilot().apply().verified().do('handler', { name: 'withdraw', payload: { reason: '家庭情况好转', signedOn: '2021-11-15' } });
    const m = back.letter('withdrawal', { ground: '家庭情况好转' });
    expect(m.remedies).toBeUndefined();
    expect(m.conclusion.join('')).toContain('家庭情况好转');
  });
});

describe('forms', () => {
  test('the investigation form has lines for two investigators and the applicant to sign', () => {
    const desk = pilot().apply().do('handler', { name: 'accept', payload: {} });
    expect(desk.letter('investigationForm').signature.signers.map((s) => s.label)).toEqual(['调查人员', '调查人员', '申请人']);
    const visited = desk.on('2021-11-16').visited('家中两居室，陈设简单。').letter('investigationForm');
    expect(visited.signature.signers.map((s) => s.names?.[0])).toEqual(['方晓', '柳青', undefined]);
    expect(printed(visited)).toContain('家中两居室，陈设简单。');
  });

  test('[BQ-10] the confirmation form names who accepted, who investigated and who confirmed, with post and date', () => {
    const rows = granted().letter('confirmationForm').tables.find((t) => t.title === '受理、调查、确认责任人')?.rows ?? [];
    const of = (step: string): readonly string[] | undefined => rows.find((r) => r[0] === step)?.slice(1, 4);
    expect(of('受理')).toEqual(['方晓', '经办人员', '2021年11月15日']);
    expect(of('调查')).toEqual(['方晓、柳青', '调查人员', '2021年11月17日']);
    expect(of('确认')).toEqual(['康宁', '分管领导', '2021年11月30日']);
  });

  test('minutes name the members, the votes and the result', () => {
    const desk = linhe();
    const text = printed(desk.letter('meetingMinutes'));
    for (const part of ['镇政府会议室', '5 票', '通过', '同意初审意见。', '安平', '程远', '康宁']) expect(text).toContain(part);
    expect(desk.letter('meetingMinutes', { meeting: 0 }).title).toBe('民主评议记录');
    expect(pilot().apply().refusal('meetingMinutes').code).toBe('step.order');
  });
});
