import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Action } from '@doudi/core/case/actions';
import type { CaseView } from '@doudi/core/api/cases';
import { LETTER_KINDS } from '@doudi/core/letters/model';
import { testIdentity } from '@doudi/core/people/id-number';
import { pdfText } from '../../platform/typeset/pdf-text.ts';
import { staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { lettersOf } from '../cases/projection.ts';

let server: TestServer;
const { user, office } = staffOf(() => server.origin);

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
});

test('every kind of letter is made by some act', () => {
  const acts: readonly (readonly [string, object])[] = [
    ['missingTold', {}], ['accepted', {}], ['authorisationSigned', {}], ['discrepancyNotified', {}], ['investigated', {}], ['noticePosted', {}], ['opined', {}], ['decided', { outcome: 'grant' }], ['decided', { outcome: 'refuse' }], ['extended', {}], ['withdrawn', {}],
    ['met', { report: '意见' }], ['reportSigned', { outcome: 'agree' }], ['changeDecided', { outcome: 'agree', kind: 'adjust' }], ['changeDecided', { outcome: 'agree', kind: 'stop' }], ['gradeChanged', {}], ['selfCareAssessed', {}], ['careArranged', {}], ['counterSigned', {}], ['handedOver', {}], ['transferred', {}], ['delivered', {}],
    ['recoveryEstablished', { outcome: 'agree' }], ['recoveryReminded', {}], ['instalmentsAgreed', {}], ['waiverDecided', { outcome: 'agree' }], ['recoveryEscalated', {}], ['aidGiven', { number: '文2号' }], ['referred', { number: '文3号' }],
  ];
  const made = acts.flatMap(([kind, body]) => lettersOf({ kind, at: '', on: '2021-11-15', actor: { user: 'u', post: 'handler', unit: 'x' }, body } as unknown as Action, { decision: '文1号', related: ['u'] }).map((l) => l.kind));
  // The slip with the applicant's code is printed at the counter and is no letter of any act.
  expect([...new Set(made)].sort()).toEqual(LETTER_KINDS.filter((k) => k !== 'accessSlip').sort());
  // What is sent back makes no paper, nor does a transfer that is no recusal.
  for (const [kind, body] of [['changeDecided', { outcome: 'return' }], ['reportSigned', { outcome: 'return' }], ['transferred', {}]] as const)
    expect(lettersOf({ kind, at: '', on: '2021-11-15', actor: { user: 'u', post: 'handler', unit: 'x' }, body } as unknown as Action)).toEqual([]);
});

test('[HQ-113] [HQ-131] every paper of a case of the destitute, from receipt to delivery, is there as a PDF with its own number', async () => {
  const h = await user('hq-handler');
  const { id: self } = (await h.post<{ id: string }>('/persons', { idNumber: testIdentity('1941-03-04', 'female', 71), name: '孙平' })).body;
  const setup = (await h.get<{ today: string; programmes: { id: string; support: boolean; documents: { id: string; when: string }[] }[] }>('/intake')).body;
  const programme = setup.programmes.find((p) => p.support);
  const { id } = (await h.post<{ id: string }>('/cases', {
    programme: programme?.id, via: 'window', declaredOn: setup.today, materials: programme?.documents.filter((d) => d.when === 'always').map((d) => d.id),
    facts: { applicant: self, area: 'urban', address: '一号楼一门', hardship: 'aged', statement: '年老无依。', members: [{ person: self, relation: 'self', birth: '1941-03-04', sex: 'female', labour: 'none' }] },
  })).body;
  await walk(office('hq'), id);
  const { letters } = (await h.get<CaseView>(`/cases/${id}`)).body;
  const kinds = new Set(letters.map((l) => l.kind));
  for (const kind of ['receipt', 'authorisation', 'investigationForm', 'selfCareForm', 'meetingMinutes', 'confirmationForm', 'noticeSheet', 'careAgreement', 'grant', 'deliveryReceipt']) expect(kinds, kind).toContain(kind);
  for (const l of letters) {
    const r = await fetch(`${server.origin}/api/v1/letters/${l.id}/pdf`, { headers: { authorization: `Bearer ${h.token}` } });
    expect(r.status, l.title).toBe(200);
    const text = pdfText(Buffer.from(await r.arrayBuffer()));
    expect(text, l.title).toContain(l.number);
    expect(text, l.title).toMatch(/第1页共\d+页/);
  }
  const numbers = letters.filter((l) => l.kind !== 'confirmationForm' && l.kind !== 'deliveryReceipt').map((l) => l.number);
  expect(new Set(numbers).size).toBe(numbers.length);
});
