import { testIdentity } from '@doudi/core/people/id-number';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from '../../testing/client.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
let admin: pg.Client;
beforeAll(async () => {
  server = await testServer({ lookupsPerHour: 3 });
  await seedTraining(server.installation);
  admin = new pg.Client({ connectionString: server.installation.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
});

test('an account looks up so many different numbers within an hour and no more, at whichever desk; every look is on record with its number’s mark, the refusal too; another account, the same number again and the next hour are free', async () => {
  const h = await signIn(server.origin, 'hq-handler');
  const number = (n: number): string => testIdentity('1970-03-04', 'male', n * 2);
  const register = async (n: number, u = h) => await u.post('/persons', { idNumber: number(n), name: '王安' });
  const check = async (n: number, u = h) => await u.post('/desk/number', { idNumber: number(n) });
  expect([(await register(71)).status, (await check(71)).status, (await check(72)).status, (await check(73)).status]).toEqual([200, 200, 200, 200]);
  for (const refused of [await check(74), await register(74)]) expect([refused.status, refused.problem]).toEqual([429, expect.objectContaining({ code: 'busy.often', rule: '一小时内已查过 3 个不同的身份证号，暂不能再查' })]);
  expect((await check(72)).status).toBe(200);
  expect((await check(74, await signIn(server.origin, 'hq-handler2'))).status).toBe(200);
  const log = (await admin.query<{ what: string; target: string; n: number }>(`select what, target, count(*)::int as n from access_log l join account a on a.county_id = l.county_id and a.id::text = l.user_id where a.login = 'hq-handler' and what in ('search', 'denied') group by 1, 2 order by 1, 2`)).rows;
  expect(log.filter((l) => l.what === 'search').map((l) => l.n).toSorted()).toEqual([1, 2, 2]);
  expect(log.filter((l) => l.what === 'denied').map((l) => l.target)).toEqual(['POST /desk/number', 'POST /persons']);
  await admin.query('alter table access_log disable trigger access_log_written_once');
  await admin.query(`update access_log set recorded_at = recorded_at - interval '61 minutes'`);
  await admin.query('alter table access_log enable always trigger access_log_written_once');
  expect((await check(74)).status).toBe(200);
});
