import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidedSum, givenFen, restFen } from '@doudi/core/case/aid/evolve';
import { reliefClock } from '@doudi/core/case/aid/clock';
import { fold } from '@doudi/core/case/state';
import { facts, PHOTO, SELF, staff, Walk } from '../cases/case.fixture.ts';

const PLACES = [['hongqiao', 'hq.shaogongzhuang', '2021-11-15'], ['gongxian', 'gx.xunchang', '2021-11-15'], ['xixiu', 'xx.jiuzhou', '2021-11-15']] as const;
const event = (on: string, emergency: boolean) => ({ cause: 'traffic', on, place: '市人民医院', text: '交通事故', elsewhere: false, emergency });

type Act = { readonly kind: 'give'; readonly fen: number; readonly form: 'cash' | 'goods' } | { readonly kind: 'next' } | { readonly kind: 'return' } | { readonly kind: 'mark' };
const acts: fc.Arbitrary<readonly Act[]> = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('give' as const), fen: fc.oneof(fc.integer({ min: 1, max: 250_000 }), fc.integer({ min: 1, max: 900_000 })), form: fc.constantFrom('cash' as const, 'goods' as const) }) },
  { weight: 12, arbitrary: fc.constant({ kind: 'next' as const }) }, { weight: 1, arbitrary: fc.constant({ kind: 'return' as const }) }, { weight: 1, arbitrary: fc.constant({ kind: 'mark' as const }) },
), { minLength: 6, maxLength: 34 });

describe('money in hand', () => {
  it('[HQ-142, HQ-175] in whatever order, given and rest are the sum decided, never more; before the decision never more than may go first', () => {
    let [grants, refusals] = [0, 0];
    fc.assert(fc.property(fc.constantFrom(...PLACES), fc.boolean(), acts, ([county, unit, on], emergency, list) => {
      const w = new Walk({ county, unit, on, programme: 'jinan', facts: facts({ event: event(on, emergency), obligors: [] }) }).apply();
      const limit = w.policy.number('aid.first.limit', { on, programme: 'jinan' }).value;
      for (const a of list) {
        const before = w.state;
        if (a.kind === 'next') w.next();
        else if (a.kind === 'mark') w.try('handler', 'markEmergency', { grounds: '须立即手术' });
        else if (a.kind === 'return') w.try('handler', 'returnTo', { step: 'opine', reason: '重新提出意见' });
        else {
          const no = w.try('handler', 'giveAid', { form: a.form, fen: a.fen, ...(a.form === 'goods' ? { goods: '大米' } : {}), at: `${w.today}T10:00`, place: '医院', recipient: SELF, recipientSigned: true, handlers: [staff('handler').user, staff('handler', 1).user], fund: 'imprest', reason: '急需', receiptFiles: [PHOTO] });
          // A refusal gives nothing; what took effect gives exactly what was said.
          expect(givenFen(w.state) - givenFen(before)).toBe(no ? 0 : a.fen);
          if (no) refusals++;
        }
        const s = w.state;
        expect(givenFen(s, 'relief')).toBeLessThanOrEqual(limit);
        if (s.status === 'granted') {
          expect(givenFen(s) + restFen(s)).toBe(s.decision?.monthlyFen);
          expect(s.decision?.monthlyFen).toBe(decidedSum(s));
          if (givenFen(s) > 0) grants++;
        } else expect(givenFen(s, 'payment')).toBe(0);
        if (givenFen(s, 'relief') > 0) expect(reliefClock(s, w.context)?.inTime).toBe(true);
      }
      expect(fold(w.id, w.log)).toEqual(w.state);
    }), { numRuns: 150 });
    expect(grants).toBeGreaterThan(10);
    expect(refusals).toBeGreaterThan(10);
  });
});
