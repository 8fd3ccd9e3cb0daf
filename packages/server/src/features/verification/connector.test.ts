import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { VerificationRequest } from '@doudi/core/verification/contract';
import { VerificationConnector } from './connector.ts';

/** Platforms that break the contract, each a real HTTP server on loopback. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function platform(status: number, body: string, headers: Record<string, string> = {}) {
  const seen: { url: string; authorization: string }[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? '', authorization: request.headers.authorization ?? '' });
    request.resume();
    response.writeHead(status, headers);
    response.end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  const baseUrl = `http://127.0.0.1:${address.port}/hedui/`;
  return { seen, waits, baseUrl, connector: new VerificationConnector({ baseUrl, token: 't', attempts: 3, backOffMs: 40, maxBackOffMs: 60, wait }) };
}

const PERSON = '0190f2a0-0000-4000-8000-000000000001';
const ID = '0190f2a0-0000-4000-9000-000000000001';
const asked: VerificationRequest = {
  requestId: ID,
  county: '999999',
  caseNumber: '测1号',
  programme: '最低生活保障',
  purpose: '审核确认',
  chain: [{ body: 'handling', name: '经办机构', passedOn: '2026-03-02' }],
  authorisations: [{ personRef: PERSON, number: 'SQ-1', signedOn: '2026-03-01', scope: 'all' }],
  persons: [{ personRef: PERSON, name: '试甲', idNumber: '999999198001010126', role: 'member' }],
  items: ['vehicle'],
};

const item = { item: 'vehicle', source: '公安交通管理部门', person: PERSON, coverage: 'covered', asOf: '2026-03-03', findings: [] };
const done = (items: unknown[]) => JSON.stringify({ status: 'done', platformNumber: 'HD-1', report: { number: 'R-1', issuedOn: '2026-03-03', issuer: '平台', items } });

describe('a platform that does not keep to the contract', () => {
  test.each([
    ['no JSON', 202, 'ok'],
    ['no number', 202, '{}'],
    ['a number with markup', 202, '{"platformNumber":"<b>"}'],
    ['a refusal without reason', 403, '{}'],
    ['a problem without reason', 400, 'Bad Request'],
    ['a success that the contract does not know', 200, '{"platformNumber":"HD-1"}'],
  ])('on submission: %s is an error result, never a crash, and is not repeated', async (_name, status, body) => {
    const { connector, waits } = await platform(status, body);
    expect(await connector.submit(asked)).toMatchObject({ kind: 'error', cause: 'malformed', attempts: 1 });
    expect(waits).toEqual([]);
  });

  test.each([
    ['no JSON', '<html>'],
    ['done without a report', '{"status":"done","platformNumber":"HD-1"}'],
    ['an unknown status', '{"status":"finished","platformNumber":"HD-1"}'],
    ['a field that was never agreed', '{"status":"queued","platformNumber":"HD-1","eta":3}'],
    ['findings under an item that was not covered', done([{ ...item, coverage: 'not-covered', findings: [{ kind: 'property', propertyKind: 'vehicle', text: '车' }] }])],
    ['a sum in yuan with decimals', done([{ ...item, findings: [{ kind: 'income', incomeKind: 'wage', monthlyFen: 12.5, text: '工资' }] }])],
    ['a date that does not exist', done([{ ...item, asOf: '2026-02-30' }])],
    ['the same item of a person twice', done([item, item])],
  ])('on look-up: %s is an error result', async (_name, body) => {
    const { connector } = await platform(200, body);
    expect(await connector.status(ID)).toMatchObject({ kind: 'error', cause: 'malformed' });
  });

  test('a report that keeps to it is read', async () => {
    const { connector, seen } = await platform(200, done([item]));
    expect(await connector.status(ID)).toMatchObject({ kind: 'answer', answer: { status: 'done' } });
    expect(seen).toEqual([{ url: `/hedui/v1/requests/${ID}`, authorization: 'Bearer t' }]);
  });

  test('a 404 of a web server that is no platform is not mistaken for an unknown request', async () => {
    const { connector } = await platform(404, '<h1>Not Found</h1>');
    expect(await connector.status(ID)).toMatchObject({ kind: 'error', cause: 'malformed' });
  });

  test('an endless answer is cut off', async () => {
    const { connector } = await platform(200, 'x'.repeat(9 * 1024 * 1024));
    expect(await connector.status(ID)).toMatchObject({ kind: 'error', cause: 'malformed' });
  });

  test('a redirect is not followed: identity numbers go to the configured address only', async () => {
    const other = await platform(202, '{"platformNumber":"HD-1"}');
    const { connector } = await platform(307, '', { location: `${other.baseUrl}v1/requests` });
    expect(await connector.submit(asked)).toMatchObject({ kind: 'unavailable', cause: 'network' });
    expect(other.seen).toEqual([]);
  });
});

describe('retries', () => {
  test('5xx: attempts are counted, pauses double up to the limit', async () => {
    const { connector, waits, seen } = await platform(503, '');
    expect(await connector.status(ID)).toEqual({ kind: 'unavailable', cause: 'server', reason: expect.stringContaining('503') as string, attempts: 3 });
    expect(waits).toEqual([40, 60]);
    expect(seen).toHaveLength(3);
  });

  test('a Retry-After beyond the limit is shortened to it', async () => {
    const { connector, waits } = await platform(429, '{}', { 'retry-after': '3600' });
    expect(await connector.submit(asked)).toMatchObject({ kind: 'unavailable', cause: 'busy' });
    expect(waits).toEqual([60, 60]);
  });

  test('nobody listening is unavailable', async () => {
    const { connector, waits } = await platform(202, '');
    for (const server of servers.splice(0)) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
    expect(await connector.submit(asked)).toMatchObject({ kind: 'unavailable', cause: 'network', attempts: 3 });
    expect(waits).toHaveLength(2);
  });

  test('an aborted connector gives up without waiting', async () => {
    const { baseUrl } = await platform(503, '');
    const connector = new VerificationConnector({ baseUrl, token: 't', signal: AbortSignal.abort(), wait: () => Promise.reject(new Error('waited')) });
    expect(await connector.submit(asked)).toMatchObject({ kind: 'unavailable', attempts: 1 });
  });
});

test('an incomplete request is not sent, an address that is not http is refused', async () => {
  const { connector, seen } = await platform(202, '{"platformNumber":"HD-1"}');
  expect(await connector.submit({ ...asked, persons: [] })).toMatchObject({ kind: 'error', cause: 'rejected', attempts: 0 });
  expect(await connector.submit({ ...asked, chain: [{ body: 'city', name: '市', passedOn: '2026-03-02' }, { body: 'county', name: '区', passedOn: '2026-03-03' }] })).toMatchObject({ kind: 'error', attempts: 0 });
  expect(seen).toEqual([]);
  expect(() => new VerificationConnector({ baseUrl: 'file:///etc/passwd', token: 't' })).toThrow(TypeError);
});
