import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '@doudi/core/api/cases';
import { startCompanion, type Companion } from '../../platform/companion.ts';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../../../../..');
let folder: string;
let server: TestServer;
let simulator: Companion;
const { user, office: offices } = staffOf(() => server.origin);
const office = offices('bq');

beforeAll(async () => {
  // The county adds one file to its folder; nothing else is touched.
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-policies-'));
  fs.cpSync(path.join(root, 'policies'), folder, { recursive: true });
  fs.copyFileSync(path.join(root, 'packages/core/src/policy/fixtures/extra-programmes.yaml'), path.join(folder, 'baoqing', 'extra-programmes.yaml'));
  simulator = await startCompanion(path.join(here, '../../simulators/verification.ts'), [], () => undefined);
  server = await testServer({ verificationUrl: simulator.address, policyFolder: folder });
  await seedTraining(server.installation);
});
afterAll(async () => {
  await server.close();
  await simulator.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test.each([['winter-heating', '一次'], ['school-entry', '一次'], ['hardship-monthly', '每月']])('%s, a programme that no plan has, runs from application to the paid decision with a policy file and no code', async (programme) => {
  const h = await user('bq-handler');
  const { id } = await applyFor(h, { serial: 100 + programme.length, programme, wage: 20_000 });
  await walk(office, id);
  const v = (await h.get<CaseView>(`/cases/${id}`)).body;
  expect(v.status).toBe('granted');
  expect(v.decision?.monthlyFen).toBeGreaterThan(0);
  const letter = v.letters.find((l) => l.kind === 'grant');
  const pdf = await fetch(`${server.origin}/api/v1/letters/${letter?.id}/pdf`, { headers: { authorization: `Bearer ${h.token}` } });
  expect(pdf.status).toBe(200);
  await h.put('/training/clock', { date: `${v.decision?.fromMonth}-05` });
  const roll = await (await user('bq-pay')).post<{ id: string; added: number; held: number }>('/rolls', { programme, month: v.decision?.fromMonth });
  expect(roll.status, JSON.stringify(roll.body)).toBe(200);
  expect(roll.body.added).toBe(1);
});
