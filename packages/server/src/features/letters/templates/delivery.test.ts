import { deadlines } from '@doudi/core/case/deadlines';
import { decide } from '@doudi/core/case/decide';
import type { Payload } from '@doudi/core/case/commands';
import type { DeliveryMethod } from '@doudi/core/case/delivery/payloads';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import { describe, expect, test } from 'vitest';
import { Desk, granted, PERSON } from './testing.ts';

const PHOTO = '00000000-0000-4000-8000-000000000701';
const VEHICLE = [{ item: 'vehicle', person: PERSON.spouse, text: '名下登记机动车 1 辆' }];

/** A notice of discrepancy made but not handed over. */
const notified = (): Desk => new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15', '和平里社区').apply().verified(VEHICLE).do('handler', { name: 'notifyDiscrepancy', payload: { text: '车辆与申报不符。' } });
const number = (desk: Desk): string => desk.state.verification.discrepancy?.number ?? '';
const served = (desk: Desk, more: Partial<Payload<'deliverLetter'>> = {}): Payload<'deliverLetter'> => ({ kind: 'discrepancy', number: number(desk), on: desk.today, method: 'inPerson', receiver: '王试验', photos: [], ...more });

function refusal(desk: Desk, command: Parameters<typeof decide>[1], post: 'handler' | 'leader' = 'handler'): Refusal {
  const r = decide(desk.state, command, desk.context, { user: '00000000-0000-4000-8000-000000000102', post, unit: desk.unit }, { documentNumber: '演字1号', requestId: PHOTO });
  if (!isRefusal(r)) throw new Error(`${command.name} 应当拒绝`);
  return r;
}

/** What is given with each method, and what is missing of it. */
const PROOF: readonly [DeliveryMethod, Partial<Payload<'deliverLetter'>>, string][] = [
  ['left', { photos: [PHOTO] }, '现场照片'], ['post', { tracking: 'XA1234' }, '邮件编号'], ['village', { helper: '田禾' }, '代为送达人姓名'], ['refusedWithWitness', { witness: '田禾' }, '见证人姓名'],
];

describe('delivery', () => {
  test.each(PROOF)('%s is refused without its proof and taken with it', (method, proof, missing) => {
    const desk = notified();
    expect(refusal(desk, { name: 'deliverLetter', payload: served(desk, { method }) })).toMatchObject({ code: 'delivery.proof', missing: [missing] });
    expect(desk.do('handler', { name: 'deliverLetter', payload: served(desk, { method, ...proof }) }).state.deliveries).toMatchObject([{ method, ...proof }]);
  });

  test.each(PROOF)('[HQ-128] the decision is delivered by %s only with its proof', (method, proof, missing) => {
    const desk = granted();
    expect(refusal(desk, { name: 'deliver', payload: { on: desk.today, method, receiver: '王试验', photos: [] } })).toMatchObject({ code: 'delivery.proof', missing: [missing] });
    expect(desk.do('handler', { name: 'deliver', payload: { on: desk.today, method, receiver: '王试验', photos: [], ...proof } }).state.done.deliver).toBeDefined();
  });

  test('[HQ-105] [HQ-106] the four days to explain run from the day the notice arrived, not from the day it was made', () => {
    const desk = notified();
    const limit = (): string | undefined => deadlines(desk.state, desk.context).find((d) => d.id === 'explain')?.due;
    expect(limit()).toBeUndefined();
    desk.on('2021-11-24');
    expect(refusal(desk, { name: 'reportNoExplanation', payload: { note: '' } })).toMatchObject({ code: 'step.order', missing: ['告知书送达'] });
    desk.do('handler', { name: 'deliverLetter', payload: served(desk, { method: 'post', tracking: 'XA1234', on: '2021-11-23' }) });
    expect(limit()).toBe('2021-11-29');
    expect(refusal(desk, { name: 'reportNoExplanation', payload: { note: '' } }).code).toBe('clock.early');
    expect(desk.on('2021-11-30').do('handler', { name: 'reportNoExplanation', payload: { note: '' } }).state.verification.discrepancy?.missed).toBe('2021-11-30');
  });

  test('a notice that was made without being handed over does not say when it arrived', () => {
    const text = notified().letter('discrepancy').conclusion.join('');
    expect(text).toContain('自收到本告知书之日起4个工作日内');
    expect(text).not.toContain('送达');
  });

  test('with its making only a handing over at the counter can be recorded', () => {
    const desk = new Desk('hongqiao', 'hq.shaogongzhuang', '2021-11-15', '和平里社区').apply().verified(VEHICLE);
    expect(refusal(desk, { name: 'notifyDiscrepancy', payload: { text: '不符', deliveredOn: desk.today, method: 'post' } }).code).toBe('delivery.proof');
    expect(refusal(desk, { name: 'notifyDiscrepancy', payload: { text: '不符', method: 'inPerson' } }).code).toBe('delivery.proof');
    expect(desk.do('handler', { name: 'notifyDiscrepancy', payload: { text: '不符', deliveredOn: desk.today, method: 'inPerson' } }).state.verification.discrepancy?.deliveredOn).toBe(desk.today);
  });

  test('a letter is delivered once, not in the future, and by those who serve letters', () => {
    const desk = notified();
    expect(refusal(desk, { name: 'deliverLetter', payload: served(desk, { on: '2021-11-16' }) }).code).toBe('date.order');
    expect(refusal(desk, { name: 'deliverLetter', payload: served(desk) }, 'leader').code).toBe('rights.denied');
    desk.do('handler', { name: 'deliverLetter', payload: served(desk) });
    expect(refusal(desk, { name: 'deliverLetter', payload: served(desk) }).code).toBe('step.absent');
  });

  test('[HQ-132] the receipt of delivery names the letter, the method, who received it and the witness', () => {
    const desk = granted().do('handler', { name: 'deliver', payload: { on: '2021-11-30', method: 'refusedWithWitness', receiver: '王试验', witness: '田禾', photos: [] } });
    const act = { kind: 'delivered' as const, at: `${desk.today}T10:00:00+08:00`, on: desk.today, actor: { user: '00000000-0000-4000-8000-000000000102', post: 'handler' as const, unit: desk.unit }, body: { on: '2021-11-30', method: 'refusedWithWitness' as const, receiver: '王试验', witness: '田禾', photos: [] } };
    const cells = desk.letter('deliveryReceipt', { act }).tables.flatMap((t) => t.rows.flat());
    for (const part of ['确认决定书', desk.state.decision?.number, '拒收，见证人在场', '2021年11月30日', '王试验', '田禾', '方晓']) expect(cells).toContain(part);
  });
});
