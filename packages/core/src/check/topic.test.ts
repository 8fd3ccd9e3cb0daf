import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkCalendar } from '../calendar/calendar.ts';
import type { ActOf, CommandOf, MatterActor } from '../matter/model.ts';
import { policyOf } from '../means/means.fixture.ts';
import type { CheckPayloads, Found } from './payloads.ts';
import { difference, differenceText, type FoundSum, type Stated } from './recompute.ts';
import type { CheckBodies, CheckState } from './state.ts';
import { agreement, checkTopic, signedByBoth, type CheckContext } from './topic.ts';

const ID = '99999999-9999-4999-8999-999999999999';
const [A, B, C, LEADER] = ['a', 'b', 'c', 'd'].map((x) => `${x.repeat(8)}-0000-4000-8000-000000000000`) as [string, string, string, string];
const CASE = '77777777-7777-4777-8777-777777777777';
const policy = policyOf({ 'check.points': { points: [{ id: 'one', aspect: 'process', text: '是否及时受理' }, { id: 'two', aspect: 'level', text: '金额是否正确' }] }, 'check.photos': 1 });

/** Found facts that say only which sum they give. */
const found = (fen: number): Found => ({ members: [CASE], more: [], incomes: [{ person: CASE, kind: 'wage', monthly: fen }], properties: [] });
const sum = (fen: number): FoundSum => ({ eligible: fen > 0, fen, minFen: fen, persons: 1, grounds: fen > 0 ? [] : ['income'] });
let n = 0;
const context = (barred: (a: string) => boolean = () => false): CheckContext => ({
  now: '2021-11-30T10:00:00.000+08:00', today: '2021-11-30', policy, calendar: new WorkCalendar({ years: {} }), id: ID, number: '2021-测-查-0001', barred,
  about: { case: CASE, number: '2021-测-0001', unit: 'u', programme: 'dibao', stated: { outcome: 'grant', fen: 50_000, lawOn: '2021-10-01', once: false } },
  compute: (f) => sum(f.incomes[0]?.monthly ?? 0), newId: () => `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`,
});
const actor = (user: string): MatterActor => ({ user, post: 'countyHandler', unit: 'hq' });

/** One command; what is refused changes nothing. */
function step(s: CheckState | undefined, user: string, command: CommandOf<CheckPayloads>, c = context()): CheckState | undefined {
  const done = checkTopic.decide(s, command, c, actor(user));
  if ('refused' in done) return s;
  return done.reduce<CheckState | undefined>((x, h) => checkTopic.evolve(x, { ...h, at: '2021-11-30T02:00:00.000Z', actor: actor(user) } as ActOf<CheckBodies>, ID), s);
}

const OPEN: CommandOf<CheckPayloads> = { name: 'open', payload: { case: CASE, cause: 'risk', ground: '线索', checkers: [A, B], due: '2021-12-10', home: true } };
const visit = (means: 'home' | 'telephone'): CommandOf<CheckPayloads> => ({ name: 'visit', payload: { means: [means], at: '2021-11-29T10:00', place: '家中', met: ['本人'], photos: [CASE], signed: '本人', text: '看过' } });
const ANSWERS: CheckPayloads['form']['answers'] = [{ point: 'one', answer: 'yes' }, { point: 'two', answer: 'yes' }];
const FORM = (base = 0): CommandOf<CheckPayloads> => ({ name: 'form', payload: { base, answers: ANSWERS } });
const sign = (version = 1): CommandOf<CheckPayloads> => ({ name: 'countersign', payload: { version } });
const command = fc.oneof(
  fc.constantFrom(visit('home'), visit('telephone')),
  fc.constantFrom(0, 1, 2).chain((base) => fc.constantFrom<CommandOf<CheckPayloads>>({ name: 'form', payload: { base, answers: ANSWERS } }, { name: 'form', payload: { base, answers: ANSWERS.slice(0, 1) } })),
  fc.constantFrom(1, 2, 3).chain((version) => fc.constantFrom<CommandOf<CheckPayloads>>(sign(version), sign(version), sign(version), { name: 'countersign', payload: { version, paper: [CASE] } }, { name: 'object', payload: { version, text: '第二项不符' } })),
  fc.constantFrom(50_000, 40_000, 0).map((fen): CommandOf<CheckPayloads> => ({ name: 'recompute', payload: { found: found(fen) } })),
  fc.constantFrom(50_000, 40_000).map((fen): CommandOf<CheckPayloads> => ({ name: 'recompute', payload: { found: found(fen), behalf: { files: [CASE] } } })),
  fc.constantFrom(50_000, 40_000).map((fen): CommandOf<CheckPayloads> => ({ name: 'third', payload: { found: found(fen), text: '另查' } })),
  fc.constantFrom(0 as const, 1 as const).chain((place) => fc.constantFrom({ account: A }, { account: B }, { account: C }, { organisation: '机构', name: '社工' }).map((by): CommandOf<CheckPayloads> => ({ name: 'replace', payload: { place, by, reason: '换人' } }))),
  fc.constantFrom<CommandOf<CheckPayloads>>({ name: 'conclude', payload: { findings: [], text: '完' } }, { name: 'conclude', payload: { findings: [], explained: '决定后才变化', text: '完' } }, { name: 'conclude', payload: { findings: [{ aspect: 'level', failing: 'inaccurate', wrong: 'paid', severity: 'light', text: '多' }], text: '完' } }),
);

describe('a check', () => {
  test('[BQ-32] whatever is tried in whatever order, nothing is concluded without a visit at home where one is demanded, the whole form signed by both, two who found for themselves, and a third where they differ; nobody barred and nobody twice is in the pair', () => {
    let concluded = 0;
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(A, A, B, B, C, LEADER), command), { minLength: 60, maxLength: 160, size: 'max' }), (tries) => {
      const c = context((a) => a === C);
      let s = step(undefined, LEADER, OPEN, c);
      for (const [user, what] of tries) s = step(s, user, what, c);
      if (!s) throw new Error('not opened');
      const accounts = s.pair.map((p) => (p && 'account' in p ? p.account : null));
      expect(accounts).not.toContain(C);
      expect(accounts[0] === accounts[1]).toBe(false);
      const who = s.entries.map((e) => e?.by);
      // Neither enters for both.
      if (who[0] !== undefined && who[1] !== undefined) expect(who[0] === who[1]).toBe(false);
      if (!s.concluded) return;
      concluded++;
      expect(s.visits.some((v) => v.means.includes('home'))).toBe(true);
      expect(s.answers.length).toBe(2);
      // Both of the pair that concluded signed this version: whoever has a login in person, the other by hand.
      expect(signedByBoth(s)).toBe(true);
      for (const [i, p] of s.pair.entries()) expect(p && 'account' in p ? s.sheet?.signatures[i]?.by === p.account : (s.sheet?.signatures[i]?.paper.length ?? 0) > 0).toBe(true);
      const a = agreement(s);
      expect(a.both).toBe(true);
      expect(a.same || s.third !== undefined).toBe(true);
      const d = a.stands && difference(s.about.stated, a.stands);
      if (d) expect(s.findings.some((f) => f.wrong === d.wrong && f.fen === d.fen) || s.concluded.explained !== undefined).toBe(true);
      else expect(s.findings.every((f) => f.wrong === null)).toBe(true);
    }), { numRuns: 800, seed: 5 });
    expect(concluded).toBeGreaterThan(20);
  });

  test('it is kept from the unit until it is concluded, and then stays open until every finding is settled', () => {
    let s = step(undefined, LEADER, OPEN);
    for (const [user, what] of [[A, visit('home')], [A, FORM()], [B, sign()], [A, { name: 'recompute', payload: { found: found(40_000) } }], [B, { name: 'recompute', payload: { found: found(40_000) } }]] as const) {
      s = step(s, user, what as CommandOf<CheckPayloads>);
      expect(checkTopic.head(s as CheckState).shown).toBe(false);
    }
    s = step(s, A, { name: 'conclude', payload: { findings: [{ aspect: 'level', failing: 'inaccurate', wrong: 'paid', severity: 'grave', text: '多发' }], text: '完' } });
    const f = s?.findings[0];
    expect(f).toMatchObject({ fen: 10_000, wrong: 'paid' });
    expect(checkTopic.head(s as CheckState)).toMatchObject({ shown: true, status: 'findings', waits: 'county' });
    s = step(s, LEADER, { name: 'raise', payload: { finding: f?.id ?? '', text: '整改', rectification: CASE, number: 'n' } });
    expect(checkTopic.head(s as CheckState)).toMatchObject({ status: 'rectifying', waits: 'unit' });
    expect(checkTopic.head(s as CheckState).closedOn).toBeUndefined();
    expect(step(s, 'system', { name: 'settle', payload: { finding: f?.id ?? '', rectification: ID, number: 'n' } })).toEqual(s);
    s = step(s, 'system', { name: 'settle', payload: { finding: f?.id ?? '', rectification: CASE, number: 'n' } });
    expect(checkTopic.head(s as CheckState)).toMatchObject({ status: 'settled', closedOn: '2021-11-30' });
  });
});

describe('what nobody may do to the outcome', () => {
  const both = (one: number, two: number): CheckState | undefined => {
    let s = step(undefined, LEADER, OPEN);
    for (const [user, fen] of [[A, one], [B, two]] as const) s = step(s, user, { name: 'recompute', payload: { found: found(fen) } });
    return s;
  };
  const code = (s: CheckState | undefined, user: string, what: CommandOf<CheckPayloads>, c = context()): string | undefined => {
    const done = checkTopic.decide(s, what, c, actor(user));
    return 'refused' in done ? done.code : undefined;
  };

  test('whoever had to do with the case is no third either', () => {
    const third: CommandOf<CheckPayloads> = { name: 'third', payload: { found: found(40_000), text: '另查' } };
    expect(code(both(40_000, 50_000), LEADER, third, context((a) => a === LEADER))).toBe('person.related');
    expect(code(both(40_000, 50_000), LEADER, third)).toBeUndefined();
  });

  test('what is found is not put away: a check is given up before its sum stands, never after', () => {
    const giveUp: CommandOf<CheckPayloads> = { name: 'giveUp', payload: { reason: '不查了' } };
    expect(code(both(40_000, 40_000), LEADER, giveUp)).toBe('step.done');
    expect(code(both(40_000, 50_000), LEADER, giveUp)).toBeUndefined();
    expect(code(step(undefined, LEADER, OPEN), LEADER, giveUp)).toBeUndefined();
  });
});

describe('a form of two', () => {
  const ready = (): CheckState => {
    let s = step(undefined, LEADER, OPEN);
    for (const [user, what] of [[A, visit('home')], ...([A, B] as const).map((u) => [u, { name: 'recompute', payload: { found: found(50_000) } }] as const)] as const) s = step(s, user, what as CommandOf<CheckPayloads>);
    if (!s) throw new Error('not opened');
    return s;
  };
  const conclude: CommandOf<CheckPayloads> = { name: 'conclude', payload: { findings: [], text: '完' } };
  const refused = (s: CheckState | undefined, user: string, what: CommandOf<CheckPayloads>, c = context()): { code: string; missing?: readonly string[] | undefined } | undefined => {
    const done = checkTopic.decide(s, what, c, actor(user));
    return 'refused' in done ? done : undefined;
  };

  test('is concluded from once the other of the pair has signed it with the own login; whoever filled it does not sign for both, nor does anybody else', () => {
    const s = step(ready(), A, FORM());
    expect(refused(s, A, conclude)).toMatchObject({ code: 'step.order', missing: ['另一名核查人员在核查表上会签'] });
    expect(refused(s, A, sign())).toMatchObject({ code: 'step.done' });
    expect(refused(s, LEADER, sign())).toMatchObject({ code: 'rights.denied' });
    expect(refused(s, B, { name: 'countersign', payload: { version: 1, paper: [CASE] } })).toMatchObject({ code: 'input.invalid' });
    expect(refused(step(s, B, sign()), A, conclude)).toBeUndefined();
  });

  test('is not written over unseen: who did not see the version that stands is refused, and a change after a signature needs both again', () => {
    const one = step(ready(), A, FORM());
    expect(refused(one, B, FORM())).toMatchObject({ code: 'conflict.version' });
    const signed = step(one, B, sign());
    const two = step(signed, B, FORM(1));
    expect(two?.sheet).toMatchObject({ version: 2, signatures: [null, { by: B }] });
    expect(refused(two, A, conclude)).toMatchObject({ code: 'step.order' });
    expect(refused(two, A, sign(1))).toMatchObject({ code: 'conflict.version' });
    expect(refused(step(two, A, sign(2)), A, conclude)).toBeUndefined();
  });

  test('that the other objects to does not count until it is changed and signed by both, or the other signs it after all', () => {
    const s = step(step(ready(), A, FORM()), B, { name: 'object', payload: { version: 1, text: '第二项与所见不符' } });
    expect(s?.sheet?.objection).toMatchObject({ by: B, text: '第二项与所见不符' });
    expect(refused(s, A, conclude)?.missing?.[0]).toContain('有意见');
    expect(refused(step(s, B, sign()), A, conclude)).toBeUndefined();
    const changed = step(s, A, FORM(1));
    expect(changed?.sheet?.objection).toBeUndefined();
    expect(refused(changed, A, conclude)).toMatchObject({ code: 'step.order' });
    expect(refused(step(changed, B, sign(2)), B, conclude)).toBeUndefined();
  });

  test('is signed by hand, with the scan, by somebody from outside who has no login', () => {
    const s = step(step(step(undefined, LEADER, OPEN), LEADER, { name: 'replace', payload: { place: 1, by: { organisation: '机构', name: '社工' }, reason: '委托' } }), A, FORM());
    expect(refused(s, B, sign())).toMatchObject({ code: 'rights.denied', missing: ['签字核查表扫描件'] });
    expect(step(s, LEADER, { name: 'countersign', payload: { version: 1, paper: [CASE] } })?.sheet?.signatures[1]).toMatchObject({ by: LEADER, paper: [CASE] });
  });

  test('nobody who turns out to be related goes on: every act is refused, nothing is concluded with them in the pair, and what they found does not stand', () => {
    const related = context((a) => a === B);
    const s = step(step(ready(), A, FORM()), B, sign());
    for (const what of [visit('home'), FORM(1), sign(), { name: 'object', payload: { version: 1, text: '不' } }, { name: 'recompute', payload: { found: found(0) } }, conclude] as CommandOf<CheckPayloads>[]) expect(refused(s, B, what, related)?.code, what.name).toBe('person.related');
    expect(refused(s, A, conclude, related)).toMatchObject({ code: 'step.order', missing: ['更换应当回避的核查人员'] });
    const other: CommandOf<CheckPayloads> = { name: 'replace', payload: { place: 1, by: { account: C }, reason: '回避' } };
    expect(refused(s, LEADER, other)).toMatchObject({ code: 'step.done' });
    const now = step(s, LEADER, other, related);
    expect(now).toMatchObject({ entries: [{ by: A }, null], sheet: { signatures: [{ by: A }, null] } });
    expect(refused(now, C, conclude, related)?.missing).toEqual(expect.arrayContaining(['另一名核查人员在核查表上会签', '两人分别登记查到的家庭情况']));
    expect(refused(undefined, LEADER, { name: 'drawn', payload: { draw: ID, case: CASE, part: 'random', ground: '抽查', checkers: [A, B], due: '2021-12-10', home: true, homeKey: 'draw.monthly', basis: 'decision' } }, related)).toMatchObject({ code: 'person.related' });
  });

  test('filled before forms were signed by both is filled again', () => {
    const s = checkTopic.evolve(ready(), { kind: 'checkAnswered', body: { answers: ANSWERS }, at: '2021-11-30T02:00:00.000Z', actor: actor(A) }, ID);
    expect(s).toMatchObject({ answers: ANSWERS });
    expect(s.sheet).toBeUndefined();
    expect(refused(s, A, conclude)).toMatchObject({ missing: ['填写核查表'] });
    expect(refused(step(step(s, A, FORM()), B, sign()), A, conclude)).toBeUndefined();
  });
});

describe('how a decision stands to what was found', () => {
  const stated = (outcome: 'grant' | 'refuse', fen: number): Stated => ({ outcome, fen, lawOn: '2021-10-01', once: false });
  test.each<[Stated, FoundSum, ReturnType<typeof difference>, string]>([
    [stated('grant', 50_000), sum(50_000), undefined, '与所作决定一致'],
    [stated('grant', 50_000), sum(40_000), { wrong: 'paid', fen: 10_000 }, '每月多 100.00 元'],
    [stated('grant', 50_000), sum(60_000), { wrong: 'refused', fen: 10_000 }, '每月少 100.00 元'],
    [stated('grant', 50_000), sum(0), { wrong: 'paid', fen: 50_000 }, '不符合条件，已定每月 500.00 元'],
    [stated('refuse', 0), sum(30_000), { wrong: 'refused', fen: 30_000 }, '应予确认，每月 300.00 元'],
    [stated('refuse', 0), sum(0), undefined, '与所作决定一致'],
    // Where a table leaves room, what lies within it is right.
    [stated('grant', 45_000), { ...sum(50_000), minFen: 40_000 }, undefined, '与所作决定一致'],
    [stated('grant', 35_000), { ...sum(50_000), minFen: 40_000 }, { wrong: 'refused', fen: 5_000 }, '每月少 50.00 元'],
  ])('%j found %j', (s, f, d, text) => {
    expect(difference(s, f)).toEqual(d);
    expect(differenceText(s, f)).toBe(text);
  });
});
