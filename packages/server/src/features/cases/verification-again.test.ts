import { describe, expect, it } from 'vitest';
import { SYSTEM, VEHICLE, Walk } from './case.fixture.ts';

const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-27' } as const;
const atPlatform = (): Walk => new Walk(street).apply().to('verify').do('handler', 'requestVerification', {}).do('countyHandler', 'forwardVerification', {});

describe('a verification that came to nothing is asked anew', () => {
  it('the platform says that no report will come: the same case asks again and goes on', () => {
    const w = atPlatform();
    w.do(SYSTEM, 'recordVerificationTrouble', { request: w.state.verification.request ?? '', kind: 'failed', text: '数据源整体不可用', attempts: 1 });
    w.do('handler', 'requestVerification', {});
    expect(w.state.verification).toMatchObject({ at: 'county', round: 2, troubles: [] });
    expect(w.finish().state.status).toBe('granted');
  });

  it('a report with items in error may be asked for again until the opinion is given; a complete one may not', () => {
    const w = atPlatform();
    w.do(SYSTEM, 'recordReport', { ...w.answer(), errors: ['household-register'] });
    expect(w.state.done.verify).toBeDefined();
    w.do('handler', 'requestVerification', {});
    expect(w.state.verification).toMatchObject({ at: 'county', round: 2 });
    expect(w.try('handler', 'assess', {})).toMatchObject({ code: 'step.order' });
    w.do('countyHandler', 'forwardVerification', {}).report();
    expect(w.try('handler', 'requestVerification', {})).toMatchObject({ code: 'step.done' });
  });

  it('once the opinion rests on a report, and while a contradiction stands unexplained, it is not asked again', () => {
    const late = atPlatform();
    late.do(SYSTEM, 'recordReport', { ...late.answer(), errors: ['household-register'] });
    expect(late.to('notice').try('handler', 'requestVerification', {})).toMatchObject({ code: 'step.done' });
    const open = atPlatform();
    open.do(SYSTEM, 'recordReport', { ...open.answer(VEHICLE), errors: ['household-register'] });
    expect(open.try('handler', 'requestVerification', {})).toMatchObject({ code: 'step.order' });
  });

  it('[HQ-96] told once: the refusal to tell again names the papers, not their codes', () => {
    const w = new Walk(street).apply({ materials: [] }).do('handler', 'tellMissing', {});
    const no = w.try('handler', 'tellMissing', {});
    expect(no?.code).toBe('materials.told');
    expect(no?.missing?.every((m) => /[\u4e00-\u9fff]/.test(m))).toBe(true);
  });
});
