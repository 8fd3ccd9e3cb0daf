import Fastify from 'fastify';
import { sql } from 'kysely';
import { contract } from '@doudi/core/api/contract';
import * as z from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { testInstallation } from '../../testing/harness.ts';
import { alone, allowTime } from '../database.ts';
import type { Installation } from '../installation.ts';
import { endpoint, type Who } from './endpoint.ts';
import { mount } from './mount.ts';

const LIMIT = 2000;
let installation: Installation;
let app: ReturnType<typeof Fastify>;
const WHO: Who = { account: '00000000-0000-4000-8000-000000000000', name: '', county: 1, countyKey: '', post: 'handler', unitId: 0, unitKey: '', area: [], tokenHash: Buffer.alloc(32), kind: 'bearer' };
const get = (path: string) => contract({ method: 'GET', path, summary: path, tag: 'test', permission: 'public', response: z.object({ done: z.boolean() }) });
const pause = (seconds: number) => sql`select pg_sleep(${seconds})`;

beforeAll(async () => {
  installation = await testInstallation({ requestMs: LIMIT });
  app = Fastify();
  mount(app, installation.db, createServices(installation).cipher, [
    endpoint(get('/statement'), async (tx) => {
      await pause(30).execute(tx);
      return { done: true };
    }),
    endpoint(get('/many'), async (tx) => {
      for (let i = 0; i < 300; i++) await pause(0.1).execute(tx);
      return { done: true };
    }),
    endpoint(get('/idle'), async (tx) => {
      await pause(0).execute(tx);
      await new Promise((resolve) => setTimeout(resolve, LIMIT + 500));
      await pause(0).execute(tx);
      return { done: true };
    }),
    endpoint(get('/long'), async (tx) => {
      await allowTime(tx, 60_000);
      for (let i = 0; i < 25; i++) await pause(0.1).execute(tx);
      return { done: true };
    }),
  ], () => Promise.resolve(WHO));
});
afterAll(async () => {
  await app.close();
  await installation.close();
});

test.each(['/statement', '/many', '/idle'])('no request holds a connection beyond the limit of the installation, and is told so in words: %s', async (path) => {
  const begun = performance.now();
  const r = await app.inject(`/api/v1${path}`);
  expect(r.statusCode).toBe(503);
  expect(r.json()).toMatchObject({ code: 'busy', rule: '这一步超过了一次请求可用的时间，已经停下，什么也没有写入' });
  expect(performance.now() - begun).toBeLessThan(LIMIT + 3000);
  // The next request has a connection.
  expect(await installation.db.transaction({ county: null, area: null }, async (tx) => (await sql<{ one: number }>`select 1 as one`.execute(tx)).rows[0]?.one)).toBe(1);
});

test('work on a whole county of which there is one at a time may take longer', async () => {
  expect((await app.inject('/api/v1/long')).json()).toEqual({ done: true });
});

test('work that is alone in a county is not begun a second time until it is over; so many places, so many at once', async () => {
  const { db } = installation;
  const within = <T>(county: number, work: Parameters<typeof db.transaction<T>>[1]): Promise<T> => db.transaction({ county, area: null }, work);
  await within(1, async (tx) => {
    expect(await alone(tx, 1, 'count')).toBe(true);
    expect(await within(1, (other) => alone(other, 1, 'count'))).toBe(false);
    expect(await within(2, (other) => alone(other, 2, 'count'))).toBe(true);
    expect(await within(1, (other) => alone(other, 1, 'export', 2))).toBe(true);
  });
  await within(1, async (a) => {
    expect([await alone(a, 1, 'export', 2), await within(1, (b) => alone(b, 1, 'export', 2)), await within(1, (b) => alone(b, 1, 'export', 1))]).toEqual([true, true, false]);
  });
  expect(await within(1, (tx) => alone(tx, 1, 'count'))).toBe(true);
});
