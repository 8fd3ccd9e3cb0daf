import type { AidContext } from '@doudi/core/case/aid/found';
import { available } from '@doudi/core/case/guard';
import { describe, expect, it } from 'vitest';
import { BQ, expense, GX, HQ, jinan, KNOWN, LH, open, relief, route, urgent, XX, zhichu } from './aid.fixture.ts';
import { policyOf, staff, unitsOf, uuid, Walk } from './case.fixture.ts';

describe('above the table', () => {
  /** Three persons: three months each would be 9,090; the ceiling of one grant is six months of the standard, 6,060. */
  const three = (): Walk => jinan(HQ, urgent({ on: HQ.on }, 3)).apply().to('opine');
  const CEILING = 6 * 101_000;

  it('[HQ-165] the sum stops at the ceiling, inclusive; one fen more is refused unless there is a special ground', () => {
    const w = three();
    expect(w.state.assessment).toMatchObject({ monthlyFen: CEILING, aid: { minFen: 303_000, ceilingFen: CEILING } });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: CEILING + 1 })).toMatchObject({ code: 'opinion.amount', missing: ['特殊情况的理由'] });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 302_999 })).toMatchObject({ code: 'opinion.amount' });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: CEILING, special: { ground: '特别困难' } })).toMatchObject({ code: 'opinion.amount' });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: CEILING })).toBeUndefined();
    expect(open(w)).toEqual(['review']);
  });

  it('[HQ-163] the street’s sum follows the table of the district’s rule, whose numbers say that the rule’s text is still to be found', () => {
    for (const w of [jinan(HQ, urgent({ on: HQ.on }, 1)), zhichu(HQ, expense(600_000), { aid: KNOWN })]) {
      w.apply().to('opine');
      const { monthlyFen = 0, aid, lines = [] } = w.state.assessment ?? {};
      for (const fen of [(aid?.minFen ?? 0) - 1, monthlyFen + 1]) expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: fen })).toMatchObject({ code: 'opinion.amount' });
      expect(lines.find((l) => l.id === 'band')?.source).toMatchObject({ req: ['HQ-163'], assumption: expect.stringContaining('红桥政办发〔2020〕8号') as string });
    }
  });

  it('[HQ-164, HQ-166] over it the street’s joint meeting fixes the sum and the leadership passes its minutes; nothing is decided before', () => {
    const w = three().do('handler', 'giveOpinion', { outcome: 'grant', text: '房屋烧毁，特别困难。', monthlyFen: 900_000, special: { ground: '房屋烧毁，无处居住' } });
    expect(open(w)).toEqual(['jointMeeting']);
    expect(w.try('reviewer', 'giveReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['班子会议审议'] });
    expect(w.try('handler', 'holdMeeting', w.meeting('jointMeeting', { fixedFen: 800_000 }))).toMatchObject({ code: 'rights.denied' });
    w.do('reviewer', 'holdMeeting', w.meeting('jointMeeting', { fixedFen: 800_000 }));
    expect(open(w)).toEqual(['leadership']);
    w.do('leader', 'holdMeeting', w.meeting('leadership'));
    w.finish();
    expect(w.state.decision).toMatchObject({ outcome: 'grant', monthlyFen: 800_000, organ: 'unit' });
  });

  it('[HQ-166] minutes that the leadership does not pass go back to the joint meeting', () => {
    const w = three().do('handler', 'giveOpinion', { outcome: 'grant', text: '特别困难。', monthlyFen: 900_000, special: { ground: '无处居住' } });
    w.do('reviewer', 'holdMeeting', w.meeting('jointMeeting', { fixedFen: 800_000 })).do('leader', 'holdMeeting', w.meeting('leadership', { votesFor: 0, votesAgainst: 6 }));
    expect(open(w)).toEqual(['jointMeeting']);
    w.do('reviewer', 'holdMeeting', w.meeting('jointMeeting', { fixedFen: 700_000 })).do('leader', 'holdMeeting', w.meeting('leadership')).finish();
    expect(w.state.decision?.monthlyFen).toBe(700_000);
  });

  it('the joint meeting fixes no less than is in hand already', () => {
    const w = jinan(HQ, urgent({ on: HQ.on, emergency: true }, 3)).apply().do('handler', 'accept', {});
    w.do('handler', 'giveAid', relief(w, 50_000)).to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '特别困难。', monthlyFen: 900_000, special: { ground: '无处居住' } });
    expect(w.try('reviewer', 'holdMeeting', w.meeting('jointMeeting', { fixedFen: 49_999 }))).toMatchObject({ code: 'opinion.amount' });
    expect(w.try('reviewer', 'holdMeeting', w.meeting('jointMeeting', { fixedFen: 50_000 }))).toBeUndefined();
  });

  it('[HQ-166] a new opinion within the table needs neither meeting', () => {
    const w = three().do('handler', 'giveOpinion', { outcome: 'grant', text: '特别困难。', monthlyFen: 900_000, special: { ground: '无处居住' } });
    w.do('handler', 'returnTo', { step: 'opine', reason: '按标准办理' }).do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(open(w)).toEqual(['review']);
  });

  it('[HQ-167] across bands: only for necessary expenditure, by the same way', () => {
    const w = zhichu(HQ, expense(600_000), { aid: KNOWN }).apply().to('opine');
    expect(w.state.assessment).toMatchObject({ monthlyFen: 202_000 });
    w.do('handler', 'giveOpinion', { outcome: 'grant', text: '仍有严重困难。', monthlyFen: 404_000, special: { ground: '基本生活仍有严重困难' } });
    expect(open(w)).toEqual(['jointMeeting']);
    const one = jinan(HQ, urgent({ on: HQ.on }, 1)).apply().to('opine');
    expect(one.state.assessment).toMatchObject({ monthlyFen: 303_000, aid: { ceilingFen: CEILING } });
    expect(one.try('handler', 'giveOpinion', { outcome: 'grant', text: '困难', monthlyFen: 303_001, special: { ground: '困难' } })).toMatchObject({ code: 'opinion.amount', rule: expect.stringContaining('跨档') as string });
  });

  it('[HQ-165] what was given this year counts: the third time goes only by the special way', () => {
    const prior = (n: number): AidContext => ({ running: [], prior: Array.from({ length: n }, (_, i) => ({ case: uuid(50 + i), number: `红-${i}`, cause: 'illness', programme: i % 2 === 0 ? 'jinan' : 'zhichu', on: `2021-0${i + 2}-01`, fen: 100_000 })) });
    expect(jinan(HQ, urgent({ on: HQ.on }), { aid: prior(1) }).apply().to('opine').state.assessment).toMatchObject({ eligible: true });
    const w = jinan(HQ, urgent({ on: HQ.on }), { aid: prior(2) }).apply().to('opine');
    expect(w.state.assessment).toMatchObject({ eligible: false, grounds: ['aidTimes'] });
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '困难', monthlyFen: 303_000 })).toMatchObject({ code: 'opinion.amount' });
    w.do('handler', 'giveOpinion', { outcome: 'grant', text: '困难', monthlyFen: 303_000, special: { ground: '再遭火灾' } });
    expect(open(w)).toEqual(['jointMeeting']);
    // Last year's does not count.
    const last: AidContext = { running: [], prior: prior(2).prior.map((p) => ({ ...p, on: p.on.replace('2021', '2020') })) };
    expect(jinan(HQ, urgent({ on: HQ.on }), { aid: last }).apply().to('opine').state.assessment).toMatchObject({ eligible: true });
  });
});

describe('who decides', () => {
  it.each([[300_000, 'unit', 'gx-aid-urgent'], [300_001, 'county', 'nat-aid-urgent'], [400_000, 'county', 'nat-aid-urgent']])('[GX-13, GX-15] 珙县: an opinion of %i fen is confirmed by the %s', (fen, organ, procedure) => {
    const w = jinan(GX, urgent({ on: GX.on }, 3)).apply().to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: fen });
    expect(route(w)).toEqual([organ, procedure]);
    expect(w.try(organ === 'unit' ? 'countyLeader' : 'leader', 'decide', { outcome: 'grant' })).toMatchObject({ code: 'rights.denied' });
    w.finish();
    expect(w.state.decision).toMatchObject({ outcome: 'grant', monthlyFen: fen, organ });
  });

  it('[GX-15] the assumption that the limit is one of each application stands with the entrustment', () => {
    expect(policyOf('gongxian').county.entrustments.filter((e) => e.limitFen !== undefined).map((e) => [e.limitFen, e.source.assumption?.includes('按每一次申请计')])).toEqual([[300_000, true], [300_000, true]]);
  });

  it('[GX-15] what was above and is brought below the limit goes back to the township, and nothing starts again', () => {
    const w = jinan(GX, urgent({ on: GX.on }, 3)).apply().to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 400_000 });
    w.do('countyHandler', 'returnTo', { step: 'opine', reason: '金额偏高' }).do('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 300_000 });
    expect(route(w)).toEqual(['unit', 'gx-aid-urgent']);
    expect(w.state.investigations).toHaveLength(1);
    w.finish();
    expect(w.state.decision).toMatchObject({ organ: 'unit', entrustment: 'gx-entrust-2020-05-linshi' });
  });

  it('[GX-13] 珙县 above what the table gives: the county’s case-by-case meeting fixes it, whoever decides', () => {
    const w = jinan(GX, urgent({ on: GX.on }, 1)).apply().to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '特别困难', monthlyFen: 250_000, special: { ground: '重大困难' } });
    expect([route(w)[0], open(w)]).toEqual(['unit', ['jointMeeting']]);
    w.finish();
    expect(w.state.decision).toMatchObject({ monthlyFen: 250_000, organ: 'unit' });
  });

  it('[BQ-74] 宝清: one standard process under the entrustment: opinion, review by another, decision by a third, never above table and caps', () => {
    const w = jinan(BQ, urgent({ on: BQ.on })).apply().to('opine');
    expect(route(w)).toEqual(['unit', 'bq-aid-urgent']);
    expect(w.try('handler', 'giveOpinion', { outcome: 'grant', text: '属实', monthlyFen: 2 * 3 * 66_900 + 1 })).toMatchObject({ code: 'opinion.amount' });
    w.do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(w.try(staff('leader'), 'decide', { outcome: 'grant' })).toMatchObject({ code: 'step.order', missing: ['复审'] });
    w.finish();
    const { accept, review, decide } = w.state.done;
    expect(new Set([accept?.by.user, review?.by.user, decide?.by.user]).size).toBe(3);
    expect(w.state.decision).toMatchObject({ organ: 'unit', monthlyFen: 2 * 3 * 66_900 });
  });

  it('[BQ-75] 宝清: a grant is payable from the very month of its decision, with the whole sum; the living allowance from the next', () => {
    const w = jinan(BQ, urgent({ on: BQ.on })).apply().finish();
    expect(w.state.decision).toMatchObject({ fromMonth: w.state.decision?.on.slice(0, 7), monthlyFen: w.state.opinion?.monthlyFen });
    const monthly = new Walk(BQ).apply().finish().state.decision;
    expect((monthly?.fromMonth ?? '') > (monthly?.on.slice(0, 7) ?? '')).toBe(true);
  });

  it('临河 and 西秀 entrusted nothing: every unit’s cases of both types are the county’s', () => {
    for (const [at, nat] of [[LH, 'nat-aid'], [XX, 'xx-aid']] as const)
      for (const u of unitsOf(at.county).filter((x) => x.kind !== 'county' && x.kind !== 'village' && x.kind !== 'community' && (x.from ?? '') <= at.on && (x.to ?? '9999') >= at.on)) {
        expect(route(jinan({ ...at, unit: u.id }, urgent({ on: at.on })).apply()), u.name).toEqual(['county', `${nat}-urgent`]);
        expect(route(zhichu({ ...at, unit: u.id }, expense(600_000)).apply()), u.name).toEqual(['county', `${nat}-expense`]);
      }
    const w = jinan(LH, urgent({ on: LH.on })).apply().finish();
    expect(w.state.decision).toMatchObject({ organ: 'county', monthlyFen: 2 * 3 * 81_300 });
  });

  it('in every county both types are found by name, go their whole way, and every sum says what it rests on', () => {
    for (const at of [HQ, GX, BQ, LH, XX]) {
      const u = jinan(at, urgent({ on: at.on }, 1)).apply().finish();
      expect(u.state.status, at.county).toBe('granted');
      const e = zhichu(at, expense(1_200_000), { aid: { prior: [], running: [] } }).apply().finish();
      expect(e.state.status, at.county).toBe('granted');
      for (const w of [u, e]) for (const l of w.state.assessment?.lines ?? []) expect(l.source, `${at.county} ${l.id}`).toBeDefined();
    }
  });
});

describe('西秀: case consultation', () => {
  const words = (w: Walk): string[] => available(w.state, w.context, staff('countyHandler')).filter((a) => a.command === 'holdMeeting' && !a.refusal).map((a) => a.command);

  it('[XX-38] an ordinary urgent case needs none; what cannot wait does, without holding up the relief', () => {
    const plain = jinan(XX, urgent({ on: XX.on })).apply().to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(open(plain)).toEqual(['countyReview']);
    const w = jinan(XX, urgent({ on: XX.on, emergency: true })).apply({ materials: [] }).do('handler', 'accept', {});
    expect(open(w)).toEqual(['relieve', 'investigate']);
    w.do('handler', 'giveAid', relief(w)).to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(open(w)).toEqual(['consult']);
  });

  it('[XX-38] a sum above the ceiling needs it, and it fixes the sum', () => {
    const w = jinan(XX, urgent({ on: XX.on }, 1)).apply().to('opine');
    expect(w.state.assessment?.aid?.ceilingFen).toBe(6 * 65_000);
    w.do('handler', 'giveOpinion', { outcome: 'grant', text: '特别困难', monthlyFen: 500_000, special: { ground: '重大困难' } });
    expect(open(w)).toEqual(['consult']);
    w.finish();
    expect(w.state.decision).toMatchObject({ outcome: 'grant', monthlyFen: 500_000, organ: 'county' });
  });

  it('[XX-39] two kinds of help at the same time are detected by the system, also a second one only applied for', () => {
    for (const status of ['granted', 'accepted', 'applied'] as const) {
      const w = jinan(XX, urgent({ on: XX.on }), { aid: { prior: [], running: [{ case: uuid(60), number: '秀-1', programme: 'dibao', status }] } }).apply().to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
      expect(open(w)).toEqual(['consult']);
      expect(words(w)).toEqual(['holdMeeting']);
    }
    const over = jinan(XX, urgent({ on: XX.on }), { aid: { prior: [], running: [{ case: uuid(60), number: '秀-1', programme: 'dibao', status: 'refused' }] } }).apply().to('opine').do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(open(over)).toEqual(['countyReview']);
  });

  it('[XX-38] complexity is declared', () => {
    const w = jinan(XX, urgent({ on: XX.on })).apply().to('opine').do('handler', 'declareComplex', { grounds: '多方责任不清' }).do('handler', 'giveOpinion', { outcome: 'grant', text: '属实' });
    expect(open(w)).toEqual(['consult']);
  });

  it('where the plan has no consultation for it, complexity is not declared: the control says why and what to do instead', () => {
    for (const place of [HQ, GX]) {
      const w = jinan(place, urgent({ on: place.on })).apply().to('opine');
      expect(w.try('handler', 'declareComplex', { grounds: '多方责任不清' })).toMatchObject({ code: 'step.absent', allowed: expect.arrayContaining(['转介']) as string[] });
      expect(available(w.state, w.context, staff('handler')).find((a) => a.command === 'declareComplex')?.refusal).toMatchObject({ code: 'step.absent' });
    }
  });

  it('[XX-40, XX-41] the bureau records it; without it the county neither reviews nor decides', () => {
    const w = jinan(XX, urgent({ on: XX.on, emergency: true })).apply().to('consult');
    expect(w.try('countyHandler', 'giveCountyReview', { outcome: 'agree', text: '同意' })).toMatchObject({ code: 'step.order', missing: ['个案会商'] });
    expect(w.try('handler', 'holdMeeting', w.meeting('consultation'))).toMatchObject({ code: 'rights.denied' });
    w.finish();
    expect(w.state.meetings.at(-1)).toMatchObject({ kind: 'consultation', step: 'consult', passed: true, consultation: { route: 'departments' } });
    expect(w.state.status).toBe('granted');
  });
});
