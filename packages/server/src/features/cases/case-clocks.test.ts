import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plusDays, WorkCalendar } from '@doudi/core/calendar/calendar';
import { deadlines, type Deadline } from '@doudi/core/case/deadlines';
import { calendar, calendarData, PHOTO, VEHICLE, Walk } from './case.fixture.ts';

/** The limits of a case on the calendar: every date in the tables was counted apart from the code, from the published holidays. */

const street = (on: string, more: { calendar?: WorkCalendar } = {}): Walk => new Walk({ county: 'hongqiao', unit: on < '2022-01-01' ? 'hq.shaogongzhuang' : 'hq.xigu', on, ...more }).apply();
const limit = (w: Walk, id: string): Deadline | undefined => deadlines(w.state, w.context).find((d) => d.id === id);
const notified = (on: string, more: { calendar?: WorkCalendar } = {}): Walk =>
  street(on, more).to('verify').do('handler', 'requestVerification', {}).do('countyHandler', 'forwardVerification', {}).report(VEHICLE).do('handler', 'notifyDiscrepancy', { text: '请说明', deliveredOn: on, method: 'inPerson' });

describe('working days', () => {
  it.each([
    // National Day 2021: off 1–7 October, worked on Saturday the 9th.
    ['2021-09-27', '2021-10-08'], ['2021-09-29', '2021-10-11'], ['2021-09-30', '2021-10-12'], ['2021-10-08', '2021-10-13'],
    // Spring Festival 2022: off 31 January–4 February, worked on Saturday and Sunday 29 and 30 January.
    ['2022-01-26', '2022-01-30'], ['2022-01-27', '2022-02-07'], ['2022-01-28', '2022-02-08'], ['2022-01-30', '2022-02-10'],
    // An ordinary week.
    ['2021-11-15', '2021-11-19'], ['2021-11-19', '2021-11-25'],
  ])('[HQ-106] a notice served on %s is to be explained by %s: not silence on the day, silence on the day after', (on, due) => {
    const w = notified(on);
    expect(limit(w, 'explain')).toMatchObject({ from: on, due, provisional: false });
    expect(w.on(plusDays(due, -1)).try('handler', 'reportNoExplanation', {})).toMatchObject({ code: 'clock.early' });
    expect(w.on(due).try('handler', 'reportNoExplanation', {})).toMatchObject({ code: 'clock.early' });
    expect(w.on(plusDays(due, 1)).try('handler', 'reportNoExplanation', {})).toBeUndefined();
    expect(limit(w, 'explain')).toMatchObject({ due, finishedOn: plusDays(due, 1) });
  });

  it.each([['2021-09-13', '2021-10-29', '2021-11-19'], ['2021-09-28', '2021-11-15', '2021-12-06'], ['2021-12-20', '2022-01-30', '2022-02-25'], ['2022-01-28', '2022-03-16', '2022-04-07']])('[HQ-125, HQ-126] a case accepted on %s is due on %s, extended on %s', (on, due, extended) => {
    const w = street(on).do('handler', 'accept', {});
    expect(limit(w, 'case')).toMatchObject({ from: on, due });
    expect(limit(w.do('leader', 'extend', { reason: '需外地核查', ground: 'otherPlace' }), 'case')).toMatchObject({ from: on, due: extended });
  });

  it.each([
    ['2021-09-28', '2021-09-30', '2021-10-08'], ['2021-09-30', '2021-10-09', '2021-10-11'], ['2021-10-08', '2021-10-11', '2021-10-12'], ['2022-01-28', '2022-01-30', '2022-02-07'], ['2022-01-30', '2022-02-08', '2022-02-09'],
  ])('[HQ-120, HQ-122] from %s two working days are over on %s and three on %s', (on, two, three) => {
    const w = street(plusDays(on, -20)).to('notice').on(plusDays(on, -14));
    w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).on(on).do('handler', 'closeNotice', { on, photos: [PHOTO] });
    expect(limit(w, 'step.review')).toMatchObject({ from: on, due: two });
    w.do('reviewer', 'giveReview', { outcome: 'agree', text: '同意' }).do('reviewHead', 'agreeReview', { outcome: 'agree' });
    expect(limit(w, 'step.decide')).toMatchObject({ from: on, due: three });
    w.do('leader', 'decide', { outcome: 'grant' });
    expect(limit(w, 'step.deliver')).toMatchObject({ from: on, due: three });
    expect(limit(w, 'case')?.finishedOn).toBe(on);
  });
});

describe('natural days', () => {
  it.each([
    ['2021-09-24', '2021-09-29'], ['2021-09-25', '2021-09-30'], ['2021-09-26', '2021-10-08'], ['2021-10-04', '2021-10-09'], ['2021-10-05', '2021-10-11'], ['2022-01-25', '2022-01-30'], ['2022-01-26', '2022-02-07'],
  ])('[HQ-115] a notice posted on %s stands to the end of %s', (on, until) => {
    const w = street('2021-09-23' < on && on < '2022' ? '2021-09-23' : '2022-01-20').to('notice').on(on);
    w.do('handler', 'postNotice', { on, place: '公开栏', photos: [PHOTO] });
    expect(w.state.notices[0]).toMatchObject({ until, provisional: false });
    for (const day of [plusDays(until, -1), until]) expect(w.on(day).try('handler', 'closeNotice', { on: day, photos: [PHOTO] })).toMatchObject({ code: 'notice.running' });
    const after = plusDays(until, 1);
    expect(w.on(after).try('handler', 'closeNotice', { on: after, photos: [PHOTO] })).toBeUndefined();
  });
});

describe('years whose holidays are not published', () => {
  const imported = new WorkCalendar({ years: { ...calendarData.years, '2027': { weekday_off: ['2027-01-01'], weekend_work: [] } } });

  it('a limit that ends in 2026 is certain, one that reaches into 2027 is provisional', () => {
    expect(limit(notified('2026-12-25'), 'explain')).toMatchObject({ due: '2026-12-31', provisional: false });
    expect(limit(notified('2026-12-28'), 'explain')).toMatchObject({ due: '2027-01-01', provisional: true });
    expect(limit(street('2026-12-21').do('handler', 'accept', {}), 'case')).toMatchObject({ provisional: true });
  });

  it('once the year is imported the same case has a later and certain limit', () => {
    const w = notified('2026-12-28', { calendar: imported });
    expect(limit(w, 'explain')).toMatchObject({ due: '2027-01-04', provisional: false });
    expect(w.on('2027-01-04').try('handler', 'reportNoExplanation', {})).toMatchObject({ code: 'clock.early' });
    expect(w.on('2027-01-05').try('handler', 'reportNoExplanation', {})).toBeUndefined();
  });

  it('a notice whose last day falls into an unpublished year says that its end is provisional', () => {
    const post = (more: { calendar?: WorkCalendar } = {}): Walk => {
      const w = street('2026-12-21', more).to('notice').on('2026-12-27');
      return w.do('handler', 'postNotice', { on: '2026-12-27', place: '公开栏', photos: [PHOTO] });
    };
    expect(post().state.notices[0]).toMatchObject({ until: '2027-01-01', provisional: true });
    expect(post({ calendar: imported }).state.notices[0]).toMatchObject({ until: '2027-01-04', provisional: false });
  });
});

describe('properties', () => {
  const places = [['hongqiao', 'hq.shaogongzhuang'], ['hongqiao', 'hq.xigu'], ['linhe', 'lh.tienan'], ['gongxian', 'gx.xunchang'], ['baoqing', 'bq.baoqing'], ['xixiu', 'xx.jiuzhou']] as const;
  const day = fc.integer({ min: 0, max: 2800 }).map((n) => plusDays('2019-03-20', n));

  it('no limit ends before it starts, limits in working days end on working days, and an extension never shortens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), day, fc.integer({ min: 0, max: 9 }), ([county, unit], on, steps) => {
        const w = new Walk({ county, unit, on }).apply().do('handler', 'accept', {});
        for (let i = 0; i < steps; i++) w.next();
        const all = deadlines(w.state, w.context);
        for (const d of all) {
          expect(d.due >= d.from, `${d.id} ${d.from} ${d.due}`).toBe(true);
          if (d.parameter.unit === 'wd') expect(calendar.isWorkingDay(d.due)).toBe(true);
        }
        expect(all.map((d) => d.due)).toEqual(all.map((d) => d.due).sort());
        if (w.state.closedOn) return;
        const before = limit(w, 'case')?.due ?? '';
        expect((limit(w.do('handler', 'extend', { reason: '需外地核查', ground: 'other' }), 'case')?.due ?? '') >= before).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('after an objection', () => {
  it('[HQ-118] the new visit has its limit from the objection, whether the dispute is large or small; the first visit’s is not held against it', () => {
    for (const major of [false, true]) {
      const w = street('2021-09-13').to('notice').wait(4);
      w.do('handler', 'postNotice', { on: w.today, place: '公开栏', photos: [PHOTO] }).wait(1);
      const objected = w.today;
      w.do('handler', 'object', { on: objected, channel: 'board', named: true, major, text: '家中有车' });
      expect(limit(w, 'step.investigate')).toMatchObject({ from: objected, due: calendar.addWorkingDays(objected, 3).date, finishedOn: undefined });
      expect(limit(w, 'reinvestigate') === undefined).toBe(!major);
    }
  });
});
