import { describe, expect, it } from 'vitest';
import type { Action, Actor } from '@doudi/core/case/actions';
import { payloads } from '@doudi/core/case/commands';
import { decide } from '@doudi/core/case/decide';
import { nextDue, recoveriesOf, sums } from '@doudi/core/case/recovery/evolve';
import { dueAfterDeath, proposalFor } from '@doudi/core/case/recovery/rules';
import { evolve, fold } from '@doudi/core/case/state';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { RecoveryCommand } from '@doudi/core/case/recovery/payloads';
import { PHOTO, SELF, SON, staff, uuid, Walk } from './case.fixture.ts';

/** A household granted in 红桥 and paid for four months. */
const PAID = ['2022-01', '2022-02', '2022-03', '2022-04'].map((month, i) => ({ line: uuid(600 + i), month, part: 0, programme: 'dibao', dueFen: 100_000, paidFen: 100_000 }));

class Debt {
  readonly walk: Walk;
  state: Walk['state'];
  readonly log: Action[];
  paid = PAID;
  #n = 0;

  constructor() {
    this.walk = new Walk({ county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' }).apply();
    while (this.walk.next());
    this.walk.on('2022-05-09');
    this.state = this.walk.state;
    this.log = [...this.walk.log];
  }

  get context() {
    return { ...this.walk.context, paid: this.paid };
  }

  try(by: Actor, name: RecoveryCommand, payload: object): Refusal | undefined {
    this.#n++;
    const command = { name, payload: payloads[name].parse(payload) } as Parameters<typeof decide>[1];
    const d = decide(this.state, command, this.context, by, { documentNumber: `演追${this.#n}号`, requestId: uuid(300 + this.#n) });
    if (isRefusal(d)) return d;
    this.log.push(...d.actions);
    this.state = d.state;
    return undefined;
  }

  do(by: Actor, name: RecoveryCommand, payload: object): this {
    const no = this.try(by, name, payload);
    if (no) throw new Error(`${name}: ${no.code} ${no.rule}`);
    return this;
  }

  /** The last recovery. */
  get r() {
    const r = recoveriesOf(this.state).at(-1);
    if (!r) throw new Error('no recovery');
    return r;
  }

  proposed(more: object = {}): this {
    return this.do(staff('handler'), 'proposeRecovery', { ground: 'fraud', since: '2022-02-10', debtor: { kind: 'payee', person: SELF }, text: '隐瞒经营收入。', ...more });
  }

  established(): this {
    return this.proposed().do(staff('reviewer'), 'establishRecovery', { recovery: this.r.id, outcome: 'agree', text: '属实。' });
  }

  receipt(fen: number, voucher: string): this {
    this.do(staff('handler'), 'recordReceipt', { recovery: this.r.id, on: this.walk.today, fen, method: 'bank', payer: '周某', voucher });
    return this.do(staff('reviewer'), 'confirmReceipt', { recovery: this.r.id, receipt: this.r.receipts.at(-1)?.receipt, outcome: 'agree' });
  }
}

describe('a recovery', () => {
  it('[HQ-188] [XX-71] fraud: what was paid since is claimed whole, with its working, and is owed once another person has established it', () => {
    const d = new Debt().proposed();
    expect(d.r.claims.map((l) => [l.month, l.claimFen])).toEqual([['2022-02', 100_000], ['2022-03', 100_000], ['2022-04', 100_000]]);
    expect(d.try(staff('handler'), 'establishRecovery', { recovery: d.r.id, outcome: 'agree', text: '属实。' })?.code).toBe('rights.denied');
    expect(d.try(staff('village'), 'proposeRecovery', { ground: 'fraud', since: '2022-02-10', debtor: { kind: 'payee', person: SELF }, text: '。' })?.code).toBe('rights.denied');
    d.do(staff('reviewer'), 'establishRecovery', { recovery: d.r.id, outcome: 'agree', text: '属实。' });
    expect(d.r.established?.number).toMatch('演追');
    expect(nextDue(d.r, d.walk.today)).toEqual({ due: '2022-06-08', fen: 300_000, late: false });
    expect(nextDue(d.r, '2022-06-09')?.late).toBe(true);
    expect(fold(d.state.id, d.log)).toEqual(d.state);
  });

  it('whoever found it does not establish it, whoever recorded a receipt does not confirm it, whoever proposed a waiver does not decide it', () => {
    const d = new Debt();
    const county = staff('countyHandler');
    d.do(county, 'proposeRecovery', { ground: 'error', since: '2022-04-01', debtor: { kind: 'payee', person: SELF }, text: '录入差错。' });
    expect(d.try(county, 'establishRecovery', { recovery: d.r.id, outcome: 'agree', text: '属实。' })?.code).toBe('person.same');
    d.do(staff('countyHandler', 1), 'establishRecovery', { recovery: d.r.id, outcome: 'agree', text: '属实。' });
    d.do(county, 'recordReceipt', { recovery: d.r.id, on: d.walk.today, fen: 10_000, method: 'cash', payer: '周某', voucher: '收1' });
    const receipt = d.r.receipts[0]?.receipt;
    expect(d.try(county, 'confirmReceipt', { recovery: d.r.id, receipt, outcome: 'agree' })?.code).toBe('person.same');
    expect(sums(d.r).recoveredFen).toBe(0);
    d.do(staff('countyHandler', 1), 'confirmReceipt', { recovery: d.r.id, receipt, outcome: 'agree' });
    expect(sums(d.r)).toEqual({ dueFen: 100_000, recoveredFen: 10_000, waivedFen: 0, outstandingFen: 90_000 });
    const leader = staff('leader');
    d.do(staff('handler'), 'proposeWaiver', { recovery: d.r.id, fen: 5_000, ground: 'our-error', reason: '经办差错，领取人无过错。', files: [PHOTO] });
    expect(d.try({ ...leader, user: staff('handler').user }, 'decideWaiver', { recovery: d.r.id, outcome: 'agree', text: '同意。' })?.code).toBe('person.same');
    expect(d.try({ ...leader, user: county.user }, 'decideWaiver', { recovery: d.r.id, outcome: 'agree', text: '同意。' })?.code).toBe('person.same');
  });

  it('a voucher counts once, nothing above what is outstanding is taken, and with the last receipt it is closed', () => {
    const d = new Debt().established().receipt(200_000, '回单1');
    expect(d.try(staff('handler'), 'recordReceipt', { recovery: d.r.id, on: d.walk.today, fen: 100_000, method: 'bank', payer: '周某', voucher: '回单1' })?.code).toBe('conflict.duplicate');
    expect(d.try(staff('handler'), 'recordReceipt', { recovery: d.r.id, on: d.walk.today, fen: 100_001, method: 'bank', payer: '周某', voucher: '回单2' })?.code).toBe('input.invalid');
    const receipt = d.r.receipts[0]?.receipt;
    expect(d.try(staff('reviewer'), 'confirmReceipt', { recovery: d.r.id, receipt, outcome: 'agree' })?.code).toBe('step.order');
    d.receipt(100_000, '回单3');
    expect(d.r.status).toBe('closed');
    expect(sums(d.r)).toEqual({ dueFen: 300_000, recoveredFen: 300_000, waivedFen: 0, outstandingFen: 0 });
    expect(d.try(staff('handler'), 'recordReceipt', { recovery: d.r.id, on: d.walk.today, fen: 1, method: 'bank', payer: '周某', voucher: '回单4' })?.code).toBe('step.order');
    expect(fold(d.state.id, d.log)).toEqual(d.state);
  });

  it('[HQ-188] a leader waives up to the limit, all waivers of the year together; above it the county does, always with reason and proof', () => {
    const d = new Debt().established();
    expect(() => d.try(staff('handler'), 'proposeWaiver', { recovery: d.r.id, fen: 60_000, ground: 'destitute', reason: '困难。', files: [] })).toThrow();
    d.do(staff('handler'), 'proposeWaiver', { recovery: d.r.id, fen: 60_000, ground: 'destitute', reason: '退还后无法维持生活。', files: [PHOTO] });
    d.do(staff('leader'), 'decideWaiver', { recovery: d.r.id, outcome: 'agree', text: '同意。' });
    d.do(staff('handler'), 'proposeWaiver', { recovery: d.r.id, fen: 60_000, ground: 'destitute', reason: '仍无力退还。', files: [PHOTO] });
    expect(d.try(staff('leader'), 'decideWaiver', { recovery: d.r.id, outcome: 'agree', text: '同意。' })).toMatchObject({ code: 'entrustment.limit', rule: expect.stringContaining('1,200.00') as string });
    d.do(staff('countyLeader'), 'decideWaiver', { recovery: d.r.id, outcome: 'agree', text: '同意。' });
    expect(sums(d.r)).toEqual({ dueFen: 300_000, recoveredFen: 0, waivedFen: 120_000, outstandingFen: 180_000 });
    expect(d.r.waivers.map((w) => w.number !== '' && w.reason !== '')).toEqual([true, true]);
  });

  it('instalments sum to what is outstanding; what is late is seen; a reminder follows only a notice that was served', () => {
    const d = new Debt().established();
    expect(d.try(staff('leader'), 'agreeInstalments', { recovery: d.r.id, signedOn: d.walk.today, instalments: [{ due: '2022-06-01', fen: 100_000 }] })?.code).toBe('input.invalid');
    d.do(staff('leader'), 'agreeInstalments', { recovery: d.r.id, signedOn: d.walk.today, instalments: [{ due: '2022-06-01', fen: 100_000 }, { due: '2022-07-01', fen: 200_000 }] }).receipt(100_000, '回单1');
    expect(nextDue(d.r, '2022-06-20')).toEqual({ due: '2022-07-01', fen: 200_000, late: false });
    expect(nextDue(d.r, '2022-07-02')).toMatchObject({ late: true });
    expect(d.try(staff('handler'), 'remindRecovery', { recovery: d.r.id, text: '逾期。' })).toMatchObject({ code: 'step.order', missing: ['登记文书送达'] });
  });

  it('after an objection the claim may be lowered by another person, not raised, nor below what is already back; the rest stays', () => {
    const d = new Debt().established().receipt(50_000, '回单1');
    // Without an objection on record it would be a waiver by one person, above any limit.
    expect(d.try(staff('reviewer'), 'correctRecovery', { recovery: d.r.id, claims: [{ claim: 1, fen: 0 }], text: '三月属应发。' })?.code).toBe('reason.missing');
    d.do(staff('handler'), 'noteRecoveryAnswer', { recovery: d.r.id, on: d.walk.today, kind: 'objects', text: '二月仍符合条件。' });
    expect(d.try(staff('reviewer'), 'correctRecovery', { recovery: d.r.id, claims: [{ claim: 0, fen: 40_000 }], text: '核减。' })?.code).toBe('opinion.amount');
    expect(d.try(staff('reviewer'), 'correctRecovery', { recovery: d.r.id, claims: [{ claim: 1, fen: 100_001 }], text: '加。' })?.code).toBe('opinion.amount');
    d.do(staff('reviewer'), 'correctRecovery', { recovery: d.r.id, claims: [{ claim: 1, fen: 0 }], text: '三月属应发。' });
    expect(sums(d.r)).toEqual({ dueFen: 200_000, recoveredFen: 50_000, waivedFen: 0, outstandingFen: 150_000 });
  });

  it('[HQ-188] [GX-112] [XX-71] up to court, police or discipline: to which organ, why, and what came of it are on record', () => {
    const d = new Debt().established();
    expect(d.try(staff('leader'), 'escalateRecovery', { recovery: d.r.id, to: 'nobody', text: '拒不退还。' })?.code).toBe('input.invalid');
    d.do(staff('leader'), 'escalateRecovery', { recovery: d.r.id, to: 'discipline', text: '有工作人员优亲厚友的线索。' });
    d.do(staff('handler'), 'noteEscalation', { recovery: d.r.id, escalation: d.r.escalations[0]?.escalation, on: d.walk.today, text: '已立案。' });
    expect(d.r.escalations).toMatchObject([{ organ: '纪检监察机关', text: '有工作人员优亲厚友的线索。', results: [{ text: '已立案。' }] }]);
  });

  it('[HQ-188] goods and services obtained by fraud are claimed at their worth beside the money', () => {
    const d = new Debt().proposed({ since: '2022-04-01', items: [{ kind: 'goods', on: '2022-04-02', text: '棉被两床', fen: 24_000 }, { kind: 'service', on: '2022-04-03', text: '住院护理三天', fen: 36_000 }] });
    expect(sums(d.r).dueFen).toBe(160_000);
  });

  it('the same payment is not claimed by two recoveries, and one of nothing is refused', () => {
    const d = new Debt().established();
    expect(d.try(staff('handler'), 'proposeRecovery', { ground: 'lateExit', since: '2022-01-20', debtor: { kind: 'payee', person: SELF }, text: '再提。' })?.code).toBe('opinion.amount');
    expect(d.try(staff('handler'), 'proposeRecovery', { ground: 'error', since: '2022-01-01', debtor: { kind: 'payee', person: SELF }, text: '一月也不应发。' })).toBeUndefined();
    expect(d.r.claims.map((l) => l.month)).toEqual(['2022-01']);
  });

  it('what was paid and has gone back since is not claimed: the establishing person sends the proposal back', () => {
    const d = new Debt().proposed();
    d.paid = PAID.map((p) => (p.month === '2022-03' ? { ...p, paidFen: 40_000 } : p));
    expect(d.try(staff('reviewer'), 'establishRecovery', { recovery: d.r.id, outcome: 'agree', text: '属实。' })?.code).toBe('opinion.amount');
    d.do(staff('reviewer'), 'establishRecovery', { recovery: d.r.id, outcome: 'return', text: '金额有变。' });
    expect(d.r.status).toBe('declined');
  });
});

describe('a death found late', () => {
  it('is proposed by the system with months and sum: nothing was due to a person alone, the rest of the household keeps what it was due', () => {
    const d = new Debt();
    const due = dueAfterDeath(d.state, d.context, '2022-02-10');
    expect(due).toBeGreaterThan(0);
    const alone = { ...d.state, facts: { ...d.state.facts, members: d.state.facts.members.slice(0, 1) } };
    expect(dueAfterDeath(alone, d.context, '2022-02-10')).toBe(0);
    const [a] = proposalFor(alone, d.context, { ground: 'death', since: '2022-02-10', entitledFen: 0, text: '二月十日去世。' }, uuid(1));
    expect(a).toMatchObject({ kind: 'recoveryProposed', actor: { user: 'system' }, body: { proration: 'full', dueFen: 200_000, debtor: { kind: 'heir', person: SON } } });
    const after = evolve(alone, a as Action, alone.id);
    // Reported twice it is one debt.
    expect(proposalFor(after, d.context, { ground: 'death', since: '2022-02-10', entitledFen: 0, text: '再报。' }, uuid(2))).toEqual([]);
  });
});
