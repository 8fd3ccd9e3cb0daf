import fc from 'fast-check';
import type { AidContext } from '@doudi/core/case/aid/found';
import { decidedSum, fixedFen, givenFen } from '@doudi/core/case/aid/evolve';
import { isEmergency, knownOf } from '@doudi/core/case/aid-conditions';
import { payloads } from '@doudi/core/case/commands';
import { deadlines } from '@doudi/core/case/deadlines';
import { procedureOf, required } from '@doudi/core/case/procedure';
import { fold, isOpen, personsToAuthorise } from '@doudi/core/case/state';
import { expect, it } from 'vitest';
import { facts, SELF, staff, uuid, Walk, type Act } from './case.fixture.ts';

/**
 * Random ways of temporary assistance through all five plans: ordinary acts, sums in and out of the table, relief, meetings,
 * things declared on the way, what is sent back, entrustments withdrawn, days that pass.
 */

const PLACES = [['hongqiao', 'hq.shaogongzhuang', '2021-11-15'], ['gongxian', 'gx.xunchang', '2020-11-16'], ['baoqing', 'bq.baoqing', '2022-11-15'], ['linhe', 'lh.tienan', '2022-06-15'], ['xixiu', 'xx.jiuzhou', '2019-04-15']] as const;
const SUMS = [1, 60_000, 189_000, 299_999, 300_000, 300_001, 606_000, 606_001, 900_000, 1_500_000] as const;
type Op = { readonly op: 'next' | 'relieve' | 'emergency' | 'complex' | 'back' | 'days' | 'withdraw' } | { readonly op: 'opine' | 'meet'; readonly fen: number; readonly special: boolean; readonly carried: boolean };
const ops: fc.Arbitrary<Op> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Op>({ op: 'next' }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constantFrom('opine' as const, 'meet' as const), fen: fc.constantFrom(...SUMS), special: fc.boolean(), carried: fc.integer({ min: 0, max: 4 }).map((n) => n > 0) }) },
  { weight: 3, arbitrary: fc.constantFrom<Op>({ op: 'relieve' }, { op: 'emergency' }, { op: 'complex' }, { op: 'back' }, { op: 'days' }) },
  { weight: 1, arbitrary: fc.constant<Op>({ op: 'withdraw' }) },
);

const must = (ok: boolean, what: string): void => {
  if (!ok) throw new Error(`invariant broken: ${what}`);
};
const seen = new Map<string, number>();
const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

/** What holds of a grant on the day it is made. */
function granted(w: Walk): void {
  const { state: s, context: c } = w;
  const [d, m] = [s.decision, s.assessment];
  if (!d || !m) throw new Error('granted without decision or assessment');
  const scope = { on: s.applicationDate, programme: s.programme, area: s.facts.area };
  must(d.by.user !== s.done.accept?.by.user && d.by.user !== s.opinion?.by.user, 'who accepts or opines does not decide');
  must(d.monthlyFen > 0 && d.monthlyFen >= givenFen(s), 'a grant is a sum, and no less than is given already');
  if (s.opinion?.special) {
    must(fixedFen(s) === d.monthlyFen, 'above the table the body fixed the sum');
    // The street's own leadership: where the entrustment is withdrawn in between, the county decides by its own way.
    if (w.setting.county === 'hongqiao' && d.organ === 'unit') must(s.done.leadership !== undefined, 'and the leadership passed it');
    note('special');
  } else must(m.eligible && d.monthlyFen <= m.monthlyFen && d.monthlyFen >= (m.aid?.minFen ?? 0) && d.monthlyFen <= (m.aid?.ceilingFen ?? Infinity), 'within the table and the caps');
  const e = c.entrustment;
  if (d.organ === 'unit') must('inForce' in e && (e.inForce.limitFen === undefined || d.monthlyFen <= e.inForce.limitFen) && d.by.post === 'leader', 'the unit decides what was entrusted, up to its limit');
  else must(d.by.post === 'countyLeader', 'else the county');
  note(`${w.setting.county} ${d.organ}`);
  if (isEmergency(s)) must(s.done.relieve !== undefined, 'what could not wait was relieved');
  const first = c.policy.find<number>('aid.first.limit', scope)?.value ?? 0;
  must(givenFen(s, 'relief') <= first, 'relief stays within what may go first');
  const p = procedureOf(s, c);
  for (const r of p.steps) if (!['deliver', 'publish', 'file'].includes(r.step) && required(r, s, c)) must(s.done[r.step] !== undefined, `${r.step} is done`);
  if (s.programme === 'zhichu' && knownOf(s, c) === undefined) must(s.verification.report !== undefined && personsToAuthorise(s.facts).every((x) => s.authorised[x]), 'the economy of a household on no roll was looked into');
  must(s.investigations.length > 0, 'the event or expenditure was looked into');
}

function step(w: Walk, o: Op): void {
  const s = w.state;
  switch (o.op) {
    case 'next':
      try {
        if (isOpen(s)) w.next();
      } catch (e) {
        // One of each kind is no quorum where the plan wants more at the table: the meeting is held by 'meet'.
        must(e instanceof Error && /meeting\.quorum/.test(e.message), String(e));
      }
      return;
    case 'opine': {
      const sent = payloads.giveOpinion.parse({ outcome: 'grant', text: '属实', monthlyFen: o.fen, ...(o.special ? { special: { ground: '特别困难' } } : {}) });
      w.attempt({ name: 'giveOpinion', payload: sent } as Act, staff('handler'));
      return;
    }
    case 'meet':
      for (const [kind, by] of [['jointMeeting', 'reviewer'], ['jointMeeting', 'countyHandler'], ['leadership', 'leader'], ['consultation', 'countyHandler']] as const)
        w.try(by, 'holdMeeting', w.meeting(kind, { ...(kind === 'leadership' ? {} : { fixedFen: o.fen }), ...(o.carried ? {} : { votesFor: 0, votesAgainst: 6 }) }));
      return;
    case 'relieve':
      w.try('handler', 'giveAid', { form: 'cash', fen: 60_000, at: `${w.today}T${w.time}`, place: '家中', recipient: SELF, recipientSigned: true, handlers: [staff('handler').user, staff('handler', 1).user], fund: 'imprest', reason: '急用' });
      return;
    case 'emergency':
      w.try('handler', 'markEmergency', { grounds: '断炊' });
      return;
    case 'complex':
      w.try('handler', 'declareComplex', { grounds: '责任不清' });
      return;
    case 'back':
      w.try('reviewer', 'returnTo', { step: s.done.opine ? 'opine' : 'investigate', reason: '再核' });
      return;
    case 'days':
      w.wait(2);
      return;
    case 'withdraw': {
      const e = w.context.entrustment;
      if ('inForce' in e) w.withdrawals.push({ entrustment: e.inForce.id, from: w.today, reason: '收回' });
    }
  }
}

it('[HQ-165, HQ-166, GX-13, GX-15, BQ-74] no sequence of acts gives money above the table without the body that fixes it, decides where the entrustment does not reach, or grants an emergency unrelieved', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), fc.constantFrom('jinan', 'zhichu'), fc.record({ emergency: fc.boolean(), persons: fc.integer({ min: 1, max: 5 }), cost: fc.constantFrom(100_000, 499_999, 500_000, 2_500_000, 9_000_000), known: fc.boolean(), before: fc.integer({ min: 0, max: 2 }) }), fc.array(ops, { minLength: 5, maxLength: 40 }), ([county, unit, on], programme, x, list) => {
      const aid: AidContext = {
        running: x.known ? [{ case: uuid(60), number: '1', programme: 'dibao', status: 'granted' }] : [],
        prior: Array.from({ length: x.before }, (_, i) => ({ case: uuid(61 + i), number: String(i), cause: 'illness', programme: 'jinan', on: `${on.slice(0, 4)}-01-0${i + 5}`, fen: 100_000 })),
      };
      const f = facts({
        obligors: [], incomes: [], members: Array.from({ length: x.persons }, (_, i) => ({ person: i === 0 ? SELF : uuid(20 + i), relation: i === 0 ? ('self' as const) : ('other' as const), birth: '1980-01-01', sex: 'male' as const })),
        event: { cause: programme === 'jinan' ? 'fire' : 'medical', on, place: '家中', elsewhere: false, text: '困难', emergency: programme === 'jinan' && x.emergency }, ...(programme === 'zhichu' ? { needs: [{ kind: 'medical' as const, fen: x.cost }] } : {}),
      });
      const w = new Walk({ county, unit, on, programme, facts: f, aid }).apply();
      for (const o of list) {
        const before = w.state;
        const length = w.log.length;
        step(w, o);
        must(JSON.stringify(fold(w.id, w.log)) === JSON.stringify(w.state), 'the log rebuilds the state');
        if (w.state === before) must(w.log.length === length, 'a refusal changes nothing');
        if (w.log.slice(length).some((a) => a.kind === 'decided') && w.state.status === 'granted') granted(w);
        must(decidedSum(w.state) <= 100_000_000_00, 'a sum is a sum');
      }
      for (const d of deadlines(w.now, w.context)) must(d.due >= d.from && d.parameter.value > 0 && (d.parameter.unit !== 'hour' || d.dueAt !== undefined), `${d.id} is due before it starts`);
      note(w.state.status);
    }),
    { numRuns: 1500 },
  );
});

it('the walks went far: both organs, grants above the table and refusals were met', () => {
  for (const what of ['granted', 'refused', 'special', 'hongqiao unit', 'gongxian unit', 'gongxian county', 'baoqing unit', 'linhe county', 'xixiu county']) expect(seen.get(what) ?? 0, JSON.stringify([...seen])).toBeGreaterThan(0);
});
