import type { Actor } from '@doudi/core/case/actions';
import { evolve } from '@doudi/core/case/state';
import { make } from '@doudi/core/case/topic';
import { describe, expect, it } from 'vitest';
import { facts, staff, Walk } from './case.fixture.ts';

const at = (unit: string, post: Actor['post'] = 'handler', nth = 0): Actor => ({ ...staff(post === 'system' || post === 'applicant' || post === 'public' ? 'handler' : post, nth), unit });
const LH = { county: 'linhe', unit: 'lh.shuanghe', on: '2022-04-11' } as const;
const registeredIn = (unit: string) => facts({ registration: { at: 'unit', place: '别的镇', unit } });
const PAPERS = ['身份证', '户口簿'];

describe('people who live elsewhere than they are registered', () => {
  it('an application is taken in where they come to and handed to the office of registration with its papers; meanwhile nobody works on it', () => {
    const w = new Walk({ ...LH, facts: registeredIn('lh.wulantuke') }).apply();
    expect(w.try(at('lh.shuanghe'), 'accept', {})).toMatchObject({ code: 'place.wrong', allowed: ['移交办理'] });
    expect(w.try(at('lh.shuanghe'), 'handOver', { unit: 'lh.shuanghe', reason: '户籍', papers: PAPERS })).toMatchObject({ code: 'conflict.duplicate' });
    expect(w.try(at('lh.shuanghe'), 'handOver', { unit: 'lh.nowhere', reason: '户籍', papers: PAPERS })).toMatchObject({ code: 'input.invalid' });
    w.do(at('lh.shuanghe'), 'handOver', { unit: 'lh.wulantuke', reason: '户籍在乌兰图克镇', papers: PAPERS });
    expect(w.try(at('lh.shuanghe'), 'accept', {})).toMatchObject({ code: 'step.order', rule: expect.stringContaining('等待对方接收') as string });
    expect(w.try(at('lh.shuanghe'), 'receiveHandOver', {})).toMatchObject({ code: 'rights.denied' });
    w.do(at('lh.wulantuke'), 'receiveHandOver', { text: '材料齐全' });
    expect(w.state).toMatchObject({ unit: 'lh.wulantuke', handler: staff('handler').user, handOvers: [{ from: 'lh.shuanghe', to: 'lh.wulantuke', papers: PAPERS }] });
    expect(w.try(at('lh.wulantuke'), 'accept', {})).toBeUndefined();
  });

  it('a case is not carried to another office with a finished opinion, and once withdrawn it no longer lies between two desks', () => {
    const done = new Walk(LH).apply().to('decide');
    expect(done.state.done.opine).toBeDefined();
    expect(done.try('handler', 'handOver', { unit: 'lh.wulantuke', reason: '户籍', papers: PAPERS })).toMatchObject({ code: 'step.done', allowed: ['退回补正'] });
    const w = new Walk({ ...LH, facts: registeredIn('lh.wulantuke') }).apply().do(at('lh.shuanghe'), 'handOver', { unit: 'lh.wulantuke', reason: '户籍', papers: PAPERS });
    expect(w.try(at('lh.shuanghe'), 'deliverLetter', { kind: 'withdrawal', number: '1号', on: w.today, method: 'inPerson', receiver: '申请人' })).toMatchObject({ code: 'step.order', rule: expect.stringContaining('等待对方接收') as string });
    w.do(at('lh.shuanghe'), 'withdraw', { reason: '不再申请', signedOn: w.today });
    expect(w.try(at('lh.shuanghe'), 'deliverLetter', { kind: 'withdrawal', number: '1号', on: w.today, method: 'inPerson', receiver: '申请人' })).toBeUndefined();
  });

  it('an office that lacks papers sends the case back with its reason, and the first office goes on', () => {
    const w = new Walk({ ...LH, facts: registeredIn('lh.wulantuke') }).apply().do(at('lh.shuanghe'), 'handOver', { unit: 'lh.wulantuke', reason: '户籍', papers: PAPERS });
    w.do(at('lh.wulantuke'), 'declineHandOver', { reason: '缺户口簿' });
    expect(w.state.handOver).toBeUndefined();
    expect(w.state.unit).toBe('lh.shuanghe');
    expect(w.try(at('lh.shuanghe'), 'receiveMaterials', { materials: ['unknown'] })).toMatchObject({ code: 'materials.unlisted' });
  });

  it('[LH-47] another office looks for this one: two of them, on or after the day they were asked; their answer is the home visit of the file', () => {
    const w = new Walk(LH).apply().do('handler', 'accept', {});
    w.do('handler', 'askElsewhere', { unit: 'lh.wulantuke', what: '户内老人住在乌兰图克镇某村，请入户核查。' });
    const errand = w.state.elsewhere?.[0]?.errand ?? '';
    const answer = { errand, on: w.today, investigators: [staff('handler', 6).user, staff('handler', 7).user], methods: ['home' as const, 'neighbour' as const], findings: '独居，无他人赡养。', applicantSigned: true };
    expect(w.try(at('lh.shuanghe'), 'answerElsewhere', answer)).toMatchObject({ code: 'rights.denied' });
    expect(w.try(at('lh.wulantuke'), 'answerElsewhere', { ...answer, investigators: [staff('handler', 6).user] })).toMatchObject({ code: 'investigation.persons' });
    w.wait(1);
    expect(w.try(at('lh.wulantuke'), 'answerElsewhere', { ...answer, on: LH.on > '2022-04-08' ? '2022-04-08' : LH.on })).toMatchObject({ code: 'date.order' });
    w.do(at('lh.wulantuke'), 'answerElsewhere', answer);
    expect(w.state.investigations).toHaveLength(1);
    expect(w.state.done.investigate).toBeDefined();
    expect(w.try(at('lh.wulantuke'), 'answerElsewhere', answer)).toMatchObject({ code: 'step.order' });
  });

  it('[LH-47] [HQ-118] what another office saw stands for the visit only when it is signed and made after the objection it answers', () => {
    const w = new Walk(LH).apply().do('handler', 'accept', {}).do('handler', 'askElsewhere', { unit: 'lh.wulantuke', what: '请入户核查。' });
    const answer = { errand: w.state.elsewhere?.[0]?.errand ?? '', on: w.today, investigators: [staff('handler', 6).user, staff('handler', 7).user], methods: ['home' as const], findings: '独居。', applicantSigned: false };
    w.do(at('lh.wulantuke'), 'answerElsewhere', answer);
    expect(w.state.investigations).toHaveLength(1);
    expect(w.state.done.investigate).toBeUndefined();
    const early = evolve({ ...w.state, objectedOn: '2022-04-12', elsewhere: [{ errand: answer.errand, unit: 'lh.wulantuke', what: '', on: LH.on }] }, make('elsewhereAnswered', { ...answer, photos: [], applicantSigned: true }, w.context, at('lh.wulantuke')), w.id);
    expect(early.done.investigate).toBeUndefined();
  });

  it('who is registered in another county is referred there, unless the law of the day lets a residence permit stand in', () => {
    const outside = (permit: boolean) => facts({ registration: { at: 'province', place: '外省某县', permit } });
    expect(new Walk({ ...LH, facts: outside(false) }).tryApply()).toMatchObject({ code: 'place.wrong', missing: ['居住证'] });
    expect(new Walk({ ...LH, facts: outside(true) }).tryApply()).toBeUndefined();
    expect(new Walk({ county: 'gongxian', unit: 'gx.gongquan', on: '2020-05-11', facts: facts({ area: 'rural', registration: { at: 'county', place: '邻县', permit: true } }) }).tryApply()).toMatchObject({ code: 'place.wrong', allowed: expect.arrayContaining(['向户籍所在地乡镇（街道）申请']) as string[] });
  });
});

describe('the same case in the higher platform', () => {
  it('[HQ-19] its number is kept with the case, before the decision or after, and a correction keeps what stood there in the log', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-06' }).apply().do('handler', 'notePlatformNumber', { number: 'JM-2021-000123' });
    expect(w.state.platformNumber).toEqual({ number: 'JM-2021-000123', on: '2021-09-06' });
    expect(w.try('handler', 'notePlatformNumber', { number: 'JM-2021-000123' })).toMatchObject({ code: 'conflict.duplicate' });
    expect(w.try('leader', 'notePlatformNumber', { number: 'JM-2021-000124' })).toMatchObject({ code: 'rights.denied' });
    w.finish().do('reviewer', 'notePlatformNumber', { number: 'JM-2021-000124' });
    expect(w.state.platformNumber?.number).toBe('JM-2021-000124');
    expect(w.log.filter((a) => a.kind === 'platformNumbered').map((a) => a.body)).toEqual([{ number: 'JM-2021-000123' }, { number: 'JM-2021-000124' }]);
  });
});
