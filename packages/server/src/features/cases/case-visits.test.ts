import { describe, expect, it } from 'vitest';
import { minutesOf } from '@doudi/core/case/visit-time';
import { plusDays } from '@doudi/core/calendar/date';
import { Policy } from '@doudi/core/policy/resolve';
import { policyOf, Walk } from './case.fixture.ts';

/** When those who visit came and left. */

const street = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-09-27' } as const;
/** Applied for at half past eight; at ten the household is to be visited. */
const visiting = (setting: ConstructorParameters<typeof Walk>[0] = street, via: 'window' | 'home' = 'window'): Walk => {
  const w = new Walk(setting).on(setting.on, '08:30').apply({ via }).to('investigate');
  return w.on(w.today, '10:00');
};
const time = (arrived: string, left: string) => ({ time: { arrived, left } });

describe('the times of a visit', () => {
  it('stand in the record, to the minute, and may be missing where the plan does not ask for them', () => {
    const w = visiting();
    expect(w.try('handler', 'recordInvestigation', w.visit(time('09:10', '09:41')))).toBeUndefined();
    expect(w.state.investigations.at(-1)?.time).toEqual({ arrived: '09:10', left: '09:41' });
    expect(minutesOf({ arrived: '09:10', left: '09:41' })).toBe(31);
    const without = visiting();
    expect(without.try('handler', 'recordInvestigation', without.visit())).toBeUndefined();
  });

  it('end after they begin, and not in the future', () => {
    const w = visiting();
    expect(w.try('handler', 'recordInvestigation', w.visit(time('09:10', '09:10')))).toMatchObject({ code: 'date.order', fields: [{ path: 'time.left' }] });
    expect(w.try('handler', 'recordInvestigation', w.visit(time('09:30', '10:01')))).toMatchObject({ code: 'date.order', rule: expect.stringMatching(/不能晚于现在（\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d）/) });
    expect(w.try('handler', 'recordInvestigation', w.visit(time('09:30', '10:00')))).toBeUndefined();
  });

  it('do not begin before the application; one that was taken at home may be younger than the visit', () => {
    for (const [via, code] of [['window', 'date.order'], ['home', undefined]] as const) {
      const w = visiting(street, via);
      const back = w.state.applicationDate;
      const early = w.try('handler', 'recordInvestigation', { ...w.visit(time('08:00', '08:40')), on: back });
      expect(early?.code, via).toBe(code);
    }
  });

  it('are compulsory from the day on which a county makes them so: for a visit at home, not for a letter, not for who applied before', () => {
    const base = policyOf('hongqiao');
    const rule = { key: 'investigation.times-required', label: '入户须登记到达和离开时间', unit: 'flag', value: true, from: '2021-09-20', source: { assumption: '本县规定', req: [] } } as const;
    const policy = new Policy(base.nation, { ...base.county, parameters: [...base.county.parameters, rule as never] });
    const w = visiting({ ...street, policy });
    expect(w.try('handler', 'recordInvestigation', w.visit())).toMatchObject({ code: 'input.invalid', fields: [{ path: 'time' }] });
    expect(w.try('handler', 'recordInvestigation', w.visit({ methods: ['letter'] }))).toBeUndefined();
    expect(w.try('handler', 'recordInvestigation', w.visit(time('09:10', '09:40')))).toBeUndefined();
    const old = visiting({ ...street, on: plusDays('2021-09-20', -4), policy });
    expect(old.try('handler', 'recordInvestigation', old.visit())).toBeUndefined();
  });
});
