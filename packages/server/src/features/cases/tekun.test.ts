import { describe, expect, it } from 'vitest';
import { householdFactsSchema, type HouseholdFacts } from '@doudi/core/case/facts';
import { assessmentInForce } from '@doudi/core/case/care/evolve';
import { monthlyNow } from '@doudi/core/case/changes/evolve';
import { archive } from '@doudi/core/case/documents';
import { deadlines } from '@doudi/core/case/deadlines';
import { openSteps } from '@doudi/core/case/procedure';
import { fold } from '@doudi/core/case/state';
import { PHOTO, SELF, SON, SYSTEM, Walk, staff, uuid } from './case.fixture.ts';

type Draft = Parameters<typeof householdFactsSchema.parse>[0] & object;
const CARER = uuid(40);

/** A woman of 78 alone, without income; her son draws support himself. */
const alone = (more: Draft = {}, self: object = {}): HouseholdFacts =>
  householdFactsSchema.parse({
    applicant: SELF, area: 'urban', address: '试验路 1 号', hardship: 'aged', statement: '年老无依。', members: [{ person: SELF, relation: 'self', birth: '1943-03-04', sex: 'female', ...self }],
    obligors: [{ person: SON, supports: SELF, relation: 'child', householdSize: 1, monthlyIncome: 0, ability: { assistance: 'support' } }], ...more,
  });

const hongqiao = (more: Partial<ConstructorParameters<typeof Walk>[0]> = {}): Walk => new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', programme: 'tekun', facts: alone(), ...more });
const linhe = (): Walk => new Walk({ county: 'linhe', unit: 'lh.wulantuke', on: '2022-06-15', programme: 'tekun', facts: alone() });
const baoqing = (): Walk => new Walk({ county: 'baoqing', unit: 'bq.qingyuan', on: '2022-11-15', programme: 'tekun', facts: alone() });

const items = (unable: number) => {
  const of = (n: number): 'able' | 'unable' => (n <= unable ? 'unable' : 'able');
  return { eating: of(6), dressing: of(5), bed: of(4), toilet: of(3), walking: of(2), bathing: of(1) };
};
const selfCare = (w: Walk, unable: number, more: object = {}) => ({ on: w.today, place: '本人家中', assessors: [staff('handler').user, staff('handler', 1).user], items: items(unable), personSigned: true, ...more });
const home = (w: Walk, more: object = {}) => ({
  form: 'home' as const, mode: 'relative' as const, carer: { kind: 'person' as const, person: CARER }, guardianship: { mode: 'village' as const, duty: '每日探视，及时送医。' },
  agreement: { signedOn: w.today, until: '2023-12-31', signers: ['self' as const, 'carer' as const], photos: [PHOTO] }, payee: 'carer' as const, ...more,
});
const wish = (w: Walk, form: 'home' | 'institution' = 'home', more: object = {}) => ({ form, signedBy: 'self' as const, signedOn: w.today, ...more });
const open = (w: Walk): string[] => openSteps(w.now, w.context).map((r) => r.step);

describe('who applies', () => {
  it('[HQ-77] without the person’s own written application it is not accepted', () => {
    const w = hongqiao().apply({ materials: ['id-card', 'household-register', 'obligor-papers', 'declaration', 'promise'] });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['本人书面申请'] });
    expect(w.do('handler', 'receiveMaterials', { materials: ['application'] }).try('handler', 'accept', {})).toBeUndefined();
  });

  it('[HQ-78] the community applies for the person with the reason and a signed entrustment', () => {
    expect(hongqiao().tryApply({}, staff('village'))).toMatchObject({ code: 'reason.missing', missing: ['代办原因'] });
    const w = hongqiao().apply({ agent: { kind: 'village', reason: '行动不便' }, materials: ['application', 'id-card', 'household-register', 'obligor-papers', 'declaration', 'promise'] }, staff('village'));
    expect(w.state.agent).toMatchObject({ kind: 'village', reason: '行动不便' });
    expect(w.try('handler', 'accept', {})).toMatchObject({ missing: ['受托人身份证', '本人签字的委托书'] });
  });

  it('[LH-72] who cannot act is helped without an entrustment, and nobody else is', () => {
    const agent = { kind: 'help' as const, reason: '精神障碍，不能表达意愿' };
    expect(linhe().tryApply({ agent }, staff('village'))).toMatchObject({ code: 'input.invalid' });
    const w = new Walk({ county: 'linhe', unit: 'lh.wulantuke', on: '2022-06-15', programme: 'tekun', facts: alone({}, { capacity: 'none' }) }).apply({ agent }, staff('village'));
    expect(w.log[0]).toMatchObject({ kind: 'applied', actor: { post: 'village' }, body: { agent } });
    expect(w.state.materials['agent-letter']).toBeUndefined();
    expect(w.state.materials['capacity-proof']).toBeDefined();
    expect(w.try('handler', 'accept', {})).toBeUndefined();
    // Help of this kind is not for a household's application.
    expect(new Walk({ county: 'linhe', unit: 'lh.wulantuke', on: '2022-06-15', facts: alone({}, { capacity: 'none' }) }).tryApply({ agent })).toMatchObject({ code: 'input.invalid' });
  });
});

describe('红桥', () => {
  it('[HQ-16, HQ-18] the street confirms under the entrustment of four programmes', () => {
    const w = hongqiao().apply();
    expect(w.state.route).toMatchObject({ organ: 'unit', procedure: 'hq-tekun', entrustment: 'hq-entrust-2021' });
    expect(new Walk({ county: 'hongqiao', unit: 'hq.xigu', on: '2021-11-15', programme: 'tekun', facts: alone() }).apply().state.route).toMatchObject({ organ: 'county', procedure: 'tk-43' });
  });

  it('[HQ-98] the investigation has 15 working days from acceptance, where other programmes have 3', () => {
    const w = hongqiao().apply().do('handler', 'accept', {});
    const d = deadlines(w.state, w.context).find((x) => x.step === 'investigate');
    expect(d).toMatchObject({ due: '2021-12-06', parameter: { value: 15, unit: 'wd' } });
    expect(d?.parameter.source.req).toEqual(['HQ-98']);
  });

  it('[HQ-117] the appraisal cannot be left out, dispute or none', () => {
    const w = hongqiao().apply().to('appraise');
    expect(w.now.disputed).toBe(false);
    w.do('handler', 'assess', {});
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '拟确认' })).toMatchObject({ code: 'step.order', missing: ['民主评议'] });
  });

  it('[HQ-130, HQ-131] nobody is granted before mode, carer, guardianship, duty and signed agreement stand; they are confirmed in the same act', () => {
    const w = hongqiao().apply().to('care');
    expect(open(w)).toEqual(['care']);
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['落实供养与照料'] });
    w.do('handler', 'recordWish', wish(w));
    expect(w.try('handler', 'arrangeCare', home(w, { agreement: { ...home(w).agreement, photos: [] } }))).toMatchObject({ code: 'materials.missing', missing: ['委托照料协议（扫描件或照片）'] });
    expect(w.try('handler', 'arrangeCare', home(w, { agreement: { ...home(w).agreement, signers: ['village'] } }))).toMatchObject({ missing: ['本人签字', '照料服务人签字'] });
    expect(w.try('handler', 'arrangeCare', home(w, { carer: { kind: 'person' } }))).toMatchObject({ code: 'input.invalid' });
    expect(w.try('handler', 'arrangeCare', home(w, { carer: { kind: 'person', person: SELF } }))).toMatchObject({ rule: '照料服务人不能是本人' });
    expect(archive(w.now, w.context).find((l) => l.id === 'care-agreement')).toMatchObject({ present: false });
    w.do('handler', 'arrangeCare', home(w)).do('leader', 'decide', { outcome: 'grant' });
    expect(w.state.status).toBe('granted');
    expect(w.state.decision?.arrangement).toBe(w.state.care?.arrangement?.seq);
    expect(archive(w.state, w.context).find((l) => l.id === 'care-agreement')).toMatchObject({ present: true, on: w.today });
  });

  it('[HQ-127] the sum is fixed with the decision: basic living standard and care allowance by grade', () => {
    const w = hongqiao().apply().to('selfCare');
    w.do('handler', 'recordSelfCare', selfCare(w, 4)).finish();
    expect(w.state.decision).toMatchObject({ outcome: 'grant', monthlyFen: 131_300 + 72_667, fromMonth: '2021-12' });
    expect(fold(w.id, w.log)).toEqual(w.state);
  });

  it('whoever is refused needs neither wish nor carer', () => {
    const w = hongqiao({ facts: alone({ obligors: [{ person: SON, supports: SELF, relation: 'child', householdSize: 1, monthlyIncome: 0 }] }) }).apply().finish();
    expect(w.state.status).toBe('refused');
    expect(w.state.care?.arrangement).toBeUndefined();
    expect(w.state.assessment?.grounds).toEqual(['obligor']);
    expect(w.try('handler', 'recordWish', wish(w))).toMatchObject({ code: 'case.closed' });
  });

  it('an objection reopens visit, appraisal, opinion and arrangement, not the assessment of self-care', () => {
    const w = hongqiao().apply().to('notice');
    w.do('handler', 'postNotice', { on: w.today, place: '公示栏', photos: [PHOTO] }).do('handler', 'recordWish', wish(w)).do('handler', 'arrangeCare', home(w));
    w.do('handler', 'object', { on: w.today, channel: 'telephone', named: false, major: true, text: '有成年子女。' });
    expect([w.state.done.investigate, w.state.done.appraise, w.state.done.opine, w.state.done.care]).toEqual([undefined, undefined, undefined, undefined]);
    expect(w.state.done.selfCare).toBeDefined();
    expect(w.finish().state.status).toBe('granted');
  });
});

describe('assessment of self-care', () => {
  it('[BQ-40, BQ-41] six items by at least two assessors, signed, give the grade by the table', () => {
    const w = baoqing().apply().to('selfCare');
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order' });
    expect(w.try('handler', 'recordSelfCare', selfCare(w, 2, { assessors: [staff('handler').user] }))).toMatchObject({ code: 'investigation.persons', missing: ['还差 1 名评估人员'] });
    expect(w.try('handler', 'recordSelfCare', selfCare(w, 2, { assessors: [staff('handler').user, staff('handler').user] }))).toMatchObject({ code: 'investigation.persons' });
    expect(w.try('handler', 'recordSelfCare', selfCare(w, 2, { personSigned: false }))).toMatchObject({ code: 'investigation.signature' });
    expect(w.try('handler', 'recordSelfCare', selfCare(w, 2, { on: '2022-11-14' }))).toMatchObject({ code: 'date.order' });
    w.do('countyHandler', 'recordSelfCare', selfCare(w, 2, { assessors: [], thirdParty: { organisation: '康复评估中心', people: ['甲', '乙'] } }));
    expect(w.state.care?.assessments.at(-1)).toMatchObject({ unable: 2, grade: 'partial', gradeLabel: '部分丧失生活自理能力（半护理）' });
  });

  it.each([[0, 'able'], [1, 'partial'], [3, 'partial'], [4, 'none'], [6, 'none']])('[BQ-41] %i items that cannot be done: %s', (n, grade) => {
    const w = baoqing().apply().to('selfCare');
    expect(w.do('handler', 'recordSelfCare', selfCare(w, n)).state.care?.assessments.at(-1)?.grade).toBe(grade);
  });

  it('a relative of the household does not assess', () => {
    const w = baoqing().apply().to('selfCare');
    w.related = [staff('handler', 1).user];
    expect(w.try('handler', 'recordSelfCare', selfCare(w, 2))).toMatchObject({ code: 'person.related' });
  });
});

describe('wish and form', () => {
  it('[BQ-42] the form follows the wish recorded and signed; another is refused, and a new wish asks for a new arrangement', () => {
    const w = hongqiao().apply().to('care');
    expect(w.try('handler', 'arrangeCare', home(w))).toMatchObject({ code: 'step.order', missing: ['供养意愿'] });
    w.do('handler', 'recordWish', wish(w, 'institution'));
    expect(w.try('handler', 'arrangeCare', home(w))).toMatchObject({ code: 'opinion.amount', rule: '本人选择集中供养，供养形式须随本人意愿，不能定为分散供养' });
    w.do('handler', 'recordWish', wish(w)).do('handler', 'arrangeCare', home(w));
    expect(w.state.done.care).toBeDefined();
    w.do('handler', 'recordWish', wish(w, 'institution'));
    expect(w.state.done.care).toBeUndefined();
    expect(w.try('leader', 'decide', { outcome: 'grant' })).toMatchObject({ missing: ['落实供养与照料'] });
  });

  it('a guardian signs for whoever cannot, and for nobody else', () => {
    const w = hongqiao().apply().to('care');
    expect(w.try('handler', 'recordWish', wish(w, 'home', { signedBy: 'guardian', guardian: CARER }))).toMatchObject({ code: 'input.invalid' });
    const x = hongqiao({ facts: alone({}, { capacity: 'limited' }) }).apply().to('care');
    expect(x.try('handler', 'recordWish', wish(x, 'home', { signedBy: 'guardian' }))).toMatchObject({ missing: ['监护人'] });
    x.do('handler', 'recordWish', wish(x, 'home', { signedBy: 'guardian', guardian: CARER }));
    expect(x.try('handler', 'arrangeCare', home(x))).toMatchObject({ missing: ['监护人签字'] });
    expect(x.try('handler', 'arrangeCare', home(x, { guardianship: { mode: 'watch', duty: '每周探视' }, agreement: { ...home(x).agreement, signers: ['guardian', 'carer'] } }))).toMatchObject({ rule: '本人不具有完全民事行为能力，须确定监护人' });
  });

  it('in an institution the institution cares and is paid; at home it is not', () => {
    const w = hongqiao().apply().to('care');
    w.do('handler', 'recordWish', wish(w, 'institution'));
    const away = home(w, { form: 'institution', mode: 'institution', carer: { kind: 'institution', institution: uuid(60) } });
    expect(w.try('handler', 'arrangeCare', { ...away, payee: 'self' })).toMatchObject({ fields: [{ path: 'payee' }] });
    expect(w.try('handler', 'arrangeCare', { ...away, carer: { kind: 'person', person: CARER }, payee: 'institution' })).toMatchObject({ fields: [{ path: 'carer.institution' }] });
    expect(w.try('handler', 'arrangeCare', { ...away, payee: 'institution' })).toBeUndefined();
  });
});

describe('a later change of grade', () => {
  const granted = (): Walk => {
    const w = baoqing().apply().finish();
    expect(w.state.status).toBe('granted');
    return w;
  };

  it('[BQ-43] needs a new assessment by others and reasons, is decided by who confirms, and holds from the next month', () => {
    const w = granted().on('2023-02-10');
    const before = assessmentInForce(w.state);
    expect(w.try('leader', 'changeGrade', { reason: '身体变差' })).toMatchObject({ code: 'step.order', missing: ['新的生活自理能力评估'] });
    const paid = monthlyNow(w.state);
    w.do('handler', 'recordSelfCare', selfCare(w, 5));
    expect(monthlyNow(w.state)).toBe(paid);
    expect(assessmentInForce(w.state)?.grade).toBe(before?.grade);
    expect(w.try('leader', 'changeGrade', {})).toMatchObject({ code: 'reason.missing', missing: ['调整理由'], clause: expect.stringContaining('二(二)') as string });
    expect(w.try('handler', 'changeGrade', { reason: '身体变差' })).toMatchObject({ code: 'rights.denied' });
    w.do('leader', 'changeGrade', { reason: '摔伤后卧床，五项不能自主完成。' });
    expect(w.log.at(-1)).toMatchObject({ kind: 'gradeChanged', body: { to: 'none', fromMonth: '2023-03', reason: '摔伤后卧床，五项不能自主完成。' } });
    expect(monthlyNow(w.state)).toBe(Math.round(66_900 * 1.31) + 48_333);
    expect(w.try('leader', 'changeGrade', { reason: '再调整' })).toMatchObject({ code: 'step.order' });
    expect(fold(w.id, w.log)).toEqual(w.state);
  });

  it('two sums are never on their way at once: no other grade while a change waits, and a change waits for no grade decided since', () => {
    const w = granted().on('2023-02-10').do('handler', 'recordSelfCare', selfCare(granted(), 5, { on: '2023-02-10' }));
    w.do('handler', 'proposeChange', { kind: 'adjust', ground: 'other', text: '复核。' });
    expect(w.try('leader', 'changeGrade', { reason: '卧床' })).toMatchObject({ code: 'step.order', missing: ['决定变更或终止'] });
  });

  it('the same grade is no change, and whoever assessed does not decide', () => {
    const w = granted().on('2023-02-10');
    const grade = assessmentInForce(w.state)?.unable ?? 0;
    w.do('handler', 'recordSelfCare', selfCare(w, grade));
    expect(w.try('leader', 'changeGrade', { reason: '复核' })).toMatchObject({ code: 'step.absent' });
    w.do('handler', 'recordSelfCare', selfCare(w, 5, { assessors: [staff('leader').user, staff('handler').user] }));
    expect(w.try('leader', 'changeGrade', { reason: '复核' })).toMatchObject({ code: 'person.same' });
  });

  it('another carer after the grant is arranged by whoever confirms, not by the counter alone, and needs the reason', () => {
    const w = granted();
    const again = home(w, { agreement: { ...home(w).agreement, until: '2025-12-31' } });
    expect(w.try('handler', 'arrangeCare', { ...again, reason: '原照料人外出务工' })).toMatchObject({ code: 'rights.denied' });
    expect(w.try('leader', 'arrangeCare', again)).toMatchObject({ code: 'reason.missing', missing: ['变更原因'] });
    expect(w.try('leader', 'arrangeCare', { ...again, reason: '原照料人外出务工' })).toBeUndefined();
  });
});

describe('elsewhere', () => {
  it('[LH-56, LH-65] 临河: given to the person the review determined, under the measure of its own, after the leading group', () => {
    const w = linhe().apply().finish();
    expect(w.state.route.procedure).toBe('lh-tekun');
    expect(w.log.some((a) => a.kind === 'met')).toBe(true);
    expect(w.state).toMatchObject({ status: 'granted', assessment: { persons: 1 } });
    expect(w.context.policy.procedure('lh-tekun')?.source.req).toContain('LH-65');
  });

  it('宝清: the township confirms; 珙县 and 西秀: nobody is entrusted, the county decides by the measure of the day', () => {
    expect(baoqing().apply().finish().state).toMatchObject({ status: 'granted', route: { organ: 'unit', procedure: 'bq-tekun' } });
    const gx = new Walk({ county: 'gongxian', unit: 'gx.xunchang', on: '2020-11-16', programme: 'tekun', facts: alone() }).apply();
    expect(gx.state.route).toMatchObject({ organ: 'county', procedure: 'tk-178' });
    const d = (w: Walk, step: string): number | undefined => deadlines(w.state, w.context).find((x) => x.step === step)?.parameter.value;
    gx.do('handler', 'accept', {});
    expect(d(gx, 'investigate')).toBe(20);
    expect(gx.finish().state.status).toBe('granted');
    const xx = new Walk({ county: 'xixiu', unit: 'xx.huaxi', on: '2019-04-15', programme: 'tekun', facts: alone() });
    expect(xx.apply().finish().state).toMatchObject({ status: 'granted', route: { organ: 'county', procedure: 'tk-178' } });
    const later = new Walk({ county: 'gongxian', unit: 'gx.xunchang', on: '2021-11-16', programme: 'tekun', facts: alone() }).apply().do('handler', 'accept', {});
    expect(later.state.route.procedure).toBe('tk-43');
    expect(d(later, 'investigate')).toBe(15);
  });

  it('outside 红桥 the arrangement follows the decision and stays open until it is made', () => {
    const w = baoqing().apply().to('decide').do('leader', 'decide', { outcome: 'grant' });
    expect(open(w)).toContain('care');
    w.do('handler', 'recordWish', wish(w)).do('handler', 'arrangeCare', home(w));
    expect(open(w)).not.toContain('care');
  });

  it('the living allowance knows nothing of all this', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' }).apply().do('handler', 'accept', {});
    for (const [name, payload] of [['recordSelfCare', selfCare(w, 1)], ['recordWish', wish(w)], ['arrangeCare', home(w)]] as const) expect(w.try('handler', name, payload)).toMatchObject({ code: 'step.absent' });
    expect(w.try(SYSTEM, 'recordWish', wish(w))).toMatchObject({ code: 'rights.denied' });
  });
});
