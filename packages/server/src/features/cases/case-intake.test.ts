import { describe, expect, it } from 'vitest';
import { archive, incomplete } from '@doudi/core/case/documents';
import { payloads } from '@doudi/core/case/commands';
import { allPapers } from '../training/driver.ts';
import { facts, SELF, SON, staff, STRANGER, uuid, Walk, WIFE } from './case.fixture.ts';

/** From the counter to the receipt and the signed authorisation, in 红桥 and 宝清 under their plans. */

const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' } as const;
const county = { county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' } as const;

describe('who applies', () => {
  it('[HQ-75] the applicant is a co-living member of the household, exactly one', () => {
    const w = new Walk(street);
    const others = [{ person: WIFE, relation: 'spouse', birth: '1967-05-06', sex: 'female' }];
    const self = { person: SELF, relation: 'self', birth: '1966-03-04', sex: 'male' };
    expect(w.tryApply({ facts: facts({ applicant: STRANGER }) })).toMatchObject({ code: 'input.invalid' });
    expect(w.tryApply({ facts: facts({ members: others, obligors: [] }) })).toMatchObject({ code: 'input.invalid' });
    expect(w.tryApply({ facts: facts({ members: [self, self] }) })).toMatchObject({ code: 'input.invalid' });
    expect(w.tryApply({ facts: facts({ members: [self, ...others, ...others] }) })).toMatchObject({ code: 'input.invalid', rule: '家庭成员重复登记' });
    expect(w.tryApply()).toBeUndefined();
    expect(w.state).toMatchObject({ status: 'applied', applicationDate: '2021-11-15', facts: { applicant: SELF } });
  });

  it('income or obligors of somebody outside the household are refused', () => {
    const w = new Walk(street);
    expect(w.tryApply({ facts: facts({ incomes: [{ person: STRANGER, kind: 'wage', monthly: 1 }] }) })).toMatchObject({ code: 'input.invalid' });
    expect(w.tryApply({ facts: facts({ obligors: [{ person: SON, supports: STRANGER, relation: 'child', householdSize: 1, monthlyIncome: 0 }] }) })).toMatchObject({ code: 'input.invalid' });
  });

  it('[HQ-76] a residents’ committee files only with the entrustment on record, and then the agent’s papers are on the list', () => {
    const w = new Walk(street);
    const agent = { kind: 'village', reason: '行动不便' } as const;
    expect(w.tryApply({ via: 'village' }, staff('village'))).toMatchObject({ code: 'reason.missing', missing: ['代办原因'] });
    expect(w.tryApply({ via: 'village', agent: { kind: 'other', reason: '亲戚' } }, staff('village'))).toMatchObject({ code: 'reason.missing' });
    expect(w.tryApply({ via: 'village', agent, materials: allPapers(w.context, { facts: facts(), agent: undefined }) }, staff('village'))).toBeUndefined();
    expect(w.state.agent).toEqual(agent);
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['代理人身份证', '申请人签字的委托书'] });
    expect(w.do('village', 'receiveMaterials', { materials: ['agent-id', 'agent-letter'] }).try('handler', 'accept', {})).toBeUndefined();
  });

  it.each(['reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'] as const)('[HQ-75] an application is filed with the handling body: a %s cannot register it', (post) => {
    expect(new Walk(street).tryApply({}, staff(post))).toMatchObject({ code: 'rights.denied' });
  });

  it('a declaration cannot be signed tomorrow', () => {
    expect(new Walk(street).tryApply({ declaredOn: '2021-11-16' })).toMatchObject({ code: 'date.order' });
  });
});

describe('papers', () => {
  it('[HQ-96] what is missing is told once, all of it; a second telling is refused', () => {
    const w = new Walk(street).apply({ materials: ['id-card'] });
    w.do('handler', 'tellMissing', {});
    expect(w.state.told).toMatchObject({ on: '2021-11-15', missing: ['household-register', 'obligor-papers', 'declaration', 'income-proof'] });
    w.wait(1);
    expect(w.try('handler', 'tellMissing', {})).toMatchObject({ code: 'materials.told', clause: '《红桥区社会救助审核确认权限下放改革工作实施方案》四(一)2' });
    // Nor is a paper that was not told of asked for afterwards.
    expect(w.try('handler', 'requireMaterial', { material: 'disability-certificate' })).toMatchObject({ code: 'materials.told' });
  });

  it('nothing is told as missing when nothing is', () => {
    expect(new Walk(street).apply().try('handler', 'tellMissing', {})).toMatchObject({ code: 'materials.missing' });
  });

  it('a case is accepted with every paper of the list and not before; the receipt has a number', () => {
    const w = new Walk(street).apply({ materials: ['id-card', 'household-register', 'obligor-papers', 'declaration'] });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'materials.missing', missing: ['收入材料'], allowed: ['一次性告知补正'] });
    w.do('handler', 'receiveMaterials', { materials: ['income-proof'] }).do('handler', 'accept', {});
    expect(w.state).toMatchObject({ status: 'accepted', receipt: expect.stringMatching(/^演字\d+号$/) as string });
    expect(w.try('handler', 'accept', {})).toMatchObject({ code: 'step.done' });
  });

  it('papers that the household’s situation does not call for are not missed', () => {
    const w = new Walk({ ...street, facts: facts({ obligors: [], incomes: [] }) }).apply({ materials: ['id-card', 'household-register', 'declaration'] });
    expect(w.try('handler', 'accept', {})).toBeUndefined();
  });

  it('[BQ-16] only listed papers are taken or asked for', () => {
    const w = new Walk(county);
    expect(w.tryApply({ materials: ['id-card', 'no-crime-certificate'] })).toMatchObject({ code: 'materials.unlisted', clause: '《关于印发《加强社会救助审核确认权限下放监管工作》的通知》（宝民发〔2022〕55号）二(一)' });
    w.apply({ materials: ['id-card'] });
    expect(w.try('handler', 'receiveMaterials', { materials: ['no-crime-certificate'] })).toMatchObject({ code: 'materials.unlisted' });
    expect(w.try('handler', 'requireMaterial', { material: 'no-crime-certificate' })).toMatchObject({ code: 'materials.unlisted' });
    // Papers that arise in handling are nobody's to bring.
    expect(w.try('handler', 'requireMaterial', { material: 'investigation' })).toMatchObject({ code: 'materials.unlisted' });
    // A listed one is not asked for alone either: all that lacks is told at once [HQ-96].
    expect(w.try('handler', 'requireMaterial', { material: 'hardship-statement' })).toMatchObject({ code: 'materials.told' });
    w.do('handler', 'tellMissing', {});
    expect(w.try('handler', 'requireMaterial', { material: 'hardship-statement' })).toBeUndefined();
  });

  it('[BQ-51] a paper that is held is neither asked for nor taken again', () => {
    const w = new Walk(county).apply({ materials: ['id-card'] });
    const clause = '《关于印发《加强社会救助审核确认权限下放监管工作》的通知》（宝民发〔2022〕55号）二(三)';
    expect(w.try('handler', 'requireMaterial', { material: 'id-card' })).toMatchObject({ code: 'materials.held', clause });
    expect(w.try('handler', 'receiveMaterials', { materials: ['household-register', 'id-card'] })).toMatchObject({ code: 'materials.held', clause });
    expect(w.state.materials).not.toHaveProperty('household-register');
    w.do('handler', 'receiveMaterials', { materials: ['household-register'] });
    expect(w.try('handler', 'requireMaterial', { material: 'household-register' })).toMatchObject({ code: 'materials.held' });
  });

  it('[BQ-17, BQ-18] the file lists seven papers, names those that lack, and is complete only with all', () => {
    const w = new Walk(county).apply({ materials: ['id-card'] });
    expect(incomplete(w.state, w.context)).toEqual(['户口本', '困难情况说明', '入户调查记录', '核对授权书', '公示记录']);
    w.do('handler', 'receiveMaterials', { materials: ['household-register', 'hardship-statement'] }).to('investigate');
    expect(incomplete(w.state, w.context)).toEqual(['入户调查记录', '公示记录']);
    w.to('review');
    expect(incomplete(w.state, w.context)).toEqual([]);
    expect(archive(w.state, w.context)).toHaveLength(6);
  });

  it('[BQ-17, BQ-18] once disputed, the file also wants the record of the appraisal', () => {
    const w = new Walk(county).apply().to('notice').do('handler', 'postNotice', { on: '2022-11-15', place: '公开栏', photos: [uuid(1)] });
    w.do('village', 'object', { on: '2022-11-15', channel: 'board', named: true, major: false, text: '有人反映' });
    expect(incomplete(w.state, w.context)).toEqual(['有争议对象的民主评议记录']);
    w.to('assess');
    expect(incomplete(w.state, w.context)).toEqual([]);
  });
});

describe('authorisation', () => {
  it('[HQ-83, HQ-95] verification is refused until every member and every obligor has signed, and says who has not', () => {
    const w = new Walk(street).apply().do('handler', 'accept', {});
    const ask = (): unknown => w.try('handler', 'requestVerification', {});
    expect(ask()).toMatchObject({ code: 'authorisation.missing', missing: [SELF, WIFE, SON].map((p) => `{person:${p}}`), clause: '《红桥区社会救助审核确认权限下放改革工作实施方案》四(一)1' });
    w.do('handler', 'signAuthorisation', { persons: [SELF, WIFE], signedOn: '2021-11-15', method: 'paper' });
    expect(w.state.done.authorise).toBeUndefined();
    expect(ask()).toMatchObject({ code: 'authorisation.missing', missing: [`{person:${SON}}`] });
    w.do('handler', 'signAuthorisation', { persons: [SON], signedOn: '2021-11-15', method: 'electronic' });
    expect(ask()).toBeUndefined();
  });

  it('nobody outside the case signs, and nobody signs tomorrow', () => {
    const w = new Walk(street).apply().do('handler', 'accept', {});
    expect(w.try('handler', 'signAuthorisation', { persons: [STRANGER], signedOn: '2021-11-15', method: 'paper' })).toMatchObject({ code: 'input.invalid' });
    expect(w.try('handler', 'signAuthorisation', { persons: [SELF], signedOn: '2021-11-16', method: 'paper' })).toMatchObject({ code: 'date.order' });
  });

  it('[HQ-83, HQ-95] somebody found living there during the investigation signs and is verified before the case goes on', () => {
    const w = new Walk(street).apply().to('investigate');
    const more = facts({ members: [...facts().members, { person: STRANGER, relation: 'child', birth: '1995-01-01', sex: 'female' }] });
    w.do('handler', 'recordInvestigation', w.visit({ facts: more }));
    expect(w.state.done).not.toHaveProperty('authorise');
    expect(w.state.done).not.toHaveProperty('verify');
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order', missing: ['信息核对'] });
    expect(w.try('handler', 'requestVerification', {})).toMatchObject({ code: 'authorisation.missing', missing: [`{person:${STRANGER}}`] });
    w.do('handler', 'signAuthorisation', { persons: [STRANGER], signedOn: w.today, method: 'paper' }).do('handler', 'requestVerification', {});
    expect(w.state.verification.round).toBe(2);
  });

  it('facts that contradict themselves do not enter by the investigation either', () => {
    const w = new Walk(street).apply().to('investigate');
    expect(w.try('handler', 'recordInvestigation', w.visit({ facts: facts({ applicant: STRANGER }) }))).toMatchObject({ code: 'input.invalid' });
  });
});

describe('the end by the applicant', () => {
  it('withdrawal ends the case with its reason, and nothing more is accepted', () => {
    const w = new Walk(street).apply().to('assess').do('village', 'withdraw', { reason: '收入增加', signedOn: '2021-11-15' });
    expect(w.state).toMatchObject({ status: 'withdrawn', closedOn: '2021-11-15' });
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'case.closed' });
    expect(payloads.withdraw.safeParse({ reason: ' ', signedOn: '2021-11-15' }).success).toBe(false);
  });

  it('[HQ-112] an applicant who does not correct an untrue declaration counts as having given up: the ground is recorded and the case closes', () => {
    const w = new Walk(street).apply().to('investigate');
    expect(payloads.abandon.safeParse({ ground: '' }).success).toBe(false);
    expect(w.try('village', 'abandon', { ground: '不配合' })).toMatchObject({ code: 'rights.denied' });
    w.do('handler', 'abandon', { ground: '未如实申报收入，无正当理由且未在期限内更正' });
    expect(w.state).toMatchObject({ status: 'abandoned', closedOn: '2021-11-15' });
    expect(w.log.at(-1)).toMatchObject({ kind: 'abandoned', body: { ground: '未如实申报收入，无正当理由且未在期限内更正' } });
    expect(w.try('handler', 'recordInvestigation', w.visit())).toMatchObject({ code: 'case.closed' });
  });
});
