import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { papersOwed } from '@doudi/core/case/aid/clock';
import { givenStanding, givenWork, receiptsOwed, secondsOf } from '@doudi/core/case/aid/given';
import { deadlines } from '@doudi/core/case/deadlines';
import { archive } from '@doudi/core/case/documents';
import { available } from '@doudi/core/case/guard';
import { fold } from '@doudi/core/case/state';
import { POSTS } from '@doudi/core/policy/model';
import { facts, PHOTO, SELF, staff, uuid, Walk } from '../cases/case.fixture.ts';

const event = { cause: 'traffic', on: '2021-11-15', place: '市人民医院', text: '交通事故', elsewhere: false, emergency: true };

/** An urgent case of 红桥 with cash in hand by the first handler and those named. */
function given(others: readonly string[], more: object = {}): Walk {
  const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', programme: 'jinan', facts: facts({ event, obligors: [] }) }).apply().do('handler', 'accept', {});
  return w.do('handler', 'giveAid', { form: 'cash', fen: 50_000, at: `${w.today}T10:00`, place: '医院', recipient: SELF, handlers: [staff('handler').user, ...others], fund: 'imprest', reason: '急需', ...more });
}
const SECOND = staff('handler', 1).user;
const first = (w: Walk) => { const g = w.state.aid?.given[0]; if (!g) throw new Error('nothing given'); return g; };

describe('the word of the second handler', () => {
  it('[HQ-142, HQ-176] whoever tries, in whatever order: only who was named says it, never who recorded it, and each once', () => {
    const people = [staff('handler'), staff('handler', 1), staff('village'), staff('reviewer'), staff('leader'), staff('countyHandler')];
    const act = fc.record({ by: fc.nat(people.length - 1), command: fc.constantFrom('confirmGiven' as const, 'settleGiven' as const), outcome: fc.boolean() });
    let [said, no] = [0, 0];
    fc.assert(fc.property(fc.subarray([1, 2, 3, 4], { minLength: 1 }), fc.array(act, { maxLength: 10 }), (named, acts) => {
      const w = given(named.map((i) => people[i]?.user ?? ''));
      for (const a of acts) {
        const actor = people[a.by];
        if (!actor) continue;
        const before = first(w);
        const payment = before.number;
        const button = available(w.state, w.context, actor).find((x) => x.command === a.command)?.refusal;
        const refused = a.command === 'confirmGiven' ? w.try(actor, 'confirmGiven', { payment, outcome: a.outcome ? 'agree' : 'dispute', words: '当时不在场' }) : w.try(actor, 'settleGiven', { payment, outcome: a.outcome ? 'stands' : 'wrong', words: '查实' });
        // The button tells what the act will find.
        expect(button === undefined, `${a.command} ${actor.post}`).toBe(!refused);
        if (refused) { no++; continue; }
        said++;
        if (a.command === 'confirmGiven') {
          expect(secondsOf(before)).toContain(actor.user);
          expect(actor.user).not.toBe(before.by.user);
        } else {
          expect(['leader', 'countyHandler']).toContain(actor.post);
          expect(before.handlers).not.toContain(actor.user);
          expect(givenStanding(before)).toBe('disputed');
        }
      }
      const g = first(w);
      // Every second who has said nothing is asked by name, and nobody else; a dispute stands before the leader.
      const waits = g.settled ? [] : secondsOf(g).filter((h) => !(g.confirmed ?? []).some((x) => x.by.user === h));
      const work = givenWork(w.state, w.context);
      expect(work.filter((x) => x.step === 'confirmGiven').map((x) => x.who).sort()).toEqual(waits.sort());
      expect(work.some((x) => x.step === 'settleGiven')).toBe(givenStanding(g) === 'disputed');
      expect(fold(w.id, w.log)).toEqual(w.state);
    }), { numRuns: 150 });
    expect(said).toBeGreaterThan(50);
    expect(no).toBeGreaterThan(50);
  });

  it('[HQ-88, HQ-138] a signature left out at the bedside is owed with the papers, also after the decision, until it is brought in', () => {
    const w = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15', programme: 'jinan', facts: facts({ event, obligors: [] }) }).apply({ declaredOn: undefined }).do('handler', 'accept', {});
    w.do('handler', 'giveAid', { form: 'cash', fen: 50_000, at: `${w.today}T10:00`, place: '医院', recipient: SELF, handlers: [staff('handler').user, SECOND], fund: 'imprest', reason: '急需' });
    expect(papersOwed(w.state, w.context).map((d) => d.id)).toEqual(['signed-application']);
    expect(deadlines(w.state, w.context).find((d) => d.id === 'papers')).toMatchObject({ parameter: { value: 5 }, finishedOn: undefined });
    w.to('decide').do('leader', 'decide', { outcome: 'grant', reason: '' }).do('handler', 'receiveMaterials', { materials: ['signed-application'] });
    expect(papersOwed(w.state, w.context)).toEqual([]);
    expect(archive(w.state, w.context).find((l) => l.id === 'signed-application')).toMatchObject({ present: true, on: w.today });
    // Signed at the application: nothing of the kind is asked for.
    expect(archive(given([SECOND]).state, w.context).map((l) => l.id)).not.toContain('signed-application');
  });

  it('is asked for within the days of the plan, where it has none within those assumed; the decision waits for neither it nor the receipt', () => {
    const w = given([SECOND]);
    const of = (county: string, unit: string) => new Walk({ county, unit, on: '2021-11-15', programme: 'jinan', facts: facts({ event, obligors: [] }) }).policy.number('aid.confirm.deadline', { on: '2021-11-15', programme: 'jinan' });
    expect([of('hongqiao', 'hq.shaogongzhuang').value, of('gongxian', 'gx.xunchang').value]).toEqual([5, 2]);
    expect(of('gongxian', 'gx.xunchang').source.assumption).toBeDefined();
    expect(receiptsOwed(w.state)).toHaveLength(1);
    w.to('decide').do('leader', 'decide', { outcome: 'grant', reason: '' });
    expect(w.state.status).toBe('granted');
    expect(receiptsOwed(w.state)).toHaveLength(1);
    for (const post of POSTS) expect(available(w.state, w.context, staff(post)).find((x) => x.command === 'addAidReceipt')?.refusal === undefined).toBe(post === 'handler' || post === 'village');
    w.do('handler', 'addAidReceipt', { payment: first(w).number, files: [PHOTO], noSignature: { reason: '双手烧伤', witness: '李某' } });
    expect(receiptsOwed(w.state)).toEqual([]);
    expect(w.try('handler', 'addAidReceipt', { payment: uuid(1), files: [PHOTO] })?.code).toBe('step.done');
  });
});
