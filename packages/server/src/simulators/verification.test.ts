import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { StatusAnswer, VerificationReport, VerificationRequest } from '@doudi/core/verification/contract';
import { VerificationConnector } from '../features/verification/connector.ts';

const PROGRAM = fileURLToPath(new URL('./verification.ts', import.meta.url));
const TOKEN = 'training-token';
const folder = mkdtempSync(join(tmpdir(), 'doudi-verification-'));
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The simulator as its own process on a port of its own. */
async function start(args: readonly string[] = []) {
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--token', TOKEN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  stops.push(stop);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { listening } = JSON.parse(line) as { listening: string };
  const post = async (path: string, body: unknown) => {
    const response = await fetch(listening + path, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: typeof body === 'string' ? body : JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return { child, exited, listening, post, stop };
}

/** A connector that waits for nobody and writes down how long it would have waited. */
function connect(listening: string, options: { timeoutMs?: number; attempts?: number; token?: string } = {}) {
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  return { waits, connector: new VerificationConnector({ baseUrl: listening, token: TOKEN, backOffMs: 100, wait, ...options }) };
}

/** An identity number of the unassigned region 999999 with a valid check digit. */
function idNumber(birth: string, serial: string): string {
  const body = `999999${birth}${serial}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + ('10X98765432'[sum % 11] ?? '');
}

const APPLICANT = '0190f2a0-0000-4000-8000-000000000001';
const OBLIGOR = '0190f2a0-0000-4000-8000-000000000002';
const ITEMS = ['household-register', 'social-insurance', 'pension', 'vehicle', 'bank-deposit', 'securities'] as const;
let count = 0;

/** A good request; `serial` chooses the behaviour. */
function request(serial: string, changes: Partial<VerificationRequest> = {}): VerificationRequest {
  count += 1;
  const requestId = `0190f2a0-0000-4000-9000-${String(count).padStart(12, '0')}`;
  return {
    requestId,
    county: '999999',
    caseNumber: `测[2026]${count}号`,
    programme: '最低生活保障',
    purpose: '最低生活保障审核确认',
    chain: [{ body: 'handling', name: '经办机构', passedOn: '2026-03-02' }, { body: 'county', name: '区级核对机构', passedOn: '2026-03-03' }, { body: 'city', name: '市级核对机构', passedOn: '2026-03-04' }],
    authorisations: [APPLICANT, OBLIGOR].map((personRef, i) => ({ personRef, number: `SQ-${i + 1}`, signedOn: '2026-03-01', scope: 'all' })),
    persons: [
      { personRef: APPLICANT, name: '试甲', idNumber: idNumber('19800101', serial), role: 'member' },
      { personRef: OBLIGOR, name: '试乙', idNumber: idNumber('19550101', '012'), role: 'obligor' },
    ],
    items: [...ITEMS],
    ...changes,
  };
}

async function poll(connector: VerificationConnector, requestId: string): Promise<StatusAnswer> {
  const result = await connector.status(requestId);
  if (result.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(result)}`);
  return result.answer;
}

async function report(connector: VerificationConnector, requestId: string): Promise<VerificationReport> {
  const answer = await poll(connector, requestId);
  if (answer.status !== 'done') throw new Error(`not done: ${answer.status}`);
  return answer.report;
}

const of = (r: VerificationReport, item: string, person = APPLICANT) => r.items.find((i) => i.item === item && i.person === person);

describe('the simulated platform, its own process, asked by the connector', () => {
  test('an ordinary request is answered with source, coverage and date of every item of every person', async () => {
    const { listening } = await start();
    const { connector } = connect(listening);
    const asked = request('012');
    expect(await connector.submit(asked)).toMatchObject({ kind: 'accepted', duplicate: false, attempts: 1 });
    const r = await report(connector, asked.requestId);
    expect(r.items).toHaveLength(ITEMS.length * 2);
    expect(r.items.every((i) => i.coverage === 'covered' && i.asOf === '2026-03-04' && i.source !== '')).toBe(true);
    expect(of(r, 'vehicle')?.findings).toEqual([]);
    expect(of(r, 'pension', OBLIGOR)?.findings).toMatchObject([{ kind: 'income', incomeKind: 'basicPension' }]);
    expect(await report(connector, asked.requestId)).toEqual(r);
  });

  test('[HQ-83] nobody is looked up without a signed authorisation: the connector does not ask, and the platform refuses one who asks past it', async () => {
    const { listening, post } = await start();
    const { connector } = connect(listening);
    const asked = request('012');
    const unsigned = { ...asked, authorisations: asked.authorisations.slice(0, 1) };
    expect(await connector.submit(unsigned)).toMatchObject({ kind: 'refused', code: 'authorisation-missing', persons: [OBLIGOR], attempts: 0 });
    expect(await connector.status(asked.requestId)).toMatchObject({ kind: 'unknown' });
    expect(await post('/v1/requests', unsigned)).toMatchObject({ status: 403, body: { code: 'authorisation-missing', persons: [OBLIGOR] } });
    expect(await connector.status(asked.requestId)).toMatchObject({ kind: 'unknown' });
    // Signed at last, the same request goes through.
    expect(await connector.submit(asked)).toMatchObject({ kind: 'accepted', duplicate: false });
  });

  test('an authorisation signed after the request left, or for other items, is none', async () => {
    const { listening, post } = await start();
    const { connector } = connect(listening);
    const asked = request('012');
    const late = { ...asked, authorisations: asked.authorisations.map((a) => ({ ...a, signedOn: '2026-03-05' })) };
    const sameDay = { ...asked, authorisations: asked.authorisations.map((a) => ({ ...a, signedOn: '2026-03-04' })) };
    const narrow = { ...asked, authorisations: asked.authorisations.map((a) => ({ ...a, scope: ['vehicle' as const] })) };
    expect(await post('/v1/requests', late)).toMatchObject({ status: 403, body: { code: 'authorisation-date' } });
    expect(await post('/v1/requests', narrow)).toMatchObject({ status: 403, body: { code: 'authorisation-scope', persons: [APPLICANT, OBLIGOR] } });
    expect(await connector.submit(late)).toMatchObject({ kind: 'refused', code: 'authorisation-date' });
    expect(await connector.submit(sameDay)).toMatchObject({ kind: 'accepted' });
  });

  test("the platform's own refusal comes back with its reason", async () => {
    const { listening, post } = await start();
    const { connector } = connect(listening);
    const asked = request('012');
    await post('/simulator/behaviours', { caseNumber: asked.caseNumber, behaviour: 'refuse' });
    expect(await connector.submit(asked)).toMatchObject({ kind: 'refused', code: 'other', reason: expect.stringContaining('不清晰') as string, attempts: 1 });
  });

  test('late: queued until it has been asked for often enough', async () => {
    const { listening } = await start();
    const { connector } = connect(listening);
    const asked = request('902');
    await connector.submit(asked);
    const seen = [await poll(connector, asked.requestId), await poll(connector, asked.requestId), await poll(connector, asked.requestId)];
    expect(seen.map((a) => a.status)).toEqual(['queued', 'queued', 'done']);
  });

  test('partial: an interim report first, then a final one that says what was not covered', async () => {
    const { listening } = await start();
    const { connector } = connect(listening);
    const asked = request('912');
    await connector.submit(asked);
    const first = await poll(connector, asked.requestId);
    expect(first.status === 'partial' && first.report?.items.length).toBe(ITEMS.length);
    const final = await report(connector, asked.requestId);
    expect(of(final, 'bank-deposit')).toMatchObject({ coverage: 'not-covered', findings: [] });
    expect(of(final, 'vehicle')).toMatchObject({ coverage: 'covered' });
  });

  test('item error: two items fail, and asking again for the same case heals', async () => {
    const { listening } = await start();
    const { connector } = connect(listening);
    const asked = request('922');
    await connector.submit(asked);
    const first = await report(connector, asked.requestId);
    expect(first.items.filter((i) => i.coverage === 'error').map((i) => i.item)).toEqual(['household-register', 'household-register', 'social-insurance', 'social-insurance']);
    const again = request('922', { caseNumber: asked.caseNumber });
    await connector.submit(again);
    expect((await report(connector, again.requestId)).items.some((i) => i.coverage === 'error')).toBe(false);
  });

  test('server error: HTTP 500 twice, then accepted; the pauses double', async () => {
    const { listening } = await start();
    const { connector, waits } = connect(listening);
    expect(await connector.submit(request('932'))).toMatchObject({ kind: 'accepted', duplicate: false, attempts: 3 });
    expect(waits).toEqual([100, 200]);
  });

  test('server error that outlasts the attempts is unavailable, and the same request succeeds later', async () => {
    const { listening } = await start();
    const { connector } = connect(listening, { attempts: 2 });
    const asked = request('932');
    expect(await connector.submit(asked)).toMatchObject({ kind: 'unavailable', cause: 'server', attempts: 2 });
    expect(await connector.submit(asked)).toMatchObject({ kind: 'accepted', attempts: 1 });
  });

  test('busy: HTTP 429 is retried after the pause the platform asks for', async () => {
    const { listening, post } = await start();
    const { connector, waits } = connect(listening);
    const asked = request('012');
    await post('/simulator/behaviours', { caseNumber: asked.caseNumber, behaviour: 'busy' });
    expect(await connector.submit(asked)).toMatchObject({ kind: 'accepted', attempts: 2 });
    expect(waits).toEqual([1000]);
  });

  test('timeout: the answer is lost, the retry finds the same request and the same number', async () => {
    const { listening, post } = await start();
    const { connector, waits } = connect(listening, { timeoutMs: 300 });
    const asked = request('972');
    const result = await connector.submit(asked);
    expect(result).toMatchObject({ kind: 'accepted', duplicate: true, attempts: 2 });
    expect(waits).toEqual([100]);
    expect(await post('/v1/requests', asked)).toEqual({ status: 409, body: { platformNumber: result.kind === 'accepted' ? result.platformNumber : '' } });
  });

  test('a time-out at every attempt is unavailable', async () => {
    const { listening, post } = await start();
    const { connector } = connect(listening, { timeoutMs: 100, attempts: 1 });
    const asked = request('972');
    expect(await connector.submit(asked)).toMatchObject({ kind: 'unavailable', cause: 'timeout' });
    expect((await post('/v1/requests', asked)).status).toBe(409);
  });

  test('failed: the request ends without a report, a new one succeeds', async () => {
    const { listening } = await start();
    const { connector } = connect(listening);
    const asked = request('982');
    await connector.submit(asked);
    expect(await poll(connector, asked.requestId)).toMatchObject({ status: 'failed', reason: expect.any(String) as string });
    const again = request('982', { caseNumber: asked.caseNumber });
    await connector.submit(again);
    expect(await poll(connector, again.requestId)).toMatchObject({ status: 'done' });
  });

  test.each([
    ['942', 'vehicle', { kind: 'property', propertyKind: 'vehicle' }],
    ['952', 'social-insurance', { kind: 'income', incomeKind: 'wage' }],
    ['962', 'bank-deposit', { kind: 'property', propertyKind: 'deposit' }],
  ])('contradiction by serial %s: something is found under %s of the applicant and nothing of the obligor', async (serial, item, finding) => {
    const { listening } = await start();
    const { connector } = connect(listening);
    const asked = request(serial);
    await connector.submit(asked);
    const r = await report(connector, asked.requestId);
    expect(of(r, item)?.findings).toMatchObject([finding]);
    expect(of(r, item, OBLIGOR)?.findings).toEqual([]);
  });

  test('planted facts are found, a default behaviour rules every case, and the clock dates the report', async () => {
    const { listening, post } = await start();
    const { connector } = connect(listening);
    const asked = request('012');
    const finding = { kind: 'status', statusKind: 'dead', text: '已于 2025-12-01 登记死亡' };
    expect((await post('/simulator/facts', { idNumber: asked.persons[0]?.idNumber, findings: [{ item: 'household-register', finding }] })).status).toBe(200);
    expect((await post('/simulator/behaviours', { default: { kind: 'late', polls: 1 } })).status).toBe(200);
    expect((await post('/simulator/clock', { date: '2026-03-09' })).status).toBe(200);
    await connector.submit(asked);
    expect(await poll(connector, asked.requestId)).toMatchObject({ status: 'queued' });
    const r = await report(connector, asked.requestId);
    expect(r.issuedOn).toBe('2026-03-09');
    expect(of(r, 'household-register')?.findings).toEqual([finding]);
  });

  test('a request id used for other content, bad JSON, a wrong shape, a huge body, an unknown path: 4xx with a reason, nothing kept', async () => {
    const { listening, post } = await start();
    const { connector } = connect(listening);
    const asked = request('012');
    await connector.submit(asked);
    expect(await post('/v1/requests', { ...asked, purpose: '其他' })).toMatchObject({ status: 422, body: { code: 'request-id-reused' } });
    expect(await connector.submit({ ...asked, purpose: '其他' })).toMatchObject({ kind: 'error', cause: 'rejected' });
    const bad = request('012');
    for (const [body, status] of [['{', 400], ['null', 400], [{ ...bad, items: [] }, 400], [{ ...bad, extra: 1 }, 400], ['x'.repeat(1_100_000), 413]] as const) {
      expect(await post('/v1/requests', body)).toMatchObject({ status, body: { reason: expect.any(String) as string } });
    }
    expect((await post('/v1/other', {})).status).toBe(404);
    expect(await connector.status(bad.requestId)).toMatchObject({ kind: 'unknown' });
  });

  test('a wrong token is told apart from a refusal', async () => {
    const { listening } = await start();
    const { connector } = connect(listening, { token: 'wrong' });
    expect(await connector.submit(request('012'))).toMatchObject({ kind: 'error', cause: 'unauthorised', attempts: 1 });
  });

  test('requests, look-ups and behaviours survive a kill and a half-written line', async () => {
    const file = join(folder, 'platform.jsonl');
    const first = await start(['--data', file]);
    const asked = request('902');
    const one = connect(first.listening).connector;
    const accepted = await one.submit(asked);
    await poll(one, asked.requestId);
    first.child.kill('SIGKILL');
    await first.exited;
    appendFileSync(file, '{"table":"polls","ke');

    const second = await start(['--data', file]);
    const two = connect(second.listening).connector;
    expect(await two.submit(asked)).toEqual({ ...accepted, duplicate: true });
    expect((await poll(two, asked.requestId)).status).toBe('queued');
    expect((await poll(two, asked.requestId)).status).toBe('done');
    await second.stop();
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
    const third = await start(['--data', file]);
    expect((await poll(connect(third.listening).connector, asked.requestId)).status).toBe('done');
  });

  test('ends on SIGTERM, and when its parent closes stdin', async () => {
    const one = await start();
    one.child.kill('SIGTERM');
    expect(await one.exited).toEqual([0, null]);
    const two = await start();
    two.child.stdin.end();
    expect(await two.exited).toEqual([0, null]);
  });
});
