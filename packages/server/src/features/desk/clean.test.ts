import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { light } from '@doudi/core/calendar/calendar';
import { plusDays } from '@doudi/core/calendar/date';
import { fileURLToPath } from 'node:url';
import { BATCH_STEP, unclean, type UncleanCode } from '@doudi/core/desk/clean';
import { lastYellowDay } from '@doudi/core/desk/lights';
import { may } from '@doudi/core/rights/permissions';
import { loadPolicies } from '../policy/load.ts';
import type { FloorChoice } from '@doudi/core/policy/resolve';
import { PHOTO, staff, Walk, calendar, facts, VEHICLE, WIFE } from '../cases/case.fixture.ts';

/** The county has chosen between its five days of notice and the nation's seven. */
const choices = [{ key: 'notice.days', choose: 'floor', reason: '从国家规定', from: '2019-01-01', by: 'x' }] as const satisfies FloorChoice[];
const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', choices } as const;
const codes = (w: Walk): UncleanCode[] => unclean('decide', w.state, w.context, staff('leader')).map((r) => r.code);
const toDecide = (more: object = {}): Walk => new Walk({ ...street, ...more }).apply().to('decide');

describe('a clean case', () => {
  it('is one that went the ordinary way in time: nothing stands against it', () => {
    expect(codes(toDecide())).toEqual([]);
    const w = new Walk(street).apply().to('agree');
    expect(unclean('agreeReview', w.state, w.context, staff('reviewHead'))).toEqual([]);
  });

  it('is not one that waits for something else: an earlier step, another post, an answer', () => {
    const early = new Walk(street).apply().to('agree');
    expect(codes(early)).toEqual(expect.arrayContaining(['guard', 'skipped']));
    expect(unclean('decide', toDecide().state, toDecide().context, staff('handler'))).toMatchObject([{ code: 'guard' }]);
    const w = toDecide();
    const sent = { id: 'x', seq: 3, on: w.today, kind: 'phone', by: 'applicant', text: '换号', files: [], materials: [], named: true } as const;
    expect(unclean('decide', { ...w.state, submissions: [sent] }, w.context, staff('leader'))).toEqual([{ code: 'pending', text: `${w.today} 更正电话还没有答复` }]);
    expect(unclean('decide', { ...w.state, submissions: [{ ...sent, answered: { on: '2021-11-17', outcome: 'taken', text: '已改', by: 'x' } }] }, w.context, staff('leader'))).toEqual([]);
    expect(unclean('decide', { ...w.state, elsewhere: [{ errand: 'e', unit: 'u', what: '入户', on: '2021-11-16' }] }, w.context, staff('leader')).map((r) => r.code)).toEqual(['pending']);
  });

  it('is none after an objection, even an answered one', () => {
    const w = new Walk(street).apply().to('notice').do('handler', 'postNotice', { on: '2021-11-15', place: '公开栏', photos: [PHOTO] });
    w.do('handler', 'object', { on: w.today, channel: 'telephone', named: false, major: false, text: '有人反映' });
    w.to('decide');
    expect(codes(w)).toContain('disputed');
  });

  it('is none after contradictions of the verification, even explained ones', () => {
    const w = new Walk(street).apply().to('verify').do('handler', 'requestVerification', {}).do('countyHandler', 'forwardVerification', {});
    w.report(VEHICLE).do('handler', 'notifyDiscrepancy', { text: '名下有车', deliveredOn: w.today, method: 'inPerson' }).do('handler', 'explainDiscrepancy', { text: '已过户', receivedOn: w.today, outcome: 'accepted' });
    expect(codes(w.to('decide'))).toContain('contradiction');
  });

  it('is none of a staff relative’s household', () => expect(codes(toDecide({ relativeFiled: true }))).toContain('relative'));

  it('is none with a late step, whether finished late or still open', () => {
    const w = new Walk(street).apply().to('review');
    w.wait(5).do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' }).do('reviewHead', 'agreeReview', { outcome: 'agree' });
    expect(codes(w)).toContain('late');
    const waiting = toDecide();
    waiting.wait(40);
    expect(codes(waiting)).toContain('late');
  });

  it('is none of the simplified procedure, none sent back, none extended', () => {
    const simple = { ...toDecide().state, simplified: { on: '2021-11-15', grounds: '情况清楚', knownBy: [] } };
    expect(unclean('decide', simple, toDecide().context, staff('leader')).map((r) => r.code)).toEqual(['simplified']);
    const back = toDecide().do('leader', 'returnTo', { step: 'review', reason: '补充说明' });
    expect(codes(back.to('decide'))).toContain('returned');
    expect(codes(toDecide().do('leader', 'extend', { reason: '住院', ground: 'difficult' }))).toContain('extended');
  });

  it('is none refused by the opinion, and none whose sum comes out otherwise today', () => {
    const rich = toDecide({ facts: facts({ incomes: [{ person: WIFE, kind: 'pension', monthly: 300_000 }] }) });
    expect(codes(rich)).toContain('assessment');
    const w = toDecide();
    const forged = { ...w.state, facts: facts({ incomes: [{ person: WIFE, kind: 'pension', monthly: 70_000 }] }) };
    expect(unclean('decide', forged, w.context, staff('leader')).map((r) => r.code)).toEqual(['changed']);
    const other = { ...w.state, opinion: { ...w.state.opinion, monthlyFen: 1 } } as typeof w.state;
    expect(unclean('decide', other, w.context, staff('leader')).map((r) => r.code)).toEqual(['opinion']);
  });

  it('is none while the county has not chosen between its plan and the national floor', () => {
    const w = new Walk({ ...street, choices: [] }).apply().to('decide');
    expect(unclean('decide', w.state, w.context, staff('leader'))).toMatchObject([{ code: 'conflict', text: expect.stringContaining('公示') as string }]);
  });

  it('every reason says in words what it is', () => {
    for (const r of unclean('decide', toDecide({ relativeFiled: true }).wait(60).state, toDecide({ relativeFiled: true }).wait(60).context, staff('handler'))) expect(r.text).toMatch(/[\u4e00-\u9fff]{4}/);
  });
});

it('every post that a plan lets agree or decide may use the batch', () => {
  const { nation, counties } = loadPolicies(fileURLToPath(new URL('../../../../../policies', import.meta.url)));
  const posts = [nation, ...counties].flatMap((l) => l.procedures).flatMap((p) => p.steps).filter((r) => Object.values(BATCH_STEP).includes(r.step)).flatMap((r) => r.by);
  expect(posts.length).toBeGreaterThan(3);
  for (const post of new Set(posts)) expect(may(post, 'batch.confirm'), post).toBe(true);
});

describe('lights as dates', () => {
  it('the last yellow day parts yellow from green exactly as the light beside a row does, over days off and holidays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 0, max: 10 }), fc.integer({ min: -30, max: 40 }), (start, before, ahead) => {
        const today = plusDays('2020-01-01', start);
        const due = plusDays(today, ahead);
        const is = due < today ? 'red' : due <= lastYellowDay(today, calendar, before) ? 'yellow' : 'green';
        expect(is).toBe(light(due, today, calendar, before).light);
      }),
      { numRuns: 2000 },
    );
  });

  it('what is due on the Saturday after the last yellow working day is yellow still', () => {
    expect(lastYellowDay('2021-11-17', calendar, 2)).toBe('2021-11-21');
    expect(light('2021-11-20', '2021-11-17', calendar, 2).light).toBe('yellow');
    expect(light('2021-11-22', '2021-11-17', calendar, 2).light).toBe('green');
  });
});
